/* each.h - the articles of an answer, one after the other
 *
 * Sorted answers are held as a list of docids, 100 bytes an article inside
 * libxapian.  In the order of the index (SORT_INDEX) nothing is held: each
 * article is handed on as soon as it is found, and memory is the same for ten
 * as for ten million.
 */
#ifndef NEWSIDX_QUERY_EACH_H
#define NEWSIDX_QUERY_EACH_H

#include "lib/index/record.h"
#include "query/search.h"

/* More than an index can have. */
#define ANSWER_MOST (UINT32_MAX / 2)

struct page {
	enum sort sort;
	uint32_t first, max; /* as for search_run */
};

/* rank counts from 1 over the whole answer; weight is negative in the order of
 * the index, where none is worked out.  r is lent for the call.  Anything but
 * NX_OK ends it; NX_END is an end without fault. */
typedef enum nx_status article_fn(void *ctx, uint64_t rank, double weight,
                                  const struct record *r, struct nx_err *err);

/* Call fn for each article of the page.  *total is how many match in all,
 * exactly, unless fn ended it.  NX_STALE only while fn has not been called:
 * later, when something may have been printed, it is NX_LOCKED, saying so. */
enum nx_status search_each(struct search *s, const struct page *page,
                           article_fn *fn, void *ctx, uint32_t *total,
                           struct nx_err *err);

#endif
