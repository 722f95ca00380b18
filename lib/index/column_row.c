#include "lib/index/column_row.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/instant.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"
#include "lib/index/colblock.h"
#include "lib/index/schema.h"

char column_letter(enum column c)
{
	static const char letter[COLUMNS] = {
		[COLUMN_AUTHOR] = 'a',  [COLUMN_DAY] = 'd',
		[COLUMN_KEYWORD] = 'k', [COLUMN_LANGUAGE] = 'l',
		[COLUMN_PLACE] = 'p',   [COLUMN_SECTION] = 'r',
		[COLUMN_SOURCE] = 's',
	};

	return letter[c];
}

/* ---- dates --------------------------------------------------------------- */

int64_t day_number(const struct day *d)
{
	return (int64_t)d->day * 4 + d->precision;
}

struct day day_of_number(int64_t v)
{
	struct day d = { 0, (uint8_t)(v & 3) };
	int64_t day = (v - d.precision) / 4;

	if (d.precision == INSTANT_NONE || day > INT32_MAX || day < INT32_MIN)
		return (struct day){ 0, INSTANT_NONE };
	d.day = (int32_t)day;
	return d;
}

static struct day day_of(const struct instant *published)
{
	struct instant wall = instant_wall(published);
	struct day d = { 0, INSTANT_NONE };

	if (wall.precision == INSTANT_NONE)
		return d;
	d.day = (int32_t)civil_day_of(wall.sec);
	d.precision =
		wall.precision > INSTANT_DAY ? INSTANT_DAY : wall.precision;
	return d;
}

/* ---- rows ---------------------------------------------------------------- */

void column_row_name(struct slice name, struct buf *out)
{
	buf_add_varint(out, name.len);
	buf_add(out, name.p, name.len);
}

void column_row_number(int64_t v, struct buf *out)
{
	buf_add_varint(out, v < 0 ? (uint64_t)-v * 2 - 1 : (uint64_t)v * 2);
}

static int64_t number_of(uint64_t v)
{
	int64_t half = (int64_t)(v / 2);

	return v % 2 == 1 ? -half - 1 : half;
}

static bool same(const struct slice *a, const struct slice *b)
{
	return a->len == b->len && memcmp(a->p, b->p, a->len) == 0;
}

static void add_names(struct buf *out, const struct slice *v, size_t n)
{
	struct slice some[RECORD_REPEATS];
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		some[kept] = (struct slice){
			v[i].p,
			v[i].len > 0 ? utf8_cut(v[i].p, v[i].len, VALUE_MAX) : 0
		};
		while (k < kept && !same(&some[k], &some[kept]))
			k++;
		if (some[kept].len > 0 && k == kept)
			kept++;
	}
	buf_add_varint(out, kept);
	for (size_t i = 0; i < kept; i++)
		column_row_name(some[i], out);
}

static void add_day(struct buf *out, const struct instant *published)
{
	struct day d = day_of(published);

	buf_add_varint(out, d.precision != INSTANT_NONE);
	if (d.precision != INSTANT_NONE)
		column_row_number(day_number(&d), out);
}

void column_row_make(const struct record *r, struct buf *out)
{
	buf_clear(out);
	add_names(out, r->authors.v, r->authors.n);
	add_day(out, &r->published);
	add_names(out, r->keywords.v, r->keywords.n);
	add_names(out, &r->language, 1);
	add_names(out, r->places.v, r->places.n);
	add_names(out, &r->section, 1);
	add_names(out, &r->source, 1);
}

/* ---- blocks -------------------------------------------------------------- */

/* Add the values that the row has in column c to w, or pass them over. */
static void take(const unsigned char **p, const unsigned char *end,
                 enum column c, struct colblock_writer *w)
{
	uint64_t n = 0, v = 0;

	(void)varint_read(p, end, &n);
	for (; n > 0; n--) {
		(void)varint_read(p, end, &v);
		if (c == COLUMN_DAY) {
			if (w != NULL)
				colblock_number(w, number_of(v));
			continue;
		}
		if (w != NULL)
			colblock_name(w, (const char *)*p, (size_t)v);
		*p += v;
	}
}

static void add_row(struct colblock_writer *w, const struct column_row *r,
                    enum column c)
{
	const unsigned char *p = (const unsigned char *)r->p, *end = p + r->len;

	colblock_add(w, r->docid);
	for (int i = 0; r->len > 0 && i <= (int)c; i++)
		take(&p, end, (enum column)i, i == (int)c ? w : NULL);
}

struct writing {
	column_put *put;
	void *ctx;
	struct colblock_writer *w;
	struct buf key, value;
};

static enum nx_status put_block(struct writing *k, enum column c,
                                struct nx_err *err)
{
	if (!colblock_take(k->w, column_letter(c), &k->key, &k->value))
		return NX_OK;
	return k->put(k->ctx, &k->key, &k->value, err);
}

enum nx_status columns_write(column_get *get, column_put *put, void *ctx,
                             size_t n, struct nx_err *err)
{
	struct writing k = { put, ctx, nx_alloc(sizeof *k.w), BUF_INIT,
		             BUF_INIT };
	enum nx_status st = NX_OK;

	colblock_writer_init(k.w);
	for (int c = 0; st == NX_OK && c < COLUMNS; c++) {
		for (size_t i = 0; st == NX_OK && i < n; i++) {
			struct column_row r = get(ctx, i);

			add_row(k.w, &r, (enum column)c);
			if (colblock_full(k.w))
				st = put_block(&k, (enum column)c, err);
		}
		if (st == NX_OK && k.w->n > 0)
			st = put_block(&k, (enum column)c, err);
	}
	colblock_writer_release(k.w);
	free(k.w);
	buf_release(&k.key);
	buf_release(&k.value);
	return st;
}

/* ---- rows in memory ------------------------------------------------------ */

struct kept_row {
	uint32_t docid;
	size_t at, len; /* in text */
};

void column_rows_add(struct column_rows *rows, uint32_t docid,
                     const struct buf *row)
{
	rows->v = NX_GROW(rows->v, rows->n, &rows->cap);
	rows->v[rows->n++] =
		(struct kept_row){ docid, rows->text.len, row->len };
	buf_add(&rows->text, row->p, row->len);
}

void column_rows_release(struct column_rows *rows)
{
	free(rows->v);
	buf_release(&rows->text);
}

static int by_docid(const void *a, const void *b)
{
	const struct kept_row *x = a, *y = b;

	return (x->docid > y->docid) - (x->docid < y->docid);
}

struct written_rows {
	const struct column_rows *rows;
	column_put *put;
	void *ctx;
};

static struct column_row get_kept(const void *ctx, size_t i)
{
	const struct written_rows *w = ctx;
	const struct kept_row *k = &w->rows->v[i];

	return (struct column_row){ k->docid, buf_str(&w->rows->text) + k->at,
		                    k->len };
}

static enum nx_status put_kept(void *ctx, const struct buf *key,
                               const struct buf *value, struct nx_err *err)
{
	const struct written_rows *w = ctx;

	return w->put(w->ctx, key, value, err);
}

enum nx_status column_rows_write(struct column_rows *rows, column_put *put,
                                 void *ctx, struct nx_err *err)
{
	struct written_rows w = { rows, put, ctx };

	if (rows->n > 0)
		qsort(rows->v, rows->n, sizeof *rows->v, by_docid);
	return columns_write(get_kept, put_kept, &w, rows->n, err);
}
