/* term_sort.h - sorting many short byte strings
 *
 * By the first eight bytes as a number, with a radix sort (least significant
 * digit first: Knuth, "The Art of Computer Programming" 3, 5.2.5), and only
 * where those are equal by the whole.
 */
#ifndef NEWSIDX_INDEX_TERM_SORT_H
#define NEWSIDX_INDEX_TERM_SORT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "lib/index/record.h"

struct term_ref {
	uint64_t key;  /* term_key of the string */
	uint32_t term; /* whatever tells the caller which it is */
};

/* The first eight bytes, big-endian, with zeros where there are fewer: if two
 * keys differ, the strings are in the same order. */
static inline uint64_t term_key(const char *p, size_t len)
{
	uint64_t v = 0;

	memcpy(&v, p, len < sizeof v ? len : sizeof v);
	return __builtin_bswap64(v);
}

/* Order of bytes; what another begins with comes before it. */
static inline int term_compare(struct slice a, struct slice b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int d = n > 0 ? memcmp(a.p, b.p, n) : 0;

	return d != 0 ? d : (a.len > b.len) - (a.len < b.len);
}

typedef struct slice term_of_fn(const void *ctx, uint32_t term);

/* Sort v[0 .. n - 1]; room has place for n more. */
void term_sort(struct term_ref *v, struct term_ref *room, size_t n,
               term_of_fn *of, const void *ctx);

#endif
