/* pack.c - records through zstd, with a dictionary per segment */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <zdict.h>
#include <zstd.h>

#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/index/record.h"

#define RECORD_MAGIC 'n'
#define RECORD_VERSION 1

#define LEVEL 3

/* Trained on the first records, until there are this many bytes of them.  Four
 * times as much takes four times as long and saves 1 % of the text. */
#define TRAIN_BYTES ((size_t)512 << 10)
#define TRAIN_EACH ((size_t)8 << 10) /* of each, its beginning */
#define TRAIN_FEWEST 64              /* zdict fails on a handful */
#define DICTIONARY_BYTES ((size_t)64 << 10)

/* What a frame may claim to unpack to: text, fields, and their tags. */
#define UNPACKED_MAX (LIMIT_ARTICLE_TEXT * 2)

struct dictionary {
	pthread_mutex_t lock;
	struct buf samples;
	size_t *sizes;
	size_t n, cap;
	bool full; /* of samples: whether or not they came to a dictionary */
	struct buf bytes;
	uint32_t id;
	/* Set once, after bytes and id. */
	_Atomic(ZSTD_CDict *) cdict;
};

struct packer {
	struct dictionary *dict;
	const ZSTD_CDict *used; /* by cctx */
	ZSTD_CCtx *cctx;
	struct buf raw;
};

/* ---- the dictionary ---------------------------------------------------- */

struct dictionary *dictionary_new(void)
{
	struct dictionary *d = nx_zalloc(sizeof *d);

	pthread_mutex_init(&d->lock, NULL);
	return d;
}

void dictionary_free(struct dictionary *d)
{
	if (d == NULL)
		return;
	pthread_mutex_destroy(&d->lock);
	ZSTD_freeCDict(d->cdict);
	buf_release(&d->samples);
	buf_release(&d->bytes);
	free(d->sizes);
	free(d);
}

bool dictionary_get(struct dictionary *d, uint32_t *id, const void **dict,
                    size_t *len)
{
	if (atomic_load(&d->cdict) == NULL)
		return false;
	*id = d->id;
	*dict = d->bytes.p;
	*len = d->bytes.len;
	return true;
}

static void train(struct dictionary *d)
{
	size_t got;

	buf_room(&d->bytes, DICTIONARY_BYTES);
	got = ZDICT_trainFromBuffer(d->bytes.p, DICTIONARY_BYTES, d->samples.p,
	                            d->sizes, (unsigned)d->n);
	if (!ZDICT_isError(got)) {
		d->bytes.len = got;
		d->id = ZDICT_getDictID(d->bytes.p, got);
		atomic_store(&d->cdict,
		             ZSTD_createCDict(d->bytes.p, got, LEVEL));
	}
	buf_release(&d->samples);
	free(d->sizes);
	d->sizes = NULL;
}

/* Learn from a record.  Whoever fills the samples trains, while the others go
 * on without. */
static void sample(struct dictionary *d, const struct buf *raw)
{
	size_t n = raw->len < TRAIN_EACH ? raw->len : TRAIN_EACH;
	bool trains = false;

	pthread_mutex_lock(&d->lock);
	if (!d->full) {
		d->sizes = NX_GROW(d->sizes, d->n, &d->cap);
		d->sizes[d->n++] = n;
		buf_add(&d->samples, raw->p, n);
		trains = d->full = d->samples.len >= TRAIN_BYTES &&
		                   d->n >= TRAIN_FEWEST;
	}
	pthread_mutex_unlock(&d->lock);
	if (trains)
		train(d);
}

/* ---- packing ----------------------------------------------------------- */

struct packer *packer_new(struct dictionary *d)
{
	struct packer *p = nx_zalloc(sizeof *p);

	p->dict = d;
	p->cctx = ZSTD_createCCtx();
	if (p->cctx == NULL)
		return p;
	(void)ZSTD_CCtx_setParameter(p->cctx, ZSTD_c_compressionLevel, LEVEL);
	/* libxapian's tables have no checksums, so each frame has its own: what
	 * unpacks is what was packed. */
	(void)ZSTD_CCtx_setParameter(p->cctx, ZSTD_c_checksumFlag, 1);
	return p;
}

void packer_free(struct packer *p)
{
	if (p == NULL)
		return;
	ZSTD_freeCCtx(p->cctx);
	buf_release(&p->raw);
	free(p);
}

enum nx_status packer_pack(struct packer *p, const struct record *r,
                           struct buf *out, struct nx_err *err)
{
	const ZSTD_CDict *cdict = atomic_load(&p->dict->cdict);
	size_t got, room;

	if (p->cctx == NULL)
		return nx_fail(err, NX_NOMEM, "out of memory");
	buf_clear(&p->raw);
	record_encode(r, &p->raw);
	buf_clear(out);
	buf_addc(out, RECORD_MAGIC);
	buf_addc(out, RECORD_VERSION);
	buf_add_varint(out, cdict != NULL ? p->dict->id : 0);
	room = ZSTD_compressBound(p->raw.len);
	buf_room(out, room);
	if (cdict != p->used)
		(void)ZSTD_CCtx_refCDict(p->cctx, cdict);
	p->used = cdict;
	got = ZSTD_compress2(p->cctx, out->p + out->len, room,
	                     buf_str(&p->raw), p->raw.len);
	if (ZSTD_isError(got))
		return nx_fail(err, NX_NOMEM, "cannot compress an article: %s",
		               ZSTD_getErrorName(got));
	out->len += got;
	if (cdict == NULL)
		sample(p->dict, &p->raw);
	return NX_OK;
}

/* ---- unpacking -------------------------------------------------------- */

struct loaded {
	uint32_t id;
	ZSTD_DDict *ddict;
};

struct unpacker {
	unpacker_source *source;
	void *ctx;
	ZSTD_DCtx *dctx;
	struct buf raw;
	struct loaded *v;
	size_t n, cap;
};

struct unpacker *unpacker_new(unpacker_source *source, void *ctx)
{
	struct unpacker *u = nx_zalloc(sizeof *u);

	u->source = source;
	u->ctx = ctx;
	u->dctx = ZSTD_createDCtx();
	return u;
}

void unpacker_free(struct unpacker *u)
{
	if (u == NULL)
		return;
	for (size_t i = 0; i < u->n; i++)
		ZSTD_freeDDict(u->v[i].ddict);
	free(u->v);
	ZSTD_freeDCtx(u->dctx);
	buf_release(&u->raw);
	free(u);
}

static enum nx_status dictionary(struct unpacker *u, uint32_t id,
                                 const ZSTD_DDict **out, struct nx_err *err)
{
	struct buf b = BUF_INIT;
	enum nx_status st;

	*out = NULL;
	if (id == 0)
		return NX_OK;
	for (size_t i = 0; i < u->n; i++)
		if (u->v[i].id == id) {
			*out = u->v[i].ddict;
			return NX_OK;
		}
	st = u->source(u->ctx, id, &b, err);
	if (st == NX_OK) {
		u->v = NX_GROW(u->v, u->n, &u->cap);
		u->v[u->n].id = id;
		u->v[u->n].ddict = ZSTD_createDDict(b.p, b.len);
		*out = u->v[u->n].ddict;
		if (*out == NULL)
			st = nx_fail(err, NX_CORRUPT,
			             "dictionary %u is damaged", id);
		else
			u->n++;
	}
	buf_release(&b);
	return st;
}

static enum nx_status inflate_frame(struct unpacker *u, const ZSTD_DDict *ddict,
                                    const unsigned char *p, size_t len,
                                    struct nx_err *err)
{
	unsigned long long size = ZSTD_getFrameContentSize(p, len);
	size_t got;

	if (size == ZSTD_CONTENTSIZE_ERROR ||
	    size == ZSTD_CONTENTSIZE_UNKNOWN || size > UNPACKED_MAX)
		return nx_fail(err, NX_CORRUPT, "an article's text is damaged");
	buf_clear(&u->raw);
	buf_room(&u->raw, (size_t)size);
	if (ddict != NULL)
		got = ZSTD_decompress_usingDDict(u->dctx, u->raw.p,
		                                 (size_t)size, p, len, ddict);
	else
		got = ZSTD_decompressDCtx(u->dctx, u->raw.p, (size_t)size, p,
		                          len);
	if (ZSTD_isError(got))
		return nx_fail(err, NX_CORRUPT,
		               "an article's text is damaged: %s",
		               ZSTD_getErrorName(got));
	u->raw.len = got;
	u->raw.p[got] = '\0';
	return NX_OK;
}

enum nx_status unpacker_unpack(struct unpacker *u, const void *data, size_t len,
                               struct record *r, struct nx_err *err)
{
	const unsigned char *p = data, *end = p + len;
	const ZSTD_DDict *ddict;
	enum nx_status st;
	uint64_t id;

	if (u->dctx == NULL)
		return nx_fail(err, NX_NOMEM, "out of memory");
	if (len < 3 || p[0] != RECORD_MAGIC)
		return nx_fail(err, NX_CORRUPT,
		               "document data that newsidx did not write");
	if (p[1] != RECORD_VERSION)
		return nx_fail(err, NX_UNSUPPORTED,
		               "a record of version %u; this newsidx reads %d",
		               p[1], RECORD_VERSION);
	p += 2;
	if (!varint_read(&p, end, &id) || id > UINT32_MAX)
		return nx_fail(err, NX_CORRUPT, "an article's text is damaged");
	st = dictionary(u, (uint32_t)id, &ddict, err);
	if (st == NX_OK)
		st = inflate_frame(u, ddict, p, (size_t)(end - p), err);
	if (st == NX_OK)
		st = record_decode(r, u->raw.p, u->raw.len, err);
	return st;
}
