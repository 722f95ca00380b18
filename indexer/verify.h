/* verify.h - whether an index is sound, and of its archives
 *
 * verify_run only reads, and may run beside a writer: what it finds while the
 * index is being changed is looked at again.
 */
#ifndef NEWSIDX_INDEXER_VERIFY_H
#define NEWSIDX_INDEXER_VERIFY_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "indexer/health.h"
#include "lib/base/progress.h"
#include "lib/base/status.h"
#include "lib/index/ledger_check.h"

struct verify_options {
	const char *index;
	bool deep;     /* words and archives too */
	bool alone;    /* the caller holds the writers' lock */
	bool progress; /* on stderr, if it is a terminal */
	const atomic_int *stop;
};

struct verify_report {
	struct health found;
	uint64_t segments, articles, words, bytes; /* bytes of files */
	uint64_t pending;  /* deletions noted and not done */
	uint64_t analysed; /* articles whose words were compared */
	uint64_t archives, again, unread; /* read again: articles; archives
	                                   * that are not there any more */
	bool ledger_read; /* it could be opened and was compared */
	double seconds;
};

/* NX_OK: rep says what was found; it is to be released in any case.
 * NX_NOTFOUND: nothing of an index is there.  NX_STALE: it changed all the
 * time.  NX_INTERRUPTED, NX_UNSUPPORTED, NX_IO. */
enum nx_status verify_run(const struct verify_options *o,
                          struct verify_report *rep, struct nx_err *err);
void verify_release(struct verify_report *rep);

/* ---- parts of it --------------------------------------------------------- */

struct verify {
	const struct verify_options *o;
	struct verify_report *rep;
	struct health *h;      /* rep's */
	struct ledger *ledger; /* NULL if it cannot be read */
	uint64_t deletions;    /* that it notes */
	bool unsummed;         /* a segment has no checksums */
	struct progress progress;
	struct nx_err *err;
};

/* Look at one segment, whose row is given or, without a ledger, NULL. */
enum nx_status verify_segment(struct verify *v, int64_t number,
                              const struct ledger_segment *row);

/* Read the archives again and compare. */
enum nx_status verify_archives(struct verify *v);

#endif
