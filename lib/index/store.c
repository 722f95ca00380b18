#include "lib/index/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/index/ledger_check.h"
#include "lib/index/segment.h"
#include "lib/index/store_lock.h"
#include "lib/index/sums.h"
#include "lib/index/xap.h"

static char *in(const struct store *s, const char *name)
{
	return nx_format("%s/%s", s->path, name);
}

/* ---- segments --------------------------------------------------------- */

void store_segment_path(const struct store *s, int64_t number, struct buf *dir)
{
	buf_clear(dir);
	buf_addf(dir, "%s/" STORE_SEGMENTS "/%06lld", s->path,
	         (long long)number);
}

enum nx_status store_segment_new(struct store *s, int64_t *number,
                                 struct buf *dir, struct nx_err *err)
{
	char *seg = in(s, STORE_SEGMENTS);
	enum nx_status st = file_mkdir(seg, err);

	free(seg);
	if (st == NX_OK)
		st = ledger_segment_number(s->ledger, number, err);
	if (st != NX_OK)
		return st;
	store_segment_path(s, *number, dir);
	/* A number that a killed writer took and the ledger forgot. */
	return file_remove_flat(dir->p, err);
}

enum nx_status store_segment_sync(const struct store *s, int64_t number,
                                  struct nx_err *err)
{
	struct buf dir = BUF_INIT;
	char *seg = in(s, STORE_SEGMENTS);
	enum nx_status st = NX_OK;
	struct dirent *e;
	DIR *d;

	store_segment_path(s, number, &dir);
	st = store_sum_new(dir.p, err);
	d = st == NX_OK ? opendir(dir.p) : NULL;
	if (st == NX_OK && d == NULL)
		st = nx_fail_errno(err, "cannot open %s", dir.p);
	while (st == NX_OK && (e = readdir(d)) != NULL) {
		char *file;

		if (e->d_name[0] == '.')
			continue;
		file = nx_format("%s/%s", dir.p, e->d_name);
		st = file_sync(file, err);
		free(file);
	}
	if (d != NULL)
		closedir(d);
	if (st == NX_OK)
		st = file_sync(dir.p, err);
	if (st == NX_OK)
		st = file_sync(seg, err);
	buf_release(&dir);
	free(seg);
	return st;
}

/* ---- publishing ------------------------------------------------------- */

struct live {
	struct ledger_segment *v;
	size_t n, cap;
};

static enum nx_status add_live(void *ctx, const struct ledger_segment *seg)
{
	struct live *l = ctx;

	l->v = NX_GROW(l->v, l->n, &l->cap);
	l->v[l->n++] = *seg;
	return NX_OK;
}

static bool is_live(const struct live *l, const char *name)
{
	char want[32];

	for (size_t i = 0; i < l->n; i++) {
		(void)snprintf(want, sizeof want, "%06lld",
		               (long long)l->v[i].number);
		if (strcmp(want, name) == 0)
			return true;
	}
	return false;
}

/* Who opens it finds out that it is going (index.c) by what goes first. */
static enum nx_status remove_segment(const char *dir, struct nx_err *err)
{
	char *version = nx_format("%s/" SEGMENT_VERSION, dir);

	(void)unlink(version);
	free(version);
	return file_remove_flat(dir, err);
}

/* Remove every folder of seg/ that is no live segment. */
static enum nx_status sweep(const struct store *s, const struct live *live,
                            struct nx_err *err)
{
	char *seg = in(s, STORE_SEGMENTS);
	enum nx_status st = NX_OK;
	struct dirent *e;
	DIR *d = opendir(seg);

	if (d == NULL && errno != ENOENT)
		st = nx_fail_errno(err, "cannot open %s", seg);
	while (d != NULL && st == NX_OK && (e = readdir(d)) != NULL) {
		char *dir;

		if (e->d_name[0] == '.' || is_live(live, e->d_name))
			continue;
		dir = nx_format("%s/%s", seg, e->d_name);
		st = remove_segment(dir, err);
		free(dir);
	}
	if (d != NULL)
		closedir(d);
	free(seg);
	return st;
}

/* Whether the stub names the live segments; want is what it is to say. */
static bool names_live(const char *name, const struct live *live,
                       struct buf *want)
{
	struct buf have = BUF_INIT;
	bool same;

	for (size_t i = 0; i < live->n; i++)
		buf_addf(want, "auto " STORE_SEGMENTS "/%06lld\n",
		         (long long)live->v[i].number);
	same = file_read(name, STORE_STUB_MAX, &have, NULL) == NX_OK &&
	       buf_equal(want, &have);
	buf_release(&have);
	return same;
}

/* Whoever reads by the one before has then been waited for. */
static enum nx_status write_stub(const struct store *s, const struct live *live,
                                 const atomic_int *stop, struct nx_err *err)
{
	char *name = in(s, STORE_STUB);
	struct buf want = BUF_INIT;
	enum nx_status st = NX_OK;
	int replaced;

	if (!names_live(name, live, &want)) {
		replaced = store_replaces(name);
		st = file_replace(name, buf_str(&want), want.len, err);
		store_wait_for_readers(replaced, stop);
	}
	buf_release(&want);
	free(name);
	return st;
}

/* Whether seg/ holds the live segments and nothing else. */
static bool is_swept(const struct store *s, const struct live *live)
{
	char *seg = in(s, STORE_SEGMENTS);
	DIR *d = opendir(seg);
	size_t others = 0;
	struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL)
		if (e->d_name[0] != '.' && !is_live(live, e->d_name))
			others++;
	if (d != NULL)
		closedir(d);
	free(seg);
	return others == 0;
}

static enum nx_status stop_at(void *ctx, uint32_t docid)
{
	(void)ctx;
	(void)docid;
	return NX_END;
}

bool store_is_settled(const struct store *s)
{
	struct live live = { NULL, 0, 0 };
	struct buf want = BUF_INIT;
	char *stub = in(s, STORE_STUB), *log = in(s, STORE_LEDGER "-wal");
	struct stat st;
	uint64_t change;
	/* An empty log is left where there was no room to read by it. */
	bool settled =
		(stat(log, &st) != 0 || st.st_size == 0) &&
		ledger_segments(s->ledger, add_live, &live, NULL) == NX_OK &&
		names_live(stub, &live, &want) && is_swept(s, &live) &&
		ledger_change(s->ledger, &change, NULL) == NX_OK &&
		store_has_ledger_sum(s->path, change) &&
		ledger_deletions(s->ledger, 0, UINT32_MAX, stop_at, NULL,
	                         NULL) == NX_OK;

	buf_release(&want);
	free(live.v);
	free(stub);
	free(log);
	return settled;
}

/* ---- deletions -------------------------------------------------------- */

struct doomed {
	uint32_t *v;
	size_t n, cap;
};

static enum nx_status add_doomed(void *ctx, uint32_t docid)
{
	struct doomed *d = ctx;

	d->v = NX_GROW(d->v, d->n, &d->cap);
	d->v[d->n++] = docid;
	return NX_OK;
}

enum nx_status store_delete(const struct store *s, const char *dir,
                            uint32_t first, uint32_t last, struct nx_err *err)
{
	struct doomed d = { NULL, 0, 0 };
	bool summed = sums_there(dir);
	enum nx_status st =
		ledger_deletions(s->ledger, first, last, add_doomed, &d, err);

	if (st == NX_OK && d.n > 0)
		st = sums_forget(dir, err);
	if (st == NX_OK && d.n > 0)
		st = segment_delete(dir, d.v, d.n, err);
	if (st == NX_OK && d.n > 0 && summed)
		st = store_sum_segment(dir, err);
	if (st == NX_OK && d.n > 0)
		st = ledger_deletions_clear(s->ledger, first, last, err);
	free(d.v);
	return st;
}

/* Whether these are all that the segment in dir has. */
static enum nx_status are_all(const char *dir, const struct doomed *d,
                              bool *all, struct nx_err *err)
{
	struct xap_db *db = NULL;
	struct xap_doc *doc = NULL;
	struct xap_info info = { .doccount = 0 };
	struct xap_error xe;
	size_t there = 0;
	enum xap_status xs = xap_db_open(&db, dir, &xe);

	if (xs == XAP_OK)
		xs = xap_db_info(db, &info, &xe);
	for (size_t i = 0; xs == XAP_OK && d->n >= info.doccount && i < d->n;
	     i++) {
		xs = xap_db_doc(&doc, db, d->v[i], &xe);
		there += xs == XAP_OK;
		xs = xs == XAP_NOTFOUND ? XAP_OK : xs;
		xap_doc_free(doc);
		doc = NULL;
	}
	xap_db_close(db);
	*all = xs == XAP_OK && there == info.doccount;
	return nx_from_xap(err, xs, &xe, dir);
}

static enum nx_status drop(struct store *s, const struct ledger_segment *seg,
                           struct nx_err *err)
{
	enum nx_status st = ledger_segment_remove(s->ledger, seg->number, err);

	return st == NX_OK ? ledger_deletions_clear(s->ledger, seg->first,
	                                            seg->last, err)
	                   : st;
}

enum nx_status store_segment_renew(struct store *s, struct ledger_segment *seg,
                                   bool *gone, struct nx_err *err)
{
	struct doomed d = { NULL, 0, 0 };
	struct ledger_segment new = *seg;
	struct buf from = BUF_INIT, to = BUF_INIT;
	enum nx_status st = ledger_deletions(s->ledger, seg->first, seg->last,
	                                     add_doomed, &d, err);

	if (gone != NULL)
		*gone = false;
	if (st != NX_OK || d.n == 0)
		goto out;
	store_segment_path(s, seg->number, &from);
	if (gone != NULL)
		st = are_all(from.p, &d, gone, err);
	if (st == NX_OK && gone != NULL && *gone)
		st = drop(s, seg, err);
	if (st != NX_OK || (gone != NULL && *gone))
		goto out;
	st = store_segment_new(s, &new.number, &to, err);
	/* They share tables, which change under the old one. */
	if (st == NX_OK)
		st = sums_forget(from.p, err);
	if (st == NX_OK)
		st = segment_without(from.p, to.p, d.v, d.n, err);
	if (st == NX_UNSUPPORTED) {
		st = file_remove_flat(to.p, err);
		goto out;
	}
	if (st == NX_OK)
		st = ledger_segment_remove(s->ledger, seg->number, err);
	if (st == NX_OK)
		st = ledger_segment_add(s->ledger, &new, err);
	if (st == NX_OK)
		st = ledger_deletions_clear(s->ledger, seg->first, seg->last,
		                            err);
	if (st == NX_OK)
		*seg = new;
out:
	free(d.v);
	buf_release(&from);
	buf_release(&to);
	return st;
}

static enum nx_status delete_pending(const struct store *s,
                                     const struct live *live,
                                     struct nx_err *err)
{
	struct buf dir = BUF_INIT;
	enum nx_status st = NX_OK;

	for (size_t i = 0; st == NX_OK && i < live->n; i++) {
		const struct ledger_segment *seg = &live->v[i];

		store_segment_path(s, seg->number, &dir);
		if (seg->last >= seg->first)
			st = store_delete(s, dir.p, seg->first, seg->last, err);
		if (st == NX_OK)
			st = store_sum_segment(dir.p, err);
	}
	buf_release(&dir);
	return st;
}

/* With a ledger that is not this index's, what follows would remove the
 * segments that are. */
static enum nx_status check_live(const struct store *s,
                                 const struct live *live, struct nx_err *err)
{
	struct buf dir = BUF_INIT;
	enum nx_status st = NX_OK;

	for (size_t i = 0; st == NX_OK && i < live->n; i++) {
		store_segment_path(s, live->v[i].number, &dir);
		if (access(dir.p, F_OK) != 0)
			st = nx_fail(err, NX_CORRUPT,
			             "%s is missing, which the ledger names: "
			             "'newsidx repair -i %s'",
			             dir.p, s->path);
	}
	buf_release(&dir);
	return st;
}

static enum nx_status publish(struct store *s, const atomic_int *stop,
                              struct nx_err *err)
{
	struct live live = { NULL, 0, 0 };
	enum nx_status st = ledger_segments(s->ledger, add_live, &live, err);

	if (st == NX_OK)
		st = check_live(s, &live, err);
	if (st == NX_OK && live.n > 0)
		st = write_stub(s, &live, stop, err);
	if (st == NX_OK)
		st = delete_pending(s, &live, err);
	if (st == NX_OK)
		st = sweep(s, &live, err);
	free(live.v);
	return st;
}

enum nx_status store_publish(struct store *s, struct nx_err *err)
{
	return publish(s, NULL, err);
}

enum nx_status store_commit(struct store *s, const atomic_int *stop,
                            struct nx_err *err)
{
	enum nx_status st;

	if (stop != NULL && *stop != 0)
		return nx_fail(err, NX_INTERRUPTED, "interrupted");
	st = ledger_commit(s->ledger, err);
	if (st != NX_OK)
		return st;
	st = publish(s, stop, err);
	if (st != NX_OK)
		st = nx_fail_in(err, st,
		                "the index is done, but not all of it is in "
		                "place yet; the next run sees to that");
	return st;
}

bool store_has_index(const struct store *s)
{
	struct live live = { NULL, 0, 0 };
	bool has = ledger_segments(s->ledger, add_live, &live, NULL) != NX_OK ||
	           live.n > 0;

	free(live.v);
	return has;
}

/* ---- opening ---------------------------------------------------------- */

/* What is written to is nobody's backup, to be replaced by the next one. */
static void forget_backup(const struct store *s)
{
	char *mark = in(s, STORE_BACKUP);

	(void)unlink(mark);
	free(mark);
}

static enum nx_status no_index(const char *path, struct nx_err *err)
{
	return nx_fail(err, NX_NOTFOUND,
	               "there is no index at %s: newsidx build -i %s "
	               "ARCHIVE... makes one",
	               path, path);
}

enum nx_status store_lock(struct store *s, const char *path,
                          struct nx_err *err)
{
	enum nx_status st = NX_OK;

	*s = (struct store){ .path = nx_strdup(path), .lock = -1 };
	if (access(path, F_OK) != 0)
		st = no_index(path, err);
	if (st == NX_OK)
		st = store_lock_take(s, NULL, err);
	if (st == NX_OK)
		st = store_lock_say(s, err);
	if (st != NX_OK)
		store_close(s);
	return st;
}

enum nx_status store_open_damaged(struct store *s, struct nx_err *err)
{
	char *ledger = in(s, STORE_LEDGER);
	enum nx_status st = ledger_open(&s->ledger, ledger, LEDGER_WRITE, err);

	free(ledger);
	return st;
}

enum nx_status store_open_locked(struct store *s, struct nx_err *err)
{
	enum nx_status st = store_open_damaged(s, err);

	if (st == NX_OK)
		st = store_publish(s, err);
	if (st == NX_OK)
		forget_backup(s);
	return st;
}

enum nx_status store_open_write_wait(struct store *s, const char *path,
                                     const struct store_wait *w,
                                     struct nx_err *err)
{
	enum nx_status st;

	*s = (struct store){ .path = nx_strdup(path), .lock = -1 };
	st = file_mkdir(path, err);
	if (st == NX_OK)
		st = store_check_folder(s, err);
	if (st == NX_OK)
		st = store_lock_take(s, w, err);
	if (st == NX_OK)
		st = store_go_on(s, err);
	else
		store_close(s);
	return st;
}

enum nx_status store_open_write(struct store *s, const char *path,
                                struct nx_err *err)
{
	return store_open_write_wait(s, path, NULL, err);
}

enum nx_status store_open_look(struct store *s, const char *path,
                               const struct store_wait *w, struct nx_err *err)
{
	enum nx_status st = NX_OK;
	char *ledger;

	*s = (struct store){ .path = nx_strdup(path),
		             .lock = -1,
		             .looks = true };
	ledger = in(s, STORE_LEDGER);
	if (access(ledger, F_OK) != 0)
		st = NX_NOTFOUND;
	if (st == NX_OK)
		st = store_lock_take(s, w, err);
	if (st == NX_OK)
		st = ledger_open(&s->ledger, ledger, LEDGER_LOOK, err);
	if (st == NX_NOTFOUND || (st == NX_OK && !store_has_index(s)))
		st = no_index(path, err);
	if (st != NX_OK)
		store_close(s);
	free(ledger);
	return st;
}

enum nx_status store_go_on(struct store *s, struct nx_err *err)
{
	enum nx_status st = store_lock_say(s, err);

	ledger_close(s->ledger);
	s->ledger = NULL;
	s->looks = false;
	if (st == NX_OK)
		st = store_open_locked(s, err);
	if (st != NX_OK)
		store_close(s);
	return st;
}

void store_close(struct store *s)
{
	uint64_t change = 0;
	bool known = false;

	if (s->ledger != NULL && !s->looks && !ledger_unsure(s->ledger)) {
		ledger_rollback(s->ledger);
		(void)store_publish(s, NULL);
		known = ledger_change(s->ledger, &change, NULL) == NX_OK;
	}
	ledger_close(s->ledger);
	if (known)
		(void)store_sum_ledger(s->path, change, NULL);
	if (s->lock >= 0)
		close(s->lock);
	free(s->path);
	*s = (struct store){ .lock = -1 };
}
