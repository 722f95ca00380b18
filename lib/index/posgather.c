#include "lib/index/posgather.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"

/* Files that are merged at once; each takes a descriptor. */
#define RUNS_MOST 32

/* A term in an article.  In gatherer.bytes stand the term, the length of the
 * rest (uint32_t), and the rest: varints, the first position and the gaps. */
struct entry {
	uint64_t head; /* the term's first 8 bytes, as a number */
	size_t at;
	uint32_t docid;
	uint32_t len;
};

struct pos_gatherer {
	size_t memory;
	struct entry *v;
	size_t n, cap;
	struct buf bytes;
	FILE *run[RUNS_MOST];
	size_t n_run;
};

struct pos_gatherer *pos_gatherer_new(size_t memory)
{
	struct pos_gatherer *g = nx_zalloc(sizeof *g);

	g->memory = memory;
	return g;
}

static void close_runs(struct pos_gatherer *g)
{
	while (g->n_run > 0)
		fclose(g->run[--g->n_run]);
}

void pos_gatherer_free(struct pos_gatherer *g)
{
	if (g == NULL)
		return;
	close_runs(g);
	buf_release(&g->bytes);
	free(g->v);
	free(g);
}

/* ---- files of sorted entries -------------------------------------------- */

/* Length of the term, docid, length of the rest; then both. */
static void put_entry(FILE *f, const char *term, size_t len, uint32_t docid,
                      const char *rest, size_t rest_len)
{
	const uint32_t head[] = { (uint32_t)len, docid, (uint32_t)rest_len };

	(void)fwrite(head, sizeof head, 1, f);
	(void)fwrite(term, 1, len, f);
	(void)fwrite(rest, 1, rest_len, f);
}

/* A run that is read: what stands next in it. */
struct reader {
	FILE *f;
	struct buf term, rest;
	uint32_t docid;
	bool over;
};

static enum nx_status read_next(struct reader *r, struct nx_err *err)
{
	uint32_t head[3];

	buf_clear(&r->term);
	buf_clear(&r->rest);
	if (fread(head, sizeof head, 1, r->f) != 1) {
		r->over = true;
		if (ferror(r->f))
			return nx_fail_errno(err, "a temporary file");
		return NX_OK;
	}
	r->docid = head[1];
	r->term.len = fread(buf_room(&r->term, head[0]), 1, head[0], r->f);
	r->rest.len = fread(buf_room(&r->rest, head[2]), 1, head[2], r->f);
	if (r->term.len < head[0] || r->rest.len < head[2])
		return nx_fail(err, NX_IO, "a temporary file is cut off");
	return NX_OK;
}

static int compare_terms(const char *a, size_t alen, const char *b, size_t blen)
{
	int c = memcmp(a, b, alen < blen ? alen : blen);

	if (c != 0)
		return c;
	return alen < blen ? -1 : alen > blen;
}

static bool is_before(const struct reader *a, const struct reader *b)
{
	int c;

	if (a->over || b->over)
		return !a->over;
	c = compare_terms(a->term.p, a->term.len, b->term.p, b->term.len);
	return c != 0 ? c < 0 : a->docid < b->docid;
}

typedef enum nx_status merged_fn(void *ctx, const struct reader *r,
                                 struct nx_err *err);

static enum nx_status merge(struct reader *r, size_t n, merged_fn *fn,
                            void *ctx, struct nx_err *err)
{
	enum nx_status st = NX_OK;

	for (size_t i = 0; st == NX_OK && i < n; i++) {
		rewind(r[i].f);
		st = read_next(&r[i], err);
	}
	while (st == NX_OK && n > 0) {
		struct reader *least = &r[0];

		for (size_t i = 1; i < n; i++)
			if (is_before(&r[i], least))
				least = &r[i];
		if (least->over)
			break;
		st = fn(ctx, least, err);
		if (st == NX_OK)
			st = read_next(least, err);
	}
	return st;
}

static enum nx_status merge_runs(struct pos_gatherer *g, merged_fn *fn,
                                 void *ctx, struct nx_err *err)
{
	struct reader r[RUNS_MOST];
	enum nx_status st;

	for (size_t i = 0; i < g->n_run; i++)
		r[i] = (struct reader){ g->run[i], BUF_INIT, BUF_INIT, 0,
			                false };
	st = merge(r, g->n_run, fn, ctx, err);
	for (size_t i = 0; i < g->n_run; i++) {
		buf_release(&r[i].term);
		buf_release(&r[i].rest);
	}
	return st;
}

/* ---- adding ------------------------------------------------------------- */

static enum nx_status new_run(FILE **out, struct nx_err *err)
{
	int fd = file_nameless(err);

	*out = NULL;
	if (fd < 0)
		return NX_IO;
	*out = fdopen(fd, "w+");
	if (*out != NULL)
		return NX_OK;
	close(fd);
	return nx_fail_errno(err, "a temporary file");
}

static enum nx_status end_run(FILE *f, struct nx_err *err)
{
	if (fflush(f) != 0 || ferror(f))
		return nx_fail_errno(err, "a temporary file");
	return NX_OK;
}

static enum nx_status copy_entry(void *ctx, const struct reader *r,
                                 struct nx_err *err)
{
	(void)err;
	put_entry(ctx, r->term.p, r->term.len, r->docid, r->rest.p,
	          r->rest.len);
	return NX_OK;
}

/* One run of all that there are. */
static enum nx_status join_runs(struct pos_gatherer *g, struct nx_err *err)
{
	FILE *f;
	enum nx_status st = new_run(&f, err);

	if (st != NX_OK)
		return st;
	st = merge_runs(g, copy_entry, f, err);
	if (st == NX_OK)
		st = end_run(f, err);
	close_runs(g);
	g->run[g->n_run++] = f;
	return st;
}

static int by_term(const void *pa, const void *pb, void *bytes)
{
	const struct entry *a = pa, *b = pb;
	const char *p = bytes;
	int c;

	if (a->head != b->head)
		return a->head < b->head ? -1 : 1;
	c = compare_terms(p + a->at, a->len, p + b->at, b->len);
	if (c != 0)
		return c;
	return a->docid < b->docid ? -1 : a->docid > b->docid;
}

static enum nx_status write_run(struct pos_gatherer *g, struct nx_err *err)
{
	FILE *f = NULL;
	enum nx_status st = NX_OK;

	if (g->n_run == RUNS_MOST)
		st = join_runs(g, err);
	if (st == NX_OK)
		st = new_run(&f, err);
	if (st != NX_OK)
		return st;
	qsort_r(g->v, g->n, sizeof *g->v, by_term, g->bytes.p);
	for (size_t i = 0; i < g->n; i++) {
		const struct entry *e = &g->v[i];
		const char *p = g->bytes.p + e->at;
		uint32_t size;

		memcpy(&size, p + e->len, sizeof size);
		put_entry(f, p, e->len, e->docid, p + e->len + sizeof size,
		          size);
	}
	g->run[g->n_run++] = f;
	g->n = 0;
	buf_clear(&g->bytes);
	return end_run(f, err);
}

static uint64_t head_of(const char *term, size_t len)
{
	uint64_t v = 0;

	for (size_t i = 0; i < 8; i++)
		v = v << 8 | (i < len ? (unsigned char)term[i] : 0);
	return v;
}

enum nx_status pos_gatherer_add(struct pos_gatherer *g, const char *term,
                                size_t len, uint32_t docid, const uint32_t *pos,
                                size_t n, struct nx_err *err)
{
	uint32_t was = 0, size = 0;
	size_t start;

	g->v = NX_GROW(g->v, g->n, &g->cap);
	g->v[g->n++] = (struct entry){ head_of(term, len), g->bytes.len, docid,
		                       (uint32_t)len };
	buf_add(&g->bytes, term, len);
	start = g->bytes.len;
	buf_add(&g->bytes, &size, sizeof size);
	for (size_t i = 0; i < n; i++) {
		buf_add_varint(&g->bytes, pos[i] - was);
		was = pos[i];
	}
	size = (uint32_t)(g->bytes.len - start - sizeof size);
	memcpy(g->bytes.p + start, &size, sizeof size);
	if (g->n * sizeof *g->v + g->bytes.len < g->memory)
		return NX_OK;
	return write_run(g, err);
}

/* ---- giving back -------------------------------------------------------- */

struct giver {
	pos_gathered_fn *fn;
	void *ctx;
	uint32_t *pos;
	size_t cap;
};

static enum nx_status give(void *ctx, const struct reader *r,
                           struct nx_err *err)
{
	struct giver *v = ctx;
	const unsigned char *p = (const unsigned char *)r->rest.p;
	const unsigned char *end = p + r->rest.len;
	uint64_t gap, at = 0;
	size_t n = 0;

	while (p < end && varint_read(&p, end, &gap)) {
		at += gap;
		v->pos = NX_GROW(v->pos, n, &v->cap);
		v->pos[n++] = (uint32_t)at;
	}
	return v->fn(v->ctx, r->term.p, r->term.len, r->docid, v->pos, n, err);
}

enum nx_status pos_gatherer_each(struct pos_gatherer *g, pos_gathered_fn *fn,
                                 void *ctx, struct nx_err *err)
{
	struct giver v = { fn, ctx, NULL, 0 };
	enum nx_status st = NX_OK;

	if (g->n > 0)
		st = write_run(g, err);
	if (st == NX_OK)
		st = merge_runs(g, give, &v, err);
	free(v.pos);
	return st;
}
