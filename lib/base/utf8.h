/* utf8.h - reading and writing UTF-8 (RFC 3629), without tables
 *
 * Everything inside newsidx is UTF-8.  These accept any bytes: what is not
 * well-formed (overlong, surrogate, beyond U+10FFFF, cut off) is reported, one
 * byte at a time, and never read past its end.
 */
#ifndef NEWSIDX_BASE_UTF8_H
#define NEWSIDX_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_BAD 0xffffffffu /* what stands here is no character */
#define UTF8_MAX 4           /* bytes a character can take */

/* Decode the character at p, p < end; *len gets its bytes (1 where bad). */
uint32_t utf8_decode(const char *p, const char *end, unsigned *len);

/* Write cp (UTF8_BAD and other non-characters as U+FFFD) to out, which has
 * room for UTF8_MAX bytes; returns how many were written. */
unsigned utf8_encode(uint32_t cp, char *out);

/* Whether all len bytes are well-formed. */
bool utf8_valid(const char *p, size_t len);

/* The largest n <= max (and <= len) such that the first n bytes do not end
 * inside a character. */
size_t utf8_cut(const char *p, size_t len, size_t max);

/* Make a string fit for one line of a terminal, in place: controls (C0, DEL,
 * C1), which a hostile file name may hold, and bytes that are no UTF-8 become
 * '?'. */
void utf8_tidy(char *s);

#endif
