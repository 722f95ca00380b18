#include "indexer/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/base/progress.h"
#include "lib/base/stop.h"
#include "lib/index/ledger_check.h"
#include "lib/index/store.h"
#include "lib/index/sums.h"

/* Tries beside a writer; and how long the lock is waited for then. */
#define TRIES 4
#define LOCK_WAIT_SECONDS 60
#define PAUSE_MS 50

struct backup {
	const char *index, *dest;
	char *part; /* where it is made: DEST.part */
	const atomic_int *stop;
	struct backup_report *rep;
	struct nx_err *err;
	struct ledger *ledger; /* the copy */
	uint64_t change;       /* that it is of */
	bool alone;            /* no writer can come between */
};

static char *segment_of(const char *index, int64_t number)
{
	return nx_format("%s/" STORE_SEGMENTS "/%06lld", index,
	                 (long long)number);
}

static enum nx_status remove_index(const char *path, struct nx_err *err)
{
	return file_remove_tree(path, err);
}

/* ---- segments ------------------------------------------------------------ */

/* Copy one file and sync it; its sum must be as it says. */
static enum nx_status copy_file(struct backup *b, const char *from,
                                const char *to, const struct sum *sum)
{
	uint64_t size;
	uint32_t crc;
	enum nx_status st = file_copy(from, to, sums_add, &crc, &size, b->err);

	if (st == NX_OK && sum != NULL &&
	    (crc != sum->crc || size != sum->size))
		st = nx_fail(b->err, NX_CORRUPT,
		             "%s is not as it was written: 'newsidx verify -i "
		             "%s'",
		             from, b->index);
	b->rep->bytes_copied += st == NX_OK ? size : 0;
	return st;
}

static enum nx_status copy_files(struct backup *b, const char *from,
                                 const char *to, const struct sums *s)
{
	enum nx_status st = NX_OK;

	for (size_t i = 0; st == NX_OK && i < s->n; i++) {
		char *a = nx_format("%s/%s", from, s->v[i].name);
		char *c = nx_format("%s/%s", to, s->v[i].name);

		if (b->stop != NULL && *b->stop != 0)
			st = nx_fail(b->err, NX_INTERRUPTED, "interrupted");
		else
			st = copy_file(b, a, c, &s->v[i]);
		free(a);
		free(c);
	}
	return st;
}

/* Give the new backup the files that the old one has. */
static bool link_files(const char *from, const char *to, const struct sums *s)
{
	bool ok = true;

	for (size_t i = 0; ok && i < s->n; i++) {
		char *a = nx_format("%s/%s", from, s->v[i].name);
		char *c = nx_format("%s/%s", to, s->v[i].name);
		struct stat st;

		ok = stat(a, &st) == 0 &&
		     (uint64_t)st.st_size == s->v[i].size && link(a, c) == 0;
		free(a);
		free(c);
	}
	return ok;
}

/* Whether the backup that is there has the segment as it is now. */
static bool has_same(const char *dir, const struct sums *s)
{
	char *path = nx_format("%s/" SUMS_FILE, dir);
	struct sums have = SUMS_INIT;
	bool same = sums_read(&have, path, NULL) == NX_OK && have.n == s->n;

	for (size_t i = 0; same && i < s->n; i++) {
		const struct sum *h = sums_find(&have, s->v[i].name);

		same = h != NULL && h->crc == s->v[i].crc &&
		       h->size == s->v[i].size;
	}
	sums_release(&have);
	free(path);
	return same;
}

static enum nx_status finish_segment(const char *to, const struct sums *s,
                                     struct nx_err *err)
{
	char *path = nx_format("%s/" SUMS_FILE, to);
	struct buf text = BUF_INIT;
	enum nx_status st;

	sums_print(s->v, s->n, 0, &text);
	st = file_replace(path, text.p, text.len, err);
	if (st == NX_OK)
		st = file_sync(to, err);
	buf_release(&text);
	free(path);
	return st;
}

/* Segments that a writer is changing have no sums; with none about, they are
 * made here. */
static enum nx_status sums_of(struct backup *b, const char *dir, struct sums *s)
{
	char *path = nx_format("%s/" SUMS_FILE, dir);
	enum nx_status st = sums_read(s, path, b->err);

	if (st == NX_NOTFOUND && b->alone)
		st = sums_of_folder(s, dir, b->err);
	free(path);
	return st;
}

static enum nx_status copy_segment(void *ctx, const struct ledger_segment *seg)
{
	struct backup *b = ctx;
	char *from = segment_of(b->index, seg->number);
	char *old = segment_of(b->dest, seg->number);
	char *to = segment_of(b->part, seg->number);
	struct sums s = SUMS_INIT;
	enum nx_status st = sums_of(b, from, &s);
	bool linked = false;

	if (st == NX_OK)
		st = file_mkdir(to, b->err);
	if (st == NX_OK && b->rep->renewed && has_same(old, &s)) {
		linked = link_files(old, to, &s);
		if (!linked)
			st = file_remove_flat(to, b->err);
		if (st == NX_OK && !linked)
			st = file_mkdir(to, b->err);
	}
	if (st == NX_OK && !linked) {
		st = copy_files(b, from, to, &s);
		b->rep->copied++;
	}
	if (st == NX_OK)
		st = finish_segment(to, &s, b->err);
	for (size_t i = 0; i < s.n; i++)
		b->rep->bytes += s.v[i].size;
	b->rep->segments++;
	sums_release(&s);
	free(from);
	free(old);
	free(to);
	return st;
}

/* ---- the folder -----------------------------------------------------------
 */

static enum nx_status add_line(void *ctx, const struct ledger_segment *seg)
{
	buf_addf(ctx, "auto " STORE_SEGMENTS "/%06lld\n",
	         (long long)seg->number);
	return NX_OK;
}

static enum nx_status put(struct backup *b, const char *name,
                          const struct buf *text)
{
	char *path = nx_format("%s/%s", b->part, name);
	enum nx_status st =
		file_replace(path, buf_str(text), text->len, b->err);

	free(path);
	return st;
}

static enum nx_status put_names(struct backup *b)
{
	struct buf text = BUF_INIT;
	char when[32];
	time_t now = time(NULL);
	struct tm tm;
	enum nx_status st = ledger_segments(b->ledger, add_line, &text, b->err);

	if (st == NX_OK)
		st = put(b, STORE_STUB, &text);
	strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S UTC",
	         gmtime_r(&now, &tm));
	buf_clear(&text);
	buf_addf(&text, "newsidx backup of %s\n%s\n", b->index, when);
	if (st == NX_OK)
		st = put(b, STORE_BACKUP, &text);
	buf_release(&text);
	return st;
}

static enum nx_status copy_ledger(struct backup *b)
{
	char *from = nx_format("%s/" STORE_LEDGER, b->index);
	char *to = nx_format("%s/" STORE_LEDGER, b->part);
	struct ledger *l = NULL;
	enum nx_status st = ledger_open(&l, from, LEDGER_READ, b->err);

	if (st == NX_OK)
		st = ledger_copy(l, to, b->err);
	ledger_close(l);
	if (st == NX_OK)
		st = file_sync(to, b->err);
	if (st == NX_OK)
		st = ledger_open(&b->ledger, to, LEDGER_READ, b->err);
	if (st == NX_OK)
		st = ledger_change(b->ledger, &b->change, b->err);
	free(from);
	free(to);
	return st;
}

/* Whether the index is still as the copied ledger says. */
static bool is_same(struct backup *b)
{
	char *path = nx_format("%s/" STORE_LEDGER, b->index);
	struct ledger *l = NULL;
	uint64_t change = 0;
	bool same = ledger_open(&l, path, LEDGER_READ, NULL) == NX_OK &&
	            ledger_change(l, &change, NULL) == NX_OK &&
	            change == b->change;

	ledger_close(l);
	free(path);
	return same;
}

static enum nx_status fill(struct backup *b)
{
	char *seg = nx_format("%s/" STORE_SEGMENTS, b->part);
	struct ledger_totals t = { .indexed = 0 };
	enum nx_status st = remove_index(b->part, b->err);

	if (st == NX_OK)
		st = file_mkdir(b->part, b->err);
	if (st == NX_OK)
		st = file_mkdir(seg, b->err);
	if (st == NX_OK)
		st = copy_ledger(b);
	if (st == NX_OK)
		st = ledger_segments(b->ledger, copy_segment, b, b->err);
	if (st == NX_OK && b->rep->segments == 0)
		st = nx_fail(b->err, NX_NOTFOUND, "there is no index at %s",
		             b->index);
	if (st == NX_OK)
		st = put_names(b);
	if (st == NX_OK)
		st = ledger_totals(b->ledger, &t, b->err);
	b->rep->articles = t.indexed;
	ledger_close(b->ledger);
	b->ledger = NULL;
	if (st == NX_OK)
		st = store_sum_ledger(b->part, b->change, b->err);
	if (st == NX_OK)
		st = file_sync(seg, b->err);
	if (st == NX_OK)
		st = file_sync(b->part, b->err);
	free(seg);
	return st;
}

/* ---- all of it ------------------------------------------------------------
 */

/* What a writer may have had part in. */
static bool may_pass(enum nx_status st)
{
	return st == NX_OK || st == NX_NOTFOUND || st == NX_CORRUPT ||
	       st == NX_STALE;
}

static enum nx_status try_beside(struct backup *b)
{
	struct timespec pause = { 0, PAUSE_MS * 1000000L };
	enum nx_status st = NX_STALE;

	for (int i = 0; i < TRIES; i++) {
		bool renewed = b->rep->renewed;

		*b->rep = (struct backup_report){ .renewed = renewed };
		st = fill(b);
		if (!may_pass(st) || (st == NX_OK && is_same(b)))
			return st;
		if (st == NX_OK)
			st = nx_fail(b->err, NX_STALE,
			             "%s was replaced meanwhile", b->index);
		(void)nanosleep(&pause, NULL);
	}
	return st;
}

/* With the lock, or where nobody can write. */
static enum nx_status try_alone(struct backup *b)
{
	struct timespec pause = { 0, PAUSE_MS * 1000000L };
	bool renewed = b->rep->renewed;
	struct store s = { .lock = -1 };
	enum nx_status st = NX_OK;

	if (access(b->index, W_OK) == 0) {
		int left = LOCK_WAIT_SECONDS * 1000 / PAUSE_MS;

		do
			st = store_open_write(&s, b->index, b->err);
		while (st == NX_LOCKED && left-- > 0 &&
		       (b->stop == NULL || *b->stop == 0) &&
		       nanosleep(&pause, NULL) == 0);
		if (st != NX_OK)
			return st;
	}
	b->alone = true;
	*b->rep = (struct backup_report){ .renewed = renewed };
	st = fill(b);
	if (s.path != NULL)
		store_close(&s);
	return st;
}

/* Give what was made the name, in one step. */
static enum nx_status take_name(struct backup *b)
{
	enum nx_status st;

	stop_too_late();
	if (!b->rep->renewed && rename(b->part, b->dest) != 0)
		return nx_fail_errno(b->err, "cannot rename %s", b->part);
	if (b->rep->renewed && renameat2(AT_FDCWD, b->part, AT_FDCWD, b->dest,
	                                 RENAME_EXCHANGE) != 0)
		return nx_fail_errno(b->err, "cannot exchange %s and %s",
		                     b->part, b->dest);
	st = file_sync_parent(b->dest, b->err);
	if (st == NX_OK)
		st = remove_index(b->part, b->err);
	return st == NX_OK ? NX_OK
	                   : nx_fail_in(b->err, st,
	                                "the backup is done, but not all is in "
	                                "its place yet; the next one sees to "
	                                "that");
}

static enum nx_status check_dest(struct backup *b)
{
	char *mark = nx_format("%s/" STORE_BACKUP, b->dest);
	struct stat st;
	enum nx_status was = NX_OK;

	b->rep->renewed = access(mark, F_OK) == 0;
	if (!b->rep->renewed && lstat(b->dest, &st) == 0)
		was = nx_fail(b->err, NX_EXISTS,
		              "%s is there already, and no backup of an index",
		              b->dest);
	free(mark);
	return was;
}

enum nx_status backup_run(const char *index, const char *dest,
                          const atomic_int *stop, struct backup_report *rep,
                          struct nx_err *err)
{
	struct backup b = {
		.index = index, .stop = stop, .rep = rep, .err = err
	};
	char *path = nx_strdup(dest);
	size_t len = strlen(path), n;
	struct buf stub = BUF_INIT;
	struct progress p;
	enum nx_status st;

	while (len > 1 && path[len - 1] == '/')
		path[--len] = '\0';
	b.dest = path;
	b.part = nx_format("%s.part", path);
	*rep = (struct backup_report){ .segments = 0 };
	progress_start(&p, NULL, 0);
	st = store_read_stub(index, &stub, &n, err);
	if (st == NX_OK)
		st = check_dest(&b);
	if (st != NX_OK)
		goto out;
	st = try_beside(&b);
	if (st != NX_OK && may_pass(st))
		st = try_alone(&b);
	if (st == NX_OK)
		st = take_name(&b);
	if (st != NX_OK)
		(void)remove_index(b.part, NULL);
	rep->seconds = progress_seconds(&p);
out:
	buf_release(&stub);
	free(b.part);
	free(path);
	return st;
}
