#include "query/trend.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/base/progress.h"
#include "query/text.h"

/* What is counted, before it is put into periods. */
struct making {
	struct trend *t;
	struct index *x;
	const struct trend_options *o;
	struct columns *columns;
	struct tally *found; /* of each question */
	size_t n_found;
	struct tally all; /* of the index */
	int32_t first, last;
};

/* ---- asking ------------------------------------------------------------ */

static enum nx_status count_found(struct making *m, const char *text,
                                  struct tally *t, struct nx_err *err)
{
	const struct tally_options o = {
		.dates = true,
		.facets =
			m->o->split == FACET_NONE ? 0 : FACET_BIT(m->o->split),
		.split = m->o->split,
		.hits = m->o->hits,
		.columns = m->columns,
	};
	struct search s;
	enum nx_status st;

	watch_begin(m->o->search.timeout);
	st = search_open(&s, m->x, text, &m->o->search, err);
	if (st != NX_OK)
		return st;
	st = tally_run(t, &s, &o, err);
	search_close(&s);
	watch_pause();
	return st;
}

static enum nx_status count_all(struct making *m, struct nx_err *err)
{
	const struct tally_options o = {
		.dates = true,
		.split = m->o->split,
		.columns = m->columns,
	};

	return tally_index(&m->all, m->x, NULL, &o, err);
}

static enum nx_status count_each(struct making *m, struct nx_err *err)
{
	enum nx_status st = NX_OK;
	char which[64];

	m->found = nx_zalloc(m->o->n_query * sizeof *m->found);
	for (size_t i = 0; st == NX_OK && i < m->o->n_query; i++) {
		st = count_found(m, m->o->query[i], &m->found[i], err);
		if (st == NX_OK)
			m->n_found++;
		if (st == NX_OK || m->o->n_query == 1)
			continue;
		(void)snprintf(which, sizeof which, "query %zu", i + 1);
		st = nx_fail_in(err, st, which);
	}
	return st;
}

/* ---- periods ----------------------------------------------------------- */

/* The days that are shown; none: first > last. */
static void find_range(struct making *m)
{
	m->first = INT32_MAX;
	m->last = INT32_MIN;
	for (size_t i = 0; i < m->n_found; i++) {
		struct tally_dates d;

		tally_dates(&m->found[i], TALLY_ALL, &d);
		m->first = d.first < m->first ? d.first : m->first;
		m->last = d.last > m->last ? d.last : m->last;
	}
	if (m->first > m->last && m->o->since != NULL && m->o->until != NULL)
		m->first = m->last = *m->o->since;
	if (m->first > m->last)
		return;
	if (m->o->since != NULL)
		m->first = *m->o->since;
	if (m->o->until != NULL)
		m->last = *m->o->until;
}

static enum nx_status set_periods(struct making *m, struct nx_err *err)
{
	struct trend *t = m->t;
	int32_t day;

	find_range(m);
	t->by = m->o->by != NULL      ? *m->o->by
	        : m->first <= m->last ? period_fit(m->first, m->last)
	                              : PERIOD_DAY;
	if (m->first > m->last)
		return NX_OK;
	t->n = period_count(t->by, m->first, m->last);
	if (t->n > TREND_POINTS)
		return nx_fail(err, NX_BOUND,
		               "there are too many %ss: count by longer "
		               "periods (--by), or some of them (--since, "
		               "--until)",
		               period_name(t->by));
	t->day = nx_alloc(t->n * sizeof *t->day);
	day = period_first(t->by, m->first);
	for (size_t i = 0; i < t->n; i++) {
		t->day[i] = day;
		day = period_next(t->by, day);
	}
	t->end = day;
	return NX_OK;
}

static void add(struct count *to, const struct count *n)
{
	to->articles += n->articles;
	to->hits += n->hits;
}

static void take(struct count *from, const struct count *n)
{
	from->articles -= n->articles;
	from->hits -= n->hits;
}

/* Set point[i].n to the counts of one line, and *rest to what is in none. */
static void count_line(const struct making *m, const struct tally *tally,
                       uint32_t value, struct trend_point *point,
                       struct trend_rest *rest)
{
	const struct trend *t = m->t;
	struct tally_point *v = NULL;
	struct tally_dates d;
	size_t n = 0;

	tally_dates(tally, value, &d);
	*rest = (struct trend_rest){ .undated = d.undated };
	if (t->by != PERIOD_YEAR)
		add(&rest->coarse, &d.year);
	if (t->by < PERIOD_MONTH)
		add(&rest->coarse, &d.month);
	add(&rest->outside, &d.day);
	add(&rest->outside, &d.month);
	add(&rest->outside, &d.year);
	take(&rest->outside, &rest->coarse);
	if (t->n > 0)
		tally_line(tally, value, t->by, m->first, m->last, &v, &n);
	for (size_t i = 0; i < n; i++) {
		point[i].n = v[i].n;
		take(&rest->outside, &v[i].n);
	}
	free(v);
}

static void count_total(struct trend_series *s, size_t n)
{
	s->total = s->rest.undated;
	add(&s->total, &s->rest.coarse);
	add(&s->total, &s->rest.outside);
	s->of = 0;
	for (size_t i = 0; i < n; i++) {
		add(&s->total, &s->point[i].n);
		s->of += s->point[i].of;
	}
}

/* ---- series ------------------------------------------------------------ */

/* The next series, of one line of the tallies; name may be NULL. */
static void add_series(struct making *m, enum trend_kind kind,
                       const struct tally *found, uint32_t value,
                       struct slice name)
{
	struct trend *t = m->t;
	struct trend_series *s = &t->series[t->n_series++];
	struct trend_point *all = nx_zalloc((t->n + 1) * sizeof *all);
	struct trend_rest none;

	*s = (struct trend_series){ .kind = kind,
		                    .name = nx_strndup(name.p, name.len),
		                    .len = name.len };
	s->point = nx_zalloc((t->n + 1) * sizeof *s->point);
	count_line(m, found, value, s->point, &s->rest);
	count_line(m, &m->all, value, all, &none);
	for (size_t i = 0; i < t->n; i++)
		s->point[i].of = all[i].n.articles;
	count_total(s, t->n);
	free(all);
}

static void take_rest(struct trend_rest *from, const struct trend_rest *r)
{
	take(&from->undated, &r->undated);
	take(&from->coarse, &r->coarse);
	take(&from->outside, &r->outside);
}

/* What is in none of the series before it. */
static void add_others(struct making *m)
{
	static const char name[] = "others";
	struct trend *t = m->t;
	size_t before = t->n_series;
	struct trend_series *s = &t->series[before];

	add_series(m, TREND_OTHERS, &m->found[0], TALLY_ALL,
	           (struct slice){ name, strlen(name) });
	for (size_t k = 0; k < before; k++) {
		const struct trend_series *v = &t->series[k];

		take_rest(&s->rest, &v->rest);
		for (size_t i = 0; i < t->n; i++) {
			take(&s->point[i].n, &v->point[i].n);
			s->point[i].of -= v->point[i].of;
		}
	}
	count_total(s, t->n);
}

static void split_series(struct making *m)
{
	static const char unknown[] = "not known";
	struct trend *t = m->t;
	struct tally_value *v;
	struct count none;
	size_t n;

	tally_values(&m->found[0], m->o->split, &v, &n, &none);
	t->values = n;
	t->series = nx_zalloc((m->o->top + 2) * sizeof *t->series);
	for (size_t i = 0; i < n && i < m->o->top; i++)
		add_series(m, TREND_VALUE, &m->found[0], v[i].id, v[i].name);
	if (none.articles > 0)
		add_series(m, TREND_NONE, &m->found[0], TALLY_NO_VALUE,
		           (struct slice){ unknown, strlen(unknown) });
	if (n > m->o->top)
		add_others(m);
	free(v);
}

static void query_series(struct making *m)
{
	m->t->series = nx_zalloc(m->n_found * sizeof *m->t->series);
	for (size_t i = 0; i < m->n_found; i++) {
		const char *q = m->o->query[i];

		add_series(m, TREND_QUERY, &m->found[i], TALLY_ALL,
		           (struct slice){ q, strlen(q) });
	}
}

static void make_series(struct making *m)
{
	struct trend *t = m->t;
	struct trend_point *p = nx_zalloc((t->n + 1) * sizeof *p);

	if (m->o->split == FACET_NONE)
		query_series(m);
	else
		split_series(m);
	t->split = m->o->split;
	t->hits = m->o->hits;
	t->query = m->o->query[0];
	t->total = m->found[0].all;
	t->articles = m->all.all.articles;
	count_line(m, &m->all, TALLY_ALL, p, &t->all);
	free(p);
}

enum nx_status trend_make(struct trend *t, struct index *x,
                          const struct trend_options *o, struct nx_err *err)
{
	struct making m = { .t = t, .x = x, .o = o };
	enum nx_status st;

	memset(t, 0, sizeof *t);
	m.columns = columns_open(x);
	st = count_each(&m, err);
	if (st == NX_OK)
		st = count_all(&m, err);
	if (st == NX_OK)
		st = set_periods(&m, err);
	if (st == NX_OK)
		make_series(&m);
	else
		trend_release(t);
	for (size_t i = 0; i < m.n_found; i++)
		tally_release(&m.found[i]);
	free(m.found);
	tally_release(&m.all);
	columns_close(m.columns);
	return st;
}

void trend_release(struct trend *t)
{
	for (size_t i = 0; i < t->n_series; i++) {
		free(t->series[i].name);
		free(t->series[i].point);
	}
	free(t->series);
	free(t->day);
	memset(t, 0, sizeof *t);
}

bool trend_some(const struct trend *t)
{
	for (size_t i = 0; i < t->n_series; i++)
		if (t->series[i].total.articles > 0)
			return true;
	return false;
}

bool trend_share(uint64_t articles, uint64_t of, double *share)
{
	*share = of > 0 ? (double)articles / (double)of : 0;
	return of > 0;
}

/* ---- in words ---------------------------------------------------------- */

void trend_name(const struct trend *t, const struct trend_series *s,
                struct buf *out)
{
	const struct language *l = NULL;
	bool space = true;

	buf_clear(out);
	if (s->kind == TREND_VALUE && t->split == FACET_LANGUAGE)
		l = language_find(s->name, s->len);
	if (l != NULL)
		buf_adds(out, l->name);
	else
		text_tidy(out, s->name, s->len, &space);
	if (out->len == 0)
		buf_adds(out, s->kind == TREND_QUERY ? "all articles" : " ");
}

/* What a note says of each question, unless there is one only. */
static void note(const struct trend *t, struct buf *out, const char *behind,
                 uint64_t (*get)(const struct trend_series *s))
{
	char n[PROGRESS_TEXT];
	struct buf name = BUF_INIT;
	bool named = t->split == FACET_NONE && t->n_series > 1;
	uint64_t sum = 0;

	buf_clear(out);
	for (size_t i = 0; i < t->n_series; i++)
		sum += get(&t->series[i]);
	if (!named && sum > 0)
		buf_addf(out, "%s article%s %s.", text_count(sum, n),
		         sum == 1 ? "" : "s", behind);
	for (size_t i = 0; named && i < t->n_series; i++) {
		uint64_t v = get(&t->series[i]);

		if (v == 0)
			continue;
		trend_name(t, &t->series[i], &name);
		buf_addf(out, "%s%s article%s of '%s'",
		         out->len > 0 ? ", " : "", text_count(v, n),
		         v == 1 ? "" : "s", name.p);
	}
	if (named && out->len > 0)
		buf_addf(out, " %s.", behind);
	buf_release(&name);
}

static uint64_t undated(const struct trend_series *s)
{
	return s->rest.undated.articles;
}

static uint64_t coarse(const struct trend_series *s)
{
	return s->rest.coarse.articles;
}

static uint64_t outside(const struct trend_series *s)
{
	return s->rest.outside.articles;
}

size_t trend_notes(const struct trend *t, struct buf out[TREND_NOTES])
{
	char from[PERIOD_TEXT], to[PERIOD_TEXT], text[4 * PERIOD_TEXT];
	size_t n = 0;

	(void)snprintf(text, sizeof text, "of which the %s is not known",
	               period_name(t->by == PERIOD_WEEK ? PERIOD_DAY : t->by));
	note(t, &out[n], text, coarse);
	n += out[n].len > 0;
	note(t, &out[n], "without a date", undated);
	n += out[n].len > 0;
	if (t->n > 0)
		(void)snprintf(text, sizeof text, "before %s or after %s",
		               period_text(t->by, t->day[0], from),
		               period_text(t->by, t->day[t->n - 1], to));
	note(t, &out[n], t->n > 0 ? text : "in no period", outside);
	n += out[n].len > 0;
	return n;
}
