#include "lib/index/column.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/intern.h"
#include "lib/base/mem.h"
#include "lib/index/schema.h"
#include "lib/index/xap.h"

/* Going through the values of a slot, segment by segment. */
struct reader {
	struct xap_values *it;
	size_t segment;
	uint32_t at; /* its own docid that the value is of; 0: before the first,
	              * UINT32_MAX: behind the last */
	struct xap_str value;
};

struct column_state {
	struct intern names;
	struct reader reader; /* of its slot, if it has one */
	uint32_t *v;          /* of one article */
	size_t n, cap;
	xap_docid docid; /* which; 0: none */
};

struct columns {
	struct index *x;
	struct column_state of[COLUMNS];
	struct reader first, last;
	xap_docid read; /* whose record was taken apart; 0: none */
};

static const struct {
	bool has_slot;
	enum value_slot slot;
} kinds[COLUMNS] = {
	[COLUMN_SOURCE] = { true, SLOT_SOURCE },
	[COLUMN_SECTION] = { true, SLOT_SECTION },
	[COLUMN_LANGUAGE] = { true, SLOT_LANGUAGE },
};

struct columns *columns_open(struct index *x)
{
	struct columns *c = nx_zalloc(sizeof *c);

	c->x = x;
	return c;
}

void columns_close(struct columns *c)
{
	if (c == NULL)
		return;
	for (int i = 0; i < COLUMNS; i++) {
		intern_release(&c->of[i].names);
		xap_values_free(c->of[i].reader.it);
		free(c->of[i].v);
	}
	xap_values_free(c->first.it);
	xap_values_free(c->last.it);
	free(c);
}

/* ---- from slots ---------------------------------------------------------- */

static enum xap_status reader_begin(struct reader *r, struct index *x,
                                    enum value_slot slot, size_t segment,
                                    struct xap_error *xe)
{
	xap_values_free(r->it);
	*r = (struct reader){ .segment = segment };
	return xap_db_values(&r->it, index_segment(x, segment), slot, xe);
}

/* Set *out to the value that the article has in the slot; empty: none. */
static enum nx_status read_slot(struct columns *c, struct reader *r,
                                enum value_slot slot, xap_docid docid,
                                struct xap_str *out, struct nx_err *err)
{
	size_t n = index_segments(c->x), segment = xap_shard_of(docid, n);
	xap_docid local = xap_local_docid(docid, n);
	enum xap_status xs = XAP_OK;
	struct xap_error xe;

	if (r->it == NULL || r->segment != segment ||
	    (r->at > local && r->at != UINT32_MAX))
		xs = reader_begin(r, c->x, slot, segment, &xe);
	if (xs == XAP_OK && r->at < local)
		xs = xap_values_skip_to(r->it, local, &r->at, &r->value, &xe);
	if (xs == XAP_END) {
		r->at = UINT32_MAX;
		xs = XAP_OK;
	}
	*out = r->at == local ? r->value : (struct xap_str){ "", 0 };
	return nx_from_xap(err, xs, &xe, "reading values");
}

/* ---- from records -------------------------------------------------------- */

static void add(struct column_state *s, const char *p, size_t len)
{
	uint32_t id = intern_add(&s->names, p, len);

	for (size_t i = 0; i < s->n; i++)
		if (s->v[i] == id)
			return;
	s->v = NX_GROW(s->v, s->n, &s->cap);
	s->v[s->n++] = id;
}

static void take(struct column_state *s, const struct slices *names)
{
	s->n = 0;
	for (size_t i = 0; i < names->n; i++)
		if (names->v[i].len > 0)
			add(s, names->v[i].p, names->v[i].len);
}

static enum nx_status read_record(struct columns *c, xap_docid docid,
                                  struct nx_err *err)
{
	struct record r;
	enum nx_status st;

	if (c->read == docid)
		return NX_OK;
	st = index_record(c->x, docid, &r, err);
	if (st != NX_OK)
		return st;
	c->read = docid;
	take(&c->of[COLUMN_AUTHOR], &r.authors);
	take(&c->of[COLUMN_PLACE], &r.places);
	take(&c->of[COLUMN_KEYWORD], &r.keywords);
	return NX_OK;
}

enum nx_status columns_values(struct columns *c, enum column column,
                              xap_docid docid, struct values *out,
                              struct nx_err *err)
{
	struct column_state *s = &c->of[column];
	enum nx_status st = NX_OK;
	struct xap_str v;

	if (!kinds[column].has_slot) {
		st = read_record(c, docid, err);
	} else if (s->docid != docid) {
		st = read_slot(c, &s->reader, kinds[column].slot, docid, &v,
		               err);
		s->n = 0;
		if (st == NX_OK && v.len > 0)
			add(s, v.data, v.len);
	}
	s->docid = st == NX_OK ? docid : 0;
	*out = (struct values){ s->v, st == NX_OK ? s->n : 0 };
	return st;
}

/* ---- dates --------------------------------------------------------------- */

#define DAY_SECONDS INT64_C(86400)

enum nx_status columns_day(struct columns *c, xap_docid docid, struct day *out,
                           struct nx_err *err)
{
	struct xap_str first, last;
	int64_t from, span;
	enum nx_status st;

	*out = (struct day){ 0, INSTANT_NONE };
	st = read_slot(c, &c->first, SLOT_FIRST, docid, &first, err);
	if (st == NX_OK)
		st = read_slot(c, &c->last, SLOT_LAST, docid, &last, err);
	if (st != NX_OK || first.len == 0 || last.len == 0)
		return st;
	from = (int64_t)xap_unsortable(first.data, first.len);
	span = (int64_t)xap_unsortable(last.data, last.len) - from;
	out->day = (int32_t)civil_day_of(from);
	out->precision = INSTANT_DAY;
	if (span >= 300 * DAY_SECONDS)
		out->precision = INSTANT_YEAR;
	else if (span >= DAY_SECONDS)
		out->precision = INSTANT_MONTH;
	return NX_OK;
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
