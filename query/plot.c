#include "query/plot.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/instant.h"
#include "lib/base/mem.h"
#include "lib/base/progress.h"

/* ---- bars -------------------------------------------------------------- */

size_t bar_add(struct buf *out, double share, size_t columns)
{
	static const char *const part[] = { "▏", "▎", "▍", "▌",
		                            "▋", "▊", "▉", "█" };
	size_t most = 8 * columns, taken = 1, n;

	if (!(share > 0) || columns == 0)
		return 0;
	n = (size_t)(share * (double)most + 0.5);
	n = n < 1 ? 1 : n > most ? most : n;
	for (; n > 8; n -= 8, taken++)
		buf_adds(out, part[7]);
	buf_adds(out, part[n - 1]);
	return taken;
}

/* ---- scales ------------------------------------------------------------ */

struct scale scale_nice(double most, unsigned marks, bool whole)
{
	static const double leads[] = { 1, 2, 5, 10 };
	struct scale s = { 1, 1 };
	double rough, power;

	if (!(most > 0) || marks == 0)
		return s;
	rough = most / marks;
	power = pow(10, floor(log10(rough)));
	for (size_t i = 0; i < sizeof leads / sizeof leads[0]; i++) {
		s.step = leads[i] * power;
		/* What is a whole number of steps must not become one more. */
		if (s.step * (1 + 1e-9) >= rough)
			break;
	}
	if (whole && s.step < 1)
		s.step = 1;
	s.n = (unsigned)ceil(most / s.step - 1e-9);
	return s;
}

/* So many that 1, 2 or 5 of the last make a step. */
static int decimals_of(double step)
{
	int n = 0;

	while (n < 9 && step < 1 - 1e-9) {
		step *= 10;
		n++;
	}
	return n;
}

char *scale_text(const struct scale *s, unsigned i, char *out)
{
	char n[PROGRESS_TEXT];
	double v = s->step * i;

	if (s->step >= 1)
		(void)snprintf(out, SCALE_TEXT, "%s",
		               text_count((uint64_t)(v + 0.5), n));
	else
		(void)snprintf(out, SCALE_TEXT, "%.*f", decimals_of(s->step),
		               v);
	return out;
}

char *percent_text(double share, double most, char *out)
{
	int decimals = most >= 0.1 ? 1 : most >= 0.01 ? 2 : 3;

	(void)snprintf(out, SCALE_TEXT, "%.*f%%", decimals, 100 * share);
	return out;
}

/* ---- time -------------------------------------------------------------- */

static const struct interval_of_marks {
	enum period unit;
	unsigned each;
} intervals[] = {
	{ PERIOD_DAY, 1 },    { PERIOD_DAY, 2 },    { PERIOD_WEEK, 1 },
	{ PERIOD_WEEK, 2 },   { PERIOD_MONTH, 1 },  { PERIOD_MONTH, 2 },
	{ PERIOD_MONTH, 3 },  { PERIOD_MONTH, 6 },  { PERIOD_YEAR, 1 },
	{ PERIOD_YEAR, 2 },   { PERIOD_YEAR, 5 },   { PERIOD_YEAR, 10 },
	{ PERIOD_YEAR, 20 },  { PERIOD_YEAR, 50 },  { PERIOD_YEAR, 100 },
	{ PERIOD_YEAR, 200 }, { PERIOD_YEAR, 500 }, { PERIOD_YEAR, 1000 },
};

#define INTERVALS (sizeof intervals / sizeof intervals[0])

/* Whether a mark stands at the beginning of that unit. */
static bool is_mark(const struct interval_of_marks *v, int32_t day)
{
	int year;
	unsigned month, d;

	civil_date(day, &year, &month, &d);
	if (v->unit == PERIOD_YEAR)
		return year % (int)v->each == 0;
	if (v->unit == PERIOD_MONTH)
		return (month - 1) % v->each == 0;
	if (v->unit == PERIOD_WEEK)
		day = (day + 3) / 7;
	return day % (int32_t)v->each == 0;
}

static int32_t first_mark(const struct interval_of_marks *v, int32_t first)
{
	int32_t day = period_first(v->unit, first);

	if (day < first)
		day = period_next(v->unit, day);
	while (!is_mark(v, day))
		day = period_next(v->unit, day);
	return day;
}

static size_t count_marks(const struct interval_of_marks *v, int32_t first,
                          int32_t end, int32_t *to)
{
	size_t n = 0;

	for (int32_t day = first_mark(v, first); day < end;
	     day = period_next(v->unit, day)) {
		if (!is_mark(v, day))
			continue;
		if (to != NULL)
			to[n] = day;
		n++;
	}
	return n;
}

void time_marks_make(struct time_marks *m, enum period by, int32_t first,
                     int32_t end, size_t most)
{
	size_t i = 0;

	while (i + 1 < INTERVALS &&
	       (intervals[i].unit < by ||
	        count_marks(&intervals[i], first, end, NULL) > most))
		i++;
	m->unit = intervals[i].unit;
	m->n = count_marks(&intervals[i], first, end, NULL);
	m->day = nx_alloc((m->n + 1) * sizeof *m->day);
	(void)count_marks(&intervals[i], first, end, m->day);
}
