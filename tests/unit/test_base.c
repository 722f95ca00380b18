/* lib/base: bytes that grow, UTF-8, instants, statuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base/buf.h"
#include "lib/base/exit.h"
#include "lib/base/instant.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/base/status.h"
#include "lib/base/utf8.h"

/* ---- buf ---------------------------------------------------------------- */

static void test_buf_grows(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	assert_string_equal(buf_str(&b), "");
	for (int k = 0; k < 10000; k++) {
		buf_addc(&b, (char)('a' + k % 26));
		assert_int_equal(b.p[b.len], '\0');
	}
	assert_int_equal(b.len, 10000);
	assert_int_equal(b.p[9999], 'a' + 9999 % 26);
	buf_sets(&b, "one");
	buf_add(&b, "\0two", 4);
	buf_addf(&b, "-%d-%s", 42, "x");
	assert_int_equal(b.len, 12);
	assert_memory_equal(b.p, "one\0two-42-x", 13);
	buf_clear(&b);
	assert_string_equal(buf_str(&b), "");
	buf_release(&b);
	assert_null(b.p);
	buf_release(&b);
}

static void test_buf_cut_and_trim(void **state)
{
	struct buf b = BUF_INIT, c = BUF_INIT;

	(void)state;
	buf_trim(&b);
	buf_cut(&b, 0);
	assert_int_equal(b.len, 0);
	buf_sets(&b, " \t a b \r\n");
	buf_trim(&b);
	assert_string_equal(b.p, "a b");
	buf_cut(&b, 99);
	assert_string_equal(b.p, "a b");
	buf_cut(&b, 1);
	assert_string_equal(b.p, "a");
	buf_sets(&b, " \n ");
	buf_trim(&b);
	assert_string_equal(b.p, "");
	assert_true(buf_equal(&b, &c));
	buf_sets(&c, "x");
	assert_false(buf_equal(&b, &c));
	buf_release(&b);
	buf_release(&c);
}

static void test_varint(void **state)
{
	static const struct {
		uint64_t v;
		size_t bytes;
	} cases[] = {
		{ 0, 1 },       { 127, 1 },      { 128, 2 },
		{ 16383, 2 },   { 16384, 3 },    { UINT32_MAX, 5 },
		{ INT64_MAX, 9 }, { UINT64_MAX, 10 },
	};

	(void)state;
	for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
		struct buf b = BUF_INIT;
		const unsigned char *p, *end;
		uint64_t v = 1;

		buf_add_varint(&b, cases[k].v);
		assert_int_equal(b.len, cases[k].bytes);
		p = (const unsigned char *)b.p;
		end = p + b.len;
		/* Cut off anywhere, it is none, and p stays. */
		for (size_t n = 0; n < b.len; n++) {
			assert_false(varint_read(&p, p + n, &v));
			assert_ptr_equal(p, b.p);
		}
		assert_true(varint_read(&p, end, &v));
		assert_true(v == cases[k].v);
		assert_ptr_equal(p, end);
		buf_release(&b);
	}
}

static void test_varint_too_long(void **state)
{
	unsigned char bytes[11];
	const unsigned char *p = bytes;
	uint64_t v;

	(void)state;
	memset(bytes, 0xff, sizeof bytes);
	assert_false(varint_read(&p, bytes + sizeof bytes, &v));
	bytes[9] = 2; /* bit 64 */
	assert_false(varint_read(&p, bytes + sizeof bytes, &v));
	assert_ptr_equal(p, bytes);
	bytes[9] = 1;
	assert_true(varint_read(&p, bytes + sizeof bytes, &v));
	assert_true(v == UINT64_MAX);
}

/* ---- UTF-8 --------------------------------------------------------------- */

static void test_utf8_round_trip(void **state)
{
	char text[UTF8_MAX];
	unsigned n, got;

	(void)state;
	for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
		if (cp == 0xd800)
			cp = 0xe000;
		n = utf8_encode(cp, text);
		assert_true(utf8_decode(text, text + n, &got) == cp);
		assert_int_equal(got, n);
		assert_true(utf8_valid(text, n));
		/* Cut off, it is none. */
		for (unsigned k = 1; k < n; k++) {
			assert_false(utf8_valid(text, k));
			assert_true(utf8_decode(text, text + k, &got) ==
			            UTF8_BAD);
			assert_int_equal(got, 1);
		}
	}
}

static void test_utf8_bad(void **state)
{
	static const char *const bad[] = {
		"\x80",         "\xbf",         "\xc0\x80",     "\xc1\xbf",
		"\xe0\x80\x80", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xed\xbf\xbf",
		"\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80", "\xff", "\xc3(", "\xe2\x82(", "\xc3\xc3\xa9",
		"ASCII and then \xe9", "\xc3\xa9\xe9 and",
	};
	char text[UTF8_MAX];
	unsigned n;

	(void)state;
	for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++)
		assert_false(utf8_valid(bad[k], strlen(bad[k])));
	for (size_t k = 0; k < 13; k++) {
		assert_true(utf8_decode(bad[k], bad[k] + strlen(bad[k]), &n) ==
		            UTF8_BAD);
		assert_int_equal(n, 1);
	}
	assert_true(utf8_valid("", 0));
	assert_true(utf8_valid("a\0b\xc3\xa9", 5));
	n = utf8_encode(UTF8_BAD, text);
	assert_int_equal(n, 3);
	assert_memory_equal(text, "\xef\xbf\xbd", 3);
	n = utf8_encode(0xd800, text);
	assert_memory_equal(text, "\xef\xbf\xbd", 3);
}

static void test_utf8_tidy(void **state)
{
	static const struct {
		const char *in, *out;
	} v[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "caf\xc3\xa9 \xe6\x97\xa5", "caf\xc3\xa9 \xe6\x97\xa5" },
		{ "a\nb\tc\033[31m\x7f", "a?b?c?[31m?" },
		{ "\xc2\x9b\x33m", "?3m" }, /* CSI as a C1 control */
		{ "lat\xe9 \xff", "lat? ?" },
		{ "cut \xe2\x82", "cut ??" },
	};
	char text[32];

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
		memcpy(text, v[i].in, strlen(v[i].in) + 1);
		utf8_tidy(text);
		assert_string_equal(text, v[i].out);
	}
}

static void test_utf8_cut(void **state)
{
	static const char text[] = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z";
	static const size_t want[] = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11 };
	const size_t len = sizeof text - 1;

	(void)state;
	for (size_t max = 0; max <= len; max++)
		assert_int_equal(utf8_cut(text, len, max), want[max]);
	assert_int_equal(utf8_cut(text, len, 1000), len);
	assert_int_equal(utf8_cut("", 0, 5), 0);
	/* A text that itself ends inside a character loses that. */
	assert_int_equal(utf8_cut("ab\xe2\x82", 4, 4), 2);
	/* Bytes that are no character anyway may be parted. */
	assert_int_equal(utf8_cut("\x80\x80\x80\x80\x80\x80", 6, 5), 5);
	assert_int_equal(utf8_cut("a\xff\xff\xff", 4, 2), 2);
}

/* ---- instants ------------------------------------------------------------ */

/* Every day of the years that dates may have, against counting. */
static void test_civil(void **state)
{
	int64_t first = civil_days(LIMIT_YEAR_MIN, 1, 1);
	int year = LIMIT_YEAR_MIN;
	unsigned month = 1, day = 1;

	(void)state;
	assert_int_equal(civil_days(1970, 1, 1), 0);
	assert_int_equal(civil_days(2000, 3, 1), 11017);
	assert_true(civil_days(1600, 1, 1) == -135140);
	for (int64_t d = first; year <= LIMIT_YEAR_MAX; d++) {
		static const unsigned n[] = { 31, 28, 31, 30, 31, 30,
			                      31, 31, 30, 31, 30, 31 };
		bool leap = year % 4 == 0 &&
		            (year % 100 != 0 || year % 400 == 0);
		int y;
		unsigned m, dd;

		assert_true(civil_days(year, month, day) == d);
		civil_date(d, &y, &m, &dd);
		assert_true(y == year && m == month && dd == day);
		if (++day > n[month - 1] + (month == 2 && leap)) {
			day = 1;
			if (++month > 12) {
				month = 1;
				year++;
			}
		}
	}
}

static void test_instant_parse(void **state)
{
	/* What is read is written the same, but where it is said. */
	static const struct {
		const char *in, *out, *last;
	} good[] = {
		{ "2019", "2019", "2019-12-31T23:59:59" },
		{ "2019-03", "2019-03", "2019-03-31T23:59:59" },
		{ "2020-02", "2020-02", "2020-02-29T23:59:59" },
		{ "2019-12", "2019-12", "2019-12-31T23:59:59" },
		{ "2019-03-07", "2019-03-07", "2019-03-07T23:59:59" },
		{ "20190307", "2019-03-07", "2019-03-07T23:59:59" },
		{ "1600-01-01", "1600-01-01", "1600-01-01T23:59:59" },
		{ "2019-03-07T14:05", "2019-03-07T14:05",
		  "2019-03-07T14:05:59" },
		{ "2019-03-07 14:05:06", "2019-03-07T14:05:06",
		  "2019-03-07T14:05:06" },
		{ "2019-03-07T14:05:06Z", "2019-03-07T14:05:06Z", NULL },
		{ "20190307T140506Z", "2019-03-07T14:05:06Z", NULL },
		{ "2019-03-07T14:05:06.789+01:00", "2019-03-07T14:05:06+01:00",
		  NULL },
		{ "2019-03-07T00:05-0930", "2019-03-07T00:05-09:30", NULL },
		{ "2019-03-07T14:05+01", "2019-03-07T14:05+01:00", NULL },
		{ "2019-03-07T24:00", "2019-03-08T00:00", NULL },
		{ "2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z", NULL },
	};

	(void)state;
	for (size_t k = 0; k < sizeof good / sizeof good[0]; k++) {
		struct instant i;
		char text[INSTANT_TEXT_MAX];

		assert_true(instant_parse(good[k].in, strlen(good[k].in), &i));
		assert_string_equal(instant_text(&i, text), good[k].out);
		if (good[k].last == NULL)
			continue;
		i.sec = instant_last(&i);
		i.precision = INSTANT_SECOND;
		assert_string_equal(instant_text(&i, text), good[k].last);
	}
}

static void test_instant_zone(void **state)
{
	struct instant a, b;

	(void)state;
	assert_true(instant_parse("2019-03-07T00:30:00+01:00", 25, &a));
	assert_true(instant_parse("2019-03-06T23:30:00Z", 20, &b));
	assert_true(a.sec == b.sec);
	assert_int_equal(a.offset, 3600);
	assert_true(a.zone_known && b.zone_known);
	assert_true(instant_parse("1960-03-06T23:30:00", 19, &b));
	assert_false(b.zone_known);
	assert_true(b.sec < 0);
}

static void test_instant_refuses(void **state)
{
	static const char *const bad[] = {
		"", "19", "201903", "2019-", "2019-3-7", "2019-13", "2019-00",
		"2019-02-29", "2100-02-29", "2019-04-31", "2019-03-00",
		"1599-12-31", "2201-01-01", "2019-03-07T", "2019-03-07T25:00",
		"2019-03-07T24:01", "2019-03-07T14:60", "2019-03-07T14:05:61",
		"2019-03-07T14:05+16:00", "2019-03-07T14:05+01:60",
		"2019-03-07T14:05Zx", "2019-03-07 x", "2019-03-07x",
		" 2019-03-07", "2019-03-07 ", "2019T14:05",
	};
	static const struct instant nothing = { 0 };
	char text[INSTANT_TEXT_MAX];

	(void)state;
	assert_string_equal(instant_text(&nothing, text), "");
	for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
		struct instant i;

		memset(&i, 1, sizeof i);
		if (instant_parse(bad[k], strlen(bad[k]), &i))
			fail_msg("\"%s\" was taken for a date", bad[k]);
		assert_memory_equal(&i, &nothing, sizeof i);
	}
}

/* ---- statuses ------------------------------------------------------------ */

static void test_status_sentence(void **state)
{
	struct nx_err err = { "" };
	char longish[3 * NX_ERR_MAX + 1];

	(void)state;
	assert_int_equal(nx_fail(&err, NX_DAMAGED, "at %d", 7), NX_DAMAGED);
	assert_string_equal(err.msg, "at 7");
	assert_int_equal(nx_fail_in(&err, NX_BOUND, "a.zip"), NX_BOUND);
	assert_string_equal(err.msg, "a.zip: at 7");
	/* No caller needs one. */
	assert_int_equal(nx_fail(NULL, NX_IO, "x"), NX_IO);
	assert_int_equal(nx_fail_in(NULL, NX_IO, "x"), NX_IO);
	/* What a file name may hold does not reach the terminal. */
	(void)nx_fail(&err, NX_IO, "%s", "a\033[2Jb\nc\x7f");
	assert_string_equal(err.msg, "a?[2Jb?c?");
	/* Cut at a character. */
	for (size_t k = 0; k < sizeof longish - 1; k += 3)
		memcpy(longish + k, "\xe2\x82\xac", 3);
	longish[sizeof longish - 1] = '\0';
	(void)nx_fail(&err, NX_IO, "%s", longish);
	assert_in_range(strlen(err.msg), NX_ERR_MAX - 4, NX_ERR_MAX - 1);
	assert_true(utf8_valid(err.msg, strlen(err.msg)));
}

static void test_status_names(void **state)
{
	(void)state;
	for (int st = NX_OK; st <= NX_NOMEM; st++)
		assert_string_not_equal(nx_status_name((enum nx_status)st),
		                        "unknown");
	assert_string_equal(nx_status_name((enum nx_status)9999), "unknown");
	assert_int_equal(exit_code_of(NX_OK), EXIT_DONE);
	assert_int_equal(exit_code_of(NX_END), EXIT_DONE);
	assert_int_equal(exit_code_of(NX_USAGE), EXIT_USAGE);
	assert_int_equal(exit_code_of(NX_EXISTS), EXIT_USAGE);
	assert_int_equal(exit_code_of(NX_LOCKED), EXIT_BUSY);
	assert_int_equal(exit_code_of(NX_DAMAGED), EXIT_PARTIAL);
	assert_int_equal(exit_code_of(NX_IO), EXIT_FAILED);
}

static void test_mem(void **state)
{
	size_t cap = 0;
	int *v = NULL;
	char *s;

	(void)state;
	for (size_t n = 0; n < 1000; n++) {
		v = NX_GROW(v, n, &cap);
		assert_true(n < cap);
		v[n] = (int)n;
	}
	assert_int_equal(v[999], 999);
	free(v);
	s = nx_strndup("abcdef", 3);
	assert_string_equal(s, "abc");
	free(s);
	s = nx_format("%s-%d", "x", 5);
	assert_string_equal(s, "x-5");
	free(s);
	s = nx_zalloc(0);
	assert_non_null(s);
	free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_buf_grows),
		cmocka_unit_test(test_buf_cut_and_trim),
		cmocka_unit_test(test_varint),
		cmocka_unit_test(test_varint_too_long),
		cmocka_unit_test(test_utf8_round_trip),
		cmocka_unit_test(test_utf8_bad),
		cmocka_unit_test(test_utf8_tidy),
		cmocka_unit_test(test_utf8_cut),
		cmocka_unit_test(test_civil),
		cmocka_unit_test(test_instant_parse),
		cmocka_unit_test(test_instant_zone),
		cmocka_unit_test(test_instant_refuses),
		cmocka_unit_test(test_status_sentence),
		cmocka_unit_test(test_status_names),
		cmocka_unit_test(test_mem),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
