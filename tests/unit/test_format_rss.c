/* RSS: the table tests/cases/rss.case, bids, and broken feeds. */
#include "tests/unit/corpus_help.h"
#include "tests/unit/xml_help.h"

extern const struct format format_rss;

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_rss, "tests/cases/rss.case", 9);
}

static void test_bids(void **state)
{
	const struct format *f = &format_rss;

	(void)state;
	assert_int_equal(bid_on(f, "a", STR("<rss version='2.0'>")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("\n\n<?xml version='1.0'?>\n<rss>")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("<rdf:RDF xmlns="
	                                    "'http://purl.org/rss/1.0/'>")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("<rdf:RDF xmlns:x='http://x/'>"
	                                    "<x:Dog/>")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("<feed xmlns="
	                                    "'http://www.w3.org/2005/Atom'>")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("<html><rss>")), BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("")), BID_NONE);
}

static void test_mutations(void **state)
{
	(void)state;
	check_mutations(&format_rss, "tests/cases/rss.case");
	mutate(&format_rss, "tests/cases/rss.case", "[]/<>a ", 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests_name("rss", tests, NULL, NULL);
}
