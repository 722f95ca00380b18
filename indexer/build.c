#include "indexer/build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/intake.h"
#include "lib/analysis/family.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/index/segment.h"
#include "lib/index/store.h"

struct build {
	const struct build_options *o;
	struct store store;
	int64_t number; /* of the new segment */
	struct buf dir;
	struct segment_writer *writer;
	struct ledger *scratch; /* of a dry run */
	bool replaces;          /* there is an index already */
};

/* A dry run keeps its ledger in a nameless temporary file. */
static enum nx_status open_dry(struct build *b, struct ledger **l,
                               struct nx_err *err)
{
	enum nx_status st = ledger_open(&b->scratch, "", LEDGER_WRITE, err);

	*l = b->scratch;
	return st == NX_OK ? ledger_begin(b->scratch, err) : st;
}

static enum nx_status open_index(struct build *b, struct ledger **l,
                                 struct nx_err *err)
{
	struct segment_options so = {
		.language = b->o->language,
	};
	enum nx_status st = store_open_write(&b->store, b->o->index, err);

	if (st != NX_OK)
		return st;
	*l = b->store.ledger;
	b->replaces = store_has_index(&b->store);
	if (b->replaces && !b->o->force)
		return nx_fail(err, NX_EXISTS,
		               "%s holds an index already; --force replaces it",
		               b->o->index);
	st = ledger_begin(*l, err);
	if (st == NX_OK)
		st = ledger_clear(*l, err);
	if (st == NX_OK)
		st = store_segment_new(&b->store, &b->number, &b->dir, err);
	so.dir = b->dir.p;
	if (st == NX_OK)
		st = segment_writer_new_xapian(&b->writer, &so, err);
	return st;
}

struct doomed {
	uint32_t *v;
	size_t n, cap;
};

static enum nx_status add_doomed(void *ctx, uint32_t docid)
{
	struct doomed *d = ctx;

	d->v = NX_GROW(d->v, d->n, &d->cap);
	d->v[d->n++] = docid;
	return NX_OK;
}

/* Articles that a later one of the same identity replaced are in the segment
 * still; nobody has seen it yet. */
static enum nx_status drop_superseded(struct build *b, struct nx_err *err)
{
	struct doomed d = { NULL, 0, 0 };
	enum nx_status st =
	        ledger_deletions(b->store.ledger, add_doomed, &d, err);

	if (st == NX_OK && d.n > 0)
		st = segment_delete(b->dir.p, d.v, d.n, err);
	if (st == NX_OK)
		st = ledger_deletions_clear(b->store.ledger, err);
	free(d.v);
	return st;
}

/* Everything up to the commit point, and what follows from it. */
static enum nx_status publish(struct build *b, struct intake *in,
                              struct nx_err *err)
{
	struct ledger *l = b->store.ledger;
	struct ledger_segment seg = {
		.number = b->number,
		.first = in->first_docid,
		.last = in->next_docid > 1 ? in->next_docid - 1 : 0,
		.articles = in->next_docid - in->first_docid,
		.words = in->words,
		.bytes = in->text_bytes,
	};
	enum nx_status st;

	progress_phase(&in->progress, "finishing the index");
	st = segment_finish(b->writer, err);
	if (st == NX_OK)
		st = drop_superseded(b, err);
	if (st == NX_OK)
		st = store_segment_sync(&b->store, b->number, err);
	if (st == NX_OK)
		st = ledger_segment_add(l, &seg, err);
	if (st == NX_OK)
		st = ledger_set(l, "made-by", "newsidx " NEWSIDX_VERSION, err);
	if (st == NX_OK)
		st = ledger_commit(l, err);
	if (st == NX_OK)
		st = store_publish(&b->store, err);
	progress_clear(&in->progress);
	return st;
}

/* Every record that a member counted must stand somewhere in the ledger. */
static enum nx_status account(struct ledger *l, struct build_report *rep,
                              struct nx_err *err)
{
	enum nx_status st = ledger_totals(l, &rep->totals, err);

	if (st == NX_OK && rep->totals.listed != rep->totals.records)
		st = nx_fail(err, NX_CORRUPT,
		             "the ledger accounts for %llu of %llu records; "
		             "this is a fault of newsidx, please report it",
		             (unsigned long long)rep->totals.records,
		             (unsigned long long)rep->totals.listed);
	return st;
}

/* A mistyped path must not cost the index that is there. */
static enum nx_status check_worth(const struct build *b,
                                  const struct intake *in, struct nx_err *err)
{
	if (in->articles > 0 || in->faults == 0 || b->o->index == NULL ||
	    !b->replaces)
		return NX_OK;
	return nx_fail(err, NX_NOTFOUND,
	               "no article was found; %s is as it was", b->o->index);
}

enum nx_status build_run(const struct build_options *o,
                         struct build_report *rep, struct nx_err *err)
{
	struct build b = { .o = o, .store = { .lock = -1 }, .dir = BUF_INIT };
	struct intake in;
	struct ledger *l = NULL;
	enum nx_status st;

	memset(rep, 0, sizeof *rep);
	st = o->index != NULL ? open_index(&b, &l, err) : open_dry(&b, &l, err);
	if (st != NX_OK)
		goto out;
	st = intake_init(&in, o, l, b.writer, err);
	if (st == NX_OK)
		st = intake_run(&in, err);
	if (st == NX_OK)
		st = account(l, rep, err);
	if (st == NX_OK)
		st = check_worth(&b, &in, err);
	if (st == NX_OK && o->index != NULL)
		st = publish(&b, &in, err);
	rep->words = in.words;
	rep->text_bytes = in.text_bytes;
	rep->faults = in.faults;
	rep->seconds = progress_seconds(&in.progress);
	intake_release(&in);
out:
	segment_free(b.writer);
	if (o->index != NULL)
		store_close(&b.store);
	ledger_close(b.scratch);
	buf_release(&b.dir);
	if (st == NX_OK && o->index != NULL)
		rep->index_bytes = file_folder_bytes(o->index);
	return st;
}
