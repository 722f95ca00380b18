#include "corpus/plan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "corpus/select.h"
#include "lib/base/mem.h"

/* ---- what is known of a folder ------------------------------------------ */

static struct outer *outer_new(const char *path, const struct walk_options *o)
{
	struct outer *f = nx_zalloc(sizeof *f);

	pthread_mutex_init(&f->lock, NULL);
	f->users = 1;
	f->path = nx_strdup(path);
	f->companions = o->format == NULL && o->include == NULL;
	f->verdict = VERDICT_OPEN;
	return f;
}

static struct outer *outer_use(struct outer *o)
{
	pthread_mutex_lock(&o->lock);
	o->users++;
	pthread_mutex_unlock(&o->lock);
	return o;
}

static void outer_leave(struct outer *o)
{
	unsigned left;

	if (o == NULL)
		return;
	pthread_mutex_lock(&o->lock);
	left = --o->users;
	pthread_mutex_unlock(&o->lock);
	if (left > 0)
		return;
	pthread_mutex_destroy(&o->lock);
	free(o->path);
	free(o);
}

enum verdict outer_verdict(struct outer *o, uint64_t turn)
{
	enum verdict v;

	pthread_mutex_lock(&o->lock);
	v = o->turn < turn ? o->verdict : VERDICT_OPEN;
	pthread_mutex_unlock(&o->lock);
	return v;
}

void outer_settle(struct outer *o, uint64_t turn, enum verdict v)
{
	pthread_mutex_lock(&o->lock);
	if (o->verdict == VERDICT_OPEN || turn < o->turn) {
		o->verdict = v;
		o->turn = turn;
	}
	pthread_mutex_unlock(&o->lock);
}

/* ---- identities ---------------------------------------------------------- */

static const char *basename_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

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
void walk_names(const char *const *paths, size_t n, char **names)
{
	char **sorted;

	for (size_t i = 0; i < n; i++)
		names[i] = last_name(paths[i]);
	if (n < 2)
		return;
	sorted = nx_realloc_array(NULL, n, sizeof *sorted);
	for (size_t i = 0; i < n; i++)
		sorted[i] = nx_strdup(names[i]);
	qsort(sorted, n, sizeof *sorted, by_name);
	for (size_t i = 0; i < n; i++) {
		if (!is_shared(sorted, n, names[i]))
			continue;
		free(names[i]);
		names[i] = nx_strdup(paths[i]);
	}
	for (size_t i = 0; i < n; i++)
		free(sorted[i]);
	free(sorted);
}

static void choose_keys(struct plan *p)
{
	p->keys = nx_zalloc((p->n + 1) * sizeof *p->keys);
	p->n_keys = p->n;
	if (p->o->names == NULL) {
		walk_names(p->paths, p->n, p->keys);
		return;
	}
	for (size_t i = 0; i < p->n; i++)
		p->keys[i] = nx_strdup(p->o->names[i]);
}

/* ---- units --------------------------------------------------------------- */

void unit_release(struct unit *u)
{
	if (u->fd >= 0 && u->fd != STDIN_FILENO)
		(void)close(u->fd);
	free(u->path);
	free(u->root);
	free(u->name);
	free(u->rel);
	outer_leave(u->outer);
	*u = (struct unit){ .fd = -1 };
}

static void set(struct plan *p, struct unit *u, enum unit_kind kind,
                const char *path, const char *root, const char *name)
{
	*u = (struct unit){
		.kind = kind,
		.path = nx_strdup(path),
		.root = nx_strdup(root),
		.name = nx_strdup(name),
		.rel = nx_strdup(basename_of(path)),
		.turn = p->turn++,
		.fd = -1,
		.why = "",
		.unwanted = p->o->want != NULL &&
		            !p->o->want(p->o->want_ctx, path, root),
	};
}

static void set_rel(struct unit *u, const char *rel)
{
	free(u->rel);
	u->rel = nx_strdup(rel);
}

/* errno says why it cannot be opened. */
static void set_fault(struct unit *u)
{
	u->kind = UNIT_FAULT;
	u->status = nx_fail_errno(&u->err, "cannot open");
	if (u->status == NX_NOMEM)
		u->status = NX_IO;
}

/* A file, pipe or standard input that was named by the user.  A pipe is not
 * waited for here: whoever reads it does. */
static void set_given(struct plan *p, struct unit *u, const char *path,
                      const char *key)
{
	bool in = strcmp(path, "-") == 0;

	set(p, u, UNIT_GIVEN, path, "", key);
	if (u->unwanted)
		return;
	if (p->look) {
		if (in)
			u->kind = UNIT_TOLD;
		else if (stat(path, &u->st) < 0)
			set_fault(u);
	} else {
		u->fd = in ? STDIN_FILENO
		           : open(path,
		                  O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
		if (u->fd < 0 || fstat(u->fd, &u->st) < 0)
			set_fault(u);
	}
	if (u->kind == UNIT_GIVEN && !in &&
	    (S_ISCHR(u->st.st_mode) || S_ISBLK(u->st.st_mode))) {
		u->kind = UNIT_TOLD;
		u->why = "device";
		set_rel(u, path);
	}
}

static void set_found(struct plan *p, struct unit *u, const struct found *found)
{
	const char *why = select_by_name(found->rel);

	set(p, u, UNIT_FOUND, found->path, p->root, p->name);
	set_rel(u, found->rel);
	if (why != NULL && select_matches(p->o->include, found->path))
		why = NULL;
	if (select_matches(p->o->exclude, found->path))
		why = "excluded";
	if (why != NULL) {
		u->kind = UNIT_TOLD;
		u->why = why;
		return;
	}
	u->st = found->st;
	if (p->look || u->unwanted)
		return;
	u->outer = outer_use(p->outer);
	u->fd = folder_open_file(&p->folder);
	if (u->fd < 0)
		set_fault(u);
}

/* ---- folders ------------------------------------------------------------- */

static bool is_folder(const char *path)
{
	struct stat st;

	return strcmp(path, "-") != 0 && stat(path, &st) == 0 &&
	       S_ISDIR(st.st_mode);
}

static void new_outer(struct plan *p, const char *path)
{
	outer_leave(p->outer);
	p->outer = outer_new(path, p->o);
}

/* Begin with a folder; true if it cannot be, and u tells so. */
static bool enter(struct plan *p, struct unit *u, const char *path,
                  const char *key)
{
	struct nx_err err;
	enum nx_status st = folder_open(&p->folder, path, &err);

	if (st != NX_OK) {
		set(p, u, UNIT_FAULT, path, path, key);
		u->status = st;
		u->err = err;
		return true;
	}
	p->folder.leave_out = p->o->leave_out;
	p->inside = true;
	p->any = false;
	p->root = nx_strdup(path);
	p->name = nx_strdup(key);
	new_outer(p, path);
	return false;
}

static void leave(struct plan *p)
{
	folder_close(&p->folder);
	free(p->root);
	free(p->name);
	p->root = p->name = NULL;
	p->inside = false;
}

/* The next of the folder that is open; false at its end. */
static bool next_inside(struct plan *p, struct unit *u)
{
	struct found found;

	if (!folder_next(&p->folder, &found)) {
		bool empty = !p->any;

		if (empty) {
			set(p, u, UNIT_FAULT, p->root, p->root, p->name);
			u->status = nx_fail(&u->err, NX_NOTFOUND,
			                    "there is no file in it");
		}
		leave(p);
		return empty;
	}
	p->any = true;
	if (found.kind == FOUND_FILE) {
		set_found(p, u, &found);
	} else if (found.kind == FOUND_OTHER) {
		set(p, u, UNIT_TOLD, found.path, p->root, p->name);
		set_rel(u, found.rel);
		u->why = found.why;
	} else {
		set(p, u, UNIT_FAULT, found.path, p->root, p->name);
		u->status = found.status;
		u->err = found.err;
	}
	return true;
}

/* ---- again ----------------------------------------------------------------
 */

/* A file that was found in a folder. */
static void set_found_again(struct plan *p, struct unit *u,
                            const struct walk_archive *a)
{
	const char *rel = a->path + strlen(a->root);

	while (*rel == '/')
		rel++;
	if (p->outer == NULL || strcmp(p->outer->path, a->root) != 0)
		new_outer(p, a->root);
	set(p, u, UNIT_FOUND, a->path, a->root, a->name);
	set_rel(u, rel);
	u->outer = outer_use(p->outer);
	u->fd = open(a->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (u->fd < 0 || fstat(u->fd, &u->st) < 0)
		set_fault(u);
}

static bool is_in(const char *root, const char *path)
{
	size_t n = strlen(root);

	return n > 0 && strncmp(root, path, n) == 0 && path[n] != '\0';
}

/* The next of the files.  A folder, or a part of one, was told for its fault:
 * so it is told once more, before what is in it. */
static void next_again(struct plan *p, struct unit *u,
                       const struct walk_archive *a)
{
	if (is_folder(a->path)) {
		set(p, u, UNIT_TOLD, a->path, a->root, a->name);
		p->to_enter = a;
	} else if (is_in(a->root, a->path)) {
		set_found_again(p, u, a);
	} else {
		set_given(p, u, a->path, a->name);
	}
}

/* ---- all ------------------------------------------------------------------
 */

void plan_init(struct plan *p, const struct walk_options *o,
               const char *const *paths, const struct walk_archive *files,
               size_t n)
{
	*p = (struct plan){ .o = o, .paths = paths, .files = files, .n = n };
	if (files != NULL)
		return;
	while (paths[p->n] != NULL)
		p->n++;
	choose_keys(p);
}

/* The next of the inputs; false if it is a folder that was entered. */
static bool next_input(struct plan *p, struct unit *u)
{
	size_t i = p->at++;

	if (p->files != NULL) {
		next_again(p, u, &p->files[i]);
		return true;
	}
	if (is_folder(p->paths[i]))
		return enter(p, u, p->paths[i], p->keys[i]);
	set_given(p, u, p->paths[i], p->keys[i]);
	return true;
}

/* The same, with those that are not wanted. */
static bool next_of_all(struct plan *p, struct unit *u)
{
	for (;;) {
		const struct walk_archive *a = p->to_enter;

		p->to_enter = NULL;
		if (a != NULL && enter(p, u, a->path, a->name))
			return true;
		if (p->inside && next_inside(p, u))
			return true;
		if (p->inside || a != NULL)
			continue;
		if (p->at == p->n)
			return false;
		if (next_input(p, u))
			return true;
	}
}

bool plan_next(struct plan *p, struct unit *u)
{
	while (next_of_all(p, u)) {
		if (!u->unwanted)
			return true;
		unit_release(u);
	}
	return false;
}

void plan_release(struct plan *p)
{
	if (p->inside)
		leave(p);
	outer_leave(p->outer);
	for (size_t i = 0; i < p->n_keys; i++)
		free(p->keys[i]);
	free(p->keys);
}

/* ---- how much there is -----------------------------------------------------
 */

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
