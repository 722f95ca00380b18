#include <string.h>

#include "corpus/charset_parts.h"
#include "lib/base/utf8.h"

/* So many mangled characters are no accident: a text about mojibake has one or
 * two, a mangled text one in every other line. */
#define LEAST 3

/* The byte that windows-1252 would have read as cp; -1 for none.  Bytes that it
 * does not define are read as the C1 control of that number. */
static int byte_of(uint32_t cp)
{
	if (cp < 0x100)
		return (int)cp;
	for (int k = 0; k < 32; k++)
		if (cp1252_high[k] == cp)
			return 0x80 + k;
	return -1;
}

/* Whether cp is what mangled texts hold.  Capitals before a closing quote
 * ("MENU" with its U umlaut, or sharp s) look mangled too, but would become
 * letters of scripts that are none of these. */
static bool is_plausible(uint32_t cp)
{
	return (cp >= 0xa0 && cp < 0x180) || (cp >= 0x391 && cp < 0x460) ||
	       (cp >= 0x2010 && cp < 0x2070) || cp == 0x20ac || cp == 0x2122 ||
	       cp == 0x2212;
}

/* Letters with which mangled Western and Cyrillic text abounds, and which no
 * language puts before a sign. */
static bool is_strong(unsigned char lead)
{
	return lead == 0xc2 || lead == 0xc3 || lead == 0xe2 || lead == 0xd0 ||
	       lead == 0xd1;
}

/* Read one mangled character at p: its own code point, or UTF8_BAD; *len the
 * bytes that it takes in its mangled form. */
static uint32_t mangled(const char *p, const char *end, unsigned *len,
                        bool *strong)
{
	char bytes[UTF8_MAX];
	unsigned need = 1, got;
	const char *q = p;
	uint32_t cp;

	for (unsigned n = 0; n < need; n++) {
		int b;

		if (q == end || (unsigned char)*q < 0x80)
			return UTF8_BAD;
		cp = utf8_decode(q, end, &got);
		if (cp == UTF8_BAD || (b = byte_of(cp)) < 0x80)
			return UTF8_BAD;
		if (n == 0) {
			if (b < 0xc2 || b > 0xe2)
				return UTF8_BAD;
			need = b < 0xe0 ? 2 : 3;
		}
		bytes[n] = (char)b;
		q += got;
	}
	cp = utf8_decode(bytes, bytes + need, &got);
	if (cp == UTF8_BAD || !is_plausible(cp))
		return UTF8_BAD;
	*strong = is_strong((unsigned char)bytes[0]);
	*len = (unsigned)(q - p);
	return cp;
}

static bool is_mangled(const char *p, const char *end)
{
	unsigned found = 0, len;
	bool strong;

	/* Every strong lead is U+00C0 to U+00FF, which begins with C3. */
	while (p < end && (p = memchr(p, 0xc3, (size_t)(end - p))) != NULL) {
		if (mangled(p, end, &len, &strong) == UTF8_BAD) {
			p += 2;
			continue;
		}
		found += strong;
		if (found >= LEAST)
			return true;
		p += len;
	}
	return false;
}

bool charset_unmangle(struct buf *b, size_t at)
{
	const char *p = b->p + at, *end = b->p + b->len;
	char *to = b->p + at;

	if (b->len <= at || !is_mangled(p, end))
		return false;
	while (p < end) {
		bool strong;
		unsigned len;
		uint32_t cp = (unsigned char)*p != 0xc3 ?
		                      UTF8_BAD :
		                      mangled(p, end, &len, &strong);

		if (cp == UTF8_BAD) {
			*to++ = *p++;
			continue;
		}
		to += utf8_encode(cp, to); /* shorter than what it was */
		p += len;
	}
	buf_cut(b, (size_t)(to - b->p));
	return true;
}
