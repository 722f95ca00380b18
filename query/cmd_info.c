#include <stdio.h>

#include "lib/analysis/analysis.h"
#include "lib/base/exit.h"
#include "lib/base/json.h"
#include "lib/base/progress.h"
#include "lib/index/schema.h"
#include "query/commands.h"
#include "query/facts.h"

struct info_cmd {
	const char *index;
	bool schema, json;
};

#define AT(member) offsetof(struct info_cmd, member)

const struct opt info_opts[] = {
	{ 'i', "index", "FOLDER", OPT_STRING, AT(index), NULL,
	  "the index (default: $NEWSIDX_INDEX)" },
	{ 0, "schema", NULL, OPT_FLAG, AT(schema), NULL,
	  "print what stands in an index, and under which name" },
	{ 0, "json", NULL, OPT_FLAG, AT(json), NULL, "one JSON object" },
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};
const size_t info_size = sizeof(struct info_cmd);

/* The names and how many articles each has; returns of how many. */
static uint64_t put_counts(const struct fact_counts *c, const char *what)
{
	uint64_t sum = 0;
	char n[PROGRESS_TEXT];

	for (size_t i = 0; i < c->n; i++) {
		printf("%-10s %s  (%s)\n", i == 0 ? what : "", c->v[i].name,
		       text_count(c->v[i].articles, n));
		sum += c->v[i].articles;
	}
	return sum;
}

static void put_facts(struct index *x, const struct facts *f)
{
	char n[PROGRESS_TEXT];
	uint64_t known;

	printf("index      %s\n", index_path(x));
	printf("articles   %s\n", text_count(f->articles, n));
	printf("words      %s\n", text_count(f->words, n));
	if (f->from[0] != '\0')
		printf("dates      %s to %s\n", f->from, f->to);
	(void)put_counts(&f->sources, "sources");
	known = put_counts(&f->languages, "languages");
	if (known < f->articles)
		printf("%-10s not known  (%s)\n", known == 0 ? "languages" : "",
		       text_count(f->articles - known, n));
	printf("families   %s (queries: %s)\n", index_languages(x),
	       index_language(x));
	printf("size       %s in %zu segment%s\n", text_bytes(f->bytes, n),
	       index_segments(x), index_segments(x) == 1 ? "" : "s");
	printf("positions  %s\n", facts_positions(x));
	printf("format     %d, words by rules %d, libxapian %s\n", INDEX_FORMAT,
	       ANALYSIS_VERSION, xap_version_string());
}

static void put_facts_json(struct index *x, const struct facts *f)
{
	struct json j;

	json_begin(&j, stdout);
	json_text(&j, "index", index_path(x));
	json_facts(&j, f, x);
	json_end(&j);
}

static enum nx_status tell(struct index *x, void *ctx, struct nx_err *err)
{
	const struct info_cmd *c = ctx;
	struct facts f;
	enum nx_status st = facts_read(&f, x, err);

	if (st == NX_OK && c->json)
		put_facts_json(x, &f);
	else if (st == NX_OK)
		put_facts(x, &f);
	facts_release(&f);
	return st;
}

int info_main(const void *options, const struct operands *o)
{
	struct info_cmd c = *(const struct info_cmd *)options;
	struct nx_err err;
	const char *index;
	enum nx_status st;

	if (o->n > 0) {
		complain("info takes no operands");
		return EXIT_USAGE;
	}
	if (c.schema) {
		schema_print(stdout);
		return EXIT_DONE;
	}
	index = index_named(c.index);
	if (index == NULL)
		return EXIT_USAGE;
	st = with_index(index, tell, &c, &err);
	if (st != NX_OK)
		complain("%s", err.msg);
	return (int)exit_code_of(st);
}
