/* interval.h - where in an article an expression over positions matches
 *
 * An interval is a first and a last word position.  A list of them is sorted
 * and minimal: none contains another, so both ends only rise (Clarke, Cormack
 * and Burkowski, "An algebra for structured text search", 1995).
 *
 * Evaluation needs to know only where each term stands and where sentences,
 * paragraphs and the parts of the article end: struct positions.  Whether that
 * comes from an index or from a text that was just analysed is the same to it.
 */
#ifndef NEWSIDX_QUERY_INTERVAL_H
#define NEWSIDX_QUERY_INTERVAL_H

#include "query/terms.h"
#include "query/work.h"

struct interval {
	uint32_t first, last;
};

/* The caller's: INTERVALS_INIT, intervals_release. */
struct intervals {
	struct interval *v;
	size_t n, cap;
};

#define INTERVALS_INIT     \
	{                  \
		NULL, 0, 0 \
	}

void intervals_release(struct intervals *l);

/* Add one, in any order; intervals_minimal() must follow before use. */
void intervals_add(struct intervals *l, uint32_t first, uint32_t last);

/* Sort, and drop each that contains another. */
void intervals_minimal(struct intervals *l);

/* Last positions, rising: of sentences, of paragraphs. */
struct ends {
	const uint32_t *v;
	size_t n;
};

/* Which of them the position is in: the number of ends before it. */
size_t ends_unit(const struct ends *e, uint32_t pos);

struct positions {
	/* Add the intervals of the term to out, in any order. */
	void (*term)(void *ctx, const struct term_leaf *leaf,
	             struct intervals *out);
	void *ctx;
	struct ends sentence, paragraph;
	/* Empty (last < first) for a part that is not there. */
	struct interval title, deck, body;
	/* Once it is over, all ends soon and means nothing.  May be NULL. */
	struct work *work;
};

/* Set out to the intervals of a lowered, positional node.
 *
 *   - near n: each interval is the hull of an A and a B at most n apart, where
 *     two words side by side are 1 apart and intervals that overlap are 0.  An
 *     A and a B that are the same interval are one occurrence, not two.
 *   - pre n: the same, B beginning behind the end of A.
 *   - in a sentence or paragraph: the hull of an A and a B lies inside one.
 *   - not near: the A that have no such B. */
void intervals_eval(const struct node *node, const struct positions *p,
                    struct intervals *out);

/* Set out to what a lowered tree finds: the intervals of each of its largest
 * positional expressions, but of those behind a not; in order of first, then
 * last, each once.  Together they need not be minimal: of
 * "peace deal" and peace there is one inside the other.
 *
 * Returns false, with out cut short, if there are more than LIMIT_HIT_LIST. */
bool intervals_wanted(const struct node *root, const struct positions *p,
                      struct intervals *out);

#endif
