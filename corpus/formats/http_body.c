/* What was done to a page on its way: chunks, gzip, deflate, Brotli, zstd. */
#include <brotli/decode.h>
#include <string.h>
#include <zlib.h>

#include "corpus/container.h"
#include "corpus/formats/http.h"
#include "lib/base/limits.h"

#define CHUNK_MAX ((size_t)1 << 31)
#define BLOCK ((size_t)32 * 1024)

/* ---- chunks ---------------------------------------------------------------
 */

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* "1f4;ext\r\n" at *p; false where there is no such line. */
static bool chunk_head(const char **p, const char *end, size_t *size)
{
	const char *q = *p, *nl;

	*size = 0;
	while (q < end && hex_value(*q) >= 0 && *size <= CHUNK_MAX)
		*size = *size * 16 + (size_t)hex_value(*q++);
	if (q == *p || *size > CHUNK_MAX)
		return false;
	while (q < end && *q == ' ')
		q++;
	if (q == end || (*q != ';' && *q != '\r' && *q != '\n'))
		return false;
	nl = memchr(q, '\n', (size_t)(end - q));
	if (nl == NULL)
		return false;
	*p = nl + 1;
	return true;
}

/* Join the chunks into out.  False, and out as it was, where there are none;
 * *partial where they break off. */
static bool join_chunks(struct piece body, struct buf *out, bool *partial)
{
	const char *p = body.p, *end = body.p + body.len;
	size_t size, n = 0, left;

	while (chunk_head(&p, end, &size)) {
		if (size == 0)
			return true;
		left = (size_t)(end - p);
		if (size < left && p[size] != '\r' && p[size] != '\n') {
			if (n == 0)
				return false;
			break;
		}
		n++;
		if (size > left)
			size = left;
		buf_add(out, p, size);
		p += size;
		if (p < end && *p == '\r')
			p++;
		if (p < end && *p == '\n')
			p++;
	}
	if (n > 0)
		*partial = true;
	return n > 0;
}

/* ---- content --------------------------------------------------------------
 */

/* gzip and zstd by the layers that unpack files. */
static bool unpack_layer(const struct layer *l, struct piece body,
                         struct buf *out, bool *partial)
{
	struct flow flow = { .in = body.len };
	struct memory_source m;
	struct filter *f;
	struct byte_source *src;
	enum nx_status st = NX_OK;
	const char *p;
	size_t n;

	memory_source_init(&m, body.p, body.len);
	f = filter_open(l, &m.src, &flow);
	src = filter_source(f);
	while (out->len < LIMIT_PAYLOAD) {
		st = src->next(src, &p, &n, NULL);
		if (st != NX_OK)
			break;
		if (n > LIMIT_PAYLOAD - out->len)
			n = LIMIT_PAYLOAD - out->len;
		buf_add(out, p, n);
	}
	filter_close(f);
	if (st != NX_END && out->len > 0)
		*partial = true;
	return st == NX_END || out->len > 0;
}

static bool inflate_as(int window, struct piece body, struct buf *out,
                       bool *partial)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)body.p,
		       .avail_in = (uInt)body.len };
	int r;

	if (inflateInit2(&z, window) != Z_OK)
		return false;
	do {
		z.next_out = (Bytef *)buf_room(out, BLOCK);
		z.avail_out = (uInt)BLOCK;
		r = inflate(&z, Z_NO_FLUSH);
		out->len += BLOCK - z.avail_out;
		out->p[out->len] = '\0';
	} while (r == Z_OK && out->len < LIMIT_PAYLOAD);
	(void)inflateEnd(&z);
	if (r != Z_STREAM_END) {
		*partial = true;
		/* What is no deflate may still give some bytes. */
		if (r != Z_OK && r != Z_BUF_ERROR)
			out->len = 0;
	}
	return out->len > 0 || r == Z_STREAM_END;
}

static bool unpack_deflate(struct piece body, struct buf *out, bool *partial)
{
	bool cut = false;

	if (!inflate_as(15, body, out, &cut)) {
		cut = false;
		if (!inflate_as(-15, body, out, &cut))
			return false;
	}
	*partial |= cut;
	return true;
}

static bool unpack_brotli(struct piece body, struct buf *out, bool *partial)
{
	BrotliDecoderState *s = BrotliDecoderCreateInstance(NULL, NULL, NULL);
	const uint8_t *in = (const uint8_t *)body.p;
	size_t n_in = body.len;
	BrotliDecoderResult r;

	if (s == NULL)
		return false;
	do {
		uint8_t *to = (uint8_t *)buf_room(out, BLOCK);
		size_t n_out = BLOCK;

		r = BrotliDecoderDecompressStream(s, &n_in, &in, &n_out, &to,
		                                  NULL);
		out->len += BLOCK - n_out;
		out->p[out->len] = '\0';
	} while (r == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT &&
	         out->len < LIMIT_PAYLOAD);
	BrotliDecoderDestroyInstance(s);
	if (r == BROTLI_DECODER_RESULT_ERROR)
		return false;
	if (r != BROTLI_DECODER_RESULT_SUCCESS)
		*partial = true;
	return true;
}

static bool has_word(struct piece list, const char *word)
{
	for (; list.len > 0; list.p++, list.len--)
		if (piece_begins(list, word))
			return true;
	return false;
}

/* Undo one encoding.  False where there is none, or none that decodes. */
static bool unpack(const struct http *h, struct buf *out, bool *partial)
{
	const struct layer *l = layer_sniff(h->body.p, h->body.len);

	if (l != NULL && l->filter &&
	    (strcmp(l->name, "gzip") == 0 || strcmp(l->name, "zstd") == 0))
		return unpack_layer(l, h->body, out, partial);
	if (has_word(h->encoding, "deflate"))
		return unpack_deflate(h->body, out, partial);
	if (has_word(h->encoding, "br"))
		return unpack_brotli(h->body, out, partial);
	return false;
}

static void use(struct http *h, struct buf *store, struct buf *fresh)
{
	struct buf old = *store;

	*store = *fresh;
	*fresh = old;
	buf_clear(fresh);
	h->body = (struct piece){ buf_str(store), store->len };
}

void http_decode(struct http *h, struct buf *store, bool *partial)
{
	struct buf fresh = BUF_INIT;

	if (h->chunked && join_chunks(h->body, &fresh, partial))
		use(h, store, &fresh);
	/* Some servers pack what is packed already. */
	for (int i = 0; i < 2 && h->body.len > 0; i++) {
		bool cut = false;

		buf_clear(&fresh);
		if (!unpack(h, &fresh, &cut))
			break;
		*partial |= cut;
		use(h, store, &fresh);
	}
	buf_release(&fresh);
}
