#include <stdlib.h>
#include <string.h>

#include "lib/base/hash.h"
#include "lib/base/mem.h"
#include "lib/index/inverter_parts.h"

/* A varint of 64 bits. */
#define VARINT_MAX 10

/* Blobs of articles lie in blocks of this size, larger ones in their own. */
#define BLOB_BLOCK ((size_t)1 << 20)

#define TABLE_FIRST 4096

/* Of libdeflate's levels; see `make bench PART=build` for what it is worth. */
#define DEFLATE_LEVEL 1
/* Deflating a few bytes never pays; libxapian has the same bound. */
#define DEFLATE_FEWEST 18

/* ---- memory ------------------------------------------------------------ */

/* The system moves what is large without copying it. */
static size_t arena_room(struct arena *a, size_t n)
{
	size_t at = a->len;

	if (a->len + n > a->cap) {
		a->cap = a->cap == 0 ? (size_t)1 << 16 : a->cap * 2;
		while (a->cap < a->len + n)
			a->cap *= 2;
		a->p = nx_realloc(a->p, a->cap);
	}
	a->len += n;
	return at;
}

static const char *blob(struct inverter *v, const void *p, size_t len)
{
	char *to;

	if (len == 0)
		return "";
	if (v->block_len + len > v->block_cap) {
		v->block = NX_GROW(v->block, v->n_block, &v->cap_block);
		v->block_cap = len > BLOB_BLOCK ? len : BLOB_BLOCK;
		v->block[v->n_block++] = nx_alloc(v->block_cap);
		v->block_len = 0;
	}
	to = v->block[v->n_block - 1] + v->block_len;
	memcpy(to, p, len);
	v->block_len += len;
	v->blob_bytes += len;
	return to;
}

/* ---- terms ------------------------------------------------------------- */

static void grow_table(struct inverter *v)
{
	size_t n = v->n_slot * 2, mask = n - 1;
	struct slot *to = nx_zalloc(n * sizeof *to);

	for (size_t i = 0; i < v->n_slot; i++) {
		size_t at = v->slot[i].hash & mask;

		if (v->slot[i].term == 0)
			continue;
		while (to[at].term != 0)
			at = (at + 1) & mask;
		to[at] = v->slot[i];
	}
	free(v->slot);
	v->slot = to;
	v->n_slot = n;
}

static uint32_t new_term(struct inverter *v, struct slot *s, uint32_t hash,
                         const char *form, size_t len)
{
	size_t size = (sizeof(struct term) + len + 3) & ~(size_t)3;
	size_t at = arena_room(&v->terms, size);
	struct term *t = term_at(v, (uint32_t)at);

	memset(t, 0, sizeof *t);
	memcpy(t->form, form, len);
	t->len = (uint16_t)len;
	t->room = CHUNK_FIRST;
	t->head = t->tail =
	        (uint32_t)arena_room(&v->streams, CHUNK_FIRST + LINK);
	t->end = t->tail + CHUNK_FIRST;
	*s = (struct slot){ hash, (uint32_t)at };
	v->n_term++;
	return (uint32_t)at;
}

/* The term's place, made if it is new. */
static uint32_t find(struct inverter *v, const char *form, size_t len,
                     uint32_t hash)
{
	size_t mask = v->n_slot - 1, at = hash & mask;

	for (; v->slot[at].term != 0; at = (at + 1) & mask) {
		struct term *t;

		if (v->slot[at].hash != hash)
			continue;
		t = term_at(v, v->slot[at].term);
		if (t->len == len && memcmp(t->form, form, len) == 0)
			return v->slot[at].term;
	}
	if (v->n_term * 5 >= v->n_slot * 3) {
		grow_table(v);
		return find(v, form, len, hash);
	}
	return new_term(v, &v->slot[at], hash, form, len);
}

/* ---- streams ----------------------------------------------------------- */

static void new_chunk(struct inverter *v, struct term *t)
{
	unsigned room = next_room(t->room);
	uint32_t at = (uint32_t)arena_room(&v->streams, room + LINK);

	memcpy(v->streams.p + t->end, &at, LINK);
	t->room = (uint16_t)room;
	t->tail = at;
	t->end = at + room;
}

static inline void put(struct inverter *v, struct term *t, uint64_t n)
{
	unsigned char b[VARINT_MAX];
	size_t len = 0;

	if (t->end - t->tail >= VARINT_MAX) {
		unsigned char *p = v->streams.p + t->tail, *start = p;

		for (; n >= 0x80; n >>= 7)
			*p++ = (unsigned char)(n | 0x80);
		*p++ = (unsigned char)n;
		t->tail += (uint32_t)(p - start);
		return;
	}
	for (; n >= 0x80; n >>= 7)
		b[len++] = (unsigned char)(n | 0x80);
	b[len++] = (unsigned char)n;
	for (size_t i = 0; i < len; i++) {
		if (t->tail == t->end)
			new_chunk(v, t);
		v->streams.p[t->tail++] = b[i];
	}
}

static void put_occurrence(struct inverter *v, const struct token_ref *r)
{
	struct term *t = term_at(v, r->term);
	uint32_t kind = r->wdf != 1 ? ODD_WDF : 0, delta, gap = 0;

	if (t->doc != v->docid) {
		gap = v->docid - t->doc;
		kind |= FRESH;
		t->doc = v->docid;
		t->pos = t->wdf = 0;
		t->tf++;
		v->touched = NX_GROW(v->touched, v->n_touched,
		                     &v->cap_touched);
		v->touched[v->n_touched++] = r->term;
	}
	delta = r->pos != 0 ? r->pos - t->pos : 0;
	put(v, t, (uint64_t)delta << 2 | kind);
	if ((kind & FRESH) != 0)
		put(v, t, gap);
	if ((kind & ODD_WDF) != 0)
		put(v, t, r->wdf);
	if (r->pos != 0)
		t->pos = r->pos;
	t->wdf += r->wdf;
}

static void put_group(struct inverter *v)
{
	struct token_ref *r = v->group;
	size_t n = v->n_group;

	for (size_t i = 0; i < n; i++) {
		r[i].hash = hash_bytes(v->seed, r[i].form, r[i].len);
		__builtin_prefetch(&v->slot[r[i].hash & (v->n_slot - 1)]);
	}
	for (size_t i = 0; i < n; i++)
		__builtin_prefetch(term_at(
		        v, v->slot[r[i].hash & (v->n_slot - 1)].term));
	for (size_t i = 0; i < n; i++) {
		r[i].term = find(v, r[i].form, r[i].len, r[i].hash);
		__builtin_prefetch(v->streams.p + term_at(v, r[i].term)->tail,
		                   1);
	}
	for (size_t i = 0; i < n; i++)
		put_occurrence(v, &r[i]);
	v->n_group = 0;
}

static inline void occurrence(struct inverter *v, const char *form, size_t len,
                              uint32_t pos, uint32_t wdf)
{
	v->group[v->n_group++] = (struct token_ref){
		.form = form,
		.pos = pos,
		.len = (uint16_t)len,
		.wdf = (uint16_t)wdf,
	};
	if (v->n_group == GROUP)
		put_group(v);
}

/* ---- an article's list of terms ---------------------------------------- */

static void sort_touched(struct inverter *v)
{
	size_t n = v->n_touched;

	if (v->cap_ref < 2 * n) {
		v->cap_ref = 4 * n;
		v->ref = nx_realloc_array(v->ref, v->cap_ref, sizeof *v->ref);
	}
	for (size_t i = 0; i < n; i++) {
		const struct term *t = term_at(v, v->touched[i]);

		v->ref[i] = (struct term_ref){ term_key(t->form, t->len),
			                       v->touched[i] };
	}
	term_sort(v->ref, v->ref + n, n, inverter_form, v);
}

/* As libxapian's table of term lists has it (xapian-core 1.4,
 * backends/glass/glass_termlisttable.cc): of each term, how much of the term
 * before it is used again, together with the wdf where a byte holds both. */
static void add_to_list(struct buf *b, const struct term *t,
                        const struct term *prev)
{
	size_t reuse = 0, most, packed;

	if (prev == NULL) {
		buf_addc(b, (char)t->len);
		buf_add(b, t->form, t->len);
		buf_add_varint(b, t->wdf);
		return;
	}
	most = prev->len < t->len ? prev->len : t->len;
	while (reuse < most && prev->form[reuse] == t->form[reuse])
		reuse++;
	packed = t->wdf < 127 ? (t->wdf + 1) * ((size_t)prev->len + 1) + reuse
	                      : 256;
	buf_addc(b, (char)(packed < 256 ? packed : reuse));
	buf_addc(b, (char)(t->len - reuse));
	buf_add(b, t->form + reuse, t->len - reuse);
	if (packed >= 256)
		buf_add_varint(b, t->wdf);
}

static void deflate_list(struct inverter *v, struct inverted_doc *d)
{
	size_t got = 0;

	if (v->list.len > DEFLATE_FEWEST) {
		buf_clear(&v->packed);
		buf_room(&v->packed, v->list.len);
		got = libdeflate_deflate_compress(v->deflate, v->list.p,
		                                  v->list.len, v->packed.p,
		                                  v->list.len - 1);
	}
	d->termlist_deflated = got > 0;
	d->termlist_len = (uint32_t)(got > 0 ? got : v->list.len);
	d->termlist = blob(v, got > 0 ? v->packed.p : v->list.p,
	                   d->termlist_len);
}

static void make_list(struct inverter *v, struct inverted_doc *d)
{
	const struct term *prev = NULL;

	sort_touched(v);
	buf_clear(&v->list);
	if (v->n_touched > 0) {
		buf_add_varint(&v->list, d->length);
		buf_add_varint(&v->list, v->n_touched);
	}
	for (size_t i = 0; i < v->n_touched; i++) {
		const struct term *t = term_at(v, v->ref[i].term);

		add_to_list(&v->list, t, prev);
		prev = t;
	}
	deflate_list(v, d);
}

/* ---- adding ------------------------------------------------------------ */

static void keep_values(struct inverter *v, const struct doc *from,
                        struct inverted_doc *d)
{
	buf_clear(&v->list);
	for (int s = 0; s < SLOTS; s++) {
		if (from->value[s].len == 0)
			continue;
		buf_addc(&v->list, (char)s);
		buf_add_varint(&v->list, from->value[s].len);
		buf_add(&v->list, from->value[s].p, from->value[s].len);
	}
	d->values = blob(v, v->list.p, v->list.len);
	d->values_len = (uint32_t)v->list.len;
}

/* What a term takes while a segment is written, beside what it is sorted in:
 * a rare one is kept by article (bulk_rare.c). */
#define WRITING_BYTES 24

static size_t count_memory(const struct inverter *v)
{
	return v->terms.len + v->streams.len + v->blob_bytes +
	       v->n_slot * sizeof *v->slot + v->cap_doc * sizeof *v->doc +
	       v->n_term * (2 * sizeof *v->sorted + WRITING_BYTES);
}

enum nx_status inverter_add(struct inverter *v, uint32_t docid,
                            const struct doc *d, const void *data,
                            size_t data_len, struct nx_err *err)
{
	struct inverted_doc *to;

	if (v->streams.len > INVERTER_MAX || v->terms.len > INVERTER_MAX)
		return nx_fail(err, NX_BOUND, "too many words for a segment");
	v->docid = docid;
	v->n_touched = 0;
	for (int p = 0; p < PARTS; p++) {
		const struct token_list *l = &d->part[p];

		for (size_t i = 0; i < l->n; i++)
			if ((l->v[i].flags & TOKEN_JOINED) == 0)
				occurrence(v, token_form(l, &l->v[i]),
				           l->v[i].len,
				           d->base[p] + l->v[i].pos, 1);
	}
	for (size_t i = 0; i < d->n_extra; i++)
		occurrence(v, d->forms.p + d->extra[i].term, d->extra[i].len,
		           d->extra[i].pos, d->extra[i].wdf);
	put_group(v);
	v->doc = NX_GROW(v->doc, v->n_doc, &v->cap_doc);
	to = &v->doc[v->n_doc++];
	memset(to, 0, sizeof *to);
	to->docid = docid;
	for (size_t i = 0; i < v->n_touched; i++)
		to->length += term_at(v, v->touched[i])->wdf;
	if (v->deflate != NULL)
		make_list(v, to);
	keep_values(v, d, to);
	to->columns = blob(v, d->columns.p, d->columns.len);
	to->columns_len = (uint32_t)d->columns.len;
	to->data = blob(v, data, data_len);
	to->data_len = (uint32_t)data_len;
	atomic_store_explicit(&v->memory, count_memory(v),
	                      memory_order_relaxed);
	return NX_OK;
}

size_t inverter_memory(const struct inverter *v)
{
	return atomic_load_explicit(&v->memory, memory_order_relaxed);
}

/* ---- life -------------------------------------------------------------- */

struct inverter *inverter_new(bool lists)
{
	struct inverter *v = nx_zalloc(sizeof *v);

	v->seed = hash_seed();
	v->n_slot = TABLE_FIRST;
	v->slot = nx_zalloc(v->n_slot * sizeof *v->slot);
	/* Offset 0 is no term. */
	(void)arena_room(&v->terms, sizeof(uint32_t));
	if (lists)
		v->deflate = libdeflate_alloc_compressor(DEFLATE_LEVEL);
	return v;
}

void inverter_free(struct inverter *v)
{
	if (v == NULL)
		return;
	for (size_t i = 0; i < v->n_block; i++)
		free(v->block[i]);
	free(v->block);
	free(v->slot);
	free(v->terms.p);
	free(v->streams.p);
	free(v->touched);
	free(v->ref);
	free(v->doc);
	free(v->sorted);
	buf_release(&v->list);
	buf_release(&v->packed);
	if (v->deflate != NULL)
		libdeflate_free_compressor(v->deflate);
	free(v);
}
