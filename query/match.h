/* match.h - whether a word of an article is one that a term stands for */
#ifndef NEWSIDX_QUERY_MATCH_H
#define NEWSIDX_QUERY_MATCH_H

#include "query/terms.h"

/* Whether the whole of s is of the pattern: '*' any characters, '?' exactly
 * one.  Time is bounded by the product of the lengths. */
bool wildcard_match(const char *pattern, size_t pattern_len, const char *s,
                    size_t len);

/* Whether a token of this form and these flags (enum token_flag) is one of the
 * leaf's, as far as that needs no index: for TERM_FAMILY and TERM_FUZZY, only
 * the form itself. */
bool term_match(const struct term_leaf *leaf, const char *form, size_t len,
                unsigned flags);

#endif
