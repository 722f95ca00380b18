/* telling.h - what an alert tells, on its way from the program that searches to
 * the one that writes
 *
 * One searches and says what is to be told; the other passes that on, and notes
 * in the ledger that it did.  Between them is a file of tellings, one behind the
 * other: on a line its numbers, then the article as the alert is to know it, then
 * what people or programs are to read.
 */
#ifndef NEWSIDX_INDEX_TELLING_H
#define NEWSIDX_INDEX_TELLING_H

#include <stdint.h>
#include <stdio.h>

#include "lib/base/buf.h"
#include "lib/base/status.h"
#include "lib/base/uuid.h"
#include "lib/index/ledger_alert.h"

struct telling {
	uint64_t key[2]; /* digest of the article's identity */
	enum change what;
	struct slice article; /* record.h; empty if it is withdrawn */
	struct slice text;
};

/* Append it; what goes wrong, ferror tells. */
void telling_write(FILE *out, const struct telling *t);

/* Read the next one; its slices point into b.  NX_END at the end; NX_CORRUPT,
 * NX_IO. */
enum nx_status telling_read(FILE *in, struct buf *b, struct telling *t,
                            struct nx_err *err);

/* The name in the whole world ("urn:uuid:...") of telling the alert uid of that
 * change: whoever sees it twice was told twice. */
#define TELLING_NAME (sizeof "urn:uuid:" + UUID_TEXT - 1)
void telling_name(const char *uid, const struct ledger_change *c,
                  char out[TELLING_NAME]);

#endif
