#include <string.h>
#include <unicode/ustring.h>

#include "lib/analysis/scan.h"

/* ---- Han and kana ------------------------------------------------------ */

/* Bytes of two folded characters of a run; the longest is a ligature that
 * stands for a few kana. */
#define CJK_ROOM 128

struct cjk {
	const char *start, *end;
	size_t len;
	char form[CJK_ROOM];
};

/* Join a kana and the voicing mark behind it, if Unicode has the two as one;
 * otherwise the mark is dropped. */
static void voice(struct analyser *a, struct cjk *c, uint32_t mark)
{
	unsigned n;
	uint32_t base, pair;

	if (mark == 0xff9e || mark == 0xff9f)
		mark = mark - 0xff9e + 0x3099;
	base = utf8_decode(c->form, c->form + c->len, &n);
	if (n != c->len)
		return;
	pair = (uint32_t)unorm2_composePair(a->f.nfc, (UChar32)base,
	                                    (UChar32)mark);
	if (pair < 0x110000)
		c->len = utf8_encode(pair, c->form);
}

/* Where the run goes on at p: there, or on the next line; NULL if it ends. */
static const char *cjk_next(struct analyser *a, const char *p)
{
	if (scan_class(a, p) == UC_CJK)
		return p;
	if (p < a->end && *p == '\r')
		p++;
	if (p >= a->end || *p != '\n')
		return NULL;
	return scan_class(a, p + 1) == UC_CJK ? p + 1 : NULL;
}

/* Read the character at p with its marks; returns the place behind. */
static const char *cjk_read(struct analyser *a, struct cjk *c, const char *p)
{
	const struct uc *u;
	uint32_t cp;
	unsigned n;
	bool voiced = false;

	u = scan_at(a, p, &cp, &n);
	c->start = p;
	c->len = u->len <= CJK_ROOM / 2 ? u->len : 0;
	memcpy(c->form, folder_text(&a->f, u), c->len);
	for (;;) {
		p += n;
		c->end = p;
		u = scan_at(a, p, &cp, &n);
		if (u->cls == UC_CJK_MARK && !voiced) {
			voice(a, c, cp);
			voiced = true;
		} else if (u->cls != UC_CJK_MARK && u->cls != UC_MARK &&
		           u->cls != UC_IGNORED) {
			return p;
		}
	}
}

const char *run_cjk(struct analyser *a, const char *p)
{
	struct cjk one, two;
	const char *next;

	p = cjk_read(a, &one, p);
	note_letters(a, UC_IS_LETTER);
	while (!a->full) {
		struct span s = { one.start, one.end, 0, 0, TOKEN_CJK };

		next = cjk_next(a, p);
		if (next == NULL) {
			s.flags |= TOKEN_CJK_END;
			emit(a, one.form, one.len, &s);
			break;
		}
		p = cjk_read(a, &two, next);
		memcpy(one.form + one.len, two.form, two.len);
		emit(a, one.form, one.len + two.len, &s);
		one = two;
	}
	return p;
}

/* ---- words without spaces ---------------------------------------------- */

/* Characters that ICU is given at a time.  A run ends at a space or a stop;
 * only a hostile one is this long, and it may lose a word at the seam. */
#define CHUNK 1024

struct chunk {
	int32_t n;
	UChar units[CHUNK];
	const char *at[CHUNK + 1]; /* where each stands in the text */
};

static const char *chunk_read(struct analyser *a, struct chunk *c,
                              const char *p)
{
	const char *end = p;

	for (c->n = 0; c->n < CHUNK;) {
		uint32_t cp;
		unsigned n;
		const struct uc *u = scan_at(a, p, &cp, &n);

		if (u->cls == UC_DICTIONARY && cp < 0x10000) {
			c->at[c->n] = p;
			c->units[c->n++] = (UChar)cp;
			end = p + n;
		} else if (u->cls != UC_IGNORED) {
			break;
		}
		p += n;
	}
	c->at[c->n] = end;
	return p;
}

static void chunk_emit(struct analyser *a, const struct chunk *c, int32_t from,
                       int32_t to)
{
	struct span s = { c->at[from], c->at[from], UC_IS_LETTER, 0, 0 };
	char form[LIMIT_TERM + UTF8_MAX];
	size_t len = 0;
	unsigned n;

	for (int32_t i = from; i < to && len < LIMIT_TERM; i++)
		len += utf8_encode(c->units[i], form + len);
	/* Ignored characters behind the word are not of it. */
	s.end = c->at[to - 1];
	(void)utf8_decode(s.end, a->end, &n);
	s.end += n;
	note_letters(a, UC_IS_LETTER);
	emit(a, form, len, &s);
}

const char *run_dictionary(struct analyser *a, const char *p)
{
	struct chunk c;
	UErrorCode e = U_ZERO_ERROR;
	const char *next = chunk_read(a, &c, p);
	int32_t from = 0, to;

	if (c.n == 0) /* beyond the basic plane: none today */
		return next > p ? next : p + UTF8_MAX;
	if (a->words == NULL)
		a->words = ubrk_open(UBRK_WORD, "", NULL, 0, &e);
	if (a->words != NULL && U_SUCCESS(e))
		ubrk_setText(a->words, c.units, c.n, &e);
	while (from < c.n && !a->full) {
		to = c.n;
		if (a->words != NULL && U_SUCCESS(e))
			to = ubrk_following(a->words, from);
		if (to == UBRK_DONE || to <= from)
			to = c.n;
		chunk_emit(a, &c, from, to);
		from = to;
	}
	return next;
}
