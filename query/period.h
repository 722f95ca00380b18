/* period.h - days, weeks, months and years: what a trend counts by
 *
 * Days are numbers, since 1970-01-01; weeks are those of ISO 8601, which begin
 * on Monday and belong to the year that their Thursday is in.
 */
#ifndef NEWSIDX_QUERY_PERIOD_H
#define NEWSIDX_QUERY_PERIOD_H

#include <stdbool.h>
#include <stdint.h>

enum period {
	PERIOD_DAY,
	PERIOD_WEEK,
	PERIOD_MONTH,
	PERIOD_YEAR,
	PERIODS,
};

/* "day" ...; and back.  False for any other name. */
const char *period_name(enum period p);
bool period_named(const char *name, enum period *out);

/* The first day of the period that a day is in; and of the next one. */
int32_t period_first(enum period p, int32_t day);
int32_t period_next(enum period p, int32_t day);

/* The period that a day is in: "2019-05-12", "2019-W19", "2019-05", "2019".
 * out has room for PERIOD_TEXT bytes; returns out. */
#define PERIOD_TEXT 32
char *period_text(enum period p, int32_t day, char *out);

/* Periods from that of one day to that of another, both included. */
uint32_t period_count(enum period p, int32_t first, int32_t last);

/* The longest that still divides such a stretch into enough pieces to see a
 * course: days up to two months, weeks up to a year and a half, months up to
 * fifteen years. */
enum period period_fit(int32_t first, int32_t last);

#endif
