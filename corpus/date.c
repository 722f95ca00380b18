#include "corpus/date.h"

#include "corpus/date_cursor.h"
#include "lib/base/limits.h"

/* Two digits of a year: RFC 5322 section 4.3, from 1950 to 2049. */
#define PIVOT 50

/* Thailand counts from the year -543.  No newspaper is older than 1600, so
 * nothing above this is a year of the common era. */
#define BUDDHIST_FROM 2401
#define BUDDHIST 543

#define DAY 86400

/* Pass over what may stand between the parts of a date. */
static void skip_between(struct date_cursor *p)
{
	while (p->t->kind == DATE_FILLER || is_one_of(p->t, ".,-/'"))
		p->t++;
}

/* A day or month as written: nought is none, and is not "not given" either. */
static int64_t part(const struct date_token *t)
{
	return t->value != 0 ? t->value : 99;
}

static int64_t full_year(const struct date_token *t)
{
	if (t->digits == 4)
		return t->value;
	return t->value < PIVOT ? 2000 + t->value : 1900 + t->value;
}

/* "Nov 18 15:21:41 EST 2017": the year behind the clock. */
static bool read_late_year(struct date_cursor *p)
{
	if (!date_read_clock(p) || !is_number(p->t, 4, 4))
		return false;
	p->year = p->t->value;
	p->t++;
	return true;
}

/* Month first: "April 29, 1990", "Nov 18 15:21:41 2017", "January 1963". */
static bool read_month_first(struct date_cursor *p)
{
	p->month = part(p->t);
	p->t++;
	skip_between(p);
	if (is_number(p->t, 4, 4)) {
		p->year = p->t->value;
		p->t++;
		return true;
	}
	if (!is_number(p->t, 1, 2))
		return false;
	p->day = part(p->t);
	p->t++;
	skip_between(p);
	if (is_number(p->t, 4, 4)) {
		p->year = p->t->value;
		p->t++;
		return true;
	}
	return read_late_year(p);
}

/* "26-FEB-1987", "5 de marzo de 2019", "14 MAY 91": at the month. */
static bool read_named(struct date_cursor *p, int64_t day)
{
	p->day = day;
	p->month = part(p->t);
	p->t++;
	skip_between(p);
	if (is_number(p->t, 4, 4) ||
	    (is_number(p->t, 2, 2) && !date_at_clock(p))) {
		p->year = full_year(p->t);
		p->t++;
		return true;
	}
	return read_late_year(p);
}

/* Which of a/b is the day. */
static void order_pair(struct date_cursor *p, int64_t a, int64_t b, char mark)
{
	bool month_first = p->order == DATE_ORDER_MDY && mark != '.';

	if (a > 12 || b > 12)
		month_first = b > 12;
	else if (p->order == DATE_ORDER_UNKNOWN && mark != '.')
		p->ambiguous = a != b;
	p->day = month_first ? b : a;
	p->month = month_first ? a : b;
}

/* a/b/yyyy, a.b.yy, and 91/05/14 where the year is known to come first. */
static bool read_numeric(struct date_cursor *p)
{
	const struct date_token *t = p->t;
	char mark = (char)t[1].value;

	if (!is_number(t + 2, 1, 2) || !is_mark(t + 3, mark) ||
	    !(is_number(t + 4, 4, 4) || is_number(t + 4, 2, 2)))
		return false;
	p->t += 5;
	if (p->order == DATE_ORDER_YMD && t[4].digits == 2) {
		p->year = full_year(t);
		p->month = part(t + 2);
		p->day = part(t + 4);
		return t->digits == 2;
	}
	p->year = full_year(t + 4);
	order_pair(p, part(t), part(t + 2), mark);
	return true;
}

static bool read_day_first(struct date_cursor *p)
{
	const struct date_token *t = p->t;

	if (is_one_of(t + 1, "/.-") && t[2].kind == DATE_NUMBER)
		return read_numeric(p);
	p->t++;
	skip_between(p);
	return p->t->kind == DATE_MONTH && read_named(p, part(t));
}

/* 2019-03-07, 2019/3/7, 2019. 3. 7., 2019年3月7日, 2019 March 7. */
static bool read_year_first(struct date_cursor *p)
{
	char mark;

	p->year = p->t->value;
	p->t++;
	if (p->t->kind == DATE_END)
		return true;
	mark = is_one_of(p->t, "-/.Y") ? (char)p->t->value : ' ';
	skip_between(p);
	(void)eat(p, 'Y');
	if (p->t->kind == DATE_MONTH) {
		p->month = part(p->t);
		p->t++;
		skip_between(p);
		if (is_number(p->t, 1, 2)) {
			p->day = part(p->t);
			p->t++;
		}
		return true;
	}
	if (mark == ' ' || !is_number(p->t, 1, 2))
		return false;
	p->month = part(p->t);
	p->t++;
	if (mark == 'Y')
		mark = 'M';
	if (p->t->kind == DATE_END && p->t[-1].digits == 2)
		return true;
	if (!eat(p, mark))
		return false;
	if (is_number(p->t, 1, 2)) {
		p->day = part(p->t);
		p->t++;
		(void)eat(p, 'D');
		return true;
	}
	return mark == 'M';
}

/* 910514 */
static bool read_six(struct date_cursor *p)
{
	int64_t v = p->t->value;

	if (p->order != DATE_ORDER_YMD)
		return false;
	v += v / 10000 < PIVOT ? 20000000 : 19000000;
	p->year = v / 10000;
	p->month = v / 100 % 100;
	p->day = v % 100;
	p->t++;
	return p->day != 0;
}

static bool read_eight(struct date_cursor *p)
{
	int64_t v = p->t->value;

	p->year = v / 10000;
	p->month = v / 100 % 100;
	p->day = v % 100;
	p->t++;
	return p->day != 0;
}

static bool read_day(struct date_cursor *p)
{
	const struct date_token *t = p->t;

	if (t->kind == DATE_MONTH)
		return read_month_first(p);
	if (t->kind != DATE_NUMBER)
		return false;
	switch (t->digits) {
	case 1:
	case 2:
		return read_day_first(p);
	case 4:
		return read_year_first(p);
	case 6:
		return read_six(p);
	case 8:
		return read_eight(p);
	default:
		return false;
	}
}

static void skip_lead(struct date_cursor *p)
{
	for (;;) {
		const struct date_token *t = p->t;

		/* "mar. 5 mars 2019" */
		if (t->kind == DATE_MONTH && t->digits != 0) {
			t++;
			while (is_one_of(t, ".,"))
				t++;
			if (!is_number(t, 1, 2))
				return;
			for (t++; t->kind == DATE_FILLER || is_one_of(t, ".-");)
				t++;
			if (t->kind != DATE_MONTH)
				return;
		} else if (t->kind != DATE_FILLER && t->kind != DATE_AM &&
		           !is_one_of(t, ".,:;-|('")) {
			return;
		}
		p->t++;
	}
}

/* ---- the instant ------------------------------------------------------ */

static bool finish_day(struct date_cursor *p, struct instant *out)
{
	int year;
	unsigned month, day;
	int64_t days;

	if (p->year >= BUDDHIST_FROM && p->day != 0)
		p->year -= BUDDHIST;
	if (p->year < LIMIT_YEAR_MIN || p->year > LIMIT_YEAR_MAX ||
	    p->month > 12 || p->day > 31 || (p->day != 0 && p->month == 0))
		return false;
	days = civil_days((int)p->year, p->month ? (unsigned)p->month : 1,
	                  p->day ? (unsigned)p->day : 1);
	civil_date(days, &year, &month, &day);
	if (p->day != 0 && (int64_t)day != p->day) /* 31 June */
		return false;
	out->sec = days * DAY;
	out->ambiguous = p->ambiguous;
	out->precision = INSTANT_YEAR;
	if (p->day != 0)
		out->precision = INSTANT_DAY;
	else if (p->month != 0)
		out->precision = INSTANT_MONTH;
	return true;
}

static bool finish(struct date_cursor *p, struct instant *out)
{
	struct instant i = { 0 };

	if (!finish_day(p, &i))
		return false;
	if (p->hour >= 0 && i.precision == INSTANT_DAY) {
		i.precision = p->second >= 0 ? INSTANT_SECOND : INSTANT_MINUTE;
		i.sec += p->hour * 3600 + p->minute * 60 +
		         (p->second > 0 ? p->second : 0);
		if (p->zone_known) {
			i.zone_known = true;
			i.offset = (int32_t)p->offset * 60;
			i.sec -= i.offset;
		}
	}
	*out = i;
	return true;
}

static bool parse_tokens(struct date_cursor *p, struct instant *out)
{
	bool clock_first;

	skip_lead(p);
	if (is_number(p->t, 9, 99) || (p->t[1].kind == DATE_END &&
	                               is_number(p->t, 8, 8)))
		return false; /* date_of_digits has been asked */
	clock_first = (is_mark(p->t + 1, ':') ||
	               p->t[1].kind == DATE_AM || p->t[1].kind == DATE_PM) &&
	              date_read_clock(p);
	if (clock_first)
		skip_lead(p);
	if (!read_day(p))
		return false;
	if (!clock_first && p->hour < 0)
		date_find_clock(p);
	else if (!p->zone_known)
		date_read_zone(p);
	return finish(p, out);
}

static void trim(const char **s, size_t *len)
{
	while (*len > 0 && (unsigned char)(*s)[*len - 1] <= ' ')
		--*len;
	while (*len > 0 && (unsigned char)**s <= ' ') {
		++*s;
		--*len;
	}
}

bool date_parse(const char *s, size_t len, enum date_order order,
                struct instant *out)
{
	struct date_token tokens[DATE_TOKENS + DATE_AHEAD];
	struct date_cursor p = { .t = tokens, .order = order, .hour = -1,
		           .second = -1 };

	*out = (struct instant){ 0 };
	trim(&s, &len);
	if (len == 0)
		return false;
	if (*s >= '0' && *s <= '9' &&
	    (instant_parse(s, len, out) || date_from_digits(s, len, out)))
		return true;
	date_lex(s, len, tokens);
	return parse_tokens(&p, out);
}

bool date_is_month(const char *s, size_t len)
{
	struct date_token token[DATE_TOKENS + DATE_AHEAD];

	date_lex(s, len, token);
	return token[0].kind == DATE_MONTH;
}
