#include "query/hitcount.h"

#include "lib/base/limits.h"

void hit_counter_init(struct hit_counter *c, struct search *s)
{
	*c = (struct hit_counter){ s, INTERVALS_INIT };
}

void hit_counter_release(struct hit_counter *c)
{
	intervals_release(&c->intervals);
}

enum nx_status hit_intervals(struct hit_counter *c, xap_docid docid,
                             const struct intervals **out, struct nx_err *err)
{
	struct search *s = c->s;
	struct leaves *l = &s->checker.leaves;
	struct positions p;
	enum nx_status st =
		checker_positions(&s->checker, docid, s->low.root, &p, err);
	bool few;

	*out = &c->intervals;
	if (st != NX_OK)
		return st;
	few = intervals_wanted(s->low.root, &p, &c->intervals);
	if (l->st != NX_OK)
		return nx_fail(err, l->st, "%s", l->err.msg);
	if (work_over(&s->work, 1))
		return work_refuse(&s->work, err);
	if (!few)
		return nx_fail(err, NX_BOUND,
		               "an article has more than %zu hits; ask for "
		               "something rarer",
		               LIMIT_HIT_LIST);
	return NX_OK;
}

enum nx_status hit_count(struct hit_counter *c, xap_docid docid, uint64_t *n,
                         struct nx_err *err)
{
	const struct node *root = c->s->low.root;
	struct leaves *l = &c->s->checker.leaves;
	const struct intervals *hits;
	enum nx_status st;

	/* Most questions; the positions themselves need not be read. */
	if (root->kind == NODE_TERM) {
		leaves_article(l, docid);
		*n = leaf_count(l, root->term);
		if (l->st != NX_OK)
			return nx_fail(err, l->st, "%s", l->err.msg);
		return NX_OK;
	}
	st = hit_intervals(c, docid, &hits, err);
	*n = hits->n;
	return st;
}
