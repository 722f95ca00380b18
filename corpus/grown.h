/* grown.h - a file that has grown since it was read (inside walk.h)
 *
 *     walk_grown        proves that it is one, by its digest, and by what its
 *                       first bytes and those at its mark show
 *       walk.c, stream.c, tell.c go on from the mark
 *     walk_grown_free
 */
#ifndef NEWSIDX_CORPUS_GROWN_H
#define NEWSIDX_CORPUS_GROWN_H

#include "corpus/container.h"
#include "corpus/format.h"
#include "corpus/mark.h"
#include "corpus/walk.h"

struct grown {
	struct mark mark;
	struct checksum sum;         /* of the file's bytes before the mark */
	const struct layer *layer;   /* tar, gzip; NULL: neither */
	const struct format *format; /* NULL of an archive */
	bool crawl; /* a packed one that begins with "WARC/" */
	/* The file as it was seen: so much of it is read. */
	uint64_t size, inode;
	int64_t mtime, ctime;
};

/* The checksum of a member at its mark, and its records before it. */
void grown_go_on(const struct grown *g, struct checksum *sum,
                 uint64_t *records);

/* Have a filter begin at the mark. */
void grown_filter(const struct grown *g, struct filter *f);

#endif
