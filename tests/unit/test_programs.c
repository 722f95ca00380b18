/* Which command was meant, and how the tables of options are told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base/options.h"
#include "lib/base/programs.h"

static void test_like(void **state)
{
	static const char *const more[] = { "query-language", NULL };

	(void)state;
	assert_string_equal(command_like("quary", NULL), "query");
	assert_string_equal(command_like("udpate", NULL), "update");
	assert_string_equal(command_like("facet", NULL), "facets");
	assert_null(command_like("query-langauge", NULL));
	assert_string_equal(command_like("query-langauge", more),
	                    "query-language");
	assert_null(command_like("zeppelin", more));
	assert_null(command_like("", NULL));
	/* Longer than any name. */
	assert_null(command_like("queryqueryqueryqueryqueryqueryqueryqueryquery"
	                         "queryqueryqueryqueryqueryqueryquery",
	                         NULL));
}

static void test_listed(void **state)
{
	(void)state;
	assert_string_equal(command_listed("build")->program,
	                    "newsidx-indexer");
	assert_null(command_listed("completion")->program);
	assert_null(command_listed("Search")); /* a heading */
	assert_null(command_listed("alert-tell"));
}

static void test_told(void **state)
{
	static const struct opt opts[] = {
		{ 's', "sort", "ORDER", OPT_CHOICE, 0, "date -date",
		  "the order" },
		{ 0, "wait", "SECONDS", OPT_MAYBE, 0, NULL, "so long" },
		{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
	};
	const struct command commands[] = {
		{ "source", "-i INDEX [OPTION]... list | add PATH...", NULL,
		  opts, 0, NULL, NULL },
		{ "alert-tell", "NAME", NULL, opts, 0, NULL, NULL },
		{ "show", "[OPTION]... ID...", NULL, opts + 2, 0, NULL, NULL },
		{ NULL, NULL, NULL, NULL, 0, NULL, NULL },
	};
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	(void)state;
	options_tell(commands, out);
	(void)fclose(out);
	assert_string_equal(
		text,
		"command\tsource\n"
		"option\ts\tsort\tORDER\tchoice\tdate -date\tthe order\n"
		"option\t\twait\tSECONDS\tmaybe\t\tso long\n"
		"option\th\thelp\t\tflag\t\tshow this and exit\n"
		"operand\tlist\t\n"
		"operand\tadd\tfile\n"
		"command\tshow\n"
		"option\th\thelp\t\tflag\t\tshow this and exit\n"
		"operand\t\t\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_like),
		cmocka_unit_test(test_listed),
		cmocka_unit_test(test_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
