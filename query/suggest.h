/* suggest.h - "did you mean", from the words of the index
 *
 *     struct suggestions s;
 *
 *     suggestions_find(&s, &search, &err)      after search_open
 *       suggestions_print / suggestions_print_json
 *     suggestions_release
 */
#ifndef NEWSIDX_QUERY_SUGGEST_H
#define NEWSIDX_QUERY_SUGGEST_H

#include <stdio.h>

#include "query/search.h"

/* Words of the index that are offered for one. */
#define SUGGEST_WORDS 3

struct suggested {
	char word[LIMIT_TERM + 1];
	unsigned edits;
	uint32_t articles;
};

/* A word of the query that is no word of the index, nor is any of its
 * family. */
struct suggestion {
	char *word;                           /* as it was typed */
	unsigned column;                      /* in characters, from 1 */
	struct suggested like[SUGGEST_WORDS]; /* best first */
	size_t n;
};

struct suggestions {
	struct suggestion *v;
	size_t n, cap;
};

/* Find what is near each such word that the query looks for: within one edit,
 * or two of a word of six letters or more, the first letter kept; the least
 * edits first, then what is in most articles.
 *
 * Takes some tenths of a second at most, and then offers the best so far.  out
 * is the caller's to release also on failure. */
enum nx_status suggestions_find(struct suggestions *out, struct search *s,
                                struct nx_err *err);
void suggestions_release(struct suggestions *l);

/* A line for each: for people, and as JSON. */
void suggestions_print(FILE *out, const struct suggestions *l);
void suggestions_print_json(FILE *out, const struct suggestions *l);

#endif
