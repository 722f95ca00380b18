/* pipeline.h - articles on their way to a segment, over several threads
 *
 *     pipeline_new
 *       pipeline_begin        a segment
 *         pipeline_add ...    articles, in the order of their docids
 *       pipeline_drain        all of them are in the segment
 *     pipeline_free           whatever was not drained is lost
 *
 * One thread calls these.  With one job everything is done in pipeline_add, and
 * there is no thread but the caller's.  With more, so many threads take the
 * articles from a queue that is bounded in bytes.  They run with all signals
 * blocked, so signals come to the caller's thread.
 */
#ifndef NEWSIDX_INDEXER_PIPELINE_H
#define NEWSIDX_INDEXER_PIPELINE_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "corpus/article.h"
#include "indexer/work.h"
#include "lib/base/status.h"
#include "lib/index/segment.h"

struct pipeline;

struct pipeline_options {
	unsigned jobs;        /* at least 1 */
	size_t queue;         /* bytes of articles that may wait */
	const char *language; /* see struct worker */
	const atomic_int *stop; /* looked at while waiting; NULL: never */
};

/* NX_IO where the system gives no threads; *out is NULL then. */
enum nx_status pipeline_new(struct pipeline **out,
                            const struct pipeline_options *o,
                            struct nx_err *err);

/* Articles go into w from now on.  Nothing is under way. */
void pipeline_begin(struct pipeline *p, struct segment_writer *w);

/* Add what a holds, which is clear afterwards (article_take).  Waits while the
 * queue is full.  NX_INTERRUPTED, or what adding this or an earlier article
 * came to: the segment is lost then, and the pipeline can only be freed. */
enum nx_status pipeline_add(struct pipeline *p, struct article *a,
                            const struct place *where, struct nx_err *err);

/* Bytes of the articles that wait or are being added. */
size_t pipeline_memory(struct pipeline *p);

/* What the workers have found out in what was drained. */
struct pipeline_found {
	uint64_t words;
	/* Of articles that are in another language than they say, in no order;
	 * the pipeline's, until the next article is added. */
	const uint32_t *corrected;
	size_t n_corrected;
};

/* Wait until every article is in the segment; as pipeline_add.  found is what
 * came since the last time. */
enum nx_status pipeline_drain(struct pipeline *p, struct pipeline_found *found,
                              struct nx_err *err);

/* NULL is fine. */
void pipeline_free(struct pipeline *p);

#endif
