/* entity.h - character references of SGML, HTML and XML
 *
 * "&amp;", "&eacute;", "&#8217;", "&#x2019;" and what the old SGML newswires
 * use beside them ("&blank;", "&hyph;").  The names are those of HTML 4, of
 * ISO Latin 2, and the punctuation of HTML 5 that news sites write; the rest of
 * HTML 5 (arrows, mathematics) is left as it stands.
 */
#ifndef NEWSIDX_CORPUS_ENTITY_H
#define NEWSIDX_CORPUS_ENTITY_H

#include <stddef.h>

#include "lib/base/buf.h"

/* Read the reference that begins at p, where p[0] is '&' and len >= 1, and
 * append what it stands for, as UTF-8, to out.  Returns the bytes it took, or
 * 0, with nothing appended, where no known reference stands ("AT&T").
 *
 * The numbers 128 to 159 are read as windows-1252, as browsers do; controls
 * become a space; numbers that are no character become U+FFFD.  The ';' may be
 * missing behind a number, and behind amp, lt, gt, quot and nbsp where no
 * letter, digit or '=' follows. */
size_t entity_decode(const char *p, size_t len, struct buf *out);

/* Append the len bytes at p with every known reference replaced, once:
 * "&amp;lt;" gives "&lt;". */
void entity_decode_all(const char *p, size_t len, struct buf *out);

#endif
