#include "query/join.h"

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

static uint32_t most(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

/* ---- checks ------------------------------------------------------------- */

/* "-ferry" by itself. */
static bool is_lone(const struct node *node)
{
	return node->kind == NODE_NOT && node->kid[0]->kind == NODE_ALL;
}

bool join_whole(struct parser *p, const struct node *node)
{
	if (!is_lone(node))
		return true;
	query_refuse(p->q, node->start, p->err, "nothing to subtract from");
	return false;
}

bool join_depth(struct parser *p, const struct node *node)
{
	if (node->depth <= LIMIT_QUERY_DEPTH)
		return true;
	query_refuse(p->q, node->start, p->err,
	             "the query is nested more than %d deep from here",
	             LIMIT_QUERY_DEPTH);
	return false;
}

/* ---- what may not stand inside w/n -------------------------------------- */

/* The node that keeps this one from being positional. */
static const struct node *culprit(const struct node *node)
{
	size_t i = 0;

	while (node->kind == NODE_OR || node->kind == NODE_SEGMENT ||
	       node->kind == NODE_FIRST) {
		for (i = 0; node_positional(node->kid[i]); i++)
			;
		node = node->kid[i];
	}
	return node;
}

static void add_source(const struct parser *p, const struct node *node,
                       struct buf *out)
{
	buf_add(out, p->q->text + node->start, node->end - node->start);
}

/* "(peace w/5 talks) and (deal w/5 talks)" for "(peace deal) w/5 talks". */
static void spread(const struct parser *p, const struct node *and,
                   const struct lexeme *op, const struct node *other,
                   bool first, struct buf *out)
{
	for (size_t i = 0; i < and->n_kid; i++) {
		buf_adds(out, i ? " and (" : "(");
		add_source(p, first ? and->kid[i] : other, out);
		buf_addc(out, ' ');
		buf_add(out, p->q->text + op->start, op->end - op->start);
		buf_addc(out, ' ');
		add_source(p, first ? other : and->kid[i], out);
		buf_addc(out, ')');
	}
}

#define SUGGESTION_MAX 160

static void refuse_and(struct parser *p, const struct lexeme *op,
                       const struct node *and, const struct node *side,
                       const struct node *other, bool first)
{
	struct buf instead = BUF_INIT;
	bool plain = side == and&&and->n_kid <= 4 && !op->negated &&
	             other->end - other->start < SUGGESTION_MAX &&
	                     and->end - and->start < SUGGESTION_MAX;

	if (plain)
		spread(p, and, op, other, first, &instead);
	if (!plain || instead.len > SUGGESTION_MAX)
		buf_sets(&instead, "(a w/5 c) and (b w/5 c)");
	query_refuse(p->q, and->start, p->err,
	             "\"and\" cannot stand inside \"%.*s\"; write %s, or put "
	             "a phrase in quotes",
	             (int)(op->end - op->start), p->q->text + op->start,
	             buf_str(&instead));
	buf_release(&instead);
}

static bool check_side(struct parser *p, const struct lexeme *op,
                       const struct node *side, const struct node *other,
                       bool first)
{
	const struct node *bad;
	int len = (int)(op->end - op->start);
	const char *text = p->q->text + op->start;

	if (node_positional(side))
		return true;
	bad = culprit(side);
	if (bad->kind == NODE_AND)
		refuse_and(p, op, bad, side, other, first);
	else if (bad->kind == NODE_NOT)
		query_refuse(p->q, bad->start, p->err,
		             "\"not\" cannot stand inside \"%.*s\"; for words "
		             "without others near them write a not w/5 b",
		             len, text);
	else if (bad->kind == NODE_ATLEAST)
		query_refuse(p->q, bad->start, p->err,
		             "atleast%u() counts in the whole article and "
		             "cannot stand inside \"%.*s\"; join it by and",
		             (unsigned)bad->n, len, text);
	else
		query_refuse(
			p->q, bad->start, p->err,
			"\"%.*s\" is about the whole article and cannot "
			"stand inside \"%.*s\"; put parentheses around "
			"the words and join it by and",
			excerpt(p->q->text + bad->start, bad->end - bad->start),
			p->q->text + bad->start, len, text);
	return false;
}

/* and, or, not over positional nodes: these can be moved out of a part. */
static bool spreads(const struct node *node)
{
	if (node->kind != NODE_AND && node->kind != NODE_OR &&
	    node->kind != NODE_NOT)
		return node_positional(node);
	for (size_t i = 0; i < node->n_kid; i++)
		if (!spreads(node->kid[i]))
			return false;
	return true;
}

bool join_part(struct parser *p, const struct lexeme *part,
               const struct node *kid)
{
	int len = (int)(part->end - part->start);
	const char *text = p->q->text + part->start;

	if (!join_whole(p, kid))
		return false;
	if (part->kind == LEX_CALL && part->op == OP_ATLEAST) {
		if (node_positional(kid))
			return true;
		query_refuse(p->q, culprit(kid)->start, p->err,
		             "\"%.*s\" counts words, phrases and what stands "
		             "near each other, not \"and\" and \"not\"",
		             len - 1, text);
		return false;
	}
	if (spreads(kid))
		return true;
	query_refuse(p->q, kid->start, p->err,
	             "this cannot stand inside \"%.*s\"", len, text);
	return false;
}

/* ---- joining ------------------------------------------------------------ */

static struct node *over(struct parser *p, enum node_kind kind,
                         struct node *left, struct node *right)
{
	struct node *node =
		node_new(p->q, kind, least(left->start, right->start),
	                 most(left->end, right->end));

	node_append(p->q, node, left);
	node_append(p->q, node, right);
	return node;
}

static void take_in(struct parser *p, struct node *node, struct node *kid)
{
	node->start = least(node->start, kid->start);
	node->end = most(node->end, kid->end);
	if (kid->kind != node->kind) {
		node_append(p->q, node, kid);
		return;
	}
	for (size_t i = 0; i < kid->n_kid; i++)
		node_append(p->q, node, kid->kid[i]);
}

/* Left and right under one flat AND or OR. */
static struct node *flat(struct parser *p, enum node_kind kind,
                         struct node *left, struct node *right)
{
	struct node *node = left;

	if (left->kind != kind) {
		node = node_new(p->q, kind, left->start, left->end);
		node_append(p->q, node, left);
	}
	take_in(p, node, right);
	return node;
}

static struct node *either(struct parser *p, struct node *a, struct node *b)
{
	if (a == NULL || b == NULL)
		return a != NULL ? a : b;
	return flat(p, NODE_OR, a, b);
}

/* (a not b) and (c not d) is (a and c) not (b or d). */
static struct node *join_and(struct parser *p, struct node *left,
                             struct node *right)
{
	struct node *l = left, *r = right, *no_l = NULL, *no_r = NULL, *node;

	if (left->kind == NODE_NOT) {
		l = left->kid[0];
		no_l = left->kid[1];
	}
	if (right->kind == NODE_NOT) {
		r = right->kid[0];
		no_r = right->kid[1];
	}
	if (l->kind == NODE_ALL)
		node = r;
	else if (r->kind == NODE_ALL)
		node = l;
	else
		node = flat(p, NODE_AND, l, r);
	no_l = either(p, no_l, no_r);
	if (no_l == NULL)
		return node;
	node = over(p, NODE_NOT, node, no_l);
	node->start = least(left->start, right->start);
	node->end = most(left->end, right->end);
	return node;
}

static struct node *join_not(struct parser *p, struct node *left,
                             struct node *right)
{
	if (left->kind != NODE_NOT)
		return over(p, NODE_NOT, left, right);
	return over(p, NODE_NOT, left->kid[0], either(p, left->kid[1], right));
}

static struct node *join_near(struct parser *p, const struct lexeme *op,
                              struct node *left, struct node *right)
{
	struct node *node;

	if (p->field != NULL) {
		query_refuse(p->q, op->start, p->err,
		             "\"%.*s\" cannot stand inside %s:( )",
		             (int)(op->end - op->start), p->q->text + op->start,
		             p->field->field->name);
		return NULL;
	}
	if (!check_side(p, op, left, right, true) ||
	    !check_side(p, op, right, left, false))
		return NULL;
	node = over(p, NODE_NEAR, left, right);
	node->n = op->unit == UNIT_WORDS ? op->n : 0;
	node->unit = op->unit;
	node->ordered = op->op == OP_PRE;
	node->negated = op->negated;
	return node;
}

struct node *join(struct parser *p, const struct lexeme *op, struct node *left,
                  struct node *right)
{
	struct node *node;

	switch (op->op) {
	case OP_AND:
		node = join_and(p, left, right);
		break;
	case OP_OR:
	case OP_NOT:
		if (!join_whole(p, left) || !join_whole(p, right))
			return NULL;
		node = op->op == OP_OR ? flat(p, NODE_OR, left, right)
		                       : join_not(p, left, right);
		break;
	default:
		node = join_near(p, op, left, right);
	}
	return node != NULL && join_depth(p, node) ? node : NULL;
}
