/* pack.c - records through zstd, with a dictionary per segment */
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

/* Trained on the first records, until there are this many bytes of them.  The
 * articles before that go without, so more is not simply better. */
#define TRAIN_BYTES ((size_t)2 << 20)
#define TRAIN_EACH ((size_t)8 << 10) /* of each, its beginning */
#define TRAIN_FEWEST 64              /* zdict fails on a handful */
#define DICTIONARY_BYTES ((size_t)64 << 10)

/* What a frame may claim to unpack to: text, fields, and their tags. */
#define UNPACKED_MAX (LIMIT_ARTICLE_TEXT * 2)

struct packer {
	ZSTD_CCtx *cctx;
	ZSTD_CDict *cdict;
	struct buf raw;
	struct buf samples;
	size_t *sizes;
	size_t n, cap;
	bool trained; /* tried, whether or not it came to a dictionary */
	struct buf dict;
	uint32_t id;
};

struct packer *packer_new(void)
{
	struct packer *p = nx_zalloc(sizeof *p);

	p->cctx = ZSTD_createCCtx();
	return p;
}

void packer_free(struct packer *p)
{
	if (p == NULL)
		return;
	ZSTD_freeCCtx(p->cctx);
	ZSTD_freeCDict(p->cdict);
	buf_release(&p->raw);
	buf_release(&p->samples);
	buf_release(&p->dict);
	free(p->sizes);
	free(p);
}

static void train(struct packer *p)
{
	size_t got;

	p->trained = true;
	buf_room(&p->dict, DICTIONARY_BYTES);
	got = ZDICT_trainFromBuffer(p->dict.p, DICTIONARY_BYTES, p->samples.p,
	                            p->sizes, (unsigned)p->n);
	if (!ZDICT_isError(got)) {
		p->dict.len = got;
		p->id = ZDICT_getDictID(p->dict.p, got);
		p->cdict = ZSTD_createCDict(p->dict.p, got, LEVEL);
	}
	buf_release(&p->samples);
	free(p->sizes);
	p->sizes = NULL;
}

static void sample(struct packer *p)
{
	size_t n = p->raw.len < TRAIN_EACH ? p->raw.len : TRAIN_EACH;

	p->sizes = NX_GROW(p->sizes, p->n, &p->cap);
	p->sizes[p->n++] = n;
	buf_add(&p->samples, p->raw.p, n);
	if (p->samples.len >= TRAIN_BYTES && p->n >= TRAIN_FEWEST)
		train(p);
}

enum nx_status packer_pack(struct packer *p, const struct record *r,
                           struct buf *out, struct nx_err *err)
{
	size_t got, room;

	if (p->cctx == NULL)
		return nx_fail(err, NX_NOMEM, "out of memory");
	buf_clear(&p->raw);
	record_encode(r, &p->raw);
	buf_clear(out);
	buf_addc(out, RECORD_MAGIC);
	buf_addc(out, RECORD_VERSION);
	buf_add_varint(out, p->cdict != NULL ? p->id : 0);
	room = ZSTD_compressBound(p->raw.len);
	buf_room(out, room);
	if (p->cdict != NULL)
		got = ZSTD_compress_usingCDict(p->cctx, out->p + out->len, room,
		                               p->raw.p, p->raw.len, p->cdict);
	else
		got = ZSTD_compressCCtx(p->cctx, out->p + out->len, room,
		                        buf_str(&p->raw), p->raw.len, LEVEL);
	if (ZSTD_isError(got))
		return nx_fail(err, NX_NOMEM, "cannot compress an article: %s",
		               ZSTD_getErrorName(got));
	out->len += got;
	if (!p->trained)
		sample(p);
	return NX_OK;
}

bool packer_dictionary(const struct packer *p, uint32_t *id, const void **dict,
                       size_t *len)
{
	if (p->cdict == NULL)
		return false;
	*id = p->id;
	*dict = p->dict.p;
	*len = p->dict.len;
	return true;
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
