#include "lib/base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "lib/base/mem.h"

enum nx_status file_read(const char *path, size_t max, struct buf *out,
                         struct nx_err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum nx_status st = NX_OK;
	size_t was = out->len;

	if (fd < 0)
		return nx_fail_errno(err, "cannot open %s", path);
	for (;;) {
		char *room = buf_room(out, 4096);
		ssize_t n = read(fd, room, 4096);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			st = nx_fail_errno(err, "cannot read %s", path);
		if (n <= 0)
			break;
		out->len += (size_t)n;
		out->p[out->len] = '\0';
		if (out->len - was > max) {
			st = nx_fail(err, NX_BOUND, "%s is too long", path);
			break;
		}
	}
	close(fd);
	return st;
}

bool file_write(int fd, const void *p, size_t len, off_t at)
{
	const char *from = p;

	while (len > 0) {
		ssize_t n = at < 0 ? write(fd, from, len)
		                   : pwrite(fd, from, len, at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n == 0)
			errno = EIO; /* or this would never end */
		if (n <= 0)
			return false;
		from += n;
		len -= (size_t)n;
		if (at >= 0)
			at += n;
	}
	return true;
}

char *file_folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t len = slash == path ? 1 : (size_t)(slash - path);

	return slash == NULL ? nx_strdup(".") : nx_strndup(path, len);
}

enum nx_status file_sync_parent(const char *path, struct nx_err *err)
{
	char *dir = file_folder_of(path);
	enum nx_status st = file_sync(dir, err);

	free(dir);
	return st;
}

enum nx_status file_mkdir(const char *path, struct nx_err *err)
{
	if (mkdir(path, 0777) == 0) {
		/* One may create in folders that one may not read. */
		(void)file_sync_parent(path, NULL);
		return NX_OK;
	}
	if (errno != EEXIST)
		return nx_fail_errno(err, "cannot create %s", path);
	return NX_OK;
}

enum nx_status file_replace(const char *path, const void *p, size_t len,
                            struct nx_err *err)
{
	char *tmp = nx_format("%s.tmp", path);
	enum nx_status st = NX_OK;
	int fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	if (fd < 0) {
		st = nx_fail_errno(err, "cannot create %s", tmp);
		goto out;
	}
	if (!file_write(fd, p, len, -1) || fsync(fd) != 0)
		st = nx_fail_errno(err, "cannot write %s", tmp);
	if (close(fd) != 0 && st == NX_OK)
		st = nx_fail_errno(err, "cannot write %s", tmp);
	if (st == NX_OK && rename(tmp, path) != 0)
		st = nx_fail_errno(err, "cannot rename %s", tmp);
	if (st == NX_OK)
		st = file_sync_parent(path, err);
	else
		(void)unlink(tmp);
out:
	free(tmp);
	return st;
}

enum nx_status file_sync(const char *path, struct nx_err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum nx_status st = NX_OK;

	if (fd < 0)
		return nx_fail_errno(err, "cannot open %s", path);
	/* Some file systems have no sync for folders and say EINVAL. */
	if (fsync(fd) != 0 && errno != EINVAL)
		st = nx_fail_errno(err, "cannot sync %s", path);
	close(fd);
	return st;
}

static bool is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

enum nx_status file_remove_flat(const char *path, struct nx_err *err)
{
	DIR *d = opendir(path);
	struct dirent *e;

	if (d == NULL)
		return errno == ENOENT
		               ? NX_OK
		               : nx_fail_errno(err, "cannot open %s", path);
	while ((e = readdir(d)) != NULL)
		if (!is_dots(e->d_name) &&
		    unlinkat(dirfd(d), e->d_name, 0) != 0 && errno != ENOENT) {
			enum nx_status st = nx_fail_errno(
				err, "cannot remove %s/%s", path, e->d_name);

			closedir(d);
			return st;
		}
	closedir(d);
	if (rmdir(path) != 0 && errno != ENOENT)
		return nx_fail_errno(err, "cannot remove %s", path);
	return NX_OK;
}

/* Folders inside folders of what is removed: an index has two. */
#define TREE_LEVELS 8

static enum nx_status remove_below(int dir, const char *name, int levels,
                                   struct nx_err *err)
{
	enum nx_status st = NX_OK;
	struct dirent *e;
	int fd;
	DIR *d;

	if (unlinkat(dir, name, 0) == 0 || errno == ENOENT)
		return NX_OK;
	if ((errno != EISDIR && errno != EPERM) || levels == 0)
		return nx_fail_errno(err, "cannot remove %s", name);
	fd = openat(dir, name,
	            O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	d = fd >= 0 ? fdopendir(fd) : NULL;
	if (d == NULL) {
		st = nx_fail_errno(err, "cannot open %s", name);
		if (fd >= 0)
			close(fd);
		return st;
	}
	while (st == NX_OK && (e = readdir(d)) != NULL)
		if (!is_dots(e->d_name))
			st = remove_below(dirfd(d), e->d_name, levels - 1,
			                  err);
	closedir(d);
	if (st == NX_OK && unlinkat(dir, name, AT_REMOVEDIR) != 0)
		st = nx_fail_errno(err, "cannot remove %s", name);
	return st;
}

enum nx_status file_remove_tree(const char *path, struct nx_err *err)
{
	return remove_below(AT_FDCWD, path, TREE_LEVELS, err);
}

#define COPY_PIECE ((size_t)1 << 18)

static enum nx_status copy_all(int in, int out, const char *from,
                               const char *to, file_sum_fn *sum,
                               uint32_t *crc, uint64_t *size,
                               struct nx_err *err)
{
	char *piece = nx_alloc(COPY_PIECE);
	enum nx_status st = NX_OK;

	for (;;) {
		ssize_t n = read(in, piece, COPY_PIECE);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			st = nx_fail_errno(err, "cannot read %s", from);
		if (n <= 0)
			break;
		if (sum != NULL)
			*crc = sum(*crc, piece, (size_t)n);
		*size += (uint64_t)n;
		if (!file_write(out, piece, (size_t)n, -1)) {
			st = nx_fail_errno(err, "cannot write %s", to);
			break;
		}
	}
	free(piece);
	return st;
}

enum nx_status file_copy(const char *from, const char *to, file_sum_fn *sum,
                         uint32_t *crc, uint64_t *size, struct nx_err *err)
{
	int in = open(from, O_RDONLY | O_CLOEXEC), out;
	enum nx_status st;

	*crc = 0;
	*size = 0;
	if (in < 0)
		return nx_fail_errno(err, "cannot open %s", from);
	out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (out < 0) {
		st = nx_fail_errno(err, "cannot create %s", to);
		close(in);
		return st;
	}
	st = copy_all(in, out, from, to, sum, crc, size, err);
	if (st == NX_OK && fsync(out) != 0)
		st = nx_fail_errno(err, "cannot write %s", to);
	if (close(out) != 0 && st == NX_OK)
		st = nx_fail_errno(err, "cannot write %s", to);
	close(in);
	return st;
}

/* Recursion ends after so many levels. */
static unsigned long long sum(const char *path, int levels)
{
	unsigned long long bytes = 0;
	struct dirent *e;
	DIR *d = opendir(path);

	if (d == NULL)
		return 0;
	while ((e = readdir(d)) != NULL) {
		struct stat st;

		if (is_dots(e->d_name) ||
		    fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		if (S_ISREG(st.st_mode))
			bytes += (unsigned long long)st.st_size;
		if (S_ISDIR(st.st_mode) && levels > 0) {
			char *sub = nx_format("%s/%s", path, e->d_name);

			bytes += sum(sub, levels - 1);
			free(sub);
		}
	}
	closedir(d);
	return bytes;
}

unsigned long long file_folder_bytes(const char *path)
{
	return sum(path, 2);
}

bool file_disk_full(const char *path)
{
	struct statvfs v;

	/* Some file systems do not count files. */
	return statvfs(path, &v) == 0 &&
	       (v.f_bavail < 16 || (v.f_files > 0 && v.f_favail == 0));
}

int file_nameless(struct nx_err *err)
{
	const char *dir = getenv("TMPDIR");
	char *path;
	int fd;

	if (dir == NULL || dir[0] == '\0')
		dir = "/tmp";
	fd = open(dir, O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0)
		return fd;
	path = nx_format("%s/newsidx-XXXXXX", dir);
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		(void)unlink(path);
	else
		(void)nx_fail_errno(err, "no temporary file in %s", dir);
	free(path);
	return fd;
}
