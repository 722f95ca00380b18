/* A segment written again is what one of the articles that are left would be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/rewrite.h"
#include "tests/unit/dump_help.h"
#include "tests/unit/index_help.h"

#define N 40

static struct slice of(const char *s)
{
	return (struct slice){ s, strlen(s) };
}

static void fill(uint32_t i, struct record *r)
{
	static char key[32], body[256];

	(void)snprintf(key, sizeof key, "test:%u", i);
	(void)snprintf(body, sizeof body,
	               "The ferry left pier %u. It moved on, word%u, and on.", i,
	               i % 3);
	r->key = of(key);
	r->part[PART_HEADLINE] = of("Ferry moves");
	r->part[PART_BODY] = of(body);
	r->source = of(i % 2 == 0 ? "Courier" : "Post");
	r->authors.v[r->authors.n++] = of("A. Writer");
	r->language = of("en");
}

static bool most(uint32_t i)
{
	return i % 4 != 1;
}

static bool all(uint32_t i)
{
	(void)i;
	return true;
}

/* A segment that never had the others. */
static void write_clean(const char *dir, const struct index_recipe *recipe)
{
	const struct segment_options o = {
		.dir = dir,
		.language = "en",
		.positions = recipe->positions,
		.termlists = recipe->positions == POSITIONS_XAPIAN,
	};
	struct segment_writer *w = NULL;

	assert_int_equal(segment_writer_new_bulk(&w, &o, NULL), NX_OK);
	segment_filled(w, recipe, 1, N, recipe->deleted);
	segment_free(w);
}

static enum nx_status take(void *ctx, const struct ledger_segment *s)
{
	*(struct ledger_segment *)ctx = *s;
	return NX_OK;
}

/* Delete these, write the segment again with so much memory, and merge it; it
 * is of so many pieces. */
static void rewritten(bool (*deleted)(uint32_t i), enum positions_form positions,
                      uint64_t memory, size_t pieces)
{
	const struct index_recipe recipe = { .record = fill,
		                             .articles = N,
		                             .positions = positions,
		                             .deleted = deleted };
	const struct build_options o = { .language = "en",
		                         .positions = positions,
		                         .memory = memory };
	struct rewrite w = { .o = &o, .percent = 50 };
	struct ledger_segment seg;
	struct store s;
	uint32_t left = 0;
	char *is, *wanted;

	for (uint32_t i = 1; i <= N; i++)
		left += !deleted(i);
	index_close(index_made(&recipe));
	assert_int_equal(store_open_write(&s, scratch("i"), NULL), NX_OK);
	assert_int_equal(ledger_begin(s.ledger, NULL), NX_OK);
	assert_int_equal(ledger_segments(s.ledger, take, &seg, NULL), NX_OK);
	w.store = &s;
	assert_int_equal(rewrite_add(&w, &seg, NULL), NX_OK);
	assert_int_equal(rewrite_none(&w, &seg, NULL), NX_OK);
	assert_int_equal(w.n, pieces);
	assert_int_equal(w.articles, left);
	assert_int_equal(segment_merge((const char *const *)w.dirs, w.n,
	                               scratch("new"), NULL, NULL),
	                 NX_OK);
	assert_int_equal(access(w.dirs[0], F_OK), 0);
	is = nx_strdup(w.dirs[0]);
	assert_int_equal(rewrite_end(&w, NULL), NX_OK);
	assert_int_not_equal(access(is, F_OK), 0);
	free(is);
	store_close(&s);
	write_clean(scratch("clean"), &recipe);
	is = dump_of_sound(scratch("new"), true);
	wanted = dump_of_sound(scratch("clean"), true);
	assert_string_equal(is, wanted);
	free(is);
	free(wanted);
}

static void in_one_piece(void **state)
{
	(void)state;
	rewritten(most, POSITIONS_BLOCKS, (uint64_t)1 << 30, 1);
}

static void with_libxapians_positions(void **state)
{
	(void)state;
	rewritten(most, POSITIONS_XAPIAN, (uint64_t)1 << 30, 1);
}

static void in_the_memory_that_there_is(void **state)
{
	(void)state;
	rewritten(most, POSITIONS_BLOCKS, 1, N / 4);
}

static void of_nothing(void **state)
{
	(void)state;
	rewritten(all, POSITIONS_BLOCKS, (uint64_t)1 << 30, 1);
}

/* What hardly anything is gone of is merged as it is. */
static void only_if_it_is_due(void **state)
{
	const struct index_recipe recipe = { .record = fill,
		                             .articles = N,
		                             .deleted = most };
	const struct build_options o = { .memory = 1 };
	struct rewrite w = { .o = &o };
	struct ledger_segment seg;
	struct store s;
	bool due;

	(void)state;
	index_close(index_made(&recipe));
	assert_int_equal(store_open_write(&s, scratch("i"), NULL), NX_OK);
	assert_int_equal(ledger_segments(s.ledger, take, &seg, NULL), NX_OK);
	assert_int_equal(seg.articles, N);
	w.store = &s;
	w.percent = 75;
	assert_int_equal(rewrite_is_due(&w, &seg, &due, NULL), NX_OK);
	assert_true(due);
	w.percent = 76;
	assert_int_equal(rewrite_is_due(&w, &seg, &due, NULL), NX_OK);
	assert_false(due);
	assert_int_equal(rewrite_add(&w, &seg, NULL), NX_OK);
	assert_int_equal(w.n, 1);
	assert_false(w.mine[0]);
	assert_int_equal(w.articles, N);
	assert_int_equal(rewrite_end(&w, NULL), NX_OK);
	store_close(&s);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, scratch_make, scratch_remove)
	const struct CMUnitTest tests[] = {
		TEST(in_one_piece),
		TEST(with_libxapians_positions),
		TEST(in_the_memory_that_there_is),
		TEST(of_nothing),
		TEST(only_if_it_is_due),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
