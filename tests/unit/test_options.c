/* What lib/base promises of options, JSON lines, numbers and files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "lib/base/file.h"
#include "lib/base/json.h"
#include "lib/base/options.h"
#include "lib/base/progress.h"
#include "tests/unit/scratch.h"

/* ---- options ---------------------------------------------------------- */

struct given {
	const char *index, *sort;
	struct opt_list include;
	uint64_t limit, room;
	bool json;
};

static const struct opt opts[] = {
	{ 'i', "index", "F", OPT_STRING, offsetof(struct given, index), NULL,
	  "the index" },
	{ 's', "sort", "O", OPT_CHOICE, offsetof(struct given, sort),
	  "date -date", "the order" },
	{ 0, "include", "G", OPT_LIST, offsetof(struct given, include), NULL,
	  "which" },
	{ 'n', "limit", "N", OPT_NUMBER, offsetof(struct given, limit), NULL,
	  "how many" },
	{ 0, "room", "SIZE", OPT_BYTES, offsetof(struct given, room), NULL,
	  "how large" },
	{ 0, "json", NULL, OPT_FLAG, offsetof(struct given, json), NULL,
	  "for programs" },
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};

static const struct command command = {
	.name = "ask", .usage = "X", .opts = opts,
	.size = sizeof(struct given),
};

/* Parse a line of words separated by blanks. */
static enum nx_status parse(const char *line, struct given *g,
                            struct operands *o, struct nx_err *err)
{
	static char words[256];
	char *argv[32];
	int argc = 0;

	memset(g, 0, sizeof *g);
	(void)snprintf(words, sizeof words, "%s", line);
	for (char *save = NULL, *w = strtok_r(words, " ", &save); w != NULL;
	     w = strtok_r(NULL, " ", &save))
		argv[argc++] = w;
	return options_parse(&command, argc, argv, g, o, err);
}

static void test_options_anywhere(void **state)
{
	struct operands o;
	struct given g;

	(void)state;
	assert_int_equal(parse("one -i idx --include=a --include b -n5 --json "
	                       "two --sort -date -- --three -",
	                       &g, &o, NULL),
	                 NX_OK);
	assert_string_equal(g.index, "idx");
	assert_string_equal(g.sort, "-date");
	assert_int_equal(g.include.n, 2);
	assert_string_equal(g.include.v[1], "b");
	assert_null(g.include.v[2]);
	assert_int_equal(g.limit, 5);
	assert_true(g.json);
	assert_int_equal(o.n, 4);
	assert_string_equal(o.v[0], "one");
	assert_string_equal(o.v[2], "--three");
	assert_string_equal(o.v[3], "-");
	assert_null(o.v[4]);
	free(o.v);
}

static void test_sizes(void **state)
{
	static const struct {
		const char *line;
		uint64_t bytes;
	} v[] = {
		{ "--room 1000", 1000 },
		{ "--room=2k", 2048 },
		{ "--room=2K", 2048 },
		{ "--room 512M", 536870912 },
		{ "--room 3G", 3221225472 },
		{ "--room 16777215T", 18446742974197923840u },
	};
	struct operands o;
	struct given g;

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
		assert_int_equal(parse(v[i].line, &g, &o, NULL), NX_OK);
		assert_true(g.room == v[i].bytes);
		free(o.v);
	}
}

static void test_wrong_options(void **state)
{
	static const char *const wrong[][2] = {
		{ "--nope", "unknown option --nope" },
		{ "-x", "unknown option -x" },
		{ "--index", "--index needs a value" },
		{ "--limit 5x", "'5x'" },
		{ "--limit=-5", "'-5'" },
		{ "--limit 99999999999999999999", "--limit takes a number" },
		{ "--room M", "--room takes a size such as 512M, not 'M'" },
		{ "--room 5MB", "'5MB'" },
		{ "--room 5x", "'5x'" },
		{ "--room -5M", "--room takes a size" },
		{ "--room 16777216T", "'16777216T'" },
		{ "--json=yes", "--json takes no value" },
		{ "--sort up", "one of: date -date" },
		{ "--sort dat", "not 'dat'" },
	};
	struct operands o;
	struct nx_err err;
	struct given g;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		assert_int_equal(parse(wrong[i][0], &g, &o, &err), NX_USAGE);
		assert_non_null(strstr(err.msg, wrong[i][1]));
		free(o.v);
	}
}

/* ---- JSON ------------------------------------------------------------- */

static void test_json_line(void **state)
{
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);
	struct json j;

	(void)state;
	json_begin(&j, f);
	json_text(&j, "a", "quote \" back \\ tab \t \x1b end");
	json_str(&j, "bad", "x\xff\xc3", 3);
	json_str(&j, "nul", "a\0b", 3);
	json_open(&j, "list", '[');
	json_num(&j, NULL, UINT64_MAX);
	json_open(&j, NULL, '{');
	json_close(&j);
	json_bool(&j, NULL, false);
	json_close(&j);
	json_open(&j, "open", '{');
	json_text(&j, "caf\xc3\xa9", "");
	json_end(&j);
	fclose(f);
	assert_string_equal(
	        text, "{\"a\":\"quote \\\" back \\\\ tab \\t \\u001b end\","
	              "\"bad\":\"x\xef\xbf\xbd\xef\xbf\xbd\","
	              "\"nul\":\"a\\u0000b\","
	              "\"list\":[18446744073709551615,{},false],"
	              "\"open\":{\"caf\xc3\xa9\":\"\"}}\n");
	free(text);
}

/* ---- numbers for people ----------------------------------------------- */

static void test_numbers(void **state)
{
	char t[PROGRESS_TEXT];

	(void)state;
	assert_string_equal(text_count(0, t), "0");
	assert_string_equal(text_count(999, t), "999");
	assert_string_equal(text_count(1000, t), "1,000");
	assert_string_equal(text_count(1234567, t), "1,234,567");
	assert_string_equal(text_bytes(0, t), "0 B");
	assert_string_equal(text_bytes(999, t), "999 B");
	assert_string_equal(text_bytes(1000, t), "1.0 kB");
	assert_string_equal(text_bytes(15500000, t), "15.5 MB");
	assert_string_equal(text_bytes(999999999, t), "1.0 GB");
	assert_string_equal(text_bytes(UINT64_MAX, t), "18447 PB");
}

/* ---- files ------------------------------------------------------------ */

static void test_files(void **state)
{
	struct buf b = BUF_INIT;
	struct nx_err err;

	(void)state;
	assert_int_equal(file_mkdir(scratch("d"), &err), NX_OK);
	assert_int_equal(file_mkdir(scratch("d"), &err), NX_OK);
	assert_int_equal(file_replace(scratch("d/f"), "old", 3, &err), NX_OK);
	assert_int_equal(file_replace(scratch("d/f"), "new!", 4, &err), NX_OK);
	assert_int_equal(file_read(scratch("d/f"), 4, &b, &err), NX_OK);
	assert_string_equal(b.p, "new!");
	assert_int_equal(file_read(scratch("d/f"), 3, &b, &err), NX_BOUND);
	assert_int_equal(file_folder_bytes(scratch_dir), 4);
	assert_int_equal(file_read(scratch("none"), 9, &b, &err), NX_NOTFOUND);
	assert_int_equal(file_replace(scratch("no/f"), "x", 1, &err),
	                 NX_NOTFOUND);
	assert_int_equal(file_remove_flat(scratch("d"), &err), NX_OK);
	assert_int_equal(file_remove_flat(scratch("d"), &err), NX_OK);
	assert_int_equal(file_read(scratch("d/f"), 9, &b, &err), NX_NOTFOUND);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_options_anywhere),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_wrong_options),
		cmocka_unit_test(test_json_line),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test_setup_teardown(test_files, scratch_make,
		                                scratch_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
