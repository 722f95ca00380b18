/* dialect.h - how a query language spells and binds its operators
 *
 * A dialect is data: its spellings, how tightly each operator binds, and what
 * stands between two words with nothing between them.  The lexer and the
 * parser read these tables and know no operator's name.
 */
#ifndef NEWSIDX_QUERY_DIALECT_H
#define NEWSIDX_QUERY_DIALECT_H

#include <stddef.h>

#include "query/tree.h"

enum op {
	OP_NONE,
	OP_OR,
	OP_AND,
	OP_NOT,
	OP_NEAR, /* either order */
	OP_PRE,  /* in this order */
	/* Written before a parenthesis: caps(US). */
	OP_CAPS,
	OP_ATLEAST,
	OP_FIRST,
};

/* An operator as it is written.  In text, '#' stands for a number and '$' for
 * 's' or 'p': a sentence or a paragraph.  Upper and lower case are alike. */
struct spelling {
	const char *text;
	enum op op;
};

/* The strengths that a dialect puts in order. */
enum bind {
	BIND_OR,
	BIND_NOT,
	BIND_AND,
	BIND_PARAGRAPH,
	BIND_SENTENCE,
	BIND_NEAR,
	BIND_PRE,
	BIND_NOT_NEAR,
	BIND_N,
};

struct dialect {
	const char *name;
	const struct spelling *spelling;
	size_t n_spelling;
	unsigned char bind[BIND_N]; /* from 1; the higher, the tighter */
	bool smaller_first; /* of near and pre, the smaller number is tighter */
	enum op between;    /* what "a b" means */
};

#endif
