/* date.h - dates as newspapers write them
 *
 * The grammar is that of the formats' own dates: ISO 8601 and RFC 3339, RFC
 * 5322, asctime, month names in nineteen languages, numeric forms, epoch
 * numbers.  It needs no locale and allocates nothing.
 */
#ifndef NEWSIDX_CORPUS_DATE_H
#define NEWSIDX_CORPUS_DATE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/instant.h"

/* How to read what is ambiguous. */
enum date_order {
	DATE_ORDER_UNKNOWN = 0, /* a/b/yyyy is day first, marked ambiguous
	                         * unless one of them is over 12 */
	DATE_ORDER_MDY,
	DATE_ORDER_DMY,
	DATE_ORDER_YMD, /* for six digits: 910514 */
};

/* Read the date that s is, white space around it aside; weekday names, a word
 * before it ("Published:") and trailing remarks ("Home Edition") are passed
 * over.  Its first 160 bytes count.  A time of day that cannot be is a remark:
 * the day stands.  False, and *out all
 * zero, where s is no date or one outside LIMIT_YEAR_MIN .. LIMIT_YEAR_MAX. */
bool date_parse(const char *s, size_t len, enum date_order order,
                struct instant *out);

/* The date a number is: 9 or 10 digits seconds, 12 or 13 milliseconds, 16
 * microseconds, 19 nanoseconds since 1970; 8 digits YYYYMMDD; 14 digits
 * YYYYMMDDhhmmss. */
bool date_from_number(double v, struct instant *out);

/* Whether the text begins with the name of a month, or a short form of it. */
bool date_is_month(const char *s, size_t len);

/* The date a path or URL tells by whole segments: /2019/03/07/, /2019/mar/07/,
 * /2019/0307/, a segment that starts 2019-03-07 or 20190307; /2019/03/ and
 * /2019-03/ give the month.  The last of the most precise counts.  Digits
 * inside longer numbers are no date.  Of a URL the query does not count.
 * origin is set: INSTANT_FROM_URL where there is a scheme, else _PATH. */
bool date_from_path(const char *path, size_t len, struct instant *out);

/* The day in an identifier that has one, written 2019-03-07 and only once:
 * "021-HG-1879-02-04-001_7".  origin is set: INSTANT_FROM_ID. */
bool date_from_id(const char *id, size_t len, struct instant *out);

#endif
