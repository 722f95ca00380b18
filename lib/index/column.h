/* column.h - what the articles of an index can be counted by
 *
 *     columns_open
 *       columns_values, columns_day ...     of articles, best by ascending
 * docid column_name ...                     what the values are called
 *     columns_close
 *
 * A value is a name as its articles write it: "John Smith" and "JOHN SMITH" are
 * two.  Values have numbers, from 0, as they are first seen: those of one
 * struct columns mean nothing to another.
 */
#ifndef NEWSIDX_INDEX_COLUMN_H
#define NEWSIDX_INDEX_COLUMN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/status.h"
#include "lib/index/index.h"

enum column {
	COLUMN_SOURCE,
	COLUMN_SECTION,
	COLUMN_LANGUAGE,
	COLUMN_AUTHOR,
	COLUMN_PLACE,
	COLUMN_KEYWORD,
	COLUMNS,
};

/* The date of an article, by the clock of its own place. */
struct day {
	int32_t day; /* its first possible day, since 1970-01-01 */
	/* INSTANT_NONE, _YEAR, _MONTH or _DAY, which is also what is known
	 * better */
	uint8_t precision;
};

/* Values of an article, each once. */
struct values {
	const uint32_t *v;
	size_t n;
};

struct columns;

/* Never NULL.  x must outlive all but column_name, columns_close. */
struct columns *columns_open(struct index *x);

/* NULL is fine. */
void columns_close(struct columns *c);

/* Set *out to the values of the article; c's until the next article of that
 * column is asked for.  docid is one of the whole index (index.h).  Failures of
 * reading. */
enum nx_status columns_values(struct columns *c, enum column column,
                              xap_docid docid, struct values *out,
                              struct nx_err *err);
enum nx_status columns_day(struct columns *c, xap_docid docid, struct day *out,
                           struct nx_err *err);

/* How many values were seen in a column; and what value id, which was seen, is
 * called, not NUL-terminated.  c's until the next columns_values. */
size_t column_size(const struct columns *c, enum column column);
struct slice column_name(const struct columns *c, enum column column,
                         uint32_t id);

#endif
