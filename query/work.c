#include "query/work.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/exit.h"

/* Looking at the clock takes about as long as four steps. */
#define STEPS 256

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void work_begin(struct work *w, double seconds)
{
	*w = (struct work){ seconds, 0, 0, false };
	if (seconds > 0)
		w->end = now() + (int64_t)(seconds * 1e9);
}

bool work_over(struct work *w, size_t steps)
{
	if (w == NULL || w->over)
		return w != NULL;
	w->done += steps;
	if (w->done < STEPS || w->end == 0)
		return false;
	w->done = 0;
	w->over = now() >= w->end;
	return w->over;
}

static const char sentence[] =
	"the query was given up after %g seconds: ask for rarer words or in "
	"parts, or allow more with --timeout";

enum nx_status work_refuse(const struct work *w, struct nx_err *err)
{
	return nx_fail(err, NX_TIMEOUT, sentence, w->seconds);
}

/* ---- the watch -------------------------------------------------------- */

static char last_words[256];
static double watch_seconds;

static void give_up(int sig)
{
	ssize_t n = write(STDERR_FILENO, last_words, strlen(last_words));

	(void)sig;
	(void)n;
	_exit(EXIT_FAILED);
}

static void set_timer(double seconds)
{
	struct itimerval t = { { 0, 0 }, { 0, 0 } };

	t.it_value.tv_sec = (time_t)seconds;
	t.it_value.tv_usec =
		(suseconds_t)((seconds - (double)t.it_value.tv_sec) * 1e6);
	(void)setitimer(ITIMER_REAL, &t, NULL);
}

void watch_begin(double seconds)
{
	const struct work w = { seconds, 0, 0, true };
	struct sigaction a;
	struct nx_err err;

	watch_pause();
	watch_seconds = seconds;
	(void)work_refuse(&w, &err);
	(void)snprintf(last_words, sizeof last_words, "newsidx: %.200s\n",
	               err.msg);
	memset(&a, 0, sizeof a);
	a.sa_handler = give_up;
	sigemptyset(&a.sa_mask);
	(void)sigaction(SIGALRM, &a, NULL);
	watch_resume();
}

void watch_pause(void)
{
	if (watch_seconds > 0)
		set_timer(0);
}

void watch_resume(void)
{
	if (watch_seconds > 0)
		set_timer(watch_seconds + WATCH_GRACE);
}
