#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/exit.h"
#include "query/batch.h"
#include "query/commands.h"

struct batch_cmd {
	const char *index, *by, *language, *timeout;
	bool hits, all, rows, json, keep_going, quiet;
};

#define AT(member) offsetof(struct batch_cmd, member)

const struct opt batch_opts[] = {
	{ 'i', "index", "FOLDER", OPT_STRING, AT(index), NULL,
	  "the index (default: $NEWSIDX_INDEX)" },
	{ 0, "by", "WHAT", OPT_CHOICE, AT(by),
	  "total day week month year source section author place keyword "
	  "language",
	  "total (default): one count for each query; or count by day, week, "
	  "month, year, source, section, author, place, keyword or language" },
	{ 0, "hits", NULL, OPT_FLAG, AT(hits), NULL,
	  "count the places where the queries match, too" },
	{ 0, "all", NULL, OPT_FLAG, AT(all), NULL,
	  "begin with a row of all articles of the index" },
	{ 0, "long", NULL, OPT_FLAG, AT(rows), NULL,
	  "a row for each query and value, instead of a column for each "
	  "value" },
	{ 0, "json", NULL, OPT_FLAG, AT(json), NULL,
	  "one JSON object a line, for each query" },
	{ 'k', "keep-going", NULL, OPT_FLAG, AT(keep_going), NULL,
	  "complain of queries with errors, and count the others" },
	{ 'q', "quiet", NULL, OPT_FLAG, AT(quiet), NULL, "show no progress" },
	QUESTION_OPTS(struct batch_cmd),
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};
const size_t batch_size = sizeof(struct batch_cmd);

struct asking {
	struct batch b;
	struct batch_options o;
};

static struct batch_by by_named(const char *name)
{
	struct batch_by by = { .kind = BATCH_TOTAL };

	if (name == NULL || strcmp(name, "total") == 0)
		return by;
	if (period_named(name, &by.period))
		by.kind = BATCH_PERIOD;
	else if (facet_named(name, strlen(name), &by.facet))
		by.kind = BATCH_FACET;
	return by;
}

static enum nx_status run(struct index *x, void *ctx, struct nx_err *err)
{
	struct asking *a = ctx;

	return batch_run(&a->b, x, &a->o, err);
}

static int finish(struct asking *a, const struct batch_cmd *c,
                  const char *index)
{
	struct nx_err err;
	enum nx_status st;

	batch_check(&a->b);
	if (a->b.failed > 0 && !c->keep_going)
		return EXIT_USAGE;
	st = with_index(index, run, a, &err);
	if (st != NX_OK) {
		complain("%s", err.msg);
		return (int)exit_code_of(st);
	}
	if (c->json)
		batch_json(stdout, &a->b, &a->o);
	else
		batch_csv(stdout, &a->b, &a->o, c->rows);
	return a->b.failed > 0 ? EXIT_PARTIAL : EXIT_DONE;
}

static bool check(const struct batch_cmd *c, const struct operands *o)
{
	if (o->n != 1) {
		complain("give one file of queries, a line each; '-' is "
		         "standard input");
		return false;
	}
	if (c->rows && by_named(c->by).kind == BATCH_TOTAL) {
		complain("--long goes with --by: there is one count for each "
		         "query");
		return false;
	}
	if (!c->rows || !c->json)
		return true;
	complain("only one of --long and --json");
	return false;
}

int batch_main(const void *options, const struct operands *o)
{
	const struct batch_cmd *c = options;
	struct asking a = { .o = { .by = by_named(c->by),
		                   .hits = c->hits,
		                   .all = c->all,
		                   .keep_going = c->keep_going,
		                   .progress = c->quiet ? NULL : stderr } };
	const char *index = index_named(c->index);
	struct nx_err err;
	enum nx_status st;
	int code;

	if (index == NULL || !check(c, o) ||
	    !language_named(c->language, &a.o.search.language) ||
	    !timeout_named(c->timeout, &a.o.search.timeout))
		return EXIT_USAGE;
	a.o.search.now = (int64_t)time(NULL);
	st = batch_read(&a.b, o->v[0], &err);
	if (st == NX_OK) {
		code = finish(&a, c, index);
	} else {
		complain("%s", err.msg);
		code = (int)exit_code_of(st);
	}
	batch_release(&a.b);
	return code;
}
