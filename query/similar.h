/* similar.h - articles about the same as another one
 *
 * What an article is about is told by those of its words that it has often and
 * few others have; articles that have many of them are like it.  Copies of a text
 * share most stretches of a few words (A. Broder, "On the resemblance and
 * containment of documents", 1997).
 */
#ifndef NEWSIDX_QUERY_SIMILAR_H
#define NEWSIDX_QUERY_SIMILAR_H

#include "lib/analysis/analysis.h"
#include "lib/index/index.h"

/* A word that tells what an article is about. */
struct telling_word {
	char *form;
	uint32_t times;    /* in the article */
	uint32_t articles; /* of the index that have it, this one among them */
	double weight;
};

struct telling_words {
	struct telling_word *v; /* the heaviest first */
	size_t n;
};

/* Set *w to at most `most` words of r that other articles have, too: by how often
 * it has them and how few have them (tf.idf, the times damped as by BM25).  Stop
 * words of its language, or of l if that is not known, are left out.  w needs
 * telling_words_release also after a failure. */
enum nx_status telling_words_find(struct telling_words *w, struct index *x,
                                  const struct record *r,
                                  const struct language *l, size_t most,
                                  struct nx_err *err);
void telling_words_release(struct telling_words *w);

/* A query for any of these words as they are written, to be freed; only articles
 * that match narrow, unless that is NULL. */
char *telling_words_query(const struct telling_words *w, const char *narrow);

/* The different stretches of SHINGLE_WORDS words of an article's body, or the one
 * stretch of all words if there are fewer. */
#define SHINGLE_WORDS 5

struct shingles {
	uint64_t *v; /* rising */
	size_t n, cap;
};

#define SHINGLES_INIT      \
	{                  \
		NULL, 0, 0 \
	}

/* l is used. */
void shingles_make(struct shingles *s, struct analyser *a, struct token_list *l,
                   const struct record *r);
void shingles_release(struct shingles *s);

/* The share of the stretches of both that both have, from 0 to 1; 0 where neither
 * has any. */
double shingles_same(const struct shingles *a, const struct shingles *b);

#endif
