/* rewrite.h - segments anew, without what was deleted from them
 *
 * Blocks of positions and of columns keep what they have of an article that is
 * deleted, and libxapian's compactor copies them as they are.  Where that is
 * much, the articles that are left are written again, from what the segment
 * keeps of them; they keep their docids.
 *
 *     struct rewrite w = { .store = store, .o = options };
 *     rewrite_add ...          a segment: as it is, or what takes its place
 *       segment_merge          w.dirs
 *     rewrite_end              the folders that were written are removed
 */
#ifndef NEWSIDX_INDEXER_REWRITE_H
#define NEWSIDX_INDEXER_REWRITE_H

#include <stddef.h>
#include <stdint.h>

#include "indexer/build.h"
#include "lib/index/store.h"

struct rewrite {
	struct store *store;
	const struct build_options *o; /* language, positions, memory, stop */
	uint64_t percent; /* so many that are gone are much */

	char **dirs; /* one behind the other, to be merged */
	bool *mine;  /* written here */
	size_t n, cap;
	uint64_t articles, words, bytes; /* that they have */
};

/* Whether so much is gone of the segment. */
enum nx_status rewrite_is_due(const struct rewrite *w,
                              const struct ledger_segment *s, bool *due,
                              struct nx_err *err);

/* Add the segment, anew if that is due: then in as many parts as it takes to
 * stay within the memory, and none if it has no article. */
enum nx_status rewrite_add(struct rewrite *w, const struct ledger_segment *s,
                           struct nx_err *err);

/* Add a segment of no articles in the place of s, if there is no other. */
enum nx_status rewrite_none(struct rewrite *w, const struct ledger_segment *s,
                            struct nx_err *err);

/* Remove what was written; after a failure, as far as possible. */
enum nx_status rewrite_end(struct rewrite *w, struct nx_err *err);

#endif
