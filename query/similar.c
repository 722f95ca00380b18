#include "query/similar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/analysis/stopwords.h"
#include "lib/base/hash.h"
#include "lib/base/intern.h"
#include "lib/base/mem.h"
#include "lib/index/xap.h"

/* ---- telling words ------------------------------------------------------ */

/* Of BM25: where more of the same word hardly counts any more. */
#define K1 1.2

struct counted {
	struct intern forms;
	uint32_t *times; /* by form */
	size_t cap;
};

static void count_part(struct counted *c, const struct token_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct token *t = &l->v[i];
		size_t known = c->forms.n;
		uint32_t id;

		/* One character of Han by itself says little. */
		if ((t->flags & (TOKEN_JOINED | TOKEN_CJK_END)) != 0)
			continue;
		id = intern_add(&c->forms, token_form(l, t), t->len);
		if (id == known) {
			c->times = NX_GROW(c->times, known, &c->cap);
			c->times[id] = 0;
		}
		c->times[id]++;
	}
}

static void count_words(struct counted *c, const struct record *r)
{
	struct analyser *a = analyser_new();
	struct token_list l = TOKEN_LIST_INIT;

	for (int p = 0; p < PARTS; p++) {
		if (r->part[p].len == 0)
			continue;
		analyser_run(a, r->part[p].p, r->part[p].len, &l);
		count_part(c, &l);
	}
	token_list_release(&l);
	analyser_free(a);
}

/* Whether a form can stand behind '=' in a query and is one word there. */
static bool is_plain(const char *form, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)form[i];

		if (c < 0x80 && !(c >= 'a' && c <= 'z') &&
		    !(c >= '0' && c <= '9'))
			return false;
	}
	return len > 1;
}

static int heaviest(const void *x, const void *y)
{
	const struct telling_word *a = x, *b = y;

	if (a->weight != b->weight)
		return a->weight < b->weight ? 1 : -1;
	return strcmp(a->form, b->form);
}

static enum nx_status weigh(struct telling_word *w, struct index *x,
                            uint32_t all, struct nx_err *err)
{
	struct xap_error xe;
	enum xap_status xs =
		xap_db_termfreq(index_db(x), w->form, strlen(w->form),
	                        &w->articles, &xe);

	if (xs != XAP_OK)
		return nx_from_xap(err, xs, &xe, "reading the index");
	/* A word that only this one has finds no other. */
	w->weight = w->articles < 2 ? 0
	                            : w->times * (K1 + 1) / (w->times + K1) *
	                                      log((double)all / w->articles);
	return NX_OK;
}

static enum nx_status choose(struct telling_words *w, const struct counted *c,
                             struct index *x, uint64_t languages, size_t most,
                             struct nx_err *err)
{
	struct stopwords *stop = stopwords_new();
	struct xap_info info;
	struct xap_error xe;
	enum nx_status st = nx_from_xap(
		err, xap_db_info(index_db(x), &info, &xe), &xe,
		"reading the index");

	w->v = nx_alloc(c->forms.n * sizeof *w->v);
	for (uint32_t id = 0; st == NX_OK && id < c->forms.n; id++) {
		struct telling_word *t = &w->v[w->n];
		size_t len;
		const char *form = intern_str(&c->forms, id, &len);

		if (!is_plain(form, len) ||
		    (stopwords_of(stop, form, len) & languages) != 0)
			continue;
		*t = (struct telling_word){ .form = nx_strndup(form, len),
			                    .times = c->times[id] };
		w->n++;
		st = weigh(t, x, info.doccount, err);
	}
	stopwords_free(stop);
	if (w->n > 0)
		qsort(w->v, w->n, sizeof *w->v, heaviest);
	while (w->n > 0 && (w->n > most || w->v[w->n - 1].weight <= 0))
		free(w->v[--w->n].form);
	return st;
}

enum nx_status telling_words_find(struct telling_words *w, struct index *x,
                                  const struct record *r,
                                  const struct language *l, size_t most,
                                  struct nx_err *err)
{
	struct counted c = { .forms = INTERN_INIT };
	uint64_t languages = 0;
	enum nx_status st = NX_OK;

	*w = (struct telling_words){ NULL, 0 };
	if (r->language.len > 0)
		languages = stopwords_language(r->language.p, r->language.len);
	else if (l != NULL)
		languages = stopwords_language(l->code, strlen(l->code));
	count_words(&c, r);
	if (c.forms.n > 0)
		st = choose(w, &c, x, languages, most, err);
	intern_release(&c.forms);
	free(c.times);
	return st;
}

void telling_words_release(struct telling_words *w)
{
	for (size_t i = 0; i < w->n; i++)
		free(w->v[i].form);
	free(w->v);
	*w = (struct telling_words){ NULL, 0 };
}

char *telling_words_query(const struct telling_words *w, const char *narrow)
{
	struct buf b = BUF_INIT;
	char *text;

	if (narrow != NULL) {
		buf_addc(&b, '(');
		buf_adds(&b, narrow);
		buf_adds(&b, ") and ");
	}
	for (size_t i = 0; i < w->n; i++) {
		buf_adds(&b, i == 0 ? "(=" : " or =");
		buf_adds(&b, w->v[i].form);
	}
	buf_addc(&b, ')');
	text = nx_strdup(buf_str(&b));
	buf_release(&b);
	return text;
}

/* ---- shingles ----------------------------------------------------------- */

static int by_value(const void *x, const void *y)
{
	const uint64_t *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

/* 64 bits of two hashes, so that different stretches do not meet. */
static uint64_t hash_form(const struct token_list *l, const struct token *t)
{
	const char *form = token_form(l, t);

	return (uint64_t)hash_bytes(HASH_ODD1, form, t->len) << 32 |
	       hash_bytes(HASH_ODD2, form, t->len);
}

static void sort_out(struct shingles *s)
{
	size_t k = 0;

	if (s->n > 0)
		qsort(s->v, s->n, sizeof *s->v, by_value);
	for (size_t i = 0; i < s->n; i++)
		if (i == 0 || s->v[i] != s->v[k - 1])
			s->v[k++] = s->v[i];
	s->n = k;
}

void shingles_make(struct shingles *s, struct analyser *a, struct token_list *l,
                   const struct record *r)
{
	const struct slice *body = &r->part[PART_BODY];
	uint64_t last[SHINGLE_WORDS];
	size_t words = 0;

	s->n = 0;
	if (body->len == 0)
		return;
	analyser_run(a, body->p, body->len, l);
	for (size_t i = 0; i < l->n; i++) {
		uint64_t h = 0;

		if ((l->v[i].flags & TOKEN_JOINED) != 0)
			continue;
		last[words++ % SHINGLE_WORDS] = hash_form(l, &l->v[i]);
		if (words < SHINGLE_WORDS && words < l->positions)
			continue;
		/* The oldest first; where there are fewer, all. */
		for (size_t k = words < SHINGLE_WORDS ? 0 : words;
		     k < words + (words < SHINGLE_WORDS ? words : SHINGLE_WORDS);
		     k++)
			h = hash_mix(h ^ last[k % SHINGLE_WORDS], HASH_ODD1);
		s->v = NX_GROW(s->v, s->n, &s->cap);
		s->v[s->n++] = h;
	}
	sort_out(s);
}

void shingles_release(struct shingles *s)
{
	free(s->v);
	*s = (struct shingles)SHINGLES_INIT;
}

double shingles_same(const struct shingles *a, const struct shingles *b)
{
	size_t i = 0, k = 0, both = 0;

	while (i < a->n && k < b->n) {
		int c = by_value(&a->v[i], &b->v[k]);

		both += c == 0;
		i += c <= 0;
		k += c >= 0;
	}
	return a->n + b->n > 0 ? (double)both / (double)(a->n + b->n - both)
	                       : 0;
}
