/* charset_parts.h - the steps of charset.c, one file each */
#ifndef NEWSIDX_CORPUS_CHARSET_PARTS_H
#define NEWSIDX_CORPUS_CHARSET_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"

/* ---- charset_label.c: what names mean ---------------------------------- */

struct charset {
	const char *name; /* of the Encoding Standard: "windows-1252" */
	const char *icu;  /* ICU's converter; NULL for UTF-8 and windows-1252,
	                   * which are read here */
};

extern const struct charset charset_utf8, charset_1252;

/* The charset of a label, in any case, white space and quotes around it; NULL
 * where it is unknown. */
const struct charset *charset_find(const char *label, size_t len);

/* 0x80 to 0x9f as windows-1252 has them; 0 where it has nothing. */
extern const uint16_t cp1252_high[32];

/* ---- charset_icu.c: everything but UTF-8 and windows-1252 -------------- */

/* Append what the bytes are in c.  Returns how many sequences were none and
 * became U+FFFD; SIZE_MAX, with nothing appended, where ICU lacks c. */
size_t charset_convert(const struct charset *c, const char *p, size_t len,
                       struct buf *out);

/* ---- charset_mojibake.c ------------------------------------------------- */

/* Turn UTF-8 that was read as windows-1252 and written as UTF-8 back, in the
 * bytes of b from at on, where it occurs often enough to be no accident.
 * Whether it did. */
bool charset_unmangle(struct buf *b, size_t at);

/* ---- charset_scrub.c ---------------------------------------------------- */

/* charset_scrub for the bytes of b from at on. */
void charset_scrub_from(struct buf *b, size_t at, unsigned *repairs);

#endif
