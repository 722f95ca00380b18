/* gather.h - the articles of a phrase or proximity, found in the blocks
 *
 * The blocks of a word (posblock.h) name its articles.  Where one conjunct of a
 * question is decided by quick.h, and has a word that is rarer than all else in
 * the question, the articles of that word are gone through without libxapian,
 * and libxapian is only asked to rank those that match:
 *
 *     gather
 *       gathered_query   the plan's query, for those articles alone
 *     gathered_release
 */
#ifndef NEWSIDX_QUERY_GATHER_H
#define NEWSIDX_QUERY_GATHER_H

#include "query/check.h"

/* Of a segment, its own docids, ascending.  Four bytes an article at most. */
struct gathered_list {
	xap_docid *v;
	size_t n, cap;
};

struct gathered {
	const struct node
		*node; /* what they match; NULL: nothing is gathered */
	struct gathered_list *seg; /* by segment */
	size_t n_seg;

	/* All that match, if nothing was ever deleted that has the word; else
	 * libxapian, which knows what was, must count. */
	uint64_t total;
	bool exact;
};

/* Choose a conjunct of root, which k's plan is for, and find its articles.
 * Where that is of no use, g->node is NULL and the status NX_OK.  few: only if
 * the matching articles turn out to be few, for then libxapian may find the
 * best of many without looking at them all.  NX_TIMEOUT, and failures of
 * reading. */
enum nx_status gather(struct gathered *g, struct checker *k,
                      const struct node *root, bool few, struct nx_err *err);
void gathered_release(struct gathered *g);

/* *out: q, of which only the articles of g match; with the weights of q.  g
 * outlives it. */
enum nx_status gathered_query(const struct gathered *g,
                              const struct xap_query *q, struct xap_query **out,
                              struct nx_err *err);

#endif
