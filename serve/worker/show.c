#include "serve/worker/show.h"

#include <string.h>

#include "lib/base/progress.h"
#include "lib/base/utf8.h"
#include "query/tree.h"

/* ---- the frame --------------------------------------------------------- */

static void put_search(FILE *out, const struct ask *a)
{
	fprintf(out,
	        "<form class=\"search\" id=\"search\" role=\"search\" "
	        "action=\"%s\" method=\"get\">\n",
	        a->form->page);
	fputs("<label class=\"unseen\" for=\"q\">Search the archive</label>\n"
	      "<input type=\"search\" id=\"q\" name=\"q\" value=\"",
	      out);
	html_text(out, a->q);
	fputs("\" autocomplete=\"off\" autocapitalize=\"off\" "
	      "spellcheck=\"false\" "
	      "placeholder=\"&quot;security guarantees&quot; w/10 ukrain*\"",
	      out);
	if (a->column > 0)
		fprintf(out,
		        " aria-invalid=\"true\" aria-describedby=\"fault\" "
		        "data-column=\"%u\"",
		        a->column);
	fputs(">\n<button>Search</button>\n", out);
	ask_hidden(out, a, true);
	fputs("</form>\n", out);
}

void show_begin(FILE *out, const struct worker *w, const struct ask *a,
                const char *title, const char *body_class)
{
	const struct html_frame f = { title, w->name, "", body_class };

	html_begin(out, &f);
	fputs("<a class=\"skip\" href=\"#content\">Skip to the content</a>\n"
	      "<header class=\"top\">\n<a class=\"name\" href=\"./\">",
	      out);
	html_text(out, w->name);
	fputs("</a>\n", out);
	put_search(out, a);
	fputs("<nav aria-label=\"Site\"><a href=\"help\">Help</a></nav>\n"
	      "</header>\n<main id=\"content\" tabindex=\"-1\">\n",
	      out);
}

void show_end(FILE *out)
{
	fputs("</main>\n", out);
	html_end(out);
}

/* ---- texts ------------------------------------------------------------- */

void show_open(FILE *out, const char *tag, const struct record *r)
{
	fprintf(out, "<%s dir=\"auto\"", tag);
	if (r->language.len > 0) {
		fputs(" lang=\"", out);
		html_put(out, r->language.p, r->language.len);
		fputc('"', out);
	}
	fputc('>', out);
}

void show_slice(FILE *out, struct slice s)
{
	if (s.len > 0)
		html_put(out, s.p, s.len);
}

void show_name(FILE *out, struct slice s)
{
	fputs("<bdi>", out);
	show_slice(out, s);
	fputs("</bdi>", out);
}

void show_marked(FILE *out, struct slice text, size_t start, size_t end,
                 const struct span_list *marks)
{
	size_t at = start;

	for (size_t i = 0; marks != NULL && i < marks->n; i++) {
		const struct span *m = &marks->v[i];
		size_t from = m->start > at ? m->start : at;
		size_t to = m->end < end ? m->end : end;

		if (m->end <= at)
			continue;
		if (m->start >= end)
			break;
		html_put(out, text.p + at, from - at);
		fputs("<mark>", out);
		html_put(out, text.p + from, to - from);
		fputs("</mark>", out);
		at = to;
	}
	if (end > at)
		html_put(out, text.p + at, end - at);
}

/* ---- dates ------------------------------------------------------------- */

#define DAY 86400

static const char *const months[] = {
	"January", "February", "March",     "April",   "May",      "June",
	"July",    "August",   "September", "October", "November", "December",
};

/* What is known of it, if that is no time. */
static void put_known(FILE *out, const struct instant *i, bool brief)
{
	const char *what = i->precision == INSTANT_DAY     ? "day"
	                   : i->precision == INSTANT_MONTH ? "month"
	                                                   : "year";

	fprintf(out,
	        brief ? " <small>%s only</small>"
	              : " <small>(only the %s is known)</small>",
	        what);
}

static void put_zone(FILE *out, const struct instant *i)
{
	int minutes = (i->offset < 0 ? -i->offset : i->offset) / 60;

	if (!i->zone_known) {
		fputs(" <small>(zone not known)</small>", out);
		return;
	}
	fputs(" UTC", out);
	if (minutes == 0)
		return;
	fprintf(out, "%s%d", i->offset < 0 ? "\xe2\x88\x92" : "+",
	        minutes / 60);
	if (minutes % 60 != 0)
		fprintf(out, ":%02d", minutes % 60);
}

static void put_time(FILE *out, const struct instant *i, bool brief)
{
	int64_t wall = i->sec + (i->zone_known ? i->offset : 0);
	int64_t day = civil_day_of(wall);
	int second = (int)(wall - day * DAY), year;
	char text[INSTANT_TEXT_MAX];
	unsigned m, d;

	if (i->precision == INSTANT_NONE) {
		fputs("date not known", out);
		return;
	}
	civil_date(day, &year, &m, &d);
	fprintf(out, "<time datetime=\"%s\">", instant_text(i, text));
	if (i->precision >= INSTANT_DAY)
		fprintf(out, "%u ", d);
	if (i->precision >= INSTANT_MONTH)
		fprintf(out, "%.*s ", brief ? 3 : 9, months[m - 1]);
	fprintf(out, "%d", year);
	if (i->precision > INSTANT_DAY) {
		fprintf(out, ", %02d:%02d", second / 3600, second / 60 % 60);
		put_zone(out, i);
	}
	fputs("</time>", out);
}

void show_date(FILE *out, const struct instant *i, bool brief)
{
	put_time(out, i, brief);
	if (i->precision == INSTANT_NONE)
		return;
	if (i->precision <= INSTANT_DAY)
		put_known(out, i, brief);
	if (i->ambiguous && !brief)
		fputs(" <small>(day and month may be the other way round)"
		      "</small>",
		      out);
}

void show_day(FILE *out, const struct instant *i)
{
	struct instant day = *i;

	if (day.precision > INSTANT_DAY) {
		day.sec += day.zone_known ? day.offset : 0;
		day.precision = INSTANT_DAY;
		day.zone_known = false;
	}
	put_time(out, &day, true);
	if (day.precision < INSTANT_DAY && day.precision != INSTANT_NONE)
		put_known(out, &day, true);
}

void show_count(FILE *out, uint64_t n, const char *one, const char *many)
{
	char text[PROGRESS_TEXT];

	fprintf(out, "%s %s", text_count(n, text), n == 1 ? one : many);
}

/* ---- links ------------------------------------------------------------- */

void show_article_link(FILE *out, const struct ask *a, struct slice key,
                       uint32_t hit)
{
	const struct link l = { .page = "article",
		                .sort = true,
		                .first = a->first,
		                .more = "id=" };

	fputs("<a href=\"", out);
	ask_link(out, a, &l);
	url_put(out, key.p, key.len);
	if (hit > 0)
		fprintf(out, "#hit-%u", hit);
	fputs("\">", out);
}

static void put_page_link(FILE *out, const struct ask *a, uint32_t first,
                          const char *rel, const char *text)
{
	const struct link l = { .page = a->form->page,
		                .sort = true,
		                .first = first };

	fputs("<a href=\"", out);
	ask_link(out, a, &l);
	fprintf(out, "\" rel=\"%s\">%s</a>\n", rel, text);
}

void show_pager(FILE *out, const struct ask *a, const struct pager *p)
{
	uint64_t next = (uint64_t)a->first + a->max;
	bool more = p->counted ? next < p->total : p->more;
	char from[PROGRESS_TEXT], to[PROGRESS_TEXT];

	if (a->first == 0 && !more)
		return;
	fputs("<nav class=\"pager\" aria-label=\"Pages\">\n", out);
	if (a->first > 0)
		put_page_link(out, a, a->first > a->max ? a->first - a->max : 0,
		              "prev", "\xe2\x86\x90 Previous");
	if (p->counted && p->total < next)
		next = p->total;
	if (!p->counted || p->total > a->first)
		fprintf(out, "<span>%s\xe2\x80\x93%s</span>\n",
		        text_count((uint64_t)a->first + 1, from),
		        text_count(next, to));
	if (more && next < UINT32_MAX)
		put_page_link(out, a, (uint32_t)next, "next",
		              "Next \xe2\x86\x92");
	fputs("</nav>\n", out);
}

/* ---- what was asked ---------------------------------------------------- */

/* The byte of a text at which its character of that number (from 1) begins. */
static size_t byte_of(const char *s, unsigned column)
{
	const char *p = s, *end = s + strlen(s);
	unsigned n;

	while (column-- > 1 && p < end) {
		(void)utf8_decode(p, end, &n);
		p += n;
	}
	return (size_t)(p - s);
}

void show_query_error(FILE *out, const struct ask *a, const struct nx_err *err)
{
	size_t reason, at, len = strlen(a->q);
	unsigned n = 0;

	(void)query_refused(err, &reason);
	fputs("<div class=\"fault\" id=\"fault\" role=\"alert\">\n"
	      "<h1>This query cannot be read</h1>\n",
	      out);
	if (a->column > 0) {
		at = byte_of(a->q, a->column);
		if (at < len)
			(void)utf8_decode(a->q + at, a->q + len, &n);
		fputs("<p><code class=\"query\" dir=\"auto\">", out);
		html_put(out, a->q, at);
		fputs("<mark class=\"here\">", out);
		if (n > 0)
			html_put(out, a->q + at, n);
		else
			fputs("&nbsp;", out);
		fputs("</mark>", out);
		html_put(out, a->q + at + n, len - at - n);
		fputs("</code></p>\n", out);
	}
	fputs("<p>", out);
	if (a->column > 0)
		fprintf(out, "Column %u: ", a->column);
	html_sentence(out, err->msg, reason);
	fputs("</p>\n<p><a href=\"help\">How to ask</a></p>\n</div>\n", out);
}

/* A link that leaves something out. */
static void put_off(FILE *out, const struct ask *a, const struct link *l,
                    const char *what)
{
	fputs("<li><a href=\"", out);
	ask_link(out, a, l);
	fprintf(out, "\"><span class=\"unseen\">Without </span>%s: ", what);
}

static void put_end(FILE *out)
{
	fputs(" <span aria-hidden=\"true\">\xc3\x97</span></a></li>\n", out);
}

void show_chosen(FILE *out, const struct ask *a)
{
	struct link l = { .page = a->form->page,
		          .sort = true,
		          .dropping = true };
	bool dates = a->from[0] != '\0' || a->to[0] != '\0';

	if (a->n_filter == 0 && !dates)
		return;
	fputs("<ul class=\"chosen\" aria-label=\"Narrowed to\">\n", out);
	for (l.drop = 0; l.drop < a->n_filter; l.drop++) {
		const char *v = a->filter[l.drop].value;

		put_off(out, a, &l, facet_name(a->filter[l.drop].facet));
		show_name(out, (struct slice){ v, strlen(v) });
		put_end(out);
	}
	if (dates) {
		l = (struct link){ .page = a->form->page,
			           .sort = true,
			           .range = true,
			           .from = "",
			           .to = "" };
		put_off(out, a, &l, "date");
		html_text(out, a->from);
		fputs(strcmp(a->from, a->to) == 0 ? "" : " \xe2\x80\x93 ", out);
		if (strcmp(a->from, a->to) != 0)
			html_text(out, a->to);
		put_end(out);
	}
	fputs("</ul>\n", out);
}

static void put_view(FILE *out, const struct ask *a, const char *page,
                     const char *more, const char *text, bool here)
{
	const struct link l = { .page = page, .more = more };

	fputs("<li><a href=\"", out);
	ask_link(out, a, &l);
	fprintf(out, "\"%s>%s</a></li>\n", here ? " aria-current=\"page\"" : "",
	        text);
}

void show_views(FILE *out, const struct ask *a)
{
	bool kwic = strcmp(a->form->page, "kwic") == 0;

	fputs("<nav class=\"views\" aria-label=\"Views\">\n<ul>\n", out);
	put_view(out, a, "./", NULL, "Articles", !kwic);
	put_view(out, a, "kwic", NULL, "Hits in context", kwic);
	fprintf(out, "</ul>\n<ul>\n<li class=\"all\">All %s as</li>\n",
	        kwic ? "hits" : "articles");
	put_view(out, a, "export",
	         kwic ? "kind=hits&amp;format=csv" : "format=csv", "CSV",
	         false);
	put_view(out, a, "export",
	         kwic ? "kind=hits&amp;format=jsonl" : "format=jsonl",
	         "JSON lines", false);
	fputs("</ul>\n</nav>\n", out);
}

void show_orders(FILE *out, const struct ask *a)
{
	fputs("<div class=\"orders\"><label for=\"sort\">Sort</label>\n"
	      "<select id=\"sort\" name=\"sort\" form=\"search\">\n",
	      out);
	for (const struct order *o = a->form->orders; o->name != NULL; o++)
		fprintf(out, "<option value=\"%s\"%s>%s</option>\n", o->name,
		        o == a->order ? " selected" : "", o->label);
	fputs("</select>\n<button class=\"again\" form=\"search\">Sort"
	      "</button></div>\n",
	      out);
}
