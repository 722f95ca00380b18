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
#include "lib/index/column_row.h"
#include "lib/index/index.h"

/* The values of some articles: those of article i are v[start[i]] up to, not
 * including, v[start[i + 1]], each once. */
struct values {
	const uint32_t *v, *start;
};

struct columns;

/* Never NULL.  x must outlive all but column_name, columns_close. */
struct columns *columns_open(struct index *x);

/* NULL is fine. */
void columns_close(struct columns *c);

/* Set *out to the values of n articles; c's until the next call for that
 * column. docid[] are of the whole index (index.h).  Failures of reading. */
enum nx_status columns_values(struct columns *c, enum column column,
                              const xap_docid *docid, size_t n,
                              struct values *out, struct nx_err *err);

/* Their dates. */
enum nx_status columns_days(struct columns *c, const xap_docid *docid, size_t n,
                            struct day *out, struct nx_err *err);

/* How many values were seen in a column; and what value id, which was seen, is
 * called, not NUL-terminated.  c's until the next columns_values. */
size_t column_size(const struct columns *c, enum column column);
struct slice column_name(const struct columns *c, enum column column,
                         uint32_t id);

/* Set out to the row (column_row.h) that an article of a segment has there, by
 * its docid in it: to check it.  Failures of reading. */
enum nx_status column_row_read(struct meta_reader *meta, xap_docid docid,
                               struct buf *out, struct nx_err *err);

#endif
