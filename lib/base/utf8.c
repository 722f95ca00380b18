#include "lib/base/utf8.h"

#include <string.h>

static bool is_cont(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

uint32_t utf8_decode(const char *p, const char *end, unsigned *len)
{
	const unsigned char *s = (const unsigned char *)p;
	size_t left = (size_t)(end - p);
	unsigned char c = s[0];

	*len = 1;
	if (c < 0x80)
		return c;
	if (c < 0xc2 || c > 0xf4)
		return UTF8_BAD;
	if (left < 2 || !is_cont(s[1]))
		return UTF8_BAD;
	if (c < 0xe0) {
		*len = 2;
		return (uint32_t)(c & 0x1f) << 6 | (s[1] & 0x3f);
	}
	if (left < 3 || !is_cont(s[2]))
		return UTF8_BAD;
	if (c < 0xf0) {
		uint32_t cp = (uint32_t)(c & 0x0f) << 12 |
		              (uint32_t)(s[1] & 0x3f) << 6 | (s[2] & 0x3f);

		if (cp < 0x800 || (cp >= 0xd800 && cp <= 0xdfff))
			return UTF8_BAD;
		*len = 3;
		return cp;
	}
	if (left < 4 || !is_cont(s[3]))
		return UTF8_BAD;
	uint32_t cp = (uint32_t)(c & 0x07) << 18 |
	              (uint32_t)(s[1] & 0x3f) << 12 |
	              (uint32_t)(s[2] & 0x3f) << 6 | (s[3] & 0x3f);

	if (cp < 0x10000 || cp > 0x10ffff)
		return UTF8_BAD;
	*len = 4;
	return cp;
}

unsigned utf8_encode(uint32_t cp, char *out)
{
	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		cp = 0xfffd;
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xc0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xe0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		out[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	out[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

bool utf8_valid(const char *p, size_t len)
{
	const char *end = p + len;

	while (p < end) {
		uint64_t eight;
		unsigned n;

		/* Eight ASCII bytes at a time: most text is mostly that. */
		if ((size_t)(end - p) >= 8) {
			memcpy(&eight, p, 8);
			if ((eight & 0x8080808080808080u) == 0) {
				p += 8;
				continue;
			}
		}
		/* Two bytes are most letters that are not ASCII. */
		if (end - p >= 2 && (unsigned char)p[0] >= 0xc2 &&
		    (unsigned char)p[0] < 0xe0 && is_cont((unsigned char)p[1])) {
			p += 2;
			continue;
		}
		if (utf8_decode(p, end, &n) == UTF8_BAD)
			return false;
		p += n;
	}
	return true;
}

size_t utf8_cut(const char *p, size_t len, size_t max)
{
	size_t n = len < max ? len : max;
	size_t lead = n;
	unsigned got;

	/* Back to the last lead byte; if its character is whole, n stands. */
	while (lead > 0 && n - lead < UTF8_MAX) {
		lead--;
		if (!is_cont((unsigned char)p[lead]))
			break;
	}
	if (lead == n)
		return n;
	if ((unsigned char)p[lead] < 0x80)
		return n;
	if (utf8_decode(p + lead, p + n, &got) != UTF8_BAD)
		return n;
	/* Not whole before n.  If it is whole in the full text, it was cut. */
	if (utf8_decode(p + lead, p + len, &got) != UTF8_BAD || n == len)
		return lead;
	return n;
}

void utf8_tidy(char *s)
{
	const char *p = s, *end = s + strlen(s);

	while (p < end) {
		unsigned len;
		uint32_t cp = utf8_decode(p, end, &len);
		bool bad = cp < 0x20 || (cp >= 0x7f && cp < 0xa0) ||
		           cp == UTF8_BAD;

		if (bad)
			*s++ = '?';
		else
			for (unsigned i = 0; i < len; i++)
				*s++ = p[i];
		p += len;
	}
	*s = '\0';
}
