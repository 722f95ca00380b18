/* alerts.h - telling alerts of what came into the index, changed or went
 *
 * What an alert is to be told of is in the ledger, put there by the commits that
 * changed the index (lib/index/ledger_alert.h).  Here it is told and then noted
 * that it was: so it is told by whichever run comes to the end first, whatever
 * became of those before it.
 *
 *     each alert that something is pending for: newsidx-query says what it
 *     has to tell, into a file without a name (lib/index/telling.h)
 *
 *     feeds:  that goes into the ledger, with the note that it was told, in one
 *             transaction; then each feed is written after the ledger.  So an
 *             article is in it once, whenever a run is killed.
 *     output: it is noted that telling begins; it is printed; it is noted that it
 *             was told.  Between these notes nobody can say what a reader has
 *             seen: after a run that was killed there it is printed again, and
 *             marked as such.
 */
#ifndef NEWSIDX_INDEXER_ALERTS_H
#define NEWSIDX_INDEXER_ALERTS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/status.h"
#include "lib/index/store.h"

struct alerts_options {
	const char *index;
	const char *feeds; /* the folder of feeds; NULL: to standard output */
	bool json;         /* as lines of JSON; else for people */
	const atomic_int *stop;
};

struct alerts_report {
	uint64_t alerts;   /* that there are */
	uint64_t telling;  /* that had something to tell */
	uint64_t articles; /* that were told, in all */
	uint64_t failed;   /* alerts that could not be asked; what is pending
	                    * for them stays so */
	bool wrote;        /* to the index */
};

/* s is as store_open_look or store_open_write left it, and not in a transaction.
 * On failure whatever was not told is told by the next run. */
enum nx_status alerts_tell(struct store *s, const struct alerts_options *o,
                           struct alerts_report *rep, struct nx_err *err);

#endif
