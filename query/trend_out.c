#include <string.h>

#include "query/csv.h"
#include "query/trend.h"

/* ---- CSV ---------------------------------------------------------------- */

static void put_days(FILE *out, const struct trend *t, size_t i)
{
	char name[PERIOD_TEXT], from[PERIOD_TEXT], to[PERIOD_TEXT];
	int32_t last = period_next(t->by, t->day[i]) - 1;

	fprintf(out, "%s,%s,%s", period_text(t->by, t->day[i], name),
	        period_text(PERIOD_DAY, t->day[i], from),
	        period_text(PERIOD_DAY, last, to));
}

static void put_share(FILE *out, const struct trend_point *p)
{
	double share;

	fputc(',', out);
	if (trend_share(p->n.articles, p->of, &share))
		fprintf(out, "%.6g", share);
}

static void put_number(FILE *out, uint64_t n)
{
	fprintf(out, ",%llu", (unsigned long long)n);
}

/* Name and what it is of: "ferry share". */
static void put_column(FILE *out, const struct trend_series *s,
                       const char *what)
{
	struct buf b = BUF_INIT;

	buf_set(&b, s->name, s->len);
	buf_adds(&b, what);
	fputc(',', out);
	csv_tidy(out, b.p, b.len);
	buf_release(&b);
}

static void put_wide_head(FILE *out, const struct trend *t)
{
	bool own = t->split != FACET_NONE;

	fputs("period,from,to", out);
	if (!own)
		fputs(",all", out);
	if (!own && t->n_series == 1) {
		fprintf(out, ",articles%s,share" CSV_END,
		        t->hits ? ",hits" : "");
		return;
	}
	for (size_t k = 0; k < t->n_series; k++) {
		put_column(out, &t->series[k], "");
		if (t->hits)
			put_column(out, &t->series[k], " hits");
		if (own)
			put_column(out, &t->series[k], " all");
		put_column(out, &t->series[k], " share");
	}
	fputs(CSV_END, out);
}

static void put_wide(FILE *out, const struct trend *t)
{
	put_wide_head(out, t);
	for (size_t i = 0; i < t->n; i++) {
		put_days(out, t, i);
		if (t->split == FACET_NONE)
			put_number(out, t->series[0].point[i].of);
		for (size_t k = 0; k < t->n_series; k++) {
			const struct trend_point *p = &t->series[k].point[i];

			put_number(out, p->n.articles);
			if (t->hits)
				put_number(out, p->n.hits);
			if (t->split != FACET_NONE)
				put_number(out, p->of);
			put_share(out, p);
		}
		fputs(CSV_END, out);
	}
}

static void put_row(FILE *out, const struct trend *t,
                    const struct trend_series *s, size_t i)
{
	const char *query = s->kind == TREND_QUERY ? s->name : t->query;

	csv_tidy(out, query, strlen(query));
	if (t->split != FACET_NONE) {
		fputc(',', out);
		csv_tidy(out, s->name, s->len);
	}
	fputc(',', out);
	put_days(out, t, i);
	put_number(out, s->point[i].n.articles);
	if (t->hits)
		put_number(out, s->point[i].n.hits);
	put_number(out, s->point[i].of);
	put_share(out, &s->point[i]);
	fputs(CSV_END, out);
}

void trend_csv(FILE *out, const struct trend *t, bool rows)
{
	if (!rows) {
		put_wide(out, t);
		return;
	}
	fputs("query", out);
	if (t->split != FACET_NONE)
		fprintf(out, ",%s", facet_name(t->split));
	fprintf(out, ",period,from,to,articles%s,all,share" CSV_END,
	        t->hits ? ",hits" : "");
	for (size_t k = 0; k < t->n_series; k++)
		for (size_t i = 0; i < t->n; i++)
			put_row(out, t, &t->series[k], i);
}

/* ---- JSON --------------------------------------------------------------- */

static void json_count(struct json *j, const struct trend *t,
                       const struct count *n)
{
	json_num(j, "articles", n->articles);
	if (t->hits)
		json_num(j, "hits", n->hits);
}

static void json_rest(struct json *j, const struct trend_rest *r)
{
	json_num(j, "undated", r->undated.articles);
	json_num(j, "less_known", r->coarse.articles);
	json_num(j, "outside", r->outside.articles);
}

static void json_point(struct json *j, const struct trend *t, size_t i,
                       const struct trend_point *p)
{
	char text[PERIOD_TEXT];
	double share;

	json_open(j, NULL, '{');
	json_text(j, "period", period_text(t->by, t->day[i], text));
	json_text(j, "from", period_text(PERIOD_DAY, t->day[i], text));
	json_text(j, "to",
	          period_text(PERIOD_DAY, period_next(t->by, t->day[i]) - 1,
	                      text));
	json_count(j, t, &p->n);
	json_num(j, "all", p->of);
	if (trend_share(p->n.articles, p->of, &share))
		json_real(j, "share", share);
	json_close(j);
}

static void json_series(struct json *j, const struct trend *t,
                        const struct trend_series *s)
{
	json_open(j, NULL, '{');
	if (s->kind == TREND_QUERY)
		json_str(j, "query", s->name, s->len);
	else if (s->kind == TREND_VALUE)
		json_str(j, "value", s->name, s->len);
	else
		json_bool(j, s->kind == TREND_NONE ? "without" : "others",
		          true);
	json_count(j, t, &s->total);
	json_rest(j, &s->rest);
	json_open(j, "points", '[');
	for (size_t i = 0; i < t->n; i++)
		json_point(j, t, i, &s->point[i]);
	json_close(j);
	json_close(j);
}

void trend_json(FILE *out, const struct trend *t)
{
	struct json j;

	json_begin(&j, out);
	json_num(&j, "format_version", RESULT_FORMAT);
	json_text(&j, "by", period_name(t->by));
	if (t->split != FACET_NONE) {
		json_text(&j, "query", t->query);
		json_count(&j, t, &t->total);
		json_text(&j, "split", facet_name(t->split));
		json_num(&j, "different", t->values);
	}
	json_open(&j, "all", '{');
	json_num(&j, "articles", t->articles);
	json_rest(&j, &t->all);
	json_close(&j);
	json_open(&j, "series", '[');
	for (size_t k = 0; k < t->n_series; k++)
		json_series(&j, t, &t->series[k]);
	json_end(&j);
}
