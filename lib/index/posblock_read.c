/* posblock_read.c - reading a position block of any bytes */
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/index/posblock.h"
#include "lib/index/posblock_layout.h"

#define WINDOW 57
#define WINDOW_MASK (((uint64_t)1 << WINDOW) - 1)

static uint64_t look(struct bit_reader *s)
{
	return s->at < s->end ? bits_window(s) & WINDOW_MASK : 0;
}

/* Add their upper parts to the misfits of a list of n. */
static void get_misfits(struct bit_reader *s, size_t n, unsigned width,
                        uint32_t *out)
{
	uint64_t misfits = bits_get(s, MISFIT_BITS);
	unsigned more = misfits > 0 ? (unsigned)bits_get(s, WIDTH_BITS) : 0;

	if (width + more > 32) {
		(void)bits_spoil(s);
		return;
	}
	while (misfits-- > 0) {
		uint64_t i = bits_get(s, MISFIT_BITS), upper = bits_get(s, more);

		if (i < n)
			out[i] |= (uint32_t)(upper << width);
		else
			(void)bits_spoil(s);
	}
}

/* n numbers.  When s is spoilt they mean nothing. */
static void get_list(struct bit_reader *s, size_t n, uint32_t *out)
{
	unsigned width = n > 0 ? (unsigned)bits_get(s, WIDTH_BITS) : 0;
	uint64_t mask = ((uint64_t)1 << width) - 1;
	struct bit_reader low;

	if (s->at > s->end || width > 32 || n * width > s->end - s->at) {
		(void)bits_spoil(s);
		return;
	}
	low = *s;
	s->at += n * width;
	for (size_t i = 0; i < n; i++) {
		out[i] = (uint32_t)(bits_window(&low) & mask);
		low.at += width;
	}
	if (n >= MISFITS_FROM)
		get_misfits(s, n, width, out);
}

void posblock_init(struct posblock *b)
{
	b->n = 0;
	b->bytes = NULL;
	b->cap = 0;
}

void posblock_release(struct posblock *b)
{
	free(b->bytes);
	posblock_init(b);
}

static void keep_bytes(struct posblock *b, const void *value, size_t len)
{
	if (b->cap < len + BITS_PADDING) {
		b->cap = len + BITS_PADDING + b->cap / 2;
		b->bytes = nx_realloc(b->bytes, b->cap);
	}
	memcpy(b->bytes, value, len);
	memset(b->bytes + len, 0, BITS_PADDING);
	b->end = 8 * (uint64_t)len;
}

static bool load_single(struct posblock *b, uint32_t last)
{
	uint64_t v = 0;

	if (b->end > 8 * 5)
		return false;
	for (size_t i = b->end / 8; i-- > 0;)
		v = v << 8 | b->bytes[i];
	b->docid[0] = last;
	b->count[0] = 1;
	b->last[0] = (uint32_t)(v >> 1);
	b->n = 1;
	return v >> 1 <= UINT32_MAX;
}

/* The docids, from the gaps and the last of them. */
static bool load_docids(struct posblock *b, struct bit_reader *s, uint32_t last)
{
	uint64_t sum = 0;

	get_list(s, b->n - 1, b->docid + 1);
	b->docid[0] = 0;
	for (uint32_t i = 1; i < b->n; i++) {
		sum += (uint64_t)b->docid[i] + 1;
		b->docid[i] = (uint32_t)sum;
	}
	if (s->at > s->end || sum >= last)
		return false;
	for (uint32_t i = 0; i < b->n; i++)
		b->docid[i] += last - (uint32_t)sum;
	return true;
}

static bool load_counts(struct posblock *b, struct bit_reader *s)
{
	uint64_t codes = 0;

	get_list(s, b->n, b->count);
	if (s->at > s->end)
		return false;
	for (uint32_t i = 0; i < b->n; i++)
		codes += b->count[i]++;
	/* Each takes a bit; so no count is more than there are bits. */
	return codes <= s->end - s->at;
}

static bool load_lasts(struct posblock *b, struct bit_reader *s)
{
	uint64_t most = 0;

	get_list(s, b->n, b->last);
	for (uint32_t i = 0; s->at <= s->end && i < b->n; i++) {
		uint64_t pos = (uint64_t)b->last[i] + b->count[i] - 1;

		most = pos > most ? pos : most;
		b->last[i] = (uint32_t)pos;
	}
	return s->at <= s->end && most <= UINT32_MAX;
}

static bool load_general(struct posblock *b, uint32_t last)
{
	struct bit_reader s = { b->bytes, 1, b->end };

	b->n = (uint32_t)bits_get(&s, ARTICLES_BITS) + 1;
	if (!load_docids(b, &s, last) || !load_counts(b, &s) ||
	    !load_lasts(b, &s))
		return false;
	b->positions = s.at;
	b->at = 0;
	b->at_bit = s.at;
	return true;
}

enum nx_status posblock_load(struct posblock *b, uint32_t last,
                             const void *value, size_t len)
{
	bool good = false;

	b->n = 0;
	if (len == 0)
		return NX_CORRUPT;
	keep_bytes(b, value, len);
	if ((b->bytes[0] & 1) != 0)
		good = load_single(b, last);
	else
		good = load_general(b, last);
	if (good)
		return NX_OK;
	b->n = 0;
	return NX_CORRUPT;
}

uint32_t posblock_find(const struct posblock *b, uint32_t docid, uint32_t from)
{
	uint32_t lo = from, hi = b->n;

	/* Mostly it is near. */
	for (; lo < hi && lo - from < 8; lo++)
		if (b->docid[lo] >= docid)
			return lo;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (b->docid[mid] < docid)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Bits of the upper parts of n positions, and of all of them. */
static uint64_t upper_bits(uint32_t slack, uint32_t n, unsigned k)
{
	return (uint64_t)n + (slack >> k);
}

static uint64_t list_bits(uint32_t slack, uint32_t n)
{
	unsigned k = parameter_of(slack, n);

	return n == 0 ? 0 : upper_bits(slack, n, k) + (uint64_t)n * k;
}

/* Where the positions of article i begin, in bits. */
static uint64_t begin_of(struct posblock *b, uint32_t i)
{
	uint32_t at = b->at <= i ? b->at : 0;
	uint64_t bit = b->at <= i ? b->at_bit : b->positions;

	for (; at < i; at++) {
		uint32_t less = b->count[at] - 1;

		bit += list_bits(b->last[at] - less, less);
	}
	b->at = at;
	b->at_bit = bit;
	return bit;
}

/* n positions of parameter k, whose upper parts begin and end there. */
static bool get_positions(const struct posblock *b, uint64_t at, uint64_t end,
                          uint32_t n, unsigned k, uint32_t *pos)
{
	struct bit_reader s = { b->bytes, at, end }, low = { b->bytes, end, b->end };
	uint64_t mask = ((uint64_t)1 << k) - 1;
	uint64_t was = 0, i = 0;
	bool falls = false;

	while (s.at < end) {
		uint64_t w = look(&s), begin = s.at - at;

		if (end - s.at < WINDOW)
			w &= ((uint64_t)1 << (end - s.at)) - 1;
		for (; w != 0 && i < n; w &= w - 1, i++) {
			uint64_t upper =
				begin + (unsigned)__builtin_ctzll(w) - i;
			uint64_t v = (upper << k | (bits_window(&low) & mask)) + i;

			falls |= v < was;
			was = v + 1;
			pos[i] = (uint32_t)v;
			low.at += k;
		}
		if (w != 0)
			return false;
		s.at += WINDOW;
	}
	return i == n && !falls;
}

enum nx_status posblock_positions(struct posblock *b, uint32_t i, uint32_t *pos)
{
	uint32_t less = b->count[i] - 1, slack = b->last[i] - less;
	unsigned k;
	uint64_t at, upper;

	pos[less] = b->last[i];
	if (less == 0)
		return NX_OK;
	k = parameter_of(slack, less);
	at = begin_of(b, i);
	upper = upper_bits(slack, less, k);
	if (at + upper + (uint64_t)less * k > b->end ||
	    !get_positions(b, at, at + upper, less, k, pos) ||
	    pos[less - 1] >= pos[less])
		return NX_CORRUPT;
	return NX_OK;
}
