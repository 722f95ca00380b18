/* The measures of collocates by hand, what are stop words, how much of a text is
 * the same. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/analysis/stopwords.h"
#include "query/collocates.h"
#include "query/similar.h"

#define NEARLY 0.005

/* ---- measures ----------------------------------------------------------- */

/* The table 10 90 / 10 890: expected are 2 98 / 18 882, and
 * 2 (10 ln 5 + 90 ln (90/98) + 10 ln (10/18) + 890 ln (890/882)) = 21.18. */
static void test_log_likelihood(void **state)
{
	(void)state;
	assert_float_equal(log_likelihood(10, 100, 20, 1000), 21.18, NEARLY);
	/* As often as chance has it. */
	assert_float_equal(log_likelihood(2, 100, 20, 1000), 0, NEARLY);
	/* Never elsewhere: 2 (10 ln 10 + 90 ln (90/99) + 900 ln (900/891)). */
	assert_float_equal(log_likelihood(10, 100, 10, 1000), 46.99, NEARLY);
	/* Less often: below 0, by 2 (1 ln (1/2) + 99 ln (99/98) + 19 ln (19/18)
	 * + 881 ln (881/882)). */
	assert_float_equal(log_likelihood(1, 100, 20, 1000), -0.68, NEARLY);
	/* Near words that are all there are. */
	assert_float_equal(log_likelihood(10, 1000, 10, 1000), 0, NEARLY);
}

static void test_log_ratio(void **state)
{
	(void)state;
	/* 10 of 100 near, 10 of 900 elsewhere: nine times as many. */
	assert_float_equal(log_ratio(10, 100, 20, 1000), log2(9), NEARLY);
	assert_float_equal(log_ratio(2, 100, 20, 1000), 0, NEARLY);
	/* Never elsewhere: as if half a time. */
	assert_float_equal(log_ratio(10, 100, 10, 1000), log2(180), NEARLY);
}

/* ---- stop words --------------------------------------------------------- */

static bool is_stop(const struct stopwords *s, const char *word,
                    const char *code)
{
	return (stopwords_of(s, word, strlen(word)) &
	        stopwords_language(code, strlen(code))) != 0;
}

static void test_stop_words(void **state)
{
	struct stopwords *s = stopwords_new();

	(void)state;
	assert_true(is_stop(s, "the", "en"));
	assert_false(is_stop(s, "the", "de"));
	assert_true(is_stop(s, "die", "de"));
	assert_false(is_stop(s, "die", "en"));
	/* As texts are folded, not as it is written. */
	assert_true(is_stop(s, "fur", "de"));
	assert_false(is_stop(s, "ferry", "en"));
	assert_int_equal(stopwords_language("tlh", 3), 0);
	assert_int_equal(stopwords_of(s, "ferry", 5), 0);
	stopwords_free(s);
	stopwords_free(NULL);
}

/* ---- the same text ------------------------------------------------------ */

static double same(const char *a, const char *b)
{
	struct analyser *analyser = analyser_new();
	struct token_list l = TOKEN_LIST_INIT;
	struct shingles one = SHINGLES_INIT, other = SHINGLES_INIT;
	struct record r = { .revision = 0 };
	double share;

	r.part[PART_BODY] = (struct slice){ a, strlen(a) };
	shingles_make(&one, analyser, &l, &r);
	r.part[PART_BODY] = (struct slice){ b, strlen(b) };
	shingles_make(&other, analyser, &l, &r);
	share = shingles_same(&one, &other);
	assert_true(share == shingles_same(&other, &one));
	shingles_release(&one);
	shingles_release(&other);
	token_list_release(&l);
	analyser_free(analyser);
	return share;
}

static void test_same_text(void **state)
{
	(void)state;
	assert_float_equal(same("one two three four five six",
	                        "One two -- three, four five SIX."),
	                   1, 0);
	/* Of 2 and 2 stretches one is common: 1 of 3. */
	assert_float_equal(same("one two three four five six",
	                        "two three four five six seven"),
	                   1.0 / 3, NEARLY);
	assert_float_equal(same("one two three four five six",
	                        "six five four three two one"),
	                   0, 0);
	/* A stretch counts once. */
	assert_float_equal(same("a b c d e a b c d e a b c d e",
	                        "a b c d e a b c d e"),
	                   1, 0);
	assert_float_equal(same("too short", "too short"), 1, 0);
	assert_float_equal(same("too short", "short too"), 0, 0);
	assert_float_equal(same("too short", "too"), 0, 0);
	assert_float_equal(same("", ""), 0, 0);
	assert_float_equal(same("one", ""), 0, 0);
}

/* ---- a query of words --------------------------------------------------- */

static void test_query_of_words(void **state)
{
	char one[] = "ferry", two[] = "2019";
	struct telling_word v[] = { { .form = one }, { .form = two } };
	struct telling_words w = { v, 2 };
	char *text = telling_words_query(&w, NULL);

	(void)state;
	assert_string_equal(text, "(=ferry or =2019)");
	free(text);
	text = telling_words_query(&w, "a or b");
	assert_string_equal(text, "(a or b) and (=ferry or =2019)");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_log_likelihood),
		cmocka_unit_test(test_log_ratio),
		cmocka_unit_test(test_stop_words),
		cmocka_unit_test(test_same_text),
		cmocka_unit_test(test_query_of_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
