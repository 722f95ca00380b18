/* What lib/index/ledger_alert.h and telling.h promise. */
#include "tests/unit/ledger_help.h"

#include <stdlib.h>

#include "lib/base/limits.h"
#include "lib/index/ledger_alert.h"
#include "lib/index/ledger_update.h"
#include "lib/index/telling.h"

/* ---- alerts --------------------------------------------------------------- */

static enum nx_status add(struct ledger *l, const char *name)
{
	const struct ledger_alert a = {
		.name = name, .query = "ferry", .language = "", .added = 7
	};

	return ledger_alert_add(l, &a, NULL);
}

struct seen {
	struct ledger *l;
	int64_t id;
	uint64_t pending;
	char uid[64];
	size_t n;
	const char *name; /* wanted */
};

static enum nx_status see(void *ctx, const struct ledger_alert *a)
{
	struct seen *s = ctx;

	s->n++;
	if (s->name != NULL && strcmp(s->name, a->name) != 0)
		return NX_OK;
	s->id = a->id;
	(void)snprintf(s->uid, sizeof s->uid, "%s", a->uid);
	assert_int_equal(ledger_alert_pending(s->l, a->id, &s->pending, NULL),
	                 NX_OK);
	assert_int_equal(a->pending, s->pending > 0);
	return NX_OK;
}

static struct seen alert_of(struct ledger *l, const char *name)
{
	struct seen s = { .l = l, .name = name };

	assert_int_equal(ledger_alerts(l, see, &s, NULL), NX_OK);
	return s;
}

/* "new 1, changed 2 again, withdrawn 3 'x'": what is pending. */
static enum nx_status write_down(void *ctx, const struct ledger_change *c)
{
	struct buf *b = ctx;

	buf_addf(b, "%s%s %u", b->len > 0 ? ", " : "", change_name(c->what),
	         (unsigned)c->key[0]);
	if (c->article.len > 0)
		buf_addf(b, " '%.*s'", (int)c->article.len, c->article.p);
	if (c->again)
		buf_adds(b, " again");
	return NX_OK;
}

static void assert_pending(struct ledger *l, const char *name, const char *is)
{
	struct buf b = BUF_INIT;

	assert_int_equal(ledger_alert_changes(l, alert_of(l, name).id,
	                                      write_down, &b, NULL),
	                 NX_OK);
	assert_string_equal(buf_str(&b), is);
	buf_release(&b);
}

static void done(struct ledger *l, const char *name)
{
	assert_int_equal(ledger_begin(l, NULL), NX_OK);
	assert_int_equal(ledger_alert_done(l, alert_of(l, name).id, NULL),
	                 NX_OK);
	assert_int_equal(ledger_commit(l, NULL), NX_OK);
}

/* ---- archives ------------------------------------------------------------- */

/* Articles by key and content: ended by a key of 0. */
struct version {
	uint64_t key, digest;
};

static uint32_t next_docid;

static void read_archive(struct ledger *l, const struct version *v)
{
	int64_t m;
	uint64_t n = 0;

	begin_archive(l, "a.jsonl");
	m = ledger_member_begin(l);
	for (; v[n].key != 0; n++) {
		struct ledger_article a = article(v[n].key, next_docid);
		struct ledger_segment s = { .number = next_docid,
			                    .first = next_docid,
			                    .last = next_docid,
			                    .articles = 1 };

		a.digest[0] = v[n].digest;
		a.digest[1] = 0;
		a.record = n + 1;
		if (offer(l, m, a) != OUTCOME_INDEXED)
			continue;
		assert_int_equal(ledger_segment_add(l, &s, NULL), NX_OK);
		next_docid++;
	}
	end_member(l, m, "a.jsonl", OUTCOME_READ, n);
	end_archive(l, 1);
}

static struct ledger *built(const struct version *v)
{
	struct ledger *l = open_begun();

	next_docid = 1;
	read_archive(l, v);
	assert_int_equal(ledger_commit(l, NULL), NX_OK);
	return l;
}

static bool may(void *ctx, const struct ledger_known *k)
{
	(void)ctx;
	(void)k;
	return true;
}

static enum nx_status again(void *ctx, const struct ledger_known *k)
{
	(void)k;
	*(bool *)ctx = true;
	return NX_OK;
}

/* The archive has these now. */
static void update(struct ledger *l, const struct version *v)
{
	struct ledger_changes c;
	bool more = true;

	assert_int_equal(ledger_begin(l, NULL), NX_OK);
	assert_int_equal(ledger_update_begin(l, NULL), NX_OK);
	assert_int_equal(ledger_reread(l, 1, NULL), NX_OK);
	while (more) {
		more = false;
		read_archive(l, v);
		assert_int_equal(ledger_round(l, may, again, &more, NULL),
		                 NX_OK);
	}
	assert_int_equal(ledger_update_end(l, &c, NULL), NX_OK);
	assert_int_equal(ledger_commit(l, NULL), NX_OK);
}

static const struct version one[] = { { 1, 10 }, { 0, 0 } };
static const struct version one_two[] = { { 1, 10 }, { 2, 20 }, { 0, 0 } };
static const struct version other_two[] = { { 1, 10 }, { 2, 21 }, { 0, 0 } };
static const struct version two_one[] = { { 2, 20 }, { 1, 10 }, { 0, 0 } };

/* An index of articles 1 and 2 with an alert "a". */
static struct ledger *alerted(void)
{
	struct ledger *l = built(one_two);

	assert_int_equal(ledger_begin(l, NULL), NX_OK);
	assert_int_equal(add(l, "a"), NX_OK);
	assert_int_equal(ledger_commit(l, NULL), NX_OK);
	return l;
}

/* ---- tests ---------------------------------------------------------------- */

static void test_names(void **state)
{
	char longest[LIMIT_ALERT_NAME + 2];

	(void)state;
	memset(longest, 'x', sizeof longest);
	longest[LIMIT_ALERT_NAME + 1] = '\0';
	assert_false(ledger_alert_name(longest));
	longest[LIMIT_ALERT_NAME] = '\0';
	assert_true(ledger_alert_name(longest));
	assert_true(ledger_alert_name("Ferries_2.x-y"));
	assert_false(ledger_alert_name(""));
	assert_false(ledger_alert_name("."));
	assert_false(ledger_alert_name("-i"));
	assert_false(ledger_alert_name("a/b"));
	assert_false(ledger_alert_name("a b"));
	assert_false(ledger_alert_name("f\xc3\xa9ries"));
}

static void test_added_listed_removed(void **state)
{
	struct ledger *l = built(one);

	(void)state;
	assert_int_equal(alert_of(l, NULL).n, 0);
	assert_int_equal(ledger_begin(l, NULL), NX_OK);
	assert_int_equal(ledger_alert_remove(l, "a", NULL), NX_NOTFOUND);
	assert_int_equal(add(l, "b"), NX_OK);
	assert_int_equal(add(l, "a"), NX_OK);
	assert_int_equal(add(l, "a"), NX_EXISTS);
	assert_int_equal(alert_of(l, NULL).n, 2);
	assert_string_not_equal(alert_of(l, "a").uid, alert_of(l, "b").uid);
	assert_int_equal(ledger_alert_remove(l, "b", NULL), NX_OK);
	assert_int_equal(alert_of(l, NULL).n, 1);
	for (unsigned i = 1; i < LIMIT_ALERTS; i++) {
		char name[16];

		(void)snprintf(name, sizeof name, "n%u", i);
		assert_int_equal(add(l, name), NX_OK);
	}
	assert_int_equal(add(l, "more"), NX_BOUND);
	ledger_close(l);
}

static void test_nothing_of_the_past(void **state)
{
	struct ledger *l = alerted();

	(void)state;
	assert_pending(l, "a", "");
	update(l, other_two);
	assert_pending(l, "a", "changed 2");
	assert_int_equal(ledger_begin(l, NULL), NX_OK);
	assert_int_equal(add(l, "late"), NX_OK);
	assert_int_equal(ledger_commit(l, NULL), NX_OK);
	assert_pending(l, "late", "");
	assert_pending(l, "a", "changed 2");
	ledger_close(l);
}

static void test_what_moves_is_not_told(void **state)
{
	struct ledger *l = alerted();

	(void)state;
	update(l, two_one);
	assert_pending(l, "a", "");
	assert_int_equal(alert_of(l, "a").pending, 0);
	ledger_close(l);
}

static void test_changes_add_up(void **state)
{
	static const struct version three[] = {
		{ 1, 10 }, { 2, 20 }, { 3, 30 }, { 0, 0 }
	};
	static const struct version third[] = {
		{ 1, 10 }, { 2, 20 }, { 3, 31 }, { 0, 0 }
	};
	struct ledger *l = alerted();

	(void)state;
	update(l, three);
	assert_pending(l, "a", "new 3");
	update(l, third); /* came, and changed: it is new */
	assert_pending(l, "a", "new 3");
	assert_int_equal(alert_of(l, "a").pending, 1);
	update(l, one_two); /* came and went: nothing */
	assert_pending(l, "a", "");
	assert_int_equal(alert_of(l, "a").pending, 0);
	update(l, other_two);
	update(l, one_two); /* it is again what it was */
	assert_pending(l, "a", "");
	update(l, one);
	update(l, other_two); /* gone, and there again as another */
	assert_pending(l, "a", "changed 2");
	ledger_close(l);
}

/* Each alert by itself, whenever it was told. */
static void test_each_alert_by_itself(void **state)
{
	static const struct version three[] = {
		{ 1, 11 }, { 2, 20 }, { 3, 30 }, { 0, 0 }
	};
	static const struct version third[] = {
		{ 1, 11 }, { 2, 20 }, { 3, 31 }, { 0, 0 }
	};
	struct ledger *l = alerted();

	(void)state;
	assert_int_equal(ledger_begin(l, NULL), NX_OK);
	assert_int_equal(add(l, "b"), NX_OK);
	assert_int_equal(ledger_commit(l, NULL), NX_OK);
	update(l, three);
	assert_pending(l, "a", "changed 1, new 3");
	done(l, "a");
	assert_pending(l, "a", "");
	assert_pending(l, "b", "changed 1, new 3");
	update(l, third);
	assert_pending(l, "a", "changed 3");
	assert_pending(l, "b", "changed 1, new 3");
	done(l, "b");
	assert_pending(l, "a", "changed 3");
	assert_pending(l, "b", "");
	ledger_close(l);
}

static void tell(struct ledger *l, uint64_t key, const char *article)
{
	const uint64_t k[2] = { key, 0 };
	struct slice s = { article, strlen(article) };

	assert_int_equal(ledger_begin(l, NULL), NX_OK);
	assert_int_equal(
		ledger_alert_told(l, alert_of(l, "a").id, k, s, NULL), NX_OK);
	assert_int_equal(ledger_alert_done(l, alert_of(l, "a").id, NULL),
	                 NX_OK);
	assert_int_equal(ledger_commit(l, NULL), NX_OK);
}

static void test_withdrawn_only_where_it_was_told(void **state)
{
	struct ledger *l = alerted();

	(void)state;
	update(l, other_two);
	tell(l, 2, "was told");
	update(l, one);
	assert_pending(l, "a", "withdrawn 2 'was told'");
	tell(l, 2, "");
	assert_pending(l, "a", "");
	update(l, one_two);
	assert_pending(l, "a", "new 2");
	done(l, "a");
	update(l, one);
	assert_pending(l, "a", "");
	ledger_close(l);
}

static void test_begun_and_not_finished_is_again(void **state)
{
	static const struct version three[] = {
		{ 1, 10 }, { 2, 21 }, { 3, 30 }, { 0, 0 }
	};
	struct ledger *l = alerted();

	(void)state;
	update(l, other_two);
	assert_int_equal(ledger_begin(l, NULL), NX_OK);
	assert_int_equal(ledger_alert_begun(l, alert_of(l, "a").id, NULL),
	                 NX_OK);
	assert_int_equal(ledger_commit(l, NULL), NX_OK);
	assert_pending(l, "a", "changed 2 again");
	update(l, three);
	assert_pending(l, "a", "changed 2 again, new 3");
	done(l, "a");
	assert_pending(l, "a", "");
	ledger_close(l);
}

static void test_what_is_not_committed_is_not_noted(void **state)
{
	struct ledger *l = alerted();

	(void)state;
	assert_int_equal(ledger_begin(l, NULL), NX_OK);
	assert_int_equal(ledger_update_begin(l, NULL), NX_OK);
	assert_int_equal(ledger_reread(l, 1, NULL), NX_OK);
	read_archive(l, one);
	ledger_rollback(l);
	assert_pending(l, "a", "");
	update(l, other_two);
	assert_pending(l, "a", "changed 2");
	ledger_close(l);
}

static void test_built_anew_nothing_is_noted(void **state)
{
	static const struct version three[] = { { 2, 22 }, { 3, 30 }, { 0, 0 } };
	struct ledger *l = alerted();

	(void)state;
	update(l, other_two);
	assert_int_equal(ledger_begin(l, NULL), NX_OK);
	assert_int_equal(ledger_clear(l, NULL), NX_OK);
	read_archive(l, three);
	assert_int_equal(ledger_commit(l, NULL), NX_OK);
	assert_pending(l, "a", "changed 2");
	ledger_close(l);
}

/* Without alerts nothing is kept; nor what all were told of. */
static void test_notes_are_forgotten(void **state)
{
	struct ledger *l = alerted();

	(void)state;
	update(l, other_two);
	assert_int_equal(ledger_begin(l, NULL), NX_OK);
	assert_int_equal(ledger_alert_remove(l, "a", NULL), NX_OK);
	assert_int_equal(add(l, "b"), NX_OK);
	assert_int_equal(ledger_commit(l, NULL), NX_OK);
	assert_int_equal(alert_of(l, "b").pending, 0);
	update(l, one_two);
	assert_int_equal(alert_of(l, "b").pending, 1);
	done(l, "b");
	assert_int_equal(alert_of(l, "b").pending, 0);
	ledger_close(l);
}

/* ---- feeds ---------------------------------------------------------------- */

static enum nx_status put_entry(void *ctx, const struct ledger_entry *e)
{
	buf_addf(ctx, "%lld %.*s;", (long long)e->time, (int)e->text.len,
	         e->text.p);
	return NX_OK;
}

static void add_entry(struct ledger *l, uint64_t key, enum change what,
                      int64_t time, const char *text)
{
	const struct ledger_entry e = {
		.key = { key, 0 },
		.what = what,
		.time = time,
		.text = { text, strlen(text) },
	};

	assert_int_equal(
		ledger_alert_entry(l, alert_of(l, "a").id, &e, NULL), NX_OK);
}

static void test_feeds_keep_the_last(void **state)
{
	struct ledger *l = alerted();
	int64_t id = alert_of(l, "a").id;
	struct buf b = BUF_INIT;
	char last[64];

	(void)state;
	assert_int_equal(ledger_begin(l, NULL), NX_OK);
	for (int i = 1; i <= LIMIT_FEED_ENTRIES + 2; i++) {
		char text[16];

		(void)snprintf(text, sizeof text, "e%d", i);
		add_entry(l, (uint64_t)i, CHANGE_NEW, 100 + i, text);
	}
	assert_int_equal(ledger_alert_done(l, id, NULL), NX_OK);
	assert_int_equal(ledger_commit(l, NULL), NX_OK);
	assert_int_equal(ledger_alert_entries(l, id, put_entry, &b, NULL),
	                 NX_OK);
	(void)snprintf(last, sizeof last, "%d e%d;", 102 + LIMIT_FEED_ENTRIES,
	               2 + LIMIT_FEED_ENTRIES);
	assert_memory_equal(b.p, last, strlen(last));
	assert_non_null(strstr(b.p, ";103 e3;"));
	assert_null(strstr(b.p, " e2;"));
	buf_release(&b);
	ledger_close(l);
}

static void test_feeds_lose_what_is_withdrawn(void **state)
{
	struct ledger *l = alerted();
	struct buf b = BUF_INIT;

	(void)state;
	assert_int_equal(ledger_begin(l, NULL), NX_OK);
	add_entry(l, 1, CHANGE_NEW, 1, "one");
	add_entry(l, 2, CHANGE_NEW, 2, "two");
	add_entry(l, 1, CHANGE_CHANGED, 3, "three");
	add_entry(l, 1, CHANGE_WITHDRAWN, 4, "four");
	assert_int_equal(ledger_alert_entries(l, alert_of(l, "a").id, put_entry,
	                                      &b, NULL),
	                 NX_OK);
	assert_string_equal(b.p, "4 four;2 two;");
	buf_release(&b);
	ledger_close(l);
}

/* ---- a new ledger --------------------------------------------------------- */

static void test_copied(void **state)
{
	struct ledger *l = alerted(), *to = NULL;

	(void)state;
	update(l, other_two);
	assert_int_equal(
		ledger_open(&to, scratch("to.db"), LEDGER_WRITE, NULL), NX_OK);
	assert_int_equal(ledger_alerts_copy(to, scratch("l.db"), NULL), NX_OK);
	assert_string_equal(alert_of(to, "a").uid, alert_of(l, "a").uid);
	assert_int_equal(alert_of(to, "a").pending, 1);
	ledger_close(to);
	ledger_close(l);
}

/* ---- tellings ------------------------------------------------------------- */

static void test_tellings_come_through(void **state)
{
	const struct telling t = {
		.key = { UINT64_MAX, 5 },
		.what = CHANGE_CHANGED,
		.article = { "a\nb\0c", 5 },
		.text = { "\n7 8 9\n", 7 },
	};
	const struct telling empty = { .what = CHANGE_WITHDRAWN };
	struct telling back;
	struct buf b = BUF_INIT;
	FILE *f = fopen(scratch("tellings"), "w+");

	(void)state;
	telling_write(f, &t);
	telling_write(f, &empty);
	fputs("0 0 1 9 9\nshort", f);
	rewind(f);
	assert_int_equal(telling_read(f, &b, &back, NULL), NX_OK);
	assert_memory_equal(back.key, t.key, sizeof t.key);
	assert_int_equal(back.what, t.what);
	assert_int_equal(back.article.len, 5);
	assert_memory_equal(back.article.p, t.article.p, 5);
	assert_int_equal(back.text.len, 7);
	assert_memory_equal(back.text.p, t.text.p, 7);
	assert_int_equal(telling_read(f, &b, &back, NULL), NX_OK);
	assert_int_equal(back.what, CHANGE_WITHDRAWN);
	assert_int_equal(back.article.len + back.text.len, 0);
	assert_int_equal(telling_read(f, &b, &back, NULL), NX_CORRUPT);
	assert_int_equal(telling_read(f, &b, &back, NULL), NX_END);
	(void)fclose(f);
	buf_release(&b);
}

static void test_a_telling_has_one_name(void **state)
{
	struct ledger_change c = { .key = { 1, 2 }, .what = CHANGE_NEW,
		                   .number = 3 };
	char a[TELLING_NAME], b[TELLING_NAME];

	(void)state;
	telling_name("u", &c, a);
	c.docid = 17;
	c.again = true;
	telling_name("u", &c, b);
	assert_string_equal(a, b);
	assert_memory_equal(a, "urn:uuid:", 9);
	assert_int_equal(strlen(a), 45);
	assert_int_equal(a[9 + 14], '8');
	telling_name("v", &c, b);
	assert_string_not_equal(a, b);
	c.number = 4;
	telling_name("u", &c, b);
	assert_string_not_equal(a, b);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, scratch_make, scratch_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_names),
		TEST(test_added_listed_removed),
		TEST(test_nothing_of_the_past),
		TEST(test_what_moves_is_not_told),
		TEST(test_changes_add_up),
		TEST(test_each_alert_by_itself),
		TEST(test_withdrawn_only_where_it_was_told),
		TEST(test_begun_and_not_finished_is_again),
		TEST(test_what_is_not_committed_is_not_noted),
		TEST(test_built_anew_nothing_is_noted),
		TEST(test_notes_are_forgotten),
		TEST(test_feeds_keep_the_last),
		TEST(test_feeds_lose_what_is_withdrawn),
		TEST(test_copied),
		TEST(test_tellings_come_through),
		TEST(test_a_telling_has_one_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
