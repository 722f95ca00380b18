#include "lib/base/stop.h"

#include <stdatomic.h>
#include <unistd.h>

enum { MAY_STOP, STOPS, TOO_LATE };

static atomic_int state = MAY_STOP;

void stop_too_late(void)
{
	int was = MAY_STOP;

	if (!atomic_compare_exchange_strong(&state, &was, TOO_LATE))
		while (was == STOPS)
			(void)pause();
}

bool stop_here(void)
{
	int was = MAY_STOP;

	return atomic_compare_exchange_strong(&state, &was, STOPS);
}
