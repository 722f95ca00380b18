/* The reader shows a member's bytes the same way however they come. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "corpus/reader.h"

/* Gives text in pieces of a given size, then how it ends. */
struct pieces {
	struct byte_source src;
	const char *p;
	size_t left, piece;
	enum nx_status end;
};

static enum nx_status pieces_next(struct byte_source *s, const char **p,
                                  size_t *len, struct nx_err *err)
{
	struct pieces *ps = (struct pieces *)s;

	if (ps->left == 0)
		return ps->end == NX_END ?
		               NX_END :
		               nx_fail(err, ps->end, "broken off");
	*len = ps->left < ps->piece ? ps->left : ps->piece;
	*p = ps->p;
	ps->p += *len;
	ps->left -= *len;
	return NX_OK;
}

static void begin(struct reader *r, struct pieces *ps, const char *text,
                  size_t piece, enum nx_status end)
{
	*ps = (struct pieces){ { pieces_next }, text, strlen(text), piece,
		               end };
	reader_init(r, &ps->src);
}

static const char text[] = "one\ntwo\r\n\nfour, which is long\nfive";

static void test_peek_shows_what_was_wanted(void **state)
{
	(void)state;
	for (size_t piece = 1; piece < 40; piece++) {
		struct reader r;
		struct pieces ps;
		const char *p;

		begin(&r, &ps, text, piece, NX_END);
		assert_true(reader_peek(&r, 7, &p) >= 7);
		assert_memory_equal(p, "one\ntwo", 7);
		reader_take(&r, 4);
		assert_int_equal(r.offset, 4);
		assert_true(reader_peek(&r, 5, &p) >= 5);
		assert_memory_equal(p, "two\r\n", 5);
		assert_int_equal(reader_peek(&r, 1000, &p), strlen(text) - 4);
		assert_string_equal(p, text + 4);
		reader_take(&r, 1000);
		assert_int_equal(r.offset, strlen(text));
		assert_int_equal(reader_peek(&r, 1, &p), 0);
		assert_string_equal(p, "");
		reader_release(&r);
	}
}

static void check_line(struct reader *r, size_t max, const char *want, bool is_cut)
{
	const char *p;
	size_t len;
	bool cut;

	assert_true(reader_line(r, max, &p, &len, &cut));
	assert_int_equal(len, strlen(want));
	assert_memory_equal(p, want, len);
	assert_int_equal(cut, is_cut);
}

static void test_lines_come_without_their_ends(void **state)
{
	(void)state;
	for (size_t piece = 1; piece < 40; piece++) {
		struct reader r;
		struct pieces ps;
		const char *p;
		size_t len;
		bool cut;

		begin(&r, &ps, text, piece, NX_END);
		check_line(&r, 100, "one", false);
		check_line(&r, 3, "two", false);
		check_line(&r, 100, "", false);
		assert_int_equal(r.offset, 10);
		check_line(&r, 4, "four", true);
		assert_int_equal(r.offset, strlen(text) - 4);
		check_line(&r, 4, "five", false);
		assert_false(reader_line(&r, 4, &p, &len, &cut));
		reader_release(&r);
	}
}

static void test_last_line_may_be_too_long(void **state)
{
	(void)state;
	for (size_t piece = 1; piece < 20; piece++) {
		struct reader r;
		struct pieces ps;
		const char *p;
		size_t len;
		bool cut;

		begin(&r, &ps, "0123456789abcdef", piece, NX_END);
		check_line(&r, 5, "01234", true);
		assert_int_equal(r.offset, 16);
		assert_false(reader_line(&r, 5, &p, &len, &cut));
		reader_release(&r);
	}
}

static void test_find_reads_as_far_as_it_must(void **state)
{
	(void)state;
	for (size_t piece = 1; piece < 40; piece++) {
		struct reader r;
		struct pieces ps;
		bool capped;

		begin(&r, &ps, text, piece, NX_END);
		assert_int_equal(reader_find(&r, 0, "four", 4, 100, &capped),
		                 10);
		assert_int_equal(reader_find(&r, 10, "four", 4, 100, &capped),
		                 10);
		assert_int_equal(reader_find(&r, 11, "four", 4, 100, &capped),
		                 SIZE_MAX);
		assert_false(capped);
		assert_int_equal(reader_find(&r, 0, "five", 4, 12, &capped),
		                 SIZE_MAX);
		assert_true(capped);
		reader_take(&r, 4);
		assert_int_equal(reader_find(&r, 0, "\n", 1, 100, &capped), 4);
		reader_release(&r);
	}
}

static void test_all_is_bounded(void **state)
{
	struct reader r;
	struct pieces ps;
	const char *p;
	size_t len;

	(void)state;
	begin(&r, &ps, text, 5, NX_END);
	assert_int_equal(reader_all(&r, 8, &p, &len), NX_BOUND);
	assert_int_equal(len, 8);
	assert_int_equal(reader_all(&r, strlen(text), &p, &len), NX_OK);
	assert_string_equal(p, text);
	reader_release(&r);
}

static void test_fault_comes_after_the_bytes_before_it(void **state)
{
	struct nx_err err = { "" };
	struct reader r;
	struct pieces ps;
	const char *p;

	(void)state;
	begin(&r, &ps, text, 5, NX_DAMAGED);
	assert_int_equal(reader_peek(&r, 3, &p), 5);
	assert_int_equal(reader_status(&r, &err), NX_OK);
	assert_int_equal(reader_peek(&r, 1000, &p), strlen(text));
	assert_string_equal(p, text);
	assert_int_equal(reader_status(&r, &err), NX_DAMAGED);
	assert_string_equal(err.msg, "broken off");
	reader_release(&r);
}

static void test_memory_is_a_source(void **state)
{
	struct memory_source m;
	struct reader r;
	const char *p;

	(void)state;
	memory_source_init(&m, text, strlen(text));
	reader_init(&r, &m.src);
	assert_int_equal(reader_peek(&r, 1, &p), strlen(text));
	assert_int_equal(reader_status(&r, NULL), NX_OK);
	reader_release(&r);
	memory_source_init(&m, "", 0);
	reader_init(&r, &m.src);
	assert_int_equal(reader_peek(&r, 1, &p), 0);
	assert_string_equal(p, "");
	reader_release(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_peek_shows_what_was_wanted),
		cmocka_unit_test(test_lines_come_without_their_ends),
		cmocka_unit_test(test_last_line_may_be_too_long),
		cmocka_unit_test(test_find_reads_as_far_as_it_must),
		cmocka_unit_test(test_all_is_bounded),
		cmocka_unit_test(test_fault_comes_after_the_bytes_before_it),
		cmocka_unit_test(test_memory_is_a_source),
	};

	return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
