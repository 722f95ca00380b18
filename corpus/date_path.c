/* Dates that paths and URLs are sorted by. */
#include "corpus/date.h"

#include <string.h>

#include "corpus/date_lex.h"
#include "lib/base/limits.h"

struct segment {
	const char *p;
	size_t len;
};

/* A segment that is digits and nothing else; 0 where it is not. */
static int all_digits(const struct segment *s, size_t least, size_t most)
{
	int v = 0;

	if (s->len < least || s->len > most)
		return 0;
	for (size_t k = 0; k < s->len; k++) {
		if (s->p[k] < '0' || s->p[k] > '9')
			return 0;
		v = v * 10 + (s->p[k] - '0');
	}
	return v;
}

static bool make(int year, int month, int day, struct instant *out)
{
	char iso[] = "0000-00-00";

	if (year < LIMIT_YEAR_MIN || year > LIMIT_YEAR_MAX || month < 1 ||
	    month > 12 || day < 0 || day > 31)
		return false;
	for (int k = 3; k >= 0; k--, year /= 10)
		iso[k] = (char)('0' + year % 10);
	iso[5] = (char)('0' + month / 10);
	iso[6] = (char)('0' + month % 10);
	iso[8] = (char)('0' + day / 10);
	iso[9] = (char)('0' + day % 10);
	return instant_parse(iso, day != 0 ? 10 : 7, out);
}

/* 2019-03-07, 2019_03_07 or 20190307 at the segment's start. */
static bool leading_day(const struct segment *s, struct instant *out)
{
	char digits[9] = { 0 };
	struct segment d = { digits, 8 };
	size_t at = 0, n = 0;
	char mark = s->len > 4 ? s->p[4] : '\0';
	bool marked = mark == '-' || mark == '_' || mark == '.';
	int v;

	while (n < 8 && at < s->len) {
		if (marked && (n == 4 || n == 6) && at == n + (n == 6)) {
			if (s->p[at++] != mark)
				return false;
			continue;
		}
		digits[n++] = s->p[at++];
	}
	if (n < 8 || (at < s->len && s->p[at] >= '0' && s->p[at] <= '9'))
		return false;
	v = all_digits(&d, 8, 8);
	return v % 100 != 0 && make(v / 10000, v / 100 % 100, v % 100, out);
}

static int month_of(const struct segment *s)
{
	struct date_token t[DATE_TOKENS + DATE_AHEAD];
	int v = all_digits(s, 1, 2);

	if (v != 0 || s->len < 3 || s->len > 20)
		return v;
	date_lex(s->p, s->len, t);
	if (t[0].kind != DATE_MONTH || t[1].kind != DATE_END)
		return 0;
	return (int)t[0].value;
}

/* The date that begins with segment s[0], n of them to go on with. */
static bool at_segment(const struct segment *s, size_t n, struct instant *out)
{
	int year = all_digits(&s[0], 4, 4), month, day;

	if (leading_day(&s[0], out))
		return true;
	if (s[0].len == 7 && (s[0].p[4] == '-' || s[0].p[4] == '_')) {
		struct segment y = { s[0].p, 4 }, m = { s[0].p + 5, 2 };

		year = all_digits(&y, 4, 4);
		month = all_digits(&m, 2, 2);
		day = n > 1 ? all_digits(&s[1], 1, 2) : 0;
	} else if (n > 1 && s[1].len == 4) {
		month = all_digits(&s[1], 4, 4);
		day = month % 100;
		month /= 100;
		if (day == 0)
			return false;
	} else if (n > 1 && year != 0) {
		month = month_of(&s[1]);
		day = n > 2 ? all_digits(&s[2], 1, 2) : 0;
	} else {
		return false;
	}
	return make(year, month, day, out) || make(year, month, 0, out);
}

/* Enough for any real path; the segments further on are the ones that count,
 * but then a name of LIMIT_NAME bytes has no 64 of them. */
#define SEGMENTS 64

bool date_from_path(const char *path, size_t len, struct instant *out)
{
	struct segment s[SEGMENTS];
	struct instant i;
	const char *end = path + len, *scheme;
	size_t n = 0;

	*out = (struct instant){ 0 };
	scheme = memmem(path, len, "://", 3);
	while (path < end && n < SEGMENTS) {
		const char *p = path;

		while (p < end && *p != '/' && *p != '!' && *p != '\\' &&
		       !(scheme && p > scheme && (*p == '?' || *p == '#')))
			p++;
		s[n].p = path;
		s[n++].len = (size_t)(p - path);
		if (p < end && (*p == '?' || *p == '#'))
			break;
		path = p + 1;
	}
	for (size_t k = 0; k < n; k++)
		if (at_segment(&s[k], n - k, &i) &&
		    i.precision >= out->precision)
			*out = i;
	out->origin = scheme ? INSTANT_FROM_URL : INSTANT_FROM_PATH;
	if (out->precision == INSTANT_NONE)
		out->origin = 0;
	return out->precision != INSTANT_NONE;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Whether "2019-03-07" stands at p, of len bytes, and no longer number. */
static bool day_at(const char *p, size_t len, struct instant *out)
{
	struct segment s = { p, 10 };

	if (len < 10 || (len > 10 && is_digit(p[10])) || p[4] != '-' ||
	    p[7] != '-')
		return false;
	for (size_t k = 0; k < 10; k++)
		if (k != 4 && k != 7 && !is_digit(p[k]))
			return false;
	return leading_day(&s, out);
}

bool date_from_id(const char *id, size_t len, struct instant *out)
{
	struct instant i;
	unsigned found = 0;

	*out = (struct instant){ 0 };
	for (size_t k = 0; k + 10 <= len; k++)
		if ((k == 0 || !is_digit(id[k - 1])) &&
		    day_at(id + k, len - k, &i)) {
			found++;
			*out = i;
		}
	if (found != 1)
		*out = (struct instant){ 0 };
	else
		out->origin = INSTANT_FROM_ID;
	return found == 1;
}
