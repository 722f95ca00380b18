#include "query/collocates.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/index/xap.h"
#include "query/facts.h"
#include "query/locate.h"

struct collocates_word {
	uint64_t together, articles;
	uint64_t last;      /* the article it was near a hit of last, from 1 */
	uint64_t languages; /* in which it is a stop word */
};

/* ---- measures ----------------------------------------------------------- */

static double part_of(double observed, double expected)
{
	return observed > 0 ? observed * log(observed / expected) : 0;
}

double log_likelihood(uint64_t together, uint64_t near, uint64_t in_all,
                      uint64_t words)
{
	double share = (double)near / (double)words;
	double all = (double)in_all, other = (double)(words - in_all);
	double rest = (double)(words - near) - (double)(in_all - together);
	double g = part_of((double)together, all * share) +
	           part_of((double)(near - together), other * share) +
	           part_of((double)(in_all - together), all * (1 - share)) +
	           part_of(rest, other * (1 - share));

	g = g > 0 ? 2 * g : 0; /* rounding */
	return (double)together < all * share ? -g : g;
}

double log_ratio(uint64_t together, uint64_t near, uint64_t in_all,
                 uint64_t words)
{
	double elsewhere =
		in_all > together ? (double)(in_all - together) : 0.5;

	return log2((double)together / (double)near) -
	       log2(elsewhere / (double)(words - near));
}

/* ---- counting ----------------------------------------------------------- */

struct counting {
	struct collocates *c;
	struct search *s;
	const struct collocates_options *o;
	struct stopwords *stop;
	struct locator locator;
	uint64_t languages; /* of the article */

	unsigned char *mark; /* by position of the part, from 1 */
	size_t cap;
};

enum { NEAR = 1, HIT = 2 };

static void count_word(struct counting *k, const char *form, size_t len)
{
	struct collocates *c = k->c;
	size_t known = c->forms.n;
	uint32_t id = intern_add(&c->forms, form, len);
	struct collocates_word *w;

	if (id == known) {
		c->word = NX_GROW(c->word, known, &c->cap);
		c->word[id] = (struct collocates_word){
			.languages = k->o->stopwords
			                     ? 0
			                     : stopwords_of(k->stop, form, len)
		};
	}
	w = &c->word[id];
	if ((w->languages & k->languages) != 0)
		return;
	w->together++;
	if (w->last != c->articles + 1) {
		w->last = c->articles + 1;
		w->articles++;
	}
}

/* The hit with the words near it. */
static struct interval window(const struct counting *k,
                              const struct interval *hit,
                              const struct ends *sentences, uint32_t last)
{
	const struct collocates_options *o = k->o;
	struct interval w = {
		hit->first > o->before ? hit->first - o->before : 1,
		last - hit->last > o->behind ? hit->last + o->behind : last,
	};
	size_t at;

	if (!o->sentence)
		return w;
	at = ends_unit(sentences, hit->first);
	if (at > 0 && w.first <= sentences->v[at - 1])
		w.first = sentences->v[at - 1] + 1;
	at = ends_unit(sentences, hit->last);
	if (at < sentences->n && w.last > sentences->v[at])
		w.last = sentences->v[at];
	return w;
}

static enum nx_status on_part(void *ctx, enum part part,
                              const struct intervals *hits,
                              const struct occurrences *words,
                              struct nx_err *err)
{
	struct counting *k = ctx;
	const struct ends *sentences = &occurrences_positions(words)->sentence;
	uint32_t last = k->locator.tokens.positions;

	(void)part;
	(void)err;
	if (hits->n == 0)
		return NX_OK;
	k->c->hits += hits->n;
	if (k->cap <= last) {
		free(k->mark);
		k->cap = 2 * ((size_t)last + 1);
		k->mark = nx_alloc(k->cap);
	}
	memset(k->mark, 0, (size_t)last + 1);
	for (size_t i = 0; i < hits->n; i++) {
		struct interval w = window(k, &hits->v[i], sentences, last);

		for (uint32_t p = w.first; p <= w.last; p++)
			k->mark[p] |= NEAR;
	}
	for (size_t i = 0; i < hits->n; i++)
		for (uint32_t p = hits->v[i].first; p <= hits->v[i].last; p++)
			k->mark[p] |= HIT;
	for (uint32_t p = 1; p <= last; p++) {
		size_t len;
		const char *form = k->mark[p] == NEAR
		                           ? occurrences_form(words, p, &len)
		                           : NULL;

		if (form == NULL)
			continue;
		k->c->near++;
		count_word(k, form, len);
	}
	return NX_OK;
}

static enum nx_status on_article(void *ctx, xap_docid docid, struct nx_err *err)
{
	struct counting *k = ctx;
	const struct language *l = k->o->language;
	struct record r;
	enum nx_status st = index_record(k->s->x, docid, &r, err);

	if (st != NX_OK)
		return st;
	k->languages = r.language.len > 0
	                       ? stopwords_language(r.language.p, r.language.len)
	                       : stopwords_language(l->code, strlen(l->code));
	/* Reading takes as long as there is to read; until the next article is
	 * found there is all the time again. */
	watch_pause();
	st = locate_parts(&k->locator, k->s, &r, on_part, k, err);
	k->c->articles++;
	if (k->o->progress != NULL)
		progress_count(k->o->progress, k->c->articles, "articles");
	work_begin(&k->s->work, k->s->work.seconds);
	watch_resume();
	return st;
}

enum nx_status collocates_run(struct collocates *c, struct search *s,
                              const struct collocates_options *o,
                              struct nx_err *err)
{
	struct counting k = {
		.c = c, .s = s, .o = o, .locator = LOCATOR_INIT
	};
	enum nx_status st;

	memset(c, 0, sizeof *c);
	c->forms = (struct intern)INTERN_INIT;
	k.stop = stopwords_new();
	st = facts_words(s->x, &c->words, err);
	if (st == NX_OK)
		st = search_stream(s, on_article, &k, err);
	locator_release(&k.locator);
	stopwords_free(k.stop);
	free(k.mark);
	if (st != NX_OK)
		collocates_release(c);
	return st;
}

void collocates_release(struct collocates *c)
{
	intern_release(&c->forms);
	free(c->word);
	memset(c, 0, sizeof *c);
}

/* ---- listing ------------------------------------------------------------ */

static int compare(double a, double b)
{
	return (a < b) - (a > b);
}

static int by_word(const struct collocate *a, const struct collocate *b)
{
	size_t n = a->word.len < b->word.len ? a->word.len : b->word.len;
	int d = memcmp(a->word.p, b->word.p, n);

	return d != 0 ? d : (a->word.len > b->word.len) -
	                            (a->word.len < b->word.len);
}

static int by_likelihood(const void *x, const void *y)
{
	const struct collocate *a = x, *b = y;
	int d = compare(a->likelihood, b->likelihood);

	return d != 0 ? d : by_word(a, b);
}

static int by_ratio(const void *x, const void *y)
{
	const struct collocate *a = x, *b = y;
	int d = compare(a->ratio, b->ratio);

	return d != 0 ? d : by_likelihood(x, y);
}

static int by_count(const void *x, const void *y)
{
	const struct collocate *a = x, *b = y;
	int d = (a->together < b->together) - (a->together > b->together);

	return d != 0 ? d : by_likelihood(x, y);
}

static int (*const orders[])(const void *, const void *) = {
	[COLLOCATES_BY_LIKELIHOOD] = by_likelihood,
	[COLLOCATES_BY_RATIO] = by_ratio,
	[COLLOCATES_BY_COUNT] = by_count,
};

static enum nx_status measure(const struct collocates *c, struct index *x,
                              struct collocate *w, struct nx_err *err)
{
	struct xap_term_info info;
	struct xap_error xe;
	enum xap_status xs = xap_db_term(index_db(x), w->word.p, w->word.len,
	                                 &info, &xe);

	if (xs != XAP_OK)
		return nx_from_xap(err, xs, &xe, "reading the index");
	if (info.collfreq < w->together || c->words < c->near ||
	    c->words < info.collfreq)
		return nx_fail(err, NX_CORRUPT,
		               "the index counts a word less often than its "
		               "articles have it: 'newsidx verify' tells more");
	w->in_all = info.collfreq;
	w->expected = (double)info.collfreq * (double)c->near /
	              (double)c->words;
	w->likelihood =
		log_likelihood(w->together, c->near, w->in_all, c->words);
	w->ratio = log_ratio(w->together, c->near, w->in_all, c->words);
	return NX_OK;
}

enum nx_status collocates_list(const struct collocates *c, struct index *x,
                               uint64_t least, enum collocate_sort sort,
                               struct collocate **v, size_t *n,
                               struct nx_err *err)
{
	struct collocate *to = nx_alloc(c->forms.n * sizeof *to);
	enum nx_status st = NX_OK;
	size_t k = 0;

	for (uint32_t id = 0; st == NX_OK && id < c->forms.n; id++) {
		struct collocate *w = &to[k];

		*w = (struct collocate){ .together = c->word[id].together,
			                 .articles = c->word[id].articles };
		if (w->together == 0 || w->together < least)
			continue;
		w->word.p = intern_str(&c->forms, id, &w->word.len);
		st = measure(c, x, w, err);
		k += w->likelihood > 0;
	}
	if (st != NX_OK) {
		free(to);
		return st;
	}
	qsort(to, k, sizeof *to, orders[sort]);
	*v = to;
	*n = k;
	return NX_OK;
}
