#include "serve/worker/find.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of an article's text shown around its hits. */
#define PASSAGE 280

struct finding {
	struct found *to;
	struct worker *w;
	struct ask *a;
	find_put_fn *put;
	struct findings f;
	FILE *out;
};

static enum nx_status put_one(void *ctx, uint64_t rank, double weight,
                              const struct record *r, struct nx_err *err)
{
	struct finding *k = ctx;

	if (worker_late(k->w))
		return work_refuse(&k->to->s.work, err);
	(void)worker_rest(k->w);
	findings_make(&k->f, &k->to->s, r, PASSAGE);
	k->put(k->out, k->a, rank, weight, r, &k->f);
	k->to->n++;
	return NX_OK;
}

static enum nx_status go(struct finding *k, struct nx_err *err)
{
	struct found *to = k->to;
	struct page page = ask_page(k->a);
	enum nx_status st;

	st = ask_open(k->a, &to->s, k->w->x, worker_rest(k->w), err);
	if (st != NX_OK)
		return st;
	to->open = true;
	st = search_each(&to->s, &page, put_one, k, &to->total, err);
	(void)worker_rest(k->w);
	if (st == NX_OK)
		st = suggestions_find(&to->unknown, &to->s, err);
	return st;
}

enum nx_status find_page(struct found *f, struct worker *w, struct ask *a,
                         find_put_fn *put, struct nx_err *err)
{
	struct finding k = {
		.to = f, .w = w, .a = a, .put = put, .f = FINDINGS_INIT
	};
	enum nx_status st;

	memset(f, 0, sizeof *f);
	k.out = open_memstream(&f->text, &f->len);
	if (k.out == NULL)
		return nx_fail(err, NX_NOMEM, "out of memory");
	st = go(&k, err);
	if (fclose(k.out) != 0 && st == NX_OK)
		st = nx_fail(err, NX_NOMEM, "out of memory");
	findings_release(&k.f);
	return st;
}

void found_release(struct found *f)
{
	suggestions_release(&f->unknown);
	if (f->open)
		search_close(&f->s);
	free(f->text);
	memset(f, 0, sizeof *f);
}
