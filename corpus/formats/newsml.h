/* newsml.h - how a text stands in NewsML, 1.2 and G2 alike
 *
 * As elements (NITF, a page of HTML, paragraphs and nothing else), or as data
 * (HTML written as text, plain text).
 */
#ifndef NEWSIDX_CORPUS_FORMATS_NEWSML_H
#define NEWSIDX_CORPUS_FORMATS_NEWSML_H

#include <stdbool.h>
#include <stdint.h>

#include "corpus/article.h"
#include "corpus/xml.h"

/* Append to a's body the text that the elements in n are; what a NITF or a
 * page has as headline, deck, authors and places is taken as far as a has
 * none.  False, and a as it was, where they are no text.  line is scratch. */
bool newsml_markup(const struct xml *x, uint32_t n, struct buf *line,
                   struct article *a);

/* Append to a's body the text of n that is HTML written as text, or plain. */
void newsml_data(const struct xml *x, uint32_t n, struct article *a);

#endif
