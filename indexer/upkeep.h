/* upkeep.h - what the commands share that look after an index */
#ifndef NEWSIDX_INDEXER_UPKEEP_H
#define NEWSIDX_INDEXER_UPKEEP_H

#include <stdbool.h>

#include "indexer/health.h"
#include "lib/base/options.h"

/* The index that a command is about: option, or NEWSIDX_INDEX.  NULL, with a
 * complaint, if there is neither, or more than most operands. */
const char *upkeep_index(const char *command, const char *option,
                         const struct operands *o, size_t most);

/* Print what was found, a line each; notes not if quiet. */
void upkeep_tell(const struct health *h, bool json, bool quiet);

#endif
