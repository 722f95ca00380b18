#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/exit.h"
#include "lib/base/limits.h"
#include "lib/base/progress.h"
#include "query/commands.h"
#include "query/each.h"
#include "query/hitlist.h"
#include "query/output.h"
#include "query/suggest.h"

/* Bytes of an article's text shown around its hits. */
#define PASSAGE 240

/* Seconds after which a query is given up.  What people ask takes milliseconds,
 * on a large index from a cold disk some seconds. */
#define TIMEOUT 30

struct query_cmd {
	const char *index, *sort, *language, *color, *timeout;
	uint64_t limit, offset;
	bool json, count, explain, ids, hits, all;
};

/* No --limit was given. */
#define UNSET UINT64_MAX
#define LIMIT_SHOWN 10

#define AT(member) offsetof(struct query_cmd, member)

const struct opt query_opts[] = {
	{ 'i', "index", "FOLDER", OPT_STRING, AT(index), NULL,
	  "the index (default: $NEWSIDX_INDEX)" },
	{ 'n', "limit", "N", OPT_NUMBER, AT(limit), NULL,
	  "show N results at most (default: 10; of hits: all); 0: all" },
	{ 0, "all", NULL, OPT_FLAG, AT(all), NULL,
	  "show all results; without --sort as the index has them, however "
	  "many, in little memory" },
	{ 0, "offset", "N", OPT_NUMBER, AT(offset), NULL,
	  "leave out the first N results" },
	{ 's', "sort", "ORDER", OPT_CHOICE, AT(sort),
	  "relevance date -date source index",
	  "relevance (best first, the default), date (oldest first), -date "
	  "(newest first), source, or index (as the index has them: the "
	  "default of --all and --hits)" },
	{ 'c', "count", NULL, OPT_FLAG, AT(count), NULL,
	  "print only how many articles match, or how many hits they have" },
	{ 0, "hits", NULL, OPT_FLAG, AT(hits), NULL,
	  "show each place where the query matches, instead of articles" },
	{ 0, "ids", NULL, OPT_FLAG, AT(ids), NULL,
	  "print only the articles' ids" },
	{ 0, "json", NULL, OPT_FLAG, AT(json), NULL, "one JSON object a line" },
	{ 0, "explain", NULL, OPT_FLAG, AT(explain), NULL,
	  "tell how the query was read, and do not run it" },
	{ 'l', "lang", "CODE", OPT_STRING, AT(language), NULL,
	  "language of the query's words (default: that of lang: in the "
	  "query, else the index's)" },
	{ 0, "timeout", "SECONDS", OPT_STRING, AT(timeout), NULL,
	  "give a query up after so long (default: 30; 0: never)" },
	{ 0, "color", "WHEN", OPT_CHOICE, AT(color), "auto always never",
	  "auto (on a terminal), always or never" },
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};
const size_t query_size = sizeof(struct query_cmd);

static const struct query_cmd defaults = { .limit = UNSET };
const void *const query_defaults = &defaults;

struct asking {
	const struct query_cmd *c;
	const char *text;
	struct search_options so;
	struct page page;
	bool color;

	/* of one try */
	struct search *s;
	struct findings f;
	uint32_t shown;
	uint64_t total;
};

static enum sort sort_named(const char *name)
{
	if (name == NULL || strcmp(name, "relevance") == 0)
		return SORT_RELEVANCE;
	if (strcmp(name, "date") == 0)
		return SORT_OLDEST;
	if (strcmp(name, "-date") == 0)
		return SORT_NEWEST;
	return strcmp(name, "index") == 0 ? SORT_INDEX : SORT_SOURCE;
}

static enum nx_status put_one(void *ctx, uint64_t rank, double weight,
                              const struct record *r, struct nx_err *err)
{
	struct asking *a = ctx;

	(void)err;
	a->shown++;
	if (a->c->ids) {
		print_text(stdout, r->key.p, 0, r->key.len, NULL, false);
		putchar('\n');
	} else {
		watch_resume();
		findings_make(&a->f, a->s, r, PASSAGE);
		watch_pause();
		if (a->c->json)
			print_result_json(stdout, rank, weight, r, &a->f);
		else
			print_result(stdout, rank, r, &a->f, a->color);
	}
	return ferror(stdout) ? NX_END : NX_OK;
}

static void put_total(const struct asking *a)
{
	char n[PROGRESS_TEXT], from[PROGRESS_TEXT], to[PROGRESS_TEXT];

	printf("%s article%s", text_count(a->total, n),
	       a->total == 1 ? "" : "s");
	if (a->shown < a->total && a->shown > 0)
		printf(", of which %s to %s are shown",
		       text_count((uint64_t)a->page.first + 1, from),
		       text_count((uint64_t)a->page.first + a->shown, to));
	printf(".\n");
}

static enum nx_status ask_hits(struct asking *a, struct nx_err *err)
{
	struct page all = { a->page.sort, 0, ANSWER_MOST };
	struct hit_list l = {
		.s = a->s,
		.first = a->page.first,
		.max = a->page.max == ANSWER_MOST ? UINT64_MAX : a->page.max,
		.count = a->c->count,
		.json = a->c->json,
		.color = a->color,
	};
	uint32_t articles;
	enum nx_status st =
		search_each(a->s, &all, hit_list_article, &l, &articles, err);

	a->total = l.seen;
	if (st == NX_OK)
		hit_list_total(&l);
	hit_list_release(&l);
	return st;
}

static enum nx_status ask_articles(struct asking *a, struct nx_err *err)
{
	struct page page = a->page;
	uint32_t total = 0;
	enum nx_status st;

	if (a->c->count)
		page = (struct page){ SORT_RELEVANCE, 0, 0 };
	a->shown = 0;
	st = search_each(a->s, &page, put_one, a, &total, err);
	a->total = total;
	if (st == NX_OK && a->c->count)
		printf("%lu\n", (unsigned long)total);
	else if (st == NX_OK && !a->c->json && !a->c->ids)
		put_total(a);
	findings_release(&a->f);
	return st;
}

static enum nx_status put_suggestions(const struct asking *a,
                                      struct nx_err *err)
{
	struct suggestions l;
	enum nx_status st = suggestions_find(&l, a->s, err);

	if (st == NX_OK && a->c->json)
		suggestions_print_json(stdout, &l);
	else if (st == NX_OK)
		suggestions_print(stdout, &l);
	suggestions_release(&l);
	return st;
}

static enum nx_status ask(struct index *x, void *ctx, struct nx_err *err)
{
	struct asking *a = ctx;
	struct search s;
	enum nx_status st;

	watch_begin(a->so.timeout);
	st = search_open(&s, x, a->text, &a->so, err);
	if (st != NX_OK)
		return st;
	a->s = &s;
	if (a->c->explain) {
		st = search_explain(&s, stdout, err);
		a->total = 1;
	} else if (a->c->hits) {
		st = ask_hits(a, err);
	} else {
		st = ask_articles(a, err);
		if (st == NX_OK && !a->c->count && !a->c->ids)
			st = put_suggestions(a, err);
	}
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
	return v > ANSWER_MOST ? ANSWER_MOST : (uint32_t)v;
}

/* What is to be shown, and in which order. */
static struct page page_of(const struct query_cmd *c)
{
	bool all = c->all || c->limit == 0 || (c->hits && c->limit == UNSET);
	uint64_t max = c->limit == UNSET ? LIMIT_SHOWN : c->limit;
	struct page g = { sort_named(c->sort), clamp(c->offset), clamp(max) };

	if (all)
		g.max = ANSWER_MOST;
	if (c->sort == NULL && (all || c->hits))
		g.sort = SORT_INDEX;
	return g;
}

/* The longest that may be asked for: a day. */
#define TIMEOUT_MOST 86400

static bool read_timeout(const char *text, double *out)
{
	char *end;

	*out = TIMEOUT;
	if (text == NULL)
		return true;
	*out = strtod(text, &end);
	if (end != text && *end == '\0' && *out >= 0 && *out <= TIMEOUT_MOST)
		return true;
	complain("--timeout=%s: give seconds, such as 10 or 0.5, or 0 for no "
	         "limit",
	         text);
	return false;
}

static bool check(const struct query_cmd *c, const struct operands *o,
                  struct asking *a)
{
	if (o->n == 0) {
		complain("what is to be found? 'newsidx query --help' tells "
		         "how to ask");
		return false;
	}
	if (!read_timeout(c->timeout, &a->so.timeout))
		return false;
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
	struct asking a = { .c = &c, .f = FINDINGS_INIT };
	const char *index = index_named(c.index);
	enum nx_status st;
	struct nx_err err;
	char *text;

	if (index == NULL || !check(&c, o, &a))
		return EXIT_USAGE;
	a.so.now = (int64_t)time(NULL);
	a.page = page_of(&c);
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
