/* IPTC 7901: the table tests/cases/iptc7901.case, bids, and broken stories. */
#include "tests/unit/corpus_help.h"
#include "tests/unit/mutate.h"

extern const struct format format_iptc7901;

#define STR(s) (s), sizeof(s) - 1

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_iptc7901, "tests/cases/iptc7901.case", 2);
}

static void test_bids(void **state)
{
	const struct format *f = &format_iptc7901;

	(void)state;
	assert_int_equal(bid_on(f, "a", STR("\x01""eca062 4 i 211 ccccb dpa 061\r\n\x02X")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("\r\n\x01""1 4 i\r\n\x02X")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("\x01""eca062 44 i\r\n\x02X")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("\x01""eca062 4 21\r\n\x02X")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("eca062 4 i 211\r\nX")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("\x01\x02")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("")),
	                 BID_NONE);
}

static void test_mutations(void **state)
{
	(void)state;
	mutate(&format_iptc7901, "tests/cases/iptc7901.case",
	       "\x01\x02\x03\x04=/\n\r #(", 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests_name("iptc7901", tests, NULL, NULL);
}
