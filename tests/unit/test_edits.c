/* How differently two words are spelt, and the clock of a question. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base/edits.h"
#include "query/fields.h"
#include "query/work.h"

static unsigned edits(const char *a, const char *b, unsigned max)
{
	struct chars x, y;

	assert_true(chars_read(&x, a, strlen(a)));
	assert_true(chars_read(&y, b, strlen(b)));
	assert_int_equal(chars_edits(&x, &y, max), chars_edits(&y, &x, max));
	return chars_edits(&x, &y, max);
}

static void test_edits(void **state)
{
	(void)state;
	assert_int_equal(edits("ferry", "ferry", 2), 0);
	assert_int_equal(edits("ferry", "fery", 2), 1);
	assert_int_equal(edits("ferry", "frery", 2), 1);
	assert_int_equal(edits("ferry", "merry", 2), 1);
	assert_int_equal(edits("ferry", "ferries", 2), 3);
	assert_int_equal(edits("ferry", "ferries", 3), 3);
	assert_int_equal(edits("ferry", "a", 2), 3);
	assert_int_equal(edits("abcd", "badc", 2), 2);
	assert_int_equal(edits("", "", 1), 0);
	assert_int_equal(edits("", "ab", 2), 2);
	/* Characters, not bytes. */
	assert_int_equal(edits("мир", "мор", 1), 1);
}

static void test_long_word(void **state)
{
	char word[CHARS_MAX + 2];
	struct chars c;

	(void)state;
	memset(word, 'a', sizeof word);
	assert_true(chars_read(&c, word, CHARS_MAX));
	assert_int_equal(c.n, CHARS_MAX);
	assert_false(chars_read(&c, word, CHARS_MAX + 1));
}

static void check_field(const char *typed, const char *meant)
{
	const char *s = field_suggest(typed, strlen(typed));

	if (meant == NULL)
		assert_null(s);
	else
		assert_string_equal(s, meant);
}

static void test_fields(void **state)
{
	(void)state;
	check_field("tilte", "title");
	check_field("HEADLNE", "title");
	check_field("headline", "title");
	check_field("pubication", "source");
	check_field("wrds", "words");
	check_field("xx", NULL);
	check_field("https", NULL);
}

static void test_work(void **state)
{
	struct nx_err err;
	struct work w;

	(void)state;
	assert_false(work_over(NULL, 1000000));
	work_begin(&w, 0);
	assert_false(work_over(&w, 1000000));
	work_begin(&w, 3600);
	assert_false(work_over(&w, 1000000));
	work_begin(&w, 1e-9);
	while (!work_over(&w, 1))
		;
	assert_true(work_over(&w, 0));
	assert_int_equal(work_refuse(&w, &err), NX_TIMEOUT);
	assert_non_null(strstr(err.msg, "--timeout"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_edits),
		cmocka_unit_test(test_long_word),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_work),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
