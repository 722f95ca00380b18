/* tasks.h - a number of things to do, on a number of threads
 *
 * tasks_run calls fn for 0 .. n - 1, each once, in that order as far as it
 * begins them, on up to that many threads, of which the caller's is one.  It
 * returns when all are done.  After a failure no more are begun, and the first
 * failure, with its sentence, is what it returns.
 *
 * The threads that it makes take no signals.
 */
#ifndef NEWSIDX_BASE_TASKS_H
#define NEWSIDX_BASE_TASKS_H

#include <stddef.h>

#include "lib/base/status.h"

#define TASKS_THREADS_MAX 256

typedef enum nx_status task_fn(void *ctx, size_t i, struct nx_err *err);

enum nx_status tasks_run(unsigned threads, size_t n, task_fn *fn, void *ctx,
                         struct nx_err *err);

#endif
