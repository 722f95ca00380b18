/* NewsML-G2: the table tests/cases/newsml_g2.case, bids, and broken documents. */
#include "tests/unit/corpus_help.h"
#include "tests/unit/xml_help.h"

extern const struct format format_newsml_g2;

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_newsml_g2, "tests/cases/newsml_g2.case", 9);
}

static void test_bids(void **state)
{
	static const struct {
		const char *text;
		int bid;
	} rows[] = {
		{ "<newsMessage>",
		  BID_CERTAIN },
		{ "<?xml version=\"1.0\"?><newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\">",
		  BID_CERTAIN },
		{ "<newsItem><itemMeta/>",
		  BID_CERTAIN },
		{ "<newsItem><other/>",
		  BID_NONE },
		{ "<newsitem itemid=\"1\">",
		  BID_NONE },
		{ "<NewsML><itemMeta>",
		  BID_NONE },
		{ "<contentSet>\n <inlineXML>",
		  BID_LIKELY },
		{ "<groupSet root='a'><itemRef/>",
		  BID_LIKELY },
		{ "<contentMeta><subject qcode='a:b'/>",
		  BID_LIKELY },
		{ "<contentMeta><other/>",
		  BID_NONE },
		{ "<contentSet><other/>",
		  BID_NONE },
		{ "",
		  BID_NONE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(bid_on(&format_newsml_g2, "a.xml", rows[i].text,
		                        strlen(rows[i].text)),
		                 rows[i].bid);
}

static void test_mutations(void **state)
{
	(void)state;
	check_mutations(&format_newsml_g2, "tests/cases/newsml_g2.case");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests_name("newsml-g2", tests, NULL, NULL);
}
