/* csv_rows.h - rows and fields of separated values
 *
 * For formats/csv.c.  RFC 4180 and what is written in its place: another
 * separator or quote, quotes escaped by a backslash, no quoting at all.
 */
#ifndef NEWSIDX_CORPUS_FORMATS_CSV_ROWS_H
#define NEWSIDX_CORPUS_FORMATS_CSV_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "corpus/reader.h"
#include "lib/base/buf.h"
#include "lib/base/limits.h"

enum csv_quoting {
	CSV_DOUBLED,   /* "a ""b"" c" */
	CSV_BACKSLASH, /* "a \"b\" c" */
	CSV_LITERAL,   /* quotes are characters */
};

struct csv_dialect {
	char sep, quote;
	enum csv_quoting quoting;
};

/* A field's bytes in its row, those between its quotes. */
struct csv_field {
	size_t at, len;
	bool quoted;
};

/* A row, and while it is scanned how far that has come.  All zero begins one.
 * It owns nothing. */
struct csv_row {
	struct csv_field f[LIMIT_COLUMNS];
	size_t n;     /* fields; those beyond LIMIT_COLUMNS are not in f */
	size_t len;   /* of the row with its line end */
	bool multi;   /* goes over several lines */
	bool open;    /* ends inside quotes */

	size_t at;    /* scanned so far */
	size_t start; /* of the field that is being scanned */
	bool in_quotes, closed;
};

/* Begin a row. */
void csv_row_clear(struct csv_row *row);

/* Scan on in the row that begins at p, of which len bytes are there; whole:
 * no more will come.  True when the row is complete; otherwise call again with
 * the same bytes and more. */
bool csv_scan(struct csv_row *row, const struct csv_dialect *d, const char *p,
              size_t len, bool whole);

/* Append the field's value: quotes undone, NULs dropped. */
void csv_value(const struct csv_row *row, size_t i, const struct csv_dialect *d,
               const char *p, struct buf *out);

/* The rows of a reader. */
struct csv_rows {
	struct csv_dialect d;
	struct csv_row row;
	size_t columns;  /* how many fields are right */
	const char *p;   /* the row's bytes, until the next one is asked for */
	struct csv_dialect as; /* how the row was read */
	uint64_t offset; /* of the row in the member */
	uint64_t wasted; /* bytes scanned in vain */
	bool again;      /* the row was read twice: a quote did not close */
	size_t pending;  /* of the row, not yet taken from the reader */
};

/* The next row.  A quote that does not close, and one that closes so far on
 * that the number of fields is wrong, are taken for characters, and the row
 * ends with its first line.  False at the end. */
bool csv_rows_next(struct csv_rows *c, struct reader *r);

#endif
