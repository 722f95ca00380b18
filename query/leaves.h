/* leaves.h - where the terms of a question stand in one article after another
 *
 *     leaves_init
 *       leaves_article           from now on of this one
 *         leaf_stands, leaf_list ...
 *     leaves_release
 *
 * A leaf (terms.h) may stand for several words; then its list is all of theirs.
 * What fails is noted in st, and all lists are empty from then on.
 */
#ifndef NEWSIDX_QUERY_LEAVES_H
#define NEWSIDX_QUERY_LEAVES_H

#include "lib/base/limits.h"
#include "lib/index/posread.h"
#include "query/expand.h"
#include "query/work.h"

/* First positions, ascending, each once. */
struct places {
	const uint32_t *v;
	size_t n;
};

struct leaf;

struct leaves {
	struct index *x;
	const struct expansion *e;
	struct work *work; /* may be NULL */
	struct pos_reader *reader;
	struct leaf *leaf; /* by term_leaf.id */
	struct pos_term *sentence, *paragraph;
	xap_docid docid;

	/* For quick.c: the words of the phrase asked for last, rarest first. */
	const struct node *phrase;
	const struct node *ordered[LIMIT_PHRASE];

	enum nx_status st;
	struct nx_err err;
};

/* x, e and work outlive l. */
void leaves_init(struct leaves *l, struct index *x, const struct expansion *e,
                 struct work *work);
void leaves_release(struct leaves *l);

void leaves_article(struct leaves *l, xap_docid docid);

/* Whether the article has the leaf, at little cost. */
bool leaf_stands(struct leaves *l, const struct term_leaf *t);

/* At how many places it stands in the article; what fails is noted. */
size_t leaf_count(struct leaves *l, const struct term_leaf *t);

/* In how many articles of the index the leaf's words are, each counted, and
 * many if it has many: to ask for the rarest first. */
uint64_t leaf_articles(struct leaves *l, const struct term_leaf *t);

/* Its word i, of those in the expansion, as the reader knows it. */
struct pos_term *leaf_word(struct leaves *l, const struct term_leaf *t,
                           size_t i);

/* The leaf's, or an article's ends of sentences and paragraphs; l's until the
 * next article. */
struct places leaf_list(struct leaves *l, const struct term_leaf *t);
struct places sentence_ends(struct leaves *l);
struct places paragraph_ends(struct leaves *l);

/* Those of any other term. */
struct places term_list(struct leaves *l, struct pos_term *t);

#endif
