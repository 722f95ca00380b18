/* RCV1: the table tests/cases/rcv1.case, bids, and broken documents. */
#include "tests/unit/corpus_help.h"
#include "tests/unit/xml_help.h"

extern const struct format format_rcv1;

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_rcv1, "tests/cases/rcv1.case", 4);
}

static void test_bids(void **state)
{
	const struct format *f = &format_rcv1;

	(void)state;
	assert_int_equal(bid_on(f, "a", STR("<newsitem itemid='2' id='root'>")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("<newsitem><itemid>")), BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("<newsItem itemid='2'>")), BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("")), BID_NONE);
}

static void test_mutations(void **state)
{
	(void)state;
	check_mutations(&format_rcv1, "tests/cases/rcv1.case");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests_name("rcv1", tests, NULL, NULL);
}
