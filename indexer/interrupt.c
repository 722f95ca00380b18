#include "indexer/interrupt.h"

#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "lib/base/options.h"

static atomic_int stop;

/* A signal that comes so soon after the first is the same one: timeout(1), for
 * one, sends it to the process and then to its group. */
#define SAME_MS 200

static int64_t now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The first signal ends the run in order; the second, at once. */
static void on_signal(int sig)
{
	static int64_t first;

	if (stop == 0) {
		first = now_ms();
		stop = 1;
	} else if (now_ms() - first > SAME_MS) {
		(void)signal(sig, SIG_DFL);
		(void)raise(sig);
	}
}

/* What the caller had ignored, as nohup does, stays so. */
const atomic_int *interrupt_catch(void)
{
	static const int sig[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction sa = { .sa_handler = on_signal };
	struct sigaction was;

	/* One at a time. */
	sigemptyset(&sa.sa_mask);
	for (size_t i = 0; i < sizeof sig / sizeof sig[0]; i++)
		sigaddset(&sa.sa_mask, sig[i]);
	for (size_t i = 0; i < sizeof sig / sizeof sig[0]; i++)
		if (sigaction(sig[i], NULL, &was) == 0 &&
		    was.sa_handler != SIG_IGN)
			sigaction(sig[i], &sa, NULL);
	return &stop;
}

void interrupt_tell(enum nx_status st, const struct nx_err *err,
                    const char *what)
{
	if (st == NX_INTERRUPTED)
		complain("stopped; %s is as it was", what);
	else if (st != NX_OK)
		complain("%s", err->msg);
	else if (stop != 0)
		complain("told to stop, but %s was done by then", what);
}
