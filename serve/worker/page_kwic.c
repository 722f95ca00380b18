#include <stdlib.h>
#include <string.h>

#include "query/columns.h"
#include "query/hitlist.h"
#include "query/text.h"
#include "serve/worker/concordance.h"
#include "serve/worker/show.h"

#define HITS 50
#define COLUMNS_SHOWN 52

static const struct order orders[] = {
	{ "index", "As in the index", SORT_INDEX, HITS_AS_FOUND },
	{ "left", "By the words before", SORT_INDEX, HITS_BY_LEFT },
	{ "right", "By the words behind", SORT_INDEX, HITS_BY_RIGHT },
	{ "-date", "Newest first", SORT_NEWEST, HITS_AS_FOUND },
	{ "date", "Oldest first", SORT_OLDEST, HITS_AS_FOUND },
	{ "source", "By source", SORT_SOURCE, HITS_AS_FOUND },
	{ NULL, NULL, SORT_INDEX, 0 },
};
static const char *const others[] = { NULL };
static const struct ask_form form = {
	.page = "kwic",
	.orders = orders,
	.usual = HITS,
	.pages = true,
	.others = others,
};

/* Context is cut by its width; the pieces of words at its ends are left out,
 * where words are parted by spaces. */
static struct slice whole_words(const struct buf *b, bool cut_before,
                                bool cut_behind)
{
	const char *p = buf_str(b), *end = p + b->len, *at;

	at = cut_before ? memchr(p, ' ', b->len) : NULL;
	if (at != NULL)
		p = at;
	at = cut_behind ? memrchr(p, ' ', (size_t)(end - p)) : NULL;
	if (at != NULL)
		end = at;
	return (struct slice){ p, (size_t)(end - p) };
}

static void put_hit(void *ctx, FILE *out, const struct row *row, uint32_t n)
{
	const struct ask *a = ctx;
	const struct record *r = row->r;
	struct context c = CONTEXT_INIT;
	const struct slice *text = &r->part[row->h->part];
	struct ask plain = *a;
	bool cut_before = text_before(text->p, row->h->start, row->columns) > 0;
	bool cut_behind = text_behind(text->p, text->len, row->h->end,
	                              row->columns) < text->len;

	context_make(&c, r, row->h, row->columns);
	/* The article is found by its list, not by this one's order. */
	plain.order = &a->form->orders[0];
	plain.first = 0;
	plain.max = a->form->usual;
	fputs("<tr><td class=\"when\">", out);
	show_day(out, &r->published);
	fputs("</td>", out);
	show_open(out, "td class=\"left\"", r);
	show_slice(out, whole_words(&c.left, cut_before, false));
	fputs("</td>", out);
	show_open(out, "td class=\"hit\"", r);
	show_article_link(out, &plain, r->key, n);
	fputs("<mark>", out);
	show_slice(out, slice_of(&c.hit));
	fputs("</mark></a></td>", out);
	show_open(out, "td class=\"right\"", r);
	show_slice(out, whole_words(&c.right, false, cut_behind));
	fputs("</td><td class=\"where\">", out);
	show_name(out, r->source);
	fputs("</td></tr>\n", out);
	context_release(&c);
}

static void put_table(FILE *out, const struct ask *a,
                      const struct concordance *c)
{
	const struct pager p = { .total = c->seen,
		                 .counted = c->counted,
		                 .more = c->more };

	fputs("<section class=\"results\" aria-labelledby=\"count\">\n"
	      "<div class=\"bar\"><h1 id=\"count\">",
	      out);
	if (c->counted)
		show_count(out, c->seen, "hit", "hits");
	else
		fputs("Hits", out);
	fputs("</h1>\n", out);
	show_orders(out, a);
	fputs("</div>\n", out);
	show_views(out, a);
	show_chosen(out, a);
	if (c->len > 0) {
		fputs("<div class=\"scroll\">\n<table class=\"kwic\">\n"
		      "<thead><tr><th scope=\"col\">Date</th>"
		      "<th scope=\"col\" class=\"left\">Before</th>"
		      "<th scope=\"col\">Hit</th>"
		      "<th scope=\"col\">Behind</th>"
		      "<th scope=\"col\">Source</th></tr></thead>\n<tbody>\n",
		      out);
		fwrite(c->text, 1, c->len, out);
		fputs("</tbody>\n</table>\n</div>\n", out);
	} else {
		fputs(a->first == 0 ? "<p>There are no hits.</p>\n"
		                    : "<p>There are no more hits.</p>\n",
		      out);
	}
	show_pager(out, a, &p);
	fputs("</section>\n", out);
}

static enum nx_status hits(struct worker *w, struct answer *a, struct ask *ask,
                           struct nx_err *err)
{
	struct concordance c;
	enum nx_status st =
		concordance_find(&c, w, ask, COLUMNS_SHOWN, put_hit, ask, err);

	if (st == NX_USAGE) {
		a->status = 400;
		show_begin(a->out, w, ask, "Error", NULL);
		show_query_error(a->out, ask, err);
		show_end(a->out);
		st = NX_OK;
	} else if (st == NX_OK) {
		show_begin(a->out, w, ask, ask->q, "context");
		put_table(a->out, ask, &c);
		show_end(a->out);
	}
	concordance_release(&c);
	return st;
}

enum nx_status page_kwic(struct worker *w, struct answer *a,
                         const struct target *t, struct nx_err *err)
{
	struct ask ask;
	enum nx_status st = ask_read(&ask, t, &form, err);

	if (st == NX_OK)
		st = hits(w, a, &ask, err);
	ask_release(&ask);
	return st;
}
