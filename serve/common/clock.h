/* clock.h - seconds of the monotonic clock */
#ifndef NEWSIDX_SERVE_COMMON_CLOCK_H
#define NEWSIDX_SERVE_COMMON_CLOCK_H

#include <time.h>

static inline double clock_now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

#endif
