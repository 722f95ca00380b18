#include "lib/analysis/detect.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "lib/analysis/detect_words.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"

/* The lists have some 2,600 different words. */
#define TABLE_SIZE 8192

#define LISTS_MAX 64
#define SCRIPTS_MAX 256

/* Letters that a script must have before it says anything. */
#define SCRIPT_LETTERS 6

/* How often it is asked whether the text is clear already, in bytes; and how
 * many words a language must then be ahead. */
#define CLEAR_EVERY 256
#define CLEAR_MARGIN 14

/* What must be true of a language's words in a text: in hundredths, how many
 * of all words they are; and how many more they are than another's: so many,
 * and one for so many of its own. */
#define SHARE_LEAST 8
#define SHARE_LATIN 13
#define SHARE_MEANT 25
#define KINDS_LEAST 3
#define MARGIN_LEAST 2
#define MARGIN_PART 16

/* To say that a declared language is wrong: letters of the text; and words of
 * the one for each of the other, and beyond that. */
#define CORRECT_LETTERS 60
#define CORRECT_TIMES 2
#define CORRECT_MARGIN 10

/* A character of Chinese says as much as so many letters. */
#define HAN_LETTERS 3

/* Of all characters of a Japanese text one in so many is kana, and of a Korean
 * one Hangul: headlines have few, and quotations in Chinese texts fewer. */
#define KANA_PART 10
#define HANGUL_PART 4

/* Scripts that mean a language, where the lists do not say otherwise.  Those
 * of East Asia, which are mixed, are counted as Han. */
static const struct {
	UScriptCode script;
	const char *code;
} MEANS[] = {
	{ USCRIPT_ARMENIAN, "hy" }, { USCRIPT_BENGALI, "bn" },
	{ USCRIPT_GEORGIAN, "ka" }, { USCRIPT_GREEK, "el" },
	{ USCRIPT_GUJARATI, "gu" }, { USCRIPT_GURMUKHI, "pa" },
	{ USCRIPT_HAN, "zh" },      { USCRIPT_HANGUL, "ko" },
	{ USCRIPT_HEBREW, "he" },   { USCRIPT_HIRAGANA, "ja" },
	{ USCRIPT_KANNADA, "kn" },  { USCRIPT_KHMER, "km" },
	{ USCRIPT_LAO, "lo" },      { USCRIPT_MALAYALAM, "ml" },
	{ USCRIPT_MYANMAR, "my" },  { USCRIPT_SINHALA, "si" },
	{ USCRIPT_TAMIL, "ta" },    { USCRIPT_TELUGU, "te" },
	{ USCRIPT_THAI, "th" },
};

/* Which languages are written in a script too, though neither MEANS nor the
 * lists say so.  A language of which nothing is said anywhere is Latin. */
static const struct {
	UScriptCode script;
	const char *code;
} ALSO[] = {
	{ USCRIPT_LATIN, "ku" },    { USCRIPT_LATIN, "kk" },
	{ USCRIPT_CYRILLIC, "az" }, { USCRIPT_CYRILLIC, "uz" },
	{ USCRIPT_CYRILLIC, "bs" }, { USCRIPT_CYRILLIC, "ku" },
	{ USCRIPT_ARABIC, "az" },   { USCRIPT_ARABIC, "uz" },
	{ USCRIPT_ARABIC, "kk" },   { USCRIPT_ARABIC, "pa" },
	{ USCRIPT_ARABIC, "ha" },   { USCRIPT_ARABIC, "ms" },
	{ USCRIPT_HAN, "ja" },      { USCRIPT_HAN, "ko" },
	{ USCRIPT_LATIN, "az" },    { USCRIPT_LATIN, "uz" },
	{ USCRIPT_LATIN, "bs" },    { USCRIPT_LATIN, "ha" },
	{ USCRIPT_LATIN, "ms" },
};

#define COUNT(a) (sizeof(a) / sizeof *(a))

struct list {
	const struct language *language;
	UScriptCode script;
};

struct common {
	uint64_t hash;  /* 0: free */
	uint64_t lists; /* a bit for each that has the word */
	uint64_t met;   /* the text that it was last met in */
};

struct detector {
	struct list list[LISTS_MAX];
	size_t n_lists;
	struct common table[TABLE_SIZE];

	/* Of the text. */
	size_t bytes;   /* read */
	size_t checked; /* of these, when it was last asked whether it is clear
	                 */
	bool clear;
	uint32_t words;
	uint32_t script[SCRIPTS_MAX]; /* letters of each */
	uint32_t score[LISTS_MAX];    /* words of each list */
	uint32_t kinds[LISTS_MAX];    /* different ones, no single letters */
	uint64_t text;                /* its number */
};

/* ---- words ------------------------------------------------------------ */

/* FNV-1a over the small letters of a word.  With 64 bits no other word has the
 * hash of a common one but by an accident that no text shows. */
#define HASH_START UINT64_C(0xcbf29ce484222325)
#define HASH_PRIME UINT64_C(0x100000001b3)

struct scan {
	const char *p, *end;
	uint64_t hash;      /* of the word */
	UScriptCode script; /* of its last letter */
	uint32_t letters;   /* of it */
	bool glued;         /* it stands in an address or an abbreviation */
};

/* The small form of a letter; 0 for what is passed over: vowel points, and
 * accents that stand by themselves, which texts have or have not. */
static uint32_t letter(struct scan *s, uint32_t cp, uint32_t type,
                       uint32_t *letters)
{
	UErrorCode e = U_ZERO_ERROR;

	if ((type & U_GC_L_MASK) == 0)
		return u_getCombiningClass((UChar32)cp) >= 10 ? 0 : cp;
	s->script = uscript_getScript((UChar32)cp, &e);
	if ((size_t)s->script < SCRIPTS_MAX)
		letters[s->script]++;
	return (uint32_t)u_tolower((UChar32)cp);
}

/* Whether the character belongs to a word; then it is added to it. */
static bool take(struct scan *s, uint32_t cp, uint32_t *letters)
{
	uint32_t small = cp | 0x20, type;

	if (small >= 'a' && small <= 'z') {
		s->script = USCRIPT_LATIN;
		letters[USCRIPT_LATIN]++;
	} else if (cp < 0x80 || cp == UTF8_BAD) {
		return false;
	} else {
		type = U_MASK(u_charType((UChar32)cp));
		if ((type & (U_GC_L_MASK | U_GC_M_MASK)) == 0)
			return false;
		small = letter(s, cp, type, letters);
	}
	if (small != 0)
		s->hash = (s->hash ^ small) * HASH_PRIME;
	return true;
}

static bool is_glue(uint32_t cp)
{
	return cp == '.' || cp == '@' || cp == '/' || cp == '_' ||
	       (cp >= '0' && cp <= '9');
}

/* Read the next word and what ends it; false if there is none.  Its letters
 * are counted by their scripts. */
static bool next_word(struct scan *s, uint32_t *letters)
{
	bool within = false;
	uint32_t last = 0;
	unsigned n;

	s->hash = HASH_START;
	s->letters = 0;
	for (; s->p < s->end; s->p += n) {
		uint32_t cp = utf8_decode(s->p, s->end, &n);

		if (take(s, cp, letters)) {
			if (!within)
				s->glued = is_glue(last);
			within = true;
			s->letters++;
		} else if (within) {
			return true;
		}
		last = cp;
	}
	return within;
}

static struct common *place_of(struct detector *d, uint64_t hash)
{
	size_t i = (hash ^ hash >> 29) % TABLE_SIZE;

	while (d->table[i].hash != 0 && d->table[i].hash != hash)
		i = (i + 1) % TABLE_SIZE;
	return &d->table[i];
}

/* ---- the lists -------------------------------------------------------- */

static void add_list(struct detector *d, const struct common_words *w)
{
	uint32_t letters[SCRIPTS_MAX] = { 0 };
	size_t i = d->n_lists++;
	struct scan s = { .p = w->words, .end = w->words + strlen(w->words) };

	while (next_word(&s, letters)) {
		struct common *c = place_of(d, s.hash);

		c->hash = s.hash;
		c->lists |= UINT64_C(1) << i;
	}
	d->list[i].language = language_find(w->code, strlen(w->code));
	d->list[i].script = s.script;
}

struct detector *detector_new(void)
{
	struct detector *d = nx_zalloc(sizeof *d);

	for (size_t i = 0; i < LISTS_MAX && COMMON_WORDS[i].code != NULL; i++)
		add_list(d, &COMMON_WORDS[i]);
	return d;
}

void detector_free(struct detector *d)
{
	free(d);
}

/* ---- the script ------------------------------------------------------- */

/* The characters of Chinese, Japanese and Korean, by the one script that tells
 * them apart. */
static UScriptCode east_asian(const uint32_t *n, uint32_t *all)
{
	uint32_t kana = n[USCRIPT_HIRAGANA] + n[USCRIPT_KATAKANA];
	uint32_t hangul = n[USCRIPT_HANGUL];

	*all = kana + hangul + n[USCRIPT_HAN];
	if (hangul * HANGUL_PART >= *all)
		return USCRIPT_HANGUL;
	return kana * KANA_PART >= *all ? USCRIPT_HIRAGANA : USCRIPT_HAN;
}

/* The script that most of the text is in, or USCRIPT_UNKNOWN. */
static UScriptCode script_of_text(const struct detector *d)
{
	uint32_t most, all;
	UScriptCode script = east_asian(d->script, &most);

	all = most *= HAN_LETTERS;
	for (int i = 0; i < SCRIPTS_MAX; i++) {
		if (i == USCRIPT_HAN || i == USCRIPT_HIRAGANA ||
		    i == USCRIPT_KATAKANA || i == USCRIPT_HANGUL)
			continue;
		all += d->script[i];
		if (d->script[i] > most) {
			most = d->script[i];
			script = (UScriptCode)i;
		}
	}
	if (most < SCRIPT_LETTERS || most * 2 <= all)
		return USCRIPT_UNKNOWN;
	return script;
}

static const struct language *meant_by(UScriptCode s)
{
	for (size_t i = 0; i < COUNT(MEANS); i++)
		if (MEANS[i].script == s)
			return language_find(MEANS[i].code,
			                     strlen(MEANS[i].code));
	return NULL;
}

static bool is_written_in(const struct detector *d, const struct language *l,
                          UScriptCode s)
{
	bool elsewhere = false;

	for (size_t i = 0; i < d->n_lists; i++) {
		if (d->list[i].language != l)
			continue;
		if (d->list[i].script == s)
			return true;
		elsewhere = true;
	}
	for (size_t i = 0; i < COUNT(ALSO); i++)
		if (ALSO[i].script == s && strcmp(ALSO[i].code, l->code) == 0)
			return true;
	for (size_t i = 0; i < COUNT(MEANS); i++) {
		if (strcmp(MEANS[i].code, l->code) != 0)
			continue;
		if (MEANS[i].script == s)
			return true;
		elsewhere = true;
	}
	return !elsewhere && s == USCRIPT_LATIN;
}

/* ---- the decision ----------------------------------------------------- */

static uint32_t share_of(UScriptCode s)
{
	if (s == USCRIPT_LATIN)
		return SHARE_LATIN;
	return meant_by(s) != NULL ? SHARE_MEANT : SHARE_LEAST;
}

/* Of the lists of a script, the one with most words of the text, if it is
 * ahead of all others; *margin by how many words.  NULL if there is none. */
static const struct list *best_list(const struct detector *d,
                                    UScriptCode script, uint32_t *margin)
{
	const struct list *best = NULL;
	uint32_t first = 0, second = 0;

	for (size_t i = 0; i < d->n_lists; i++) {
		if (d->list[i].script != script)
			continue;
		if (d->score[i] > first) {
			second = first;
			first = d->score[i];
			best = &d->list[i];
		} else if (d->score[i] > second) {
			second = d->score[i];
		}
	}
	*margin = first - second;
	if (best == NULL || d->kinds[best - d->list] < KINDS_LEAST)
		return NULL;
	return first * 100 >= d->words * share_of(script) &&
	                       *margin >= MARGIN_LEAST + first / MARGIN_PART
	               ? best
	               : NULL;
}

static const struct language *detect(const struct detector *d,
                                     UScriptCode script)
{
	uint32_t margin;
	const struct list *l = best_list(d, script, &margin);

	return l != NULL ? l->language : meant_by(script);
}

/* The words of the text that are in the language's list, or UINT32_MAX if it
 * has none for that script. */
static uint32_t words_of(const struct detector *d, const struct language *l,
                         UScriptCode script)
{
	for (size_t i = 0; i < d->n_lists; i++)
		if (d->list[i].language == l && d->list[i].script == script)
			return d->score[i];
	return UINT32_MAX;
}

/* Whether a text that is taken as found plainly is not in declared. */
static bool contradicts(const struct detector *d, UScriptCode script,
                        const struct language *found,
                        const struct language *declared)
{
	uint32_t letters = 0, ours, theirs;

	for (int i = 0; i < SCRIPTS_MAX; i++)
		letters += d->script[i];
	if (letters < CORRECT_LETTERS)
		return false;
	if (!is_written_in(d, declared, script))
		return true;
	ours = words_of(d, found, script);
	theirs = words_of(d, declared, script);
	return ours != UINT32_MAX && theirs != UINT32_MAX &&
	       ours >= theirs * CORRECT_TIMES + CORRECT_MARGIN;
}

void detector_begin(struct detector *d)
{
	d->bytes = d->checked = d->words = 0;
	d->clear = false;
	memset(d->script, 0, sizeof d->script);
	memset(d->score, 0, sizeof d->score);
	memset(d->kinds, 0, sizeof d->kinds);
	d->text++;
}

static void count_word(struct detector *d, const struct scan *s)
{
	struct common *c = place_of(d, s->hash);
	bool fresh = c->met != d->text && s->letters > 1;

	d->words++;
	c->met = d->text;
	for (uint64_t l = c->lists; l != 0; l &= l - 1) {
		int i = __builtin_ctzll(l);

		d->score[i]++;
		d->kinds[i] += fresh;
	}
}

static bool has_lists(const struct detector *d, UScriptCode script)
{
	for (size_t i = 0; i < d->n_lists; i++)
		if (d->list[i].script == script)
			return true;
	return false;
}

static bool is_clear(const struct detector *d)
{
	UScriptCode script = script_of_text(d);
	uint32_t margin;

	if (best_list(d, script, &margin) != NULL)
		return margin >= CLEAR_MARGIN;
	return meant_by(script) != NULL && !has_lists(d, script);
}

bool detector_add(struct detector *d, const char *p, size_t len)
{
	size_t room = DETECT_BYTES - d->bytes, before = d->bytes;
	struct scan s = { .p = p, .end = p + (len < room ? len : room) };

	while (!d->clear && next_word(&s, d->script)) {
		if (!s.glued)
			count_word(d, &s);
		d->bytes = before + (size_t)(s.p - p);
		if (d->bytes - d->checked < CLEAR_EVERY)
			continue;
		d->checked = d->bytes;
		d->clear = is_clear(d);
	}
	d->bytes = before + (size_t)(s.p - p);
	return !d->clear && d->bytes < DETECT_BYTES;
}

const struct language *detector_settle(const struct detector *d,
                                       const struct language *declared,
                                       enum language_from *from)
{
	UScriptCode script = script_of_text(d);
	const struct language *found = detect(d, script);

	if (declared == NULL) {
		*from = found != NULL ? LANGUAGE_DETECTED : LANGUAGE_NONE;
		return found;
	}
	if (found == NULL || found == declared ||
	    !contradicts(d, script, found, declared)) {
		*from = LANGUAGE_DECLARED;
		return declared;
	}
	*from = LANGUAGE_CORRECTED;
	return found;
}
