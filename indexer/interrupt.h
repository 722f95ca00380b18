/* interrupt.h - signals that ask a command to stop */
#ifndef NEWSIDX_INDEXER_INTERRUPT_H
#define NEWSIDX_INDEXER_INTERRUPT_H

#include <stdatomic.h>

#include "lib/base/status.h"

/* What is set when the command is asked to stop. */
const atomic_int *interrupt_asked(void);

/* From now on SIGINT, SIGTERM and SIGHUP set it, unless they are ignored, as
 * nohup has it.  If the command has not ended soon after, and has not begun to
 * commit (lib/base/stop.h), the process ends where it is, and says that what,
 * which may be NULL, is as it was.  A second signal ends it at once. */
const atomic_int *interrupt_catch(const char *what);

/* Complain of a command's failure, and of having been told to stop: what it was
 * to write is as it was, or was done already. */
void interrupt_tell(enum nx_status st, const struct nx_err *err,
                    const char *what);

#endif
