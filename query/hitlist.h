/* hitlist.h - the hits of a question, listed or counted: query --hits */
#ifndef NEWSIDX_QUERY_HITLIST_H
#define NEWSIDX_QUERY_HITLIST_H

#include "query/each.h"
#include "query/locate.h"

/* The caller fills in what stands first, zeroes the rest, and ends it with
 * hit_list_release. */
struct hit_list {
	struct search *s;
	uint64_t first, max; /* hits to leave out, hits to print at most */
	bool count;          /* print none, and count them all */
	bool json, color;

	uint64_t seen;     /* hits, so far */
	uint64_t articles; /* that have any */
	bool cut;          /* there are more than were asked for */

	struct locator locator;
	const struct record *r;
	bool headed; /* the article's own line is printed */
};

void hit_list_release(struct hit_list *l);

/* Print the article's hits; an article_fn, ctx being the list. */
enum nx_status hit_list_article(void *ctx, uint64_t rank, double weight,
                                const struct record *r, struct nx_err *err);

/* The closing line: the number alone after count. */
void hit_list_total(const struct hit_list *l);

#endif
