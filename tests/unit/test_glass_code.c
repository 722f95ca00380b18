/* What glass.h promises of versions and encodings. */
#include "tests/unit/glass_help.h"

static void test_versions(void **state)
{
	struct nx_err err;

	(void)state;
	assert_true(glass_version_known("1.4.0"));
	assert_true(glass_version_known("1.4.22"));
	assert_false(glass_version_known("1.40.1"));
	assert_false(glass_version_known("1.5.0"));
	assert_false(glass_version_known("2.0.0"));
	assert_false(glass_version_known(""));
	WELL(glass_known(&err));
}

/* What was appended, in hexadecimal; empties b. */
static const char *hex(struct buf *b)
{
	static struct buf out = BUF_INIT;
	static char text[256];

	buf_clear(&out);
	buf_add_hex(&out, b->p, b->len);
	(void)snprintf(text, sizeof text, "%s", buf_str(&out));
	buf_release(&out);
	buf_clear(b);
	return text;
}

static void test_numbers(void **state)
{
	static const struct {
		uint64_t v;
		const char *sorts;
	} row[] = {
		{ 0, "0000" },
		{ 0x7fff, "7fff" },
		{ 0x8000, "808000" },
		{ 0x3fffff, "bfffff" },
		{ 0x400000, "c0400000" },
		{ 0x1fffffff, "dfffffff" },
		{ 0x20000000, "e020000000" },
		{ 0xffffffff, "e0ffffffff" },
		{ (uint64_t)1 << 36, "f01000000000" },
		{ (uint64_t)1 << 56, "fd00000000000000" },
		{ (uint64_t)1 << 57, "fe0200000000000000" },
		{ UINT64_MAX, "feffffffffffffffff" },
	};
	struct buf b = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		glass_sortuint(&b, row[i].v);
		assert_string_equal(hex(&b), row[i].sorts);
	}
	glass_uint(&b, 127);
	glass_uint(&b, 128);
	glass_uint(&b, 300);
	assert_string_equal(hex(&b), "7f8001ac02");
	buf_release(&b);
}

static void test_strings(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	glass_str(&b, "a\0b", 3);
	glass_str(&b, "", 0);
	assert_string_equal(hex(&b), "0361006200");
	glass_sortstr(&b, "ab", 2, true);
	assert_string_equal(hex(&b), "6162");
	glass_sortstr(&b, "ab", 2, false);
	assert_string_equal(hex(&b), "616200");
	glass_sortstr(&b, "\0a\0", 3, true);
	assert_string_equal(hex(&b), "00ff6100ff");
	glass_sortstr(&b, "\0\0", 2, false);
	assert_string_equal(hex(&b), "00ff00ff00");
	buf_release(&b);
}

static void test_positions(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	glass_positions(&b, (const uint32_t[]){ 300 }, 1);
	assert_string_equal(hex(&b), "ac02");
	/* 1 of 3, which has one bit: 1; 0 of 2: 0. */
	glass_positions(&b, (const uint32_t[]){ 1, 3 }, 2);
	assert_string_equal(hex(&b), "0301");
	/* 0 of 4: 00; 1 of 4: 1 0, low bit first; 3 - 1 of 3, which has two
	 * bits, (2 - 2) | 2: 0 1. */
	glass_positions(&b, (const uint32_t[]){ 0, 3, 4 }, 3);
	assert_string_equal(hex(&b), "0424");
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_versions),
		T(test_numbers),
		T(test_strings),
		T(test_positions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
