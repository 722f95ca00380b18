/* Europresse: the table tests/cases/europresse.case, and pages of others. */
#include "tests/unit/corpus_help.h"
#include "tests/unit/mutate.h"

extern const struct format format_europresse;

#define STR(s) (s), sizeof(s) - 1

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_europresse, "tests/cases/europresse.case", 1);
}

static void test_bids(void **state)
{
	const struct format *f = &format_europresse;
	const char page[] = "<!doctype html><html><body><article><span "
			    "class=\"DocPublicationName\">Star</span>";
	struct member m = { "a", "a.html", 0 };
	struct sniff s = { &m, page, sizeof page - 1, true };

	(void)state;
	assert_int_equal(bid_on(f, "a", STR(page)), BID_CERTAIN);
	assert_ptr_equal(format_choose(&s, NULL), f);
	assert_int_equal(bid_on(f, "a",
	                        STR("<html><article class='x'><h1>A "
	                            "page</h1>")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("<articles>DocPublicationName")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("<article")), BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("")), BID_NONE);
}

static void test_mutations(void **state)
{
	(void)state;
	mutate(&format_europresse, "tests/cases/europresse.case",
	       "<>/p\n\"=a;\xc2\xb7", 500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests_name("europresse", tests, NULL, NULL);
}
