/* http.h - a page as a server sent it, and as a crawler kept it
 *
 * Crawlers keep responses as they came, or decoded but with the headers as
 * they came.  So headers are hints: what does not decode is taken as it is.
 */
#ifndef NEWSIDX_CORPUS_FORMATS_HTTP_H
#define NEWSIDX_CORPUS_FORMATS_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/buf.h"

/* A piece of the bytes that were parsed. */
struct piece {
	const char *p; /* NULL where there is none */
	size_t len;
};

/* The piece without white space around it. */
struct piece piece_trim(struct piece v);

/* Whether v begins with the word, in any case. */
bool piece_begins(struct piece v, const char *word);

/* The next line of *p .. end that is a header, "Name: value", its value going
 * on in lines that begin with white space.  False at the empty line or at the
 * end; *p is behind what was read. */
bool header_next(const char **p, const char *end, struct piece *name,
                 struct piece *value);

struct http {
	int status; /* 0 where there is no status line */
	struct piece type, encoding;
	bool chunked;
	struct piece body;
};

/* Take a response apart.  Without a status line all of it is body. */
void http_parse(const char *p, size_t len, struct http *h);

/* Undo transfer and content encodings of h->body, each only if it is what it
 * says it is.  h->body then is a piece of what was parsed or of *store, which
 * is the caller's to release.  *partial is set where it broke off or was cut
 * at LIMIT_PAYLOAD. */
void http_decode(struct http *h, struct buf *store, bool *partial);

#endif
