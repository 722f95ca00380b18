/* schema.h - what stands in an index, and under which name
 *
 * One table names every term prefix, value slot and metadata key of an index.
 * The code uses the constants, "newsidx info --schema" prints the table, and
 * whoever opens an index with another Xapian tool finds their way by it.
 *
 * The prefixes follow Omega's conventions (xapian-omega, docs/termprefixes), so
 * that stock tools understand them: one capital letter, or X and more letters.
 * Folded words never begin with a capital letter, so no separator is needed.
 */
#ifndef NEWSIDX_INDEX_SCHEMA_H
#define NEWSIDX_INDEX_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Raised when an older program could no longer read an index rightly. */
#define INDEX_FORMAT 5

/* Term prefixes. */
#define PREFIX_TITLE "S"
#define PREFIX_AUTHOR "A"
#define PREFIX_SOURCE "H"
#define PREFIX_KEYWORD "K"
#define PREFIX_PLACE "XP"
#define PREFIX_SECTION "XS"
#define PREFIX_LANGUAGE "L"
#define PREFIX_IDENTITY "Q"
#define PREFIX_URL "U"
#define PREFIX_ARCHIVE "XA"
#define PREFIX_DAY "D"
#define PREFIX_MONTH "M"
#define PREFIX_YEAR "Y"
#define PREFIX_CAPS "XC"
#define PREFIX_JOINED "XJ"

/* Marker terms: their position lists are where sentences and paragraphs end. */
#define TERM_SENTENCES "XZSENTENCE"
#define TERM_PARAGRAPHS "XZPARAGRAPH"

/* Value slots.  Numbers are sortable_serialise'd, so that Xapian's own number
 * ranges work on them. */
enum value_slot {
	SLOT_PUBLISHED = 0, /* seconds since 1970, UTC, as far as known */
	SLOT_FIRST = 1,     /* first second it may have been published in, by */
	SLOT_LAST = 2,      /* the clock of its place; and the last second */
	SLOT_SOURCE = 3,
	SLOT_SECTION = 4,
	SLOT_LANGUAGE = 5,
	SLOT_WORDS = 6,    /* words in headline, deck and body */
	SLOT_IDENTITY = 7, /* 16 bytes, to collapse on */
	SLOT_PARTS = 8,    /* varints: words of headline, of deck, of body */

	SLOTS = 9,
};

/* Longest value that is kept in a slot, in bytes. */
#define VALUE_MAX 200

/* Metadata keys of a segment. */
#define META_FORMAT "newsidx:format"     /* INDEX_FORMAT */
#define META_ANALYSIS "newsidx:analysis" /* ANALYSIS_VERSION */
#define META_LANGUAGE "newsidx:language" /* default language of queries */
#define META_LANGUAGES "newsidx:languages" /* those with families: "de en" */
#define META_POSITIONS "newsidx:positions" /* positions_name */
#define META_RARE "newsidx:rare:" /* + first docid: the last (posrare.h) */
#define META_DICTIONARY "newsidx:dictionary:" /* + id: zstd dictionary */

/* How a segment keeps word positions. */
enum positions_form {
	POSITIONS_BLOCKS, /* in blocks of our own, in the metadata: posblock.h */
	POSITIONS_XAPIAN, /* in libxapian's position table */
};

/* "blocks", "xapian"; and back.  False for any other name. */
const char *positions_name(enum positions_form f);
bool positions_named(const char *name, size_t len, enum positions_form *out);

/* Synonym table: the key of a family is language, ':', stem; its synonyms are
 * the words of the family but for the stem itself, which belongs to it without
 * being listed if it is its own stem. */

/* Parts of an article, in the order of their positions. */
enum part {
	PART_HEADLINE,
	PART_DECK,
	PART_BODY,
	PARTS,
};

/* The name a query has for a part ("title"), and results ("headline"). */
const char *part_name(enum part p);

/* Print the table for people. */
void schema_print(FILE *out);

#endif
