#include "query/locate.h"

void locator_release(struct locator *l)
{
	token_list_release(&l->tokens);
	intervals_release(&l->intervals);
}

struct telling {
	hit_fn *fn;
	void *ctx;
};

static enum nx_status tell(void *ctx, enum part part,
                           const struct intervals *hits,
                           const struct occurrences *o, struct nx_err *err)
{
	const struct telling *t = ctx;
	const struct ends *ends = &occurrences_positions(o)->sentence;
	enum nx_status st = NX_OK;
	uint32_t sentence = 0;

	for (size_t i = 0; st == NX_OK && i < hits->n; i++) {
		const struct interval *v = &hits->v[i];
		struct span s = occurrences_span(o, v->first, v->last);
		struct hit h = { part, s.first, s.last, s.start, s.end, 0, o };

		while (sentence < ends->n && ends->v[sentence] < v->first)
			sentence++;
		h.sentence = sentence + 1;
		st = t->fn(t->ctx, &h, err);
	}
	return st;
}

static enum nx_status locate_in(struct locator *l, const struct search *s,
                                const struct record *r, enum part part,
                                part_hits_fn *fn, void *ctx, struct nx_err *err)
{
	const struct span_matcher m = { expansion_matches,
		                        (void *)(uintptr_t)&s->expansion };
	const struct slice *text = &r->part[part];
	enum nx_status st = NX_OK;
	struct occurrences *o;
	bool few;

	if (text->len == 0)
		return NX_OK;
	analyser_run(s->analyser, text->p, text->len, &l->tokens);
	if (l->tokens.positions == 0)
		return NX_OK;
	o = occurrences_new(&l->tokens, part_field(part), &m);
	watch_resume();
	few = intervals_wanted(s->low.root, occurrences_positions(o),
	                       &l->intervals);
	watch_pause();
	if (few)
		st = fn(ctx, part, &l->intervals, o, err);
	else
		st = nx_fail(err, NX_BOUND,
		             "%.*s has more than %zu hits; ask for something "
		             "rarer, or leave this article out with -id:",
		             (int)r->key.len, r->key.p, LIMIT_HIT_LIST);
	occurrences_free(o);
	return st;
}

enum nx_status locate_parts(struct locator *l, const struct search *s,
                            const struct record *r, part_hits_fn *fn, void *ctx,
                            struct nx_err *err)
{
	enum nx_status st = NX_OK;

	for (int p = 0; st == NX_OK && p < PARTS; p++)
		st = locate_in(l, s, r, (enum part)p, fn, ctx, err);
	return st;
}

enum nx_status locate(struct locator *l, const struct search *s,
                      const struct record *r, hit_fn *fn, void *ctx,
                      struct nx_err *err)
{
	struct telling t = { fn, ctx };

	return locate_parts(l, s, r, tell, &t, err);
}
