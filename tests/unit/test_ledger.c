/* What lib/index/ledger.h promises. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "lib/index/ledger.h"
#include "tests/unit/ledger_help.h"
#include "tests/unit/scratch.h"

/* An archive of two members: one read (two articles, one duplicate), one
 * skipped. */
static void fill(struct ledger *l)
{
	struct ledger_article again = article(2, 2);
	int64_t m;

	begin_archive(l, "dir/a.tar");
	m = ledger_member_begin(l);
	assert_int_equal(offer(l, m, article(1, 1)), OUTCOME_INDEXED);
	assert_int_equal(offer(l, m, article(2, 2)), OUTCOME_INDEXED);
	again.record = 3;
	assert_int_equal(offer(l, m, again), OUTCOME_DUPLICATE);
	end_member(l, m, "one.txt", OUTCOME_READ, 3);
	m = ledger_member_begin(l);
	end_member(l, m, "README", OUTCOME_SKIPPED, 0);
	end_archive(l, 2);
}

static void test_totals_account_for_all(void **state)
{
	struct ledger *l = open_begun();
	struct ledger_totals t;

	(void)state;
	fill(l);
	assert_int_equal(ledger_totals(l, &t, NULL), NX_OK);
	assert_int_equal(t.archives, 1);
	assert_int_equal(t.members, 2);
	assert_int_equal(t.members_skipped, 1);
	assert_int_equal(t.listed_members, 2);
	assert_int_equal(t.listed, 3);
	assert_int_equal(t.records, 3);
	assert_int_equal(t.indexed, 2);
	assert_int_equal(t.duplicate, 1);
	ledger_close(l);
}

static void test_uncommitted_is_not_there(void **state)
{
	struct ledger *l = open_begun();
	struct ledger_totals t;

	(void)state;
	fill(l);
	ledger_close(l);
	l = open_begun();
	assert_int_equal(ledger_totals(l, &t, NULL), NX_OK);
	assert_int_equal(t.archives, 0);
	fill(l);
	assert_int_equal(ledger_commit(l, NULL), NX_OK);
	ledger_close(l);
	assert_int_equal(ledger_open(&l, scratch("l.db"), LEDGER_READ, NULL),
	                 NX_OK);
	assert_int_equal(ledger_totals(l, &t, NULL), NX_OK);
	assert_int_equal(t.indexed, 2);
	ledger_close(l);
}

static enum nx_status keep_docid(void *ctx, uint32_t docid)
{
	*(uint32_t *)ctx = docid;
	return NX_OK;
}

static void test_replaced_article_is_superseded(void **state)
{
	struct ledger *l = open_begun();
	struct ledger_article newer = article(1, 9);
	struct ledger_totals t;
	uint32_t doomed = 0;
	int64_t m;

	(void)state;
	fill(l);
	begin_archive(l, "b.tar");
	m = ledger_member_begin(l);
	newer.time = 5;
	assert_int_equal(offer(l, m, newer), OUTCOME_INDEXED);
	end_member(l, m, "newer.txt", OUTCOME_READ, 1);
	end_archive(l, 1);
	assert_int_equal(ledger_totals(l, &t, NULL), NX_OK);
	assert_int_equal(t.indexed, 2);
	assert_int_equal(t.superseded, 1);
	assert_int_equal(t.records, t.listed);
	assert_int_equal(ledger_deletions(l, 2, 99, keep_docid, &doomed, NULL),
	                 NX_OK);
	assert_int_equal(doomed, 0);
	assert_int_equal(ledger_deletions(l, 1, 8, keep_docid, &doomed, NULL),
	                 NX_OK);
	assert_int_equal(doomed, 1);
	ledger_close(l);
}

/* ---- read again --------------------------------------------------------- */

static void test_read_again(void **state)
{
	struct ledger *l = open_begun();
	struct ledger_article changed = article(2, 8);
	struct ledger_totals t;
	uint32_t doomed = 0;
	int64_t m;

	(void)state;
	fill(l);
	assert_int_equal(ledger_commit(l, NULL), NX_OK);
	assert_int_equal(ledger_begin(l, NULL), NX_OK);
	begin_archive(l, "dir/a.tar");
	m = ledger_member_begin(l);
	assert_int_equal(offer(l, m, article(1, 1)), OUTCOME_UNCHANGED);
	changed.time = 1;
	assert_int_equal(offer(l, m, changed), OUTCOME_INDEXED);
	end_member(l, m, "one.txt", OUTCOME_READ, 2);
	end_archive(l, 1);
	assert_int_equal(ledger_settle(l, NULL), NX_OK);
	assert_int_equal(ledger_totals(l, &t, NULL), NX_OK);
	assert_int_equal(t.archives, 1);
	assert_int_equal(t.members, 1);
	assert_int_equal(t.listed_members, 1);
	assert_int_equal(t.listed, 2);
	assert_int_equal(t.records, 2);
	assert_int_equal(t.indexed, 2);
	assert_int_equal(ledger_deletions(l, 1, 99, keep_docid, &doomed, NULL),
	                 NX_OK);
	assert_int_equal(doomed, 2);
	ledger_close(l);
}

static uint64_t repaired(struct ledger *l, unsigned bit)
{
	struct ledger_totals t;

	assert_int_equal(ledger_totals(l, &t, NULL), NX_OK);
	return t.repaired[bit];
}

/* What was mended in an article is what its last reading says, and what was
 * found out behind that of the article that stays. */
static void test_mended_no_more(void **state)
{
	struct ledger *l = open_begun();
	struct ledger_article a = article(1, 1);

	(void)state;
	a.later = 4;
	for (int reading = 0; reading < 2; reading++) {
		int64_t m;

		begin_archive(l, "dir/a.tar");
		m = ledger_member_begin(l);
		a.repairs = reading == 0 ? 1 : 2;
		assert_int_equal(offer(l, m, a), reading == 0
		                                         ? OUTCOME_INDEXED
		                                         : OUTCOME_UNCHANGED);
		if (reading == 0)
			assert_int_equal(ledger_repaired(l, 1, 4, NULL), NX_OK);
		end_member(l, m, "one.txt", OUTCOME_READ, 1);
		end_archive(l, 1);
		assert_int_equal(ledger_settle(l, NULL), NX_OK);
		assert_int_equal(ledger_commit(l, NULL), NX_OK);
		assert_int_equal(ledger_begin(l, NULL), NX_OK);
	}
	assert_int_equal(repaired(l, 0), 0);
	assert_int_equal(repaired(l, 1), 1);
	assert_int_equal(repaired(l, 2), 1);
	ledger_close(l);
}

/* What does not come again is not lost. */
static void test_kept(void **state)
{
	struct ledger *l = open_begun();
	struct ledger_totals t;

	(void)state;
	fill(l);
	assert_int_equal(ledger_commit(l, NULL), NX_OK);
	assert_int_equal(ledger_begin(l, NULL), NX_OK);
	begin_archive(l, "dir/a.tar");
	end_archive(l, 0);
	assert_int_equal(ledger_settle(l, NULL), NX_OK);
	assert_int_equal(ledger_totals(l, &t, NULL), NX_OK);
	assert_int_equal(t.members, 1);
	assert_int_equal(t.listed_members, 1);
	assert_int_equal(t.listed, 2);
	assert_int_equal(t.records, 2);
	assert_int_equal(t.indexed, 2);
	ledger_close(l);
}

static enum nx_status count_archive(void *ctx, const struct ledger_archive *a)
{
	assert_string_equal(a->path, "bad.tar");
	++*(int *)ctx;
	return NX_OK;
}

static void test_what_failed(void **state)
{
	struct ledger *l = open_begun();
	int n = 0;
	int64_t m;

	(void)state;
	fill(l);
	assert_int_equal(ledger_failed_archives(l, count_archive, &n, NULL),
	                 NX_OK);
	assert_int_equal(n, 0);
	begin_archive(l, "bad.tar");
	m = ledger_member_begin(l);
	assert_int_equal(ledger_record(l, m, 1, 0, OUTCOME_FAILED, "cut off",
	                               NULL),
	                 NX_OK);
	end_member(l, m, "x", OUTCOME_READ, 1);
	end_archive(l, 1);
	assert_int_equal(ledger_failed_archives(l, count_archive, &n, NULL),
	                 NX_OK);
	assert_int_equal(n, 1);
	ledger_close(l);
}

static void test_mended(void **state)
{
	struct ledger *l = open_begun();
	struct ledger_totals t;

	(void)state;
	fill(l);
	assert_int_equal(ledger_mended(l, 1, 3, 2, NULL), NX_OK);
	assert_int_equal(ledger_mended(l, 0, 3, 1, NULL), NX_OK);
	assert_int_equal(ledger_mended(l, 0, 3, 4, NULL), NX_OK);
	assert_int_equal(ledger_totals(l, &t, NULL), NX_OK);
	assert_int_equal(t.mended[3], 7);
	assert_int_equal(t.mended[2], 0);
	ledger_close(l);
}

/* ---- counts ------------------------------------------------------------- */

static enum nx_status text_counts(void *ctx, const struct ledger_format *f)
{
	if (strcmp(f->format, "text") == 0) {
		assert_int_equal(f->members, 2);
		assert_int_equal(f->records, 3);
		assert_int_equal(f->indexed, 2);
		assert_int_equal(f->duplicate, 1);
		assert_int_equal(f->skipped, 1);
		assert_int_equal(f->failed, 0);
		++*(int *)ctx;
	}
	return NX_OK;
}

static enum nx_status readme(void *ctx, const char *reason, uint64_t records,
                             uint64_t members)
{
	assert_string_equal(reason, "README");
	assert_int_equal(records, 0);
	assert_int_equal(members, 1);
	++*(int *)ctx;
	return NX_OK;
}

static void test_counts(void **state)
{
	struct ledger *l = open_begun();
	int formats = 0, reasons = 0;

	(void)state;
	fill(l);
	assert_int_equal(ledger_formats(l, text_counts, &formats, NULL), NX_OK);
	assert_int_equal(ledger_reasons(l, readme, &reasons, NULL), NX_OK);
	assert_int_equal(formats, 1);
	assert_int_equal(reasons, 1);
	ledger_close(l);
}

static void test_numbers_never_come_again(void **state)
{
	struct ledger *l = open_begun();
	struct ledger_segment s = { .first = 1, .last = 40 };
	int64_t a, b;
	uint32_t docid;

	(void)state;
	assert_int_equal(ledger_next_docid(l, &docid, NULL), NX_OK);
	assert_int_equal(docid, 1);
	assert_int_equal(ledger_segment_number(l, &a, NULL), NX_OK);
	s.number = a;
	assert_int_equal(ledger_segment_add(l, &s, NULL), NX_OK);
	assert_int_equal(ledger_clear(l, NULL), NX_OK);
	assert_int_equal(ledger_segment_number(l, &b, NULL), NX_OK);
	assert_true(b > a);
	assert_int_equal(ledger_next_docid(l, &docid, NULL), NX_OK);
	assert_int_equal(docid, 41);
	ledger_close(l);
}

struct counted {
	int rows, archives, members, records;
};

static enum nx_status count_row(void *ctx, const struct ledger_row *r)
{
	struct counted *c = ctx;

	c->rows++;
	c->archives += r->kind == ROW_ARCHIVE;
	c->members += r->kind == ROW_MEMBER;
	c->records += r->kind == ROW_RECORD;
	if (r->kind == ROW_MEMBER && strcmp(r->member, "one.txt") == 0) {
		assert_int_equal(r->records, 3);
		assert_int_equal(r->indexed, 2);
	}
	return NX_OK;
}

static struct counted rows(struct ledger *l, enum ledger_filter f,
                           const char *glob)
{
	struct counted c = { 0, 0, 0, 0 };

	assert_int_equal(ledger_rows(l, f, glob, count_row, &c, NULL), NX_OK);
	return c;
}

static void test_listings(void **state)
{
	struct ledger *l = open_begun();

	(void)state;
	fill(l);
	assert_int_equal(rows(l, LEDGER_ALL, NULL).members, 2);
	assert_int_equal(rows(l, LEDGER_ALL, NULL).records, 0);
	assert_int_equal(rows(l, LEDGER_RECORDS, NULL).records, 1);
	assert_int_equal(rows(l, LEDGER_SKIPPED, NULL).rows, 1);
	assert_int_equal(rows(l, LEDGER_FAILED, NULL).rows, 0);
	assert_int_equal(rows(l, LEDGER_ALL, "a.*").archives, 1);
	assert_int_equal(rows(l, LEDGER_ALL, "b.*").rows, 0);
	ledger_close(l);
}

static void test_refused(void **state)
{
	struct ledger *l = NULL;
	FILE *f = fopen(scratch("junk"), "w");

	(void)state;
	assert_non_null(f);
	for (int i = 0; i < 1000; i++)
		fputs("this is no database ", f);
	fclose(f);
	assert_int_equal(ledger_open(&l, scratch("junk"), LEDGER_READ, NULL),
	                 NX_CORRUPT);
	assert_null(l);
	assert_int_equal(ledger_open(&l, scratch("none"), LEDGER_READ, NULL),
	                 NX_NOTFOUND);
	assert_null(l);
}

/* Read as it stands, with nothing beside it to tell of writers by. */
static void test_frozen(void **state)
{
	const struct timespec pause = { 0, 20000000 };
	struct ledger *l = open_begun(), *frozen = NULL;
	struct ledger_totals t;
	struct nx_err err;

	(void)state;
	fill(l);
	assert_int_equal(ledger_commit(l, NULL), NX_OK);
	ledger_close(l);
	assert_int_equal(
		ledger_open(&frozen, scratch("l.db"), LEDGER_LOOK, NULL),
		NX_OK);
	assert_int_equal(ledger_totals(frozen, &t, NULL), NX_OK);
	assert_int_equal(t.indexed, 2);
	/* A file's time may be as coarse as the kernel's tick. */
	assert_int_equal(nanosleep(&pause, NULL), 0);
	l = open_begun();
	assert_int_equal(ledger_clear(l, NULL), NX_OK);
	assert_int_equal(ledger_commit(l, NULL), NX_OK);
	ledger_close(l);
	assert_int_equal(ledger_totals(frozen, &t, &err), NX_STALE);
	assert_string_equal(err.msg,
	                    "the ledger is being written to: try again");
	ledger_close(frozen);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scratch_make, scratch_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_totals_account_for_all),
		TEST(test_uncommitted_is_not_there),
		TEST(test_replaced_article_is_superseded),
		TEST(test_read_again),
		TEST(test_mended_no_more),
		TEST(test_kept),
		TEST(test_what_failed),
		TEST(test_mended),
		TEST(test_counts),
		TEST(test_numbers_never_come_again),
		TEST(test_listings),
		TEST(test_refused),
		TEST(test_frozen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
