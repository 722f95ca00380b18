#include "lib/index/column.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/intern.h"
#include "lib/base/mem.h"
#include "lib/index/colblock.h"
#include "lib/index/posblock.h"

/* A place in the blocks of a column, in one segment. */
struct place {
	size_t segment;
	struct colblock block;
	uint32_t from, upto; /* docids that the block, maybe empty, tells of */
};

struct column_state {
	struct place place;
	struct intern names;
	/* The numbers of the block's names, INTERN_NONE where not yet known. */
	uint32_t *number;
	size_t cap_number;

	/* What was asked for last. */
	uint32_t *v, *start;
	size_t n_v, cap_v, cap_start;
};

struct columns {
	struct index *x;
	size_t segments;
	struct column_state of[COLUMNS];
	struct buf key;
};

struct columns *columns_open(struct index *x)
{
	struct columns *c = nx_zalloc(sizeof *c);

	c->x = x;
	c->segments = index_segments(x);
	for (int i = 0; i < COLUMNS; i++)
		c->of[i].place.from = 1; /* nothing is known: 1 .. 0 */
	return c;
}

void columns_close(struct columns *c)
{
	if (c == NULL)
		return;
	for (int i = 0; i < COLUMNS; i++) {
		struct column_state *s = &c->of[i];

		colblock_release(&s->place.block);
		intern_release(&s->names);
		free(s->number);
		free(s->v);
		free(s->start);
	}
	buf_release(&c->key);
	free(c);
}

/* ---- blocks -------------------------------------------------------------- */

static enum nx_status damaged(struct nx_err *err)
{
	return nx_fail(err, NX_CORRUPT,
	               "what articles are counted by is damaged");
}

/* Load the first block of a column that ends with docid or behind it; b is
 * empty where there is none. */
static enum nx_status seek(struct colblock *b, struct meta_reader *meta,
                           enum column column, uint32_t docid, struct buf *key,
                           struct nx_err *err)
{
	struct slice found, value;
	uint32_t last = 0;
	size_t prefix;
	enum nx_status st;

	b->n = 0;
	colblock_prefix(column_letter(column), key);
	prefix = key->len;
	posblock_add_docid(key, docid);
	st = meta_reader_seek(meta, key->p, key->len, &found, &value, err);
	if (st == NX_END)
		return NX_OK;
	if (st != NX_OK)
		return st;
	if (found.len < prefix || memcmp(found.p, key->p, prefix) != 0)
		return NX_OK;
	if (posblock_key_docid(found.p, found.len, prefix, &last) != NX_OK ||
	    colblock_load(b, last, value.p, value.len) != NX_OK)
		return damaged(err);
	return NX_OK;
}

/* Move to the block that may have docid, which the place does not tell of. */
static enum nx_status move(struct columns *c, enum column column,
                           size_t segment, uint32_t docid, struct nx_err *err)
{
	struct place *p = &c->of[column].place;
	enum nx_status st = seek(&p->block, index_metadata(c->x, segment),
	                         column, docid, &c->key, err);

	p->segment = segment;
	p->from = docid;
	p->upto = UINT32_MAX;
	if (p->block.n > 0) {
		p->upto = p->block.last;
		if (p->block.first < docid)
			p->from = p->block.first;
	}
	if (st != NX_OK)
		p->upto = 0; /* nothing is known */
	return st;
}

/* The block's names have no numbers yet. */
static void forget_numbers(struct column_state *s)
{
	uint32_t n = s->place.block.names;

	if (s->place.block.n == 0 || n == 0)
		return;
	if (s->cap_number < n) {
		s->cap_number = n + n / 2;
		s->number = nx_realloc_array(s->number, s->cap_number,
		                             sizeof *s->number);
	}
	memset(s->number, 0xff, n * sizeof *s->number);
}

/* Whether the place tells of the article; *local: its docid there. */
static inline bool is_there(const struct columns *c, const struct place *p,
                            xap_docid docid, uint32_t *local)
{
	*local = docid;
	if (c->segments > 1) {
		*local = xap_local_docid(docid, c->segments);
		if (xap_shard_of(docid, c->segments) != p->segment)
			return false;
	}
	return *local >= p->from && *local <= p->upto;
}

/* Have the column stand at the block that may have the article. */
static enum nx_status stand(struct columns *c, enum column column,
                            xap_docid docid, uint32_t *local,
                            struct nx_err *err)
{
	struct column_state *s = &c->of[column];
	enum nx_status st;

	if (is_there(c, &s->place, docid, local))
		return NX_OK;
	st = move(c, column, xap_shard_of(docid, c->segments), *local, err);
	forget_numbers(s);
	return st;
}

/* ---- values -------------------------------------------------------------- */

static uint32_t new_number(struct column_state *s, uint32_t name)
{
	struct slice n = colblock_get_name(&s->place.block, name);

	s->number[name] = intern_add(&s->names, n.p, n.len);
	return s->number[name];
}

/* The values of article i of the block are the next of what was asked for. */
static inline void take(struct column_state *s, uint32_t i)
{
	const struct colblock *b = &s->place.block;
	uint32_t from, n;

	colblock_values(b, i, &from, &n);
	if (s->cap_v < s->n_v + n) {
		s->cap_v = 2 * (s->n_v + n);
		s->v = nx_realloc_array(s->v, s->cap_v, sizeof *s->v);
	}
	for (uint32_t k = 0; k < n; k++) {
		uint32_t name = (uint32_t)colblock_value(b, from + k);
		uint32_t number = s->number[name];

		if (number == INTERN_NONE)
			number = new_number(s, name);
		s->v[s->n_v++] = number;
	}
}

/* Those of the articles from *at on that the block tells of. */
static enum nx_status take_some(struct columns *c, enum column column,
                                const xap_docid *docid, size_t n, size_t *at,
                                struct nx_err *err)
{
	struct column_state *s = &c->of[column];
	struct colblock *b = &s->place.block;
	uint32_t local, i;
	enum nx_status st = stand(c, column, docid[*at], &local, err);

	if (st != NX_OK)
		return st;
	do {
		s->start[*at] = (uint32_t)s->n_v;
		if (colblock_find(b, local, &i)) {
			if (b->names > 0)
				take(s, i);
			else if (b->start[i] < b->start[i + 1])
				return damaged(err);
		}
		++*at;
	} while (*at < n && is_there(c, &s->place, docid[*at], &local));
	return NX_OK;
}

enum nx_status columns_values(struct columns *c, enum column column,
                              const xap_docid *docid, size_t n,
                              struct values *out, struct nx_err *err)
{
	struct column_state *s = &c->of[column];
	enum nx_status st = NX_OK;
	size_t at = 0;

	if (s->cap_start < n + 1) {
		s->cap_start = n + 1;
		s->start = nx_realloc_array(s->start, n + 1, sizeof *s->start);
	}
	s->n_v = 0;
	while (st == NX_OK && at < n)
		st = take_some(c, column, docid, n, &at, err);
	s->start[n] = (uint32_t)s->n_v;
	*out = (struct values){ s->v, s->start };
	return st;
}

enum nx_status columns_days(struct columns *c, const xap_docid *docid, size_t n,
                            struct day *out, struct nx_err *err)
{
	struct colblock *b = &c->of[COLUMN_DAY].place.block;
	enum nx_status st = NX_OK;

	for (size_t k = 0; st == NX_OK && k < n; k++) {
		uint32_t local, i;

		out[k] = (struct day){ 0, INSTANT_NONE };
		st = stand(c, COLUMN_DAY, docid[k], &local, err);
		if (st == NX_OK && colblock_find(b, local, &i) &&
		    b->start[i] < b->start[i + 1])
			out[k] = day_of_number(colblock_value(b, b->start[i]));
	}
	return st;
}

/* ---- names --------------------------------------------------------------- */

size_t column_size(const struct columns *c, enum column column)
{
	return c->of[column].names.n;
}

struct slice column_name(const struct columns *c, enum column column,
                         uint32_t id)
{
	struct slice s;

	s.p = intern_str(&c->of[column].names, id, &s.len);
	return s;
}

/* ---- a row --------------------------------------------------------------- */

static void add_column(struct colblock *b, enum column column, uint32_t docid,
                       struct buf *out)
{
	uint32_t i, from = 0, n = 0;

	if (colblock_find(b, docid, &i))
		colblock_values(b, i, &from, &n);
	buf_add_varint(out, n);
	for (uint32_t k = from; k < from + n; k++) {
		int64_t v = colblock_value(b, k);

		if (column == COLUMN_DAY)
			column_row_number(v, out);
		else if (b->names > 0)
			column_row_name(colblock_get_name(b, (uint32_t)v), out);
	}
}

enum nx_status column_row_read(struct meta_reader *meta, xap_docid docid,
                               struct buf *out, struct nx_err *err)
{
	struct colblock b = COLBLOCK_INIT;
	struct buf key = BUF_INIT;
	enum nx_status st = NX_OK;

	buf_clear(out);
	for (int c = 0; st == NX_OK && c < COLUMNS; c++) {
		st = seek(&b, meta, (enum column)c, docid, &key, err);
		if (st == NX_OK)
			add_column(&b, (enum column)c, docid, out);
	}
	colblock_release(&b);
	buf_release(&key);
	return st;
}
