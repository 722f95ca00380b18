/* What articles are counted by, in blocks: what is written is read again, and
 * any bytes can be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base/mem.h"
#include "lib/index/colblock.h"
#include "lib/index/column_row.h"
#include "lib/index/posblock.h"

static unsigned seed = 11;

static uint32_t roll(uint32_t n)
{
	seed = seed * 1103515245u + 12345u;
	return n == 0 ? 0 : (seed >> 4) % n;
}

struct block {
	uint32_t docid[COLBLOCK_ARTICLES], n;
	uint32_t start[COLBLOCK_ARTICLES + 1];
	int64_t value[4 * COLBLOCK_ARTICLES];
	bool names;
};

/* Articles with up to most values out of so many; gaps now and then, or none.
 */
static void make(struct block *b, uint32_t n, uint32_t most, uint32_t values,
                 uint32_t gap, int64_t base)
{
	uint32_t docid = roll(1000), at = 0;

	b->n = n;
	b->names = base == 0;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t count = most == 1 ? 1 : roll(most + 1);

		docid += 1 + (roll(5) == 0 ? roll(gap) : 0);
		b->docid[i] = docid;
		b->start[i] = at;
		for (uint32_t k = 0; k < count; k++)
			b->value[at++] = base + roll(values);
	}
	b->start[n] = at;
}

static void write_block(const struct block *b, struct buf *key,
                        struct buf *value)
{
	struct colblock_writer *w = nx_alloc(sizeof *w);
	char name[32];

	colblock_writer_init(w);
	for (uint32_t i = 0; i < b->n; i++) {
		assert_false(colblock_full(w));
		colblock_add(w, b->docid[i]);
		for (uint32_t k = b->start[i]; k < b->start[i + 1]; k++) {
			int len = snprintf(name, sizeof name, "name %lld",
			                   (long long)b->value[k]);

			if (b->names)
				colblock_name(w, name, (size_t)len);
			else
				colblock_number(w, b->value[k]);
		}
	}
	assert_int_equal(colblock_take(w, 'x', key, value), b->start[b->n] > 0);
	assert_int_equal(w->n, 0);
	colblock_writer_release(w);
	free(w);
}

static void check_article(const struct block *b, struct colblock *r, uint32_t i)
{
	uint32_t at, from, n;
	char name[32];

	assert_true(colblock_find(r, b->docid[i], &at));
	assert_int_equal(at, i);
	colblock_values(r, i, &from, &n);
	assert_int_equal(n, b->start[i + 1] - b->start[i]);
	for (uint32_t k = 0; k < n; k++) {
		int64_t v = colblock_value(r, from + k);
		struct slice s;

		if (!b->names) {
			assert_int_equal(v, b->value[b->start[i] + k]);
			continue;
		}
		s = colblock_get_name(r, (uint32_t)v);
		(void)snprintf(name, sizeof name, "name %lld",
		               (long long)b->value[b->start[i] + k]);
		assert_int_equal(s.len, strlen(name));
		assert_memory_equal(s.p, name, s.len);
	}
}

static void check(const struct block *b)
{
	struct buf key = BUF_INIT, value = BUF_INIT;
	struct colblock r = COLBLOCK_INIT;
	uint32_t last, at;

	write_block(b, &key, &value);
	assert_int_equal(posblock_key_docid(key.p, key.len, 2, &last), NX_OK);
	assert_int_equal(last, b->docid[b->n - 1]);
	assert_int_equal(colblock_load(&r, last, value.p, value.len), NX_OK);
	assert_int_equal(r.n, b->n);
	for (uint32_t i = 0; i < b->n; i++)
		check_article(b, &r, i);
	for (uint32_t i = 0; i < 100; i++)
		check_article(b, &r, roll(b->n));
	for (uint32_t i = 1; i < b->n; i++)
		if (b->docid[i] > b->docid[i - 1] + 1)
			assert_false(colblock_find(&r, b->docid[i] - 1, &at));
	assert_false(colblock_find(&r, b->docid[0] - 1, &at));
	assert_false(colblock_find(&r, last + 1, &at));
	colblock_release(&r);
	buf_release(&key);
	buf_release(&value);
}

static void test_round_trip(void **state)
{
	struct block *b = nx_alloc(sizeof *b);

	(void)state;
	make(b, 1, 1, 1, 0, 0);
	check(b);
	make(b, COLBLOCK_ARTICLES, 1, 7, 0, 0);
	check(b);
	make(b, COLBLOCK_ARTICLES, 4, 3000, 100000, 0);
	check(b);
	make(b, 1000, 1, 1 << 18, 3, -136000);
	check(b);
	make(b, 1000, 1, 1, 3, 700000);
	check(b);
	for (int i = 0; i < 200; i++) {
		make(b, 1 + roll(300), 1 + roll(4), 1 + roll(500), roll(40),
		     roll(2) == 0 ? 0 : -5);
		if (b->start[b->n] > 0)
			check(b);
	}
	free(b);
}

static void test_nothing(void **state)
{
	struct block *b = nx_alloc(sizeof *b);
	struct buf key = BUF_INIT, value = BUF_INIT;

	(void)state;
	make(b, 10, 4, 5, 0, 0);
	memset(b->start, 0, sizeof b->start);
	write_block(b, &key, &value);
	buf_release(&key);
	buf_release(&value);
	free(b);
}

/* All that can be asked of a block. */
static void read_all(struct colblock *r)
{
	uint32_t i, from, n;

	for (uint64_t docid = r->first;
	     r->n > 0 && docid <= r->last && docid < r->first + (uint64_t)20000;
	     docid++) {
		if (!colblock_find(r, (uint32_t)docid, &i))
			continue;
		colblock_values(r, i, &from, &n);
		for (uint32_t k = from; k < from + n; k++) {
			int64_t v = colblock_value(r, k);

			if (r->names > 0)
				(void)colblock_get_name(r, (uint32_t)v);
		}
	}
}

static void test_any_bytes(void **state)
{
	struct block *b = nx_alloc(sizeof *b);
	struct buf key = BUF_INIT, value = BUF_INIT;
	struct colblock r = COLBLOCK_INIT;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		make(b, 1 + roll(60), 1 + roll(4), 1 + roll(50), roll(4) * 9,
		     roll(2) == 0 ? 0 : -5);
		write_block(b, &key, &value);
		for (uint32_t k = 1 + roll(4); k > 0 && value.len > 0; k--)
			value.p[roll((uint32_t)value.len)] = (char)roll(256);
		if (value.len > 0 && roll(2) == 0)
			buf_cut(&value, roll((uint32_t)value.len));
		if (colblock_load(&r, 1 + roll(2000), buf_str(&value),
		                  value.len) == NX_OK)
			read_all(&r);
		else
			assert_int_equal(r.n, 0);
	}
	colblock_release(&r);
	buf_release(&key);
	buf_release(&value);
	free(b);
}

static void test_days(void **state)
{
	static const int32_t day[] = { 0,       1,         -1,       18262,
		                       -135140, INT32_MAX, INT32_MIN };

	(void)state;
	for (size_t i = 0; i < sizeof day / sizeof day[0]; i++)
		for (uint8_t p = INSTANT_YEAR; p <= INSTANT_DAY; p++) {
			const struct day d = { day[i], p };
			struct day back = day_of_number(day_number(&d));

			assert_int_equal(back.day, d.day);
			assert_int_equal(back.precision, d.precision);
		}
	assert_int_equal(day_of_number(4).precision, INSTANT_NONE);
	assert_int_equal(day_of_number(INT64_MAX).precision, INSTANT_NONE);
}

/* A name that comes twice stands once, also where both are cut. */
static void test_row(void **state)
{
	struct record r = { .authors = { .n = 4 } };
	struct buf row = BUF_INIT;
	char name[500];

	(void)state;
	memset(name, 'x', sizeof name);
	r.authors.v[0] = (struct slice){ "Ada", 3 };
	r.authors.v[1] = (struct slice){ name, 300 };
	r.authors.v[2] = (struct slice){ "Ada", 3 };
	r.authors.v[3] = (struct slice){ name, 400 };
	column_row_make(&r, &row);
	assert_int_equal(row.p[0], 2);
	assert_memory_equal(row.p + 1, "\3Ada", 4);
	assert_int_equal(row.len, 1 + 4 + 2 + VALUE_MAX + COLUMNS - 1);
	buf_release(&row);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
