/* column_row.h - what an article is counted by, on its way into a segment
 *
 * When an article is taken in, its source, authors ... become a row of bytes;
 * when the segment is written, the rows of all its articles become the blocks
 * (colblock.h) of one column after the other.
 */
#ifndef NEWSIDX_INDEX_COLUMN_ROW_H
#define NEWSIDX_INDEX_COLUMN_ROW_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/status.h"
#include "lib/index/record.h"

/* In the order of their letters. */
enum column {
	COLUMN_AUTHOR,
	COLUMN_DAY,
	COLUMN_KEYWORD,
	COLUMN_LANGUAGE,
	COLUMN_PLACE,
	COLUMN_SECTION,
	COLUMN_SOURCE,
	COLUMNS,
};

/* What the keys of a column's blocks begin with, behind COLBLOCK_PREFIX. */
char column_letter(enum column c);

/* The date of an article, by the clock of its own place. */
struct day {
	int32_t day; /* its first possible day, since 1970-01-01 */
	/* INSTANT_NONE, _YEAR, _MONTH or _DAY, which is also what is known
	 * better */
	uint8_t precision;
};

/* A date as a number of COLUMN_DAY, and back. */
int64_t day_number(const struct day *d);
struct day day_of_number(int64_t v);

/* Set out to the row of an article: names up to VALUE_MAX bytes, each once. */
void column_row_make(const struct record *r, struct buf *out);

/* For each column a row has, as varints, how many values, and of each value the
 * length and the bytes, or a number (v * 2, or -v * 2 - 1).  Append one. */
void column_row_name(struct slice name, struct buf *out);
void column_row_number(int64_t v, struct buf *out);

struct column_row {
	uint32_t docid;
	const char *p; /* of column_row_make; or nothing at all */
	size_t len;
};

/* Write the blocks of all columns, in the order of their keys.  get(ctx, i) is
 * row i of n, by docid; put is called with ctx for each block, and what it
 * returns but NX_OK ends it. */
typedef struct column_row column_get(const void *ctx, size_t i);
typedef enum nx_status column_put(void *ctx, const struct buf *key,
                                  const struct buf *value, struct nx_err *err);
enum nx_status columns_write(column_get *get, column_put *put, void *ctx,
                             size_t n, struct nx_err *err);

/* Rows in memory, of articles in any order; all zero at first. */
struct column_rows {
	struct kept_row *v;
	size_t n, cap;
	struct buf text;
};

void column_rows_add(struct column_rows *rows, uint32_t docid,
                     const struct buf *row);
enum nx_status column_rows_write(struct column_rows *rows, column_put *put,
                                 void *ctx, struct nx_err *err);
void column_rows_release(struct column_rows *rows);

#endif
