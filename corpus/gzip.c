#include "corpus/gzip.h"

#include <stdlib.h>
#include <zlib.h>

#include "lib/base/mem.h"

#define BLOCK ((size_t)128 * 1024)
#define WINDOW_GZIP (15 + 16)

/* Bytes of one block handed to zlib at once, which counts in unsigned int. */
#define IN_MAX ((size_t)1 << 30)

struct gzip {
	struct byte_source src;
	struct byte_source *under;
	struct flow *flow;
	z_stream z;
	const char *p; /* what is left of under's block */
	size_t len;
	bool in_member;
	bool under_ended;
	enum nx_status fault; /* told once all that came before is out */
	struct nx_err fault_err;
	uint64_t out, members;
	const char *note;
	unsigned char block[BLOCK];
};

/* Have bytes to unpack; false when under has ended, by whatever cause. */
static bool feed(struct gzip *g)
{
	enum nx_status st;

	if (g->len > 0)
		return true;
	if (g->under_ended)
		return false;
	st = g->under->next(g->under, &g->p, &g->len, &g->fault_err);
	if (st == NX_OK)
		return true;
	g->under_ended = true;
	g->len = 0;
	if (st != NX_END)
		g->fault = st;
	return false;
}

/* Between members: whether another one follows.  Zeros pad the last block of a
 * tape; other bytes are what some tools leave behind. */
static bool another(struct gzip *g)
{
	for (;;) {
		if (!feed(g))
			return false;
		if (g->p[0] != '\0')
			break;
		g->p++;
		g->len--;
	}
	if ((unsigned char)g->p[0] != 0x1f) {
		g->note = "bytes behind the end of the gzip data were ignored";
		return false;
	}
	return inflateReset(&g->z) == Z_OK;
}

/* What fails in the first four bytes behind a whole member is no member. */
static enum nx_status damaged(struct gzip *g, const char *what)
{
	if (g->members > 0 && g->z.total_in <= 4) {
		g->note = "bytes behind the end of the gzip data were ignored";
		return NX_END;
	}
	return nx_fail(&g->fault_err, NX_DAMAGED, "gzip data damaged: %s",
	               what);
}

/* Unpack into block until it is full or nothing more comes; g->fault says, if
 * it is set, how it ended. */
static size_t inflate_block(struct gzip *g)
{
	g->z.next_out = g->block;
	g->z.avail_out = (uInt)BLOCK;
	while (g->z.avail_out > 0 && g->fault == NX_OK) {
		size_t n;
		int r;

		if (!g->in_member && g->members > 0 && !another(g)) {
			if (g->fault == NX_OK)
				g->fault = NX_END;
			break;
		}
		g->in_member = true;
		if (!feed(g)) {
			if (g->fault == NX_OK)
				g->fault = nx_fail(&g->fault_err, NX_DAMAGED,
				                   "gzip data cut off");
			break;
		}
		n = g->len < IN_MAX ? g->len : IN_MAX;
		g->z.next_in = (Bytef *)(uintptr_t)g->p;
		g->z.avail_in = (uInt)n;
		r = inflate(&g->z, Z_NO_FLUSH);
		n -= g->z.avail_in;
		g->p += n;
		g->len -= n;
		if (r == Z_STREAM_END) {
			g->in_member = false;
			g->members++;
		} else if (r != Z_OK && r != Z_BUF_ERROR) {
			g->fault = damaged(g, g->z.msg != NULL ? g->z.msg :
			                                         "no deflate");
		}
	}
	return BLOCK - g->z.avail_out;
}

static enum nx_status gzip_next(struct byte_source *src, const char **p,
                                size_t *len, struct nx_err *err)
{
	struct gzip *g = (struct gzip *)src;
	enum nx_status st;

	if (g->fault == NX_OK) {
		*len = inflate_block(g);
		*p = (const char *)g->block;
		if (*len > 0) {
			st = flow_out(g->flow, &g->out, *len, &g->fault_err);
			if (st == NX_OK)
				return NX_OK;
			g->fault = st;
		}
	}
	if (err != NULL)
		*err = g->fault_err;
	return g->fault;
}

struct gzip *gzip_open(struct byte_source *under, struct flow *flow)
{
	struct gzip *g = nx_zalloc(sizeof *g);

	g->src.next = gzip_next;
	g->under = under;
	g->flow = flow;
	g->note = "";
	if (inflateInit2(&g->z, WINDOW_GZIP) != Z_OK)
		g->fault = nx_fail(&g->fault_err, NX_NOMEM, "out of memory");
	return g;
}

struct byte_source *gzip_source(struct gzip *g)
{
	return &g->src;
}

const char *gzip_note(const struct gzip *g)
{
	return g->note;
}

void gzip_close(struct gzip *g)
{
	if (g == NULL)
		return;
	(void)inflateEnd(&g->z);
	free(g);
}
