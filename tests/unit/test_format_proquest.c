/* ProQuest as text and as XML: the tables tests/cases/proquest.case and
 * proquest_xml.case, and what is none of its. */
#include "tests/unit/corpus_help.h"
#include "tests/unit/xml_help.h"

extern const struct format format_proquest, format_proquest_xml;

#define RULE "____________________________________________________________\n"

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_proquest, "tests/cases/proquest.case", 1);
	check_cases(&format_proquest_xml, "tests/cases/proquest_xml.case", 2);
}

static void test_bids(void **state)
{
	const struct format *f = &format_proquest;

	(void)state;
	assert_int_equal(bid_on(f, "a",
	                        STR("\xef\xbb\xbf" RULE "\r\nTitle\r\n\r\n"
	                            "ProQuest document ID: 1\r\n")),
	                 BID_LIKELY);
	assert_int_equal(bid_on(f, "a",
	                        STR("Full text: It was.\n\nProQuest "
	                            "document ID: 1\n")),
	                 BID_LIKELY);
	assert_int_equal(bid_on(f, "a",
	                        STR("Title: A\nAuthor: B\nFull text: c\n"
	                            "Subject: d\n")),
	                 BID_NONE);
	assert_int_equal(
		bid_on(f, "a", STR(RULE "A poem\n\nFull text: it was.\n" RULE)),
		BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("ProQuest document ID: 12\n")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("")), BID_NONE);
}

static void test_bids_on_xml(void **state)
{
	const struct format *f = &format_proquest_xml;

	(void)state;
	assert_int_equal(bid_on(f, "a",
	                        STR("<?xml version='1.0'?><Record>"
	                            "<RecordID>1</RecordID><RecordTitle>"
	                            "a")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("<RECORD>\n<GOID>1</GOID>")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("<record><GOID>1</GOID>")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("<Record><Name>1</Name>")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("")), BID_NONE);
}

static void test_mutations(void **state)
{
	(void)state;
	mutate(&format_proquest, "tests/cases/proquest.case",
	       "\n\n:;_ Title\xff", 500);
	check_mutations(&format_proquest_xml, "tests/cases/proquest_xml.case");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_bids_on_xml),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests_name("proquest", tests, NULL, NULL);
}
