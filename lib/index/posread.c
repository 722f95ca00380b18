#include "lib/index/posread.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/index/posblock.h"
#include "lib/index/rareread.h"
#include "lib/index/xap.h"

/* Places that are kept at a time.  Each has a block: some 10 kB.  What asks about
 * more terms than that asks about most of them now and then. */
#define PLACES_MOST 4096

/* A term's place in the blocks of a segment. */
struct place {
	struct posblock block;
	/* The block, which may be empty, tells of these docids. */
	uint32_t from, upto;
	uint32_t at; /* article of the block that was asked for last */

	/* If the segment has rare words: in this span the term's articles are in
	 * blocks, or else those. */
	struct rare_span span;
	bool in_blocks;
	struct rare_articles rare;
};

struct pos_term {
	struct pos_reader *r;
	struct pos_term *next;
	char *term;
	size_t len;
	uint32_t hash; /* posrare_hash */
	struct place **place; /* by segment; NULL: none of them is open */

	/* What was read last. */
	xap_docid docid; /* 0: nothing */
	uint32_t *v;
	size_t n, cap;
};

struct pos_segment {
	struct xap_db *db;
	struct meta_reader *meta;
	struct rare_reader *rare;
	enum positions_form form;
};

struct pos_reader {
	struct pos_segment *seg;
	size_t n;
	struct pos_term *terms;
	size_t n_place;

	xap_docid docid; /* the article, and where it is */
	size_t segment;
	uint32_t local;
	bool in_blocks;

	struct xap_positions *it;
	struct buf key;
};

static void set_segment(struct pos_segment *s, struct xap_db *db,
                        struct meta_reader *meta, enum positions_form form)
{
	*s = (struct pos_segment){ db, meta, rare_reader_new(db, meta), form };
}

struct pos_reader *pos_reader_new(struct index *x)
{
	struct pos_reader *r = nx_zalloc(sizeof *r);

	r->n = index_segments(x);
	r->seg = nx_alloc(r->n * sizeof *r->seg);
	for (size_t i = 0; i < r->n; i++)
		set_segment(&r->seg[i], index_segment(x, i),
		            index_metadata(x, i), index_positions(x, i));
	return r;
}

struct pos_reader *pos_reader_of(struct xap_db *db, struct meta_reader *meta,
                                 enum positions_form form)
{
	struct pos_reader *r = nx_zalloc(sizeof *r);

	r->n = 1;
	r->seg = nx_alloc(sizeof *r->seg);
	set_segment(&r->seg[0], db, meta, form);
	return r;
}

static void close_places(struct pos_term *t)
{
	for (size_t i = 0; t->place != NULL && i < t->r->n; i++) {
		if (t->place[i] == NULL)
			continue;
		posblock_release(&t->place[i]->block);
		free(t->place[i]);
	}
	free(t->place);
	t->place = NULL;
}

void pos_reader_free(struct pos_reader *r)
{
	if (r == NULL)
		return;
	while (r->terms != NULL) {
		struct pos_term *t = r->terms;

		r->terms = t->next;
		close_places(t);
		free(t->term);
		free(t->v);
		free(t);
	}
	xap_positions_free(r->it);
	buf_release(&r->key);
	for (size_t i = 0; i < r->n; i++)
		rare_reader_free(r->seg[i].rare);
	free(r->seg);
	free(r);
}

struct pos_term *pos_reader_term(struct pos_reader *r, const char *term,
                                 size_t len)
{
	struct pos_term *t = nx_zalloc(sizeof *t);

	t->r = r;
	t->term = nx_alloc(len + 1);
	memcpy(t->term, term, len);
	t->term[len] = '\0';
	t->len = len;
	t->hash = posrare_hash(term, len);
	t->next = r->terms;
	r->terms = t;
	return t;
}

/* ---- blocks ------------------------------------------------------------- */

static struct place *place_in(struct pos_term *t, size_t segment)
{
	struct pos_reader *r = t->r;

	if (t->place != NULL && t->place[segment] != NULL)
		return t->place[segment];
	if (r->n_place >= PLACES_MOST) {
		for (struct pos_term *o = r->terms; o != NULL; o = o->next)
			close_places(o);
		r->n_place = 0;
	}
	if (t->place == NULL)
		t->place = nx_zalloc(r->n * sizeof *t->place);
	t->place[segment] = nx_zalloc(sizeof **t->place);
	posblock_init(&t->place[segment]->block);
	/* Nothing is known: 1 .. 0. */
	t->place[segment]->from = t->place[segment]->span.first = 1;
	r->n_place++;
	return t->place[segment];
}

static enum nx_status damaged(const struct pos_term *t, struct nx_err *err)
{
	return nx_fail(err, NX_CORRUPT, "the positions of '%s' are damaged",
	               t->term);
}

/* The key of the block of the term that may have docid, or NX_END; *last: the
 * docid it ends with.  *value is until the next. */
static enum nx_status seek_key(struct pos_term *t, struct meta_reader *meta,
                               uint32_t docid, uint32_t *last,
                               struct slice *value, struct nx_err *err)
{
	struct buf *key = &t->r->key;
	struct slice found;
	size_t prefix;
	enum nx_status st;

	posblock_prefix(t->term, t->len, key);
	prefix = key->len;
	posblock_add_docid(key, docid);
	st = meta_reader_seek(meta, key->p, key->len, &found, value, err);
	if (st != NX_OK)
		return st;
	if (found.len < prefix || memcmp(found.p, key->p, prefix) != 0)
		return NX_END;
	st = posblock_key_docid(found.p, found.len, prefix, last);
	return st == NX_CORRUPT ? damaged(t, err) : st;
}

/* Move to the block that may have docid, which the place does not tell of. */
static enum nx_status seek(struct pos_term *t, struct place *p,
                           struct meta_reader *meta, uint32_t docid,
                           struct nx_err *err)
{
	struct slice value;
	uint32_t last = UINT32_MAX;
	enum nx_status st = seek_key(t, meta, docid, &last, &value, err);

	p->from = docid;
	p->upto = last;
	p->block.n = 0;
	p->at = 0;
	if (st == NX_END)
		return NX_OK;
	if (st == NX_OK &&
	    posblock_load(&p->block, last, value.p, value.len) != NX_OK)
		st = damaged(t, err);
	if (st != NX_OK)
		p->upto = 0; /* nothing is known */
	else if (p->block.n == 1 && posrare_is_none(&p->block, 0))
		p->block.n = 0; /* there are no positions */
	else if (p->block.docid[0] < p->from)
		p->from = p->block.docid[0];
	return st;
}

/* *found: the term's place in the segment, its block's at being the first
 * article from docid on; or NULL if there is none. */
static enum nx_status arrive(struct pos_term *t, size_t segment, uint32_t docid,
                             struct place **found, struct nx_err *err)
{
	struct place *p = place_in(t, segment);
	enum nx_status st = NX_OK;

	*found = NULL;
	if (docid < p->from || docid > p->upto)
		st = seek(t, p, t->r->seg[segment].meta, docid, err);
	if (st != NX_OK || p->block.n == 0)
		return st;
	*found = p;
	if (p->block.docid[p->at] == docid)
		return NX_OK;
	if (p->block.docid[p->at] > docid)
		p->at = 0;
	if (p->block.docid[p->at] < docid)
		p->at = posblock_find(&p->block, docid, p->at + 1);
	return NX_OK;
}

/* ---- rare words ---------------------------------------------------------- */

static bool block_is_in(const struct place *p)
{
	return p->block.n > 0 && p->block.docid[0] >= p->span.first &&
	       p->block.docid[p->block.n - 1] <= p->span.last;
}

/* Find out where the term's articles are in the span that docid is in. */
static enum nx_status settle(struct pos_term *t, struct place *p,
                             size_t segment, uint32_t docid, struct nx_err *err)
{
	const struct pos_segment *s = &t->r->seg[segment];
	enum nx_status st;
	struct slice value;
	uint32_t last;

	if (docid >= p->span.first && docid <= p->span.last)
		return NX_OK;
	st = rare_span(s->rare, docid, &p->span, err);
	if (st == NX_OK) {
		p->in_blocks = !p->span.rare || block_is_in(p);
		if (p->in_blocks)
			return NX_OK;
		st = seek_key(t, s->meta, p->span.first, &last, &value, err);
	}
	p->in_blocks = st == NX_OK && last <= p->span.last;
	if (st == NX_END || (st == NX_OK && !p->in_blocks))
		st = rare_articles(s->rare, t->term, t->len, &p->span,
		                   &p->rare, err);
	if (st != NX_OK) {
		p->span.first = 1; /* nothing is known */
		p->span.last = 0;
	}
	return st == NX_CORRUPT ? damaged(t, err) : st;
}

/* The term's block of the article, and where in it; NULL if the article does
 * not have the term. */
struct found {
	struct posblock *block;
	uint32_t i;
};

static enum nx_status find_rare(struct pos_term *t, struct found *f,
                                struct nx_err *err)
{
	const struct pos_reader *r = t->r;
	struct place *p = place_in(t, r->segment);
	enum nx_status st = settle(t, p, r->segment, r->local, err);

	if (st != NX_OK || p->in_blocks)
		return st;
	for (unsigned i = 0; i < p->rare.n; i++) {
		if (p->rare.docid[i] != r->local)
			continue;
		st = rare_find(r->seg[r->segment].rare, r->local, t->term,
		               t->len, t->hash, &f->block, &f->i, err);
		if (st != NX_OK)
			f->block = NULL;
		if (st == NX_END)
			return NX_OK;
		return st == NX_CORRUPT ? damaged(t, err) : st;
	}
	return NX_OK;
}

static enum nx_status find(struct pos_term *t, struct found *f,
                           struct nx_err *err)
{
	const struct pos_reader *r = t->r;
	struct place *p;
	enum nx_status st = arrive(t, r->segment, r->local, &p, err);

	f->block = NULL;
	if (st != NX_OK)
		return st;
	if (p == NULL || p->at == p->block.n ||
	    p->block.docid[p->at] != r->local)
		return find_rare(t, f, err);
	f->block = &p->block;
	f->i = p->at;
	return NX_OK;
}

static void make_room(struct pos_term *t, size_t n)
{
	if (n > t->cap) {
		t->cap = n + n / 2;
		t->v = nx_realloc_array(t->v, t->cap, sizeof *t->v);
	}
}

static enum nx_status read_block(struct pos_term *t, struct nx_err *err)
{
	struct found f;
	enum nx_status st = find(t, &f, err);

	if (st != NX_OK || f.block == NULL)
		return st;
	make_room(t, f.block->count[f.i]);
	if (posblock_positions(f.block, f.i, t->v) != NX_OK)
		return damaged(t, err);
	t->n = f.block->count[f.i];
	return NX_OK;
}

/* ---- libxapian's table --------------------------------------------------- */

#define READ_AT_ONCE 256

static enum nx_status read_table(struct pos_term *t, struct nx_err *err)
{
	struct pos_reader *r = t->r;
	struct xap_error xe;
	size_t got;
	enum xap_status xs = xap_db_positions(&r->it, r->seg[r->segment].db,
	                                      r->local, t->term, t->len, &xe);

	while (xs == XAP_OK) {
		make_room(t, t->n + READ_AT_ONCE);
		xs = xap_positions_read(r->it, t->v + t->n, READ_AT_ONCE, &got,
		                        &xe);
		t->n += got;
	}
	if (xs == XAP_END)
		return NX_OK;
	return nx_from_xap(err, xs, &xe, "reading positions");
}

/* ---- either ------------------------------------------------------------- */

void pos_reader_article(struct pos_reader *r, xap_docid docid)
{
	r->docid = docid;
	r->segment = 0;
	r->local = docid;
	/* Most indexes have one segment, and division is slow. */
	if (r->n > 1) {
		r->segment = xap_shard_of(docid, r->n);
		r->local = xap_local_docid(docid, r->n);
	}
	r->in_blocks = r->seg[r->segment].form == POSITIONS_BLOCKS;
}

enum nx_status pos_list(struct pos_term *t, const uint32_t **v, size_t *n,
                        struct nx_err *err)
{
	enum nx_status st = NX_OK;

	if (t->docid != t->r->docid) {
		t->docid = 0;
		t->n = 0;
		st = t->r->in_blocks ? read_block(t, err) : read_table(t, err);
		if (st == NX_OK)
			t->docid = t->r->docid;
		else
			t->n = 0;
	}
	*v = t->v;
	*n = t->n;
	return st;
}

enum nx_status pos_count(struct pos_term *t, size_t *n, struct nx_err *err)
{
	const uint32_t *v;
	struct found f;
	enum nx_status st;

	if (t->docid == t->r->docid || !t->r->in_blocks)
		return pos_list(t, &v, n, err);
	st = find(t, &f, err);
	*n = st == NX_OK && f.block != NULL ? f.block->count[f.i] : 0;
	return st;
}

/* Those articles that are rare_articles from docid on; how many. */
static size_t take_rare(const struct rare_articles *a, uint32_t from,
                        uint32_t *docid)
{
	size_t n = 0;

	for (unsigned i = 0; i < a->n; i++)
		if (a->docid[i] >= from)
			docid[n++] = a->docid[i];
	return n;
}

enum nx_status pos_articles(struct pos_term *t, size_t segment, uint32_t from,
                            uint32_t *docid, size_t *n, struct nx_err *err)
{
	struct rare_reader *rare = t->r->seg[segment].rare;

	for (;;) {
		struct place *p, *place = place_in(t, segment);
		enum nx_status st = arrive(t, segment, from, &p, err);

		if (st == NX_OK)
			st = settle(t, place, segment, from, err);
		if (st != NX_OK)
			return st;
		if (p != NULL && p->block.docid[p->at] <= p->span.last) {
			*n = p->block.n - p->at;
			memcpy(docid, p->block.docid + p->at,
			       *n * sizeof *docid);
			return NX_OK;
		}
		*n = place->in_blocks
		             ? 0
		             : take_rare(&place->rare, from, docid);
		if (*n > 0)
			return NX_OK;
		if (p == NULL && !place->span.more)
			return NX_END;
		/* Where the postings go on. */
		if (place->in_blocks)
			st = rare_next(rare, t->term, t->len,
			               place->span.last + 1, &from, err);
		else
			from = place->rare.next;
		if (st != NX_OK)
			return st;
		if (from == 0)
			return NX_END;
	}
}
