/* segment_xapian.c - the reference writer: through libxapian's own API */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/file.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/index/column_row.h"
#include "lib/index/languages.h"
#include "lib/index/posblock.h"
#include "lib/index/posgather.h"
#include "lib/index/segment.h"
#include "lib/index/xap.h"

/* Words between commits, and the memory that libxapian takes for each until
 * then: this bounds a build to some 110 MB. */
#define BATCH_WORDS 1500000
#define WORD_BYTES 40

/* Positions that are gathered in memory, in bytes. */
#define GATHER_BYTES ((size_t)32 << 20)

struct reference_writer {
	struct segment_writer base;
	char *dir;      /* the segment */
	char *work;     /* written here, then compacted into dir */
	char *language; /* default, or NULL */
	struct xap_writer *w;
	struct xap_doc *doc;
	struct dictionary *dictionary;
	struct packer *packer;
	struct languages languages;
	struct buf data;

	/* For POSITIONS_BLOCKS; otherwise gathered is NULL.  Terms go first
	 * into words, which puts their positions in order, then without them
	 * into doc. */
	struct pos_gatherer *gathered;
	struct xap_doc *words;
	struct xap_positions *it;
	struct buf term, pos;
	struct posblock_writer block;

	struct column_rows rows;

	pthread_mutex_t lock; /* libxapian takes one article at a time */
	_Atomic uint64_t pending; /* words since the last commit */
	struct xap_error xe;
};

static enum nx_status add_words(struct reference_writer *r, struct xap_doc *to,
                                const struct doc *d, struct nx_err *err)
{
	for (int p = 0; p < PARTS; p++) {
		const struct token_list *l = &d->part[p];

		for (size_t i = 0; i < l->n; i++) {
			const struct token *t = &l->v[i];
			enum xap_status xs;

			if ((t->flags & TOKEN_JOINED) != 0)
				continue;
			xs = xap_doc_add_posting(to, token_form(l, t), t->len,
			                         d->base[p] + t->pos, 1,
			                         &r->xe);
			if (xs != XAP_OK)
				return nx_from_xap(err, xs, &r->xe,
				                   "adding a word");
		}
	}
	return NX_OK;
}

static enum nx_status add_extras(struct reference_writer *r, struct xap_doc *to,
                                 const struct doc *d, struct nx_err *err)
{
	for (size_t i = 0; i < d->n_extra; i++) {
		const struct extra *e = &d->extra[i];
		const char *term = d->forms.p + e->term;
		enum xap_status xs;

		if (e->pos != 0)
			xs = xap_doc_add_posting(to, term, e->len, e->pos,
			                         e->wdf, &r->xe);
		else
			xs = xap_doc_add_term(to, term, e->len, e->wdf, &r->xe);
		if (xs != XAP_OK)
			return nx_from_xap(err, xs, &r->xe, "adding a term");
	}
	return NX_OK;
}

/* Set r->pos to the current term's positions, each once. */
static enum xap_status read_positions(struct reference_writer *r,
                                      struct xap_terms *it)
{
	enum xap_status xs = xap_terms_positions(&r->it, it, &r->xe);
	size_t n = 0;

	buf_clear(&r->pos);
	while (xs == XAP_OK) {
		xap_pos some[256];

		xs = xap_positions_read(
			r->it, some, sizeof some / sizeof some[0], &n, &r->xe);
		buf_add(&r->pos, some, n * sizeof some[0]);
	}
	return xs == XAP_END ? XAP_OK : xs;
}

/* The current term goes into doc, and its positions to those gathered. */
static enum nx_status part_term(struct reference_writer *r,
                                struct xap_terms *it, uint32_t docid,
                                struct nx_err *err)
{
	size_t n;
	uint32_t wdf;
	enum nx_status st = NX_OK;
	enum xap_status xs = xap_terms_wdf(it, &wdf, &r->xe);

	if (xs == XAP_OK)
		xs = read_positions(r, it);
	n = r->pos.len / sizeof(uint32_t);
	if (xs == XAP_OK && n > 0)
		st = pos_gatherer_add(
			r->gathered, r->term.p, r->term.len, docid,
			(const uint32_t *)(const void *)r->pos.p, n, err);
	if (xs == XAP_OK && st == NX_OK)
		xs = xap_doc_add_term(r->doc, r->term.p, r->term.len, wdf,
		                      &r->xe);
	return st != NX_OK ? st : nx_from_xap(err, xs, &r->xe, "adding a term");
}

static enum nx_status part_positions(struct reference_writer *r, uint32_t docid,
                                     struct nx_err *err)
{
	struct xap_terms *it = NULL;
	struct xap_str s;
	enum nx_status st = NX_OK;
	enum xap_status xs = xap_doc_terms(&it, r->words, &r->xe);

	while (st == NX_OK && xs == XAP_OK) {
		xs = xap_terms_next(it, &s, &r->xe);
		if (xs != XAP_OK)
			break;
		buf_set(&r->term, s.data, s.len);
		st = part_term(r, it, docid, err);
	}
	xap_terms_free(it);
	if (st == NX_OK && xs != XAP_END)
		st = nx_from_xap(err, xs, &r->xe, "adding a word");
	return st;
}

static enum nx_status add_terms(struct reference_writer *r, uint32_t docid,
                                const struct doc *d, struct nx_err *err)
{
	struct xap_doc *to = r->gathered != NULL ? r->words : r->doc;
	enum nx_status st = nx_from_xap(err, xap_doc_clear(to, &r->xe), &r->xe,
	                                "clearing a document");

	if (st == NX_OK)
		st = add_words(r, to, d, err);
	if (st == NX_OK)
		st = add_extras(r, to, d, err);
	if (st == NX_OK && to != r->doc)
		st = part_positions(r, docid, err);
	return st;
}

static enum nx_status add_values(struct reference_writer *r,
                                 const struct doc *d, struct nx_err *err)
{
	enum xap_status xs = XAP_OK;

	for (uint32_t s = 0; xs == XAP_OK && s < SLOTS; s++)
		if (d->value[s].len > 0)
			xs = xap_doc_set_value(r->doc, s, d->value[s].p,
			                       d->value[s].len, &r->xe);
	return nx_from_xap(err, xs, &r->xe, "setting a value");
}

/* When writing fails, libxapian tells what it could not undo rather than why
 * it wanted to. */
static enum nx_status write_status(struct reference_writer *r,
                                   enum xap_status xs, const char *doing,
                                   struct nx_err *err)
{
	if (xs != XAP_OK && file_disk_full(r->work))
		return nx_fail(err, NX_IO, "%s: no space left for %s", doing,
		               r->dir);
	return nx_from_xap(err, xs, &r->xe, doing);
}

static enum nx_status commit(struct reference_writer *r, struct nx_err *err)
{
	r->pending = 0;
	return write_status(r, xap_writer_commit(r->w, &r->xe),
	                    "writing the index", err);
}

static enum nx_status put(struct reference_writer *r, uint32_t docid,
                          const struct doc *d, struct nx_err *err)
{
	enum nx_status st = packer_pack(r->packer, d->record, &r->data, err);

	if (st == NX_OK)
		st = nx_from_xap(err, xap_doc_clear(r->doc, &r->xe), &r->xe,
		                 "clearing a document");
	if (st == NX_OK)
		st = add_terms(r, docid, d, err);
	if (st == NX_OK)
		st = nx_from_xap(err,
		                 xap_doc_set_data(r->doc, r->data.p,
		                                  r->data.len, &r->xe),
		                 &r->xe, "setting document data");
	if (st == NX_OK)
		st = add_values(r, d, err);
	if (st == NX_OK)
		st = nx_from_xap(
			err, xap_writer_replace(r->w, docid, r->doc, &r->xe),
			&r->xe, "adding an article");
	if (st != NX_OK)
		return st;
	languages_count(&r->languages, d->record->language);
	column_rows_add(&r->rows, docid, &d->columns);
	r->pending += d->words + d->n_extra;
	return r->pending >= BATCH_WORDS ? commit(r, err) : NX_OK;
}

static enum nx_status reference_add(struct segment_writer *w, unsigned thread,
                                    uint32_t docid, const struct doc *d,
                                    struct nx_err *err)
{
	struct reference_writer *r = (struct reference_writer *)w;
	enum nx_status st;

	(void)thread;
	pthread_mutex_lock(&r->lock);
	st = put(r, docid, d, err);
	pthread_mutex_unlock(&r->lock);
	return st;
}

static size_t reference_memory(const struct segment_writer *w)
{
	const struct reference_writer *r = (const struct reference_writer *)w;

	return (size_t)r->pending * WORD_BYTES;
}

static enum nx_status set_metadata(struct reference_writer *r, const char *key,
                                   const void *value, size_t len,
                                   struct nx_err *err)
{
	return nx_from_xap(err,
	                   xap_writer_set_metadata(r->w, key, strlen(key),
	                                           value, len, &r->xe),
	                   &r->xe, "writing metadata");
}

static enum nx_status write_metadata(struct reference_writer *r,
                                     const char *language, struct nx_err *err)
{
	char number[32], key[64];
	const char *form = positions_name(
		r->gathered != NULL ? POSITIONS_BLOCKS : POSITIONS_XAPIAN);
	enum nx_status st;
	const void *dict;
	uint32_t id;
	size_t len;

	(void)snprintf(number, sizeof number, "%d", INDEX_FORMAT);
	st = set_metadata(r, META_FORMAT, number, strlen(number), err);
	(void)snprintf(number, sizeof number, "%d", ANALYSIS_VERSION);
	if (st == NX_OK)
		st = set_metadata(r, META_ANALYSIS, number, strlen(number),
		                  err);
	if (st == NX_OK)
		st = set_metadata(r, META_LANGUAGE, language, strlen(language),
		                  err);
	if (st == NX_OK)
		st = set_metadata(r, META_POSITIONS, form, strlen(form), err);
	if (st == NX_OK && dictionary_get(r->dictionary, &id, &dict, &len)) {
		(void)snprintf(key, sizeof key, META_DICTIONARY "%u", id);
		st = set_metadata(r, key, dict, len, err);
	}
	return st;
}

/* ---- blocks ------------------------------------------------------------ */

/* The articles in r->block are of r->term. */
static enum nx_status write_block(struct reference_writer *r,
                                  struct nx_err *err)
{
	struct buf key = BUF_INIT;
	enum nx_status st;

	posblock_take(&r->block, r->term.p, r->term.len, &key, &r->data);
	st = nx_from_xap(err,
	                 xap_writer_set_metadata(r->w, key.p, key.len,
	                                         r->data.p, r->data.len,
	                                         &r->xe),
	                 &r->xe, "writing positions");
	buf_release(&key);
	return st;
}

static enum nx_status add_gathered(void *ctx, const char *term, size_t len,
                                   uint32_t docid, const uint32_t *pos,
                                   size_t n, struct nx_err *err)
{
	struct reference_writer *r = ctx;
	bool same = r->term.len == len && memcmp(r->term.p, term, len) == 0;
	enum nx_status st = NX_OK;

	if (!posblock_empty(&r->block) && (!same || posblock_full(&r->block)))
		st = write_block(r, err);
	if (!same)
		buf_set(&r->term, term, len);
	posblock_add(&r->block, docid, pos, n);
	return st;
}

static enum nx_status write_blocks(struct reference_writer *r,
                                   struct nx_err *err)
{
	enum nx_status st = NX_OK;

	if (r->gathered != NULL)
		st = pos_gatherer_each(r->gathered, add_gathered, r, err);
	if (st == NX_OK && !posblock_empty(&r->block))
		st = write_block(r, err);
	return st;
}

/* ---- columns ------------------------------------------------------------- */

/* A column_put. */
static enum nx_status put_columns(void *ctx, const struct buf *key,
                                  const struct buf *value, struct nx_err *err)
{
	struct reference_writer *r = ctx;

	return nx_from_xap(err,
	                   xap_writer_set_metadata(r->w, key->p, key->len,
	                                           value->p, value->len,
	                                           &r->xe),
	                   &r->xe, "writing columns");
}

/* ---- finishing --------------------------------------------------------- */

/* Compacting makes of what libxapian wrote in many commits what a segment is:
 * dense, in key order, without free blocks. */
static enum nx_status compact(struct reference_writer *r, struct nx_err *err)
{
	struct xap_db *db = NULL;
	enum xap_status xs;

	xap_writer_close(r->w);
	r->w = NULL;
	xs = xap_db_open(&db, r->work, &r->xe);
	if (xs == XAP_OK)
		xs = xap_compact(db, r->dir,
		                 XAP_COMPACT_FULL | XAP_COMPACT_NO_RENUMBER, 0,
		                 NULL, NULL, &r->xe);
	xap_db_close(db);
	if (xs != XAP_OK)
		return write_status(r, xs, "compacting a segment", err);
	return file_remove_flat(r->work, err);
}

static enum nx_status reference_finish(struct segment_writer *w,
                                       struct nx_err *err)
{
	struct reference_writer *r = (struct reference_writer *)w;
	enum nx_status st = commit(r, err);
	const char *language = r->language;

	if (language == NULL)
		language = languages_main(&r->languages);
	if (st == NX_OK)
		st = languages_write(&r->languages, language, r->w, err);
	if (st == NX_OK)
		st = write_metadata(r, language, err);
	if (st == NX_OK)
		st = column_rows_write(&r->rows, put_columns, r, err);
	if (st == NX_OK)
		st = write_blocks(r, err);
	if (st == NX_OK)
		st = commit(r, err);
	if (st == NX_OK)
		st = compact(r, err);
	return st;
}

static void reference_free(struct segment_writer *w)
{
	struct reference_writer *r = (struct reference_writer *)w;

	xap_writer_close(r->w);
	if (r->work != NULL)
		(void)file_remove_flat(r->work, NULL);
	xap_doc_free(r->doc);
	xap_doc_free(r->words);
	xap_positions_free(r->it);
	pos_gatherer_free(r->gathered);
	posblock_writer_release(&r->block);
	buf_release(&r->term);
	buf_release(&r->pos);
	packer_free(r->packer);
	dictionary_free(r->dictionary);
	buf_release(&r->data);
	column_rows_release(&r->rows);
	free(r->dir);
	free(r->work);
	free(r->language);
	pthread_mutex_destroy(&r->lock);
	free(r);
}

static const struct segment_writer_ops reference_ops = {
	.add = reference_add,
	.memory = reference_memory,
	.finish = reference_finish,
	.free = reference_free,
};

enum nx_status segment_writer_new_xapian(struct segment_writer **out,
                                         const struct segment_options *o,
                                         struct nx_err *err)
{
	struct reference_writer *r = nx_zalloc(sizeof *r);
	enum xap_status xs;

	*out = NULL;
	r->base.ops = &reference_ops;
	pthread_mutex_init(&r->lock, NULL);
	r->dir = nx_strdup(o->dir);
	r->work = nx_format("%s.work", o->dir);
	r->language = o->language != NULL ? nx_strdup(o->language) : NULL;
	r->dictionary = dictionary_new();
	r->packer = packer_new(r->dictionary);
	posblock_writer_init(&r->block);
	if (o->positions == POSITIONS_BLOCKS)
		r->gathered = pos_gatherer_new(GATHER_BYTES);
	xs = xap_doc_new(&r->doc, &r->xe);
	if (xs == XAP_OK)
		xs = xap_doc_new(&r->words, &r->xe);
	if (xs == XAP_OK)
		xs = xap_writer_open(&r->w, r->work,
		                     XAP_CREATE_OR_OVERWRITE | XAP_DANGEROUS |
		                             XAP_NO_SYNC,
		                     0, &r->xe);
	if (xs != XAP_OK) {
		enum nx_status st =
			nx_from_xap(err, xs, &r->xe, "creating a segment");

		reference_free(&r->base);
		return st;
	}
	*out = &r->base;
	return NX_OK;
}
