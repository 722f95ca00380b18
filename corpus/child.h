/* child.h - another program, run on what we do not read ourselves
 *
 * What is given to it comes from strangers, and it may have faults: it runs
 * without a shell, with nothing of ours open but what it reads and writes, in
 * little memory and for a short time.  However it ends, it is gone when
 * child_run returns; and it is killed if we are.
 */
#ifndef NEWSIDX_CORPUS_CHILD_H
#define NEWSIDX_CORPUS_CHILD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "lib/base/buf.h"

/* Set path to where the program of this name is in PATH; false if it is
 * nowhere.  Folders that are not absolute are passed over. */
bool child_find(const char *name, struct buf *path);

struct child_limits {
	unsigned cpu_seconds, seconds; /* of its own, and by the clock */
	size_t memory;                 /* bytes of address space */
	size_t output;                 /* bytes that it may write */
};

/* Those of limits.h. */
extern const struct child_limits child_usual;

enum child_end {
	CHILD_DONE,   /* it said that all went well */
	CHILD_FAILED, /* it said that it did not, or died */
	CHILD_BOUND,  /* it was killed at one of the limits */
	CHILD_NONE,   /* it could not be started */
};

/* Run argv[0], an absolute path, with the arguments up to the NULL.  It reads
 * the len bytes at in, and what it writes is appended to out, in any case as
 * far as it came. */
enum child_end child_run(const char *const *argv, const char *in, size_t len,
                         const struct child_limits *limits, struct buf *out);

/* From now on children of this thread are killed when stop is set; NULL: they
 * are not. */
void child_heed(const atomic_int *stop);

#endif
