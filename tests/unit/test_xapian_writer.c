/* What xapian-c.h promises of documents and writers. */
#include <signal.h>
#include <sys/resource.h>

#include "tests/unit/xapian_help.h"

static const char *const three[] = { "ferry strike ends", "strike at dover",
				     "ferry to dover" };

static void commit_makes_visible(void **state)
{
	const char *path = in(*state, "db");
	struct xap_error e = { "" };
	struct xap_writer *w = writer(path);

	assert_int_equal(add(w, "ferry strike", "1"), 1);
	assert_int_equal(add(w, "strike", "2"), 2);
	assert_int_equal(count_at(path), 0);
	OK(xap_writer_commit(w, &e));
	assert_int_equal(count_at(path), 2);
	add(w, "dover", "3");
	assert_int_equal(count_at(path), 2);
	assert_int_equal(count(xap_writer_db(w)), 3);
	OK(xap_writer_commit(w, &e));
	xap_writer_close(w);
	assert_int_equal(count_at(path), 3);
}

static void close_discards(void **state)
{
	const char *path = in(*state, "db");
	struct xap_writer *w;

	build(path, three, 3);
	w = writer(path);
	add(w, "ferry strike", "4");
	xap_writer_close(w);
	assert_int_equal(count_at(path), 3);
	xap_writer_close(NULL);
}

static void close_discards_a_large_batch(void **state)
{
	const char *path = in(*state, "db");
	struct xap_writer *w;

	build(path, three, 3);
	setenv("XAPIAN_FLUSH_THRESHOLD", "10", 1);
	w = writer(path);
	unsetenv("XAPIAN_FLUSH_THRESHOLD");
	for (int i = 0; i < 100; i++)
		add(w, "ferry strike", "4");
	assert_int_equal(count_at(path), 3);
	xap_writer_close(w);
	assert_int_equal(count_at(path), 3);
}

/* Even where something made from the writer's view still holds it. */
static void close_unlocks(void **state)
{
	const char *path = in(*state, "db");
	struct xap_error e = { "" };
	struct xap_writer *w = writer(path), *w2;
	struct xap_terms *it;
	struct xap_doc *doc;

	add(w, "ferry", "1");
	OK(xap_writer_commit(w, &e));
	OK(xap_db_terms(&it, xap_writer_db(w), NULL, 0, &e));
	OK(xap_db_doc(&doc, xap_writer_db(w), 1, &e));
	xap_writer_close(w);
	w2 = writer(path);
	xap_terms_free(it);
	xap_doc_free(doc);
	add(w2, "strike", "2");
	OK(xap_writer_commit(w2, &e));
	xap_writer_close(w2);
	assert_int_equal(count_at(path), 2);
}

static void cancel_undoes(void **state)
{
	const char *path = in(*state, "db");
	struct xap_error e = { "" };
	struct xap_writer *w = writer(path);

	add(w, "ferry", "1");
	OK(xap_writer_commit(w, &e));
	add(w, "strike", "2");
	OK(xap_writer_delete(w, 1, &e));
	OK(xap_writer_cancel(w, &e));
	assert_int_equal(count(xap_writer_db(w)), 1);
	assert_int_equal(add(w, "dover", "2"), 2);
	OK(xap_writer_commit(w, &e));
	xap_writer_close(w);
	assert_int_equal(count_at(path), 2);
}

static void second_writer_is_refused(void **state)
{
	const char *path = in(*state, "db");
	struct xap_error e = { "" };
	struct xap_writer *w = writer(path), *w2 = w;
	struct xap_db *db;
	bool locked = false;

	assert_int_equal(xap_writer_open(&w2, path, XAP_OPEN, 0, &e),
			 XAP_LOCKED);
	assert_null(w2);
	assert_non_null(strstr(e.msg, path));
	db = reader(path);
	OK(xap_db_locked(db, &locked, &e));
	assert_true(locked);
	xap_writer_close(w);
	OK(xap_db_locked(db, &locked, &e));
	assert_false(locked);
	xap_db_close(db);
}

/* That a lock cannot be had is not that somebody has it. */
static void no_lock(void **state)
{
	const char *path = in(*state, "db");
	struct xap_error e = { "" };
	struct xap_writer *w = writer(path);
	char lock[4200];

	xap_writer_close(w);
	(void)snprintf(lock, sizeof lock, "%s/flintlock", path);
	assert_int_equal(unlink(lock), 0);
	assert_int_equal(mkdir(lock, 0777), 0);
	assert_int_equal(xap_writer_open(&w, path, XAP_OPEN, 0, &e), XAP_IO);
	assert_non_null(strstr(e.msg, path));
}

static void opening_modes(void **state)
{
	const char *path = in(*state, "db");
	struct xap_error e = { "" };
	struct xap_writer *w;

	assert_int_equal(xap_writer_open(&w, path, XAP_OPEN, 0, &e),
			 XAP_NOTFOUND);
	assert_int_equal(xap_writer_open(&w, path, XAP_CREATE, 1000, &e),
			 XAP_INVALID);
	assert_int_equal(xap_writer_open(&w, path, 4096, 0, &e), XAP_INVALID);
	OK(xap_writer_open(&w, path, XAP_CREATE, 2048, &e));
	add(w, "ferry", "1");
	OK(xap_writer_commit(w, &e));
	xap_writer_close(w);
	assert_int_equal(xap_writer_open(&w, path, XAP_CREATE, 0, &e),
			 XAP_INVALID);
	OK(xap_writer_open(&w, path, XAP_CREATE_OR_OVERWRITE, 0, &e));
	xap_writer_close(w);
	assert_int_equal(count_at(path), 0);
	assert_int_equal(xap_writer_open(&w, in(*state, "no/such/folder"),
					 XAP_CREATE, 0, &e),
			 XAP_NOTFOUND);
}

static void dangerous_cannot_undo(void **state)
{
	const char *path = in(*state, "db");
	struct xap_error e = { "" };
	struct xap_writer *w;

	OK(xap_writer_open(&w, path, XAP_CREATE | XAP_DANGEROUS, 0, &e));
	add(w, "ferry", "1");
	assert_int_equal(xap_writer_cancel(w, &e), XAP_UNSUPPORTED);
	OK(xap_writer_commit(w, &e));
	add(w, "strike", "2");
	xap_writer_close(w);
	assert_int_equal(count_at(path), 2);
}

static void in_memory(void **state)
{
	struct xap_error e = { "" };
	struct xap_writer *w;

	(void)state;
	OK(xap_writer_open(&w, NULL, XAP_IN_MEMORY, 0, &e));
	add(w, "ferry", "1");
	OK(xap_writer_commit(w, &e));
	assert_int_equal(xap_writer_cancel(w, &e), XAP_UNSUPPORTED);
	assert_string_equal(find(xap_writer_db(w), term("ferry")), "1 ");
	xap_writer_close(w);
}

/* ---- terms ------------------------------------------------------------- */

static void term_lengths(void **state)
{
	char longest[XAP_TERM_MAX + 1];
	const char *path = in(*state, "db");
	struct xap_error e = { "" };
	struct xap_writer *w = writer(path);
	struct xap_doc *doc;
	struct xap_db *db;
	uint32_t tf;

	memset(longest, 'x', sizeof longest);
	OK(xap_doc_new(&doc, &e));
	assert_int_equal(xap_doc_add_posting(doc, "", 0, 1, 1, &e),
			 XAP_INVALID);
	assert_int_equal(xap_doc_add_term(doc, longest, sizeof longest, 1, &e),
			 XAP_INVALID);
	OK(xap_doc_add_posting(doc, longest, XAP_TERM_MAX, 1, 1, &e));
	OK(xap_writer_add(w, doc, NULL, &e));
	xap_doc_free(doc);
	OK(xap_writer_commit(w, &e));
	xap_writer_close(w);

	db = reader(path);
	OK(xap_db_termfreq(db, longest, XAP_TERM_MAX, &tf, &e));
	assert_int_equal(tf, 1);
	xap_db_close(db);
}

/* Given to Xapian, the first of these would lose the batch at commit. */
static void term_of_nuls_spares_the_writer(void **state)
{
	static const char nuls[200];
	char half[XAP_TERM_MAX];
	const char *path = in(*state, "db");
	struct xap_error e = { "" };
	struct xap_writer *w = writer(path);
	struct xap_doc *doc;
	struct xap_db *db;
	uint32_t tf;

	add(w, "ferry strike", "1");
	OK(xap_doc_new(&doc, &e));
	assert_int_equal(xap_doc_add_posting(doc, nuls, sizeof nuls, 1, 1, &e),
			 XAP_INVALID);
	assert_int_equal(xap_doc_add_postings(doc, nuls, 123, (xap_pos[]){ 1 },
					      1, 1, &e),
			 XAP_INVALID);
	/* 122 NULs and one byte more are stored as 245. */
	memset(half, 0, sizeof half);
	half[122] = 'x';
	OK(xap_doc_add_posting(doc, half, 123, 1, 1, &e));
	OK(xap_doc_add_posting(doc, half, 122, 1, 1, &e));
	OK(xap_writer_add(w, doc, NULL, &e));
	xap_doc_free(doc);
	add(w, "dover", "3");
	OK(xap_writer_commit(w, &e));
	xap_writer_close(w);
	assert_int_equal(count_at(path), 3);

	db = reader(path);
	OK(xap_db_termfreq(db, half, 123, &tf, &e));
	assert_int_equal(tf, 1);
	xap_db_close(db);
}

static void refusals_spare_the_batch(void **state)
{
	const char *path = in(*state, "db");
	struct xap_error e = { "" };
	struct xap_writer *w = writer(path);
	struct xap_doc *doc;

	add(w, "ferry", "1");
	OK(xap_doc_new(&doc, &e));
	assert_int_equal(xap_writer_replace_term(w, "", 0, doc, NULL, &e),
			 XAP_INVALID);
	assert_int_equal(xap_writer_replace(w, 0, doc, &e), XAP_INVALID);
	assert_int_equal(xap_writer_delete(w, 77, &e), XAP_NOTFOUND);
	assert_int_equal(xap_writer_delete(w, 0, NULL), XAP_NOTFOUND);
	assert_int_equal(xap_writer_delete_term(w, NULL, 0, &e), XAP_INVALID);
	xap_doc_free(doc);
	add(w, "strike", "2");
	OK(xap_writer_commit(w, &e));
	xap_writer_close(w);
	assert_int_equal(count_at(path), 2);
}

/* A full disk, played by a limit on the size of files. */
static void failed_commit_breaks_the_writer(void **state)
{
	const char *path = in(*state, "db");
	struct xap_error e = { "" };
	struct rlimit was, small;
	struct xap_writer *w;
	struct xap_doc *doc;
	enum xap_status st;

	build(path, three, 3);
	w = writer(path);
	for (int i = 0; i < 2000; i++) {
		char word[32];

		snprintf(word, sizeof word, "word%d", i);
		add(w, word, word);
	}
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &was);
	small = was;
	small.rlim_cur = 16384;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	st = xap_writer_commit(w, &e);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	assert_int_equal(st, XAP_IO);

	doc = doc_of("dover", "4");
	assert_int_equal(xap_writer_add(w, doc, NULL, &e), XAP_INVALID);
	assert_int_equal(xap_writer_commit(w, &e), XAP_INVALID);
	assert_int_equal(xap_writer_cancel(w, &e), XAP_INVALID);
	xap_doc_free(doc);
	xap_writer_close(w);
	assert_int_equal(count_at(path), 3);
	w = writer(path);
	add(w, "dover", "4");
	OK(xap_writer_commit(w, &e));
	xap_writer_close(w);
	assert_int_equal(count_at(path), 4);
}

/* ---- documents --------------------------------------------------------- */

static void document_keeps_what_it_is_given(void **state)
{
	const char *path = in(*state, "db");
	struct xap_error e = { "" };
	struct xap_writer *w = writer(path);
	struct xap_doc *doc;
	struct xap_db *db;
	struct xap_str s;

	OK(xap_doc_new(&doc, &e));
	assert_int_equal(xap_doc_docid(doc), 0);
	OK(xap_doc_set_data(doc, "a\0b", 3, &e));
	OK(xap_doc_set_value(doc, 7, "seven", 5, &e));
	OK(xap_doc_set_value(doc, 8, "eight", 5, &e));
	OK(xap_doc_set_value(doc, 8, NULL, 0, &e));
	OK(xap_doc_set_value(doc, 9, NULL, 0, &e));
	assert_int_equal(xap_doc_set_value(doc, UINT32_MAX, "x", 1, &e),
			 XAP_INVALID);
	OK(xap_doc_add_term(doc, "gone", 4, 1, &e));
	OK(xap_doc_remove_term(doc, "gone", 4, &e));
	assert_int_equal(xap_doc_remove_term(doc, "gone", 4, &e), XAP_NOTFOUND);
	OK(xap_writer_add(w, doc, NULL, &e));
	OK(xap_doc_clear(doc, &e));
	OK(xap_doc_data(doc, &s, &e));
	assert_int_equal(s.len, 0);
	xap_doc_free(doc);
	OK(xap_writer_commit(w, &e));
	xap_writer_close(w);

	db = reader(path);
	OK(xap_db_doc(&doc, db, 1, &e));
	assert_int_equal(xap_doc_docid(doc), 1);
	OK(xap_doc_data(doc, &s, &e));
	assert_int_equal(s.len, 3);
	assert_memory_equal(s.data, "a\0b", 4);
	OK(xap_doc_value(doc, 7, &s, &e));
	assert_str(s, "seven");
	OK(xap_doc_value(doc, 8, &s, &e));
	assert_str(s, "");
	xap_db_close(db);
	OK(xap_doc_value(doc, 7, &s, &e));
	xap_doc_free(doc);
}

static void too_long_for_memory(void **state)
{
	struct xap_error e = { "" };
	struct xap_doc *doc;
	struct xap_str s;

	(void)state;
	OK(xap_doc_new(&doc, &e));
	OK(xap_doc_set_data(doc, "kept", 4, &e));
	assert_int_equal(xap_doc_set_data(doc, "x", SIZE_MAX / 2, &e),
			 XAP_NOMEM);
	OK(xap_doc_data(doc, &s, &e));
	assert_str(s, "kept");
	xap_doc_free(doc);
}

static void replace_and_delete(void **state)
{
	const char *path = in(*state, "db");
	struct xap_error e = { "" };
	struct xap_writer *w;
	struct xap_doc *doc;
	struct xap_db *db;
	xap_docid did;

	build(path, three, 3);
	w = writer(path);
	doc = doc_of("hovercraft", "2");
	OK(xap_writer_replace_term(w, "Q2", 2, doc, &did, &e));
	assert_int_equal(did, 2);
	OK(xap_writer_replace(w, 9, doc, &e));
	OK(xap_writer_replace_term(w, "Q2", 2, doc, &did, &e));
	assert_int_equal(did, 2);
	OK(xap_writer_replace_term(w, "Qnew", 4, doc, &did, &e));
	assert_int_equal(did, 10);
	xap_doc_free(doc);
	OK(xap_writer_delete(w, 1, &e));
	OK(xap_writer_delete_term(w, "Q3", 2, &e));
	OK(xap_writer_delete_term(w, "Q77", 3, &e));
	OK(xap_writer_commit(w, &e));
	xap_writer_close(w);

	db = reader(path);
	assert_string_equal(find(db, term("hovercraft")), "2 10 ");
	assert_int_equal(count(db), 2);
	xap_db_close(db);
}

/* A document read, changed, and stored again keeps its other parts. */
static void read_change_store(void **state)
{
	const char *path = in(*state, "db");
	struct xap_error e = { "" };
	struct xap_writer *w;
	struct xap_doc *doc;
	struct xap_db *db;

	build(path, three, 3);
	w = writer(path);
	OK(xap_db_doc(&doc, xap_writer_db(w), 2, &e));
	OK(xap_doc_set_value(doc, 1, "v", 1, &e));
	OK(xap_writer_replace(w, 2, doc, &e));
	xap_doc_free(doc);
	OK(xap_writer_commit(w, &e));
	xap_writer_close(w);
	db = reader(path);
	assert_string_equal(find(db, two(XAP_PHRASE, "strike", "at", 0)), "2 ");
	xap_db_close(db);
}

static void sortable_numbers(void **state)
{
	static const double n[] = { -1e300, -2.5, -1, 0, 1e-9, 1, 2, 1e18 };
	char a[XAP_SORTABLE_MAX], b[XAP_SORTABLE_MAX];
	size_t la, lb;

	(void)state;
	for (size_t i = 0; i + 1 < sizeof n / sizeof *n; i++) {
		int c;

		la = xap_sortable(n[i], a);
		lb = xap_sortable(n[i + 1], b);
		c = memcmp(a, b, la < lb ? la : lb);
		assert_true(c < 0 || (c == 0 && la < lb));
	}
	la = xap_sortable(777, a);
	assert_true(xap_unsortable(a, la) == 777);
	la = xap_sortable(-(double)NAN, a);
	assert_true(xap_unsortable(a, la) == 0);
	xap_unsortable("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 11);
	xap_unsortable(NULL, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		T(commit_makes_visible),
		T(close_discards),
		T(close_discards_a_large_batch),
		T(close_unlocks),
		T(cancel_undoes),
		T(second_writer_is_refused),
		T(no_lock),
		T(opening_modes),
		T(dangerous_cannot_undo),
		T(in_memory),
		T(term_lengths),
		T(term_of_nuls_spares_the_writer),
		T(refusals_spare_the_batch),
		T(failed_commit_breaks_the_writer),
		T(document_keeps_what_it_is_given),
		T(too_long_for_memory),
		T(replace_and_delete),
		T(read_change_store),
		T(sortable_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
