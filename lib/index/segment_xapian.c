/* segment_xapian.c - the reference writer: through libxapian's own API */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/file.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/index/languages.h"
#include "lib/index/segment.h"
#include "lib/index/xap.h"

/* Words between commits, and the memory that libxapian takes for each until
 * then: this bounds a build to some 110 MB. */
#define BATCH_WORDS 1500000
#define WORD_BYTES 40

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
	pthread_mutex_t lock; /* libxapian takes one article at a time */
	_Atomic uint64_t pending; /* words since the last commit */
	struct xap_error xe;
};

static enum nx_status add_words(struct reference_writer *r,
                                const struct doc *d, struct nx_err *err)
{
	for (int p = 0; p < PARTS; p++) {
		const struct token_list *l = &d->part[p];

		for (size_t i = 0; i < l->n; i++) {
			const struct token *t = &l->v[i];
			enum xap_status xs;

			if ((t->flags & TOKEN_JOINED) != 0)
				continue;
			xs = xap_doc_add_posting(r->doc, token_form(l, t),
			                         t->len, d->base[p] + t->pos,
			                         1, &r->xe);
			if (xs != XAP_OK)
				return nx_from_xap(err, xs, &r->xe,
				                   "adding a word");
		}
	}
	return NX_OK;
}

static enum nx_status add_extras(struct reference_writer *r,
                                 const struct doc *d, struct nx_err *err)
{
	for (size_t i = 0; i < d->n_extra; i++) {
		const struct extra *e = &d->extra[i];
		const char *term = d->forms.p + e->term;
		enum xap_status xs;

		if (e->pos != 0)
			xs = xap_doc_add_posting(r->doc, term, e->len, e->pos,
			                         e->wdf, &r->xe);
		else
			xs = xap_doc_add_term(r->doc, term, e->len, e->wdf,
			                      &r->xe);
		if (xs != XAP_OK)
			return nx_from_xap(err, xs, &r->xe, "adding a term");
	}
	return NX_OK;
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
		st = nx_from_xap(err,
		                 xap_doc_set_data(r->doc, r->data.p,
		                                  r->data.len, &r->xe),
		                 &r->xe, "setting document data");
	if (st == NX_OK)
		st = add_words(r, d, err);
	if (st == NX_OK)
		st = add_extras(r, d, err);
	if (st == NX_OK)
		st = add_values(r, d, err);
	if (st == NX_OK)
		st = nx_from_xap(err,
		                 xap_writer_replace(r->w, docid, r->doc,
		                                    &r->xe),
		                 &r->xe, "adding an article");
	if (st != NX_OK)
		return st;
	languages_count(&r->languages, d->record->language);
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
	if (st == NX_OK && dictionary_get(r->dictionary, &id, &dict, &len)) {
		(void)snprintf(key, sizeof key, META_DICTIONARY "%u", id);
		st = set_metadata(r, key, dict, len, err);
	}
	return st;
}

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
	packer_free(r->packer);
	dictionary_free(r->dictionary);
	buf_release(&r->data);
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
	xs = xap_doc_new(&r->doc, &r->xe);
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
