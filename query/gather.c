#include "query/gather.h"

#include <stdlib.h>

#include "lib/base/mem.h"
#include "lib/index/posblock.h"
#include "query/quick.h"

/* ---- choosing ---------------------------------------------------------- */

static uint64_t least_of(struct leaves *l, const struct node *node);

static uint64_t sum_of(struct leaves *l, const struct node *node)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < node->n_kid; i++) {
		uint64_t n = least_of(l, node->kid[i]);

		sum = n > UINT64_MAX - sum ? UINT64_MAX : sum + n;
	}
	return sum;
}

static uint64_t rarest_of(struct leaves *l, const struct node *node)
{
	uint64_t least = UINT64_MAX;

	for (size_t i = 0; i < node->n_kid; i++) {
		uint64_t n = least_of(l, node->kid[i]);

		least = n < least ? n : least;
	}
	return least;
}

/* How many articles libxapian has to look at for the node, at most. */
static uint64_t least_of(struct leaves *l, const struct node *node)
{
	switch (node->kind) {
	case NODE_TERM:
		return leaf_articles(l, node->term);
	case NODE_NEAR:
		return node->negated ? least_of(l, node->kid[0])
		                     : rarest_of(l, node);
	case NODE_PHRASE:
	case NODE_AND:
		return rarest_of(l, node);
	case NODE_OR:
		return sum_of(l, node);
	case NODE_NOT:
	case NODE_SEGMENT:
	case NODE_FIRST:
	case NODE_ATLEAST:
		return least_of(l, node->kid[0]);
	case NODE_FIELD:
		return 0; /* not known, and quickly found */
	default:
		return UINT64_MAX; /* ranges: the value of each article */
	}
}

/* Some of the words that must all stand where a node matches, the rarest
 * first. */
#define REQUIRED 8

struct required {
	const struct term_leaf *leaf[REQUIRED];
	size_t n;
};

static void add_leaf(struct required *r, struct leaves *l,
                     const struct term_leaf *t)
{
	uint64_t n = leaf_articles(l, t);
	size_t at = r->n < REQUIRED ? r->n++ : REQUIRED - 1;

	if (at == REQUIRED - 1 && r->leaf[at] != NULL &&
	    leaf_articles(l, r->leaf[at]) <= n)
		return;
	for (; at > 0 && leaf_articles(l, r->leaf[at - 1]) > n; at--)
		r->leaf[at] = r->leaf[at - 1];
	r->leaf[at] = t;
}

static void find_required(struct required *r, struct leaves *l,
                          const struct node *node)
{
	bool first = node->kind == NODE_NEAR && node->negated;

	if (node->kind == NODE_TERM)
		add_leaf(r, l, node->term);
	if (node->kind == NODE_OR)
		return;
	for (size_t i = 0; i < (first ? 1 : node->n_kid); i++)
		find_required(r, l, node->kid[i]);
}

/* Whether libxapian, asked for the node, would know no more than its words. */
static bool all_required(const struct node *node)
{
	if (node->kind == NODE_OR)
		return false;
	for (size_t i = 0; i < node->n_kid; i++)
		if (!(node->kind == NODE_PHRASE &&
		      node->kid[i]->kind == NODE_OR) &&
		    !all_required(node->kid[i]))
			return false;
	return true;
}

/* Intervals cost more than whatever else is asked for. */
static bool is_fit(const struct node *node, const struct node *root)
{
	if (node->kind == NODE_TERM)
		return false;
	return quick_can(node) ||
	       (node == root && checker_can(node) && all_required(node));
}

/* The conjunct to be checked that has the rarest word, or NULL. */
static const struct node *choose(struct checker *k, const struct node *root,
                                 struct required *words)
{
	struct leaves *l = &k->leaves;
	const struct node *best = NULL;
	uint64_t least = UINT64_MAX;

	for (size_t i = 0; i < k->plan->n_check; i++) {
		const struct node *node = k->plan->check[i];
		struct required r = { { NULL }, 0 };

		if (!is_fit(node, root))
			continue;
		find_required(&r, l, node);
		if (r.n > 0 && leaf_articles(l, r.leaf[0]) < least) {
			least = leaf_articles(l, r.leaf[0]);
			best = node;
			*words = r;
		}
	}
	/* Words that come before all others are libxapian's. */
	if (best != NULL && least_of(l, root) < least)
		best = NULL;
	return best;
}

static bool all_in_blocks(const struct index *x)
{
	for (size_t i = 0; i < index_segments(x); i++)
		if (index_positions(x, i) != POSITIONS_BLOCKS)
			return false;
	return true;
}

/* ---- going through the articles ---------------------------------------- */

/* The matching articles are not few if so many of the first quarter are. */
#define FEW 32

/* Going through the articles of one word in a segment. */
struct cursor {
	struct pos_term *word;
	xap_docid docid[POSBLOCK_ARTICLES]; /* the next, from at on */
	size_t n, at;
	bool ended;
	uint64_t read; /* in all segments */
};

struct gatherer {
	struct gathered *g;
	struct checker *k;
	const struct term_leaf *rarest;
	struct cursor *word; /* of the rarest */
	size_t n_word;

	/* The next rare, which are looked for before the article is checked,
	 * each one word if it has a cursor. */
	struct required words;
	struct cursor *other;
	size_t to_see;

	bool quick, few, given_up;
	uint64_t seen; /* articles */
};

#define NO_DOCID UINT32_MAX

static void cursor_read(struct cursor *c, struct leaves *l, size_t segment,
                        xap_docid docid)
{
	enum nx_status st =
		pos_articles(c->word, segment, docid, c->docid, &c->n, &l->err);

	if (st != NX_OK)
		c->n = 0;
	if (st != NX_OK && st != NX_END && l->st == NX_OK)
		l->st = st;
	c->at = 0;
	c->ended = c->n == 0;
	c->read += c->n;
}

/* The word's first article from docid on, where the cursor has not gone
 * beyond; NO_DOCID: there is none, or a failure was noted. */
static xap_docid cursor_to(struct cursor *c, struct leaves *l, size_t segment,
                           xap_docid docid)
{
	while (c->at < c->n && c->docid[c->at] < docid)
		c->at++;
	if (c->at == c->n && !c->ended)
		cursor_read(c, l, segment, docid);
	return c->ended ? NO_DOCID : c->docid[c->at];
}

static void cursors_begin(struct cursor *c, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		c[i].n = c[i].at = 0;
		c[i].ended = false;
	}
}

/* The first article of the rarest leaf from docid on, or NO_DOCID. */
static xap_docid next_article(struct gatherer *r, size_t segment,
                              xap_docid docid)
{
	xap_docid first = NO_DOCID;

	for (size_t i = 0; i < r->n_word; i++) {
		xap_docid at =
			cursor_to(&r->word[i], &r->k->leaves, segment, docid);

		first = at < first ? at : first;
	}
	return first;
}

static bool matches(struct gatherer *r, size_t segment, xap_docid docid)
{
	xap_docid all = xap_combined_docid(docid, segment, r->g->n_seg);
	struct leaves *l = &r->k->leaves;

	for (size_t i = 0; i < r->to_see; i++)
		if (r->other[i].word != NULL &&
		    cursor_to(&r->other[i], l, segment, docid) != docid)
			return false;
	leaves_article(l, all);
	for (size_t i = 0; i < r->to_see; i++)
		if (r->other[i].word == NULL &&
		    !leaf_stands(l, r->words.leaf[i + 1]))
			return false;
	return r->quick ? quick_matches(r->g->node, l)
	                : checker_matches(r->k, all, r->g->node);
}

/* What an article takes besides reading its positions, in steps. */
#define ARTICLE_STEPS 4

static enum nx_status go_through(struct gatherer *r, size_t segment,
                                 struct nx_err *err)
{
	struct gathered_list *to = &r->g->seg[segment];
	struct leaves *l = &r->k->leaves;
	xap_docid docid = 0;

	cursors_begin(r->word, r->n_word);
	cursors_begin(r->other, r->to_see);
	while ((docid = next_article(r, segment, docid + 1)) != NO_DOCID) {
		r->seen++;
		if (matches(r, segment, docid)) {
			to->v = NX_GROW(to->v, to->n, &to->cap);
			to->v[to->n++] = docid;
			r->g->total++;
		}
		if (work_over(r->k->c->work, ARTICLE_STEPS))
			return work_refuse(r->k->c->work, err);
		r->given_up = r->few && r->g->total >= FEW &&
		              r->seen < leaf_articles(l, r->rarest) / 4;
		if (r->k->st != NX_OK || l->st != NX_OK || r->given_up)
			break;
	}
	if (r->k->st != NX_OK)
		return nx_fail(err, r->k->st, "%s", r->k->err.msg);
	if (l->st != NX_OK)
		return nx_fail(err, l->st, "%s", l->err.msg);
	return NX_OK;
}

static void open_cursors(struct gatherer *r)
{
	struct leaves *l = &r->k->leaves;

	/* Of a phrase the others are asked for only where the first two stand
	 * together (quick.h). */
	r->to_see = r->words.n - 1;
	if (r->to_see > 1 && r->g->node->kind == NODE_PHRASE)
		r->to_see = 1;
	r->n_word = l->e->of[r->rarest->id].n;
	r->word = nx_zalloc(r->n_word * sizeof *r->word);
	r->other = nx_zalloc((r->to_see + 1) * sizeof *r->other);
	for (size_t i = 0; i < r->n_word; i++)
		r->word[i].word = leaf_word(l, r->rarest, i);
	for (size_t i = 0; i < r->to_see; i++) {
		const struct term_leaf *t = r->words.leaf[i + 1];

		if (l->e->of[t->id].n == 1)
			r->other[i].word = leaf_word(l, t, 0);
	}
}

static enum nx_status go_through_all(struct gatherer *r, struct nx_err *err)
{
	enum nx_status st = NX_OK;
	uint64_t read = 0;

	open_cursors(r);
	for (size_t i = 0; st == NX_OK && !r->given_up && i < r->g->n_seg; i++)
		st = go_through(r, i, err);
	for (size_t i = 0; i < r->n_word; i++)
		read += r->word[i].read;
	/* Blocks keep what was deleted, libxapian's counts do not. */
	r->g->exact = read == leaf_articles(&r->k->leaves, r->rarest);
	free(r->word);
	free(r->other);
	return st;
}

enum nx_status gather(struct gathered *g, struct checker *k,
                      const struct node *root, bool few, struct nx_err *err)
{
	struct gatherer r = { .g = g, .k = k, .few = few };
	enum nx_status st;

	*g = (struct gathered){ .node = NULL };
	if (k->plan->n_check == 0 || k->c->intervals || !all_in_blocks(k->x))
		return NX_OK;
	g->node = choose(k, root, &r.words);
	if (g->node == NULL)
		return NX_OK;
	r.rarest = r.words.leaf[0];
	r.quick = quick_can(g->node);
	g->n_seg = index_segments(k->x);
	g->seg = nx_zalloc(g->n_seg * sizeof *g->seg);
	st = go_through_all(&r, err);
	if (st != NX_OK || r.given_up)
		gathered_release(g);
	return st;
}

void gathered_release(struct gathered *g)
{
	for (size_t i = 0; i < g->n_seg; i++)
		free(g->seg[i].v);
	free(g->seg);
	*g = (struct gathered){ .node = NULL };
}
