/* Text on its way to a reader: tidied, measured in columns, broken between
 * words.  Widths are those of the C.UTF-8 locale. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <locale.h>

#include "query/text.h"

static void test_tidy(void **state)
{
	static const char text[] = "a \t\n b\033[31m\xc2\x9b\xff" "c\xe3\x80\x80";
	struct buf b = BUF_INIT;
	bool space = true;

	(void)state;
	text_tidy(&b, text, sizeof text - 1, &space);
	assert_string_equal(buf_str(&b), "a b [31m c ");
	assert_true(space);
	text_tidy(&b, " d", 2, &space);
	assert_string_equal(buf_str(&b), "a b [31m c d");
	assert_false(space);
	buf_release(&b);
}

static void test_columns(void **state)
{
	(void)state;
	assert_int_equal(text_columns("ferry", 5), 5);
	/* a-umlaut; a and a combining diaeresis; two Han characters */
	assert_int_equal(text_columns("\xc3\xa4", 2), 1);
	assert_int_equal(text_columns("a\xcc\x88", 3), 1);
	assert_int_equal(text_columns("\xe4\xb8\xad\xe5\x9b\xbd", 6), 4);
	/* a zero-width space, and a byte that is no character */
	assert_int_equal(text_columns("\xe2\x80\x8b", 3), 0);
	assert_int_equal(text_columns("\xff", 1), 1);
	assert_int_equal(text_columns("", 0), 0);
}

static void test_before(void **state)
{
	/* a, then e with two combining marks, then a Han character, then b */
	static const char text[] = "ae\xcc\x81\xcc\x82\xe4\xb8\xad" "b";
	size_t len = sizeof text - 1;

	(void)state;
	assert_int_equal(text_before(text, len, 0), len);
	assert_int_equal(text_before(text, len, 1), 9);
	/* half a Han character is none */
	assert_int_equal(text_before(text, len, 2), 9);
	assert_int_equal(text_before(text, len, 3), 6);
	/* marks stay with their letter */
	assert_int_equal(text_before(text, len, 4), 1);
	assert_int_equal(text_before(text, len, 5), 0);
	assert_int_equal(text_before(text, len, 99), 0);
	assert_int_equal(text_before(text, 0, 5), 0);
	/* what is no character is white space */
	assert_int_equal(text_before("a\x80\x80", 3, 1), 1);
}

static void test_behind(void **state)
{
	static const char text[] = "ae\xcc\x81\xcc\x82\xe4\xb8\xad" "b";
	size_t len = sizeof text - 1;

	(void)state;
	assert_int_equal(text_behind(text, len, 0, 0), 0);
	assert_int_equal(text_behind(text, len, 0, 1), 1);
	assert_int_equal(text_behind(text, len, 0, 2), 6);
	assert_int_equal(text_behind(text, len, 0, 3), 6);
	assert_int_equal(text_behind(text, len, 0, 4), 9);
	assert_int_equal(text_behind(text, len, 0, 5), len);
	assert_int_equal(text_behind(text, len, len, 5), len);
	/* white space is one column, however long */
	assert_int_equal(text_behind("a \n\n b", 6, 0, 3), 6);
	assert_int_equal(text_before("a \n\n b", 6, 3), 0);
}

/* Nothing but marks is not read without end. */
static void test_many_marks(void **state)
{
	size_t n = 2000000;
	char *marks = test_malloc(n);

	(void)state;
	for (size_t i = 0; i < n; i += 2) {
		marks[i] = '\xcc';
		marks[i + 1] = '\x81';
	}
	assert_true(text_before(marks, n, 40) > n - 4000);
	assert_true(text_behind(marks, n, 0, 40) < 4000);
	test_free(marks);
}

/* ---- flow --------------------------------------------------------------- */

static char *flow(const char *text, unsigned width, unsigned indent)
{
	char *out = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&out, &len);
	struct flow w;

	assert_non_null(f);
	flow_begin(&w, f, width, indent, indent);
	flow_text(&w, text, strlen(text));
	flow_end(&w);
	assert_int_equal(fclose(f), 0);
	return out;
}

static void flows(const char *text, unsigned width, unsigned indent,
                  const char *wanted)
{
	char *got = flow(text, width, indent);

	assert_string_equal(got, wanted);
	free(got);
}

static void test_flow(void **state)
{
	(void)state;
	flows("the ferry left", 0, 0, "the ferry left");
	flows(" the  ferry\nleft ", 0, 0, "the ferry left");
	flows("the ferry left", 9, 0, "the ferry\nleft");
	flows("the ferry left", 8, 0, "the\nferry\nleft");
	flows("the ferry left", 14, 0, "the ferry left");
	flows("the ferry left", 11, 2, "the ferry\n  left");
	/* what is longer than a line is not cut */
	flows("a harbourmaster sat", 5, 0, "a\nharbourmaster\nsat");
	/* between any two characters of Chinese */
	flows("\xe4\xb8\xad\xe5\x9b\xbd\xe6\x96\xb0", 4, 0,
	      "\xe4\xb8\xad\xe5\x9b\xbd\n\xe6\x96\xb0");
	flows("", 5, 3, "");
	flows("   ", 5, 3, "");
}

static void test_codes(void **state)
{
	char *out = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&out, &len);
	struct flow w;

	(void)state;
	flow_begin(&w, f, 10, 0, 0);
	flow_text(&w, "the old ", 8);
	flow_code(&w, "**", 2);
	flow_text(&w, "ferry", 5);
	flow_code(&w, "**", 2);
	flow_text(&w, ", too", 5);
	flow_end(&w);
	assert_int_equal(fclose(f), 0);
	assert_string_equal(out, "the old\n**ferry**,\ntoo");
	free(out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tidy),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_before),
		cmocka_unit_test(test_behind),
		cmocka_unit_test(test_many_marks),
		cmocka_unit_test(test_flow),
		cmocka_unit_test(test_codes),
	};

	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
