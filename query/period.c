#include "query/period.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/instant.h"

static const char *const names[PERIODS] = { "day", "week", "month", "year" };

const char *period_name(enum period p)
{
	return names[p];
}

bool period_named(const char *name, enum period *out)
{
	for (int i = 0; i < PERIODS; i++)
		if (strcmp(names[i], name) == 0) {
			*out = (enum period)i;
			return true;
		}
	return false;
}

/* 1970-01-01 was a Thursday. */
static int32_t monday(int32_t day)
{
	int32_t of_week = (day + 3) % 7;

	return day - (of_week < 0 ? of_week + 7 : of_week);
}

int32_t period_first(enum period p, int32_t day)
{
	int year;
	unsigned month, d;

	if (p == PERIOD_DAY)
		return day;
	if (p == PERIOD_WEEK)
		return monday(day);
	civil_date(day, &year, &month, &d);
	return (int32_t)civil_days(year, p == PERIOD_YEAR ? 1 : month, 1);
}

int32_t period_next(enum period p, int32_t day)
{
	int year;
	unsigned month, d;

	if (p == PERIOD_DAY)
		return day + 1;
	if (p == PERIOD_WEEK)
		return monday(day) + 7;
	civil_date(day, &year, &month, &d);
	if (p == PERIOD_YEAR || month == 12)
		return (int32_t)civil_days(year + 1, 1, 1);
	return (int32_t)civil_days(year, month + 1, 1);
}

char *period_text(enum period p, int32_t day, char *out)
{
	int32_t thursday = monday(day) + 3;
	int year;
	unsigned month, d;

	civil_date(p == PERIOD_WEEK ? thursday : day, &year, &month, &d);
	if (p == PERIOD_YEAR)
		(void)snprintf(out, PERIOD_TEXT, "%04d", year);
	else if (p == PERIOD_MONTH)
		(void)snprintf(out, PERIOD_TEXT, "%04d-%02u", year, month);
	else if (p == PERIOD_DAY)
		(void)snprintf(out, PERIOD_TEXT, "%04d-%02u-%02u", year, month,
		               d);
	else
		(void)snprintf(out, PERIOD_TEXT, "%04d-W%02d", year,
		               (int)(thursday - civil_days(year, 1, 1)) / 7 +
		                       1);
	return out;
}

static int32_t months(int32_t day)
{
	int year;
	unsigned month, d;

	civil_date(day, &year, &month, &d);
	return year * 12 + (int32_t)month;
}

uint32_t period_count(enum period p, int32_t first, int32_t last)
{
	if (last < first)
		return 0;
	if (p == PERIOD_DAY)
		return (uint32_t)(last - first) + 1;
	if (p == PERIOD_WEEK)
		return (uint32_t)(monday(last) - monday(first)) / 7 + 1;
	if (p == PERIOD_MONTH)
		return (uint32_t)(months(last) - months(first)) + 1;
	return (uint32_t)((months(last) - 1) / 12 - (months(first) - 1) / 12) +
	       1;
}

#define DAYS_MOST 62
#define WEEKS_MOST 78
#define MONTHS_MOST 180

enum period period_fit(int32_t first, int32_t last)
{
	if (period_count(PERIOD_DAY, first, last) <= DAYS_MOST)
		return PERIOD_DAY;
	if (period_count(PERIOD_WEEK, first, last) <= WEEKS_MOST)
		return PERIOD_WEEK;
	if (period_count(PERIOD_MONTH, first, last) <= MONTHS_MOST)
		return PERIOD_MONTH;
	return PERIOD_YEAR;
}
