/* Counting: hand-counted articles and hits by field and by date, over several
 * segments, both forms of positions, and where articles were deleted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base/intern.h"
#include "lib/base/mem.h"
#include "query/tally.h"
#include "tests/unit/index_help.h"

static struct slice text(const char *s)
{
	return (struct slice){ s, strlen(s) };
}

/* ---- strings, periods -----------------------------------------------------
 */

static void test_intern(void **state)
{
	struct intern t = INTERN_INIT;
	char word[16];
	size_t len;

	(void)state;
	assert_int_equal(intern_find(&t, "a", 1), INTERN_NONE);
	for (uint32_t round = 0; round < 2; round++)
		for (uint32_t i = 0; i < 5000; i++) {
			int n = snprintf(word, sizeof word, "w%u", i);

			assert_int_equal(intern_add(&t, word, (size_t)n), i);
		}
	assert_int_equal(t.n, 5000);
	assert_int_equal(intern_add(&t, "", 0), 5000);
	assert_int_equal(intern_add(&t, "a\0b", 3), 5001);
	assert_int_equal(intern_add(&t, "a\0c", 3), 5002);
	assert_int_equal(intern_find(&t, "w4999", 5), 4999);
	assert_int_equal(intern_find(&t, "w5000", 5), INTERN_NONE);
	assert_memory_equal(intern_str(&t, 5001, &len), "a\0b", 3);
	assert_int_equal(len, 3);
	(void)intern_str(&t, 5000, &len);
	assert_int_equal(len, 0);
	intern_release(&t);
}

static void check_period(enum period p, const char *date, const char *name,
                         const char *next)
{
	char out[PERIOD_TEXT];
	struct instant i;
	int32_t day;

	assert_true(instant_parse(date, strlen(date), &i));
	day = (int32_t)civil_day_of(i.sec);
	assert_string_equal(period_text(p, day, out), name);
	assert_string_equal(period_text(p, period_first(p, day), out), name);
	assert_string_equal(period_text(p, period_next(p, day), out), next);
	assert_int_equal(period_next(p, day - 1 + 1),
	                 period_first(p, period_next(p, day)));
	assert_int_equal(period_count(p, day, day), 1);
	assert_int_equal(period_count(p, day, period_next(p, day)), 2);
	assert_int_equal(period_count(p, day, period_next(p, day) - 1), 1);
	assert_int_equal(period_count(p, day, day - 1), 0);
}

static void test_periods(void **state)
{
	(void)state;
	check_period(PERIOD_DAY, "2019-12-31", "2019-12-31", "2020-01-01");
	check_period(PERIOD_MONTH, "2019-12-31", "2019-12", "2020-01");
	check_period(PERIOD_MONTH, "2020-02-29", "2020-02", "2020-03");
	check_period(PERIOD_YEAR, "2019-12-31", "2019", "2020");
	/* ISO 8601: the year that Thursday is in. */
	check_period(PERIOD_WEEK, "2019-12-29", "2019-W52", "2020-W01");
	check_period(PERIOD_WEEK, "2019-12-30", "2020-W01", "2020-W02");
	check_period(PERIOD_WEEK, "2021-01-03", "2020-W53", "2021-W01");
	check_period(PERIOD_WEEK, "2016-01-01", "2015-W53", "2016-W01");
	check_period(PERIOD_WEEK, "1963-01-01", "1963-W01", "1963-W02");
	check_period(PERIOD_DAY, "1605-03-07", "1605-03-07", "1605-03-08");
	check_period(PERIOD_WEEK, "1605-03-07", "1605-W10", "1605-W11");
	assert_int_equal(period_fit(0, 61), PERIOD_DAY);
	assert_int_equal(period_fit(0, 62), PERIOD_WEEK);
	assert_int_equal(period_fit(0, 365), PERIOD_WEEK);
	assert_int_equal(period_fit(0, 3650), PERIOD_MONTH);
	assert_int_equal(period_fit(0, 36500), PERIOD_YEAR);
}

/* ---- articles --------------------------------------------------------------
 */

static const struct article {
	const char *headline, *body, *source, *section, *language;
	const char *author[3], *place[2], *keyword[3], *date;
} article[] = {
	{ "Ferry strike",
	  "The ferry stayed in port.",
	  "Courier",
	  "News",
	  "en",
	  { "Ada Byron", "J. Watt" },
	  { "Dover" },
	  { "strike", "ferries" },
	  "2019-05-06" },
	{ "Port",
	  "Ferries sailed; the ferry was late.",
	  "Courier",
	  "Travel",
	  "en",
	  { "Ada Byron", "Ada Byron" },
	  { NULL },
	  { "ferries" },
	  "2019-05-12T23:30:00-05:00" },
	{ "Quiet",
	  "Nothing happened.",
	  "Herald",
	  NULL,
	  "en",
	  { NULL },
	  { "Dover", "Calais" },
	  { NULL },
	  "2019-05-13" },
	{ "Ferry",
	  "A ferry.",
	  "Herald",
	  "News",
	  "de",
	  { "ADA BYRON" },
	  { NULL },
	  { "strike" },
	  "2019-07" },
	{ "Old ferry",
	  "A ferry of old.",
	  NULL,
	  NULL,
	  NULL,
	  { NULL },
	  { NULL },
	  { NULL },
	  "1963" },
	{ "Ferry",
	  "No date.",
	  "Courier",
	  "News",
	  "en",
	  { "J. Watt" },
	  { "Dover" },
	  { NULL },
	  NULL },
	{ "Deleted ferry",
	  "Ferry.",
	  "Ghost",
	  "News",
	  "en",
	  { "Nobody" },
	  { "Dover" },
	  { NULL },
	  "2019-05-06" },
	{ "Ferry again",
	  "Ferry and ferry.",
	  "Courier",
	  "News",
	  "en",
	  { "J. Watt" },
	  { "Dover" },
	  { "strike" },
	  "2020-01-01" },
};
#define ARTICLES (sizeof article / sizeof article[0])

static void repeat(struct slices *to, const char *const *from, size_t n)
{
	for (size_t i = 0; i < n && from[i] != NULL; i++)
		to->v[to->n++] = text(from[i]);
}

static void record_of(uint32_t i, struct record *r)
{
	static char key[16];
	const struct article *a = &article[i - 1];

	(void)snprintf(key, sizeof key, "t:%u", i);
	r->key = text(key);
	r->part[PART_HEADLINE] = text(a->headline);
	r->part[PART_BODY] = text(a->body);
	r->archive = text("in/news.tar");
	if (a->source != NULL)
		r->source = text(a->source);
	if (a->section != NULL)
		r->section = text(a->section);
	if (a->language != NULL)
		r->language = text(a->language);
	repeat(&r->authors, a->author, 3);
	repeat(&r->places, a->place, 2);
	repeat(&r->keywords, a->keyword, 3);
	if (a->date != NULL)
		assert_true(
			instant_parse(a->date, strlen(a->date), &r->published));
}

static bool is_deleted(uint32_t i)
{
	return i == 7;
}

/* The index in all the forms that it may have. */
static const struct {
	unsigned segments;
	enum positions_form positions;
} form[] = {
	{ 1, POSITIONS_BLOCKS },
	{ 1, POSITIONS_XAPIAN },
	{ 4, POSITIONS_BLOCKS },
	{ 4, POSITIONS_XAPIAN },
};
#define FORMS (sizeof form / sizeof form[0])

/* The first segment has all articles, or two that stay: of four segments the
 * one that has the seventh is deleted from by its own number. */
static struct index *make(size_t k)
{
	const struct index_recipe r = {
		.record = record_of,
		.articles = ARTICLES,
		.segments = form[k].segments,
		.positions = form[k].positions,
		.deleted = form[k].segments == 1 ? is_deleted : NULL,
	};

	return index_made(&r);
}

/* The seventh is left out one way or the other. */
static void run(struct index *x, const char *question,
                const struct tally_options *o, struct tally *t)
{
	struct search_options so = { .now = 0 };
	struct nx_err err = { "" };
	struct buf q = BUF_INIT;
	struct search s;

	if (*question != '\0')
		buf_addf(&q, "(%s) -source:ghost", question);
	if (search_open(&s, x, buf_str(&q), &so, &err) != NX_OK ||
	    tally_run(t, &s, o, &err) != NX_OK)
		fail_msg("%s: %s", question, err.msg);
	search_close(&s);
	buf_release(&q);
}

/* "Courier 3/4, Herald 1/2; none 1/2": articles and hits. */
static void check_values(const struct tally *t, enum facet f,
                         const char *expected)
{
	struct buf b = BUF_INIT;
	struct tally_value *v;
	struct count none;
	size_t n;

	tally_values(t, f, &v, &n, &none);
	for (size_t i = 0; i < n; i++)
		buf_addf(&b, "%s%.*s %u/%u", i > 0 ? ", " : "",
		         (int)v[i].name.len, v[i].name.p,
		         (unsigned)v[i].n.articles, (unsigned)v[i].n.hits);
	buf_addf(&b, "; none %u/%u", (unsigned)none.articles,
	         (unsigned)none.hits);
	assert_string_equal(b.p, expected);
	buf_release(&b);
	free(v);
}

static void test_facets(void **state)
{
	const struct tally_options o = { .facets = FACETS_ALL,
		                         .split = FACET_NONE,
		                         .hits = true };

	(void)state;
	for (size_t k = 0; k < FORMS; k++) {
		struct index *x = make(k);
		struct tally t;

		run(x, "ferry", &o, &t);
		index_close(x);
		assert_int_equal(t.all.articles, 6);
		assert_int_equal(t.all.hits, 12);
		check_values(&t, FACET_SOURCE,
		             "Courier 4/8, Herald 1/2; none 1/2");
		check_values(&t, FACET_SECTION,
		             "News 4/8, Travel 1/2; none 1/2");
		check_values(&t, FACET_AUTHOR,
		             "J. Watt 3/6, Ada Byron 2/4, ADA BYRON 1/2; "
		             "none 1/2");
		check_values(&t, FACET_PLACE, "Dover 3/6; none 3/6");
		check_values(&t, FACET_KEYWORD,
		             "strike 3/7, ferries 2/4; none 2/3");
		check_values(&t, FACET_LANGUAGE, "en 4/8, de 1/2; none 1/2");
		check_values(&t, FACET_YEAR,
		             "1963 1/2, 2019 3/6, 2020 1/3; none 1/1");
		tally_release(&t);
		assert_int_equal(scratch_remove(NULL), 0);
		assert_int_equal(scratch_make(NULL), 0);
	}
}

/* Hits as query --hits has them: of parts, phrases, what is near, and both
 * sides of an and. */
static void test_hits(void **state)
{
	static const struct {
		const char *question;
		unsigned articles, hits;
	} row[] = {
		{ "=ferry", 6, 11 },
		{ "ferr*", 6, 12 },
		{ "title:ferry", 5, 5 },
		{ "ferry or port", 6, 14 },
		{ "ferry port", 2, 6 },
		{ "\"the ferry\"", 2, 2 },
		{ "the pre/3 ferry or late", 2, 3 },
		{ "ferry w/s late", 1, 1 },
		{ "atleast3(ferry)", 1, 3 },
		{ "first2(ferry)", 5, 5 },
		{ "source:courier", 4, 0 },
		{ "ferry not strike", 5, 10 },
	};

	(void)state;
	for (size_t k = 0; k < FORMS; k++) {
		struct index *x = make(k);

		for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
			const struct tally_options o = { .split = FACET_NONE,
				                         .hits = true };
			struct tally t;

			run(x, row[i].question, &o, &t);
			if (t.all.articles != row[i].articles ||
			    t.all.hits != row[i].hits)
				fail_msg("%s: %u, %u", row[i].question,
				         (unsigned)t.all.articles,
				         (unsigned)t.all.hits);
			tally_release(&t);
		}
		index_close(x);
		assert_int_equal(scratch_remove(NULL), 0);
		assert_int_equal(scratch_make(NULL), 0);
	}
}

/* "2019-W19 2/4, 2019-W20 0/0": all periods of a line. */
static void check_line(const struct tally *t, uint32_t value, enum period p,
                       const char *expected)
{
	struct buf b = BUF_INIT;
	struct tally_dates d;
	struct tally_point *v;
	char name[PERIOD_TEXT];
	size_t n;

	tally_dates(t, TALLY_ALL, &d);
	if (p < PERIOD_YEAR)
		d.first = (int32_t)civil_days(2019, 5, 6);
	if (p < PERIOD_MONTH)
		d.last = (int32_t)civil_days(2019, 5, 13);
	tally_line(t, value, p, d.first, d.last, &v, &n);
	for (size_t i = 0; i < n; i++)
		if (p != PERIOD_YEAR || v[i].n.articles > 0)
			buf_addf(&b, "%s %u/%u, ",
			         period_text(p, v[i].day, name),
			         (unsigned)v[i].n.articles,
			         (unsigned)v[i].n.hits);
	assert_string_equal(buf_str(&b), expected);
	buf_release(&b);
	free(v);
}

static void test_dates(void **state)
{
	const struct tally_options o = { .dates = true,
		                         .split = FACET_SOURCE,
		                         .facets = FACET_BIT(FACET_SOURCE),
		                         .hits = true };
	struct tally_dates d;
	struct tally_value *v;
	struct tally t;
	size_t n;

	(void)state;
	for (size_t k = 0; k < FORMS; k++) {
		struct index *x = make(k);

		run(x, "ferry", &o, &t);
		index_close(x);
		tally_dates(&t, TALLY_ALL, &d);
		assert_int_equal(d.day.articles, 3);
		assert_int_equal(d.day.hits, 7);
		assert_int_equal(d.month.articles, 1);
		assert_int_equal(d.year.articles, 1);
		assert_int_equal(d.undated.articles, 1);
		assert_int_equal(d.undated.hits, 1);
		assert_int_equal(d.first, civil_days(1963, 1, 1));
		assert_int_equal(d.last, civil_days(2020, 1, 1));
		check_line(&t, TALLY_ALL, PERIOD_DAY,
		           "2019-05-06 1/2, 2019-05-07 0/0, 2019-05-08 0/0, "
		           "2019-05-09 0/0, 2019-05-10 0/0, 2019-05-11 0/0, "
		           "2019-05-12 1/2, 2019-05-13 0/0, ");
		check_line(&t, TALLY_ALL, PERIOD_WEEK,
		           "2019-W19 2/4, 2019-W20 0/0, ");
		check_line(&t, TALLY_ALL, PERIOD_MONTH,
		           "2019-05 2/4, 2019-06 0/0, 2019-07 1/2, "
		           "2019-08 0/0, 2019-09 0/0, 2019-10 0/0, "
		           "2019-11 0/0, 2019-12 0/0, 2020-01 1/3, ");
		check_line(&t, TALLY_ALL, PERIOD_YEAR,
		           "1963 1/2, 2019 3/6, 2020 1/3, ");
		tally_values(&t, FACET_SOURCE, &v, &n, NULL);
		assert_int_equal(n, 2);
		check_line(&t, v[0].id, PERIOD_YEAR, "2019 2/4, 2020 1/3, ");
		check_line(&t, v[1].id, PERIOD_YEAR, "2019 1/2, ");
		check_line(&t, TALLY_NO_VALUE, PERIOD_YEAR, "1963 1/2, ");
		free(v);
		tally_release(&t);
		assert_int_equal(scratch_remove(NULL), 0);
		assert_int_equal(scratch_make(NULL), 0);
	}
}

/* Nothing matches; and all do. */
static void test_ends(void **state)
{
	const struct tally_options o = { .dates = true,
		                         .split = FACET_NONE,
		                         .facets = FACETS_ALL };
	struct index *x = make(2);
	struct tally_point *line;
	struct tally_value *v;
	struct tally_dates d;
	struct tally t;
	size_t n;

	(void)state;
	run(x, "zeppelin", &o, &t);
	assert_int_equal(t.all.articles, 0);
	tally_values(&t, FACET_YEAR, &v, &n, NULL);
	assert_int_equal(n, 0);
	free(v);
	tally_dates(&t, TALLY_ALL, &d);
	assert_true(d.first > d.last);
	tally_line(&t, TALLY_ALL, PERIOD_DAY, d.first, d.last, &line, &n);
	assert_int_equal(n, 0);
	free(line);
	tally_release(&t);
	run(x, "", &o, &t);
	assert_int_equal(t.all.articles, ARTICLES);
	assert_int_equal(t.all.hits, 0);
	tally_release(&t);
	index_close(x);
}

/* A line that begins in the middle of a period has all of it. */
static void test_middle(void **state)
{
	const struct tally_options o = { .dates = true, .split = FACET_NONE };
	static const struct {
		enum period p;
		unsigned articles;
	} row[] = { { PERIOD_DAY, 0 },
		    { PERIOD_WEEK, 2 },
		    { PERIOD_MONTH, 2 },
		    { PERIOD_YEAR, 3 } };
	int32_t day = (int32_t)civil_days(2019, 5, 8);
	struct index *x = make(0);
	struct tally_point *line;
	struct tally t;
	size_t n;

	(void)state;
	run(x, "ferry", &o, &t);
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		tally_line(&t, TALLY_ALL, row[i].p, day, day, &line, &n);
		assert_int_equal(n, 1);
		assert_int_equal(line[0].n.articles, row[i].articles);
		free(line);
	}
	tally_release(&t);
	index_close(x);
}

static void check_same_dates(const struct tally *a, const struct tally *b)
{
	struct tally_dates x, y;

	tally_dates(a, TALLY_ALL, &x);
	tally_dates(b, TALLY_ALL, &y);
	assert_memory_equal(&x, &y, sizeof x);
}

static void check_same_values(const struct tally *a, const struct tally *b,
                              enum facet f)
{
	struct tally_value *x, *y;
	struct count none_x, none_y;
	size_t n_x, n_y;

	tally_values(a, f, &x, &n_x, &none_x);
	tally_values(b, f, &y, &n_y, &none_y);
	assert_int_equal(n_x, n_y);
	assert_int_equal(none_x.articles, none_y.articles);
	for (size_t i = 0; i < n_x; i++) {
		assert_int_equal(x[i].name.len, y[i].name.len);
		assert_memory_equal(x[i].name.p, y[i].name.p, x[i].name.len);
		assert_int_equal(x[i].n.articles, y[i].n.articles);
	}
	free(x);
	free(y);
}

/* All articles without a question: those of a question that all match, and
 * none that was deleted. */
static void test_whole_index(void **state)
{
	const struct tally_options o = { .dates = true,
		                         .split = FACET_SOURCE,
		                         .facets = FACETS_ALL };

	(void)state;
	for (size_t k = 0; k < FORMS; k++) {
		struct index *x = make(k);
		struct tally t, asked;

		assert_int_equal(tally_index(&t, x, NULL, &o, NULL), NX_OK);
		run(x, "", &o, &asked);
		assert_int_equal(t.all.articles, form[k].segments == 1
		                                         ? ARTICLES - 1
		                                         : ARTICLES);
		assert_int_equal(t.all.articles, asked.all.articles);
		check_same_dates(&t, &asked);
		for (int f = 0; f < FACETS; f++)
			check_same_values(&t, &asked, (enum facet)f);
		tally_release(&t);
		tally_release(&asked);
		index_close(x);
		assert_int_equal(scratch_remove(NULL), 0);
		assert_int_equal(scratch_make(NULL), 0);
	}
}

static void test_names(void **state)
{
	enum facet f;
	enum period p;

	(void)state;
	for (int i = 0; i < FACETS; i++) {
		const char *name = facet_name((enum facet)i);

		assert_true(facet_named(name, strlen(name), &f));
		assert_int_equal(f, i);
	}
	assert_false(facet_named("yea", 3, &f));
	for (int i = 0; i < PERIODS; i++) {
		assert_true(period_named(period_name((enum period)i), &p));
		assert_int_equal(p, i);
	}
	assert_false(period_named("hour", &p));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_intern),
		cmocka_unit_test(test_periods),
		cmocka_unit_test(test_names),
		cmocka_unit_test_setup_teardown(test_facets, scratch_make,
		                                scratch_remove),
		cmocka_unit_test_setup_teardown(test_hits, scratch_make,
		                                scratch_remove),
		cmocka_unit_test_setup_teardown(test_dates, scratch_make,
		                                scratch_remove),
		cmocka_unit_test_setup_teardown(test_middle, scratch_make,
		                                scratch_remove),
		cmocka_unit_test_setup_teardown(test_whole_index, scratch_make,
		                                scratch_remove),
		cmocka_unit_test_setup_teardown(test_ends, scratch_make,
		                                scratch_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
