/* Other programs: what they are given and give, their limits, their end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <errno.h>
#include <sys/wait.h>
#include <time.h>

#include "corpus/child.h"

static const struct child_limits few = {
	.cpu_seconds = 1,
	.seconds = 2,
	.memory = (size_t)256 << 20,
	.output = 100000,
};

/* Run a line of shell, and see that nothing is left of it. */
static enum child_end shell(const char *line, const char *in, struct buf *out)
{
	const char *const argv[] = { "/bin/sh", "-c", line, NULL };
	enum child_end end = child_run(argv, in, strlen(in), &few, out);

	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
	return end;
}

static void test_reads_and_writes(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	assert_int_equal(shell("tr a-z A-Z; echo lost >&2", "a ferry\n", &out),
	                 CHILD_DONE);
	assert_string_equal(out.p, "A FERRY\n");
	buf_clear(&out);
	assert_int_equal(shell("cat", "", &out), CHILD_DONE);
	assert_int_equal(out.len, 0);
	buf_release(&out);
}

static void test_failure(void **state)
{
	struct buf out = BUF_INIT;
	const char *const none[] = { "/nowhere/at-all", NULL };

	(void)state;
	assert_int_equal(shell("echo half; exit 3", "", &out), CHILD_FAILED);
	assert_string_equal(out.p, "half\n");
	assert_int_equal(shell("kill -SEGV $$", "", &out), CHILD_FAILED);
	assert_int_equal(child_run(none, "", 0, &few, &out), CHILD_NONE);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	buf_release(&out);
}

static void test_limits(void **state)
{
	time_t before = time(NULL);
	struct buf out = BUF_INIT;

	(void)state;
	assert_int_equal(shell("sleep 60", "", &out), CHILD_BOUND);
	/* It has closed what it writes to, and goes on. */
	assert_int_equal(shell("exec >&-; sleep 60", "", &out), CHILD_BOUND);
	assert_int_equal(shell("while :; do :; done", "", &out), CHILD_BOUND);
	assert_true(time(NULL) - before < 20);
	buf_clear(&out);
	assert_int_equal(shell("while :; do echo a line; done", "", &out),
	                 CHILD_BOUND);
	assert_true(out.len <= few.output);
	buf_clear(&out);
	assert_int_equal(shell("ulimit -v; ulimit -t; ulimit -c", "", &out),
	                 CHILD_DONE);
	assert_string_equal(out.p, "262144\n1\n0\n");
	buf_release(&out);
}

/* Nothing of ours: no files, no environment. */
static void test_inherits_nothing(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	assert_int_equal(setenv("NEWSIDX_INDEX", "x", 1), 0);
	assert_int_equal(
		shell("env | grep -c NEWSIDX; ls /proc/self/fd", "", &out),
		CHILD_DONE);
	/* The fourth is the listed folder itself. */
	assert_string_equal(out.p, "0\n0\n1\n2\n3\n");
	buf_release(&out);
}

static void test_find(void **state)
{
	struct buf path = BUF_INIT;

	(void)state;
	assert_int_equal(setenv("PATH", "/nowhere::.:bin:/bin", 1), 0);
	assert_true(child_find("sh", &path));
	assert_string_equal(path.p, "/bin/sh");
	assert_false(child_find("no-such-program", &path));
	assert_int_equal(setenv("PATH", "", 1), 0);
	assert_false(child_find("sh", &path));
	assert_int_equal(unsetenv("PATH"), 0);
	assert_false(child_find("sh", &path));
	buf_release(&path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads_and_writes),
		cmocka_unit_test(test_failure),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_inherits_nothing),
		cmocka_unit_test(test_find),
	};

	return cmocka_run_group_tests_name("child", tests, NULL, NULL);
}
