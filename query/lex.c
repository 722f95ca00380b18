#include "query/lex.h"

#include <string.h>
#include <strings.h>

#include "lib/base/utf8.h"

/* How much of the query a message repeats. */
#define EXCERPT 40

bool lex_is_space(uint32_t c)
{
	return c <= 0x20 || c == 0x7f || c == 0x85 || c == 0xa0 ||
	       (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
	       c == 0x202f || c == 0x205f || c == 0x3000;
}

static bool is_quote(uint32_t c)
{
	return c == '"' || (c >= 0x201c && c <= 0x201f) || c == 0xff02;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static uint32_t peek(const struct lexer *x, size_t at, unsigned *n)
{
	*n = 0;
	if (at >= x->q->len)
		return 0;
	return utf8_decode(x->q->text + at, x->q->text + x->q->len, n);
}

static size_t skip_space(const struct lexer *x, size_t at)
{
	unsigned n;

	while (at < x->q->len && lex_is_space(peek(x, at, &n)))
		at += n;
	return at;
}

static bool ends_word(uint32_t c)
{
	return lex_is_space(c) || is_quote(c) || c == '(' || c == ')' ||
	       c == '|';
}

static size_t word_end(const struct lexer *x, size_t at)
{
	unsigned n;

	while (at < x->q->len && !ends_word(peek(x, at, &n)))
		at += n;
	return at;
}

/* ---- spellings ---------------------------------------------------------- */

/* Whether the len bytes at s are written as text says; out gets the number or
 * the unit. */
static bool spelt(const char *text, const char *s, size_t len,
                  struct lexeme *out)
{
	const char *end = s + len;

	out->n = 0;
	out->unit = UNIT_WORDS;
	for (; *text != '\0'; text++) {
		if (s == end)
			return false;
		if (*text == '#') {
			if (!is_digit(*s))
				return false;
			for (; s < end && is_digit(*s); s++)
				if (out->n < UINT32_MAX / 16 / 10)
					out->n = out->n * 10 +
					         (uint32_t)(*s - '0');
				else
					out->n = UINT32_MAX / 16;
		} else if (*text == '$') {
			if (strchr("sSpP", *s) == NULL)
				return false;
			out->unit = *s == 's' || *s == 'S' ? UNIT_SENTENCE
			                                   : UNIT_PARAGRAPH;
			s++;
		} else {
			if (strncasecmp(text, s, 1) != 0)
				return false;
			s++;
		}
	}
	return s == end;
}

/* The operator that the word from start to end is, or OP_NONE.  A '(' that
 * follows counts where the spelling has one. */
static enum op find_op(const struct lexer *x, size_t start, size_t end,
                       struct lexeme *out)
{
	const struct dialect *d = x->dialect;
	const char *s = x->q->text + start;
	bool open = x->q->text[end] == '(' && end < x->q->len;

	for (size_t i = 0; i < d->n_spelling; i++) {
		const char *text = d->spelling[i].text;
		bool call = text[strlen(text) - 1] == '(';

		if (call && !open)
			continue;
		if (spelt(text, s, end - start + call, out)) {
			out->kind = call ? LEX_CALL : LEX_OP;
			out->op = d->spelling[i].op;
			out->start = start;
			out->end = end + call;
			return out->op;
		}
	}
	return OP_NONE;
}

/* The operator that is the next word from at, for what is written with two. */
static enum op op_after(const struct lexer *x, size_t at, struct lexeme *out)
{
	size_t start = skip_space(x, at), end = word_end(x, start);

	return end > start ? find_op(x, start, end, out) : OP_NONE;
}

static bool is_near(const struct lexeme *l)
{
	return l->op == OP_NEAR || l->op == OP_PRE;
}

/* "not w/5", "and not". */
static void join_two(const struct lexer *x, struct lexeme *out)
{
	struct lexeme second = *out;
	size_t start = out->start;

	(void)op_after(x, out->end, &second);
	if (second.start == start || second.kind != LEX_OP)
		return;
	if (out->op == OP_NOT && is_near(&second)) {
		*out = second;
		out->negated = true;
		out->start = start;
	} else if (out->op == OP_AND && second.op == OP_NOT) {
		struct lexeme third = second;

		/* "a and not w/5 b" is a mistake that is better named at
		 * its own place. */
		if (op_after(x, second.end, &third) != OP_NONE &&
		    third.kind == LEX_OP && is_near(&third))
			return;
		*out = second;
		out->start = start;
	}
}

static enum nx_status check_near(const struct lexer *x, const struct lexeme *l)
{
	int len = (int)(l->end - l->start);
	const char *s = x->q->text + l->start;

	if (l->unit != UNIT_WORDS)
		return NX_OK;
	if (l->n == 0)
		return query_refuse(x->q, l->start, x->err,
		                    "\"%.*s\": two words are at least 1 apart",
		                    len, s);
	if (l->n > LIMIT_PROXIMITY)
		return query_refuse(x->q, l->start, x->err,
		                    "\"%.*s\" is farther than the farthest, "
		                    "which is %d; for the same paragraph "
		                    "write w/p",
		                    len < EXCERPT ? len : EXCERPT, s,
		                    LIMIT_PROXIMITY);
	return NX_OK;
}

/* A word that begins as an operator does and then goes wrong: w/x, +ferry. */
static enum nx_status check_almost(const struct lexer *x,
                                   const struct lexeme *l)
{
	const struct dialect *d = x->dialect;
	int len = (int)utf8_cut(l->text, l->len, EXCERPT);

	if (l->text[0] == '+')
		return query_refuse(x->q, l->start, x->err,
		                    "\"%.*s\": write the word without '+'; "
		                    "every word must be there anyway",
		                    len, l->text);
	if (l->len == 2 && memcmp(l->text, "&&", 2) == 0)
		return query_refuse(x->q, l->start, x->err,
		                    "\"&&\": write \"and\", or nothing");
	for (size_t i = 0; i < d->n_spelling; i++) {
		const char *text = d->spelling[i].text;
		const char *slash = strchr(text, '/');
		const char *number = strstr(text, "#(");
		size_t n = slash != NULL ? (size_t)(slash - text) + 1 : 0;

		if (number != NULL && (size_t)(number - text) == l->len &&
		    strncasecmp(text, l->text, l->len) == 0 &&
		    x->q->text[l->end] == '(')
			return query_refuse(x->q, l->start, x->err,
			                    "\"%.*s(\" needs a number, as in "
			                    "%.*s3(; to look for the word put "
			                    "it in quotes",
			                    len, l->text, len, l->text);
		if (n == 0 || n > l->len || strncasecmp(text, l->text, n) != 0)
			continue;
		return query_refuse(
			x->q, l->start, x->err,
			"\"%.*s\": after %.*s comes a number of words, s or p, "
			"as in %.*s5; to look for the text put it in quotes",
			len, l->text, (int)n, l->text, (int)n, l->text);
	}
	return NX_OK;
}

/* ---- fields ------------------------------------------------------------- */

/* The comparison at at, and how many bytes it takes; 0 for none. */
static size_t comparison(const struct lexer *x, size_t at, enum compare *cmp)
{
	const char *s = x->q->text + at;

	switch (s[0]) {
	case '<':
		*cmp = s[1] == '=' ? CMP_LE : CMP_LT;
		return s[1] == '=' ? 2 : 1;
	case '>':
		*cmp = s[1] == '=' ? CMP_GE : CMP_GT;
		return s[1] == '=' ? 2 : 1;
	case '=':
		*cmp = CMP_IS;
		return 1;
	default:
		return 0;
	}
}

static bool compares(const struct field_entry *f)
{
	return f != NULL && (f->field == FIELD_DATE || f->field == FIELD_WORDS);
}

static enum nx_status unknown_field(const struct lexer *x, size_t start,
                                    size_t len)
{
	const char *name = x->q->text + start;
	const char *meant = field_suggest(name, len);
	struct buf all = BUF_INIT;
	enum nx_status st;

	if (meant != NULL)
		return query_refuse(x->q, start, x->err,
		                    "there is no field \"%.*s:\"; did you mean "
		                    "%s: ?",
		                    (int)(len < EXCERPT ? len : EXCERPT), name,
		                    meant);
	for (size_t i = 0; field_at(i) != NULL; i++)
		buf_addf(&all, "%s%s:", i ? " " : "", field_at(i)->name);
	st = query_refuse(x->q, start, x->err,
	                  "there is no field \"%.*s:\"; to look for the text "
	                  "put it in quotes; the fields are %s",
	                  (int)(len < EXCERPT ? len : EXCERPT), name,
	                  buf_str(&all));
	buf_release(&all);
	return st;
}

/* Whether the word at start is a field's name and what follows it. */
static enum nx_status find_field(struct lexer *x, size_t start,
                                 struct lexeme *out)
{
	const char *s = x->q->text;
	size_t at = start, spaced, n;
	const struct field_entry *f;

	while (is_letter(s[at]))
		at++;
	if (at - start < 2)
		return NX_OK;
	f = field_find(s + start, at - start);
	if (s[at] == ':') {
		if (f == NULL)
			return unknown_field(x, start, at - start);
		n = comparison(x, at + 1, &out->compare);
		if (!compares(f))
			n = 0;
		out->kind = LEX_FIELD;
		out->field = f;
		x->at = out->end = at + 1 + n;
		return NX_OK;
	}
	/* "words >= 500": nothing else may begin so.  But "words =500" is two
	 * words, of which the second is exact. */
	spaced = skip_space(x, at);
	if (!compares(f) || (spaced != at && s[spaced] == '=') ||
	    (n = comparison(x, spaced, &out->compare)) == 0)
		return NX_OK;
	out->kind = LEX_FIELD;
	out->field = f;
	x->at = out->end = spaced + n;
	return NX_OK;
}

/* ---- pieces ------------------------------------------------------------- */

static enum nx_status lex_phrase(struct lexer *x, struct lexeme *out)
{
	size_t at = out->start, from;
	unsigned n;

	(void)peek(x, at, &n);
	from = at += n;
	while (at < x->q->len && !is_quote(peek(x, at, &n)))
		at += n;
	if (at >= x->q->len)
		return query_refuse(x->q, out->start, x->err,
		                    "this quote is never closed");
	out->kind = LEX_PHRASE;
	out->text = x->q->text + from;
	out->len = at - from;
	x->at = out->end = at + n;
	return NX_OK;
}

static enum nx_status lex_minus(struct lexer *x, struct lexeme *out)
{
	unsigned n;
	size_t at = out->start + 1;

	if (at >= x->q->len || lex_is_space(peek(x, at, &n)))
		return query_refuse(x->q, out->start, x->err,
		                    "a '-' stands directly before what it "
		                    "excludes, as in -ferry");
	out->kind = LEX_MINUS;
	x->at = out->end = at;
	return NX_OK;
}

static enum nx_status lex_word(struct lexer *x, struct lexeme *out)
{
	enum nx_status st;

	out->end = word_end(x, out->start);
	if (find_op(x, out->start, out->end, out) != OP_NONE) {
		if (out->kind == LEX_OP)
			join_two(x, out);
		x->at = out->end;
		return is_near(out) ? check_near(x, out) : NX_OK;
	}
	st = find_field(x, out->start, out);
	if (st != NX_OK || out->kind == LEX_FIELD)
		return st;
	out->kind = LEX_WORD;
	out->text = x->q->text + out->start;
	out->len = out->end - out->start;
	x->at = out->end;
	return check_almost(x, out);
}

static enum nx_status lex_one(struct lexer *x, enum lex_kind kind,
                              struct lexeme *out)
{
	out->kind = kind;
	x->at = out->end = out->start + 1;
	return NX_OK;
}

static void lex_begin(struct lexer *x, struct lexeme *out)
{
	x->at = skip_space(x, x->at);
	*out = (struct lexeme){ .start = x->at, .end = x->at };
}

enum nx_status lex_next(struct lexer *x, struct lexeme *out)
{
	uint32_t c;
	unsigned n;

	lex_begin(x, out);
	if (x->at >= x->q->len)
		return NX_OK;
	c = peek(x, x->at, &n);
	if (is_quote(c))
		return lex_phrase(x, out);
	switch (c) {
	case '(':
		return lex_one(x, LEX_OPEN, out);
	case ')':
		return lex_one(x, LEX_CLOSE, out);
	case '-':
		return lex_minus(x, out);
	case '|':
		out->op = OP_OR;
		(void)lex_one(x, LEX_OP, out);
		if (x->q->text[x->at] == '|')
			x->at = ++out->end;
		return NX_OK;
	default:
		return lex_word(x, out);
	}
}

enum nx_status lex_value(struct lexer *x, struct lexeme *out)
{
	unsigned n, open = 0;
	uint32_t c;

	lex_begin(x, out);
	if (x->at >= x->q->len)
		return NX_OK;
	c = peek(x, x->at, &n);
	if (c == '(' || c == ')' || is_quote(c))
		return lex_next(x, out);
	for (; x->at < x->q->len; x->at += n) {
		c = peek(x, x->at, &n);
		if (lex_is_space(c) || is_quote(c) || (c == ')' && open == 0))
			break;
		open += c == '(';
		open -= c == ')';
	}
	out->kind = LEX_WORD;
	out->end = x->at;
	out->text = x->q->text + out->start;
	out->len = out->end - out->start;
	return NX_OK;
}
