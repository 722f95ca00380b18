#include "query/search.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/index/schema.h"
#include "lib/index/xap.h"

/* More words of an expansion than this are not listed by --explain. */
#define EXPLAIN_WORDS 40

/* Whether the index has a spelling that nobody typed. */
static bool has_term(void *ctx, enum term_kind kind, const char *form,
                     size_t len)
{
	struct search *s = ctx;
	struct buf term = BUF_INIT;
	struct xap_error xe;
	uint32_t freq = 0;

	if (kind == TERM_JOINED)
		buf_adds(&term, PREFIX_JOINED);
	buf_add(&term, form, len);
	if (xap_db_termfreq(index_db(s->x), term.p, term.len, &freq, &xe) !=
	    XAP_OK)
		freq = 1; /* the search itself will meet the fault */
	buf_release(&term);
	return freq > 0;
}

/* The language that all articles of the query are to be in, or NULL. */
static const struct language *language_asked(const struct node *node)
{
	const struct language *l = NULL;

	if (node->kind == NODE_FIELD && node->field == FIELD_LANG)
		return language_find(node->kid[0]->text, node->kid[0]->len);
	if (node->kind == NODE_NOT)
		return language_asked(node->kid[0]);
	if (node->kind == NODE_AND)
		for (size_t i = 0; l == NULL && i < node->n_kid; i++)
			l = language_asked(node->kid[i]);
	return l;
}

enum nx_status search_open(struct search *s, struct index *x, const char *text,
                           const struct search_options *o, struct nx_err *err)
{
	struct parse_options po = { .now = o->now };
	struct lower_options lo = { .has = has_term, .ctx = s };
	const struct language *l = o->language;
	enum nx_status st;

	memset(s, 0, sizeof *s);
	s->x = x;
	s->ranking = o->ranking != NULL ? o->ranking : &ranking_default;
	s->estimate = o->estimate;
	s->keep = o->keep;
	s->keep_ctx = o->keep_ctx;
	work_begin(&s->work, o->timeout);
	s->analyser = analyser_new();
	st = query_parse(&s->query, text, strlen(text), &po, err);
	if (st == NX_OK && l == NULL)
		l = language_asked(s->query->root);
	if (l == NULL)
		l = language_find(index_language(x), strlen(index_language(x)));
	if (st == NX_OK)
		st = query_lower(s->query, s->analyser, &lo, &s->low, err);
	if (st == NX_OK)
		st = expand(&s->expansion, x, s->query, &s->low, l, &s->work,
		            err);
	s->context = (struct plan_context){ x,
		                            s->query,
		                            s->analyser,
		                            &s->work,
		                            o->own || index_has_blocks(x),
		                            o->intervals };
	if (st == NX_OK)
		st = plan_make(&s->plan, &s->context, &s->low, &s->expansion,
		               err);
	if (st == NX_OK)
		st = rank_headlines(&s->plan.query, s->ranking, s->low.root,
		                    &s->expansion, err);
	checker_init(&s->checker, &s->plan, x, &s->expansion, &s->context);
	if (st != NX_OK)
		search_close(s);
	return st;
}

void search_close(struct search *s)
{
	xap_query_free(s->narrowed);
	gathered_release(&s->gathered);
	checker_release(&s->checker);
	plan_release(&s->plan);
	expansion_release(&s->expansion);
	query_free(s->query);
	analyser_free(s->analyser);
	memset(s, 0, sizeof *s);
}

static enum xap_status set_sort(struct xap_enquire *q, enum sort sort,
                                struct xap_error *xe)
{
	switch (sort) {
	case SORT_OLDEST:
		return xap_enquire_set_sort(q, XAP_BY_VALUE_RELEVANCE,
		                            SLOT_PUBLISHED, false, xe);
	case SORT_NEWEST:
		return xap_enquire_set_sort(q, XAP_BY_VALUE_RELEVANCE,
		                            SLOT_PUBLISHED, true, xe);
	case SORT_SOURCE:
		return xap_enquire_set_sort(q, XAP_BY_VALUE_RELEVANCE,
		                            SLOT_SOURCE, false, xe);
	case SORT_RELEVANCE:
	case SORT_INDEX:
	default:
		return xap_enquire_set_sort(q, XAP_BY_RELEVANCE, 0, false, xe);
	}
}

static enum xap_status prepare(struct search *s, struct xap_enquire **q,
                               const struct xap_query *query, enum sort sort,
                               struct xap_error *xe)
{
	enum xap_status xs = xap_enquire_new(q, index_db(s->x), xe);

	if (xs == XAP_OK)
		xs = rank_set(*q, s->ranking, xe);
	if (xs == XAP_OK)
		xs = set_sort(*q, sort, xe);
	if (xs == XAP_OK)
		xs = xap_enquire_set_query(*q, query, 0, xe);
	return xs;
}

/* Append what the mset has; all were counted, or not.  If they were, and are as
 * many as there are articles, libxapian yet takes the number for an estimate
 * between bounds: what it has seen is the lower one. */
static enum xap_status take(struct xap_mset *m, bool counted, struct results *r,
                            struct xap_error *xe)
{
	struct xap_matches found;
	struct xap_hit hit;

	xap_mset_matches(m, &found);
	r->total += counted ? found.lower : found.estimated;
	r->v = nx_realloc_array(r->v, r->n + found.size, sizeof *r->v);
	for (uint32_t i = 0; i < found.size; i++) {
		enum xap_status xs = xap_mset_hit(m, i, &hit, xe);

		if (xs != XAP_OK)
			return xs;
		r->v[r->n++] = (struct result){ hit.did, hit.weight };
	}
	return XAP_OK;
}

/* What libxapian is to be asked, and whether its answers are to be checked. */
static struct xap_query *asked(const struct search *s)
{
	return s->narrowed != NULL ? s->narrowed : s->plan.query;
}

static bool to_check(const struct search *s)
{
	return s->plan.n_check > (s->checker.known != NULL ? 1 : 0);
}

/* The same, and whether the article is to be kept. */
static enum xap_status decide(void *ctx, xap_docid docid, struct xap_doc *doc,
                              bool *accept, struct xap_error *err)
{
	struct search *s = ctx;
	enum xap_status xs = XAP_OK;

	if (to_check(s))
		xs = checker_decide(&s->checker, docid, doc, accept, err);
	if (xs != XAP_OK || !*accept || s->keep == NULL)
		return xs;
	s->keep_st = s->keep(s->keep_ctx, docid, accept, &s->keep_err);
	if (s->keep_st == NX_OK)
		return XAP_OK;
	(void)snprintf(err->msg, sizeof err->msg, "ended");
	return XAP_CALLBACK;
}

/* What ended a search whose callback failed. */
static enum nx_status ended(const struct search *s, struct nx_err *err)
{
	if (s->keep_st != NX_OK)
		return nx_fail(err, s->keep_st, "%s", s->keep_err.msg);
	return nx_fail(err, s->checker.st, "%s", s->checker.err.msg);
}

/* Whether all that match are counted already. */
static bool counted(const struct search *s)
{
	return s->keep == NULL && s->narrowed != NULL && s->gathered.exact &&
	       s->gathered.node == s->low.root;
}

enum nx_status search_narrow(struct search *s, struct nx_err *err)
{
	enum nx_status st;

	if (s->ran)
		return NX_OK;
	s->ran = true;
	st = gather(&s->gathered, &s->checker, s->low.root, s->estimate, err);
	if (st != NX_OK || s->gathered.node == NULL)
		return st;
	st = gathered_query(&s->gathered, s->plan.query, &s->narrowed, err);
	if (st == NX_OK)
		s->checker.known = s->gathered.node;
	return st;
}

/* A segment that has no such docid finds nothing under it. */
enum nx_status search_only(struct search *s, const xap_docid *v, size_t n,
                           struct nx_err *err)
{
	struct gathered *g = &s->gathered;

	s->ran = true;
	g->n_seg = index_segments(s->x);
	g->seg = nx_zalloc(g->n_seg * sizeof *g->seg);
	for (size_t i = 0; i < g->n_seg; i++) {
		struct gathered_list *l = &g->seg[i];

		l->v = nx_alloc((n + 1) * sizeof *v);
		if (n > 0)
			memcpy(l->v, v, n * sizeof *v);
		l->n = l->cap = n;
	}
	return gathered_query(g, s->plan.query, &s->narrowed, err);
}

static enum nx_status run(struct search *s, const struct xap_query *query,
                          uint32_t first, uint32_t max, enum sort sort,
                          bool count, struct results *r, struct nx_err *err)
{
	struct xap_enquire *q = NULL;
	struct xap_mset *m = NULL;
	struct xap_error xe;
	enum xap_status xs = prepare(s, &q, query, sort, &xe);

	if (xs == XAP_OK)
		xs = xap_enquire_mset(
			&m, q, first, max, count ? UINT32_MAX : 0,
			to_check(s) || s->keep != NULL ? decide : NULL, s, &xe);
	if (xs == XAP_OK)
		xs = take(m, count, r, &xe);
	xap_mset_free(m);
	xap_enquire_free(q);
	if (xs == XAP_CALLBACK)
		return ended(s, err);
	return nx_from_xap(err, xs, &xe, "searching");
}

/* The query for the articles that have a value in slot, and for those that have
 * none. */
static enum nx_status split(struct xap_query *query, enum value_slot slot,
                            struct xap_query **with, struct xap_query **without,
                            struct nx_err *err)
{
	struct xap_query *any = NULL, *pair[2];
	const struct xap_query *const *sub =
		(const struct xap_query *const *)pair;
	struct xap_error xe;
	enum xap_status xs = xap_query_value_ge(&any, slot, "\0", 1, &xe);

	pair[0] = query;
	pair[1] = any;
	if (xs == XAP_OK)
		xs = xap_query_combine(with, XAP_FILTER, sub, 2, 0, &xe);
	if (xs == XAP_OK)
		xs = xap_query_combine(without, XAP_AND_NOT, sub, 2, 0, &xe);
	xap_query_free(any);
	return nx_from_xap(err, xs, &xe, "query");
}

/* libxapian sorts articles without a value before all others; people want them
 * behind. */
static enum nx_status run_split(struct search *s, uint32_t first, uint32_t max,
                                enum sort sort, struct results *r,
                                struct nx_err *err)
{
	struct xap_query *with = NULL, *without = NULL;
	enum value_slot slot =
		sort == SORT_SOURCE ? SLOT_SOURCE : SLOT_PUBLISHED;
	enum nx_status st = split(asked(s), slot, &with, &without, err);

	if (st == NX_OK)
		st = run(s, with, first, max, sort, !s->estimate, r, err);
	if (st == NX_OK)
		st = run(s, without, first > r->total ? first - r->total : 0,
		         max - (uint32_t)r->n, sort, !s->estimate, r, err);
	xap_query_free(with);
	xap_query_free(without);
	return st;
}

enum nx_status search_run(struct search *s, uint32_t first, uint32_t max,
                          enum sort sort, struct results *r, struct nx_err *err)
{
	enum nx_status st = search_narrow(s, err);
	bool known = st == NX_OK && counted(s);

	*r = (struct results){ NULL, 0, 0 };
	if (st == NX_OK && max > 0 &&
	    (sort == SORT_OLDEST || sort == SORT_SOURCE))
		st = run_split(s, first, max, sort, r, err);
	else if (st == NX_OK && (!known || (max > 0 && s->gathered.total > 0)))
		st = run(s, asked(s), first, max, sort, !s->estimate && !known,
		         r, err);
	if (known)
		r->total = (uint32_t)s->gathered.total;
	if (st != NX_OK)
		results_release(r);
	return st;
}

void results_release(struct results *r)
{
	free(r->v);
	*r = (struct results){ NULL, 0, 0 };
}

/* ---- streaming -------------------------------------------------------- */

struct stream {
	struct search *s;
	found_fn *fn;
	void *ctx;
	enum nx_status st; /* what fn ended it with */
	struct nx_err err;
};

static enum xap_status stream_decide(void *ctx, xap_docid docid,
                                     struct xap_doc *doc, bool *accept,
                                     struct xap_error *err)
{
	struct stream *t = ctx;
	enum xap_status xs = decide(t->s, docid, doc, accept, err);

	if (xs != XAP_OK || !*accept)
		return xs;
	t->st = t->fn(t->ctx, docid, &t->err);
	if (t->st == NX_OK)
		return XAP_OK;
	(void)snprintf(err->msg, sizeof err->msg, "ended");
	return XAP_CALLBACK;
}

/* Weights are of no use; but see index_has_gaps. */
static struct xap_weight weightless(const struct index *x)
{
	struct xap_weight none = XAP_WEIGHT(XAP_BOOL);
	struct xap_weight by_wdf = XAP_WEIGHT(XAP_BM25);

	by_wdf.k2 = by_wdf.k3 = by_wdf.b = 0; /* no article's length */
	return index_has_gaps(x) ? by_wdf : none;
}

/* Those that were found without libxapian, which need not be asked again. */
static enum nx_status stream_gathered(struct search *s, found_fn *fn, void *ctx,
                                      struct nx_err *err)
{
	const struct gathered *g = &s->gathered;
	enum nx_status st = NX_OK;

	for (size_t k = 0; k < g->n_seg; k++)
		for (size_t i = 0; st == NX_OK && i < g->seg[k].n; i++)
			st = fn(ctx,
			        xap_combined_docid(g->seg[k].v[i], k, g->n_seg),
			        err);
	return st;
}

enum nx_status search_stream(struct search *s, found_fn *fn, void *ctx,
                             struct nx_err *err)
{
	struct stream t = { s, fn, ctx, NX_OK, { "" } };
	const struct xap_weight none = weightless(s->x);
	struct xap_enquire *q = NULL;
	struct xap_mset *m = NULL;
	struct xap_error xe;
	enum xap_status xs;

	if (counted(s))
		return stream_gathered(s, fn, ctx, err);
	xs = xap_enquire_new(&q, index_db(s->x), &xe);
	if (xs == XAP_OK)
		xs = xap_enquire_set_weight(q, &none, &xe);
	if (xs == XAP_OK)
		xs = xap_enquire_set_query(q, asked(s), 0, &xe);
	/* Nothing is kept; the decider sees all. */
	if (xs == XAP_OK)
		xs = xap_enquire_mset(&m, q, 0, 0, UINT32_MAX, stream_decide,
		                      &t, &xe);
	xap_mset_free(m);
	xap_enquire_free(q);
	if (t.st != NX_OK)
		return nx_fail(err, t.st, "%s", t.err.msg);
	if (xs == XAP_CALLBACK)
		return ended(s, err);
	return nx_from_xap(err, xs, &xe, "searching");
}

/* ---- explaining ------------------------------------------------------- */

static void explain_leaf(const struct term_leaf *t, const struct words *w,
                         FILE *out)
{
	if (t->kind == TERM_FORM || t->kind == TERM_CAPS ||
	    t->kind == TERM_JOINED)
		return;
	fprintf(out, "%s: ", t->form);
	if (w->n == 0)
		fputs("no word of the index", out);
	for (size_t i = 0; i < w->n && i < EXPLAIN_WORDS; i++)
		fprintf(out, "%s%.*s", i > 0 ? " " : "", (int)w->v[i].len,
		        w->v[i].p);
	if (w->n > EXPLAIN_WORDS)
		fprintf(out, " and %zu more", w->n - EXPLAIN_WORDS);
	fputc('\n', out);
}

enum nx_status search_explain(struct search *s, FILE *out, struct nx_err *err)
{
	struct buf b = BUF_INIT;
	struct xap_error xe;
	struct xap_str text;
	enum xap_status xs;

	tree_print(s->query->root, &b);
	fprintf(out, "read as:  %s\n", buf_str(&b));
	buf_clear(&b);
	tree_print(s->low.root, &b);
	fprintf(out, "terms:    %s\n", buf_str(&b));
	for (size_t i = 0; i < s->low.n_leaf; i++)
		explain_leaf(s->low.leaf[i], &s->expansion.of[i], out);
	buf_clear(&b);
	for (size_t i = 0; i < s->plan.n_check; i++) {
		if (i > 0)
			buf_addc(&b, ' ');
		tree_print(s->plan.check[i], &b);
	}
	if (s->plan.n_check > 0)
		fprintf(out, "checked on each candidate: %s\n", b.p);
	buf_release(&b);
	xs = xap_query_describe(s->plan.query, &text, &xe);
	if (xs != XAP_OK)
		return nx_from_xap(err, xs, &xe, "explaining");
	fprintf(out, "libxapian: %s\n", text.data);
	return NX_OK;
}
