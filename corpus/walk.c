#include "corpus/walk.h"

#include <string.h>
#include <unistd.h>

#include "corpus/ahead.h"
#include "corpus/child.h"
#include "corpus/grown.h"
#include "corpus/plan.h"
#include "corpus/select.h"
#include "corpus/walker.h"

static int64_t ns_of(const struct timespec *t)
{
	return (int64_t)t->tv_sec * 1000000000 + t->tv_nsec;
}

/* What is told of a plain file; of others only where it was found. */
static struct walk_archive describe(const char *path, const char *root,
                                    const char *name, const struct stat *st)
{
	struct walk_archive a = { .path = path, .root = root, .name = name };

	if (st == NULL || !S_ISREG(st->st_mode))
		return a;
	a.size = (uint64_t)st->st_size;
	a.mtime = ns_of(&st->st_mtim);
	a.ctime = ns_of(&st->st_ctim);
	a.inode = (uint64_t)st->st_ino;
	return a;
}

/* ---- telling of files ---- */

/* What is told of a file that has grown is what was seen of it, lest it goes on
 * to. */
static void describe_grown(struct walk_archive *a, const struct grown *g)
{
	a->size = g->size;
	a->mtime = g->mtime;
	a->ctime = g->ctime;
	a->from = g->format != NULL ? FROM_RECORD : FROM_MEMBER;
	a->before = g->mark.told;
}

/* If that is the file that there is now, and it has not become shorter. */
static const struct grown *find_grown(const struct walker *w,
                                      const struct walk_archive *a)
{
	const struct grown *g = w->o->grown != NULL && a->inode != 0
	                                ? w->o->grown(w->o->want_ctx, a)
	                                : NULL;

	return g != NULL && g->inode == a->inode && g->size <= a->size ? g
	                                                               : NULL;
}

static void begin_file(struct walker *w, const char *path,
                       const struct stat *about)
{
	struct walk_archive a = describe(path, w->root, w->name, about);
	enum nx_status st;

	w->grown = find_grown(w, &a);
	if (w->grown != NULL)
		describe_grown(&a, w->grown);
	w->archive = path;
	w->size = a.size;
	w->has_digest = false;
	memset(&w->mark, 0, sizeof w->mark);
	w->mark_is_end = false;
	w->listed = 0;
	memset(w->flow.mended, 0, sizeof w->flow.mended);
	w->file_st = NX_OK;
	w->file_err.msg[0] = '\0';
	w->note = "";
	w->flow.in = w->grown != NULL ? w->grown->mark.at : 0;
	w->flow.out = w->grown != NULL ? w->grown->mark.out : 0;
	if (w->halt != NX_OK)
		return;
	st = w->ev->archive_begin(w->ev->ctx, &a);
	if (st != NX_OK)
		w->halt = st;
}

static const char *mark_of(const struct walker *w, struct buf *text)
{
	if (w->has_digest && w->mark.at > 0 && w->mark.at <= w->size)
		mark_write(&w->mark, text);
	return buf_str(text);
}

static void end_file(struct walker *w)
{
	struct buf mark = BUF_INIT;
	const struct walk_archive_end end = {
		.status = w->file_st,
		.reason = w->file_st != NX_OK ? w->file_err.msg : w->note,
		.listed = w->listed,
		.mended = w->flow.mended,
		.digest = w->has_digest ? w->digest : NULL,
		.mark = mark_of(w, &mark),
	};
	enum nx_status st = NX_OK;

	w->done += w->size > 0 ? w->size : w->flow.in;
	if (w->ev->consumed != NULL)
		w->ev->consumed(w->ev->ctx, w->done);
	if (w->halt == NX_OK)
		st = w->ev->archive_end(w->ev->ctx, w->archive, &end);
	if (st != NX_OK)
		w->halt = st;
	buf_release(&mark);
}

static void on_progress(void *ctx, uint64_t in)
{
	struct walker *w = ctx;

	if (w->size > 0 && in > w->size)
		in = w->size;
	if (w->ev->consumed != NULL)
		w->ev->consumed(w->ev->ctx, w->done + in);
}

/* What is told instead of being read. */
static void tell_unit(struct walker *w, const struct unit *u)
{
	struct member_end end = { .kind = MEMBER_SKIPPED, .reason = u->why };
	struct buf name = BUF_INIT;

	begin_file(w, u->path, NULL);
	if (u->kind == UNIT_FAULT) {
		w->file_st = u->status;
		w->file_err = u->err;
	} else if (u->why[0] != '\0') {
		name_display(u->rel, &name);
		w->listed = 1;
		tell_unread(w, name.p != NULL ? name.p : "?", 0, &end);
	}
	end_file(w);
	buf_release(&name);
}

/* ---- reading them ---- */

/* The file's digest, before it is read: if it changes between, the digest is of
 * what was, and whoever compares it will see.  The reading itself cannot give
 * it, for some archives are not read from end to end. */
static void digest_file(struct walker *w, int fd)
{
	const struct grown *g = w->grown;
	struct checksum c;

	if (!w->o->digest)
		return;
	if (g != NULL)
		c = g->sum;
	else
		checksum_init(&c);
	w->has_digest = checksum_add_file(&c, fd, g != NULL ? g->mark.at : 0,
	                                  w->size, w->o->stop);
	checksum_end(&c, w->digest);
}

/* Plain files are read as far as they went when they were looked at: what is
 * appended meanwhile is another reading's. */
static void read_file(struct walker *w, struct scope *s, const struct unit *u)
{
	bool regular = S_ISREG(u->st.st_mode);
	struct file_source src;
	struct buf name = BUF_INIT;
	uint64_t most;
	int fd = -1;

	name_display(u->rel, &name);
	begin_file(w, u->path, &u->st);
	if (regular)
		digest_file(w, u->fd);
	if (regular && lseek(u->fd, 0, SEEK_CUR) == 0)
		fd = u->fd;
	most = fd >= 0 && w->size > 0 ? w->size - w->flow.in : FILE_SOURCE_ALL;
	file_source_init(&src, u->fd, &w->flow, most);
	w->listed = 1; /* unless it is an archive (end_archive) */
	if (w->grown == NULL)
		stream_read(w, s, buf_str(&name), &src.src, fd, w->size);
	else if (lseek(u->fd, (off_t)w->flow.in, SEEK_SET) >= 0)
		stream_go_on(w, s, buf_str(&name), &src.src, w->size);
	end_file(w);
	file_source_release(&src);
	buf_release(&name);
}

/* How a file that was named is known in identities. */
static void set_given_key(struct walker *w, const char *name)
{
	const char *slash;

	buf_sets(&w->key, name);
	slash = strrchr(w->key.p, '/');
	w->key_folder = slash != NULL ? (size_t)(slash + 1 - w->key.p) : 0;
}

/* How a file of a folder is. */
static void set_found_key(struct walker *w, const char *name, const char *rel)
{
	buf_clear(&w->key);
	if (name[0] != '\0')
		buf_addf(&w->key, "%s/", name);
	w->key_folder = w->key.len;
	buf_adds(&w->key, rel);
}

void walk_unit(struct walker *w, const struct unit *u)
{
	struct scope s = { .outer = u->outer };

	w->root = u->root;
	w->name = u->name;
	w->turn = u->turn;
	w->given = u->kind == UNIT_GIVEN;
	if (u->kind == UNIT_GIVEN)
		set_given_key(w, u->name);
	else
		set_found_key(w, u->name, u->rel);
	if (u->outer != NULL)
		s.companions = u->outer->companions;
	if (u->kind == UNIT_GIVEN || u->kind == UNIT_FOUND)
		read_file(w, &s, u);
	else
		tell_unit(w, u);
	scope_release(&s);
}

/* ---- the walk ---- */

void walker_init(struct walker *w, const struct walk_options *o,
                 const struct walk_events *ev, struct nx_err *err)
{
	*w = (struct walker){ .o = o, .ev = ev, .err = err };
	w->root = w->name = "";
	w->flow.stop = o->stop;
	w->flow.progress = on_progress;
	w->flow.ctx = w;
}

void walker_release(struct walker *w)
{
	buf_release(&w->key);
}

static bool stopped(struct walker *w)
{
	if (w->halt == NX_OK && w->o->stop != NULL && *w->o->stop != 0)
		w->halt = nx_fail(w->err, NX_INTERRUPTED, "interrupted");
	return w->halt != NX_OK;
}

static enum nx_status walk_plan(struct plan *p, const struct walk_options *o,
                                const struct walk_events *ev,
                                struct nx_err *err)
{
	struct walker w;
	struct unit u;
	enum nx_status st;

	if (o->readers > 0)
		return walk_ahead(p, o, ev, err);
	child_heed(o->stop);
	walker_init(&w, o, ev, err);
	while (!stopped(&w) && plan_next(p, &u)) {
		walk_unit(&w, &u);
		unit_release(&u);
	}
	st = w.halt;
	walker_release(&w);
	child_heed(NULL);
	return st;
}

enum nx_status walk(const char *const *paths, const struct walk_options *o,
                    const struct walk_events *ev, struct nx_err *err)
{
	struct plan p;
	enum nx_status st;

	plan_init(&p, o, paths, NULL, 0);
	st = walk_plan(&p, o, ev, err);
	plan_release(&p);
	return st;
}

static void see(const struct unit *u, struct sight *s)
{
	*s = (struct sight){ .kind = SIGHT_TOLD };
	if (u->kind == UNIT_FAULT) {
		s->kind = SIGHT_FAULT;
		s->err = u->err;
	} else if (u->kind != UNIT_TOLD) {
		s->kind = SIGHT_FILE;
	}
	s->archive = describe(u->path, u->root, u->name,
	                      s->kind == SIGHT_FILE ? &u->st : NULL);
}

enum nx_status walk_look(const char *const *paths, const struct walk_options *o,
                         walk_sight_fn *fn, void *ctx, struct nx_err *err)
{
	enum nx_status st = NX_OK;
	struct sight s;
	struct plan p;
	struct unit u;

	plan_init(&p, o, paths, NULL, 0);
	p.look = true;
	while (st == NX_OK && plan_next(&p, &u)) {
		see(&u, &s);
		st = fn(ctx, &s);
		unit_release(&u);
		if (st == NX_OK && o->stop != NULL && *o->stop != 0)
			st = nx_fail(err, NX_INTERRUPTED, "interrupted");
	}
	plan_release(&p);
	return st;
}

enum nx_status walk_again(const struct walk_archive *files, size_t n,
                          const struct walk_options *o,
                          const struct walk_events *ev, struct nx_err *err)
{
	struct plan p;
	enum nx_status st;

	plan_init(&p, o, NULL, files, n);
	st = walk_plan(&p, o, ev, err);
	plan_release(&p);
	return st;
}
