#include "corpus/date_lex.h"

#include <string.h>

#include "lib/base/utf8.h"

#define WORD_MAX 48 /* bytes of a folded word; no name has more than 30 */

struct lexer {
	const char *p, *end;
	bool spaced;
};

static const struct {
	uint32_t zero; /* the digit nought of a script */
} scripts[] = { { 0x660 }, { 0x6f0 }, { 0x966 }, { 0xe50 }, { 0xff10 } };

static int digit_of(uint32_t cp)
{
	if (cp < 0x80)
		return cp >= '0' && cp <= '9' ? (int)(cp - '0') : -1;
	for (size_t k = 0; k < sizeof scripts / sizeof scripts[0]; k++)
		if (cp >= scripts[k].zero && cp < scripts[k].zero + 10)
			return (int)(cp - scripts[k].zero);
	return -1;
}

/* U+00C0 to U+017F without case and accents; '?' where that is no letter. */
static const char latin[] = "aaaaaaaceeeeiiii?nooooo?ouuuuy?s"
                            "aaaaaaaceeeeiiii?nooooo?ouuuuy?y"
                            "aaaaaaccccccccddddeeeeeeeeeegggg"
                            "gggghh??iiiiiiiiii??jjkk?llllll?"
                            "?llnnnnnn???oooooooorrrrrrssssss"
                            "sstttt??uuuuuuuuuuuuwwyyyzzzzzz?";

static uint32_t fold_greek(uint32_t cp)
{
	static const struct {
		uint16_t from, to;
	} accent[] = {
		{ 0x386, 0x3b1 }, { 0x388, 0x3b5 }, { 0x389, 0x3b7 },
		{ 0x38a, 0x3b9 }, { 0x38c, 0x3bf }, { 0x38e, 0x3c5 },
		{ 0x38f, 0x3c9 }, { 0x390, 0x3b9 }, { 0x3aa, 0x3b9 },
		{ 0x3ab, 0x3c5 }, { 0x3ac, 0x3b1 }, { 0x3ad, 0x3b5 },
		{ 0x3ae, 0x3b7 }, { 0x3af, 0x3b9 }, { 0x3b0, 0x3c5 },
		{ 0x3c2, 0x3c3 }, { 0x3ca, 0x3b9 }, { 0x3cb, 0x3c5 },
		{ 0x3cc, 0x3bf }, { 0x3cd, 0x3c5 }, { 0x3ce, 0x3c9 },
	};

	for (size_t k = 0; k < sizeof accent / sizeof accent[0]; k++)
		if (accent[k].from == cp)
			return accent[k].to;
	return cp >= 0x391 && cp <= 0x3a9 ? cp + 0x20 : cp;
}

/* The letter without case and accent; 0 for a mark that only sits on one;
 * UTF8_BAD for what is no letter. */
static uint32_t fold_letter(uint32_t cp)
{
	if (cp >= 'a' && cp <= 'z')
		return cp;
	if (cp >= 'A' && cp <= 'Z')
		return cp + 0x20;
	if (cp < 0xc0 || cp == 0xd7 || cp == 0xf7)
		return UTF8_BAD;
	if (cp < 0x180)
		return latin[cp - 0xc0] != '?' ?
		               (uint32_t)(unsigned char)latin[cp - 0xc0] :
		               cp;
	if (cp >= 0x300 && cp < 0x370)
		return 0;
	if (cp < 0x400)
		return cp < 0x250 || cp >= 0x370 ? fold_greek(cp) : UTF8_BAD;
	if (cp < 0x530) {
		if (cp < 0x410)
			cp += 0x50;
		else if (cp < 0x430)
			cp += 0x20;
		return cp == 0x451 ? 0x435 : cp;
	}
	if (cp == 0x640 || (cp >= 0x64b && cp <= 0x652))
		return 0;
	if ((cp >= 0x620 && cp < 0x6d4) || (cp >= 0xe00 && cp < 0xe50))
		return cp;
	return UTF8_BAD;
}

static bool is_thai(uint32_t cp)
{
	return cp >= 0xe00 && cp < 0xe80;
}

static bool is_space_cp(uint32_t cp)
{
	return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0xa0 ||
	       (cp >= 0x2000 && cp <= 0x200a) || cp == 0x202f || cp == 0x3000;
}

static bool is_invisible(uint32_t cp)
{
	return cp == 0x200b || cp == 0x200e || cp == 0x200f || cp == 0xfeff ||
	       cp == 0xad || (cp >= 0x202a && cp <= 0x202e) ||
	       (cp >= 0x2066 && cp <= 0x2069) || cp == 0x61c;
}

/* The ASCII mark, or unit, that cp stands for. */
static int64_t mark_of(uint32_t cp)
{
	static const struct {
		uint32_t cp;
		char mark;
	} marks[] = {
		{ 0x5e74, 'Y' }, { 0x6708, 'M' }, { 0x65e5, 'D' },
		{ 0x53f7, 'D' }, { 0xb144, 'Y' }, { 0xc6d4, 'M' },
		{ 0xc77c, 'D' }, { 0x6642, 'h' }, { 0x65f6, 'h' },
		{ 0x70b9, 'h' }, { 0xc2dc, 'h' }, { 0x5206, 'm' },
		{ 0xbd84, 'm' }, { 0x79d2, 's' }, { 0xcd08, 's' },
		{ 0x2212, '-' }, { 0x60c, ',' },  { 0x30fb, ',' },
		{ 0xba, '\'' },  { 0xaa, '\'' },  { 0x2019, '\'' },
		{ 0xb7, ',' },   { 0x2022, ',' }, { 0x2044, '/' },
	};

	if (cp < 0x80)
		return cp;
	if (cp >= 0xff01 && cp <= 0xff5e)
		return cp - 0xfee0;
	if (cp >= 0x2010 && cp <= 0x2015)
		return '-';
	for (size_t k = 0; k < sizeof marks / sizeof marks[0]; k++)
		if (marks[k].cp == cp)
			return marks[k].mark;
	return cp;
}

static uint32_t look(const struct lexer *l, const char *p, unsigned *n)
{
	*n = 1;
	if (p >= l->end)
		return 0;
	return utf8_decode(p, l->end, n);
}

static void lex_number(struct lexer *l, struct date_token *t)
{
	unsigned n;
	int d;

	t->kind = DATE_NUMBER;
	t->value = 0;
	t->digits = 0;
	while (l->p < l->end && (d = digit_of(look(l, l->p, &n))) >= 0) {
		if (t->digits < 18)
			t->value = t->value * 10 + d;
		if (t->digits < 99)
			t->digits++;
		l->p += n;
	}
}

/* "a.m." and "p. m.": the letter has been read. */
static bool lex_half(struct lexer *l, char letter, struct date_token *t)
{
	const char *p = l->p;
	unsigned n;

	if (p < l->end && *p == '.')
		p++;
	while (p < l->end && *p == ' ')
		p++;
	if (p == l->end || (*p | 0x20) != 'm')
		return false;
	p++;
	if (p < l->end && fold_letter(look(l, p, &n)) != UTF8_BAD)
		return false;
	if (p < l->end && *p == '.')
		p++;
	l->p = p;
	t->kind = letter == 'a' ? DATE_AM : DATE_PM;
	return true;
}

static void lex_word(struct lexer *l, struct date_token *t)
{
	char word[WORD_MAX + UTF8_MAX + 1];
	size_t len = 0;
	unsigned n;
	int value;

	while (l->p < l->end) {
		uint32_t cp = look(l, l->p, &n), f = fold_letter(cp);

		/* Thai abbreviations have their stops inside. */
		if (cp == '.' && len > 0 && l->p + 1 < l->end &&
		    is_thai(look(l, l->p + 1, &n)) &&
		    (word[0] & 0xf0) == 0xe0) {
			f = '.';
			n = 1;
		}
		if (f == UTF8_BAD)
			break;
		if (f != 0 && len < WORD_MAX)
			len += utf8_encode(f, word + len);
		l->p += n;
	}
	word[len] = '\0';
	if (len == 1 && (word[0] == 'a' || word[0] == 'p') &&
	    lex_half(l, word[0], t))
		return;
	if (strcmp(word, "am") == 0 || strcmp(word, "pm") == 0) {
		t->kind = word[0] == 'a' ? DATE_AM : DATE_PM;
	} else if (strcmp(word, "h") == 0 || strcmp(word, "uhr") == 0) {
		t->kind = DATE_MARK;
		t->value = 'h';
	} else {
		t->kind = (uint8_t)date_word(word, &value);
		t->value = value;
		/* Tuesday in French, Spanish and Italian, too. */
		t->digits = strcmp(word, "mar") == 0;
	}
}

/* The half of the day in Chinese, Japanese and Korean: two characters. */
static bool lex_east_half(struct lexer *l, uint32_t cp, unsigned n,
                          struct date_token *t)
{
	unsigned more;
	uint32_t next = look(l, l->p + n, &more);
	bool noon = next == 0x5348; /* 午 */

	if ((noon && (cp == 0x4e0a || cp == 0x524d)) ||
	    (cp == 0x5348 && next == 0x524d) ||
	    (cp == 0xc624 && next == 0xc804))
		t->kind = DATE_AM;
	else if ((noon && cp == 0x4e0b) || (cp == 0x5348 && next == 0x5f8c) ||
	         (cp == 0xc624 && next == 0xd6c4))
		t->kind = DATE_PM;
	else
		return false;
	l->p += n + more;
	return true;
}

static bool lex_one(struct lexer *l, struct date_token *t)
{
	unsigned n;

	l->spaced = false;
	while (l->p < l->end) {
		uint32_t cp = look(l, l->p, &n);

		if (is_space_cp(cp)) {
			l->spaced = true;
			l->p += n;
			continue;
		}
		if (is_invisible(cp)) {
			l->p += n;
			continue;
		}
		*t = (struct date_token){ .spaced = l->spaced };
		if (digit_of(cp) >= 0) {
			lex_number(l, t);
		} else if (fold_letter(cp) != UTF8_BAD) {
			lex_word(l, t);
		} else if (!lex_east_half(l, cp, n, t)) {
			t->kind = DATE_MARK;
			t->value = mark_of(cp);
			l->p += n;
		}
		return true;
	}
	return false;
}

void date_lex(const char *s, size_t len, struct date_token *out)
{
	struct lexer l = { s, s + utf8_cut(s, len, DATE_BYTES), false };
	size_t n = 0;

	while (n < DATE_TOKENS && lex_one(&l, &out[n]))
		n++;
	memset(out + n, 0, DATE_AHEAD * sizeof *out);
}
