/* Where a file that grows can be read on from: the mark as text, with the digest
 * of what stands before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "corpus/mark.h"

/* Whether a text, digested in two parts, the digest between them being
 * text, has the digest of the whole. */
static void digest_in_parts(const char *p, size_t len, size_t first)
{
	unsigned char whole[CHECKSUM_BYTES], parts[CHECKSUM_BYTES];
	struct buf text = BUF_INIT;
	struct checksum c;

	checksum_init(&c);
	checksum_add(&c, p, len);
	checksum_end(&c, whole);
	checksum_init(&c);
	checksum_add(&c, p, first);
	checksum_write(&c, &text);
	memset(&c, 0x55, sizeof c);
	assert_true(checksum_read(&c, buf_str(&text)));
	checksum_add(&c, p + first, len - first);
	checksum_end(&c, parts);
	assert_memory_equal(whole, parts, sizeof whole);
	buf_release(&text);
}

static void test_digest_in_parts(void **state)
{
	char p[300];

	(void)state;
	for (size_t i = 0; i < sizeof p; i++)
		p[i] = (char)(i * 7);
	for (size_t first = 0; first <= sizeof p; first++)
		digest_in_parts(p, sizeof p, first);
}

static void test_no_digest(void **state)
{
	struct buf text = BUF_INIT;
	struct checksum c;

	(void)state;
	checksum_init(&c);
	checksum_add(&c, "ferry", 5);
	checksum_write(&c, &text);
	for (size_t n = 0; n < text.len; n++) {
		char *cut = strndup(text.p, n);

		assert_false(checksum_read(&c, cut));
		cut[0] = n > 0 ? 'x' : '\0';
		assert_false(checksum_read(&c, cut));
		free(cut);
	}
	buf_addc(&text, '0');
	assert_false(checksum_read(&c, buf_str(&text)));
	buf_release(&text);
}

static void test_mark(void **state)
{
	struct mark m = { .at = 1234567890123,
		          .told = 17,
		          .format = "washington-post",
		          .packed = true,
		          .offset = UINT64_MAX,
		          .entries = 3,
		          .listed = 2,
		          .verdict = 1,
		          .out = 99 };
	struct mark is;
	struct buf text = BUF_INIT, again = BUF_INIT;

	(void)state;
	checksum_init(&m.sum);
	mark_write(&m, &text);
	assert_true(mark_read(&is, buf_str(&text)));
	assert_int_equal(is.at, m.at);
	assert_int_equal(is.told, 17);
	assert_string_equal(is.format, m.format);
	assert_true(is.packed);
	assert_true(is.offset == UINT64_MAX);
	mark_write(&is, &again);
	assert_string_equal(text.p, again.p);
	buf_cut(&text, text.len - 1);
	assert_false(mark_read(&is, buf_str(&text)));
	buf_clear(&text);
	m.format[0] = '\0';
	m.packed = false;
	mark_write(&m, &text);
	assert_true(mark_read(&is, buf_str(&text)));
	assert_string_equal(is.format, "");
	assert_false(is.packed);
	assert_int_equal(is.entries, 3);
	assert_int_equal(is.listed, 2);
	assert_int_equal(is.verdict, 1);
	assert_int_equal(is.out, 99);
	buf_release(&text);
	buf_release(&again);
}

static void test_no_mark(void **state)
{
	static const char *const none[] = {
		"", " ", "json", "json 0 1 2 3 4 5 6 ", "json 1 2 3 4 5 6",
		"json 1 2 3 4 5 6 7 x", "json a b c d e f g ",
	};
	struct mark m;

	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_false(mark_read(&m, none[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_digest_in_parts),
		cmocka_unit_test(test_no_digest),
		cmocka_unit_test(test_mark),
		cmocka_unit_test(test_no_mark),
	};

	return cmocka_run_group_tests_name("mark", tests, NULL, NULL);
}
