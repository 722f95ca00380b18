#include "query/elements.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/base/utf8.h"
#include "query/parser.h"

void elements_release(struct elements *e)
{
	free(e->v);
	buf_release(&e->forms);
	token_list_release(&e->tokens);
}

static struct element *push(struct elements *e, enum term_kind kind,
                            const char *form, size_t len)
{
	struct element *el;

	e->v = NX_GROW(e->v, e->n, &e->cap);
	el = &e->v[e->n++];
	el->kind = kind;
	el->form = (uint32_t)e->forms.len;
	el->len = (uint32_t)len;
	el->width = 1;
	buf_add(&e->forms, form, len);
	return el;
}

/* ---- whole words -------------------------------------------------------- */

/* Whether the analyser can have marked this form as written in capitals: two
 * characters at least, and not all of them digits and points. */
static bool can_be_caps(const char *form, size_t len)
{
	unsigned n;

	(void)utf8_decode(form, form + len, &n);
	if (n >= len)
		return false;
	for (size_t i = 0; i < len; i++)
		if (strchr("0123456789.,/", form[i]) == NULL)
			return true;
	return false;
}

/* The last character of a run is dropped where the bigram before it has it;
 * a run of one character stands for what begins with it. */
static void push_cjk(struct elements *e, const struct token *t, bool goes_on)
{
	const char *form = token_form(&e->tokens, t);

	if ((t->flags & TOKEN_CJK_END) == 0)
		push(e, TERM_FORM, form, t->len);
	else if (goes_on)
		e->v[e->n - 1].width = 2;
	else
		push(e, TERM_PREFIX, form, t->len);
}

static void push_token(struct elements *e, const struct token *t, bool caps)
{
	const char *form = token_form(&e->tokens, t);

	if (t->flags & TOKEN_DOTTED)
		caps = true;
	push(e, caps && can_be_caps(form, t->len) ? TERM_CAPS : TERM_FORM, form,
	     t->len);
}

/* A joined form at token i.  9/11 is that and nothing else, so its two words
 * are skipped; otherwise it is one more spelling of the two. */
static size_t take_joined(struct elements *e, size_t i)
{
	const struct token *t = &e->tokens.v[i];
	const char *form = token_form(&e->tokens, t);
	uint32_t past = t->pos + 2;

	if (memchr(form, '/', t->len) == NULL) {
		e->pair = true;
		e->joined = (uint32_t)e->forms.len;
		e->joined_len = t->len;
		buf_add(&e->forms, form, t->len);
		return i + 1;
	}
	push(e, TERM_JOINED, form, t->len)->width = 2;
	for (i++; i < e->tokens.n && e->tokens.v[i].pos < past; i++)
		;
	return i;
}

static void read_plain(struct elements *e, struct analyser *a,
                       const struct node *w)
{
	const struct token_list *l = &e->tokens;
	bool goes_on = false;

	analyser_run(a, w->text, w->len, &e->tokens);
	for (size_t i = 0; i < l->n;) {
		const struct token *t = &l->v[i];

		if (t->flags & TOKEN_JOINED) {
			i = take_joined(e, i);
			goes_on = false;
			continue;
		}
		if (t->flags & TOKEN_CJK)
			push_cjk(e, t, goes_on);
		else
			push_token(e, t, (w->flags & WORD_CAPS) != 0);
		goes_on = (t->flags & (TOKEN_CJK | TOKEN_CJK_END)) == TOKEN_CJK;
		i++;
	}
	e->pair = e->pair && e->n == 2;
}

static enum nx_status read_fuzzy(struct elements *e, const struct query *q,
                                 struct analyser *a, const struct node *w,
                                 struct nx_err *err)
{
	read_plain(e, a, w);
	if (e->n == 0)
		return NX_OK;
	if (e->n > 1 || (e->tokens.v[0].flags & TOKEN_CJK) != 0 ||
	    e->v[0].kind != TERM_FORM)
		return query_refuse(q, w->start, err,
		                    "\"%.*s\" is not one plain word, and '~' "
		                    "goes only with one",
		                    excerpt(w->text, w->len), w->text);
	e->v[0].kind = TERM_FUZZY;
	return NX_OK;
}

/* ---- wildcards ---------------------------------------------------------- */

/* A word with wildcards is folded piece by piece between them. */
struct pattern {
	struct buf text; /* of the current position */
	bool wild;
	size_t letters;
};

static bool is_wildcard(char c)
{
	return c == '*' || c == '?';
}

static size_t characters(const char *s, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += ((unsigned char)s[i] & 0xc0) != 0x80;
	return n;
}

/* The pattern as an element; false if it is too little to go by. */
static bool flush(struct elements *e, struct pattern *p)
{
	size_t len = p->text.len;
	const char *s = buf_str(&p->text);

	if (len == 0)
		return true;
	if (p->wild && p->letters == 0)
		return false;
	if (!p->wild)
		push(e, TERM_FORM, s, len);
	else if (s[len - 1] == '*' && memchr(s, '*', len - 1) == NULL &&
	         memchr(s, '?', len - 1) == NULL)
		push(e, TERM_PREFIX, s, len - 1);
	else
		push(e, TERM_WILDCARD, s, len);
	buf_clear(&p->text);
	p->wild = false;
	p->letters = 0;
	return true;
}

static void add_wildcard(struct pattern *p, char c)
{
	size_t n = p->text.len;

	p->wild = true;
	if (c == '*' && n > 0 && p->text.p[n - 1] == '*')
		return;
	buf_addc(&p->text, c);
}

/* The letters between two wildcards.  They may be several words (post-w*), or
 * end in something that is of no word. */
static bool add_piece(struct elements *e, struct pattern *p, struct analyser *a,
                      const char *s, size_t len)
{
	const struct token_list *l = &e->tokens;
	size_t end = 0;

	if (len == 0)
		return true;
	analyser_run(a, s, len, &e->tokens);
	for (size_t i = 0; i < l->n; i++) {
		const struct token *t = &l->v[i];

		if (t->flags & TOKEN_JOINED)
			continue;
		if (t->flags & TOKEN_CJK)
			return false;
		if ((end > 0 || t->start > 0) && !flush(e, p))
			return false;
		buf_add(&p->text, token_form(l, t), t->len);
		p->letters += characters(token_form(l, t), t->len);
		end = t->end;
	}
	return end == len || flush(e, p);
}

static enum nx_status read_wild(struct elements *e, const struct query *q,
                                struct analyser *a, const struct node *w,
                                struct nx_err *err)
{
	struct pattern p = { BUF_INIT, false, 0 };
	size_t at = 0, from;
	bool good = true;

	while (good && at < w->len) {
		for (from = at; at < w->len && !is_wildcard(w->text[at]); at++)
			;
		good = add_piece(e, &p, a, w->text + from, at - from);
		if (good && at < w->len)
			add_wildcard(&p, w->text[at++]);
	}
	good = good && flush(e, &p);
	for (size_t i = 0; good && i < e->n; i++)
		good = e->v[i].len <= LIMIT_TERM;
	buf_release(&p.text);
	if (good)
		return NX_OK;
	return query_refuse(q, w->start, err,
	                    "\"%.*s\": a wildcard stands in or beside a letter "
	                    "of a word; Chinese and Japanese are "
	                    "found inside longer words without one",
	                    excerpt(w->text, w->len), w->text);
}

enum nx_status elements_read(struct elements *e, const struct query *q,
                             struct analyser *a, const struct node *w,
                             struct nx_err *err)
{
	e->n = 0;
	e->pair = false;
	buf_clear(&e->forms);
	if (w->flags & WORD_WILD)
		return read_wild(e, q, a, w, err);
	if (w->flags & WORD_FUZZY)
		return read_fuzzy(e, q, a, w, err);
	read_plain(e, a, w);
	return NX_OK;
}
