#include "indexer/verify.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/file.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/index/store.h"
#include "lib/index/sums.h"

/* Before the index is looked at again that changed meanwhile. */
#define PAUSE_MS 100

struct rows {
	struct ledger_segment *v;
	size_t n, cap;
};

static enum nx_status add_row(void *ctx, const struct ledger_segment *s)
{
	struct rows *r = ctx;

	r->v = NX_GROW(r->v, r->n, &r->cap);
	r->v[r->n++] = *s;
	return NX_OK;
}

static enum nx_status on_ledger(void *ctx, const char *fault)
{
	struct verify *v = ctx;

	health_add(v->h, HEALTH_LEDGER, 0, "%s", fault);
	return NX_OK;
}

/* ---- the ledger ---------------------------------------------------------- */

static bool is_empty(const char *path)
{
	struct stat st;

	return stat(path, &st) != 0 || st.st_size == 0;
}

/* Its sum is that of a file nobody writes to, as of one change. */
static void check_sum(struct verify *v, uint64_t change)
{
	char *path = nx_format("%s/" STORE_LEDGER, v->o->index);
	char *file = nx_format("%s/" STORE_LEDGER_SUM, v->o->index);
	char *log = nx_format("%s-wal", path);
	struct sums s = SUMS_INIT;
	const struct sum *sum = NULL;
	uint64_t size;
	uint32_t crc;
	struct nx_err err;
	enum nx_status st = sums_read(&s, file, &err);

	if (st == NX_OK && s.number == change && is_empty(log))
		sum = sums_find(&s, STORE_LEDGER);
	if (st == NX_CORRUPT)
		health_add(v->h, HEALTH_SUMS, 0, "%s", err.msg);
	else if (sum == NULL)
		health_add(v->h, HEALTH_NOTE, 0,
		           "the ledger has no checksum of its last change");
	else if (sums_of_file(path, &crc, &size, &err) != NX_OK)
		health_add(v->h, HEALTH_LEDGER, 0, "%s", err.msg);
	else if (crc != sum->crc || size != sum->size)
		health_add(v->h, HEALTH_LEDGER, 0,
		           "it is not as it was written (checksum)");
	sums_release(&s);
	free(log);
	free(file);
	free(path);
}

static enum nx_status check_totals(struct verify *v, struct nx_err *err)
{
	struct ledger_totals t;
	enum nx_status st = ledger_totals(v->ledger, &t, err);

	if (st == NX_OK && t.listed_members != t.members)
		health_add(v->h, HEALTH_LEDGER, 0,
		           "archives list %llu members, it has %llu",
		           (unsigned long long)t.listed_members,
		           (unsigned long long)t.members);
	if (st == NX_OK && t.listed != t.records)
		health_add(v->h, HEALTH_LEDGER, 0,
		           "members count %llu records, it has %llu",
		           (unsigned long long)t.listed,
		           (unsigned long long)t.records);
	return st;
}

/* What is wrong with it is told; v's ledger is NULL then, if it cannot be
 * asked. */
static enum nx_status check_ledger(struct verify *v, struct rows *rows,
                                   uint64_t *change)
{
	char *path = nx_format("%s/" STORE_LEDGER, v->o->index);
	uint64_t articles;
	struct nx_err err;
	enum nx_status st =
		access(path, F_OK) != 0
			? nx_fail(&err, NX_NOTFOUND, "it is lost")
			: ledger_open(&v->ledger, path, LEDGER_READ, &err);

	if (st == NX_UNSUPPORTED && store_is_of_our_format(v->o->index))
		st = nx_fail(&err, NX_CORRUPT,
		             "it is not as it was written (its format)");
	if (st == NX_UNSUPPORTED || st == NX_NOMEM) {
		free(path);
		return nx_fail(v->err, st, "%s", err.msg);
	}
	if (st == NX_OK)
		st = ledger_view(v->ledger, &err);
	if (st == NX_OK)
		st = ledger_change(v->ledger, change, &err);
	if (st == NX_OK)
		st = ledger_integrity(v->ledger, on_ledger, v, &err);
	if (st == NX_OK)
		st = ledger_rules(v->ledger, on_ledger, v, &err);
	if (st == NX_OK)
		st = check_totals(v, &err);
	if (st == NX_OK)
		st = ledger_count(v->ledger, 0, UINT32_MAX, &articles,
		                  &v->deletions, &err);
	if (st == NX_OK)
		st = ledger_segments(v->ledger, add_row, rows, &err);
	if (st == NX_OK) {
		check_sum(v, *change);
		v->rep->ledger_read = true;
	} else if (ledger_is_damaged(path, st)) {
		health_add(v->h, HEALTH_LEDGER, 0, "%s", err.msg);
		ledger_close(v->ledger);
		v->ledger = NULL;
		st = NX_OK;
	} else {
		st = nx_fail(v->err, st, "%s", err.msg);
	}
	free(path);
	return st;
}

/* ---- segments ------------------------------------------------------------ */

static bool is_there(const struct verify *v, int64_t number)
{
	char *dir = nx_format("%s/" STORE_SEGMENTS "/%06lld", v->o->index,
	                      (long long)number);
	bool there = access(dir, F_OK) == 0;

	free(dir);
	return there;
}

static int64_t number_of(const char *name)
{
	return strtoll(name + sizeof STORE_SEGMENTS, NULL, 10);
}

static const struct ledger_segment *row_of(const struct rows *rows, int64_t n)
{
	for (size_t i = 0; i < rows->n; i++)
		if (rows->v[i].number == n)
			return &rows->v[i];
	return NULL;
}

static bool names(const struct buf *stub, size_t n, int64_t number)
{
	const char *name = stub->p;

	for (size_t i = 0; i < n; i++, name += strlen(name) + 1)
		if (number_of(name) == number)
			return true;
	return false;
}

/* The stub against the ledger.  A writer that was killed behind its commit
 * leaves the old one, and all that the ledger names. */
static void check_stub(struct verify *v, const struct rows *rows,
                       const struct buf *stub, size_t n)
{
	const char *name = stub->p;
	bool complete = true, same = n == rows->n, there = n > 0;

	for (size_t i = 0; i < rows->n; i++) {
		complete = complete && is_there(v, rows->v[i].number);
		same = same && names(stub, n, rows->v[i].number);
	}
	for (size_t i = 0; i < n; i++, name += strlen(name) + 1)
		there = there && is_there(v, number_of(name));
	name = stub->p;
	if (same)
		return;
	if (complete && !there && n > 0)
		health_add(v->h, HEALTH_STUB, 0,
		           "it names a segment that is not there");
	if (complete && !there)
		return;
	if (complete) {
		health_add(v->h, HEALTH_NOTE, 0,
		           "a writer was stopped before it published: the "
		           "next one does");
		return;
	}
	for (size_t i = 0; i < n; i++, name += strlen(name) + 1)
		if (row_of(rows, number_of(name)) == NULL)
			health_add(v->h, HEALTH_LEDGER, 0,
			           "it does not know %s, which " STORE_STUB
			           " names",
			           name);
	for (size_t i = 0; n > 0 && i < rows->n; i++)
		if (!names(stub, n, rows->v[i].number))
			health_add(v->h, HEALTH_STUB, 0,
			           "it does not name segment %06lld",
			           (long long)rows->v[i].number);
}

static enum nx_status check_segments(struct verify *v, const struct rows *rows,
                                     const struct buf *stub, size_t n)
{
	const char *name = stub->p;
	enum nx_status st = NX_OK;

	for (size_t i = 0; st == NX_OK && i < rows->n; i++) {
		if (is_there(v, rows->v[i].number))
			st = verify_segment(v, rows->v[i].number, &rows->v[i]);
		else
			health_add(v->h, HEALTH_SEGMENT, rows->v[i].number,
			           "it is lost");
	}
	for (size_t i = 0; st == NX_OK && i < n; i++) {
		int64_t number = number_of(name);

		name += strlen(name) + 1;
		if (row_of(rows, number) != NULL)
			continue;
		if (is_there(v, number))
			st = verify_segment(v, number, NULL);
		else if (v->ledger == NULL)
			health_add(v->h, HEALTH_SEGMENT, number, "it is lost");
	}
	return st;
}

/* ---- all of it ----------------------------------------------------------- */

/* Whether the names are such as a writer gives. */
static bool all_ours(const struct buf *stub, size_t n)
{
	const char *name = stub->p;
	bool ours = true;

	for (size_t i = 0; ours && i < n; i++, name += strlen(name) + 1) {
		char want[64];

		(void)snprintf(want, sizeof want, STORE_SEGMENTS "/%06lld",
		               (long long)number_of(name));
		ours = strcmp(want, name) == 0;
	}
	return ours;
}

static enum nx_status read_stub(struct verify *v, struct buf *stub, size_t *n)
{
	struct nx_err err;
	enum nx_status st = store_read_stub(v->o->index, stub, n, &err);
	char *seg;

	if (st == NX_OK && *n > 0 && all_ours(stub, *n))
		return NX_OK;
	seg = nx_format("%s/" STORE_SEGMENTS, v->o->index);
	if (st == NX_NOTFOUND && access(seg, F_OK) != 0)
		st = nx_fail(v->err, NX_NOTFOUND, "%s", err.msg);
	else
		st = NX_OK;
	free(seg);
	if (st != NX_OK)
		return st;
	buf_clear(stub);
	*n = 0;
	health_add(v->h, HEALTH_STUB, 0, "it is lost or damaged");
	return NX_OK;
}

static enum nx_status look(struct verify *v, uint64_t *change, struct buf *stub)
{
	struct rows rows = { NULL, 0, 0 };
	size_t n = 0;
	enum nx_status st = read_stub(v, stub, &n);

	if (st == NX_OK)
		st = check_ledger(v, &rows, change);
	if (st == NX_OK && v->ledger != NULL && rows.n == 0 && n == 0)
		st = nx_fail(v->err, NX_NOTFOUND, "there is no index at %s",
		             v->o->index);
	if (st == NX_OK && v->ledger != NULL)
		check_stub(v, &rows, stub, n);
	if (st == NX_OK)
		st = check_segments(v, &rows, stub, n);
	if (st == NX_OK && v->rep->pending > 0)
		health_add(v->h, HEALTH_NOTE, 0,
		           "%llu articles are still to be deleted: the next "
		           "writer does",
		           (unsigned long long)v->rep->pending);
	if (st == NX_OK && v->o->deep && v->ledger != NULL)
		st = verify_archives(v);
	ledger_close(v->ledger);
	v->ledger = NULL;
	free(rows.v);
	return st;
}

/* Whether somebody holds the lock of the index now. */
static bool is_locked(const char *index)
{
	struct flock fl = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	char *path = nx_format("%s/" STORE_LOCK, index);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool locked =
		fd >= 0 && fcntl(fd, F_GETLK, &fl) == 0 && fl.l_type != F_UNLCK;

	if (fd >= 0)
		close(fd);
	free(path);
	return locked;
}

/* Whether what was seen may have been of two states. */
static bool has_changed(const struct verify *v, uint64_t change,
                        const struct buf *stub)
{
	const struct verify_options *o = v->o;
	char *path = nx_format("%s/" STORE_LEDGER, o->index);
	struct ledger *l = NULL;
	struct buf now = BUF_INIT;
	uint64_t is = 0;
	size_t n;
	bool changed = (v->deletions > 0 || v->unsummed) && is_locked(o->index);

	if (store_read_stub(o->index, &now, &n, NULL) != NX_OK ||
	    !all_ours(&now, n))
		buf_clear(&now);
	if (!buf_equal(&now, stub))
		changed = true;
	if (ledger_open(&l, path, LEDGER_READ, NULL) == NX_OK &&
	    ledger_change(l, &is, NULL) == NX_OK && is != change)
		changed = true;
	ledger_close(l);
	buf_release(&now);
	free(path);
	return changed;
}

static void begin(struct verify *v, struct verify_report *rep)
{
	double seconds = rep->seconds;

	health_release(&rep->found);
	*rep = (struct verify_report){ .seconds = seconds };
	v->deletions = 0;
	v->unsummed = false;
	v->rep = rep;
	v->h = &rep->found;
}

enum nx_status verify_run(const struct verify_options *o,
                          struct verify_report *rep, struct nx_err *err)
{
	struct timespec pause = { 0, PAUSE_MS * 1000000L };
	struct verify v = { .o = o, .err = err };
	struct buf stub = BUF_INIT;
	enum nx_status st = NX_STALE;

	*rep = (struct verify_report){ .seconds = 0 };
	progress_start(&v.progress, o->progress ? stderr : NULL, 0);
	for (int i = 0; st == NX_STALE && i < LIMIT_REOPEN; i++) {
		uint64_t change = 0;

		begin(&v, rep);
		buf_clear(&stub);
		if (i > 0)
			(void)nanosleep(&pause, NULL);
		st = look(&v, &change, &stub);
		if (!o->alone && st != NX_INTERRUPTED &&
		    (st != NX_OK || v.h->faults > 0) &&
		    has_changed(&v, change, &stub))
			st = nx_fail(err, NX_STALE,
			             "%s is being replaced: try again",
			             o->index);
	}
	progress_clear(&v.progress);
	rep->seconds = progress_seconds(&v.progress);
	buf_release(&stub);
	return st;
}

void verify_release(struct verify_report *rep)
{
	health_release(&rep->found);
}
