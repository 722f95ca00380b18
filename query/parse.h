/* parse.h - from the text of a question to its tree
 *
 *     struct query *q;
 *
 *     if (query_parse(&q, text, len, &opt, &err) != NX_OK) ...
 *       q->root ...
 *     query_free(q);
 *
 * The language is described in query/README.md.  The parser accepts all of it
 * and knows nothing of indexes: what cannot be answered is refused later, with
 * query_refuse() at the node's place.
 *
 * How operators are spelt and how they bind is a table, struct dialect; so is
 * the list of fields.  Another dialect is another table.
 */
#ifndef NEWSIDX_QUERY_PARSE_H
#define NEWSIDX_QUERY_PARSE_H

#include "query/tree.h"

struct dialect;

/* newsidx's own. */
extern const struct dialect dialect_native;

/* The dialect of that name ("native"), or NULL. */
const struct dialect *dialect_find(const char *name);

struct parse_options {
	const struct dialect *dialect; /* NULL: dialect_native */
	int64_t now; /* what last:30d counts from, seconds since 1970 */
};

/* Read len bytes of text.  An empty text is NODE_ALL.
 *
 * On success *out is the caller's.  Otherwise *out is NULL and the result is
 * NX_USAGE; err says what was found, what would be right, and the column. */
enum nx_status query_parse(struct query **out, const char *text, size_t len,
                           const struct parse_options *opt, struct nx_err *err);

#endif
