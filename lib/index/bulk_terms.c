/* bulk_terms.c - postings and positions of the bulk writer */
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/index/bulk.h"
#include "lib/index/posblock.h"
#include "lib/index/posrare.h"

/* ---- ranges of terms ---------------------------------------------------- */

/* What a term costs beside its postings, in postings. */
#define TERM_COST 4

static unsigned with_most_terms(const struct bulk_writer *b)
{
	unsigned most = 0;

	for (unsigned t = 1; t < b->threads; t++)
		if (inverter_terms(b->thread[t].inverter) >
		    inverter_terms(b->thread[most].inverter))
			most = t;
	return most;
}

/* The first term of the inverter that is not less. */
static size_t lower_bound(const struct inverter *v, struct slice term,
                          uint64_t key)
{
	size_t lo = 0, hi = inverter_terms(v);

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		uint64_t k;
		struct slice s = inverter_term(v, mid, &k);

		if (k < key || (k == key && term_compare(s, term) < 0))
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void cut_at(struct bulk_writer *b, size_t range,
                   const struct inverter *v, size_t at)
{
	uint64_t key;
	struct slice term = inverter_term(v, at, &key);

	for (unsigned t = 0; t < b->threads; t++)
		b->cut[range * b->threads + t] =
		        lower_bound(b->thread[t].inverter, term, key);
}

/* One inverter's terms, divided into ranges of about equal cost, say where all
 * inverters' are divided: each has seen a share of the same articles. */
void bulk_cut(struct bulk_writer *b)
{
	const struct inverter *v = b->thread[with_most_terms(b)].inverter;
	size_t n = inverter_terms(v), range = 1;
	uint64_t all = 0, sum = 0;

	b->cut = nx_zalloc((b->ranges + 1) * b->threads * sizeof *b->cut);
	for (size_t i = 0; i < n; i++)
		all += inverter_termfreq(v, i) + TERM_COST;
	for (size_t i = 0; i < n; i++) {
		while (range < b->ranges && sum >= all / b->ranges * range)
			cut_at(b, range++, v, i);
		sum += inverter_termfreq(v, i) + TERM_COST;
	}
	for (; range <= b->ranges; range++)
		for (unsigned t = 0; t < b->threads; t++)
			b->cut[range * b->threads + t] =
			        inverter_terms(b->thread[t].inverter);
}

static void load_cursor(const struct term_merge *m, unsigned thread)
{
	struct term_cursor *c = &m->cursor[thread];

	const struct inverter *v = m->b->thread[thread].inverter;

	if (c->at == c->end)
		return;
	inverter_expect(v, c->at);
	c->term = inverter_term(v, c->at, &c->key);
}

void term_merge_init(struct term_merge *m, const struct bulk_writer *b,
                     size_t range)
{
	m->b = b;
	m->cursor = nx_zalloc(b->threads * sizeof *m->cursor);
	m->with = nx_zalloc(b->threads * sizeof *m->with);
	m->n_with = 0;
	for (unsigned t = 0; t < b->threads; t++) {
		m->cursor[t].at = b->cut[range * b->threads + t];
		m->cursor[t].end = b->cut[(range + 1) * b->threads + t];
		load_cursor(m, t);
	}
}

bool term_merge_next(struct term_merge *m)
{
	uint64_t key = 0;

	m->n_with = 0;
	for (unsigned t = 0; t < m->b->threads; t++) {
		const struct term_cursor *c = &m->cursor[t];
		int d = -1;

		if (c->at == c->end)
			continue;
		if (m->n_with > 0)
			d = c->key != key ? (c->key < key ? -1 : 1)
			                  : term_compare(c->term, m->term);
		if (d > 0)
			continue;
		if (d < 0)
			m->n_with = 0;
		key = c->key;
		m->term = c->term;
		m->with[m->n_with++] = (struct term_source){ t, c->at };
	}
	for (size_t i = 0; i < m->n_with; i++) {
		m->cursor[m->with[i].thread].at++;
		load_cursor(m, m->with[i].thread);
	}
	return m->n_with > 0;
}

void term_merge_release(struct term_merge *m)
{
	free(m->cursor);
	free(m->with);
}

/* ---- posting lists ------------------------------------------------------ */

/* libxapian begins a new chunk when one has this many bytes. */
#define CHUNK_BYTES 2000

void posting_chunks_clear(struct posting_chunks *c)
{
	c->n = 0;
	buf_clear(&c->bytes);
}

void posting_chunks_release(struct posting_chunks *c)
{
	buf_release(&c->bytes);
	buf_release(&c->key);
	buf_release(&c->tag);
	free(c->v);
}

void posting_chunks_add(struct posting_chunks *c, uint32_t docid, uint32_t wdf)
{
	struct posting_chunk *k = c->n > 0 ? &c->v[c->n - 1] : NULL;

	if (k != NULL && c->bytes.len - k->start < CHUNK_BYTES) {
		glass_uint(&c->bytes, docid - k->last - 1);
	} else {
		c->v = NX_GROW(c->v, c->n, &c->cap);
		k = &c->v[c->n++];
		k->first = docid;
		k->start = c->bytes.len;
	}
	k->last = docid;
	glass_uint(&c->bytes, wdf);
}

static void chunk_key(struct posting_chunks *c, struct slice term, size_t i)
{
	buf_clear(&c->key);
	if (term.len > 0)
		glass_sortstr(&c->key, term.p, term.len, i == 0);
	else
		buf_add(&c->key, "\0\xe0", 2);
	if (i > 0)
		glass_sortuint(&c->key, c->v[i].first);
}

enum nx_status posting_chunks_write(struct posting_chunks *c, struct slice term,
                                    uint32_t tf, uint64_t cf,
                                    struct glass_table *t, unsigned piece,
                                    struct nx_err *err)
{
	enum nx_status st = NX_OK;

	for (size_t i = 0; st == NX_OK && i < c->n; i++) {
		const struct posting_chunk *k = &c->v[i];
		bool last = i + 1 == c->n;
		size_t end = last ? c->bytes.len : k[1].start;

		chunk_key(c, term, i);
		buf_clear(&c->tag);
		if (i == 0) {
			glass_uint(&c->tag, tf);
			glass_uint(&c->tag, cf);
			glass_uint(&c->tag, k->first - 1);
		}
		buf_addc(&c->tag, last ? '1' : '0');
		glass_uint(&c->tag, k->last - k->first);
		buf_add(&c->tag, c->bytes.p + k->start, end - k->start);
		st = glass_add(t, piece, c->key.p, c->key.len, c->tag.p,
		               c->tag.len, false, err);
	}
	return st;
}

/* ---- a range ------------------------------------------------------------- */

/* What is at hand while a range is written. */
struct terms_task {
	struct bulk_writer *b;
	size_t range;
	struct term_merge merge;
	struct postings *in; /* of each thread */
	struct posting_chunks chunks;
	struct posblock_writer block;
	struct family_finder families;
	struct buf key, name, value;
	uint32_t tf, wdf_max;
	uint64_t cf;
	bool rare;   /* the term is */
	bool blocks; /* it has any */
	struct rare_word word;
};

static enum nx_status write_block(struct terms_task *k, struct nx_err *err)
{
	const struct slice term = k->merge.term;

	k->blocks = true;
	posblock_take(&k->block, term.p, term.len, &k->name, &k->value);
	return bulk_put_metadata(k->b, piece_blocks(k->range), k->name.p,
	                         k->name.len, k->value.p, k->value.len, &k->key,
	                         err);
}

static const uint32_t none = POSRARE_NONE;

static void put_rare(struct terms_task *k, const struct postings *p)
{
	k->word.docid = p->docid;
	k->word.n = p->n_pos > 0 ? (uint32_t)p->n_pos : 1;
	rare_add(&k->b->range[k->range].rare, &k->word,
	         p->n_pos > 0 ? p->pos : &none);
}

static enum nx_status put_positions(struct terms_task *k,
                                    const struct postings *p,
                                    struct nx_err *err)
{
	const struct slice term = k->merge.term;

	if (k->rare) {
		put_rare(k, p);
		return NX_OK;
	}
	if (p->n_pos == 0)
		return NX_OK;
	if (k->b->positions == POSITIONS_BLOCKS) {
		posblock_add(&k->block, p->docid, p->pos, p->n_pos);
		return posblock_full(&k->block) ? write_block(k, err) : NX_OK;
	}
	buf_clear(&k->key);
	glass_sortstr(&k->key, term.p, term.len, false);
	glass_sortuint(&k->key, p->docid);
	buf_clear(&k->value);
	glass_positions(&k->value, p->pos, p->n_pos);
	return glass_add(k->b->table[GLASS_POSITION], (unsigned)k->range,
	                 k->key.p, k->key.len, k->value.p, k->value.len, false,
	                 err);
}

static enum nx_status put_posting(struct terms_task *k,
                                  const struct postings *p, struct nx_err *err)
{
	posting_chunks_add(&k->chunks, p->docid, p->wdf);
	k->tf++;
	k->cf += p->wdf;
	if (p->wdf > k->wdf_max)
		k->wdf_max = p->wdf;
	return put_positions(k, p, err);
}

/* The posting with the least docid of those that the inverters are at, whose
 * places in k->in are in[0 .. n - 1]. */
static size_t least(const struct terms_task *k, const struct term_source *in,
                    size_t n)
{
	size_t at = 0;

	for (size_t i = 1; i < n; i++)
		if (k->in[in[i].thread].docid < k->in[in[at].thread].docid)
			at = i;
	return at;
}

static void look_whether_rare(struct terms_task *k)
{
	const struct term_source *in = k->merge.with;
	uint32_t tf = 0;

	for (size_t i = 0; i < k->merge.n_with; i++)
		tf += inverter_termfreq(k->b->thread[in[i].thread].inverter,
		                        in[i].at);
	k->rare = tf <= k->b->rare_most;
	if (!k->rare)
		return;
	k->word.hash = posrare_hash(k->merge.term.p, k->merge.term.len);
	k->word.thread = in[0].thread;
	k->word.term = in[0].at;
}

static enum nx_status put_term(struct terms_task *k, struct nx_err *err)
{
	struct term_source *in = k->merge.with;
	uint32_t last = 0;
	size_t n = 0;
	enum nx_status st = NX_OK;

	posting_chunks_clear(&k->chunks);
	look_whether_rare(k);
	k->blocks = false;
	k->tf = 0;
	k->cf = 0;
	for (size_t i = 0; i < k->merge.n_with; i++) {
		unsigned t = in[i].thread;

		postings_open(&k->in[t], k->b->thread[t].inverter, in[i].at);
		if (postings_next(&k->in[t]))
			in[n++] = in[i];
	}
	while (st == NX_OK && n > 0) {
		size_t i = least(k, in, n);

		last = k->in[in[i].thread].docid;
		st = put_posting(k, &k->in[in[i].thread], err);
		if (!postings_next(&k->in[in[i].thread]))
			in[i] = in[--n];
	}
	if (st == NX_OK && !posblock_empty(&k->block))
		st = write_block(k, err);
	if (st == NX_OK && k->b->rare_most > 0 && !k->rare && !k->blocks) {
		posblock_add(&k->block, last, &none, 1);
		st = write_block(k, err);
	}
	if (st == NX_OK)
		st = posting_chunks_write(&k->chunks, k->merge.term, k->tf,
		                          k->cf, k->b->table[GLASS_POSTLIST],
		                          piece_postings(k->b, k->range), err);
	return st;
}

static enum nx_status end_pieces(struct terms_task *k, struct nx_err *err)
{
	struct glass_table *t = k->b->table[GLASS_POSTLIST];
	enum nx_status st = glass_piece_done(t, piece_blocks(k->range), err);

	if (st == NX_OK)
		st = glass_piece_done(t, piece_postings(k->b, k->range), err);
	if (st == NX_OK && k->b->positions == POSITIONS_XAPIAN)
		st = glass_piece_done(k->b->table[GLASS_POSITION],
		                      (unsigned)k->range, err);
	return st;
}

enum nx_status bulk_write_terms(struct bulk_writer *b, size_t range,
                                struct nx_err *err)
{
	struct terms_task k = { .b = b, .range = range };
	enum nx_status st = family_finder_init(&k.families, b, range, err);

	k.in = nx_zalloc(b->threads * sizeof *k.in);
	for (unsigned t = 0; t < b->threads; t++)
		postings_init(&k.in[t]);
	posblock_writer_init(&k.block);
	term_merge_init(&k.merge, b, range);
	while (st == NX_OK && term_merge_next(&k.merge)) {
		st = family_finder_add(&k.families, k.merge.term, err);
		if (st == NX_OK)
			st = put_term(&k, err);
	}
	if (st == NX_OK)
		st = end_pieces(&k, err);
	b->range[range].wdf_max = k.wdf_max;
	term_merge_release(&k.merge);
	posblock_writer_release(&k.block);
	family_finder_release(&k.families);
	posting_chunks_release(&k.chunks);
	for (unsigned t = 0; t < b->threads; t++)
		postings_release(&k.in[t]);
	free(k.in);
	buf_release(&k.key);
	buf_release(&k.name);
	buf_release(&k.value);
	return st;
}
