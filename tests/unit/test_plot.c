/* Bars, scales, marks of time; counts of many questions as a table; CSV. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base/instant.h"
#include "query/batch.h"
#include "query/csv.h"
#include "query/matrix.h"
#include "query/plot.h"
#include "query/trend.h"
#include "tests/unit/scratch.h"

static void test_bars(void **state)
{
	static const struct {
		double share;
		size_t columns, taken;
		const char *bar;
	} row[] = {
		{ 0, 10, 0, "" },        { 1, 0, 0, "" },
		{ 1, 3, 3, "███" },      { 2, 3, 3, "███" },
		{ 0.5, 3, 2, "█▌" },     { 1e-9, 10, 1, "▏" },
		{ 0.125, 8, 1, "█" },    { 0.14, 8, 2, "█▏" },
		{ 0.99, 2, 2, "██" },    { -1, 2, 0, "" },
		{ 0.0 / 1.0, 2, 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct buf b = BUF_INIT;

		assert_int_equal(bar_add(&b, row[i].share, row[i].columns),
		                 row[i].taken);
		assert_string_equal(buf_str(&b), row[i].bar);
		buf_release(&b);
	}
}

/* "0 20 40 60": all marks of a scale. */
static void check_scale(double most, unsigned marks, bool whole,
                        const char *expected)
{
	struct scale s = scale_nice(most, marks, whole);
	struct buf b = BUF_INIT;
	char text[SCALE_TEXT];

	for (unsigned i = 0; i <= s.n; i++)
		buf_addf(&b, "%s%s", i > 0 ? " " : "", scale_text(&s, i, text));
	assert_string_equal(b.p, expected);
	buf_release(&b);
}

static void test_scales(void **state)
{
	(void)state;
	check_scale(0, 5, true, "0 1");
	check_scale(1, 5, true, "0 1");
	check_scale(3, 5, true, "0 1 2 3");
	check_scale(5, 5, true, "0 1 2 3 4 5");
	check_scale(6, 5, true, "0 2 4 6");
	check_scale(52, 6, true, "0 10 20 30 40 50 60");
	check_scale(117, 6, true, "0 20 40 60 80 100 120");
	check_scale(1000, 5, true, "0 200 400 600 800 1,000");
	check_scale(123456, 4, true, "0 50,000 100,000 150,000");
	check_scale(1, 4, false, "0.0 0.5 1.0");
	check_scale(0.3, 4, false, "0.0 0.1 0.2 0.3");
	check_scale(0.0042, 4, false, "0.000 0.002 0.004 0.006");
	/* Whatever is to be shown is, within as many marks. */
	for (double most = 0.001; most < 1e7; most *= 1.37)
		for (unsigned marks = 1; marks < 10; marks++) {
			struct scale s = scale_nice(most, marks, false);

			assert_true(s.step * s.n >= most * (1 - 1e-8));
			assert_true(s.n <= marks && s.n >= 1);
		}
}

static void test_percents(void **state)
{
	char text[SCALE_TEXT];

	(void)state;
	assert_string_equal(percent_text(1, 1, text), "100.0%");
	assert_string_equal(percent_text(0.1234, 0.5, text), "12.3%");
	assert_string_equal(percent_text(0.01234, 0.05, text), "1.23%");
	assert_string_equal(percent_text(0.0001234, 0.005, text), "0.012%");
}

static int32_t day_of(const char *date)
{
	struct instant i;

	assert_true(instant_parse(date, strlen(date), &i));
	return (int32_t)civil_day_of(i.sec);
}

static void check_marks(enum period by, const char *first, const char *end,
                        size_t most, const char *expected)
{
	struct buf b = BUF_INIT;
	struct time_marks m;
	char text[PERIOD_TEXT];

	time_marks_make(&m, by, day_of(first), day_of(end), most);
	for (size_t i = 0; i < m.n; i++)
		buf_addf(&b, "%s%s", i > 0 ? " " : "",
		         period_text(m.unit, m.day[i], text));
	assert_string_equal(buf_str(&b), expected);
	assert_true(m.n <= most);
	buf_release(&b);
	free(m.day);
}

static void test_marks(void **state)
{
	(void)state;
	check_marks(PERIOD_DAY, "2019-05-06", "2019-05-09", 5,
	            "2019-05-06 2019-05-07 2019-05-08");
	/* Mondays. */
	check_marks(PERIOD_DAY, "2019-05-08", "2019-05-28", 5,
	            "2019-W20 2019-W21 2019-W22");
	check_marks(PERIOD_WEEK, "2019-01-07", "2019-07-01", 8,
	            "2019-02 2019-03 2019-04 2019-05 2019-06");
	check_marks(PERIOD_MONTH, "2019-02-01", "2020-08-01", 8,
	            "2019-04 2019-07 2019-10 2020-01 2020-04 2020-07");
	check_marks(PERIOD_MONTH, "2010-06-01", "2020-08-01", 8,
	            "2012 2014 2016 2018 2020");
	check_marks(PERIOD_YEAR, "1905-01-01", "1912-01-01", 8,
	            "1905 1906 1907 1908 1909 1910 1911");
	check_marks(PERIOD_YEAR, "1605-01-01", "2026-01-01", 10,
	            "1650 1700 1750 1800 1850 1900 1950 2000");
	check_marks(PERIOD_DAY, "1969-12-30", "1970-01-02", 9,
	            "1969-12-30 1969-12-31 1970-01-01");
}

static void test_shares(void **state)
{
	double share = 7;

	(void)state;
	assert_false(trend_share(0, 0, &share));
	assert_true(share >= 0 && share <= 0);
	assert_true(trend_share(0, 4, &share));
	assert_true(share >= 0 && share <= 0);
	assert_true(trend_share(1, 4, &share));
	assert_true(share > 0.2499 && share < 0.2501);
}

/* ---- a matrix ------------------------------------------------------------ */

static void add(struct matrix *m, const char *name, uint64_t articles)
{
	const struct count n = { articles, 2 * articles };

	matrix_add(m, name, strlen(name), &n);
}

/* "b 1 7" and the like: a column, and its counts in the rows. */
static void check_columns(struct matrix *m, const char *expected)
{
	struct buf b = BUF_INIT;

	for (size_t c = 0; c < m->n_column; c++) {
		struct slice name = matrix_name(m, m->column[c]);

		buf_addf(&b, "%s%.*s", c > 0 ? ", " : "", (int)name.len,
		         name.p);
		for (size_t row = 0; row < m->n_row; row++) {
			struct count n[8];

			assert_true(m->n_column <= 8);
			matrix_dense(m, row, n);
			assert_int_equal(n[c].hits, 2 * n[c].articles);
			buf_addf(&b, " %u", (unsigned)n[c].articles);
		}
	}
	assert_string_equal(buf_str(&b), expected);
	buf_release(&b);
}

static void test_matrix(void **state)
{
	struct matrix m;
	size_t n;

	(void)state;
	matrix_init(&m);
	matrix_order(&m, MATRIX_BY_SIZE);
	assert_int_equal(m.n_column, 0);
	matrix_row(&m);
	add(&m, "b", 3);
	add(&m, "c", 4);
	matrix_row(&m);
	matrix_row(&m);
	add(&m, "a", 7);
	add(&m, "b", 5);
	assert_non_null(matrix_cells(&m, 0, &n));
	assert_int_equal(n, 2);
	(void)matrix_cells(&m, 1, &n);
	assert_int_equal(n, 0);
	matrix_order(&m, MATRIX_BY_SIZE);
	check_columns(&m, "b 3 0 5, a 0 0 7, c 4 0 0");
	matrix_want(&m, "aa", 2);
	matrix_want(&m, "b", 1);
	matrix_order(&m, MATRIX_BY_NAME);
	check_columns(&m, "a 0 0 7, aa 0 0 0, b 3 0 5, c 4 0 0");
	matrix_release(&m);
	assert_int_equal(m.n_row, 0);
}

/* ---- a file of questions --------------------------------------------------
 */

static void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void test_lines(void **state)
{
	const char *path = scratch("queries");
	struct batch b;

	(void)state;
	write_file(path, "\xef\xbb\xbf# a list\r\n\r\n  \t \nferry\r\n"
	                 " Ada \t \"ada byron\" \n\ttram\n#x\ty\nlast");
	assert_int_equal(batch_read(&b, path, NULL), NX_OK);
	assert_int_equal(b.n, 4);
	assert_true(b.named);
	assert_string_equal(b.v[0].text, "ferry");
	assert_string_equal(b.v[0].name, "");
	assert_int_equal(b.v[0].line, 4);
	assert_string_equal(b.v[1].name, "Ada");
	assert_string_equal(b.v[1].text, "\"ada byron\"");
	assert_int_equal(b.v[1].lead, 7);
	assert_string_equal(b.v[2].text, "tram");
	assert_int_equal(b.v[2].lead, 1);
	assert_string_equal(b.v[3].text, "last");
	assert_int_equal(b.v[3].line, 8);
	batch_release(&b);
	write_file(path, "# nothing\n");
	assert_int_equal(batch_read(&b, path, NULL), NX_USAGE);
	batch_release(&b);
	write_file(path, "");
	assert_int_equal(batch_read(&b, path, NULL), NX_USAGE);
	batch_release(&b);
	assert_int_equal(batch_read(&b, scratch("none"), NULL), NX_NOTFOUND);
	batch_release(&b);
}

/* ---- CSV ------------------------------------------------------------------
 */

static void check_csv(const char *in, size_t len, const char *field,
                      const char *tidied)
{
	char *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);

	assert_non_null(f);
	csv_field(f, in, len);
	fputc('|', f);
	csv_tidy(f, in, len);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(strncmp(text, field, strlen(field)), 0);
	assert_string_equal(text + strlen(field) + 1, tidied);
	free(text);
}

static void test_csv(void **state)
{
	(void)state;
	check_csv("a b", 3, "a b", "a b");
	check_csv("", 0, "", "");
	check_csv("a,b", 3, "\"a,b\"", "\"a,b\"");
	check_csv("\"gun\" x", 7, "\"\"\"gun\"\" x\"", "\"\"\"gun\"\" x\"");
	check_csv(" a\n", 3, "\" a\n\"", "a");
	check_csv("a\033[1m", 5, "a\033[1m", "a [1m");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bars),
		cmocka_unit_test(test_scales),
		cmocka_unit_test(test_percents),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_shares),
		cmocka_unit_test(test_matrix),
		cmocka_unit_test_setup_teardown(test_lines, scratch_make,
		                                scratch_remove),
		cmocka_unit_test(test_csv),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
