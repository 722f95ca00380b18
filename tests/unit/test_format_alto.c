/* ALTO: the table tests/cases/alto.case, bids, other encodings, long tags, and
 * broken pages; METS, which is told and skipped. */
#include "tests/unit/corpus_help.h"
#include "tests/unit/xml_help.h"

#include "lib/base/limits.h"

extern const struct format format_alto, format_mets;

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_alto, "tests/cases/alto.case", 5);
}

static void test_bids(void **state)
{
	const struct format *f = &format_alto;

	(void)state;
	assert_int_equal(bid_on(f, "a", STR("<?xml version='1.0'?>\n<alto>")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("<BnF:alto xmlns:BnF='x'>")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("<altos>")), BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("alto")), BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("")), BID_NONE);
	assert_int_equal(bid_on(&format_mets, "a", STR("<mets:mets x='y'>")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(&format_mets, "a", STR("<metsHdr>")), BID_NONE);
}

/* What is told of the bytes, whole and one by one. */
static void check_told(const char *p, size_t len, const char *want)
{
	struct told t;

	for (int i = 0; i < 2; i++) {
		assert_int_equal(NX_OK, tell(&t, &format_alto, "a.xml", p, len,
		                             i == 0 ? SIZE_MAX : 1));
		assert_string_equal(want, t.out.p);
		buf_release(&t.out);
	}
}

static void test_encodings(void **state)
{
	static const char latin[] =
	        "<?xml version='1.0' encoding='iso-8859-2'?><alto><Page>"
	        "<String CONTENT='\xb1 &amp; \xb3'/></Page></alto>";
	static const char text[] = "<alto><Page><String CONTENT='Boot'/></Page>"
	                           "</alto>";
	static const char odd[] = "<alto><Page LANG='f\0r\nc'><String "
	                          "CONTENT='Bac'/></Page></alto>";
	char wide[2 * sizeof text];

	(void)state;
	/* No bytes of an attribute stay as they are. */
	check_told(odd, sizeof odd - 1,
	           "article alto/dump:a.xml\n  language: f r c\n"
	           "  body: Bac\n");
	check_told(latin, sizeof latin - 1,
	           "article alto/dump:a.xml\n  body: \xc4\x85 & \xc5\x82\n");
	for (size_t i = 0; i + 1 < sizeof text; i++) {
		wide[2 * i] = text[i];
		wide[2 * i + 1] = '\0';
	}
	check_told(wide, 2 * (sizeof text - 1),
	           "article alto/dump:a.xml\n  body: Boot\n");
}

/* A tag or comment longer than what is looked at costs itself. */
static void test_long_tags(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	buf_adds(&b, "<alto><Page><String CONTENT='a'/><String CONTENT='");
	for (int i = 0; i < 100000; i++)
		buf_adds(&b, "bb");
	buf_adds(&b, "'/><String CONTENT='c'/><!--");
	for (int i = 0; i < 100000; i++)
		buf_adds(&b, "<String CONTENT='d'/>");
	buf_adds(&b, "--><String CONTENT='e'/></Page></alto>");
	check_told(b.p, b.len, "article alto/dump:a.xml\n  body: a c e\n"
	                        "  repairs: cut\n");
	buf_release(&b);
}

/* Text over the bound of an article is cut, and told so. */
static void test_endless_page(void **state)
{
	struct buf b = BUF_INIT;
	struct told t;

	(void)state;
	buf_adds(&b, "<alto><Page>");
	while (b.len < 3 * LIMIT_ARTICLE_TEXT)
		buf_adds(&b, "<String CONTENT='abcdefghijklmnopqrstuvwxyz'/>");
	assert_int_equal(NX_OK, tell(&t, &format_alto, "a.xml", b.p, b.len,
	                             65536));
	assert_int_equal(1, t.articles);
	assert_non_null(strstr(t.out.p + t.out.len - 40, "partial"));
	assert_true(t.out.len < LIMIT_ARTICLE_TEXT + 1000);
	buf_release(&t.out);
	buf_release(&b);
}

static void test_mets(void **state)
{
	struct told t;

	(void)state;
	assert_int_equal(NX_OK, tell(&t, &format_mets, "a.xml",
	                             STR("<mets><fileSec/></mets>"), SIZE_MAX));
	assert_string_equal("skipped METS: describes pages that stand beside "
	                    "it\n",
	                    t.out.p);
	buf_release(&t.out);
}

static void test_mutations(void **state)
{
	(void)state;
	check_mutations(&format_alto, "tests/cases/alto.case");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_encodings),
		cmocka_unit_test(test_long_tags),
		cmocka_unit_test(test_endless_page),
		cmocka_unit_test(test_mets),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests_name("alto", tests, NULL, NULL);
}
