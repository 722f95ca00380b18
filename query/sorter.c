#include "query/sorter.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/file.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"

/* Stands before each key, in memory and in files; the text follows the key. */
struct head {
	uint32_t key, text; /* bytes */
};

struct run {
	FILE *f;
	struct head head; /* of the one that comes next */
	struct buf item;  /* its key and text */
	bool ended;
};

struct sorter {
	size_t memory;
	struct buf items;
	size_t *at; /* where each begins */
	size_t n, cap;

	struct run run[LIMIT_SORT_RUNS];
	size_t n_run;
};

struct sorter *sorter_new(size_t memory)
{
	struct sorter *s = nx_zalloc(sizeof *s);

	s->memory = memory;
	return s;
}

void sorter_free(struct sorter *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->n_run; i++) {
		(void)fclose(s->run[i].f);
		buf_release(&s->run[i].item);
	}
	buf_release(&s->items);
	free(s->at);
	free(s);
}

static struct head head_at(const struct sorter *s, size_t at)
{
	struct head h;

	memcpy(&h, s->items.p + at, sizeof h);
	return h;
}

static int compare_keys(const char *a, size_t alen, const char *b, size_t blen)
{
	int c = memcmp(a, b, alen < blen ? alen : blen);

	if (c != 0)
		return c;
	return alen < blen ? -1 : alen > blen;
}

static int by_key(const void *pa, const void *pb, void *ctx)
{
	const struct sorter *s = ctx;
	size_t a = *(const size_t *)pa, b = *(const size_t *)pb;
	int c = compare_keys(s->items.p + a + sizeof(struct head),
	                     head_at(s, a).key,
	                     s->items.p + b + sizeof(struct head),
	                     head_at(s, b).key);

	if (c != 0)
		return c;
	return a < b ? -1 : a > b;
}

static void sort(struct sorter *s)
{
	if (s->n > 1)
		qsort_r(s->at, s->n, sizeof *s->at, by_key, s);
}

/* ---- files -------------------------------------------------------------- */

static enum nx_status open_run(struct run *r, struct nx_err *err)
{
	int fd = file_nameless(err);

	if (fd < 0)
		return NX_IO;
	r->f = fdopen(fd, "w+");
	if (r->f == NULL) {
		(void)close(fd);
		return nx_fail_errno(err, "temporary file");
	}
	return NX_OK;
}

/* Put what is in memory into a file of its own. */
static enum nx_status spill(struct sorter *s, struct nx_err *err)
{
	struct run *r = &s->run[s->n_run];
	enum nx_status st;

	if (s->n_run == LIMIT_SORT_RUNS)
		return nx_fail(err, NX_BOUND,
		               "too many hits to be sorted by their words; "
		               "ask for something rarer, or for another order");
	st = open_run(r, err);
	if (st != NX_OK)
		return st;
	s->n_run++;
	sort(s);
	for (size_t i = 0; i < s->n; i++) {
		struct head h = head_at(s, s->at[i]);

		(void)fwrite(s->items.p + s->at[i], 1,
		             sizeof h + h.key + h.text, r->f);
	}
	if (fflush(r->f) != 0 || ferror(r->f))
		return nx_fail_errno(err, "writing a temporary file");
	rewind(r->f);
	s->n = 0;
	buf_clear(&s->items);
	return NX_OK;
}

enum nx_status sorter_add(struct sorter *s, const void *key, size_t key_len,
                          const void *text, size_t len, struct nx_err *err)
{
	struct head h = { (uint32_t)key_len, (uint32_t)len };
	size_t size = sizeof h + key_len + len + sizeof *s->at;
	size_t used = s->items.len + s->n * sizeof *s->at;

	if (s->n > 0 && used + size > s->memory) {
		enum nx_status st = spill(s, err);

		if (st != NX_OK)
			return st;
	}
	s->at = NX_GROW(s->at, s->n, &s->cap);
	s->at[s->n++] = s->items.len;
	buf_add(&s->items, &h, sizeof h);
	buf_add(&s->items, key, key_len);
	buf_add(&s->items, text, len);
	return NX_OK;
}

/* ---- merging ------------------------------------------------------------ */

static enum nx_status read_next(struct run *r, struct nx_err *err)
{
	size_t size;

	buf_clear(&r->item);
	if (fread(&r->head, sizeof r->head, 1, r->f) != 1) {
		r->ended = true;
		return ferror(r->f) ? nx_fail_errno(err, "temporary file")
		                    : NX_OK;
	}
	size = (size_t)r->head.key + r->head.text;
	if (fread(buf_room(&r->item, size), 1, size, r->f) != size)
		return nx_fail(err, NX_IO, "a temporary file is cut off");
	r->item.len = size;
	return NX_OK;
}

/* The run whose next is the least, the first of such; NULL at the end. */
static struct run *least(struct sorter *s)
{
	struct run *best = NULL;

	for (size_t i = 0; i < s->n_run; i++) {
		struct run *r = &s->run[i];

		if (!r->ended &&
		    (best == NULL ||
		     compare_keys(r->item.p, r->head.key, best->item.p,
		                  best->head.key) < 0))
			best = r;
	}
	return best;
}

static enum nx_status merge(struct sorter *s, sorter_fn *fn, void *ctx,
                            struct nx_err *err)
{
	enum nx_status st = spill(s, err);
	struct run *r;

	buf_release(&s->items);
	for (size_t i = 0; st == NX_OK && i < s->n_run; i++)
		st = read_next(&s->run[i], err);
	while (st == NX_OK && (r = least(s)) != NULL) {
		st = fn(ctx, r->item.p + r->head.key, r->head.text, err);
		if (st == NX_OK)
			st = read_next(r, err);
	}
	return st;
}

enum nx_status sorter_each(struct sorter *s, sorter_fn *fn, void *ctx,
                           struct nx_err *err)
{
	enum nx_status st = NX_OK;

	if (s->n_run > 0)
		return merge(s, fn, ctx, err);
	sort(s);
	for (size_t i = 0; st == NX_OK && i < s->n; i++) {
		struct head h = head_at(s, s->at[i]);

		st = fn(ctx, s->items.p + s->at[i] + sizeof h + h.key, h.text,
		        err);
	}
	return st;
}
