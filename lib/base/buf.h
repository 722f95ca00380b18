/* buf.h - bytes that grow
 *
 * A struct buf lives in its owner's memory:
 *
 *     struct buf b = BUF_INIT;
 *       buf_add(&b, ...); buf_clear(&b); ...     any number, reusing the room
 *     buf_release(&b);
 *
 * b.p is always NUL-terminated once anything was added, and NULL or "" before:
 * use buf_str() where a string is wanted.  b.len does not count the NUL.  The
 * content may itself hold NULs.  Growth that fails ends the program (mem.h),
 * so callers bound what they add by lib/base/limits.h.
 */
#ifndef NEWSIDX_BASE_BUF_H
#define NEWSIDX_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
	char *p;
	size_t len;
	size_t cap;
};

#define BUF_INIT { NULL, 0, 0 }

void buf_release(struct buf *b);

/* Empty, keeping the room. */
static inline void buf_clear(struct buf *b)
{
	b->len = 0;
	if (b->p != NULL)
		b->p[0] = '\0';
}

static inline const char *buf_str(const struct buf *b)
{
	return b->p != NULL ? b->p : "";
}

/* Make room for extra bytes more (and a NUL) and return where they go; the
 * caller writes them and adds to b->len. */
char *buf_room(struct buf *b, size_t extra);

void buf_add(struct buf *b, const void *p, size_t len);
void buf_adds(struct buf *b, const char *s);
void buf_addf(struct buf *b, const char *fmt, ...)
        __attribute__((format(printf, 2, 3)));

static inline void buf_addc(struct buf *b, char c)
{
	if (b->len + 1 >= b->cap)
		buf_room(b, 1);
	b->p[b->len++] = c;
	b->p[b->len] = '\0';
}

/* Bytes as hexadecimal digits. */
void buf_add_hex(struct buf *b, const void *p, size_t len);

/* Replace the content. */
void buf_set(struct buf *b, const void *p, size_t len);
void buf_sets(struct buf *b, const char *s);

/* Cut to len bytes, which must not be more than it holds. */
void buf_cut(struct buf *b, size_t len);

/* Drop ASCII white space at both ends. */
void buf_trim(struct buf *b);

bool buf_equal(const struct buf *a, const struct buf *b);

/* v in 7 bits a byte, low first, the high bit meaning "more follows"; at most
 * 10 bytes. */
void buf_add_varint(struct buf *b, uint64_t v);

/* Read such a number from *p, moving *p behind it.  False, and *p as it was,
 * when it is cut off at end or longer than 64 bits. */
bool varint_read(const unsigned char **p, const unsigned char *end,
                 uint64_t *v);

#endif
