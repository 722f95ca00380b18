#include "query/spans.h"

#include <stdlib.h>

#include "lib/base/mem.h"
#include "query/occur.h"

void hits_release(struct hits *h)
{
	static const struct hits none = HITS_INIT;

	free(h->interval.v);
	free(h->match.v);
	free(h->mark.v);
	*h = none;
}

static bool is_full(const struct span_list *l)
{
	return l->n >= LIMIT_HITS;
}

static void add(struct span_list *l, const struct span *s)
{
	if (is_full(l))
		return;
	l->v = NX_GROW(l->v, l->n, &l->cap);
	l->v[l->n++] = *s;
}

static int compare(const void *pa, const void *pb)
{
	const struct span *a = pa, *b = pb;

	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	return (a->last > b->last) - (a->last < b->last);
}

static void sort(struct span_list *l)
{
	if (l->n > 1)
		qsort(l->v, l->n, sizeof *l->v, compare);
}

/* Make one of those that overlap. */
static void merge(struct span_list *l)
{
	size_t kept = 0;

	sort(l);
	for (size_t i = 0; i < l->n; i++) {
		struct span *was = kept > 0 ? &l->v[kept - 1] : NULL;
		const struct span *s = &l->v[i];

		if (was == NULL || s->first > was->last) {
			l->v[kept++] = *s;
		} else if (s->last > was->last) {
			was->last = s->last;
			was->end = s->end;
		}
	}
	l->n = kept;
}

struct finder {
	struct hits *h;
	const struct occurrences *o;
	const struct positions *p;
	uint32_t what; /* expressions so far */
};

/* ---- marks -------------------------------------------------------------- */

/* Mark those intervals of a word or phrase that lie inside one of within. */
static void mark_inside(struct finder *f, const struct node *node,
                        const struct intervals *within)
{
	struct intervals l = INTERVALS_INIT;
	size_t j = 0;

	if (is_full(&f->h->mark))
		return;
	intervals_eval(node, f->p, &l);
	for (size_t i = 0; i < l.n; i++) {
		struct span s;

		/* Of those that reach far enough the first begins earliest. */
		while (j < within->n && within->v[j].last < l.v[i].last)
			j++;
		if (j == within->n)
			break;
		if (within->v[j].first > l.v[i].first)
			continue;
		s = occurrences_span(f->o, l.v[i].first, l.v[i].last);
		add(&f->h->mark, &s);
	}
	intervals_release(&l);
}

static void mark(struct finder *f, const struct node *node,
                 const struct intervals *within)
{
	size_t n = node->n_kid;

	if (node->kind == NODE_TERM || node->kind == NODE_PHRASE) {
		mark_inside(f, node, within);
		return;
	}
	if (node->kind == NODE_NEAR && node->negated)
		n = 1;
	for (size_t i = 0; i < n; i++)
		mark(f, node->kid[i], within);
}

/* Each side of an OR by itself: of "peace deal" or peace, the longer too. */
static void mark_wanted(struct finder *f, const struct node *node)
{
	struct intervals l = INTERVALS_INIT;

	if (node->kind == NODE_OR) {
		for (size_t i = 0; i < node->n_kid; i++)
			mark_wanted(f, node->kid[i]);
		return;
	}
	if (is_full(&f->h->mark) || is_full(&f->h->match))
		return;
	intervals_eval(node, f->p, &l);
	for (size_t i = 0; i < l.n; i++) {
		struct span s =
			occurrences_span(f->o, l.v[i].first, l.v[i].last);

		s.what = f->what;
		add(&f->h->match, &s);
	}
	f->what++;
	if (l.n > 0)
		mark(f, node, &l);
	intervals_release(&l);
}

static void mark_all(struct finder *f, const struct node *node)
{
	size_t n = node->kind == NODE_NOT ? 1 : node->n_kid;

	if (node->kind == NODE_FIELD || is_full(&f->h->mark))
		return;
	if (node_positional(node)) {
		mark_wanted(f, node);
		return;
	}
	for (size_t i = 0; i < n; i++)
		mark_all(f, node->kid[i]);
}

/* ---- what the query wants ----------------------------------------------- */

static void find(struct finder *f, const struct node *root)
{
	struct intervals l = INTERVALS_INIT;

	(void)intervals_wanted(root, f->p, &l);
	for (size_t i = 0; i < l.n && !is_full(&f->h->interval); i++) {
		struct span s =
			occurrences_span(f->o, l.v[i].first, l.v[i].last);

		add(&f->h->interval, &s);
	}
	intervals_release(&l);
}

enum field part_field(enum part p)
{
	static const enum field field[PARTS] = { FIELD_TITLE, FIELD_DECK,
		                                 FIELD_BODY };

	return field[p];
}

void hits_find(struct hits *h, const struct node *root,
               const struct token_list *tokens, enum field part,
               const struct span_matcher *matcher)
{
	struct finder f = { h, NULL, NULL, 0 };
	struct occurrences *o;

	h->interval.n = h->match.n = h->mark.n = 0;
	h->expressions = 0;
	if (tokens->positions == 0)
		return;
	o = occurrences_new(tokens, part, matcher);
	f.o = o;
	f.p = occurrences_positions(o);
	find(&f, root);
	mark_all(&f, root);
	sort(&h->match);
	h->expressions = f.what;
	merge(&h->mark);
	occurrences_free(o);
}
