/* What glass.h refuses, and says when the system refuses. */
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/uio.h>

#include "tests/unit/glass_help.h"

/* See test_xapian_upkeep.c: of no consequence. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "new_delete_type_mismatch=0";
}

/* Bytes that a call writes at most; if there is such a bound, every third call
 * is interrupted too. */
static size_t most;

/* Stands for the libc's in all that is linked with this. */
ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
	static unsigned calls;
	struct iovec v = { (void *)(uintptr_t)p, n };

	if (most > 0 && n > most)
		v.iov_len = most;
	if (most == 0 || ++calls % 3 != 0)
		return pwritev(fd, &v, 1, at);
	errno = EINTR;
	return -1;
}

/* An entry that is refused, with its reason; the table is then of no use. */
static void refused(void **state, unsigned piece, const char *key, size_t klen,
                    enum nx_status want, const char *why)
{
	const char *dir = folder(state);
	struct glass_table *t;
	struct nx_err err = { "" };
	enum nx_status st;

	WELL(glass_table_new(&t, dir, GLASS_DOCDATA, 2, &err));
	WELL(glass_add(t, 1, "key", 3, "tag", 3, false, &err));
	st = glass_add(t, piece, key, klen, "tag", 3, false, &err);
	if (st == NX_OK)
		st = glass_table_finish(t, &err);
	assert_int_equal(st, want);
	assert_non_null(strstr(err.msg, why));
	assert_non_null(strstr(err.msg, "/docdata.glass"));
	glass_table_free(t);
}

static void test_refused(void **state)
{
	static const char nuls[256];

	refused(state, 1, "", 0, NX_BOUND, "a key of 0 bytes");
	refused(state, 1, nuls, 256, NX_BOUND, "a key of 256 bytes");
	refused(state, 1, "key", 3, NX_CORRUPT, "keys out of order");
	refused(state, 1, "ke", 2, NX_CORRUPT, "keys out of order");
	refused(state, 1, "ka\xff", 3, NX_CORRUPT, "keys out of order");
	refused(state, 0, "key", 3, NX_CORRUPT, "pieces out of order");
	refused(state, 0, "l", 1, NX_CORRUPT, "pieces out of order");
}

/* With the longest key and 65,535 parts. */
static void test_too_long(void **state)
{
	const size_t len = 65535 * (size_t)(2043 - 3 - 255 - 2) + 4096;
	unsigned char key[255] = { 1 };
	struct glass_table *t;
	struct nx_err err;
	char *tag = calloc(len, 1);

	assert_non_null(tag);
	WELL(glass_table_new(&t, folder(state), GLASS_DOCDATA, 1, &err));
	assert_int_equal(glass_add(t, 0, key, 255, tag, len, false, &err),
	                 NX_BOUND);
	glass_table_free(t);
	free(tag);
}

static void assert_io(enum nx_status st, const struct nx_err *err,
                      const char *file, const char *why)
{
	assert_int_equal(st, NX_IO);
	assert_non_null(strstr(err->msg, file));
	assert_non_null(strstr(err->msg, why));
}

/* The table of these entries, all in one, on a disk that is full. */
static void on_full_disk(void **state, const struct entries *e)
{
	struct glass_table *t;
	struct nx_err err;
	enum nx_status st;

	(void)unlink(in(*state, "synonym.glass"));
	assert_int_equal(symlink("/dev/full", in(*state, "synonym.glass")), 0);
	WELL(glass_table_new(&t, folder(state), GLASS_SYNONYM, 1, &err));
	st = fill(t, 0, e, 0, e->n, &err);
	if (st == NX_OK)
		st = glass_table_finish(t, &err);
	assert_io(st, &err, "/synonym.glass", "No space left");
	glass_table_free(t);
}

static void test_full(void **state)
{
	struct entries few = any_metadata(2, 1, 9, 1, 90);
	struct entries many = any_metadata(9000, 1, 40, 90, 900);
	struct glass_table *t[GLASS_TABLES] = { NULL };
	const struct glass_stats none = { 0 };
	const char *dir = folder(state);
	struct nx_err err;

	on_full_disk(state, &few);
	on_full_disk(state, &many);
	assert_int_equal(symlink("/dev/full", in(*state, "iamglass")), 0);
	assert_io(glass_version_write(dir, t, &none, &err), &err, "/iamglass",
	          "No space left");
	entries_free(&few);
	entries_free(&many);
}

/* The file may grow to so many bytes: writes are cut short there. */
static void limited(const char *dir, const struct entries *e, rlim_t bytes)
{
	struct rlimit was, now;
	struct glass_table *t;
	struct nx_err err = { "" };
	enum nx_status st;

	WELL(glass_table_new(&t, dir, GLASS_SYNONYM, 1, &err));
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	now = was;
	now.rlim_cur = bytes;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &now), 0);
	st = fill(t, 0, e, 0, e->n, &err);
	if (st == NX_OK)
		st = glass_table_finish(t, &err);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	assert_io(st, &err, "/synonym.glass", "File too large");
	glass_table_free(t);
}

static void test_short_writes(void **state)
{
	struct entries e = any_metadata(900, 2, 40, 900, 900);
	const rlim_t all = 110 * 8192;

	(void)signal(SIGXFSZ, SIG_IGN);
	for (rlim_t bytes = 0; bytes < all; bytes += 50001)
		limited(folder(state), &e, bytes);
	(void)signal(SIGXFSZ, SIG_DFL);
	entries_free(&e);
}

/* Whatever the system leaves for another call is written all the same. */
static void test_parted_writes(void **state)
{
	struct entries e = any_metadata(3000, 1, 40, 90, 900);
	struct glass_table *t[GLASS_TABLES] = { NULL };
	const struct glass_stats none = { 0 };

	most = 5000;
	t[GLASS_POSTLIST] =
		table_of(folder(state), GLASS_POSTLIST, &e, &e.n, 1);
	most = 0;
	database_of(folder(state), t, &none);
	assert_errors(folder(state), 0);
	assert_metadata_is(folder(state), &e);
	entries_free(&e);
}

static void test_stopped(void **state)
{
	struct entries e = any_metadata(9000, 1, 40, 90, 900);
	struct glass_table *t;
	atomic_int stop = 0;
	struct nx_err err;

	WELL(glass_table_new(&t, folder(state), GLASS_SYNONYM, 1, &err));
	glass_table_stop(t, &stop);
	WELL(fill(t, 0, &e, 0, e.n / 2, &err));
	stop = 1;
	assert_int_equal(fill(t, 0, &e, e.n / 2, e.n, &err), NX_INTERRUPTED);
	glass_table_free(t);
	entries_free(&e);
}

static void test_no_folder(void **state)
{
	struct glass_table *t = (struct glass_table *)state;
	struct nx_err err;

	assert_io(glass_table_new(&t, in(*state, "none"), GLASS_POSITION, 1,
	                          &err),
	          &err, "none/position.glass", "No such file");
	assert_null(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_refused),      T(test_too_long),      T(test_full),
		T(test_short_writes), T(test_parted_writes), T(test_stopped),
		T(test_no_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
