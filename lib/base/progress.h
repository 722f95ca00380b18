/* progress.h - how far long work has come, for whoever waits
 *
 *     progress_start
 *       progress_set ...      as often as one likes; it draws twice a second
 *       progress_phase        what comes behind it
 *     progress_clear          leaves the line clear
 *
 * On a terminal it is one line that is drawn again and again; elsewhere it is
 * silent, so that logs stay readable.
 */
#ifndef NEWSIDX_BASE_PROGRESS_H
#define NEWSIDX_BASE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct progress {
	FILE *out; /* NULL: silent */
	uint64_t total; /* bytes of input, 0 if unknown */
	double started, drawn; /* seconds of the monotonic clock */
	bool shown;
};

/* Draw to out if it is a terminal. */
void progress_start(struct progress *p, FILE *out, uint64_t total);

/* done bytes of the input are read, text bytes of article text and so many
 * articles have come of it; what says what is being read (cut to fit). */
void progress_set(struct progress *p, uint64_t done, uint64_t articles,
                  uint64_t text, const char *what);

/* Where total is a number of things that are done one by one: done of them are,
 * and things is how they are called. */
void progress_count(struct progress *p, uint64_t done, const char *things);

/* Draw what is being done now, of which the end is not known. */
void progress_phase(struct progress *p, const char *what);

/* Clear the line, so that something else can be printed; the next
 * progress_set draws it again. */
void progress_clear(struct progress *p);

/* Seconds since progress_start. */
double progress_seconds(const struct progress *p);

/* n as people write it: "1.5 MB" (SI units); "12,345".  out has room for
 * PROGRESS_TEXT bytes; returns out. */
#define PROGRESS_TEXT 32
char *text_bytes(uint64_t n, char *out);
char *text_count(uint64_t n, char *out);

#endif
