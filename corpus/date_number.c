/* Dates that are plain numbers. */
#include "corpus/date_cursor.h"

#include "lib/base/limits.h"

#define DIGITS_MAX 19 /* nanoseconds since 1970 */

static bool from_epoch(int64_t sec, struct instant *out)
{
	int year;
	unsigned month, day;

	civil_date(sec / 86400, &year, &month, &day);
	if (year < LIMIT_YEAR_MIN || year > LIMIT_YEAR_MAX)
		return false;
	*out = (struct instant){ .sec = sec,
		                 .precision = INSTANT_SECOND,
		                 .zone_known = true };
	return true;
}

/* YYYYMMDD and what follows it of hhmmss. */
static bool from_calendar(const char *s, size_t len, struct instant *out)
{
	char iso[16] = { 0 };

	memcpy(iso, s, 8);
	if (len == 8)
		return instant_parse(iso, 8, out);
	iso[8] = 'T';
	memcpy(iso + 9, s + 8, len - 8);
	return instant_parse(iso, len + 1, out);
}

static bool from_digits(const char *s, size_t n, struct instant *out)
{
	int64_t v = 0;

	if (n > DIGITS_MAX)
		return false;
	for (size_t k = 0; k < n; k++) {
		if (v > (INT64_MAX - 9) / 10)
			return false;
		v = v * 10 + (s[k] - '0');
	}
	switch (n) {
	case 8:
	case 14:
		return from_calendar(s, n, out);
	case 9:
	case 10:
		return from_epoch(v, out);
	case 12:
	case 13:
		return from_epoch(v / 1000, out);
	case 16:
		return from_epoch(v / 1000000, out);
	case 19:
		return from_epoch(v / 1000000000, out);
	default:
		return false;
	}
}

bool date_from_digits(const char *s, size_t len, struct instant *out)
{
	size_t n = 0, at;

	*out = (struct instant){ 0 };
	while (n < len && s[n] >= '0' && s[n] <= '9')
		n++;
	at = n;
	if (at + 1 < len && s[at] == '.')
		for (at++; at < len && s[at] >= '0' && s[at] <= '9';)
			at++;
	if (at < len)
		return false;
	/* As text, 199803071430 is meant to be read. */
	if (n == 12 && (s[0] == '1' || s[0] == '2') &&
	    from_calendar(s, 12, out))
		return true;
	return from_digits(s, n, out);
}

bool date_from_number(double v, struct instant *out)
{
	char text[DIGITS_MAX + 1];
	size_t n = DIGITS_MAX;
	uint64_t u;

	*out = (struct instant){ 0 };
	if (!(v >= 1 && v < 1e19))
		return false;
	u = (uint64_t)v;
	while (u != 0) {
		text[--n] = (char)('0' + u % 10);
		u /= 10;
	}
	return from_digits(text + n, DIGITS_MAX - n, out);
}
