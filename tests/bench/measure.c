/* measure.c - what a command costs
 *
 *     measure [-s FOLDER]... [-e FILE] COMMAND...
 *
 * Prints one line: wall seconds, CPU seconds (user and system), peak resident
 * memory in KiB, exit code.  Every file of each FOLDER is synced to disk within
 * the wall time, so that nobody is faster by leaving that to later.  With -e
 * the command is run for each line of FILE, which becomes its last argument,
 * and there are as many lines of figures.
 *
 * What the command prints goes to nowhere, its complaints to stderr.  Figures
 * are of the command and of the children it has waited for; peak memory is that
 * of the largest of these, and never below this program's own, some 2 MB.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FOLDERS 8
#define ARGUMENTS 64

/* File descriptors that nftw may hold open. */
#define DESCRIPTORS 16

struct job {
	const char *folder[FOLDERS];
	size_t n_folder;
	const char *lines; /* -e */
	char *argv[ARGUMENTS + 2];
	int argc;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static void die(const char *what)
{
	fprintf(stderr, "measure: %s: %s\n", what, strerror(errno));
	exit(4);
}

static int sync_one(const char *path, const struct stat *st, int type,
                    struct FTW *at)
{
	int fd;

	(void)st;
	(void)at;
	if (type != FTW_F && type != FTW_D && type != FTW_DP)
		return 0;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) != 0)
		die(path);
	close(fd);
	return 0;
}

static void start(char **argv)
{
	int fd = open("/dev/null", O_RDWR);

	if (fd < 0 || dup2(fd, STDIN_FILENO) < 0 || dup2(fd, STDOUT_FILENO) < 0)
		_exit(127);
	execvp(argv[0], argv);
	fprintf(stderr, "measure: %s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

static void run(struct job *j)
{
	double begun = now();
	struct rusage u;
	pid_t pid = fork();
	int status;

	if (pid < 0)
		die("fork");
	if (pid == 0)
		start(j->argv);
	if (wait4(pid, &status, 0, &u) != pid)
		die("wait4");
	for (size_t i = 0; i < j->n_folder; i++)
		if (nftw(j->folder[i], sync_one, DESCRIPTORS, FTW_PHYS) != 0)
			die(j->folder[i]);
	printf("%.6f %.6f %ld %d\n", now() - begun,
	       seconds(u.ru_utime) + seconds(u.ru_stime), u.ru_maxrss,
	       WIFEXITED(status) ? WEXITSTATUS(status)
	                         : 128 + WTERMSIG(status));
	/* What is buffered must not be inherited by the next child. */
	fflush(stdout);
}

static void run_lines(struct job *j)
{
	FILE *f = fopen(j->lines, "r");
	char *line = NULL;
	size_t room = 0;
	ssize_t len;

	if (f == NULL)
		die(j->lines);
	while ((len = getline(&line, &room, f)) > 0) {
		if (line[len - 1] == '\n')
			line[len - 1] = '\0';
		j->argv[j->argc] = line;
		run(j);
	}
	free(line);
	fclose(f);
}

static int usage(void)
{
	fprintf(stderr, "usage: measure [-s FOLDER]... [-e FILE] COMMAND...\n");
	return 2;
}

int main(int argc, char **argv)
{
	struct job j = { .n_folder = 0 };
	int c;

	while ((c = getopt(argc, argv, "+s:e:")) != -1) {
		if (c == 's' && j.n_folder < FOLDERS)
			j.folder[j.n_folder++] = optarg;
		else if (c == 'e')
			j.lines = optarg;
		else
			return usage();
	}
	if (optind == argc || argc - optind > ARGUMENTS)
		return usage();
	while (optind < argc)
		j.argv[j.argc++] = argv[optind++];
	if (j.lines != NULL)
		run_lines(&j);
	else
		run(&j);
	return 0;
}
