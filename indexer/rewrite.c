#include "indexer/rewrite.h"

#include <stdlib.h>

#include "indexer/series.h"
#include "indexer/stored.h"
#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/index/doc.h"
#include "lib/index/xap.h"

/* ---- whether -------------------------------------------------------------- */

enum nx_status rewrite_is_due(const struct rewrite *w,
                              const struct ledger_segment *s, bool *due,
                              struct nx_err *err)
{
	struct buf dir = BUF_INIT;
	struct xap_db *db = NULL;
	struct xap_info info = { .doccount = 0 };
	struct xap_error xe;
	enum xap_status xs;
	enum nx_status st;

	store_segment_path(w->store, s->number, &dir);
	xs = xap_db_open(&db, dir.p, &xe);
	if (xs == XAP_OK)
		xs = xap_db_info(db, &info, &xe);
	xap_db_close(db);
	st = nx_from_xap(err, xs, &xe, dir.p);
	buf_release(&dir);
	*due = st == NX_OK && info.doccount < s->articles &&
	       (s->articles - info.doccount) * 100 >= s->articles * w->percent;
	return st;
}

/* ---- a piece of what is written ------------------------------------------- */

struct piece {
	struct segment_writer *writer; /* NULL: not begun */
	struct analyser *analyser;
	struct doc doc;
};

static void add_dir(struct rewrite *w, const char *dir, bool mine)
{
	if (w->n == w->cap) {
		w->cap = w->cap > 0 ? 2 * w->cap : 16;
		w->dirs = nx_realloc_array(w->dirs, w->cap, sizeof *w->dirs);
		w->mine = nx_realloc_array(w->mine, w->cap, sizeof *w->mine);
	}
	w->dirs[w->n] = nx_strdup(dir);
	w->mine[w->n++] = mine;
}

static enum nx_status piece_begin(struct rewrite *w, struct piece *p,
                                  struct nx_err *err)
{
	struct buf dir = BUF_INIT;
	int64_t number;
	enum nx_status st = store_segment_new(w->store, &number, &dir, err);

	if (st == NX_OK) {
		add_dir(w, dir.p, true);
		st = series_writer(&p->writer, w->o, dir.p, 1, err);
	}
	buf_release(&dir);
	return st;
}

static enum nx_status piece_end(struct piece *p, struct nx_err *err)
{
	enum nx_status st = segment_finish(p->writer, err);

	segment_free(p->writer);
	p->writer = NULL;
	return st;
}

static enum nx_status piece_add(struct rewrite *w, struct piece *p,
                                uint32_t docid, const struct record *r,
                                struct nx_err *err)
{
	uint64_t identity[2];
	enum nx_status st = NX_OK;

	if (w->o->walk.stop != NULL && *w->o->walk.stop != 0)
		return nx_fail(err, NX_INTERRUPTED, "interrupted");
	if (p->writer == NULL)
		st = piece_begin(w, p, err);
	if (st != NX_OK)
		return st;
	digest128(r->key.p, r->key.len, 0, identity);
	doc_fill(&p->doc, p->analyser, r, identity);
	w->articles++;
	w->words += p->doc.words;
	for (size_t i = 0; i < PARTS; i++)
		w->bytes += r->part[i].len;
	st = segment_add(p->writer, 0, docid, &p->doc, err);
	if (st == NX_OK && segment_memory(p->writer) >= w->o->memory)
		st = piece_end(p, err);
	return st;
}

/* ---- a segment ------------------------------------------------------------ */

static enum nx_status rewrite(struct rewrite *w, const char *dir, bool none,
                              struct nx_err *err)
{
	struct piece p = { .writer = NULL };
	struct stored in;
	struct record r;
	uint32_t docid;
	enum nx_status st = stored_open(&in, dir, err);

	p.analyser = analyser_new();
	doc_init(&p.doc);
	while (st == NX_OK && (st = stored_next(&in, &docid, err)) == NX_OK) {
		st = stored_record(&in, docid, &r, err);
		if (st == NX_OK)
			st = piece_add(w, &p, docid, &r, err);
	}
	st = st == NX_END ? NX_OK : st;
	if (st == NX_OK && none)
		st = piece_begin(w, &p, err);
	if (st == NX_OK && p.writer != NULL)
		st = piece_end(&p, err);
	segment_free(p.writer);
	doc_release(&p.doc);
	analyser_free(p.analyser);
	stored_close(&in);
	return st;
}

enum nx_status rewrite_add(struct rewrite *w, const struct ledger_segment *s,
                           struct nx_err *err)
{
	struct buf dir = BUF_INIT;
	bool due = false;
	enum nx_status st = rewrite_is_due(w, s, &due, err);

	store_segment_path(w->store, s->number, &dir);
	if (st == NX_OK && due) {
		st = rewrite(w, dir.p, false, err);
	} else if (st == NX_OK) {
		add_dir(w, dir.p, false);
		w->articles += s->articles;
		w->words += s->words;
		w->bytes += s->bytes;
	}
	buf_release(&dir);
	return st;
}

enum nx_status rewrite_none(struct rewrite *w, const struct ledger_segment *s,
                            struct nx_err *err)
{
	struct buf dir = BUF_INIT;
	enum nx_status st = NX_OK;

	store_segment_path(w->store, s->number, &dir);
	if (w->n == 0)
		st = rewrite(w, dir.p, true, err);
	buf_release(&dir);
	return st;
}

enum nx_status rewrite_end(struct rewrite *w, struct nx_err *err)
{
	enum nx_status st = NX_OK;

	for (size_t i = 0; i < w->n; i++) {
		if (w->mine[i] && st == NX_OK)
			st = file_remove_flat(w->dirs[i], err);
		free(w->dirs[i]);
	}
	free(w->dirs);
	free(w->mine);
	w->n = 0;
	return st;
}
