/* passage.h - the part of an article that shows why it was found */
#ifndef NEWSIDX_QUERY_PASSAGE_H
#define NEWSIDX_QUERY_PASSAGE_H

#include <stdbool.h>

#include "lib/index/record.h"
#include "query/search.h"
#include "query/spans.h"

/* Bytes of an article's text that are shown around its hits. */
#define PASSAGE_WIDTH 240

/* A piece of one part of an article, and what to highlight in it. */
struct passage {
	enum part part;
	size_t start, end; /* bytes of the part's text */
	bool more_before, more_after;
};

/* An article's hits, part by part, and the passage to show. */
struct findings {
	struct token_list tokens;
	struct hits hits[PARTS];
	struct passage passage;
};

#define FINDINGS_INIT                                                         \
	{                                                                     \
		TOKEN_LIST_INIT, { HITS_INIT, HITS_INIT, HITS_INIT },         \
		{                                                             \
			PART_BODY, 0, 0, false, false                         \
		}                                                             \
	}

/* Set g to some width bytes of text with the hit in their middle, beginning and
 * ending between words where there are any near; all but its part. */
void passage_around(struct passage *g, struct slice text,
                    const struct span *hit, size_t width);

void findings_release(struct findings *f);

/* Find the question's hits in r, and a passage of about width bytes around the
 * shortest stretch that has most of the query's expressions: of the body, or of
 * the deck if that has more; without hits in either, the beginning. */
void findings_make(struct findings *f, struct search *s,
                   const struct record *r, size_t width);

#endif
