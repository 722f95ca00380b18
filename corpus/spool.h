/* spool.h - a stream made seekable: bytes in memory or in a file
 *
 *     struct spool s;
 *     spool_init(&s);
 *       spool_fill(&s, under, ...)  or  spool_use_file(&s, fd, ...)
 *       spool_read, spool_seek
 *     spool_release(&s);
 */
#ifndef NEWSIDX_CORPUS_SPOOL_H
#define NEWSIDX_CORPUS_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "corpus/flow.h"
#include "corpus/reader.h"
#include "lib/base/buf.h"
#include "lib/base/status.h"

struct spool {
	struct buf mem; /* while it fits LIMIT_SPOOL_MEMORY */
	int fd;         /* otherwise; -1 for none */
	bool own;       /* fd is to be closed here */
	uint64_t at, size;
	struct flow *flow; /* counts what is read, for a file of the inputs */
	char *block;
};

void spool_init(struct spool *s);
void spool_release(struct spool *s);

/* Take over all that under gives.  NX_OK even if under ended in a fault: what
 * came before it is there, and *fault has it (NX_END for a proper end).
 * NX_IO when there is no room, NX_INTERRUPTED. */
enum nx_status spool_fill(struct spool *s, struct byte_source *under,
                          enum nx_status *fault, struct nx_err *err);

/* Read the caller's file, which stays the caller's. */
enum nx_status spool_use_file(struct spool *s, int fd, struct flow *flow,
                              struct nx_err *err);

/* The next block at the position: NX_OK, NX_END, NX_IO, NX_INTERRUPTED. */
enum nx_status spool_read(struct spool *s, const void **p, size_t *len,
                          struct nx_err *err);

/* Move the position, to at most the end; returns it. */
uint64_t spool_seek(struct spool *s, int64_t offset, int whence);

#endif
