/* Factiva as text and as pages: the tables tests/cases/factiva.case and
 * factiva_html.case, and what is none of its. */
#include "tests/unit/corpus_help.h"
#include "tests/unit/mutate.h"


#include "lib/base/limits.h"

extern const struct format format_factiva, format_factiva_html, format_html;

#define STR(s) (s), sizeof(s) - 1

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_factiva, "tests/cases/factiva.case", 3);
	check_cases(&format_factiva_html, "tests/cases/factiva_html.case", 2);
}

static void test_bids(void **state)
{
	const struct format *f = &format_factiva;

	(void)state;
	assert_int_equal(bid_on(f, "a",
	                        STR("\xef\xbb\xbf HD \r\nTitle\r\n WC \r\n"
	                            "3 words\r\n PD \r\n")),
	                 BID_LIKELY);
	assert_int_equal(bid_on(f, "a",
	                        STR("Title\n12 words\n2 May 2012\nText\n"
	                            "Document ESTAR00020120102e8120000c\n")),
	                 BID_LIKELY);
	assert_int_equal(bid_on(f, "a",
	                        STR("Title\n12 words\n2 May 2012\nText\n"
	                            "Document of the year\n")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a",
	                        STR("Title\n\nHD and PD are labels. WC is "
	                            "none.\n")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("")), BID_NONE);
}

static void test_bids_on_pages(void **state)
{
	const struct format *f = &format_factiva_html;
	const char page[] = "<!DOCTYPE html><html><body>"
			    "<div class=\"article enArticle\"><p>a</p></div>";
	struct member m = { "a", "a.html", 0 };
	struct sniff s = { &m, page, sizeof page - 1, true };

	(void)state;
	assert_int_equal(bid_on(f, "a.html", STR(page)), BID_CERTAIN);
	/* The articles may stand behind what is looked at. */
	s.p = "<html><head><title>Factiva</title><style>";
	s.len = strlen(s.p);
	s.whole = false;
	assert_int_equal(f->bid(&s), BID_CERTAIN);
	s.whole = true;
	assert_int_equal(f->bid(&s), BID_NONE);
	s.p = page;
	s.len = sizeof page - 1;
	assert_ptr_equal(format_choose(&s, NULL), f);
	assert_int_equal(bid_on(f, "a", STR("<div class=\"article body\">")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("<div class=\"article enArticl")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("")), BID_NONE);
}

/* A record over the bound fails, and the next one is read. */
static void test_too_long(void **state)
{
	struct buf b = BUF_INIT;
	struct told t;

	(void)state;
	buf_adds(&b, "<html><div class=\"article enArticle\"><p>");
	while (b.len < LIMIT_RECORD + 200000)
		buf_adds(&b, "<div class=\"article x\">never seems to end");
	buf_adds(&b, "<div class=\"article enArticle\"><p>The last</p><p>2 "
	             "words</p><p>Document ESTAR00020120102e8120000c</p>");
	assert_int_equal(tell(&t, &format_factiva_html, "a", b.p, b.len, 65536),
	                 NX_OK);
	assert_int_equal(t.failed, 1);
	assert_int_equal(t.articles, 1);
	assert_non_null(strstr(t.out.p, "factiva:ESTAR00020120102e8120000c"));
	buf_release(&t.out);
	buf_release(&b);
}

/* What begins and never ends is not looked for again and again: in quadratic
 * time this would not end. */
static void test_linear(void **state)
{
	static const char *const units[] = {
		"<b>",      "<b>HD",
		"Headline", "class=\"article ",
		"HD\n",     "class='enHeadline' "
	};
	struct buf b = BUF_INIT;
	struct told t;

	(void)state;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		buf_sets(&b, "<html><div class=\"article enArticle\">");
		while (b.len < (size_t)4 << 20)
			buf_adds(&b, units[i]);
		assert_int_equal(tell(&t, &format_factiva_html, "a", b.p, b.len,
		                      65536),
		                 NX_OK);
		assert_true(t.articles + t.skipped + t.failed > 0);
		buf_release(&t.out);
	}
	buf_release(&b);
}

static void test_mutations(void **state)
{
	(void)state;
	mutate(&format_factiva, "tests/cases/factiva.case",
	       "\n\n HDSNAN:|19\xc2\xff", 300);
	mutate(&format_factiva_html, "tests/cases/factiva_html.case",
	       "<>/b\n\"HD &;\xff", 300);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_bids_on_pages),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_linear),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests_name("factiva", tests, NULL, NULL);
}
