#include "lib/base/hash.h"

#include <sys/random.h>

uint64_t hash_seed(void)
{
	uint64_t seed;

	if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) < 0)
		return HASH_ODD2;
	return seed;
}
