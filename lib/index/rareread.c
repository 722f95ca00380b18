#include "lib/index/rareread.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/index/schema.h"
#include "lib/index/xap.h"

struct range {
	uint32_t first, last;
};

struct rare_reader {
	struct xap_db *db;
	struct meta_reader *meta;
	struct buf key;

	struct range *range; /* where words may be rare, by docid */
	size_t n, cap;
	bool read; /* these were */

	/* Blocks of an article's words: the one that was read last. */
	struct posblock words;
	uint32_t docid; /* 0: none */
	unsigned width;
	uint32_t from, upto; /* numbers that it tells of */

	struct posblock alone;
};

struct rare_reader *rare_reader_new(struct xap_db *db, struct meta_reader *meta)
{
	struct rare_reader *r = nx_zalloc(sizeof *r);

	r->db = db;
	r->meta = meta;
	posblock_init(&r->words);
	posblock_init(&r->alone);
	return r;
}

void rare_reader_free(struct rare_reader *r)
{
	if (r == NULL)
		return;
	posblock_release(&r->words);
	posblock_release(&r->alone);
	buf_release(&r->key);
	free(r->range);
	free(r);
}

/* ---- spans ---------------------------------------------------------------- */

static enum nx_status read_ranges(struct rare_reader *r, struct nx_err *err)
{
	enum nx_status st = NX_OK;

	if (r->read)
		return NX_OK;
	r->n = 0;
	buf_sets(&r->key, META_RARE);
	while (st == NX_OK) {
		struct slice key, value;
		struct range *v;

		st = meta_reader_seek(r->meta, r->key.p, r->key.len, &key,
		                      &value, err);
		if (st != NX_OK)
			break;
		r->range = NX_GROW(r->range, r->n, &r->cap);
		v = &r->range[r->n];
		st = posrare_read_range(key.p, key.len, value.p, value.len,
		                        &v->first, &v->last);
		if (st == NX_CORRUPT ||
		    (st == NX_OK && r->n > 0 && v->first <= v[-1].last))
			st = nx_fail(err, NX_CORRUPT,
			             "a segment's list of articles with rare "
			             "words is damaged");
		r->n += st == NX_OK;
		buf_set(&r->key, key.p, key.len);
		buf_addc(&r->key, '\0'); /* behind it */
	}
	r->read = st == NX_END;
	return st == NX_END ? NX_OK : st;
}

enum nx_status rare_span(struct rare_reader *r, uint32_t docid,
                         struct rare_span *out, struct nx_err *err)
{
	enum nx_status st = read_ranges(r, err);
	size_t lo = 0, hi = r->n;

	if (st != NX_OK)
		return st;
	/* The first that does not end before docid. */
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (r->range[mid].last < docid)
			lo = mid + 1;
		else
			hi = mid;
	}
	out->rare = lo < r->n && r->range[lo].first <= docid;
	if (out->rare) {
		out->first = r->range[lo].first;
		out->last = r->range[lo].last;
		out->more = lo + 1 < r->n;
	} else {
		out->first = lo > 0 ? r->range[lo - 1].last + 1 : 1;
		out->last = lo < r->n ? r->range[lo].first - 1 : UINT32_MAX;
		out->more = lo < r->n;
	}
	return NX_OK;
}

/* ---- articles ------------------------------------------------------------- */

enum nx_status rare_articles(struct rare_reader *r, const char *term,
                             size_t len, const struct rare_span *span,
                             struct rare_articles *out, struct nx_err *err)
{
	struct xap_postings *it = NULL;
	struct xap_error xe;
	xap_docid docid = 0;
	enum xap_status xs = xap_db_postings(&it, r->db, term, len, &xe);

	out->n = 0;
	out->next = 0;
	if (xs == XAP_OK)
		xs = xap_postings_skip_to(it, span->first, &docid, &xe);
	while (xs == XAP_OK && docid <= span->last && out->n < POSRARE_MOST) {
		out->docid[out->n++] = docid;
		xs = xap_postings_next(it, &docid, &xe);
	}
	xap_postings_free(it);
	if (xs == XAP_END)
		return NX_OK;
	if (xs == XAP_OK && docid <= span->last)
		return NX_CORRUPT;
	out->next = docid;
	return nx_from_xap(err, xs, &xe, "reading positions");
}

enum nx_status rare_next(struct rare_reader *r, const char *term, size_t len,
                         uint32_t docid, uint32_t *out, struct nx_err *err)
{
	struct xap_postings *it = NULL;
	struct xap_error xe;
	enum xap_status xs = xap_db_postings(&it, r->db, term, len, &xe);

	if (xs == XAP_OK)
		xs = xap_postings_skip_to(it, docid, out, &xe);
	xap_postings_free(it);
	if (xs != XAP_OK)
		*out = 0;
	if (xs == XAP_END)
		return NX_OK;
	return nx_from_xap(err, xs, &xe, "reading positions");
}

/* ---- positions ------------------------------------------------------------ */

/* Read the first block whose key is not less than r->key, whose first prefix
 * bytes are the article's. */
static enum nx_status load_words(struct rare_reader *r, size_t prefix,
                                 struct nx_err *err)
{
	struct slice key, value;
	enum nx_status st = meta_reader_seek(r->meta, r->key.p, r->key.len,
	                                     &key, &value, err);

	r->words.n = 0;
	if (st == NX_END)
		return NX_CORRUPT;
	if (st != NX_OK)
		return st;
	if (key.len < prefix || memcmp(key.p, r->key.p, prefix) != 0)
		return NX_CORRUPT;
	st = posrare_key(key.p, key.len, prefix, &r->width, &r->upto);
	if (st == NX_OK)
		st = posblock_load(&r->words, r->upto, value.p, value.len);
	return st;
}

/* Have the block that tells of the hash, of that article. */
static enum nx_status words_of(struct rare_reader *r, uint32_t docid,
                               uint32_t hash, struct nx_err *err)
{
	enum nx_status st = NX_OK;
	uint32_t number;
	size_t prefix;

	posrare_prefix(docid, &r->key);
	prefix = r->key.len;
	if (r->docid != docid) {
		r->docid = 0;
		st = load_words(r, prefix, err);
		if (st != NX_OK)
			return st;
		r->docid = docid;
		r->from = 0;
	}
	number = posrare_number(hash, r->width);
	if (number >= r->from && number <= r->upto)
		return NX_OK;
	buf_addc(&r->key, (char)r->width);
	posblock_add_docid(&r->key, number);
	r->docid = 0;
	st = load_words(r, prefix, err);
	/* The block before ends somewhere below its first number. */
	if (st == NX_OK) {
		r->docid = docid;
		r->from = number < r->words.docid[0] ? number
		                                     : r->words.docid[0];
	}
	return st;
}

/* The word's entry of its own. */
static enum nx_status find_alone(struct rare_reader *r, uint32_t docid,
                                 const char *term, size_t len,
                                 struct nx_err *err)
{
	struct slice key, value;
	enum nx_status st;

	posblock_prefix_as(POSRARE_ALONE, term, len, &r->key);
	posblock_add_docid(&r->key, docid);
	st = meta_reader_seek(r->meta, r->key.p, r->key.len, &key, &value, err);
	if (st == NX_END || (st == NX_OK && (key.len != r->key.len ||
	                                     memcmp(key.p, r->key.p, key.len))))
		return NX_CORRUPT;
	return st != NX_OK ? st
	                   : posblock_load(&r->alone, docid, value.p,
	                                   value.len);
}

enum nx_status rare_find(struct rare_reader *r, uint32_t docid,
                         const char *term, size_t len, uint32_t hash,
                         struct posblock **block, uint32_t *i,
                         struct nx_err *err)
{
	enum nx_status st = words_of(r, docid, hash, err);
	bool there = false;

	*block = &r->words;
	if (st == NX_OK) {
		uint32_t number = posrare_number(hash, r->width);

		*i = posblock_find(&r->words, number, 0);
		there = *i < r->words.n && r->words.docid[*i] == number;
	}
	/* It may be that all words of the article are alone, or those with the
	 * largest numbers. */
	if (!there && (st == NX_OK || st == NX_CORRUPT)) {
		st = find_alone(r, docid, term, len, err);
		*block = &r->alone;
		*i = 0;
		if (st == NX_OK &&
		    (r->alone.n != 1 || r->alone.docid[0] != docid))
			st = NX_CORRUPT;
	}
	if (st == NX_OK && posrare_is_none(*block, *i))
		st = NX_END;
	return st;
}
