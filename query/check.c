#include "query/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/index/doc.h"
#include "lib/index/xap.h"

/* ---- reading positions ------------------------------------------------ */

static void give_up(struct checker *k, enum xap_status xs,
                    const struct xap_error *xe)
{
	if (k->st == NX_OK)
		k->st = nx_from_xap(&k->err, xs, xe, "reading positions");
}

/* The positions of k->term in the article, a batch at a time. */
static void each_position(struct checker *k,
                          void (*fn)(void *to, const xap_pos *pos, size_t n),
                          void *to)
{
	xap_pos pos[256];
	struct xap_error xe;
	size_t n;
	enum xap_status xs = xap_db_positions(&k->it, index_db(k->x), k->docid,
	                                      k->term.p, k->term.len, &xe);

	while (xs == XAP_OK) {
		xs = xap_positions_read(k->it, pos, sizeof pos / sizeof pos[0],
		                        &n, &xe);
		if (xs == XAP_OK)
			fn(to, pos, n);
		if (work_over(k->c->work, n))
			return;
	}
	if (xs != XAP_END)
		give_up(k, xs, &xe);
}

struct widening {
	struct intervals *out;
	uint32_t extra;
};

static void add_intervals(void *to, const xap_pos *pos, size_t n)
{
	struct widening *w = to;

	for (size_t i = 0; i < n; i++)
		intervals_add(w->out, pos[i], pos[i] + w->extra);
}

static const char *prefix_of(enum term_kind kind)
{
	switch (kind) {
	case TERM_CAPS:
		return PREFIX_CAPS;
	case TERM_JOINED:
		return PREFIX_JOINED;
	default:
		return "";
	}
}

static void word_intervals(struct checker *k, const struct term_leaf *leaf,
                           struct slice word, struct widening *to)
{
	buf_sets(&k->term, prefix_of(leaf->kind));
	buf_add(&k->term, word.p, word.len);
	each_position(k, add_intervals, to);
}

static void term_intervals(void *ctx, const struct term_leaf *leaf,
                           struct intervals *out)
{
	struct checker *k = ctx;
	const struct words *w = &k->e->of[leaf->id];
	struct widening to = { out, leaf->width - 1 };
	const struct presence *v;
	struct xap_error xe;
	enum xap_status xs;
	size_t n;

	if (w->n < PRESENT_WORDS) {
		for (size_t i = 0; i < w->n; i++)
			word_intervals(k, leaf, w->v[i], &to);
		return;
	}
	if (k->present == NULL)
		k->present = nx_zalloc(k->e->low->n_leaf * sizeof *k->present);
	xs = present_find(&k->present[leaf->id], index_db(k->x), w, k->docid,
	                  &v, &n, &xe);
	if (xs != XAP_OK)
		give_up(k, xs, &xe);
	for (size_t i = 0; i < n; i++)
		word_intervals(k, leaf, w->v[v[i].word], &to);
}

static void add_ends(void *to, const xap_pos *pos, size_t n)
{
	buf_add(to, pos, n * sizeof *pos);
}

static struct ends ends_of(struct checker *k, bool wanted, const char *marker,
                           struct buf *b)
{
	struct ends e = { NULL, 0 };

	buf_clear(b);
	if (!wanted)
		return e;
	buf_sets(&k->term, marker);
	each_position(k, add_ends, b);
	e.v = (const uint32_t *)(const void *)b->p;
	e.n = b->len / sizeof *e.v;
	return e;
}

static struct interval span(uint32_t base, uint32_t words)
{
	return (struct interval){ base + 1, base + words };
}

static void read_parts(struct checker *k, struct xap_doc *doc,
                       struct positions *p)
{
	const unsigned char *at, *end;
	uint32_t words[PARTS] = { 0 }, base[PARTS];
	struct xap_error xe;
	struct xap_str v;
	enum xap_status xs = xap_doc_value(doc, SLOT_PARTS, &v, &xe);

	if (xs != XAP_OK) {
		give_up(k, xs, &xe);
		return;
	}
	at = (const unsigned char *)v.data;
	end = at + v.len;
	for (int i = 0; i < PARTS; i++) {
		uint64_t n = 0;

		if (varint_read(&at, end, &n))
			words[i] = (uint32_t)n;
	}
	doc_bases(words, base);
	p->title = span(base[PART_HEADLINE], words[PART_HEADLINE]);
	p->deck = span(base[PART_DECK], words[PART_DECK]);
	p->body = span(base[PART_BODY], words[PART_BODY]);
}

/* ---- sets of articles ------------------------------------------------- */

struct docset {
	const struct node *node;
	xap_docid *v; /* ascending */
	size_t n;
};

static int by_number(const void *a, const void *b)
{
	const xap_docid *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static enum xap_status collect(struct xap_enquire *q, struct docset *s,
                               struct xap_error *xe)
{
	struct xap_weight none = XAP_WEIGHT(XAP_BOOL);
	struct xap_matches m;
	struct xap_mset *ms = NULL;
	struct xap_hit hit;
	enum xap_status xs = xap_enquire_set_weight(q, &none, xe);

	if (xs == XAP_OK)
		xs = xap_enquire_mset(&ms, q, 0, UINT32_MAX, 0, NULL, NULL, xe);
	if (xs != XAP_OK)
		return xs;
	xap_mset_matches(ms, &m);
	s->v = nx_alloc(m.size * sizeof *s->v);
	for (uint32_t i = 0; xs == XAP_OK && i < m.size; i++) {
		xs = xap_mset_hit(ms, i, &hit, xe);
		s->v[s->n++] = hit.did;
	}
	xap_mset_free(ms);
	qsort(s->v, s->n, sizeof *s->v, by_number);
	return xs;
}

static void fill_set(struct checker *k, struct docset *s)
{
	struct xap_query *q = NULL;
	struct xap_enquire *enq = NULL;
	struct xap_error xe;
	enum xap_status xs;

	k->st = plan_field(k->c, s->node, &q, &k->err);
	if (k->st != NX_OK)
		return;
	xs = xap_enquire_new(&enq, index_db(k->x), &xe);
	if (xs == XAP_OK)
		xs = xap_enquire_set_query(enq, q, 0, &xe);
	if (xs == XAP_OK)
		xs = collect(enq, s, &xe);
	if (xs != XAP_OK)
		give_up(k, xs, &xe);
	xap_enquire_free(enq);
	xap_query_free(q);
}

/* The first set that is of this node or one behind it in memory. */
static size_t set_place(const struct checker *k, const struct node *node)
{
	size_t lo = 0, hi = k->n_set;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if ((uintptr_t)k->set[mid].node < (uintptr_t)node)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static bool in_set(struct checker *k, const struct node *node)
{
	size_t at = set_place(k, node);
	struct docset *s;

	if (at == k->n_set || k->set[at].node != node) {
		k->set = NX_GROW(k->set, k->n_set, &k->cap_set);
		s = &k->set[at];
		memmove(s + 1, s, (k->n_set++ - at) * sizeof *s);
		*s = (struct docset){ node, NULL, 0 };
		fill_set(k, s);
	}
	s = &k->set[at];
	return s->n > 0 &&
	       bsearch(&k->docid, s->v, s->n, sizeof *s->v, by_number) != NULL;
}

/* ---- values ----------------------------------------------------------- */

/* The number in the article's slot; false if it has none. */
static bool number_of(struct checker *k, enum value_slot slot, double *out)
{
	struct xap_error xe;
	struct xap_str v;
	enum xap_status xs = xap_doc_value(k->doc, slot, &v, &xe);

	if (xs != XAP_OK) {
		give_up(k, xs, &xe);
		return false;
	}
	*out = xap_unsortable(v.data, v.len);
	return v.len > 0;
}

/* As plan_field says it to libxapian, which would read the values of all
 * articles for each range. */
static bool in_range(struct checker *k, const struct node *node)
{
	bool date = node->kind == NODE_DATE;
	double first, last;

	if (!number_of(k, date ? SLOT_FIRST : SLOT_WORDS, &first))
		return false;
	last = first;
	if (date && !number_of(k, SLOT_LAST, &last))
		return false;
	return (node->hi == RANGE_OPEN_HI || first <= (double)node->hi) &&
	       (node->lo == RANGE_OPEN_LO || last >= (double)node->lo);
}

/* ---- evaluating ------------------------------------------------------- */

static bool matches(struct checker *k, const struct node *node,
                    const struct positions *p)
{
	bool all = node->kind == NODE_AND;

	switch (node->kind) {
	case NODE_AND:
	case NODE_OR:
		for (size_t i = 0; i < node->n_kid; i++)
			if (matches(k, node->kid[i], p) != all)
				return !all;
		return all;
	case NODE_NOT:
		return matches(k, node->kid[0], p) &&
		       !matches(k, node->kid[1], p);
	case NODE_ATLEAST:
		intervals_eval(node->kid[0], p, &k->intervals);
		return k->intervals.n >= node->n;
	case NODE_FIELD:
		return in_set(k, node);
	case NODE_DATE:
	case NODE_LENGTH:
		return in_range(k, node);
	case NODE_ALL:
		return true;
	default:
		intervals_eval(node, p, &k->intervals);
		return k->intervals.n > 0;
	}
}

/* What libxapian does for a candidate, in steps. */
#define CANDIDATE_STEPS 64

enum xap_status checker_decide(void *ctx, xap_docid docid, struct xap_doc *doc,
                               bool *accept, struct xap_error *err)
{
	struct checker *k = ctx;
	struct positions p = { .term = term_intervals,
		               .ctx = k,
		               .work = k->c->work };

	k->docid = docid;
	k->doc = doc;
	p.sentence = ends_of(k, k->sentences, TERM_SENTENCES, &k->sentence);
	p.paragraph = ends_of(k, k->paragraphs, TERM_PARAGRAPHS, &k->paragraph);
	p.title = p.deck = p.body = (struct interval){ 1, 0 };
	if (k->parts)
		read_parts(k, doc, &p);
	for (size_t i = 0; *accept && k->st == NX_OK && i < k->plan->n_check;
	     i++)
		*accept = matches(k, k->plan->check[i], &p);
	if (k->st == NX_OK && work_over(k->c->work, CANDIDATE_STEPS))
		k->st = work_refuse(k->c->work, &k->err);
	if (k->st == NX_OK)
		return XAP_OK;
	(void)snprintf(err->msg, sizeof err->msg, "%.500s", k->err.msg);
	return XAP_CALLBACK;
}

/* ---- life ------------------------------------------------------------- */

static void look_for_needs(struct checker *k, const struct node *node)
{
	if (node->kind == NODE_NEAR && node->unit == UNIT_SENTENCE)
		k->sentences = true;
	if (node->kind == NODE_NEAR && node->unit == UNIT_PARAGRAPH)
		k->paragraphs = true;
	if (node->kind == NODE_SEGMENT || node->kind == NODE_FIRST)
		k->parts = true;
	for (size_t i = 0; i < node->n_kid; i++)
		look_for_needs(k, node->kid[i]);
}

void checker_init(struct checker *k, const struct plan *plan, struct index *x,
                  const struct expansion *e, const struct plan_context *c)
{
	memset(k, 0, sizeof *k);
	k->plan = plan;
	k->x = x;
	k->e = e;
	k->c = c;
	for (size_t i = 0; i < plan->n_check; i++)
		look_for_needs(k, plan->check[i]);
}

void checker_release(struct checker *k)
{
	xap_positions_free(k->it);
	intervals_release(&k->intervals);
	buf_release(&k->term);
	buf_release(&k->sentence);
	buf_release(&k->paragraph);
	for (size_t i = 0; i < k->n_set; i++)
		free(k->set[i].v);
	free(k->set);
	for (size_t i = 0; k->present != NULL && i < k->e->low->n_leaf; i++)
		present_release(&k->present[i]);
	free(k->present);
	memset(k, 0, sizeof *k);
}
