/* ANPA 1312: the table tests/cases/anpa1312.case, bids, and broken stories. */
#include "tests/unit/corpus_help.h"
#include "tests/unit/mutate.h"

extern const struct format format_anpa1312;

#define STR(s) (s), sizeof(s) - 1

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_anpa1312, "tests/cases/anpa1312.case", 3);
}

static void test_bids(void **state)
{
	const struct format *f = &format_anpa1312;

	(void)state;
	assert_int_equal(bid_on(f, "a", STR("\x16\x16\x01W2870\x1f_asian\n\x02^X")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("\x01W2870\x1f_x\n\x02^X")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("\x16\x16\x01W287\x1f_x\n\x02")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("\x01W2870\x1f_x\n")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("\x01")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("W2870 ^X")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("")),
	                 BID_NONE);
}

static void test_mutations(void **state)
{
	(void)state;
	mutate(&format_anpa1312, "tests/cases/anpa1312.case",
	       "\x01\x02\x03\x04\x08^<=\n\t ,;(", 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests_name("anpa1312", tests, NULL, NULL);
}
