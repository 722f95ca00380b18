/* Languages by any of their names, and the words that may have families. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/analysis/family.h"

static void check_found(const char *s, const char *code)
{
	const struct language *l = language_find(s, strlen(s));

	if (code == NULL) {
		if (l != NULL)
			fail_msg("%s is taken for %s", s, l->code);
		return;
	}
	if (l == NULL)
		fail_msg("%s is not known", s);
	else
		assert_string_equal(l->code, code);
}

static void test_names(void **state)
{
	static const char *const NAMES[][2] = {
		{ "en", "en" },       { "EN", "en" },
		{ "eng", "en" },      { "en-GB", "en" },
		{ "en_US.UTF-8", "en" }, { "English", "en" },
		{ "eNGLISH", "en" },  { " de ", "de" },
		{ "ger", "de" },      { "deu", "de" },
		{ "fre", "fr" },      { "fra", "fr" },
		{ "dut", "nl" },      { "zho", "zh" },
		{ "chi", "zh" },      { "zh-Hant-TW", "zh" },
		{ "fas", "fa" },      { "per", "fa" },
		{ "rus", "ru" },      { "nb-NO", "no" },
		{ "nn", "no" },       { "iw", "he" },
		{ "ca@valencia", "ca" }, { "gre", "el" },
		{ "rum", "ro" },      { "cze", "cs" },
		{ "Norwegian", "no" }, { "ukrainian", "uk" },
		{ "", NULL },         { "-", NULL },
		{ "x", NULL },        { "e", NULL },
		{ "engl", NULL },     { "xx", NULL },
		{ "und", NULL },      { "C", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
		check_found(NAMES[i][0], NAMES[i][1]);
}

static void test_table(void **state)
{
	size_t n = 0, stemmers = 0;

	(void)state;
	for (const struct language *l; (l = language_at(n)) != NULL; n++) {
		assert_int_equal(strlen(l->code), 2);
		assert_int_equal(strlen(l->code3), 3);
		/* Each is found by its own names: none is there twice. */
		assert_ptr_equal(language_find(l->code, 2), l);
		assert_ptr_equal(language_find(l->code3, 3), l);
		assert_ptr_equal(language_find(l->name, strlen(l->name)), l);
		stemmers += l->stemmer != NULL;
	}
	assert_int_equal(stemmers, 24);
	assert_null(language_at(n + 1));
}

static bool eligible(const char *code, const char *word)
{
	return family_eligible(language_find(code, strlen(code)), word,
	                       strlen(word));
}

static void test_eligible(void **state)
{
	(void)state;
	assert_true(eligible("en", "sanctions"));
	assert_true(eligible("en", "don't"));
	assert_true(eligible("en", "us"));
	assert_true(eligible("ru", "нефть"));
	assert_true(eligible("ar", "السلام"));
	assert_true(eligible("hy", "բարեւ"));
	assert_true(eligible("ne", "नेपाल"));
	assert_true(eligible("ta", "தமிழ்"));

	assert_false(eligible("en", "нефть"));
	assert_false(eligible("ru", "oil"));
	assert_false(eligible("en", "oilнефть"));
	assert_false(eligible("en", "covid19"));
	assert_false(eligible("en", "at&t"));
	assert_false(eligible("en", "3.14"));
	assert_false(eligible("en", "9/11"));
	assert_false(eligible("en", "a"));
	assert_false(eligible("en", "'a"));
	assert_false(eligible("en", ""));
	assert_false(eligible("en", "a\xff" "b"));
	assert_false(eligible("ja", "tokyo"));
	assert_false(family_eligible(NULL, "word", 4));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_eligible),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
