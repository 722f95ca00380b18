#include "indexer/series.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/rewrite.h"
#include "lib/base/file.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"

/* The queue's share of the memory, and its bounds: it is there so that nobody
 * waits for a long article, and a few hundred articles do for that. */
#define QUEUE_SHARE 16
#define QUEUE_MIN ((size_t)1 << 20)
#define QUEUE_MAX ((size_t)16 << 20)

/* Segments that remain when there were more than LIMIT_SEGMENTS: so not every
 * run merges. */
#define SEGMENTS_KEPT 8

/* Of hundred articles of a segment, so many must be gone before those that are
 * left are written again: by an update, which is to cost little, and by who
 * wants the index to be small. */
#define GONE_UPDATE 50
#define GONE_MERGE 2

static size_t queue_share(uint64_t memory)
{
	uint64_t q = memory / QUEUE_SHARE;

	return q < QUEUE_MIN ? QUEUE_MIN
	       : q > QUEUE_MAX ? QUEUE_MAX
	                       : (size_t)q;
}

/* ---- one segment ------------------------------------------------------- */

/* With a libxapian whose tables are not known, it has to write them. */
enum nx_status series_writer(struct segment_writer **out,
                             const struct build_options *o, const char *dir,
                             unsigned threads, struct nx_err *err)
{
	const struct segment_options so = {
		.dir = dir,
		.language = o->language,
		.positions = o->positions,
		.threads = threads,
		/* Whoever has other Xapian tools read positions may have them
		 * read, or delete, documents too. */
		.termlists = o->positions == POSITIONS_XAPIAN,
		.stop = o->walk.stop,
	};
	enum nx_status st = segment_writer_new_bulk(out, &so, err);

	return st == NX_UNSUPPORTED ? segment_writer_new_xapian(out, &so, err)
	                            : st;
}

static enum nx_status begin(struct series *s, uint32_t first,
                            struct nx_err *err)
{
	int64_t number;
	enum nx_status st = store_segment_new(s->store, &number, &s->dir, err);

	if (st == NX_OK)
		st = series_writer(&s->writer, s->o, s->dir.p, s->o->jobs, err);
	if (st != NX_OK)
		return st;
	if (s->first_number == 0)
		s->first_number = number;
	s->now = (struct ledger_segment){
		.number = number,
		.first = first,
		.last = first - 1,
	};
	pipeline_begin(s->pipeline, s->writer);
	return NX_OK;
}

/* All that was added is in the segment, and what was found out is told. */
static enum nx_status drain(struct series *s, struct nx_err *err)
{
	struct pipeline_found found;
	enum nx_status st = pipeline_drain(s->pipeline, &found, err);

	if (st != NX_OK)
		return st;
	s->now.words = found.words;
	s->words += found.words;
	for (size_t i = 0; st == NX_OK && i < found.n_corrected; i++)
		st = ledger_repaired(s->store->ledger, found.corrected[i],
		                     REPAIR_LANGUAGE, err);
	return st;
}

static enum nx_status end(struct series *s, struct nx_err *err)
{
	enum nx_status st = drain(s, err);

	if (st == NX_OK)
		st = segment_finish(s->writer, err);
	if (st == NX_OK)
		st = ledger_segment_add(s->store->ledger, &s->now, err);
	segment_free(s->writer);
	s->writer = NULL;
	/* The next one is to grow in the memory that this one had, and the
	 * compactor not beside it. */
	(void)malloc_trim(0);
	return st;
}

/* What is in the queue goes into the segment still, and takes about as much
 * there. */
static bool is_full(const struct series *s)
{
	return s->now.articles > 0 &&
	       segment_memory(s->writer) +
	                       2 * pipeline_memory(s->pipeline) +
	                       ledger_memory(s->store->ledger) >=
	               s->o->memory;
}

enum nx_status series_add(struct series *s, struct article *a,
                          const struct place *where, uint64_t text,
                          struct nx_err *err)
{
	enum nx_status st = NX_OK;

	if (s->writer != NULL && is_full(s))
		st = end(s, err);
	if (st == NX_OK && s->writer == NULL)
		st = begin(s, where->docid, err);
	if (st != NX_OK)
		return st;
	s->now.last = where->docid;
	s->now.articles++;
	s->now.bytes += text;
	return pipeline_add(s->pipeline, a, where, err);
}

/* ---- all of them -------------------------------------------------------- */

struct segments {
	struct ledger_segment *v;
	size_t n, cap;
};

static enum nx_status list(void *ctx, const struct ledger_segment *seg)
{
	struct segments *l = ctx;

	l->v = NX_GROW(l->v, l->n, &l->cap);
	l->v[l->n++] = *seg;
	return NX_OK;
}

static bool is_new(const struct series *s, const struct ledger_segment *seg)
{
	return s->first_number > 0 && seg->number >= s->first_number;
}

/* From nobody's view yet, so it need not wait for the commit. */
static enum nx_status delete_replaced(struct series *s,
                                      const struct ledger_segment *seg,
                                      struct nx_err *err)
{
	store_segment_path(s->store, seg->number, &s->dir);
	if (seg->last < seg->first)
		return NX_OK;
	return store_delete(s->store, s->dir.p, seg->first, seg->last, err);
}

static enum nx_status replace(struct series *s, const struct ledger_segment *v,
                              size_t n, const struct ledger_segment *by,
                              struct nx_err *err)
{
	struct ledger *l = s->store->ledger;
	enum nx_status st = NX_OK;

	for (size_t i = 0; st == NX_OK && i < n; i++)
		st = ledger_segment_remove(l, v[i].number, err);
	if (st == NX_OK)
		st = ledger_segment_add(l, by, err);
	/* Those that are live go when the new one is published. */
	for (size_t i = 0; st == NX_OK && i < n; i++) {
		if (!is_new(s, &v[i]))
			continue;
		store_segment_path(s->store, v[i].number, &s->dir);
		st = file_remove_flat(s->dir.p, err);
	}
	return st;
}

/* Make one segment of n that stand side by side; those that so many of hundred
 * articles are gone from are written again. */
static enum nx_status merge(struct series *s, const struct ledger_segment *v,
                            size_t n, uint64_t percent, struct nx_err *err)
{
	struct rewrite w = { .store = s->store, .o = s->o, .percent = percent };
	struct ledger_segment all = { .first = v[0].first,
		                      .last = v[n - 1].last };
	enum nx_status st = NX_OK;

	for (size_t i = 0; st == NX_OK && i < n; i++)
		st = rewrite_add(&w, &v[i], err);
	if (st == NX_OK)
		st = rewrite_none(&w, &v[0], err);
	all.articles = w.articles;
	all.words = w.words;
	all.bytes = w.bytes;
	if (st == NX_OK)
		st = store_segment_new(s->store, &all.number, &s->dir, err);
	if (st == NX_OK && s->first_number == 0)
		s->first_number = all.number;
	if (st == NX_OK)
		st = segment_merge((const char *const *)w.dirs, w.n, s->dir.p,
		                   s->o->walk.stop, err);
	if (st == NX_OK)
		st = rewrite_end(&w, err);
	else
		(void)rewrite_end(&w, NULL);
	if (st == NX_OK)
		st = replace(s, v, n, &all, err);
	if (st == NX_OK)
		st = delete_replaced(s, &all, err);
	return st;
}

/* The n that stand side by side with the least to copy. */
static size_t cheapest(const struct segments *l, size_t n)
{
	uint64_t least = UINT64_MAX;
	size_t at = 0;

	for (size_t i = 0; i + n <= l->n; i++) {
		uint64_t sum = 0;

		for (size_t k = i; k < i + n; k++)
			sum += l->v[k].bytes;
		if (sum < least) {
			least = sum;
			at = i;
		}
	}
	return at;
}

static enum nx_status merge_some(struct series *s, const struct segments *l,
                                 struct nx_err *err)
{
	size_t n = l->n - SEGMENTS_KEPT + 1;

	if (l->n <= LIMIT_SEGMENTS)
		return NX_OK;
	return merge(s, l->v + cheapest(l, n), n, GONE_UPDATE, err);
}

/* Others see the segment: so another one is made that goes with the rest of
 * the commit. */
static enum nx_status renew(struct series *s, struct ledger_segment *seg,
                            size_t *left, struct nx_err *err)
{
	enum nx_status st;
	bool gone;

	if (is_new(s, seg) || seg->last < seg->first)
		return NX_OK;
	st = store_segment_renew(s->store, seg, *left > 1 ? &gone : NULL, err);
	if (st == NX_OK && *left > 1)
		*left -= gone;
	return st;
}

static enum nx_status settle(struct series *s, struct nx_err *err)
{
	struct ledger *ledger = s->store->ledger;
	struct segments l = { NULL, 0, 0 };
	enum nx_status st = ledger_segments(ledger, list, &l, err);
	size_t left;

	for (size_t i = 0; st == NX_OK && i < l.n; i++)
		if (is_new(s, &l.v[i]))
			st = delete_replaced(s, &l.v[i], err);
	if (st == NX_OK)
		st = merge_some(s, &l, err);
	l.n = 0;
	if (st == NX_OK)
		st = ledger_segments(ledger, list, &l, err);
	left = l.n;
	for (size_t i = 0; st == NX_OK && i < l.n; i++)
		st = renew(s, &l.v[i], &left, err);
	for (size_t i = 0; st == NX_OK && i < l.n; i++)
		if (is_new(s, &l.v[i]))
			st = store_segment_sync(s->store, l.v[i].number, err);
	free(l.v);
	return st;
}

enum nx_status series_merge_all(struct store *store,
                                const struct build_options *o, bool *merged,
                                struct nx_err *err)
{
	struct series s = { .o = o, .store = store, .dir = BUF_INIT };
	struct rewrite w = { .store = store, .o = o, .percent = GONE_MERGE };
	struct segments l = { NULL, 0, 0 };
	enum nx_status st = ledger_segments(store->ledger, list, &l, err);

	*merged = l.n > 1;
	if (st == NX_OK && l.n == 1)
		st = rewrite_is_due(&w, &l.v[0], merged, err);
	if (st == NX_OK && *merged)
		st = merge(&s, l.v, l.n, GONE_MERGE, err);
	if (st == NX_OK && *merged)
		st = store_segment_sync(store, s.first_number, err);
	free(l.v);
	buf_release(&s.dir);
	return st;
}

enum nx_status series_finish(struct series *s, bool keep_empty,
                             struct nx_err *err)
{
	enum nx_status st = NX_OK;

	if (s->now.articles > 0 || keep_empty)
		st = end(s, err);
	if (st == NX_OK)
		st = settle(s, err);
	return st;
}

/* ---- life -------------------------------------------------------------- */

enum nx_status series_open(struct series *s, const struct build_options *o,
                           struct store *store, uint32_t next,
                           struct nx_err *err)
{
	const struct pipeline_options po = {
		.jobs = o->jobs,
		.queue = queue_share(o->memory),
		.language = o->language,
		.stop = o->walk.stop,
	};
	enum nx_status st;

	*s = (struct series){ .o = o, .store = store, .dir = BUF_INIT };
	st = pipeline_new(&s->pipeline, &po, err);
	return st == NX_OK ? begin(s, next, err) : st;
}

void series_close(struct series *s)
{
	pipeline_free(s->pipeline);
	segment_free(s->writer);
	buf_release(&s->dir);
}
