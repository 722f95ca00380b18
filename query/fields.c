#include "query/fields.h"

#include <string.h>
#include <strings.h>

static const struct field_entry entries[] = {
	{ "title", FIELD_TITLE, VALUE_TEXT, "ferry" },
	{ "deck", FIELD_DECK, VALUE_TEXT, "ferry" },
	{ "body", FIELD_BODY, VALUE_TEXT, "ferry" },
	{ "author", FIELD_AUTHOR, VALUE_NAME, "\"jane doe\"" },
	{ "source", FIELD_SOURCE, VALUE_NAME, "reuters" },
	{ "section", FIELD_SECTION, VALUE_NAME, "sport" },
	{ "place", FIELD_PLACE, VALUE_NAME, "london" },
	{ "keyword", FIELD_KEYWORD, VALUE_NAME, "\"oil prices\"" },
	{ "lang", FIELD_LANG, VALUE_VERBATIM, "en" },
	{ "url", FIELD_URL, VALUE_VERBATIM, "https://example.org/*" },
	{ "id", FIELD_ID, VALUE_VERBATIM, "LA042990-0001" },
	{ "archive", FIELD_ARCHIVE, VALUE_VERBATIM, "news-2025.tar.gz" },
	{ "date", FIELD_DATE, VALUE_DATE,
	  "2025-08-15, 2025-08 or "
	  "2025-08-01..2025-09-15" },
	{ "after", FIELD_AFTER, VALUE_DATE, "2025-08-15" },
	{ "before", FIELD_BEFORE, VALUE_DATE, "2025-08-15" },
	{ "last", FIELD_LAST, VALUE_AGO, "30d, 2w, 6m or 1y" },
	{ "words", FIELD_WORDS, VALUE_NUMBER, "500 or 100..500" },
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

/* What people call these fields elsewhere. */
static const struct {
	const char *said, *meant;
} elsewhere[] = {
	{ "headline", "title" },     { "hlead", "title" },
	{ "ti", "title" },           { "hd", "title" },
	{ "subtitle", "deck" },      { "standfirst", "deck" },
	{ "summary", "deck" },       { "lead", "deck" },
	{ "text", "body" },          { "content", "body" },
	{ "byline", "author" },      { "by", "author" },
	{ "au", "author" },          { "creator", "author" },
	{ "publication", "source" }, { "paper", "source" },
	{ "newspaper", "source" },   { "publisher", "source" },
	{ "site", "source" },        { "desk", "section" },
	{ "category", "section" },   { "city", "place" },
	{ "location", "place" },     { "dateline", "place" },
	{ "subject", "keyword" },    { "topic", "keyword" },
	{ "tag", "keyword" },        { "language", "lang" },
	{ "link", "url" },           { "file", "archive" },
	{ "since", "after" },        { "from", "after" },
	{ "until", "before" },       { "to", "before" },
	{ "published", "date" },     { "day", "date" },
	{ "length", "words" },
};

const struct field_entry *field_at(size_t i)
{
	return i < N_ENTRIES ? &entries[i] : NULL;
}

static bool same(const char *name, const char *s, size_t len)
{
	return strlen(name) == len && strncasecmp(name, s, len) == 0;
}

const struct field_entry *field_find(const char *name, size_t len)
{
	for (size_t i = 0; i < N_ENTRIES; i++)
		if (same(entries[i].name, name, len))
			return &entries[i];
	return NULL;
}

const struct field_entry *field_entry(enum field f)
{
	for (size_t i = 0; i < N_ENTRIES; i++)
		if (entries[i].field == f)
			return &entries[i];
	return &entries[0];
}

const char *field_name(enum field f)
{
	return f == FIELD_NONE ? "" : field_entry(f)->name;
}

#define NAME_MAX_LEN 12

static bool alike(char a, char b)
{
	return strncasecmp(&a, &b, 1) == 0;
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Edits between two short names: a letter more, less, other, or two
 * exchanged. */
static unsigned edits(const char *a, size_t n, const char *b, size_t m)
{
	unsigned d[NAME_MAX_LEN + 1][NAME_MAX_LEN + 1];

	for (size_t i = 0; i <= n; i++)
		for (size_t j = 0; j <= m; j++) {
			unsigned *to = &d[i][j];

			if (i == 0 || j == 0) {
				*to = (unsigned)(i + j);
				continue;
			}
			*to = d[i - 1][j - 1] + !alike(a[i - 1], b[j - 1]);
			*to = least(*to, d[i - 1][j] + 1);
			*to = least(*to, d[i][j - 1] + 1);
			if (i > 1 && j > 1 && alike(a[i - 1], b[j - 2]) &&
			    alike(a[i - 2], b[j - 1]))
				*to = least(*to, d[i - 2][j - 2] + 1);
		}
	return d[n][m];
}

const char *field_suggest(const char *name, size_t len)
{
	const char *best = NULL;
	unsigned best_edits = 3;

	for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++)
		if (same(elsewhere[i].said, name, len))
			return elsewhere[i].meant;
	if (len > NAME_MAX_LEN)
		return NULL;
	for (size_t i = 0; i < N_ENTRIES; i++) {
		size_t m = strlen(entries[i].name);
		unsigned e = edits(name, len, entries[i].name, m);

		/* Of a short name more than a third changed is another name. */
		if (e < best_edits && e * 3 <= (m > len ? m : len)) {
			best = entries[i].name;
			best_edits = e;
		}
	}
	return best;
}
