/* What xapian-c.h promises of iterators. */
#include "tests/unit/xapian_help.h"

static const char *const three[] = { "ferry strike ferry", "strike at dover",
				     "ferry to dover" };

static void terms_with_prefix(void **state)
{
	struct xap_error e = { "" };
	struct xap_terms *it;
	struct xap_db *db;
	struct xap_str s;
	uint32_t n = 99;

	build(in(*state, "db"), three, 3);
	db = reader(in(*state, "db"));
	OK(xap_db_terms(&it, db, "Q", 1, &e));
	assert_int_equal(xap_terms_termfreq(it, &n, &e), XAP_INVALID);
	OK(xap_terms_skip_to(it, "Q2", 2, &s, &e));
	assert_str(s, "Q2");
	OK(xap_terms_skip_to(it, "Q1", 2, &s, &e));
	assert_str(s, "Q2");
	OK(xap_terms_termfreq(it, &n, &e));
	assert_int_equal(n, 1);
	assert_int_equal(xap_terms_wdf(it, &n, &e), XAP_INVALID);
	OK(xap_terms_next(it, NULL, &e));
	assert_int_equal(xap_terms_next(it, &s, &e), XAP_END);
	assert_int_equal(xap_terms_skip_to(it, "A", 1, &s, &e), XAP_END);
	assert_int_equal(xap_terms_termfreq(it, &n, &e), XAP_INVALID);
	xap_terms_free(it);
	OK(xap_db_terms(&it, db, "zebra", 5, &e));
	assert_int_equal(xap_terms_next(it, &s, &e), XAP_END);
	xap_terms_free(it);
	xap_terms_free(NULL);
	xap_db_close(db);
}

static void terms_of_a_document(void **state)
{
	static const char *const want[] = { "Q1", "ferry", "strike" };
	struct xap_error e = { "" };
	struct xap_positions *p = NULL;
	struct xap_terms *it;
	xap_pos pos[8];
	struct xap_db *db;
	struct xap_str s;
	uint32_t n;
	size_t got;

	build(in(*state, "db"), three, 3);
	db = reader(in(*state, "db"));
	OK(xap_db_doc_terms(&it, db, 1, &e));
	for (size_t i = 0; i < 3; i++) {
		OK(xap_terms_next(it, &s, &e));
		assert_str(s, want[i]);
		OK(xap_terms_wdf(it, &n, &e));
		assert_int_equal(n, i == 1 ? 2 : i == 2);
		OK(xap_terms_termfreq(it, &n, &e));
		assert_int_equal(n, i == 0 ? 1 : 2);
		OK(xap_terms_positions(&p, it, &e));
		if (i == 1) {
			OK(xap_positions_read(p, pos, 8, &got, &e));
			assert_int_equal(got, 2);
			assert_int_equal(pos[0], 1);
			assert_int_equal(pos[1], 3);
		}
	}
	assert_int_equal(xap_terms_next(it, &s, &e), XAP_END);
	xap_positions_free(p);
	xap_terms_free(it);
	xap_db_close(db);
}

static void terms_of_a_new_document(void **state)
{
	struct xap_error e = { "" };
	struct xap_doc *doc = doc_of("ferry strike ferry", "1");
	struct xap_positions *p = NULL;
	struct xap_values *v;
	struct xap_terms *it;
	struct xap_str s;
	xap_pos pos;
	uint32_t n;

	(void)state;
	OK(xap_doc_set_value(doc, 3, "three", 5, &e));
	OK(xap_doc_terms(&it, doc, &e));
	OK(xap_doc_values(&v, doc, &e));
	OK(xap_terms_skip_to(it, "f", 1, &s, &e));
	assert_str(s, "ferry");
	OK(xap_terms_wdf(it, &n, &e));
	assert_int_equal(n, 2);
	assert_int_equal(xap_terms_termfreq(it, &n, &e), XAP_INVALID);
	OK(xap_terms_positions(&p, it, &e));
	xap_doc_free(doc);
	OK(xap_terms_next(it, &s, &e));
	assert_str(s, "strike");
	xap_terms_free(it);
	OK(xap_values_next(v, &n, &s, &e));
	assert_int_equal(n, 3);
	assert_str(s, "three");
	xap_values_free(v);
	OK(xap_positions_next(p, NULL, &e));
	OK(xap_positions_next(p, &pos, &e));
	assert_int_equal(pos, 3);
	xap_positions_free(p);
}

static void postings(void **state)
{
	struct xap_error e = { "" };
	struct xap_positions *p = NULL;
	struct xap_postings *it;
	struct xap_db *db;
	xap_docid did;
	xap_pos pos;
	uint32_t n;

	build(in(*state, "db"), three, 3);
	db = reader(in(*state, "db"));
	OK(xap_db_postings(&it, db, "ferry", 5, &e));
	assert_int_equal(xap_postings_wdf(it, &n, &e), XAP_INVALID);
	OK(xap_postings_next(it, &did, &e));
	assert_int_equal(did, 1);
	OK(xap_postings_wdf(it, &n, &e));
	assert_int_equal(n, 2);
	OK(xap_postings_doclength(it, &n, &e));
	assert_int_equal(n, 3);
	OK(xap_postings_positions(&p, it, &e));
	OK(xap_positions_skip_to(p, 2, &pos, &e));
	assert_int_equal(pos, 3);
	OK(xap_postings_skip_to(it, 2, &did, &e));
	assert_int_equal(did, 3);
	OK(xap_postings_skip_to(it, 1, &did, &e));
	assert_int_equal(did, 3);
	OK(xap_postings_positions(&p, it, &e));
	OK(xap_positions_next(p, &pos, &e));
	assert_int_equal(pos, 1);
	assert_int_equal(xap_postings_next(it, &did, &e), XAP_END);
	assert_int_equal(xap_postings_skip_to(it, 1, &did, &e), XAP_END);
	xap_postings_free(it);
	xap_positions_free(p);

	OK(xap_db_postings(&it, db, NULL, 0, &e));
	for (n = 0; xap_postings_next(it, NULL, &e) == XAP_OK; n++)
		;
	assert_int_equal(n, 3);
	xap_postings_free(it);
	OK(xap_db_postings(&it, db, "nowhere", 7, &e));
	assert_int_equal(xap_postings_skip_to(it, 1, &did, &e), XAP_END);
	xap_postings_free(it);
	xap_db_close(db);
}

static void positions(void **state)
{
	struct xap_error e = { "" };
	struct xap_positions *p = NULL, *same;
	struct xap_writer *w = writer(in(*state, "db"));
	struct xap_doc *doc;
	xap_pos in_[] = { 70, 3, UINT32_MAX, 9 }, out[3], pos;
	struct xap_db *db;
	size_t n;

	OK(xap_doc_new(&doc, &e));
	OK(xap_doc_add_postings(doc, "ferry", 5, in_, 4, 1, &e));
	OK(xap_writer_add(w, doc, NULL, &e));
	xap_doc_free(doc);
	OK(xap_writer_commit(w, &e));
	xap_writer_close(w);

	db = reader(in(*state, "db"));
	OK(xap_db_positions(&p, db, 1, "ferry", 5, &e));
	same = p;
	OK(xap_positions_read(p, out, 3, &n, &e));
	assert_int_equal(n, 3);
	assert_int_equal(out[0], 3);
	assert_int_equal(out[1], 9);
	assert_int_equal(out[2], 70);
	OK(xap_positions_read(p, out, 3, &n, &e));
	assert_int_equal(n, 1);
	assert_int_equal(out[0], UINT32_MAX);
	assert_int_equal(xap_positions_read(p, out, 3, &n, &e), XAP_END);
	assert_int_equal(n, 0);
	OK(xap_db_positions(&p, db, 1, "ferry", 5, &e));
	assert_ptr_equal(p, same);
	OK(xap_positions_skip_to(p, 10, &pos, &e));
	assert_int_equal(pos, 70);
	OK(xap_positions_skip_to(p, 4, &pos, &e));
	assert_int_equal(pos, 70);
	OK(xap_positions_skip_to(p, 71, &pos, &e));
	assert_int_equal(pos, UINT32_MAX);
	assert_int_equal(xap_positions_next(p, &pos, &e), XAP_END);
	assert_int_not_equal(xap_db_positions(&p, db, 1, "", 0, &e), XAP_OK);
	assert_int_equal(xap_positions_next(p, &pos, &e), XAP_END);
	xap_positions_free(p);
	xap_db_close(db);
}

static void values(void **state)
{
	static const char *const v[] = { "b", "", "a", "c" };
	struct xap_error e = { "" };
	struct xap_writer *w = writer(in(*state, "db"));
	struct xap_str s, lo, hi;
	struct xap_values *it;
	struct xap_doc *doc;
	struct xap_db *db;
	uint32_t at, n;

	for (size_t i = 0; i < 4; i++) {
		OK(xap_doc_new(&doc, &e));
		OK(xap_doc_set_value(doc, 5, v[i], strlen(v[i]), &e));
		OK(xap_doc_set_value(doc, 6, "x", 1, &e));
		OK(xap_writer_add(w, doc, NULL, &e));
		xap_doc_free(doc);
	}
	OK(xap_writer_commit(w, &e));
	xap_writer_close(w);

	db = reader(in(*state, "db"));
	OK(xap_db_value_stats(db, 5, &n, &lo, &hi, &e));
	assert_int_equal(n, 3);
	assert_str(lo, "a");
	assert_str(hi, "c");
	OK(xap_db_value_stats(db, 99, &n, NULL, NULL, &e));
	assert_int_equal(n, 0);
	OK(xap_db_values(&it, db, 5, &e));
	OK(xap_values_next(it, &at, &s, &e));
	assert_int_equal(at, 1);
	assert_str(s, "b");
	OK(xap_values_skip_to(it, 2, &at, &s, &e));
	assert_int_equal(at, 3);
	assert_str(s, "a");
	OK(xap_values_skip_to(it, 1, &at, &s, &e));
	assert_int_equal(at, 3);
	OK(xap_values_next(it, NULL, NULL, &e));
	assert_int_equal(xap_values_next(it, &at, &s, &e), XAP_END);
	xap_values_free(it);

	OK(xap_db_doc(&doc, db, 3, &e));
	OK(xap_doc_values(&it, doc, &e));
	OK(xap_values_next(it, &at, &s, &e));
	assert_int_equal(at, 5);
	OK(xap_values_skip_to(it, 6, &at, &s, &e));
	assert_int_equal(at, 6);
	assert_str(s, "x");
	assert_int_equal(xap_values_skip_to(it, 7, &at, &s, &e), XAP_END);
	xap_values_free(it);
	xap_doc_free(doc);
	xap_db_close(db);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		T(terms_with_prefix),
		T(terms_of_a_document),
		T(terms_of_a_new_document),
		T(postings),
		T(positions),
		T(values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
