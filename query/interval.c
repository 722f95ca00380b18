#include "query/interval.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

void intervals_release(struct intervals *l)
{
	free(l->v);
	l->v = NULL;
	l->n = l->cap = 0;
}

static bool before(const struct interval *a, const struct interval *b)
{
	return a->first != b->first ? a->first < b->first : a->last < b->last;
}

/* Where the run that begins at i ends. */
static size_t run_end(const struct interval *v, size_t n, size_t i)
{
	for (i++; i < n && !before(&v[i], &v[i - 1]); i++)
		;
	return i;
}

/* Merge each two neighbouring runs of v into out; how many there are then. */
static size_t merge_runs(const struct interval *v, size_t n,
                         struct interval *out)
{
	size_t runs = 0, at = 0;

	for (size_t i = 0; i < n; runs++) {
		size_t mid = run_end(v, n, i), end = mid, j = mid;

		if (mid < n)
			end = run_end(v, n, mid);
		while (i < mid || j < end)
			if (j == end || (i < mid && !before(&v[j], &v[i])))
				out[at++] = v[i++];
			else
				out[at++] = v[j++];
		i = end;
	}
	return runs;
}

/* A merge sort of the runs that are there: what comes here is mostly a few
 * lists, each sorted, one behind the other. */
static void sort(struct intervals *l)
{
	struct interval *other = nx_alloc(l->cap * sizeof *other), *t;
	size_t runs;

	do {
		runs = merge_runs(l->v, l->n, other);
		t = l->v;
		l->v = other;
		other = t;
	} while (runs > 1);
	free(other);
}

static bool is_minimal(const struct intervals *l)
{
	for (size_t i = 1; i < l->n; i++)
		if (l->v[i].first <= l->v[i - 1].first ||
		    l->v[i].last <= l->v[i - 1].last)
			return false;
	return true;
}

void intervals_minimal(struct intervals *l)
{
	size_t kept = l->n;

	if (is_minimal(l))
		return;
	sort(l);
	/* From the end: whatever ends no earlier than one that begins no
	 * earlier contains it.  Of those that begin alike the shortest stands
	 * first, and must win. */
	for (size_t i = l->n; i-- > 0;) {
		if (kept < l->n && l->v[i].last >= l->v[kept].last)
			continue;
		if (kept < l->n && l->v[i].first == l->v[kept].first)
			kept++;
		l->v[--kept] = l->v[i];
	}
	l->n -= kept;
	for (size_t i = 0; i < l->n; i++)
		l->v[i] = l->v[i + kept];
}

/* Below this many a list just grows. */
#define SMALL 4096

/* Minimal, a list has no more intervals than the text has positions, however
 * many are added. */
static void make_room(struct intervals *l)
{
	if (l->n >= SMALL)
		intervals_minimal(l);
	if (l->n <= l->cap / 2 && l->cap != 0)
		return;
	l->cap = l->cap < 8 ? 16 : l->cap * 2;
	l->v = nx_realloc_array(l->v, l->cap, sizeof *l->v);
}

void intervals_add(struct intervals *l, uint32_t first, uint32_t last)
{
	if (l->n == l->cap)
		make_room(l);
	l->v[l->n].first = first;
	l->v[l->n++].last = last;
}

static void swap(struct intervals *a, struct intervals *b)
{
	struct intervals t = *a;

	*a = *b;
	*b = t;
}

/* ---- near --------------------------------------------------------------- */

struct near {
	const struct node *node;
	const struct ends *ends; /* NULL: by words */
	struct work *work;
};

size_t ends_unit(const struct ends *e, uint32_t pos)
{
	size_t lo = 0, hi = e->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (e->v[mid] < pos)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Whether a and b, which are gap apart, count as near; their hull. */
static bool is_near(const struct near *k, const struct interval *a,
                    const struct interval *b, struct interval *hull)
{
	uint32_t gap = 0;

	hull->first = a->first < b->first ? a->first : b->first;
	hull->last = a->last > b->last ? a->last : b->last;
	if (k->ends != NULL)
		return ends_unit(k->ends, hull->first) ==
		       ends_unit(k->ends, hull->last);
	if (b->first > a->last)
		gap = b->first - a->last;
	else if (a->first > b->last)
		gap = a->first - b->last;
	return gap <= k->node->n;
}

/* All hulls of this a with some b that can be minimal go to out; *at is the
 * first b that does not end before a.  Of those b that lie wholly to one side
 * only the nearest can be: with any other the hull contains that one's.
 * Returns whether there was any. */
static bool hulls(const struct near *k, const struct interval *a,
                  const struct intervals *b, size_t *at, struct intervals *out)
{
	struct interval h;
	bool found = false, ordered = k->node->ordered;
	size_t i;

	while (*at < b->n && b->v[*at].last < a->first)
		(*at)++;
	i = *at;
	if (!ordered && i > 0 && is_near(k, a, &b->v[i - 1], &h)) {
		intervals_add(out, h.first, h.last);
		found = true;
	}
	for (; i < b->n; i++) {
		const struct interval *x = &b->v[i];
		bool behind = x->first > a->last;
		bool same = x->first == a->first && x->last == a->last;

		if (!same && (behind || !ordered) && is_near(k, a, x, &h)) {
			intervals_add(out, h.first, h.last);
			found = true;
		}
		if (behind || work_over(k->work, 1))
			break;
	}
	return found;
}

static void eval_near(const struct node *node, const struct positions *p,
                      struct intervals *out)
{
	struct near k = { node, NULL, p->work };
	struct intervals a = INTERVALS_INIT, b = INTERVALS_INIT;
	size_t at = 0, kept = 0;

	if (node->unit == UNIT_SENTENCE)
		k.ends = &p->sentence;
	else if (node->unit == UNIT_PARAGRAPH)
		k.ends = &p->paragraph;
	intervals_eval(node->kid[0], p, &a);
	/* Positions are dear: without an A nobody asks for the B. */
	if (a.n > 0)
		intervals_eval(node->kid[1], p, &b);
	for (size_t i = 0; i < a.n && !work_over(p->work, 1); i++) {
		if (hulls(&k, &a.v[i], &b, &at, out) || !node->negated)
			continue;
		a.v[kept++] = a.v[i];
	}
	if (node->negated) {
		a.n = kept;
		swap(&a, out);
	}
	intervals_minimal(out);
	intervals_release(&a);
	intervals_release(&b);
}

/* ---- the others --------------------------------------------------------- */

/* Extend each interval of out by the one of next that begins so many positions
 * behind its end. */
static void extend(struct intervals *out, const struct intervals *next,
                   uint32_t distance)
{
	size_t kept = 0, j = 0;

	for (size_t i = 0; i < out->n; i++) {
		uint32_t want = out->v[i].last + distance;

		while (j < next->n && next->v[j].first < want)
			j++;
		if (j == next->n)
			break;
		if (next->v[j].first != want)
			continue;
		out->v[kept].first = out->v[i].first;
		out->v[kept++].last = next->v[j].last;
	}
	out->n = kept;
}

static void eval_phrase(const struct node *node, const struct positions *p,
                        struct intervals *out)
{
	struct intervals next = INTERVALS_INIT;

	intervals_eval(node->kid[0], p, out);
	for (size_t i = 1; i < node->n_kid && out->n > 0; i++) {
		intervals_eval(node->kid[i], p, &next);
		if (work_over(p->work, out->n + next.n))
			break;
		extend(out, &next, 1 + node->kid[i]->n);
	}
	intervals_release(&next);
}

static void eval_or(const struct node *node, const struct positions *p,
                    struct intervals *out)
{
	struct intervals one = INTERVALS_INIT;

	for (size_t i = 0; i < node->n_kid; i++) {
		intervals_eval(node->kid[i], p, &one);
		if (work_over(p->work, one.n))
			break;
		for (size_t j = 0; j < one.n; j++)
			intervals_add(out, one.v[j].first, one.v[j].last);
	}
	intervals_release(&one);
	intervals_minimal(out);
}

static struct interval part(const struct node *node, const struct positions *p)
{
	struct interval in = p->body;

	if (node->kind == NODE_SEGMENT && node->field == FIELD_TITLE)
		return p->title;
	if (node->kind == NODE_SEGMENT && node->field == FIELD_DECK)
		return p->deck;
	if (node->kind == NODE_FIRST && in.first <= in.last &&
	    node->n <= in.last - in.first)
		in.last = in.first + node->n - 1;
	return in;
}

static void eval_part(const struct node *node, const struct positions *p,
                      struct intervals *out)
{
	struct interval in = part(node, p);
	size_t kept = 0;

	intervals_eval(node->kid[0], p, out);
	for (size_t i = 0; i < out->n; i++)
		if (out->v[i].first >= in.first && out->v[i].last <= in.last)
			out->v[kept++] = out->v[i];
	out->n = kept;
}

void intervals_eval(const struct node *node, const struct positions *p,
                    struct intervals *out)
{
	out->n = 0;
	if (work_over(p->work, 1))
		return;
	switch (node->kind) {
	case NODE_TERM:
		p->term(p->ctx, node->term, out);
		intervals_minimal(out);
		break;
	case NODE_PHRASE:
		eval_phrase(node, p, out);
		break;
	case NODE_NEAR:
		eval_near(node, p, out);
		break;
	case NODE_OR:
		eval_or(node, p, out);
		break;
	case NODE_FIRST:
	case NODE_SEGMENT:
		eval_part(node, p, out);
		break;
	default:
		break;
	}
}

/* ---- a whole tree ------------------------------------------------------- */

static void unique(struct intervals *l)
{
	size_t kept = 0;

	if (l->n == 0)
		return;
	sort(l);
	for (size_t i = 1; i < l->n; i++)
		if (before(&l->v[kept], &l->v[i]))
			l->v[++kept] = l->v[i];
	l->n = kept + 1;
}

/* Each once before there is more room, so that a thousand expressions that find
 * the same take no more of it than one. */
static void add_all(struct intervals *l, const struct intervals *more)
{
	if (more->n == 0)
		return;
	if (l->n + more->n > l->cap) {
		unique(l);
		l->cap = 2 * (l->n + more->n);
		l->v = nx_realloc_array(l->v, l->cap, sizeof *l->v);
	}
	memcpy(l->v + l->n, more->v, more->n * sizeof *l->v);
	l->n += more->n;
}

static bool add_wanted(const struct node *node, const struct positions *p,
                       struct intervals *one, struct intervals *out)
{
	size_t n = node->kind == NODE_NOT ? 1 : node->n_kid;
	bool all = true;

	if (node->kind == NODE_FIELD)
		return true;
	if (node_positional(node)) {
		intervals_eval(node, p, one);
		add_all(out, one);
		if (out->n <= 2 * LIMIT_HIT_LIST)
			return true;
		unique(out);
		return out->n <= LIMIT_HIT_LIST;
	}
	for (size_t i = 0; all && i < n; i++)
		all = add_wanted(node->kid[i], p, one, out);
	return all;
}

bool intervals_wanted(const struct node *root, const struct positions *p,
                      struct intervals *out)
{
	struct intervals one = INTERVALS_INIT;
	bool all;

	out->n = 0;
	all = add_wanted(root, p, &one, out);
	unique(out);
	intervals_release(&one);
	if (out->n <= LIMIT_HIT_LIST)
		return all;
	out->n = LIMIT_HIT_LIST;
	return false;
}
