/* JSON: the table tests/cases/json.case, bounds, and hostile bytes. */
#include "tests/unit/corpus_help.h"

#include "lib/base/limits.h"

extern const struct format format_json;

#define STR(s) (s), sizeof(s) - 1

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_json, "tests/cases/json.case", 35);
}

static void test_bids(void **state)
{
	(void)state;
	assert_true(bid_on(&format_json, "a.json", STR("{\"a\": 1}")) >=
	            BID_LIKELY);
	assert_true(bid_on(&format_json, "a", STR(" [ {\"a\": 1}]")) >=
	            BID_LIKELY);
	assert_true(bid_on(&format_json, "a", STR("\x1e{\"a\": 1}")) >=
	            BID_LIKELY);
	assert_int_equal(bid_on(&format_json, "a.json", STR("[1, 2]")),
	                 BID_NONE);
	assert_int_equal(bid_on(&format_json, "a", STR("{\\rtf1\\ansi")),
	                 BID_NONE);
	assert_int_equal(bid_on(&format_json, "a.json", STR("")), BID_NONE);
}

static void repeat(struct buf *b, const char *s, size_t n)
{
	while (n-- > 0)
		buf_adds(b, s);
}

/* Nesting is refused before a recursive parser sees it, and costs itself. */
static void test_depth(void **state)
{
	struct buf b = BUF_INIT;
	struct told t;

	(void)state;
	buf_adds(&b, "{\"id\": \"abcdef1\", \"x\": ");
	repeat(&b, "[", 1000000);
	buf_adds(&b, "\n{\"id\": \"abcdef2\", \"text\": \"Two.\"}\n");
	tell(&t, &format_json, "a.jsonl", b.p, b.len, 65536);
	assert_string_equal(t.out.p, "failed nested too deep\n"
	                             "article json:abcdef2\n  body: Two.\n");
	buf_release(&t.out);

	/* In a list, too. */
	buf_clear(&b);
	repeat(&b, "[", 1000000);
	tell(&t, &format_json, "a.json", b.p, b.len, 65536);
	assert_int_equal(t.articles, 0);
	assert_int_equal(t.failed, 1);
	buf_release(&t.out);
	buf_release(&b);
}

/* A record of too many values, or too many bytes, is passed over whole. */
static void test_bounds(void **state)
{
	static const char next[] = "]}\n{\"id\": \"abcdef2\", \"text\": "
				   "\"Two.\"}\n";
	struct buf b = BUF_INIT;
	struct told t;

	(void)state;
	buf_adds(&b, "{\"x\": [1");
	repeat(&b, ",1", LIMIT_JSON_VALUES);
	buf_adds(&b, next);
	tell(&t, &format_json, "a.jsonl", b.p, b.len, 65536);
	assert_string_equal(t.out.p, "failed too many values in one record\n"
	                             "article json:abcdef2\n  body: Two.\n");
	buf_release(&t.out);

	buf_clear(&b);
	buf_adds(&b, "{\"x\": [\"");
	repeat(&b, "0123456789abcdef", LIMIT_RECORD / 16);
	buf_adds(&b, "\"");
	buf_adds(&b, next);
	tell(&t, &format_json, "a.jsonl", b.p, b.len, 1 << 20);
	assert_string_equal(t.out.p, "failed longer than a record may be\n"
	                             "article json:abcdef2\n  body: Two.\n");
	buf_release(&t.out);
	buf_release(&b);
}

/* A list inside one document that is longer than any record. */
static void test_long_list(void **state)
{
	struct buf b = BUF_INIT;
	struct told t;
	unsigned n = 0;

	(void)state;
	buf_adds(&b, "{\"total\": 9, \"articles\": [");
	while (b.len < LIMIT_RECORD + 100000) {
		buf_addf(&b, "%s{\"id\": \"abcdef%u\", \"text\": \"",
		         n == 0 ? "" : ",", n);
		repeat(&b, "Words, words and words. ", 40000);
		buf_adds(&b, "\"}");
		n++;
	}
	buf_adds(&b, "], \"more\": false}");
	assert_int_equal(tell(&t, &format_json, "a.json", b.p, b.len, 65536),
	                 NX_OK);
	assert_int_equal(t.articles, n);
	assert_int_equal(t.failed, 0);
	buf_release(&t.out);
	buf_release(&b);
}

static void test_bytes(void **state)
{
	static const char nul[] = "{\"id\": \"abcdef1\", \"text\": "
				  "\"be\0fore and after\"}";
	static const char latin[] = "{\"id\": \"abcdef1\", \"text\": "
				    "\"Caf\xe9 au lait, cr\xe8me\"}";
	struct told t;

	(void)state;
	tell(&t, &format_json, "a.json", STR(nul), 100);
	assert_string_equal(t.out.p, "article json:abcdef1\n"
	                             "  body: be fore and after\n");
	buf_release(&t.out);
	tell(&t, &format_json, "a.json", STR(latin), 100);
	assert_non_null(strstr(t.out.p, "Café au lait, crème"));
	buf_release(&t.out);
}

/* Every prefix of a document is read to its end without a good record being
 * made of a broken one. */
static void test_prefixes(void **state)
{
	static const char doc[] =
		"[{\"id\": \"abcdef1\", \"text\": \"On\\u00e9 "
		"\\ud83d\\ude80\", "
		"\"n\": [1, {\"a\": null}]}, {\"id\": \"abcdef2\", \"text\": "
		"\"Two\", \"f\": 1.5e3}]";
	struct told t;

	(void)state;
	for (size_t n = 0; n < sizeof doc; n++) {
		tell(&t, &format_json, "a.json", doc, n, 3);
		assert_true(t.articles + t.failed <= 2);
		if (n < sizeof doc - 3)
			assert_true(t.articles < 2);
		buf_release(&t.out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),     cmocka_unit_test(test_bids),
		cmocka_unit_test(test_depth),     cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_long_list), cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_prefixes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
