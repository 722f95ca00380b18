#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/exit.h"
#include "lib/base/limits.h"
#include "lib/base/progress.h"
#include "query/commands.h"
#include "query/output.h"
#include "query/search.h"

/* Bytes of an article's text shown around its hits. */
#define PASSAGE 240

struct query_cmd {
	const char *index, *sort, *language, *color;
	uint64_t limit, offset;
	bool json, count, explain, ids;
};

#define AT(member) offsetof(struct query_cmd, member)

const struct opt query_opts[] = {
	{ 'i', "index", "FOLDER", OPT_STRING, AT(index), NULL,
	  "the index (default: $NEWSIDX_INDEX)" },
	{ 'n', "limit", "N", OPT_NUMBER, AT(limit), NULL,
	  "show N results at most (default: 10)" },
	{ 0, "offset", "N", OPT_NUMBER, AT(offset), NULL,
	  "leave out the first N results" },
	{ 's', "sort", "ORDER", OPT_CHOICE, AT(sort),
	  "relevance date -date source",
	  "relevance (best first, the default), date (oldest first), -date "
	  "(newest first) or source" },
	{ 'c', "count", NULL, OPT_FLAG, AT(count), NULL,
	  "print only how many articles match" },
	{ 0, "ids", NULL, OPT_FLAG, AT(ids), NULL,
	  "print only the articles' ids" },
	{ 0, "json", NULL, OPT_FLAG, AT(json), NULL,
	  "one JSON object a line" },
	{ 0, "explain", NULL, OPT_FLAG, AT(explain), NULL,
	  "tell how the query was read, and do not run it" },
	{ 'l', "lang", "CODE", OPT_STRING, AT(language), NULL,
	  "language of the query's words (default: that of lang: in the "
	  "query, else the index's)" },
	{ 0, "color", "WHEN", OPT_CHOICE, AT(color), "auto always never",
	  "auto (on a terminal), always or never" },
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};
const size_t query_size = sizeof(struct query_cmd);

static const struct query_cmd defaults = { .limit = 10 };
const void *const query_defaults = &defaults;

struct asking {
	const struct query_cmd *c;
	const char *text;
	struct search_options so;
	enum sort sort;
	uint32_t first, max;
	bool color;
	uint32_t total;
};

static enum sort sort_named(const char *name)
{
	if (name == NULL || strcmp(name, "relevance") == 0)
		return SORT_RELEVANCE;
	if (strcmp(name, "date") == 0)
		return SORT_OLDEST;
	if (strcmp(name, "-date") == 0)
		return SORT_NEWEST;
	return SORT_SOURCE;
}

static void put_one(struct asking *a, struct search *s, struct findings *f,
                    const struct result *hit, uint64_t rank,
                    const struct record *r)
{
	if (a->c->ids) {
		print_text(stdout, r->key.p, 0, r->key.len, NULL, false);
		putchar('\n');
		return;
	}
	findings_make(f, s, r, PASSAGE);
	if (a->c->json)
		print_result_json(stdout, rank, hit->weight, r, f);
	else
		print_result(stdout, rank, r, f, a->color);
}

static enum nx_status put_results(struct asking *a, struct search *s,
                                  const struct results *res,
                                  struct nx_err *err)
{
	struct findings f = FINDINGS_INIT;
	enum nx_status st = NX_OK;
	struct record r;

	for (size_t i = 0; st == NX_OK && i < res->n && !ferror(stdout); i++) {
		st = index_record(s->x, res->v[i].docid, &r, err);
		/* Something is printed already: no second try. */
		if (st != NX_OK && i > 0)
			st = st == NX_STALE || index_outdated(s->x)
			             ? nx_fail(err, NX_LOCKED,
			                       "the index was replaced while "
			                       "results were printed; ask again")
			             : st;
		if (st == NX_OK)
			put_one(a, s, &f, &res->v[i],
			        (uint64_t)a->first + i + 1, &r);
	}
	findings_release(&f);
	return st;
}

static void put_total(const struct asking *a, const struct results *res)
{
	char n[PROGRESS_TEXT], from[PROGRESS_TEXT], to[PROGRESS_TEXT];

	printf("%s article%s", text_count(res->total, n),
	       res->total == 1 ? "" : "s");
	if (res->n < res->total && res->n > 0)
		printf(", of which %s to %s are shown",
		       text_count((uint64_t)a->first + 1, from),
		       text_count((uint64_t)a->first + res->n, to));
	printf(".\n");
}

static enum nx_status ask(struct index *x, void *ctx, struct nx_err *err)
{
	struct asking *a = ctx;
	struct results res = { NULL, 0, 0 };
	struct search s;
	enum nx_status st = search_open(&s, x, a->text, &a->so, err);

	if (st != NX_OK)
		return st;
	if (a->c->explain) {
		st = search_explain(&s, stdout, err);
		a->total = 1;
		goto out;
	}
	st = search_run(&s, a->first, a->max, a->sort, &res, err);
	a->total = res.total;
	if (st == NX_OK && a->c->count)
		printf("%lu\n", (unsigned long)res.total);
	else if (st == NX_OK) {
		st = put_results(a, &s, &res, err);
		if (st == NX_OK && !a->c->json && !a->c->ids)
			put_total(a, &res);
	}
out:
	results_release(&res);
	search_close(&s);
	return st;
}

/* The operands as one query: quoting it for the shell is easily forgotten. */
static char *joined(const struct operands *o)
{
	struct buf b = BUF_INIT;

	buf_adds(&b, "");
	for (size_t i = 0; i < o->n; i++)
		buf_addf(&b, "%s%s", i > 0 ? " " : "", o->v[i]);
	return b.p;
}

static uint32_t clamp(uint64_t v)
{
	return v > UINT32_MAX / 2 ? UINT32_MAX / 2 : (uint32_t)v;
}

static bool check(const struct query_cmd *c, const struct operands *o,
                  struct asking *a)
{
	if (o->n == 0) {
		complain("what is to be found? 'newsidx query --help' tells "
		         "how to ask");
		return false;
	}
	if (c->language == NULL)
		return true;
	a->so.language = language_find(c->language, strlen(c->language));
	if (a->so.language == NULL)
		complain("unknown language '%s'; give a code such as en, de, "
		         "fr",
		         c->language);
	return a->so.language != NULL;
}

int query_main(const void *options, const struct operands *o)
{
	struct query_cmd c = *(const struct query_cmd *)options;
	struct asking a = { .c = &c };
	const char *index = index_named(c.index);
	enum nx_status st;
	struct nx_err err;
	char *text;

	if (index == NULL || !check(&c, o, &a))
		return EXIT_USAGE;
	a.so.now = (int64_t)time(NULL);
	a.sort = sort_named(c.sort);
	a.first = clamp(c.offset);
	a.max = c.count ? 0 : clamp(c.limit);
	a.color = use_color(c.color, stdout);
	a.text = text = joined(o);
	st = with_index(index, ask, &a, &err);
	free(text);
	if (st != NX_OK) {
		complain("%s", err.msg);
		return (int)exit_code_of(st);
	}
	return a.total > 0 ? EXIT_DONE : EXIT_NOMATCH;
}
