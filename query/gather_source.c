/* gather_source.c - gathered articles as a part of libxapian's query */
#include <stdlib.h>

#include "lib/base/mem.h"
#include "lib/index/xap.h"
#include "query/gather.h"

struct source {
	const struct gathered *g;
	const struct gathered_list *list;
	size_t at; /* of the next, or, if begun, the current one */
	bool begun;
};

static void *source_clone(void *ctx)
{
	struct source *s = nx_alloc(sizeof *s);

	*s = *(const struct source *)ctx;
	return s;
}

static enum xap_status source_init(void *ctx, struct xap_db *db, size_t shard,
                                   struct xap_source_bounds *bounds,
                                   struct xap_error *err)
{
	struct source *s = ctx;

	(void)db;
	(void)err;
	s->list = &s->g->seg[shard];
	s->at = 0;
	s->begun = false;
	bounds->min = 0;
	bounds->est = bounds->max = (uint32_t)s->list->n;
	return XAP_OK;
}

static enum xap_status stand(struct source *s, xap_docid *at)
{
	s->begun = true;
	if (s->at >= s->list->n)
		return XAP_END;
	*at = s->list->v[s->at];
	return XAP_OK;
}

static enum xap_status source_next(void *ctx, double min_weight, xap_docid *at,
                                   struct xap_error *err)
{
	struct source *s = ctx;

	(void)min_weight;
	(void)err;
	s->at += s->begun;
	return stand(s, at);
}

static enum xap_status source_skip_to(void *ctx, xap_docid did,
                                      double min_weight, xap_docid *at,
                                      struct xap_error *err)
{
	struct source *s = ctx;
	size_t lo = s->at, hi = lo, step = 1;

	(void)min_weight;
	(void)err;
	/* Mostly it is near. */
	while (hi < s->list->n && s->list->v[hi] < did) {
		lo = hi + 1;
		hi += step;
		step *= 2;
	}
	hi = hi < s->list->n ? hi : s->list->n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->list->v[mid] < did)
			lo = mid + 1;
		else
			hi = mid;
	}
	s->at = lo;
	return stand(s, at);
}

static const struct xap_source_ops source_ops = {
	.clone = source_clone,
	.free = free,
	.init = source_init,
	.next = source_next,
	.skip_to = source_skip_to,
};

enum nx_status gathered_query(const struct gathered *g,
                              const struct xap_query *q, struct xap_query **out,
                              struct nx_err *err)
{
	struct source *s = nx_zalloc(sizeof *s);
	struct xap_query *only = NULL;
	struct xap_error xe;
	enum xap_status xs;

	s->g = g;
	xs = xap_query_source(&only, &source_ops, s, &xe);
	if (xs != XAP_OK) {
		free(s);
	} else {
		const struct xap_query *pair[] = { q, only };

		xs = xap_query_combine(out, XAP_FILTER, pair, 2, 0, &xe);
	}
	xap_query_free(only);
	return nx_from_xap(err, xs, &xe, "query");
}
