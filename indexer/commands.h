/* commands.h - the commands of newsidx-indexer */
#ifndef NEWSIDX_INDEXER_COMMANDS_H
#define NEWSIDX_INDEXER_COMMANDS_H

#include "lib/base/options.h"

extern const struct opt build_opts[], ledger_opts[], formats_opts[];
extern const size_t build_size, ledger_size, formats_size;
extern const struct opt verify_opts[], optimize_opts[], backup_opts[];
extern const size_t verify_size, optimize_size, backup_size;
extern const struct opt repair_opts[];
extern const size_t repair_size;

int build_main(const void *options, const struct operands *o);
int ledger_main(const void *options, const struct operands *o);
int formats_main(const void *options, const struct operands *o);
int verify_main(const void *options, const struct operands *o);
int optimize_main(const void *options, const struct operands *o);
int backup_main(const void *options, const struct operands *o);
int repair_main(const void *options, const struct operands *o);

#endif
