/* xapian_shards.h - what the tests of posting sources and deciders stand on
 *
 * Two small shards, and a posting source of the multiples of a number.
 */
#ifndef NEWSIDX_TESTS_UNIT_XAPIAN_SHARDS_H
#define NEWSIDX_TESTS_UNIT_XAPIAN_SHARDS_H

#include "tests/unit/xapian_help.h"

/* Each text has the word "word", so that what selects is the callback. */
static const char *const a_texts[] = { "word one",   "word two ferry",
				       "word three", "word four ferry",
				       "word five",  "word six ferry" };
static const char *const b_texts[] = { "word eins", "word zwei ferry",
				       "word drei" };

/* ---- a source of the multiples of step, in each shard ------------------ */

struct multiples {
	xap_docid step, at, last;
	size_t shard;
	double weight;
	int fail_in; /* which callback fails; 0: none */
	bool lying;  /* goes backwards */
	bool with_check;
	int *alive;       /* states there are */
	size_t *seen;     /* bits of shards that were announced */
	uint32_t *opened; /* sum of the shards' documents */
};

enum { IN_CLONE = 1, IN_INIT, IN_NEXT, IN_SKIP, IN_CHECK };

static inline void *m_clone(void *ctx)
{
	const struct multiples *m = ctx;
	struct multiples *copy;

	if (m->fail_in == IN_CLONE)
		return NULL;
	copy = malloc(sizeof *copy);
	assert_non_null(copy);
	*copy = *m;
	++*m->alive;
	return copy;
}

static inline void m_free(void *ctx)
{
	struct multiples *m = ctx;

	--*m->alive;
	free(m);
}

static inline enum xap_status failing(const struct multiples *m, int where,
				      struct xap_error *err)
{
	if (m->fail_in != where)
		return XAP_OK;
	snprintf(err->msg, sizeof err->msg, "told to fail in %d", where);
	return XAP_CALLBACK;
}

static inline enum xap_status m_init(void *ctx, struct xap_db *db, size_t shard,
				     struct xap_source_bounds *bounds,
				     struct xap_error *err)
{
	struct multiples *m = ctx;
	struct xap_info info;
	enum xap_status st = xap_db_info(db, &info, err);

	if (st != XAP_OK)
		return st;
	assert_int_equal(xap_db_shards(db), 1);
	assert_int_equal(bounds->max, info.doccount);
	m->at = 0;
	m->last = info.lastdocid;
	m->shard = shard;
	*m->seen |= (size_t)1 << shard;
	*m->opened += info.doccount;
	bounds->est = info.doccount / m->step;
	bounds->max_weight = m->weight * m->last;
	return failing(m, IN_INIT, err);
}

static inline enum xap_status m_to(struct multiples *m, xap_docid did,
				   xap_docid *at)
{
	m->at = (did + m->step - 1) / m->step * m->step;
	if (m->lying && m->at > m->step)
		m->at = m->step;
	*at = m->at;
	return m->at > m->last ? XAP_END : XAP_OK;
}

static inline enum xap_status m_next(void *ctx, double min_weight,
				     xap_docid *at, struct xap_error *err)
{
	struct multiples *m = ctx;

	(void)min_weight;
	if (failing(m, IN_NEXT, err) != XAP_OK)
		return XAP_CALLBACK;
	return m_to(m, m->at + 1, at);
}

static inline enum xap_status m_skip_to(void *ctx, xap_docid did,
					double min_weight, xap_docid *at,
					struct xap_error *err)
{
	(void)min_weight;
	if (failing(ctx, IN_SKIP, err) != XAP_OK)
		return XAP_CALLBACK;
	return m_to(ctx, did, at);
}

static inline enum xap_status m_check(void *ctx, xap_docid did,
				      double min_weight, xap_docid *at,
				      struct xap_error *err)
{
	struct multiples *m = ctx;

	(void)min_weight;
	m->at = did;
	*at = did % m->step ? 0 : did;
	return failing(m, IN_CHECK, err);
}

static inline double m_weight(void *ctx)
{
	const struct multiples *m = ctx;

	return m->weight * m->at;
}

static const struct xap_source_ops plain = { m_clone,   m_free, m_init,  m_next,
					     m_skip_to, NULL,   m_weight };
static const struct xap_source_ops checking = { m_clone, m_free,    m_init,
						m_next,  m_skip_to, m_check,
						m_weight };

static int alive;
static size_t seen;
static uint32_t opened;

static inline struct xap_query *multiples(xap_docid step, int fail_in,
					  bool check)
{
	struct xap_error e = { "" };
	struct multiples *m = calloc(1, sizeof *m);
	struct xap_query *q;

	assert_non_null(m);
	m->step = step;
	m->fail_in = fail_in;
	m->weight = 1;
	m->alive = &alive;
	m->seen = &seen;
	m->opened = &opened;
	alive = 1;
	seen = opened = 0;
	OK(xap_query_source(&q, check ? &checking : &plain, m, &e));
	return q;
}

static inline struct xap_query *with(enum xap_op op, struct xap_query *a,
				     struct xap_query *b)
{
	const struct xap_query *sub[2] = { a, b };
	struct xap_error e = { "" };
	struct xap_query *q;

	OK(xap_query_combine(&q, op, sub, 2, 0, &e));
	xap_query_free(a);
	xap_query_free(b);
	return q;
}

static inline struct xap_db *both(void **state)
{
	struct xap_error e = { "" };
	struct xap_db *db, *b;

	build(in(*state, "a"), a_texts, 6);
	build(in(*state, "b"), b_texts, 3);
	db = reader(in(*state, "a"));
	b = reader(in(*state, "b"));
	OK(xap_db_add(db, b, &e));
	xap_db_close(b);
	return db;
}

#endif
