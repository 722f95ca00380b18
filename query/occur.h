/* occur.h - one text's tokens, by form: a struct positions for interval.h */
#ifndef NEWSIDX_QUERY_OCCUR_H
#define NEWSIDX_QUERY_OCCUR_H

#include "query/interval.h"
#include "query/spans.h"

struct occurrences;

/* Of a text that is the given part of an article.  The tokens and the matcher
 * are borrowed until occurrences_free. */
struct occurrences *occurrences_new(const struct token_list *tokens,
                                    enum field part,
                                    const struct span_matcher *matcher);
void occurrences_free(struct occurrences *o);

/* Lives as long as o. */
const struct positions *occurrences_positions(const struct occurrences *o);

/* The folded form of the word at a position, not NUL-terminated; NULL where the
 * text has none. */
const char *occurrences_form(const struct occurrences *o, uint32_t pos,
                             size_t *len);

/* The bytes that positions first .. last span. */
struct span occurrences_span(const struct occurrences *o, uint32_t first,
                             uint32_t last);

#endif
