/* factiva.h - an article of Factiva as text
 *
 * For formats/factiva.c and formats/factiva_html.c.
 */
#ifndef NEWSIDX_CORPUS_FORMATS_FACTIVA_H
#define NEWSIDX_CORPUS_FORMATS_FACTIVA_H

#include <stdbool.h>
#include <stddef.h>

#include "corpus/article.h"
#include "corpus/formats/exports.h"

enum factiva_field {
	FACTIVA_OTHER,
	FACTIVA_AN,
	FACTIVA_AUTHORS,
	FACTIVA_BODY,
	FACTIVA_COLUMN,
	FACTIVA_DAY,
	FACTIVA_HEADLINE,
	FACTIVA_KEYWORDS,
	FACTIVA_LANGUAGE,
	FACTIVA_PLACES,
	FACTIVA_RIGHTS,
	FACTIVA_SECTION,
	FACTIVA_SOURCE,
	FACTIVA_TIME,
};

struct factiva_label {
	char name[4];
	enum factiva_field field;
};

/* Whether the bytes are a label such as "HD". */
bool factiva_is_label(const char *p, size_t len);

/* The label that the line, trimmed, begins with: alone, or two spaces or a tab
 * before its value, which *value gets; NULL if none. */
const struct factiva_label *factiva_label(const struct line *l,
                                          struct line *value);

/* Whether the line is "Document" and an accession number, which *an gets. */
bool factiva_is_document(const struct line *l, struct line *an);

/* Fill the article, which is clear but for a headline that is known otherwise,
 * from len bytes of clean UTF-8 at p: labels
 * alone in their lines or in a column before their values, or none at all; at
 * the end "Document" and the accession number.  NULL if it is an article, else
 * why it is none, a constant. */
const char *factiva_fill(const char *p, size_t len, struct article *a);

#endif
