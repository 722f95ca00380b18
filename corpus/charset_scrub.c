#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "corpus/article.h"
#include "corpus/charset.h"
#include "corpus/charset_parts.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"

/* Combining marks on one letter that are kept; no script has more than a few,
 * and sorting a run of them costs its square (UAX #15, stream-safe format). */
#define MARKS_MAX 30

/* What a character becomes that does not stand as it is. */
#define KEEP 0xfffffff0u
#define DROP 0xfffffff1u
#define PARAGRAPH 0xfffffff2u

static uint32_t special(uint32_t cp)
{
	if (cp < 0x20)
		return cp == '\n' || cp == '\t' ? KEEP :
		       cp >= 0x0b && cp <= 0x0d ? '\n' :
		                                  ' ';
	if (cp < 0xa1) {
		if (cp < 0x7f)
			return KEEP;
		if (cp == 0x7f || cp == 0xa0 || cp1252_high[cp - 0x80] == 0)
			return ' ';
		return cp1252_high[cp - 0x80];
	}
	if (cp == 0x61c || cp == 0xfeff)
		return DROP;
	if (cp < 0x2007 || cp > 0x2069)
		return KEEP;
	if (cp == 0x2007 || cp == 0x202f)
		return ' ';
	if (cp == 0x2028)
		return '\n';
	if (cp == 0x2029)
		return PARAGRAPH;
	if (cp == 0x200b || cp == 0x200e || cp == 0x200f || cp == 0x2060 ||
	    (cp >= 0x202a && cp <= 0x202e) || cp >= 0x2066)
		return DROP;
	return KEEP;
}

/* ---- characters that need no look -------------------------------------- */

static bool is_plain(uint32_t cp)
{
	return special(cp) == KEEP && u_getCombiningClass((UChar32)cp) == 0 &&
	       u_getIntPropertyValue((UChar32)cp, UCHAR_NFC_QUICK_CHECK) ==
	               UNORM_YES;
}

/* One bit a character of the basic plane: stands as it is, and is NFC
 * whatever stands before it. */
static uint64_t plain[0x10000 / 64];
static pthread_once_t plain_once = PTHREAD_ONCE_INIT;

static void fill_plain(void)
{
	for (uint32_t cp = 0; cp < 0x10000; cp++)
		if (is_plain(cp))
			plain[cp / 64] |= (uint64_t)1 << cp % 64;
}

/* ---- the scan ----------------------------------------------------------- */

struct scrub {
	const char *p, *end;
	struct buf out;
	const char *line_end; /* of a line that must be normalised, or NULL */
	size_t line;          /* where that line begins in out */
	unsigned marks;       /* combining marks since the last letter */
	uint8_t last_class;
	unsigned repairs;
};

#define ONES 0x0101010101010101u

/* Over printable ASCII, tabs and line feeds, eight at a time. */
static const char *skip_ascii(const char *p, const char *end)
{
	while (end - p >= 8) {
		uint64_t x;

		memcpy(&x, p, 8);
		if (((x | (x + ONES)) & (ONES * 0x80)) != 0)
			break;
		if (((x - ONES * 0x20) & (ONES * 0x80)) != 0)
			for (int k = 0; k < 8; k++)
				if (p[k] < 0x20 && p[k] != '\n' &&
				    p[k] != '\t')
					return p + k;
		p += 8;
	}
	while (p < end && ((*p >= 0x20 && *p < 0x7f) || *p == '\n' ||
	                   *p == '\t'))
		p++;
	return p;
}

static inline uint32_t next_char(const char *p, const char *end, unsigned *n)
{
	const unsigned char *u = (const unsigned char *)p;

	/* The commonest well-formed ones; the rest is utf8_decode's. */
	if (end - p >= 3) {
		if (u[0] >= 0xc2 && u[0] < 0xe0 && (u[1] & 0xc0) == 0x80) {
			*n = 2;
			return (uint32_t)(u[0] & 0x1f) << 6 | (u[1] & 0x3f);
		}
		if (u[0] > 0xe0 && u[0] < 0xed && (u[1] & 0xc0) == 0x80 &&
		    (u[2] & 0xc0) == 0x80) {
			*n = 3;
			return (uint32_t)(u[0] & 0x0f) << 12 |
			       (uint32_t)(u[1] & 0x3f) << 6 | (u[2] & 0x3f);
		}
	}
	return utf8_decode(p, end, n);
}

/* Whether a mark may stand where it does: in its order, and not one that may
 * be composed with what is before it. */
static bool mark_is_nfc(struct scrub *s, uint32_t cp)
{
	uint8_t class = u_getCombiningClass((UChar32)cp);
	bool good = (class == 0 || s->last_class <= class) &&
	            u_getIntPropertyValue((UChar32)cp,
	                                  UCHAR_NFC_QUICK_CHECK) == UNORM_YES;

	s->last_class = class;
	s->marks = class != 0 ? s->marks + 1 : 0;
	return good;
}

/* From s->p over everything that stands as it is, to end or to the first
 * character that does not: *cp is what it is (or UTF8_BAD) in *n bytes. */
static const char *clean_run(struct scrub *s, const char *end, uint32_t *cp,
                             unsigned *n)
{
	const char *p = s->p;

	for (;;) {
		if (p < end && (unsigned char)*p < 0x80) {
			p = skip_ascii(p, end);
			s->marks = s->last_class = 0;
		}
		if (p == end)
			return p;
		*cp = next_char(p, s->end, n);
		if (*cp < 0x10000 ?
		            (plain[*cp / 64] >> *cp % 64 & 1) != 0 :
		            (*cp != UTF8_BAD && is_plain(*cp))) {
			s->marks = s->last_class = 0;
		} else if (*cp == UTF8_BAD || special(*cp) != KEEP) {
			return p;
		} else if (!mark_is_nfc(s, *cp) || s->marks > MARKS_MAX) {
			return p;
		}
		p += *n;
	}
}

/* ---- NFC ---------------------------------------------------------------- */

/* Normalise what out holds from at on. */
static void normalise(struct buf *out, size_t at)
{
	const UNormalizer2 *nfc;
	UErrorCode e = U_ZERO_ERROR;
	int32_t len, n, m, room;
	UChar *from, *to;

	/* UTF-16 has no more units than UTF-8 has bytes, NFC three times as
	 * many units at most, and UTF-8 three bytes for each. */
	if (out->len - at > INT32_MAX / 12 || out->len == at)
		return;
	len = (int32_t)(out->len - at);
	nfc = unorm2_getNFCInstance(&e);
	from = nx_realloc_array(NULL, (size_t)len, sizeof *from);
	u_strFromUTF8(from, len, &n, out->p + at, len, &e);
	room = U_SUCCESS(e) ? n * 3 + 1 : 1;
	to = nx_realloc_array(NULL, (size_t)room, sizeof *to);
	m = unorm2_normalize(nfc, from, n, to, room, &e);
	if (U_SUCCESS(e)) {
		buf_cut(out, at);
		u_strToUTF8(buf_room(out, (size_t)m * 3), m * 3, &n, to, m, &e);
		out->len += U_SUCCESS(e) ? (size_t)n : 0;
		out->p[out->len] = '\0';
	}
	free(from);
	free(to);
}

/* The line that is being written must be normalised. */
static void note_line(struct scrub *s)
{
	const char *nl;

	if (s->line_end != NULL)
		return;
	nl = memrchr(buf_str(&s->out), '\n', s->out.len);
	s->line = nl != NULL ? (size_t)(nl - s->out.p) + 1 : 0;
	nl = memchr(s->p, '\n', (size_t)(s->end - s->p));
	s->line_end = nl != NULL ? nl : s->end;
}

/* ---- the rewriting ------------------------------------------------------ */

static void add_cp(struct buf *out, uint32_t cp)
{
	char *to = buf_room(out, UTF8_MAX);

	out->len += utf8_encode(cp, to);
	out->p[out->len] = '\0';
}

static void replace_bad(struct scrub *s)
{
	add_cp(&s->out, 0xfffd);
	s->repairs |= REPAIR_CHARSET;
	/* One for all that is left of a broken sequence. */
	s->p++;
	for (int k = 0; k < 3 && s->p < s->end && (*s->p & 0xc0) == 0x80; k++)
		s->p++;
}

static void rewrite_char(struct scrub *s, uint32_t cp, unsigned n)
{
	uint32_t to;

	if (cp == UTF8_BAD) {
		replace_bad(s);
		return;
	}
	to = special(cp);
	if (to == KEEP) {
		if (s->marks <= MARKS_MAX)
			buf_add(&s->out, s->p, n);
		note_line(s);
	} else if (to == PARAGRAPH) {
		buf_add(&s->out, "\n\n", 2);
	} else if (to != DROP) {
		if (cp >= 0x80 && cp < 0xa0)
			s->repairs |= REPAIR_CHARSET;
		add_cp(&s->out, to);
		s->marks = s->last_class = 0;
	}
	if (cp == '\r' && s->p + 1 < s->end && s->p[1] == '\n')
		n = 2;
	s->p += n;
}

static void rewrite(struct scrub *s)
{
	while (s->p < s->end) {
		const char *stop = s->line_end != NULL ? s->line_end : s->end;
		unsigned n = 0;
		uint32_t cp = 0;
		const char *q = clean_run(s, stop, &cp, &n);

		buf_add(&s->out, s->p, (size_t)(q - s->p));
		s->p = q;
		if (q < stop)
			rewrite_char(s, cp, n);
		if (s->line_end != NULL && s->p >= s->line_end) {
			normalise(&s->out, s->line);
			s->line_end = NULL;
		}
	}
}

void charset_scrub_from(struct buf *b, size_t at, unsigned *repairs)
{
	struct scrub s = { 0 };
	const char *dirty, *start;
	unsigned n;
	uint32_t cp;

	if (b->len <= at)
		return;
	s.p = b->p + at;
	s.end = b->p + b->len;
	s.p = skip_ascii(s.p, s.end);
	if (s.p == s.end)
		return;
	pthread_once(&plain_once, fill_plain);
	dirty = clean_run(&s, s.end, &cp, &n);
	if (dirty == s.end)
		return;
	/* From the start of the line: a letter may compose with its mark. */
	start = memrchr(b->p + at, '\n', (size_t)(dirty - (b->p + at)));
	s.p = start != NULL ? start + 1 : b->p + at;
	start = s.p;
	s.marks = s.last_class = 0;
	rewrite(&s);
	buf_cut(b, (size_t)(start - b->p));
	buf_add(b, buf_str(&s.out), s.out.len);
	*repairs |= s.repairs;
	buf_release(&s.out);
}

void charset_scrub(struct buf *b, unsigned *repairs)
{
	charset_scrub_from(b, 0, repairs);
}
