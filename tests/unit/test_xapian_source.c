/* What xapian-c.h promises of posting sources. */
#include "tests/unit/xapian_shards.h"

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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
