/* Mail and Usenet: the table tests/cases/mail.case, and hostile mail. */
#include "tests/unit/corpus_help.h"
#include "tests/unit/mutate.h"

#include "lib/base/limits.h"

extern const struct format format_mail;

#define STR(s) (s), sizeof(s) - 1

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_mail, "tests/cases/mail.case", 7);
}

static void test_bids(void **state)
{
	const struct format *f = &format_mail;

	(void)state;
	assert_int_equal(bid_on(f, "a", STR("From a@b Thu Mar  7 14:05:00 2019\n"
	                                    "Subject: x\n\n")), BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("From -123456789\r\nX-A: x\r\n\r\n")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("\n \r\nPath: a!b\nFrom: a@b\n"
	                                    "Subject: x\n y\n\nText\n")),
	                 BID_LIKELY);
	assert_int_equal(bid_on(f, "a", STR("")), BID_NONE);
}

/* What is text stays text. */
static void test_texts(void **state)
{
	static const char *const texts[] = {
		"Title: Ferry\nDate: 2019-03-07\nFrom: The Post\n\nText\n",
		"From London comes news at 10:30 in 2019\nDate: today\n\nText\n",
		"From -12\nA: b\n\n",
		"Subject: a word on paths\nPath: a way\n\nText\n",
		("Date: 2019-03-07\nFrom: here\nMessage-ID: <a@b>\n"
		 "and a line of prose\n\nText\n"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_int_equal(bid_on(&format_mail, "a", texts[i],
		                        strlen(texts[i])), BID_NONE);
}

/* A message over the bound fails, and the next one is read. */
static void test_too_long(void **state)
{
	static const char from[] = "From a@b Thu Mar  7 14:05:00 2019\n"
	                           "From: a@b\nSubject: x\n\n";
	struct buf b = BUF_INIT;
	struct told t;

	(void)state;
	buf_adds(&b, from);
	while (b.len < LIMIT_RECORD + 200000)
		buf_adds(&b, "a line of a letter that never seems to end\n");
	buf_adds(&b, "\n");
	buf_adds(&b, from);
	buf_adds(&b, "The last one.\n");
	assert_int_equal(tell(&t, &format_mail, "a", b.p, b.len, 65536), NX_OK);
	assert_int_equal(t.failed, 1);
	assert_int_equal(t.articles, 1);
	assert_non_null(strstr(t.out.p, "The last one."));
	buf_release(&t.out);
	buf_release(&b);
}

/* Parts in parts, deeper than anybody sends. */
static void test_deep(void **state)
{
	struct buf b = BUF_INIT;
	struct told t;

	(void)state;
	buf_adds(&b, "From: a@b\nSubject: x\nMessage-ID: <deep@b>\n");
	for (int i = 0; i < 20000; i++)
		buf_addf(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n"
		             "--b%d\n", i, i);
	buf_adds(&b, "\nThe text.\n");
	assert_int_equal(tell(&t, &format_mail, "a", b.p, b.len, 65536), NX_OK);
	assert_int_equal(t.articles, 1);
	buf_release(&t.out);
	buf_release(&b);
}

/* A head that never ends, of the message or of a part: what is behind it is
 * read, and what is too much of it is not. */
static void test_long_heads(void **state)
{
	for (int part = 0; part < 2; part++) {
		struct buf b = BUF_INIT;
		struct told t;

		(void)state;
		buf_adds(&b, "From: a@b\nSubject: x\nMessage-ID: <long@b>\n");
		if (part)
			buf_adds(&b, "Content-Type: multipart/mixed; "
				     "boundary=b\n\n--b\n");
		for (int i = 0; i < 30000; i++)
			buf_addf(&b, "X-Hop-%d: one more\n", i);
		buf_adds(&b, "\nThe text: kept.\n\nMore: of it.\n");
		assert_int_equal(tell(&t, &format_mail, "a", b.p, b.len, 65536),
		                 NX_OK);
		assert_int_equal(t.articles, 1);
		assert_non_null(strstr(t.out.p, "The text: kept. // More: of"));
		assert_non_null(strstr(t.out.p, "repairs: cut"));
		buf_release(&t.out);
		buf_release(&b);
	}
}

static void test_mutations(void **state)
{
	(void)state;
	mutate(&format_mail, "tests/cases/mail.case", "\n\n\r :-=?<>@;b\xff", 400);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_deep),
		cmocka_unit_test(test_long_heads),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
