#include "query/plan_field.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/digest.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"
#include "lib/index/doc.h"
#include "lib/index/schema.h"
#include "lib/index/xap.h"

/* A weight that changes no other: names have a wdf of 0.  See index_has_gaps.
 */
#define NEARLY_0 1e-100

enum nx_status words_query(const struct slice *v, size_t n, const char *prefix,
                           enum xap_op op, struct xap_query **out,
                           struct nx_err *err)
{
	size_t skip = strlen(prefix), at = 0;
	struct xap_str *t = nx_zalloc(n * sizeof *t);
	struct buf text = BUF_INIT;
	struct xap_error xe;
	enum xap_status xs;

	for (size_t i = 0; i < n; i++) {
		buf_add(&text, prefix, skip);
		buf_add(&text, v[i].p, v[i].len);
	}
	for (size_t i = 0; i < n; i++) {
		t[i] = (struct xap_str){ text.p + at, skip + v[i].len };
		at += t[i].len;
	}
	if (n == 1)
		xs = xap_query_term(out, t[0].data, t[0].len, 1, 0, &xe);
	else
		xs = xap_query_terms(out, op, t, n, 0, &xe);
	free(t);
	buf_release(&text);
	return nx_from_xap(err, xs, &xe, "query");
}

/* ---- names and labels ------------------------------------------------- */

const char *field_prefix(enum field f, bool *words)
{
	*words = f <= FIELD_KEYWORD;
	switch (f) {
	case FIELD_AUTHOR:
		return PREFIX_AUTHOR;
	case FIELD_SOURCE:
		return PREFIX_SOURCE;
	case FIELD_SECTION:
		return PREFIX_SECTION;
	case FIELD_PLACE:
		return PREFIX_PLACE;
	case FIELD_KEYWORD:
		return PREFIX_KEYWORD;
	case FIELD_LANG:
		return PREFIX_LANGUAGE;
	case FIELD_URL:
		return PREFIX_URL;
	case FIELD_ID:
		return PREFIX_IDENTITY;
	case FIELD_ARCHIVE:
		return PREFIX_ARCHIVE;
	default:
		return "";
	}
}

struct found {
	struct words w;
	size_t n;
};

static enum nx_status add_found(void *ctx, const char *word, size_t len)
{
	struct found *f = ctx;

	if (++f->n > LIMIT_EXPANSION)
		return NX_OK;
	f->w.v = NX_GROW(f->w.v, f->w.n, &f->w.cap);
	f->w.v[f->w.n++] = (struct slice){ NULL, len };
	buf_add(&f->w.text, word, len);
	return NX_OK;
}

/* All terms of a field that match a pattern. */
static enum nx_status pattern_query(const struct plan_context *c,
                                    const struct node *node,
                                    const char *pattern, size_t len,
                                    const char *prefix, struct xap_query **out,
                                    struct nx_err *err)
{
	struct found f = { { NULL, 0, 0, BUF_INIT }, 0 };
	enum nx_status st =
		expand_pattern(c->x, prefix, (struct slice){ pattern, len },
	                       add_found, &f, c->work, err);
	size_t at = 0;

	for (size_t i = 0; i < f.w.n; i++) {
		f.w.v[i].p = f.w.text.p + at;
		at += f.w.v[i].len;
	}
	if (st == NX_OK && f.n > LIMIT_EXPANSION)
		st = query_refuse(c->q, node->start, err,
		                  "this stands for %zu values and may for %d: "
		                  "give more letters",
		                  f.n, LIMIT_EXPANSION);
	if (st == NX_OK)
		st = words_query(f.w.v, f.w.n, prefix, XAP_OR, out, err);
	free(f.w.v);
	buf_release(&f.w.text);
	return st;
}

/* Fold the letters of a pattern as the analyser does, leaving '*' and '?'. */
static void fold_pattern(const struct plan_context *c, const struct node *word,
                         struct buf *out)
{
	size_t at = 0;

	while (at < word->len) {
		size_t n = 0;

		while (at + n < word->len && word->text[at + n] != '*' &&
		       word->text[at + n] != '?')
			n++;
		if (n > 0)
			(void)query_fold(c->a, word->text + at, n, out);
		at += n;
		if (at < word->len)
			buf_addc(out, word->text[at++]);
	}
}

void name_words(const struct plan_context *c, const struct node *field,
                struct words *out)
{
	const struct node *value = field->kid[0];
	bool words;
	const char *prefix = field_prefix(field->field, &words);
	struct token_list l = TOKEN_LIST_INIT;
	size_t at = 0;

	*out = (struct words){ NULL, 0, 0, BUF_INIT };
	analyser_run(c->a, value->text, value->len, &l);
	for (size_t i = 0; i < l.n; i++) {
		if ((l.v[i].flags & TOKEN_JOINED) != 0)
			continue;
		buf_adds(&out->text, prefix);
		buf_add(&out->text, token_form(&l, &l.v[i]), l.v[i].len);
		out->v = NX_GROW(out->v, out->n, &out->cap);
		out->v[out->n++] =
			(struct slice){ NULL, strlen(prefix) + l.v[i].len };
	}
	/* The last bigram covers the last character of a run. */
	if (out->n > 1 && (l.v[l.n - 1].flags & TOKEN_CJK_END) != 0 &&
	    (l.v[l.n - 2].flags & TOKEN_CJK) != 0)
		out->n--;
	for (size_t i = 0; i < out->n; i++) {
		out->v[i].p = out->text.p + at;
		at += out->v[i].len;
	}
	token_list_release(&l);
}

/* The words of a name, side by side in this order, as far as libxapian is to
 * tell. */
static enum nx_status name_query(const struct plan_context *c,
                                 const struct node *node,
                                 struct xap_query **out, bool *exact,
                                 struct nx_err *err)
{
	struct words w;
	enum nx_status st;

	name_words(c, node, &w);
	*exact = !c->own || w.n < 2;
	if (w.n == 0)
		st = query_refuse(c->q, node->kid[0]->start, err,
		                  "there is no word here to look for");
	else
		st = words_query(w.v, w.n, "", *exact ? XAP_PHRASE : XAP_AND,
		                 out, err);
	free(w.v);
	buf_release(&w.text);
	return st;
}

static enum nx_status label_query(const struct node *field,
                                  const struct node *value, const char *prefix,
                                  struct xap_query **out, struct nx_err *err)
{
	struct slice s = { value->text, value->len };
	const struct language *l;
	struct buf term = BUF_INIT;
	uint64_t identity[2];
	enum nx_status st;

	if (field->field == FIELD_LANG) {
		l = language_find(s.p, s.len);
		if (l != NULL)
			s = (struct slice){ l->code, strlen(l->code) };
	}
	if (field->field != FIELD_ID) {
		/* As doc.c cuts it. */
		s.len = utf8_cut(s.p, s.len, LIMIT_TERM);
		return words_query(&s, 1, prefix, XAP_OR, out, err);
	}
	digest128(s.p, s.len, 0, identity);
	doc_identity_term(s, identity, &term);
	s = slice_of(&term);
	st = words_query(&s, 1, "", XAP_OR, out, err);
	buf_release(&term);
	return st;
}

static enum nx_status field_query(const struct plan_context *c,
                                  const struct node *node,
                                  struct xap_query **out, bool *exact,
                                  struct nx_err *err)
{
	const struct node *value = node->kid[0];
	struct buf pattern = BUF_INIT;
	bool words;
	const char *prefix = field_prefix(node->field, &words);
	enum nx_status st;

	if ((value->flags & WORD_WILD) != 0) {
		if (words)
			fold_pattern(c, value, &pattern);
		else
			buf_add(&pattern, value->text, value->len);
		st = pattern_query(c, node, buf_str(&pattern), pattern.len,
		                   prefix, out, err);
		buf_release(&pattern);
		return st;
	}
	if (words)
		return name_query(c, node, out, exact, err);
	return label_query(node, value, prefix, out, err);
}

/* ---- ranges ----------------------------------------------------------- */

/* The least value that is one: an article without a date has the empty one,
 * and is in no range of dates. */
#define LEAST "\0"

static enum nx_status range(enum value_slot slot, int64_t lo, int64_t hi,
                            struct xap_query **out, struct nx_err *err)
{
	char a[XAP_SORTABLE_MAX] = LEAST, b[XAP_SORTABLE_MAX];
	size_t alen = 1, blen;
	struct xap_error xe;
	enum xap_status xs;

	if (lo != RANGE_OPEN_LO)
		alen = xap_sortable((double)lo, a);
	if (hi == RANGE_OPEN_HI) {
		xs = xap_query_value_ge(out, slot, a, alen, &xe);
	} else {
		blen = xap_sortable((double)hi, b);
		xs = xap_query_value_range(out, slot, a, alen, b, blen, &xe);
	}
	return nx_from_xap(err, xs, &xe, "query");
}

/* An article is in a range of dates if its span overlaps it. */
static enum nx_status date_query(const struct node *node,
                                 struct xap_query **out, struct nx_err *err)
{
	struct xap_query *pair[2] = { NULL, NULL };
	struct xap_error xe;
	enum nx_status st;

	st = range(SLOT_FIRST, RANGE_OPEN_LO, node->hi, &pair[0], err);
	if (st == NX_OK)
		st = range(SLOT_LAST, node->lo, RANGE_OPEN_HI, &pair[1], err);
	if (st == NX_OK)
		st = nx_from_xap(
			err,
			xap_query_combine(out, XAP_AND,
		                          (const struct xap_query *const *)pair,
		                          2, 0, &xe),
			&xe, "query");
	xap_query_free(pair[0]);
	xap_query_free(pair[1]);
	return st;
}

enum nx_status plan_field(const struct plan_context *c, const struct node *node,
                          struct xap_query **out, bool *exact,
                          struct nx_err *err)
{
	struct xap_query *q = NULL;
	struct xap_error xe;
	enum nx_status st;

	*exact = true;
	if (node->kind == NODE_DATE)
		st = date_query(node, &q, err);
	else if (node->kind == NODE_LENGTH)
		st = range(SLOT_WORDS, node->lo, node->hi, &q, err);
	else
		st = field_query(c, node, &q, exact, err);
	if (st == NX_OK)
		st = nx_from_xap(
			err,
			xap_query_scale(out, q,
		                        index_has_gaps(c->x) ? NEARLY_0 : 0.0,
		                        &xe),
			&xe, "query");
	xap_query_free(q);
	return st;
}
