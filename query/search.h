/* search.h - a question, asked
 *
 *     search_open        reads the question, plans it
 *       search_run ...   a page of results, and how many there are in all
 *     search_close
 *
 * A search belongs to one open index; when that turns out to be outdated,
 * search_run returns NX_STALE and everything is to be opened again.
 */
#ifndef NEWSIDX_QUERY_SEARCH_H
#define NEWSIDX_QUERY_SEARCH_H

#include <stdio.h>

#include "query/check.h"
#include "query/gather.h"
#include "query/parse.h"
#include "query/plan.h"
#include "query/rank.h"

enum sort {
	SORT_RELEVANCE,
	SORT_OLDEST, /* --sort=date */
	SORT_NEWEST, /* --sort=-date */
	SORT_SOURCE,
	SORT_INDEX, /* as the index has them: search_stream */
};

/* Whether an article that the question finds is one of the answer; asked of each,
 * by ascending docid within a segment. */
typedef enum nx_status keep_fn(void *ctx, xap_docid docid, bool *keep,
                               struct nx_err *err);

struct search_options {
	const struct language *language; /* NULL: the one of
	                                  * lang:, or the index's */
	int64_t now;                     /* what last: counts from */
	const struct ranking *ranking;   /* NULL: ranking_default; outlives
	                                  * the search */
	bool own, intervals; /* see plan_context */
	/* Only the results that are asked for are looked for, and their total
	 * is what libxapian estimates then. */
	bool estimate;
	double timeout; /* seconds for opening and running; 0: no bound */
	keep_fn *keep;  /* NULL: all that it finds */
	void *keep_ctx;
};

struct search {
	struct index *x;
	const struct ranking *ranking;
	struct analyser *analyser;
	struct query *query;
	struct lowered low;
	struct expansion expansion;
	struct plan plan;
	struct plan_context context;
	struct work work;
	struct checker checker;
	/* Made by the first search_run; narrowed is NULL where it is of no use.
	 */
	bool ran;
	struct gathered gathered;
	struct xap_query *narrowed;
	bool estimate;
	keep_fn *keep;
	void *keep_ctx;
	enum nx_status keep_st; /* a failure of it */
	struct nx_err keep_err;
};

struct result {
	xap_docid docid;
	double weight;
};

struct results {
	struct result *v;
	size_t n;
	uint32_t total; /* articles that match, exactly */
};

/* NX_USAGE, with the column in err's sentence, for a question that cannot be
 * read or answered; NX_TIMEOUT.  s needs search_close only on success. */
enum nx_status search_open(struct search *s, struct index *x, const char *text,
                           const struct search_options *o, struct nx_err *err);
void search_close(struct search *s);

/* Before anything is run: only the articles that have these docids, ascending,
 * in the segments that they are of, are looked at. */
enum nx_status search_only(struct search *s, const xap_docid *v, size_t n,
                           struct nx_err *err);

/* Results first, first + 1, ... (from 0), at most max. */
enum nx_status search_run(struct search *s, uint32_t first, uint32_t max,
                          enum sort sort, struct results *r,
                          struct nx_err *err);
void results_release(struct results *r);

/* Find first, by the blocks of a rare word, which articles a phrase or proximity
 * leaves (gather.h): so search_run does it, and search_stream goes through these
 * alone.  Once is enough.  NX_TIMEOUT, and failures of reading. */
enum nx_status search_narrow(struct search *s, struct nx_err *err);

/* Call fn for every article that matches, in the order of the index, as soon as
 * it is found; fn may read the index.  Whatever fn returns but NX_OK ends it
 * and is returned. */
typedef enum nx_status found_fn(void *ctx, xap_docid docid,
                                struct nx_err *err);
enum nx_status search_stream(struct search *s, found_fn *fn, void *ctx,
                             struct nx_err *err);

/* How the question was read: its canonical form, what its words stand for, and
 * libxapian's query. */
enum nx_status search_explain(struct search *s, FILE *out, struct nx_err *err);

#endif
