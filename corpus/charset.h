/* charset.h - any bytes to clean UTF-8
 *
 * The order of evidence: byte order mark, NUL pattern of UTF-16, well-formed
 * UTF-8, the declared charset (by the labels of the WHATWG Encoding Standard,
 * where "latin1" means windows-1252), a guess by uchardet, windows-1252.
 * Well-formed UTF-8 is believed before any declaration and before any guess.
 */
#ifndef NEWSIDX_CORPUS_CHARSET_H
#define NEWSIDX_CORPUS_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/buf.h"

struct charset_result {
	const char *name; /* what the bytes were read as, a constant: "UTF-8" */
	unsigned repairs; /* REPAIR_CHARSET, REPAIR_MOJIBAKE (article.h) */
};

/* Append to out the text that the len bytes at p are, scrubbed (below).
 * declared is the label that a header or the format gave, or NULL.  Never
 * fails: what cannot be read becomes U+FFFD, counted as REPAIR_CHARSET. */
void charset_decode(const char *p, size_t len, const char *declared,
                    struct buf *out, struct charset_result *res);

/* Scrub UTF-8 in place, as charset_decode does with its result: normalised to
 * NFC; U+FEFF, U+200B, U+2060 and bidi controls removed; no-break and figure
 * spaces to ' '; CR LF, CR, VT, FF, U+2028 to '\n', U+2029 to "\n\n";
 * C1 controls read as windows-1252; other C0 controls but tab to ' '; bytes
 * that are no UTF-8 to U+FFFD.  Soft hyphens stay (the analyser joins at them).
 * Pure ASCII without controls costs one pass. */
void charset_scrub(struct buf *b, unsigned *repairs);

#endif
