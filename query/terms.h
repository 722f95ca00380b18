/* terms.h - from words as they were typed to the terms they stand for
 *
 * The lowered tree is the parsed tree with every word run through the same
 * analyser as the articles (lib/analysis), so that what is written alike is
 * found alike.  One word may become a phrase (l'homme), an OR of its spellings
 * (COVID-19) or one term; which words a family or a wildcard stands for is not
 * known here: that is a question to an index.
 *
 *     struct lowered low;
 *
 *     if (query_lower(q, analyser, &opt, &low, &err) != NX_OK) ...
 *       low.root, low.leaf[0 .. low.n_leaf-1]      live as long as q
 */
#ifndef NEWSIDX_QUERY_TERMS_H
#define NEWSIDX_QUERY_TERMS_H

#include "lib/analysis/analysis.h"
#include "query/tree.h"

enum term_kind {
	TERM_FORM,     /* this folded word */
	TERM_CAPS,     /* this folded word where it is written in capitals */
	TERM_JOINED,   /* two words written as one thing: covid19 for COVID-19 */
	TERM_FAMILY,   /* this folded word and its family */
	TERM_PREFIX,   /* all words that begin so */
	TERM_WILDCARD, /* all words of this pattern; '*' any letters, '?' one */
	TERM_FUZZY,    /* all words within distance edits, same first letter */
};

struct term_leaf {
	enum term_kind kind;
	unsigned id;       /* its place in lowered.leaf; equal terms share one */
	const char *form;  /* folded; NUL-terminated; holds no NUL */
	size_t len;        /* at most LIMIT_TERM */
	unsigned distance; /* TERM_FUZZY */
	unsigned width;    /* positions that a match covers: 2 for TERM_JOINED
	                    * and for the last bigram of a CJK run, or 1 */
};

struct lower_options {
	/* Whether the index has this TERM_FORM or TERM_JOINED.  It is asked
	 * about spellings that nobody typed (covid19 for COVID-19), to leave
	 * out those that cannot match.  NULL: they are all kept. */
	bool (*has)(void *ctx, enum term_kind kind, const char *form,
	            size_t len);
	void *ctx;
};

struct lowered {
	struct node *root;
	struct term_leaf **leaf;
	size_t n_leaf;
};

/* Lower q's tree.  Values of NODE_FIELD stay as they were typed (query_fold
 * gives their words).  NODE_SEGMENT and NODE_FIRST are moved down so that they
 * stand only over positional nodes: title:(a and b) is title:a and title:b.
 *
 * NX_USAGE, with the column, for a word that holds nothing to look for, and
 * for more than LIMIT_QUERY_TERMS terms.  opt may be NULL. */
enum nx_status query_lower(struct query *q, struct analyser *a,
                           const struct lower_options *opt,
                           struct lowered *out, struct nx_err *err);

/* Add the folded form at each position of text, separated by one space, to
 * out; returns how many there are.  Joined forms are left out. */
size_t query_fold(struct analyser *a, const char *text, size_t len,
                  struct buf *out);

#endif
