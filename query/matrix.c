#include "query/matrix.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

void matrix_init(struct matrix *m)
{
	memset(m, 0, sizeof *m);
}

void matrix_release(struct matrix *m)
{
	intern_release(&m->names);
	free(m->cell);
	free(m->row);
	free(m->column);
	memset(m, 0, sizeof *m);
}

void matrix_row(struct matrix *m)
{
	m->row = NX_GROW(m->row, m->n_row, &m->cap_row);
	m->row[m->n_row++] = m->n_cell;
}

void matrix_add(struct matrix *m, const char *name, size_t len,
                const struct count *n)
{
	m->cell = NX_GROW(m->cell, m->n_cell, &m->cap_cell);
	m->cell[m->n_cell++] =
		(struct matrix_cell){ intern_add(&m->names, name, len), *n };
}

void matrix_want(struct matrix *m, const char *name, size_t len)
{
	(void)intern_add(&m->names, name, len);
}

const struct matrix_cell *matrix_cells(const struct matrix *m, size_t row,
                                       size_t *n)
{
	size_t end = row + 1 < m->n_row ? m->row[row + 1] : m->n_cell;

	*n = end - m->row[row];
	return *n > 0 ? &m->cell[m->row[row]] : NULL;
}

struct slice matrix_name(const struct matrix *m, uint32_t value)
{
	struct slice s;

	s.p = intern_str(&m->names, value, &s.len);
	return s;
}

struct named {
	struct slice name;
	uint32_t value;
	uint64_t articles;
};

static int by_name(const void *x, const void *y)
{
	const struct slice *a = &((const struct named *)x)->name;
	const struct slice *b = &((const struct named *)y)->name;
	size_t n = a->len < b->len ? a->len : b->len;
	int c = n > 0 ? memcmp(a->p, b->p, n) : 0;

	return c != 0 ? c : (a->len > b->len) - (a->len < b->len);
}

static int by_size(const void *x, const void *y)
{
	const struct named *a = x, *b = y;

	if (a->articles != b->articles)
		return a->articles < b->articles ? 1 : -1;
	return by_name(x, y);
}

void matrix_order(struct matrix *m, enum matrix_order order)
{
	size_t n = m->names.n;
	struct named *v = nx_zalloc((n + 1) * sizeof *v);

	for (uint32_t i = 0; i < n; i++) {
		v[i].value = i;
		v[i].name = matrix_name(m, i);
	}
	for (size_t i = 0; i < m->n_cell; i++)
		v[m->cell[i].value].articles += m->cell[i].n.articles;
	qsort(v, n, sizeof *v, order == MATRIX_BY_SIZE ? by_size : by_name);
	m->column = nx_realloc_array(m->column, n + 1, sizeof *m->column);
	for (size_t i = 0; i < n; i++)
		m->column[i] = v[i].value;
	m->n_column = n;
	free(v);
}

void matrix_dense(const struct matrix *m, size_t row, struct count *out)
{
	size_t n;
	const struct matrix_cell *c = matrix_cells(m, row, &n);
	struct count *by_value = nx_zalloc((m->names.n + 1) * sizeof *by_value);

	for (size_t i = 0; i < n; i++)
		by_value[c[i].value] = c[i].n;
	for (size_t i = 0; i < m->n_column; i++)
		out[i] = by_value[m->column[i]];
	free(by_value);
}
