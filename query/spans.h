/* spans.h - where a question's words stand in one text, for showing it
 *
 *     struct hits h = HITS_INIT;
 *
 *     hits_find(&h, low.root, &tokens, FIELD_BODY, &matcher);
 *       h.interval ...      whole matches
 *       h.match ...         what a passage should be around
 *       h.mark ...          the words and phrases that make them: what should
 *                           be highlighted
 *     hits_release(&h);
 *
 * The text is one part of an article, headline, deck or body: no match reaches
 * across parts.  Its tokens are lib/analysis's, so a mark is a span of its
 * bytes.  Of each list LIMIT_HITS are kept.
 */
#ifndef NEWSIDX_QUERY_SPANS_H
#define NEWSIDX_QUERY_SPANS_H

#include "lib/index/schema.h"
#include "query/terms.h"

struct span {
	uint32_t first, last; /* word positions */
	uint32_t start, end;  /* bytes of the text */
	uint32_t what;        /* hits.match: which expression it is of */
};

struct span_list {
	struct span *v;
	size_t n, cap;
};

struct hits {
	/* See intervals_wanted. */
	struct span_list interval;

	/* The same, but of each side of an or by itself, in order of their
	 * first words; what is the number of the expression. */
	struct span_list match;
	uint32_t expressions; /* numbers, from 0, that what can be */

	/* In order; none overlaps another. */
	struct span_list mark;
};

#define HITS_INIT { { NULL, 0, 0 }, { NULL, 0, 0 }, 0, { NULL, 0, 0 } }

void hits_release(struct hits *h);

/* What only an index knows: whether a token's form is one of those that a term
 * was expanded to.  Asked for TERM_FAMILY and TERM_FUZZY, once for each
 * different form of the text that is not the term's own.  match may be NULL:
 * then each stands for its own form alone. */
struct span_matcher {
	bool (*match)(void *ctx, const struct term_leaf *leaf, const char *form,
	              size_t len);
	void *ctx;
};

/* The field that means this part of an article. */
enum field part_field(enum part p);

/* Set h to what the lowered tree finds in the text that these tokens are of;
 * part is FIELD_TITLE, FIELD_DECK or FIELD_BODY.  Filters (author:, date: ...)
 * find nothing; so does what an article is found in spite of.  matcher may be
 * NULL. */
void hits_find(struct hits *h, const struct node *root,
               const struct token_list *tokens, enum field part,
               const struct span_matcher *matcher);

#endif
