#include "lib/base/progress.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/terminal.h"
#include "lib/base/utf8.h"

#define DRAW_EVERY 0.5

/* A rate means something only after so many seconds. */
#define RATE_AFTER 2.0

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

char *text_bytes(uint64_t n, char *out)
{
	static const char *const unit[] = { "B", "kB", "MB", "GB", "TB", "PB" };
	double v = (double)n;
	int u = 0;

	for (; v >= 999.5 && u < 5; u++)
		v /= 1000;
	(void)snprintf(out, PROGRESS_TEXT,
	               u > 0 && v < 99.95 ? "%.1f %s" : "%.0f %s", v, unit[u]);
	return out;
}

char *text_count(uint64_t n, char *out)
{
	char digits[24];
	int len = snprintf(digits, sizeof digits, "%llu",
	                   (unsigned long long)n);
	char *to = out;

	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			*to++ = ',';
		*to++ = digits[i];
	}
	*to = '\0';
	return out;
}

void progress_start(struct progress *p, FILE *out, uint64_t total)
{
	memset(p, 0, sizeof *p);
	p->started = now();
	p->drawn = p->started;
	p->total = total;
	if (out != NULL && isatty(fileno(out)))
		p->out = out;
}

double progress_seconds(const struct progress *p)
{
	return now() - p->started;
}

static void time_left(double seconds, char *out, size_t room)
{
	unsigned s = seconds > 359999 ? 359999 : (unsigned)seconds;

	if (s >= 3600)
		(void)snprintf(out, room, "%u:%02u:%02u left", s / 3600,
		               s / 60 % 60, s % 60);
	else
		(void)snprintf(out, room, "%u:%02u left", s / 60, s % 60);
}

void progress_set(struct progress *p, uint64_t done, uint64_t articles,
                  uint64_t text, const char *what)
{
	char n[PROGRESS_TEXT], rate[PROGRESS_TEXT], left[32] = "";
	char share[16] = "", line[512];
	double t = now(), spent = t - p->started;
	int len, room;

	if (p->out == NULL || t - p->drawn < DRAW_EVERY)
		return;
	p->drawn = t;
	if (p->total > 0)
		(void)snprintf(share, sizeof share, "%3.0f %%  ",
		               done >= p->total ? 100.0
		                                : 100.0 * (double)done /
		                                          (double)p->total);
	if (p->total > done && done > 0 && spent > RATE_AFTER)
		time_left(spent * (double)(p->total - done) / (double)done,
		          left, sizeof left);
	len = snprintf(line, sizeof line, "%s%s articles  %s/s text  %s  ",
	               share, text_count(articles, n),
	               text_bytes((uint64_t)((double)text / spent), rate),
	               left);
	room = (int)terminal_width(p->out) - 1 - len;
	fprintf(p->out, "\r%s%.*s\033[K", line,
	        room > 0 ? (int)utf8_cut(what, strlen(what), (size_t)room) : 0,
	        what);
	fflush(p->out);
	p->shown = true;
}

void progress_count(struct progress *p, uint64_t done, const char *things)
{
	char n[PROGRESS_TEXT], of[PROGRESS_TEXT], left[32] = "";
	double t, spent;

	if (p->out == NULL)
		return;
	t = now();
	spent = t - p->started;
	if (t - p->drawn < DRAW_EVERY)
		return;
	p->drawn = t;
	if (p->total > done && done > 0 && spent > RATE_AFTER)
		time_left(spent * (double)(p->total - done) / (double)done,
		          left, sizeof left);
	fprintf(p->out, "\r%s of %s %s  %s\033[K", text_count(done, n),
	        text_count(p->total, of), things, left);
	fflush(p->out);
	p->shown = true;
}

void progress_phase(struct progress *p, const char *what)
{
	if (p->out == NULL)
		return;
	fprintf(p->out, "\r%s ...\033[K", what);
	fflush(p->out);
	p->shown = true;
}

void progress_clear(struct progress *p)
{
	if (!p->shown)
		return;
	fputs("\r\033[K", p->out);
	fflush(p->out);
	p->shown = false;
}
