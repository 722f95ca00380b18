#include "lib/base/instant.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/limits.h"

#define DAY 86400

int64_t civil_days(int year, unsigned month, unsigned day)
{
	int y = year - (month <= 2);
	int era = (y >= 0 ? y : y - 399) / 400;
	unsigned yoe = (unsigned)(y - era * 400);
	unsigned doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 +
	               day - 1;
	unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return (int64_t)era * 146097 + (int64_t)doe - 719468;
}

void civil_date(int64_t days, int *year, unsigned *month, unsigned *day)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	unsigned doe = (unsigned)(z - era * 146097);
	unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	unsigned mp = (5 * doy + 2) / 153;

	*day = doy - (153 * mp + 2) / 5 + 1;
	*month = mp < 10 ? mp + 3 : mp - 9;
	*year = (int)yoe + (int)era * 400 + (*month <= 2);
}

int64_t civil_day_of(int64_t sec)
{
	return sec >= 0 ? sec / DAY : (sec - (DAY - 1)) / DAY;
}

struct instant instant_wall(const struct instant *i)
{
	struct instant wall = *i;

	if (wall.zone_known)
		wall.sec += wall.offset;
	wall.zone_known = false;
	return wall;
}

int64_t instant_last(const struct instant *i)
{
	int year;
	unsigned month, day;

	civil_date(civil_day_of(i->sec), &year, &month, &day);
	switch (i->precision) {
	case INSTANT_YEAR:
		return civil_days(year + 1, 1, 1) * DAY - 1;
	case INSTANT_MONTH:
		if (month == 12)
			return civil_days(year + 1, 1, 1) * DAY - 1;
		return civil_days(year, month + 1, 1) * DAY - 1;
	case INSTANT_DAY:
		return i->sec + DAY - 1;
	case INSTANT_MINUTE:
		return i->sec + 59;
	default:
		return i->sec;
	}
}

char *instant_text(const struct instant *i, char *out)
{
	int64_t wall = i->sec + (i->zone_known ? i->offset : 0);
	int64_t days = civil_day_of(wall);
	int s = (int)(wall - days * DAY), at, year;
	int off = i->offset < 0 ? -i->offset : i->offset;
	unsigned month, day;

	civil_date(days, &year, &month, &day);
	out[0] = '\0';
	if (i->precision == INSTANT_NONE)
		return out;
	at = snprintf(out, INSTANT_TEXT_MAX, "%04d", year);
	if (i->precision == INSTANT_YEAR)
		return out;
	at += snprintf(out + at, INSTANT_TEXT_MAX - (size_t)at, "-%02u", month);
	if (i->precision == INSTANT_MONTH)
		return out;
	at += snprintf(out + at, INSTANT_TEXT_MAX - (size_t)at, "-%02u", day);
	if (i->precision == INSTANT_DAY)
		return out;
	at += snprintf(out + at, INSTANT_TEXT_MAX - (size_t)at, "T%02d:%02d",
	               s / 3600, s / 60 % 60);
	if (i->precision == INSTANT_SECOND)
		at += snprintf(out + at, INSTANT_TEXT_MAX - (size_t)at, ":%02d",
		               s % 60);
	if (i->zone_known && off == 0)
		(void)snprintf(out + at, INSTANT_TEXT_MAX - (size_t)at, "Z");
	else if (i->zone_known)
		(void)snprintf(out + at, INSTANT_TEXT_MAX - (size_t)at,
		               "%c%02d:%02d", i->offset < 0 ? '-' : '+',
		               off / 3600 % 100, off / 60 % 60);
	return out;
}

/* ---- reading ---------------------------------------------------------- */

struct cursor {
	const char *p, *end;
};

/* Exactly n digits. */
static bool digits(struct cursor *c, int n, int *v)
{
	const char *p = c->p;
	int x = 0;

	if (c->end - p < n)
		return false;
	for (int k = 0; k < n; k++, p++) {
		if (*p < '0' || *p > '9')
			return false;
		x = x * 10 + (*p - '0');
	}
	*v = x;
	c->p = p;
	return true;
}

static bool eat(struct cursor *c, char want)
{
	if (c->p == c->end || *c->p != want)
		return false;
	c->p++;
	return true;
}

static unsigned month_days(int year, int month)
{
	static const unsigned char n[] = { 31, 28, 31, 30, 31, 30,
		                           31, 31, 30, 31, 30, 31 };

	if (month == 2 && (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)))
		return 29;
	return n[month - 1];
}

static bool read_day(struct cursor *c, struct instant *i)
{
	int year, month = 1, day = 1;
	bool dashed;

	if (!digits(c, 4, &year) || year < LIMIT_YEAR_MIN ||
	    year > LIMIT_YEAR_MAX)
		return false;
	i->precision = INSTANT_YEAR;
	dashed = eat(c, '-');
	if (c->p < c->end || dashed) {
		if (!digits(c, 2, &month) || month < 1 || month > 12)
			return false;
		i->precision = INSTANT_MONTH;
		/* Without dashes a day must follow: 201903 is no month. */
		if (dashed ? eat(c, '-') : true) {
			if (!digits(c, 2, &day) || day < 1 ||
			    (unsigned)day > month_days(year, month))
				return false;
			i->precision = INSTANT_DAY;
		}
	}
	i->sec = civil_days(year, (unsigned)month, (unsigned)day) * DAY;
	return true;
}

static bool read_clock(struct cursor *c, struct instant *i)
{
	int h, m, s = 0;

	if (!digits(c, 2, &h) || h > 24 || (eat(c, ':'), !digits(c, 2, &m)) ||
	    m > 59)
		return false;
	i->precision = INSTANT_MINUTE;
	if (eat(c, ':') || (c->p < c->end && *c->p >= '0' && *c->p <= '9')) {
		if (!digits(c, 2, &s) || s > 60)
			return false;
		if (s == 60)
			s = 59;
		i->precision = INSTANT_SECOND;
		if (eat(c, '.') || eat(c, ','))
			while (c->p < c->end && *c->p >= '0' && *c->p <= '9')
				c->p++;
	}
	if (h == 24 && (m != 0 || s != 0))
		return false;
	i->sec += h * 3600 + m * 60 + s;
	return true;
}

static bool read_zone(struct cursor *c, struct instant *i)
{
	int h, m = 0, sign;

	if (eat(c, 'Z') || eat(c, 'z')) {
		i->zone_known = true;
		return true;
	}
	if (eat(c, '+'))
		sign = 1;
	else if (eat(c, '-'))
		sign = -1;
	else
		return true;
	if (!digits(c, 2, &h) || h > 15)
		return false;
	if (eat(c, ':') || c->p < c->end)
		if (!digits(c, 2, &m) || m > 59)
			return false;
	i->offset = sign * (h * 3600 + m * 60);
	i->sec -= i->offset;
	i->zone_known = true;
	return true;
}

bool instant_parse(const char *s, size_t len, struct instant *out)
{
	struct cursor c = { s, s + len };
	struct instant i = { 0 };

	*out = i;
	if (!read_day(&c, &i))
		return false;
	if (c.p < c.end) {
		if (i.precision != INSTANT_DAY ||
		    !(eat(&c, 'T') || eat(&c, 't') || eat(&c, ' ')) ||
		    !read_clock(&c, &i))
			return false;
		eat(&c, ' ');
		if (!read_zone(&c, &i) || c.p < c.end)
			return false;
	}
	*out = i;
	return true;
}
