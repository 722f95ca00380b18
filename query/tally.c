#include "query/tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/index/xap.h"
#include "query/hitcount.h"

static const struct {
	const char *name;
	enum column column; /* COLUMNS: none, it is made of the date */
} facets[FACETS] = {
	[FACET_SOURCE] = { "source", COLUMN_SOURCE },
	[FACET_SECTION] = { "section", COLUMN_SECTION },
	[FACET_AUTHOR] = { "author", COLUMN_AUTHOR },
	[FACET_PLACE] = { "place", COLUMN_PLACE },
	[FACET_KEYWORD] = { "keyword", COLUMN_KEYWORD },
	[FACET_LANGUAGE] = { "language", COLUMN_LANGUAGE },
	[FACET_YEAR] = { "year", COLUMNS },
};

const char *facet_name(enum facet f)
{
	return facets[f].name;
}

bool facet_named(const char *name, size_t len, enum facet *out)
{
	for (int i = 0; i < FACETS; i++)
		if (strlen(facets[i].name) == len &&
		    memcmp(facets[i].name, name, len) == 0) {
			*out = (enum facet)i;
			return true;
		}
	return false;
}

/* ---- cells: value of the split, date, count ------------------------------ */

struct tally_cell {
	uint32_t value; /* or TALLY_NO_VALUE */
	int32_t day;
	uint8_t precision, used;
	struct count n;
};

#define CELLS_FIRST 256

static struct tally_cell *cell_place(struct tally_cell *cell, size_t cap,
                                     uint32_t value, const struct day *d)
{
	uint64_t h = ((uint64_t)value << 32 | (uint32_t)d->day) *
	             UINT64_C(0x9e3779b97f4a7c15);
	size_t at = (size_t)(h >> 32) & (cap - 1);

	while (cell[at].used != 0 &&
	       (cell[at].value != value || cell[at].day != d->day ||
	        cell[at].precision != d->precision))
		at = (at + 1) & (cap - 1);
	return &cell[at];
}

static void grow_cells(struct tally *t)
{
	size_t cap = t->cap_cell == 0 ? CELLS_FIRST : 2 * t->cap_cell;
	struct tally_cell *to = nx_zalloc(cap * sizeof *to);

	for (size_t i = 0; i < t->cap_cell; i++) {
		const struct tally_cell *c = &t->cell[i];
		const struct day d = { c->day, c->precision };

		if (c->used != 0)
			*cell_place(to, cap, c->value, &d) = *c;
	}
	free(t->cell);
	t->cell = to;
	t->cap_cell = cap;
}

static void add_count(struct count *to, const struct count *n)
{
	to->articles += n->articles;
	to->hits += n->hits;
}

static void add_date(struct tally *t, uint32_t value, const struct day *d,
                     const struct count *n)
{
	struct tally_cell *c;

	if (2 * t->n_cell >= t->cap_cell)
		grow_cells(t);
	c = cell_place(t->cell, t->cap_cell, value, d);
	if (c->used == 0) {
		*c = (struct tally_cell){
			value, d->day, d->precision, 1, { 0, 0 }
		};
		t->n_cell++;
	}
	add_count(&c->n, n);
}

/* ---- some articles at a time ----------------------------------------------
 */

/* So many that what is done for all of them at once does not matter. */
#define AT_ONCE 1024

struct counting {
	struct tally *t;
	struct work *work;
	const struct tally_options *o;
	bool with_hits;
	struct hit_counter hits;

	xap_docid docid[AT_ONCE];
	struct count count[AT_ONCE]; /* 1, and its hits */
	struct day day[AT_ONCE];
	size_t n;

	int32_t year_first, year_next; /* days of the year looked at last */
	uint32_t year;
};

/* There are values up to, not including, n. */
static void make_room(struct tally_facet *f, size_t n)
{
	size_t cap = f->cap;

	if (n > f->n)
		f->n = n;
	if (n <= cap)
		return;
	f->cap = 2 * n;
	f->v = nx_realloc_array(f->v, f->cap, sizeof *f->v);
	memset(f->v + cap, 0, (f->cap - cap) * sizeof *f->v);
}

/* Years have no names in a column: the number is the value. */
#define YEARS 10000

static uint32_t year_of(struct counting *c, int32_t day)
{
	int year;
	unsigned month, d;

	if (day >= c->year_first && day < c->year_next)
		return c->year;
	civil_date(day, &year, &month, &d);
	c->year_first = (int32_t)civil_days(year, 1, 1);
	c->year_next = (int32_t)civil_days(year + 1, 1, 1);
	c->year = year > 0 && year < YEARS ? (uint32_t)year : 0;
	return c->year;
}

static void add_years(struct counting *c)
{
	struct tally_facet *f = &c->t->facet[FACET_YEAR];

	for (size_t i = 0; i < c->n; i++) {
		struct count *to = &f->none;

		if (c->day[i].precision != INSTANT_NONE) {
			uint32_t year = year_of(c, c->day[i].day);

			make_room(f, year + 1);
			to = &f->v[year];
		}
		add_count(to, &c->count[i]);
	}
}

static void name_years(struct tally *t)
{
	size_t n = t->facet[FACET_YEAR].n;

	t->year = nx_alloc(n * sizeof *t->year);
	for (size_t i = 0; i < n; i++)
		(void)snprintf(t->year[i], sizeof *t->year, "%04u",
		               (unsigned)(i % YEARS));
}

static enum nx_status add_values(struct counting *c, enum facet f,
                                 struct nx_err *err)
{
	struct tally_facet *to = &c->t->facet[f];
	struct values v;
	enum nx_status st = columns_values(c->t->columns, facets[f].column,
	                                   c->docid, c->n, &v, err);

	make_room(to, column_size(c->t->columns, facets[f].column));
	for (size_t i = 0; st == NX_OK && i < c->n; i++) {
		for (uint32_t k = v.start[i]; k < v.start[i + 1]; k++)
			add_count(&to->v[v.v[k]], &c->count[i]);
		if (v.start[i] == v.start[i + 1])
			add_count(&to->none, &c->count[i]);
	}
	return st;
}

static enum nx_status add_dates(struct counting *c, struct nx_err *err)
{
	enum facet f = c->o->split;
	struct values v = { NULL, NULL };
	enum nx_status st = NX_OK;

	if (f != FACET_NONE)
		st = columns_values(c->t->columns, facets[f].column, c->docid,
		                    c->n, &v, err);
	for (size_t i = 0; st == NX_OK && i < c->n; i++) {
		uint32_t value = TALLY_NO_VALUE;

		if (f != FACET_NONE && v.start[i] < v.start[i + 1])
			value = v.v[v.start[i]];
		add_date(c->t, value, &c->day[i], &c->count[i]);
	}
	return st;
}

static bool is_wanted(const struct counting *c, enum facet f)
{
	return (c->o->facets & FACET_BIT(f)) != 0;
}

static enum nx_status flush(struct counting *c, struct nx_err *err)
{
	enum nx_status st = NX_OK;

	if (c->o->dates || is_wanted(c, FACET_YEAR))
		st = columns_days(c->t->columns, c->docid, c->n, c->day, err);
	for (int f = 0; st == NX_OK && f < FACETS; f++)
		if (facets[f].column != COLUMNS && is_wanted(c, (enum facet)f))
			st = add_values(c, (enum facet)f, err);
	if (st == NX_OK && is_wanted(c, FACET_YEAR))
		add_years(c);
	if (st == NX_OK && c->o->dates)
		st = add_dates(c, err);
	for (size_t i = 0; i < c->n; i++)
		add_count(&c->t->all, &c->count[i]);
	c->n = 0;
	return st;
}

/* What counting an article takes, in steps. */
#define ARTICLE_STEPS 16

static enum nx_status add_article(void *ctx, xap_docid docid,
                                  struct nx_err *err)
{
	struct counting *c = ctx;
	struct count *n = &c->count[c->n];
	enum nx_status st = NX_OK;

	if (work_over(c->work, ARTICLE_STEPS))
		return work_refuse(c->work, err);
	*n = (struct count){ 1, 0 };
	if (c->with_hits)
		st = hit_count(&c->hits, docid, &n->hits, err);
	c->docid[c->n++] = docid;
	if (st == NX_OK && c->n == AT_ONCE)
		st = flush(c, err);
	return st;
}

static struct counting *begin(struct tally *t, struct index *x,
                              struct work *work, const struct tally_options *o)
{
	struct counting *c = nx_zalloc(sizeof *c);

	memset(t, 0, sizeof *t);
	t->columns = o->columns;
	if (t->columns == NULL)
		t->columns = t->own = columns_open(x);
	c->t = t;
	c->work = work;
	c->o = o;
	return c;
}

static enum nx_status finish(struct counting *c, enum nx_status st,
                             struct nx_err *err)
{
	struct tally *t = c->t;

	if (st == NX_OK)
		st = flush(c, err);
	free(c);
	name_years(t);
	if (st != NX_OK)
		tally_release(t);
	return st;
}

enum nx_status tally_run(struct tally *t, struct search *s,
                         const struct tally_options *o, struct nx_err *err)
{
	struct counting *c = begin(t, s->x, &s->work, o);
	enum nx_status st = search_narrow(s, err);

	c->with_hits = o->hits;
	hit_counter_init(&c->hits, s);
	if (st == NX_OK)
		st = search_stream(s, add_article, c, err);
	hit_counter_release(&c->hits);
	return finish(c, st, err);
}

/* The articles of one segment. */
static enum nx_status add_segment(struct counting *c, struct index *x,
                                  size_t segment, struct nx_err *err)
{
	size_t n = index_segments(x);
	struct xap_postings *it = NULL;
	enum nx_status st = NX_OK;
	struct xap_error xe;
	xap_docid docid;
	enum xap_status xs =
		xap_db_postings(&it, index_segment(x, segment), "", 0, &xe);

	while (st == NX_OK && xs == XAP_OK) {
		xs = xap_postings_next(it, &docid, &xe);
		if (xs == XAP_OK)
			st = add_article(
				c, xap_combined_docid(docid, segment, n), err);
	}
	xap_postings_free(it);
	if (st != NX_OK || xs == XAP_END)
		return st;
	return nx_from_xap(err, xs, &xe, "counting");
}

enum nx_status tally_index(struct tally *t, struct index *x, struct work *work,
                           const struct tally_options *o, struct nx_err *err)
{
	struct counting *c = begin(t, x, work, o);
	enum nx_status st = NX_OK;

	for (size_t i = 0; st == NX_OK && i < index_segments(x); i++)
		st = add_segment(c, x, i, err);
	return finish(c, st, err);
}

void tally_release(struct tally *t)
{
	for (int f = 0; f < FACETS; f++)
		free(t->facet[f].v);
	free(t->year);
	free(t->cell);
	columns_close(t->own);
	memset(t, 0, sizeof *t);
}

/* ---- values -------------------------------------------------------------- */

static int by_bytes(const struct slice *a, const struct slice *b)
{
	size_t n = a->len < b->len ? a->len : b->len;
	int c = n > 0 ? memcmp(a->p, b->p, n) : 0;

	return c != 0 ? c : (a->len > b->len) - (a->len < b->len);
}

static int most_first(const void *x, const void *y)
{
	const struct tally_value *a = x, *b = y;

	if (a->n.articles != b->n.articles)
		return a->n.articles < b->n.articles ? 1 : -1;
	return by_bytes(&a->name, &b->name);
}

void tally_values(const struct tally *t, enum facet f, struct tally_value **v,
                  size_t *n, struct count *none)
{
	const struct tally_facet *from = &t->facet[f];
	bool year = facets[f].column == COLUMNS;
	struct tally_value *to = nx_alloc(from->n * sizeof *to);
	size_t k = 0;

	for (uint32_t id = 0; id < from->n; id++) {
		if (from->v[id].articles == 0)
			continue;
		to[k++] = (struct tally_value){
			year ? (struct slice){ t->year[id], 4 }
			     : column_name(t->columns, facets[f].column, id),
			id,
			from->v[id],
		};
	}
	if (!year)
		qsort(to, k, sizeof *to, most_first);
	*v = to;
	*n = k;
	if (none != NULL)
		*none = from->none;
}

/* ---- dates --------------------------------------------------------------- */

static bool is_of(const struct tally_cell *c, uint32_t value)
{
	return c->used != 0 && (value == TALLY_ALL || c->value == value);
}

void tally_dates(const struct tally *t, uint32_t value, struct tally_dates *d)
{
	*d = (struct tally_dates){ .first = INT32_MAX, .last = INT32_MIN };
	for (size_t i = 0; i < t->cap_cell; i++) {
		const struct tally_cell *c = &t->cell[i];

		if (!is_of(c, value))
			continue;
		if (c->precision == INSTANT_NONE) {
			add_count(&d->undated, &c->n);
			continue;
		}
		add_count(c->precision == INSTANT_YEAR    ? &d->year
		          : c->precision == INSTANT_MONTH ? &d->month
		                                          : &d->day,
		          &c->n);
		d->first = c->day < d->first ? c->day : d->first;
		d->last = c->day > d->last ? c->day : d->last;
	}
}

static bool is_known(const struct tally_cell *c, enum period p)
{
	if (p == PERIOD_YEAR)
		return c->precision >= INSTANT_YEAR;
	return c->precision >=
	       (p == PERIOD_MONTH ? INSTANT_MONTH : INSTANT_DAY);
}

void tally_line(const struct tally *t, uint32_t value, enum period p,
                int32_t first, int32_t last, struct tally_point **v, size_t *n)
{
	size_t size = period_count(p, first, last);
	struct tally_point *to = nx_zalloc(size * sizeof *to);
	int32_t day = period_first(p, first);

	for (size_t i = 0; i < size; i++) {
		to[i].day = day;
		day = period_next(p, day);
	}
	for (size_t i = 0; i < t->cap_cell; i++) {
		const struct tally_cell *c = &t->cell[i];
		/* Not from first on, which may be in the middle of one. */
		size_t at = size > 0 ? period_count(p, to[0].day, c->day) : 0;

		if (is_of(c, value) && is_known(c, p) && at > 0 && at <= size)
			add_count(&to[at - 1].n, &c->n);
	}
	*v = to;
	*n = size;
}
