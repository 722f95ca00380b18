#include "corpus/charset.h"

#include <string.h>
#include <uchardet/uchardet.h>

#include "corpus/article.h"
#include "corpus/charset_parts.h"
#include "lib/base/utf8.h"

/* Bytes looked at for the NULs of UTF-16, and given to uchardet. */
#define LOOK_BYTES 1024
#define GUESS_BYTES (64 * 1024)

/* A declared or guessed charset is wrong where more than one byte in so many
 * does not fit. */
#define WRONG_SHARE 1000

/* Fewer high bytes than these are a few accents, dashes and currency signs in
 * a Western text, on which uchardet guesses badly. */
#define GUESS_LEAST 8
#define GUESS_SHARE 50 /* one in so many */

static const struct charset *bom_charset(const char *p, size_t len,
                                         size_t *skip)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *label;
	} bom[] = {
		{ "\xef\xbb\xbf", 3, "utf-8" },
		{ "\xff\xfe\0\0", 4, "utf-32le" },
		{ "\0\0\xfe\xff", 4, "utf-32be" },
		{ "\xff\xfe", 2, "utf-16le" },
		{ "\xfe\xff", 2, "utf-16be" },
	};

	for (size_t k = 0; k < sizeof bom / sizeof bom[0]; k++)
		if (len >= bom[k].len &&
		    memcmp(p, bom[k].bytes, bom[k].len) == 0) {
			*skip = bom[k].len;
			return charset_find(bom[k].label,
			                    strlen(bom[k].label));
		}
	*skip = 0;
	return NULL;
}

/* UTF-16 without a mark: its spaces and Latin letters have every other byte
 * NUL, always on the same side. */
static const struct charset *nul_charset(const char *p, size_t len)
{
	size_t n = len < LOOK_BYTES ? len : LOOK_BYTES, nul[2] = { 0, 0 };

	if (memchr(p, 0, n) == NULL)
		return NULL;
	for (size_t k = 0; k < n; k++)
		nul[k & 1] += p[k] == '\0';
	if (nul[1] > n / 10 && nul[0] < nul[1] / 20 + 1)
		return charset_find("utf-16le", 8);
	if (nul[0] > n / 10 && nul[1] < nul[0] / 20 + 1)
		return charset_find("utf-16be", 8);
	return NULL;
}

/* ISO-2022-JP is ASCII to every other test. */
static bool has_escapes(const char *p, size_t len)
{
	const char *end = p + len;

	while (p < end && (p = memchr(p, 0x1b, (size_t)(end - p))) != NULL) {
		if (end - p >= 3 && p[1] == '$' && (p[2] == 'B' || p[2] == '@'))
			return true;
		p++;
	}
	return false;
}

/* ---- text that is nearly UTF-8 ----------------------------------------- */

struct census {
	size_t chars; /* well-formed sequences of more than one byte */
	size_t bad;   /* bytes that are in none */
	size_t high;  /* bytes over 0x7f in all */
};

static void take_census(const char *p, size_t len, struct census *c)
{
	const char *end = p + len;

	*c = (struct census){ 0 };
	while (p < end) {
		unsigned n;

		if ((unsigned char)*p < 0x80) {
			p++;
			continue;
		}
		if (utf8_decode(p, end, &n) == UTF8_BAD)
			c->bad++;
		else
			c->chars++;
		c->high += n;
		p += n;
	}
}

/* Append a byte as windows-1252. */
static void add_1252(unsigned char c, struct buf *out)
{
	uint32_t cp = c;
	char *to = buf_room(out, UTF8_MAX);

	if (c >= 0x80 && c < 0xa0 && cp1252_high[c - 0x80] != 0)
		cp = cp1252_high[c - 0x80];
	out->len += utf8_encode(cp, to);
	out->p[out->len] = '\0';
}

/* Whether the bad byte at p has ASCII on both sides.  At the very end a lead
 * byte is a character cut off. */
static bool stands_alone(const char *start, const char *p, const char *end)
{
	if (p > start && (unsigned char)p[-1] >= 0x80)
		return false;
	if (p + 1 == end)
		return (unsigned char)*p < 0xc0;
	return (unsigned char)p[1] < 0x80;
}

/* UTF-8 with some bytes that are none: one by itself was pasted in from
 * windows-1252; the rest are broken characters, left to the scrubbing. */
static void add_mixed(const char *p, size_t len, struct buf *out)
{
	const char *start = p, *run = p, *end = p + len;

	while (p < end) {
		unsigned n = 1;
		bool bad = (unsigned char)*p >= 0x80 &&
		           utf8_decode(p, end, &n) == UTF8_BAD;

		if (bad && stands_alone(start, p, end)) {
			buf_add(out, run, (size_t)(p - run));
			add_1252((unsigned char)*p, out);
			run = p + 1;
		}
		p += n;
	}
	buf_add(out, run, (size_t)(end - run));
}

/* Every byte by itself, eight ASCII ones at a time. */
static void convert_1252(const char *p, size_t len, struct buf *out)
{
	const char *end = p + len;

	while (p < end) {
		const char *q = p;
		uint64_t eight;

		while (end - q >= 8) {
			memcpy(&eight, q, 8);
			if ((eight & 0x8080808080808080u) != 0)
				break;
			q += 8;
		}
		while (q < end && (unsigned char)*q < 0x80)
			q++;
		buf_add(out, p, (size_t)(q - p));
		for (p = q; p < end && (unsigned char)*p >= 0x80; p++)
			add_1252((unsigned char)*p, out);
	}
}

/* ---- what is no UTF-8 --------------------------------------------------- */

static const struct charset *guess(const char *p, size_t len)
{
	uchardet_t u = uchardet_new();
	const struct charset *c = NULL;
	const char *name;

	if (u == NULL)
		return NULL;
	if (len > GUESS_BYTES)
		len = GUESS_BYTES;
	if (uchardet_handle_data(u, p, len) == 0) {
		uchardet_data_end(u);
		name = uchardet_get_charset(u);
		c = charset_find(name, strlen(name));
	}
	uchardet_delete(u);
	return c;
}

/* Convert from c if it fits.  False, with nothing appended, otherwise. */
static bool try_charset(const struct charset *c, const char *p, size_t len,
                        struct buf *out, struct charset_result *res)
{
	size_t was = out->len, errors;

	if (c == NULL || c == &charset_utf8)
		return false;
	if (c == &charset_1252) {
		convert_1252(p, len, out);
		errors = 0;
	} else {
		errors = charset_convert(c, p, len, out);
		if (errors > len / WRONG_SHARE) {
			buf_cut(out, was);
			return false;
		}
	}
	res->name = c->name;
	if (errors != 0)
		res->repairs |= REPAIR_CHARSET;
	return true;
}

/* The bytes are not UTF-8 as they stand. */
static void decode_other(const char *p, size_t len, const struct charset *c,
                         struct buf *out, struct charset_result *res)
{
	struct census n;

	take_census(p, len, &n);
	/* A few strays do not unmake it; a sequence cut off at the end is
	 * three of them. */
	if (n.chars > 3 * n.bad || (c == &charset_utf8 && 4 * n.chars > n.bad) ||
	    (n.chars > 0 && n.bad <= 3 && c == NULL)) {
		add_mixed(p, len, out);
		res->repairs |= REPAIR_CHARSET;
		return;
	}
	if (try_charset(c, p, len, out, res))
		return;
	if (c != NULL)
		res->repairs |= REPAIR_CHARSET;
	if (n.high >= GUESS_LEAST && n.high > len / GUESS_SHARE &&
	    try_charset(guess(p, len), p, len, out, res))
		return;
	(void)try_charset(&charset_1252, p, len, out, res);
}

void charset_decode(const char *p, size_t len, const char *declared,
                    struct buf *out, struct charset_result *res)
{
	size_t at = out->len, skip;
	const struct charset *c = bom_charset(p, len, &skip);

	*res = (struct charset_result){ "UTF-8", 0 };
	p += skip;
	len -= skip;
	if (c == NULL)
		c = nul_charset(p, len);
	if (c == NULL || c == &charset_utf8) {
		if (utf8_valid(p, len)) {
			if (!has_escapes(p, len) ||
			    !try_charset(charset_find("iso-2022-jp", 11), p,
			                 len, out, res))
				buf_add(out, p, len);
		} else {
			if (c == NULL && declared != NULL)
				c = charset_find(declared, strlen(declared));
			decode_other(p, len, c, out, res);
		}
	} else if (charset_convert(c, p, len, out) != 0) {
		res->name = c->name;
		res->repairs |= REPAIR_CHARSET;
	} else {
		res->name = c->name;
	}
	if (charset_unmangle(out, at))
		res->repairs |= REPAIR_MOJIBAKE;
	charset_scrub_from(out, at, &res->repairs);
}
