#include <stdlib.h>
#include <string.h>

#include "indexer/commands.h"
#include "indexer/interrupt.h"
#include "indexer/upkeep.h"
#include "indexer/verify.h"
#include "lib/base/exit.h"
#include "lib/base/json.h"

struct verify_cmd {
	const char *index;
	bool deep, json, quiet;
};

#define AT(member) offsetof(struct verify_cmd, member)

const struct opt verify_opts[] = {
	{ 'i', "index", "FOLDER", OPT_STRING, AT(index), NULL,
	  "the index (default: $NEWSIDX_INDEX)" },
	{ 0, "deep", NULL, OPT_FLAG, AT(deep), NULL,
	  "also analyse articles again and compare their words, and read the "
	  "archives again and compare the articles" },
	{ 0, "json", NULL, OPT_FLAG, AT(json), NULL, "one JSON object a line" },
	{ 'q', "quiet", NULL, OPT_FLAG, AT(quiet), NULL,
	  "no progress and no summary; what is wrong is still told" },
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};
const size_t verify_size = sizeof(struct verify_cmd);

static void summary_line(const struct verify_report *r, const char *index)
{
	char n[3][PROGRESS_TEXT];

	printf("%s: %llu segment%s, %s articles, %s words, %s", index,
	       (unsigned long long)r->segments, r->segments == 1 ? "" : "s",
	       text_count(r->articles, n[0]), text_count(r->words, n[1]),
	       text_bytes(r->bytes, n[2]));
	if (r->analysed > 0)
		printf(", %s analysed again", text_count(r->analysed, n[0]));
	if (r->archives > 0)
		printf(", %s archives read again",
		       text_count(r->archives, n[0]));
	printf(", in %.1f s\n", r->seconds);
	if (r->found.faults == 0)
		printf("It is sound.\n");
}

static void json_totals(const struct verify_report *r)
{
	struct json j;

	json_begin(&j, stdout);
	json_text(&j, "kind", "totals");
	json_bool(&j, "sound", r->found.faults == 0);
	json_num(&j, "faults", r->found.faults);
	json_num(&j, "segments", r->segments);
	json_num(&j, "articles", r->articles);
	json_num(&j, "words", r->words);
	json_num(&j, "bytes", r->bytes);
	json_num(&j, "pending", r->pending);
	json_num(&j, "analysed", r->analysed);
	json_num(&j, "archives", r->archives);
	json_num(&j, "archives_gone", r->unread);
	json_real(&j, "seconds", r->seconds);
	json_end(&j);
}

static void tell(const struct verify_cmd *c, const struct verify_report *r,
                 const char *index)
{
	char n[PROGRESS_TEXT];
	bool archives = health_has(&r->found, HEALTH_ARCHIVE, 0);

	upkeep_tell(&r->found, c->json, c->quiet);
	if (c->json)
		json_totals(r);
	else if (!c->quiet)
		summary_line(r, index);
	if (c->json || r->found.faults == 0)
		return;
	printf("%s fault%s: ", text_count(r->found.faults, n),
	       r->found.faults == 1 ? "" : "s");
	if (archives)
		printf("'newsidx build --force' reads the archives anew\n");
	else
		printf("'newsidx repair -i %s' mends %s\n", index,
		       r->found.faults == 1 ? "it" : "them");
}

int verify_main(const void *options, const struct operands *o)
{
	const struct verify_cmd *c = options;
	struct verify_options v = { .deep = c->deep, .progress = !c->quiet };
	struct verify_report r;
	enum nx_status st;
	struct nx_err err;

	v.index = upkeep_index("verify", c->index, o, 0);
	if (v.index == NULL)
		return EXIT_USAGE;
	v.stop = interrupt_catch(NULL);
	st = verify_run(&v, &r, &err);
	if (st == NX_OK)
		tell(c, &r, v.index);
	else
		complain("%s", err.msg);
	if (st == NX_OK && r.found.faults > 0)
		st = NX_DAMAGED;
	verify_release(&r);
	return st == NX_DAMAGED ? EXIT_PARTIAL : (int)exit_code_of(st);
}
