#include "indexer/apart.h"

#include <errno.h>
#include <stdio.h>
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

int apart_run(int (*fn)(void *ctx), void *ctx)
{
	pid_t pid;

	(void)fflush(NULL);
	pid = fork();
	if (pid == 0)
		become(fn, ctx);
	return pid > 0 ? apart_wait(pid) : -1;
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
