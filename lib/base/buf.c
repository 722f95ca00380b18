#include "lib/base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

void buf_release(struct buf *b)
{
	free(b->p);
	*b = (struct buf)BUF_INIT;
}

char *buf_room(struct buf *b, size_t extra)
{
	size_t want = b->len + extra + 1;

	if (want < extra) /* wrapped around: let the allocator refuse it */
		want = SIZE_MAX;
	if (want > b->cap) {
		size_t cap = b->cap + b->cap / 2;

		if (cap < want)
			cap = want;
		if (cap < 64)
			cap = 64;
		b->p = nx_realloc(b->p, cap);
		b->cap = cap;
	}
	return b->p + b->len;
}

void buf_add(struct buf *b, const void *p, size_t len)
{
	char *to = buf_room(b, len);

	if (len != 0)
		memcpy(to, p, len);
	b->len += len;
	b->p[b->len] = '\0';
}

void buf_adds(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0)
		return;
	buf_room(b, (size_t)len);
	va_start(ap, fmt);
	(void)vsnprintf(b->p + b->len, (size_t)len + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)len;
}

void buf_add_hex(struct buf *b, const void *p, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *c = p;

	for (size_t i = 0; i < len; i++) {
		buf_addc(b, digits[c[i] >> 4]);
		buf_addc(b, digits[c[i] & 15]);
	}
}

void buf_set(struct buf *b, const void *p, size_t len)
{
	b->len = 0;
	buf_add(b, p, len);
}

void buf_sets(struct buf *b, const char *s)
{
	buf_set(b, s, strlen(s));
}

void buf_cut(struct buf *b, size_t len)
{
	if (len >= b->len)
		return;
	b->len = len;
	b->p[len] = '\0';
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

void buf_trim(struct buf *b)
{
	size_t from = 0, to = b->len;

	while (to > 0 && is_space(b->p[to - 1]))
		to--;
	while (from < to && is_space(b->p[from]))
		from++;
	buf_cut(b, to);
	if (from > 0) {
		memmove(b->p, b->p + from, to - from);
		buf_cut(b, to - from);
	}
}

bool buf_equal(const struct buf *a, const struct buf *b)
{
	return a->len == b->len && memcmp(buf_str(a), buf_str(b), a->len) == 0;
}

void buf_add_varint(struct buf *b, uint64_t v)
{
	unsigned char tmp[10];
	size_t n = 0;

	while (v >= 0x80) {
		tmp[n++] = (unsigned char)(v | 0x80);
		v >>= 7;
	}
	tmp[n++] = (unsigned char)v;
	buf_add(b, tmp, n);
}

bool varint_read(const unsigned char **p, const unsigned char *end,
                 uint64_t *v)
{
	const unsigned char *q = *p;
	uint64_t x = 0;

	for (unsigned shift = 0; shift < 64 && q < end; shift += 7) {
		unsigned char c = *q++;

		if (shift == 63 && c > 1)
			return false;
		x |= (uint64_t)(c & 0x7f) << shift;
		if (c < 0x80) {
			*v = x;
			*p = q;
			return true;
		}
	}
	return false;
}
