/* optimize.h - an index in one segment */
#ifndef NEWSIDX_INDEXER_OPTIMIZE_H
#define NEWSIDX_INDEXER_OPTIMIZE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/status.h"

struct optimize_report {
	uint64_t segments; /* that there were */
	bool merged;
	uint64_t bytes_before, bytes_after;
	double seconds;
};

/* Merge all segments of the index into one, without what they keep of deleted
 * articles, unless it is so already; readers see the one index or the other.
 * On failure the index is as it was. */
enum nx_status optimize_run(const char *index, const atomic_int *stop,
                            struct optimize_report *rep, struct nx_err *err);

#endif
