/* factiva.h - an article of Factiva as text
 *
 * For formats/factiva.c and formats/factiva_html.c.
 */
#ifndef NEWSIDX_CORPUS_FORMATS_FACTIVA_H
#define NEWSIDX_CORPUS_FORMATS_FACTIVA_H

#include <stdbool.h>
#include <stddef.h>

#include "corpus/article.h"

/* Whether the bytes are a label such as "HD". */
bool factiva_is_label(const char *p, size_t len);

/* Fill the article, which is clear but for a headline that is known otherwise,
 * from len bytes of clean UTF-8 at p: labels
 * alone in their lines or in a column before their values, or none at all; at
 * the end "Document" and the accession number.  NULL if it is an article, else
 * why it is none, a constant. */
const char *factiva_fill(const char *p, size_t len, struct article *a);

#endif
