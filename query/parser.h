/* parser.h - what the files of the parser share: its state */
#ifndef NEWSIDX_QUERY_PARSER_H
#define NEWSIDX_QUERY_PARSER_H

#include "query/lex.h"
#include "query/parse.h"

struct parser {
	struct query *q;
	struct lexer lexer;
	struct lexeme cur; /* the piece not yet taken */
	size_t taken;      /* where the one before it ended */
	const struct parse_options *opt;
	struct nx_err *err;

	unsigned n;      /* words, phrases and operators so far */
	unsigned groups; /* parentheses now open */
	unsigned depth;  /* of expr() in expr() */

	/* What encloses the current place. */
	const struct lexeme *field; /* author:( */
	const struct lexeme *part;  /* title:, first50(, atleast3( */
	bool caps;                  /* caps( */
};

/* Count one more; false, with err set, when there are too many. */
bool parser_count(struct parser *p, size_t at);

/* These return NULL, with err set, for what cannot be. */

/* The word or phrase that l is. */
struct node *parse_word(struct parser *p, const struct lexeme *l);
struct node *parse_phrase(struct parser *p, const struct lexeme *l);

/* The node of a field that is not VALUE_TEXT, with its value. */
struct node *parse_value(struct parser *p, const struct lexeme *field,
                         const struct lexeme *value);

/* How much of a text a message repeats: for "%.*s". */
int excerpt(const char *text, size_t len);

#endif
