#include "lib/index/posblock.h"

#include <assert.h>
#include <string.h>

#include "lib/base/digest.h"
#include "lib/index/bits.h"
#include "lib/index/posblock_layout.h"

/* ---- writing ------------------------------------------------------------ */

static inline void put_zeros(struct bit_writer *b, uint32_t n)
{
	for (; n >= 32; n -= 32)
		bits_put(b, 0, 32);
	bits_put(b, 0, n);
}

static inline void put_unary(struct bit_writer *b, uint32_t v)
{
	if (v >= 32) {
		put_zeros(b, v - v % 32);
		v %= 32;
	}
	bits_put(b, (uint64_t)1 << v, v + 1);
}

void posblock_writer_init(struct posblock_writer *w)
{
	w->n = 0;
	w->positions = (struct buf)BUF_INIT;
	w->bits = 0;
	w->n_bits = 0;
}

void posblock_writer_release(struct posblock_writer *w)
{
	buf_release(&w->positions);
	posblock_writer_init(w);
}

void posblock_add(struct posblock_writer *w, uint32_t docid,
                  const uint32_t *pos, size_t n)
{
	struct bit_writer b = { &w->positions, w->bits, w->n_bits };
	uint32_t less = (uint32_t)(n - 1), slack = pos[less] - less, was = 0;
	unsigned k = parameter_of(slack, less);
	uint32_t low = ((uint32_t)1 << k) - 1;

	assert(w->n < POSBLOCK_ARTICLES);
	for (uint32_t i = 0; i < less; i++) {
		uint32_t upper = (pos[i] - i) >> k;

		put_unary(&b, upper - was);
		was = upper;
	}
	put_zeros(&b, less > 0 ? (slack >> k) - was : 0);
	for (uint32_t i = 0; i < less && k > 0; i++)
		bits_put(&b, (pos[i] - i) & low, k);
	w->docid[w->n] = docid;
	w->count[w->n] = less;
	w->slack[w->n++] = slack;
	w->bits = b.have;
	w->n_bits = b.n;
}

/* The width with which the values take least, those that are wider being
 * misfits; *longest is that of the widest. */
static unsigned best_width(const uint32_t *v, size_t n, unsigned *longest)
{
	size_t number[33] = { 0 }, misfits = 0, best, width;

	for (size_t i = 0; i < n; i++)
		number[bit_length(v[i])]++;
	*longest = 32;
	while (*longest > 0 && number[*longest] == 0)
		(*longest)--;
	width = *longest;
	best = n * width;
	for (unsigned w = *longest; w > 0 && n >= MISFITS_FROM; w--) {
		size_t bits;

		misfits += number[w];
		bits = n * (w - 1) + WIDTH_BITS +
		       misfits * (MISFIT_BITS + *longest - w + 1);
		if (bits < best && misfits < (1u << MISFIT_BITS)) {
			best = bits;
			width = w - 1;
		}
	}
	return (unsigned)width;
}

static void put_misfits(struct bit_writer *b, const uint32_t *v, size_t n,
                        unsigned width, unsigned longest)
{
	unsigned misfits = 0;

	for (size_t i = 0; i < n && width < longest; i++)
		misfits += bit_length(v[i]) > width;
	bits_put(b, misfits, MISFIT_BITS);
	if (misfits == 0)
		return;
	bits_put(b, longest - width, WIDTH_BITS);
	for (size_t i = 0; i < n; i++)
		if (bit_length(v[i]) > width) {
			bits_put(b, i, MISFIT_BITS);
			bits_put(b, v[i] >> width, longest - width);
		}
}

static void put_list(struct bit_writer *b, const uint32_t *v, size_t n)
{
	unsigned longest, width = best_width(v, n, &longest);
	uint64_t mask = ((uint64_t)1 << width) - 1;

	if (n == 0)
		return;
	bits_put(b, width, WIDTH_BITS);
	for (size_t i = 0; i < n; i++)
		bits_put(b, v[i] & mask, width);
	if (n >= MISFITS_FROM)
		put_misfits(b, v, n, width, longest);
}

static void put_positions(struct bit_writer *b, const struct buf *p)
{
	for (size_t i = 0; i < p->len; i += sizeof(uint32_t)) {
		uint32_t v;

		memcpy(&v, p->p + i, sizeof v);
		bits_put(b, le32toh(v), 32);
	}
}

static void put_general(struct posblock_writer *w, struct bit_writer *b)
{
	uint32_t gap[POSBLOCK_ARTICLES];

	for (size_t i = 1; i < w->n; i++)
		gap[i - 1] = w->docid[i] - w->docid[i - 1] - 1;
	bits_put(b, 0, 1);
	bits_put(b, w->n - 1, ARTICLES_BITS);
	put_list(b, gap, w->n - 1);
	put_list(b, w->count, w->n);
	put_list(b, w->slack, w->n);
	put_positions(b, &w->positions);
	bits_put(b, w->bits, w->n_bits);
}

void posblock_take(struct posblock_writer *w, const char *term, size_t len,
                   struct buf *key, struct buf *value)
{
	posblock_prefix(term, len, key);
	posblock_finish(w, key, value);
}

void posblock_finish(struct posblock_writer *w, struct buf *key,
                     struct buf *value)
{
	struct bit_writer b = { value, 0, 0 };

	assert(w->n > 0);
	posblock_add_docid(key, w->docid[w->n - 1]);
	buf_clear(value);
	if (w->n == 1 && w->count[0] == 0) {
		bits_put(&b, 1, 1);
		bits_put(&b, w->slack[0], bit_length(w->slack[0]));
	} else {
		put_general(w, &b);
	}
	bits_put_end(&b);
	buf_clear(&w->positions);
	w->n = 0;
	w->bits = 0;
	w->n_bits = 0;
}

/* ---- keys --------------------------------------------------------------- */

#define HASH_DIGITS 32

static void add_escaped(struct buf *key, const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		buf_addc(key, p[i]);
		if (p[i] == '\0')
			buf_addc(key, '\xff');
	}
}

void posblock_prefix(const char *term, size_t len, struct buf *key)
{
	posblock_prefix_as(POSBLOCK_PREFIX, term, len, key);
}

void posblock_prefix_as(const char *letter, const char *term, size_t len,
                        struct buf *key)
{
	size_t start = 1;

	buf_set(key, letter, start);
	if (memchr(term, '\0', len) == NULL)
		buf_add(key, term, len);
	else
		add_escaped(key, term, len);
	if (key->len - start > POSBLOCK_TERM) {
		uint64_t hash[2];

		digest128(term, len, 0, hash);
		buf_cut(key, start + POSBLOCK_TERM - HASH_DIGITS);
		buf_addf(key, "%016llx%016llx", (unsigned long long)hash[0],
		         (unsigned long long)hash[1]);
	}
	buf_addc(key, '\0');
}

/* Bytes of a docid in a key, of which the first is never ff: as many as hold
 * it with a bit for each byte behind the second. */
static unsigned docid_bytes(uint32_t docid)
{
	return docid < 0x8000 ? 2 : (bit_length(docid) + 5) / 7;
}

void posblock_add_docid(struct buf *key, uint32_t docid)
{
	unsigned n = docid_bytes(docid);
	uint64_t v = docid;

	if (n > 2)
		v |= (uint64_t)(0xff << (10 - n) & 0xff) << (8 * (n - 1));
	for (unsigned i = n; i-- > 0;)
		buf_addc(key, (char)(v >> (8 * i)));
}

enum nx_status posblock_key_docid(const char *key, size_t len, size_t prefix,
                                  uint32_t *docid)
{
	uint64_t v = 0;
	size_t n;

	if (len <= prefix)
		return NX_CORRUPT;
	if (key[prefix] == '\xff')
		return NX_END;
	n = len - prefix;
	if (n < 2 || n > 5)
		return NX_CORRUPT;
	for (size_t i = prefix; i < len; i++)
		v = v << 8 | (unsigned char)key[i];
	if (n > 2)
		v &= ~((uint64_t)(0xff << (10 - n) & 0xff) << (8 * (n - 1)));
	if (v > UINT32_MAX || docid_bytes((uint32_t)v) != n)
		return NX_CORRUPT;
	*docid = (uint32_t)v;
	return NX_OK;
}
