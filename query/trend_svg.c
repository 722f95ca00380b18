#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/base/progress.h"
#include "lib/base/xmlout.h"
#include "query/text.h"
#include "query/trend_draw.h"

#define RIGHT 28.0
#define COUNTS_HEIGHT 250.0
#define SHARE_HEIGHT 150.0
#define LINE 18.0 /* from one line of text to the next */
#define PANEL_GAP 48.0

/* Marks of the axis of counts, of shares; room that a date takes. */
#define COUNT_MARKS 6
#define SHARE_MARKS 4
#define DATE_ROOM 76.0

/* All others together have no line among the counts if that would make the
 * scale so many times as long: the values themselves would not be seen. */
#define OTHERS_MOST 2

/* A series after these is drawn in grey. */
#define DRAWN 14

/* Okabe and Ito, "Color Universal Design": told apart by people who see no red,
 * no green or no blue.  Their yellow is too pale for lines on white. */
static const char *const colors[] = { "#0072b2", "#d55e00", "#009e73",
	                              "#cc79a7", "#e69f00", "#56b4e9",
	                              "#000000" };
#define COLORS (sizeof colors / sizeof colors[0])
#define GREY "#8a8a8a"

/* ---- text --------------------------------------------------------------- */

static void put_escaped(struct drawing *d, const char *p, size_t len)
{
	struct buf x = BUF_INIT;

	xml_add(&x, p, len);
	fwrite(buf_str(&x), 1, x.len, d->out);
	buf_release(&x);
}

static void put_string(struct drawing *d, const char *s)
{
	put_escaped(d, s, strlen(s));
}

/* Cut to so many columns. */
void draw_cut(struct buf *b, size_t columns)
{
	if (text_columns(buf_str(b), b->len) <= columns)
		return;
	buf_cut(b, text_behind(b->p, b->len, 0, columns - 1));
	buf_adds(b, "…");
}

void draw_text(struct drawing *d, double x, double y, const char *attributes,
               const char *s)
{
	fprintf(d->out, "<text x=\"%.1f\" y=\"%.1f\"%s%s>", x, y,
	        *attributes != '\0' ? " " : "", attributes);
	put_string(d, s);
	fputs("</text>\n", d->out);
}

const char *draw_color(const struct trend *t, size_t k)
{
	if (t->series[k].kind == TREND_OTHERS ||
	    t->series[k].kind == TREND_NONE || k >= DRAWN)
		return GREY;
	return colors[k % COLORS];
}

/* Lines of one colour are told apart by their dashes. */
const char *draw_dash(const struct trend *t, size_t k)
{
	if (t->series[k].kind == TREND_NONE)
		return " stroke-dasharray=\"1.5 4\"";
	if (t->series[k].kind == TREND_OTHERS || k < COLORS)
		return "";
	return " stroke-dasharray=\"7 4\"";
}

/* ---- places ------------------------------------------------------------- */

double draw_x(const struct drawing *d, int32_t day)
{
	const struct trend *t = d->t;
	double share = t->n > 0 ? (double)(day - t->day[0]) /
	                                  (double)(t->end - t->day[0])
	                        : 0;

	return DRAW_LEFT + share * (d->right - DRAW_LEFT);
}

int32_t draw_end(const struct trend *t, size_t i)
{
	return i + 1 < t->n ? t->day[i + 1] : t->end;
}

static void find_most(struct drawing *d)
{
	const struct trend *t = d->t;
	double others = 0;

	for (size_t k = 0; k < t->n_series; k++)
		for (size_t i = 0; i < t->n; i++) {
			const struct trend_point *p = &t->series[k].point[i];
			double n = (double)p->n.articles, share;
			double *most = t->series[k].kind == TREND_OTHERS
			                       ? &others
			                       : &d->most_count;

			*most = n > *most ? n : *most;
			if (trend_share(p->n.articles, p->of, &share) &&
			    share > d->most_share)
				d->most_share = share;
		}
	d->hide_others = others > OTHERS_MOST * d->most_count;
	if (!d->hide_others && others > d->most_count)
		d->most_count = others;
}

/* The dates below the lower panel; where they begin a longer time than a
 * period, lines through both. */
static void put_dates(struct drawing *d)
{
	const struct trend *t = d->t;
	struct time_marks m;
	char text[PERIOD_TEXT];
	double x;

	time_marks_make(&m, t->by, t->day[0], t->end,
	                (size_t)((d->right - DRAW_LEFT) / DATE_ROOM));
	for (size_t i = 0; i < m.n; i++) {
		bool whole = m.unit == t->by;
		/* Of days, a week is called by its Monday. */
		enum period as = t->by == PERIOD_DAY && m.unit == PERIOD_WEEK
		                         ? PERIOD_DAY
		                         : m.unit;

		x = draw_x(d, m.day[i]);
		if (whole)
			x = (x + draw_x(d, period_next(t->by, m.day[i]))) / 2;
		fprintf(d->out,
		        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" "
		        "x2=\"%.1f\" y2=\"%.1f\"/>\n",
		        whole ? "tick" : "grid", x, whole ? d->bottom : d->top,
		        x, d->bottom + 5);
		draw_text(d, x, d->bottom + 20, "text-anchor=\"middle\"",
		          period_text(as, m.day[i], text));
	}
	free(m.day);
}

static bool has_empty(const struct trend *t)
{
	for (size_t i = 0; t->split == FACET_NONE && i < t->n; i++)
		if (t->series[0].point[i].of == 0)
			return true;
	return false;
}

/* The times of which there is no article at all. */
static void put_empty(struct drawing *d)
{
	const struct trend *t = d->t;
	const struct trend_point *p = t->series[0].point;

	for (size_t i = 0, n; t->split == FACET_NONE && i < t->n; i += n) {
		double from = draw_x(d, t->day[i]);

		for (n = 0; i + n < t->n && p[i + n].of == 0; n++)
			;
		if (n > 0)
			fprintf(d->out,
			        "<rect class=\"empty\" x=\"%.2f\" y=\"%.1f\" "
			        "width=\"%.2f\" height=\"%.1f\">"
			        "<title>no articles</title></rect>\n",
			        from, d->top,
			        draw_x(d, draw_end(t, i + n - 1)) - from,
			        d->bottom - d->top);
		n += n == 0;
	}
}

/* ---- around it ----------------------------------------------------------- */

static const char style[] =
	"text{font:12px system-ui,'Helvetica Neue',Arial,'Liberation Sans',"
	"sans-serif;fill:#333}"
	".title{font-size:19px;font-weight:600;fill:#111}"
	".under{font-size:13px;fill:#444}"
	".axis{font-weight:600}"
	".label{fill:#111}"
	".empty{fill:#f1f1f1}"
	".grid{stroke:#dcdcdc}"
	".base{stroke:#555}"
	".tick{stroke:#555}";

static void make_title(const struct trend *t, struct buf *out)
{
	struct buf name = BUF_INIT;
	bool space = true;

	buf_clear(out);
	if (t->split != FACET_NONE) {
		text_tidy(out, t->query, strlen(t->query), &space);
		buf_addf(out, "%s, by %s", out->len > 0 ? "" : "all articles",
		         facet_name(t->split));
		return;
	}
	for (size_t k = 0; k < t->n_series; k++) {
		trend_name(t, &t->series[k], &name);
		buf_addf(out, "%s%s", k > 0 ? " \302\267 " : "", name.p);
	}
	buf_release(&name);
}

static void make_subtitle(const struct trend *t, struct buf *out)
{
	char n[PROGRESS_TEXT], of[PROGRESS_TEXT], from[PERIOD_TEXT],
		to[PERIOD_TEXT];

	buf_clear(out);
	if (t->split != FACET_NONE || t->n_series == 1)
		buf_addf(out, "%s of ", text_count(t->total.articles, n));
	buf_addf(out, "%s article%s", text_count(t->articles, of),
	         t->articles == 1 ? "" : "s");
	if (t->n > 0)
		buf_addf(out, ", by %s, %s to %s", period_name(t->by),
		         period_text(t->by, t->day[0], from),
		         period_text(t->by, t->day[t->n - 1], to));
}

/* Where each series has most, for whoever does not see it. */
static void put_description(struct drawing *d)
{
	const struct trend *t = d->t;
	char n[PROGRESS_TEXT], text[PERIOD_TEXT];

	make_subtitle(t, &d->b);
	fputs("<desc id=\"about\">", d->out);
	put_string(d, d->b.p);
	fputs(". Above, how many articles there are; below, their share of all "
	      "articles",
	      d->out);
	if (t->split != FACET_NONE)
		fprintf(d->out, " of the %s", facet_name(t->split));
	fputs(".", d->out);
	for (size_t k = 0; k < t->n_series; k++) {
		const struct trend_series *s = &t->series[k];
		size_t best = 0;

		for (size_t i = 0; i < t->n; i++)
			if (s->point[i].n.articles > s->point[best].n.articles)
				best = i;
		trend_name(t, s, &d->b);
		fputc(' ', d->out);
		put_string(d, d->b.p);
		fprintf(d->out, ": %s article%s",
		        text_count(s->total.articles, n),
		        s->total.articles == 1 ? "" : "s");
		if (t->n > 0 && s->total.articles > 0)
			fprintf(d->out, ", most in %s (%s)",
			        period_text(t->by, t->day[best], text),
			        text_count(s->point[best].n.articles, n));
		fputs(".", d->out);
	}
	fputs("</desc>\n", d->out);
}

/* The names of all series with their lines; returns the lines of text. */
static unsigned put_legend(struct drawing *d, double y, bool really)
{
	double x = DRAW_LEFT;
	unsigned lines = 1;

	for (size_t k = 0; k < d->t->n_series; k++) {
		double width;

		trend_name(d->t, &d->t->series[k], &d->b);
		draw_cut(&d->b, (size_t)((DRAW_WIDTH - DRAW_LEFT - RIGHT - 60) /
		                         DRAW_LETTER));
		width = 46 + 1.1 * DRAW_LETTER *
		                     (double)text_columns(d->b.p, d->b.len);
		if (x > DRAW_LEFT && x + width > DRAW_WIDTH - RIGHT) {
			x = DRAW_LEFT;
			y += LINE;
			lines++;
		}
		if (really) {
			fprintf(d->out,
			        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" "
			        "y2=\"%.1f\" stroke=\"%s\" "
			        "stroke-width=\"3\"%s/>\n",
			        x, y - 4, x + 22, y - 4, draw_color(d->t, k),
			        draw_dash(d->t, k));
			draw_text(d, x + 28, y, "class=\"label\"", d->b.p);
		}
		x += width;
	}
	return lines;
}

/* Lines of text from *y on, which moves below them; really: not only for their
 * room. */
static void put_note(struct drawing *d, double *y, const char *s, bool really)
{
	size_t columns = (size_t)((DRAW_WIDTH - DRAW_LEFT) / DRAW_LETTER);

	while (*s != '\0') {
		size_t len = strlen(s), n = text_behind(s, len, 0, columns);

		/* Between words, unless one is as long. */
		for (size_t i = n; n < len && i > 0; i--)
			if (s[i] == ' ') {
				n = i;
				break;
			}
		buf_set(&d->b, s, n);
		if (really)
			draw_text(d, DRAW_LEFT, *y, "", d->b.p);
		*y += LINE;
		s += n;
		s += strspn(s, " ");
	}
}

/* Returns where they end. */
static double put_notes(struct drawing *d, bool really)
{
	struct buf note[TREND_NOTES] = { BUF_INIT, BUF_INIT, BUF_INIT,
		                         BUF_INIT };
	size_t n = trend_notes(d->t, note);
	double y = d->bottom + 46;

	if (has_empty(d->t))
		put_note(d, &y, "Grey: the index has no articles of that time.",
		         really);
	if (d->hide_others)
		put_note(d, &y,
		         "Others are many, and are drawn in the lower part "
		         "only.",
		         really);
	for (size_t i = 0; i < n; i++) {
		char *s = nx_format("%s%s", i == 0 ? "Not in the plot: " : "",
		                    note[i].p);

		put_note(d, &y, s, really);
		free(s);
	}
	for (size_t i = 0; i < TREND_NOTES; i++)
		buf_release(&note[i]);
	return y;
}

static void put_head(struct drawing *d, double height)
{
	fprintf(d->out,
	        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%g\" "
	        "height=\"%g\" viewBox=\"0 0 %g %g\" role=\"img\" "
	        "aria-labelledby=\"name about\">\n<title id=\"name\">",
	        DRAW_WIDTH, height, DRAW_WIDTH, height);
	make_title(d->t, &d->b);
	put_string(d, d->b.p);
	fputs("</title>\n", d->out);
	put_description(d);
	fprintf(d->out,
	        "<style>%s</style>\n"
	        "<rect width=\"%g\" height=\"%g\" fill=\"#fff\"/>\n",
	        style, DRAW_WIDTH, height);
	make_title(d->t, &d->b);
	draw_cut(&d->b, (size_t)((DRAW_WIDTH - DRAW_LEFT - RIGHT) /
	                         (1.6 * DRAW_LETTER)));
	draw_text(d, DRAW_LEFT, 34, "class=\"title\"", d->b.p);
	make_subtitle(d->t, &d->b);
	draw_text(d, DRAW_LEFT, 56, "class=\"under\"", d->b.p);
}

static void put_panels(struct drawing *d)
{
	struct panel counts = { d->top, COUNTS_HEIGHT,
		                scale_nice(d->most_count, COUNT_MARKS, true),
		                false };
	struct panel shares = { d->second, SHARE_HEIGHT,
		                scale_nice(d->most_share, SHARE_MARKS, false),
		                true };
	char title[120];

	put_empty(d);
	put_dates(d);
	(void)snprintf(title, sizeof title, "Articles per %s",
	               period_name(d->t->by));
	draw_panel(d, &counts, title);
	(void)snprintf(title, sizeof title, "Share of all articles of the %s",
	               period_name(d->t->by));
	if (d->t->split != FACET_NONE)
		(void)snprintf(title, sizeof title,
		               "Share of all articles of the %s and the %s",
		               facet_name(d->t->split), period_name(d->t->by));
	draw_panel(d, &shares, title);
}

void trend_svg(FILE *out, const struct trend *t)
{
	struct drawing d = { .out = out, .t = t, .b = BUF_INIT };
	bool several = t->n_series > 1;

	find_most(&d);
	d.right = DRAW_WIDTH - (several ? DRAW_LABELS : RIGHT);
	d.top = 96;
	if (several)
		d.top += LINE * put_legend(&d, 0, false);
	d.second = d.top + COUNTS_HEIGHT + PANEL_GAP;
	d.bottom = d.second + SHARE_HEIGHT;
	put_head(&d, put_notes(&d, false) - 6);
	if (several)
		(void)put_legend(&d, 80, true);
	if (t->n > 0)
		put_panels(&d);
	else
		draw_text(&d, DRAW_LEFT, d.top + 40, "class=\"under\"",
		          "No article that matches has a date.");
	(void)put_notes(&d, true);
	fputs("</svg>\n", out);
	buf_release(&d.b);
}
