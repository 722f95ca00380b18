/* quick.h - phrases and proximities of words, without intervals
 *
 * What most questions are (a phrase, =a w/5 =b, a pre/5 b) is decided on the
 * lists of positions themselves, of the rarest word first, and only until one
 * place is found.  The answer is that of interval.h, whose rules hold.
 */
#ifndef NEWSIDX_QUERY_QUICK_H
#define NEWSIDX_QUERY_QUICK_H

#include "query/leaves.h"
#include "query/tree.h"

/* Whether quick_matches can tell. */
bool quick_can(const struct node *node);

/* Whether the node has an interval in the article that l is at. */
bool quick_matches(const struct node *node, struct leaves *l);

/* What it costs little to see of any other node: false if it has none; true
 * means nothing. */
bool quick_may(const struct node *node, struct leaves *l);

/* Whether some place p has each p + i in the list of term i. */
bool quick_phrase(struct leaves *l, struct pos_term *const *term, size_t n);

#endif
