/* nexis.h - the wording of LexisNexis and Nexis Uni, in several languages
 *
 * For formats/nexis.c.  Lines and values are borrowed.
 */
#ifndef NEWSIDX_CORPUS_FORMATS_NEXIS_H
#define NEWSIDX_CORPUS_FORMATS_NEXIS_H

#include <stdbool.h>
#include <stddef.h>

#include "corpus/formats/exports.h"

enum nexis_place { NEXIS_HEAD, NEXIS_TAIL };

enum nexis_field {
	NEXIS_NOTHING,
	NEXIS_AUTHORS,
	NEXIS_SECTION,
	NEXIS_HEADLINE,
	NEXIS_DECK,
	NEXIS_PLACES,
	NEXIS_KEYWORDS,
	NEXIS_LANGUAGE,
	NEXIS_LOADED,
	NEXIS_BODY,
};

struct nexis_label {
	const char *name;
	enum nexis_place place; /* of the text: before it, or behind */
	enum nexis_field field;
};

/* The label that the line begins with, or NULL; *value gets the rest. */
const struct nexis_label *nexis_label(const struct line *l, struct line *value);

/* Whether the letters before the ':' are capitals, as classic labels are. */
bool nexis_is_capital(const struct line *l);

/* "2 of 10 DOCUMENTS", "Dokument 2 von 10", "Document 2 de 10". */
bool nexis_is_start(const char *p, size_t len);

/* "End of Document", and "Body" above a text. */
bool nexis_is_end(const struct line *l);
bool nexis_is_body(const struct line *l);

/* "Late Edition - Final", "BC cycle": what is said of the issue. */
bool nexis_is_edition(const struct line *l);

/* What stands in place of an article that could not be given out. */
bool nexis_is_apology(const char *p, size_t len);

/* Move *p behind the word, or the number, that it stands before. */
bool nexis_take(const char **p, const char *end, const char *word);
bool nexis_take_number(const char **p, const char *end);

/* Fill the article, which is clear, from a part in either layout (nexis.c). */
const char *nexis_fill(const char *p, size_t len, struct article *a);

#endif
