#include <string.h>
#include <unicode/uchar.h>

#include "lib/analysis/scan.h"

/* What the stop behind a word may be besides a sentence's end. */
enum doubt {
	DOUBT_NONE,
	DOUBT_NEVER,   /* Mr. never ends one */
	DOUBT_NUMBER,  /* No. does not before a number */
	DOUBT_STARTER, /* Inc. does before a word that often begins one */
	DOUBT_ORDINAL, /* so does 28., but before anything else than a word */
};

static const struct {
	char word[8];
	enum doubt doubt;
} ABBREVIATIONS[] = {
	{ "mr", DOUBT_NEVER },     { "mrs", DOUBT_NEVER },
	{ "ms", DOUBT_NEVER },     { "dr", DOUBT_NEVER },
	{ "prof", DOUBT_NEVER },   { "gen", DOUBT_NEVER },
	{ "col", DOUBT_NEVER },    { "lt", DOUBT_NEVER },
	{ "sgt", DOUBT_NEVER },    { "capt", DOUBT_NEVER },
	{ "maj", DOUBT_NEVER },    { "adm", DOUBT_NEVER },
	{ "sen", DOUBT_NEVER },    { "rep", DOUBT_NEVER },
	{ "gov", DOUBT_NEVER },    { "rev", DOUBT_NEVER },
	{ "hon", DOUBT_NEVER },    { "messrs", DOUBT_NEVER },
	{ "st", DOUBT_NEVER },     { "vs", DOUBT_NEVER },
	{ "no", DOUBT_NUMBER },    { "nos", DOUBT_NUMBER },
	{ "vol", DOUBT_NUMBER },   { "art", DOUBT_NUMBER },
	{ "jr", DOUBT_STARTER },   { "sr", DOUBT_STARTER },
	{ "inc", DOUBT_STARTER },  { "corp", DOUBT_STARTER },
	{ "ltd", DOUBT_STARTER },  { "co", DOUBT_STARTER },
	{ "bros", DOUBT_STARTER }, { "plc", DOUBT_STARTER },
	{ "etc", DOUBT_STARTER },  { "jan", DOUBT_STARTER },
	{ "feb", DOUBT_STARTER },  { "mar", DOUBT_STARTER },
	{ "apr", DOUBT_STARTER },  { "jun", DOUBT_STARTER },
	{ "jul", DOUBT_STARTER },  { "aug", DOUBT_STARTER },
	{ "sep", DOUBT_STARTER },  { "sept", DOUBT_STARTER },
	{ "oct", DOUBT_STARTER },  { "nov", DOUBT_STARTER },
	{ "dec", DOUBT_STARTER },
};

/* Words that often begin a sentence and hardly ever follow an abbreviation
 * within one. */
static const char STARTERS[][8] = {
	"a",     "after", "all",   "also",  "although", "an",   "and",
	"another", "as",  "at",    "before", "both",    "but",  "by",
	"despite", "during", "each", "earlier", "even", "every", "for",
	"from",  "he",    "her",   "his",   "how",      "however", "i",
	"if",    "in",    "instead", "it",  "its",      "many", "most",
	"my",    "no",    "not",   "on",    "one",      "or",   "other",
	"our",   "she",   "since", "so",    "some",     "such", "that",
	"the",   "their", "then",  "there", "these",    "they", "this",
	"those", "though", "to",   "under", "until",    "we",   "what",
	"when",  "where", "which", "while", "who",      "why",  "with",
	"yet",   "you",   "your",
	/* German */
	"aber",  "am",    "auch",  "auf",   "bei",      "bis",  "da",
	"damit", "das",   "dem",   "den",   "der",      "die",  "dies",
	"diese", "doch",  "ein",   "eine",  "er",       "es",   "ich",
	"im",    "mit",   "nach",  "nun",   "sie",      "und",  "vor",
	"was",   "wenn",  "wer",   "wie",   "wir",
	/* French, Spanish, Italian */
	"ce",    "dans",  "el",    "elle",  "elles",    "en",   "et",
	"il",    "ils",   "je",    "la",    "las",      "le",   "les",
	"los",   "mais",  "nous",  "pour",  "un",       "une",
};

/* ---- what follows ------------------------------------------------------ */

static bool is_closer(uint32_t cp)
{
	switch (cp) {
	case '"':
	case '\'':
	case ')':
	case ']':
	case '}':
	case 0xbb:
	case 0xab:
	case 0x2018:
	case 0x2019:
	case 0x201c:
	case 0x201d:
	case 0x203a:
	case 0x2039:
	case 0x300d:
	case 0x300f:
	case 0x3011:
	case 0xff09:
		return true;
	default:
		return false;
	}
}

static bool is_opener(uint32_t cp)
{
	switch (cp) {
	case '"':
	case '\'':
	case '(':
	case '[':
	case 0xa1:
	case 0xbf:
	case 0xab:
	case 0xbb:
	case 0x2018:
	case 0x2019:
	case 0x201a:
	case 0x201c:
	case 0x201d:
	case 0x201e:
	case 0x2039:
	case 0x203a:
	case 0x300c:
	case 0x300e:
	case 0x3010:
	case 0xff08:
		return true;
	default:
		return false;
	}
}

static const char *skip_space(struct analyser *a, const char *p)
{
	uint32_t cp;
	unsigned n;

	while (scan_at(a, p, &cp, &n)->cls == UC_SPACE)
		p += n;
	return p;
}

static bool can_begin(struct analyser *a, const char *p)
{
	const struct uc *u;
	uint32_t cp;
	unsigned n;

	u = scan_at(a, p, &cp, &n);
	switch (u->cls) {
	case UC_DIGIT:
	case UC_CJK:
	case UC_DICTIONARY:
		return true;
	case UC_LETTER:
		return (u->bits & UC_UPPER) != 0 || (u->bits & UC_LOWER) == 0;
	default:
		return p == a->end || is_opener(cp);
	}
}

static bool is_starter(struct analyser *a, const char *p)
{
	char word[8] = "";
	size_t n = 0;

	for (; n < sizeof word && p + n < a->end; n++) {
		char c = p[n];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c < 'a' || c > 'z')
			break;
		word[n] = c;
	}
	if (n == sizeof word || is_word_class(scan_class(a, p + n)))
		return false;
	for (size_t i = 0; i < sizeof STARTERS / sizeof *STARTERS; i++)
		if (memcmp(STARTERS[i], word, sizeof word) == 0)
			return true;
	return false;
}

/* ---- what came before -------------------------------------------------- */

static enum doubt doubt_of_form(const char *form, size_t len)
{
	char word[8] = "";

	if (len <= 2 && form[0] >= '0' && form[0] <= '9' &&
	    form[len - 1] >= '0' && form[len - 1] <= '9')
		return DOUBT_ORDINAL;
	if (len >= sizeof word)
		return DOUBT_NONE;
	memcpy(word, form, len);
	for (size_t i = 0; i < sizeof ABBREVIATIONS / sizeof *ABBREVIATIONS;
	     i++)
		if (memcmp(ABBREVIATIONS[i].word, word, sizeof word) == 0)
			return ABBREVIATIONS[i].doubt;
	return DOUBT_NONE;
}

/* What the point at p may be, from the word directly before it. */
static enum doubt doubt_at(struct analyser *a, const char *p)
{
	const struct token *t;
	const char *start;
	const struct uc *u;
	uint32_t cp;
	unsigned n;

	if (a->l->n == 0)
		return DOUBT_NONE;
	t = &a->l->v[a->l->n - 1];
	if (a->text + t->end != p || (t->flags & TOKEN_CJK) != 0)
		return DOUBT_NONE;
	start = a->text + t->start;
	u = scan_at(a, start, &cp, &n);
	if (start + n == p && (u->bits & UC_UPPER) != 0)
		return DOUBT_NEVER; /* an initial */
	return doubt_of_form(token_form(a->l, t), t->len);
}

static bool is_end(struct analyser *a, const char *next, enum doubt d)
{
	enum uc_class c = scan_class(a, next);

	if (next == a->end)
		return true;
	switch (d) {
	case DOUBT_NEVER:
		return false;
	case DOUBT_NUMBER:
		return c != UC_DIGIT;
	case DOUBT_STARTER:
		return is_starter(a, next);
	case DOUBT_ORDINAL:
		return c != UC_LETTER || is_starter(a, next);
	default:
		return true;
	}
}

/* ---- the end ----------------------------------------------------------- */

/* Behind the stops at p, of which wide ones need no white space.  Returns the
 * place behind closing quotes and brackets. */
static const char *close_sentence(struct analyser *a, const char *p, bool wide,
                                  enum doubt d)
{
	const char *next;
	uint32_t cp;
	unsigned n;

	while ((void)scan_at(a, p, &cp, &n), is_closer(cp))
		p += n;
	next = skip_space(a, p);
	if (next == p && p < a->end && !wide)
		return p;
	if ((wide || can_begin(a, next)) && is_end(a, next, d) && a->l->n > 0)
		a->l->v[a->l->n - 1].flags |= TOKEN_SENTENCE_END;
	return p;
}

const char *sentence_stop(struct analyser *a, const char *p)
{
	const char *q = p;
	const struct uc *u;
	bool wide = false;
	uint32_t cp;
	unsigned n;

	for (;;) {
		u = scan_at(a, q, &cp, &n);
		if (u->cls == UC_STOP_WIDE)
			wide = true;
		else if (u->cls != UC_STOP)
			break;
		q += n;
	}
	return close_sentence(a, q, wide,
	                      q == p + 1 && *p == '.' ? doubt_at(a, p)
	                                              : DOUBT_NONE);
}

void sentence_acronym(struct analyser *a, const char *p)
{
	enum uc_class c = scan_class(a, p);

	if (c != UC_STOP && c != UC_STOP_WIDE)
		(void)close_sentence(a, p, false, DOUBT_STARTER);
}
