#include "corpus/gzip.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "lib/base/buf.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"

#define BLOCK ((size_t)128 * 1024)
#define WINDOW_GZIP (15 + 16)

/* Bytes of one block handed to zlib at once, which counts in unsigned int. */
#define IN_MAX ((size_t)1 << 30)

/* Bytes by which a record is known, and those with the line ends before it. */
#define PROBE 5
#define RESTART (2 + PROBE)

/* What the unpacked data begin with. */
enum crawl { CRAWL_UNKNOWN, CRAWL_NONE, CRAWL_WARC, CRAWL_ARC };

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
	/* Of crawls only, whose members are records and can be told from one
	 * another: */
	enum crawl crawl;
	struct buf taken;  /* packed bytes of the member so far */
	struct buf again;  /* those of a damaged one, looked through */
	const char *later; /* what of under's block comes behind them */
	size_t later_len;
	bool in_again;         /* p points into it */
	uint64_t read, reread; /* packed bytes, and how many of them twice */
	bool lost;             /* a record was, and this is how: */
	struct nx_err lost_err;
	unsigned char block[BLOCK + RESTART];
};

/* Have bytes to unpack; false when under has ended, by whatever cause. */
static bool feed(struct gzip *g)
{
	enum nx_status st;

	if (g->len > 0)
		return true;
	g->in_again = false;
	if (g->later_len > 0) {
		g->p = g->later;
		g->len = g->later_len;
		g->later_len = 0;
		return true;
	}
	if (g->under_ended)
		return false;
	st = g->under->next(g->under, &g->p, &g->len, &g->fault_err);
	g->read += st == NX_OK ? g->len : 0;
	if (st == NX_OK)
		return true;
	g->under_ended = true;
	g->len = 0;
	if (st != NX_END)
		g->fault = st;
	return false;
}

/* Note n more bytes of the member, so that a damaged one, in which the unpacker
 * may have run on into the next, can be looked through. */
static void note_taken(struct gzip *g, const char *p, size_t n)
{
	if (g->crawl == CRAWL_NONE)
		return;
	if (n > LIMIT_RESYNC) {
		p += n - LIMIT_RESYNC;
		n = LIMIT_RESYNC;
	}
	if (g->taken.len + n > 2 * LIMIT_RESYNC) {
		memmove(g->taken.p, g->taken.p + g->taken.len - LIMIT_RESYNC,
		        LIMIT_RESYNC);
		buf_cut(&g->taken, LIMIT_RESYNC);
	}
	buf_add(&g->taken, p, n);
}

/* One call of the unpacker; what zlib says of it. */
static int unpack(struct gzip *g)
{
	size_t n = g->len < IN_MAX ? g->len : IN_MAX;
	int r;

	g->z.next_in = (Bytef *)(uintptr_t)g->p;
	g->z.avail_in = (uInt)n;
	r = inflate(&g->z, Z_NO_FLUSH);
	n -= g->z.avail_in;
	note_taken(g, g->p, n);
	g->p += n;
	g->len -= n;
	return r;
}

/* ---- going on behind damage -----------------------------------------------
 */

/* Read the damaged member once more, from its second byte on.  What is read
 * again stays under what was read, so that no file can make it endless. */
static void rewind_member(struct gzip *g)
{
	size_t rest = g->in_again ? g->len : 0;
	struct buf old = g->again;

	if (g->taken.len < 2 ||
	    g->reread + g->taken.len + rest > g->read + LIMIT_RESYNC)
		return;
	g->reread += g->taken.len + rest;
	if (g->in_again) {
		buf_add(&g->taken, g->p, g->len);
	} else {
		g->later = g->p;
		g->later_len = g->len;
	}
	g->again = g->taken;
	g->taken = old;
	g->in_again = true;
	g->p = g->again.p + 1;
	g->len = g->again.len - 1;
}

/* Pass bytes up to and with the next 1f 8b 08. */
static bool find_magic(struct gzip *g)
{
	static const unsigned char magic[] = { 0x1f, 0x8b, 8 };
	size_t have = 0;

	while (have < sizeof magic) {
		unsigned char c;

		if (have == 0 && g->len > 0) {
			const char *hit = memchr(g->p, 0x1f, g->len);
			size_t skip =
				hit != NULL ? (size_t)(hit - g->p) : g->len;

			g->p += skip;
			g->len -= skip;
		}
		if (!feed(g))
			return false;
		c = (unsigned char)*g->p;
		if (c == magic[have])
			have++;
		else
			have = c == magic[0];
		g->p++;
		g->len--;
	}
	return true;
}

/* Whether a record begins with these bytes. */
static bool is_record(const struct gzip *g, const unsigned char *p)
{
	if (g->crawl == CRAWL_WARC)
		return memcmp(p, "WARC/", PROBE) == 0;
	return memcmp(p, "http:", PROBE) == 0 || memcmp(p, "https", PROBE) == 0;
}

/* Unpack the first bytes of what may be a member, whose magic is taken. */
static bool try_member(struct gzip *g, unsigned char *to)
{
	static const char magic[] = "\x1f\x8b\x08";
	int r;

	buf_clear(&g->taken);
	if (inflateReset(&g->z) != Z_OK)
		return false;
	g->z.next_out = to;
	g->z.avail_out = PROBE;
	g->z.next_in = (Bytef *)(uintptr_t)magic;
	g->z.avail_in = 3;
	if (inflate(&g->z, Z_NO_FLUSH) != Z_OK)
		return false;
	note_taken(g, magic, 3);
	while (g->z.avail_out > 0) {
		if (!feed(g))
			return false;
		r = unpack(g);
		if (r != Z_OK)
			return false;
	}
	return is_record(g, to);
}

/* Find the next member that begins a record.  Line ends stand in for what was
 * lost, so that the record is seen to begin a line.  Whether there was one:
 * then its first bytes are in block, which has room for them at its end. */
static bool resync(struct gzip *g, const char *what)
{
	unsigned char start[PROBE];
	unsigned char *out = g->z.next_out;
	uInt room = g->z.avail_out;
	bool found = false;

	if (g->crawl <= CRAWL_NONE)
		return false;
	if (!g->lost)
		(void)nx_fail(
			&g->lost_err, NX_DAMAGED,
			"gzip data damaged: %s; records behind the damage "
			"were read",
			what);
	rewind_member(g);
	while (!found && find_magic(g))
		found = try_member(g, start);
	g->z.next_out = out;
	g->z.avail_out = room;
	if (!found)
		return false;
	flow_mended(g->flow, REPAIR_GZIP);
	memcpy(out, "\n\n", 2);
	memcpy(out + 2, start, PROBE);
	g->z.next_out = out + RESTART;
	g->z.avail_out = room > RESTART ? room - RESTART : 0;
	g->in_member = true;
	g->lost = true;
	return true;
}

/* ---- members --------------------------------------------------------------
 */

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
		if (resync(g, "other bytes between records"))
			return true;
		g->note = "bytes behind the end of the gzip data were ignored";
		flow_mended(g->flow, REPAIR_TRAILING);
		return false;
	}
	return inflateReset(&g->z) == Z_OK;
}

/* Whether these are records that stand in members of their own, told from the
 * first bytes. */
static void look_for_crawl(struct gzip *g)
{
	size_t n = (size_t)(g->z.next_out - g->block);

	if (g->crawl != CRAWL_UNKNOWN || n < 9)
		return;
	if (memcmp(g->block, "WARC/", 5) == 0)
		g->crawl = CRAWL_WARC;
	else if (memcmp(g->block, "filedesc:", 9) == 0)
		g->crawl = CRAWL_ARC;
	else
		g->crawl = CRAWL_NONE;
}

/* What fails in the first four bytes behind a whole member is no member. */
static enum nx_status damaged(struct gzip *g, const char *what)
{
	if (g->members > 0 && g->z.total_in <= 4) {
		g->note = "bytes behind the end of the gzip data were ignored";
		flow_mended(g->flow, REPAIR_TRAILING);
		return NX_END;
	}
	flow_mended(g->flow, REPAIR_GZIP);
	return nx_fail(&g->fault_err, NX_DAMAGED, "gzip data damaged: %s",
	               what);
}

/* Have packed bytes of a member; false when there are none, with the fault. */
static bool ready(struct gzip *g)
{
	if (!g->in_member && g->members > 0 && !another(g)) {
		if (g->fault == NX_OK)
			g->fault = NX_END;
		return false;
	}
	g->in_member = true;
	if (feed(g))
		return true;
	if (g->fault == NX_OK && !resync(g, "cut off")) {
		flow_mended(g->flow, REPAIR_GZIP);
		g->fault =
			nx_fail(&g->fault_err, NX_DAMAGED, "gzip data cut off");
	}
	return g->fault == NX_OK;
}

/* Unpack into block until it is full or nothing more comes; g->fault says, if
 * it is set, how it ended. */
static size_t inflate_block(struct gzip *g)
{
	g->z.next_out = g->block;
	g->z.avail_out = (uInt)BLOCK;
	while (g->z.avail_out > 0 && g->fault == NX_OK && ready(g)) {
		const char *what;
		int r;

		if (g->z.avail_out == 0)
			break;
		r = unpack(g);
		look_for_crawl(g);
		if (r == Z_STREAM_END) {
			g->in_member = false;
			g->members++;
			buf_clear(&g->taken);
		} else if (r != Z_OK && r != Z_BUF_ERROR) {
			what = g->z.msg != NULL ? g->z.msg : "no deflate";
			if (!resync(g, what) && g->fault == NX_OK)
				g->fault = damaged(g, what);
		}
	}
	if (g->fault == NX_END && g->lost) {
		g->fault = NX_DAMAGED;
		g->fault_err = g->lost_err;
	}
	return (size_t)(g->z.next_out - g->block);
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

void gzip_go_on(struct gzip *g, uint64_t in, uint64_t out, bool crawl)
{
	g->members = 1;
	g->read = in;
	g->out = out;
	g->crawl = crawl ? CRAWL_WARC : CRAWL_NONE;
}

bool gzip_is_whole(const struct gzip *g)
{
	return g->fault == NX_END && !g->lost && g->note[0] == '\0';
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
	buf_release(&g->taken);
	buf_release(&g->again);
	free(g);
}
