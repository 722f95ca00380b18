/* What glass_read.h finds is what was written, by us or by libxapian; and of
 * damaged tables it says so. */
#include <fcntl.h>
#include <unistd.h>

#include "lib/index/glass_read.h"
#include "lib/index/metaread.h"
#include "tests/unit/glass_help.h"

static struct glass_reader *open_table(const char *dir)
{
	struct glass_reader *r = NULL;
	struct nx_err err = { "" };

	WELL(glass_reader_open(&r, dir, GLASS_POSTLIST, &err));
	return r;
}

/* The first entry that is not less than key; e->n if there is none. */
static size_t lower_bound(const struct entries *e, const struct entry *key)
{
	size_t lo = 0, hi = e->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (by_key(&e->v[mid], key) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void check_seek(struct glass_reader *r, struct meta_reader *m,
                       const struct entries *e, const struct entry *key)
{
	size_t i = lower_bound(e, key);
	struct nx_err err = { "" };
	struct slice k, v;
	enum nx_status st =
		glass_reader_seek(r, key->key, key->klen, &k, &v, &err);

	assert_int_equal(st, i < e->n ? NX_OK : NX_END);
	if (st == NX_OK) {
		assert_int_equal(k.len, e->v[i].klen);
		assert_memory_equal(k.p, e->v[i].key, k.len);
		assert_int_equal(v.len, e->v[i].tlen);
		assert_memory_equal(v.p, e->v[i].tag, v.len);
	}
	if (key->klen < 3)
		return;
	st = meta_reader_seek(m, (const char *)key->key + 2, key->klen - 2, &k,
	                      &v, &err);
	assert_int_equal(st, i < e->n ? NX_OK : NX_END);
	if (st == NX_OK) {
		assert_int_equal(k.len, e->v[i].klen - 2);
		assert_memory_equal(k.p, e->v[i].key + 2, k.len);
		assert_int_equal(v.len, e->v[i].tlen);
		assert_memory_equal(v.p, e->v[i].tag, v.len);
	}
}

/* Each key, what is before it and behind it, and any others. */
static void check_all(const char *dir, const struct entries *e)
{
	struct glass_reader *r = open_table(dir);
	struct xap_db *db = reader(dir);
	struct meta_reader *m = meta_reader_new(NULL, db);
	struct entry k;

	for (size_t i = 0; i < e->n; i++) {
		check_seek(r, m, e, &e->v[i]);
		k = e->v[i];
		k.klen--;
		check_seek(r, m, e, &k);
		k = e->v[i];
		k.key[k.klen - 1]++;
		check_seek(r, m, e, &k);
		if (e->v[i].klen == GLASS_KEY_MAX)
			continue;
		k = e->v[i];
		k.key[k.klen++] = (unsigned char)any(256);
		check_seek(r, m, e, &k);
	}
	for (int i = 0; i < 500; i++) {
		k = e->v[any((uint32_t)e->n)];
		k.klen = 2 + any((uint32_t)k.klen - 1);
		any_bytes(k.key + k.klen / 2, k.klen - k.klen / 2);
		k.key[0] = 0;
		k.key[1] = 0xc0;
		check_seek(r, m, e, &k);
	}
	meta_reader_free(m);
	xap_db_close(db);
	glass_reader_close(r);
}

static void check_written(void **state, const char *name, struct entries e,
                          unsigned pieces)
{
	const char *dir = in(*state, name);
	struct glass_table *t[GLASS_TABLES] = { NULL };
	const struct glass_stats none = { 0 };
	size_t end[8];

	for (unsigned i = 0; i < pieces; i++)
		end[i] = e.n * (i + 1) / pieces;
	assert_int_equal(mkdir(dir, 0777), 0);
	t[GLASS_POSTLIST] = table_of(dir, GLASS_POSTLIST, &e, end, pieces);
	database_of(dir, t, &none);
	check_all(dir, &e);
	entries_free(&e);
}

static void test_written(void **state)
{
	check_written(state, "one block", any_metadata(20, 1, 9, 1, 90), 1);
	check_written(state, "two levels", any_metadata(3000, 1, 30, 1, 90), 3);
	check_written(state, "three", any_metadata(5000, 150, 240, 900, 1900),
	              7);
	check_written(state, "long tags", any_metadata(90, 1, 253, 1, 99000),
	              2);
	check_written(state, "some long", any_metadata(300, 1, 253, 1, 9000),
	              1);
}

/* As libxapian reads it, for it may have changed what was written. */
static struct entries all_metadata(const char *dir)
{
	struct xap_error xe = { "" };
	struct xap_db *db = reader(dir);
	struct entries e = { calloc(9000, sizeof *e.v), 0 };
	struct xap_terms *it;
	struct xap_str got;

	assert_int_equal(XAP_OK, xap_db_metadata_keys(&it, db, NULL, 0, &xe));
	while (xap_terms_next(it, &got, &xe) == XAP_OK) {
		struct entry *x = &e.v[e.n++];

		assert_true(e.n < 9000);
		x->klen = got.len + 2;
		x->key[1] = 0xc0;
		memcpy(x->key + 2, got.data, got.len);
		assert_int_equal(XAP_OK, xap_db_metadata(db, got.data, got.len,
		                                         &got, &xe));
		x->tlen = got.len;
		x->tag = malloc(got.len + 1);
		memcpy(x->tag, got.data, got.len);
	}
	xap_terms_free(it);
	xap_db_close(db);
	return e;
}

static void put_some(struct xap_writer *w, size_t n, uint32_t tmax)
{
	struct entries some = any_metadata(n, 1, 200, 1, tmax);
	struct xap_error e = { "" };

	for (size_t i = 0; i < some.n; i++)
		OK(xap_writer_set_metadata(w,
		                           (const char *)some.v[i].key + 2,
		                           some.v[i].klen - 2, some.v[i].tag,
		                           any(4) > 0 ? some.v[i].tlen : 0,
		                           &e));
	OK(xap_writer_commit(w, &e));
	entries_free(&some);
}

/* libxapian's own tables, in which leaves are half full and blocks are used
 * again. */
static void test_changed(void **state)
{
	const char *dir = in(*state, "changed");
	struct xap_error e = { "" };

	for (int i = 0; i < 8; i++) {
		struct xap_writer *w = NULL;
		struct entries all;

		OK(xap_writer_open(&w, dir, XAP_CREATE_OR_OPEN, 0, &e));
		put_some(w, 400, 4000);
		put_some(w, 400, 40);
		xap_writer_close(w);
		all = all_metadata(dir);
		assert_true(all.n > 300);
		check_all(dir, &all);
		entries_free(&all);
	}
}

/* Whoever still reads an earlier commit finds that, or is told. */
static void test_stale(void **state)
{
	const char *dir = in(*state, "stale");
	struct xap_writer *w = NULL;
	struct xap_error e = { "" };
	size_t stale = 0, right = 0;

	OK(xap_writer_open(&w, dir, XAP_CREATE_OR_OPEN, 0, &e));
	put_some(w, 3000, 900);
	for (int i = 0; i < 5; i++) {
		struct entries all = all_metadata(dir);
		struct glass_reader *r = open_table(dir);

		for (int k = 0; k < i; k++)
			put_some(w, 1500, 900);
		for (size_t n = 0; n < 3000; n++) {
			const struct entry *x = &all.v[any((uint32_t)all.n)];
			struct slice k, v;
			enum nx_status st = glass_reader_seek(
				r, x->key, x->klen, &k, &v, NULL);

			if (st != NX_OK) {
				assert_int_equal(st, NX_STALE);
				stale++;
				continue;
			}
			right++;
			assert_int_equal(v.len, x->tlen);
			assert_memory_equal(v.p, x->tag, v.len);
		}
		glass_reader_close(r);
		entries_free(&all);
	}
	xap_writer_close(w);
	assert_true(right > 3000);
	assert_true(stale > 100);
}

/* Any bytes, in any block: nothing but what can be told. */
static void test_damaged(void **state)
{
	const char *dir = in(*state, "damaged");
	struct entries e = any_metadata(2500, 1, 100, 1, 900);
	struct glass_table *t[GLASS_TABLES] = { NULL };
	const struct glass_stats none = { 0 };
	size_t told = 0;
	off_t size;
	int fd;

	assert_int_equal(mkdir(dir, 0777), 0);
	t[GLASS_POSTLIST] = table_of(dir, GLASS_POSTLIST, &e, &e.n, 1);
	database_of(dir, t, &none);
	fd = open(in(*state, "damaged/postlist.glass"), O_RDWR);
	assert_true(fd >= 0);
	size = lseek(fd, 0, SEEK_END);
	for (int i = 0; i < 4000; i++) {
		struct glass_reader *r;
		unsigned char was, now = (unsigned char)any(256);
		off_t block = any((uint32_t)(size / 8192));
		/* Heads, directories and items more often than tags. */
		off_t at = block * 8192 + (any(3) > 0 ? any(300) : any(8192));

		assert_int_equal(pread(fd, &was, 1, at), 1);
		assert_int_equal(pwrite(fd, &now, 1, at), 1);
		r = open_table(dir);
		for (int k = 0; k < 40; k++) {
			const struct entry *x = &e.v[any((uint32_t)e.n)];
			struct slice key, v;
			enum nx_status st = glass_reader_seek(
				r, x->key, x->klen, &key, &v, NULL);

			told += st == NX_CORRUPT;
			assert_true(st == NX_OK || st == NX_END ||
			            st == NX_CORRUPT || st == NX_STALE);
			if (st == NX_OK) /* all of it can be read */
				seed += (unsigned char)v.p[v.len / 2];
		}
		glass_reader_close(r);
		if (i % 8 != 0) /* some stay */
			assert_int_equal(pwrite(fd, &was, 1, at), 1);
	}
	assert_true(told > 100);
	close(fd);
	entries_free(&e);
}

/* A table that is cut short, none at all, and one of another format. */
static void test_others(void **state)
{
	const char *dir = in(*state, "others");
	struct entries e = any_metadata(900, 1, 100, 100, 900);
	struct glass_table *t[GLASS_TABLES] = { NULL };
	const struct glass_stats none = { 0 };
	struct glass_reader *r = NULL;
	struct nx_err err = { "" };
	struct slice k, v;
	int fd;

	assert_int_equal(glass_reader_open(&r, dir, GLASS_POSTLIST, &err),
	                 NX_NOTFOUND);
	assert_null(r);
	assert_int_equal(mkdir(dir, 0777), 0);
	t[GLASS_POSTLIST] = table_of(dir, GLASS_POSTLIST, &e, &e.n, 1);
	database_of(dir, t, &none);
	assert_int_equal(truncate(in(*state, "others/postlist.glass"), 8192),
	                 0);
	r = open_table(dir);
	assert_int_equal(glass_reader_seek(r, "\0\xc1", 2, &k, &v, &err),
	                 NX_CORRUPT);
	assert_non_null(strstr(err.msg, "others/postlist.glass: block "));
	glass_reader_close(r);

	WELL(glass_reader_open(&r, dir, GLASS_SYNONYM, &err));
	assert_int_equal(glass_reader_seek(r, "a", 1, &k, &v, &err), NX_END);
	glass_reader_close(r);

	fd = open(in(*state, "others/iamglass"), O_WRONLY);
	assert_int_equal(pwrite(fd, "\7", 1, 14), 1); /* another date */
	close(fd);
	assert_int_equal(glass_reader_open(&r, dir, GLASS_POSTLIST, &err),
	                 NX_UNSUPPORTED);
	entries_free(&e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_written), T(test_changed), T(test_stale),
		T(test_damaged), T(test_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
