/* Ritzau: the table tests/cases/ritzau.case, bids, and broken documents. */
#include "tests/unit/corpus_help.h"
#include "tests/unit/xml_help.h"

extern const struct format format_ritzau;

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_ritzau, "tests/cases/ritzau.case", 3);
}

static void test_bids(void **state)
{
	const struct format *f = &format_ritzau;

	(void)state;
	assert_int_equal(bid_on(f, "a", STR("<RBNews xmlns=''>")), BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("<Answer><ListOfRBNews xmlns=''>")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("<Answer><RBNews>")), BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("<RBNewsLetter>")), BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("")), BID_NONE);
}

static void test_mutations(void **state)
{
	(void)state;
	check_mutations(&format_ritzau, "tests/cases/ritzau.case");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests_name("ritzau", tests, NULL, NULL);
}
