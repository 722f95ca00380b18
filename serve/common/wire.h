/* wire.h - what the server and its workers say to each other
 *
 * The server (serve/front) speaks HTTP with strangers and knows no index; a
 * worker (serve/worker) has the index and no network.  Between them is a socket
 * on which frames go: a letter, four bytes of length (high first), that many
 * bytes.
 *
 *     worker   WIRE_READY            the index is open; its version
 *     server   WIRE_ASK              a question
 *     worker   WIRE_HEAD             what the answer is
 *              WIRE_DATA ...         its bytes
 *              WIRE_END              all were sent: the next question
 *
 * A worker that ends within an answer has given it up.
 */
#ifndef NEWSIDX_SERVE_COMMON_WIRE_H
#define NEWSIDX_SERVE_COMMON_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"

enum wire_kind {
	WIRE_READY = 'R',
	WIRE_ASK = 'Q',
	WIRE_HEAD = 'H',
	WIRE_DATA = 'D',
	WIRE_END = 'E',
};

#define WIRE_HEADER 5 /* bytes before a frame's own */

struct frame {
	char kind;
	const char *p; /* into what was taken from */
	size_t len;
};

/* A question: the target of the request line as it came, and what stood in
 * If-None-Match ("" for nothing). */
struct wire_ask {
	bool head; /* only the answer's head is wanted */
	const char *target, *if_none_match;
};

/* What an answer is.  Texts may be "". */
struct wire_head {
	unsigned status; /* of HTTP */
	bool whole;      /* all its bytes are there already, size of them */
	uint64_t size;
	const char *type, *etag, *file; /* file: to be saved under that name */
};

/* Append a frame. */
void wire_add(struct buf *out, enum wire_kind kind, const void *p, size_t len);
void wire_add_ask(struct buf *out, const struct wire_ask *a);
void wire_add_head(struct buf *out, const struct wire_head *h);

/* Take the frame that begins at p, of which len bytes are there; *used gets its
 * bytes.  0: not all of it is there.  -1: it is none, or longer than most. */
int wire_take(struct frame *f, const char *p, size_t len, size_t most,
              size_t *used);

/* What is in a frame of that kind; false if it is none.  Texts point into the
 * frame. */
bool wire_read_ask(const struct frame *f, struct wire_ask *a);
bool wire_read_head(const struct frame *f, struct wire_head *h);

#endif
