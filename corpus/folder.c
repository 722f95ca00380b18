#include "corpus/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/mem.h"

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Read all names of dir into l, sorted; false with errno when it fails. */
static bool read_names(struct folder_level *l, DIR *dir)
{
	size_t cap = 0;
	struct dirent *e;

	for (;;) {
		errno = 0;
		e = readdir(dir);
		if (e == NULL)
			break;
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		l->names = NX_GROW(l->names, l->n, &cap);
		l->names[l->n++] = nx_strdup(e->d_name);
	}
	if (errno != 0)
		return false;
	if (l->n > 1)
		qsort(l->names, l->n, sizeof *l->names, by_bytes);
	return true;
}

static void drop_level(struct folder *f)
{
	struct folder_level *l = &f->level[--f->depth];

	for (size_t i = 0; i < l->n; i++)
		free(l->names[i]);
	free(l->names);
	if (l->fd >= 0)
		(void)close(l->fd);
}

/* Enter the folder that fd is and f->path names, which ends in '/'.  fd is
 * taken over, whatever happens; false with errno when it cannot be read. */
static bool enter(struct folder *f, int fd)
{
	struct folder_level *l = &f->level[f->depth];
	int copy, e;
	bool ok;
	DIR *dir;

	*l = (struct folder_level){ .fd = fd, .path_len = f->path.len };
	f->depth++;
	copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	dir = copy >= 0 ? fdopendir(copy) : NULL;
	ok = dir != NULL && read_names(l, dir);
	e = errno;
	if (dir != NULL)
		(void)closedir(dir);
	else if (copy >= 0)
		(void)close(copy);
	if (!ok)
		drop_level(f);
	errno = e;
	return ok;
}

enum nx_status folder_open(struct folder *f, const char *path,
                           struct nx_err *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	*f = (struct folder){ .depth = 0 };
	buf_sets(&f->path, path);
	if (f->path.len > 0 && f->path.p[f->path.len - 1] != '/')
		buf_addc(&f->path, '/');
	f->root_len = f->path.len;
	if (fd >= 0 && enter(f, fd))
		return NX_OK;
	folder_close(f);
	return nx_fail_errno(err, "cannot read the folder");
}

static bool found_other(struct found *out, const char *why)
{
	out->kind = FOUND_OTHER;
	out->why = why;
	return true;
}

static bool found_fault(struct found *out)
{
	out->kind = FOUND_FAULT;
	(void)nx_fail_errno(&out->err, "cannot read");
	out->status = NX_IO;
	return true;
}

/* Why the folder is not one of articles, or NULL. */
static const char *why_not(const struct folder *f, int fd)
{
	static const char *const marks[] = { "XAPIANDB", "iamglass" };
	struct stat here, out;

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (faccessat(fd, marks[i], F_OK, 0) == 0)
			return "database of Xapian, not entered";
	if (f->leave_out != NULL && fstat(fd, &here) == 0 &&
	    stat(f->leave_out, &out) == 0 && here.st_ino == out.st_ino &&
	    here.st_dev == out.st_dev)
		return "the index itself, not entered";
	return NULL;
}

/* Go into a folder that was found; true when there is something to tell of
 * it, which is only why it was not entered. */
static bool descend(struct folder *f, struct found *out, int dirfd,
                    const char *name)
{
	const char *why;
	int fd;

	buf_addc(&f->path, '/');
	out->path = f->path.p;
	out->rel = f->path.p + f->root_len;
	if (name[0] == '.')
		return found_other(out, "hidden folder, not entered");
	if (f->depth == LIMIT_FOLDER_DEPTH)
		return found_other(out, "folders nested too deep, not entered");
	fd = openat(dirfd, name,
	            O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	why = fd >= 0 ? why_not(f, fd) : NULL;
	if (why != NULL) {
		(void)close(fd);
		return found_other(out, why);
	}
	if (fd < 0 || !enter(f, fd))
		return found_fault(out);
	return false;
}

static const char *kind_of(mode_t mode)
{
	if (S_ISFIFO(mode))
		return "named pipe";
	if (S_ISSOCK(mode))
		return "socket";
	if (S_ISCHR(mode) || S_ISBLK(mode))
		return "device";
	return "no regular file";
}

/* Look at the next name of the innermost folder; true when out is to be told. */
static bool look(struct folder *f, struct found *out)
{
	struct folder_level *l = &f->level[f->depth - 1];
	const char *name = l->names[l->at++];
	struct stat here;

	buf_cut(&f->path, l->path_len);
	buf_adds(&f->path, name);
	*out = (struct found){ .kind = FOUND_FILE };
	out->path = f->path.p;
	out->rel = f->path.p + f->root_len;
	if (fstatat(l->fd, name, &here, AT_SYMLINK_NOFOLLOW) < 0)
		return found_fault(out);
	out->st = here;
	if (S_ISLNK(here.st_mode) && fstatat(l->fd, name, &out->st, 0) < 0)
		return found_other(out, "symbolic link that leads nowhere");
	if (S_ISDIR(here.st_mode))
		return descend(f, out, l->fd, name);
	if (S_ISDIR(out->st.st_mode))
		return found_other(out, "symbolic link to a folder");
	if (!S_ISREG(out->st.st_mode))
		return found_other(out, kind_of(out->st.st_mode));
	return true;
}

bool folder_next(struct folder *f, struct found *out)
{
	while (f->depth > 0) {
		struct folder_level *l = &f->level[f->depth - 1];

		if (l->at == l->n)
			drop_level(f);
		else if (look(f, out))
			return true;
	}
	return false;
}

int folder_open_file(const struct folder *f)
{
	const struct folder_level *l = &f->level[f->depth - 1];

	/* Not to wait for a writer, should it have become a pipe. */
	return openat(l->fd, l->names[l->at - 1],
	              O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
}

void folder_close(struct folder *f)
{
	while (f->depth > 0)
		drop_level(f);
	buf_release(&f->path);
}
