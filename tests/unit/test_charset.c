/* Charsets: the table tests/cases/charset.case, and what holds for any bytes.
 */
#include "tests/unit/case_help.h"

#include <time.h>

#include "corpus/article.h"
#include "corpus/charset.h"
#include "corpus/charset_parts.h"
#include "corpus/entity.h"

static void describe(struct buf *out, const struct charset_result *r)
{
	buf_addf(out, "%s%s%s", r->name,
	         r->repairs & REPAIR_CHARSET ? " charset" : "",
	         r->repairs & REPAIR_MOJIBAKE ? " mojibake" : "");
}

static bool check_line(void *ctx, char *line)
{
	struct buf label = BUF_INIT, in = BUF_INIT, want = BUF_INIT,
	           got = BUF_INIT, told = BUF_INIT;
	char *bar = strstr(line, " | "), *arrow = strstr(line, " => ");
	char *end = arrow != NULL ? strstr(arrow + 3, " | ") : NULL;
	struct charset_result res;
	bool same;

	(void)ctx;
	if (bar == NULL || end == NULL)
		return false;
	*bar = *arrow = *end = '\0';
	add_unescaped(&label, line);
	add_unescaped(&in, bar + 3);
	if (end > arrow + 4)
		add_unescaped(&want, arrow + 4);
	charset_decode(buf_str(&in), in.len,
	               strcmp(line, "-") == 0 ? NULL : label.p, &got, &res);
	describe(&told, &res);
	same = buf_equal(&got, &want) && strcmp(told.p, end + 3) == 0;
	if (!same)
		print_error("%s\nwanted %s | %s\ngot    %s | %s\n", bar + 3,
		            buf_str(&want), end + 3, buf_str(&got), told.p);
	buf_release(&label);
	buf_release(&in);
	buf_release(&want);
	buf_release(&got);
	buf_release(&told);
	return same;
}

static void test_table(void **state)
{
	(void)state;
	check_lines("tests/cases/charset.case", 60, check_line, NULL);
}

/* What was in the buffer before stays as it was. */
static void test_appends(void **state)
{
	struct buf b = BUF_INIT;
	struct charset_result res;

	(void)state;
	buf_adds(&b, "e\xff");
	charset_decode("\xcc\x81\r\n\xc2\xa0z", 7, NULL, &b, &res);
	assert_int_equal(b.len, 7);
	assert_memory_equal(b.p, "e\xff\xcc\x81\n z", 7);
	buf_release(&b);
}

/* Every charset that has a name is one that ICU has. */
static void test_converters(void **state)
{
	static const char *const labels[] = {
		"ibm866", "latin2", "latin3", "latin4", "iso-8859-5",
		"iso-8859-6", "greek", "hebrew", "latin6", "iso-8859-13",
		"iso-8859-14", "latin9", "koi8-r", "koi8-u", "macintosh",
		"windows-874", "windows-1250", "windows-1251", "windows-1253",
		"windows-1254", "windows-1255", "windows-1256",
		"windows-1257", "windows-1258", "x-mac-cyrillic", "gbk",
		"big5", "euc-tw", "euc-jp", "iso-2022-jp", "iso-2022-kr",
		"iso-2022-cn", "hz-gb-2312", "sjis", "ks_c_5601-1987",
		"utf-16be", "utf-16le", "utf-32be", "utf-32le",
	};
	struct buf b = BUF_INIT;

	(void)state;
	for (size_t k = 0; k < sizeof labels / sizeof labels[0]; k++) {
		const struct charset *c = charset_find(labels[k],
		                                       strlen(labels[k]));

		assert_non_null(c);
		assert_string_equal(c->icu != NULL ? labels[k] : "", labels[k]);
		if (charset_convert(c, "", 0, &b) != 0)
			fail_msg("no converter for %s", labels[k]);
	}
	assert_null(charset_find("utf", 3));
	assert_null(charset_find("", 0));
	assert_null(charset_find(" ", 1));
	buf_release(&b);
}

/* A letter under a thousand marks keeps thirty, and costs no square. */
static void test_many_marks(void **state)
{
	struct buf b = BUF_INIT;
	unsigned repairs = 0;
	clock_t start = clock();

	(void)state;
	for (int k = 0; k < 500000; k++)
		buf_adds(&b, k % 2 ? "\xcc\x81" : "\xcc\x96");
	charset_scrub(&b, &repairs);
	assert_int_equal(b.len, 60);
	assert_true(utf8_valid(b.p, b.len));
	assert_true(clock() - start < 20 * CLOCKS_PER_SEC);
	buf_release(&b);
}

static unsigned seed = 7;

static unsigned roll(unsigned n)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % n;
}

/* No control and nothing invisible comes out, and doing it again changes
 * nothing. */
static void check_clean(const struct buf *b)
{
	struct buf again = BUF_INIT;
	unsigned repairs = 0;

	assert_true(utf8_valid(buf_str(b), b->len));
	for (size_t k = 0; k < b->len; k++) {
		unsigned char c = (unsigned char)b->p[k];

		assert_true((c >= 0x20 && c != 0x7f) || c == '\n' || c == '\t');
	}
	buf_add(&again, buf_str(b), b->len);
	charset_scrub(&again, &repairs);
	assert_true(buf_equal(&again, b));
	assert_int_equal(repairs, 0);
	buf_release(&again);
}

static void test_any_bytes(void **state)
{
	static const char *const piece[] = {
		"\xc3", "\xa9", "\xe2\x80", "\x99", "a", "\r", "\n", "\0x",
		"\xcc\x81", "\xcc\x96", "\xe1\x84\x92", "\xe1\x85\xa1", "\x1b$B",
		"\xff\xfe", "\xf0\x9f\x98\x80", "\xed\xa0\x80", "\xc2\x85",
		"Ã©", "â€™", "\xe2\x80\xa9", "\x93\xfa", "\xe6\x97\xa5", "q ",
	};
	static const char *const label[] = { "latin1", "utf-8", "sjis", "gbk",
		                             "utf-16le", "koi8-r", "x" };

	(void)state;
	for (int k = 0; k < 20000; k++) {
		struct buf in = BUF_INIT, out = BUF_INIT;
		struct charset_result res;

		for (unsigned n = roll(40); n > 0; n--) {
			const char *p = piece[roll(sizeof piece /
			                           sizeof piece[0])];

			if (roll(4) == 0)
				buf_addc(&in, (char)roll(256));
			else
				buf_add(&in, p, *p ? strlen(p) : 2);
		}
		charset_decode(buf_str(&in), in.len,
		               roll(2) ? label[roll(7)] : NULL, &out, &res);
		check_clean(&out);
		buf_release(&in);
		buf_release(&out);
	}
}

static void check_entity(const char *in, const char *want)
{
	struct buf b = BUF_INIT;

	entity_decode_all(in, strlen(in), &b);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

static void test_entities(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	check_entity("AT&amp;T, AT&T & R&D", "AT&T, AT&T & R&D");
	check_entity("&lt;p&gt; &quot;x&quot; &apos;", "<p> \"x\" '");
	check_entity("&eacute;&Eacute;&Ccaron;&hellip;&euro;", "éÉČ…€");
	check_entity("&#233;&#xE9;&#x2019;&#8217", "éé’’");
	check_entity("&#146;&#150; &#129;", "’– \xef\xbf\xbd");
	check_entity("x&#3;&#31;&#0;y&#10;z", "x   y\nz");
	check_entity("&#xd800;&#x110000;&#99999999999999999999;",
	             "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	check_entity("&blank;&hyph;&sect;&mu;&cx1f;", " -§μ ");
	check_entity("a&ampb &amp b &lt=x &eacute x", "a&ampb & b &lt=x &eacute x");
	check_entity("&amp;lt; &; &# &#x; &", "&lt; &; &# &#x; &");
	check_entity("&nosuchentityatall;", "&nosuchentityatall;");
	assert_int_equal(entity_decode("&amp;", 4, &b), 4);
	assert_int_equal(entity_decode("&am", 3, &b), 0);
	assert_int_equal(entity_decode("&", 1, &b), 0);
	assert_string_equal(b.p, "&");
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_appends),
		cmocka_unit_test(test_converters),
		cmocka_unit_test(test_many_marks),
		cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(test_entities),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
