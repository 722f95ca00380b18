#include <stdlib.h>
#include <time.h>

#include "lib/base/exit.h"
#include "query/commands.h"
#include "query/facets.h"
#include "query/suggest.h"

struct facets_cmd {
	const char *index, *by, *language, *timeout, *color;
	uint64_t limit;
	bool hits, csv, json;
};

/* Values of each, unless --limit says how many. */
#define VALUES 10

#define AT(member) offsetof(struct facets_cmd, member)

const struct opt facets_opts[] = {
	{ 'i', "index", "FOLDER", OPT_STRING, AT(index), NULL,
	  "the index (default: $NEWSIDX_INDEX)" },
	{ 0, "by", "FIELD,...", OPT_STRING, AT(by), NULL,
	  "count by these of source, section, author, place, keyword, language "
	  "and year (default: all)" },
	{ 'n', "limit", "N", OPT_NUMBER, AT(limit), NULL,
	  "show N values of each at most, those of most articles (default: 10; "
	  "0: all)" },
	{ 0, "hits", NULL, OPT_FLAG, AT(hits), NULL,
	  "count the places where the query matches, too" },
	{ 0, "csv", NULL, OPT_FLAG, AT(csv), NULL,
	  "a table of comma-separated values, a row for each value" },
	{ 0, "json", NULL, OPT_FLAG, AT(json), NULL, "one JSON object" },
	ASKING_OPTS(struct facets_cmd),
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};
const size_t facets_size = sizeof(struct facets_cmd);

static const struct facets_cmd defaults = { .limit = VALUES };
const void *const facets_defaults = &defaults;

struct asking {
	const struct facets_cmd *c;
	const char *text;
	struct search_options so;
	struct facets_form form;
	uint64_t articles;
};

static void put_json(const struct asking *a, const struct tally *t)
{
	struct json j;

	json_begin(&j, stdout);
	json_num(&j, "format_version", RESULT_FORMAT);
	json_text(&j, "query", a->text);
	json_num(&j, "articles", t->all.articles);
	if (a->c->hits)
		json_num(&j, "hits", t->all.hits);
	facets_json(&j, t, &a->form);
	json_end(&j);
}

static void put(const struct asking *a, struct search *s, const struct tally *t)
{
	const struct look look = look_of(stdout, a->c->color);

	if (a->c->json) {
		put_json(a, t);
	} else if (a->c->csv) {
		facets_csv(stdout, t, &a->form);
	} else {
		facets_print(stdout, t, &a->form, &look);
		/* The answer stands, whatever becomes of hints. */
		(void)suggestions_print(stdout, s, false, NULL);
	}
}

static enum nx_status ask(struct index *x, void *ctx, struct nx_err *err)
{
	struct asking *a = ctx;
	const struct tally_options o = { .facets = a->form.facets,
		                         .split = FACET_NONE,
		                         .hits = a->c->hits };
	struct search s;
	struct tally t;
	enum nx_status st;

	watch_begin(a->so.timeout);
	st = search_open(&s, x, a->text, &a->so, err);
	if (st != NX_OK)
		return st;
	st = tally_run(&t, &s, &o, err);
	watch_pause();
	if (st == NX_OK) {
		a->articles = t.all.articles;
		put(a, &s, &t);
		tally_release(&t);
	}
	search_close(&s);
	return st;
}

int facets_main(const void *options, const struct operands *o)
{
	struct facets_cmd c = *(const struct facets_cmd *)options;
	struct asking a = { .c = &c, .form = { FACETS_ALL, 0, c.hits } };
	const char *index = index_named(c.index);
	enum nx_status st;
	struct nx_err err;
	char *text;

	if (index == NULL || !language_named(c.language, &a.so.language) ||
	    !timeout_named(c.timeout, &a.so.timeout))
		return EXIT_USAGE;
	if (c.csv && c.json) {
		complain("only one of --csv and --json");
		return EXIT_USAGE;
	}
	if (c.by != NULL && facets_named(c.by, &a.form.facets, &err) != NX_OK) {
		complain("%s", err.msg);
		return EXIT_USAGE;
	}
	a.form.most = c.limit == 0 ? SIZE_MAX : (size_t)c.limit;
	a.text = text = query_of(o);
	if (text == NULL)
		return EXIT_USAGE;
	a.so.now = (int64_t)time(NULL);
	st = with_index(index, ask, &a, &err);
	free(text);
	return answer_code(st, &err, a.articles > 0);
}
