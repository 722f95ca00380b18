#include "query/passage.h"

#include <stdlib.h>

#include "lib/base/mem.h"

/* How far an end of a passage moves to fall between words. */
#define TIDY 24

void findings_release(struct findings *f)
{
	token_list_release(&f->tokens);
	for (int p = 0; p < PARTS; p++)
		hits_release(&f->hits[p]);
}

/* A stretch of text, and how many expressions of the query stand in it. */
struct stretch {
	struct span span;
	uint32_t distinct;
};

static bool better(const struct stretch *a, const struct stretch *b)
{
	if (a->distinct != b->distinct)
		return a->distinct > b->distinct;
	return a->span.end - a->span.start < b->span.end - b->span.start;
}

/* A window over matches, moving on: how often each expression is in it. */
struct window {
	uint32_t *count;
	uint32_t distinct;
	size_t from;
};

static void leave_out(struct window *w, const struct span_list *l)
{
	uint32_t what = l->v[w->from++].what;

	if (--w->count[what] == 0)
		w->distinct--;
}

/* The shortest stretch, of width bytes at most, with the most expressions; the
 * first of such.  One match that is longer is a stretch too. */
static struct stretch best_stretch(const struct hits *h, size_t width)
{
	const struct span_list *l = &h->match;
	struct window w = { NULL, 0, 0 };
	struct stretch best = { { 0, 0, 0, 0, 0 }, 0 };

	w.count = nx_zalloc((h->expressions + 1) * sizeof *w.count);
	for (size_t to = 0; to < l->n; to++) {
		struct stretch s = { l->v[to], 0 };

		if (w.count[l->v[to].what]++ == 0)
			w.distinct++;
		while (w.from < to &&
		       (l->v[to].end > l->v[w.from].start + width ||
		        w.count[l->v[w.from].what] > 1))
			leave_out(&w, l);
		s.span.start = l->v[w.from].start;
		if (l->v[w.from].end > s.span.end)
			s.span.end = l->v[w.from].end;
		s.distinct = w.distinct;
		if (better(&s, &best))
			best = s;
	}
	free(w.count);
	return best;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* Move a start forward, or an end back, to fall between two words if one is
 * near (there is none in Japanese), between two characters anyway. */
static size_t tidy_start(const char *p, size_t at, size_t limit)
{
	size_t max = at + TIDY < limit ? at + TIDY : limit;

	if (at == 0)
		return 0;
	for (size_t i = at; i < max; i++)
		if (is_space(p[i - 1]) && !is_space(p[i]))
			return i;
	while (at < limit && is_continuation(p[at]))
		at++;
	return at;
}

static size_t tidy_end(const char *p, size_t len, size_t at, size_t limit)
{
	size_t min = at > limit + TIDY ? at - TIDY : limit;

	if (at >= len)
		return len;
	for (size_t i = at; i > min; i--)
		if (is_space(p[i]) && !is_space(p[i - 1]))
			return i;
	while (at > limit && is_continuation(p[at]))
		at--;
	return at;
}

void passage_around(struct passage *g, struct slice text,
                    const struct span *hit, size_t width)
{
	size_t size = hit->end - hit->start;
	size_t side = size < width ? (width - size) / 2 : 0;
	size_t start = hit->start > side ? hit->start - side : 0;
	size_t end = start + (size > width ? width : size) + 2 * side;

	/* A hit wider than a passage shows its beginning. */
	if (end > text.len)
		end = text.len;
	g->start = tidy_start(text.p, start, hit->start);
	g->end = tidy_end(text.p, text.len, end,
	                  size < width ? hit->end : g->start);
	g->more_before = g->start > 0;
	g->more_after = g->end < text.len;
}

static void choose(struct findings *f, const struct record *r, size_t width)
{
	struct passage *g = &f->passage;
	struct stretch body = best_stretch(&f->hits[PART_BODY], width);
	struct stretch deck = best_stretch(&f->hits[PART_DECK], width);
	bool in_deck = deck.distinct > body.distinct ||
	               r->part[PART_BODY].len == 0;

	g->part = in_deck ? PART_DECK : PART_BODY;
	g->start = g->end = 0;
	g->more_before = g->more_after = false;
	if (r->part[g->part].len > 0)
		passage_around(g, r->part[g->part],
		               in_deck ? &deck.span : &body.span, width);
}

void findings_make(struct findings *f, struct search *s,
                   const struct record *r, size_t width)
{
	const struct span_matcher m = { expansion_matches, &s->expansion };

	for (int p = 0; p < PARTS; p++) {
		const struct slice *t = &r->part[p];

		analyser_run(s->analyser, t->p != NULL ? t->p : "", t->len,
		             &f->tokens);
		hits_find(&f->hits[p], s->low.root, &f->tokens,
		          part_field((enum part)p), &m);
	}
	choose(f, r, width);
}
