/* build.h - making an index of archives
 *
 * build_run walks the inputs and gives each article to the analyser, the
 * segment writer and the ledger; at the end everything becomes visible at
 * once, or, on any failure, nothing does.
 */
#ifndef NEWSIDX_INDEXER_BUILD_H
#define NEWSIDX_INDEXER_BUILD_H

#include <stdbool.h>
#include <stdint.h>

#include "corpus/walk.h"
#include "lib/base/status.h"
#include "lib/index/ledger.h"
#include "lib/index/schema.h"
#include "lib/index/store.h"

struct intake;

struct sources;

struct build_options {
	const char *index; /* folder; NULL for a dry run */
	const char *const *paths; /* NULL with retry: all */
	/* Read the archives that failed or were damaged again, if they are
	 * among paths, into the index that is there. */
	bool retry;
	/* The archives that are read again, as a retry found them; otherwise
	 * NULL, and paths are read. */
	const struct walk_archive *again;
	size_t n_again;
	struct walk_options walk;
	unsigned jobs;        /* threads that analyse; 0 is 1: no thread */
	uint64_t memory;      /* bytes that it may take, about; 0: by default */
	const char *language; /* of articles that do not say, and of queries */
	enum positions_form positions; /* of new segments */
	bool force;           /* replace an index that is there */
	/* Nobody sees the index before more is done to it: it is not done, be
	 * it committed, until all of it is in place. */
	bool unseen;
	/* What becomes the ledger's sources; NULL: the paths. */
	const struct sources *sources;
	/* How long another writer is waited for; NULL: not at all. */
	const struct store_wait *wait;
	uint64_t expected;    /* bytes to be read; 0: as paths or again say */
	bool progress;        /* on stderr, if it is a terminal */
	bool complaints;      /* a line on stderr for each fault */
	/* Told of the whole ledger when everything was read: what came of the
	 * members of each format, and why what was skipped was.  May be NULL. */
	ledger_format_fn *format;
	ledger_reason_fn *reason;
	void *ctx;
	/* Called behind the walk, to tell in of more (intake_events).  May be
	 * NULL. */
	enum nx_status (*more)(void *ctx, struct intake *in,
	                       struct nx_err *err);
	void *more_ctx;
};

struct build_report {
	struct ledger_totals totals;
	uint64_t words;
	uint64_t text_bytes;  /* of headlines, decks and bodies indexed */
	uint64_t index_bytes; /* on disk; 0 for a dry run */
	uint64_t faults;      /* what a person should look at */
	/* Of a retry: archives read again, articles of theirs that were there
	 * already, articles that are new; and archives that are gone. */
	uint64_t retried, unchanged, added, gone;
	double seconds;
};

/* The least that it is done in, and what is taken when nothing is said: a
 * quarter of the machine's, between these. */
#define BUILD_MEMORY_MIN ((uint64_t)64 << 20)
#define BUILD_MEMORY_MAX ((uint64_t)1 << 30)
uint64_t build_default_memory(void);

/* Threads and memory, where o does not say. */
void build_choose_means(struct build_options *o);

/* Whatever was counted must stand somewhere in the ledger: members as archives
 * count them in themselves, records as members do.  NX_CORRUPT otherwise; t is
 * what it holds. */
enum nx_status build_account(struct ledger *l, struct ledger_totals *t,
                             struct nx_err *err);

/* NX_OK: the index is there (or, for a dry run, would be), rep says what is in
 * it and what is not.  Otherwise the index is as it was: NX_EXISTS without
 * force, NX_NOTFOUND where faults left nothing to replace it by, NX_LOCKED,
 * NX_INTERRUPTED, NX_IO ... */
enum nx_status build_run(const struct build_options *o,
                         struct build_report *rep, struct nx_err *err);

#endif
