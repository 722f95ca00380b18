/* readers.c - many who ask at once, and how long they wait
 *
 *     readers N STOP QUESTIONS COMMAND...
 *
 * N processes ask in a loop until there is a file STOP: each time they start
 * COMMAND with a question behind it and read all that it prints.  A line of
 * QUESTIONS is a question and, behind a tab each, the answers that it may have.
 * Prints one line, parted by tabs: how many were asked, how many failed (by
 * their exit code or by what came on stderr), how many had another answer, and
 * the median, the 95th and 99th of 100 and the longest time in milliseconds.
 * Ends with 1 if something failed or was answered wrongly, and tells it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define READERS 500
#define QUESTIONS 100
#define ANSWERS 8
#define ARGUMENTS 64
#define PRINTED 4096

/* Answers whose time is kept; memory is taken as they come. */
#define TIMES ((size_t)1 << 24)

struct question {
	char *text;
	char *answer[ANSWERS];
	size_t n;
};

struct tally {
	atomic_size_t asked, failed, wrong;
	float ms[TIMES];
};

static struct question question[QUESTIONS];
static size_t n_questions;
static struct tally *tally;

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void die(const char *what)
{
	fprintf(stderr, "readers: %s: %s\n", what, strerror(errno));
	exit(4);
}

static void read_questions(const char *path)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t room = 0;

	if (f == NULL)
		die(path);
	while (n_questions < QUESTIONS && getline(&line, &room, f) > 0) {
		struct question *q = &question[n_questions++];
		char *save = NULL, *part;

		line[strcspn(line, "\n")] = '\0';
		q->text = strtok_r(line, "\t", &save);
		while (q->n < ANSWERS &&
		       (part = strtok_r(NULL, "\t", &save)) != NULL)
			q->answer[q->n++] = part;
		line = NULL; /* its parts are kept */
		room = 0;
	}
	fclose(f);
	if (n_questions == 0)
		die("no questions");
}

/* ---- one reader ------------------------------------------------------------ */

static void become(char **argv, int out)
{
	int in = open("/dev/null", O_RDONLY);

	if (in < 0 || dup2(in, STDIN_FILENO) < 0 ||
	    dup2(out, STDOUT_FILENO) < 0 || dup2(out, STDERR_FILENO) < 0)
		_exit(127);
	execvp(argv[0], argv);
	_exit(127);
}

/* What the command prints, its last line end left out, and its exit code. */
static int ask(char **argv, char printed[PRINTED])
{
	size_t len = 0;
	ssize_t n;
	int end[2], status;
	pid_t pid;

	if (pipe2(end, O_CLOEXEC) != 0)
		die("pipe");
	pid = fork();
	if (pid < 0)
		die("fork");
	if (pid == 0)
		become(argv, end[1]);
	close(end[1]);
	while ((n = read(end[0], printed + len, PRINTED - 1 - len)) > 0)
		len += (size_t)n;
	close(end[0]);
	if (len > 0 && printed[len - 1] == '\n')
		len--;
	printed[len] = '\0';
	if (waitpid(pid, &status, 0) != pid)
		die("waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status)
	                         : 128 + WTERMSIG(status);
}

static void judge(const struct question *q, int code, const char *printed)
{
	bool right = false;

	for (size_t i = 0; i < q->n; i++)
		right = right || strcmp(printed, q->answer[i]) == 0;
	/* 1: nothing matched. */
	if (code <= 1 && right)
		return;
	atomic_fetch_add(code > 1 ? &tally->failed : &tally->wrong, 1);
	fprintf(stderr, "readers: %s: ended with %d: %s\n", q->text, code,
	        printed);
}

static void read_on(char **argv, int argc, const char *stop, size_t first)
{
	char printed[PRINTED];

	for (size_t i = first; access(stop, F_OK) != 0; i++) {
		const struct question *q = &question[i % n_questions];
		double begun = now_ms();
		size_t at;
		int code;

		argv[argc] = q->text;
		code = ask(argv, printed);
		at = atomic_fetch_add(&tally->asked, 1);
		if (at < TIMES)
			tally->ms[at] = (float)(now_ms() - begun);
		judge(q, code, printed);
	}
}

/* ---- all of them ------------------------------------------------------------ */

static int by_time(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

static double share(size_t n, double of)
{
	return n == 0 ? 0 : (double)tally->ms[(size_t)((double)(n - 1) * of)];
}

int main(int argc, char **argv)
{
	char *command[ARGUMENTS + 2] = { NULL };
	long readers = argc > 4 ? strtol(argv[1], NULL, 10) : 0;
	size_t n;

	if (readers < 1 || readers > READERS || argc - 4 > ARGUMENTS) {
		fprintf(stderr,
		        "usage: readers N STOP QUESTIONS COMMAND...\n");
		return 2;
	}
	memcpy(command, argv + 4, (size_t)(argc - 4) * sizeof *command);
	read_questions(argv[3]);
	tally = mmap(NULL, sizeof *tally, PROT_READ | PROT_WRITE,
	             MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (tally == MAP_FAILED)
		die("mmap");
	for (long i = 0; i < readers; i++) {
		pid_t pid = fork();

		if (pid < 0)
			die("fork");
		if (pid == 0) {
			read_on(command, argc - 4, argv[2], (size_t)i);
			_exit(0);
		}
	}
	while (wait(NULL) > 0 || errno == EINTR)
		;
	n = tally->asked < TIMES ? tally->asked : TIMES;
	qsort(tally->ms, n, sizeof *tally->ms, by_time);
	printf("%zu\t%zu\t%zu\t%.1f\t%.1f\t%.1f\t%.1f\n", (size_t)tally->asked,
	       (size_t)tally->failed, (size_t)tally->wrong, share(n, 0.5),
	       share(n, 0.95), share(n, 0.99), share(n, 1));
	return tally->failed + tally->wrong > 0;
}
