/* rank.h - how much each matching article weighs
 *
 * BM25 over the query's words, and a bonus for those that stand in the
 * headline.  What is chosen and why stands at ranking_default.
 */
#ifndef NEWSIDX_QUERY_RANK_H
#define NEWSIDX_QUERY_RANK_H

#include "query/expand.h"

struct ranking {
	double k1, b;    /* of BM25 */
	double headline; /* what a headline word adds, in parts of what it
	                  * would weigh as a word of the text; 0: nothing */
};

extern const struct ranking ranking_default;

/* Replace *query by one that finds the same and adds weight for the words of
 * the lowered tree root in headlines, those excepted that an article must not
 * have. */
enum nx_status rank_headlines(struct xap_query **query,
                              const struct ranking *r, const struct node *root,
                              const struct expansion *e, struct nx_err *err);

/* Have q weigh by r. */
enum xap_status rank_set(struct xap_enquire *q, const struct ranking *r,
                         struct xap_error *err);

#endif
