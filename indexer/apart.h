/* apart.h - what may be the end of a process, in one of its own
 *
 * libxapian checks little of what it reads: a damaged table can make it crash.
 */
#ifndef NEWSIDX_INDEXER_APART_H
#define NEWSIDX_INDEXER_APART_H

#include <stdatomic.h>
#include <sys/types.h>

/* Run fn in a child, which ends with what it returns: 0 .. 255; -1 if the child
 * ended otherwise, or there could be none.  No other thread runs. */
int apart_run(int (*fn)(void *ctx), void *ctx);

/* The same; the child is killed when stop, which may be NULL, is set. */
int apart_run_until(int (*fn)(void *ctx), void *ctx, const atomic_int *stop);

/* The same, without waiting, its standard output being a pipe that *out reads.
 * -1: there is none. */
pid_t apart_start(int (*fn)(void *ctx), void *ctx, int *out);

/* Wait for it; as apart_run. */
int apart_wait(pid_t pid);

#endif
