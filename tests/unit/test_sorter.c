/* Sorting by keys, in memory and through files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base/buf.h"
#include "query/sorter.h"

static enum nx_status collect(void *ctx, const char *text, size_t len,
                              struct nx_err *err)
{
	struct buf *b = ctx;

	(void)err;
	buf_add(b, text, len);
	buf_addc(b, ' ');
	return NX_OK;
}

static void put(struct sorter *s, const char *key, const char *text)
{
	assert_int_equal(sorter_add(s, key, strlen(key), text, strlen(text),
	                            NULL),
	                 NX_OK);
}

/* memory: so little that each is in a file of its own, or all at once. */
static void sorts(size_t memory)
{
	struct sorter *s = sorter_new(memory);
	struct buf b = BUF_INIT;

	put(s, "b", "1");
	put(s, "ab", "2");
	put(s, "b", "3");
	put(s, "", "4");
	put(s, "a", "5");
	put(s, "\xc3\xa4", "6");
	put(s, "b", "");
	put(s, "a\1", "8");
	assert_int_equal(sorter_each(s, collect, &b, NULL), NX_OK);
	assert_string_equal(b.p, "4 5 8 2 1 3  6 ");
	buf_release(&b);
	sorter_free(s);
}

static void test_memory(void **state)
{
	(void)state;
	sorts(1 << 20);
}

static void test_files(void **state)
{
	(void)state;
	sorts(1);
	sorts(60);
}

static void test_empty(void **state)
{
	struct sorter *s = sorter_new(100);
	struct buf b = BUF_INIT;

	(void)state;
	assert_int_equal(sorter_each(s, collect, &b, NULL), NX_OK);
	assert_int_equal(b.len, 0);
	sorter_free(s);
	sorter_free(NULL);
}

struct order {
	unsigned last, n;
};

static enum nx_status in_order(void *ctx, const char *text, size_t len,
                               struct nx_err *err)
{
	struct order *o = ctx;
	unsigned v;

	(void)err;
	assert_int_equal(len, sizeof v);
	memcpy(&v, text, sizeof v);
	assert_true(o->n == 0 || v >= o->last);
	o->last = v;
	o->n++;
	return o->n == 49000 ? NX_END : NX_OK;
}

static void test_many(void **state)
{
	struct sorter *s = sorter_new(64 * 1024);
	struct order o = { 0, 0 };
	unsigned seed = 7;

	(void)state;
	for (unsigned i = 0; i < 50000; i++) {
		char key[16];
		int len;

		seed = seed * 1664525u + 1013904223u;
		len = snprintf(key, sizeof key, "%010u", seed);
		assert_int_equal(sorter_add(s, key, (size_t)len, &seed,
		                            sizeof seed, NULL),
		                 NX_OK);
	}
	assert_int_equal(sorter_each(s, in_order, &o, NULL), NX_END);
	assert_int_equal(o.n, 49000);
	sorter_free(s);
}

/* There is a bound, and it is said. */
static void test_bound(void **state)
{
	struct sorter *s = sorter_new(1);
	struct nx_err err = { "" };
	enum nx_status st = NX_OK;
	int n = 0;

	(void)state;
	for (; st == NX_OK && n < 2000; n++)
		st = sorter_add(s, "k", 1, "t", 1, &err);
	assert_int_equal(st, NX_BOUND);
	assert_true(n > 200 && n < 300);
	assert_non_null(strstr(err.msg, "too many hits"));
	sorter_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_memory), cmocka_unit_test(test_files),
		cmocka_unit_test(test_empty),  cmocka_unit_test(test_many),
		cmocka_unit_test(test_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
