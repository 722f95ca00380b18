#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/exit.h"
#include "lib/base/limits.h"
#include "lib/base/progress.h"
#include "query/columns.h"
#include "query/commands.h"
#include "query/each.h"
#include "query/hitlist.h"
#include "query/output.h"
#include "query/suggest.h"

struct query_cmd {
	const char *index, *sort, *language, *color, *format, *timeout;
	uint64_t limit, offset;
	bool json, csv, count, explain, ids, hits, all, suggest;
};

#define LIMIT_SHOWN 10

/* Columns of text on each side of a hit in --hits --csv and --format. */
#define CONTEXT 60

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
	{ 0, "csv", NULL, OPT_FLAG, AT(csv), NULL,
	  "a table of comma-separated values, with a row of names" },
	{ 0, "format", "TEXT", OPT_STRING, AT(format), NULL,
	  "TEXT for each result, with {id}, {headline} and the like replaced" },
	{ 0, "suggest", NULL, OPT_FLAG, AT(suggest), NULL,
	  "with --json: then a line for each word that no article has, with "
	  "words like it" },
	{ 0, "explain", NULL, OPT_FLAG, AT(explain), NULL,
	  "tell how the query was read, and do not run it" },
	ASKING_OPTS(struct query_cmd),
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};
const size_t query_size = sizeof(struct query_cmd);

static const struct query_cmd defaults = { .limit = LIMIT_UNSET };
const void *const query_defaults = &defaults;

struct asking {
	const struct query_cmd *c;
	const char *text;
	struct search_options so;
	struct page page;
	struct look look;

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
	const struct row row = {
		.kind = ROW_ARTICLE, .r = r, .rank = rank, .f = &a->f
	};

	(void)err;
	if (a->c->csv && a->shown == 0)
		csv_header(stdout, ROW_ARTICLE);
	a->shown++;
	if (a->c->ids) {
		print_text(stdout, r->key.p, 0, r->key.len, NULL, false);
		putchar('\n');
		return ferror(stdout) ? NX_END : NX_OK;
	}
	watch_resume();
	findings_make(&a->f, a->s, r, PASSAGE_WIDTH);
	watch_pause();
	if (a->c->json)
		print_result_json(stdout, rank, weight, r, &a->f);
	else if (a->c->csv)
		csv_row(stdout, &row);
	else if (a->c->format != NULL)
		template_print(stdout, a->c->format, &row);
	else
		print_result(stdout, rank, NULL, r, &a->f, &a->look);
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

static enum hit_form hit_form_of(const struct query_cmd *c)
{
	if (c->count)
		return HIT_COUNT;
	if (c->json)
		return HIT_JSON;
	if (c->csv)
		return HIT_CSV;
	return c->format != NULL ? HIT_TEMPLATE : HIT_LINES;
}

static enum nx_status ask_hits(struct asking *a, struct nx_err *err)
{
	struct page all = { a->page.sort, 0, ANSWER_MOST };
	struct hit_list l = {
		.s = a->s,
		.form = hit_form_of(a->c),
		.first = a->page.first,
		.max = a->page.max == ANSWER_MOST ? UINT64_MAX : a->page.max,
		.template = a->c->format,
		.look = a->look,
		.columns = CONTEXT,
	};
	uint32_t articles;
	enum nx_status st =
		search_each(a->s, &all, hit_list_article, &l, &articles, err);

	if (st == NX_OK)
		st = hit_list_finish(&l, err);
	if (st == NX_OK && l.form == HIT_LINES)
		hit_list_total(&l);
	a->total = l.seen;
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
	else if (st == NX_OK && a->c->csv && a->shown == 0)
		csv_header(stdout, ROW_ARTICLE);
	else if (st == NX_OK && !a->c->json && !a->c->csv && !a->c->ids &&
	         a->c->format == NULL)
		put_total(a);
	findings_release(&a->f);
	return st;
}

/* People are always told, behind articles or hits.  A program that takes each
 * line as an article must ask for lines that are none. */
static bool suggests(const struct query_cmd *c)
{
	if (c->explain)
		return false;
	if (c->json)
		return c->suggest;
	return !c->count && !c->ids && !c->csv && c->format == NULL;
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
	}
	if (st == NX_OK && suggests(a->c))
		st = suggestions_print(stdout, &s, a->c->json, err);
	search_close(&s);
	return st;
}

static uint32_t clamp(uint64_t v)
{
	return v > ANSWER_MOST ? ANSWER_MOST : (uint32_t)v;
}

/* What is to be shown, and in which order. */
static struct page page_of(const struct query_cmd *c)
{
	bool all =
		c->all || c->limit == 0 || (c->hits && c->limit == LIMIT_UNSET);
	uint64_t max = c->limit == LIMIT_UNSET ? LIMIT_SHOWN : c->limit;
	struct page g = { sort_named(c->sort), clamp(c->offset), clamp(max) };

	if (all)
		g.max = ANSWER_MOST;
	if (c->sort == NULL && (all || c->hits))
		g.sort = SORT_INDEX;
	return g;
}

/* One form of output, and a template that can be used. */
static bool check(const struct query_cmd *c)
{
	struct nx_err err;

	if (c->json + c->csv + c->ids + (c->format != NULL) > 1 ||
	    (c->ids && c->hits)) {
		complain("only one of --json, --csv, --format and --ids; with "
		         "--hits one of the first three");
		return false;
	}
	if (c->suggest && (!c->json || c->hits || c->count)) {
		complain("--suggest goes with the articles of --json; people "
		         "are told without it");
		return false;
	}
	if (c->format == NULL ||
	    template_check(c->format, c->hits ? ROW_HIT : ROW_ARTICLE, &err) ==
	            NX_OK)
		return true;
	complain("%s", err.msg);
	return false;
}

int query_main(const void *options, const struct operands *o)
{
	struct query_cmd c = *(const struct query_cmd *)options;
	struct asking a = { .c = &c, .f = FINDINGS_INIT };
	const char *index = index_named(c.index);
	enum nx_status st;
	struct nx_err err;
	char *text;

	if (index == NULL || !language_named(c.language, &a.so.language) ||
	    !timeout_named(c.timeout, &a.so.timeout) || !check(&c))
		return EXIT_USAGE;
	a.text = text = query_of(o);
	if (text == NULL)
		return EXIT_USAGE;
	a.so.now = (int64_t)time(NULL);
	a.page = page_of(&c);
	a.look = look_of(stdout, c.color);
	st = with_index(index, ask, &a, &err);
	free(text);
	return answer_code(st, &err, a.total > 0);
}
