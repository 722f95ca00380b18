#include "indexer/apart.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void become(int (*fn)(void *ctx), void *ctx)
{
	const struct rlimit none = { 0, 0 };

	/* A crash is expected, and its picture of no use. */
	(void)setrlimit(RLIMIT_CORE, &none);
	_exit(fn(ctx));
}

static pid_t start(int (*fn)(void *ctx), void *ctx)
{
	pid_t pid;

	(void)fflush(NULL);
	pid = fork();
	if (pid == 0)
		become(fn, ctx);
	return pid;
}

int apart_run(int (*fn)(void *ctx), void *ctx)
{
	pid_t pid = start(fn, ctx);

	return pid > 0 ? apart_wait(pid) : -1;
}

/* How often it is looked whether to stop, if no signal interrupts the waiting. */
#define LOOK_MS 200

int apart_run_until(int (*fn)(void *ctx), void *ctx, const atomic_int *stop)
{
	pid_t pid = start(fn, ctx);
	struct pollfd end = { .events = POLLIN };

	if (pid < 0)
		return -1;
	end.fd = stop != NULL ? pidfd_open(pid, 0) : -1;
	while (end.fd >= 0 && *stop == 0 && end.revents == 0)
		if (poll(&end, 1, LOOK_MS) < 0 && errno != EINTR)
			break;
	if (stop != NULL && *stop != 0)
		(void)kill(pid, SIGKILL);
	if (end.fd >= 0)
		(void)close(end.fd);
	return apart_wait(pid);
}

pid_t apart_start(int (*fn)(void *ctx), void *ctx, int *out)
{
	int end[2];
	pid_t pid;

	if (pipe(end) != 0)
		return -1;
	(void)fflush(NULL);
	pid = fork();
	if (pid == 0) {
		(void)close(end[0]);
		if (dup2(end[1], STDOUT_FILENO) < 0)
			_exit(1);
		(void)close(end[1]);
		become(fn, ctx);
	}
	(void)close(end[1]);
	if (pid < 0)
		(void)close(end[0]);
	else
		*out = end[0];
	return pid;
}

int apart_wait(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
