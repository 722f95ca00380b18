/* posblock_layout.h - what writing and reading a position block must agree on
 *
 * Private to lib/index/posblock*.c; the layout is told in posblock.h.
 */
#ifndef NEWSIDX_INDEX_POSBLOCK_LAYOUT_H
#define NEWSIDX_INDEX_POSBLOCK_LAYOUT_H

#include <stdint.h>

#include "lib/index/bits.h"

#define ARTICLES_BITS 8

/* Lists of the head: bits of a width, of a misfit's place, of their number; and
 * from how many values on there may be misfits. */
#define WIDTH_BITS 6
#define MISFIT_BITS 8
#define MISFITS_FROM 16

/* The parameter for the n positions of an article but for its last: about
 * log2(slack / n), without a division. */
static inline unsigned parameter_of(uint32_t slack, uint32_t n)
{
	unsigned a = bit_length(slack), b = bit_length(n);

	return n > 0 && a > b ? a - b : 0;
}

#endif
