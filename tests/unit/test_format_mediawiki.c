/* MediaWiki: the table tests/cases/mediawiki.case, bids, and broken dumps. */
#include "tests/unit/corpus_help.h"
#include "tests/unit/xml_help.h"

extern const struct format format_mediawiki;

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_mediawiki, "tests/cases/mediawiki.case", 3);
}

static void test_bids(void **state)
{
	const struct format *f = &format_mediawiki;

	(void)state;
	assert_int_equal(bid_on(f, "a", STR("<mediawiki xmlns='x'>")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("<?xml version='1.0'?>\n"
	                                    "<mediawiki>")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("<page><title>")), BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("{{date|x}}")), BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("")), BID_NONE);
}

static void test_mutations(void **state)
{
	(void)state;
	check_mutations(&format_mediawiki, "tests/cases/mediawiki.case");
	mutate(&format_mediawiki, "tests/cases/mediawiki.case", "[]{}|='\n*:<>! a", 300);
}

/* A megabyte of marks that never end is read in one pass: a search for the end
 * of each would take minutes. */
static void test_unclosed(void **state)
{
	static const char *const marks[] = { "&lt;nowiki>", "&lt;ref>", "[[",
		                             "{{a|", "&lt;!--", "\n{|" };

	(void)state;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		struct buf b = BUF_INIT;
		struct told t;

		buf_adds(&b, "<mediawiki><page><title>T</title><revision>"
		             "<text>");
		while (b.len < 1000000)
			buf_adds(&b, marks[i]);
		buf_adds(&b, "end</text></revision></page></mediawiki>");
		(void)tell(&t, &format_mediawiki, "a", b.p, b.len, SIZE_MAX);
		assert_int_equal(t.articles, 1);
		buf_release(&t.out);
		buf_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_mutations),
		cmocka_unit_test(test_unclosed),
	};

	return cmocka_run_group_tests_name("mediawiki", tests, NULL, NULL);
}
