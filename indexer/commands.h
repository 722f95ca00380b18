/* commands.h - the commands of newsidx-indexer */
#ifndef NEWSIDX_INDEXER_COMMANDS_H
#define NEWSIDX_INDEXER_COMMANDS_H

#include "lib/base/options.h"
#include "lib/index/store.h"

extern const struct opt build_opts[], ledger_opts[], formats_opts[];
extern const size_t build_size, ledger_size, formats_size;
extern const struct opt verify_opts[], optimize_opts[], backup_opts[];
extern const size_t verify_size, optimize_size, backup_size;
extern const struct opt repair_opts[];
extern const size_t repair_size;

extern const struct opt update_opts[], source_opts[], alert_opts[];
extern const size_t update_size, source_size, alert_size;

int update_main(const void *options, const struct operands *o);
int source_main(const void *options, const struct operands *o);
int alert_main(const void *options, const struct operands *o);

/* --wait[=SECONDS]: text is NULL where it was not given, and then so is *out.
 * quiet: that it waits is not told. */
#define WAIT_HELP                                                             \
	"if another newsidx writes there, wait until it is done, or for so "  \
	"many seconds (default: end at once, with 75)"
enum nx_status wait_parse(const char *text, bool quiet, struct store_wait *w,
                          const struct store_wait **out, struct nx_err *err);

/* --jobs and --memory, as they were given, or 0; *threads is how many to use. */
#define JOBS_HELP                                                             \
	"analyse on so many threads (default: one for each processor)"
#define MEMORY_HELP                                                           \
	"take about so much memory, such as 512M (default: a quarter of the " \
	"machine's, at most 1G)"
enum nx_status means_check(uint64_t jobs, uint64_t memory, unsigned *threads,
                           struct nx_err *err);

int build_main(const void *options, const struct operands *o);
int ledger_main(const void *options, const struct operands *o);
int formats_main(const void *options, const struct operands *o);
int verify_main(const void *options, const struct operands *o);
int optimize_main(const void *options, const struct operands *o);
int backup_main(const void *options, const struct operands *o);
int repair_main(const void *options, const struct operands *o);

#endif
