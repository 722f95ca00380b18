/* Atom: the table tests/cases/atom.case, bids, and broken feeds. */
#include "tests/unit/corpus_help.h"
#include "tests/unit/xml_help.h"

extern const struct format format_atom;

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_atom, "tests/cases/atom.case", 4);
}

static void test_bids(void **state)
{
	const struct format *f = &format_atom;

	(void)state;
	assert_int_equal(bid_on(f, "a", STR("<feed xmlns="
	                                    "'http://www.w3.org/2005/Atom'>")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("<a:entry xmlns:a="
	                                    "'http://www.w3.org/2005/Atom'>")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("<feed version='0.3'><entry>")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("<feed><cow>hay</cow></feed>")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("<entry><headword>a")), BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("<rss>")), BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("")), BID_NONE);
}

static void test_mutations(void **state)
{
	(void)state;
	check_mutations(&format_atom, "tests/cases/atom.case");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests_name("atom", tests, NULL, NULL);
}
