/* bulk_docs.c - what the bulk writer writes of each document */
#include "lib/index/bulk.h"

enum nx_status bulk_write_data(struct bulk_writer *b, struct nx_err *err)
{
	struct buf key = BUF_INIT;
	enum nx_status st = NX_OK;

	for (size_t i = 0; st == NX_OK && i < b->n_doc; i++) {
		const struct inverted_doc *d = b->doc[i];

		buf_clear(&key);
		glass_sortuint(&key, d->docid);
		if (d->data_len > 0)
			st = glass_add(b->table[GLASS_DOCDATA], 0, key.p,
			               key.len, d->data, d->data_len, false,
			               err);
	}
	buf_release(&key);
	return st;
}

/* The next of an article's values; false after the last. */
static bool next_value(const struct inverted_doc *d, const unsigned char **p,
                       unsigned *slot, struct slice *v)
{
	const unsigned char *end =
	        (const unsigned char *)d->values + d->values_len;
	uint64_t len = 0;

	if (*p == end)
		return false;
	*slot = *(*p)++;
	(void)varint_read(p, end, &len);
	*v = (struct slice){ (const char *)*p, (size_t)len };
	*p += len;
	return true;
}

/* Which slots an article has values in: each as its distance from the one
 * before, less 1. */
static void slots_used(const struct inverted_doc *d, struct buf *tag)
{
	const unsigned char *p = (const unsigned char *)d->values;
	unsigned slot, next = 0;
	struct slice v;

	buf_clear(tag);
	while (next_value(d, &p, &slot, &v)) {
		glass_uint(tag, slot - next);
		next = slot + 1;
	}
}

enum nx_status bulk_write_termlists(const struct inverted_doc *const *doc,
                                    size_t n, struct glass_table *t,
                                    struct nx_err *err)
{
	struct buf key = BUF_INIT, tag = BUF_INIT;
	enum nx_status st = NX_OK;

	for (size_t i = 0; st == NX_OK && i < n; i++) {
		const struct inverted_doc *d = doc[i];

		buf_clear(&key);
		glass_sortuint(&key, d->docid);
		st = glass_add(t, 0, key.p, key.len, d->termlist,
		               d->termlist_len, d->termlist_deflated, err);
		slots_used(d, &tag);
		buf_addc(&key, '\0');
		if (st == NX_OK && tag.len > 0)
			st = glass_add(t, 0, key.p, key.len, tag.p, tag.len,
			               false, err);
	}
	buf_release(&key);
	buf_release(&tag);
	return st;
}

/* ---- values -------------------------------------------------------------- */

/* libxapian begins a new chunk of values when one has this many bytes. */
#define CHUNK_BYTES 2000

struct values_task {
	struct bulk_writer *b;
	unsigned slot;
	struct buf key, tag;
	uint32_t first, last; /* docids of the chunk */
	uint32_t count;
	struct slice low, high;
};

static bool value_of(const struct inverted_doc *d, unsigned slot,
                     struct slice *v)
{
	const unsigned char *p = (const unsigned char *)d->values;
	unsigned at;

	while (next_value(d, &p, &at, v))
		if (at == slot)
			return true;
	return false;
}

static enum nx_status put_entry(struct values_task *k, struct nx_err *err)
{
	return glass_add(k->b->table[GLASS_POSTLIST], piece_values(k->b),
	                 k->key.p, k->key.len, k->tag.p, k->tag.len, false,
	                 err);
}

static enum nx_status put_chunk(struct values_task *k, struct nx_err *err)
{
	enum nx_status st = NX_OK;

	if (k->tag.len > 0) {
		buf_set(&k->key, "\0\xd8", 2);
		glass_uint(&k->key, k->slot);
		glass_sortuint(&k->key, k->first);
		st = put_entry(k, err);
	}
	buf_clear(&k->tag);
	return st;
}

static enum nx_status put_value(struct values_task *k, uint32_t docid,
                                struct slice v, struct nx_err *err)
{
	if (k->tag.len == 0)
		k->first = docid;
	else
		glass_uint(&k->tag, docid - k->last - 1);
	k->last = docid;
	glass_str(&k->tag, v.p, v.len);
	return k->tag.len >= CHUNK_BYTES ? put_chunk(k, err) : NX_OK;
}

static enum nx_status put_slot(struct values_task *k, struct nx_err *err)
{
	enum nx_status st = NX_OK;
	struct slice v;

	buf_clear(&k->tag);
	for (size_t i = 0; st == NX_OK && i < k->b->n_doc; i++)
		if (value_of(k->b->doc[i], k->slot, &v))
			st = put_value(k, k->b->doc[i]->docid, v, err);
	return st == NX_OK ? put_chunk(k, err) : st;
}

/* How many values a slot has, and the least and the greatest. */
static enum nx_status put_statistics(struct values_task *k, struct nx_err *err)
{
	struct slice v;

	k->count = 0;
	for (size_t i = 0; i < k->b->n_doc; i++) {
		if (!value_of(k->b->doc[i], k->slot, &v))
			continue;
		if (k->count == 0 || term_compare(v, k->low) < 0)
			k->low = v;
		if (k->count == 0 || term_compare(v, k->high) > 0)
			k->high = v;
		k->count++;
	}
	if (k->count == 0)
		return NX_OK;
	buf_set(&k->key, "\0\xd0", 2);
	/* Little-endian without zeros behind; slots are small. */
	if (k->slot > 0)
		buf_addc(&k->key, (char)k->slot);
	buf_clear(&k->tag);
	glass_uint(&k->tag, k->count);
	glass_str(&k->tag, k->low.p, k->low.len);
	if (term_compare(k->low, k->high) != 0)
		buf_add(&k->tag, k->high.p, k->high.len);
	return put_entry(k, err);
}

static enum nx_status put_lengths(struct values_task *k, struct nx_err *err)
{
	const struct slice none = { NULL, 0 };
	struct posting_chunks c = { .n = 0 };
	enum nx_status st;

	for (size_t i = 0; i < k->b->n_doc; i++)
		posting_chunks_add(&c, k->b->doc[i]->docid,
		                   k->b->doc[i]->length);
	st = posting_chunks_write(&c, none, 0, 0, k->b->table[GLASS_POSTLIST],
	                          piece_values(k->b), err);
	posting_chunks_release(&c);
	return st;
}

enum nx_status bulk_write_values(struct bulk_writer *b, struct nx_err *err)
{
	struct values_task k = { .b = b };
	enum nx_status st = NX_OK;

	for (k.slot = 0; st == NX_OK && k.slot < SLOTS; k.slot++)
		st = put_statistics(&k, err);
	for (k.slot = 0; st == NX_OK && k.slot < SLOTS; k.slot++)
		st = put_slot(&k, err);
	if (st == NX_OK)
		st = put_lengths(&k, err);
	if (st == NX_OK)
		st = glass_piece_done(b->table[GLASS_POSTLIST],
		                      piece_values(b), err);
	buf_release(&k.key);
	buf_release(&k.tag);
	return st;
}
