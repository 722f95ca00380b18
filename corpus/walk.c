#include "corpus/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "corpus/folder.h"
#include "corpus/select.h"
#include "corpus/walker.h"
#include "lib/base/mem.h"

/* The names by which the inputs are known in identities, in their order. */
struct keys {
	char **v;
	size_t n, cap;
};

static int64_t mtime_of(const struct stat *st)
{
	return (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

/* ---- telling of files ---- */

static void begin_file(struct walker *w, const char *path, uint64_t size,
                       int64_t mtime)
{
	const struct walk_archive a = { path, w->root, w->name, size, mtime };
	enum nx_status st;

	w->archive = path;
	w->size = size;
	w->listed = 0;
	memset(w->flow.mended, 0, sizeof w->flow.mended);
	w->file_st = NX_OK;
	w->file_err.msg[0] = '\0';
	w->note = "";
	w->flow.in = 0;
	w->flow.out = 0;
	if (w->halt != NX_OK)
		return;
	st = w->ev->archive_begin(w->ev->ctx, &a);
	if (st != NX_OK)
		w->halt = st;
}

static void end_file(struct walker *w)
{
	const struct walk_archive_end end = {
		.status = w->file_st,
		.reason = w->file_st != NX_OK ? w->file_err.msg : w->note,
		.listed = w->listed,
		.mended = w->flow.mended,
	};
	enum nx_status st;

	w->done += w->size > 0 ? w->size : w->flow.in;
	if (w->ev->consumed != NULL)
		w->ev->consumed(w->ev->ctx, w->done);
	if (w->halt != NX_OK)
		return;
	st = w->ev->archive_end(w->ev->ctx, w->archive, &end);
	if (st != NX_OK)
		w->halt = st;
}

static void on_progress(void *ctx, uint64_t in)
{
	struct walker *w = ctx;

	if (w->size > 0 && in > w->size)
		in = w->size;
	if (w->ev->consumed != NULL)
		w->ev->consumed(w->ev->ctx, w->done + in);
}

/* A file that cannot be opened, errno saying why. */
static void fault_file(struct walker *w, const char *path, const char *what)
{
	struct nx_err err;
	enum nx_status st = nx_fail_errno(&err, "%s", what);

	if (st == NX_NOMEM)
		st = NX_IO;
	begin_file(w, path, 0, 0);
	w->file_st = st;
	w->file_err = err;
	end_file(w);
}

static void skip_file(struct walker *w, const char *path, const char *rel,
                      const char *why)
{
	struct member_end end = { .kind = MEMBER_SKIPPED, .reason = why };
	struct buf name = BUF_INIT;

	name_display(rel, &name);
	begin_file(w, path, 0, 0);
	w->listed = 1;
	tell_unread(w, name.p != NULL ? name.p : "?", 0, &end);
	end_file(w);
	buf_release(&name);
}

/* ---- reading them ---- */

/* Read the open file fd, which is closed; rel is its name as a member. */
static void read_file(struct walker *w, struct scope *s, const char *path,
                      const char *rel, int fd, const struct stat *st)
{
	bool regular = S_ISREG(st->st_mode);
	uint64_t size = regular ? (uint64_t)st->st_size : 0;
	struct file_source src;
	struct buf name = BUF_INIT;

	name_display(rel, &name);
	file_source_init(&src, fd, &w->flow);
	begin_file(w, path, size, regular ? mtime_of(st) : 0);
	w->listed = 1; /* unless it is an archive (end_archive) */
	stream_read(w, s, buf_str(&name), &src.src,
	            regular && lseek(fd, 0, SEEK_CUR) == 0 ? fd : -1, size);
	end_file(w);
	file_source_release(&src);
	buf_release(&name);
	if (fd != STDIN_FILENO)
		(void)close(fd);
}

static const char *basename_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

/* A file, pipe or standard input that was named by the user. */
static void walk_given(struct walker *w, const char *path, const char *key)
{
	struct scope s = { .companions = false };
	struct stat st;
	int fd = STDIN_FILENO;

	w->root = "";
	w->name = key;
	if (strcmp(path, "-") != 0)
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0 || fstat(fd, &st) < 0) {
		fault_file(w, path, "cannot open");
		return;
	}
	w->given = true;
	buf_sets(&w->key, key);
	w->key_folder = w->key.len - strlen(basename_of(w->key.p));
	if (strcmp(path, "-") != 0 && (S_ISCHR(st.st_mode) ||
	                               S_ISBLK(st.st_mode))) {
		skip_file(w, path, path, "device");
		(void)close(fd);
	} else {
		read_file(w, &s, path, basename_of(path), fd, &st);
	}
	scope_release(&s);
}

/* How a file of a folder is known in identities. */
static void set_key(struct walker *w, const char *name, const char *rel)
{
	buf_clear(&w->key);
	if (name[0] != '\0')
		buf_addf(&w->key, "%s/", name);
	w->key_folder = w->key.len;
	buf_adds(&w->key, rel);
}

static void walk_found(struct walker *w, struct scope *s, struct folder *f,
                       struct found *found, const char *key)
{
	const char *why = select_by_name(found->rel);
	int fd;

	set_key(w, key, found->rel);
	if (why != NULL && select_matches(w->o->include, found->path))
		why = NULL;
	if (select_matches(w->o->exclude, found->path))
		why = "excluded";
	if (why != NULL) {
		skip_file(w, found->path, found->rel, why);
		return;
	}
	fd = folder_open_file(f);
	if (fd < 0)
		fault_file(w, found->path, "cannot open");
	else
		read_file(w, s, found->path, found->rel, fd, &found->st);
}

/* A folder, or a part of one, that gave no file. */
static void fault_folder(struct walker *w, const char *path, enum nx_status st,
                         const struct nx_err *err)
{
	begin_file(w, path, 0, 0);
	w->file_st = st;
	w->file_err = *err;
	end_file(w);
}

static void walk_folder(struct walker *w, const char *path, const char *key)
{
	struct scope s = { .folder = path };
	struct found found;
	struct nx_err err;
	struct folder f;
	enum nx_status st = folder_open(&f, path, &err);
	bool any = false;

	w->root = path;
	w->name = key;
	if (st != NX_OK) {
		fault_folder(w, path, st, &err);
		return;
	}
	f.leave_out = w->o->leave_out;
	s.companions = w->o->format == NULL && w->o->include == NULL;
	w->given = false;
	while (w->halt == NX_OK && folder_next(&f, &found)) {
		any = true;
		if (found.kind == FOUND_FILE)
			walk_found(w, &s, &f, &found, key);
		else if (found.kind == FOUND_OTHER)
			skip_file(w, found.path, found.rel, found.why);
		else
			fault_folder(w, found.path, found.status, &found.err);
	}
	folder_close(&f);
	if (!any) {
		st = nx_fail(&err, NX_NOTFOUND, "there is no file in it");
		fault_folder(w, path, st, &err);
	}
	scope_release(&s);
}

/* ---- identities ---- */

/* The last name of a path; of "." and the like that of the folder it is. */
static char *last_name(const char *path)
{
	size_t len = strlen(path);
	const char *p;
	char *real = NULL, *name;

	while (len > 1 && path[len - 1] == '/')
		len--;
	p = memrchr(path, '/', len);
	p = p != NULL ? p + 1 : path;
	name = nx_strndup(p, (size_t)(path + len - p));
	if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0)
		return name;
	free(name);
	real = realpath(path, NULL);
	name = nx_strdup(real != NULL ? basename_of(real) : path);
	free(real);
	return name;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_shared(char *const *sorted, size_t n, const char *name)
{
	char *const *hit = bsearch(&name, sorted, n, sizeof *sorted, by_name);

	return hit != NULL &&
	       ((hit > sorted && strcmp(hit[-1], name) == 0) ||
	        (hit + 1 < sorted + n && strcmp(hit[1], name) == 0));
}

/* An article without an identifier is known by where it stands.  That must
 * not change when the archives are moved, so an input is known by its last
 * name only; and it must not be the same for two of them, so inputs that share
 * a last name are known by their whole paths. */
static void choose_keys(struct keys *k, const char *const *paths)
{
	char **sorted;

	for (size_t i = 0; paths[i] != NULL; i++) {
		k->v = NX_GROW(k->v, k->n, &k->cap);
		k->v[k->n++] = last_name(paths[i]);
	}
	if (k->n < 2)
		return;
	sorted = nx_realloc_array(NULL, k->n, sizeof *sorted);
	for (size_t i = 0; i < k->n; i++)
		sorted[i] = nx_strdup(k->v[i]);
	qsort(sorted, k->n, sizeof *sorted, by_name);
	for (size_t i = 0; i < k->n; i++) {
		if (!is_shared(sorted, k->n, k->v[i]))
			continue;
		free(k->v[i]);
		k->v[i] = nx_strdup(paths[i]);
	}
	for (size_t i = 0; i < k->n; i++)
		free(sorted[i]);
	free(sorted);
}

static void release_keys(struct keys *k)
{
	for (size_t i = 0; i < k->n; i++)
		free(k->v[i]);
	free(k->v);
}

/* ---- the walk ---- */

static bool is_folder(const char *path)
{
	struct stat st;

	return strcmp(path, "-") != 0 && stat(path, &st) == 0 &&
	       S_ISDIR(st.st_mode);
}

static void start(struct walker *w)
{
	w->root = w->name = "";
	w->flow.stop = w->o->stop;
	w->flow.progress = on_progress;
	w->flow.ctx = w;
}

static bool stopped(struct walker *w)
{
	if (w->halt == NX_OK && w->o->stop != NULL && *w->o->stop != 0)
		w->halt = nx_fail(w->err, NX_INTERRUPTED, "interrupted");
	return w->halt != NX_OK;
}

enum nx_status walk(const char *const *paths, const struct walk_options *o,
                    const struct walk_events *ev, struct nx_err *err)
{
	struct walker w = { .o = o, .ev = ev, .err = err };
	struct keys keys = { NULL, 0, 0 };

	start(&w);
	choose_keys(&keys, paths);
	for (size_t i = 0; paths[i] != NULL && !stopped(&w); i++) {
		if (is_folder(paths[i]))
			walk_folder(&w, paths[i], keys.v[i]);
		else
			walk_given(&w, paths[i], keys.v[i]);
	}
	release_keys(&keys);
	buf_release(&w.key);
	return w.halt;
}

/* ---- the walk again ---- */

/* A file that was found in a folder; s is of that folder. */
static void walk_found_again(struct walker *w, struct scope *s,
                             const struct walk_archive *a)
{
	const char *rel = a->path + strlen(a->root);
	struct stat st;
	int fd = open(a->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	while (*rel == '/')
		rel++;
	set_key(w, a->name, rel);
	w->given = false;
	w->root = a->root;
	w->name = a->name;
	if (fd < 0 || fstat(fd, &st) < 0)
		fault_file(w, a->path, "cannot open");
	else
		read_file(w, s, a->path, rel, fd, &st);
}

/* A folder, or a part of one, that was told for its fault. */
static void walk_folder_again(struct walker *w, const struct walk_archive *a)
{
	w->root = a->root;
	w->name = a->name;
	begin_file(w, a->path, 0, 0);
	end_file(w);
	walk_folder(w, a->path, a->name);
}

static bool is_in(const char *root, const char *path)
{
	size_t n = strlen(root);

	return n > 0 && strncmp(root, path, n) == 0 && path[n] != '\0';
}

enum nx_status walk_again(const struct walk_archive *files, size_t n,
                          const struct walk_options *o,
                          const struct walk_events *ev, struct nx_err *err)
{
	struct walker w = { .o = o, .ev = ev, .err = err };
	struct scope s = { .folder = NULL };

	start(&w);
	for (size_t i = 0; i < n && !stopped(&w); i++) {
		const struct walk_archive *a = &files[i];

		if (is_folder(a->path)) {
			walk_folder_again(&w, a);
			continue;
		}
		if (!is_in(a->root, a->path)) {
			walk_given(&w, a->path, a->name);
			continue;
		}
		if (s.folder == NULL || strcmp(s.folder, a->root) != 0) {
			scope_release(&s);
			s.folder = a->root;
			s.companions = o->format == NULL && o->include == NULL;
		}
		walk_found_again(&w, &s, a);
	}
	scope_release(&s);
	buf_release(&w.key);
	return w.halt;
}

static void measure_folder(const char *path, uint64_t *files, uint64_t *bytes)
{
	struct folder f;
	struct found found;

	if (folder_open(&f, path, NULL) != NX_OK)
		return;
	while (folder_next(&f, &found)) {
		if (found.kind != FOUND_FILE)
			continue;
		++*files;
		*bytes += (uint64_t)found.st.st_size;
	}
	folder_close(&f);
}

void walk_measure(const char *const *paths, uint64_t *files, uint64_t *bytes)
{
	struct stat st;

	*files = 0;
	*bytes = 0;
	for (size_t i = 0; paths[i] != NULL; i++) {
		if (is_folder(paths[i])) {
			measure_folder(paths[i], files, bytes);
		} else if (strcmp(paths[i], "-") != 0 &&
		           stat(paths[i], &st) == 0 && S_ISREG(st.st_mode)) {
			++*files;
			*bytes += (uint64_t)st.st_size;
		}
	}
}
