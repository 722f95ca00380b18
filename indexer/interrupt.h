/* interrupt.h - signals that ask a command to stop */
#ifndef NEWSIDX_INDEXER_INTERRUPT_H
#define NEWSIDX_INDEXER_INTERRUPT_H

#include <stdatomic.h>

#include "lib/base/status.h"

/* SIGINT, SIGTERM and SIGHUP set what is returned, unless they are ignored, as
 * nohup has it; the second one ends the process at once. */
const atomic_int *interrupt_catch(void);

/* Complain of a command's failure, and of having been told to stop: what it was
 * to write is as it was, or was done already. */
void interrupt_tell(enum nx_status st, const struct nx_err *err,
                    const char *what);

#endif
