/* ask.h - what somebody asks, out of the parameters of a request
 *
 *     ask_read            parameters, checked
 *       ask_open          the search
 *       ask_link ...      the same question, somewhat changed
 *     ask_release
 *
 * Facets that were chosen are parameters of their own beside the query: their
 * articles have that very value, which no query says.
 */
#ifndef NEWSIDX_SERVE_WORKER_ASK_H
#define NEWSIDX_SERVE_WORKER_ASK_H

#include "query/each.h"
#include "query/tally.h"
#include "serve/common/target.h"

struct filter {
	enum facet facet;
	const char *value;
};

/* A way to sort that a request can name. */
struct order {
	const char *name, *label;
	enum sort sort;
	int how; /* the page's own */
};

/* Which parameters a page or a list takes. */
struct ask_form {
	const char *page; /* the page that is one, as a link: "./", "kwic" */
	const struct order *orders; /* the first is the default, and no
	                             * parameter if it is the only one; ended by
	                             * a NULL */
	uint32_t usual; /* results, unless it says how many; 0: all */
	bool pages;     /* page and per, or else offset and limit */
	const char *const *others; /* that are allowed; ended by a NULL */
};

struct ask {
	const struct target *target;
	const struct ask_form *form;
	const char *q;         /* "" for nothing */
	const char *from, *to; /* dates, "" for none */
	const char *lang;      /* of the words, "" for the index's */
	const struct order *order;
	uint32_t first, max;
	struct filter filter[LIMIT_SERVE_PARAMS];
	size_t n_filter;

	struct buf text; /* the whole question */
	unsigned lead;   /* characters of it before q */
	unsigned column; /* of q, where ask_open failed; 0: nowhere in it */
	struct columns *columns;
};

/* The target outlives a.  NX_USAGE for what is not understood: a name that is
 * none, twice the same, a value that cannot be.  Pages, which people come to by
 * old links, pass over names that are none.  a needs ask_release also then. */
enum nx_status ask_read(struct ask *a, const struct target *t,
                        const struct ask_form *form, struct nx_err *err);
void ask_release(struct ask *a);

/* Whether nothing is asked. */
bool ask_is_blank(const struct ask *a);

/* a outlives s, and so does x. */
enum nx_status ask_open(struct ask *a, struct search *s, struct index *x,
                        double timeout, struct nx_err *err);

struct page ask_page(const struct ask *a);

/* ---- links ------------------------------------------------------------- */

struct link {
	const char *page;         /* "./", "kwic" ... */
	const struct filter *add; /* NULL: none */
	bool dropping;            /* without the filter of that number */
	size_t drop;
	bool range; /* other dates: from, to */
	const char *from, *to;
	bool sort;        /* with the order, and how many */
	uint32_t first;   /* result to begin with */
	const char *more; /* "name=value", NULL for none */
};

/* Write the link, to stand in an attribute. */
void ask_link(FILE *out, const struct ask *a, const struct link *l);

/* Write hidden fields of a form for all but the query and the order; the dates
 * only if dates. */
void ask_hidden(FILE *out, const struct ask *a, bool dates);

#endif
