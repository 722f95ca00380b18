/* CSV and TSV: the table tests/cases/csv.case, and hostile tables. */
#include "tests/unit/corpus_help.h"
#include "tests/unit/mutate.h"

#include "lib/base/limits.h"

extern const struct format format_csv;

#define STR(s) (s), sizeof(s) - 1

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_csv, "tests/cases/csv.case", 17);
}

static void test_bids(void **state)
{
	const struct format *f = &format_csv;

	(void)state;
	assert_int_equal(bid_on(f, "a", STR("id,title,text\n1,b,c\n2,e,f\n")),
	                 BID_LIKELY);
	assert_int_equal(bid_on(f, "a", STR("\"url\"\t\"headline\"\n"
	                                    "x\ty\nx\tz\n")), BID_LIKELY);
	assert_int_equal(bid_on(f, "a.csv", STR("a,b\n1,2\n")), BID_NAME);
	assert_int_equal(bid_on(f, "a.txt", STR("a,b\n1,2\n")), BID_NONE);
	assert_int_equal(bid_on(f, "a.csv", STR("")), BID_NONE);
	assert_int_equal(bid_on(f, "a.csv", STR("A text, and no table\n"
	                                        "as its lines tell\n")),
	                 BID_NONE);
}

/* What is text stays text, though it has commas. */
static void test_texts(void **state)
{
	static const char *const texts[] = {
		"Summary, title and abstract\n\nA page of prose, it is.\n",
		("Title, author\nThe story of a man, a boat, and the sea.\n"
		 "It went on\nand on.\n"),
		"Date: 2019-03-07\nTitle: Ferry, again\n\nText, more text\n",
		"title\n\ntext\n",
		"LONDON, Tuesday\nA ship, a mast, and a sail, were seen.\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_int_equal(bid_on(&format_csv, "a", texts[i],
		                        strlen(texts[i])), BID_NONE);
}

/* A quote opened in every row, none closed: time is bounded, and so are the
 * records told. */
static void test_open_quotes(void **state)
{
	struct buf b = BUF_INIT;
	struct told t;

	(void)state;
	buf_adds(&b, "id,title,text\nrow-0001,a title,a good text\n");
	while (b.len < 3000000)
		buf_adds(&b, "\"x\n");
	buf_adds(&b, "row-0002,a title,the last text\n");
	assert_int_equal(tell(&t, &format_csv, "a.csv", b.p, b.len, 65536),
	                 NX_OK);
	assert_int_equal(t.articles, 2);
	assert_int_equal(t.failed, 1);
	buf_release(&t.out);
	buf_release(&b);
}

/* A row without an end, and one of more columns than there can be. */
static void test_endless(void **state)
{
	struct buf b = BUF_INIT;
	struct told t;

	(void)state;
	buf_adds(&b, "id,title,text\nrow-0001,a title,a good text\n");
	for (int i = 0; i < 5000; i++)
		buf_adds(&b, ",");
	buf_adds(&b, "\nrow-0002,a title,another text\nrow-0003,a title,");
	while (b.len < 2 * LIMIT_QUOTED)
		buf_adds(&b, "a text that never seems to come to its end ");
	buf_adds(&b, "\nrow-0004,a title,the last text\n");
	assert_int_equal(tell(&t, &format_csv, "a.csv", b.p, b.len, 65536),
	                 NX_OK);
	assert_non_null(strstr(t.out.p, "csv:row-0002"));
	assert_non_null(strstr(t.out.p, "csv:row-0004"));
	buf_release(&t.out);
	buf_release(&b);
}

static void test_mutations(void **state)
{
	(void)state;
	mutate(&format_csv, "tests/cases/csv.case", "\",;\t\n\\' \r|\xff", 600);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_open_quotes),
		cmocka_unit_test(test_endless),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
