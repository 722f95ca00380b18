#include "lib/analysis/family.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "lib/base/utf8.h"

enum script {
	SCRIPT_NONE, /* a language without a stemmer needs none */
	SCRIPT_LATIN,
	SCRIPT_CYRILLIC,
	SCRIPT_ARABIC,
	SCRIPT_ARMENIAN,
	SCRIPT_DEVANAGARI,
	SCRIPT_TAMIL,
};

static const struct entry {
	struct language language;
	const char *code3b; /* ISO 639-2/B where it differs, or NULL */
	enum script script;
} LANGUAGES[] = {
	/* Those that Snowball stems as libxapian 1.4 has it. */
	{ { "ar", "ara", "Arabic", "arabic" }, NULL, SCRIPT_ARABIC },
	{ { "hy", "hye", "Armenian", "armenian" }, "arm", SCRIPT_ARMENIAN },
	{ { "eu", "eus", "Basque", "basque" }, "baq", SCRIPT_LATIN },
	{ { "ca", "cat", "Catalan", "catalan" }, NULL, SCRIPT_LATIN },
	{ { "da", "dan", "Danish", "danish" }, NULL, SCRIPT_LATIN },
	{ { "nl", "nld", "Dutch", "dutch" }, "dut", SCRIPT_LATIN },
	{ { "en", "eng", "English", "english" }, NULL, SCRIPT_LATIN },
	{ { "fi", "fin", "Finnish", "finnish" }, NULL, SCRIPT_LATIN },
	{ { "fr", "fra", "French", "french" }, "fre", SCRIPT_LATIN },
	{ { "de", "deu", "German", "german" }, "ger", SCRIPT_LATIN },
	{ { "hu", "hun", "Hungarian", "hungarian" }, NULL, SCRIPT_LATIN },
	{ { "id", "ind", "Indonesian", "indonesian" }, NULL, SCRIPT_LATIN },
	{ { "ga", "gle", "Irish", "irish" }, NULL, SCRIPT_LATIN },
	{ { "it", "ita", "Italian", "italian" }, NULL, SCRIPT_LATIN },
	{ { "lt", "lit", "Lithuanian", "lithuanian" }, NULL, SCRIPT_LATIN },
	{ { "ne", "nep", "Nepali", "nepali" }, NULL, SCRIPT_DEVANAGARI },
	{ { "no", "nor", "Norwegian", "norwegian" }, NULL, SCRIPT_LATIN },
	{ { "pt", "por", "Portuguese", "portuguese" }, NULL, SCRIPT_LATIN },
	{ { "ro", "ron", "Romanian", "romanian" }, "rum", SCRIPT_LATIN },
	{ { "ru", "rus", "Russian", "russian" }, NULL, SCRIPT_CYRILLIC },
	{ { "es", "spa", "Spanish", "spanish" }, NULL, SCRIPT_LATIN },
	{ { "sv", "swe", "Swedish", "swedish" }, NULL, SCRIPT_LATIN },
	{ { "ta", "tam", "Tamil", "tamil" }, NULL, SCRIPT_TAMIL },
	{ { "tr", "tur", "Turkish", "turkish" }, NULL, SCRIPT_LATIN },
	/* Other languages of news. */
	{ { "af", "afr", "Afrikaans", NULL }, NULL, SCRIPT_NONE },
	{ { "am", "amh", "Amharic", NULL }, NULL, SCRIPT_NONE },
	{ { "az", "aze", "Azerbaijani", NULL }, NULL, SCRIPT_NONE },
	{ { "be", "bel", "Belarusian", NULL }, NULL, SCRIPT_NONE },
	{ { "bg", "bul", "Bulgarian", NULL }, NULL, SCRIPT_NONE },
	{ { "bn", "ben", "Bengali", NULL }, NULL, SCRIPT_NONE },
	{ { "bs", "bos", "Bosnian", NULL }, NULL, SCRIPT_NONE },
	{ { "cs", "ces", "Czech", NULL }, "cze", SCRIPT_NONE },
	{ { "cy", "cym", "Welsh", NULL }, "wel", SCRIPT_NONE },
	{ { "el", "ell", "Greek", NULL }, "gre", SCRIPT_NONE },
	{ { "eo", "epo", "Esperanto", NULL }, NULL, SCRIPT_NONE },
	{ { "et", "est", "Estonian", NULL }, NULL, SCRIPT_NONE },
	{ { "fa", "fas", "Persian", NULL }, "per", SCRIPT_NONE },
	{ { "gl", "glg", "Galician", NULL }, NULL, SCRIPT_NONE },
	{ { "gu", "guj", "Gujarati", NULL }, NULL, SCRIPT_NONE },
	{ { "ha", "hau", "Hausa", NULL }, NULL, SCRIPT_NONE },
	{ { "he", "heb", "Hebrew", NULL }, NULL, SCRIPT_NONE },
	{ { "hi", "hin", "Hindi", NULL }, NULL, SCRIPT_NONE },
	{ { "hr", "hrv", "Croatian", NULL }, NULL, SCRIPT_NONE },
	{ { "is", "isl", "Icelandic", NULL }, "ice", SCRIPT_NONE },
	{ { "ja", "jpn", "Japanese", NULL }, NULL, SCRIPT_NONE },
	{ { "ka", "kat", "Georgian", NULL }, "geo", SCRIPT_NONE },
	{ { "kk", "kaz", "Kazakh", NULL }, NULL, SCRIPT_NONE },
	{ { "km", "khm", "Khmer", NULL }, NULL, SCRIPT_NONE },
	{ { "kn", "kan", "Kannada", NULL }, NULL, SCRIPT_NONE },
	{ { "ko", "kor", "Korean", NULL }, NULL, SCRIPT_NONE },
	{ { "ku", "kur", "Kurdish", NULL }, NULL, SCRIPT_NONE },
	{ { "la", "lat", "Latin", NULL }, NULL, SCRIPT_NONE },
	{ { "lo", "lao", "Lao", NULL }, NULL, SCRIPT_NONE },
	{ { "lv", "lav", "Latvian", NULL }, NULL, SCRIPT_NONE },
	{ { "mk", "mkd", "Macedonian", NULL }, "mac", SCRIPT_NONE },
	{ { "ml", "mal", "Malayalam", NULL }, NULL, SCRIPT_NONE },
	{ { "mn", "mon", "Mongolian", NULL }, NULL, SCRIPT_NONE },
	{ { "mr", "mar", "Marathi", NULL }, NULL, SCRIPT_NONE },
	{ { "ms", "msa", "Malay", NULL }, "may", SCRIPT_NONE },
	{ { "mt", "mlt", "Maltese", NULL }, NULL, SCRIPT_NONE },
	{ { "my", "mya", "Burmese", NULL }, "bur", SCRIPT_NONE },
	{ { "pa", "pan", "Punjabi", NULL }, NULL, SCRIPT_NONE },
	{ { "pl", "pol", "Polish", NULL }, NULL, SCRIPT_NONE },
	{ { "ps", "pus", "Pashto", NULL }, NULL, SCRIPT_NONE },
	{ { "si", "sin", "Sinhala", NULL }, NULL, SCRIPT_NONE },
	{ { "sk", "slk", "Slovak", NULL }, "slo", SCRIPT_NONE },
	{ { "sl", "slv", "Slovenian", NULL }, NULL, SCRIPT_NONE },
	{ { "so", "som", "Somali", NULL }, NULL, SCRIPT_NONE },
	{ { "sq", "sqi", "Albanian", NULL }, "alb", SCRIPT_NONE },
	{ { "sr", "srp", "Serbian", NULL }, NULL, SCRIPT_NONE },
	{ { "sw", "swa", "Swahili", NULL }, NULL, SCRIPT_NONE },
	{ { "te", "tel", "Telugu", NULL }, NULL, SCRIPT_NONE },
	{ { "th", "tha", "Thai", NULL }, NULL, SCRIPT_NONE },
	{ { "ti", "tir", "Tigrinya", NULL }, NULL, SCRIPT_NONE },
	{ { "tl", "tgl", "Tagalog", NULL }, NULL, SCRIPT_NONE },
	{ { "uk", "ukr", "Ukrainian", NULL }, NULL, SCRIPT_NONE },
	{ { "ur", "urd", "Urdu", NULL }, NULL, SCRIPT_NONE },
	{ { "uz", "uzb", "Uzbek", NULL }, NULL, SCRIPT_NONE },
	{ { "vi", "vie", "Vietnamese", NULL }, NULL, SCRIPT_NONE },
	{ { "yi", "yid", "Yiddish", NULL }, NULL, SCRIPT_NONE },
	{ { "zh", "zho", "Chinese", NULL }, "chi", SCRIPT_NONE },
};

#define N_LANGUAGES (sizeof LANGUAGES / sizeof *LANGUAGES)

/* Other codes and names that archives use. */
static const struct {
	const char *alias, *code;
} ALIASES[] = {
	{ "nb", "no" },     { "nn", "no" },      { "nob", "no" },
	{ "nno", "no" },    { "iw", "he" },      { "in", "id" },
	{ "ji", "yi" },     { "fil", "tl" },     { "cmn", "zh" },
	{ "arb", "ar" },    { "pes", "fa" },     { "prs", "fa" },
	{ "farsi", "fa" },  { "slovene", "sl" }, { "filipino", "tl" },
	{ "bokmal", "no" }, { "sh", "sr" },      { "swh", "sw" },
};

/* Whether s of len bytes is t, letters' case aside; t may be NULL. */
static bool is(const char *s, size_t len, const char *t)
{
	return t != NULL && strlen(t) == len && strncasecmp(s, t, len) == 0;
}

static const struct language *find_exact(const char *s, size_t len)
{
	for (size_t i = 0; i < sizeof ALIASES / sizeof *ALIASES; i++) {
		if (!is(s, len, ALIASES[i].alias))
			continue;
		s = ALIASES[i].code;
		len = strlen(s);
		break;
	}
	for (size_t i = 0; i < N_LANGUAGES; i++) {
		const struct language *l = &LANGUAGES[i].language;

		if (is(s, len, l->code) || is(s, len, l->code3) ||
		    is(s, len, LANGUAGES[i].code3b) || is(s, len, l->name))
			return l;
	}
	return NULL;
}

const struct language *language_find(const char *s, size_t len)
{
	size_t tag = 0;

	while (len > 0 && (*s == ' ' || *s == '\t')) {
		s++;
		len--;
	}
	while (len > 0 && (s[len - 1] == ' ' || s[len - 1] == '\t'))
		len--;
	while (tag < len && memchr("-_.@", s[tag], 4) == NULL)
		tag++;
	return find_exact(s, tag);
}

const struct language *language_at(size_t i)
{
	return i < N_LANGUAGES ? &LANGUAGES[i].language : NULL;
}

const char *language_from_name(uint64_t from)
{
	static const char *const names[] = { NULL, "declared", "detected",
		                             "corrected", "default" };

	return from < sizeof names / sizeof *names ? names[from] : NULL;
}

static bool within(uint32_t cp, uint32_t from, uint32_t to)
{
	return cp >= from && cp <= to;
}

static bool of_script(enum script s, uint32_t cp)
{
	switch (s) {
	case SCRIPT_LATIN:
		return within(cp, 'a', 'z') || within(cp, 0xdf, 0x24f) ||
		       within(cp, 0x1e00, 0x1eff);
	case SCRIPT_CYRILLIC:
		return within(cp, 0x400, 0x52f);
	case SCRIPT_ARABIC:
		return within(cp, 0x620, 0x64a) || within(cp, 0x66e, 0x6d3);
	case SCRIPT_ARMENIAN:
		return within(cp, 0x560, 0x588);
	case SCRIPT_DEVANAGARI:
		return within(cp, 0x900, 0x963) || within(cp, 0x971, 0x97f);
	case SCRIPT_TAMIL:
		return within(cp, 0xb80, 0xbe5);
	default:
		return false;
	}
}

static enum script script_of(const struct language *l)
{
	for (size_t i = 0; i < N_LANGUAGES; i++)
		if (&LANGUAGES[i].language == l)
			return LANGUAGES[i].script;
	return SCRIPT_NONE;
}

bool family_eligible(const struct language *l, const char *word, size_t len)
{
	const char *p = word, *end = word + len;
	size_t letters = 0;
	enum script s;
	unsigned n;

	if (l == NULL || l->stemmer == NULL)
		return false;
	s = script_of(l);
	for (; p < end; p += n) {
		uint32_t cp = utf8_decode(p, end, &n);

		if (of_script(s, cp))
			letters++;
		else if (cp != '\'')
			return false;
	}
	return letters >= 2;
}
