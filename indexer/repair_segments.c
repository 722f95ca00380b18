/* repair_segments.c - damaged segments, their articles read again
 *
 * The archives give articles in the order of their docids, as a rule; then each
 * keeps its own, and the new segment is what the old one was.  What comes in
 * another order, and what is taken from the damaged segment, follows with new
 * docids, in a segment behind all others.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/archives.h"
#include "indexer/repair.h"
#include "indexer/salvage.h"
#include "indexer/series.h"
#include "indexer/stored.h"
#include "lib/base/digest.h"
#include "lib/base/mem.h"
#include "lib/base/progress.h"
#include "lib/index/ledger_check.h"

/* An article that is to be had again. */
struct wanted {
	uint64_t key[2], digest[2];
	uint32_t docid;
	bool found;
	bool passed; /* it came, but not in its turn */
};

struct again {
	struct mending *r;
	struct ledger *l;
	struct ledger_segment *seg; /* the damaged ones */
	size_t n_seg, cap_seg;
	uint64_t others;  /* segments */
	struct wanted *v; /* sorted by key */
	size_t n, cap;
	struct series series;
	/* What is taken: articles of these docids, each behind the last; or,
	 * with renumber, any, which get the next ones. */
	uint32_t first, last;
	uint32_t next;
	bool renumber;
	uint64_t put;
	struct progress progress;
	uint64_t bytes;
	struct article article;
};

static enum nx_status add_segment(void *ctx, const struct ledger_segment *s)
{
	struct again *g = ctx;

	if (!health_has(&g->r->rep->found, HEALTH_SEGMENT, s->number)) {
		g->others++;
		return NX_OK;
	}
	g->seg = NX_GROW(g->seg, g->n_seg, &g->cap_seg);
	g->seg[g->n_seg++] = *s;
	return NX_OK;
}

static enum nx_status add_wanted(void *ctx, const struct ledger_stored *a)
{
	struct again *g = ctx;

	g->v = NX_GROW(g->v, g->n, &g->cap);
	g->v[g->n++] = (struct wanted){
		.key = { a->key[0], a->key[1] },
		.digest = { a->digest[0], a->digest[1] },
		.docid = a->docid,
	};
	return NX_OK;
}

static int by_key(const void *a, const void *b)
{
	return memcmp(((const struct wanted *)a)->key,
	              ((const struct wanted *)b)->key, sizeof(uint64_t[2]));
}

/* The article under that identity, with that content, if it is missing. */
static struct wanted *find(struct again *g, const struct article *a)
{
	struct wanted key, *w;

	digest128(a->key.p, a->key.len, 0, key.key);
	w = g->n > 0 ? bsearch(&key, g->v, g->n, sizeof *g->v, by_key) : NULL;
	return w != NULL && !w->found &&
	                       memcmp(w->digest, a->digest, sizeof w->digest) ==
	                               0
	               ? w
	               : NULL;
}

static bool in_turn(const struct again *g, const struct wanted *w)
{
	return g->renumber || (w->docid >= g->next && w->docid >= g->first &&
	                       w->docid <= g->last);
}

static enum nx_status put(struct again *g, struct wanted *w, struct article *a,
                          const char *archive, const char *member,
                          uint64_t record)
{
	const struct place where = {
		.archive = archive,
		.member = member,
		.record = record,
		.docid = g->renumber ? g->next : w->docid,
		.key = { w->key[0], w->key[1] },
	};
	uint64_t text = a->headline.len + a->deck.len + a->body.len;
	enum nx_status st = NX_OK;

	if (g->renumber)
		st = ledger_renumber(g->l, w->docid, g->next, g->r->err);
	if (st != NX_OK)
		return st;
	g->next = where.docid + 1;
	g->put++;
	w->found = true;
	return series_add(&g->series, a, &where, text, g->r->err);
}

/* ---- from the archives ----------------------------------------------------
 */

static enum nx_status on_archive(void *ctx, const struct walk_archive *a)
{
	(void)ctx;
	(void)a;
	return NX_OK;
}

static enum nx_status on_member(void *ctx, const struct member *m)
{
	(void)ctx;
	(void)m;
	return NX_OK;
}

static enum nx_status on_member_end(void *ctx, const struct member *m,
                                    const struct member_end *e)
{
	(void)ctx;
	(void)m;
	(void)e;
	return NX_OK;
}

static enum nx_status on_archive_end(void *ctx, const char *path,
                                     const struct walk_archive_end *e)
{
	(void)ctx;
	(void)path;
	(void)e;
	return NX_OK;
}

static enum nx_status on_no_article(void *ctx, const struct member *m,
                                    uint64_t record, uint64_t offset,
                                    const char *reason)
{
	(void)ctx;
	(void)m;
	(void)record;
	(void)offset;
	(void)reason;
	return NX_OK;
}

static void on_consumed(void *ctx, uint64_t bytes)
{
	struct again *g = ctx;

	g->bytes = bytes;
}

static enum nx_status on_article(void *ctx, const struct member *m,
                                 uint64_t record, struct article *a)
{
	struct again *g = ctx;
	struct wanted *w;

	progress_set(&g->progress, g->bytes, g->r->rep->read, 0, m->path);
	w = a->withdrawn == WITHDRAWN_NOT ? find(g, a) : NULL;
	if (w == NULL)
		return NX_OK;
	if (!in_turn(g, w)) {
		w->passed = true;
		return NX_OK;
	}
	g->r->rep->read++;
	return put(g, w, a, m->archive, m->path, record);
}

static enum nx_status add_archive(void *ctx, const struct ledger_archive *a)
{
	archives_add(ctx, a);
	return NX_OK;
}

static enum nx_status read_archives(struct again *g)
{
	const struct walk_events ev = {
		.ctx = g,
		.archive_begin = on_archive,
		.member_begin = on_member,
		.article = on_article,
		.record_skipped = on_no_article,
		.record_failed = on_no_article,
		.member_end = on_member_end,
		.archive_end = on_archive_end,
		.consumed = on_consumed,
	};
	struct archives a = { .v = NULL };
	uint64_t bytes = 0;
	enum nx_status st;

	st = ledger_archives_of(g->l, g->first, g->last, add_archive, &a,
	                        g->r->err);
	for (size_t i = 0; i < a.n; i++)
		bytes += a.v[i].size;
	progress_start(&g->progress, g->r->o.progress ? stderr : NULL, bytes);
	if (st == NX_OK && a.n > 0)
		st = walk_again(a.v, a.n, &g->r->o.walk, &ev, g->r->err);
	progress_clear(&g->progress);
	archives_release(&a);
	return st;
}

/* ---- from what is left ----------------------------------------------------
 */

static uint64_t missing(const struct again *g)
{
	uint64_t n = 0;

	for (size_t i = 0; i < g->n; i++)
		n += !g->v[i].found;
	return n;
}

static enum nx_status take(struct again *g, const struct record *r)
{
	struct wanted *w;
	enum nx_status st;
	char *archive, *member;

	article_of_record(&g->article, r);
	w = find(g, &g->article);
	if (w == NULL)
		return NX_OK;
	archive = nx_strndup(r->archive.len > 0 ? r->archive.p : "",
	                     r->archive.len);
	member =
		nx_strndup(r->member.len > 0 ? r->member.p : "", r->member.len);
	g->r->rep->salvaged++;
	st = put(g, w, &g->article, archive, member, r->number);
	free(archive);
	free(member);
	return st;
}

static enum nx_status salvage(struct again *g)
{
	enum nx_status st = NX_OK;

	for (size_t i = 0; st == NX_OK && missing(g) > 0 && i < g->n_seg; i++) {
		struct buf dir = BUF_INIT;
		struct salvage s = { .in = NULL };
		struct record r;
		uint32_t docid;

		store_segment_path(&g->r->store, g->seg[i].number, &dir);
		st = salvage_begin(&s, dir.p, g->seg[i].first, g->seg[i].last,
		                   g->r->err);
		while (st == NX_OK && salvage_next(&s, &docid, &r))
			st = take(g, &r);
		salvage_end(&s);
		buf_release(&dir);
	}
	return st;
}

/* ---- the new segments -----------------------------------------------------
 */

static enum nx_status lose(struct again *g)
{
	enum nx_status st = NX_OK;

	for (size_t i = 0; st == NX_OK && i < g->n; i++) {
		if (g->v[i].found)
			continue;
		g->r->rep->lost++;
		st = ledger_lose(g->l, g->v[i].docid,
		                 "lost with a damaged segment; its archive "
		                 "cannot be read again",
		                 g->r->err);
	}
	return st;
}

/* It is not the index's any more, though it stays until that is published. */
static enum nx_status forget(struct again *g, const struct ledger_segment *s)
{
	char *number = nx_format("%06lld", (long long)s->number);
	enum nx_status st = ledger_segment_remove(g->l, s->number, g->r->err);

	if (st == NX_OK)
		st = ledger_deletions_clear(g->l, s->first, s->last, g->r->err);
	if (st == NX_OK)
		st = repair_keep_segment(g->r, number);
	free(number);
	return st;
}

static enum nx_status begin(struct again *g, uint32_t next)
{
	g->next = next;
	g->put = 0;
	return series_open(&g->series, &g->r->o, &g->r->store, next, g->r->err);
}

/* keep_empty: an index has at least one segment. */
static enum nx_status end(struct again *g, enum nx_status st, bool keep_empty)
{
	if (st == NX_OK && (g->put > 0 || keep_empty))
		st = series_finish(&g->series, keep_empty, g->r->err);
	g->others += g->put > 0;
	series_close(&g->series);
	return st;
}

/* Articles that keep their docids. */
static enum nx_status again_in_turn(struct again *g,
                                    const struct ledger_segment *s)
{
	enum nx_status st = forget(g, s);

	if (st != NX_OK || s->first > s->last)
		return st;
	g->first = s->first;
	g->last = s->last;
	st = begin(g, s->first);
	if (st == NX_OK)
		st = read_archives(g);
	return end(g, st, false);
}

/* All others. */
static enum nx_status again_behind(struct again *g)
{
	uint32_t next;
	enum nx_status st = ledger_next_docid(g->l, &next, g->r->err);
	bool passed = false;

	if (missing(g) == 0 && g->others > 0)
		return st;
	for (size_t i = 0; i < g->n; i++)
		passed = passed || (g->v[i].passed && !g->v[i].found);
	g->renumber = true;
	g->first = 0;
	g->last = UINT32_MAX;
	if (st == NX_OK)
		st = begin(g, next);
	if (st == NX_OK && passed)
		st = read_archives(g);
	if (st == NX_OK)
		st = salvage(g);
	return end(g, st, g->others == 0);
}

static enum nx_status find_out(struct again *g)
{
	struct nx_err *err = g->r->err;
	enum nx_status st = ledger_begin(g->l, err);

	if (st == NX_OK)
		st = ledger_segments(g->l, add_segment, g, err);
	for (size_t i = 0; st == NX_OK && i < g->n_seg; i++)
		if (g->seg[i].first <= g->seg[i].last)
			st = ledger_stored(g->l, g->seg[i].first,
			                   g->seg[i].last, add_wanted, g, err);
	if (g->n > 0)
		qsort(g->v, g->n, sizeof *g->v, by_key);
	g->r->rep->segments = g->n_seg;
	return st;
}

enum nx_status repair_segments(struct mending *r)
{
	struct again g = { .r = r, .l = r->store.ledger };
	enum nx_status st;

	settings_use(&r->settings, &r->o);
	article_init(&g.article);
	st = find_out(&g);
	for (size_t i = 0; st == NX_OK && i < g.n_seg; i++)
		st = again_in_turn(&g, &g.seg[i]);
	if (st == NX_OK)
		st = again_behind(&g);
	if (st == NX_OK)
		st = lose(&g);
	if (st == NX_OK)
		st = repair_aside_note(r, g.l);
	r->committing = st == NX_OK;
	if (st == NX_OK)
		st = store_commit(&r->store, r->o.walk.stop, r->err);
	article_release(&g.article);
	free(g.seg);
	free(g.v);
	return st;
}
