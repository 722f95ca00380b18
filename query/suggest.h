/* suggest.h - "did you mean", from the words of the index */
#ifndef NEWSIDX_QUERY_SUGGEST_H
#define NEWSIDX_QUERY_SUGGEST_H

#include <stdio.h>

#include "query/search.h"

/* Print a line, for people or as JSON, for each word that an open search looks
 * for and that is no word of the index, nor is any of its family; with what is
 * near it: within one edit, or two of a word of six letters or more, the first
 * letter kept; the least edits first, then what is in most articles.
 *
 * Takes some tenths of a second at most, and then offers the best so far. */
enum nx_status suggestions_print(FILE *out, struct search *s, bool json,
                                 struct nx_err *err);

#endif
