/* newsidx.c - the name that people type
 *
 * newsidx does little itself: it finds the program that does the command,
 * beside itself (a checkout), in the libexec folder beside its own (wherever
 * it was installed or moved to) or in the one it was built for, and becomes it.
 * They are several because whoever searches needs no parser of foreign files in
 * the process, and nobody but the server what speaks HTTP.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/exit.h"
#include "lib/base/options.h"
#include "lib/base/programs.h"
#include "lib/front/front.h"

/* What is not listed, too: it says so of what it does not know. */
#define DEFAULT_PROGRAM "newsidx-query"

/* Become dir/sub/program; returns only if that is not to be had there. */
static void become(const char *dir, const char *sub, const char *program,
                   char **argv)
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof path, "%s/%s%s", dir, sub, program);

	if (n > 0 && (size_t)n < sizeof path)
		execv(path, argv);
}

bool front_folder(struct buf *out)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self);
	const char *slash = n > 0 ? memrchr(self, '/', (size_t)n) : NULL;

	if (slash == NULL)
		return false;
	buf_add(out, self, (size_t)(slash - self));
	return true;
}

int front_become(const char *program, char **argv)
{
	struct buf dir = BUF_INIT;

	if (front_folder(&dir)) {
		become(buf_str(&dir), "", program, argv);
		become(buf_str(&dir), "../libexec/newsidx/", program, argv);
	}
	buf_release(&dir);
	become(NEWSIDX_LIBEXEC, "", program, argv);
	complain("cannot start %s: %s (looked beside newsidx and in %s)",
	         program, strerror(errno), NEWSIDX_LIBEXEC);
	return EXIT_FAILED;
}

static void ask(const char *program, const char *argument, const int end[2])
{
	char name[] = "newsidx";
	char *argv[] = { name, (char *)(uintptr_t)argument, NULL };

	(void)dup2(end[1], STDOUT_FILENO);
	(void)close(end[0]);
	(void)close(end[1]);
	_exit(front_become(program, argv));
}

bool front_ask(const char *program, const char *argument, struct buf *out)
{
	char piece[4096];
	int end[2], status = -1;
	ssize_t n;
	pid_t pid;

	if (pipe(end) != 0 || (pid = fork()) < 0) {
		complain("cannot start %s: %s", program, strerror(errno));
		return false;
	}
	if (pid == 0)
		ask(program, argument, end);
	(void)close(end[1]);
	while ((n = read(end[0], piece, sizeof piece)) > 0)
		buf_add(out, piece, (size_t)n);
	(void)close(end[0]);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status == 0;
}

int main(int argc, char **argv)
{
	const char *command = argc > 1 ? argv[1] : "";
	const struct listed_command *c = command_listed(command);

	if (strcmp(command, "completion") == 0)
		return completion_main(argc, argv);
	if (strcmp(command, "help") == 0 || strcmp(command, "--help") == 0 ||
	    strcmp(command, "-h") == 0)
		return help_main(argc, argv);
	return front_become(c != NULL ? c->program : DEFAULT_PROGRAM, argv);
}
