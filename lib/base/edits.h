/* edits.h - how differently two words are spelt
 *
 * By the letters to insert, leave out, change, or exchange with their neighbour
 * (Damerau 1964, optimal string alignment).
 */
#ifndef NEWSIDX_BASE_EDITS_H
#define NEWSIDX_BASE_EDITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CHARS_MAX 64 /* characters; longer words are not compared */

struct chars {
	uint32_t v[CHARS_MAX];
	size_t n;
};

/* False for a longer word. */
bool chars_read(struct chars *c, const char *p, size_t len);

/* How many edits make b of a, or max + 1 if it takes more than max. */
unsigned chars_edits(const struct chars *a, const struct chars *b,
                     unsigned max);

#endif
