/* What lib/index/ledger.h promises. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/index/ledger.h"
#include "tests/unit/scratch.h"

static struct ledger *open_begun(void)
{
	struct ledger *l = NULL;

	assert_int_equal(ledger_open(&l, scratch("l.db"), LEDGER_WRITE, NULL),
	                 NX_OK);
	assert_int_equal(ledger_begin(l, NULL), NX_OK);
	return l;
}

static int64_t a_member(struct ledger *l, const char *path)
{
	int64_t id = 0;

	assert_int_equal(ledger_member_begin(l, path, &id, NULL), NX_OK);
	return id;
}

static void end_member(struct ledger *l, int64_t id, enum outcome o,
                       uint64_t records)
{
	struct ledger_member m = { .outcome = o,
		                   .format = "text",
		                   .reason = o == OUTCOME_SKIPPED ? "README"
		                                                  : "",
		                   .records = records };

	assert_int_equal(ledger_member_end(l, id, &m, NULL), NX_OK);
}

static struct ledger_article article(uint64_t key, uint32_t docid)
{
	return (struct ledger_article){ .key = { key, 0 },
		                        .digest = { key * 7, docid },
		                        .docid = docid,
		                        .record = docid };
}

/* An archive of two members: one read (two articles, one duplicate), one
 * skipped. */
static void fill(struct ledger *l)
{
	struct ledger_article a = article(1, 1), b = article(2, 2);
	int64_t m;

	assert_int_equal(ledger_archive_begin(l, "dir/a.tar", 10, 20, NULL),
	                 NX_OK);
	m = a_member(l, "one.txt");
	assert_int_equal(ledger_article_put(l, m, &a, NULL), NX_OK);
	assert_int_equal(ledger_article_put(l, m, &b, NULL), NX_OK);
	assert_int_equal(ledger_record(l, m, 3, 0, OUTCOME_DUPLICATE, "twice",
	                               NULL),
	                 NX_OK);
	end_member(l, m, OUTCOME_READ, 3);
	m = a_member(l, "README");
	end_member(l, m, OUTCOME_SKIPPED, 0);
	assert_int_equal(ledger_archive_end(l, OUTCOME_READ, "", NULL), NX_OK);
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
	struct ledger_article newer = article(1, 9), got;
	struct ledger_totals t;
	uint32_t doomed = 0;
	int64_t m;

	(void)state;
	fill(l);
	assert_int_equal(ledger_archive_begin(l, "b.tar", 1, 1, NULL), NX_OK);
	m = a_member(l, "newer.txt");
	assert_int_equal(ledger_article_put(l, m, &newer, NULL), NX_OK);
	end_member(l, m, OUTCOME_READ, 1);
	assert_int_equal(ledger_find(l, newer.key, &got, NULL), NX_OK);
	assert_int_equal(got.docid, 9);
	assert_int_equal(ledger_totals(l, &t, NULL), NX_OK);
	assert_int_equal(t.indexed, 2);
	assert_int_equal(t.superseded, 1);
	assert_int_equal(t.records, t.listed);
	assert_int_equal(ledger_deletions(l, keep_docid, &doomed, NULL), NX_OK);
	assert_int_equal(doomed, 1);
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

#define TEST(f) cmocka_unit_test_setup_teardown(f, scratch_make, scratch_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_totals_account_for_all),
		TEST(test_uncommitted_is_not_there),
		TEST(test_replaced_article_is_superseded),
		TEST(test_numbers_never_come_again),
		TEST(test_listings),
		TEST(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
