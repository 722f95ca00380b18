/* check.h - whether a candidate really matches
 *
 * The plan's query finds every matching article and may find more.  Here each
 * candidate's conjuncts that libxapian cannot say are evaluated on its word
 * positions, read from the index: exactly, and only for articles that all else
 * agrees on.
 *
 *     checker_init
 *       checker_decide       as libxapian's match decider
 *     checker_release
 */
#ifndef NEWSIDX_QUERY_CHECK_H
#define NEWSIDX_QUERY_CHECK_H

#include "query/interval.h"
#include "query/leaves.h"
#include "query/plan.h"
#include "query/plan_field.h"

struct docset;

struct checker {
	struct index *x;
	const struct plan *plan;
	const struct plan_context *c;
	const struct node *known; /* of the plan's checks: need not be made */

	bool sentences, paragraphs, parts; /* what the conjuncts ask for */
	const struct node *needs;          /* and this node, if any */

	xap_docid docid; /* the article being looked at */
	struct xap_doc *doc;
	struct leaves leaves;
	struct intervals intervals;

	/* Articles of the names and labels asked for, found by
	 * libxapian when first asked for; sorted by node. */
	struct docset *set;
	size_t n_set, cap_set;

	enum nx_status st; /* a failure inside a callback that has none */
	struct nx_err err;
};

void checker_init(struct checker *k, const struct plan *plan, struct index *x,
                  const struct expansion *e, const struct plan_context *c);
void checker_release(struct checker *k);

/* Whether the words of the article are those of node, which checker_can says
 * yes to.  After a failure, which st has, no. */
bool checker_matches(struct checker *k, xap_docid docid,
                     const struct node *node);

/* Where the words of a node, which is of the lowered tree, stand in the article:
 * for intervals_wanted.  *p is good until the next article is looked at.
 * Failures of reading are noted in k's leaves. */
enum nx_status checker_positions(struct checker *k, xap_docid docid,
                                 const struct node *node, struct positions *p,
                                 struct nx_err *err);

/* Whether node is about words alone, wherever in the article they stand. */
bool checker_can(const struct node *node);

/* An xap_decide_fn; ctx is a struct checker. */
enum xap_status checker_decide(void *ctx, xap_docid docid, struct xap_doc *doc,
                               bool *accept, struct xap_error *err);

#endif
