/* colblock_layout.h - what writing and reading a block of a column must agree
 * on
 *
 * Private to lib/index/colblock*.c; the layout is told in colblock.h.
 */
#ifndef NEWSIDX_INDEX_COLBLOCK_LAYOUT_H
#define NEWSIDX_INDEX_COLBLOCK_LAYOUT_H

/* Of the width of a list. */
#define LIST_WIDTH_BITS 6

#endif
