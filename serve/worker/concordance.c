#include "serve/worker/concordance.h"

#include <stdlib.h>
#include <string.h>

struct listing {
	struct worker *w;
	struct search s;
	struct hit_list list;
};

/* As long as there is time. */
static enum nx_status add(void *ctx, uint64_t rank, double weight,
                          const struct record *r, struct nx_err *err)
{
	struct listing *k = ctx;

	if (worker_late(k->w))
		return work_refuse(&k->s.work, err);
	return hit_list_article(&k->list, rank, weight, r, err);
}

static enum nx_status go(struct concordance *c, struct listing *k,
                         struct ask *a, struct nx_err *err)
{
	struct page all = { a->order->sort, 0, ANSWER_MOST };
	struct hit_list *l = &k->list;
	uint32_t articles;
	enum nx_status st = ask_open(a, &k->s, k->w->x, worker_rest(k->w), err);

	if (st != NX_OK)
		return st;
	l->s = &k->s;
	st = search_each(&k->s, &all, add, k, &articles, err);
	if (st == NX_OK)
		st = hit_list_finish(l, err);
	c->seen = l->seen;
	c->articles = l->articles;
	c->more = l->cut;
	c->counted = !l->cut || l->order != HITS_AS_FOUND;
	hit_list_release(l);
	search_close(&k->s);
	return st;
}

enum nx_status concordance_find(struct concordance *c, struct worker *w,
                                struct ask *a, unsigned columns,
                                hit_put_fn *put, void *ctx, struct nx_err *err)
{
	struct listing k = { .w = w };
	enum nx_status st;

	memset(c, 0, sizeof *c);
	k.list = (struct hit_list){
		.form = HIT_PUT,
		.order = (enum hit_order)a->order->how,
		.first = a->first,
		.max = a->max,
		.columns = columns,
		.put = put,
		.put_ctx = ctx,
	};
	k.list.out = open_memstream(&c->text, &c->len);
	if (k.list.out == NULL)
		return nx_fail(err, NX_NOMEM, "out of memory");
	st = go(c, &k, a, err);
	if (fclose(k.list.out) != 0 && st == NX_OK)
		st = nx_fail(err, NX_NOMEM, "out of memory");
	return st;
}

void concordance_release(struct concordance *c)
{
	free(c->text);
	memset(c, 0, sizeof *c);
}
