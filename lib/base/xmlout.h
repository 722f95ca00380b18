/* xmlout.h - writing text into XML 1.0 */
#ifndef NEWSIDX_BASE_XMLOUT_H
#define NEWSIDX_BASE_XMLOUT_H

#include <stddef.h>

#include "lib/base/buf.h"

/* Append text so that an XML reader gets it back, in an element or in an
 * attribute with double quotes.  What XML cannot hold comes out as U+FFFD:
 * controls, U+FFFE, U+FFFF, and bytes that are no UTF-8. */
void xml_add(struct buf *out, const char *p, size_t len);
void xml_adds(struct buf *out, const char *s);

/* Append an element with text in it, on a line of its own. */
void xml_add_element(struct buf *out, const char *name, const char *p,
                     size_t len);

/* Append a URL as an attribute's value may be: bytes that no URL has are
 * written as %XX, of other alphabets as they are. */
void xml_add_url(struct buf *out, const char *p, size_t len);

#endif
