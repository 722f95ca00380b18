/* reader.h - a member's bytes, looked at before they are taken
 *
 * Formats read through this: a window over a byte source that grows on demand
 * up to a bound, so that a record is contiguous in memory, and the next member
 * of a 40 GB archive needs no more than its longest record.
 *
 * The source is anything that gives blocks (struct byte_source): a container's
 * member, a file, bytes in memory.  When it breaks off (a truncated gzip), the
 * reader first gives everything before the damage, then ends; reader_status
 * tells that the end was none.
 */
#ifndef NEWSIDX_CORPUS_READER_H
#define NEWSIDX_CORPUS_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "corpus/checksum.h"
#include "lib/base/buf.h"
#include "lib/base/status.h"

/* Gives the next block of at least one byte: NX_OK, *p and *len set, valid
 * until the next call.  NX_END at the end.  NX_DAMAGED, NX_BOUND or a status
 * to stop with, err set: nothing more will come. */
struct byte_source {
	enum nx_status (*next)(struct byte_source *s, const char **p,
	                       size_t *len, struct nx_err *err);
};

struct reader {
	struct byte_source *src;
	struct buf win;       /* bytes read and not yet dropped */
	size_t at;            /* where the unread part begins in win */
	uint64_t offset;      /* of win.p[at] in the member */
	bool ended;           /* src has no more */
	enum nx_status st;    /* why it ended: NX_END, or a fault */
	struct checksum *sum; /* of all bytes, or NULL (reader_checksum) */
	struct nx_err err;    /* the fault's sentence */
};

void reader_init(struct reader *r, struct byte_source *src);
void reader_release(struct reader *r);

/* From now on add all bytes that come to sum, which is the caller's; and those
 * that are unread already.  To be called before anything is taken. */
void reader_checksum(struct reader *r, struct checksum *sum);

/* Make at least want bytes visible, or all there are.  *p gets the unread
 * bytes (never NULL; followed by a NUL), the return value says how many are
 * there: possibly more than wanted, fewer only at the end.  Valid until the
 * next call on r. */
size_t reader_peek(struct reader *r, size_t want, const char **p);

/* Take n bytes, which reader_peek has shown. */
void reader_take(struct reader *r, size_t n);

/* Find needle at or behind the unread position + from, reading as far as max
 * bytes of window.  The offset from the unread position, or SIZE_MAX where it
 * does not come (then *capped tells whether max, not the end, was why). */
size_t reader_find(struct reader *r, size_t from, const char *needle,
                   size_t needle_len, size_t max, bool *capped);

/* The next line, at most max bytes of it, without its "\n" or "\r\n": taken
 * from the reader.  False at the end.  Of a longer line *cut is set and the
 * rest of it is passed over.  *p is valid until the next call on r. */
bool reader_line(struct reader *r, size_t max, const char **p, size_t *len,
                 bool *cut);

/* Everything that is left, up to max bytes: visible and contiguous, not taken.
 * NX_OK; NX_BOUND if there is more than max (the first max bytes are given). */
enum nx_status reader_all(struct reader *r, size_t max, const char **p,
                          size_t *len);

/* NX_OK while there may be more or after a proper end, otherwise the fault
 * that ended the source early; err gets its sentence. */
enum nx_status reader_status(const struct reader *r, struct nx_err *err);

/* Bytes in memory as a source, in one block. */
struct memory_source {
	struct byte_source src;
	const char *p;
	size_t len;
};

void memory_source_init(struct memory_source *m, const void *p, size_t len);

#endif
