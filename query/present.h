/* present.h - which words of an expansion an article has
 *
 * A wildcard may stand for thousands of words, of which an article has a few.
 * To ask for the positions of each in every candidate would cost thousands of
 * look-ups an article; so the articles of all the words are read for a stretch
 * of docids at a time, which a candidate is then looked up in.
 *
 *     struct present p = PRESENT_INIT;
 *
 *       present_find ...    for candidates, best in ascending order
 *     present_release
 */
#ifndef NEWSIDX_QUERY_PRESENT_H
#define NEWSIDX_QUERY_PRESENT_H

#include "lib/xapian-c/xapian-c.h"
#include "query/expand.h"

struct presence {
	xap_docid docid;
	uint32_t word; /* its place in words.v */
};

struct present {
	struct presence *v; /* of the stretch: by docid, then word */
	size_t n, cap;
	uint64_t from, upto; /* the stretch: from <= docid < upto */
	uint64_t size;       /* docids to take next time */
};

#define PRESENT_INIT { NULL, 0, 0, 0, 0, 0 }

/* From this many words on it pays.  To look for the positions of a word that the
 * article has not costs as much as for one that it has. */
#define PRESENT_WORDS 2

/* Set v[0 .. n-1] to the words of w, which have no prefix, that the article
 * has; they are p's until the next call.  p is always asked for the same
 * words.  Any failure of reading leaves n at 0. */
enum xap_status present_find(struct present *p, struct xap_db *db,
                             const struct words *w, xap_docid docid,
                             const struct presence **v, size_t *n,
                             struct xap_error *err);
void present_release(struct present *p);

#endif
