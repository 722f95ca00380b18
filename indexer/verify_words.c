#include "indexer/verify_words.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/index/column.h"
#include "lib/index/doc.h"
#include "lib/index/posread.h"
#include "lib/index/xap.h"

struct occurrence {
	const char *term;
	uint32_t len, pos, wdf;
};

struct words_check {
	struct xap_db *db;
	struct meta_reader *metadata;
	struct buf row; /* of its columns */
	struct analyser *analyser;
	struct doc doc;
	struct occurrence *v;
	size_t n, cap;
	struct pos_reader *positions; /* of the article that is looked at */
	enum positions_form form;
	uint64_t step, seen, analysed;
};

struct words_check *words_check_new(const char *dir, struct xap_db *db)
{
	struct words_check *c = nx_zalloc(sizeof *c);
	struct xap_info info = { .doccount = 0 };
	struct xap_error xe;
	struct xap_str form;

	(void)xap_db_info(db, &info, &xe);
	c->db = db;
	c->metadata = meta_reader_new(dir, db);
	c->form = POSITIONS_XAPIAN;
	if (xap_db_metadata(db, META_POSITIONS, sizeof META_POSITIONS - 1,
	                    &form, &xe) == XAP_OK)
		(void)positions_named(form.data, form.len, &c->form);
	c->step = info.doccount / WORDS_SAMPLE;
	if (c->step == 0)
		c->step = 1;
	c->analyser = analyser_new();
	doc_init(&c->doc);
	return c;
}

void words_check_free(struct words_check *c)
{
	if (c == NULL)
		return;
	meta_reader_free(c->metadata);
	buf_release(&c->row);
	analyser_free(c->analyser);
	doc_release(&c->doc);
	free(c->v);
	free(c);
}

uint64_t words_check_count(const struct words_check *c)
{
	return c->analysed;
}

static void add(struct words_check *c, const char *term, size_t len,
                uint32_t pos, uint32_t wdf)
{
	c->v = NX_GROW(c->v, c->n, &c->cap);
	c->v[c->n++] = (struct occurrence){ term, (uint32_t)len, pos, wdf };
}

static int by_term(const void *a, const void *b)
{
	const struct occurrence *x = a, *y = b;
	int c = memcmp(x->term, y->term, x->len < y->len ? x->len : y->len);

	if (c == 0)
		c = (x->len > y->len) - (x->len < y->len);
	return c != 0 ? c : (x->pos > y->pos) - (x->pos < y->pos);
}

static void collect(struct words_check *c)
{
	const struct doc *d = &c->doc;

	c->n = 0;
	for (size_t p = 0; p < PARTS; p++)
		for (size_t i = 0; i < d->part[p].n; i++) {
			const struct token *t = &d->part[p].v[i];

			if ((t->flags & TOKEN_JOINED) == 0)
				add(c, token_form(&d->part[p], t), t->len,
				    d->base[p] + t->pos, 1);
		}
	for (size_t i = 0; i < d->n_extra; i++)
		add(c, d->forms.p + d->extra[i].term, d->extra[i].len,
		    d->extra[i].pos, d->extra[i].wdf);
	if (c->n > 0)
		qsort(c->v, c->n, sizeof *c->v, by_term);
}

static enum nx_status differs(const struct occurrence *o, const char *how,
                              struct nx_err *err)
{
	return nx_fail(err, NX_CORRUPT, "%s the term %.*s", how, (int)o->len,
	               o->term);
}

/* The term of the occurrences v[0..n), once for each of its positions. */
static enum nx_status check_positions(struct words_check *c,
                                      const struct occurrence *v, size_t n,
                                      struct nx_err *err)
{
	struct pos_term *t = pos_reader_term(c->positions, v->term, v->len);
	const uint32_t *pos = NULL;
	size_t there = 0, at = 0;
	uint32_t last = 0;

	if (pos_list(t, &pos, &there, NULL) != NX_OK)
		return differs(v, "has no positions to be read for", err);
	for (size_t i = 0; i < n; i++) {
		if (v[i].pos == 0 || v[i].pos == last)
			continue;
		last = v[i].pos;
		if (at == there || pos[at++] != last)
			return differs(v, "has other positions for", err);
	}
	return at == there ? NX_OK : differs(v, "has more positions for", err);
}

static enum nx_status check_term(struct words_check *c, uint32_t docid,
                                 const struct occurrence *v, size_t n,
                                 struct nx_err *err)
{
	struct xap_postings *it = NULL;
	uint32_t found = 0, wdf = 0, want = 0;
	struct xap_error xe;
	enum xap_status xs = xap_db_postings(&it, c->db, v->term, v->len, &xe);

	for (size_t i = 0; i < n; i++)
		want += v[i].wdf;
	if (xs == XAP_OK)
		xs = xap_postings_skip_to(it, docid, &found, &xe);
	if (xs == XAP_OK && found == docid)
		xs = xap_postings_wdf(it, &wdf, &xe);
	xap_postings_free(it);
	if (xs != XAP_OK || found != docid)
		return differs(v, "is not found by", err);
	if (wdf != want)
		return differs(v, "has another count of", err);
	return check_positions(c, v, n, err);
}

static enum nx_status check_columns(struct words_check *c, uint32_t docid,
                                    struct nx_err *err)
{
	if (column_row_read(c->metadata, docid, &c->row, NULL) == NX_OK &&
	    buf_equal(&c->row, &c->doc.columns))
		return NX_OK;
	return nx_fail(err, NX_CORRUPT,
	               "is counted by other names or another date than it has");
}

enum nx_status words_compare(struct words_check *c, uint32_t docid,
                             const struct record *r, const uint64_t key[2],
                             struct nx_err *err)
{
	enum nx_status st = NX_OK;
	size_t n;

	if (c->seen++ % c->step != 0)
		return NX_OK;
	c->analysed++;
	doc_fill(&c->doc, c->analyser, r, key);
	collect(c);
	c->positions = pos_reader_of(c->db, c->metadata, c->form);
	pos_reader_article(c->positions, docid);
	for (size_t i = 0; st == NX_OK && i < c->n; i += n) {
		for (n = 1;
		     i + n < c->n && c->v[i + n].len == c->v[i].len &&
		     memcmp(c->v[i + n].term, c->v[i].term, c->v[i].len) == 0;
		     n++)
			;
		st = check_term(c, docid, &c->v[i], n, err);
	}
	pos_reader_free(c->positions);
	return st == NX_OK ? check_columns(c, docid, err) : st;
}
