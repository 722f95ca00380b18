#include "corpus/date_cursor.h"

/* Tokens between a date and its time of day: ", at", " | um ", "(Sunday)". */
#define GAP_MAX 10

static bool read_offset(struct date_cursor *p, int least)
{
	const struct date_token *sign = p->t, *n = sign + 1;
	int64_t h, m = 0;

	if (!is_one_of(sign, "+-") || n->spaced || !is_number(n, least, 4) ||
	    n->digits == 3)
		return false;
	h = n->value;
	p->t += 2;
	if (n->digits == 4) {
		m = h % 100;
		h /= 100;
	} else if (is_mark(p->t, ':') && is_number(p->t + 1, 2, 2)) {
		m = p->t[1].value;
		p->t += 2;
	}
	if (h > 15 || m > 59)
		return false;
	p->offset = (h * 60 + m) * (sign->value == '-' ? -1 : 1);
	p->zone_known = true;
	return true;
}

void date_read_zone(struct date_cursor *p)
{
	const struct date_token *start = p->t;

	while (is_one_of(p->t, ",("))
		p->t++;
	if (p->t->kind == DATE_ZONE) {
		p->offset = p->t->value;
		p->zone_known = true;
		p->t++;
		/* GMT+0100 */
		if (p->offset == 0 && !p->t->spaced)
			(void)read_offset(p, 1);
		(void)eat(p, ')');
	} else if (!read_offset(p, 2)) {
		p->t = start;
	}
}

static void read_half(struct date_cursor *p)
{
	if (p->t->kind == DATE_AM || p->t->kind == DATE_PM) {
		p->half = p->t->kind;
		p->t++;
	}
	if (p->half == DATE_PM && p->hour >= 1 && p->hour < 12)
		p->hour += 12;
	else if (p->half == DATE_AM && p->hour == 12)
		p->hour = 0;
}

/* The marks that make a number an hour: 14:05, 14h05, 14.05, 2 pm. */
bool date_at_clock(const struct date_cursor *p)
{
	const struct date_token *t = p->t;

	if (!is_number(t, 1, 2))
		return false;
	if (t[1].kind == DATE_AM || t[1].kind == DATE_PM || is_mark(t + 1, 'h'))
		return true;
	if (is_mark(t + 1, ':'))
		return is_number(t + 2, 2, 2);
	/* 5.3.2019 begins alike, but has no two digits and an end. */
	return is_mark(t + 1, '.') && !t[1].spaced && is_number(t + 2, 2, 2) &&
	       !t[2].spaced && !is_mark(t + 3, '.');
}

bool date_read_clock(struct date_cursor *p)
{
	const struct date_token *t = p->t;
	int64_t h = t->value, m = 0, s = -1;

	if (!date_at_clock(p))
		return false;
	t++;
	if (t->kind == DATE_MARK) {
		t++;
		if (is_number(t, 1, 2)) {
			m = t->value;
			t++;
			if (is_mark(t, 'm'))
				t++;
		}
		if (t[-1].kind == DATE_NUMBER && is_one_of(t, ":.") &&
		    is_number(t + 1, 2, 2)) {
			s = t[1].value;
			t += 2;
			if (is_one_of(t, ".,") && !t[1].spaced &&
			    t[1].kind == DATE_NUMBER)
				t += 2;
		} else if (is_mark(t - 1, 'm') && is_number(t, 1, 2) &&
		           is_mark(t + 1, 's')) {
			s = t->value;
			t += 2;
		}
	}
	if (h > 24 || m > 59 || s > 60 || (h == 24 && (m != 0 || s > 0)))
		return false;
	p->hour = h;
	p->minute = m;
	p->second = s == 60 ? 59 : s;
	p->t = t;
	if (is_mark(p->t, 'h')) /* 14.05 Uhr */
		p->t++;
	read_half(p);
	date_read_zone(p);
	return true;
}

void date_find_clock(struct date_cursor *p)
{
	const struct date_token *start = p->t;

	for (int k = 0; k < GAP_MAX; k++) {
		if (date_read_clock(p))
			return;
		if (is_mark(p->t, '(') && is_mark(p->t + 2, ')'))
			p->t += 3;
		else if (p->t->kind == DATE_AM || p->t->kind == DATE_PM)
			p->half = (p->t++)->kind;
		else if (p->t->kind == DATE_FILLER ||
		         is_one_of(p->t, ".,-|@()/;:'"))
			p->t++;
		else
			break;
	}
	p->t = start;
}
