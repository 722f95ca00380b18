/* expand.h - which words of an index a term of a query stands for
 *
 * A word of a query is a family, a pattern, a word spelt nearly so: an index
 * knows which of its words that is.  The answer is kept for the length of one
 * query, to find candidates by and to recognise the hits in an article's text.
 */
#ifndef NEWSIDX_QUERY_EXPAND_H
#define NEWSIDX_QUERY_EXPAND_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/buf.h"
#include "lib/index/index.h"
#include "query/terms.h"
#include "query/work.h"

/* The words of one leaf: sorted by bytes, each once. */
struct words {
	struct slice *v; /* in text */
	size_t n, cap;
	struct buf text;
};

struct expansion {
	const struct lowered *low;
	struct words *of; /* by term_leaf.id */
};

/* Expand all leaves.  NX_USAGE, with the column, for one that stands for more
 * than LIMIT_EXPANSION words; err says how many and what to do.  Also for more
 * than LIMIT_QUERY_EXPANSION in all, and LIMIT_QUERY_SCANS.  NX_TIMEOUT. */
enum nx_status expand(struct expansion *e, struct index *x,
                      const struct query *q, const struct lowered *low,
                      const struct language *l, struct work *work,
                      struct nx_err *err);
void expansion_release(struct expansion *e);

/* Whether a folded word is one of the leaf's. */
bool words_have(const struct words *w, const char *form, size_t len);

/* For a struct span_matcher (spans.h) whose ctx is the expansion. */
bool expansion_matches(void *ctx, const struct term_leaf *leaf,
                       const char *form, size_t len);

/* Every term of the index under that prefix whose rest matches the pattern
 * (match.h), in byte order; fn gets the rest.  NX_TIMEOUT once work is over. */
enum nx_status expand_pattern(struct index *x, const char *prefix,
                              struct slice pattern, index_word_fn *fn,
                              void *ctx, struct work *work, struct nx_err *err);

#endif
