/* Which version of an article stays, and that the order does not matter. */
#include <stdlib.h>

#include "tests/unit/ledger_help.h"

/* Which of two is newer, by each of what is compared in its turn. */
static void test_what_is_newer(void **state)
{
	static const struct ledger_article v[] = {
		{ .key = { 1, 0 }, .digest = { 1, 0 }, .time = INT64_MIN },
		{ .key = { 1, 0 }, .digest = { 2, 0 }, .time = -90 },
		{ .key = { 1, 0 }, .digest = { 3, 0 }, .time = 90,
		  .captured = INT64_MIN },
		{ .key = { 1, 0 }, .digest = { 4, 0 }, .time = 90,
		  .captured = 5 },
		{ .key = { 1, 0 }, .digest = { 5, 0 }, .time = 90,
		  .captured = 5, .size = 4 },
		{ .key = { 1, 0 }, .digest = { 6, 0 }, .time = 90,
		  .captured = 5, .size = 4 },
		{ .key = { 1, 0 }, .digest = { 0, 0 }, .revision = 1,
		  .time = -99 },
	};
	struct ledger *l = open_begun();
	int64_t m;

	(void)state;
	begin_archive(l, "v.tar");
	m = ledger_member_begin(l);
	for (size_t i = 0; i < sizeof v / sizeof v[0]; i++)
		for (size_t j = 0; j < sizeof v / sizeof v[0]; j++) {
			struct ledger_article a = v[i], b = v[j];

			a.key[0] = b.key[0] = 100 + i * 10 + j;
			a.docid = (uint32_t)(1000 + i * 20 + 2 * j);
			b.docid = a.docid + 1;
			a.record = a.docid;
			b.record = b.docid;
			assert_int_equal(offer(l, m, a), OUTCOME_INDEXED);
			assert_int_equal(offer(l, m, b),
			                 i == j  ? OUTCOME_DUPLICATE
			                 : j > i ? OUTCOME_INDEXED
			                         : OUTCOME_SUPERSEDED);
		}
	ledger_close(l);
}

static enum nx_status append_row(void *ctx, const struct ledger_row *r)
{
	if (r->kind == ROW_RECORD)
		buf_addf(ctx, "%s %llu %s %s\n", r->member,
		         (unsigned long long)r->record, outcome_name(r->outcome),
		         r->reason);
	return NX_OK;
}

static enum nx_status append_place(void *ctx, const char *archive,
                                   const char *member, uint64_t record)
{
	buf_addf(ctx, "also %s %s %llu\n", archive, member,
	         (unsigned long long)record);
	return NX_OK;
}

static int by_line(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Lines in the order of their bytes. */
static void sort_lines(struct buf *b)
{
	char *line[64], *copy = strdup(buf_str(b)), *nl;
	size_t n = 0;

	for (char *p = copy; n < 64 && (nl = strchr(p, '\n')) != NULL;
	     p = nl + 1) {
		*nl = '\0';
		line[n++] = p;
	}
	qsort(line, n, sizeof line[0], by_line);
	buf_clear(b);
	for (size_t i = 0; i < n; i++)
		buf_addf(b, "%s\n", line[i]);
	free(copy);
}

/* Versions of one article, each in a member of its own name: what the ledger
 * says of them when they came in the order that which gives. */
static void told_in_order(const struct ledger_article *v,
                          const unsigned char *which, size_t n, struct buf *out)
{
	struct ledger *l = open_begun();
	uint32_t standing = 0;
	enum nx_status st;

	assert_int_equal(ledger_clear(l, NULL), NX_OK);
	begin_archive(l, "v.tar");
	for (size_t i = 0; i < n; i++) {
		struct ledger_article a = v[which[i]];
		char name[2] = { (char)('a' + which[i]), '\0' };
		int64_t m = ledger_member_begin(l);

		a.docid = (uint32_t)i + 1;
		if (offer(l, m, a) == OUTCOME_INDEXED)
			standing = a.docid;
		else if (a.withdrawn != NULL && i == 0)
			standing = 0;
		end_member(l, m, name, OUTCOME_READ, 1);
	}
	end_archive(l, n);
	buf_clear(out);
	st = ledger_rows(l, LEDGER_RECORDS, NULL, append_row, out, NULL);
	assert_int_equal(st, NX_OK);
	sort_lines(out);
	assert_int_equal(ledger_copies(l, standing, append_place, out, NULL),
	                 NX_OK);
	ledger_rollback(l);
	ledger_close(l);
}

static void swap(unsigned char *a, unsigned char *b)
{
	unsigned char t = *a;

	*a = *b;
	*b = t;
}

/* The next permutation in lexical order; false behind the last. */
static bool permute(unsigned char *p, size_t n)
{
	size_t i = n - 1, j = n - 1;

	while (i > 0 && p[i - 1] >= p[i])
		i--;
	if (i == 0)
		return false;
	while (p[j] <= p[i - 1])
		j--;
	swap(&p[i - 1], &p[j]);
	for (j = n - 1; i < j; i++, j--)
		swap(&p[i], &p[j]);
	return true;
}

static void check_permutations(const struct ledger_article *v, size_t n,
                               const char *want)
{
	unsigned char which[8];
	struct buf got = BUF_INIT;
	size_t tried = 0, all = 1;

	for (size_t i = 0; i < n; i++)
		which[i] = (unsigned char)i;
	for (size_t i = 2; i <= n; i++)
		all *= i;
	do {
		told_in_order(v, which, n, &got);
		assert_string_equal(buf_str(&got), want);
		tried++;
	} while (permute(which, n));
	assert_int_equal(tried, all);
	buf_release(&got);
}

static void test_versions_in_any_order(void **state)
{
	static const struct ledger_article v[] = {
		{ .key = { 1, 0 }, .digest = { 1, 0 }, .time = 10, .record = 1 },
		{ .key = { 1, 0 }, .digest = { 2, 0 }, .time = 20, .record = 1 },
		{ .key = { 1, 0 }, .digest = { 1, 0 }, .time = 10, .record = 1 },
		{ .key = { 1, 0 }, .digest = { 3, 0 }, .revision = 2,
		  .time = 5, .record = 1 },
		{ .key = { 1, 0 }, .digest = { 4, 0 }, .time = 30, .record = 1 },
	};

	(void)state;
	check_permutations(
	        v, 5,
	        "a 1 superseded a newer version stands elsewhere\n"
	        "b 1 superseded a newer version stands elsewhere\n"
	        "c 1 superseded a newer version stands elsewhere\n"
	        "e 1 superseded a newer version stands elsewhere\n");
}

/* Withdrawn by d, which is newer than all of them. */
static void test_withdrawn_in_any_order(void **state)
{
	static const struct ledger_article v[] = {
		{ .key = { 1, 0 }, .digest = { 1, 0 }, .time = 10, .record = 1 },
		{ .key = { 1, 0 }, .digest = { 2, 0 }, .time = 20, .record = 1 },
		{ .key = { 1, 0 }, .digest = { 1, 0 }, .time = 10, .record = 1 },
		{ .key = { 1, 0 }, .time = 20, .record = 1,
		  .withdrawn = "killed" },
	};

	(void)state;
	check_permutations(v, 4,
	                   "a 1 superseded was withdrawn since\n"
	                   "b 1 superseded was withdrawn since\n"
	                   "c 1 superseded was withdrawn since\n"
	                   "d 1 skipped withdrawn: killed\n");
}

/* Withdrawn by b, and back with d. */
static void test_back_in_any_order(void **state)
{
	static const struct ledger_article v[] = {
		{ .key = { 1, 0 }, .digest = { 1, 0 }, .time = 10, .record = 1 },
		{ .key = { 1, 0 }, .time = 20, .record = 1,
		  .withdrawn = "withheld" },
		{ .key = { 1, 0 }, .digest = { 2, 0 }, .time = 15, .record = 1 },
		{ .key = { 1, 0 }, .digest = { 3, 0 }, .time = 21, .record = 1 },
	};

	(void)state;
	check_permutations(
	        v, 4,
	        "a 1 superseded a newer version stands elsewhere\n"
	        "b 1 skipped withdrawn: withheld\n"
	        "c 1 superseded a newer version stands elsewhere\n");
}

/* Of identical versions one is the article, the others are told as copies,
 * also when an older version came between. */
static void test_copies(void **state)
{
	static const struct ledger_article v[] = {
		{ .key = { 1, 0 }, .digest = { 1, 0 }, .time = 10,
		  .captured = 1, .record = 1 },
		{ .key = { 1, 0 }, .digest = { 2, 0 }, .time = 10,
		  .captured = 2, .record = 1 },
		{ .key = { 1, 0 }, .digest = { 1, 0 }, .time = 10,
		  .captured = 3, .record = 1 },
	};
	static const char *const copy_of_c =
	        "a 1 duplicate the same article stands elsewhere\n"
	        "b 1 superseded a newer version stands elsewhere\n"
	        "also v.tar a 1\n";
	static const char *const copy_of_a =
	        "b 1 superseded a newer version stands elsewhere\n"
	        "c 1 duplicate the same article stands elsewhere\n"
	        "also v.tar c 1\n";
	unsigned char which[] = { 0, 1, 2 };
	struct buf got = BUF_INIT;

	(void)state;
	do {
		bool a_first = which[0] == 0 && which[1] == 2;

		told_in_order(v, which, 3, &got);
		if (which[0] == 1 && which[1] == 0)
			a_first = false; /* b stood, so a went; c is it */
		if (which[0] == 0 && which[1] == 1)
			a_first = false; /* b took its place */
		assert_string_equal(buf_str(&got),
		                    a_first ? copy_of_a : copy_of_c);
	} while (permute(which, 3));
	buf_release(&got);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scratch_make, scratch_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_is_newer),
		TEST(test_versions_in_any_order),
		TEST(test_withdrawn_in_any_order),
		TEST(test_back_in_any_order),
		TEST(test_copies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
