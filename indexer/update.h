/* update.h - bringing an index up to date with its archives
 *
 * After it the index has what one build of the archives as they are now would
 * have given.  What did not change is not opened, and with nothing new nothing
 * is written.
 *
 *     update_run
 *       look (update_look.c)     what changed: files against the ledger
 *       read (update_read.c)     those, and what must be read with them
 */
#ifndef NEWSIDX_INDEXER_UPDATE_H
#define NEWSIDX_INDEXER_UPDATE_H

#include "indexer/alerts.h"
#include "indexer/build.h"
#include "indexer/intake.h"
#include "indexer/sources.h"
#include "lib/index/ledger_update.h"

struct update_options {
	const char *index;
	const char *const *paths; /* only what is in them; none: all */
	bool prune; /* archives that are gone take their articles along */
	unsigned jobs;
	uint64_t memory;
	const struct store_wait *wait;
	const atomic_int *stop;
	bool progress;
	/* Then tell alerts what is pending for them: see struct
	 * alerts_options. */
	bool alerts, json;
	const char *feeds;
};

struct update_report {
	uint64_t archives; /* looked at */
	uint64_t read;     /* because they are new or changed, or with those */
	uint64_t withdrawn_archives;
	uint64_t gone; /* kept in the index, though not there any more */
	uint64_t sources_missing;
	struct ledger_changes articles;
	uint64_t continued; /* of those read: from where they had ended */
	uint64_t unchanged; /* articles of archives that were read again */
	uint64_t total;     /* articles in the index now; not known: 0 */
	uint64_t faults;    /* what a person should look at, told for the
	                     * first time */
	bool wrote;
	double seconds;
	bool done; /* the index is up to date, also where alerts failed then */
	struct alerts_report alerts;
};

/* As build_run.  NX_USAGE where a path is in no source. */
enum nx_status update_run(const struct update_options *o,
                          struct update_report *rep, struct nx_err *err);

/* ---- inside ----------------------------------------------------------------
 */

enum plan_for {
	FOR_NOTHING,
	FOR_REFRESH, /* it is the same, under other numbers */
	FOR_READING,
	FOR_GOING_ON, /* it has grown: what is new of it is read */
	FOR_WITHDRAWAL,
	FOR_KEEPING, /* it is gone, which is to be noted */
};

/* An archive as the ledger knows it. */
struct known {
	struct ledger_known k;     /* with strings and a digest of its own */
	struct ledger_archive now; /* numbers of FOR_REFRESH */
	unsigned state;            /* and what its state becomes */
	struct grown *grown;       /* of FOR_GOING_ON, in the first round */
	bool seen, twice;
	enum plan_for plan;
};

/* Which file, of which source. */
struct file_name {
	char *path, *root;
};

struct update {
	const struct update_options *o;
	struct build_options b; /* of the reading */
	struct update_report *rep;
	struct store store;
	struct sources sources;
	char **scope; /* absolute paths, ended by a NULL; NULL: everything */
	struct known *known; /* by path */
	size_t n_known, cap_known;
	struct file_name *want; /* what is to be read */
	size_t n_want, cap_want;
	uint64_t bytes;   /* of it */
	const struct walk_options *walking; /* of update_walk */
	uint64_t planned; /* of known and sources, for which there is
	                   * something to be noted */
	int64_t began;
	struct intake *in; /* of update_read */
	char *feeds;       /* absolute */
};

/* Compare what is there with the ledger. */
enum nx_status update_look(struct update *u, struct nx_err *err);

/* Read it, in the transaction. */
enum nx_status update_read(struct update *u, struct nx_err *err);

/* Have the file read. */
void update_want(struct update *u, const char *path, const char *root);

/* The archive of that path, root and name, or NULL; the first, where there are
 * more. */
struct known *update_known(const struct update *u,
                           const struct walk_archive *a);

/* From now on files that have grown are read like others. */
void update_forget_grown(struct update *u);

/* Run fn for sources that are walked alike, some at a time. */
typedef enum nx_status update_walk_fn(struct update *u,
                                      const char *const *paths,
                                      const struct walk_options *o,
                                      struct nx_err *err);
enum nx_status update_walk(struct update *u, update_walk_fn *fn,
                           struct nx_err *err);

#endif
