#include <stdlib.h>
#include <string.h>

#include "serve/common/problem.h"
#include "serve/worker/facets.h"
#include "serve/worker/find.h"
#include "serve/worker/show.h"

#define RESULTS 20

static const struct order orders[] = {
	{ "relevance", "Best first", SORT_RELEVANCE, 0 },
	{ "-date", "Newest first", SORT_NEWEST, 0 },
	{ "date", "Oldest first", SORT_OLDEST, 0 },
	{ "source", "By source", SORT_SOURCE, 0 },
	{ NULL, NULL, SORT_INDEX, 0 },
};

static const char *const others[] = { "more", NULL };

const struct ask_form search_form = {
	.page = "./",
	.orders = orders,
	.usual = RESULTS,
	.pages = true,
	.others = others,
};

/* ---- results ----------------------------------------------------------- */

static void put_part(FILE *out, const char *gap, struct slice s)
{
	if (s.len == 0)
		return;
	fputs(gap, out);
	show_name(out, s);
}

static void put_meta(FILE *out, const struct record *r)
{
	static const char gap[] =
		" <span aria-hidden=\"true\">\xc2\xb7</span> ";

	fputs("<p class=\"meta\">", out);
	show_date(out, &r->published, true);
	put_part(out, gap, r->source);
	put_part(out, gap, r->section);
	for (size_t i = 0; i < r->authors.n && i < 3; i++)
		put_part(out, i == 0 ? gap : ", ", r->authors.v[i]);
	if (r->authors.n > 3)
		fputs(" and others", out);
	fputs("</p>\n", out);
}

static void put_result(FILE *out, const struct ask *a, uint64_t rank,
                       double weight, const struct record *r,
                       const struct findings *f)
{
	const struct slice *headline = &r->part[PART_HEADLINE];
	const struct passage *g = &f->passage;

	(void)weight;
	fprintf(out, "<li value=\"%llu\"><article>\n",
	        (unsigned long long)rank);
	show_open(out, "h2", r);
	show_article_link(out, a, r->key, 0);
	if (headline->len > 0)
		show_marked(out, *headline, 0, headline->len,
		            &f->hits[PART_HEADLINE].mark);
	else
		fputs("(without headline)", out);
	fputs("</a></h2>\n", out);
	put_meta(out, r);
	if (g->end > g->start) {
		show_open(out, "p class=\"passage\"", r);
		fputs(g->more_before ? "\xe2\x80\xa6 " : "", out);
		show_marked(out, r->part[g->part], g->start, g->end,
		            &f->hits[g->part].mark);
		fputs(g->more_after ? " \xe2\x80\xa6" : "", out);
		fputs("</p>\n", out);
	}
	fputs("</article></li>\n", out);
}

/* ---- words that no article has ----------------------------------------- */

/* The query with the word in its place replaced. */
static void put_instead(FILE *out, const struct ask *a,
                        const struct suggestion *g, const char *word)
{
	struct buf q = BUF_INIT;
	struct ask other = *a;
	const struct link l = { .page = a->form->page, .sort = true };
	const char *at = strstr(a->q, g->word);

	buf_add(&q, a->q, at != NULL ? (size_t)(at - a->q) : 0);
	buf_adds(&q, word);
	if (at != NULL)
		buf_adds(&q, at + strlen(g->word));
	other.q = q.p;
	fputs("<a href=\"", out);
	ask_link(out, &other, &l);
	fputs("\"><bdi>", out);
	html_text(out, word);
	fputs("</bdi></a>", out);
	buf_release(&q);
}

static void put_unknown(FILE *out, const struct ask *a,
                        const struct suggestions *l)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct suggestion *g = &l->v[i];

		fputs("<p class=\"unknown\">No article has <q>", out);
		html_text(out, g->word);
		fputs("</q>", out);
		for (size_t j = 0; j < g->n; j++) {
			fputs(j == 0         ? "; did you mean "
			      : j + 1 < g->n ? ", "
			                     : " or ",
			      out);
			put_instead(out, a, g, g->like[j].word);
		}
		fputs(g->n > 0 ? "?</p>\n" : ".</p>\n", out);
	}
}

/* ---- the page ---------------------------------------------------------- */

static void put_found(FILE *out, const struct ask *a, const struct found *f)
{
	const struct pager p = { .total = f->total, .counted = true };

	fputs("<section class=\"results\" aria-labelledby=\"count\">\n"
	      "<div class=\"bar\">\n<h1 id=\"count\">",
	      out);
	show_count(out, f->total, "article", "articles");
	fputs("</h1>\n", out);
	if (f->total > 0)
		fputs("<a class=\"to-facets\" href=\"#facets\">Narrow "
		      "down</a>\n",
		      out);
	show_orders(out, a);
	fputs("</div>\n", out);
	if (f->total > 0)
		show_views(out, a);
	show_chosen(out, a);
	put_unknown(out, a, &f->unknown);
	if (f->n > 0) {
		fputs("<ol class=\"list\">\n", out);
		fwrite(f->text, 1, f->len, out);
		fputs("</ol>\n", out);
	} else if (f->total > 0) {
		fputs("<p>There are no more results than those on the pages "
		      "before.</p>\n",
		      out);
	}
	show_pager(out, a, &p);
	fputs("</section>\n", out);
}

static enum nx_status start(struct worker *w, struct answer *a,
                            const struct ask *ask, struct nx_err *err)
{
	const struct facts *f;
	enum nx_status st = worker_facts(w, &f, err);

	if (st != NX_OK)
		return st;
	show_begin(a->out, w, ask, NULL, "start");
	show_facts(a->out, f);
	show_end(a->out);
	return NX_OK;
}

static enum nx_status results(struct worker *w, struct answer *a,
                              struct ask *ask, struct nx_err *err)
{
	struct found f;
	struct narrowing n;
	enum nx_status st = find_page(&f, w, ask, put_result, err);

	if (st == NX_USAGE) {
		a->status = 400;
		show_begin(a->out, w, ask, "Error", NULL);
		show_query_error(a->out, ask, err);
		show_end(a->out);
		st = NX_OK;
	} else if (st == NX_OK) {
		st = narrowing_find(&n, w, ask, &f.s, err);
		if (st == NX_OK) {
			show_begin(a->out, w, ask, ask->q, "found");
			show_timeline(a->out, ask, &n);
			put_found(a->out, ask, &f);
			show_facets(a->out, ask, &n);
			show_end(a->out);
		}
		narrowing_release(&n);
	}
	found_release(&f);
	return st;
}

enum nx_status page_search(struct worker *w, struct answer *a,
                           const struct target *t, struct nx_err *err)
{
	struct ask ask;
	enum nx_status st = ask_read(&ask, t, &search_form, err);

	if (st == NX_OK)
		st = ask_is_blank(&ask) && target_get(t, "all") == NULL
		             ? start(w, a, &ask, err)
		             : results(w, a, &ask, err);
	ask_release(&ask);
	return st;
}
