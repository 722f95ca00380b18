/* date_cursor.h - what date.c and date_clock.c share
 *
 * A cursor stands on the tokens of date_lex.h and collects what was read.
 */
#ifndef NEWSIDX_CORPUS_DATE_CURSOR_H
#define NEWSIDX_CORPUS_DATE_CURSOR_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "corpus/date.h"
#include "corpus/date_lex.h"

struct date_cursor {
	const struct date_token *t;
	enum date_order order;
	int64_t year, month, day;     /* 0 where not given */
	int64_t hour, minute, second; /* -1 where not given */
	int64_t offset;               /* minutes */
	bool zone_known, ambiguous;
	enum date_kind half; /* DATE_AM or DATE_PM seen before the hour */
};


static inline bool is_mark(const struct date_token *t, char c)
{
	return t->kind == DATE_MARK && t->value == c;
}

static inline bool is_number(const struct date_token *t, int least, int most)
{
	return t->kind == DATE_NUMBER && t->digits >= least &&
	       t->digits <= most;
}

static inline bool is_one_of(const struct date_token *t, const char *set)
{
	return t->kind == DATE_MARK && t->value > 0 && t->value < 0x80 &&
	       strchr(set, (int)t->value) != NULL;
}

static inline bool eat(struct date_cursor *p, char c)
{
	if (!is_mark(p->t, c))
		return false;
	p->t++;
	return true;
}

/* Whether a time of day stands at the cursor. */
bool date_at_clock(const struct date_cursor *p);

/* Read it with its zone, if its values are those of one. */
bool date_read_clock(struct date_cursor *p);

/* Look for one behind the date; what else stands there is remarks. */
void date_find_clock(struct date_cursor *p);

void date_read_zone(struct date_cursor *p);

/* The date that digits alone are: date_from_number, and YYYYMMDDhhmm; they may
 * have a fraction.  False where a character of another kind stands. */
bool date_from_digits(const char *s, size_t len, struct instant *out);

#endif
