/* upkeep.h - what the commands share that look after an index */
#ifndef NEWSIDX_INDEXER_UPKEEP_H
#define NEWSIDX_INDEXER_UPKEEP_H

#include <stdbool.h>

#include "indexer/health.h"
#include "lib/base/options.h"
#include "lib/index/ledger.h"

/* The index that a command is about: option, or NEWSIDX_INDEX.  NULL, with a
 * complaint, if there is neither, or more than most operands. */
const char *upkeep_index(const char *command, const char *option,
                         const struct operands *o, size_t most);

/* Open an index's ledger to read it; *l is to be closed whatever comes of it.
 * NX_NOTFOUND if there is no index. */
enum nx_status upkeep_ledger(struct ledger **l, const char *index,
                             struct nx_err *err);

/* Print what was found, a line each; notes not if quiet. */
void upkeep_tell(const struct health *h, bool json, bool quiet);

#endif
