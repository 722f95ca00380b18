/* bits.h - numbers of any width, one behind the other, the lowest bit of each
 * byte first
 *
 * A reader may be given any bytes, with BITS_PADDING more behind them: whoever
 * reads beyond the end gets zeros, and at is behind end from then on. */
#ifndef NEWSIDX_INDEX_BITS_H
#define NEWSIDX_INDEX_BITS_H

#include <endian.h>
#include <stdint.h>
#include <string.h>

#include "lib/base/buf.h"

static inline unsigned bit_length(uint32_t v)
{
	return v == 0 ? 0 : 32 - (unsigned)__builtin_clz(v);
}

/* ---- writing ------------------------------------------------------------ */

struct bit_writer {
	struct buf *to;
	uint64_t have;
	unsigned n; /* in have; fewer than 32 between calls */
};

/* v, which has at most width bits; width is at most 32. */
static inline void bits_put(struct bit_writer *b, uint64_t v, unsigned width)
{
	b->have |= v << b->n;
	b->n += width;
	if (b->n >= 32) {
		uint32_t out = htole32((uint32_t)b->have);

		if (b->to->cap - b->to->len <= sizeof out)
			buf_room(b->to, sizeof out);
		memcpy(b->to->p + b->to->len, &out, sizeof out);
		b->to->len += sizeof out;
		b->have >>= 32;
		b->n -= 32;
	}
}

/* Whole bytes, the last filled with zeros. */
static inline void bits_put_end(struct bit_writer *b)
{
	for (; b->n > 0; b->n -= b->n < 8 ? b->n : 8) {
		buf_addc(b->to, (char)b->have);
		b->have >>= 8;
	}
}

/* ---- reading ------------------------------------------------------------ */

#define BITS_PADDING sizeof(uint64_t)

struct bit_reader {
	const unsigned char *p;
	uint64_t at, end;
};

/* The next 57 bits, at least; at is not behind the end. */
static inline uint64_t bits_window(const struct bit_reader *r)
{
	uint64_t v;

	memcpy(&v, r->p + r->at / 8, sizeof v);
	return le64toh(v) >> (r->at % 8);
}

static inline uint64_t bits_spoil(struct bit_reader *r)
{
	r->at = r->end + 1;
	return 0;
}

/* The next width bits, at most 57. */
static inline uint64_t bits_get(struct bit_reader *r, unsigned width)
{
	uint64_t v;

	if (r->at >= r->end)
		return bits_spoil(r);
	v = bits_window(r) & (((uint64_t)1 << width) - 1);
	r->at += width;
	return v;
}

#endif
