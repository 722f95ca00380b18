/* series.h - the segments that a build writes, one after the other
 *
 * Articles go through a pipeline (pipeline.h) into a segment, until that takes
 * its share of the memory; then it is finished, and the next one begins.
 *
 *     series_open
 *       series_add ...
 *       series_finish           everything is on disk and in the ledger
 *     series_close              what was not finished is discarded
 *
 * Everything stays invisible until the ledger's transaction, which the caller
 * has begun, and store_publish.
 */
#ifndef NEWSIDX_INDEXER_SERIES_H
#define NEWSIDX_INDEXER_SERIES_H

#include "indexer/build.h"
#include "indexer/pipeline.h"
#include "lib/base/buf.h"
#include "lib/index/store.h"

/* Begin a segment in dir, as o says, that so many threads add to. */
enum nx_status series_writer(struct segment_writer **out,
                             const struct build_options *o, const char *dir,
                             unsigned threads, struct nx_err *err);

struct series {
	const struct build_options *o;
	struct store *store;
	struct pipeline *pipeline;
	struct segment_writer *writer; /* of the segment, NULL before it */
	struct buf dir;
	struct ledger_segment now; /* the one that is written */
	int64_t first_number;      /* of its segments */
	uint64_t words;            /* of the articles that are on disk */
};

/* Begin with a segment whose first docid is next.  On failure s needs nothing
 * but series_close. */
enum nx_status series_open(struct series *s, const struct build_options *o,
                           struct store *store, uint32_t next,
                           struct nx_err *err);

/* Add what a holds, which is clear afterwards; it has so many bytes of text.
 * As pipeline_add; on failure s can only be closed. */
enum nx_status series_add(struct series *s, struct article *a,
                          const struct place *where, uint64_t text,
                          struct nx_err *err);

/* Finish the last segment; one without articles is kept only if it is the
 * first and an index needs one (keep_empty).  Articles that later ones
 * replaced are deleted, and the index's segments are merged where there are
 * more than LIMIT_SEGMENTS. */
enum nx_status series_finish(struct series *s, bool keep_empty,
                             struct nx_err *err);

void series_close(struct series *s);

/* Merge all segments of an index, whose ledger is in a transaction, into one,
 * which is on disk then and in the ledger, and of which hardly anything is
 * deleted.  *merged: whether it was not just that already. */
enum nx_status series_merge_all(struct store *store,
                                const struct build_options *o, bool *merged,
                                struct nx_err *err);

#endif
