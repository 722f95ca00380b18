#include "indexer/asking.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "indexer/apart.h"
#include "lib/base/mem.h"
#include "lib/base/options.h"

#define PROGRAM "newsidx-query"

/* What a shell says when there is no such program. */
#define EXIT_NO_PROGRAM 127

struct asking {
	const char **argv; /* with a program's name before it */
	int out;
};

static int become(void *ctx)
{
	const struct asking *a = ctx;
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	char *slash;

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || null < 0 ||
	    dup2(null, STDIN_FILENO) < 0 || dup2(a->out, STDOUT_FILENO) < 0)
		return EXIT_NO_PROGRAM;
	self[n > 0 ? n : 0] = '\0';
	slash = strrchr(self, '/');
	if (slash != NULL &&
	    strlen(PROGRAM) < sizeof self - (size_t)(slash + 1 - self)) {
		memcpy(slash + 1, PROGRAM, sizeof PROGRAM);
		(void)execv(self, (char *const *)(uintptr_t)a->argv);
	}
	(void)execv(NEWSIDX_LIBEXEC "/" PROGRAM,
	            (char *const *)(uintptr_t)a->argv);
	complain("cannot start " PROGRAM ": %s (looked beside newsidx-indexer "
	         "and in " NEWSIDX_LIBEXEC ")",
	         strerror(errno));
	(void)fflush(stderr);
	return EXIT_NO_PROGRAM;
}

int asking_run(const char *const *argv, int out, const atomic_int *stop)
{
	struct asking a = { .out = out };
	size_t n = 0;
	int code;

	while (argv[n] != NULL)
		n++;
	a.argv = nx_zalloc((n + 2) * sizeof *a.argv);
	a.argv[0] = PROGRAM;
	for (size_t i = 0; i < n; i++)
		a.argv[i + 1] = argv[i];
	code = apart_run_until(become, &a, stop);
	free(a.argv);
	if (code < 0 && (stop == NULL || *stop == 0))
		complain(PROGRAM " was killed");
	return code == EXIT_NO_PROGRAM ? -1 : code;
}
