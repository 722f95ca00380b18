#include "query/rank.h"

#include <stdlib.h>

#include "lib/base/mem.h"
#include "lib/index/schema.h"
#include "lib/index/xap.h"
#include "query/plan_field.h"

/* As measured by "make bench PART=relevance" (tests/bench/README.md):
 *
 *   - k1 and b on the judged queries of TIME 1963: a MAP of 0.679, of 0.623
 *     with the 0.9 and 0.4 that suit short queries on TREC's newswire.  Beyond
 *     k1 = 2 nothing is gained.  A greater b (0.7: 0.686) would cost what it
 *     gains on the short items of Reuters-21578, where already this costs 0.01.
 *   - headline on the subjects of Reuters-21578, TIME having no headlines: from
 *     0.25 to 0.5 it is worth 0.01 of MAP, from 1 on it does harm.
 *
 * A bonus for neighbouring words of the query that stand near each other (within
 * 2, 8 or 20 positions, 0.03 to 0.6 of their weight) was tried too and raised
 * the MAP by 0.003 at most, in one setting of many. */
const struct ranking ranking_default = { 2.0, 0.6, 0.4 };

/* The words that an article is found by, as headline words. */
struct headline {
	const struct expansion *e;
	struct xap_query **v;
	size_t n;
};

static enum nx_status collect(struct headline *h, const struct node *node,
                              struct nx_err *err)
{
	bool first = node->kind == NODE_NOT ||
	             (node->kind == NODE_NEAR && node->negated);
	size_t n = first ? 1 : node->n_kid;
	enum nx_status st = NX_OK;

	/* Names and labels are no words of the article. */
	if (node->kind == NODE_FIELD)
		return st;
	if (node->kind == NODE_TERM && node->term->kind != TERM_CAPS &&
	    node->term->kind != TERM_JOINED) {
		const struct words *w = &h->e->of[node->term->id];

		if (w->n == 0)
			return st;
		h->v = nx_realloc_array(h->v, h->n + 1, sizeof *h->v);
		st = words_query(w->v, w->n, PREFIX_TITLE, XAP_SYNONYM,
		                 &h->v[h->n], err);
		if (st == NX_OK)
			h->n++;
	}
	for (size_t i = 0; st == NX_OK && i < n; i++)
		st = collect(h, node->kid[i], err);
	return st;
}

/* *query, and maybe the headline words. */
static enum xap_status attach(struct xap_query **query,
                              const struct headline *h, double weight,
                              struct xap_error *xe)
{
	struct xap_query *any = NULL, *scaled = NULL, *both = NULL;
	enum xap_status xs = xap_query_combine(
	        &any, XAP_OR, (const struct xap_query *const *)h->v, h->n, 0,
	        xe);

	if (xs == XAP_OK)
		xs = xap_query_scale(&scaled, any, weight, xe);
	if (xs == XAP_OK) {
		const struct xap_query *pair[] = { *query, scaled };

		xs = xap_query_combine(&both, XAP_AND_MAYBE, pair, 2, 0, xe);
	}
	if (xs == XAP_OK) {
		xap_query_free(*query);
		*query = both;
	}
	xap_query_free(any);
	xap_query_free(scaled);
	return xs;
}

enum nx_status rank_headlines(struct xap_query **query,
                              const struct ranking *r, const struct node *root,
                              const struct expansion *e, struct nx_err *err)
{
	struct headline h = { e, NULL, 0 };
	struct xap_error xe;
	enum nx_status st = NX_OK;

	if (r->headline > 0)
		st = collect(&h, root, err);
	if (st == NX_OK && h.n > 0)
		st = nx_from_xap(err, attach(query, &h, r->headline, &xe), &xe,
		                 "query");
	for (size_t i = 0; i < h.n; i++)
		xap_query_free(h.v[i]);
	free(h.v);
	return st;
}

enum xap_status rank_set(struct xap_enquire *q, const struct ranking *r,
                         struct xap_error *err)
{
	struct xap_weight w = XAP_WEIGHT(XAP_BM25);

	w.k1 = r->k1;
	w.b = r->b;
	return xap_enquire_set_weight(q, &w, err);
}
