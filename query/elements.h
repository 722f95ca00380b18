/* elements.h - one typed word as what it stands for, position by position */
#ifndef NEWSIDX_QUERY_ELEMENTS_H
#define NEWSIDX_QUERY_ELEMENTS_H

#include "query/terms.h"

/* One position of a word. */
struct element {
	enum term_kind kind; /* TERM_FORM, _CAPS, _JOINED, _PREFIX, _WILDCARD
	                      * or _FUZZY */
	uint32_t form;       /* offset in elements.forms */
	uint32_t len;
	unsigned width;
};

/* The caller's: ELEMENTS_INIT, then any number of elements_read, then
 * elements_release. */
struct elements {
	struct element *v;
	size_t n, cap;
	struct buf forms;
	bool pair;       /* v has two, and joined is how they are one word */
	uint32_t joined; /* offset in forms */
	uint32_t joined_len;
	struct token_list tokens;
};

#define ELEMENTS_INIT                                                          \
	{                                                                      \
		NULL, 0, 0, BUF_INIT, false, 0, 0, TOKEN_LIST_INIT             \
	}

void elements_release(struct elements *e);

/* Read what the NODE_WORD w of q stands for, replacing what e held; e->n is 0
 * for a word without a letter or digit.  NX_USAGE for a wildcard or a '~' that
 * cannot be. */
enum nx_status elements_read(struct elements *e, const struct query *q,
                             struct analyser *a, const struct node *w,
                             struct nx_err *err);

#endif
