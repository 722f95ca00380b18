#include "query/passage.h"

#include <string.h>

#include "lib/base/utf8.h"

/* How far an end of a passage moves to fall between words. */
#define TIDY 24

void findings_release(struct findings *f)
{
	token_list_release(&f->tokens);
	for (int p = 0; p < PARTS; p++)
		hits_release(&f->hits[p]);
}

/* The first hit of those that share a window of width bytes with most others. */
static const struct span *densest(const struct span_list *l, size_t width)
{
	size_t best = 0, most = 0, from = 0;

	for (size_t to = 0; to < l->n; to++) {
		while (l->v[to].end - l->v[from].start > width && from < to)
			from++;
		if (to - from + 1 > most) {
			most = to - from + 1;
			best = from;
		}
	}
	return &l->v[best];
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
	static const struct span beginning = { 0, 0, 0, 0 };
	struct passage *g = &f->passage;
	const struct span *hit = &beginning;

	g->part = PART_BODY;
	if (f->hits[PART_BODY].interval.n > 0)
		hit = densest(&f->hits[PART_BODY].interval, width);
	else if (f->hits[PART_DECK].interval.n > 0) {
		g->part = PART_DECK;
		hit = densest(&f->hits[PART_DECK].interval, width);
	} else if (r->part[PART_BODY].len == 0) {
		g->part = PART_DECK;
	}
	g->start = g->end = 0;
	if (r->part[g->part].len > 0)
		passage_around(g, r->part[g->part], hit, width);
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
