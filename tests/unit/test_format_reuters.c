/* Reuters-21578: the table tests/cases/reuters.case, and hostile records. */
#include "tests/unit/corpus_help.h"

#include "lib/base/limits.h"

extern const struct format format_reuters21578;

#define STR(s) (s), sizeof(s) - 1

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_reuters21578, "tests/cases/reuters.case", 11);
}

static void test_bids(void **state)
{
	const struct format *f = &format_reuters21578;

	(void)state;
	assert_int_equal(bid_on(f, "a", STR("<!DOCTYPE lewis SYSTEM \"x\">\n")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("\n<REUTERS A=\"B\" NEWID=\"1\">")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("LONDON (REUTERS) NEWID=")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "lewis.dtd",
	                        STR("<!ELEMENT REUTERS - - (DATE)>")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("")), BID_NONE);
}

/* A record over the bound fails, and the next one is read. */
static void test_too_long(void **state)
{
	static const char last[] = "<REUTERS NEWID=\"2\"><TEXT><BODY>The last one."
	                           "</BODY></TEXT></REUTERS>\n";
	struct buf b = BUF_INIT;
	struct told t;

	(void)state;
	buf_adds(&b, "<REUTERS NEWID=\"1\"><TEXT><BODY>\n");
	while (b.len < LIMIT_RECORD + 200000)
		buf_adds(&b, "a line of a record that never seems to end\n");
	buf_adds(&b, "</BODY></TEXT></REUTERS>\n");
	buf_adds(&b, last);
	assert_int_equal(tell(&t, &format_reuters21578, "a.sgm", b.p, b.len, 65536),
	                 NX_OK);
	assert_int_equal(t.failed, 1);
	assert_int_equal(t.articles, 1);
	assert_non_null(strstr(t.out.p, "failed longer than a record"));
	assert_non_null(strstr(t.out.p, "The last one."));
	buf_release(&t.out);
	buf_release(&b);
}

static unsigned seed = 3;

static unsigned roll(unsigned n)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % n;
}

/* The cases with bytes of them changed, lost and doubled: whatever is told,
 * nothing is read that is not there. */
static void test_mutations(void **state)
{
	static const char marks[] = "<>/&;\"'= \n\xff";
	char *all = read_cases("tests/cases/reuters.case");
	size_t len = strlen(all);

	(void)state;
	for (int k = 0; k < 300; k++) {
		struct buf b = BUF_INIT;
		struct told t;
		size_t from = roll((unsigned)len), to = from;

		to += roll((unsigned)(len - from));
		buf_add(&b, all, from);
		buf_add(&b, all + to, len - to);
		for (unsigned n = roll(40); n > 0 && b.len > 0; n--)
			b.p[roll((unsigned)b.len)] =
			        marks[roll(sizeof marks - 1)];
		(void)tell(&t, &format_reuters21578, "a", buf_str(&b), b.len,
		           1 + roll(5000));
		buf_release(&t.out);
		buf_release(&b);
	}
	free(all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
