/* paragraphs.h - where the paragraphs of plain text are
 */
#ifndef NEWSIDX_CORPUS_PARAGRAPHS_H
#define NEWSIDX_CORPUS_PARAGRAPHS_H

#include <stddef.h>

#include "lib/base/buf.h"

/* Append the len bytes of scrubbed text at p to out, with an empty line where
 * a paragraph ends.
 *
 * Where most lines end as sentences do, each is a paragraph.  Otherwise empty
 * lines are what parts them; where there are none, lines that are wrapped at a
 * margin stay together, and one that is indented (two spaces or more, or a tab)
 * begins a paragraph; lines that are not wrapped are paragraphs again. */
void paragraphs_add(const char *p, size_t len, struct buf *out);

#endif
