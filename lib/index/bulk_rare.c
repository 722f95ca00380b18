/* bulk_rare.c - positions of rare words, by article (posrare.h) */
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/index/bulk.h"
#include "lib/index/posblock.h"
#include "lib/index/posrare.h"

void rare_add(struct rare_list *r, const struct rare_word *w,
              const uint32_t *pos)
{
	struct rare_word *to;

	r->v = NX_GROW(r->v, r->n, &r->cap);
	to = &r->v[r->n++];
	*to = *w;
	if (w->n == 1) {
		to->pos = pos[0];
		return;
	}
	to->pos = (uint32_t)(r->pos.len / sizeof *pos);
	buf_add(&r->pos, pos, w->n * sizeof *pos);
}

void rare_release(struct rare_list *r)
{
	free(r->v);
	buf_release(&r->pos);
	*r = (struct rare_list){ .v = NULL };
}

/* ---- by article ----------------------------------------------------------- */

/* A word where it was collected. */
struct rare_ref {
	const struct rare_word *w;
	const struct rare_list *of;
};

struct rare_task {
	struct bulk_writer *b;
	struct rare_ref *v; /* by article */
	size_t *end;        /* of each article's, in v */
	struct rare_ref *alone;
	size_t n_alone, cap_alone;
	struct posblock_writer block;
	struct buf name, value, key;
};

static int by_hash(const void *a, const void *b)
{
	uint32_t x = ((const struct rare_ref *)a)->w->hash;
	uint32_t y = ((const struct rare_ref *)b)->w->hash;

	return (x > y) - (x < y);
}

static struct slice term_of(const struct bulk_writer *b,
                            const struct rare_word *w)
{
	uint64_t key;

	return inverter_term(b->thread[w->thread].inverter, w->term, &key);
}

/* By the keys of blocks, which are not quite in the order of terms. */
static void set_alone_prefix(const struct bulk_writer *b,
                             const struct rare_word *w, struct buf *name)
{
	struct slice term = term_of(b, w);

	posblock_prefix_as(POSRARE_ALONE, term.p, term.len, name);
}

/* Which article, of b->doc, has that docid. */
static size_t article_of(const uint32_t *docid, size_t n, uint32_t wanted)
{
	size_t lo = 0, hi = n;

	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;

		if (docid[mid] <= wanted)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

/* Sort what all ranges have by article: by counting, for they are many. */
static void sort_by_article(struct rare_task *k)
{
	struct bulk_writer *b = k->b;
	uint32_t *docid = nx_alloc(b->n_doc * sizeof *docid + 1);
	size_t all = 0;

	k->end = nx_zalloc((b->n_doc + 1) * sizeof *k->end);
	for (size_t i = 0; i < b->n_doc; i++)
		docid[i] = b->doc[i]->docid;
	for (size_t r = 0; r < b->ranges; r++) {
		struct rare_list *l = &b->range[r].rare;

		for (size_t i = 0; i < l->n; i++)
			k->end[article_of(docid, b->n_doc, l->v[i].docid) +
			       1]++;
		all += l->n;
	}
	for (size_t i = 0; i < b->n_doc; i++)
		k->end[i + 1] += k->end[i];
	k->v = nx_alloc(all * sizeof *k->v + 1);
	/* end[i] is now where article i begins, and will be where it ends. */
	for (size_t r = 0; r < b->ranges; r++) {
		struct rare_list *l = &b->range[r].rare;

		for (size_t i = 0; i < l->n; i++) {
			size_t a = article_of(docid, b->n_doc, l->v[i].docid);

			k->v[k->end[a]++] = (struct rare_ref){ &l->v[i], l };
		}
	}
	free(docid);
}

/* ---- writing -------------------------------------------------------------- */

static void add_to_block(struct posblock_writer *to, uint32_t number,
                         const struct rare_ref *r)
{
	const uint32_t *more = (const uint32_t *)(const void *)r->of->pos.p;

	posblock_add(to, number, r->w->n == 1 ? &r->w->pos : more + r->w->pos,
	             r->w->n);
}

/* The key's beginning is in k->name. */
static enum nx_status put_block(struct rare_task *k, struct nx_err *err)
{
	posblock_finish(&k->block, &k->name, &k->value);
	return bulk_put_metadata(k->b, piece_rare(k->b), k->name.p,
	                         k->name.len, k->value.p, k->value.len, &k->key,
	                         err);
}

/* Take the words with the hash of another out of v[0..n), and say how many are
 * left. */
static size_t take_alone(struct rare_task *k, struct rare_ref *v, size_t n)
{
	size_t kept = 0;
	uint32_t was = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t hash = v[i].w->hash;
		bool alone = (i > 0 && was == hash) ||
		             (i + 1 < n && v[i + 1].w->hash == hash);

		was = hash;
		if (!alone) {
			v[kept++] = v[i];
			continue;
		}
		k->alone = NX_GROW(k->alone, k->n_alone, &k->cap_alone);
		k->alone[k->n_alone++] = v[i];
	}
	return kept;
}

static unsigned width_of(const struct rare_ref *v, size_t n)
{
	unsigned width = 1;

	for (size_t i = 1; i < n; i++) {
		unsigned two = posrare_width(v[i - 1].w->hash, v[i].w->hash);

		width = two > width ? two : width;
	}
	return width;
}

static enum nx_status put_article(struct rare_task *k, struct rare_ref *v,
                                  size_t n, struct nx_err *err)
{
	uint32_t docid = v[0].w->docid;
	enum nx_status st = NX_OK;
	unsigned width;
	size_t kept;

	qsort(v, n, sizeof *v, by_hash);
	kept = take_alone(k, v, n);
	width = kept < n ? POSRARE_BITS : width_of(v, n);
	for (size_t i = 0; st == NX_OK && i < kept; i++) {
		add_to_block(&k->block, posrare_number(v[i].w->hash, width),
		             &v[i]);
		if (!posblock_full(&k->block) && i + 1 < kept)
			continue;
		posrare_prefix(docid, &k->name);
		buf_addc(&k->name, (char)width);
		st = put_block(k, err);
	}
	return st;
}

/* ---- the few whose hash another word of the article has --------------------- */

struct alone {
	struct buf name; /* of the block, but for the docid */
	struct rare_ref r;
};

static int by_name(const void *a, const void *b)
{
	const struct alone *x = a, *y = b;
	size_t min = x->name.len < y->name.len ? x->name.len : y->name.len;
	int d = memcmp(x->name.p, y->name.p, min);

	if (d == 0)
		d = (x->name.len > y->name.len) - (x->name.len < y->name.len);
	if (d == 0)
		d = (x->r.w->docid > y->r.w->docid) -
		    (x->r.w->docid < y->r.w->docid);
	return d;
}

static enum nx_status put_alone(struct rare_task *k, struct nx_err *err)
{
	struct alone *v = nx_zalloc(k->n_alone * sizeof *v + 1);
	enum nx_status st = NX_OK;

	for (size_t i = 0; i < k->n_alone; i++) {
		v[i].r = k->alone[i];
		set_alone_prefix(k->b, v[i].r.w, &v[i].name);
	}
	if (k->n_alone > 0)
		qsort(v, k->n_alone, sizeof *v, by_name);
	for (size_t i = 0; st == NX_OK && i < k->n_alone; i++) {
		add_to_block(&k->block, v[i].r.w->docid, &v[i].r);
		buf_set(&k->name, v[i].name.p, v[i].name.len);
		st = put_block(k, err);
	}
	for (size_t i = 0; i < k->n_alone; i++)
		buf_release(&v[i].name);
	free(v);
	return st;
}

enum nx_status bulk_write_rare(struct bulk_writer *b, struct nx_err *err)
{
	struct rare_task k = { .b = b };
	enum nx_status st = NX_OK;
	size_t from = 0;

	posblock_writer_init(&k.block);
	sort_by_article(&k);
	for (size_t i = 0; st == NX_OK && i < b->n_doc; i++) {
		if (k.end[i] > from)
			st = put_article(&k, k.v + from, k.end[i] - from, err);
		from = k.end[i];
	}
	if (st == NX_OK)
		st = put_alone(&k, err);
	posblock_writer_release(&k.block);
	buf_release(&k.name);
	buf_release(&k.value);
	buf_release(&k.key);
	free(k.v);
	free(k.end);
	free(k.alone);
	return st;
}
