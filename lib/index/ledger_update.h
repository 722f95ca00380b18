/* ledger_update.h - what an update asks of the ledger and tells it
 *
 * An update compares the archives that are there with those that were read,
 * has the changed ones read again, and sees to it that the index is then what
 * one reading of all archives would have made of it:
 *
 *     ledger_sources, ledger_known_archives      what is to be compared
 *     ledger_begin
 *       ledger_update_begin
 *         ledger_reread, ledger_withdraw   each archive that changed, is gone
 *         ledger_archive_go_on    in its turn, one that has only grown
 *         ... the reading (ledger.h) ...
 *         ledger_round                     what must be read again, too: so
 *         ... the reading ...              once more, until that is nothing
 *       ledger_update_end
 *     ledger_commit
 *
 * An article or notice whose archive is read again or withdrawn stands only
 * until the end of that: what comes again and is the same stays as it is, and
 * what does not come again is taken away.  Which of the other versions then
 * follows it cannot be told from the ledger, which does not have their texts:
 * the archives that have some are read again, in another round.
 */
#ifndef NEWSIDX_INDEX_LEDGER_UPDATE_H
#define NEWSIDX_INDEX_LEDGER_UPDATE_H

#include "lib/index/ledger.h"

/* ---- sources ------------------------------------------------------------ */

/* What was given to be indexed. */
struct ledger_source {
	int64_t id;
	const char *path;
	const char *name;    /* in identities */
	const char *options; /* of its walk, as text */
	bool gone;           /* and this was told */
};

/* One that is there already, with the same name, is fine. */
enum nx_status ledger_source_add(struct ledger *l, const char *path,
                                 const char *name, const char *options,
                                 struct nx_err *err);

/* Remove a source; its archives become ARCHIVE_DROPPED. */
enum nx_status ledger_source_remove(struct ledger *l,
                                    const struct ledger_source *s,
                                    struct nx_err *err);

enum nx_status ledger_source_gone(struct ledger *l, int64_t id, bool gone,
                                  struct nx_err *err);

/* Each in the order of adding; strings are gone when fn returns. */
typedef enum nx_status ledger_source_fn(void *ctx,
                                        const struct ledger_source *s);
enum nx_status ledger_sources(struct ledger *l, ledger_source_fn *fn, void *ctx,
                              struct nx_err *err);

/* ---- archives as they were ---------------------------------------------- */

enum archive_state {
	/* It changed so shortly before it was read that a later change might
	 * bear the same time: only its digest proves that it is the same. */
	ARCHIVE_FRESH = 1,
	ARCHIVE_GONE = 2,    /* it is not there, and this was told */
	ARCHIVE_AGAIN = 4,   /* it is to be read again, whatever it is */
	ARCHIVE_DROPPED = 8, /* its source was removed */
};

struct ledger_known {
	int64_t id;
	struct ledger_archive a;
	const unsigned char *digest; /* LEDGER_SHA256 bytes, or NULL */
	const char *mark;            /* "" for none */
	unsigned state;
	enum outcome outcome;
};

/* Each in the order of paths; strings are gone when fn returns. */
typedef enum nx_status ledger_known_fn(void *ctx, const struct ledger_known *k);
enum nx_status ledger_known_archives(struct ledger *l, ledger_known_fn *fn,
                                     void *ctx, struct nx_err *err);

/* How many records the archive had. */
enum nx_status ledger_archive_records(struct ledger *l, int64_t id, uint64_t *n,
                                      struct nx_err *err);

/* Whether the archive has one member, which is no archive, and at least so many
 * records were read in it: so that it can go on behind these. */
bool ledger_may_go_on(struct ledger *l, int64_t id, uint64_t records);

/* The archive is the same, though its numbers may not be.  a's strings do not
 * matter. */
enum nx_status ledger_archive_same(struct ledger *l, int64_t id,
                                   const struct ledger_archive *a,
                                   unsigned state, struct nx_err *err);

/* ---- updating ----------------------------------------------------------- */

/* In a transaction.  Makes indexes, the first time after a build. */
enum nx_status ledger_update_begin(struct ledger *l, struct nx_err *err);

/* The archive is going to be read again in this round. */
enum nx_status ledger_reread(struct ledger *l, int64_t id, struct nx_err *err);

/* What stays of an archive that goes on from where an earlier reading came to.
 */
struct ledger_kept {
	int64_t member;    /* the one that goes on, else 0 */
	uint64_t articles; /* of the index that stay */
	uint64_t records;  /* that were told of what stays */
};

/* In place of ledger_archive_begin: what was told of the archive stands, and
 * what will be told comes behind it.  *records: behind so many records of its
 * member, which gets no new number; what was told of later ones gives way, as
 * in an archive that is read again.  NULL: behind all its members. */
enum nx_status ledger_archive_go_on(struct ledger *l,
                                    const struct ledger_archive *a,
                                    const uint64_t *records,
                                    struct ledger_kept *kept,
                                    struct nx_err *err);

/* Nothing of the archive is to stay. */
enum nx_status ledger_withdraw(struct ledger *l, int64_t id,
                               struct nx_err *err);

/* The end of a round: fn is told each archive that must be read again so that
 * it is certain what stands, after may has said of it that this can be; those
 * that cannot are to be read by a later update (ARCHIVE_AGAIN).  They are
 * marked as by ledger_reread. */
typedef bool ledger_may_fn(void *ctx, const struct ledger_known *k);
enum nx_status ledger_round(struct ledger *l, ledger_may_fn *may,
                            ledger_known_fn *fn, void *ctx, struct nx_err *err);

/* What came of the articles. */
struct ledger_changes {
	uint64_t added, changed, withdrawn;
};

/* What did not come again is taken away. */
enum nx_status ledger_update_end(struct ledger *l, struct ledger_changes *c,
                                 struct nx_err *err);

/* Files of a folder that are plain text, each by itself: they are articles or
 * not, by what stands beside them.  fn is told of those that were read as such,
 * or were not. */
enum nx_status ledger_texts(struct ledger *l, const char *root, bool read,
                            ledger_known_fn *fn, void *ctx, struct nx_err *err);

#endif
