/* work.h - how long a question may take
 *
 * Two clocks, because not all loops are ours.  Ours (words of an index, a
 * candidate's positions) ask a struct work, and the question ends with
 * NX_TIMEOUT and everything in order.  libxapian's, and whatever else takes
 * long, are ended by the watch: it ends the program, which only reads and has
 * nothing to put in order.
 */
#ifndef NEWSIDX_QUERY_WORK_H
#define NEWSIDX_QUERY_WORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/status.h"

struct work {
	double seconds; /* given */
	int64_t end;    /* by the monotonic clock, in nanoseconds; 0: never */
	size_t done;    /* steps since the clock was looked at */
	bool over;
};

/* From now on so many seconds; 0: for ever. */
void work_begin(struct work *w, double seconds);

/* Count some steps of a loop, each of which takes some 10 ns.  True, and so for
 * ever, once the time is over.  w may be NULL: never. */
bool work_over(struct work *w, size_t steps);

/* Set err's sentence, which tells what to do, and return NX_TIMEOUT. */
enum nx_status work_refuse(const struct work *w, struct nx_err *err);

/* End the program, with that sentence and EXIT_FAILED, so many seconds and
 * WATCH_GRACE from now; 0: never.  Takes SIGALRM and the real-time interval
 * timer. */
void watch_begin(double seconds);

/* Not now, for as long as somebody else takes his time; and again, from the
 * beginning.  Without watch_begin they do nothing. */
void watch_pause(void);
void watch_resume(void);

/* Seconds in which what asks a struct work may end by itself. */
#define WATCH_GRACE 0.5

#endif
