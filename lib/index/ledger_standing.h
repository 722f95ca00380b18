/* ledger_standing.h - what stands under an identity
 *
 * Private to lib/index/ledger*.c.
 */
#ifndef NEWSIDX_INDEX_LEDGER_STANDING_H
#define NEWSIDX_INDEX_LEDGER_STANDING_H

#include "lib/index/ledger_schema.h"

/* An article, or a notice. */
struct standing {
	uint32_t ref; /* docid, or NOTICE and the notice's id */
	int64_t member;
	bool earlier; /* told by an earlier reading of the archive that is
	               * being read again, or, in an update, of any that is or
	               * that is gone */
	struct ledger_article v; /* as far as versions are compared */
};

/* Load the identities, unless they are or this is an update. */
enum nx_status ledger_load_known(struct ledger *l, struct nx_err *err);

/* NX_END where nothing stands under the identity. */
enum nx_status ledger_standing(struct ledger *l, const uint64_t key[2],
                               struct standing *out, struct nx_err *err);

/* Whether a stands where that stood. */
bool ledger_in_place(struct ledger *l, const struct standing *there,
                     const struct ledger_article *a);

/* Whether other versions than those of that digest, or notices, are known that
 * do not stand. */
enum nx_status ledger_has_rivals(struct ledger *l, uint64_t key,
                                 uint64_t digest, bool *out,
                                 struct nx_err *err);

/* Whether it is what an earlier reading told, and the archives that have a
 * version of it are all being read again (ledger_round): whichever comes first
 * takes its place, and the others are compared with that. */
enum nx_status ledger_in_doubt(struct ledger *l, uint64_t key,
                               const struct standing *there, bool *out,
                               struct nx_err *err);

/* When the last of all its copies, with itself, was captured. */
enum nx_status ledger_latest(struct ledger *l, const struct ledger_article *a,
                             int64_t *out, struct nx_err *err);

#endif
