/* doc_help.h - articles at random, as a writer of segments is given them
 *
 * Article i of a set is made anew whenever it is asked for, and is the same
 * each time, so that a set of any size takes no memory:
 *
 *     struct doc_set s;
 *     doc_set_init(&s, kind, n, seed);
 *       struct doc_maker m; doc_maker_init(&m);
 *         doc_make(&m, &s, i); ... m.doc, s.docid[i]
 *       doc_maker_release(&m);
 *     doc_set_release(&s);
 */
#ifndef NEWSIDX_TESTS_UNIT_DOC_HELP_H
#define NEWSIDX_TESTS_UNIT_DOC_HELP_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/index/column_row.h"
#include "lib/index/doc.h"
#include "lib/xapian-c/xapian-c.h"

enum doc_kind {
	DOCS_MIXED, /* empty, short, long, odd ones; docids with gaps */
	DOCS_SMALL, /* few words, of which one is in all; docids without */
	DOCS_TWICE, /* words more than once at a position, and without */
};

struct doc_set {
	enum doc_kind kind;
	size_t n;
	uint64_t seed;
	uint32_t *docid; /* ascending */
};

struct doc_maker {
	struct doc doc;
	struct record record;
	struct analyser *analyser;
	struct buf text, key;
	uint64_t random;
};

/* Words of the longest article. */
#define DOC_LONG 100000

static inline uint64_t doc_random(uint64_t *state)
{
	uint64_t x = *state += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

/* 0 .. n - 1 */
static inline uint32_t doc_below(uint64_t *state, uint32_t n)
{
	return (uint32_t)(doc_random(state) % n);
}

static inline void doc_set_init(struct doc_set *s, enum doc_kind kind, size_t n,
                                uint64_t seed)
{
	uint32_t at = 0;

	*s = (struct doc_set){ kind, n, seed, NULL };
	s->docid = nx_realloc_array(NULL, n + 1, sizeof *s->docid);
	for (size_t i = 0; i < n; i++) {
		uint32_t step = 1;

		if (kind == DOCS_MIXED && doc_below(&seed, 4) == 0)
			step = 1 + doc_below(&seed, 1u << doc_below(&seed, 20));
		at += step;
		s->docid[i] = at;
	}
}

static inline void doc_set_release(struct doc_set *s)
{
	free(s->docid);
}

static inline void doc_maker_init(struct doc_maker *m)
{
	memset(m, 0, sizeof *m);
	doc_init(&m->doc);
	m->analyser = analyser_new();
}

static inline void doc_maker_release(struct doc_maker *m)
{
	doc_release(&m->doc);
	analyser_free(m->analyser);
	buf_release(&m->text);
	buf_release(&m->key);
}

/* ---- pieces ------------------------------------------------------------ */

static inline void doc_token(struct doc *d, enum part p, const char *form,
                             size_t len, uint32_t pos)
{
	struct token_list *l = &d->part[p];

	l->v = NX_GROW(l->v, l->n, &l->cap);
	l->v[l->n++] = (struct token){ .form = (uint32_t)l->forms.len,
		                       .pos = pos,
		                       .len = (uint16_t)len };
	buf_add(&l->forms, form, len);
	if (pos > l->positions)
		l->positions = pos;
}

static inline void doc_extra(struct doc *d, const char *term, size_t len,
                             uint32_t pos, uint32_t wdf)
{
	d->extra = NX_GROW(d->extra, d->n_extra, &d->cap_extra);
	d->extra[d->n_extra++] = (struct extra){ .term = (uint32_t)d->forms.len,
		                                 .pos = pos,
		                                 .len = (uint16_t)len,
		                                 .wdf = (uint16_t)wdf };
	buf_add(&d->forms, term, len);
}

/* A word, the low numbers far more often; many are of one family. */
static inline size_t doc_word(uint64_t *r, char out[64])
{
	static const char *const ending[] = { "", "s", "ed", "ing" };
	uint32_t n = doc_below(r, 1 + doc_below(r, 3000));
	size_t at = 0;

	do {
		out[at++] = "bdfgklmnprst"[n % 12];
		out[at++] = "aeiou"[n / 12 % 5];
		n /= 60;
	} while (n > 0);
	return at + (size_t)snprintf(out + at, 64 - at, "n%s",
	                             ending[doc_below(r, 4)]);
}

/* Any bytes, at most XAP_TERM_MAX as libxapian counts them. */
static inline size_t doc_odd_term(uint64_t *r, char out[XAP_TERM_MAX])
{
	static const char odd[] = { 0, 0, 1, '\xff', '\xff', '\xfe', 'a', 'z' };
	size_t want = 1 + doc_below(r, XAP_TERM_MAX), stored = 0, len = 0;

	if (doc_below(r, 3) == 0)
		want = XAP_TERM_MAX - doc_below(r, 3);
	else if (doc_below(r, 2) == 0)
		want = 2 + doc_below(r, 4);
	for (;;) {
		char c = odd[doc_below(r, sizeof odd)];

		stored += c == '\0' ? 2 : 1;
		if (stored > want)
			break;
		out[len++] = c;
	}
	if (len == 0)
		out[len++] = '\xff';
	return len;
}

static inline void doc_values(struct doc_maker *m)
{
	for (int s = 0; s < SLOTS; s++) {
		struct buf *v = &m->doc.value[s];
		uint32_t len = doc_below(&m->random, VALUE_MAX + 1);

		buf_clear(v);
		if (doc_below(&m->random, 3) == 0)
			continue;
		if (doc_below(&m->random, 3) != 0)
			len %= 4;
		for (uint32_t i = 0; i < len; i++)
			buf_addc(v, "\0\xff"
			            "ab"[doc_below(&m->random, 4)]);
	}
}

/* ---- kinds of articles ------------------------------------------------- */

/* Through the analyser, as nearly all are. */
static inline void doc_of_text(struct doc_maker *m, uint32_t words)
{
	const uint64_t identity[2] = { m->random, words };
	struct record *r = &m->record;
	char w[64];

	for (uint32_t i = 0; i < words; i++) {
		size_t len = doc_word(&m->random, w);

		if (doc_below(&m->random, 9) == 0)
			w[0] = (char)(w[0] - 'a' + 'A');
		buf_add(&m->text, w, len);
		buf_adds(&m->text, i % 13 == 12   ? ". "
		                   : i % 91 == 90 ? ".\n\n"
		                                  : " ");
	}
	r->part[PART_BODY] = slice_of(&m->text);
	r->part[PART_HEADLINE] = r->part[PART_BODY];
	if (r->part[PART_HEADLINE].len > 40)
		r->part[PART_HEADLINE].len = 40;
	r->authors.n = 1;
	r->authors.v[0] = (struct slice){ "Mara Denn", 9 };
	doc_fill(&m->doc, m->analyser, r, identity);
}

static inline void doc_of_words(struct doc_maker *m, uint32_t words)
{
	uint32_t pos = 0;
	char w[64];

	for (uint32_t i = 0; i < words; i++) {
		size_t len = doc_word(&m->random, w);

		pos += doc_below(&m->random, 50) == 0
		               ? 1 + doc_below(&m->random, 70)
		               : 1;
		doc_token(&m->doc, PART_BODY, w, len, pos);
	}
	m->doc.words = words;
}

/* Terms that share nearly all of what they are. */
static inline void doc_of_prefix(struct doc_maker *m, uint32_t terms)
{
	char t[XAP_TERM_MAX + 1];

	memset(t, 'p', sizeof t);
	for (uint32_t i = 0; i < terms; i++) {
		size_t len = 100 + doc_below(&m->random, 135);

		len += (size_t)snprintf(t + len, sizeof t - len, "%u",
		                        doc_below(&m->random, 5000));
		doc_extra(&m->doc, t, len, i + 1, 1);
		memset(t, 'p', sizeof t);
	}
}

static inline void doc_of_odd_terms(struct doc_maker *m, uint32_t terms)
{
	char t[XAP_TERM_MAX];
	uint32_t pos = 0;

	for (uint32_t i = 0; i < terms; i++) {
		size_t len = doc_odd_term(&m->random, t);

		pos += 1 + doc_below(&m->random,
		                     i == terms / 2 ? LIMIT_POSITIONS : 9);
		doc_extra(&m->doc, t, len, pos,
		          1 + doc_below(&m->random, i == 0 ? 65535 : 3));
	}
}

static inline void doc_mixed(struct doc_maker *m, size_t i)
{
	uint64_t *r = &m->random;

	if (i == 3) {
		doc_of_words(m, DOC_LONG);
		return;
	}
	switch (doc_below(r, 10)) {
	case 0: /* no term at all, or only ones that count for nothing */
		for (uint32_t k = doc_below(r, 3); k > 0; k--)
			doc_extra(&m->doc,
			          "Qnone\xff\x00"
			          "1",
			          6 + k, 0, 0);
		break;
	case 1:
		doc_of_words(m, 1);
		break;
	case 2:
		doc_of_odd_terms(m, 1 + doc_below(r, 200));
		break;
	case 3:
		doc_of_prefix(m, 1 + doc_below(r, 400));
		break;
	case 4:
		doc_of_words(m, doc_below(r, 3000));
		break;
	default:
		doc_of_text(m, doc_below(r, 900));
		return;
	}
	doc_values(m);
}

static inline void doc_small(struct doc_maker *m)
{
	uint64_t *r = &m->random;
	uint32_t n = 1 + doc_below(r, 4);

	for (uint32_t i = 0; i < n; i++)
		doc_token(&m->doc, PART_BODY, "all", 3, 1 + 2 * i);
	if (doc_below(r, 3) != 0)
		doc_token(&m->doc, PART_BODY, "most", 4, 2 + 2 * n);
	if (doc_below(r, 400) == 0)
		doc_token(&m->doc, PART_BODY, "few", 3, 3 + 2 * n);
	doc_extra(&m->doc, "Lxx", 3, 0, 0);
	buf_sets(&m->doc.value[SLOT_SOURCE], "the same for all");
	if (doc_below(r, 3000) != 0)
		buf_addf(&m->doc.value[SLOT_IDENTITY], "%u", doc_below(r, 99));
}

static inline void doc_twice(struct doc_maker *m)
{
	uint64_t *r = &m->random;

	for (uint32_t i = 0; i < 30; i++) {
		uint32_t pos = doc_below(r, 12);
		char t[8];
		int len = snprintf(t, sizeof t, "X%u", doc_below(r, 5));

		doc_extra(&m->doc, t, (size_t)len, pos, doc_below(r, 3));
		doc_token(&m->doc, PART_BODY, "twice", 5, 1 + i / 2);
	}
}

/* Article i of s, in m->doc. */
static inline void doc_make(struct doc_maker *m, const struct doc_set *s,
                            size_t i)
{
	struct doc *d = &m->doc;

	m->random = s->seed * 1000003 + i;
	memset(&m->record, 0, sizeof m->record);
	buf_clear(&m->text);
	buf_clear(&m->key);
	buf_addf(&m->key, "test:%zu", i);
	m->record.key = slice_of(&m->key);
	m->record.language = (struct slice){ i % 9 == 0 ? "de" : "en", 2 };
	for (int p = 0; p < PARTS; p++) {
		d->part[p].n = d->part[p].positions = 0;
		buf_clear(&d->part[p].forms);
		d->base[p] = 0;
	}
	for (int k = 0; k < SLOTS; k++)
		buf_clear(&d->value[k]);
	buf_clear(&d->forms);
	d->n_extra = 0;
	d->words = 0;
	d->record = &m->record;
	column_row_make(&m->record, &d->columns);
	switch (s->kind) {
	case DOCS_MIXED:
		doc_mixed(m, i);
		break;
	case DOCS_SMALL:
		doc_small(m);
		break;
	case DOCS_TWICE:
		doc_twice(m);
		break;
	}
}

#endif
