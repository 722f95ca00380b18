#include "serve/worker/facets.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/instant.h"
#include "lib/base/progress.h"
#include "serve/worker/show.h"

/* Values of a facet that are shown, and all of them. */
#define SHOWN 8
#define ALL 500

static const char *const titles[FACETS][2] = {
	[FACET_SOURCE] = { "Source", "sources" },
	[FACET_SECTION] = { "Section", "sections" },
	[FACET_AUTHOR] = { "Author", "authors" },
	[FACET_PLACE] = { "Place", "places" },
	[FACET_KEYWORD] = { "Keyword", "keywords" },
	[FACET_LANGUAGE] = { "Language", "languages" },
	[FACET_YEAR] = { "Year", "years" },
};

static enum facet facet_asked(const struct ask *a)
{
	const char *name = target_get(a->target, "more");
	enum facet f;

	if (name != NULL && facet_named(name, strlen(name), &f) &&
	    f != FACET_YEAR)
		return f;
	return FACETS;
}

enum nx_status narrowing_find(struct narrowing *n, struct worker *w,
                              const struct ask *a, struct search *s,
                              struct nx_err *err)
{
	struct tally_options o = { .facets =
		                           FACETS_ALL & ~FACET_BIT(FACET_YEAR),
		                   .dates = true,
		                   .split = FACET_NONE };
	enum nx_status st;

	memset(n, 0, sizeof *n);
	n->more = facet_asked(a);
	work_begin(&s->work, worker_rest(w));
	st = tally_run(&n->tally, s, &o, err);
	if (st != NX_OK)
		return st;
	tally_dates(&n->tally, TALLY_ALL, &n->dates);
	if (n->dates.first > n->dates.last)
		return NX_OK;
	n->period = period_fit(n->dates.first, n->dates.last);
	tally_line(&n->tally, TALLY_ALL, n->period, n->dates.first,
	           n->dates.last, &n->point, &n->n);
	return NX_OK;
}

void narrowing_release(struct narrowing *n)
{
	tally_release(&n->tally);
	free(n->point);
	memset(n, 0, sizeof *n);
}

/* ---- facets ------------------------------------------------------------ */

static bool is_chosen(const struct ask *a, enum facet f, struct slice name)
{
	for (size_t i = 0; i < a->n_filter; i++)
		if (a->filter[i].facet == f &&
		    strlen(a->filter[i].value) == name.len &&
		    memcmp(a->filter[i].value, name.p, name.len) == 0)
			return true;
	return false;
}

static void put_value_name(FILE *out, enum facet f, struct slice name)
{
	const struct language *l = NULL;

	if (f == FACET_LANGUAGE)
		l = language_find(name.p, name.len);
	if (l != NULL)
		html_text(out, l->name);
	else
		show_name(out, name);
}

static void put_value(FILE *out, const struct ask *a, enum facet f,
                      const struct tally_value *v)
{
	char n[PROGRESS_TEXT];
	struct buf value = BUF_INIT;
	struct filter add = { f, "" };
	const struct link l = { .page = a->form->page,
		                .sort = true,
		                .add = &add };
	/* A parameter has no NUL. */
	bool linked = memchr(v->name.p, '\0', v->name.len) == NULL &&
	              !is_chosen(a, f, v->name);

	buf_set(&value, v->name.p, v->name.len);
	add.value = value.p;
	fputs("<li>", out);
	if (linked) {
		fputs("<a href=\"", out);
		ask_link(out, a, &l);
		fputs("\">", out);
	}
	put_value_name(out, f, v->name);
	fprintf(out, "%s <span class=\"n\">%s</span></li>\n",
	        linked ? "</a>" : "", text_count(v->n.articles, n));
	buf_release(&value);
}

static void put_all_link(FILE *out, const struct ask *a, enum facet f, size_t n)
{
	char more[40], count[PROGRESS_TEXT];
	const struct link l = { .page = a->form->page,
		                .sort = true,
		                .more = more };

	(void)snprintf(more, sizeof more, "more=%s", facet_name(f));
	fputs("<p><a href=\"", out);
	ask_link(out, a, &l);
	fprintf(out, "#%s\">All %s %s</a></p>\n", facet_name(f),
	        text_count(n, count), titles[f][1]);
}

static void put_facet(FILE *out, const struct ask *a, const struct narrowing *n,
                      enum facet f)
{
	size_t most = n->more == f ? ALL : SHOWN, k;
	char text[PROGRESS_TEXT];
	struct tally_value *v;
	struct count none;

	tally_values(&n->tally, f, &v, &k, &none);
	if (k > 0)
		fprintf(out,
		        "<section aria-labelledby=\"%s\">\n"
		        "<h3 id=\"%s\">%s</h3>\n<ul>\n",
		        facet_name(f), facet_name(f), titles[f][0]);
	for (size_t i = 0; i < k && i < most; i++)
		put_value(out, a, f, &v[i]);
	if (none.articles > 0 && k > 0)
		fprintf(out,
		        "<li class=\"none\">not known <span class=\"n\">%s"
		        "</span></li>\n",
		        text_count(none.articles, text));
	if (k > 0)
		fputs("</ul>\n", out);
	if (k > most && most == SHOWN)
		put_all_link(out, a, f, k);
	else if (k > most)
		fprintf(out, "<p>and %s more</p>\n",
		        text_count(k - most, text));
	if (k > 0)
		fputs("</section>\n", out);
	free(v);
}

void show_facets(FILE *out, const struct ask *a, const struct narrowing *n)
{
	if (n->tally.all.articles == 0)
		return;
	fputs("<section class=\"facets\" id=\"facets\" "
	      "aria-labelledby=\"narrow\" tabindex=\"-1\">\n"
	      "<h2 id=\"narrow\">Narrow down</h2>\n",
	      out);
	for (int f = 0; f < FACET_YEAR; f++)
		put_facet(out, a, n, (enum facet)f);
	fputs("</section>\n", out);
}

/* ---- the start --------------------------------------------------------- */

static const char *const examples[][2] = {
	{ "sanctions", "any word of its family" },
	{ "\"security guarantees\"", "a phrase" },
	{ "oil w/5 prices", "at most five words apart" },
	{ "(strike or protest) w/s ferry*", "in one sentence; any ending" },
	{ "title:election date:2024-11", "a headline; a month" },
};

void show_facts(FILE *out, const struct facts *f)
{
	char n[PROGRESS_TEXT], words[PROGRESS_TEXT];

	fprintf(out,
	        "<section class=\"about\">\n<h1>Search %s articles</h1>\n"
	        "<p>%s words",
	        text_count(f->articles, n), text_count(f->words, words));
	if (f->from[0] != '\0')
		fprintf(out, ", from %s to %s", f->from, f->to);
	fputs(". <a href=\"./?all=1&amp;sort=-date\">All of them, the newest "
	      "first</a>.</p>\n",
	      out);
	fputs("<h2>How to ask</h2>\n<dl class=\"examples\">\n", out);
	for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
		fputs("<dt><a href=\"./?q=", out);
		url_put(out, examples[i][0], strlen(examples[i][0]));
		fputs("\"><code>", out);
		html_text(out, examples[i][0]);
		fprintf(out, "</code></a></dt>\n<dd>%s</dd>\n", examples[i][1]);
	}
	fputs("</dl>\n<p><a href=\"help\">All that can be asked</a></p>\n",
	      out);
	if (f->sources.n > 0)
		fputs("<h2>Sources</h2>\n<ul class=\"sources\">\n", out);
	for (size_t i = 0; i < f->sources.n; i++) {
		const char *name = f->sources.v[i].name;

		fputs("<li><a href=\"./?source=", out);
		url_put(out, name, strlen(name));
		fputs("\"><bdi>", out);
		html_text(out, name);
		fprintf(out, "</bdi></a> <span class=\"n\">%s</span></li>\n",
		        text_count(f->sources.v[i].articles, n));
	}
	if (f->sources.n > 0)
		fputs("</ul>\n", out);
	fputs("</section>\n", out);
}
