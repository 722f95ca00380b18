#include "query/expand.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"
#include "lib/index/schema.h"
#include "lib/index/xap.h"
#include "lib/base/edits.h"
#include "query/match.h"

/* ---- patterns --------------------------------------------------------- */

/* What reading a word of the index and comparing it costs, in steps. */
#define SCAN_STEPS 16

enum nx_status expand_pattern(struct index *x, const char *prefix,
                              struct slice pattern, index_word_fn *fn,
                              void *ctx, struct work *work, struct nx_err *err)
{
	size_t skip = strlen(prefix), fixed = 0;
	struct buf lead = BUF_INIT;
	struct xap_terms *it = NULL;
	struct xap_error xe;
	struct xap_str t;
	enum nx_status st;

	while (fixed < pattern.len && pattern.p[fixed] != '*' &&
	       pattern.p[fixed] != '?')
		fixed++;
	buf_adds(&lead, prefix);
	buf_add(&lead, pattern.p, fixed);
	st = nx_from_xap(err,
	                 xap_db_terms(&it, index_db(x), lead.p, lead.len, &xe),
	                 &xe, "reading words");
	while (st == NX_OK) {
		st = nx_from_xap(err, xap_terms_next(it, &t, &xe), &xe,
		                 "reading words");
		if (st != NX_OK)
			break;
		/* Terms of longer prefixes begin with a capital. */
		if (t.len > skip && t.data[skip] >= 'A' &&
		    t.data[skip] <= 'Z' && skip == 0)
			continue;
		if (wildcard_match(pattern.p, pattern.len, t.data + skip,
		                   t.len - skip))
			st = fn(ctx, t.data + skip, t.len - skip);
		if (work_over(work, SCAN_STEPS))
			st = work_refuse(work, err);
	}
	xap_terms_free(it);
	buf_release(&lead);
	return st == NX_END ? NX_OK : st;
}

/* ---- collecting ------------------------------------------------------- */

struct collect {
	struct words *to;
	size_t found;
	const struct chars *like; /* NULL: any */
	unsigned distance;
	struct work *work;
};

/* Counts on beyond the limit, to be able to say how many there are. */
static enum nx_status collect(void *ctx, const char *word, size_t len)
{
	struct collect *c = ctx;
	struct words *w = c->to;
	struct chars chars;

	if (c->like != NULL &&
	    (!chars_read(&chars, word, len) ||
	     chars_edits(c->like, &chars, c->distance) > c->distance))
		return NX_OK;
	if (++c->found > LIMIT_EXPANSION)
		return NX_OK;
	w->v = NX_GROW(w->v, w->n, &w->cap);
	/* An offset for now: text may move. */
	w->v[w->n++] = (struct slice){ (const char *)w->text.len, len };
	buf_add(&w->text, word, len);
	return NX_OK;
}

static int by_bytes(const void *a, const void *b)
{
	const struct slice *x = a, *y = b;
	int c = memcmp(x->p, y->p, x->len < y->len ? x->len : y->len);

	if (c != 0)
		return c;
	return x->len < y->len ? -1 : x->len > y->len;
}

static void settle(struct words *w)
{
	size_t to = 0;

	for (size_t i = 0; i < w->n; i++)
		w->v[i].p = w->text.p + (size_t)w->v[i].p;
	if (w->n > 1)
		qsort(w->v, w->n, sizeof *w->v, by_bytes);
	for (size_t i = 0; i < w->n; i++)
		if (to == 0 || by_bytes(&w->v[to - 1], &w->v[i]) != 0)
			w->v[to++] = w->v[i];
	w->n = to;
}

bool words_have(const struct words *w, const char *form, size_t len)
{
	struct slice key = { form, len };

	return w->n > 0 &&
	       bsearch(&key, w->v, w->n, sizeof *w->v, by_bytes) != NULL;
}

bool expansion_matches(void *ctx, const struct term_leaf *leaf,
                       const char *form, size_t len)
{
	const struct expansion *e = ctx;

	return words_have(&e->of[leaf->id], form, len);
}

static enum nx_status expand_fuzzy(struct index *x, const struct term_leaf *t,
                                   struct collect *c, struct nx_err *err)
{
	struct chars like;
	char pattern[UTF8_MAX + 1];
	unsigned n;

	if (!chars_read(&like, t->form, t->len))
		return collect(c, t->form, t->len);
	(void)utf8_decode(t->form, t->form + t->len, &n);
	memcpy(pattern, t->form, n);
	pattern[n] = '*';
	c->like = &like;
	c->distance = t->distance;
	return expand_pattern(x, "", (struct slice){ pattern, n + 1 }, collect,
	                      c, c->work, err);
}

static enum nx_status expand_leaf(struct index *x, const struct term_leaf *t,
                                  const struct language *l, struct collect *c,
                                  struct nx_err *err)
{
	struct buf pattern = BUF_INIT;
	enum nx_status st;

	switch (t->kind) {
	case TERM_FAMILY:
		return index_family(x, l, t->form, t->len, collect, c, err);
	case TERM_PREFIX:
		buf_add(&pattern, t->form, t->len);
		buf_addc(&pattern, '*');
		st = expand_pattern(x, "", slice_of(&pattern), collect, c,
		                    c->work, err);
		buf_release(&pattern);
		return st;
	case TERM_WILDCARD:
		return expand_pattern(x, "", (struct slice){ t->form, t->len },
		                      collect, c, c->work, err);
	case TERM_FUZZY:
		return expand_fuzzy(x, t, c, err);
	case TERM_FORM:
	case TERM_CAPS:
	case TERM_JOINED:
	default:
		return collect(c, t->form, t->len);
	}
}

/* Where in the query the leaf was written, for a complaint. */
static size_t place_of(const struct node *node, const struct term_leaf *t,
                       size_t none)
{
	size_t at = none;

	if (node->kind == NODE_TERM && node->term == t)
		return node->start;
	for (size_t i = 0; at == none && i < node->n_kid; i++)
		at = place_of(node->kid[i], t, none);
	return at;
}

/* What answering all of a query takes. */
struct tally {
	const struct query *q;
	const struct expansion *e;
	size_t words, scans;
};

/* Whether nearly all words of the index, or values of a field, are read. */
static bool is_scan(const struct node *node)
{
	const char *text = node->text;
	size_t len = node->len, fixed = 0;

	if (node->kind == NODE_TERM) {
		if (node->term->kind == TERM_FUZZY)
			return true;
		if (node->term->kind != TERM_WILDCARD)
			return false;
		text = node->term->form;
		len = node->term->len;
	} else if ((node->flags & WORD_WILD) == 0) {
		return false;
	}
	while (fixed < len && text[fixed] != '*' && text[fixed] != '?')
		fixed++;
	return fixed < 2;
}

static enum nx_status count_scans(struct tally *t, const struct node *node,
                                  struct nx_err *err)
{
	enum nx_status st = NX_OK;

	if (is_scan(node) && ++t->scans > LIMIT_QUERY_SCANS)
		return query_refuse(t->q, node->start, err,
		                    "for more than %d words of this query all "
		                    "words of the index would have to be read: "
		                    "write fewer that begin with a wildcard or "
		                    "end with '~'",
		                    LIMIT_QUERY_SCANS);
	for (size_t i = 0; st == NX_OK && i < node->n_kid; i++)
		st = count_scans(t, node->kid[i], err);
	return st;
}

static enum nx_status count_words(struct tally *t, const struct node *node,
                                  struct nx_err *err)
{
	enum nx_status st = NX_OK;

	if (node->kind == NODE_TERM)
		t->words += t->e->of[node->term->id].n;
	if (t->words > LIMIT_QUERY_EXPANSION)
		return query_refuse(t->q, node->start, err,
		                    "up to here the query stands for more than "
		                    "%d words of the index: give more letters "
		                    "before '*', or ask in parts",
		                    LIMIT_QUERY_EXPANSION);
	for (size_t i = 0; st == NX_OK && i < node->n_kid; i++)
		st = count_words(t, node->kid[i], err);
	return st;
}

enum nx_status expand(struct expansion *e, struct index *x,
                      const struct query *q, const struct lowered *low,
                      const struct language *l, struct work *work,
                      struct nx_err *err)
{
	struct tally t = { q, e, 0, 0 };
	enum nx_status st = count_scans(&t, low->root, err);

	e->low = low;
	e->of = nx_zalloc(low->n_leaf * sizeof *e->of);
	for (size_t i = 0; st == NX_OK && i < low->n_leaf; i++) {
		struct collect c = { &e->of[i], 0, NULL, 0, work };

		st = expand_leaf(x, low->leaf[i], l, &c, err);
		settle(&e->of[i]);
		if (st == NX_OK && c.found > LIMIT_EXPANSION)
			st = query_refuse(
				q, place_of(low->root, low->leaf[i], 0), err,
				"'%s%s' stands for %zu words and may for %d: "
				"give more letters",
				low->leaf[i]->form,
				low->leaf[i]->kind == TERM_PREFIX ? "*" : "",
				c.found, LIMIT_EXPANSION);
	}
	return st == NX_OK ? count_words(&t, low->root, err) : st;
}

void expansion_release(struct expansion *e)
{
	for (size_t i = 0; e->of != NULL && i < e->low->n_leaf; i++) {
		free(e->of[i].v);
		buf_release(&e->of[i].text);
	}
	free(e->of);
	*e = (struct expansion){ NULL, NULL };
}
