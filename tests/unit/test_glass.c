/* What glass.h promises of tables: libxapian finds them sound, and reads what
 * was written. */
#include "tests/unit/glass_help.h"

/* See test_xapian_upkeep.c: of no consequence. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "new_delete_type_mismatch=0";
}

static struct glass_root write_metadata(const char *dir,
                                        const struct entries *e,
                                        const size_t *end, unsigned pieces)
{
	struct glass_table *t[GLASS_TABLES] = { NULL };
	const struct glass_stats none = { 0 };
	struct glass_root root;

	assert_int_equal(mkdir(dir, 0777), 0);
	t[GLASS_POSTLIST] = table_of(dir, GLASS_POSTLIST, e, end, pieces);
	glass_table_root(t[GLASS_POSTLIST], &root);
	assert_int_equal(root.entries, e->n);
	database_of(dir, t, &none);
	return root;
}

/* Written in one piece, sound and equal; the level of its root. */
static unsigned one_piece(void **state, const char *name, struct entries e)
{
	const char *dir = in(*state, name);
	struct glass_root root = write_metadata(dir, &e, &e.n, 1);

	assert_errors(dir, 0);
	assert_metadata_is(dir, &e);
	assert_true(root.sequential || e.n == 0);
	entries_free(&e);
	return root.level;
}

static void test_levels(void **state)
{
	struct entries few = any_metadata(20, 1, 9, 1, 90);
	struct entries some = any_metadata(3000, 1, 30, 1, 90);
	struct entries many = any_metadata(9000, 150, 240, 900, 1900);

	assert_int_equal(one_piece(state, "0", few), 0);
	assert_int_equal(one_piece(state, "1", some), 1);
	assert_int_equal(one_piece(state, "2", many), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_levels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
