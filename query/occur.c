#include "query/occur.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "query/match.h"

/* A form of the text, with those of its flags that terms tell apart. */
struct form {
	const struct token *token; /* the first such */
	uint32_t at, n;            /* its places in occurrences.pos */
};

#define FLAGS (TOKEN_CAPS | TOKEN_JOINED)

struct occurrences {
	const struct token_list *tokens;
	const struct span_matcher *matcher;
	struct positions positions;

	struct form *form;
	size_t n_form, cap_form;
	uint32_t *pos;   /* of all tokens, by form, rising in each */
	uint32_t *token; /* by position: which token, JOINED ones apart */
	uint32_t *ends;  /* of sentences, then of paragraphs */
};

/* ---- by form ------------------------------------------------------------ */

static uint32_t hash(const struct token_list *l, const struct token *t)
{
	const char *s = token_form(l, t);
	uint32_t h = 2166136261u ^ (t->flags & FLAGS);

	for (size_t i = 0; i < t->len; i++)
		h = (h ^ (unsigned char)s[i]) * 16777619u;
	return h ^ h >> 15;
}

static bool same(const struct token_list *l, const struct token *a,
                 const struct token *b)
{
	return a->len == b->len && ((a->flags ^ b->flags) & FLAGS) == 0 &&
	       memcmp(token_form(l, a), token_form(l, b), a->len) == 0;
}

/* The form of each token, in of; a table twice as large as there are tokens,
 * of places in o->form plus one. */
static void find_forms(struct occurrences *o, uint32_t *of)
{
	const struct token_list *l = o->tokens;
	size_t size = 16;
	uint32_t *table;

	while (size < 2 * l->n)
		size *= 2;
	table = nx_zalloc(size * sizeof *table);
	for (size_t i = 0; i < l->n; i++) {
		size_t at = hash(l, &l->v[i]) & (size - 1);

		while (table[at] != 0 &&
		       !same(l, o->form[table[at] - 1].token, &l->v[i]))
			at = (at + 1) & (size - 1);
		if (table[at] == 0) {
			o->form = NX_GROW(o->form, o->n_form, &o->cap_form);
			o->form[o->n_form] = (struct form){ &l->v[i], 0, 0 };
			table[at] = (uint32_t)++o->n_form;
		}
		of[i] = table[at] - 1;
		o->form[of[i]].n++;
	}
	free(table);
}

static void sort_by_form(struct occurrences *o)
{
	const struct token_list *l = o->tokens;
	uint32_t *of = nx_alloc(l->n * sizeof *of), at = 0;

	find_forms(o, of);
	for (size_t i = 0; i < o->n_form; i++) {
		o->form[i].at = at;
		at += o->form[i].n;
		o->form[i].n = 0;
	}
	o->pos = nx_alloc(l->n * sizeof *o->pos);
	for (size_t i = 0; i < l->n; i++) {
		struct form *f = &o->form[of[i]];

		o->pos[f->at + f->n++] = l->v[i].pos;
	}
	free(of);
}

static bool is_of(const struct occurrences *o, const struct term_leaf *leaf,
                  const struct token *t)
{
	const char *form = token_form(o->tokens, t);

	if (term_match(leaf, form, t->len, t->flags))
		return true;
	if ((leaf->kind != TERM_FAMILY && leaf->kind != TERM_FUZZY) ||
	    (t->flags & TOKEN_JOINED) != 0 || o->matcher == NULL ||
	    o->matcher->match == NULL)
		return false;
	return o->matcher->match(o->matcher->ctx, leaf, form, t->len);
}

static void term(void *ctx, const struct term_leaf *leaf, struct intervals *out)
{
	const struct occurrences *o = ctx;

	for (size_t i = 0; i < o->n_form; i++) {
		const struct form *f = &o->form[i];

		if (!is_of(o, leaf, f->token))
			continue;
		for (uint32_t k = f->at; k < f->at + f->n; k++)
			intervals_add(out, o->pos[k],
			              o->pos[k] + leaf->width - 1);
	}
}

/* ---- by position -------------------------------------------------------- */

static struct ends find_ends(const struct occurrences *o, unsigned flag,
                             uint32_t *to)
{
	const struct token_list *l = o->tokens;
	struct ends e = { to, 0 };

	for (size_t i = 0; i < l->n; i++)
		if ((l->v[i].flags & flag) != 0 &&
		    (l->v[i].flags & TOKEN_JOINED) == 0)
			to[e.n++] = l->v[i].pos;
	return e;
}

static void index_positions(struct occurrences *o)
{
	const struct token_list *l = o->tokens;
	struct positions *p = &o->positions;

	o->token = nx_zalloc(((size_t)l->positions + 1) * sizeof *o->token);
	for (size_t i = 0; i < l->n; i++)
		if ((l->v[i].flags & TOKEN_JOINED) == 0)
			o->token[l->v[i].pos] = (uint32_t)i;
	o->ends = nx_alloc(2 * l->n * sizeof *o->ends);
	p->sentence = find_ends(o, TOKEN_SENTENCE_END, o->ends);
	p->paragraph = find_ends(o, TOKEN_PARAGRAPH_END, o->ends + l->n);
}

struct occurrences *occurrences_new(const struct token_list *tokens,
                                    enum field part,
                                    const struct span_matcher *matcher)
{
	static const struct interval none = { 1, 0 };
	struct occurrences *o = nx_zalloc(sizeof *o);
	struct interval all = { 1, tokens->positions };
	struct positions *p = &o->positions;

	o->tokens = tokens;
	o->matcher = matcher;
	p->term = term;
	p->ctx = o;
	p->title = part == FIELD_TITLE ? all : none;
	p->deck = part == FIELD_DECK ? all : none;
	p->body = part == FIELD_BODY ? all : none;
	sort_by_form(o);
	index_positions(o);
	return o;
}

void occurrences_free(struct occurrences *o)
{
	if (o == NULL)
		return;
	free(o->form);
	free(o->pos);
	free(o->token);
	free(o->ends);
	free(o);
}

const struct positions *occurrences_positions(const struct occurrences *o)
{
	return &o->positions;
}

const char *occurrences_form(const struct occurrences *o, uint32_t pos,
                             size_t *len)
{
	const struct token_list *l = o->tokens;
	const struct token *t;

	if (pos == 0 || pos > l->positions)
		return NULL;
	t = &l->v[o->token[pos]];
	*len = t->len;
	return token_form(l, t);
}

struct span occurrences_span(const struct occurrences *o, uint32_t first,
                             uint32_t last)
{
	const struct token_list *l = o->tokens;
	struct span s = { first, last, 0, 0, 0 };

	/* A bigram's second character is the next token, or, where the text
	 * was cut at its bound, not there. */
	if (last > l->positions)
		s.last = last = l->positions;
	s.start = l->v[o->token[first]].start;
	s.end = l->v[o->token[last]].end;
	return s;
}
