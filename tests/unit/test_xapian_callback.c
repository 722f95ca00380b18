/* What xapian-c.h promises of posting sources and match deciders. */
#include "tests/unit/xapian_help.h"

/* Each text has the word "word", so that what selects is the callback. */
static const char *const a_texts[] = { "word one",   "word two ferry",
				       "word three", "word four ferry",
				       "word five",  "word six ferry" };
static const char *const b_texts[] = { "word eins", "word zwei ferry",
				       "word drei" };

/* ---- a source of the multiples of step, in each shard ----------------------
 */

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

static void *m_clone(void *ctx)
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

static void m_free(void *ctx)
{
	struct multiples *m = ctx;

	--*m->alive;
	free(m);
}

static enum xap_status failing(const struct multiples *m, int where,
			       struct xap_error *err)
{
	if (m->fail_in != where)
		return XAP_OK;
	snprintf(err->msg, sizeof err->msg, "told to fail in %d", where);
	return XAP_CALLBACK;
}

static enum xap_status m_init(void *ctx, struct xap_db *db, size_t shard,
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

static enum xap_status m_to(struct multiples *m, xap_docid did, xap_docid *at)
{
	m->at = (did + m->step - 1) / m->step * m->step;
	if (m->lying && m->at > m->step)
		m->at = m->step;
	*at = m->at;
	return m->at > m->last ? XAP_END : XAP_OK;
}

static enum xap_status m_next(void *ctx, double min_weight, xap_docid *at,
			      struct xap_error *err)
{
	struct multiples *m = ctx;

	(void)min_weight;
	if (failing(m, IN_NEXT, err) != XAP_OK)
		return XAP_CALLBACK;
	return m_to(m, m->at + 1, at);
}

static enum xap_status m_skip_to(void *ctx, xap_docid did, double min_weight,
				 xap_docid *at, struct xap_error *err)
{
	(void)min_weight;
	if (failing(ctx, IN_SKIP, err) != XAP_OK)
		return XAP_CALLBACK;
	return m_to(ctx, did, at);
}

static enum xap_status m_check(void *ctx, xap_docid did, double min_weight,
			       xap_docid *at, struct xap_error *err)
{
	struct multiples *m = ctx;

	(void)min_weight;
	m->at = did;
	*at = did % m->step ? 0 : did;
	return failing(m, IN_CHECK, err);
}

static double m_weight(void *ctx)
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

static struct xap_query *multiples(xap_docid step, int fail_in, bool check)
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

static struct xap_query *with(enum xap_op op, struct xap_query *a,
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

static struct xap_db *both(void **state)
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

static void source_in_one_database(void **state)
{
	struct xap_db *db;

	build(in(*state, "a"), a_texts, 6);
	db = reader(in(*state, "a"));
	for (int check = 0; check < 2; check++) {
		assert_string_equal(find(db, multiples(2, 0, check)), "2 4 6 ");
		assert_string_equal(
			find(db, with(XAP_AND, multiples(3, 0, check),
				      term("ferry"))),
			"6 ");
		assert_string_equal(find(db, with(XAP_FILTER, term("word"),
						  multiples(3, 0, check))),
				    "3 6 ");
		assert_string_equal(
			find(db, with(XAP_OR, multiples(5, 0, check),
				      term("ferry"))),
			"2 4 5 6 ");
		assert_string_equal(find(db, with(XAP_AND_NOT, term("ferry"),
						  multiples(4, 0, check))),
				    "2 6 ");
		assert_int_equal(alive, 0);
	}
	assert_int_equal(seen, 1);
	xap_db_close(db);
}

static void source_ranks(void **state)
{
	struct xap_error e = { "" };
	struct xap_enquire *enq;
	struct xap_db *db;

	build(in(*state, "a"), a_texts, 6);
	db = reader(in(*state, "a"));
	OK(xap_enquire_new(&enq, db, &e));
	assert_string_equal(run(enq, multiples(2, 0, false)), "6 4 2 ");
	assert_string_equal(run(enq, with(XAP_AND_MAYBE, term("word"),
					  multiples(4, 0, false))),
			    "4 1 3 5 2 6 ");
	xap_enquire_free(enq);
	xap_db_close(db);
}

/* Local 2, 4, 6 of the first shard are 3, 7, 11; local 2 of the second is 4. */
static void source_in_two_databases(void **state)
{
	struct xap_db *db = both(state);

	for (int check = 0; check < 2; check++) {
		assert_string_equal(find(db, multiples(2, 0, check)),
				    "3 4 7 11 ");
		assert_int_equal(seen, 3);
		assert_int_equal(opened, 9);
		assert_string_equal(find(db, with(XAP_AND, term("ferry"),
						  multiples(4, 0, check))),
				    "7 ");
		assert_int_equal(alive, 0);
	}
	xap_db_close(db);
}

static void source_twice_in_a_query(void **state)
{
	struct xap_error e = { "" };
	struct xap_db *db = both(state);
	struct xap_query *m = multiples(2, 0, false), *t = term("ferry"), *q;
	const struct xap_query *sub[] = { m, t, m };

	OK(xap_query_combine(&q, XAP_AND, sub, 3, 0, &e));
	xap_query_free(m);
	xap_query_free(t);
	assert_int_equal(alive, 1);
	assert_string_equal(find(db, q), "3 4 7 11 ");
	assert_int_equal(alive, 0);
	xap_db_close(db);
}

/* Runs q and expects a status; the same enquire then still works. */
static void expect(struct xap_db *db, struct xap_query *q, enum xap_status want,
		   const char *message)
{
	struct xap_error e = { "" };
	struct xap_enquire *enq;
	struct xap_mset *m;

	OK(xap_enquire_new(&enq, db, &e));
	OK(xap_enquire_set_query(enq, q, 0, &e));
	assert_int_equal(xap_enquire_mset(&m, enq, 0, 10, 0, NULL, NULL, &e),
			 want);
	assert_null(m);
	if (message != NULL)
		assert_string_equal(e.msg, message);
	xap_query_free(q);
	assert_int_not_equal(*run(enq, term("ferry")), '\0');
	xap_enquire_free(enq);
	assert_int_equal(alive, 0);
}

static void failing_source_stops_the_search(void **state)
{
	struct xap_db *db = both(state);

	expect(db, multiples(2, IN_CLONE, false), XAP_NOMEM, NULL);
	expect(db, multiples(2, IN_INIT, false), XAP_CALLBACK,
	       "told to fail in 2");
	expect(db, multiples(2, IN_NEXT, false), XAP_CALLBACK,
	       "told to fail in 3");
	expect(db, with(XAP_AND, term("ferry"), multiples(2, IN_SKIP, false)),
	       XAP_CALLBACK, "told to fail in 4");
	expect(db, with(XAP_AND, term("ferry"), multiples(2, IN_CHECK, true)),
	       XAP_CALLBACK, "told to fail in 5");
	xap_db_close(db);
}

static void source_that_goes_backwards_is_stopped(void **state)
{
	struct xap_error e = { "" };
	struct multiples *m = calloc(1, sizeof *m);
	struct xap_db *db = both(state);
	struct xap_query *q;

	assert_non_null(m);
	*m = (struct multiples){ .step = 1,
				 .lying = true,
				 .alive = &alive,
				 .seen = &seen,
				 .opened = &opened };
	alive = 1;
	OK(xap_query_source(&q, &plain, m, &e));
	expect(db, q, XAP_INVALID, NULL);
	xap_db_close(db);
}

static void source_without_callbacks_is_refused(void **state)
{
	static const struct xap_source_ops empty;
	struct xap_error e = { "" };
	struct xap_query *q;

	(void)state;
	assert_int_equal(xap_query_source(&q, &empty, NULL, &e), XAP_INVALID);
	assert_null(q);
}

/* ---- deciders -------------------------------------------------------------
 */

struct verdict {
	struct xap_db *db;
	enum xap_status st;
	int asked;
};

/* Accepts documents whose data is an even number, if all agrees. */
static enum xap_status even(void *ctx, xap_docid did, struct xap_doc *doc,
			    bool *accept, struct xap_error *err)
{
	struct verdict *v = ctx;
	struct xap_doc *same;
	struct xap_terms *it;
	struct xap_str s, t;

	v->asked++;
	assert_true(*accept);
	assert_int_equal(xap_doc_docid(doc), did);
	assert_int_equal(xap_doc_data(doc, &s, err), XAP_OK);
	assert_int_equal(xap_db_doc(&same, v->db, did, err), XAP_OK);
	assert_int_equal(xap_doc_data(same, &t, err), XAP_OK);
	assert_int_equal(s.len, t.len);
	assert_memory_equal(s.data, t.data, t.len);
	xap_doc_free(same);
	*accept = (s.data[0] - '0') % 2 == 0;
	assert_int_equal(xap_doc_value(doc, 3, &t, err), XAP_OK);
	assert_str(t, "");
	assert_int_equal(xap_doc_terms(&it, doc, err), XAP_OK);
	assert_int_equal(xap_terms_next(it, &t, err), XAP_OK);
	assert_int_equal(t.data[0], 'Q');
	xap_terms_free(it);

	assert_int_equal(xap_doc_set_data(doc, "x", 1, err), XAP_INVALID);
	assert_int_equal(xap_doc_add_term(doc, "x", 1, 1, err), XAP_INVALID);
	assert_int_equal(xap_doc_clear(doc, err), XAP_INVALID);
	xap_doc_free(doc);
	if (v->st != XAP_OK)
		snprintf(err->msg, sizeof err->msg, "no verdict");
	return v->st;
}

static void decider_over_two_databases(void **state)
{
	struct xap_error e = { "" };
	struct xap_db *db = both(state);
	struct verdict v = { .db = db };
	struct xap_query *q = term("word");
	xap_docid want[] = { 3, 4, 7, 11 };
	struct xap_enquire *enq;
	struct xap_matches n;
	struct xap_mset *m;
	struct xap_hit hit;

	OK(xap_enquire_new(&enq, db, &e));
	OK(xap_enquire_set_weight(enq, &(struct xap_weight)XAP_WEIGHT(XAP_BOOL),
				  &e));
	OK(xap_enquire_set_query(enq, q, 0, &e));
	OK(xap_enquire_mset(&m, enq, 0, 10, UINT32_MAX, even, &v, &e));
	xap_mset_matches(m, &n);
	assert_int_equal(n.size, 4);
	assert_int_equal(n.lower, 4);
	assert_int_equal(n.estimated, 4);
	assert_int_equal(v.asked, 9);
	for (uint32_t i = 0; i < 4; i++) {
		OK(xap_mset_hit(m, i, &hit, &e));
		assert_int_equal(hit.did, want[i]);
	}
	xap_mset_free(m);
	xap_query_free(q);
	xap_enquire_free(enq);
	xap_db_close(db);
}

static enum xap_status same_document(void *ctx, xap_docid did,
				     struct xap_doc *doc, bool *accept,
				     struct xap_error *err)
{
	struct verdict *v = ctx;
	struct xap_doc *same;
	struct xap_str s, t;

	(void)accept;
	v->asked++;
	assert_int_equal(xap_doc_value(doc, 0, &s, err), XAP_OK);
	assert_int_equal(xap_db_doc(&same, v->db, did, err), XAP_OK);
	assert_int_equal(xap_doc_value(same, 0, &t, err), XAP_OK);
	assert_string_equal(s.data, t.data);
	assert_true(s.len > 0);
	xap_doc_free(same);
	return XAP_OK;
}

/* Shards of random words, each document with its own number as a value; the
 * third has none of the words. */
static struct xap_db *random_shards(void **state)
{
	static const char *const word[] = { "ferry", "strike", "dover", "sea" };
	struct xap_error e = { "" };
	struct xap_db *all;
	uint32_t seed = 7;

	OK(xap_db_new(&all, &e));
	for (int shard = 0; shard < 5; shard++) {
		char name[16], id[32];
		struct xap_writer *w;
		struct xap_db *db;

		snprintf(name, sizeof name, "s%d", shard);
		w = writer(in(*state, name));
		for (int i = 0; i < 150; i++) {
			struct xap_doc *doc = doc_of("", NULL);
			int n;

			for (xap_pos pos = 1; pos < 9; pos++) {
				const char *t;

				seed = seed * 1103515245 + 12345;
				t = shard == 2 ? "x" : word[seed >> 16 & 3];
				if ((seed >> 20 & 1) || i < 5)
					continue;
				OK(xap_doc_add_posting(doc, t, strlen(t), pos,
						       1, &e));
			}
			n = snprintf(id, sizeof id, "%d:%d", shard, i);
			OK(xap_doc_set_value(doc, 0, id, (size_t)n, &e));
			OK(xap_writer_add(w, doc, NULL, &e));
			xap_doc_free(doc);
		}
		OK(xap_writer_commit(w, &e));
		xap_writer_close(w);
		db = reader(in(*state, name));
		OK(xap_db_add(all, db, &e));
		xap_db_close(db);
	}
	return all;
}

/* Runs e's query without and with a decider that accepts everything: there
 * must be no other difference. */
static void compare(struct xap_enquire *enq, struct verdict *v, uint32_t max,
		    uint32_t at_least)
{
	struct xap_error e = { "" };
	struct xap_matches n1, n2;
	struct xap_mset *m1, *m2;

	OK(xap_enquire_mset(&m1, enq, 0, max, at_least, NULL, NULL, &e));
	OK(xap_enquire_mset(&m2, enq, 0, max, at_least, same_document, v, &e));
	xap_mset_matches(m1, &n1);
	xap_mset_matches(m2, &n2);
	assert_int_equal(n1.size, n2.size);
	if (at_least == UINT32_MAX) {
		assert_int_equal(n1.estimated, n2.estimated);
		assert_int_equal(n2.lower, n2.upper);
	}
	for (uint32_t i = 0; i < n1.size; i++) {
		struct xap_hit a, b;

		OK(xap_mset_hit(m1, i, &a, &e));
		OK(xap_mset_hit(m2, i, &b, &e));
		assert_int_equal(a.did, b.did);
		assert_true(a.weight == b.weight);
		assert_int_equal(a.percent, b.percent);
	}
	xap_mset_free(m1);
	xap_mset_free(m2);
}

static struct xap_query *shape(int i)
{
	struct xap_error e = { "" };
	struct xap_query *q;

	switch (i) {
	case 0:
		return term("ferry");
	case 1:
		return two(XAP_AND, "ferry", "strike", 0);
	case 2:
		return two(XAP_OR, "ferry", "strike", 0);
	case 3:
		return two(XAP_PHRASE, "ferry", "strike", 0);
	case 4:
		return two(XAP_AND_NOT, "ferry", "strike", 0);
	case 5:
		return two(XAP_AND_MAYBE, "ferry", "strike", 0);
	case 6:
		return with(XAP_OR, term("nowhere"), multiples(7, 0, true));
	case 7:
		return term("nowhere");
	case 8:
		OK(xap_query_none(&q, &e));
		return q;
	default:
		OK(xap_query_all(&q, &e));
		return q;
	}
}

static void decider_changes_nothing_else(void **state)
{
	struct xap_error e = { "" };
	struct xap_db *db = random_shards(state);
	struct verdict v = { .db = db };
	struct xap_enquire *enq;

	OK(xap_enquire_new(&enq, db, &e));
	for (int i = 0; i < 10; i++) {
		struct xap_query *q = shape(i);

		OK(xap_enquire_set_query(enq, q, 0, &e));
		xap_query_free(q);
		for (uint32_t max = 1; max < 1000; max *= 10) {
			OK(xap_enquire_set_sort(enq, XAP_BY_RELEVANCE, 0, 0,
						&e));
			compare(enq, &v, max, 0);
			compare(enq, &v, max, UINT32_MAX);
			OK(xap_enquire_set_sort(enq, XAP_BY_VALUE, 0, true,
						&e));
			compare(enq, &v, max, 0);
		}
	}
	assert_true(v.asked > 1000);
	xap_enquire_free(enq);
	xap_db_close(db);
}

static void failing_decider_stops_the_search(void **state)
{
	static const enum xap_status st[] = { XAP_CALLBACK, XAP_STALE,
					      XAP_CORRUPT };
	struct xap_error e = { "" };
	struct xap_db *db = both(state);
	struct xap_query *q = term("word");
	struct xap_enquire *enq;
	struct xap_mset *m;

	OK(xap_enquire_new(&enq, db, &e));
	OK(xap_enquire_set_query(enq, q, 0, &e));
	OK(xap_enquire_count_values(enq, 3, &e));
	for (size_t i = 0; i < 3; i++) {
		struct verdict v = { .db = db, .st = st[i] };

		assert_int_equal(
			xap_enquire_mset(&m, enq, 0, 10, 0, even, &v, &e),
			st[i]);
		assert_null(m);
		assert_string_equal(e.msg, "no verdict");
		assert_int_equal(v.asked, 1);
	}
	OK(xap_enquire_mset(&m, enq, 0, 10, 0, NULL, NULL, &e));
	xap_mset_free(m);
	xap_query_free(q);
	xap_enquire_free(enq);
	xap_db_close(db);
}

/* A search inside a callback does not disturb the one around it. */
static enum xap_status searching(void *ctx, xap_docid did, struct xap_doc *doc,
				 bool *accept, struct xap_error *err)
{
	struct xap_db *db = ctx;

	(void)did, (void)doc, (void)err;
	*accept = strcmp(find(db, term("eins")), "1 ") == 0;
	return XAP_OK;
}

static void search_inside_a_search(void **state)
{
	struct xap_error e = { "" };
	struct xap_db *db = both(state), *b = reader(in(*state, "b"));
	struct xap_query *q = multiples(2, 0, false);
	struct xap_enquire *enq;
	struct xap_matches n;
	struct xap_mset *m;

	OK(xap_enquire_new(&enq, db, &e));
	OK(xap_enquire_set_query(enq, q, 0, &e));
	OK(xap_enquire_mset(&m, enq, 0, 10, 0, searching, b, &e));
	xap_mset_matches(m, &n);
	assert_int_equal(n.size, 4);
	assert_int_equal(seen, 3);
	xap_mset_free(m);
	xap_query_free(q);
	xap_enquire_free(enq);
	xap_db_close(db);
	xap_db_close(b);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		T(source_in_one_database),
		T(source_ranks),
		T(source_in_two_databases),
		T(source_twice_in_a_query),
		T(failing_source_stops_the_search),
		T(source_that_goes_backwards_is_stopped),
		T(source_without_callbacks_is_refused),
		T(decider_over_two_databases),
		T(decider_changes_nothing_else),
		T(failing_decider_stops_the_search),
		T(search_inside_a_search),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
