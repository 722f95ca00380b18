/* NITF: the table tests/cases/nitf.case, bids, and broken articles. */
#include "tests/unit/corpus_help.h"
#include "tests/unit/xml_help.h"

extern const struct format format_nitf;

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_nitf, "tests/cases/nitf.case", 8);
}

static void test_bids(void **state)
{
	const struct format *f = &format_nitf;

	(void)state;
	assert_int_equal(bid_on(f, "a", STR("<nitf>")), BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("\xef\xbb\xbf <?xml version='1.0'?>"
	                                    "<!-- <rss> -->\n<n:nitf x=")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("<!DOCTYPE nitf [<!ENTITY a 'b'>"
	                                    "]>\n<nitf>")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("\xff\xfe<\0n\0i\0t\0f\0>\0")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("<nitfs>")), BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("<html><nitf>")), BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("a <nitf>")), BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("")), BID_NONE);
}

/* Attributes and values take linear time, however many they are. */
static void test_many_attributes(void **state)
{
	struct buf b = BUF_INIT;
	struct told t;

	(void)state;
	buf_adds(&b, "<nitf ");
	for (int i = 0; i < 400000; i++)
		buf_addf(&b, "a%d=\"1\" ", i);
	buf_adds(&b, "><body><body.content><p>The ferry sails.</p>"
		     "</body.content></body></nitf>");
	assert_int_equal(tell(&t, &format_nitf, "a", b.p, b.len, 65536), NX_OK);
	assert_non_null(strstr(t.out.p, "body: The ferry sails."));
	buf_release(&t.out);
	buf_release(&b);
}

static void test_mutations(void **state)
{
	(void)state;
	check_mutations(&format_nitf, "tests/cases/nitf.case");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_many_attributes),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests_name("nitf", tests, NULL, NULL);
}
