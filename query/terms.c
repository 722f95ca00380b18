#include "query/terms.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "query/elements.h"
#include "query/parser.h"

#define BUCKETS 1024

struct lowerer {
	struct query *q;
	struct analyser *a;
	const struct lower_options *opt;
	struct nx_err *err;
	struct elements e;

	/* The leaves, which the query will own, and a hash table of them:
	 * places in leaf, plus one. */
	struct term_leaf **leaf;
	size_t n_leaf, cap_leaf;
	unsigned bucket[BUCKETS];
	unsigned next[LIMIT_QUERY_TERMS];
};

/* ---- leaves ------------------------------------------------------------- */

static unsigned hash(const char *s, size_t len)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)s[i]) * 16777619u;
	return (h ^ h >> 16) % BUCKETS;
}

static bool same(const struct term_leaf *a, const struct term_leaf *b)
{
	return a->kind == b->kind && a->len == b->len &&
	       a->distance == b->distance && a->width == b->width &&
	       memcmp(a->form, b->form, a->len) == 0;
}

/* The leaf equal to t, made if there is none; NULL, with err set, if there
 * are too many. */
static const struct term_leaf *
find_leaf(struct lowerer *w, const struct term_leaf *t, const struct node *from)
{
	unsigned *head = &w->bucket[hash(t->form, t->len)];
	struct term_leaf *leaf;
	char *form;

	for (unsigned i = *head; i != 0; i = w->next[i - 1])
		if (same(w->leaf[i - 1], t))
			return w->leaf[i - 1];
	if (w->n_leaf >= LIMIT_QUERY_TERMS) {
		query_refuse(w->q, from->start, w->err,
		             "the query comes to more than %d different terms "
		             "here",
		             LIMIT_QUERY_TERMS);
		return NULL;
	}
	leaf = query_alloc(w->q, sizeof *leaf);
	form = query_alloc(w->q, t->len + 1);
	*leaf = *t;
	memcpy(form, t->form, t->len);
	leaf->form = form;
	leaf->id = (unsigned)w->n_leaf;
	w->leaf = NX_GROW(w->leaf, w->n_leaf, &w->cap_leaf);
	w->leaf[w->n_leaf] = leaf;
	w->next[w->n_leaf] = *head;
	*head = (unsigned)++w->n_leaf;
	return leaf;
}

/* A node that is this term, written where from is. */
static struct node *term(struct lowerer *w, const struct node *from,
                         enum term_kind kind, const char *form, size_t len,
                         unsigned width)
{
	struct term_leaf t = { kind, 0, form, len, 0, width };
	const struct term_leaf *leaf;
	struct node *node;

	if (kind == TERM_FUZZY)
		t.distance = from->n;
	leaf = find_leaf(w, &t, from);
	if (leaf == NULL)
		return NULL;
	node = node_new(w->q, NODE_TERM, from->start, from->end);
	node->term = leaf;
	node->flags = from->flags;
	return node;
}

static struct node *element_term(struct lowerer *w, const struct node *from,
                                 size_t i)
{
	const struct element *el = &w->e.v[i];

	return term(w, from, el->kind, w->e.forms.p + el->form, el->len,
	            el->width);
}

static bool has(const struct lowerer *w, enum term_kind kind, const char *form,
                size_t len)
{
	return w->opt == NULL || w->opt->has == NULL ||
	       w->opt->has(w->opt->ctx, kind, form, len);
}

/* ---- words -------------------------------------------------------------- */

static bool adopt(struct lowerer *w, struct node *node, struct node *kid)
{
	if (kid == NULL)
		return false;
	node_append(w->q, node, kid);
	return true;
}

/* Whether all of a phrase are terms, and if so how far from the first. */
static void fix(struct node *phrase)
{
	uint32_t at = 0;

	for (size_t i = 0; i < phrase->n_kid; i++)
		if (phrase->kid[i]->kind != NODE_TERM)
			return;
	for (size_t i = 0; i < phrase->n_kid; i++) {
		struct node *kid = phrase->kid[i];

		at += kid->n;
		kid->offset = at;
		at += kid->term->width;
	}
	phrase->flags |= PHRASE_FIXED;
}

static struct node *elements_phrase(struct lowerer *w, const struct node *from)
{
	struct node *node = node_new(w->q, NODE_PHRASE, from->start, from->end);

	for (size_t i = 0; i < w->e.n; i++)
		if (!adopt(w, node, element_term(w, from, i)))
			return NULL;
	fix(node);
	return node;
}

static struct node *unless_one(struct node *node)
{
	return node->n_kid == 1 ? node->kid[0] : node;
}

/* COVID-19: covid19, both as it may be written and as joined, or covid 19.
 * As written, =COVID-19 is the joined one alone. */
static struct node *pair(struct lowerer *w, const struct node *from)
{
	const char *form = w->e.forms.p + w->e.joined;
	size_t len = w->e.joined_len;
	struct node *node;

	if (from->flags & WORD_EXACT)
		return term(w, from, TERM_JOINED, form, len, 2);
	node = node_new(w->q, NODE_OR, from->start, from->end);
	if (has(w, TERM_FORM, form, len) &&
	    !adopt(w, node, term(w, from, TERM_FORM, form, len, 1)))
		return NULL;
	if (has(w, TERM_JOINED, form, len) &&
	    !adopt(w, node, term(w, from, TERM_JOINED, form, len, 2)))
		return NULL;
	if (!adopt(w, node, elements_phrase(w, from)))
		return NULL;
	return unless_one(node);
}

/* A word at one position, and how else it may be written: postwar, which
 * somebody wrote post-war. */
static struct node *single(struct lowerer *w, const struct node *from,
                           bool in_phrase)
{
	const struct element *el = &w->e.v[0];
	const char *form = w->e.forms.p + el->form;
	bool exact = in_phrase || (from->flags & WORD_EXACT) != 0;
	struct node *node;

	if ((from->flags & WORD_CAPS) && el->kind == TERM_FORM && !in_phrase) {
		query_refuse(w->q, from->start, w->err,
		             "\"%.*s\": caps() finds words of two letters or "
		             "more",
		             excerpt(from->text, from->len), from->text);
		return NULL;
	}
	if (el->kind != TERM_FORM || (from->flags & WORD_CAPS) != 0 ||
	    el->width > 1)
		return element_term(w, from, 0);
	node = node_new(w->q, NODE_OR, from->start, from->end);
	if (!adopt(w, node,
	           term(w, from, exact ? TERM_FORM : TERM_FAMILY, form, el->len,
	                1)))
		return NULL;
	if (has(w, TERM_JOINED, form, el->len) &&
	    !adopt(w, node, term(w, from, TERM_JOINED, form, el->len, 2)))
		return NULL;
	return unless_one(node);
}

/* Read from into w->e; false, with err set, for what cannot be. */
static bool read(struct lowerer *w, const struct node *from)
{
	return elements_read(&w->e, w->q, w->a, from, w->err) == NX_OK;
}

static struct node *refuse_empty(struct lowerer *w, const struct node *from)
{
	query_refuse(w->q, from->start, w->err,
	             "\"%.*s\" has no letter or digit to look for",
	             excerpt(from->text, from->len), from->text);
	return NULL;
}

static struct node *elements_node(struct lowerer *w, const struct node *from,
                                  bool in_phrase)
{
	if (w->e.n == 1)
		return single(w, from, in_phrase);
	if (w->e.pair && (from->flags & WORD_CAPS) == 0)
		return pair(w, from);
	return elements_phrase(w, from);
}

static struct node *lower_word(struct lowerer *w, const struct node *from)
{
	if (!read(w, from))
		return NULL;
	if (w->e.n == 0)
		return refuse_empty(w, from);
	return elements_node(w, from, false);
}

/* Append a word of a phrase, gap positions behind the one before; a word that
 * is several becomes several kids. */
static bool append_word(struct lowerer *w, struct node *phrase,
                        struct node *word, uint32_t gap)
{
	struct node *const one[] = { word };
	struct node *const *v = one;
	size_t n = 1;

	if (word == NULL)
		return false;
	if (word->kind == NODE_PHRASE) {
		v = word->kid;
		n = word->n_kid;
	}
	for (size_t i = 0; i < n; i++) {
		v[i]->n = i == 0 ? gap : 0;
		node_append(w->q, phrase, v[i]);
	}
	return true;
}

/* A wider gap could reach from one part of the article into the next. */
static bool check_gap(struct lowerer *w, const struct node *behind,
                      uint32_t gap)
{
	if (gap <= LIMIT_PROXIMITY)
		return true;
	query_refuse(w->q, behind->start, w->err,
	             "a phrase with %u words of any kind before this one; there "
	             "may be %d",
	             (unsigned)gap, LIMIT_PROXIMITY);
	return false;
}

static struct node *lower_phrase(struct lowerer *w, const struct node *from)
{
	struct node *phrase =
		node_new(w->q, NODE_PHRASE, from->start, from->end);
	uint32_t gap = 0;

	phrase->text = from->text;
	phrase->len = from->len;
	for (size_t i = 0; i < from->n_kid; i++) {
		const struct node *kid = from->kid[i];

		if (kid->kind == NODE_GAP) {
			gap += phrase->n_kid > 0 ? kid->n : 0;
			continue;
		}
		if (!read(w, kid))
			return NULL;
		/* "oil – prices": a dash takes no position. */
		if (w->e.n == 0)
			continue;
		if (!check_gap(w, kid, gap) ||
		    !append_word(w, phrase, elements_node(w, kid, true), gap))
			return NULL;
		gap = 0;
	}
	if (phrase->n_kid == 0)
		return refuse_empty(w, from);
	if (phrase->n_kid > LIMIT_PHRASE) {
		query_refuse(w->q, from->start, w->err,
		             "a phrase of %zu words; it may have %d",
		             phrase->n_kid, LIMIT_PHRASE);
		return NULL;
	}
	fix(phrase);
	return unless_one(phrase);
}

/* ---- the tree ----------------------------------------------------------- */

static struct node *lower(struct lowerer *w, struct node *from);

/* A copy of the node without its kids. */
static struct node *copy(struct lowerer *w, const struct node *from)
{
	struct node *node = node_new(w->q, from->kind, from->start, from->end);

	*node = *from;
	node_adopt(w->q, node, NULL, 0);
	return node;
}

/* Append; kids of an AND or OR go to one of the same kind as its own. */
static bool append(struct lowerer *w, struct node *node, struct node *kid)
{
	if (kid == NULL)
		return false;
	if (kid->kind != node->kind ||
	    (kid->kind != NODE_OR && kid->kind != NODE_AND))
		return adopt(w, node, kid);
	for (size_t i = 0; i < kid->n_kid; i++)
		node_append(w->q, node, kid->kid[i]);
	return true;
}

/* The part over kid: title:(a and b) is title:a and title:b. */
static struct node *lower_part(struct lowerer *w, const struct node *part,
                               struct node *kid)
{
	struct node *node;

	if (node_positional(kid)) {
		node = copy(w, part);
		return adopt(w, node, lower(w, kid)) ? node : NULL;
	}
	node = copy(w, kid);
	for (size_t i = 0; i < kid->n_kid; i++)
		if (!append(w, node, lower_part(w, part, kid->kid[i])))
			return NULL;
	return node;
}

static struct node *lower_kids(struct lowerer *w, const struct node *from)
{
	struct node *node = copy(w, from);

	for (size_t i = 0; i < from->n_kid; i++)
		if (!append(w, node, lower(w, from->kid[i])))
			return NULL;
	return node;
}

static struct node *lower(struct lowerer *w, struct node *from)
{
	switch (from->kind) {
	case NODE_WORD:
		return lower_word(w, from);
	case NODE_PHRASE:
		return lower_phrase(w, from);
	case NODE_SEGMENT:
	case NODE_FIRST:
		return lower_part(w, from, from->kid[0]);
	case NODE_FIELD:
	case NODE_DATE:
	case NODE_LENGTH:
	case NODE_ALL:
		return from;
	default:
		return lower_kids(w, from);
	}
}

enum nx_status query_lower(struct query *q, struct analyser *a,
                           const struct lower_options *opt, struct lowered *out,
                           struct nx_err *err)
{
	static const struct elements empty = ELEMENTS_INIT;
	struct lowerer *w = nx_zalloc(sizeof *w);
	size_t size;

	w->q = q;
	w->a = a;
	w->opt = opt;
	w->err = err;
	w->e = empty;
	memset(out, 0, sizeof *out);
	out->root = lower(w, q->root);
	if (out->root != NULL) {
		size = w->n_leaf * sizeof *out->leaf;
		out->leaf = query_alloc(q, size);
		if (size != 0)
			memcpy(out->leaf, w->leaf, size);
		out->n_leaf = w->n_leaf;
	}
	elements_release(&w->e);
	free(w->leaf);
	free(w);
	return out->root != NULL ? NX_OK : NX_USAGE;
}

size_t query_fold(struct analyser *a, const char *text, size_t len,
                  struct buf *out)
{
	struct token_list l = TOKEN_LIST_INIT;
	size_t n = 0;

	analyser_run(a, text, len, &l);
	for (size_t i = 0; i < l.n; i++) {
		if (l.v[i].flags & TOKEN_JOINED)
			continue;
		if (n++ > 0)
			buf_addc(out, ' ');
		buf_add(out, token_form(&l, &l.v[i]), l.v[i].len);
	}
	token_list_release(&l);
	return n;
}
