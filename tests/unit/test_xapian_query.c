/* What xapian-c.h promises of queries and searches. */
#include "tests/unit/xapian_help.h"

/* Of no consequence: libxapian 1.4.22 leaks a weighting when a wildcard ends a
 * search. */
__attribute__((visibility("default"))) const char *
__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:Xapian::BM25Weight::clone\n";
}

static const char *const texts[] = {
	"security guarantees for the island",  /* 1 */
	"guarantees of security",              /* 2 */
	"security and further guarantees",     /* 3 */
	"the island ferry",                    /* 4 */
	"security security security measures", /* 5 */
};

static struct xap_db *five(void **state)
{
	build(in(*state, "db"), texts, 5);
	return reader(in(*state, "db"));
}

static struct xap_query *join(enum xap_op op, struct xap_query *a,
			      struct xap_query *b, uint32_t window)
{
	const struct xap_query *sub[2] = { a, b };
	struct xap_error e = { "" };
	struct xap_query *q;

	OK(xap_query_combine(&q, op, sub, 2, window, &e));
	xap_query_free(a);
	xap_query_free(b);
	return q;
}

static void operators(void **state)
{
	static const struct {
		enum xap_op op;
		const char *a, *b;
		uint32_t window;
		const char *want;
	} cases[] = {
		{ XAP_AND, "security", "guarantees", 0, "1 2 3 " },
		{ XAP_OR, "ferry", "guarantees", 0, "1 2 3 4 " },
		{ XAP_XOR, "security", "guarantees", 0, "5 " },
		{ XAP_AND_NOT, "security", "guarantees", 0, "5 " },
		{ XAP_AND_MAYBE, "guarantees", "island", 0, "1 2 3 " },
		{ XAP_FILTER, "security", "island", 0, "1 " },
		{ XAP_PHRASE, "security", "guarantees", 0, "1 " },
		{ XAP_PHRASE, "security", "guarantees", 4, "1 3 " },
		{ XAP_NEAR, "security", "guarantees", 0, "1 " },
		{ XAP_NEAR, "security", "guarantees", 3, "1 2 " },
		{ XAP_SYNONYM, "ferry", "further", 0, "3 4 " },
		{ XAP_MAX, "ferry", "measures", 7, "4 5 " },
		{ XAP_AND, "security", "nowhere", 0, "" },
	};
	struct xap_db *db = five(state);

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct xap_query *q = two(cases[i].op, cases[i].a, cases[i].b,
					  cases[i].window);

		assert_string_equal(find(db, q), cases[i].want);
		q = join(cases[i].op, term(cases[i].a), term(cases[i].b),
			 cases[i].window);
		assert_string_equal(find(db, q), cases[i].want);
	}
	xap_db_close(db);
}

static void leaves(void **state)
{
	struct xap_error e = { "" };
	struct xap_db *db = five(state);
	struct xap_query *q;

	OK(xap_query_all(&q, &e));
	assert_string_equal(find(db, q), "1 2 3 4 5 ");
	OK(xap_query_none(&q, &e));
	assert_int_equal(xap_query_length(q), 0);
	assert_string_equal(find(db, q), "");
	OK(xap_query_combine(&q, XAP_AND, NULL, 0, 0, &e));
	assert_string_equal(find(db, q), "");
	assert_int_equal(xap_query_term(&q, "", 0, 1, 0, &e), XAP_INVALID);
	assert_null(q);
	assert_int_equal(xap_query_terms(&q, XAP_OR, &(struct xap_str){ "", 0 },
					 1, 0, &e),
			 XAP_INVALID);
	assert_int_equal(xap_query_terms(&q, (enum xap_op)15, NULL, 0, 0, &e),
			 XAP_INVALID);
	xap_query_free(NULL);
	xap_db_close(db);
}

/* The parts of a query may be freed and used again. */
static void combining_borrows(void **state)
{
	struct xap_error e = { "" };
	struct xap_db *db = five(state);
	struct xap_query *a = term("security"), *b = term("island"), *q, *r;
	const struct xap_query *sub[] = { a, b, a };
	struct xap_str s;

	OK(xap_query_combine(&q, XAP_AND, sub, 3, 0, &e));
	OK(xap_query_scale(&r, a, 0.0, &e));
	xap_query_free(r);
	assert_int_equal(xap_query_scale(&r, a, -1.0, &e), XAP_INVALID);
	assert_null(r);
	assert_int_equal(xap_query_scale(&r, a, NAN, &e), XAP_INVALID);
	xap_query_free(a);
	xap_query_free(b);
	assert_int_equal(xap_query_length(q), 3);
	OK(xap_query_describe(q, &s, &e));
	assert_non_null(strstr(s.data, "security"));
	assert_string_equal(find(db, q), "1 ");
	xap_db_close(db);
}

static void alternatives_in_a_phrase(void **state)
{
	struct xap_error e = { "" };
	struct xap_db *db = five(state);
	struct xap_query *alt = two(XAP_OR, "guarantees", "measures", 0);
	struct xap_query *all = two(XAP_AND, "guarantees", "measures", 0);
	struct xap_query *word = term("security"), *q;
	const struct xap_query *sub[2] = { word, all };

	assert_int_equal(xap_query_combine(&q, XAP_PHRASE, sub, 2, 0, &e),
			 XAP_UNSUPPORTED);
	assert_null(q);
	sub[1] = alt;
	OK(xap_query_combine(&q, XAP_PHRASE, sub, 2, 0, &e));
	assert_string_equal(find(db, q), "1 5 ");
	sub[0] = alt;
	sub[1] = word;
	OK(xap_query_combine(&q, XAP_NEAR, sub, 2, 3, &e));
	assert_string_equal(find(db, q), "1 2 5 ");
	xap_query_free(word);
	xap_query_free(alt);
	xap_query_free(all);
	xap_db_close(db);
}

static void wildcards(void **state)
{
	struct xap_error e = { "" };
	struct xap_db *db = five(state);
	struct xap_enquire *enq;
	struct xap_query *q;
	struct xap_mset *m;

	OK(xap_query_wildcard(&q, "f", 1, 0, XAP_WILDCARD_ERROR, XAP_SYNONYM,
			      &e));
	assert_string_equal(find(db, q), "1 3 4 "); /* for, further, ferry */
	OK(xap_query_wildcard(&q, "f", 1, 1, XAP_WILDCARD_FIRST, XAP_OR, &e));
	assert_string_equal(find(db, q), "4 ");
	OK(xap_query_wildcard(&q, "s", 1, 1, XAP_WILDCARD_FREQUENT, XAP_MAX,
			      &e));
	assert_string_equal(find(db, q), "1 2 3 5 ");
	assert_int_equal(xap_query_wildcard(&q, "", 0, 1, XAP_WILDCARD_FIRST,
					    XAP_OR, &e),
			 XAP_INVALID);
	assert_int_equal(xap_query_wildcard(&q, "f", 1, 1, XAP_WILDCARD_FIRST,
					    XAP_AND, &e),
			 XAP_INVALID);

	OK(xap_query_wildcard(&q, "f", 1, 2, XAP_WILDCARD_ERROR, XAP_OR, &e));
	OK(xap_enquire_new(&enq, db, &e));
	OK(xap_enquire_set_query(enq, q, 0, &e));
	assert_int_equal(xap_enquire_mset(&m, enq, 0, 10, 0, NULL, NULL, &e),
			 XAP_INVALID);
	assert_null(m);
	xap_query_free(q);
	xap_enquire_free(enq);
	xap_db_close(db);
}

/* ---- values, order, collapsing ----------------------------------------- */

static const struct {
	const char *text, *date, *source;
} news[] = {
	{ "ferry ferry ferry", "19940103", "bbc" },
	{ "ferry strike here", "19950507", "ap" },
	{ "ferry of old times", "", "bbc" },
	{ "ferry ferry sails", "19940103", "ap" },
	{ "nothing", "19990101", "bbc" },
};

static struct xap_db *dated(void **state)
{
	struct xap_error e = { "" };
	struct xap_writer *w = writer(in(*state, "db"));

	for (size_t i = 0; i < sizeof news / sizeof *news; i++) {
		struct xap_doc *doc = doc_of(news[i].text, "x");

		OK(xap_doc_set_value(doc, 0, news[i].date, strlen(news[i].date),
				     &e));
		OK(xap_doc_set_value(doc, 1, news[i].source,
				     strlen(news[i].source), &e));
		OK(xap_writer_add(w, doc, NULL, &e));
		xap_doc_free(doc);
	}
	OK(xap_writer_commit(w, &e));
	xap_writer_close(w);
	return reader(in(*state, "db"));
}

static void value_ranges(void **state)
{
	struct xap_error e = { "" };
	struct xap_db *db = dated(state);
	struct xap_query *q;

	OK(xap_query_value_range(&q, 0, "1994", 4, "19950507", 8, &e));
	assert_string_equal(find(db, q), "1 2 4 ");
	OK(xap_query_value_ge(&q, 0, "1995", 4, &e));
	assert_string_equal(find(db, q), "2 5 ");
	OK(xap_query_value_le(&q, 0, "1995", 4, &e));
	assert_string_equal(find(db, q), "1 4 ");
	OK(xap_query_value_ge(&q, 0, NULL, 0, &e));
	assert_string_equal(find(db, q), "1 2 3 4 5 ");
	OK(xap_query_value_range(&q, 0, "2", 1, "1", 1, &e));
	assert_string_equal(find(db, q), "");
	xap_db_close(db);
}

static void sorting(void **state)
{
	struct xap_error e = { "" };
	struct xap_db *db = dated(state);
	struct xap_enquire *enq;

	OK(xap_enquire_new(&enq, db, &e));
	assert_string_equal(run(enq, term("ferry")), "1 4 2 3 ");
	OK(xap_enquire_set_sort(enq, XAP_BY_VALUE, 0, true, &e));
	assert_string_equal(run(enq, term("ferry")), "2 1 4 3 ");
	OK(xap_enquire_set_sort(enq, XAP_BY_VALUE, 0, false, &e));
	assert_string_equal(run(enq, term("ferry")), "3 1 4 2 ");
	OK(xap_enquire_set_docid_order(enq, XAP_DESCENDING, &e));
	assert_string_equal(run(enq, term("ferry")), "3 4 1 2 ");
	OK(xap_enquire_set_sort(enq, XAP_BY_VALUE_RELEVANCE, 0, true, &e));
	assert_string_equal(run(enq, term("ferry")), "2 1 4 3 ");
	OK(xap_enquire_set_sort(enq, XAP_BY_RELEVANCE_VALUE, 0, true, &e));
	assert_string_equal(run(enq, term("ferry")), "1 4 2 3 ");
	OK(xap_enquire_set_sort(enq, XAP_BY_RELEVANCE, 0, false, &e));
	OK(xap_enquire_set_cutoff(enq, 100, 0, &e));
	assert_string_equal(run(enq, term("ferry")), "1 ");
	OK(xap_enquire_set_cutoff(enq, 0, 0, &e));
	assert_int_equal(
		xap_enquire_set_docid_order(enq, (enum xap_order)3, &e),
		XAP_INVALID);
	OK(xap_enquire_set_time_limit(enq, 5, &e));
	assert_string_equal(run(enq, term("ferry")), "1 4 2 3 ");
	xap_enquire_free(enq);
	xap_enquire_free(NULL);
	xap_db_close(db);
}

static void weighting(void **state)
{
	static const enum xap_weight_scheme all[] = { XAP_BM25, XAP_BM25PLUS,
						      XAP_TRAD };
	struct xap_weight w = XAP_WEIGHT(XAP_BM25);
	struct xap_error e = { "" };
	struct xap_db *db = dated(state);
	struct xap_enquire *enq;
	struct xap_mset *m;
	struct xap_hit hit;

	OK(xap_enquire_new(&enq, db, &e));
	for (size_t i = 0; i < 3; i++) {
		w.scheme = all[i];
		OK(xap_enquire_set_weight(enq, &w, &e));
		assert_string_equal(run(enq, term("ferry")), "1 4 2 3 ");
	}
	w.scheme = XAP_BOOL;
	OK(xap_enquire_set_weight(enq, &w, &e));
	assert_string_equal(run(enq, term("ferry")), "1 2 3 4 ");
	OK(xap_enquire_mset(&m, enq, 1, 1, 0, NULL, NULL, &e));
	OK(xap_mset_hit(m, 0, &hit, &e));
	assert_int_equal(hit.did, 2);
	assert_int_equal(hit.rank, 1);
	assert_true(hit.weight == 0);
	assert_int_equal(hit.percent, 100);
	assert_int_equal(xap_mset_hit(m, 1, &hit, &e), XAP_INVALID);
	xap_mset_free(m);
	w.scheme = XAP_BM25;
	w.k1 = -1;
	OK(xap_enquire_set_weight(enq, &w, &e));
	xap_enquire_free(enq);
	xap_db_close(db);
}

static void collapsing(void **state)
{
	struct xap_error e = { "" };
	struct xap_db *db = dated(state);
	struct xap_query *q = term("ferry");
	struct xap_enquire *enq;
	struct xap_matches n;
	struct xap_mset *m;
	struct xap_hit hit;
	struct xap_str s;

	OK(xap_enquire_new(&enq, db, &e));
	OK(xap_enquire_set_collapse(enq, 1, 1, &e));
	OK(xap_enquire_set_query(enq, q, 0, &e));
	OK(xap_enquire_mset(&m, enq, 0, 10, UINT32_MAX, NULL, NULL, &e));
	xap_mset_matches(m, &n);
	assert_int_equal(n.size, 2);
	assert_int_equal(n.lower, 2);
	assert_int_equal(n.estimated, 2);
	assert_int_equal(n.uncollapsed_estimated, 4);
	OK(xap_mset_hit(m, 0, &hit, &e));
	assert_int_equal(hit.did, 1);
	assert_int_equal(hit.collapsed_count, 1);
	OK(xap_mset_collapse_key(m, 1, &s, &e));
	assert_str(s, "ap");
	xap_mset_free(m);
	OK(xap_enquire_set_collapse(enq, 1, 0, &e));
	xap_query_free(q);
	assert_string_equal(run(enq, term("ferry")), "1 4 2 3 ");
	xap_enquire_free(enq);
	xap_db_close(db);
}

/* ---- counts and results ------------------------------------------------ */

static void value_counts(void **state)
{
	struct xap_error e = { "" };
	struct xap_db *db = dated(state);
	struct xap_query *q = term("ferry");
	struct xap_enquire *enq;
	struct xap_terms *it;
	struct xap_mset *m;
	struct xap_str s;
	uint32_t n;

	OK(xap_enquire_new(&enq, db, &e));
	OK(xap_enquire_count_values(enq, 0, &e));
	OK(xap_enquire_count_values(enq, 0, &e));
	OK(xap_enquire_set_query(enq, q, 0, &e));
	OK(xap_enquire_mset(&m, enq, 0, 1, UINT32_MAX, NULL, NULL, &e));
	OK(xap_enquire_count_none(enq, &e));
	xap_enquire_free(enq);
	xap_db_close(db);
	OK(xap_mset_counts(&it, m, 0, 1, &n, &e));
	assert_int_equal(n, 4);
	OK(xap_terms_next(it, &s, &e));
	assert_str(s, "19940103");
	OK(xap_terms_termfreq(it, &n, &e));
	assert_int_equal(n, 2);
	assert_int_equal(xap_terms_next(it, &s, &e), XAP_END);
	xap_terms_free(it);
	OK(xap_mset_counts(&it, m, 0, 0, NULL, &e));
	xap_mset_free(m);
	OK(xap_terms_skip_to(it, "1995", 4, &s, &e));
	assert_str(s, "19950507");
	xap_terms_free(it);

	db = reader(in(*state, "db"));
	OK(xap_enquire_new(&enq, db, &e));
	OK(xap_enquire_set_query(enq, q, 0, &e));
	OK(xap_enquire_mset(&m, enq, 0, 1, 0, NULL, NULL, &e));
	assert_int_equal(xap_mset_counts(&it, m, 0, 1, &n, &e), XAP_NOTFOUND);
	assert_null(it);
	xap_mset_free(m);
	xap_mset_free(NULL);
	xap_query_free(q);
	xap_enquire_free(enq);
	xap_db_close(db);
}

static void exact_count(void **state)
{
	struct xap_error e = { "" };
	struct xap_writer *w = writer(in(*state, "db"));
	struct xap_query *q = two(XAP_PHRASE, "security", "guarantees", 0);
	struct xap_enquire *enq;
	struct xap_matches n;
	struct xap_mset *m;
	struct xap_db *db;

	for (int i = 0; i < 300; i++)
		add(w, i % 3 ? "security guarantees" : "guarantees security",
		    "x");
	OK(xap_writer_commit(w, &e));
	xap_writer_close(w);
	db = reader(in(*state, "db"));
	OK(xap_enquire_new(&enq, db, &e));
	OK(xap_enquire_set_query(enq, q, 0, &e));
	OK(xap_enquire_mset(&m, enq, 0, 3, UINT32_MAX, NULL, NULL, &e));
	xap_mset_matches(m, &n);
	assert_int_equal(n.size, 3);
	assert_int_equal(n.lower, 200);
	assert_int_equal(n.estimated, 200);
	assert_int_equal(n.upper, 200);
	xap_mset_free(m);
	OK(xap_enquire_mset(&m, enq, 250, 3, 0, NULL, NULL, &e));
	xap_mset_matches(m, &n);
	assert_int_equal(n.size, 0);
	xap_mset_free(m);
	xap_query_free(q);
	xap_enquire_free(enq);
	xap_db_close(db);
}

static void results(void **state)
{
	struct xap_error e = { "" };
	struct xap_db *db = five(state);
	struct xap_query *q = two(XAP_OR, "security", "island", 0);
	struct xap_enquire *enq;
	struct xap_terms *it;
	struct xap_doc *doc;
	struct xap_mset *m;
	struct xap_hit hit;
	struct xap_str s;
	uint32_t n;

	OK(xap_enquire_new(&enq, db, &e));
	OK(xap_enquire_set_query(enq, q, 0, &e));
	xap_query_free(q);
	xap_db_close(db);
	OK(xap_enquire_mset(&m, enq, 0, 10, 0, NULL, NULL, &e));
	OK(xap_mset_fetch(m, &e));
	OK(xap_mset_hit(m, 0, &hit, &e));
	assert_int_equal(hit.did, 1);
	OK(xap_mset_doc(&doc, m, 0, &e));
	assert_int_equal(xap_doc_docid(doc), 1);
	OK(xap_doc_data(doc, &s, &e));
	assert_str(s, "1");
	xap_doc_free(doc);
	OK(xap_mset_termfreq(m, "island", 6, &n, &e));
	assert_int_equal(n, 2);
	OK(xap_enquire_matching_terms(&it, enq, 4, &e));
	OK(xap_terms_next(it, &s, &e));
	assert_str(s, "island");
	assert_int_equal(xap_terms_next(it, &s, &e), XAP_END);
	xap_terms_free(it);
	xap_enquire_free(enq);
	assert_int_equal(xap_mset_doc(&doc, m, 10, &e), XAP_INVALID);
	assert_null(doc);
	xap_mset_free(m);
}

static void stemming(void **state)
{
	struct xap_error e = { "" };
	struct xap_stem *stem;
	struct xap_str s;

	(void)state;
	OK(xap_stem_new(&stem, "english", &e));
	OK(xap_stem_word(stem, "sanctioned", 10, &s, &e));
	assert_str(s, "sanction");
	OK(xap_stem_word(stem, "\xff\xfe\x80ing", 6, &s, &e));
	OK(xap_stem_word(stem, NULL, 0, &s, &e));
	assert_str(s, "");
	xap_stem_free(stem);
	OK(xap_stem_new(&stem, "none", &e));
	OK(xap_stem_word(stem, "sanctioned", 10, &s, &e));
	assert_str(s, "sanctioned");
	xap_stem_free(stem);
	xap_stem_free(NULL);
	assert_int_equal(xap_stem_new(&stem, "klingon", &e), XAP_NOTFOUND);
	assert_null(stem);
	assert_non_null(strstr(xap_stem_languages(), "english"));
	assert_non_null(strchr(xap_version_string(), '.'));
	assert_string_equal(xap_status_name(XAP_STALE), "stale");
	assert_string_equal(xap_status_name((enum xap_status)15), "unknown");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		T(operators),    T(leaves),       T(combining_borrows),
		T(wildcards),    T(value_ranges), T(alternatives_in_a_phrase),
		T(sorting),      T(weighting),    T(collapsing),
		T(value_counts), T(exact_count),  T(results),
		T(stemming),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
