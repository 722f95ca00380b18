/* TIME: the table tests/cases/time.case, and hostile records. */
#include "tests/unit/corpus_help.h"
#include "tests/unit/mutate.h"

#include "lib/base/limits.h"

extern const struct format format_time;

#define STR(s) (s), sizeof(s) - 1

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_time, "tests/cases/time.case", 2);
}

static void test_bids(void **state)
{
	const struct format *f = &format_time;

	(void)state;
	assert_int_equal(bid_on(f, "a", STR("*TEXT 017 01/04/63 PAGE 020\n")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("\n*TEXT 1 08/30 63 PAGE 020\n")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("*TEXT 017 of the treaty\n")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("A list\n*TEXT 017 01/04/63\n")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("")), BID_NONE);
}

/* A record over the bound fails, and the next one is read. */
static void test_too_long(void **state)
{
	struct buf b = BUF_INIT;
	struct told t;

	(void)state;
	buf_adds(&b, "*TEXT 001 01/04/63 PAGE 001\n");
	while (b.len < LIMIT_RECORD + 200000)
		buf_adds(&b, "A LINE OF A RECORD THAT NEVER SEEMS TO END\n*\n");
	buf_adds(&b, "*TEXT 002 01/04/63 PAGE 002\nTHE LAST ONE .\n");
	assert_int_equal(tell(&t, &format_time, "a", b.p, b.len, 65536), NX_OK);
	assert_int_equal(t.failed, 1);
	assert_int_equal(t.articles, 1);
	assert_non_null(strstr(t.out.p, "THE LAST ONE ."));
	buf_release(&t.out);
	buf_release(&b);
}

static void test_mutations(void **state)
{
	(void)state;
	mutate(&format_time, "tests/cases/time.case", "\n\n* TEX0/\xff", 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
