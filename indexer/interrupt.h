/* interrupt.h - signals that ask a command to stop */
#ifndef NEWSIDX_INDEXER_INTERRUPT_H
#define NEWSIDX_INDEXER_INTERRUPT_H

#include <stdatomic.h>

/* SIGINT, SIGTERM and SIGHUP set what is returned, unless they are ignored, as
 * nohup has it; the second one ends the process at once. */
const atomic_int *interrupt_catch(void);

#endif
