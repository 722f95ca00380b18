/* Operators, parentheses and fields: precedence climbing over the dialect's
 * table.  Recursion is bounded by the parentheses that may be open and by the
 * number of strengths there are. */
#include "query/parse.h"

#include "lib/base/utf8.h"
#include "query/join.h"
#include "query/parser.h"

/* Of expr() in expr(): parentheses, and operators that bind tighter and
 * tighter between them. */
#define DEPTH_MAX (4 * LIMIT_QUERY_DEPTH)

static struct node *expr(struct parser *p, unsigned min);

static bool advance(struct parser *p)
{
	p->taken = p->cur.end;
	return lex_next(&p->lexer, &p->cur) == NX_OK;
}

/* Where what was just read ends: behind the kid, or behind its parenthesis. */
static size_t end_of(const struct parser *p, const struct node *kid)
{
	return kid->end > p->taken ? kid->end : p->taken;
}

bool parser_count(struct parser *p, size_t at)
{
	if (++p->n <= LIMIT_QUERY_NODES)
		return true;
	query_refuse(p->q, at, p->err,
	             "a query has at most %d words and operators",
	             LIMIT_QUERY_NODES);
	return false;
}

/* ---- how tightly -------------------------------------------------------- */

static enum bind bind_of(const struct lexeme *l)
{
	switch (l->op) {
	case OP_OR:
		return BIND_OR;
	case OP_NOT:
		return BIND_NOT;
	case OP_NEAR:
	case OP_PRE:
		if (l->negated)
			return BIND_NOT_NEAR;
		if (l->unit == UNIT_SENTENCE)
			return BIND_SENTENCE;
		if (l->unit == UNIT_PARAGRAPH)
			return BIND_PARAGRAPH;
		return l->op == OP_NEAR ? BIND_NEAR : BIND_PRE;
	default:
		return BIND_AND;
	}
}

/* A number for comparing: the operator's strength, and among those of equal
 * strength that count words the smaller count. */
static unsigned strength(const struct dialect *d, const struct lexeme *l)
{
	enum bind b = bind_of(l);
	unsigned s = d->bind[b] * (LIMIT_PROXIMITY + 1u);

	if (d->smaller_first && (b == BIND_NEAR || b == BIND_PRE))
		s += LIMIT_PROXIMITY - l->n;
	return s;
}

/* What stands between the operand before and the current piece: an operator,
 * or nothing at all, which is one too. */
static bool operator_here(const struct parser *p, struct lexeme *op)
{
	*op = p->cur;
	switch (p->cur.kind) {
	case LEX_OP:
		return true;
	case LEX_END:
	case LEX_CLOSE:
		return false;
	default:
		op->kind = LEX_OP;
		op->op = p->lexer.dialect->between;
		op->end = op->start;
		op->n = 0;
		op->unit = UNIT_WORDS;
		op->negated = false;
		return true;
	}
}

/* ---- operands ----------------------------------------------------------- */

static struct node *refuse_here(struct parser *p, const struct lexeme *l,
                                const char *what)
{
	query_refuse(p->q, l->start, p->err, "\"%.*s\" %s",
	             excerpt(p->q->text + l->start, l->end - l->start),
	             p->q->text + l->start, what);
	return NULL;
}

/* An expression and its ')', for the '(' at open, which is already taken. */
static struct node *group_rest(struct parser *p, const struct lexeme *open)
{
	struct node *node = NULL;

	if (++p->groups > LIMIT_QUERY_DEPTH) {
		query_refuse(p->q, open->start, p->err,
		             "parentheses nest at most %d deep",
		             LIMIT_QUERY_DEPTH);
		return NULL;
	}
	if (p->cur.kind == LEX_CLOSE) {
		query_refuse(p->q, open->start, p->err,
		             "there is nothing between these parentheses");
		return NULL;
	}
	if (p->cur.kind != LEX_END) {
		node = expr(p, 0);
		if (node == NULL || !join_whole(p, node))
			return NULL;
	}
	if (p->cur.kind != LEX_CLOSE) {
		query_refuse(p->q, open->start, p->err,
		             "this parenthesis is never closed");
		return NULL;
	}
	/* A message that repeats an operator's side repeats its parentheses. */
	if (node->kind == NODE_OR || node->kind == NODE_AND ||
	    node->kind == NODE_NOT || node->kind == NODE_NEAR) {
		node->start = (uint32_t)open->end - 1;
		node->end = (uint32_t)p->cur.end;
	}
	p->groups--;
	return advance(p) ? node : NULL;
}

static struct node *group(struct parser *p)
{
	struct lexeme open = p->cur;

	return advance(p) ? group_rest(p, &open) : NULL;
}

/* "-ferry": everything but that; an AND it is part of takes it in. */
static struct node *minus(struct parser *p)
{
	struct lexeme sign = p->cur, and = { .op = OP_AND };
	struct node *node, *kid;

	if (!parser_count(p, sign.start) || !advance(p))
		return NULL;
	if (p->cur.kind == LEX_MINUS)
		return refuse_here(p, &sign,
		                   "stands there twice; once is "
		                   "enough to exclude");
	if (p->cur.kind == LEX_CLOSE)
		return refuse_here(p, &sign, "needs something after it");
	kid = expr(p, strength(p->lexer.dialect, &and) + 1);
	if (kid == NULL || !join_whole(p, kid))
		return NULL;
	node = node_new(p->q, NODE_NOT, sign.start, end_of(p, kid));
	node_append(p->q, node,
	            node_new(p->q, NODE_ALL, sign.start, sign.start));
	node_append(p->q, node, kid);
	return join_depth(p, node) ? node : NULL;
}

/* Inside a part of the text.  What atleast3() counts may be in one. */
static bool in_part(const struct parser *p)
{
	return p->part != NULL && p->part->op != OP_ATLEAST;
}

static struct node *call(struct parser *p)
{
	struct lexeme l = p->cur;
	const struct lexeme *outer = p->part;
	bool caps = p->caps;
	struct node *node, *kid;

	if (p->field != NULL || p->caps)
		return refuse_here(p, &l,
		                   "cannot stand here: only words and "
		                   "phrases can");
	if (in_part(p) && l.op != OP_CAPS)
		return refuse_here(p, &l, "cannot stand inside another part");
	if (l.op != OP_CAPS && l.n == 0)
		return refuse_here(p, &l, "needs a number of at least 1");
	if (!parser_count(p, l.start) || !advance(p))
		return NULL;
	if (l.op == OP_CAPS)
		p->caps = true;
	else
		p->part = &l;
	kid = group_rest(p, &l);
	p->caps = caps;
	p->part = outer;
	if (kid == NULL || l.op == OP_CAPS)
		return kid;
	if (!join_part(p, &l, kid))
		return NULL;
	node = node_new(p->q, l.op == OP_FIRST ? NODE_FIRST : NODE_ATLEAST,
	                l.start, end_of(p, kid));
	node->n = l.n;
	node_append(p->q, node, kid);
	return join_depth(p, node) ? node : NULL;
}

static struct node *operand(struct parser *p, const struct lexeme *after);

static struct node *segment(struct parser *p, const struct lexeme *f)
{
	const struct lexeme *outer = p->part;
	struct node *node, *kid;

	if (in_part(p))
		return refuse_here(p, f, "cannot stand inside another part");
	p->part = f;
	kid = operand(p, f);
	p->part = outer;
	if (kid == NULL || !join_part(p, f, kid))
		return NULL;
	node = node_new(p->q, NODE_SEGMENT, f->start, end_of(p, kid));
	node->field = f->field->field;
	node_append(p->q, node, kid);
	return join_depth(p, node) ? node : NULL;
}

static struct node *no_value(struct parser *p, const struct lexeme *f)
{
	query_refuse(p->q, f->start, p->err,
	             "\"%.*s\" needs something directly after it, such as %s",
	             excerpt(p->q->text + f->start, f->end - f->start),
	             p->q->text + f->start, f->field->example);
	return NULL;
}

/* The one thing that follows a field: a word, a phrase, a group of them. */
static struct node *field_operand(struct parser *p, const struct lexeme *f)
{
	struct lexeme v;
	struct node *node;

	if (lex_value(&p->lexer, &v) != NX_OK)
		return NULL;
	if (v.kind == LEX_WORD || v.kind == LEX_PHRASE) {
		node = parse_value(p, f, &v);
		return node != NULL && advance(p) ? node : NULL;
	}
	p->cur = v;
	if (v.kind != LEX_OPEN)
		return no_value(p, f);
	p->field = f;
	node = group(p);
	p->field = NULL;
	return node;
}

static struct node *field(struct parser *p)
{
	struct lexeme f = p->cur;

	if (p->field != NULL || p->caps)
		return refuse_here(p, &f,
		                   "cannot stand here: only words and "
		                   "phrases can");
	if (f.field->value != VALUE_TEXT) {
		if (p->part != NULL)
			return refuse_here(p, &f,
			                   "is about the whole article "
			                   "and cannot stand here");
		return field_operand(p, &f);
	}
	if (!parser_count(p, f.start) || !advance(p))
		return NULL;
	if (p->cur.kind == LEX_END || p->cur.kind == LEX_OP ||
	    p->cur.kind == LEX_CLOSE || p->cur.kind == LEX_MINUS)
		return no_value(p, &f);
	return segment(p, &f);
}

static struct node *leaf(struct parser *p)
{
	struct lexeme l = p->cur;
	struct node *node;

	if (p->field != NULL)
		node = parse_value(p, p->field, &l);
	else if (l.kind == LEX_PHRASE)
		node = parse_phrase(p, &l);
	else
		node = parse_word(p, &l);
	return node != NULL && advance(p) ? node : NULL;
}

/* What an operator has on a side of it; after is the operator before. */
static struct node *operand(struct parser *p, const struct lexeme *after)
{
	switch (p->cur.kind) {
	case LEX_WORD:
	case LEX_PHRASE:
		return leaf(p);
	case LEX_OPEN:
		return group(p);
	case LEX_MINUS:
		return minus(p);
	case LEX_CALL:
		return call(p);
	case LEX_FIELD:
		return field(p);
	case LEX_OP:
		if (p->cur.op == OP_NOT || p->cur.negated) {
			query_refuse(p->q, p->cur.start, p->err,
			             "nothing to subtract from");
			return NULL;
		}
		return refuse_here(p, &p->cur,
		                   "needs something before it; to look for the "
		                   "word put it in quotes");
	case LEX_CLOSE:
	case LEX_END:
		break;
	}
	if (after != NULL)
		return refuse_here(p, after,
		                   "needs something after it; to look for the "
		                   "word put it in quotes");
	query_refuse(p->q, p->cur.start, p->err,
	             "there is no '(' for this ')'");
	return NULL;
}

static struct node *expr_within(struct parser *p, unsigned min)
{
	struct node *left = operand(p, NULL);
	struct lexeme op;

	while (left != NULL && operator_here(p, &op)) {
		unsigned s = strength(p->lexer.dialect, &op);
		struct node *right;

		if (s < min)
			break;
		if (op.end > op.start) {
			if (!parser_count(p, op.start) || !advance(p))
				return NULL;
			if (p->cur.kind == LEX_END || p->cur.kind == LEX_CLOSE)
				return operand(p, &op);
		}
		right = expr(p, s + 1);
		if (right == NULL)
			return NULL;
		left = join(p, &op, left, right);
	}
	return left;
}

/* The longest expression from here whose operators have at least strength
 * min. */
static struct node *expr(struct parser *p, unsigned min)
{
	struct node *node;

	if (++p->depth > DEPTH_MAX) {
		query_refuse(p->q, p->cur.start, p->err,
		             "the query is nested too deep here");
		return NULL;
	}
	node = expr_within(p, min);
	p->depth--;
	return node;
}

/* ---- the whole ---------------------------------------------------------- */

static enum nx_status check_text(const struct query *q, struct nx_err *err)
{
	size_t at = 0;
	unsigned n;

	while (at < q->len) {
		if (utf8_decode(q->text + at, q->text + q->len, &n) == UTF8_BAD)
			return query_refuse(q, at, err,
			                    "a query is UTF-8 text; this byte "
			                    "is not");
		at += n;
	}
	return NX_OK;
}

static struct node *parse_all(struct parser *p)
{
	struct node *node;

	if (!advance(p))
		return NULL;
	if (p->cur.kind == LEX_END)
		return node_new(p->q, NODE_ALL, 0, 0);
	node = expr(p, 0);
	if (node == NULL || !join_whole(p, node))
		return NULL;
	if (p->cur.kind == LEX_END)
		return node;
	query_refuse(p->q, p->cur.start, p->err,
	             "there is no '(' for this ')'");
	return NULL;
}

enum nx_status query_parse(struct query **out, const char *text, size_t len,
                           const struct parse_options *opt, struct nx_err *err)
{
	struct parser p = { .opt = opt, .err = err };

	*out = NULL;
	if (len > LIMIT_QUERY_BYTES)
		return nx_fail(err, NX_USAGE,
		               "the query has %zu bytes; %d is the most", len,
		               LIMIT_QUERY_BYTES);
	p.q = query_new(text, len);
	p.lexer.q = p.q;
	p.lexer.dialect = opt->dialect ? opt->dialect : &dialect_native;
	p.lexer.err = err;
	if (check_text(p.q, err) == NX_OK)
		p.q->root = parse_all(&p);
	if (p.q->root == NULL) {
		query_free(p.q);
		return NX_USAGE;
	}
	*out = p.q;
	return NX_OK;
}
