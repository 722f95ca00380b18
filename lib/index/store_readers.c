/* store_readers.c - a writer has patience with who is reading
 *
 * What a writer replaces it removes, and whoever was just opening it has to begin
 * again: on a slow disk, and where one update follows the other, for ever.  So a
 * reader holds the stub by which it reads, with a shared lock, and whoever has
 * replaced that stub waits, within reason, for the lock before it removes
 * anything.  A reader that comes meanwhile holds the new stub and is not waited
 * for.
 *
 * Where the file system has no locks, or a reader takes too long, it finds out
 * that what it read has gone, and begins again.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/index/store_lock.h"

/* Whether the file behind fd is the one of that name. */
static bool is_there(const char *name, int fd)
{
	struct stat there, mine;

	return stat(name, &there) == 0 && fstat(fd, &mine) == 0 &&
	       there.st_dev == mine.st_dev && there.st_ino == mine.st_ino;
}

int store_hold(const char *path)
{
	char *name = nx_format("%s/" STORE_STUB, path);
	int fd = -1;

	for (int i = 0; fd < 0 && i < LIMIT_REOPEN; i++) {
		fd = open(name, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			break;
		/* A writer has the lock, or came before it, only when that stub
		 * is replaced. */
		if (flock(fd, LOCK_SH | LOCK_NB) == 0 && is_there(name, fd))
			break;
		close(fd);
		fd = -1;
	}
	free(name);
	return fd;
}

void store_let_go(int held)
{
	if (held >= 0)
		close(held);
}

/* Some network file systems lock for a writer only what is open to write. */
int store_replaces(const char *stub)
{
	return open(stub, O_RDWR | O_CLOEXEC);
}

/* Between two looks: at first so many nanoseconds, at most so many. */
#define LOOK_FIRST 1000000L
#define LOOK_MOST 50000000L

void store_wait_for_readers(int replaced, const atomic_int *stop)
{
	struct timespec pause = { 0, LOOK_FIRST };
	long waited = 0; /* ms */

	while (replaced >= 0 && flock(replaced, LOCK_EX | LOCK_NB) != 0 &&
	       errno == EWOULDBLOCK && waited < LIMIT_READERS_MS &&
	       (stop == NULL || *stop == 0)) {
		(void)nanosleep(&pause, NULL);
		waited += pause.tv_nsec / 1000000;
		if (pause.tv_nsec < LOOK_MOST / 2)
			pause.tv_nsec *= 2;
		else
			pause.tv_nsec = LOOK_MOST;
	}
	if (replaced >= 0)
		close(replaced);
}
