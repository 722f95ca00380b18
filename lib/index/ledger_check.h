/* ledger_check.h - what those ask of a ledger who look after an index
 *
 *     ledger_open
 *       ledger_view             from here on nothing changes for the asker
 *         ledger_stored ...
 *     ledger_close
 */
#ifndef NEWSIDX_INDEX_LEDGER_CHECK_H
#define NEWSIDX_INDEX_LEDGER_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/status.h"
#include "lib/index/ledger.h"
#include "lib/index/sums.h"

/* See the ledger as it is now until ledger_rollback or ledger_close, whoever
 * writes to it meanwhile. */
enum nx_status ledger_view(struct ledger *l, struct nx_err *err);

/* How often it was changed. */
enum nx_status ledger_change(struct ledger *l, uint64_t *out,
                             struct nx_err *err);

/* Whether SQLite finds its tables sound: each fault to fn, some tens at most.
 */
typedef enum nx_status ledger_fault_fn(void *ctx, const char *fault);
enum nx_status ledger_integrity(struct ledger *l, ledger_fault_fn *fn,
                                void *ctx, struct nx_err *err);

/* Each rule between its tables that does not hold, to fn. */
enum nx_status ledger_rules(struct ledger *l, ledger_fault_fn *fn, void *ctx,
                            struct nx_err *err);

/* An article of the index as the ledger has it; archive and member are "" where
 * their rows are missing. */
struct ledger_stored {
	uint32_t docid;
	uint64_t key[2], digest[2];
	uint32_t revision, size;
	int64_t time;
	uint64_t record;
	const char *archive, *member;
	int64_t archive_id;
};

/* Those with docids from first to last, ascending. */
typedef enum nx_status ledger_stored_fn(void *ctx,
                                        const struct ledger_stored *a);
enum nx_status ledger_stored(struct ledger *l, uint32_t first, uint32_t last,
                             ledger_stored_fn *fn, void *ctx,
                             struct nx_err *err);

/* How many there are in that range, and how many docids to be deleted. */
enum nx_status ledger_count(struct ledger *l, uint32_t first, uint32_t last,
                            uint64_t *articles, uint64_t *deletions,
                            struct nx_err *err);

/* Whether a docid is to be deleted. */
bool ledger_is_doomed(struct ledger *l, uint32_t docid);

/* The article that stands under an identity: NX_NOTFOUND if nothing does,
 * NX_END if it is withdrawn. */
enum nx_status ledger_find(struct ledger *l, const uint64_t key[2],
                           uint32_t *docid, uint64_t digest[2],
                           struct nx_err *err);

/* The archives that articles of that range stand in. */
enum nx_status ledger_archives_of(struct ledger *l, uint32_t first,
                                  uint32_t last, ledger_archive_fn *fn,
                                  void *ctx, struct nx_err *err);

/* All archives, in the order in which they were read. */
enum nx_status ledger_archives(struct ledger *l, ledger_archive_fn *fn,
                               void *ctx, struct nx_err *err);

/* Whether a member of that archive was passed over. */
bool ledger_was_skipped(struct ledger *l, const char *archive,
                        const char *member);

/* Whether it is damage that keeps us, with that status, from asking the ledger at
 * path: not, if every byte of it can be read, and it is only the system that
 * refuses something else. */
bool ledger_is_damaged(const char *path, enum nx_status st);

/* Where in a ledger's file its format stands, and what stands there in ours. */
const struct sums_part *ledger_format_mark(void);

/* ---- repairing ---------------------------------------------------------- */

/* An article of the index is lost: its record failed, for that reason.  In a
 * transaction. */
enum nx_status ledger_lose(struct ledger *l, uint32_t docid, const char *reason,
                           struct nx_err *err);

/* An article gets another docid, which none has.  In a transaction. */
enum nx_status ledger_renumber(struct ledger *l, uint32_t docid, uint32_t to,
                               struct nx_err *err);

/* No segment gets a number below this. */
enum nx_status ledger_number_from(struct ledger *l, int64_t number,
                                  struct nx_err *err);

/* Have all of the ledger at path, which nobody has open, in its one file, so
 * that it can be moved. */
enum nx_status ledger_fold(const char *path, struct nx_err *err);

/* Copy it to a new file at path, as of one change, whoever writes to it. */
enum nx_status ledger_copy(struct ledger *l, const char *path,
                           struct nx_err *err);

#endif
