/* hitlist.h - the hits of a question, listed, sorted or counted
 *
 * query --hits and kwic.  The caller fills in what stands first, and zeroes the
 * rest:
 *
 *     search_each(s, &page, hit_list_article, &l, ...)
 *     hit_list_finish
 *     hit_list_release
 */
#ifndef NEWSIDX_QUERY_HITLIST_H
#define NEWSIDX_QUERY_HITLIST_H

#include "query/each.h"
#include "query/locate.h"
#include "query/output.h"
#include "query/sorter.h"

enum hit_form {
	HIT_COUNT,    /* none is printed; all are counted */
	HIT_LINES,    /* under the headlines of their articles */
	HIT_JSON,     /* their places */
	HIT_CSV,      /* places and text */
	HIT_TEMPLATE, /* columns.h */
	HIT_KWIC,     /* one line each, one hit under the other */
	HIT_KWIC_JSON,
	HIT_PUT, /* as the caller puts them */
};

enum hit_order {
	HITS_AS_FOUND,
	HITS_BY_LEFT, /* the words before them, from the nearest on */
	HITS_BY_RIGHT,
};

/* HIT_PUT: write a hit to out; n is its number in its article, from 1. */
typedef void hit_put_fn(void *ctx, FILE *out, const struct row *row,
                        uint32_t n);

struct hit_list {
	struct search *s;
	FILE *out; /* NULL: standard output */
	hit_put_fn *put;
	void *put_ctx;
	enum hit_form form;
	enum hit_order order;
	uint64_t first, max; /* hits to leave out, hits to print at most */
	const char *template;
	struct look look;
	unsigned columns; /* of text on each side, but for HIT_LINES */
	bool ids;         /* HIT_KWIC: with the articles' ids */

	uint64_t seen;     /* hits, so far */
	uint64_t articles; /* that have any */
	uint64_t printed;
	bool cut; /* there are more than were asked for */

	struct locator locator;
	const struct record *r;
	uint32_t number; /* of the hit in r */
	bool headed;     /* the article's own line is printed */
	bool begun;      /* the row of names is printed */
	struct sorter *sorter;
	struct buf key;
	FILE *line; /* what is to be sorted, as it will be printed */
	char *text;
	size_t len;
};

void hit_list_release(struct hit_list *l);

/* Print, sort or count the article's hits; an article_fn, ctx being the list.
 */
enum nx_status hit_list_article(void *ctx, uint64_t rank, double weight,
                                const struct record *r, struct nx_err *err);

/* All articles were seen: print what was to be sorted, or the number. */
enum nx_status hit_list_finish(struct hit_list *l, struct nx_err *err);

/* A closing line for people. */
void hit_list_total(const struct hit_list *l);

#endif
