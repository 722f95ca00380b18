/* backup.h - a copy of an index, while it is read and written
 *
 * The ledger is copied by SQLite as of one change; then the segments that it
 * names, each against its checksums.  If nothing was committed meanwhile the
 * copy is of one state; else it is begun again, and at last with the writers'
 * lock held.  What a copy of a segment has in the backup already is linked, not
 * copied.  All of it is made beside DEST and durable before it gets that name.
 */
#ifndef NEWSIDX_INDEXER_BACKUP_H
#define NEWSIDX_INDEXER_BACKUP_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/status.h"

struct backup_report {
	uint64_t segments, copied; /* segments, and those that were not there */
	uint64_t bytes, bytes_copied;
	uint64_t articles;
	bool renewed;
	double seconds;
};

/* NX_EXISTS if dest is something else than a backup; NX_CORRUPT if the index is
 * damaged; NX_STALE if it was replaced all the time.  On failure dest is as it
 * was. */
enum nx_status backup_run(const char *index, const char *dest,
                          const atomic_int *stop, struct backup_report *rep,
                          struct nx_err *err);

#endif
