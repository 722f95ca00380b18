/* work.h - what is done to one article: its language, its words, its document
 *
 * A worker has an analyser and a detector of its own, and is used by one
 * thread.  It asks nothing of the ledger: what the ledger must know is kept
 * until somebody who may write there takes it.
 *
 *     worker_init
 *       worker_add ...        articles, in the order of their docids
 *     worker_release
 */
#ifndef NEWSIDX_INDEXER_WORK_H
#define NEWSIDX_INDEXER_WORK_H

#include <stddef.h>
#include <stdint.h>

#include "corpus/article.h"
#include "lib/analysis/analysis.h"
#include "lib/analysis/detect.h"
#include "lib/base/status.h"
#include "lib/index/doc.h"
#include "lib/index/segment.h"

/* Where an article was found, and what it is known by. */
struct place {
	const char *archive, *member;
	uint64_t record;
	uint32_t docid;
	uint64_t key[2]; /* digest of its identity */
};

struct worker {
	unsigned number;      /* among those that add to a segment */
	const char *language; /* of articles that do not say, or NULL */
	struct analyser *analyser;
	struct detector *detector;
	struct doc doc;
	struct record record;
	/* What it found out. */
	uint64_t words;
	uint32_t *corrected; /* docids of articles in another language than
	                      * they say (REPAIR_LANGUAGE) */
	size_t n_corrected, cap_corrected;
};

void worker_init(struct worker *w, unsigned number, const char *language);
void worker_release(struct worker *w);

/* Add the article to the segment. */
enum nx_status worker_add(struct worker *w, struct segment_writer *to,
                          const struct article *a, const struct place *where,
                          struct nx_err *err);

#endif
