/* hitcount.h - how many hits an article has, by the index alone
 *
 *     struct hit_counter c;
 *
 *     hit_counter_init(&c, search)
 *       hit_count ...            of articles that match, best by ascending
 * docid hit_counter_release
 *
 * As many as locate (locate.h) finds in the text, but without reading that.
 */
#ifndef NEWSIDX_QUERY_HITCOUNT_H
#define NEWSIDX_QUERY_HITCOUNT_H

#include "query/search.h"

struct hit_counter {
	struct search *s;
	struct intervals intervals;
};

/* s outlives c. */
void hit_counter_init(struct hit_counter *c, struct search *s);
void hit_counter_release(struct hit_counter *c);

/* Set *n.  May be called from a found_fn of the same search.  NX_BOUND: more
 * than LIMIT_HIT_LIST.  NX_TIMEOUT, and failures of reading. */
enum nx_status hit_count(struct hit_counter *c, xap_docid docid, uint64_t *n,
                         struct nx_err *err);

/* All hits of the article: c's until the next call. */
enum nx_status hit_intervals(struct hit_counter *c, xap_docid docid,
                             const struct intervals **out, struct nx_err *err);

#endif
