#include <stdlib.h>
#include <string.h>

#include "query/columns.h"
#include "query/hitlist.h"
#include "query/output.h"
#include "serve/worker/ask.h"
#include "serve/worker/worker.h"

#define PASSAGE 240
#define CONTEXT 60

static const struct order orders[] = {
	{ "index", NULL, SORT_INDEX, HITS_AS_FOUND },
	{ "relevance", NULL, SORT_RELEVANCE, HITS_AS_FOUND },
	{ "-date", NULL, SORT_NEWEST, HITS_AS_FOUND },
	{ "date", NULL, SORT_OLDEST, HITS_AS_FOUND },
	{ "source", NULL, SORT_SOURCE, HITS_AS_FOUND },
	{ NULL, NULL, SORT_INDEX, 0 },
};
static const char *const others[] = { "format", "kind", NULL };
static const struct ask_form form = {
	.page = "",
	.orders = orders,
	.usual = 0,
	.others = others,
};

struct exporting {
	struct answer *a;
	struct ask *ask;
	struct search s;
	struct findings f;
	struct hit_list list;
	bool csv, hits;
};

/* One of two words, the first if there is none. */
static enum nx_status choose(const struct target *t, const char *name,
                             const char *usual, const char *other, bool *is,
                             struct nx_err *err)
{
	const char *v = target_get(t, name);

	*is = v == NULL || strcmp(v, usual) == 0;
	if (!*is && strcmp(v, other) != 0)
		return nx_fail(err, NX_USAGE, "the parameter %s is %s or %s",
		               name, usual, other);
	return NX_OK;
}

static enum nx_status put_article(void *ctx, uint64_t rank, double weight,
                                  const struct record *r, struct nx_err *err)
{
	struct exporting *k = ctx;
	const struct row row = {
		.kind = ROW_ARTICLE, .r = r, .rank = rank, .f = &k->f
	};

	(void)err;
	watch_resume();
	findings_make(&k->f, &k->s, r, PASSAGE);
	watch_pause();
	if (k->csv)
		csv_row(k->a->out, &row);
	else
		print_result_json(k->a->out, rank, weight, r, &k->f);
	return ferror(k->a->out) ? NX_END : NX_OK;
}

static enum nx_status put_all(struct exporting *k, struct nx_err *err)
{
	struct page all = { k->ask->order->sort, 0, ANSWER_MOST };
	uint32_t total;
	enum nx_status st;

	if (!answer_stream(k->a))
		return nx_fail(err, NX_NOMEM, "out of memory");
	if (!k->hits) {
		if (k->csv)
			csv_header(k->a->out, ROW_ARTICLE);
		return search_each(&k->s, &all, put_article, k, &total, err);
	}
	k->list = (struct hit_list){
		.s = &k->s,
		.out = k->a->out,
		.form = k->csv ? HIT_CSV : HIT_KWIC_JSON,
		.max = UINT64_MAX,
		.columns = CONTEXT,
	};
	st = search_each(&k->s, &all, hit_list_article, &k->list, &total, err);
	if (st == NX_OK)
		st = hit_list_finish(&k->list, err);
	hit_list_release(&k->list);
	return st;
}

static enum nx_status export_asked(struct worker *w, struct answer *a,
                                   const struct target *t, struct ask *ask,
                                   struct nx_err *err)
{
	struct exporting k = { .a = a, .ask = ask, .f = FINDINGS_INIT };
	bool articles = true;
	enum nx_status st = choose(t, "format", "jsonl", "csv", &k.csv, err);

	k.csv = !k.csv;
	if (st == NX_OK)
		st = choose(t, "kind", "articles", "hits", &articles, err);
	k.hits = !articles;
	if (st == NX_OK)
		st = ask_open(ask, &k.s, w->x, worker_rest(w), err);
	if (st != NX_OK)
		return st;
	a->type = k.csv ? "text/csv; charset=utf-8; header=present"
	                : "application/jsonl; charset=utf-8";
	(void)snprintf(a->file, sizeof a->file, "%s.%s",
	               k.hits ? "hits" : "articles", k.csv ? "csv" : "jsonl");
	/* It may be long, and is not asked for again. */
	a->etag[0] = '\0';
	st = put_all(&k, err);
	findings_release(&k.f);
	search_close(&k.s);
	return st;
}

enum nx_status export_all(struct worker *w, struct answer *a,
                          const struct target *t, struct nx_err *err)
{
	struct ask ask;
	enum nx_status st = ask_read(&ask, t, &form, err);

	if (st == NX_OK)
		st = export_asked(w, a, t, &ask, err);
	ask_release(&ask);
	return st;
}
