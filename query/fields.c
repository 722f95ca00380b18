#include "query/fields.h"

#include <string.h>
#include <strings.h>

#include "lib/base/edits.h"

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

#define N_ELSEWHERE (sizeof elsewhere / sizeof elsewhere[0])

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

/* In lower case; false for a name too long to be a field's. */
static bool name_chars(struct chars *c, const char *name, size_t len)
{
	if (!chars_read(c, name, len))
		return false;
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i] >= 'A' && c->v[i] <= 'Z')
			c->v[i] += 'a' - 'A';
	return true;
}

#define EDITS_MOST 2

struct guess {
	struct chars said;
	const char *meant;
	unsigned edits;
};

static void compare(struct guess *g, const char *name, const char *meant)
{
	struct chars c;
	unsigned e;
	size_t longer;

	if (!name_chars(&c, name, strlen(name)))
		return;
	e = chars_edits(&g->said, &c, EDITS_MOST);
	longer = c.n > g->said.n ? c.n : g->said.n;
	/* Of a short name more than a third changed is another name. */
	if (e < g->edits && e * 3 <= longer) {
		g->meant = meant;
		g->edits = e;
	}
}

const char *field_suggest(const char *name, size_t len)
{
	struct guess g = { .meant = NULL, .edits = EDITS_MOST + 1 };

	for (size_t i = 0; i < N_ELSEWHERE; i++)
		if (same(elsewhere[i].said, name, len))
			return elsewhere[i].meant;
	if (!name_chars(&g.said, name, len))
		return NULL;
	for (size_t i = 0; i < N_ENTRIES; i++)
		compare(&g, entries[i].name, entries[i].name);
	for (size_t i = 0; i < N_ELSEWHERE; i++)
		compare(&g, elsewhere[i].said, elsewhere[i].meant);
	return g.meant;
}
