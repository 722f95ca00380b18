/* What lib/index/identities.h promises. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/base/digest.h"
#include "lib/index/identities.h"

#define MANY 100000u

static void key_of(uint32_t i, uint64_t key[2])
{
	digest128(&i, sizeof i, 0, key);
}

static void test_many(void **state)
{
	struct identities t = { NULL, 0, 0 };
	uint64_t key[2];

	(void)state;
	key_of(1, key);
	assert_int_equal(identities_get(&t, key), 0);
	for (uint32_t i = 1; i <= MANY; i++) {
		key_of(i, key);
		identities_set(&t, key, i);
	}
	assert_int_equal(t.n, MANY);
	for (uint32_t i = 1; i <= MANY; i++) {
		key_of(i, key);
		assert_int_equal(identities_get(&t, key), i);
	}
	for (uint32_t i = MANY + 1; i <= 2 * MANY; i++) {
		key_of(i, key);
		assert_int_equal(identities_get(&t, key), 0);
	}
	identities_release(&t);
}

/* Another reference for the same identity; and two that share 64 bits. */
static void test_replaced(void **state)
{
	const uint64_t a[] = { 7, 1 }, b[] = { 7, 2 }, c[] = { 7, 3 };
	struct identities t = { NULL, 0, 0 };

	(void)state;
	identities_set(&t, a, 1);
	identities_set(&t, b, 2);
	identities_set(&t, a, 3);
	assert_int_equal(t.n, 2);
	assert_int_equal(identities_get(&t, a), 3);
	assert_int_equal(identities_get(&t, b), 2);
	assert_int_equal(identities_get(&t, c), 0);
	identities_release(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_replaced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
