/* instant.h - a point in time, as precisely as it is known
 *
 * An instant keeps what was known and nothing more: a date given to the day is
 * 00:00:00Z of that day with precision INSTANT_DAY, never shifted by a guess
 * of the zone.  It matches a range of dates by its whole span, from sec to
 * instant_last.  Plain values; nothing to release.
 */
#ifndef NEWSIDX_BASE_INSTANT_H
#define NEWSIDX_BASE_INSTANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum instant_precision {
	INSTANT_NONE = 0, /* no date at all */
	INSTANT_YEAR,
	INSTANT_MONTH,
	INSTANT_DAY,
	INSTANT_MINUTE,
	INSTANT_SECOND,
};

enum instant_origin {
	INSTANT_FROM_FIELD = 0, /* the article's own date field */
	INSTANT_FROM_TEXT,      /* a dateline or a line of the text */
	INSTANT_FROM_ID,        /* its identifier (LA042990-0001) */
	INSTANT_FROM_URL,
	INSTANT_FROM_PATH,    /* the member's path */
	INSTANT_FROM_CAPTURE, /* when it was crawled */
};

struct instant {
	int64_t sec;        /* since 1970-01-01T00:00:00Z, without leap seconds */
	int32_t offset;     /* of the zone it was written in, seconds east */
	uint8_t precision;  /* enum instant_precision */
	bool zone_known;    /* false: sec is the wall clock read as UTC */
	bool ambiguous;     /* day and month may be swapped (03/04/2005) */
	uint8_t origin;     /* enum instant_origin */
};

/* The last second that i may mean: its own, or the end of its day, month ... */
int64_t instant_last(const struct instant *i);

/* i by the clock of its place, as if no zone were known. */
struct instant instant_wall(const struct instant *i);

/* Days from civil and back (Hinnant, "chrono-compatible low-level date
 * algorithms"); the proleptic Gregorian calendar. */
int64_t civil_days(int year, unsigned month, unsigned day);
void civil_date(int64_t days, int *year, unsigned *month, unsigned *day);

/* The day, since 1970-01-01, that a second since then is in. */
int64_t civil_day_of(int64_t sec);

/* i as ISO 8601 to its own precision ("2019", "2019-03", "2019-03-07",
 * "2019-03-07T14:05:00+01:00", "...Z", or without a zone where none is known);
 * out has room for INSTANT_TEXT_MAX.  "" for INSTANT_NONE.  Returns out. */
#define INSTANT_TEXT_MAX 40
char *instant_text(const struct instant *i, char *out);

/* Read the ISO 8601 date that s is, all of it: "2019", "2019-03", "2019-03-07",
 * "20190307", and behind a day 'T' or a space, hh:mm[:ss[.fraction]] and
 * [Z|+hh:mm|+hhmm|+hh].  24:00 is the next day's 00:00, a leap second counts
 * as :59.  False, and *out all zero, for anything else. */
bool instant_parse(const char *s, size_t len, struct instant *out);

#endif
