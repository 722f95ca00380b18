#include "lib/index/languages.h"

#include <stdlib.h>
#include <string.h>

#include "lib/index/schema.h"
#include "lib/index/xap.h"

/* A language has families if one article in so many is in it ... */
#define SHARE 100
/* ... and at most so many languages have. */
#define FAMILIES_MAX 8
/* A language is that of queries if one article in so many is in it. */
#define MAIN_SHARE 4

void languages_count(struct languages *s, struct slice code)
{
	const struct language *l = language_find(code.p, code.len);

	s->articles++;
	if (code.len == 0 || l == NULL || l->stemmer == NULL)
		return;
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].l == l) {
			s->v[i].articles++;
			return;
		}
	if (s->n < LANGUAGES_MAX) {
		s->v[s->n].l = l;
		s->v[s->n++].articles = 1;
	}
}

void family_key(const struct language *l, const char *stem, size_t len,
                struct buf *out)
{
	buf_adds(out, l->code);
	buf_addc(out, ':');
	buf_add(out, stem, len);
}

static int by_articles(const void *a, const void *b)
{
	const struct language_count *x = a, *y = b;

	if (x->articles != y->articles)
		return x->articles > y->articles ? -1 : 1;
	return strcmp(x->l->code, y->l->code);
}

/* Most articles first. */
static void by_share(struct languages *s)
{
	if (s->n > 1)
		qsort(s->v, s->n, sizeof s->v[0], by_articles);
}

const char *languages_main(const struct languages *s)
{
	struct languages sorted = *s;

	by_share(&sorted);
	if (s->n == 0 || sorted.v[0].articles * MAIN_SHARE < s->articles)
		return "en";
	return sorted.v[0].l->code;
}

/* The languages to have families: the default, then by their articles. */
static size_t choose(const struct languages *s, const char *default_language,
                     const struct language *out[FAMILIES_MAX])
{
	const struct language *d =
		language_find(default_language, strlen(default_language));
	struct languages sorted = *s;
	size_t n = 0;

	by_share(&sorted);
	if (d != NULL && d->stemmer != NULL)
		out[n++] = d;
	for (size_t i = 0; i < sorted.n && n < FAMILIES_MAX; i++)
		if (sorted.v[i].l != d &&
		    sorted.v[i].articles * SHARE >= s->articles)
			out[n++] = sorted.v[i].l;
	return n;
}

static enum nx_status put_word(struct xap_writer *w, const struct language *l,
                               struct xap_stem *stemmer, struct xap_str word,
                               struct buf *key, struct nx_err *err)
{
	struct xap_error xe;
	struct xap_str stem;
	enum xap_status xs =
		xap_stem_word(stemmer, word.data, word.len, &stem, &xe);

	if (xs != XAP_OK)
		return nx_from_xap(err, xs, &xe, "stemming");
	/* A family whose one word is its stem needs no entry, and a word that
	 * is its own stem is found without one. */
	if (stem.len == 0 || (stem.len == word.len &&
	                      memcmp(stem.data, word.data, word.len) == 0))
		return NX_OK;
	buf_clear(key);
	family_key(l, stem.data, stem.len, key);
	if (key->len > XAP_TERM_MAX)
		return NX_OK;
	xs = xap_writer_add_synonym(w, key->p, key->len, word.data, word.len,
	                            &xe);
	return nx_from_xap(err, xs, &xe, "writing word families");
}

static enum nx_status put_language(struct xap_writer *w,
                                   const struct language *l, struct nx_err *err)
{
	struct xap_stem *stemmer = NULL;
	struct xap_terms *it = NULL;
	struct buf key = BUF_INIT;
	struct xap_error xe;
	struct xap_str word;
	enum nx_status st;
	enum xap_status xs = xap_stem_new(&stemmer, l->stemmer, &xe);

	if (xs == XAP_OK)
		xs = xap_db_terms(&it, xap_writer_db(w), "", 0, &xe);
	st = nx_from_xap(err, xs, &xe, "reading words");
	while (st == NX_OK) {
		xs = xap_terms_next(it, &word, &xe);
		st = nx_from_xap(err, xs, &xe, "reading words");
		/* Prefixed terms begin with a capital; words are folded. */
		if (st == NX_OK &&
		    !(word.data[0] >= 'A' && word.data[0] <= 'Z') &&
		    family_eligible(l, word.data, word.len))
			st = put_word(w, l, stemmer, word, &key, err);
	}
	buf_release(&key);
	xap_terms_free(it);
	xap_stem_free(stemmer);
	return st == NX_END ? NX_OK : st;
}

enum nx_status languages_write(const struct languages *s,
                               const char *default_language,
                               struct xap_writer *w, struct nx_err *err)
{
	const struct language *l[FAMILIES_MAX];
	size_t n = choose(s, default_language, l);
	struct buf list = BUF_INIT;
	enum nx_status st = NX_OK;
	struct xap_error xe;

	for (size_t i = 0; st == NX_OK && i < n; i++) {
		buf_addf(&list, "%s%s", i > 0 ? " " : "", l[i]->code);
		st = put_language(w, l[i], err);
	}
	if (st == NX_OK)
		st = nx_from_xap(
			err,
			xap_writer_set_metadata(w, META_LANGUAGES,
		                                sizeof META_LANGUAGES - 1,
		                                buf_str(&list), list.len, &xe),
			&xe, "writing metadata");
	buf_release(&list);
	return st;
}
