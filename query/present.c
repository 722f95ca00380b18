#include "query/present.h"

#include <stdlib.h>

#include "lib/base/mem.h"

/* A stretch begins with few docids, doubles as long as candidates come close
 * behind one another, and is cut where its words have more articles than are
 * worth holding: 2 MiB of them. */
#define SIZE_FEWEST 64
#define SIZE_MOST ((uint64_t)1 << 30)
#define HELD_MOST ((size_t)1 << 18)

void present_release(struct present *p)
{
	free(p->v);
	*p = (struct present)PRESENT_INIT;
}

/* Too many are held: end the stretch earlier. */
static void shorten(struct present *p)
{
	size_t kept = 0;

	p->size /= 2;
	p->upto = p->from + p->size;
	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].docid < p->upto)
			p->v[kept++] = p->v[i];
	p->n = kept;
}

/* Add the articles of the stretch that have the word. */
static enum xap_status add_word(struct present *p, struct xap_db *db,
                                struct slice form, uint32_t word,
                                struct xap_error *err)
{
	struct xap_postings *it = NULL;
	xap_docid did = 0;
	enum xap_status xs = xap_db_postings(&it, db, form.p, form.len, err);

	if (xs == XAP_OK)
		xs = xap_postings_skip_to(it, (xap_docid)p->from, &did, err);
	while (xs == XAP_OK && did < p->upto) {
		p->v = NX_GROW(p->v, p->n, &p->cap);
		p->v[p->n++] = (struct presence){ did, word };
		if (p->n >= HELD_MOST && p->size > 1)
			shorten(p);
		xs = xap_postings_next(it, &did, err);
	}
	xap_postings_free(it);
	return xs == XAP_END ? XAP_OK : xs;
}

static int by_docid(const void *a, const void *b)
{
	const struct presence *x = a, *y = b;

	if (x->docid != y->docid)
		return x->docid < y->docid ? -1 : 1;
	return x->word < y->word ? -1 : x->word > y->word;
}

static void next_stretch(struct present *p, xap_docid docid)
{
	bool close = docid >= p->from && docid < p->upto + p->size;

	if (p->size == 0)
		p->size = SIZE_FEWEST;
	else if (close && p->n < HELD_MOST / 2 && p->size < SIZE_MOST)
		p->size *= 2;
	else if (!close && p->size > SIZE_FEWEST)
		p->size /= 2;
	p->from = docid;
	p->upto = p->from + p->size;
	p->n = 0;
}

static enum xap_status read_stretch(struct present *p, struct xap_db *db,
                                    const struct words *w, xap_docid docid,
                                    struct xap_error *err)
{
	enum xap_status xs = XAP_OK;

	next_stretch(p, docid);
	for (size_t i = 0; xs == XAP_OK && i < w->n; i++)
		xs = add_word(p, db, w->v[i], (uint32_t)i, err);
	if (xs != XAP_OK)
		p->from = p->upto = 0;
	else if (p->n > 1)
		qsort(p->v, p->n, sizeof *p->v, by_docid);
	return xs;
}

/* The first of the stretch that is of this docid or a later one. */
static size_t first_of(const struct present *p, xap_docid docid)
{
	size_t lo = 0, hi = p->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (p->v[mid].docid < docid)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

enum xap_status present_find(struct present *p, struct xap_db *db,
                             const struct words *w, xap_docid docid,
                             const struct presence **v, size_t *n,
                             struct xap_error *err)
{
	enum xap_status xs = XAP_OK;
	size_t at;

	*v = NULL;
	*n = 0;
	if (docid < p->from || docid >= p->upto)
		xs = read_stretch(p, db, w, docid, err);
	if (xs != XAP_OK)
		return xs;
	at = first_of(p, docid);
	*v = p->v != NULL ? p->v + at : NULL;
	while (at + *n < p->n && p->v[at + *n].docid == docid)
		(*n)++;
	return XAP_OK;
}
