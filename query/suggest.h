/* suggest.h - "did you mean", from the words of the index */
#ifndef NEWSIDX_QUERY_SUGGEST_H
#define NEWSIDX_QUERY_SUGGEST_H

#include <stdio.h>

#include "lib/base/json.h"
#include "lib/base/limits.h"
#include "query/search.h"

/* Words of the index that are offered for one. */
#define SUGGEST_WORDS 3

struct suggested {
	char word[LIMIT_TERM + 1];
	unsigned edits;
	uint32_t articles;
};

/* A word that a search looks for and that is no word of the index, nor is any
 * of its family. */
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

/* Find such words of an open search, with what is near each: within one edit,
 * or two of a word of six letters or more, the first letter kept; the least
 * edits first, then what is in most articles.  l needs suggestions_release also
 * after a failure.
 *
 * Takes some tenths of a second at most, and then offers the best so far. */
enum nx_status suggestions_find(struct suggestions *l, struct search *s,
                                struct nx_err *err);
void suggestions_release(struct suggestions *l);

/* As members of an object that is open. */
void json_suggestion(struct json *j, const struct suggestion *g);

/* Print a line for each, for people or as JSON. */
enum nx_status suggestions_print(FILE *out, struct search *s, bool json,
                                 struct nx_err *err);

#endif
