/* capture.h - what a crawler took from one address, given to who reads it
 *
 * The records of WARC and ARC hold other formats.  A capture is what a record
 * says, whichever of the two it stands in; its payload goes to the format that
 * bids for it, and the article comes out with the address and, for want of
 * better, the day of the crawl.
 */
#ifndef NEWSIDX_CORPUS_FORMATS_CAPTURE_H
#define NEWSIDX_CORPUS_FORMATS_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "corpus/format.h"
#include "corpus/formats/http.h"
#include "lib/base/instant.h"

struct capture {
	struct piece url;
	struct instant when;
	bool http;               /* the block begins with a server's headers */
	struct piece identified; /* its type as found by content */
	struct piece type;       /* as the record says; of http, the server */
	struct piece block;
	bool partial;          /* not all of it is there */
	bool too_long;         /* block is only its first bytes */
	uint64_t offset, size; /* of the whole record */
};

/* Tell what the record is: articles, or why there are none.  NX_OK to go on,
 * or a status to stop with. */
enum nx_status capture_read(const struct capture *c, const struct member *m,
                            struct sink *sink, struct nx_err *err);

#endif
