/* fault.c - something goes wrong at the n-th change of an index's folder
 *
 *     LD_PRELOAD=fault.so FAULT_DIR=idx FAULT=kill@12 newsidx build -i idx ...
 *
 * Every call that creates, writes, cuts, syncs, renames, links or removes
 * FAULT_DIR or what is in it, or syncs the folder that it is in, has a number,
 * from 1 on, over all threads.  At the one that FAULT names
 *
 *     kill    the process is killed before it
 *     killed  after it
 *     torn    in the midst of it: half of a write is done
 *     lose, names, mix
 *             the power is cut before it: FAULT_DIR.power is what a disk has
 *             then (fault.h), and the process is killed
 *     space   it fails with ENOSPC, if it is one that needs room
 *     full    so do all later ones
 *     io      it fails with EIO
 *     dead    so do all later ones
 *     short   half of a write is done
 *     again   it fails with EINTR, if it is a write
 *     term, int, hup
 *             a signal is sent before it
 *     run     FAULT_RUN is run before it, and not before the others
 *     slow    n is no number of a call: each takes so many milliseconds longer
 *
 * FAULT_RUN is a command that is run before each call, with the call's number,
 * name and path behind it.  FAULT_LOG is a file that gets a line for each call:
 * its number, its name and what it is about.  With FAULT_READS, calls that open
 * something to read or read it count as well: for who only reads.  With
 * FAULT_UNLOCKED the file system has no flock.  Changes through a mapping of
 * memory are not seen: only SQLite's -shm has such, which it makes anew after a
 * crash.
 */
#include "tests/fault/fault.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PUBLIC __attribute__((visibility("default")))

_Thread_local bool fault_inside;

enum kind {
	NOTHING,
	KILL,
	KILLED,
	TORN,
	LOSE,
	NAMES,
	MIX,
	SPACE,
	FULL,
	IO,
	DEAD,
	SHORT,
	AGAIN,
	TERM,
	INT,
	HUP,
	RUN,
	SLOW,
	KINDS
};

static const char *const kind_name[KINDS] = {
	"",     "kill", "killed", "torn",  "lose",  "names", "mix", "space",
	"full", "io",   "dead",   "short", "again", "term",  "int", "hup",
	"run",  "slow",
};

/* What a call can suffer. */
enum call {
	CALL_OTHER = 0,
	CALL_ROOM = 1,  /* needs room on the disk */
	CALL_WRITE = 2, /* may be done by half */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char folder[4096]; /* empty: nothing is counted */
static size_t folder_len;
static enum kind kind;
static long at, calls;
static int log_fd = -1;
static const char *command;
static bool reads; /* they count, too */

/* The libc's function of that name. */
#define NEXT(name)                     \
	static __typeof__(&name) next; \
	if (next == NULL)              \
	*(void **)&next = dlsym(RTLD_NEXT, #name)

/* ---- what is ours -------------------------------------------------------- */

static bool is_ours(const char *path)
{
	const char *rest;

	if (folder_len == 0 || strncmp(path, folder, folder_len) != 0)
		return false;
	rest = path + folder_len;
	return *rest == '\0' || *rest == '/' || strcmp(rest, " (deleted)") == 0;
}

/* Whether it is the folder that FAULT_DIR is in. */
static bool is_above(const char *path)
{
	size_t n = strlen(path);

	return folder_len > n && strncmp(path, folder, n) == 0 &&
	       folder[n] == '/' && strchr(folder + n + 1, '/') == NULL;
}

/* ---- what happens -------------------------------------------------------- */

static void set_up(void);

static void be_set_up(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, set_up);
}

/* Whether what only reads counts. */
static bool reads_count(void)
{
	if (!fault_inside)
		be_set_up();
	return !fault_inside && reads;
}

/* Whether a call that is now to be made counts.  It does if so; the lock is
 * held then, and given back by done(). */
static bool counts(const char *path)
{
	if (fault_inside)
		return false;
	be_set_up();
	if (!is_ours(path) && !is_above(path))
		return false;
	pthread_mutex_lock(&lock);
	calls++;
	return true;
}

static void say(const char *name, const char *path)
{
	char line[4200];
	int n;

	if (log_fd < 0)
		return;
	n = snprintf(line, sizeof line, "%ld %s %s\n", calls, name,
	             strlen(path) > folder_len ? path + folder_len + 1 : ".");
	fault_inside = true;
	if (write(log_fd, line, (size_t)n) != n)
		abort();
	fault_inside = false;
}

static void run_command(const char *name, const char *path)
{
	char number[32];
	pid_t child;
	int status;

	(void)snprintf(number, sizeof number, "%ld", calls);
	child = fork();
	if (child == 0) {
		unsetenv("LD_PRELOAD");
		unsetenv("FAULT"); /* it may well ask for one of its own */
		unsetenv("FAULT_RUN");
		unsetenv("FAULT_READS");
		unsetenv("FAULT_LOG");
		execlp("sh", "sh", "-c", "exec $0 \"$@\"", command, number,
		       name, path, (char *)NULL);
		_exit(127);
	}
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
}

static void take_longer(void)
{
	struct timespec left = { at / 1000, at % 1000 * 1000000 };

	while (nanosleep(&left, &left) != 0 && errno == EINTR)
		;
}

static void die(void)
{
	kill(getpid(), SIGKILL);
	for (;;)
		pause();
}

static void cut(void)
{
	fault_inside = true;
	durable_cut(kind == LOSE    ? CUT_LOSE
	            : kind == NAMES ? CUT_NAMES
	                            : CUT_MIX,
	            (unsigned)at);
	die();
}

/* Before the call; whether it is not to be made, and errno says why. */
static bool fails(const char *name, const char *path, enum call what)
{
	bool now = calls == at, later = calls >= at;
	bool bad = false;

	if (command != NULL && (now || kind != RUN))
		run_command(name, path);
	if (kind == SLOW)
		take_longer();
	switch (kind) {
	case KILL:
	case LOSE:
	case NAMES:
	case MIX:
		bad = now;
		break;
	case SPACE:
	case FULL:
		bad = (kind == SPACE ? now : later) && (what & CALL_ROOM);
		errno = ENOSPC;
		break;
	case IO:
	case DEAD:
		bad = kind == IO ? now : later;
		errno = EIO;
		break;
	case AGAIN:
		bad = now && (what & CALL_WRITE);
		errno = EINTR;
		break;
	default:
		break;
	}
	say(name, path);
	if (bad && kind == KILL)
		die();
	if (bad && kind >= LOSE && kind <= MIX)
		cut();
	if (now && kind >= TERM && kind <= HUP)
		kill(getpid(), kind == TERM  ? SIGTERM
		               : kind == INT ? SIGINT
		                             : SIGHUP);
	return bad;
}

/* Whether only half of this write is to be done. */
static bool half(size_t n)
{
	return calls == at && n > 1 && (kind == TORN || kind == SHORT);
}

static void done(int fd, bool synced)
{
	int was = errno;

	if (calls == at && (kind == KILLED || kind == TORN))
		die();
	if (synced && kind >= LOSE && kind <= MIX) {
		fault_inside = true;
		durable_synced(fd);
		fault_inside = false;
	}
	pthread_mutex_unlock(&lock);
	errno = was;
}

/* At the first call: before it, libc may not be ready. */
static void set_up(void)
{
	const char *dir = getenv("FAULT_DIR"), *f = getenv("FAULT");
	const char *file = getenv("FAULT_LOG");
	const char *sep = f != NULL ? strchr(f, '@') : NULL;

	command = getenv("FAULT_RUN");
	reads = getenv("FAULT_READS") != NULL;
	if (dir == NULL)
		return;
	fault_inside = true;
	fault_absolute(AT_FDCWD, dir, folder, sizeof folder);
	folder_len = strlen(folder);
	for (int k = 1; sep != NULL && k < KINDS; k++)
		if (strlen(kind_name[k]) == (size_t)(sep - f) &&
		    strncmp(kind_name[k], f, (size_t)(sep - f)) == 0)
			kind = (enum kind)k;
	if (f != NULL && kind == NOTHING)
		abort();
	at = sep != NULL ? strtol(sep + 1, NULL, 10) : 0;
	if (file != NULL)
		log_fd = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
		              0666);
	if (kind >= LOSE && kind <= MIX)
		durable_start(folder);
	fault_inside = false;
}

/* ---- the calls ----------------------------------------------------------- */

#define PATH_MAX_OURS 4096

/* A call about a path. */
#define PATH_CALL(what, dir, path, make)                      \
	char full[PATH_MAX_OURS];                             \
	__typeof__(make) rc = -1;                             \
	if (!fault_inside)                                    \
		fault_absolute(dir, path, full, sizeof full); \
	if (fault_inside || !counts(full))                    \
		return make;                                  \
	if (!fails(__func__, full, what))                     \
		rc = make;                                    \
	done(-1, false);                                      \
	return rc

/* A call about a descriptor. */
#define FD_CALL(what, fd, make, synced)               \
	char full[PATH_MAX_OURS];                     \
	__typeof__(make) rc = -1;                     \
	if (!fault_inside)                            \
		fault_path_of(fd, full, sizeof full); \
	if (fault_inside || !counts(full))            \
		return make;                          \
	if (!fails(__func__, full, what))             \
		rc = make;                            \
	done(fd, (synced) && rc == 0);                \
	return rc

#define WRITE_CALL(fd, n, make, make_half)                  \
	char full[PATH_MAX_OURS];                           \
	ssize_t rc = -1;                                    \
	if (!fault_inside)                                  \
		fault_path_of(fd, full, sizeof full);       \
	if (fault_inside || !counts(full))                  \
		return make;                                \
	if (!fails(__func__, full, CALL_ROOM | CALL_WRITE)) \
		rc = half(n) ? make_half : make;            \
	done(fd, false);                                    \
	return rc

#define READ_CALL(fd, make)  \
	if (!reads_count())  \
		return make; \
	FD_CALL(CALL_OTHER, fd, make, false)

#define OPEN_CALL(dir, path, flags, make)                                   \
	char full[PATH_MAX_OURS];                                           \
	mode_t mode = 0;                                                    \
	int rc = -1;                                                        \
	if ((flags) & (O_CREAT | O_TMPFILE)) {                              \
		va_list ap;                                                 \
		va_start(ap, flags);                                        \
		mode = va_arg(ap, mode_t);                                  \
		va_end(ap);                                                 \
	}                                                                   \
	if (!fault_inside)                                                  \
		fault_absolute(dir, path, full, sizeof full);               \
	if ((!((flags) & (O_CREAT | O_TRUNC)) && !reads_count()) ||         \
	    fault_inside || !counts(full))                                  \
		return make;                                                \
	if (!fails(__func__, full,                                          \
	           (flags) & (O_CREAT | O_TRUNC) ? CALL_ROOM : CALL_OTHER)) \
		rc = make;                                                  \
	done(-1, false);                                                    \
	return rc

PUBLIC int open(const char *path, int flags, ...)
{
	NEXT(open);
	OPEN_CALL(AT_FDCWD, path, flags, next(path, flags, mode));
}

PUBLIC int open64(const char *path, int flags, ...)
{
	NEXT(open64);
	OPEN_CALL(AT_FDCWD, path, flags, next(path, flags, mode));
}

PUBLIC int openat(int dir, const char *path, int flags, ...)
{
	NEXT(openat);
	OPEN_CALL(dir, path, flags, next(dir, path, flags, mode));
}

PUBLIC int openat64(int dir, const char *path, int flags, ...)
{
	NEXT(openat64);
	OPEN_CALL(dir, path, flags, next(dir, path, flags, mode));
}

PUBLIC ssize_t write(int fd, const void *p, size_t n)
{
	NEXT(write);
	WRITE_CALL(fd, n, next(fd, p, n), next(fd, p, n / 2));
}

PUBLIC ssize_t pwrite(int fd, const void *p, size_t n, off_t to)
{
	NEXT(pwrite);
	WRITE_CALL(fd, n, next(fd, p, n, to), next(fd, p, n / 2, to));
}

PUBLIC ssize_t pwrite64(int fd, const void *p, size_t n, off64_t to)
{
	NEXT(pwrite64);
	WRITE_CALL(fd, n, next(fd, p, n, to), next(fd, p, n / 2, to));
}

/* Of several pieces, half is the first. */
PUBLIC ssize_t writev(int fd, const struct iovec *v, int n)
{
	NEXT(writev);
	WRITE_CALL(fd, v[0].iov_len, next(fd, v, n), next(fd, v, 1));
}

PUBLIC ssize_t pwritev(int fd, const struct iovec *v, int n, off_t to)
{
	NEXT(pwritev);
	WRITE_CALL(fd, v[0].iov_len, next(fd, v, n, to), next(fd, v, 1, to));
}

PUBLIC ssize_t pwritev64(int fd, const struct iovec *v, int n, off64_t to)
{
	NEXT(pwritev64);
	WRITE_CALL(fd, v[0].iov_len, next(fd, v, n, to), next(fd, v, 1, to));
}

PUBLIC ssize_t read(int fd, void *p, size_t n)
{
	NEXT(read);
	READ_CALL(fd, next(fd, p, n));
}

PUBLIC ssize_t pread(int fd, void *p, size_t n, off_t from)
{
	NEXT(pread);
	READ_CALL(fd, next(fd, p, n, from));
}

PUBLIC ssize_t pread64(int fd, void *p, size_t n, off64_t from)
{
	NEXT(pread64);
	READ_CALL(fd, next(fd, p, n, from));
}

PUBLIC int truncate(const char *path, off_t n)
{
	NEXT(truncate);
	PATH_CALL(CALL_OTHER, AT_FDCWD, path, next(path, n));
}

PUBLIC int truncate64(const char *path, off64_t n)
{
	NEXT(truncate64);
	PATH_CALL(CALL_OTHER, AT_FDCWD, path, next(path, n));
}

PUBLIC int ftruncate(int fd, off_t n)
{
	NEXT(ftruncate);
	FD_CALL(CALL_OTHER, fd, next(fd, n), false);
}

PUBLIC int ftruncate64(int fd, off64_t n)
{
	NEXT(ftruncate64);
	FD_CALL(CALL_OTHER, fd, next(fd, n), false);
}

PUBLIC int fsync(int fd)
{
	NEXT(fsync);
	FD_CALL(CALL_ROOM, fd, next(fd), true);
}

PUBLIC int fdatasync(int fd)
{
	NEXT(fdatasync);
	FD_CALL(CALL_ROOM, fd, next(fd), true);
}

PUBLIC int fallocate(int fd, int mode, off_t from, off_t n)
{
	NEXT(fallocate);
	FD_CALL(CALL_ROOM, fd, next(fd, mode, from, n), false);
}

PUBLIC int flock(int fd, int how)
{
	NEXT(flock);

	if (getenv("FAULT_UNLOCKED") == NULL)
		return next(fd, how);
	errno = ENOLCK;
	return -1;
}

/* The disk that was full still is. */
PUBLIC int statvfs(const char *path, struct statvfs *v)
{
	NEXT(statvfs);
	int rc = next(path, v);

	if ((kind == SPACE || kind == FULL) && calls >= at)
		v->f_bfree = v->f_bavail = 0;
	return rc;
}

PUBLIC int rename(const char *from, const char *to)
{
	NEXT(rename);
	PATH_CALL(CALL_OTHER, AT_FDCWD, to, next(from, to));
}

PUBLIC int renameat(int a, const char *from, int b, const char *to)
{
	NEXT(renameat);
	PATH_CALL(CALL_OTHER, b, to, next(a, from, b, to));
}

PUBLIC int renameat2(int a, const char *from, int b, const char *to,
                     unsigned flags)
{
	NEXT(renameat2);
	PATH_CALL(CALL_OTHER, b, to, next(a, from, b, to, flags));
}

PUBLIC int link(const char *from, const char *to)
{
	NEXT(link);
	PATH_CALL(CALL_ROOM, AT_FDCWD, to, next(from, to));
}

PUBLIC int linkat(int a, const char *from, int b, const char *to, int flags)
{
	NEXT(linkat);
	PATH_CALL(CALL_ROOM, b, to, next(a, from, b, to, flags));
}

PUBLIC int symlink(const char *target, const char *path)
{
	NEXT(symlink);
	PATH_CALL(CALL_ROOM, AT_FDCWD, path, next(target, path));
}

PUBLIC int mkdir(const char *path, mode_t mode)
{
	NEXT(mkdir);
	PATH_CALL(CALL_ROOM, AT_FDCWD, path, next(path, mode));
}

PUBLIC int mkdirat(int dir, const char *path, mode_t mode)
{
	NEXT(mkdirat);
	PATH_CALL(CALL_ROOM, dir, path, next(dir, path, mode));
}

PUBLIC int unlink(const char *path)
{
	NEXT(unlink);
	PATH_CALL(CALL_OTHER, AT_FDCWD, path, next(path));
}

PUBLIC int unlinkat(int dir, const char *path, int flags)
{
	NEXT(unlinkat);
	PATH_CALL(CALL_OTHER, dir, path, next(dir, path, flags));
}

PUBLIC int rmdir(const char *path)
{
	NEXT(rmdir);
	PATH_CALL(CALL_OTHER, AT_FDCWD, path, next(path));
}

PUBLIC int remove(const char *path)
{
	NEXT(remove);
	PATH_CALL(CALL_OTHER, AT_FDCWD, path, next(path));
}
