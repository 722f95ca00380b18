/* Position blocks: what is written is read again, and any bytes can be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base/mem.h"
#include "lib/index/posblock.h"

static unsigned seed = 5;

static uint32_t roll(uint32_t n)
{
	seed = seed * 1103515245u + 12345u;
	return n == 0 ? 0 : (seed >> 4) % n;
}

/* Some articles of a term. */
struct articles {
	uint32_t docid[POSBLOCK_ARTICLES];
	size_t count[POSBLOCK_ARTICLES];
	uint32_t *pos[POSBLOCK_ARTICLES];
	size_t n;
};

static void articles_release(struct articles *a)
{
	for (size_t i = 0; i < a->n; i++)
		free(a->pos[i]);
	a->n = 0;
}

static void articles_add(struct articles *a, uint32_t docid,
                         const uint32_t *pos, size_t n)
{
	a->docid[a->n] = docid;
	a->count[a->n] = n;
	a->pos[a->n] = nx_alloc(n * sizeof *pos);
	memcpy(a->pos[a->n++], pos, n * sizeof *pos);
}

static void write_block(const struct articles *a, const char *term, size_t len,
                        struct buf *key, struct buf *value)
{
	struct posblock_writer w;

	posblock_writer_init(&w);
	assert_true(posblock_empty(&w));
	for (size_t i = 0; i < a->n; i++)
		posblock_add(&w, a->docid[i], a->pos[i], a->count[i]);
	posblock_take(&w, term, len, key, value);
	assert_true(posblock_empty(&w));
	posblock_writer_release(&w);
}

static void check_article(struct posblock *b, const struct articles *a,
                          uint32_t i)
{
	uint32_t *pos = nx_alloc(a->count[i] * sizeof *pos);

	assert_int_equal(b->count[i], a->count[i]);
	assert_int_equal(posblock_positions(b, i, pos), NX_OK);
	assert_memory_equal(pos, a->pos[i], a->count[i] * sizeof *pos);
	free(pos);
}

/* The block is as it was written, in whatever order it is asked. */
static void check_block(const struct articles *a, const struct buf *key,
                        const struct buf *value)
{
	struct buf prefix = BUF_INIT;
	struct posblock b;
	uint32_t last;

	posblock_init(&b);
	posblock_prefix("word", 4, &prefix);
	assert_true(key->len > prefix.len);
	assert_memory_equal(key->p, prefix.p, prefix.len);
	assert_int_equal(
		posblock_key_docid(key->p, key->len, prefix.len, &last), NX_OK);
	assert_int_equal(posblock_load(&b, last, value->p, value->len), NX_OK);
	assert_int_equal(b.n, a->n);
	assert_memory_equal(b.docid, a->docid, a->n * sizeof *b.docid);
	for (uint32_t i = 0; i < b.n; i++)
		check_article(&b, a, i);
	for (uint32_t i = b.n; i-- > 0;)
		check_article(&b, a, i);
	for (int i = 0; i < 20; i++)
		check_article(&b, a, roll(b.n));
	for (uint32_t i = 0; i < b.n; i++) {
		assert_int_equal(posblock_find(&b, b.docid[i], 0), i);
		assert_int_equal(posblock_find(&b, b.docid[i], i), i);
		if (b.docid[i] < UINT32_MAX)
			assert_int_equal(posblock_find(&b, b.docid[i] + 1, 0),
			                 i + 1);
	}
	posblock_release(&b);
	buf_release(&prefix);
}

static void there_and_back(const struct articles *a)
{
	struct buf key = BUF_INIT, value = BUF_INIT;

	write_block(a, "word", 4, &key, &value);
	check_block(a, &key, &value);
	buf_release(&key);
	buf_release(&value);
}

/* ---- writing and reading ------------------------------------------------ */

/* The layout is what the header says it is. */
static void test_layout(void **state)
{
	static const uint32_t pos[] = { 5, 9 };
	struct articles a = { .n = 0 };
	struct buf key = BUF_INIT, value = BUF_INIT;

	(void)state;
	articles_add(&a, 3, pos, 1);
	write_block(&a, "word", 4, &key, &value);
	assert_int_equal(key.len, 8);
	assert_memory_equal(key.p, "pword\0\0\3", 8);
	/* 1, then 101 from its lowest bit. */
	assert_int_equal(value.len, 1);
	assert_int_equal(value.p[0], 0x0b);
	articles_release(&a);

	articles_add(&a, 0x8001, pos, 2);
	write_block(&a, "a\0b", 3, &key, &value);
	assert_int_equal(key.len, 9);
	assert_memory_equal(key.p,
	                    "pa\0\xff"
	                    "b\0\x80\x80\1",
	                    9);
	/* 0; 00000000; counts of width 100000: 1; slacks of width 001000:
	 * 0001; positions of parameter 3: 5 is 0, 5; so 1, 0 up to the
	 * slack's 1, and 101. */
	assert_int_equal(value.len, 4);
	assert_memory_equal(value.p, "\x00\x82\x04\x56", 4);
	articles_release(&a);
	buf_release(&key);
	buf_release(&value);
}

static void test_one(void **state)
{
	static const uint32_t at[] = { 0, 1, 127, 128, 16777216, UINT32_MAX };
	static const uint32_t docid[] = { 1,        0x7fff,   0x8000,
		                          0x3fffff, 0x400000, UINT32_MAX };

	(void)state;
	for (size_t i = 0; i < sizeof at / sizeof at[0]; i++) {
		struct articles a = { .n = 0 };

		articles_add(&a, docid[i], &at[i], 1);
		there_and_back(&a);
		articles_release(&a);
	}
}

static void test_extremes(void **state)
{
	static const uint32_t dense[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 };
	static const uint32_t far[] = { 0, UINT32_MAX - 1, UINT32_MAX };
	static const uint32_t late[] = { UINT32_MAX - 1, UINT32_MAX };
	struct articles a = { .n = 0 };

	(void)state;
	articles_add(&a, 1, dense, 10);
	there_and_back(&a);
	articles_add(&a, 2, far, 3);
	there_and_back(&a);
	articles_add(&a, 2147483648u, late, 2);
	articles_add(&a, 3000000000u, late + 1, 1);
	articles_add(&a, UINT32_MAX, dense, 1);
	there_and_back(&a);
	articles_release(&a);
}

/* Many alike and one that is not: a gap, a count, a position. */
static void test_misfits(void **state)
{
	struct articles a = { .n = 0 };
	uint32_t *pos = nx_alloc(70000 * sizeof *pos);

	(void)state;
	for (uint32_t i = 0; i < 70000; i++)
		pos[i] = 3 + i * 2;
	for (uint32_t i = 0; i < 100; i++) {
		uint32_t at = i == 50 ? 9000000 : 1 + i % 3;

		if (i == 70)
			articles_add(&a, 1000000, pos, 70000);
		else
			articles_add(&a, i < 70 ? 1 + i : 1000000 + i, &at, 1);
	}
	there_and_back(&a);
	articles_release(&a);
	free(pos);
}

static void random_articles(struct articles *a, uint32_t gap, uint32_t most,
                            uint32_t spread)
{
	static uint32_t pos[1000];
	uint32_t docid = 0, n = 1 + roll(POSBLOCK_ARTICLES);

	while (a->n < n) {
		uint32_t count = 1 + roll(most), at = roll(spread);

		docid += 1 + roll(gap);
		for (uint32_t i = 0; i < count; i++) {
			pos[i] = at;
			at += 1 + roll(spread);
		}
		articles_add(a, docid, pos, count);
	}
}

static void test_random(void **state)
{
	(void)state;
	for (int i = 0; i < 2000; i++) {
		struct articles a = { .n = 0 };

		random_articles(&a, 1u << roll(20), 1u << roll(9),
		                1u << roll(14));
		there_and_back(&a);
		articles_release(&a);
	}
}

/* A term's articles go into blocks of POSBLOCK_ARTICLES, or of less when they
 * have many positions. */
static void test_full(void **state)
{
	struct posblock_writer w;
	struct buf key = BUF_INIT, value = BUF_INIT;
	uint32_t pos[2000];

	(void)state;
	posblock_writer_init(&w);
	for (uint32_t i = 0; i < 2000; i++)
		pos[i] = i * 300;
	for (uint32_t i = 1; i <= POSBLOCK_ARTICLES; i++) {
		assert_false(posblock_full(&w));
		posblock_add(&w, i, pos + i, 1);
	}
	assert_true(posblock_full(&w));
	posblock_take(&w, "a", 1, &key, &value);
	assert_false(posblock_full(&w));
	for (uint32_t i = 1; !posblock_full(&w); i++)
		posblock_add(&w, i, pos, 2000);
	assert_int_equal(w.n, 3);
	posblock_take(&w, "a", 1, &key, &value);
	assert_in_range(value.len, POSBLOCK_BYTES, 8192);
	posblock_writer_release(&w);
	buf_release(&key);
	buf_release(&value);
}

/* ---- keys --------------------------------------------------------------- */

static int compare(const struct buf *a, const struct buf *b)
{
	size_t n = a->len < b->len ? a->len : b->len;
	int c = memcmp(a->p, b->p, n);

	return c != 0 ? c : a->len < b->len ? -1 : a->len > b->len;
}

/* Keys stand by term as terms do, then by docid. */
static void test_key_order(void **state)
{
	static const struct {
		const char *p;
		size_t len;
	} term[] = { { "", 0 },          { "\0", 1 },     { "\0\0", 2 },
		     { "\0\1", 2 },      { "\1", 1 },     { "a", 1 },
		     { "a\0", 2 },       { "a\0\0b", 4 }, { "a\0b", 3 },
		     { "a\1", 2 },       { "aa", 2 },     { "a\xff", 2 },
		     { "a\xff\xff", 3 }, { "b", 1 } };
	static const uint32_t docid[] = { 1,        2,        0x7fff,
		                          0x8000,   0x3fffff, 0x400000,
		                          1u << 28, 1u << 29, UINT32_MAX };
	struct buf was = BUF_INIT, key = BUF_INIT;

	(void)state;
	for (size_t t = 0; t < sizeof term / sizeof term[0]; t++)
		for (size_t d = 0; d < sizeof docid / sizeof docid[0]; d++) {
			size_t prefix;
			uint32_t back = 0;

			posblock_prefix(term[t].p, term[t].len, &key);
			prefix = key.len;
			posblock_add_docid(&key, docid[d]);
			assert_int_equal(posblock_key_docid(key.p, key.len,
			                                    prefix, &back),
			                 NX_OK);
			assert_int_equal(back, docid[d]);
			assert_true(was.len == 0 || compare(&was, &key) < 0);
			buf_set(&was, key.p, key.len);
		}
	buf_release(&was);
	buf_release(&key);
}

static void test_key_of_another(void **state)
{
	struct buf a = BUF_INIT, b = BUF_INIT;
	uint32_t docid;

	(void)state;
	posblock_prefix("a", 1, &a);
	posblock_prefix("a\0b", 3, &b);
	posblock_add_docid(&b, 7);
	assert_memory_equal(b.p, a.p, a.len);
	assert_int_equal(posblock_key_docid(b.p, b.len, a.len, &docid), NX_END);
	assert_int_equal(posblock_key_docid(a.p, a.len, a.len, &docid),
	                 NX_CORRUPT);
	assert_int_equal(posblock_key_docid("pa\0\1", 4, 3, &docid),
	                 NX_CORRUPT);
	assert_int_equal(posblock_key_docid("pa\0\xe1\0\0\0\0", 8, 3, &docid),
	                 NX_CORRUPT);
	assert_int_equal(posblock_key_docid("pa\0\x80\x7f\xff", 6, 3, &docid),
	                 NX_CORRUPT);
	buf_release(&a);
	buf_release(&b);
}

/* Terms too long for a key are still told apart. */
static void test_key_long(void **state)
{
	char term[400];
	struct buf a = BUF_INIT, b = BUF_INIT;

	(void)state;
	memset(term, 'x', sizeof term);
	posblock_prefix(term, POSBLOCK_TERM, &a);
	assert_int_equal(a.len, POSBLOCK_TERM + 2);
	assert_memory_equal(a.p + 1, term, POSBLOCK_TERM);
	posblock_prefix(term, sizeof term, &a);
	assert_int_equal(a.len, POSBLOCK_TERM + 2);
	term[sizeof term - 1] = 'y';
	posblock_prefix(term, sizeof term, &b);
	assert_int_equal(b.len, POSBLOCK_TERM + 2);
	assert_true(compare(&a, &b) != 0);
	memset(term, 0, sizeof term);
	posblock_prefix(term, 200, &a);
	posblock_add_docid(&a, UINT32_MAX);
	assert_int_equal(a.len, 245);
	buf_release(&a);
	buf_release(&b);
}

/* ---- any bytes ---------------------------------------------------------- */

/* From a block of its own size, where a sanitizer sees its end. */
static void read_any(const char *p, size_t len, uint32_t last)
{
	char *copy = nx_alloc(len > 0 ? len : 1);
	struct posblock b;

	memcpy(copy, p, len);
	posblock_init(&b);
	if (posblock_load(&b, last, copy, len) != NX_OK)
		assert_int_equal(b.n, 0);
	for (uint32_t i = 0; i < b.n; i++) {
		uint32_t *pos = nx_alloc(b.count[i] * sizeof *pos);

		assert_true(i == 0 || b.docid[i] > b.docid[i - 1]);
		assert_true(b.docid[i] <= last);
		assert_true(b.count[i] <= 8 * len + 1);
		if (posblock_positions(&b, i, pos) == NX_OK)
			for (uint32_t j = 1; j < b.count[i]; j++)
				assert_true(pos[j] > pos[j - 1]);
		free(pos);
	}
	posblock_release(&b);
	free(copy);
}

static void test_damaged(void **state)
{
	struct buf key = BUF_INIT, value = BUF_INIT;

	(void)state;
	for (int i = 0; i < 500; i++) {
		struct articles a = { .n = 0 };

		random_articles(&a, 1u << roll(12), 1u << roll(7),
		                1u << roll(10));
		write_block(&a, "word", 4, &key, &value);
		for (int k = 0; k < 20; k++) {
			size_t len = value.len;

			for (uint32_t n = roll(4); n > 0; n--)
				value.p[roll((uint32_t)len)] ^=
					(char)(1 << roll(8));
			if (roll(2) == 0)
				len = roll((uint32_t)len + 1);
			read_any(value.p, len,
			         a.docid[a.n - 1] / (1 + roll(3)));
		}
		articles_release(&a);
	}
	buf_release(&key);
	buf_release(&value);
}

static void test_refused(void **state)
{
	struct posblock b;

	(void)state;
	posblock_init(&b);
	assert_int_equal(posblock_load(&b, 1, "", 0), NX_CORRUPT);
	/* A single position of more than 32 bits; of too many bytes. */
	assert_int_equal(posblock_load(&b, 1, "\1\0\0\0\2", 5), NX_CORRUPT);
	assert_int_equal(posblock_load(&b, 1, "\1\0\0\0\0\0", 6), NX_CORRUPT);
	/* Two articles, whose lists have width 0, cannot end with the first
	 * docid. */
	assert_int_equal(posblock_load(&b, 1, "\2\0\0\0", 4), NX_CORRUPT);
	assert_int_equal(posblock_load(&b, 2, "\2\0\0\0", 4), NX_OK);
	assert_int_equal(b.n, 2);
	/* Cut off; gaps of 63 bits. */
	assert_int_equal(posblock_load(&b, 9, "\2\0\0", 3), NX_CORRUPT);
	assert_int_equal(posblock_load(&b, 9, "\2\x7e\0\0\0\0\0\0\0\0\0\0", 12),
	                 NX_CORRUPT);
	assert_int_equal(b.n, 0);
	posblock_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_layout),
		cmocka_unit_test(test_one),
		cmocka_unit_test(test_extremes),
		cmocka_unit_test(test_misfits),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_key_order),
		cmocka_unit_test(test_key_of_another),
		cmocka_unit_test(test_key_long),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
