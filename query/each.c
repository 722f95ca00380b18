#include "query/each.h"

struct walk {
	struct search *s;
	const struct page *page;
	article_fn *fn;
	void *ctx;
	uint32_t seen;  /* articles that match, so far */
	uint32_t given; /* of them, those that fn was called for */
};

/* Once something was given there is no second try. */
static enum nx_status settle(const struct walk *w, enum nx_status st,
                             struct nx_err *err)
{
	bool reading = st == NX_STALE || st == NX_IO || st == NX_CORRUPT ||
	               st == NX_NOTFOUND;

	if (w->given == 0 || !reading ||
	    (st != NX_STALE && !index_outdated(w->s->x)))
		return st;
	return nx_fail(err, NX_LOCKED,
	               "the index was replaced while results were printed; "
	               "ask again");
}

static enum nx_status give(struct walk *w, xap_docid docid, double weight,
                           uint64_t rank, struct nx_err *err)
{
	struct record r;
	enum nx_status st = index_record(w->s->x, docid, &r, err);

	if (st != NX_OK)
		return st;
	w->given++;
	/* Printing takes as long as the reader does.  Until the next article is
	 * found there is all the time again. */
	watch_pause();
	st = w->fn(w->ctx, rank, weight, &r, err);
	work_begin(&w->s->work, w->s->work.seconds);
	watch_resume();
	return st;
}

static enum nx_status found(void *ctx, xap_docid docid, struct nx_err *err)
{
	struct walk *w = ctx;
	uint32_t at = w->seen++;

	if (at < w->page->first || w->given >= w->page->max)
		return NX_OK;
	return give(w, docid, -1, (uint64_t)at + 1, err);
}

static enum nx_status each_sorted(struct walk *w, uint32_t *total,
                                  struct nx_err *err)
{
	const struct page *g = w->page;
	struct results res = { NULL, 0, 0 };
	enum nx_status st =
		search_run(w->s, g->first, g->max, g->sort, &res, err);

	*total = res.total;
	for (size_t i = 0; st == NX_OK && i < res.n; i++)
		st = give(w, res.v[i].docid, res.v[i].weight,
		          (uint64_t)g->first + i + 1, err);
	results_release(&res);
	return st;
}

enum nx_status search_each(struct search *s, const struct page *page,
                           article_fn *fn, void *ctx, uint32_t *total,
                           struct nx_err *err)
{
	struct walk w = { s, page, fn, ctx, 0, 0 };
	enum nx_status st;

	if (page->sort != SORT_INDEX) {
		st = each_sorted(&w, total, err);
	} else {
		st = search_stream(s, found, &w, err);
		*total = w.seen;
	}
	watch_pause();
	st = settle(&w, st, err);
	return st == NX_END ? NX_OK : st;
}
