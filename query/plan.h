/* plan.h - a question as libxapian is asked it
 *
 * The planner makes of a lowered tree a query of libxapian's operators that
 * every matching article satisfies: the candidates, ranked.  Where that query
 * says exactly what the tree says, nothing more is needed.  Where it says less
 * (a phrase inside w/n, sentences, "at least 3"), the plan lists the conjuncts
 * that must be checked on the article's own words (check.h).
 */
#ifndef NEWSIDX_QUERY_PLAN_H
#define NEWSIDX_QUERY_PLAN_H

#include "lib/index/index.h"
#include "query/expand.h"
#include "query/terms.h"

/* What a plan is made for; kept, and not owned, by whoever checks. */
struct plan_context {
	struct index *x;
	const struct query *q;
	struct analyser *a;
	struct work *work;
	/* Leave PHRASE and NEAR to the checker: the index keeps positions where
	 * libxapian does not know of them; or to measure it. */
	bool own;
	bool intervals; /* without quick.h: to hold that to interval.h */
};

struct plan {
	struct xap_query *query;
	/* Nodes of the lowered tree that a candidate must be checked for; it
	 * must match all of them. */
	const struct node **check;
	size_t n_check;
};

/* NX_USAGE, with the column, for what cannot be answered. */
enum nx_status plan_make(struct plan *p, const struct plan_context *c,
                         const struct lowered *low, const struct expansion *e,
                         struct nx_err *err);
void plan_release(struct plan *p);

/* The prefix of a field's terms, and whether its values are words (otherwise
 * they are taken as they stand). */
const char *field_prefix(enum field f, bool *words);

#endif
