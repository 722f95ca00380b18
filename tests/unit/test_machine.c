/* What lib/base/machine.h promises, with groups that are files of ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "lib/base/machine.h"
#include "tests/unit/scratch.h"

static void write_file(const char *name, const char *text)
{
	FILE *f = fopen(scratch(name), "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void make_folder(const char *name)
{
	assert_int_equal(mkdir(scratch(name), 0700), 0);
}

static uint64_t limit(void)
{
	return machine_group_limit(scratch("self"), scratch(""));
}

static void test_no_group(void **state)
{
	(void)state;
	assert_true(limit() == UINT64_MAX);
	write_file("self", "0::/\n");
	assert_true(limit() == UINT64_MAX);
	write_file("self", "no such thing\n0::\n");
	assert_true(limit() == UINT64_MAX);
}

static void test_a_group_and_those_around_it(void **state)
{
	(void)state;
	make_folder("a");
	make_folder("a/b");
	write_file("self", "0::/a/b\n");
	write_file("a/b/memory.max", "max\n");
	assert_true(limit() == UINT64_MAX);
	write_file("a/memory.max", "5000\n");
	assert_int_equal(limit(), 5000);
	write_file("a/b/memory.max", "7000\n");
	assert_int_equal(limit(), 5000);
	write_file("a/b/memory.max", "3000\n");
	assert_int_equal(limit(), 3000);
	/* A container sees its own group as the root. */
	write_file("memory.max", "2000\n");
	assert_int_equal(limit(), 2000);
}

static void test_groups_of_version_1(void **state)
{
	(void)state;
	make_folder("memory");
	make_folder("memory/c");
	write_file("self", "4:cpu:/a\n3:memory:/c\n0::/c\n");
	write_file("memory/memory.limit_in_bytes", "9223372036854771712\n");
	write_file("memory/c/memory.limit_in_bytes", "4000\n");
	assert_int_equal(limit(), 4000);
}

static void test_this_machine(void **state)
{
	(void)state;
	assert_true(machine_cores() >= 1);
	assert_true(machine_memory() > (uint64_t)32 << 20);
	assert_true(machine_memory() < (uint64_t)1 << 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_no_group, scratch_make,
		                                scratch_remove),
		cmocka_unit_test_setup_teardown(
			test_a_group_and_those_around_it, scratch_make,
			scratch_remove),
		cmocka_unit_test_setup_teardown(test_groups_of_version_1,
		                                scratch_make, scratch_remove),
		cmocka_unit_test(test_this_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
