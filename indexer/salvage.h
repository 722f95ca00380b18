/* salvage.h - what can still be read of a segment, damaged or not
 *
 *     salvage_begin            a segment's folder
 *       salvage_next ...       records, in no certain order
 *     salvage_end
 *
 * Another process reads them, which a damaged table may be the end of; whatever
 * comes is to be held against something else.
 */
#ifndef NEWSIDX_INDEXER_SALVAGE_H
#define NEWSIDX_INDEXER_SALVAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "lib/base/buf.h"
#include "lib/base/status.h"
#include "lib/index/record.h"

struct salvage {
	pid_t pid;
	FILE *in;
	struct buf bytes;
};

/* first and last: the docids it may have; 1 and 0 if they are not known. */
enum nx_status salvage_begin(struct salvage *s, const char *dir, uint32_t first,
                             uint32_t last, struct nx_err *err);

/* r's slices are valid until the next call.  False when nothing more comes. */
bool salvage_next(struct salvage *s, uint32_t *docid, struct record *r);

void salvage_end(struct salvage *s);

#endif
