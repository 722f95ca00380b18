/* Plain text: the table tests/cases/text.case, what is bid on, and parts. */
#include "tests/unit/corpus_help.h"

extern const struct format format_text;

#define STR(s) (s), sizeof(s) - 1

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_text, "tests/cases/text.case", 14);
}

static void test_bids(void **state)
{
	static const char noise[] = "\x01\x02\x03 a\x04\x05\x06";
	static const char wide[] = "N\0e\0w\0s\0 \0t\0o\0d\0a\0y\0";
	static const char zip[] = "PK\x03\x04\x14\0\0\0\x08\0\x9e\x01\0\0";

	(void)state;
	assert_int_equal(bid_on(&format_text, "a", STR("News today\n")),
	                 BID_LAST);
	assert_int_equal(bid_on(&format_text, "a", STR("a < b\n")), BID_LAST);
	assert_int_equal(bid_on(&format_text, "a", STR(wide)), BID_LAST);
	assert_int_equal(bid_on(&format_text, "a", STR("<?Ut%i News\n")),
	                 BID_LAST);
	assert_int_equal(bid_on(&format_text, "a", STR("<DOC>\n<DOCNO>")),
	                 BID_NONE);
	assert_int_equal(bid_on(&format_text, "a", STR("")), BID_NONE);
	assert_int_equal(bid_on(&format_text, "a", STR(noise)), BID_NONE);
	assert_int_equal(bid_on(&format_text, "a", STR(zip)), BID_NONE);
	assert_int_equal(bid_on(&format_text, "a", STR("<?xml version=")),
	                 BID_NONE);
	assert_int_equal(bid_on(&format_text, "a", STR("\n <!doctype html>")),
	                 BID_NONE);
	assert_int_equal(bid_on(&format_text, "a", STR("\xef\xbb\xbf<html>")),
	                 BID_NONE);
	assert_int_equal(bid_on(&format_text, "a", STR("%PDF-1.4 ...")),
	                 BID_NONE);
	assert_int_equal(bid_on(&format_text, "a.py", STR("import sys\n")),
	                 BID_NONE);
}

/* Form feeds part articles only if each part has a headline. */
static void test_parts(void **state)
{
	static const char two[] = "First story here\n\nIts text.\n\f\n"
				  "Second story here\n\nIts text too.\n";
	static const char pages[] = "First story here\n\nIts text.\n\f"
				    "goes on the next page.\n";
	struct told t;

	(void)state;
	assert_int_equal(tell(&t, &format_text, "a.txt", STR(two), 7), NX_OK);
	assert_string_equal(t.out.p, "article text/dump:a.txt\n"
	                             "  headline: First story here\n"
	                             "  body: Its text.\n"
	                             "article text/dump:a.txt@29\n"
	                             "  headline: Second story here\n"
	                             "  body: Its text too.\n");
	buf_release(&t.out);
	assert_int_equal(tell(&t, &format_text, "a.txt", STR(pages), 7), NX_OK);
	assert_int_equal(t.articles, 1);
	buf_release(&t.out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
