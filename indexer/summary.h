/* summary.h - what a build says when it is done
 *
 *     struct summary s = { BUF_INIT, BUF_INIT, 0 };
 *       build_run, with summary_format and summary_reason for it to tell
 *       summary_print
 *     summary_release(&s);
 */
#ifndef NEWSIDX_INDEXER_SUMMARY_H
#define NEWSIDX_INDEXER_SUMMARY_H

#include "indexer/build.h"
#include "lib/base/buf.h"

struct summary {
	struct buf formats, reasons; /* lines of the table */
	size_t n_reasons;
};

/* ctx is a struct summary. */
enum nx_status summary_format(void *ctx, const struct ledger_format *f);
enum nx_status summary_reason(void *ctx, const char *reason, uint64_t records,
                              uint64_t members);

/* On standard output.  index is NULL for a dry run. */
void summary_print(const struct summary *s, const struct build_report *r,
                   const char *index);
void summary_print_retry(const struct build_report *r, const char *index);

void summary_release(struct summary *s);

#endif
