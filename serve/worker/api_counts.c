#include <stdlib.h>
#include <string.h>

#include "lib/base/limits.h"
#include "query/output.h"
#include "serve/worker/facets.h"

/* Values of a facet, unless limit says how many. */
#define VALUES 50

/* Periods of a line: days of sixty years. */
#define POINTS_MOST 22000

static const struct order orders[] = {
	{ "index", NULL, SORT_INDEX, 0 },
	{ NULL, NULL, SORT_INDEX, 0 },
};

/* ---- counting ---------------------------------------------------------- */

static enum nx_status count(struct tally *t, struct worker *w, struct ask *a,
                            const struct tally_options *o, struct nx_err *err)
{
	struct search s;
	enum nx_status st = ask_open(a, &s, w->x, worker_rest(w), err);

	if (st != NX_OK)
		return st;
	st = tally_run(t, &s, o, err);
	search_close(&s);
	return st;
}

static void begin(struct json *j, FILE *out, const struct ask *a,
                  const struct tally *t)
{
	json_begin(j, out);
	json_num(j, "format_version", RESULT_FORMAT);
	json_text(j, "query", a->q);
	json_num(j, "total", t->all.articles);
}

/* ---- facets ------------------------------------------------------------ */

static const char *const facet_others[] = { "facets", NULL };
static const struct ask_form facet_form = {
	.page = "",
	.orders = orders,
	.usual = VALUES,
	.others = facet_others,
};

/* Those that "source,author" names; NULL: all. */
static enum nx_status read_facets(const char *s, unsigned *out,
                                  struct nx_err *err)
{
	*out = s == NULL ? FACETS_ALL : 0;
	while (s != NULL) {
		size_t len = strcspn(s, ",");
		enum facet f;

		if (!facet_named(s, len, &f))
			return nx_fail(err, NX_USAGE,
			               "the parameter facets names one that "
			               "is none: %.*s",
			               (int)(len < 60 ? len : 60), s);
		*out |= FACET_BIT(f);
		s = s[len] == ',' ? s + len + 1 : NULL;
	}
	return NX_OK;
}

static void put_facet(struct json *j, const struct tally *t, enum facet f,
                      const struct ask *a)
{
	struct tally_value *v;
	struct count none;
	size_t n;

	tally_values(t, f, &v, &n, &none);
	json_open(j, NULL, '{');
	json_text(j, "name", facet_name(f));
	json_num(j, "different", n);
	json_num(j, "without", none.articles);
	json_open(j, "values", '[');
	for (size_t i = a->first; i < n && i - a->first < a->max; i++) {
		json_open(j, NULL, '{');
		json_str(j, "value", v[i].name.p, v[i].name.len);
		json_num(j, "articles", v[i].n.articles);
		json_close(j);
	}
	json_close(j);
	json_close(j);
	free(v);
}

enum nx_status api_facets(struct worker *w, struct answer *a,
                          const struct target *t, struct nx_err *err)
{
	struct tally_options o = { .split = FACET_NONE };
	struct tally tally;
	struct ask ask;
	struct json j;
	enum nx_status st = ask_read(&ask, t, &facet_form, err);

	if (st == NX_OK)
		st = read_facets(target_get(t, "facets"), &o.facets, err);
	if (st == NX_OK)
		st = count(&tally, w, &ask, &o, err);
	if (st == NX_OK) {
		begin(&j, a->out, &ask, &tally);
		json_open(&j, "facets", '[');
		for (int f = 0; f < FACETS; f++)
			if ((o.facets & FACET_BIT(f)) != 0)
				put_facet(&j, &tally, (enum facet)f, &ask);
		json_end(&j);
		tally_release(&tally);
	}
	ask_release(&ask);
	return st;
}

/* ---- dates ------------------------------------------------------------- */

static const char *const timeline_others[] = { "by", NULL };
static const struct ask_form timeline_form = {
	.page = "",
	.orders = orders,
	.usual = 0,
	.others = timeline_others,
};

static enum nx_status put_line(struct json *j, const struct tally *t,
                               enum period p, const struct tally_dates *d,
                               struct nx_err *err)
{
	struct tally_point *v;
	size_t n;

	if (period_count(p, d->first, d->last) > POINTS_MOST)
		return nx_fail(err, NX_BOUND,
		               "there are too many %ss: ask by longer periods",
		               period_name(p));
	tally_line(t, TALLY_ALL, p, d->first, d->last, &v, &n);
	for (size_t i = 0; i < n; i++) {
		char name[PERIOD_TEXT], from[PERIOD_DATE], to[PERIOD_DATE];

		period_range(p, v[i].day, from, to);
		json_open(j, NULL, '{');
		json_text(j, "period", period_text(p, v[i].day, name));
		json_text(j, "from", from);
		json_text(j, "to", to);
		json_num(j, "articles", v[i].n.articles);
		json_close(j);
	}
	free(v);
	return NX_OK;
}

static enum nx_status put_timeline(struct json *j, const struct tally *t,
                                   const char *by, struct nx_err *err)
{
	enum nx_status st = NX_OK;
	struct tally_dates d;
	enum period p = PERIOD_DAY;
	uint64_t coarse = 0;

	tally_dates(t, TALLY_ALL, &d);
	if (by != NULL)
		(void)period_named(by, &p);
	else if (d.first <= d.last)
		p = period_fit(d.first, d.last);
	if (p != PERIOD_YEAR)
		coarse += d.year.articles;
	if (p < PERIOD_MONTH)
		coarse += d.month.articles;
	json_text(j, "by", period_name(p));
	json_num(j, "undated", d.undated.articles);
	json_num(j, "less_known", coarse);
	json_open(j, "points", '[');
	if (d.first <= d.last)
		st = put_line(j, t, p, &d, err);
	json_close(j);
	return st;
}

enum nx_status api_timeline(struct worker *w, struct answer *a,
                            const struct target *t, struct nx_err *err)
{
	const struct tally_options o = { .dates = true, .split = FACET_NONE };
	const char *by = target_get(t, "by");
	struct tally tally;
	enum period p;
	struct ask ask;
	struct json j;
	enum nx_status st = ask_read(&ask, t, &timeline_form, err);

	if (st == NX_OK && by != NULL && !period_named(by, &p))
		st = nx_fail(err, NX_USAGE,
		             "the parameter by is day, week, month or year");
	if (st == NX_OK)
		st = count(&tally, w, &ask, &o, err);
	if (st == NX_OK) {
		begin(&j, a->out, &ask, &tally);
		st = put_timeline(&j, &tally, by, err);
		json_end(&j);
		tally_release(&tally);
	}
	ask_release(&ask);
	return st;
}
