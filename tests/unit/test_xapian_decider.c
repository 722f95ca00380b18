/* What xapian-c.h promises of match deciders. */
#include "tests/unit/xapian_shards.h"

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
		T(decider_over_two_databases),
		T(decider_changes_nothing_else),
		T(failing_decider_stops_the_search),
		T(search_inside_a_search),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
