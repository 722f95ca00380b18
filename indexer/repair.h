/* repair.h - an index made sound again
 *
 * repair_run looks as verify does, under the writers' lock, and mends:
 *
 *     the stub        is written again after the ledger
 *     checksums       are made again, of what is sound otherwise
 *     segments        their articles are read again from their archives; what
 *                     cannot is taken from what is left of the segment, where
 *                     its digest proves it; the rest is lost, and the ledger
 *                     says so
 *     the ledger      all archives are read again, beside the index; articles
 *                     whose archives are gone are taken from the segments
 *
 * Until the new index is published the old one stays in use, and what was
 * damaged is kept aside; for good, if something could not be had again.  Killed
 * before it is committed, a repair has changed nothing; the next one removes
 * what it left.
 */
#ifndef NEWSIDX_INDEXER_REPAIR_H
#define NEWSIDX_INDEXER_REPAIR_H

#include "indexer/build.h"
#include "indexer/health.h"
#include "indexer/settings.h"
#include "lib/index/store.h"

struct repair_report {
	struct health found;
	bool stub, sums, ledger; /* what was made again */
	uint64_t segments;
	uint64_t read, salvaged, lost; /* articles */
	uint64_t strays;  /* kept by segments, and in no archive any more */
	struct buf aside; /* the folder that is left with what was damaged */
	double seconds;
};

/* o: index, paths (none: those that are known), jobs, memory, progress, the
 * options of the walk; they count where the ledger does not tell its own.
 * rep is to be released in any case.  NX_NOTFOUND: too little is left, err says
 * what is to be done.  On failure the index is no worse than it was. */
enum nx_status repair_run(const struct build_options *o,
                          struct repair_report *rep, struct nx_err *err);
void repair_release(struct repair_report *rep);

/* The folder in the index in which a whole one is made. */
#define REPAIR_NEW "repair.new"

/* ---- parts of it --------------------------------------------------------- */

struct mending {
	struct build_options o;
	struct settings settings;
	struct repair_report *rep;
	struct store store; /* locked; its ledger open or not */
	char *aside, *aside_name; /* the folder of what was damaged, if any */
	bool committing;          /* it may be done */
	struct nx_err *err;
};

/* Make the damaged segments again; the ledger is sound and open. */
enum nx_status repair_segments(struct mending *r);

/* Make everything again; the ledger is not open. */
enum nx_status repair_all(struct mending *r);

/* Put a file, or the files of a folder, into r's folder of what was damaged as
 * well, under the same name; that it is not there is fine. */
enum nx_status repair_keep(struct mending *r, const char *name);
enum nx_status repair_keep_segment(struct mending *r, const char *number);

/* Before the repair is committed, which l's transaction is: note that this folder
 * is to stay, if it is. */
enum nx_status repair_aside_note(struct mending *r, struct ledger *l);

/* Behind it, or behind its failure st: the folder goes, or gets its name.  mended:
 * it was committed.  Under the lock. */
void repair_aside_settle(struct mending *r, enum nx_status st, bool mended);

/* The same for what repairs left that were killed. */
enum nx_status repair_aside_tidy(struct mending *r);

#endif
