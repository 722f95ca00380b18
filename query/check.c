#include "query/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/index/doc.h"
#include "lib/index/xap.h"
#include "query/quick.h"

/* ---- reading ----------------------------------------------------------- */

static void give_up(struct checker *k, enum xap_status xs,
                    const struct xap_error *xe)
{
	if (k->st == NX_OK)
		k->st = nx_from_xap(&k->err, xs, xe, "searching");
}

static void term_intervals(void *ctx, const struct term_leaf *leaf,
                           struct intervals *out)
{
	struct checker *k = ctx;
	struct places l = leaf_list(&k->leaves, leaf);

	for (size_t i = 0; i < l.n; i++)
		intervals_add(out, l.v[i], l.v[i] + leaf->width - 1);
}

static struct ends ends_of(struct places l)
{
	return (struct ends){ l.v, l.n };
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

/* What libxapian does for a candidate, in steps. */
#define CANDIDATE_STEPS 64

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

/* A name of several words, which is to be checked for their order. */
struct name {
	struct checker *k;
	struct pos_term **word;
	size_t n;
};

static void name_init(struct name *m, struct checker *k,
                      const struct node *field)
{
	struct words w = { NULL, 0, 0, BUF_INIT };

	name_words(k->c, field, &w);
	*m = (struct name){ k, nx_zalloc((w.n + 1) * sizeof *m->word), w.n };
	for (size_t i = 0; i < w.n; i++)
		m->word[i] =
			pos_reader_term(k->leaves.reader, w.v[i].p, w.v[i].len);
	free(w.v);
	buf_release(&w.text);
}

static enum xap_status name_decide(void *ctx, xap_docid docid,
                                   struct xap_doc *doc, bool *accept,
                                   struct xap_error *err)
{
	struct name *m = ctx;
	struct leaves *l = &m->k->leaves;
	xap_docid was = l->docid;

	(void)doc;
	leaves_article(l, docid);
	*accept = quick_phrase(l, m->word, m->n);
	leaves_article(l, was);
	if (l->st == NX_OK && !work_over(m->k->c->work, CANDIDATE_STEPS))
		return XAP_OK;
	(void)snprintf(err->msg, sizeof err->msg, "ended");
	return XAP_CALLBACK;
}

static enum xap_status collect(struct xap_enquire *q, struct docset *s,
                               struct name *m, struct xap_error *xe)
{
	struct xap_weight none = XAP_WEIGHT(XAP_BOOL);
	struct xap_matches found;
	struct xap_mset *ms = NULL;
	struct xap_hit hit;
	enum xap_status xs = xap_enquire_set_weight(q, &none, xe);

	if (xs == XAP_OK)
		xs = xap_enquire_mset(&ms, q, 0, UINT32_MAX, 0,
		                      m != NULL ? name_decide : NULL, m, xe);
	if (xs != XAP_OK)
		return xs;
	xap_mset_matches(ms, &found);
	s->v = nx_alloc(found.size * sizeof *s->v);
	for (uint32_t i = 0; xs == XAP_OK && i < found.size; i++) {
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
	struct name m = { NULL, NULL, 0 };
	struct xap_error xe;
	enum xap_status xs;
	bool exact;

	k->st = plan_field(k->c, s->node, &q, &exact, &k->err);
	if (k->st != NX_OK)
		return;
	if (!exact)
		name_init(&m, k, s->node);
	xs = xap_enquire_new(&enq, index_db(k->x), &xe);
	if (xs == XAP_OK)
		xs = xap_enquire_set_query(enq, q, 0, &xe);
	if (xs == XAP_OK)
		xs = collect(enq, s, exact ? NULL : &m, &xe);
	/* Else checker_decide finds out why. */
	if (xs != XAP_OK && xs != XAP_CALLBACK)
		give_up(k, xs, &xe);
	xap_enquire_free(enq);
	xap_query_free(q);
	free(m.word);
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
		if (!k->c->intervals && quick_can(node))
			return quick_matches(node, &k->leaves);
		if (!k->c->intervals && !quick_may(node, &k->leaves))
			return false;
		intervals_eval(node, p, &k->intervals);
		return k->intervals.n > 0;
	}
}

/* From now on of this article; doc may be NULL where no part and no value is
 * asked for. */
static void look_at(struct checker *k, xap_docid docid, struct xap_doc *doc,
                    struct positions *p)
{
	*p = (struct positions){ .term = term_intervals,
		                 .ctx = k,
		                 .work = k->c->work };
	k->docid = docid;
	k->doc = doc;
	leaves_article(&k->leaves, docid);
	if (k->sentences)
		p->sentence = ends_of(sentence_ends(&k->leaves));
	if (k->paragraphs)
		p->paragraph = ends_of(paragraph_ends(&k->leaves));
	p->title = p->deck = p->body = (struct interval){ 1, 0 };
	if (k->parts && doc != NULL)
		read_parts(k, doc, p);
}

static void note_leaves(struct checker *k)
{
	if (k->st == NX_OK && k->leaves.st != NX_OK) {
		k->st = k->leaves.st;
		k->err = k->leaves.err;
	}
}

bool checker_matches(struct checker *k, xap_docid docid,
                     const struct node *node)
{
	struct positions p;
	bool found;

	look_at(k, docid, NULL, &p);
	found = matches(k, node, &p);
	note_leaves(k);
	return found && k->st == NX_OK;
}

bool checker_can(const struct node *node)
{
	switch (node->kind) {
	case NODE_TERM:
	case NODE_PHRASE:
	case NODE_NEAR:
	case NODE_OR:
	case NODE_ATLEAST:
		break;
	default:
		return false;
	}
	for (size_t i = 0; i < node->n_kid; i++)
		if (!checker_can(node->kid[i]))
			return false;
	return true;
}

enum xap_status checker_decide(void *ctx, xap_docid docid, struct xap_doc *doc,
                               bool *accept, struct xap_error *err)
{
	struct checker *k = ctx;
	struct positions p;

	look_at(k, docid, doc, &p);
	for (size_t i = 0; *accept && k->st == NX_OK && i < k->plan->n_check;
	     i++)
		*accept = k->plan->check[i] == k->known ||
		          matches(k, k->plan->check[i], &p);
	note_leaves(k);
	if (k->st == NX_OK && work_over(k->c->work, CANDIDATE_STEPS))
		k->st = work_refuse(k->c->work, &k->err);
	if (k->st == NX_OK)
		return XAP_OK;
	(void)snprintf(err->msg, sizeof err->msg, "%.500s", k->err.msg);
	return XAP_CALLBACK;
}

/* ---- needs ------------------------------------------------------------ */

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

enum nx_status checker_positions(struct checker *k, xap_docid docid,
                                 const struct node *node, struct positions *p,
                                 struct nx_err *err)
{
	struct xap_doc *doc = NULL;
	struct xap_error xe;
	enum xap_status xs = XAP_OK;

	if (k->needs != node)
		look_for_needs(k, node);
	k->needs = node;
	if (k->parts)
		xs = xap_db_doc(&doc, index_db(k->x), docid, &xe);
	if (xs == XAP_OK)
		look_at(k, docid, doc, p);
	xap_doc_free(doc);
	k->doc = NULL;
	note_leaves(k);
	if (k->st != NX_OK)
		return nx_fail(err, k->st, "%s", k->err.msg);
	return nx_from_xap(err, xs, &xe, "reading an article");
}

/* ---- life ------------------------------------------------------------- */

void checker_init(struct checker *k, const struct plan *plan, struct index *x,
                  const struct expansion *e, const struct plan_context *c)
{
	memset(k, 0, sizeof *k);
	k->plan = plan;
	k->x = x;
	k->c = c;
	leaves_init(&k->leaves, x, e, c->work);
	for (size_t i = 0; i < plan->n_check; i++)
		look_for_needs(k, plan->check[i]);
}

void checker_release(struct checker *k)
{
	leaves_release(&k->leaves);
	intervals_release(&k->intervals);
	for (size_t i = 0; i < k->n_set; i++)
		free(k->set[i].v);
	free(k->set);
	memset(k, 0, sizeof *k);
}
