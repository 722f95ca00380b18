/* plan_field.h - the parts of a plan that are not about an article's words:
 * names and labels, dates, lengths.  Private to query/plan*.c.
 */
#ifndef NEWSIDX_QUERY_PLAN_FIELD_H
#define NEWSIDX_QUERY_PLAN_FIELD_H

#include "lib/index/index.h"
#include "query/plan.h"

/* n words with a prefix, combined by op; none at all match nothing. */
enum nx_status words_query(const struct slice *v, size_t n, const char *prefix,
                           enum xap_op op, struct xap_query **out,
                           struct nx_err *err);

/* NODE_FIELD, NODE_DATE or NODE_LENGTH.  It selects and does not weigh.  Not
 * exact: it finds all words of the name, wherever they stand in it. */
enum nx_status plan_field(const struct plan_context *c, const struct node *node,
                          struct xap_query **out, bool *exact,
                          struct nx_err *err);

/* The terms of a NODE_FIELD that is a name given in words, in their order. */
void name_words(const struct plan_context *c, const struct node *field,
                struct words *out);

#endif
