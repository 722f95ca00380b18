/* answer.h - what a worker answers
 *
 *     answer_init
 *       answer_begin          out is where the answer is written
 *         answer_stream       or it is sent while it is made
 *       answer_send
 *     answer_release
 *
 * Until answer_send, or the first bytes of a stream, answer_begin may be called
 * again: what was written is forgotten.
 */
#ifndef NEWSIDX_SERVE_WORKER_ANSWER_H
#define NEWSIDX_SERVE_WORKER_ANSWER_H

#include <stdbool.h>
#include <stdio.h>

#include "lib/base/buf.h"
#include "serve/common/wire.h"

#define ANSWER_FILE 64
#define ANSWER_ETAG 40

struct answer {
	int fd;
	bool head; /* nobody wants more of a stream than its head */

	unsigned status;
	const char *type;
	char etag[ANSWER_ETAG]; /* "" for none */
	char file[ANSWER_FILE]; /* "" for none: to be saved under it */
	FILE *out;

	char *text; /* what is written, unless it is a stream */
	size_t len;
	struct buf frame;
	bool streams, begun; /* some of it was sent */
	bool failed;         /* nobody takes it */
};

void answer_init(struct answer *a, int fd);
void answer_release(struct answer *a);

/* A new answer of that type, with status 200 and neither etag nor file.  False
 * if there is no memory. */
bool answer_begin(struct answer *a, const char *type);

/* What was written so far is sent, and what follows as it is written.  False as
 * before. */
bool answer_stream(struct answer *a);

/* The end of it.  False if nobody takes it. */
bool answer_send(struct answer *a);

#endif
