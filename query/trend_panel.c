#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/base/progress.h"
#include "query/trend_draw.h"

#define LABEL_GAP 15.0 /* between the labels of two lines */

/* Points that are marked by a dot, and columns that tell what they are of. */
#define DOTS_MOST 80
#define TOLD_MOST 5000

static double middle_of(const struct drawing *d, size_t i)
{
	return (draw_x(d, d->t->day[i]) + draw_x(d, draw_end(d->t, i))) / 2;
}

/* False: there is nothing to draw. */
static bool value_of(const struct panel *p, const struct trend_point *at,
                     double *v)
{
	*v = (double)at->n.articles;
	return !p->share || trend_share(at->n.articles, at->of, v);
}

static double y_of(const struct panel *p, double v)
{
	double whole = p->scale.step * p->scale.n;

	return p->top + p->height - p->height * v / whole;
}

/* Whether the series has a line in the panel. */
static bool is_drawn(const struct drawing *d, const struct panel *p, size_t k)
{
	return p->share || !d->hide_others ||
	       d->t->series[k].kind != TREND_OTHERS;
}

/* ---- axes --------------------------------------------------------------- */

static void put_scale(struct drawing *d, const struct panel *p,
                      const char *title)
{
	struct scale percent = p->scale;
	char text[SCALE_TEXT];

	percent.step *= 100;
	draw_text(d, DRAW_LEFT, p->top - 10, "class=\"axis\"", title);
	for (unsigned i = 0; i <= p->scale.n; i++) {
		double y = y_of(p, p->scale.step * i);

		fprintf(d->out,
		        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" "
		        "x2=\"%.1f\" y2=\"%.1f\"/>\n",
		        i == 0 ? "base" : "grid", DRAW_LEFT, y, d->right, y);
		scale_text(p->share ? &percent : &p->scale, i, text);
		fprintf(d->out,
		        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">"
		        "%s%s</text>\n",
		        DRAW_LEFT - 8, y + 4, text, p->share ? "%" : "");
	}
}

/* ---- one series: columns ------------------------------------------------- */

static void put_told(struct drawing *d, size_t i)
{
	const struct trend_point *p = &d->t->series[0].point[i];
	char period[PERIOD_TEXT], n[PROGRESS_TEXT], of[PROGRESS_TEXT];
	char percent[SCALE_TEXT] = "";
	double share;

	if (trend_share(p->n.articles, p->of, &share))
		(void)percent_text(share, d->most_share, percent);
	fprintf(d->out, "<title>%s: %s of %s%s%s</title>",
	        period_text(d->t->by, d->t->day[i], period),
	        text_count(p->n.articles, n), text_count(p->of, of),
	        *percent != '\0' ? ", " : "", percent);
}

static void put_columns(struct drawing *d, const struct panel *p)
{
	const struct trend *t = d->t;
	bool told = t->n <= TOLD_MOST;

	fprintf(d->out, "<g fill=\"%s\">\n", draw_color(t, 0));
	for (size_t i = 0; i < t->n; i++) {
		double from = draw_x(d, t->day[i]);
		double width = draw_x(d, draw_end(t, i)) - from, v;
		double gap = width > 3 ? 0.12 * width : 0;

		if (!value_of(p, &t->series[0].point[i], &v) || !(v > 0))
			continue;
		fprintf(d->out,
		        "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" "
		        "height=\"%.2f\">",
		        from + gap / 2, y_of(p, v), width - gap,
		        p->top + p->height - y_of(p, v));
		if (told)
			put_told(d, i);
		fputs("</rect>\n", d->out);
	}
	fputs("</g>\n", d->out);
}

/* ---- several: lines ------------------------------------------------------ */

static void put_dots(struct drawing *d, const struct panel *p, size_t k)
{
	const struct trend_series *s = &d->t->series[k];

	for (size_t i = 0; i < d->t->n; i++) {
		double v;
		bool before = i > 0 && value_of(p, &s->point[i - 1], &v);
		bool behind =
			i + 1 < d->t->n && value_of(p, &s->point[i + 1], &v);

		/* What no line leads to is seen only so. */
		if (!value_of(p, &s->point[i], &v) ||
		    (d->t->n > DOTS_MOST && (before || behind)))
			continue;
		fprintf(d->out,
		        "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"2.4\" "
		        "fill=\"%s\"/>\n",
		        middle_of(d, i), y_of(p, v), draw_color(d->t, k));
	}
}

static void put_line(struct drawing *d, const struct panel *p, size_t k)
{
	const struct trend_series *s = &d->t->series[k];
	bool on = false;

	fprintf(d->out,
	        "<path fill=\"none\" stroke=\"%s\" stroke-width=\"2\" "
	        "stroke-linejoin=\"round\"%s d=\"",
	        draw_color(d->t, k), draw_dash(d->t, k));
	for (size_t i = 0; i < d->t->n; i++) {
		double v;
		bool has = value_of(p, &s->point[i], &v);

		if (has)
			fprintf(d->out, "%s%.2f %.2f", on ? "L" : "M",
			        middle_of(d, i), y_of(p, v));
		on = has;
	}
	fputs("\"/>\n", d->out);
	put_dots(d, p, k);
}

struct label {
	size_t series;
	double y; /* of its last point, then of its text */
};

static int from_the_top(const void *a, const void *b)
{
	const struct label *x = a, *y = b;

	if (x->y != y->y)
		return x->y < y->y ? -1 : 1;
	return (x->series > y->series) - (x->series < y->series);
}

/* Set l to the series that have a point, with places for their names that do
 * not overlap; returns how many. */
static size_t place_labels(const struct drawing *d, const struct panel *p,
                           struct label *l)
{
	double end = p->top + p->height + LABEL_GAP / 2;
	size_t n = 0;

	for (size_t k = 0; k < d->t->n_series; k++) {
		double v = 0;

		for (size_t i = d->t->n; i-- > 0 && is_drawn(d, p, k);)
			if (value_of(p, &d->t->series[k].point[i], &v)) {
				l[n++] = (struct label){ k, y_of(p, v) };
				break;
			}
	}
	qsort(l, n, sizeof *l, from_the_top);
	for (size_t i = 1; i < n; i++)
		if (l[i].y < l[i - 1].y + LABEL_GAP)
			l[i].y = l[i - 1].y + LABEL_GAP;
	for (size_t i = n; i-- > 0;) {
		double most = i + 1 == n ? end : l[i + 1].y - LABEL_GAP;

		l[i].y = l[i].y > most ? most : l[i].y;
	}
	return n;
}

/* The name of each line where it ends, as long as there is room for all. */
static void put_labels(struct drawing *d, const struct panel *p)
{
	size_t n_series = d->t->n_series, n;
	struct label *l = nx_alloc(n_series * sizeof *l);

	n = place_labels(d, p, l);
	for (size_t i = 0; i < n && (double)n * LABEL_GAP <= p->height; i++) {
		size_t k = l[i].series;

		trend_name(d->t, &d->t->series[k], &d->b);
		draw_cut(&d->b, (size_t)((DRAW_LABELS - 34) / DRAW_LETTER));
		fprintf(d->out,
		        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" "
		        "stroke=\"%s\" stroke-width=\"3\"%s/>\n",
		        d->right + 8, l[i].y, d->right + 20, l[i].y,
		        draw_color(d->t, k), draw_dash(d->t, k));
		draw_text(d, d->right + 25, l[i].y + 4, "class=\"label\"",
		          d->b.p);
	}
	free(l);
}

void draw_panel(struct drawing *d, const struct panel *p, const char *title)
{
	put_scale(d, p, title);
	if (d->t->n_series == 1) {
		put_columns(d, p);
		return;
	}
	/* The first above all others. */
	for (size_t k = d->t->n_series; k-- > 0;)
		if (is_drawn(d, p, k))
			put_line(d, p, k);
	put_labels(d, p);
}
