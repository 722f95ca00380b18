/* NewsML 1.2: the table tests/cases/newsml_1.case, bids, and broken documents. */
#include "tests/unit/corpus_help.h"
#include "tests/unit/xml_help.h"

extern const struct format format_newsml_1;

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_newsml_1, "tests/cases/newsml_1.case", 6);
}

static void test_bids(void **state)
{
	const struct format *f = &format_newsml_1;

	(void)state;
	assert_int_equal(bid_on(f, "a", STR("<NewsML>")), BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("<?xml version='1.0'?><!-- x -->"
	                                    "<!DOCTYPE NewsML [<!ENTITY a ''>]>"
	                                    "\n<NewsML Version='1.2'>")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("<newsMessage>")), BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("<newsItem><NewsML>")), BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("the NewsML")), BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("")), BID_NONE);
}

/* Contents and codes of an item are looked at up to a bound. */
static void test_many_contents(void **state)
{
	struct buf b = BUF_INIT;
	struct told t;

	(void)state;
	buf_adds(&b, "<NewsML><NewsItem><NewsComponent>"
	             "<DescriptiveMetadata><SubjectCode>");
	for (int i = 0; i < 20000; i++)
		buf_adds(&b, "<Subject FormalName='01000000'/>");
	buf_adds(&b, "</SubjectCode></DescriptiveMetadata>");
	for (int i = 0; i < 20000; i++)
		buf_addf(&b, "<ContentItem><DataContent>Text number %d."
		             "</DataContent></ContentItem>", i);
	buf_adds(&b, "</NewsComponent></NewsItem></NewsML>");
	assert_int_equal(NX_OK, tell(&t, &format_newsml_1, "a", b.p, b.len,
	                             SIZE_MAX));
	assert_non_null(strstr(t.out.p, "Text number 255."));
	assert_null(strstr(t.out.p, "Text number 256."));
	assert_non_null(strstr(t.out.p, "repairs: cut"));
	buf_release(&t.out);
	buf_release(&b);
}

static void test_mutations(void **state)
{
	(void)state;
	check_mutations(&format_newsml_1, "tests/cases/newsml_1.case");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_many_contents),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests_name("newsml-1", tests, NULL, NULL);
}
