#include "lib/index/languages.h"

#include <stdlib.h>
#include <string.h>

#include "lib/index/schema.h"
#include "lib/index/xap.h"

/* A language has families if one article in so many is in it, and few enough
 * others have more (FAMILIES_MAX). */
#define SHARE 100
/* A language is that of queries if one article in so many is in it. */
#define MAIN_SHARE 4

static void count(struct languages *s, const struct language *l, uint64_t n)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].l == l) {
			s->v[i].articles += n;
			return;
		}
	if (s->n < LANGUAGES_MAX) {
		s->v[s->n].l = l;
		s->v[s->n++].articles = n;
	}
}

void languages_count(struct languages *s, struct slice code)
{
	const struct language *l = language_find(code.p, code.len);

	s->articles++;
	if (code.len > 0 && l != NULL && l->stemmer != NULL)
		count(s, l, 1);
}

void languages_merge(struct languages *s, const struct languages *other)
{
	s->articles += other->articles;
	for (size_t i = 0; i < other->n; i++)
		count(s, other->v[i].l, other->v[i].articles);
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

size_t languages_families(const struct languages *s,
                          const char *default_language,
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

void languages_list(const struct language *const *l, size_t n,
                    struct buf *out)
{
	for (size_t i = 0; i < n; i++)
		buf_addf(out, "%s%s", i > 0 ? " " : "", l[i]->code);
}

enum nx_status family_of(const struct language *l, struct xap_stem *stemmer,
                         struct slice term, struct buf *key, bool *listed,
                         struct nx_err *err)
{
	struct xap_error xe;
	struct xap_str stem;
	enum xap_status xs;

	*listed = false;
	/* Prefixed terms begin with a capital; words are folded. */
	if (term.len == 0 || (term.p[0] >= 'A' && term.p[0] <= 'Z') ||
	    !family_eligible(l, term.p, term.len))
		return NX_OK;
	xs = xap_stem_word(stemmer, term.p, term.len, &stem, &xe);
	if (xs != XAP_OK)
		return nx_from_xap(err, xs, &xe, "stemming");
	/* A family whose one word is its stem needs no entry, and a word that
	 * is its own stem is found without one. */
	if (stem.len == 0 || (stem.len == term.len &&
	                      memcmp(stem.data, term.p, term.len) == 0))
		return NX_OK;
	buf_clear(key);
	family_key(l, stem.data, stem.len, key);
	*listed = key->len <= XAP_TERM_MAX;
	return NX_OK;
}

static enum nx_status put_word(struct xap_writer *w, const struct language *l,
                               struct xap_stem *stemmer, struct xap_str word,
                               struct buf *key, struct nx_err *err)
{
	const struct slice term = { word.data, word.len };
	struct xap_error xe;
	bool listed;
	enum nx_status st = family_of(l, stemmer, term, key, &listed, err);

	if (st != NX_OK || !listed)
		return st;
	return nx_from_xap(err,
	                   xap_writer_add_synonym(w, key->p, key->len,
	                                          word.data, word.len, &xe),
	                   &xe, "writing word families");
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
		if (st == NX_OK)
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
	size_t n = languages_families(s, default_language, l);
	struct buf list = BUF_INIT;
	enum nx_status st = NX_OK;
	struct xap_error xe;

	languages_list(l, n, &list);
	for (size_t i = 0; st == NX_OK && i < n; i++)
		st = put_language(w, l[i], err);
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
