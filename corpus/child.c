#include "corpus/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/limits.h"

#define BLOCK ((size_t)64 * 1024)

const struct child_limits child_usual = {
	.cpu_seconds = LIMIT_CHILD_CPU,
	.seconds = LIMIT_CHILD_SECONDS,
	.memory = LIMIT_CHILD_MEMORY,
	.output = LIMIT_RECORD,
};

bool child_find(const char *name, struct buf *path)
{
	const char *p = getenv("PATH");

	while (p != NULL && *p != '\0') {
		size_t n = strcspn(p, ":");

		buf_clear(path);
		if (*p == '/') {
			buf_add(path, p, n);
			buf_addc(path, '/');
			buf_adds(path, name);
			if (access(path->p, X_OK) == 0)
				return true;
		}
		p += n + (p[n] == ':');
	}
	return false;
}

/* ---- in the child --------------------------------------------------------
 */

static bool limit(int what, rlim_t max)
{
	const struct rlimit l = { max, max };

	return setrlimit((__rlimit_resource_t)what, &l) == 0;
}

/* Only what may be called between fork and exec. */
static void become(const char *const *argv, int in, int out,
                   const struct child_limits *limits)
{
	static char *const env[] = { "LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin",
		                     NULL };
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	sigset_t none;

	sigemptyset(&none);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && null >= 0 &&
	    dup2(in, 0) == 0 && dup2(out, 1) == 1 && dup2(null, 2) == 2 &&
	    close_range(3, ~0u, 0) == 0 &&
	    sigprocmask(SIG_SETMASK, &none, NULL) == 0 &&
	    limit(RLIMIT_CPU, limits->cpu_seconds) &&
	    limit(RLIMIT_AS, limits->memory) && limit(RLIMIT_FSIZE, 0) &&
	    limit(RLIMIT_CORE, 0))
		(void)execve(argv[0], (char *const *)argv, env);
	_exit(127);
}

/* ---- in ours ------------------------------------------------------------- */

/* The bytes as a file without a name, standing at its start; -1 if there is no
 * room. */
static int as_file(const char *p, size_t len)
{
	int fd = memfd_create("newsidx", MFD_CLOEXEC);

	while (fd >= 0 && len > 0) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			(void)close(fd);
			return -1;
		}
		p += n;
		len -= (size_t)n;
	}
	if (fd >= 0 && lseek(fd, 0, SEEK_SET) != 0) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

/* See child_heed. */
static _Thread_local const atomic_int *heeded;

void child_heed(const atomic_int *stop)
{
	heeded = stop;
}

static bool is_stopped(void)
{
	return heeded != NULL && *heeded != 0;
}

static int64_t now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Take all it writes; false if it goes beyond a limit. */
static bool take(int fd, int64_t until, size_t max, struct buf *out)
{
	size_t taken = 0;

	for (;;) {
		struct pollfd p = { fd, POLLIN, 0 };
		int64_t left = until - now_ms();
		ssize_t n;

		if (left <= 0 || is_stopped())
			return false;
		if (poll(&p, 1, left < 200 ? (int)left : 200) <= 0)
			continue;
		n = read(fd, buf_room(out, BLOCK), BLOCK);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0;
		if ((size_t)n > max - taken)
			return false;
		taken += (size_t)n;
		out->len += (size_t)n;
		out->p[out->len] = '\0';
	}
}

/* Wait for its end, until the time is up; false if it must be killed. */
static bool wait_until(pid_t pid, int64_t until, int *status)
{
	const struct timespec pause = { 0, 1000000 };

	for (;;) {
		pid_t done = waitpid(pid, status, WNOHANG);

		if (done == pid || (done < 0 && errno != EINTR))
			return true;
		if (now_ms() >= until || is_stopped())
			return false;
		(void)nanosleep(&pause, NULL);
	}
}

static void end(pid_t pid)
{
	int status;

	(void)kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
}

static enum child_end meaning(int status)
{
	if (WIFEXITED(status))
		return WEXITSTATUS(status) == 0     ? CHILD_DONE
		       : WEXITSTATUS(status) == 127 ? CHILD_NONE
		                                    : CHILD_FAILED;
	return WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU ||
	                               WTERMSIG(status) == SIGKILL)
	               ? CHILD_BOUND
	               : CHILD_FAILED;
}

enum child_end child_run(const char *const *argv, const char *in, size_t len,
                         const struct child_limits *limits, struct buf *out)
{
	int64_t until = now_ms() + (int64_t)limits->seconds * 1000;
	int pipes[2], fd = as_file(in, len), status = 0;
	pid_t pid;
	bool good;

	if (fd < 0)
		return CHILD_NONE;
	if (pipe2(pipes, O_CLOEXEC) != 0) {
		(void)close(fd);
		return CHILD_NONE;
	}
	pid = fork();
	if (pid == 0)
		become(argv, fd, pipes[1], limits);
	(void)close(fd);
	(void)close(pipes[1]);
	good = pid > 0 && take(pipes[0], until, limits->output, out) &&
	       wait_until(pid, until, &status);
	(void)close(pipes[0]);
	if (pid > 0 && !good)
		end(pid);
	if (pid < 0)
		return CHILD_NONE;
	return good ? meaning(status) : CHILD_BOUND;
}
