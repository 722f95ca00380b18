/* lex.h - from the text of a query to its pieces
 *
 * The lexer decides what is an operator, a field's name, a word or a phrase;
 * it knows nothing of what may stand where.  "and not" and "not w/5" are one
 * piece each.
 */
#ifndef NEWSIDX_QUERY_LEX_H
#define NEWSIDX_QUERY_LEX_H

#include "query/dialect.h"
#include "query/fields.h"
#include "query/tree.h"

enum lex_kind {
	LEX_END,
	LEX_WORD,
	LEX_PHRASE, /* text is what stands between the quotes */
	LEX_OPEN,
	LEX_CLOSE,
	LEX_OP,    /* op, n, unit, negated */
	LEX_MINUS, /* '-' directly before what it excludes */
	LEX_CALL,  /* op, n; its '(' is part of it */
	LEX_FIELD, /* field, compare */
};

enum compare { CMP_IS, CMP_LT, CMP_LE, CMP_GT, CMP_GE };

struct lexeme {
	enum lex_kind kind;
	size_t start, end; /* bytes of the query */
	const char *text;  /* LEX_WORD, LEX_PHRASE */
	size_t len;
	enum op op;
	uint32_t n; /* at most UINT32_MAX / 16: greater numbers become that */
	enum near_unit unit;
	bool negated;
	const struct field_entry *field;
	enum compare compare;
};

struct lexer {
	const struct query *q;
	const struct dialect *dialect;
	size_t at;
	struct nx_err *err;
};

/* Read the next piece.  NX_USAGE, with err set, for one that is none. */
enum nx_status lex_next(struct lexer *x, struct lexeme *out);

/* Read the value of a field that takes it as it stands: all up to white space,
 * or to a ')' that it does not open itself, or a phrase in quotes.  LEX_OPEN if
 * a group begins, LEX_CLOSE or LEX_END if there is none. */
enum nx_status lex_value(struct lexer *x, struct lexeme *out);

/* Whether the character separates words. */
bool lex_is_space(uint32_t c);

#endif
