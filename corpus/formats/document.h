/* document.h - a document of a word processor, or a PDF, once it is text
 *
 * Its reader makes text of it; what that is (the export of a database, or an
 * article by itself) is decided here, by the formats that read text.
 */
#ifndef NEWSIDX_CORPUS_FORMATS_DOCUMENT_H
#define NEWSIDX_CORPUS_FORMATS_DOCUMENT_H

#include "corpus/format.h"
#include "lib/base/buf.h"
#include "lib/base/instant.h"

struct document {
	/* UTF-8, with an empty line behind each paragraph. */
	struct buf text;
	/* What it says of itself; empty where it does not. */
	struct buf title, author;
	struct instant created;
	unsigned repairs; /* enum repair */
};

#define DOCUMENT_INIT                                  \
	{                                              \
		BUF_INIT, BUF_INIT, BUF_INIT, { 0 }, 0 \
	}

void document_release(struct document *d);

/* Tell what d, which is the member m, holds; empty is told if it has no text at
 * all.  What the sink returned. */
enum nx_status document_tell(struct document *d, const struct member *m,
                             const char *empty, struct sink *sink,
                             struct nx_err *err);

#endif
