/* fault.c - a power cut, or a full disk, at the n-th change of the disk
 *
 * Built by the stories that need it and put before a program:
 *
 *     cc -shared -fPIC -o fault.so fault.c -ldl
 *     LD_PRELOAD=$PWD/fault.so FAULT_KILL=12 newsidx build ...
 *
 * FAULT_KILL=n   the process is killed just before its n-th call that changes
 *                a disk
 * FAULT_FULL=n   from the n-th such call on, those that need room on the disk
 *                fail with ENOSPC
 *
 * Writes to standard output and standard error do not count.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* Of all threads. */
static _Atomic long calls;

static bool is_at(const char *name, long call)
{
	const char *n = getenv(name);

	return n != NULL && call >= strtol(n, NULL, 10);
}

/* Whether the call is to fail for want of room. */
static bool fault(bool needs_room)
{
	long call = ++calls;

	if (is_at("FAULT_KILL", call))
		kill(getpid(), SIGKILL);
	if (!needs_room || !is_at("FAULT_FULL", call))
		return false;
	errno = ENOSPC;
	return true;
}

/* The libc's function of that name. */
#define NEXT(name) \
	static __typeof__(&name) next; \
	if (next == NULL) \
		next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *p, size_t n)
{
	NEXT(write);
	return fd > 2 && fault(true) ? -1 : next(fd, p, n);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
	NEXT(pwrite);
	return fault(true) ? -1 : next(fd, p, n, at);
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	NEXT(pwrite64);
	return fault(true) ? -1 : next(fd, p, n, at);
}

int mkdir(const char *path, mode_t mode)
{
	NEXT(mkdir);
	return fault(true) ? -1 : next(path, mode);
}

int fsync(int fd)
{
	NEXT(fsync);
	return fault(true) ? -1 : next(fd);
}

int fdatasync(int fd)
{
	NEXT(fdatasync);
	return fault(true) ? -1 : next(fd);
}

int ftruncate(int fd, off_t n)
{
	NEXT(ftruncate);
	return fault(false) ? -1 : next(fd, n);
}

int ftruncate64(int fd, off64_t n)
{
	NEXT(ftruncate64);
	return fault(false) ? -1 : next(fd, n);
}

int rename(const char *from, const char *to)
{
	NEXT(rename);
	return fault(false) ? -1 : next(from, to);
}

int unlink(const char *path)
{
	NEXT(unlink);
	return fault(false) ? -1 : next(path);
}

int unlinkat(int dir, const char *path, int flags)
{
	NEXT(unlinkat);
	return fault(false) ? -1 : next(dir, path, flags);
}

int rmdir(const char *path)
{
	NEXT(rmdir);
	return fault(false) ? -1 : next(path);
}
