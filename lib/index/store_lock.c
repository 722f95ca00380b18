#include "lib/index/store_lock.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/base/mem.h"

/* Who holds the lock: from what its holder wrote there, which it did not yet if
 * it only looks so far. */
static enum nx_status locked_by(int fd, const char *path, struct nx_err *err)
{
	struct flock fl = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	char who[128], pid[32] = "";
	ssize_t n = pread(fd, who, sizeof who - 1, 0);

	who[n > 0 ? n : 0] = '\0';
	who[strcspn(who, "\n")] = '\0';
	if (fcntl(fd, F_GETLK, &fl) == 0 && fl.l_type != F_UNLCK &&
	    fl.l_pid > 0)
		(void)snprintf(pid, sizeof pid, "process %ld", (long)fl.l_pid);
	if (pid[0] != '\0' && strncmp(who, pid, strlen(pid)) != 0)
		(void)snprintf(who, sizeof who, "%s", pid);
	return nx_fail(err, NX_LOCKED,
	               "%s: another newsidx is writing there (%s); try again "
	               "when it is done",
	               path, who[0] != '\0' ? who : "it did not say which");
}

enum nx_status store_lock_say(const struct store *s, struct nx_err *err)
{
	char who[128], when[32];
	time_t now = time(NULL);
	struct tm tm;
	int len;

	strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S UTC",
	         gmtime_r(&now, &tm));
	len = snprintf(who, sizeof who, "process %ld, since %s\n",
	               (long)getpid(), when);
	if (ftruncate(s->lock, 0) != 0 ||
	    !file_write(s->lock, who, (size_t)len, 0))
		return nx_fail_errno(err, "cannot write %s/" STORE_LOCK,
		                     s->path);
	return NX_OK;
}

/* How often the lock is tried while it is waited for. */
#define TRY_MS 100

static double now_s(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Take the lock of the open file. */
static enum nx_status wait_for(const struct store *s, int fd,
                               const struct store_wait *w, struct nx_err *err)
{
	const struct timespec pause = { 0, TRY_MS * 1000000L };
	const double since = now_s();
	struct flock fl = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	bool told = false;
	enum nx_status st;

	for (;;) {
		if (fcntl(fd, F_SETLK, &fl) == 0)
			return NX_OK;
		if (errno != EACCES && errno != EAGAIN)
			return nx_fail_errno(err, "cannot lock %s/" STORE_LOCK,
			                     s->path);
		st = locked_by(fd, s->path, err);
		if (w == NULL ||
		    (w->seconds >= 0 && now_s() - since >= w->seconds))
			return st;
		if (!told && w->waits != NULL && err != NULL)
			w->waits(err->msg);
		told = true;
		(void)nanosleep(&pause, NULL);
		if (w->stop != NULL && *w->stop != 0)
			return nx_fail(err, NX_INTERRUPTED, "interrupted");
	}
}

enum nx_status store_lock_take(struct store *s, const struct store_wait *w,
                               struct nx_err *err)
{
	char *name = nx_format("%s/" STORE_LOCK, s->path);
	int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	enum nx_status st = fd < 0 ? nx_fail_errno(err, "cannot open %s", name)
	                           : wait_for(s, fd, w, err);

	if (st == NX_OK)
		s->lock = fd;
	else if (fd >= 0)
		close(fd);
	free(name);
	return st;
}

/* What a writer may leave that was killed before there was a ledger. */
static bool is_left(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
	       strcmp(name, STORE_LOCK) == 0 ||
	       strncmp(name, STORE_LEDGER "-", sizeof STORE_LEDGER) == 0;
}

enum nx_status store_check_folder(const struct store *s, struct nx_err *err)
{
	char *ledger = nx_format("%s/" STORE_LEDGER, s->path);
	bool ours = access(ledger, F_OK) == 0;
	enum nx_status st = NX_OK;
	struct dirent *e;
	DIR *d;

	free(ledger);
	if (ours)
		return NX_OK;
	d = opendir(s->path);
	if (d == NULL)
		return nx_fail_errno(err, "cannot open %s", s->path);
	while (st == NX_OK && (e = readdir(d)) != NULL)
		if (!is_left(e->d_name))
			st = nx_fail(err, NX_EXISTS,
			             "%s is a folder of other things (%s, "
			             "for one): give the index a folder of "
			             "its own",
			             s->path, e->d_name);
	closedir(d);
	return st;
}
