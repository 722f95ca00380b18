/* Phrases and proximities whose articles are gathered from the blocks: the same
 * articles, weights, order and counts as when libxapian finds candidates, over
 * several segments, and where articles were deleted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "query/search.h"
#include "tests/unit/index_help.h"

/* Articles of each of the two segments, and of all. */
#define EACH 300u
#define ALL (2 * EACH)

/* Article i, from 1; more than one block's for the common words. */
static void record_of(uint32_t i, struct record *r)
{
	static const char *const sentence[] = {
		"The peace deal held.",  "A quiet day.",
		"Peace without a deal.", "A quiet day.",
		"No deal, no peace.",    "A quiet day.",
	};
#define SAILED " The ferry sailed at nine."
	static const char more[] = SAILED SAILED SAILED SAILED SAILED SAILED;
	static char key[16], date[16], body[512];

	(void)snprintf(key, sizeof key, "g:%u", i);
	(void)snprintf(body, sizeof body, "%s%.*s", sentence[i % 6],
	               (int)(i % 7 * strlen(SAILED)), more);
	r->key = (struct slice){ key, strlen(key) };
	if (i % 10 == 0)
		r->part[PART_HEADLINE] = (struct slice){ "Peace deal", 10 };
	r->part[PART_BODY] = (struct slice){ body, strlen(body) };
	r->language = (struct slice){ "en", 2 };
	r->archive = (struct slice){ "in/news.tar", 11 };
	/* Some without a date, for those are sorted behind. */
	if (i % 5 != 0) {
		(void)snprintf(date, sizeof date, "2019-05-%02u", 1 + i % 28);
		assert_true(instant_parse(date, strlen(date), &r->published));
	}
}

/* Of the first of two segments, or of one with all, every twelfth article is
 * deleted if so wished. */
static bool is_deleted(uint32_t i)
{
	return i % 12 == 0 && i <= EACH;
}

static struct index *make(unsigned segments, bool deleted)
{
	const struct index_recipe r = { .record = record_of,
		                        .articles = ALL,
		                        .segments = segments,
		                        .deleted = deleted ? is_deleted
		                                           : NULL };

	return index_made(&r);
}

/* ---- asking -------------------------------------------------------------- */

static void ask(struct search *s, struct index *x, const char *text,
                bool intervals, bool estimate)
{
	struct search_options o = { .intervals = intervals,
		                    .estimate = estimate };
	struct nx_err err = { "" };

	if (search_open(s, x, text, &o, &err) != NX_OK)
		fail_msg("%s: %s", text, err.msg);
}

static void assert_same_results(const struct results *a,
                                const struct results *b)
{
	assert_int_equal(a->n, b->n);
	for (size_t i = 0; i < a->n; i++) {
		assert_int_equal(a->v[i].docid, b->v[i].docid);
		assert_true(a->v[i].weight == b->v[i].weight);
	}
}

static const struct {
	uint32_t first, max;
	enum sort sort;
} page[] = {
	{ 0, 10, SORT_RELEVANCE }, { 0, ALL, SORT_RELEVANCE },
	{ 7, 13, SORT_RELEVANCE }, { 0, 0, SORT_RELEVANCE },
	{ 5, 50, SORT_OLDEST },    { 0, ALL, SORT_NEWEST },
	{ 0, ALL, SORT_SOURCE },   { 0, 0, SORT_OLDEST },
};
#define PAGES (sizeof page / sizeof page[0])

static enum nx_status count_one(void *ctx, xap_docid docid, struct nx_err *err)
{
	(void)docid;
	(void)err;
	++*(uint32_t *)ctx;
	return NX_OK;
}

/* As when libxapian finds the candidates; how many there are. */
static uint32_t assert_same(struct index *x, const char *text, bool gathered)
{
	struct search s, other, ten;
	uint32_t total = 0, streamed = 0;

	ask(&s, x, text, false, false);
	ask(&other, x, text, true, false);
	ask(&ten, x, text, false, true);
	for (size_t i = 0; i < PAGES; i++) {
		struct results a, b, c;

		assert_int_equal(search_run(&s, page[i].first, page[i].max,
		                            page[i].sort, &a, NULL),
		                 NX_OK);
		assert_int_equal(search_run(&other, page[i].first, page[i].max,
		                            page[i].sort, &b, NULL),
		                 NX_OK);
		assert_int_equal(search_run(&ten, page[i].first, page[i].max,
		                            page[i].sort, &c, NULL),
		                 NX_OK);
		assert_same_results(&a, &b);
		if (page[i].sort == SORT_RELEVANCE)
			assert_same_results(&c, &b);
		assert_int_equal(a.total, b.total);
		total = a.total;
		results_release(&a);
		results_release(&b);
		results_release(&c);
	}
	assert_int_equal(s.narrowed != NULL, gathered);
	assert_null(other.narrowed);
	assert_int_equal(search_stream(&s, count_one, &streamed, NULL), NX_OK);
	assert_int_equal(streamed, total);
	search_close(&s);
	search_close(&other);
	search_close(&ten);
	return total;
}

/* Whether article i has "peace deal". */
static bool has_phrase(uint32_t i)
{
	return i % 6 == 0 || i % 10 == 0;
}

static void assert_answers(unsigned segments, bool deleted)
{
	struct index *x = make(segments, deleted);
	uint32_t phrase = 0, near = 0, held = 0;

	for (uint32_t i = 1; i <= ALL; i++) {
		if (deleted && is_deleted(i))
			continue;
		phrase += has_phrase(i);
		near += i % 2 == 0;
		held += i % 6 == 0;
	}
	assert_int_equal(assert_same(x, "\"peace deal\"", true), phrase);
	assert_int_equal(assert_same(x, "\"deal peace\"", true), 0);
	assert_int_equal(assert_same(x, "peace w/4 deal", true), near);
	assert_int_equal(assert_same(x, "=peace pre/1 =deal", true), phrase);
	assert_int_equal(assert_same(x, "\"the peace deal held\"", true), held);
	assert_int_equal(assert_same(x, "peace w/s held", true), held);
	assert_int_equal(assert_same(x, "\"peace deal\" ferry", true),
	                 assert_same(x, "ferry \"peace deal\"", true));
	(void)assert_same(x, "\"peace deal\" and \"the ferry\"", true);
	(void)assert_same(x, "\"peace deal\" date:2019-05-03..2019-05-20",
	                  true);
	(void)assert_same(x, "\"peace deal\" w/20 ferry", true);
	(void)assert_same(x, "\"peace deal\" held", false);
	(void)assert_same(x, "\"peace deal\" or quiet", false);
	(void)assert_same(x, "\"peace deal\" not held", false);
	(void)assert_same(x, "title:\"peace deal\"", false);
	index_close(x);
}

static void test_one_segment(void **state)
{
	(void)state;
	assert_answers(1, false);
}

static void test_segments(void **state)
{
	(void)state;
	assert_answers(2, false);
}

static void test_deleted(void **state)
{
	(void)state;
	assert_answers(1, true);
}

static void test_deleted_in_one_of_two(void **state)
{
	(void)state;
	assert_answers(2, true);
}

static void test_counted(void **state)
{
	struct index *x = make(2, false);
	struct results r;
	struct search s;

	(void)state;
	ask(&s, x, "\"peace deal\"", false, false);
	assert_int_equal(search_run(&s, 0, 1, SORT_RELEVANCE, &r, NULL), NX_OK);
	assert_true(s.gathered.exact);
	results_release(&r);
	search_close(&s);
	index_close(x);
}

/* The steps of going through articles are counted. */
static void test_timeout(void **state)
{
	struct search_options o = { .timeout = 100 };
	struct index *x = make(1, false);
	struct results r;
	struct search s;

	(void)state;
	assert_int_equal(search_open(&s, x, "\"peace deal\"", &o, NULL), NX_OK);
	s.work.end = 1;
	assert_int_equal(search_run(&s, 0, 1, SORT_RELEVANCE, &r, NULL),
	                 NX_TIMEOUT);
	search_close(&s);
	index_close(x);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scratch_make, scratch_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_one_segment), TEST(test_segments),
		TEST(test_deleted),     TEST(test_deleted_in_one_of_two),
		TEST(test_counted),     TEST(test_timeout),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
