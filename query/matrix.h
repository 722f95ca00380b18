/* matrix.h - counts of many questions, each by its own values of one field
 *
 *     struct matrix m;
 *
 *     matrix_init(&m)
 *       matrix_row ...            a question
 *         matrix_add ...          one of its values
 *       matrix_order              when all rows are there: the columns
 *       m.column[], matrix_dense  and a row in their order
 *     matrix_release(&m)
 *
 * Most values are those of few rows, and most rows have few of the values: only
 * what is there is kept, 24 bytes for each.
 */
#ifndef NEWSIDX_QUERY_MATRIX_H
#define NEWSIDX_QUERY_MATRIX_H

#include "lib/base/intern.h"
#include "query/tally.h"

struct matrix_cell {
	uint32_t value; /* of m->names */
	struct count n;
};

struct matrix {
	struct intern names;
	struct matrix_cell *cell;
	size_t n_cell, cap_cell;
	size_t *row; /* its first cell; the next begins behind its last */
	size_t n_row, cap_row;

	uint32_t *column; /* the values in their order */
	size_t n_column;
};

void matrix_init(struct matrix *m);
void matrix_release(struct matrix *m);

/* The next row, which is without values; rows count from 0. */
void matrix_row(struct matrix *m);

/* A value of the last row that was begun, once for each. */
void matrix_add(struct matrix *m, const char *name, size_t len,
                const struct count *n);

/* The cells of a row. */
const struct matrix_cell *matrix_cells(const struct matrix *m, size_t row,
                                       size_t *n);
struct slice matrix_name(const struct matrix *m, uint32_t value);

enum matrix_order {
	MATRIX_BY_NAME, /* by bytes */
	MATRIX_BY_SIZE, /* of most articles in all rows first, then by bytes */
};

/* Put all values that were added or named into m->column. */
void matrix_order(struct matrix *m, enum matrix_order order);

/* Have a column of that name, though no row may have it. */
void matrix_want(struct matrix *m, const char *name, size_t len);

/* Set out[0 .. n_column) to the counts of a row in the order of the columns. */
void matrix_dense(const struct matrix *m, size_t row, struct count *out);

#endif
