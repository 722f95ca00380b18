#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/exit.h"
#include "query/columns.h"
#include "query/commands.h"
#include "query/hitlist.h"
#include "query/suggest.h"

struct kwic_cmd {
	const char *index, *sort, *language, *color, *format, *timeout;
	uint64_t limit, offset, width;
	bool json, csv, ids;
};

/* Columns of text on each side: where there is no terminal; on one, of which
 * the hit has some WORD and the day DAY; and at most. */
#define CONTEXT 40
#define CONTEXT_LEAST 5
#define CONTEXT_MOST 1000
#define WORD 14
#define DAY 12

#define AT(member) offsetof(struct kwic_cmd, member)

const struct opt kwic_opts[] = {
	{ 'i', "index", "FOLDER", OPT_STRING, AT(index), NULL,
	  "the index (default: $NEWSIDX_INDEX)" },
	{ 'n', "limit", "N", OPT_NUMBER, AT(limit), NULL,
	  "show N hits at most (default: all)" },
	{ 0, "offset", "N", OPT_NUMBER, AT(offset), NULL,
	  "leave out the first N hits" },
	{ 's', "sort", "ORDER", OPT_CHOICE, AT(sort),
	  "index left right date -date source",
	  "left or right (by the words before the hit, from the nearest on, or "
	  "behind it), date (oldest first), -date, source, or index (as the "
	  "index has the articles, the default)" },
	{ 'w', "width", "N", OPT_NUMBER, AT(width), NULL,
	  "columns of text on each side (default: what fits the terminal, or "
	  "40)" },
	{ 0, "ids", NULL, OPT_FLAG, AT(ids), NULL,
	  "end each line with the article's id" },
	{ 0, "json", NULL, OPT_FLAG, AT(json), NULL,
	  "one JSON object a line" },
	{ 0, "csv", NULL, OPT_FLAG, AT(csv), NULL,
	  "a table of comma-separated values, with a row of names" },
	{ 0, "format", "TEXT", OPT_STRING, AT(format), NULL,
	  "TEXT for each hit, with {left}, {hit}, {right}, {id} and the like "
	  "replaced" },
	ASKING_OPTS(struct kwic_cmd),
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};
const size_t kwic_size = sizeof(struct kwic_cmd);

static const struct kwic_cmd defaults = { .limit = LIMIT_UNSET };
const void *const kwic_defaults = &defaults;

struct asking {
	const struct kwic_cmd *c;
	const char *text;
	struct search_options so;
	struct look look;
	uint64_t hits;
};

static bool sorted_by(const struct kwic_cmd *c, const char *order)
{
	return c->sort != NULL && strcmp(c->sort, order) == 0;
}

/* The order of the articles. */
static enum sort article_sort(const struct kwic_cmd *c)
{
	if (sorted_by(c, "date"))
		return SORT_OLDEST;
	if (sorted_by(c, "-date"))
		return SORT_NEWEST;
	return sorted_by(c, "source") ? SORT_SOURCE : SORT_INDEX;
}

static enum hit_order hit_order(const struct kwic_cmd *c)
{
	if (sorted_by(c, "left"))
		return HITS_BY_LEFT;
	return sorted_by(c, "right") ? HITS_BY_RIGHT : HITS_AS_FOUND;
}

static enum hit_form form_of(const struct kwic_cmd *c)
{
	if (c->json)
		return HIT_KWIC_JSON;
	if (c->csv)
		return HIT_CSV;
	return c->format != NULL ? HIT_TEMPLATE : HIT_KWIC;
}

static unsigned context_of(const struct kwic_cmd *c, const struct look *look)
{
	if (c->width > 0)
		return (unsigned)c->width;
	if (look->width == 0)
		return CONTEXT;
	if (look->width < DAY + WORD + 2 * CONTEXT_LEAST)
		return CONTEXT_LEAST;
	return (look->width - DAY - WORD) / 2;
}

static enum nx_status ask(struct index *x, void *ctx, struct nx_err *err)
{
	struct asking *a = ctx;
	struct page all = { article_sort(a->c), 0, ANSWER_MOST };
	struct search s;
	struct hit_list l = {
		.s = &s,
		.form = form_of(a->c),
		.order = hit_order(a->c),
		.first = a->c->offset,
		.max = a->c->limit == 0 ? LIMIT_UNSET : a->c->limit,
		.template = a->c->format,
		.look = a->look,
		.columns = context_of(a->c, &a->look),
		.ids = a->c->ids,
	};
	uint32_t articles;
	enum nx_status st;

	watch_begin(a->so.timeout);
	st = search_open(&s, x, a->text, &a->so, err);
	if (st != NX_OK)
		return st;
	st = search_each(&s, &all, hit_list_article, &l, &articles, err);
	if (st == NX_OK)
		st = hit_list_finish(&l, err);
	if (st == NX_OK && l.form == HIT_KWIC && a->look.width > 0) {
		hit_list_total(&l);
		st = suggestions_print(stdout, &s, false, err);
	}
	a->hits = l.seen;
	hit_list_release(&l);
	search_close(&s);
	return st;
}

static bool check(const struct kwic_cmd *c)
{
	struct nx_err err;

	if (c->json + c->csv + (c->format != NULL) > 1) {
		complain("only one of --json, --csv and --format");
		return false;
	}
	if (c->width > CONTEXT_MOST) {
		complain("--width: at most %d", CONTEXT_MOST);
		return false;
	}
	if (c->format == NULL ||
	    template_check(c->format, ROW_HIT, &err) == NX_OK)
		return true;
	complain("%s", err.msg);
	return false;
}

int kwic_main(const void *options, const struct operands *o)
{
	struct kwic_cmd c = *(const struct kwic_cmd *)options;
	struct asking a = { .c = &c };
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
	a.look = look_of(stdout, c.color);
	st = with_index(index, ask, &a, &err);
	free(text);
	return answer_code(st, &err, a.hits > 0);
}
