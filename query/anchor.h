/* anchor.h - what libxapian can say of positions that it cannot decide
 *
 * libxapian's NEAR and PHRASE take terms and ORs of terms only.  But each
 * interval of an expression over words has an anchor in it, one of a few terms,
 * and is of limited width; so where two expressions are near each other, two
 * anchors are, within a window that libxapian can be asked for.  It reads
 * positions many times as fast as the checker does through its interface, so
 * few candidates are left to check.  Private to query/plan*.c.
 */
#ifndef NEWSIDX_QUERY_ANCHOR_H
#define NEWSIDX_QUERY_ANCHOR_H

#include "query/plan_field.h"

/* Restrict *query to articles in which the anchors of the kids of this
 * NODE_PHRASE or NODE_NEAR stand as theirs must.  Does nothing where that
 * cannot be said. */
enum nx_status anchor_filter(const struct plan_context *c,
                             const struct expansion *e, const struct node *node,
                             struct xap_query **query, struct nx_err *err);

#endif
