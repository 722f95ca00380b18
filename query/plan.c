#include "query/plan.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/index/schema.h"
#include "lib/index/xap.h"
#include "query/anchor.h"
#include "query/plan_field.h"

struct planner {
	struct plan_context c;
	const struct expansion *e;
	bool title; /* inside title: */
};

/* A part of the tree as a query of libxapian. */
struct piece {
	struct xap_query *q;
	bool exact; /* q matches nothing that the part does not */
};

static enum nx_status plan_node(struct planner *p, const struct node *node,
                                struct piece *out, struct nx_err *err);

static enum nx_status none(struct piece *out, struct nx_err *err)
{
	struct xap_error xe;

	out->exact = true;
	return nx_from_xap(err, xap_query_none(&out->q, &xe), &xe, "query");
}

/* ---- terms ------------------------------------------------------------ */

static const char *prefix_of(const struct planner *p, const struct term_leaf *t)
{
	if (t->kind == TERM_JOINED)
		return PREFIX_JOINED;
	if (t->kind == TERM_CAPS)
		return PREFIX_CAPS;
	return p->title ? PREFIX_TITLE : "";
}

/* The words of a leaf, with their prefix, combined by op. */
static enum nx_status leaf_query(struct planner *p, const struct term_leaf *t,
                                 enum xap_op op, struct xap_query **out,
                                 struct nx_err *err)
{
	const struct words *w = &p->e->of[t->id];

	return words_query(w->v, w->n, prefix_of(p, t), op, out, err);
}

static enum nx_status plan_term(struct planner *p, const struct node *node,
                                struct piece *out, struct nx_err *err)
{
	/* Capitals and joined forms are not told apart by headline and body. */
	out->exact = !p->title || (node->term->kind != TERM_CAPS &&
	                           node->term->kind != TERM_JOINED);
	return leaf_query(p, node->term, XAP_SYNONYM, &out->q, err);
}

/* ---- combining -------------------------------------------------------- */

struct parts {
	struct xap_query **v;
	size_t n;
	bool exact;
};

static void parts_release(struct parts *s)
{
	for (size_t i = 0; i < s->n; i++)
		xap_query_free(s->v[i]);
	free(s->v);
}

static enum nx_status plan_kids(struct planner *p, const struct node *node,
                                struct parts *s, struct nx_err *err)
{
	enum nx_status st = NX_OK;

	*s = (struct parts){ nx_zalloc(node->n_kid * sizeof *s->v), 0, true };
	for (size_t i = 0; st == NX_OK && i < node->n_kid; i++) {
		struct piece kid = { NULL, true };

		st = plan_node(p, node->kid[i], &kid, err);
		if (st == NX_OK) {
			s->v[s->n++] = kid.q;
			s->exact = s->exact && kid.exact;
		}
	}
	return st;
}

static enum nx_status combine(enum xap_op op, const struct parts *s,
                              uint32_t window, struct xap_query **out,
                              struct nx_err *err)
{
	struct xap_error xe;

	return nx_from_xap(
		err,
		xap_query_combine(out, op,
	                          (const struct xap_query *const *)s->v, s->n,
	                          window, &xe),
		&xe, "query");
}

static enum nx_status plan_all_of(struct planner *p, const struct node *node,
                                  enum xap_op op, struct piece *out,
                                  struct nx_err *err)
{
	struct parts s;
	enum nx_status st = plan_kids(p, node, &s, err);

	if (st == NX_OK)
		st = combine(op, &s, 0, &out->q, err);
	out->exact = s.exact;
	parts_release(&s);
	return st;
}

static enum nx_status plan_not(struct planner *p, const struct node *node,
                               struct piece *out, struct nx_err *err)
{
	struct piece with = { NULL, true }, without = { NULL, true };
	enum nx_status st = plan_node(p, node->kid[0], &with, err);

	if (st == NX_OK)
		st = plan_node(p, node->kid[1], &without, err);
	out->exact = with.exact && without.exact;
	/* Without all that might match is not without what does. */
	if (st == NX_OK && without.exact) {
		struct xap_query *pair[] = { with.q, without.q };
		struct parts s = { pair, 2, true };

		st = combine(XAP_AND_NOT, &s, 0, &out->q, err);
	} else if (st == NX_OK) {
		out->q = with.q;
		with.q = NULL;
	}
	xap_query_free(with.q);
	xap_query_free(without.q);
	return st;
}

/* ---- positions -------------------------------------------------------- */

/* The kids as libxapian takes them inside PHRASE and NEAR: terms, or OR of
 * terms. */
static enum nx_status plan_leaves(struct planner *p, const struct node *node,
                                  struct parts *s, struct nx_err *err)
{
	enum nx_status st = NX_OK;

	*s = (struct parts){ nx_zalloc(node->n_kid * sizeof *s->v), 0, true };
	for (size_t i = 0; st == NX_OK && i < node->n_kid; i++) {
		st = leaf_query(p, node->kid[i]->term, XAP_OR, &s->v[s->n],
		                err);
		if (st == NX_OK)
			s->n++;
	}
	return st;
}

static bool is_plain_term(const struct node *node, bool title)
{
	return node->kind == NODE_TERM && node->term->width == 1 &&
	       node->term->kind != TERM_JOINED &&
	       !(title && node->term->kind == TERM_CAPS);
}

static bool has_word(const struct planner *p, const struct node *node)
{
	return p->e->of[node->term->id].n > 0;
}

/* libxapian with an empty OR inside a phrase: nothing matches; it need not be
 * asked. */
static bool all_have_words(const struct planner *p, const struct node *node)
{
	for (size_t i = 0; i < node->n_kid; i++)
		if (node->kid[i]->kind == NODE_TERM &&
		    !has_word(p, node->kid[i]))
			return false;
	return true;
}

static bool all_plain(const struct planner *p, const struct node *node)
{
	for (size_t i = 0; i < node->n_kid; i++)
		if (!is_plain_term(node->kid[i], p->title))
			return false;
	return true;
}

/* For the checker: all kids, as near each other as libxapian can tell. */
static enum nx_status plan_loosely(struct planner *p, const struct node *node,
                                   struct piece *out, struct nx_err *err)
{
	enum nx_status st = plan_all_of(p, node, XAP_AND, out, err);

	out->exact = false;
	if (st == NX_OK && !p->c.own && node->unit == UNIT_WORDS)
		st = anchor_filter(&p->c, p->e, node, &out->q, err);
	return st;
}

static enum nx_status plan_phrase(struct planner *p, const struct node *node,
                                  struct piece *out, struct nx_err *err)
{
	uint32_t span = (uint32_t)node->n_kid;
	struct parts s;
	enum nx_status st;

	if (!all_have_words(p, node))
		return none(out, err);
	if (p->c.own || (node->flags & PHRASE_FIXED) == 0 ||
	    !all_plain(p, node))
		return plan_loosely(p, node, out, err);
	for (size_t i = 0; i < node->n_kid; i++)
		span = node->kid[i]->offset + 1;
	st = plan_leaves(p, node, &s, err);
	if (st == NX_OK)
		st = combine(XAP_PHRASE, &s, span, &out->q, err);
	/* With a gap, libxapian finds the words in order within the span, but
	 * not at their places. */
	out->exact = span == node->n_kid;
	parts_release(&s);
	return st;
}

/* Whether the two words of a proximity could be the same occurrence. */
static bool overlap(const struct planner *p, const struct node *a,
                    const struct node *b)
{
	const struct words *wa = &p->e->of[a->term->id];
	const struct words *wb = &p->e->of[b->term->id];

	for (size_t i = 0; i < wa->n; i++)
		if (words_have(wb, wa->v[i].p, wa->v[i].len))
			return true;
	return false;
}

static enum nx_status plan_near(struct planner *p, const struct node *node,
                                struct piece *out, struct nx_err *err)
{
	struct parts s;
	enum nx_status st;

	if (node->negated) {
		st = plan_node(p, node->kid[0], out, err);
		out->exact = false;
		return st;
	}
	if (!all_have_words(p, node))
		return none(out, err);
	if (p->c.own || node->unit != UNIT_WORDS || !all_plain(p, node) ||
	    node->n_kid != 2 || overlap(p, node->kid[0], node->kid[1]))
		return plan_loosely(p, node, out, err);
	st = plan_leaves(p, node, &s, err);
	if (st == NX_OK)
		st = combine(node->ordered ? XAP_PHRASE : XAP_NEAR, &s,
		             node->n + 1, &out->q, err);
	out->exact = true;
	parts_release(&s);
	return st;
}

static enum nx_status plan_segment(struct planner *p, const struct node *node,
                                   struct piece *out, struct nx_err *err)
{
	bool was = p->title;
	enum nx_status st;

	p->title = node->field == FIELD_TITLE;
	st = plan_node(p, node->kid[0], out, err);
	if (!p->title)
		out->exact = false;
	p->title = was;
	return st;
}

static enum nx_status plan_weaker(struct planner *p, const struct node *node,
                                  struct piece *out, struct nx_err *err)
{
	enum nx_status st = plan_node(p, node->kid[0], out, err);

	out->exact = false;
	return st;
}

static enum nx_status plan_node(struct planner *p, const struct node *node,
                                struct piece *out, struct nx_err *err)
{
	struct xap_error xe;

	switch (node->kind) {
	case NODE_TERM:
		return plan_term(p, node, out, err);
	case NODE_PHRASE:
		return plan_phrase(p, node, out, err);
	case NODE_NEAR:
		return plan_near(p, node, out, err);
	case NODE_OR:
		return plan_all_of(p, node, XAP_OR, out, err);
	case NODE_AND:
		return plan_all_of(p, node, XAP_AND, out, err);
	case NODE_NOT:
		return plan_not(p, node, out, err);
	case NODE_SEGMENT:
		return plan_segment(p, node, out, err);
	case NODE_FIRST:
	case NODE_ATLEAST:
		return plan_weaker(p, node, out, err);
	case NODE_FIELD:
	case NODE_DATE:
	case NODE_LENGTH:
		return plan_field(&p->c, node, &out->q, &out->exact, err);
	case NODE_ALL:
		out->exact = true;
		return nx_from_xap(err, xap_query_all(&out->q, &xe), &xe,
		                   "query");
	default:
		return query_refuse(p->c.q, node->start, err,
		                    "this cannot be searched for");
	}
}

/* ---- the whole -------------------------------------------------------- */

/* The conjuncts of the tree that q does not say exactly. */
static enum nx_status list_checks(struct planner *p, struct plan *plan,
                                  const struct node *root, struct nx_err *err)
{
	const struct node *const *kid = (const struct node *const *)root->kid;
	size_t n = root->kind == NODE_AND ? root->n_kid : 1;
	enum nx_status st = NX_OK;

	if (root->kind != NODE_AND)
		kid = &root;
	plan->check = nx_zalloc(n * sizeof *plan->check);
	for (size_t i = 0; st == NX_OK && i < n; i++) {
		struct piece part = { NULL, true };

		st = plan_node(p, kid[i], &part, err);
		if (!part.exact)
			plan->check[plan->n_check++] = kid[i];
		xap_query_free(part.q);
	}
	return st;
}

enum nx_status plan_make(struct plan *plan, const struct plan_context *c,
                         const struct lowered *low, const struct expansion *e,
                         struct nx_err *err)
{
	struct planner p = { *c, e, false };
	struct piece whole = { NULL, true };
	enum nx_status st;

	memset(plan, 0, sizeof *plan);
	st = plan_node(&p, low->root, &whole, err);
	plan->query = whole.q;
	if (st == NX_OK && !whole.exact)
		st = list_checks(&p, plan, low->root, err);
	if (st != NX_OK)
		plan_release(plan);
	return st;
}

void plan_release(struct plan *plan)
{
	xap_query_free(plan->query);
	free(plan->check);
	memset(plan, 0, sizeof *plan);
}
