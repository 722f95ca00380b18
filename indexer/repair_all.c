/* repair_all.c - a new index beside the old one, which then takes its place
 *
 * The archives are read as a build reads them, into a folder of its own.  Then
 * what the old segments keep is looked through: articles whose archives are
 * not there any more are taken from them, as if those were walked.  Segments
 * of the new index have numbers that no old one has, so both stand side by side
 * until the ledger is exchanged, which is what makes the new one valid.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/archives.h"
#include "indexer/intake.h"
#include "indexer/repair.h"
#include "indexer/sources.h"
#include "indexer/salvage.h"
#include "indexer/stored.h"
#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/base/options.h"
#include "lib/index/ledger_alert.h"
#include "lib/index/ledger_check.h"

struct numbers {
	int64_t *v;
	size_t n, cap;
	int64_t highest; /* of all folders there are */
};

struct all {
	struct mending *r;
	struct archives archives;
	struct sources sources; /* of the old ledger */
	struct numbers old; /* segments that were in use */
	bool roots;         /* it is known how the archives were given */
	char *path;         /* of the new index */

	/* While old segments are looked through: */
	struct intake *in;
	struct walk_events ev;
	struct buf archive, member;
	bool in_archive, in_member;
	uint64_t members, records;
	struct article article;
};

/* ---- what there is --------------------------------------------------------
 */

static void add_number(struct numbers *l, int64_t number)
{
	l->v = NX_GROW(l->v, l->n, &l->cap);
	l->v[l->n++] = number;
}

/* Those that the stub names; without one, all that are there. */
static void find_segments(struct all *a)
{
	char *seg = nx_format("%s/" STORE_SEGMENTS, a->r->o.index);
	struct buf stub = BUF_INIT;
	struct dirent *e;
	DIR *d = opendir(seg);
	size_t n = 0;
	bool named = store_read_stub(a->r->o.index, &stub, &n, NULL) == NX_OK &&
	             n > 0;
	const char *name = stub.p;

	for (size_t i = 0; named && i < n; i++, name += strlen(name) + 1)
		add_number(&a->old,
		           strtoll(name + sizeof STORE_SEGMENTS, NULL, 10));
	while (d != NULL && (e = readdir(d)) != NULL) {
		char *end;
		long long number = strtoll(e->d_name, &end, 10);

		if (*end != '\0' || number <= 0)
			continue;
		if (number > a->old.highest)
			a->old.highest = number;
		if (!named)
			add_number(&a->old, number);
	}
	if (d != NULL)
		closedir(d);
	buf_release(&stub);
	free(seg);
}

static bool knows(const struct archives *a, const char *path)
{
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->v[i].path, path) == 0)
			return true;
	for (size_t i = 0; i < a->n_gone; i++)
		if (strcmp(a->gone[i], path) == 0)
			return true;
	return false;
}

/* A failure to read a ledger that is damaged, whatever it looks like now, is none;
 * one of the system is, for what the ledger would have told is still there. */
static enum nx_status or_damaged(const char *path, enum nx_status st)
{
	bool passing = st == NX_IO || st == NX_NOMEM || st == NX_LOCKED;

	return passing && !ledger_is_damaged(path, st) ? st : NX_OK;
}

static enum nx_status ask_opened(struct all *a, const char *path,
                                 struct ledger *l)
{
	struct nx_err *err = a->r->err;
	enum nx_status st = archives_of_ledger(&a->archives, l, err);

	a->roots = st == NX_OK;
	st = or_damaged(path, st);
	if (st == NX_OK) {
		st = sources_load(&a->sources, l, err);
		if (st != NX_OK)
			sources_release(&a->sources);
		st = or_damaged(path, st);
	}
	if (st == NX_OK)
		st = or_damaged(path, settings_get(&a->r->settings, l, err));
	settings_use(&a->r->settings, &a->r->o);
	return st;
}

/* Of a ledger that can still be read in part, what can be. */
static enum nx_status ask_ledger(struct all *a)
{
	char *path = nx_format("%s/" STORE_LEDGER, a->r->o.index);
	struct ledger *l = NULL;
	enum nx_status st = NX_OK;

	if (access(path, F_OK) == 0) {
		st = ledger_open(&l, path, LEDGER_READ, a->r->err);
		st = st == NX_OK ? ask_opened(a, path, l)
		                 : or_damaged(path, st);
	}
	ledger_close(l);
	free(path);
	return st;
}

typedef enum nx_status each_fn(struct all *a, const struct record *r);

static enum nx_status each_record(struct all *a, each_fn *fn)
{
	enum nx_status st = NX_OK;

	for (size_t i = 0; st == NX_OK && i < a->old.n; i++) {
		struct buf dir = BUF_INIT;
		struct salvage s = { .in = NULL };
		struct record r;
		uint32_t docid;

		store_segment_path(&a->r->store, a->old.v[i], &dir);
		if (access(dir.p, F_OK) == 0)
			st = salvage_begin(&s, dir.p, 1, 0, a->r->err);
		while (st == NX_OK && s.in != NULL &&
		       salvage_next(&s, &docid, &r))
			st = fn(a, &r);
		salvage_end(&s);
		buf_release(&dir);
	}
	return st;
}

static enum nx_status add_archive(struct all *a, const struct record *r)
{
	char *path = nx_strndup(r->archive.len > 0 ? r->archive.p : "",
	                        r->archive.len);
	const char *slash = strrchr(path, '/');
	const struct ledger_archive found = {
		.path = path,
		.root = "",
		.name = slash != NULL ? slash + 1 : path,
	};

	if (*path != '\0' && !knows(&a->archives, path)) {
		archives_add(&a->archives, &found);
		a->roots = false;
	}
	free(path);
	return NX_OK;
}

static enum nx_status find_archives(struct all *a)
{
	enum nx_status st;

	a->roots = true;
	if (a->r->o.paths != NULL && a->r->o.paths[0] != NULL)
		return NX_OK;
	a->roots = false;
	st = ask_ledger(a);
	if (st == NX_OK)
		st = each_record(a, add_archive);
	if (st == NX_OK && a->archives.n + a->archives.n_gone == 0)
		st = nx_fail(a->r->err, NX_NOTFOUND,
		             "nothing is left of %s that tells its archives: "
		             "newsidx repair -i %s PATH..., with all that "
		             "were given to 'newsidx build'",
		             a->r->o.index, a->r->o.index);
	return st;
}

/* ---- what old segments keep ------------------------------------------------
 */

static enum nx_status end_member(struct all *a)
{
	const struct member m = { a->archive.p, a->member.p, 0 };
	static const uint32_t nothing[REPAIRS];
	const struct member_end e = {
		.kind = MEMBER_ARTICLES,
		.status = NX_OK,
		.reason = "its articles are those that the index had",
		.records = a->records,
		.mended = nothing,
	};

	if (!a->in_member)
		return NX_OK;
	a->in_member = false;
	return a->ev.member_end(a->in, &m, &e);
}

static enum nx_status end_archive(struct all *a)
{
	static const uint32_t nothing[REPAIRS];
	const struct walk_archive_end e = {
		.status = NX_NOTFOUND,
		.reason = "is not there any more",
		.listed = a->members,
		.mended = nothing,
	};
	enum nx_status st = end_member(a);

	if (st != NX_OK || !a->in_archive)
		return st;
	a->in_archive = false;
	return a->ev.archive_end(a->in, a->archive.p, &e);
}

static bool is(const struct buf *b, struct slice s)
{
	return b->len == s.len && (s.len == 0 || memcmp(b->p, s.p, s.len) == 0);
}

/* Be in the member that the record is of. */
static enum nx_status go_to(struct all *a, const struct record *r)
{
	enum nx_status st = NX_OK;

	if (!a->in_archive || !is(&a->archive, r->archive)) {
		struct walk_archive w = { .root = "", .name = "" };

		st = end_archive(a);
		buf_set(&a->archive, r->archive.p, r->archive.len);
		w.path = a->archive.p;
		a->members = 0;
		if (st == NX_OK)
			st = a->ev.archive_begin(a->in, &w);
		a->in_archive = true;
	}
	if (st == NX_OK && (!a->in_member || !is(&a->member, r->member))) {
		struct member m = { .archive = a->archive.p };

		st = end_member(a);
		buf_set(&a->member, r->member.len > 0 ? r->member.p : "",
		        r->member.len);
		m.path = a->member.p;
		a->records = 0;
		a->members++;
		if (st == NX_OK)
			st = a->ev.member_begin(a->in, &m);
		a->in_member = true;
	}
	return st;
}

static enum nx_status take(struct all *a, const struct record *r)
{
	uint64_t key[2], digest[2];
	uint32_t docid;
	struct member m;
	char *path;
	bool stray;
	enum nx_status st;

	digest128(r->key.p, r->key.len, 0, key);
	if (r->archive.len == 0 || ledger_find(a->in->ledger, key, &docid,
	                                       digest, NULL) != NX_NOTFOUND)
		return NX_OK;
	path = nx_strndup(r->archive.p, r->archive.len);
	stray = archives_readable(path);
	free(path);
	if (stray) {
		a->r->rep->strays++;
		return NX_OK;
	}
	st = go_to(a, r);
	if (st != NX_OK)
		return st;
	a->r->rep->salvaged++;
	a->records++;
	m = (struct member){ a->archive.p, a->member.p, 0 };
	article_of_record(&a->article, r);
	return a->ev.article(a->in, &m, r->number, &a->article);
}

static enum nx_status take_all(void *ctx, struct intake *in, struct nx_err *err)
{
	struct all *a = ctx;
	enum nx_status st;

	a->in = in;
	a->ev = intake_events(in);
	a->r->rep->read = in->articles;
	st = each_record(a, take);
	if (st == NX_OK)
		st = end_archive(a);
	if (st == NX_OK && a->r->rep->strays > 0 && !a->roots)
		st = nx_fail(err, NX_NOTFOUND,
		             "%llu articles are known by how their archives "
		             "were given, which only the ledger told: newsidx "
		             "repair -i %s PATH..., with all that were given "
		             "to 'newsidx build'",
		             (unsigned long long)a->r->rep->strays,
		             a->r->o.index);
	return st == NX_OK ? repair_aside_note(a->r, in->ledger) : st;
}

/* ---- the new index ---------------------------------------------------------
 */

/* An index of nothing yet, whose segments begin behind all old ones. */
static enum nx_status prepare(struct all *a)
{
	char *path = nx_format("%s/" STORE_LEDGER, a->path);
	struct ledger *l = NULL;
	struct nx_err *err = a->r->err;
	enum nx_status st = file_remove_tree(a->path, err);

	if (st == NX_OK)
		st = file_mkdir(a->path, err);
	if (st == NX_OK)
		st = ledger_open(&l, path, LEDGER_WRITE, err);
	if (st == NX_OK)
		st = ledger_number_from(l, a->old.highest + 1, err);
	ledger_close(l);
	free(path);
	return st;
}

/* The old ledger's, if they can be read.  They are told nothing of what is new. */
static enum nx_status copy_alerts(struct all *a)
{
	char *from = nx_format("%s/" STORE_LEDGER, a->r->o.index);
	char *to = nx_format("%s/" STORE_LEDGER, a->path);
	struct ledger *l = NULL;
	uint64_t change = 0;
	struct nx_err err;
	enum nx_status st = NX_OK;

	if (access(from, F_OK) == 0)
		st = ledger_open(&l, to, LEDGER_WRITE, &err);
	if (l != NULL)
		st = ledger_alerts_copy(l, from, &err);
	if (l != NULL && st == NX_OK)
		st = ledger_change(l, &change, &err);
	ledger_close(l);
	if (l != NULL && st == NX_OK)
		st = store_sum_ledger(a->path, change, &err);
	if (st != NX_OK && or_damaged(from, st) == NX_OK) {
		complain("alerts are lost, if there were any: %s", err.msg);
		st = NX_OK;
	} else if (st != NX_OK) {
		st = nx_fail(a->r->err, st, "%s", err.msg);
	}
	free(from);
	free(to);
	return st;
}

static enum nx_status build(struct all *a)
{
	struct build_options o = a->r->o;
	struct build_report rep;
	enum nx_status st = prepare(a);

	o.index = a->path;
	o.walk.leave_out = a->r->o.index;
	o.complaints = true;
	o.unseen = true;
	o.more = take_all;
	o.more_ctx = a;
	if (a->sources.n > 0)
		o.sources = &a->sources;
	if (o.paths == NULL || o.paths[0] == NULL) {
		/* It is what is read, though there may be nothing. */
		if (a->archives.v == NULL)
			a->archives.v = nx_zalloc(sizeof *a->archives.v);
		o.again = a->archives.v;
		o.n_again = a->archives.n;
	}
	if (st == NX_OK)
		st = build_run(&o, &rep, a->r->err);
	return st == NX_OK ? copy_alerts(a) : st;
}

/* ---- exchanging ------------------------------------------------------------
 */

static enum nx_status move(struct all *a, const char *name)
{
	char *from = nx_format("%s/%s", a->path, name);
	char *to = nx_format("%s/%s", a->r->o.index, name);
	enum nx_status st = NX_OK;

	if (rename(from, to) != 0)
		st = nx_fail_errno(a->r->err, "cannot rename %s", from);
	free(from);
	free(to);
	return st;
}

static enum nx_status move_segments(struct all *a)
{
	char *seg = nx_format("%s/" STORE_SEGMENTS, a->r->o.index);
	struct buf stub = BUF_INIT;
	size_t n = 0;
	enum nx_status st = file_mkdir(seg, a->r->err);
	const char *name;

	if (st == NX_OK)
		st = store_read_stub(a->path, &stub, &n, a->r->err);
	name = stub.p;
	for (size_t i = 0; st == NX_OK && i < n; i++, name += strlen(name) + 1)
		st = move(a, name);
	if (st == NX_OK)
		st = file_sync(seg, a->r->err);
	buf_release(&stub);
	free(seg);
	return st;
}

static enum nx_status keep_old(struct all *a)
{
	static const char *const file[] = { STORE_LEDGER, STORE_LEDGER "-wal",
		                            STORE_LEDGER "-shm",
		                            STORE_LEDGER_SUM, STORE_STUB };
	enum nx_status st = NX_OK;

	for (size_t i = 0; st == NX_OK && i < sizeof file / sizeof *file; i++)
		st = repair_keep(a->r, file[i]);
	for (size_t i = 0; st == NX_OK && i < a->old.n; i++) {
		char *number = nx_format("%06lld", (long long)a->old.v[i]);

		st = repair_keep_segment(a->r, number);
		free(number);
	}
	return st;
}

/* A log of the old ledger must not become one of the new.  Its checksum stays until
 * the new one takes its place: a ledger that is damaged would pass for sound without,
 * and the new one with the wrong one is only made once more. */
static void remove_logs(struct all *a)
{
	static const char *const file[] = { STORE_LEDGER "-wal",
		                            STORE_LEDGER "-shm" };

	for (size_t i = 0; i < sizeof file / sizeof *file; i++) {
		char *path = nx_format("%s/%s", a->r->o.index, file[i]);

		(void)unlink(path);
		free(path);
	}
}

/* All of the new ledger must be in the file that is moved. */
static enum nx_status fold_ledger(struct all *a)
{
	char *path = nx_format("%s/" STORE_LEDGER, a->path);
	enum nx_status st = ledger_fold(path, a->r->err);

	free(path);
	return st;
}

/* With its ledger the new index is valid. */
static enum nx_status move_ledger(struct all *a)
{
	enum nx_status st;

	a->r->committing = true;
	st = move(a, STORE_LEDGER);
	if (st != NX_OK)
		return st;
	(void)move(a, STORE_LEDGER_SUM);
	st = file_sync(a->r->o.index, a->r->err);
	if (st == NX_OK)
		st = store_open_locked(&a->r->store, a->r->err);
	return st == NX_OK ? NX_OK
	                   : nx_fail_in(a->r->err, st,
	                                "repairing it is done, but not all of "
	                                "it is in place yet; the next run sees "
	                                "to that");
}

static enum nx_status exchange(struct all *a)
{
	const atomic_int *stop = a->r->o.walk.stop;
	enum nx_status st =
		stop != NULL && *stop != 0
			? nx_fail(a->r->err, NX_INTERRUPTED, "interrupted")
			: keep_old(a);

	if (st == NX_OK)
		st = fold_ledger(a);
	if (st == NX_OK)
		st = move_segments(a);
	if (st != NX_OK)
		return st;
	remove_logs(a);
	st = file_sync(a->r->o.index, a->r->err);
	return st == NX_OK ? move_ledger(a) : st;
}

enum nx_status repair_all(struct mending *r)
{
	struct all a = { .r = r, .sources = SOURCES_INIT };
	enum nx_status st;

	article_init(&a.article);
	a.path = nx_format("%s/" REPAIR_NEW, r->o.index);
	find_segments(&a);
	st = find_archives(&a);
	if (st == NX_OK)
		st = build(&a);
	if (st == NX_OK)
		st = exchange(&a);
	(void)file_remove_tree(a.path, NULL);
	r->rep->ledger = st == NX_OK;
	r->rep->segments = a.old.n;
	archives_release(&a.archives);
	sources_release(&a.sources);
	article_release(&a.article);
	buf_release(&a.archive);
	buf_release(&a.member);
	free(a.old.v);
	free(a.path);
	return st;
}
