#include "lib/index/posblock.h"

#include <assert.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/digest.h"
#include "lib/base/mem.h"

/* The longest upper part of a value in a list of the head; what is longer is a
 * misfit, and its upper part follows in full. */
#define UPPER_MOST 24
#define WHOLE 32

/* The three lists of the head have parameters of so many bits. */
#define PARAMETER_BITS 5
#define ARTICLES_BITS 7

static unsigned bit_length(uint32_t v)
{
	return v == 0 ? 0 : 32 - (unsigned)__builtin_clz(v);
}

/* The parameter for the positions of an article: with it the upper parts take
 * fewer than 4 bits a position. */
static unsigned parameter_of(uint32_t slack, uint32_t count)
{
	uint32_t mean = slack / count;

	return mean == 0 ? 0 : bit_length(mean) - 1;
}

/* ---- writing ------------------------------------------------------------ */

struct bits {
	struct buf *to;
	uint64_t have;
	unsigned n; /* in have; fewer than 32 between calls */
};

/* v, which has at most width bits; width is at most 32. */
static inline void put(struct bits *b, uint64_t v, unsigned width)
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

static inline void put_unary(struct bits *b, uint32_t v)
{
	for (; v >= 32; v -= 32)
		put(b, 0, 32);
	put(b, (uint64_t)1 << v, v + 1);
}

/* Whole bytes, the last filled with zeros. */
static void put_end(struct bits *b)
{
	for (; b->n > 0; b->n -= b->n < 8 ? b->n : 8) {
		buf_addc(b->to, (char)b->have);
		b->have >>= 8;
	}
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
	struct bits b = { &w->positions, w->bits, w->n_bits };
	uint32_t less = (uint32_t)(n - 1), slack = pos[n - 1] - less, next = 0;
	unsigned k = parameter_of(slack, (uint32_t)n);
	uint32_t low = ((uint32_t)1 << k) - 1;

	assert(w->n < POSBLOCK_ARTICLES);
	for (size_t i = 0; i < less; i++) {
		put_unary(&b, (pos[i] - next) >> k);
		next = pos[i] + 1;
	}
	next = 0;
	for (size_t i = 0; i < less && k > 0; i++) {
		put(&b, (pos[i] - next) & low, k);
		next = pos[i] + 1;
	}
	w->docid[w->n] = docid;
	w->count[w->n] = less;
	w->slack[w->n++] = slack;
	w->bits = b.have;
	w->n_bits = b.n;
}

/* The parameter with which the values take least, nearly: those of one bit
 * length are taken together. */
static unsigned best_parameter(const uint32_t *v, size_t n)
{
	uint64_t sum[34] = { 0 }, best = UINT64_MAX;
	uint32_t number[34] = { 0 };
	unsigned longest = 0, k = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned l = bit_length(v[i]);

		sum[l] += v[i];
		number[l]++;
		longest = l > longest ? l : longest;
	}
	for (unsigned l = 1; l <= longest; l++) {
		sum[l] += sum[l - 1];
		number[l] += number[l - 1];
	}
	for (unsigned i = 0; i <= longest && i < WHOLE; i++) {
		/* Beyond this length an upper part is UPPER_MOST or more. */
		unsigned l = i + 5 < longest ? i + 5 : longest;
		uint64_t bits = (sum[l] >> i) + n * (1 + i) +
		                (n - number[l]) * (UPPER_MOST + WHOLE);

		if (bits < best) {
			best = bits;
			k = i;
		}
	}
	return k;
}

static void put_list(struct bits *b, const uint32_t *v, size_t n, unsigned k)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t upper = v[i] >> k;

		put_unary(b, upper < UPPER_MOST ? upper : UPPER_MOST);
		if (upper >= UPPER_MOST)
			put(b, upper, WHOLE);
	}
	for (size_t i = 0; i < n && k > 0; i++)
		put(b, v[i] & (((uint32_t)1 << k) - 1), k);
}

static void put_positions(struct bits *b, const struct buf *p)
{
	for (size_t i = 0; i < p->len; i += sizeof(uint32_t)) {
		uint32_t v;

		memcpy(&v, p->p + i, sizeof v);
		put(b, le32toh(v), 32);
	}
}

static void put_general(struct posblock_writer *w, struct bits *b)
{
	uint32_t gap[POSBLOCK_ARTICLES];
	unsigned k[3] = { 0, best_parameter(w->count, w->n),
		          best_parameter(w->slack, w->n) };

	for (size_t i = 1; i < w->n; i++)
		gap[i - 1] = w->docid[i] - w->docid[i - 1] - 1;
	k[0] = best_parameter(gap, w->n - 1);
	put(b, 0, 1);
	put(b, w->n - 1, ARTICLES_BITS);
	for (unsigned i = w->n > 1 ? 0 : 1; i < 3; i++)
		put(b, k[i], PARAMETER_BITS);
	put_list(b, gap, w->n - 1, k[0]);
	put_list(b, w->count, w->n, k[1]);
	put_list(b, w->slack, w->n, k[2]);
	put_positions(b, &w->positions);
	put(b, w->bits, w->n_bits);
}

void posblock_take(struct posblock_writer *w, const char *term, size_t len,
                   struct buf *key, struct buf *value)
{
	struct bits b = { value, 0, 0 };

	assert(w->n > 0);
	posblock_prefix(term, len, key);
	posblock_add_docid(key, w->docid[w->n - 1]);
	buf_clear(value);
	if (w->n == 1 && w->count[0] == 0) {
		put(&b, 1, 1);
		put(&b, w->slack[0], bit_length(w->slack[0]));
	} else {
		put_general(w, &b);
	}
	put_end(&b);
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
	size_t start = sizeof POSBLOCK_PREFIX - 1;

	buf_sets(key, POSBLOCK_PREFIX);
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

/* ---- reading ------------------------------------------------------------ */

#define PADDING sizeof(uint64_t)

/* A place in the value; behind its end once it turned out to be wrong. */
struct place {
	const unsigned char *p;
	uint64_t at, end;
};

/* The next 57 bits, at least; at is not behind the end. */
static uint64_t window(const struct place *s)
{
	uint64_t v;

	memcpy(&v, s->p + s->at / 8, sizeof v);
	return le64toh(v) >> (s->at % 8);
}

static uint64_t spoil(struct place *s)
{
	s->at = s->end + 1;
	return 0;
}

static uint64_t get(struct place *s, unsigned width)
{
	uint64_t v;

	if (s->at >= s->end)
		return spoil(s);
	v = window(s) & (((uint64_t)1 << width) - 1);
	s->at += width;
	return v;
}

#define WINDOW 57
#define WINDOW_MASK (((uint64_t)1 << WINDOW) - 1)

static uint64_t look(struct place *s)
{
	return s->at < s->end ? window(s) & WINDOW_MASK : 0;
}

/* n numbers in unary; one of misfit has its value behind it. */
static void get_unary(struct place *s, size_t n, uint32_t misfit, uint32_t *out)
{
	uint32_t zeros = 0;
	size_t i = 0;

	while (i < n && s->at < s->end) {
		uint64_t w = look(s);
		unsigned used = 0;

		while (w != 0 && i < n) {
			unsigned at = (unsigned)__builtin_ctzll(w);

			w &= w - 1;
			out[i] = zeros + at - used;
			zeros = 0;
			used = at + 1;
			if (out[i++] >= misfit)
				break;
		}
		if (i > 0 && used > 0 && out[i - 1] >= misfit) {
			s->at += used;
			out[i - 1] = (uint32_t)get(s, WHOLE);
		} else if (i < n) {
			zeros += WINDOW - used;
			s->at += WINDOW;
		} else {
			s->at += used;
		}
	}
	if (i < n)
		(void)spoil(s);
}

/* n numbers of parameter k.  When s is spoilt they mean nothing. */
static void get_list(struct place *s, size_t n, unsigned k, uint32_t misfit,
                     uint32_t *out)
{
	uint64_t mask = ((uint64_t)1 << k) - 1;
	struct place low;
	uint32_t all = 0;

	get_unary(s, n, misfit, out);
	if (s->at > s->end || n * k > s->end - s->at) {
		(void)spoil(s);
		return;
	}
	low = *s;
	s->at += n * k;
	for (size_t i = 0; i < n && k > 0; i++) {
		all |= out[i];
		out[i] = out[i] << k | (uint32_t)(window(&low) & mask);
		low.at += k;
	}
	if (k > 0 && all >> (32 - k) != 0)
		(void)spoil(s);
}

/* The same, but for the numbers. */
static void pass_list(struct place *s, size_t n, unsigned k)
{
	size_t left = n;

	while (left > 0 && s->at < s->end) {
		uint64_t w = look(s);
		size_t ones = (size_t)__builtin_popcountll(w);

		if (ones >= left) {
			while (--left > 0)
				w &= w - 1;
			s->at += (unsigned)__builtin_ctzll(w) + 1;
		} else {
			left -= ones;
			s->at += WINDOW;
		}
	}
	if (left > 0 || s->at > s->end || n * k > s->end - s->at)
		(void)spoil(s);
	else
		s->at += n * k;
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
	if (b->cap < len + PADDING) {
		b->cap = len + PADDING + b->cap / 2;
		b->bytes = nx_realloc(b->bytes, b->cap);
	}
	memcpy(b->bytes, value, len);
	memset(b->bytes + len, 0, PADDING);
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
static bool load_docids(struct posblock *b, struct place *s, unsigned k,
                        uint32_t last)
{
	uint64_t sum = 0;

	get_list(s, b->n - 1, k, UPPER_MOST, b->docid + 1);
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

static bool load_counts(struct posblock *b, struct place *s, unsigned k)
{
	uint64_t codes = 0;

	get_list(s, b->n, k, UPPER_MOST, b->count);
	if (s->at > s->end)
		return false;
	for (uint32_t i = 0; i < b->n; i++)
		codes += b->count[i]++;
	/* Each takes a bit; so no count is more than there are bits. */
	return codes <= s->end - s->at;
}

static bool load_lasts(struct posblock *b, struct place *s, unsigned k)
{
	uint64_t most = 0;

	get_list(s, b->n, k, UPPER_MOST, b->last);
	for (uint32_t i = 0; s->at <= s->end && i < b->n; i++) {
		uint64_t pos = (uint64_t)b->last[i] + b->count[i] - 1;

		most = pos > most ? pos : most;
		b->last[i] = (uint32_t)pos;
	}
	return s->at <= s->end && most <= UINT32_MAX;
}

static bool load_general(struct posblock *b, uint32_t last)
{
	struct place s = { b->bytes, 1, b->end };
	unsigned k[3] = { 0, 0, 0 };

	b->n = (uint32_t)get(&s, ARTICLES_BITS) + 1;
	for (unsigned i = b->n > 1 ? 0 : 1; i < 3; i++)
		k[i] = (unsigned)get(&s, PARAMETER_BITS);
	if (!load_docids(b, &s, k[0], last) || !load_counts(b, &s, k[1]) ||
	    !load_lasts(b, &s, k[2]))
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

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (b->docid[mid] < docid)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static unsigned parameter_in(const struct posblock *b, uint32_t i)
{
	return parameter_of(b->last[i] - (b->count[i] - 1), b->count[i]);
}

enum nx_status posblock_positions(struct posblock *b, uint32_t i, uint32_t *pos)
{
	uint32_t less = b->count[i] - 1;
	uint64_t next = 0;
	struct place s;

	pos[less] = b->last[i];
	if (less == 0)
		return NX_OK;
	if (i < b->at) {
		b->at = 0;
		b->at_bit = b->positions;
	}
	s = (struct place){ b->bytes, b->at_bit, b->end };
	for (; b->at < i; b->at++)
		pass_list(&s, b->count[b->at] - 1, parameter_in(b, b->at));
	get_list(&s, less, parameter_in(b, i), UINT32_MAX, pos);
	for (uint32_t j = 0; j < less; j++) {
		next += pos[j];
		pos[j] = (uint32_t)next++;
	}
	b->at = i + 1;
	b->at_bit = s.at;
	return s.at <= s.end && next <= b->last[i] ? NX_OK : NX_CORRUPT;
}
