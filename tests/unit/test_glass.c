/* What glass.h promises of tables: libxapian finds them sound, and reads what
 * was written. */
#include <pthread.h>

#include "tests/unit/glass_help.h"

/* See test_xapian_upkeep.c: of no consequence. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "new_delete_type_mismatch=0";
}

static struct glass_root write_metadata(const char *dir,
                                        const struct entries *e,
                                        const size_t *end, unsigned pieces)
{
	struct glass_table *t[GLASS_TABLES] = { NULL };
	const struct glass_stats none = { 0 };
	struct glass_root root;

	assert_int_equal(mkdir(dir, 0777), 0);
	t[GLASS_POSTLIST] = table_of(dir, GLASS_POSTLIST, e, end, pieces);
	glass_table_root(t[GLASS_POSTLIST], &root);
	assert_int_equal(root.entries, e->n);
	database_of(dir, t, &none);
	return root;
}

/* Written in one piece, sound and equal; the level of its root. */
static unsigned one_piece(void **state, const char *name, struct entries e)
{
	const char *dir = in(*state, name);
	struct glass_root root = write_metadata(dir, &e, &e.n, 1);

	assert_errors(dir, 0);
	assert_metadata_is(dir, &e);
	assert_true(root.sequential || e.n == 0);
	entries_free(&e);
	return root.level;
}

static void test_levels(void **state)
{
	struct entries few = any_metadata(20, 1, 9, 1, 90);
	struct entries some = any_metadata(3000, 1, 30, 1, 90);
	struct entries many = any_metadata(9000, 150, 240, 900, 1900);
	struct entries alike = any_metadata(8000, 250, 250, 1700, 1700);

	/* Separators of full length, so that few go into a block. */
	for (size_t i = 0; i < alike.n; i++) {
		memset(alike.v[i].key + 2, 'k', 250);
		alike.v[i].key[248] = (unsigned char)(i >> 8);
		alike.v[i].key[249] = (unsigned char)i;
	}
	assert_int_equal(one_piece(state, "0", few), 0);
	assert_int_equal(one_piece(state, "1", some), 1);
	assert_int_equal(one_piece(state, "2", many), 2);
	assert_int_equal(one_piece(state, "3", alike), 3);
}

static void test_long_tags(void **state)
{
	one_piece(state, "a", any_metadata(300, 1, 253, 1, 9000));
	one_piece(state, "b", any_metadata(60, 1, 253, 1, 200000));
	one_piece(state, "c", any_metadata(500, 253, 253, 1780, 1790));
}

/* n entries of names "n000" ..., whose tags have size[i] bytes. */
static struct entries sized(const unsigned *size, size_t n)
{
	struct entries e = any_metadata(n, 250, 250, 1, 1);

	for (size_t i = 0; i < n; i++) {
		struct entry *x = &e.v[i];

		x->klen = 2 +
		          (size_t)snprintf((char *)x->key + 2, 24, "n%03zu", i);
		x->tlen = size[i];
		x->tag = realloc(x->tag, x->tlen + 1);
		assert_non_null(x->tag);
		any_bytes(x->tag, x->tlen);
	}
	return e;
}

/* A leaf has 8192 - 11 bytes, of which the first entry takes 5, and each of
 * these 2 + 3 + 6 and its tag's. */
static void test_full_blocks(void **state)
{
	const unsigned room = 8192 - 11 - 5 - 5 * 11;
	unsigned size[7] = { 1700, 1700, 1700, 1700, 0, 5000, 1 };
	char name[16];

	for (unsigned left = 0; left < 80; left++) {
		(void)snprintf(name, sizeof name, "%u", left);
		size[4] = room - 4 * 1700 - left;
		assert_int_equal(one_piece(state, name, sized(size, 7)), 1);
	}
	size[4] = room - 4 * 1700;
	assert_int_equal(one_piece(state, "all", sized(size, 5)), 0);
	size[4]++;
	assert_int_equal(one_piece(state, "more", sized(size, 5)), 1);
}

static void test_pieces(void **state)
{
	struct entries e = any_metadata(4000, 1, 40, 1, 700);
	const size_t n = e.n;
	const struct {
		const char *name;
		unsigned pieces;
		size_t end[7];
	} way[] = {
		{ "two", 2, { n / 3, n } },
		{ "first empty", 2, { 0, n } },
		{ "last empty", 2, { n, n } },
		{ "middle empty", 3, { 9, 9, n } },
		{ "only the last", 7, { 0, 0, 0, 0, 0, 0, n } },
		{ "seven", 7, { 1, 2, 900, 901, 2000, 2001, n } },
		{ "one entry", 7, { 0, 0, 0, 1, 1, 1, 1 } },
		{ "two entries", 7, { 0, 0, 1, 1, 2, 2, 2 } },
		{ "none", 7, { 0 } },
	};

	for (size_t i = 0; i < sizeof way / sizeof way[0]; i++) {
		const char *dir = in(*state, way[i].name);

		e.n = way[i].end[way[i].pieces - 1];
		write_metadata(dir, &e, way[i].end, way[i].pieces);
		assert_errors(dir, 0);
		assert_metadata_is(dir, &e);
	}
	e.n = n;
	entries_free(&e);
}

struct work {
	pthread_t thread;
	struct glass_table *t;
	unsigned piece;
	const struct entries *e;
	size_t from, to;
	enum nx_status st;
	struct nx_err err;
};

static void *work(void *ctx)
{
	struct work *w = ctx;

	w->st = fill(w->t, w->piece, w->e, w->from, w->to, &w->err);
	if (w->st == NX_OK)
		w->st = glass_piece_done(w->t, w->piece, &w->err);
	return NULL;
}

static void test_threads(void **state)
{
	enum { THREADS = 4 };
	struct entries e = any_metadata(20000, 2, 40, 1, 2500);
	struct glass_table *t[GLASS_TABLES] = { NULL };
	const struct glass_stats none = { 0 };
	struct work w[THREADS];
	struct glass_root root;
	struct nx_err err;

	WELL(glass_table_new(&t[0], folder(state), 0, THREADS, &err));
	for (unsigned i = 0; i < THREADS; i++) {
		w[i] = (struct work){ .t = t[0], .piece = i, .e = &e };
		w[i].from = e.n * i / THREADS;
		w[i].to = e.n * (i + 1) / THREADS;
		assert_int_equal(
			pthread_create(&w[i].thread, NULL, work, &w[i]), 0);
	}
	for (unsigned i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(w[i].thread, NULL), 0);
		assert_int_equal(w[i].st, NX_OK);
	}
	WELL(glass_table_finish(t[0], &err));
	glass_table_root(t[0], &root);
	assert_int_equal(root.level, 2);
	database_of(folder(state), t, &none);
	assert_errors(folder(state), 0);
	assert_metadata_is(folder(state), &e);
	entries_free(&e);
}

/* Leaves of two pieces alternate; libxapian must not go on by number. */
static void test_interleaved(void **state)
{
	struct entries e = any_metadata(4000, 2, 40, 1000, 1900);
	struct glass_table *t[GLASS_TABLES] = { NULL };
	const struct glass_stats none = { 0 };
	const char *dir = in(*state, "i");
	const size_t half = e.n / 2;
	struct glass_root root;
	struct nx_err err;

	assert_int_equal(mkdir(dir, 0777), 0);
	WELL(glass_table_new(&t[0], dir, 0, 2, &err));
	for (size_t i = 0; i < half; i++) {
		WELL(fill(t[0], 0, &e, i, i + 1, &err));
		WELL(fill(t[0], 1, &e, half + i, half + i + 1, &err));
	}
	WELL(fill(t[0], 1, &e, 2 * half, e.n, &err));
	WELL(glass_table_finish(t[0], &err));
	glass_table_root(t[0], &root);
	assert_false(root.sequential);
	database_of(dir, t, &none);
	assert_errors(dir, 0);
	assert_metadata_is(dir, &e);
	entries_free(&e);
}

/* libxapian keeps no empty metadata, and says so of each, but reads it. */
static void test_empty_tags(void **state)
{
	struct entries e = any_metadata(5000, 1, 30, 0, 2);
	const char *dir = in(*state, "e");
	size_t empty = 0;

	for (size_t i = 0; i < e.n; i++)
		empty += e.v[i].tlen == 0;
	assert_true(empty > 1000);
	write_metadata(dir, &e, &e.n, 1);
	assert_errors(dir, empty);
	assert_metadata_is(dir, &e);
	entries_free(&e);
}

/* Deflate's way to leave 5 and 60,000 bytes as they are. */
static void test_compressed(void **state)
{
	unsigned char stored[60005] = { 1, 0x60, 0xea, 0x9f, 0x15 };
	struct glass_table *t[GLASS_TABLES] = { NULL };
	const struct glass_stats none = { 0 };
	struct xap_error e = { "" };
	struct xap_str got;
	struct xap_db *db;
	struct nx_err err;

	memset(stored + 5, 'z', 60000);
	WELL(glass_table_new(&t[0], folder(state), 0, 1, &err));
	WELL(glass_add(t[0], 0,
	               "\0\xc0"
	               "a",
	               3, "\1\5\0\xfa\xffhello", 10, true, &err));
	WELL(glass_add(t[0], 0,
	               "\0\xc0"
	               "b",
	               3, stored, 60005, true, &err));
	WELL(glass_table_finish(t[0], &err));
	database_of(folder(state), t, &none);
	assert_errors(folder(state), 0);
	db = reader(folder(state));
	OK(xap_db_metadata(db, "a", 1, &got, &e));
	assert_str(got, "hello");
	OK(xap_db_metadata(db, "b", 1, &got, &e));
	assert_int_equal(got.len, 60000);
	assert_memory_equal(got.data, stored + 5, 60000);
	xap_db_close(db);
}

static bool is_there(void **state, const char *name)
{
	return access(in(*state, name), F_OK) == 0;
}

/* As libxapian does it: no file but for postings and term lists. */
static void test_no_entries(void **state)
{
	const char *dir = folder(state);
	struct glass_table *t[GLASS_TABLES];
	const struct glass_stats none = { 0 };
	struct xap_error e = { "" };
	struct xap_writer *w;
	struct nx_err err;

	for (int i = 0; i < GLASS_TABLES; i++) {
		WELL(glass_table_new(&t[i], dir, (enum glass_id)i, 3, &err));
		WELL(glass_table_finish(t[i], &err));
	}
	database_of(dir, t, &none);
	assert_true(is_there(state, "postlist.glass"));
	assert_true(is_there(state, "termlist.glass"));
	assert_true(is_there(state, "flintlock"));
	assert_false(is_there(state, "docdata.glass"));
	assert_false(is_there(state, "position.glass"));
	assert_false(is_there(state, "spelling.glass"));
	assert_false(is_there(state, "synonym.glass"));
	assert_errors(dir, 0);
	assert_int_equal(count_at(dir), 0);

	w = writer(dir);
	add(w, "ferry strike", "1");
	OK(xap_writer_commit(w, &e));
	xap_writer_close(w);
	assert_errors(dir, 0);
	assert_int_equal(count_at(dir), 1);
}

static void test_no_tables(void **state)
{
	struct glass_table *t[GLASS_TABLES] = { NULL };
	const struct glass_stats none = { 0 };

	database_of(folder(state), t, &none);
	assert_errors(folder(state), 0);
	assert_int_equal(count_at(folder(state)), 0);
}

/* Each database has an identity of its own. */
static void test_uuid(void **state)
{
	struct glass_table *t[GLASS_TABLES] = { NULL };
	const struct glass_stats none = { 0 };
	struct xap_error e = { "" };
	char was[2][40] = { "", "" };
	struct xap_str s;

	for (int i = 0; i < 2; i++) {
		const char *dir = in(*state, i == 0 ? "a" : "b");
		struct xap_db *db;

		assert_int_equal(mkdir(dir, 0777), 0);
		database_of(dir, t, &none);
		db = reader(dir);
		OK(xap_db_uuid(db, &s, &e));
		assert_int_equal(s.len, 36);
		memcpy(was[i], s.data, 36);
		xap_db_close(db);
	}
	assert_string_not_equal(was[0], was[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_levels),     T(test_long_tags),  T(test_full_blocks),
		T(test_pieces),     T(test_threads),    T(test_interleaved),
		T(test_empty_tags), T(test_compressed), T(test_no_entries),
		T(test_no_tables),  T(test_uuid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
