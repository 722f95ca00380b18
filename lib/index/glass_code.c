/* glass_code.c - how libxapian writes numbers, strings and positions */
#include <string.h>

#include "lib/index/glass.h"

void glass_str(struct buf *b, const void *p, size_t len)
{
	glass_uint(b, len);
	buf_add(b, p, len);
}

/* Up to 15 bits stand in two bytes.  Beyond, each byte more has room for 7 bits
 * more, and as many ones lead as there are bytes, less two. */
void glass_sortuint(struct buf *b, uint64_t v)
{
	size_t len = v < 0x8000 ? 2 : (69 - (size_t)__builtin_clzll(v)) / 7;
	unsigned lead = v < 0x8000 ? 0 : (0xffu << (10 - len)) & 0xff;
	char *to = buf_room(b, len);

	for (size_t i = len; i-- > 0; v >>= 8)
		to[i] = (char)(unsigned char)(v & 0xff);
	to[0] = (char)((unsigned char)to[0] | lead);
	b->len += len;
	b->p[b->len] = '\0';
}

/* A NUL inside is followed by FF, and the last one by less. */
void glass_sortstr(struct buf *b, const void *p, size_t len, bool last)
{
	const char *s = p, *end = s + len, *nul;

	while (len > 0 && (nul = memchr(s, '\0', (size_t)(end - s))) != NULL) {
		buf_add(b, s, (size_t)(nul - s) + 1);
		buf_addc(b, '\xff');
		s = nul + 1;
		len = (size_t)(end - s);
	}
	buf_add(b, s, len);
	if (!last)
		buf_addc(b, '\0');
}

/* ---- positions ---------------------------------------------------------- */

/* Bits, the low ones first; fewer than 32 of them wait in acc. */
struct bits {
	unsigned char *to;
	uint64_t acc;
	unsigned n;
};

static void put_bits(struct bits *w, uint64_t v, unsigned n)
{
	w->acc |= v << w->n;
	w->n += n;
	if (w->n < 32)
		return;
	for (int i = 0; i < 4; i++)
		*w->to++ = (unsigned char)(w->acc >> (8 * i));
	w->acc >>= 32;
	w->n -= 32;
}

static void end_bits(struct bits *w)
{
	for (unsigned i = 0; i < w->n; i += 8)
		*w->to++ = (unsigned char)(w->acc >> i);
}

/* v, one of 0 .. outof - 1.  Where that is no power of two, the values in the
 * middle have one bit less. */
static void put_one_of(struct bits *w, uint32_t v, uint32_t outof)
{
	unsigned n;
	uint64_t spare, mid;

	if (outof <= 1)
		return;
	n = 32 - (unsigned)__builtin_clz(outof - 1);
	spare = ((uint64_t)1 << n) - outof;
	mid = (outof - spare) / 2;
	if (spare > 0 && v >= mid + spare)
		put_bits(w, (v - (mid + spare)) | (uint64_t)1 << (n - 1), n);
	else if (spare > 0 && v >= mid)
		put_bits(w, v, n - 1);
	else
		put_bits(w, v, n);
}

/* What is between positions j and k, each known to lie between two others. */
static void put_between(struct bits *w, const uint32_t *pos, uint32_t j,
                        uint32_t k)
{
	while (j + 1 < k) {
		uint32_t mid = j + (k - j) / 2;

		put_one_of(w, pos[mid] - (pos[j] + mid - j),
		           pos[k] - pos[j] + j - k + 1);
		put_between(w, pos, j, mid);
		j = mid;
	}
}

void glass_positions(struct buf *b, const uint32_t *pos, size_t n)
{
	uint32_t last = pos[n - 1];
	struct bits w = { NULL, 0, 0 };

	glass_uint(b, last);
	if (n == 1)
		return;
	/* At most 32 bits for each, and for their number. */
	w.to = (unsigned char *)buf_room(b, 4 * n + 8);
	put_one_of(&w, pos[0], last);
	put_one_of(&w, (uint32_t)n - 2, last - pos[0]);
	put_between(&w, pos, 0, (uint32_t)n - 1);
	end_bits(&w);
	b->len = (size_t)((char *)w.to - b->p);
	b->p[b->len] = '\0';
}
