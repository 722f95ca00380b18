#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "query/batch.h"
#include "query/csv.h"
#include "query/output.h"

struct writing {
	FILE *out;
	const struct batch *b;
	const struct batch_options *o;
};

static bool by_period(const struct writing *w)
{
	return w->o->by.kind == BATCH_PERIOD;
}

static bool by_facet(const struct writing *w)
{
	return w->o->by.kind == BATCH_FACET;
}

/* Row i of the matrix: all articles, or a line. */
static const struct batch_line *line_of(const struct writing *w, size_t i)
{
	if (!w->o->all)
		return &w->b->v[i];
	return i == 0 ? &w->b->index : &w->b->v[i - 1];
}

static size_t rows_of(const struct writing *w)
{
	return w->b->n + (w->o->all ? 1 : 0);
}

/* ---- CSV ---------------------------------------------------------------- */

static void put_question(const struct writing *w, const struct batch_line *l)
{
	/* All articles have a name to be known by. */
	if (w->b->named || w->o->all) {
		csv_tidy(w->out, l->name, strlen(l->name));
		fputc(',', w->out);
	}
	csv_tidy(w->out, l->text, strlen(l->text));
}

static void put_question_head(const struct writing *w)
{
	fputs(w->b->named || w->o->all ? "name,query" : "query", w->out);
}

/* Nothing where it is not known. */
static void put_count(const struct writing *w, const struct count *n,
                      bool known)
{
	if (!known) {
		fputs(w->o->hits ? ",," : ",", w->out);
		return;
	}
	fprintf(w->out, ",%llu", (unsigned long long)n->articles);
	if (w->o->hits)
		fprintf(w->out, ",%llu", (unsigned long long)n->hits);
}

static void put_column(const struct writing *w, const char *p, size_t len)
{
	struct buf hits = BUF_INIT;

	fputc(',', w->out);
	csv_tidy(w->out, p, len);
	if (w->o->hits) {
		buf_set(&hits, p, len);
		buf_adds(&hits, " hits");
		fputc(',', w->out);
		csv_tidy(w->out, hits.p, hits.len);
	}
	buf_release(&hits);
}

static void put_wide_head(const struct writing *w)
{
	const struct matrix *m = &w->b->matrix;

	put_question_head(w);
	fprintf(w->out, ",articles%s", w->o->hits ? ",hits" : "");
	if (by_period(w)) {
		put_column(w, "undated", strlen("undated"));
		put_column(w, "less_known", strlen("less_known"));
	} else if (by_facet(w)) {
		put_column(w, "without", strlen("without"));
	}
	for (size_t i = 0; i < m->n_column; i++) {
		struct slice name = matrix_name(m, m->column[i]);

		put_column(w, name.p, name.len);
	}
	fputs(CSV_END, w->out);
}

static void put_wide_row(const struct writing *w, size_t i, struct count *n)
{
	const struct matrix *m = &w->b->matrix;
	const struct batch_line *l = line_of(w, i);
	bool known = !l->failed;

	put_question(w, l);
	put_count(w, &l->all, known);
	if (by_period(w)) {
		put_count(w, &l->undated, known);
		put_count(w, &l->coarse, known);
	} else if (by_facet(w)) {
		put_count(w, &l->without, known);
	}
	matrix_dense(m, i, n);
	for (size_t k = 0; k < m->n_column; k++)
		put_count(w, &n[k], known);
	fputs(CSV_END, w->out);
}

/* Periods without articles are columns, too. */
static void order_columns(struct batch *b, const struct batch_options *o)
{
	char name[PERIOD_TEXT];

	if (o->by.kind != BATCH_PERIOD) {
		matrix_order(&b->matrix, MATRIX_BY_SIZE);
		return;
	}
	for (int32_t day = b->first; day <= b->last;
	     day = period_next(o->by.period, day)) {
		(void)period_text(o->by.period, day, name);
		matrix_want(&b->matrix, name, strlen(name));
	}
	matrix_order(&b->matrix, MATRIX_BY_NAME);
}

static void put_wide(const struct writing *w)
{
	struct count *n = nx_alloc((w->b->matrix.n_column + 1) * sizeof *n);

	put_wide_head(w);
	for (size_t i = 0; i < rows_of(w); i++)
		put_wide_row(w, i, n);
	free(n);
}

static void put_value(const struct writing *w, const struct batch_line *l,
                      struct slice value, const struct count *n)
{
	put_question(w, l);
	fputc(',', w->out);
	csv_tidy(w->out, value.p, value.len);
	put_count(w, n, true);
	fputs(CSV_END, w->out);
}

static void put_special(const struct writing *w, const struct batch_line *l,
                        const char *value, const struct count *n)
{
	if (n->articles > 0)
		put_value(w, l, (struct slice){ value, strlen(value) }, n);
}

static void put_rows(const struct writing *w)
{
	const struct matrix *m = &w->b->matrix;

	put_question_head(w);
	fprintf(w->out, ",value,articles%s" CSV_END, w->o->hits ? ",hits" : "");
	for (size_t i = 0; i < rows_of(w); i++) {
		const struct batch_line *l = line_of(w, i);
		size_t n;
		const struct matrix_cell *c = matrix_cells(m, i, &n);

		for (size_t k = 0; k < n; k++)
			put_value(w, l, matrix_name(m, c[k].value), &c[k].n);
		put_special(w, l, "undated", &l->undated);
		put_special(w, l, "less_known", &l->coarse);
		put_special(w, l, "", &l->without);
	}
}

void batch_csv(FILE *out, struct batch *b, const struct batch_options *o,
               bool rows)
{
	const struct writing w = { out, b, o };

	if (rows) {
		put_rows(&w);
		return;
	}
	order_columns(b, o);
	put_wide(&w);
}

/* ---- JSON --------------------------------------------------------------- */

static void json_count(struct json *j, const struct writing *w,
                       const struct count *n)
{
	json_num(j, "articles", n->articles);
	if (w->o->hits)
		json_num(j, "hits", n->hits);
}

static void json_values(struct json *j, const struct writing *w, size_t i)
{
	const struct matrix *m = &w->b->matrix;
	size_t n;
	const struct matrix_cell *c = matrix_cells(m, i, &n);

	json_open(j, "values", '[');
	for (size_t k = 0; k < n; k++) {
		struct slice name = matrix_name(m, c[k].value);

		json_open(j, NULL, '{');
		json_str(j, "value", name.p, name.len);
		json_count(j, w, &c[k].n);
		json_close(j);
	}
	json_close(j);
}

static void json_line(const struct writing *w, size_t i)
{
	const struct batch_line *l = line_of(w, i);
	struct json j;

	json_begin(&j, w->out);
	json_num(&j, "format_version", RESULT_FORMAT);
	if (l->line > 0)
		json_num(&j, "line", l->line);
	if (*l->name != '\0')
		json_text(&j, "name", l->name);
	json_text(&j, "query", l->text);
	if (l->failed) {
		json_bool(&j, "failed", true);
		json_end(&j);
		return;
	}
	json_count(&j, w, &l->all);
	if (by_period(w)) {
		json_num(&j, "undated", l->undated.articles);
		json_num(&j, "less_known", l->coarse.articles);
	} else if (by_facet(w)) {
		json_num(&j, "without", l->without.articles);
	}
	if (w->o->by.kind != BATCH_TOTAL)
		json_values(&j, w, i);
	json_end(&j);
}

void batch_json(FILE *out, const struct batch *b, const struct batch_options *o)
{
	const struct writing w = { out, b, o };

	for (size_t i = 0; i < rows_of(&w); i++)
		json_line(&w, i);
}
