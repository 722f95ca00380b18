/* show.h - pieces of pages */
#ifndef NEWSIDX_SERVE_WORKER_SHOW_H
#define NEWSIDX_SERVE_WORKER_SHOW_H

#include "lib/index/record.h"
#include "query/spans.h"
#include "serve/common/html.h"
#include "serve/worker/ask.h"
#include "serve/worker/worker.h"

/* To the beginning of <main>: what every page has above it.  title may be NULL;
 * a is what was asked, also where that was nothing. */
void show_begin(FILE *out, const struct worker *w, const struct ask *a,
                const char *title, const char *body_class);
void show_end(FILE *out);

/* Words of an article, with its language and direction: an opening tag (without
 * '<' and '>'), such as "p class=...". */
void show_open(FILE *out, const char *tag, const struct record *r);

/* A piece of a text, from byte start to end, with marks; NULL: none. */
void show_marked(FILE *out, struct slice text, size_t start, size_t end,
                 const struct span_list *marks);

void show_slice(FILE *out, struct slice s);

/* A name that is not ours, whatever its direction. */
void show_name(FILE *out, struct slice s);

/* A date in words, by the clock of the article's own place: what is not known
 * of it is said.  brief: in a list. */
void show_date(FILE *out, const struct instant *i, bool brief);

/* The day alone, or what else is known of it. */
void show_day(FILE *out, const struct instant *i);

/* "1,234 articles" */
void show_count(FILE *out, uint64_t n, const char *one, const char *many);

/* A link to an article with the question that it was found by; hit: to that hit
 * in it, 0: to its beginning.  Only the opening tag. */
void show_article_link(FILE *out, const struct ask *a, struct slice key,
                       uint32_t hit);

/* Links to the pages around; more: the number of results is not known, but
 * there are more. */
struct pager {
	uint64_t total;
	bool counted, more;
};
void show_pager(FILE *out, const struct ask *a, const struct pager *p);

/* What is wrong with the query, with the place in it. */
void show_query_error(FILE *out, const struct ask *a, const struct nx_err *err);

/* The facets that were chosen, each with a link to have it off. */
void show_chosen(FILE *out, const struct ask *a);

/* How to see the same otherwise: articles, concordance, files. */
void show_views(FILE *out, const struct ask *a);

/* A list of the orders, belonging to the search form. */
void show_orders(FILE *out, const struct ask *a);

#endif
