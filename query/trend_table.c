#include <string.h>

#include "lib/base/mem.h"
#include "lib/base/progress.h"
#include "query/plot.h"
#include "query/text.h"
#include "query/trend.h"

/* Columns of a line where there is no terminal; of a bar, at least and at most;
 * between two columns. */
#define WIDTH 80
#define BAR_LEAST 6
#define BAR_MOST 50
#define GAP 2

#define BOLD "\033[1m"
#define BAR "\033[36m"

struct table {
	FILE *out;
	const struct trend *t;
	enum trend_measure bars;
	bool color;
	unsigned period, articles, hits, of, share; /* columns of each */
	unsigned bar;                               /* 0: none */
	bool own;          /* each series has its own numbers of all articles */
	double most;       /* what the longest bar is of */
	double most_share; /* for decimals */
	struct buf b;
};

/* ---- measures ----------------------------------------------------------- */

static double measure(const struct table *b, const struct trend_point *p)
{
	double share;

	if (b->bars == TREND_HITS)
		return (double)p->n.hits;
	if (b->bars == TREND_ARTICLES)
		return (double)p->n.articles;
	(void)trend_share(p->n.articles, p->of, &share);
	return share;
}

/* Beside all others together nothing else would be seen. */
static bool has_bar(const struct trend_series *s)
{
	return s->kind != TREND_OTHERS;
}

static void widen(unsigned *width, uint64_t n)
{
	char text[PROGRESS_TEXT];
	unsigned len = (unsigned)strlen(text_count(n, text));

	*width = len > *width ? len : *width;
}

static void measure_all(struct table *b)
{
	const struct trend *t = b->t;
	char text[PERIOD_TEXT];

	b->period = (unsigned)strlen("total");
	b->articles = (unsigned)strlen("articles");
	b->hits = t->hits ? (unsigned)strlen("hits") : 0;
	b->of = (unsigned)strlen("of all");
	b->share = (unsigned)strlen("100.0%");
	if (t->n > 0) {
		size_t len = strlen(period_text(t->by, t->day[0], text));

		b->period = len > b->period ? (unsigned)len : b->period;
	}
	for (size_t k = 0; k < t->n_series; k++) {
		const struct trend_series *s = &t->series[k];

		widen(&b->articles, s->total.articles);
		widen(&b->of, s->of);
		if (t->hits)
			widen(&b->hits, s->total.hits);
		for (size_t i = 0; i < t->n; i++) {
			double m = measure(b, &s->point[i]), share;

			if (has_bar(s) && m > b->most)
				b->most = m;
			(void)trend_share(s->point[i].n.articles,
			                  s->point[i].of, &share);
			if (share > b->most_share)
				b->most_share = share;
		}
	}
}

/* Columns of a series with no bar. */
static unsigned series_width(const struct table *b)
{
	return GAP + b->articles + (b->hits > 0 ? GAP + b->hits : 0) +
	       (b->own ? GAP + b->of : 0) + GAP + b->share;
}

/* How many series stand beside each other; sets the width of bars, which are
 * only where that leaves room. */
static size_t series_beside(struct table *b, unsigned width)
{
	unsigned base = b->period + (b->own ? 0 : GAP + b->of);
	unsigned each = series_width(b);
	size_t n = b->t->n_series, fit, tables;

	width = width > base ? width - base : 0;
	fit = width / each;
	fit = fit < 1 ? 1 : fit > n ? n : fit;
	/* As many in each table, so that none has one only. */
	tables = (n + fit - 1) / fit;
	fit = (n + tables - 1) / tables;
	b->bar = 0;
	if (width >= fit * (each + GAP + BAR_LEAST))
		b->bar = (unsigned)(width / fit) - each - GAP;
	b->bar = b->bar > BAR_MOST ? BAR_MOST : b->bar;
	return fit;
}

/* ---- printing ----------------------------------------------------------- */

static void put_number(struct table *b, uint64_t n, unsigned width)
{
	char text[PROGRESS_TEXT];

	buf_addf(&b->b, "%*s%*s", GAP, "", (int)width, text_count(n, text));
}

static void put_share(struct table *b, uint64_t articles, uint64_t of)
{
	char text[SCALE_TEXT] = "";
	double share;

	if (trend_share(articles, of, &share))
		(void)percent_text(share, b->most_share, text);
	buf_addf(&b->b, "%*s%*s", GAP, "", (int)b->share, text);
}

static void put_bar(struct table *b, const struct trend_series *s, size_t i)
{
	double m = measure(b, &s->point[i]);
	size_t n = 0;

	if (b->bar == 0)
		return;
	buf_addf(&b->b, "%*s", GAP, "");
	if (m > 0 && has_bar(s)) {
		buf_adds(&b->b, b->color ? BAR : "");
		n = bar_add(&b->b, m / b->most, b->bar);
		buf_adds(&b->b, b->color ? LOOK_PLAIN : "");
	}
	buf_addf(&b->b, "%*s", (int)(b->bar - n), "");
}

static void put_counts(struct table *b, const struct count *n, uint64_t of)
{
	put_number(b, n->articles, b->articles);
	if (b->hits > 0)
		put_number(b, n->hits, b->hits);
	if (b->own)
		put_number(b, of, b->of);
	put_share(b, n->articles, of);
}

/* What was gathered, without blanks at its end. */
static void end_line(struct table *b)
{
	size_t len = b->b.len;

	while (len > 0 && b->b.p[len - 1] == ' ')
		len--;
	fwrite(buf_str(&b->b), 1, len, b->out);
	fputc('\n', b->out);
	buf_clear(&b->b);
}

static void begin_bold(struct table *b)
{
	buf_adds(&b->b, b->color ? BOLD : "");
}

static void end_bold(struct table *b)
{
	while (b->b.len > 0 && b->b.p[b->b.len - 1] == ' ')
		buf_cut(&b->b, b->b.len - 1);
	buf_adds(&b->b, b->color ? LOOK_PLAIN : "");
	end_line(b);
}

/* The names of the series above their numbers. */
static void put_names(struct table *b, size_t from, size_t to)
{
	unsigned width = series_width(b) + (b->bar > 0 ? GAP + b->bar : 0);
	struct buf name = BUF_INIT;

	begin_bold(b);
	buf_addf(&b->b, "%*s", (int)(b->period + (b->own ? 0 : GAP + b->of)),
	         "");
	for (size_t k = from; k < to; k++) {
		size_t room = width - GAP, cut;

		trend_name(b->t, &b->t->series[k], &name);
		cut = text_behind(name.p, name.len, 0, room);
		if (cut < name.len) {
			buf_cut(&name,
			        text_behind(name.p, name.len, 0, room - 1));
			buf_adds(&name, "…");
		}
		buf_addf(&b->b, "%*s%s%*s", GAP, "", name.p,
		         (int)(room - text_columns(name.p, name.len)), "");
	}
	end_bold(b);
	buf_release(&name);
}

static void put_head(struct table *b, size_t from, size_t to)
{
	if (b->t->n_series > 1)
		put_names(b, from, to);
	begin_bold(b);
	buf_addf(&b->b, "%-*s", (int)b->period, period_name(b->t->by));
	if (!b->own)
		buf_addf(&b->b, "%*s%*s", GAP, "", (int)b->of, "of all");
	for (size_t k = from; k < to; k++) {
		buf_addf(&b->b, "%*s%*s", GAP, "", (int)b->articles,
		         "articles");
		if (b->hits > 0)
			buf_addf(&b->b, "%*s%*s", GAP, "", (int)b->hits,
			         "hits");
		if (b->own)
			buf_addf(&b->b, "%*s%*s", GAP, "", (int)b->of,
			         "of all");
		buf_addf(&b->b, "%*s%*s", GAP, "", (int)b->share, "share");
		if (b->bar > 0 && b->t->n_series > 1)
			buf_addf(&b->b, "%*s", (int)(GAP + b->bar), "");
	}
	end_bold(b);
}

static void put_totals(struct table *b, size_t from, size_t to)
{
	const struct trend *t = b->t;

	begin_bold(b);
	buf_addf(&b->b, "%-*s", (int)b->period, "total");
	if (!b->own)
		put_number(b, t->series[0].of, b->of);
	for (size_t k = from; k < to; k++) {
		const struct trend_series *s = &t->series[k];
		struct count n = { 0, 0 };

		for (size_t i = 0; i < t->n; i++) {
			n.articles += s->point[i].n.articles;
			n.hits += s->point[i].n.hits;
		}
		put_counts(b, &n, s->of);
		if (b->bar > 0)
			buf_addf(&b->b, "%*s", (int)(GAP + b->bar), "");
	}
	end_bold(b);
}

static void put_series(struct table *b, size_t from, size_t to)
{
	const struct trend *t = b->t;
	char text[PERIOD_TEXT];

	put_head(b, from, to);
	for (size_t i = 0; i < t->n; i++) {
		buf_addf(&b->b, "%-*s", (int)b->period,
		         period_text(t->by, t->day[i], text));
		if (!b->own)
			put_number(b, t->series[0].point[i].of, b->of);
		for (size_t k = from; k < to; k++) {
			const struct trend_point *p = &t->series[k].point[i];

			put_counts(b, &p->n, p->of);
			put_bar(b, &t->series[k], i);
		}
		end_line(b);
	}
	put_totals(b, from, to);
}

static void put_total(FILE *out, const struct trend *t)
{
	char n[PROGRESS_TEXT], all[PROGRESS_TEXT];

	fprintf(out, "%s of %s article%s", text_count(t->total.articles, n),
	        text_count(t->articles, all), t->articles == 1 ? "" : "s");
	if (t->hits)
		fprintf(out, ", with %s hit%s", text_count(t->total.hits, n),
		        t->total.hits == 1 ? "" : "s");
	if (t->split != FACET_NONE)
		fprintf(out, ", %s %s%s", text_count(t->values, n),
		        facet_name(t->split), t->values == 1 ? "" : "s");
	fputs(".\n", out);
}

static void put_notes(FILE *out, const struct trend *t, unsigned width)
{
	struct buf note[TREND_NOTES] = { BUF_INIT, BUF_INIT, BUF_INIT,
		                         BUF_INIT };
	size_t n = trend_notes(t, note);
	static const char lead[] = "Not in the table: ";

	for (size_t i = 0; i < n; i++) {
		struct flow f;

		flow_begin(&f, out, width, 0, 0);
		if (i == 0)
			flow_text(&f, lead, strlen(lead));
		flow_text(&f, note[i].p, note[i].len);
		flow_end(&f);
		fputc('\n', out);
	}
	for (size_t i = 0; i < TREND_NOTES; i++)
		buf_release(&note[i]);
}

void trend_table(FILE *out, const struct trend *t, enum trend_measure bars,
                 const struct look *look)
{
	struct table b = { .out = out,
		           .t = t,
		           .bars = bars,
		           .color = look->color,
		           .own = t->split != FACET_NONE,
		           .b = BUF_INIT };
	size_t beside;

	measure_all(&b);
	beside = series_beside(&b, look->width > 0 ? look->width : WIDTH);
	for (size_t from = 0; t->n > 0 && from < t->n_series; from += beside) {
		size_t to = from + beside;

		put_series(&b, from, to < t->n_series ? to : t->n_series);
		fputc('\n', out);
	}
	if (t->split != FACET_NONE || t->n_series == 1)
		put_total(out, t);
	put_notes(out, t, look->width);
	buf_release(&b.b);
}
