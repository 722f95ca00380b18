#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "lib/base/exit.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "query/commands.h"
#include "query/suggest.h"
#include "query/trend.h"

struct trend_cmd {
	const char *index, *by, *since, *until, *split, *bars, *svg, *language,
		*timeout, *color;
	uint64_t top;
	bool hits, csv, json, rows;
};

/* Values of --split, unless --top says how many; more lines are not told
 * apart. */
#define TOP 5
#define TOP_MOST 1000

#define AT(member) offsetof(struct trend_cmd, member)

const struct opt trend_opts[] = {
	{ 'i', "index", "FOLDER", OPT_STRING, AT(index), NULL,
	  "the index (default: $NEWSIDX_INDEX)" },
	{ 0, "by", "PERIOD", OPT_CHOICE, AT(by), "day week month year",
	  "count by day, week, month or year (default: what fits)" },
	{ 0, "since", "DATE", OPT_STRING, AT(since), NULL,
	  "from the period of this date on (default: of the first article)" },
	{ 0, "until", "DATE", OPT_STRING, AT(until), NULL,
	  "to the period of this date (default: of the last article)" },
	{ 0, "split", "FIELD", OPT_CHOICE, AT(split), "source section language",
	  "of one query: apart for each source, section or language" },
	{ 'n', "top", "N", OPT_NUMBER, AT(top), NULL,
	  "with --split: the N values of most articles, and the others "
	  "together (default: 5)" },
	{ 0, "hits", NULL, OPT_FLAG, AT(hits), NULL,
	  "count the places where the query matches, too" },
	{ 0, "bars", "WHAT", OPT_CHOICE, AT(bars), "articles hits share",
	  "what bars are as long as: articles (default), hits or share" },
	{ 0, "csv", NULL, OPT_FLAG, AT(csv), NULL,
	  "a table of comma-separated values, a row for each period" },
	{ 0, "long", NULL, OPT_FLAG, AT(rows), NULL,
	  "with --csv: a row for each query or value, and period" },
	{ 0, "json", NULL, OPT_FLAG, AT(json), NULL, "one JSON object" },
	{ 0, "svg", "FILE", OPT_STRING, AT(svg), NULL,
	  "write a plot to FILE, besides; '-': print it and nothing else" },
	ASKING_OPTS(struct trend_cmd),
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};
const size_t trend_size = sizeof(struct trend_cmd);

static const struct trend_cmd defaults = { .top = TOP };
const void *const trend_defaults = &defaults;

struct asking {
	const struct trend_cmd *c;
	struct trend_options o;
	enum period by;
	int32_t since, until;
	bool some;
};

/* ---- printing ----------------------------------------------------------- */

static enum trend_measure measure_of(const struct trend_cmd *c)
{
	if (c->bars == NULL || strcmp(c->bars, "articles") == 0)
		return TREND_ARTICLES;
	return strcmp(c->bars, "hits") == 0 ? TREND_HITS : TREND_SHARE;
}

static bool svg_is_all(const struct trend_cmd *c)
{
	return c->svg != NULL && strcmp(c->svg, "-") == 0;
}

static enum nx_status write_svg(const struct trend *t, const char *path,
                                struct nx_err *err)
{
	char *text = NULL;
	size_t len = 0;
	FILE *f;
	enum nx_status st = NX_OK;
	struct stat there;

	/* Replacing a device would take it away. */
	if (stat(path, &there) == 0 && !S_ISREG(there.st_mode))
		return nx_fail(err, NX_USAGE,
		               "%s is no file; --svg=- prints the plot", path);
	f = open_memstream(&text, &len);
	if (f == NULL)
		return nx_fail_errno(err, "plot");
	trend_svg(f, t);
	if (fclose(f) != 0)
		st = nx_fail_errno(err, "plot");
	if (st == NX_OK)
		st = file_replace(path, text, len, err);
	free(text);
	return st;
}

/* Tables for programs have periods only. */
static void tell_notes(const struct trend *t)
{
	struct buf note[TREND_NOTES] = { BUF_INIT, BUF_INIT, BUF_INIT,
		                         BUF_INIT };
	size_t n = trend_notes(t, note);

	for (size_t i = 0; i < n; i++)
		complain("not in the table: %s", note[i].p);
	for (size_t i = 0; i < TREND_NOTES; i++)
		buf_release(&note[i]);
}

static void put(const struct asking *a, const struct trend *t)
{
	const struct look look = look_of(stdout, a->c->color);

	if (svg_is_all(a->c)) {
		trend_svg(stdout, t);
	} else if (a->c->csv) {
		trend_csv(stdout, t, a->c->rows);
		tell_notes(t);
	} else if (a->c->json) {
		trend_json(stdout, t);
	} else {
		trend_table(stdout, t, measure_of(a->c), &look);
	}
}

/* Words that no article has, of queries that find none.  The table stands,
 * whatever becomes of hints. */
static void put_hints(const struct asking *a, const struct trend *t,
                      struct index *x)
{
	if (a->c->csv || a->c->json || svg_is_all(a->c))
		return;
	for (size_t i = 0; i < a->o.n_query; i++) {
		const struct count *n =
			a->o.n_query > 1 ? &t->series[i].total : &t->total;
		struct search s;

		if (n->articles > 0 || search_open(&s, x, a->o.query[i],
		                                   &a->o.search, NULL) != NX_OK)
			continue;
		(void)suggestions_print(stdout, &s, false, NULL);
		search_close(&s);
	}
}

static enum nx_status ask(struct index *x, void *ctx, struct nx_err *err)
{
	struct asking *a = ctx;
	struct trend t;
	enum nx_status st = trend_make(&t, x, &a->o, err);

	if (st != NX_OK)
		return st;
	a->some = trend_some(&t);
	if (a->c->svg != NULL && !svg_is_all(a->c))
		st = write_svg(&t, a->c->svg, err);
	if (st == NX_OK) {
		put(a, &t);
		put_hints(a, &t, x);
	}
	trend_release(&t);
	return st;
}

/* ---- options ------------------------------------------------------------ */

/* A date to the day, month or year: its first day, or its last. */
static bool read_date(const char *name, const char *text, bool last,
                      int32_t *day, const int32_t **out)
{
	struct instant i;

	if (text == NULL)
		return true;
	if (!instant_parse(text, strlen(text), &i) ||
	    i.precision > INSTANT_DAY) {
		complain("--%s=%s: give a day, a month or a year: 2019-05-07, "
		         "2019-05 or 2019",
		         name, text);
		return false;
	}
	*day = (int32_t)civil_day_of(last ? instant_last(&i) : i.sec);
	*out = day;
	return true;
}

static bool read_range(struct asking *a)
{
	if (!read_date("since", a->c->since, false, &a->since, &a->o.since) ||
	    !read_date("until", a->c->until, true, &a->until, &a->o.until))
		return false;
	if (a->o.since == NULL || a->o.until == NULL || a->since <= a->until)
		return true;
	complain("--since is after --until");
	return false;
}

static bool check_forms(const struct trend_cmd *c)
{
	if (c->csv && c->json) {
		complain("only one of --csv and --json");
		return false;
	}
	if (svg_is_all(c) && (c->csv || c->json)) {
		complain("--svg=- prints a plot: give --svg a file to have "
		         "--csv or --json too");
		return false;
	}
	if (c->rows && !c->csv) {
		complain("--long goes with --csv");
		return false;
	}
	if (measure_of(c) == TREND_HITS && !c->hits) {
		complain("--bars=hits goes with --hits");
		return false;
	}
	return true;
}

static bool check(const struct trend_cmd *c, const struct operands *o)
{
	if (o->n == 0) {
		complain("what is to be counted? Give a query, or several, "
		         "each in quotes");
		return false;
	}
	if (c->split != NULL && o->n > 1) {
		complain("--split is of one query; put it in quotes");
		return false;
	}
	if (c->top == 0 || c->top > TOP_MOST) {
		complain("--top is to be from 1 to %d", TOP_MOST);
		return false;
	}
	return check_forms(c);
}

int trend_main(const void *options, const struct operands *o)
{
	struct trend_cmd c = *(const struct trend_cmd *)options;
	struct asking a = { .c = &c };
	const char *index = index_named(c.index);
	enum nx_status st;
	struct nx_err err;

	if (index == NULL ||
	    !language_named(c.language, &a.o.search.language) ||
	    !timeout_named(c.timeout, &a.o.search.timeout) || !check(&c, o) ||
	    !read_range(&a))
		return EXIT_USAGE;
	a.o.search.now = (int64_t)time(NULL);
	a.o.query = o->v;
	a.o.n_query = o->n;
	a.o.split = FACET_NONE;
	a.o.top = c.top;
	a.o.hits = c.hits;
	if (c.by != NULL && period_named(c.by, &a.by))
		a.o.by = &a.by;
	if (c.split != NULL)
		(void)facet_named(c.split, strlen(c.split), &a.o.split);
	st = with_index(index, ask, &a, &err);
	return answer_code(st, &err, a.some);
}
