#include "indexer/interrupt.h"

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/exit.h"
#include "lib/base/limits.h"
#include "lib/base/options.h"
#include "lib/base/stop.h"
#include "lib/base/utf8.h"

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

/* So long a command may take to end in order. */
#define SOON_MS 1500

static pid_t self;
static char last_words[LIMIT_NAME + 64];
static size_t last_len;

/* Children have these handlers too, until they become something else. */
static void on_alarm(int sig)
{
	ssize_t n;

	(void)sig;
	if (getpid() != self || !stop_here())
		return;
	n = write(STDERR_FILENO, last_words, last_len);
	(void)n;
	_exit(EXIT_FAILED);
}

static void set_alarm(void)
{
	const struct itimerval soon = {
		.it_value = { SOON_MS / 1000, SOON_MS % 1000 * 1000 },
	};
	const struct sigaction sa = { .sa_handler = on_alarm };

	(void)sigaction(SIGALRM, &sa, NULL);
	(void)setitimer(ITIMER_REAL, &soon, NULL);
}

/* The first signal ends the run in order; the second, at once. */
static void on_signal(int sig)
{
	static int64_t first;

	if (stop == 0) {
		first = now_ms();
		stop = 1;
		if (getpid() == self)
			set_alarm();
	} else if (now_ms() - first > SAME_MS) {
		(void)signal(sig, SIG_DFL);
		(void)raise(sig);
	}
}

const atomic_int *interrupt_asked(void)
{
	return &stop;
}

/* What the caller had ignored, as nohup does, stays so. */
const atomic_int *interrupt_catch(const char *what)
{
	static const int sig[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction sa = { .sa_handler = on_signal };
	struct sigaction was;

	self = getpid();
	(void)snprintf(last_words, sizeof last_words,
	               "newsidx: stopped%s%s%s", what != NULL ? "; " : "",
	               what != NULL ? what : "",
	               what != NULL ? " is as it was" : "");
	utf8_tidy(last_words);
	last_len = strlen(last_words);
	last_words[last_len++] = '\n';
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
