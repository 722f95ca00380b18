/* RTF: the table tests/cases/rtf.case, and hostile documents. */
#include "tests/unit/corpus_help.h"
#include "tests/unit/mutate.h"

extern const struct format format_rtf;

#define STR(s) (s), sizeof(s) - 1

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_rtf, "tests/cases/rtf.case", 4);
}

static void test_bids(void **state)
{
	const struct format *f = &format_rtf;

	(void)state;
	assert_int_equal(bid_on(f, "a", STR("{\\rtf1\\ansi A}")), BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("{\\rt")), BID_NONE);
	assert_int_equal(bid_on(f, "a", STR(" {\\rtf1")), BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("")), BID_NONE);
}

/* Groups beyond the bound, opened and closed again. */
static void test_deep(void **state)
{
	struct buf b = BUF_INIT;
	struct told t;

	(void)state;
	buf_adds(&b, "{\\rtf1 A ferry\\par ");
	for (int i = 0; i < 5000; i++)
		buf_adds(&b, "{\\pict ");
	buf_adds(&b, "lost");
	for (int i = 0; i < 5000; i++)
		buf_adds(&b, "}");
	buf_adds(&b, "stays in port.\\par}");
	assert_int_equal(tell(&t, &format_rtf, "a", b.p, b.len, 4096), NX_OK);
	assert_int_equal(t.articles, 1);
	assert_non_null(strstr(t.out.p, "stays in port."));
	assert_null(strstr(t.out.p, "lost"));
	buf_release(&t.out);
	buf_release(&b);
}

/* Bytes that are said to follow and do not; words without an end. */
static void test_cut(void **state)
{
	static const char *const texts[] = {
		"{\\rtf1 A ferry.\\bin99999999 x}",
		"{\\rtf1 A ferry.\\bin-4 x}",
		"{\\rtf1 A ferry.\\u",
		"{\\rtf1 A ferry.\\u99999999999999",
		"{\\rtf1 A ferry.\\'",
		"{\\rtf1 A ferry.\\'4",
		"{\\rtf1 A ferry.\\",
		"{\\rtf1 A ferry.\\*",
		"{\\rtf1 A ferry.}}}}}}{{{",
	};
	struct told t;

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		assert_int_equal(tell(&t, &format_rtf, "a", texts[i],
		                      strlen(texts[i]), 1),
		                 NX_OK);
		assert_non_null(strstr(t.out.p, "A ferry."));
		buf_release(&t.out);
	}
}

static void test_mutations(void **state)
{
	(void)state;
	mutate(&format_rtf, "tests/cases/rtf.case", "{}\\'u*f0-9 \xff", 500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),     cmocka_unit_test(test_bids),
		cmocka_unit_test(test_deep),      cmocka_unit_test(test_cut),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests_name("rtf", tests, NULL, NULL);
}
