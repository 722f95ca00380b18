/* hash.h - a hash of bytes, for tables in memory
 *
 * Multiplication of 64 by 64 bits, folded, as wyhash does (Wang Yi, 2019).  It
 * differs between machines: nothing that is stored may depend on it. */
#ifndef NEWSIDX_BASE_HASH_H
#define NEWSIDX_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define HASH_ODD1 UINT64_C(0x9e3779b97f4a7c15)
#define HASH_ODD2 UINT64_C(0xd6e8feb86659fd93)

__extension__ typedef unsigned __int128 hash_wide;

static inline uint64_t hash_mix(uint64_t a, uint64_t b)
{
	hash_wide m = (hash_wide)a * b;

	return (uint64_t)m ^ (uint64_t)(m >> 64);
}

static inline uint64_t hash_load(const char *p, size_t n)
{
	uint64_t v = 0;

	memcpy(&v, p, n);
	return v;
}

/* A seed that nobody else knows makes it hard to write strings that all
 * collide. */
static inline uint32_t hash_bytes(uint64_t seed, const char *p, size_t len)
{
	uint64_t h = seed ^ len * HASH_ODD1, a, b;
	size_t n = len;

	for (; n > 16; n -= 16, p += 16)
		h = hash_mix(hash_load(p, 8) ^ HASH_ODD1,
		             hash_load(p + 8, 8) ^ h);
	if (n >= 8) {
		a = hash_load(p, 8);
		b = hash_load(p + n - 8, 8);
	} else if (n >= 4) {
		a = hash_load(p, 4);
		b = hash_load(p + n - 4, 4);
	} else {
		a = n > 0 ? (unsigned char)p[0] : 0;
		b = n > 0 ? (uint64_t)(unsigned char)p[n / 2] << 8 |
		                    (unsigned char)p[n - 1]
		          : 0;
	}
	h = hash_mix(a ^ HASH_ODD2, b ^ h);
	return (uint32_t)(hash_mix(h, HASH_ODD1) >> 32);
}

/* A seed for a table: chance's, or the same each time where the system gives
 * none. */
uint64_t hash_seed(void);

#endif
