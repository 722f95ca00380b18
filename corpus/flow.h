/* flow.h - how much one file has given, and how much came out of it
 *
 * One struct flow goes with a file through all the layers that unpack it.  It
 * counts what is read from disk (for progress, and as the measure of what may
 * come out), holds every layer to the bounds of limits.h, and looks at the
 * signal to stop while data flow.
 */
#ifndef NEWSIDX_CORPUS_FLOW_H
#define NEWSIDX_CORPUS_FLOW_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "corpus/article.h"
#include "corpus/reader.h"
#include "lib/base/status.h"

struct flow {
	uint64_t in;  /* bytes read from the file */
	uint64_t out; /* bytes that its layers have unpacked, all together */
	const atomic_int *stop; /* or NULL */
	void (*progress)(void *ctx, uint64_t in); /* or NULL */
	void *ctx;
	/* What was mended by layers and formats, by the bits of enum repair:
	 * of the member that is read, until its end takes it. */
	uint32_t mended[REPAIRS];
};

void flow_mended(struct flow *f, enum repair what);

/* Count n bytes read.  NX_OK, or NX_INTERRUPTED. */
enum nx_status flow_in(struct flow *f, size_t n, struct nx_err *err);

/* Count n bytes that a layer has unpacked; *total is that layer's own count
 * for this stream.  NX_OK, NX_INTERRUPTED, or NX_BOUND when the stream or the
 * file as a whole has given more than it may. */
enum nx_status flow_out(struct flow *f, uint64_t *total, size_t n,
                        struct nx_err *err);

/* A file descriptor as a source.  It is the caller's, and so is its position:
 * reading goes on from where it stands, for most bytes at most. */
struct file_source {
	struct byte_source src;
	int fd;
	struct flow *flow;
	uint64_t left;
	char *block;
};

#define FILE_SOURCE_ALL UINT64_MAX

void file_source_init(struct file_source *s, int fd, struct flow *flow,
                      uint64_t most);
void file_source_release(struct file_source *s);

/* What a reader has not taken yet, then what its source still gives: so the
 * first bytes can be looked at and handed on. */
struct replay_source {
	struct byte_source src;
	struct reader *r;
};

void replay_source_init(struct replay_source *s, struct reader *r);

#endif
