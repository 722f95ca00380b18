/* LexisNexis and Nexis Uni: the table tests/cases/nexis.case, and what is none
 * of theirs. */
#include "tests/unit/corpus_help.h"
#include "tests/unit/mutate.h"

#include "lib/base/limits.h"

extern const struct format format_nexis;

#define STR(s) (s), sizeof(s) - 1

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_nexis, "tests/cases/nexis.case", 6);
}

static void test_bids(void **state)
{
	const struct format *f = &format_nexis;

	(void)state;
	assert_int_equal(bid_on(f, "a",
	                        STR("\xef\xbb\xbf\n   1 of 2 DOCUMENTS\n"
	                            "\nStar\n\nLENGTH: 2 words\n")),
	                 BID_LIKELY);
	assert_int_equal(bid_on(f, "a",
	                        STR(" Dokument 1 von 20\r\n\r\nStern\r\n"
	                            "AUTOR: Anna\r\n")),
	                 BID_LIKELY);
	assert_int_equal(bid_on(f, "a",
	                        STR("Document 1 de 2\n\nLONGUEUR: 3 mots"
	                            "\n")),
	                 BID_LIKELY);
	assert_int_equal(bid_on(f, "a",
	                        STR("Title\n\nStar\n\nLength: 543 words\n"
	                            "\nBody\n\nText\n")),
	                 BID_LIKELY);
	assert_int_equal(bid_on(f, "a",
	                        STR("Title\n\nBody\n\nText\n\nLoad-Date: "
	                            "May 3, 2018\n\nEnd of Document\n")),
	                 BID_LIKELY);
}

/* Plain text that has some of it. */
static void test_none(void **state)
{
	const struct format *f = &format_nexis;

	(void)state;
	assert_int_equal(bid_on(f, "a",
	                        STR("1 of 2 DOCUMENTS\n\nA headline\n\n"
	                            "Length: two feet.\n")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a",
	                        STR("Document 1 of 20\n\nTitle\n\n"
	                            "Author: Lee, Ann\n")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a",
	                        STR("Body\n\nThe body was found.\n\n"
	                            "Section: news\n")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a",
	                        STR("Headline\n\nLength: 20 words\n\n"
	                            "Text.\n\nEnd of Document\n")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("")), BID_NONE);
}

/* An export that came by mail is a message. */
static void test_mailed(void **state)
{
	static const char text[] =
		"From: alerts@harbour.example\nSubject: Ferries\nDate: Sat, 7 "
		"Mar 2009 10:00:00 +0000\nMessage-ID: <1@harbour.example>\n\n"
		"    1 of 1 DOCUMENTS\n\nStar\n\nLENGTH: 3 words\n\nText.\n";
	struct member m = { "a", "a", 0 };
	struct sniff s = { &m, text, sizeof text - 1, true };

	(void)state;
	assert_int_equal(bid_on(&format_nexis, "a", STR(text)), BID_LIKELY);
	assert_string_equal(format_choose(&s, NULL)->name, "mail");
}

/* A record over the bound fails, and the next one is read. */
static void test_too_long(void **state)
{
	struct buf b = BUF_INIT;
	struct told t;

	(void)state;
	buf_adds(&b, "1 of 2 DOCUMENTS\n\nStar\n\nLENGTH: 9 words\n\n");
	while (b.len < LIMIT_RECORD + 200000)
		buf_adds(&b, "A line of a record that never seems to end\n");
	buf_adds(&b, "2 of 2 DOCUMENTS\n\nStar\n\nLENGTH: 3 words\n\nThe last "
	             "one.\n");
	assert_int_equal(tell(&t, &format_nexis, "a", b.p, b.len, 65536),
	                 NX_OK);
	assert_int_equal(t.failed, 1);
	assert_int_equal(t.articles, 1);
	assert_non_null(strstr(t.out.p, "The last one."));
	buf_release(&t.out);
	buf_release(&b);
}

static void test_mutations(void **state)
{
	(void)state;
	mutate(&format_nexis, "tests/cases/nexis.case",
	       "\n\n :DOCUMENTS12(%);\xff", 300);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_mailed),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests_name("nexis", tests, NULL, NULL);
}
