#include "query/anchor.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/index/schema.h"
#include "lib/index/xap.h"

/* Terms of one anchor.  Each is a list of postings that is read once more. */
#define TERMS_MOST 64

struct anchor {
	struct words terms; /* with their prefixes; v are offsets in text */
	uint32_t width;     /* positions of the longest interval */
	bool shared;        /* terms that stand where others do */
};

static void release(struct anchor *a)
{
	free(a->terms.v);
	buf_release(&a->terms.text);
}

static bool add(const struct plan_context *c, const struct expansion *e,
                const struct node *node, struct anchor *a);

static bool add_term(const struct expansion *e, const struct term_leaf *t,
                     struct anchor *a)
{
	const struct words *w = &e->of[t->id];
	struct words *to = &a->terms;
	bool marked = t->kind == TERM_CAPS || t->kind == TERM_JOINED;
	const char *prefix = !marked                ? ""
	                     : t->kind == TERM_CAPS ? PREFIX_CAPS
	                                            : PREFIX_JOINED;

	if (to->n + w->n > TERMS_MOST)
		return false;
	for (size_t i = 0; i < w->n; i++) {
		size_t at = to->text.len;

		buf_adds(&to->text, prefix);
		buf_add(&to->text, w->v[i].p, w->v[i].len);
		to->v = NX_GROW(to->v, to->n, &to->cap);
		to->v[to->n++] =
			(struct slice){ (const char *)at, to->text.len - at };
	}
	if (t->width > a->width)
		a->width = t->width;
	a->shared = a->shared || marked || t->width > 1;
	return true;
}

/* In how many articles the anchor's terms are, each counted. */
static uint64_t articles(const struct plan_context *c, const struct anchor *a)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < a->terms.n; i++) {
		const struct slice *s = &a->terms.v[i];
		uint32_t n = 0;

		(void)xap_db_termfreq(index_db(c->x),
		                      a->terms.text.p + (size_t)s->p, s->len,
		                      &n, NULL);
		sum += n;
	}
	return sum;
}

/* Of kids that must all be there the rarest is the anchor. */
static bool add_rarest(const struct plan_context *c, const struct expansion *e,
                       const struct node *node, struct anchor *a)
{
	uint64_t least = UINT64_MAX;
	const struct node *rarest = NULL;
	uint32_t width = node->kind == NODE_NEAR ? node->n : 0;

	for (size_t i = 0; i < node->n_kid; i++) {
		struct anchor one = { .width = 0 };
		bool can = add(c, e, node->kid[i], &one);
		uint64_t n = can ? articles(c, &one) : 0;

		/* Of little use; see may_coincide. */
		if (one.shared)
			n += UINT32_MAX;
		width += one.width;
		if (node->kind == NODE_PHRASE && i > 0)
			width += node->kid[i]->n;
		release(&one);
		if (!can)
			return false;
		if (n < least) {
			least = n;
			rarest = node->kid[i];
		}
	}
	if (rarest == NULL || !add(c, e, rarest, a))
		return false;
	if (width > a->width)
		a->width = width;
	return true;
}

/* Add the anchor of an expression, which may be one of several; false if it has
 * none. */
static bool add(const struct plan_context *c, const struct expansion *e,
                const struct node *node, struct anchor *a)
{
	switch (node->kind) {
	case NODE_TERM:
		return add_term(e, node->term, a);
	case NODE_OR:
		for (size_t i = 0; i < node->n_kid; i++)
			if (!add(c, e, node->kid[i], a))
				return false;
		return true;
	case NODE_NEAR:
		if (node->negated)
			return add(c, e, node->kid[0], a);
		return node->unit == UNIT_WORDS && add_rarest(c, e, node, a);
	case NODE_PHRASE:
		return add_rarest(c, e, node, a);
	case NODE_FIRST:
	case NODE_SEGMENT:
		return add(c, e, node->kid[0], a);
	default:
		return false;
	}
}

/* ---- the filter ------------------------------------------------------- */

static void settle(struct anchor *a)
{
	for (size_t i = 0; i < a->terms.n; i++)
		a->terms.v[i].p = a->terms.text.p + (size_t)a->terms.v[i].p;
}

static bool has(const struct words *w, const struct slice *term)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->v[i].len == term->len &&
		    memcmp(w->v[i].p, term->p, term->len) == 0)
			return true;
	return false;
}

/* Whether both may be anchored by one occurrence, which is not near itself. */
static bool may_coincide(const struct anchor *a, const struct anchor *b)
{
	if (a->shared || b->shared)
		return true;
	for (size_t i = 0; i < a->terms.n; i++)
		if (has(&b->terms, &a->terms.v[i]))
			return true;
	return false;
}

/* *query FILTER (the anchors by op, within window). */
static enum nx_status restrict_to(const struct anchor *a, size_t n,
                                  enum xap_op op, uint32_t window,
                                  struct xap_query **query, struct nx_err *err)
{
	struct xap_query **any = nx_zalloc(n * sizeof *any);
	const struct xap_query *pair[2] = { *query, NULL };
	struct xap_query *near = NULL, *both = NULL;
	struct xap_error xe;
	enum xap_status xs = XAP_OK;
	enum nx_status st = NX_OK;

	for (size_t i = 0; st == NX_OK && i < n; i++)
		st = words_query(a[i].terms.v, a[i].terms.n, "", XAP_OR,
		                 &any[i], err);
	if (st == NX_OK)
		xs = xap_query_combine(&near, op,
		                       (const struct xap_query *const *)any, n,
		                       window, &xe);
	pair[1] = near;
	if (st == NX_OK && xs == XAP_OK)
		xs = xap_query_combine(&both, XAP_FILTER, pair, 2, 0, &xe);
	if (st == NX_OK)
		st = nx_from_xap(err, xs, &xe, "query");
	if (st == NX_OK) {
		xap_query_free(*query);
		*query = both;
	}
	xap_query_free(near);
	for (size_t i = 0; i < n; i++)
		xap_query_free(any[i]);
	free(any);
	return st;
}

enum nx_status anchor_filter(const struct plan_context *c,
                             const struct expansion *e, const struct node *node,
                             struct xap_query **query, struct nx_err *err)
{
	bool ordered = node->kind == NODE_PHRASE || node->ordered, can = true;
	struct anchor *a = nx_zalloc(node->n_kid * sizeof *a);
	uint32_t window = node->kind == NODE_NEAR ? node->n - 1 : 0;
	enum nx_status st = NX_OK;
	size_t n = 0;

	while (can && n < node->n_kid) {
		can = add(c, e, node->kid[n], &a[n]) && a[n].terms.n > 0;
		settle(&a[n]);
		window += a[n].width;
		if (node->kind == NODE_PHRASE && n > 0)
			window += node->kid[n]->n;
		n++;
	}
	if (can && !ordered)
		can = !may_coincide(&a[0], &a[1]);
	if (can)
		st = restrict_to(a, n, ordered ? XAP_PHRASE : XAP_NEAR, window,
		                 query, err);
	for (size_t i = 0; i < n; i++)
		release(&a[i]);
	free(a);
	return st;
}
