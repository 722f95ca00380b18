/* newsidx.c - the name that people type
 *
 * newsidx does nothing itself: it finds the program that does the command,
 * beside itself (a checkout), in the libexec folder beside its own (wherever
 * it was installed or moved to) or in the one it was built for, and becomes it.
 * They are several because whoever searches needs no parser of foreign files in
 * the process, and nobody but the server what speaks HTTP.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/exit.h"

static const char *const builder_commands[] = {
	"build", "ledger", "formats", "verify", "optimize", "backup",
	"repair", "update", "source", "alert",
};

static const char *program_of(const char *command)
{
	for (size_t i = 0;
	     i < sizeof builder_commands / sizeof builder_commands[0]; i++)
		if (strcmp(command, builder_commands[i]) == 0)
			return "newsidx-indexer";
	return strcmp(command, "serve") == 0 ? "newsidx-serve"
	                                     : "newsidx-query";
}

/* Become dir/program; returns only if that is not to be had there. */
static void become(const char *dir, const char *program, char **argv)
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof path, "%s/%s", dir, program);

	if (n > 0 && (size_t)n < sizeof path)
		execv(path, argv);
}

static void become_below(const char *dir, const char *sub,
                         const char *program, char **argv)
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof path, "%s/%s", dir, sub);

	if (n > 0 && (size_t)n < sizeof path)
		become(path, program, argv);
}

int main(int argc, char **argv)
{
	const char *command = argc > 1 ? argv[1] : "help";
	const char *program = program_of(command);
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);

	if (n > 0) {
		char *slash;

		self[n] = '\0';
		slash = strrchr(self, '/');
		if (slash != NULL) {
			*slash = '\0';
			become(self, program, argv);
			become_below(self, "../libexec/newsidx", program, argv);
		}
	}
	become(NEWSIDX_LIBEXEC, program, argv);
	fprintf(stderr,
	        "newsidx: cannot start %s: %s (looked beside newsidx and in "
	        "%s)\n",
	        program, strerror(errno), NEWSIDX_LIBEXEC);
	return EXIT_FAILED;
}
