/* nitf.h - what stands in a <nitf>, for NewsML too */
#ifndef NEWSIDX_CORPUS_FORMATS_NITF_H
#define NEWSIDX_CORPUS_FORMATS_NITF_H

#include <stdint.h>

#include "corpus/article.h"
#include "corpus/xml.h"

/* Headline, deck, authors, places and text of the nitf element at nitf, as far
 * as a has none yet; the text is appended.  line is scratch. */
void nitf_body(const struct xml *x, uint32_t nitf, struct buf *line,
               struct article *a);

#endif
