/* markup.h - text out of fragments of HTML
 *
 * For bodies, headlines and summaries that stand in JSON, CSV or feeds as a
 * fragment of HTML.  Whole pages, where the article must be found first, are
 * not for this.  One pass, no tree, no recursion; any bytes are safe.
 */
#ifndef NEWSIDX_CORPUS_MARKUP_H
#define NEWSIDX_CORPUS_MARKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/buf.h"

/* Whether the text is a fragment of HTML: it has an end tag, or a <br>, <p>,
 * <img> or <a, or a character reference such as "&nbsp;".  "a < b" and "AT&T"
 * are none. */
bool markup_is(const char *p, size_t len);

/* Append the text of the fragment to out: block elements become paragraphs
 * ("\n\n"), br a line end, list items and table rows lines of their own;
 * character references are replaced, white space is collapsed outside pre;
 * comments, script, style, svg, iframe, figure captions and the like are left
 * out.  A tag that is never closed by '>' is text. */
void markup_text(const char *p, size_t len, struct buf *out);

#endif
