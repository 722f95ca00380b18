/* Dates: the table tests/cases/date.case, and what holds for any bytes. */
#include "tests/unit/case_help.h"

#include "corpus/date.h"
#include "lib/base/limits.h"

struct how {
	char mode[16];
};

static bool read_as(const char *mode, const struct buf *in, struct instant *i)
{
	static const struct {
		const char *mode;
		enum date_order order;
	} orders[] = {
		{ "any", DATE_ORDER_UNKNOWN },
		{ "mdy", DATE_ORDER_MDY },
		{ "dmy", DATE_ORDER_DMY },
		{ "ymd", DATE_ORDER_YMD },
	};

	if (strcmp(mode, "id") == 0)
		return date_from_id(buf_str(in), in->len, i);
	if (strcmp(mode, "path") == 0)
		return date_from_path(buf_str(in), in->len, i);
	if (strcmp(mode, "number") == 0)
		return date_from_number(strtod(buf_str(in), NULL), i);
	for (size_t k = 0; k < sizeof orders / sizeof orders[0]; k++)
		if (strcmp(mode, orders[k].mode) == 0)
			return date_parse(buf_str(in), in->len,
			                  orders[k].order, i);
	fail_msg("no mode %s", mode);
	return false;
}

static bool check_line(void *ctx, char *line)
{
	struct how *how = ctx;
	struct instant i, nothing = { 0 };
	struct buf in = BUF_INIT;
	char text[INSTANT_TEXT_MAX], got[INSTANT_TEXT_MAX + 4];
	char *arrow = strstr(line, " => ");
	bool is_date, same;

	if (line[0] == '[') {
		(void)snprintf(how->mode, sizeof how->mode, "%.*s",
		               (int)strcspn(line + 1, "]"), line + 1);
		return true;
	}
	if (arrow == NULL)
		return false;
	*arrow = '\0';
	add_unescaped(&in, line);
	is_date = read_as(how->mode, &in, &i);
	(void)snprintf(got, sizeof got, "%s%s",
	               is_date ? instant_text(&i, text) : "-",
	               i.ambiguous ? " ~" : "");
	same = strcmp(got, arrow + 4) == 0 &&
	       (is_date || memcmp(&i, &nothing, sizeof i) == 0);
	if (!same)
		print_error("[%s] %s\nwanted %s\ngot    %s\n", how->mode, line,
		            arrow + 4, got);
	buf_release(&in);
	return same;
}

static void test_table(void **state)
{
	struct how how = { "any" };

	(void)state;
	check_lines("tests/cases/date.case", 150, check_line, &how);
}

static void test_origin(void **state)
{
	static const char path[] = "a/2019/03/07/b", url[] = "http://x/2019/03/";
	struct instant i;

	(void)state;
	assert_true(date_from_path(path, strlen(path), &i));
	assert_int_equal(i.origin, INSTANT_FROM_PATH);
	assert_true(date_from_path(url, strlen(url), &i));
	assert_int_equal(i.origin, INSTANT_FROM_URL);
	assert_int_equal(i.precision, INSTANT_MONTH);
}

static unsigned seed = 1;

static unsigned roll(unsigned n)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % n;
}

/* Pieces of dates in any order and number: whatever is read is in range. */
static void test_any_pieces(void **state)
{
	static const char *const piece[] = {
		"19", "87", "2019", "03", "7", "31", "0", "March", "mar", "p.m",
		"am",  "Z",  "+01", "-",    ":",  "/",  ".",  ",",  " ", "T",
		"年", "月",  "日", "Uhr",  "th", "(",  ")",  "h",  "\xff",
		"\xe0\xb8", "٣", "EST", "of", "20190307", "123456789012",
	};

	(void)state;
	for (int k = 0; k < 200000; k++) {
		struct buf b = BUF_INIT;
		struct instant i;
		int64_t least = civil_days(LIMIT_YEAR_MIN, 1, 1) * 86400;
		int64_t most = civil_days(LIMIT_YEAR_MAX + 1, 1, 1) * 86400;

		for (unsigned n = roll(12); n > 0; n--)
			buf_adds(&b, piece[roll(sizeof piece /
			                        sizeof piece[0])]);
		if (date_parse(buf_str(&b), b.len, roll(4), &i)) {
			assert_in_range(i.precision, INSTANT_YEAR,
			                INSTANT_SECOND);
			/* A zone or 24:00 may carry it over the year's end. */
			assert_true(i.sec >= least - 86400 &&
			            i.sec <= most + 86400);
		}
		(void)date_from_path(buf_str(&b), b.len, &i);
		(void)date_from_id(buf_str(&b), b.len, &i);
		buf_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_origin),
		cmocka_unit_test(test_any_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
