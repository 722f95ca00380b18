/* locate.h - every hit of a question in an article, with its place
 *
 *     struct locator l = LOCATOR_INIT;
 *
 *       locate(&l, search, &record, fn, ctx, &err) ...     any number
 *     locator_release(&l);
 *
 * The text is analysed again, so that each hit has its bytes.  What is a hit is
 * said in interval.h (intervals_wanted); no hit reaches across parts.
 */
#ifndef NEWSIDX_QUERY_LOCATE_H
#define NEWSIDX_QUERY_LOCATE_H

#include "lib/index/record.h"
#include "query/interval.h"
#include "query/occur.h"
#include "query/search.h"

struct hit {
	enum part part;
	uint32_t first, last; /* words of the part, from 1 */
	uint32_t start, end;  /* bytes of the part's text, end not included */
	uint32_t sentence;    /* that of the first word, from 1 in the part */
	/* The part's words, lent for the call. */
	const struct occurrences *words;
};

struct locator {
	struct token_list tokens;
	struct intervals intervals;
};

#define LOCATOR_INIT                            \
	{                                       \
		TOKEN_LIST_INIT, INTERVALS_INIT \
	}

void locator_release(struct locator *l);

/* Call fn for each hit of the question in r: by part, first word, last word.
 * Whatever fn returns but NX_OK ends it and is returned.  NX_BOUND: the article
 * has more than LIMIT_HIT_LIST in one part; fn was not called for those. */
typedef enum nx_status hit_fn(void *ctx, const struct hit *h,
                              struct nx_err *err);
enum nx_status locate(struct locator *l, const struct search *s,
                      const struct record *r, hit_fn *fn, void *ctx,
                      struct nx_err *err);

/* The same, all hits of a part at once, in order of their first words, as
 * positions of its words: once for each part that has words, be it without hits.
 * hits and words are lent for the call. */
typedef enum nx_status part_hits_fn(void *ctx, enum part part,
                                    const struct intervals *hits,
                                    const struct occurrences *words,
                                    struct nx_err *err);
enum nx_status locate_parts(struct locator *l, const struct search *s,
                            const struct record *r, part_hits_fn *fn, void *ctx,
                            struct nx_err *err);

#endif
