#include "query/leaves.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/index/schema.h"
#include "lib/index/xap.h"
#include "query/present.h"

/* From so many words on they are not each asked whether the article has them.
 * In libxapian's table that costs as much for a word that it has not. */
#define WORDS_ASKED 32
#define WORDS_LOOKED_UP 2

struct leaf {
	struct pos_term **word; /* by place in the expansion; NULL: not yet */
	struct present present;

	/* What is known of the current article: if docid is its. */
	xap_docid docid;
	size_t most;
	uint32_t *here; /* words that it has, by their places */
	size_t n_here, cap_here;
	bool listed;
	struct places list;
	uint32_t *v; /* of several words */
	size_t cap;

	bool counted;
	uint64_t articles;
};

void leaves_init(struct leaves *l, struct index *x, const struct expansion *e,
                 struct work *work)
{
	memset(l, 0, sizeof *l);
	l->x = x;
	l->e = e;
	l->work = work;
}

void leaves_release(struct leaves *l)
{
	for (size_t i = 0; l->leaf != NULL && i < l->e->low->n_leaf; i++) {
		free(l->leaf[i].word);
		free(l->leaf[i].here);
		free(l->leaf[i].v);
		present_release(&l->leaf[i].present);
	}
	free(l->leaf);
	pos_reader_free(l->reader);
	memset(l, 0, sizeof *l);
}

/* Many questions have nothing to read. */
static void begin(struct leaves *l)
{
	if (l->reader != NULL)
		return;
	l->reader = pos_reader_new(l->x);
	l->leaf = nx_zalloc(l->e->low->n_leaf * sizeof *l->leaf);
}

void leaves_article(struct leaves *l, xap_docid docid)
{
	begin(l);
	l->docid = docid;
	pos_reader_article(l->reader, docid);
}

/* Whether l is still good. */
static bool good(struct leaves *l, enum nx_status st)
{
	if (st != NX_OK && l->st == NX_OK)
		l->st = st;
	return l->st == NX_OK;
}

/* ---- words --------------------------------------------------------------- */

static const char *prefix_of(enum term_kind kind)
{
	switch (kind) {
	case TERM_CAPS:
		return PREFIX_CAPS;
	case TERM_JOINED:
		return PREFIX_JOINED;
	default:
		return "";
	}
}

struct pos_term *leaf_word(struct leaves *l, const struct term_leaf *t,
                           size_t i)
{
	const struct words *w = &l->e->of[t->id];
	struct buf term = BUF_INIT;
	struct leaf *f;

	begin(l);
	f = &l->leaf[t->id];
	if (f->word == NULL)
		f->word = nx_zalloc(w->n * sizeof *f->word);
	if (f->word[i] == NULL) {
		buf_sets(&term, prefix_of(t->kind));
		buf_add(&term, w->v[i].p, w->v[i].len);
		f->word[i] = pos_reader_term(l->reader, term.p, term.len);
		buf_release(&term);
	}
	return f->word[i];
}

static void note_word(struct leaves *l, const struct term_leaf *t, uint32_t i)
{
	struct leaf *f = &l->leaf[t->id];
	size_t n = 0;

	if (!good(l, pos_count(leaf_word(l, t, i), &n, &l->err)) || n == 0)
		return;
	f->here = NX_GROW(f->here, f->n_here, &f->cap_here);
	f->here[f->n_here++] = i;
	f->most += n;
}

/* By a look at the postings of all words, for a stretch of articles. */
static void note_present(struct leaves *l, const struct term_leaf *t)
{
	const struct words *w = &l->e->of[t->id];
	const struct presence *v;
	struct xap_error xe;
	size_t n;
	enum xap_status xs =
		present_find(&l->leaf[t->id].present, index_db(l->x), w,
	                     l->docid, &v, &n, &xe);

	if (!good(l, nx_from_xap(&l->err, xs, &xe, "reading positions")))
		return;
	for (size_t i = 0; i < n; i++)
		note_word(l, t, v[i].word);
}

static struct leaf *look(struct leaves *l, const struct term_leaf *t)
{
	struct leaf *f = &l->leaf[t->id];
	size_t n = l->e->of[t->id].n;
	size_t few = index_has_blocks(l->x) ? WORDS_ASKED : WORDS_LOOKED_UP;

	if (f->docid == l->docid)
		return f;
	f->docid = l->docid;
	f->most = 0;
	f->n_here = 0;
	f->listed = false;
	for (uint32_t i = 0; n < few && i < n; i++)
		note_word(l, t, i);
	if (n >= few)
		note_present(l, t);
	(void)work_over(l->work, n < few ? n : 1);
	return f;
}

bool leaf_stands(struct leaves *l, const struct term_leaf *t)
{
	return look(l, t)->most > 0;
}

/* No place has two words, so that none counts twice. */
size_t leaf_count(struct leaves *l, const struct term_leaf *t)
{
	return look(l, t)->most;
}

uint64_t leaf_articles(struct leaves *l, const struct term_leaf *t)
{
	const struct words *w = &l->e->of[t->id];
	struct leaf *f;
	uint32_t n;

	begin(l);
	f = &l->leaf[t->id];
	for (size_t i = 0; !f->counted && i < w->n && i < WORDS_ASKED; i++) {
		struct buf term = BUF_INIT;

		buf_sets(&term, prefix_of(t->kind));
		buf_add(&term, w->v[i].p, w->v[i].len);
		if (xap_db_termfreq(index_db(l->x), term.p, term.len, &n,
		                    NULL) == XAP_OK)
			f->articles += n;
		buf_release(&term);
	}
	if (!f->counted && w->n > WORDS_ASKED)
		f->articles = UINT64_MAX;
	f->counted = true;
	return f->articles;
}

/* ---- lists --------------------------------------------------------------- */

struct places term_list(struct leaves *l, struct pos_term *t)
{
	struct places p = { NULL, 0 };

	if (l->st != NX_OK || !good(l, pos_list(t, &p.v, &p.n, &l->err)))
		return (struct places){ NULL, 0 };
	(void)work_over(l->work, p.n);
	return p;
}

/* Merge b into the n positions of v, which has room; how many there are then.
 * From behind, so that nothing need be moved out of the way. */
static size_t merge(uint32_t *v, size_t n, struct places b)
{
	size_t i = n, j = b.n, to = n + b.n, kept = 0;

	while (j > 0)
		if (i > 0 && v[i - 1] > b.v[j - 1])
			v[--to] = v[--i];
		else
			v[--to] = b.v[--j];
	n += b.n;
	for (i = 0; i < n; i++)
		if (kept == 0 || v[kept - 1] != v[i])
			v[kept++] = v[i];
	return kept;
}

static struct places list_several(struct leaves *l, struct leaf *f)
{
	size_t n = 0;

	if (f->cap < f->most) {
		f->cap = f->most + f->most / 2;
		f->v = nx_realloc_array(f->v, f->cap, sizeof *f->v);
	}
	for (size_t i = 0; i < f->n_here; i++)
		n = merge(f->v, n, term_list(l, f->word[f->here[i]]));
	return (struct places){ f->v, n };
}

struct places leaf_list(struct leaves *l, const struct term_leaf *t)
{
	struct leaf *f;

	if (l->e->of[t->id].n == 1)
		return term_list(l, leaf_word(l, t, 0));
	f = look(l, t);
	if (f->listed)
		return f->list;
	f->list = (struct places){ NULL, 0 };
	if (f->n_here == 1)
		f->list = term_list(l, f->word[f->here[0]]);
	else if (f->n_here > 1)
		f->list = list_several(l, f);
	f->listed = true;
	return f->list;
}

static struct places ends(struct leaves *l, struct pos_term **t,
                          const char *marker)
{
	if (*t == NULL)
		*t = pos_reader_term(l->reader, marker, strlen(marker));
	return term_list(l, *t);
}

struct places sentence_ends(struct leaves *l)
{
	return ends(l, &l->sentence, TERM_SENTENCES);
}

struct places paragraph_ends(struct leaves *l)
{
	return ends(l, &l->paragraph, TERM_PARAGRAPHS);
}
