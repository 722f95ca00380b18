#include <stdlib.h>
#include <string.h>

#include "lib/base/instant.h"
#include "lib/base/progress.h"
#include "serve/worker/facets.h"
#include "serve/worker/show.h"

/* Height of the bars, in units of the drawing; the least of one that is there.
 */
#define HEIGHT 100.0
#define LEAST 3.0

/* A query of more bytes does not stand in the link of each bar. */
#define LINKED 1000

static void day_text(int32_t day, char out[PERIOD_DATE])
{
	char text[INSTANT_TEXT_MAX];
	const struct instant i = { .sec = (int64_t)day * 86400,
		                   .precision = INSTANT_DAY };

	(void)snprintf(out, PERIOD_DATE, "%.15s", instant_text(&i, text));
}

void period_range(enum period p, int32_t day, char from[PERIOD_DATE],
                  char to[PERIOD_DATE])
{
	char text[PERIOD_TEXT];

	if (p == PERIOD_WEEK) {
		day_text(period_first(p, day), from);
		day_text(period_next(p, day) - 1, to);
		return;
	}
	(void)snprintf(from, PERIOD_DATE, "%.15s", period_text(p, day, text));
	memcpy(to, from, PERIOD_DATE);
}

static uint64_t highest(const struct narrowing *n)
{
	uint64_t most = 1;

	for (size_t i = 0; i < n->n; i++)
		if (n->point[i].n.articles > most)
			most = n->point[i].n.articles;
	return most;
}

static void put_bar(FILE *out, const struct ask *a, const struct narrowing *n,
                    size_t i, uint64_t most)
{
	const struct tally_point *p = &n->point[i];
	char from[PERIOD_DATE], to[PERIOD_DATE], name[PERIOD_TEXT];
	const struct link l = { .page = a->form->page,
		                .sort = true,
		                .range = true,
		                .from = from,
		                .to = to };
	bool linked = p->n.articles > 0 && strlen(a->q) <= LINKED;
	double h = HEIGHT * (double)p->n.articles / (double)most;
	char count[PROGRESS_TEXT];

	h = p->n.articles > 0 && h < LEAST ? LEAST : h;
	period_range(n->period, p->day, from, to);
	fputs(linked ? "<a tabindex=\"-1\" href=\"" : "<g", out);
	if (linked)
		ask_link(out, a, &l);
	fprintf(out,
	        "%s data-from=\"%s\" data-to=\"%s\"><title>%s: %s</title>"
	        "<rect class=\"room\" x=\"%zu\" y=\"0\" width=\"1\" "
	        "height=\"%g\"/>",
	        linked ? "\"" : "", from, to,
	        period_text(n->period, p->day, name),
	        text_count(p->n.articles, count), i, HEIGHT);
	if (h > 0)
		fprintf(out,
		        "<rect class=\"bar\" x=\"%g\" y=\"%.2f\" "
		        "width=\"0.8\" height=\"%.2f\"/>",
		        (double)i + 0.1, HEIGHT - h, h);
	fputs(linked ? "</a>\n" : "</g>\n", out);
}

/* What is in no bar. */
static void put_rest(FILE *out, const struct narrowing *n)
{
	const struct tally_dates *d = &n->dates;
	uint64_t coarse = 0;

	if (n->period != PERIOD_YEAR)
		coarse += d->year.articles;
	if (n->period < PERIOD_MONTH)
		coarse += d->month.articles;
	if (coarse > 0) {
		fputs("<p class=\"note\">", out);
		show_count(out, coarse, "article", "articles");
		fprintf(out,
		        ", of which not even the %s is known, %s in no "
		        "bar.</p>\n",
		        n->period == PERIOD_MONTH ? "month" : "day",
		        coarse == 1 ? "is" : "are");
	}
	if (d->undated.articles > 0) {
		fputs("<p class=\"note\">", out);
		show_count(out, d->undated.articles, "article has",
		           "articles have");
		fputs(" no date.</p>\n", out);
	}
}

static void put_date_field(FILE *out, const char *name, const char *label,
                           const char *value)
{
	fprintf(out,
	        "<label for=\"%s\">%s</label>\n<input id=\"%s\" name=\"%s\" "
	        "value=\"",
	        name, label, name, name);
	html_text(out, value);
	fputs("\" size=\"10\" maxlength=\"10\" placeholder=\"2024-11-05\" "
	      "pattern=\"[0-9]{4}(-[0-9]{2}){0,2}\" "
	      "title=\"a day, a month or a year: 2024-11-05, 2024-11, 2024\">"
	      "\n",
	      out);
}

static void put_form(FILE *out, const struct ask *a)
{
	fprintf(out,
	        "<form class=\"dates\" action=\"%s\" method=\"get\" "
	        "aria-label=\"Dates\">\n"
	        "<input type=\"hidden\" name=\"q\" value=\"",
	        a->form->page);
	html_text(out, a->q);
	fputs("\">\n", out);
	ask_hidden(out, a, false);
	if (a->order != &a->form->orders[0])
		fprintf(out,
		        "<input type=\"hidden\" name=\"sort\" value=\"%s\">\n",
		        a->order->name);
	put_date_field(out, "from", "From", a->from);
	put_date_field(out, "to", "to", a->to);
	fputs("<button>Apply</button>\n</form>\n", out);
}

static void put_table(FILE *out, const struct narrowing *n)
{
	char text[PERIOD_TEXT], count[PROGRESS_TEXT];

	fprintf(out,
	        "<details><summary>As a table</summary>\n<table>\n"
	        "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\">Articles"
	        "</th></tr></thead>\n<tbody>\n",
	        n->period == PERIOD_DAY     ? "Day"
	        : n->period == PERIOD_WEEK  ? "Week"
	        : n->period == PERIOD_MONTH ? "Month"
	                                    : "Year");
	for (size_t i = 0; i < n->n; i++)
		if (n->point[i].n.articles > 0)
			fprintf(out,
			        "<tr><th scope=\"row\">%s</th><td>%s</td></tr>"
			        "\n",
			        period_text(n->period, n->point[i].day, text),
			        text_count(n->point[i].n.articles, count));
	fputs("</tbody>\n</table>\n</details>\n", out);
}

static void put_bars(FILE *out, const struct ask *a, const struct narrowing *n)
{
	char first[PERIOD_TEXT], last[PERIOD_TEXT], count[PROGRESS_TEXT];
	uint64_t most = highest(n);

	fprintf(out,
	        "<p class=\"scale\" aria-hidden=\"true\">%s</p>\n"
	        "<svg id=\"bars\" viewBox=\"0 0 %zu %g\" "
	        "preserveAspectRatio=\"none\" role=\"group\" "
	        "aria-label=\"Articles by %s, from %s to %s\">\n",
	        text_count(most, count), n->n, HEIGHT, period_name(n->period),
	        period_text(n->period, n->point[0].day, first),
	        period_text(n->period, n->point[n->n - 1].day, last));
	for (size_t i = 0; i < n->n; i++)
		put_bar(out, a, n, i, most);
	fprintf(out,
	        "</svg>\n<p class=\"ends\" aria-hidden=\"true\"><span>%s</span>"
	        "<span>%s</span></p>\n",
	        first, n->n > 1 ? last : "");
}

void show_timeline(FILE *out, const struct ask *a, const struct narrowing *n)
{
	bool chosen = a->from[0] != '\0' || a->to[0] != '\0';

	if (n->tally.all.articles == 0 && !chosen)
		return;
	fputs("<section class=\"timeline\" aria-label=\"When\">\n", out);
	if (n->n > 0)
		put_bars(out, a, n);
	fputs("<div class=\"under\">\n", out);
	put_form(out, a);
	put_rest(out, n);
	if (n->n > 0)
		put_table(out, n);
	fputs("</div>\n</section>\n", out);
}
