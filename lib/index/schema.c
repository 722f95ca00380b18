#include "lib/index/schema.h"

#include <string.h>

#include "lib/index/colblock.h"
#include "lib/index/posblock.h"
#include "lib/index/posrare.h"

static const struct {
	const char *name, *what;
} terms[] = {
	{ "(none)", "words of headline, deck and body, folded, with positions" },
	{ PREFIX_TITLE, "words of the headline, at the same positions" },
	{ PREFIX_AUTHOR, "words of the authors' names, with positions" },
	{ PREFIX_SOURCE, "words of the source's name, with positions" },
	{ PREFIX_KEYWORD, "words of the keywords, with positions" },
	{ PREFIX_PLACE, "words of the places' names, with positions" },
	{ PREFIX_SECTION, "words of the section's name, with positions" },
	{ PREFIX_LANGUAGE, "language, ISO 639-1" },
	{ PREFIX_IDENTITY, "identity; unique in the index" },
	{ PREFIX_URL, "URL in its canonical form" },
	{ PREFIX_ARCHIVE, "name of the archive file it stands in" },
	{ PREFIX_DAY, "day of publication, YYYYMMDD, by its own clock" },
	{ PREFIX_MONTH, "month of publication, YYYYMM" },
	{ PREFIX_YEAR, "year of publication, YYYY" },
	{ PREFIX_CAPS, "folded form of a word written in capitals, with positions" },
	{ PREFIX_JOINED, "two words joined (COVID-19: covid19), at the first's position" },
	{ TERM_SENTENCES, "positions at which sentences end" },
	{ TERM_PARAGRAPHS, "positions at which paragraphs end" },
};

static const struct {
	enum value_slot slot;
	const char *what;
} slots[] = {
	{ SLOT_PUBLISHED, "publication, seconds since 1970 UTC" },
	{ SLOT_FIRST, "its first possible second by its own clock" },
	{ SLOT_LAST, "its last possible second by its own clock" },
	{ SLOT_SOURCE, "source" },
	{ SLOT_SECTION, "section" },
	{ SLOT_LANGUAGE, "language, ISO 639-1" },
	{ SLOT_WORDS, "number of words" },
	{ SLOT_IDENTITY, "hash of the identity, 16 bytes" },
	{ SLOT_PARTS, "number of words of headline, deck and body, varints" },
};

static const struct {
	const char *key, *what;
} metadata[] = {
	{ META_FORMAT, "format of the index" },
	{ META_ANALYSIS, "version of the rules for words" },
	{ META_LANGUAGE, "language of queries unless they say otherwise" },
	{ META_LANGUAGES, "languages that have word families" },
	{ META_POSITIONS, "where positions are: blocks (below) or xapian" },
	{ META_DICTIONARY "ID", "zstd dictionary of the article texts" },
	{ META_RARE "DOCID", "articles from there on with rare words apart" },
	{ COLBLOCK_PREFIX "LETTER DOCID",
	  "what articles up to that one are counted by (lib/index/colblock.h)" },
	{ POSBLOCK_PREFIX "TERM\\0DOCID",
	  "positions up to that article (lib/index/posblock.h)" },
	{ POSRARE_PREFIX "DOCID...",
	  "positions of that article's rare words (lib/index/posrare.h)" },
	{ POSRARE_ALONE "TERM\\0DOCID", "of some of those words, alone" },
};

#define COUNT(v) (sizeof(v) / sizeof(v)[0])

static const char *const positions[] = {
	[POSITIONS_BLOCKS] = "blocks",
	[POSITIONS_XAPIAN] = "xapian",
};

const char *positions_name(enum positions_form f)
{
	return positions[f];
}

bool positions_named(const char *name, size_t len, enum positions_form *out)
{
	for (size_t i = 0; i < COUNT(positions); i++)
		if (strlen(positions[i]) == len &&
		    memcmp(positions[i], name, len) == 0) {
			*out = (enum positions_form)i;
			return true;
		}
	return false;
}

const char *part_name(enum part p)
{
	static const char *const name[PARTS] = { "headline", "deck", "body" };

	return name[p];
}

void schema_print(FILE *out)
{
	fprintf(out, "Index format %d\n\nTerms, by prefix\n", INDEX_FORMAT);
	for (size_t i = 0; i < COUNT(terms); i++)
		fprintf(out, "  %-12s %s\n", terms[i].name, terms[i].what);
	fprintf(out, "\nValues, by slot\n");
	for (size_t i = 0; i < COUNT(slots); i++)
		fprintf(out, "  %-12d %s\n", (int)slots[i].slot, slots[i].what);
	fprintf(out, "\nMetadata\n");
	for (size_t i = 0; i < COUNT(metadata); i++)
		fprintf(out, "  %-22s %s\n", metadata[i].key, metadata[i].what);
	fprintf(out, "\nSynonyms\n  %-22s %s\n", "LANGUAGE:STEM",
	        "the words of a family");
	fprintf(out, "\nDocument data\n  %s\n",
	        "the article's fields and text (lib/index/record.h)");
}
