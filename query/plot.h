/* plot.h - numbers as lengths: bars of characters, scales, axes of time */
#ifndef NEWSIDX_QUERY_PLOT_H
#define NEWSIDX_QUERY_PLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "query/period.h"

/* Append a bar of share (0 to 1) of so many columns, by eighths of one: the
 * least one for anything above 0.  Returns the columns that it takes. */
size_t bar_add(struct buf *out, double share, size_t columns);

/* A scale from 0: so many steps, each 1, 2 or 5 times a power of ten; the last
 * of them is at least most. */
struct scale {
	double step;
	unsigned n; /* 1 or more */
};

/* Of most + 1 marks at most, for numbers up to that one; whole: steps are whole
 * numbers. */
struct scale scale_nice(double most, unsigned marks, bool whole);

/* The number at mark i, as people write it: 1,500 or 0.25.  out has room for
 * SCALE_TEXT bytes; returns out. */
#define SCALE_TEXT 40
char *scale_text(const struct scale *s, unsigned i, char *out);

/* A share as percent, with so many decimals that shares up to most differ:
 * "12.5%". */
char *percent_text(double share, double most, char *out);

/* Marks of an axis of time. */
struct time_marks {
	enum period unit; /* what each begins, and how it is called */
	int32_t *day;     /* first days, from first on; to be freed */
	size_t n;
};

/* Marks for the days from first to, not including, end, as many as there are
 * room for at most: of days, weeks, months, of each third, of years, of each
 * second, fifth, tenth ...; none finer than by. */
void time_marks_make(struct time_marks *m, enum period by, int32_t first,
                     int32_t end, size_t most);

#endif
