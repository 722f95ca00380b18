#include "lib/analysis/fold.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "lib/base/mem.h"
#include "lib/base/utf8.h"

/* UTF-16 units that one character may fold to; the longest of Unicode is the
 * ligature U+FDFA with 18. */
#define FOLD_UNITS 64

static const struct uc separator = { UC_SEPARATOR, 0, 0, "" };

void folder_init(struct folder *f)
{
	memset(f, 0, sizeof *f);
}

void folder_release(struct folder *f)
{
	/* Mostly it is the first alone. */
	for (size_t i = 0; f->pages > 0; i++) {
		f->pages -= f->page[i] != NULL;
		free(f->page[i]);
	}
	buf_release(&f->pool);
}

static void need_icu(struct folder *f)
{
	UErrorCode e = U_ZERO_ERROR;

	if (f->nfc != NULL)
		return;
	f->nfc = unorm2_getNFCInstance(&e);
	f->nfd = unorm2_getNFDInstance(&e);
	f->nfkc_cf = unorm2_getNFKCCasefoldInstance(&e);
	/* Only an ICU without its own data fails here. */
	if (U_FAILURE(e))
		abort();
}

const char *folder_text(const struct folder *f, const struct uc *u)
{
	uint32_t at;

	if ((u->bits & UC_POOLED) == 0)
		return u->fold;
	memcpy(&at, u->fold, sizeof at);
	return f->pool.p + at;
}

static uint32_t unit_next(const UChar *s, int32_t *i, int32_t n)
{
	uint32_t c = s[(*i)++];

	/* ICU's own macro does not survive -Wsign-conversion. */
	if (c >= 0xd800 && c < 0xdc00 && *i < n)
		c = 0x10000 + ((c & 0x3ff) << 10) + (s[(*i)++] & 0x3ffu);
	return c;
}

/* ---- what it is ------------------------------------------------------- */

/* Characters whose part in words is not their general category's. */
static enum uc_class class_by_name(uint32_t cp)
{
	switch (cp) {
	case '\'':
	case 0x2018:
	case 0x2019:
	case 0x02bb:
	case 0x02bc:
	case 0xff07:
		return UC_APOSTROPHE;
	case '-':
	case 0x2010:
	case 0x2011:
		return UC_HYPHEN;
	case '.':
	case '!':
	case '?':
	case 0x2026:
	case 0x061f:
	case 0x06d4:
		return UC_STOP;
	case 0x3002:
	case 0xff01:
	case 0xff1f:
	case 0xff61:
	case 0x0964:
	case 0x0965:
		return UC_STOP_WIDE;
	case 0x30fc:
	case 0xff70:
	case 0x3006:
		return UC_CJK;
	case 0x3099:
	case 0x309a:
	case 0xff9e:
	case 0xff9f:
		return UC_CJK_MARK;
	case 0x200b: /* zero width, but a space */
		return UC_SEPARATOR;
	default:
		return UC_UNKNOWN;
	}
}

static UScriptCode script_of(uint32_t cp)
{
	UErrorCode e = U_ZERO_ERROR;

	return uscript_getScript((UChar32)cp, &e);
}

static enum uc_class class_by_script(uint32_t cp)
{
	switch (script_of(cp)) {
	case USCRIPT_HAN:
	case USCRIPT_HIRAGANA:
	case USCRIPT_KATAKANA:
		return UC_CJK;
	case USCRIPT_THAI:
	case USCRIPT_LAO:
	case USCRIPT_KHMER:
	case USCRIPT_MYANMAR:
		return UC_DICTIONARY;
	default:
		return UC_UNKNOWN;
	}
}

static enum uc_class class_of(uint32_t cp)
{
	enum uc_class c = class_by_name(cp);
	uint32_t mask = U_GET_GC_MASK((UChar32)cp);

	if (c != UC_UNKNOWN)
		return c;
	if (u_hasBinaryProperty((UChar32)cp, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
		return UC_IGNORED;
	if (mask & U_GC_ND_MASK || (cp >= 0x2080 && cp <= 0x2089))
		return UC_DIGIT;
	if (mask & (U_GC_L_MASK | U_GC_NL_MASK | U_GC_M_MASK))
		c = class_by_script(cp);
	if (c != UC_UNKNOWN)
		return c;
	if (mask & (U_GC_L_MASK | U_GC_NL_MASK))
		return UC_LETTER;
	if (mask & U_GC_M_MASK)
		return UC_MARK;
	return u_isUWhiteSpace((UChar32)cp) ? UC_SPACE : UC_SEPARATOR;
}

static uint8_t bits_of(uint32_t cp, enum uc_class c)
{
	switch (u_charType((UChar32)cp)) {
	case U_UPPERCASE_LETTER:
		return UC_IS_LETTER | UC_UPPER;
	case U_LOWERCASE_LETTER:
		return UC_IS_LETTER | UC_LOWER;
	case U_TITLECASE_LETTER:
		return UC_IS_LETTER | UC_UPPER | UC_LOWER;
	default:
		break;
	}
	if (c == UC_LETTER || c == UC_CJK || c == UC_DICTIONARY)
		return UC_IS_LETTER;
	return c == UC_DIGIT ? UC_IS_DIGIT : 0;
}

/* ---- what it becomes --------------------------------------------------- */

/* A mark that is only an accent or a reading aid, in scripts where the letters
 * alone are how people write. */
static bool is_accent(uint32_t cp)
{
	if ((U_GET_GC_MASK((UChar32)cp) & (U_GC_MN_MASK | U_GC_ME_MASK)) == 0 ||
	    class_by_name(cp) == UC_CJK_MARK)
		return false;
	switch (script_of(cp)) {
	case USCRIPT_INHERITED:
	case USCRIPT_COMMON:
	case USCRIPT_LATIN:
	case USCRIPT_GREEK:
	case USCRIPT_CYRILLIC:
	case USCRIPT_HEBREW:
	case USCRIPT_ARABIC:
		return true;
	default:
		return false;
	}
}

/* Letters of their own, though Unicode takes them apart. */
static bool keeps_mark(uint32_t base, uint32_t mark)
{
	if (mark >= 0x0653 && mark <= 0x0655) /* hamza, but not on alef */
		return base != 0x0627;
	return (base == 0x0438 && mark == 0x0306) || /* й */
	       (base == 0x0456 && mark == 0x0308);   /* ї */
}

/* Letters that Unicode leaves whole but that are typed in two ways. */
static const struct {
	uint16_t from;
	uint16_t to[2];
} LETTERS[] = {
	{ 0x00e6, { 'a', 'e' } }, { 0x00f0, { 'd', 0 } },
	{ 0x00f8, { 'o', 0 } },   { 0x00fe, { 't', 'h' } },
	{ 0x0111, { 'd', 0 } },   { 0x0127, { 'h', 0 } },
	{ 0x0131, { 'i', 0 } },   { 0x0142, { 'l', 0 } },
	{ 0x0153, { 'o', 'e' } }, { 0x0167, { 't', 0 } },
	{ 0x0629, { 0x0647, 0 } }, /* teh marbuta: heh */
	{ 0x0640, { 0, 0 } },      /* tatweel */
	{ 0x0649, { 0x064a, 0 } }, /* alef maksura: yeh */
	{ 0x0671, { 0x0627, 0 } }, /* alef wasla: alef */
	{ 0x06a9, { 0x0643, 0 } }, /* Persian kaf */
	{ 0x06cc, { 0x064a, 0 } }, /* Persian yeh */
};

static int32_t put(UChar *out, int32_t n, uint32_t cp)
{
	if (n + 2 <= FOLD_UNITS)
		U16_APPEND_UNSAFE(out, n, (UChar32)cp);
	return n;
}

static int32_t put_letter(UChar *out, int32_t n, uint32_t cp)
{
	int32_t digit = u_charDigitValue((UChar32)cp);
	enum uc_class c = class_of(cp);

	if (c == UC_DIGIT && digit >= 0)
		return put(out, n, (uint32_t)('0' + digit));
	/* A compatibility form may hold spaces and points: U+FDFA, U+0140. */
	if (c == UC_SEPARATOR || c == UC_SPACE || c == UC_APOSTROPHE ||
	    c == UC_IGNORED)
		return n;
	for (size_t i = 0; i < sizeof LETTERS / sizeof *LETTERS; i++) {
		if (LETTERS[i].from != cp)
			continue;
		for (int k = 0; k < 2 && LETTERS[i].to[k] != 0; k++)
			n = put(out, n, LETTERS[i].to[k]);
		return n;
	}
	return put(out, n, cp);
}

/* Fold one character into out (FOLD_UNITS); returns its units. */
static int32_t fold_one(struct folder *f, uint32_t cp, UChar *out)
{
	UChar one[2], cf[FOLD_UNITS], d[FOLD_UNITS];
	UErrorCode e = U_ZERO_ERROR;
	uint32_t base = 0, c;
	int32_t n = 0, len = 0;

	U16_APPEND_UNSAFE(one, n, (UChar32)cp);
	n = unorm2_normalize(f->nfkc_cf, one, n, cf, FOLD_UNITS, &e);
	n = unorm2_normalize(f->nfd, cf, n, d, FOLD_UNITS, &e);
	if (U_FAILURE(e))
		return 0;
	for (int32_t i = 0; i < n;) {
		c = unit_next(d, &i, n);
		if (is_accent(c)) {
			if (keeps_mark(base, c))
				len = put(out, len, c);
			continue;
		}
		base = c;
		len = put_letter(out, len, c);
	}
	n = unorm2_normalize(f->nfc, out, len, d, FOLD_UNITS, &e);
	if (U_FAILURE(e))
		return 0;
	memcpy(out, d, (size_t)n * sizeof *d);
	return n;
}

static size_t to_utf8(const UChar *s, int32_t n, char *out, size_t room)
{
	size_t len = 0;
	uint32_t c;

	for (int32_t i = 0; i < n && len + UTF8_MAX <= room;) {
		c = unit_next(s, &i, n);
		len += utf8_encode(c, out + len);
	}
	return len;
}

static bool composes(uint32_t cp)
{
	return u_getIntPropertyValue((UChar32)cp, UCHAR_NFC_QUICK_CHECK) !=
	               UNORM_YES ||
	       (u_getCombiningClass((UChar32)cp) != 0 && !is_accent(cp));
}

static void set_fold(struct folder *f, struct uc *u, const char *s, size_t len)
{
	uint32_t at = (uint32_t)f->pool.len;

	u->len = (uint8_t)len;
	if (len <= UC_INLINE) {
		memcpy(u->fold, s, len);
		return;
	}
	buf_add(&f->pool, s, len);
	memcpy(u->fold, &at, sizeof at);
	u->bits |= UC_POOLED;
}

static void learn(struct folder *f, struct uc *u, uint32_t cp)
{
	UChar s[FOLD_UNITS];
	char utf8[FOLD_UNITS * 3 + UTF8_MAX];
	enum uc_class c = class_of(cp);
	int32_t n = 0;

	u->bits = bits_of(cp, c);
	if (c == UC_DICTIONARY) {
		/* Taken apart, a vowel sign would change ICU's words. */
		U16_APPEND_UNSAFE(s, n, (UChar32)cp);
	} else if (c == UC_LETTER || c == UC_DIGIT || c == UC_CJK ||
	           (c == UC_MARK && !is_accent(cp))) {
		n = fold_one(f, cp, s);
	}
	if (c == UC_LETTER || c == UC_MARK) {
		uint32_t first = cp;

		if (n > 0)
			first = unit_next(s, &(int32_t){ 0 }, n);
		if (composes(cp) || composes(first))
			u->bits |= UC_COMPOSES;
	}
	set_fold(f, u, utf8, to_utf8(s, n, utf8, sizeof utf8));
	u->cls = (uint8_t)c;
}

const struct uc *folder_learn(struct folder *f, uint32_t cp)
{
	struct uc **page;

	if (cp >= 0x110000)
		return &separator;
	need_icu(f);
	page = &f->page[cp >> 8];
	if (*page == NULL) {
		*page = nx_zalloc(256 * sizeof **page);
		f->pages++;
	}
	if ((*page)[cp & 0xff].cls == UC_UNKNOWN)
		learn(f, &(*page)[cp & 0xff], cp);
	return &(*page)[cp & 0xff];
}

/* ---- whole words ------------------------------------------------------- */

size_t folder_word(struct folder *f, const UChar *s, int32_t n, char *out,
                   size_t room)
{
	struct buf all = BUF_INIT;
	UErrorCode e = U_ZERO_ERROR;
	int32_t cap = n * 3 + 16, len;
	UChar *nfc = nx_alloc((size_t)cap * sizeof *nfc);
	size_t wrote = 0;
	uint32_t c;

	len = unorm2_normalize(f->nfc, s, n, nfc, cap, &e);
	if (U_FAILURE(e))
		goto out;
	for (int32_t i = 0; i < len;) {
		const struct uc *u;
		char ascii;

		c = unit_next(nfc, &i, len);
		u = folder_get(f, c);
		ascii = (char)c;
		if (c < 0x80 && u->len == 0) /* an infix */
			buf_add(&all, &ascii, 1);
		else
			buf_add(&all, folder_text(f, u), u->len);
	}
	/* Without the accents between them, letters may combine anew. */
	len = (int32_t)all.len;
	free(nfc);
	nfc = nx_alloc(((size_t)len + 1) * 2 * sizeof *nfc);
	u_strFromUTF8(nfc, len + 1, &n, buf_str(&all), len, &e);
	cap = unorm2_normalize(f->nfc, nfc, n, nfc + len + 1, len + 1, &e);
	if (U_SUCCESS(e))
		wrote = to_utf8(nfc + len + 1, cap, out, room);
out:
	buf_release(&all);
	free(nfc);
	return wrote;
}
