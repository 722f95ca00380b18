#include "query/quick.h"

#include <stdlib.h>

#include "lib/base/mem.h"

bool quick_can(const struct node *node)
{
	bool near = node->kind == NODE_NEAR && node->unit == UNIT_WORDS &&
	            !node->negated;

	if (node->kind == NODE_TERM)
		return true;
	if (!near && (node->kind != NODE_PHRASE || node->n_kid > LIMIT_PHRASE ||
	              (node->flags & PHRASE_FIXED) == 0))
		return false;
	for (size_t i = 0; i < node->n_kid; i++) {
		const struct node *kid = node->kid[i];

		/* The width of a phrase's words does not matter: only where
		 * they begin. */
		if (kid->kind != NODE_TERM || (near && kid->term->width != 1))
			return false;
	}
	return true;
}

/* ---- phrases --------------------------------------------------------------
 */

/* Places that are tried one by one before steps double. */
#define NEAR_BY 8

/* The first place in v[from .. n - 1] that is not before pos: mostly it is
 * near. */
static inline size_t gallop(struct places l, size_t from, uint32_t pos)
{
	size_t step = NEAR_BY, lo = from, hi = from;

	for (size_t i = 0; i < NEAR_BY; i++, lo++)
		if (lo >= l.n || l.v[lo] >= pos)
			return lo;
	hi = lo;

	while (hi < l.n && l.v[hi] < pos) {
		lo = hi + 1;
		hi += step;
		step *= 2;
	}
	hi = hi < l.n ? hi : l.n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (l.v[mid] < pos)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Where a phrase may begin. */
struct starts {
	uint32_t *v;
	size_t n;
	uint32_t few[64];
};

static void starts_begin(struct starts *s, struct places l, uint32_t offset)
{
	s->v = l.n <= sizeof s->few / sizeof s->few[0]
	               ? s->few
	               : nx_alloc(l.n * sizeof *s->v);
	s->n = 0;
	for (size_t i = 0; i < l.n; i++)
		if (l.v[i] >= offset)
			s->v[s->n++] = l.v[i] - offset;
}

static void starts_end(struct starts *s)
{
	if (s->v != s->few)
		free(s->v);
}

/* Keep those that have the offset's place in l; one of them is enough if it is
 * the last list. */
static void starts_keep(struct starts *s, struct places l, uint32_t offset,
                        bool last)
{
	size_t at = 0, kept = 0;

	for (size_t i = 0; i < s->n && !(last && kept > 0); i++) {
		at = gallop(l, at, s->v[i] + offset);
		if (at == l.n)
			break;
		if (l.v[at] == s->v[i] + offset)
			s->v[kept++] = s->v[i];
	}
	s->n = kept;
}

/* ---- words of a question --------------------------------------------------
 */

/* The kids, the rarest first: mostly it is seen without the others that an
 * article does not match, and their blocks need not be read. */
static void order_words(const struct node *node, struct leaves *l)
{
	const struct node **w = l->ordered;

	if (l->phrase == node)
		return;
	l->phrase = node;
	for (size_t i = 0; i < node->n_kid; i++) {
		uint64_t n = leaf_articles(l, node->kid[i]->term);
		size_t at = i;

		for (; at > 0 && leaf_articles(l, w[at - 1]->term) > n; at--)
			w[at] = w[at - 1];
		w[at] = node->kid[i];
	}
}

static bool phrase(const struct node *node, struct leaves *l)
{
	const struct node *const *w = l->ordered;
	struct starts s;
	bool found;

	order_words(node, l);
	starts_begin(&s, leaf_list(l, w[0]->term), w[0]->offset);
	for (size_t i = 1; i < node->n_kid && s.n > 0; i++)
		starts_keep(&s, leaf_list(l, w[i]->term), w[i]->offset,
		            i + 1 == node->n_kid);
	found = s.n > 0;
	starts_end(&s);
	return found;
}

/* Whether some b stands 1 .. n behind an a, or if both ways, before it. */
static bool stand_near(struct places a, struct places b, uint32_t n,
                       bool both_ways)
{
	size_t at = 0;

	for (size_t i = 0; i < a.n; i++) {
		uint32_t pos = a.v[i], least = pos + 1;
		size_t j;

		if (both_ways)
			least = pos > n ? pos - n : 0;
		at = gallop(b, at, least);
		/* One occurrence is not near itself. */
		j = at < b.n && b.v[at] == pos ? at + 1 : at;
		if (j < b.n && b.v[j] <= pos + n)
			return true;
		if (at == b.n)
			return false;
	}
	return false;
}

static bool near(const struct node *node, struct leaves *l)
{
	struct places a = leaf_list(l, node->kid[0]->term), b;

	if (a.n == 0)
		return false;
	b = leaf_list(l, node->kid[1]->term);
	return stand_near(a, b, node->n, !node->ordered);
}

bool quick_matches(const struct node *node, struct leaves *l)
{
	if (node->kind == NODE_TERM)
		return leaf_stands(l, node->term);
	return node->kind == NODE_PHRASE ? phrase(node, l) : near(node, l);
}

/* ---- phrases whose words have other spellings ------------------------------
 */

struct width {
	uint32_t least, most;
};

static struct width width_of(const struct node *node)
{
	struct width sum = { 0, 0 };

	if (node->kind == NODE_TERM)
		return (struct width){ node->term->width, node->term->width };
	for (size_t i = 0; i < node->n_kid; i++) {
		struct width w = width_of(node->kid[i]);

		if (node->kind == NODE_OR) {
			sum.least = i == 0 || w.least < sum.least ? w.least
			                                          : sum.least;
			sum.most = w.most > sum.most ? w.most : sum.most;
		} else {
			sum.least += w.least + node->kid[i]->n;
			sum.most += w.most + node->kid[i]->n;
		}
	}
	return sum;
}

/* The kid that is the rarest word but for that one, or n_kid. */
static size_t rarest_kid(const struct node *node, struct leaves *l, size_t but)
{
	uint64_t least = UINT64_MAX;
	size_t found = node->n_kid;

	for (size_t i = 0; i < node->n_kid; i++) {
		const struct node *kid = node->kid[i];

		if (i == but || kid->kind != NODE_TERM)
			continue;
		if (found == node->n_kid || leaf_articles(l, kid->term) < least)
			found = i;
		least = leaf_articles(l, node->kid[found]->term);
	}
	return found;
}

/* Whether some b stands least .. most behind an a. */
static bool stand_behind(struct places a, struct places b, struct width w)
{
	size_t at = 0;

	for (size_t i = 0; i < a.n; i++) {
		at = gallop(b, at, a.v[i] + w.least);
		if (at == b.n)
			return false;
		if (b.v[at] <= a.v[i] + w.most)
			return true;
	}
	return false;
}

bool quick_may(const struct node *node, struct leaves *l)
{
	struct width apart = { 0, 0 };
	size_t a, b;
	struct places of_a;

	if (node->kind != NODE_PHRASE)
		return true;
	a = rarest_kid(node, l, node->n_kid);
	b = rarest_kid(node, l, a);
	if (a == node->n_kid || b == node->n_kid)
		return true;
	for (size_t i = a < b ? a : b; i < (a < b ? b : a); i++) {
		struct width w = width_of(node->kid[i]);

		apart.least += w.least + node->kid[i + 1]->n;
		apart.most += w.most + node->kid[i + 1]->n;
	}
	of_a = leaf_list(l, node->kid[a]->term);
	if (of_a.n == 0)
		return false;
	if (a < b)
		return stand_behind(of_a, leaf_list(l, node->kid[b]->term),
		                    apart);
	return stand_behind(leaf_list(l, node->kid[b]->term), of_a, apart);
}

bool quick_phrase(struct leaves *l, struct pos_term *const *term, size_t n)
{
	struct starts s;
	bool found;

	starts_begin(&s, term_list(l, term[0]), 0);
	for (size_t i = 1; i < n && s.n > 0; i++)
		starts_keep(&s, term_list(l, term[i]), (uint32_t)i, i + 1 == n);
	found = s.n > 0;
	starts_end(&s);
	return found;
}
