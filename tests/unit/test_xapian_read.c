/* What xapian-c.h promises of opening databases and looking things up. */
#include "tests/unit/xapian_help.h"

static const char *const three[] = { "ferry strike ferry", "strike at dover",
				     "ferry to dover" };
static const char *const more[] = { "ferry fire", "harbour" };

static void write_file(const char *path, const char *text, size_t len)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

/* ---- opening ----------------------------------------------------------- */

static void what_cannot_be_opened(void **state)
{
	const char *file = in(*state, "file"), *dir = in(*state, "dir");
	const char *db_path = in(*state, "db"),
		   *table = in(*state, "db/iamglass");
	struct xap_error e = { "" };
	struct xap_db *db;

	assert_int_equal(xap_db_open(&db, in(*state, "none"), &e),
			 XAP_NOTFOUND);
	assert_null(db);
	assert_non_null(strstr(e.msg, "none"));
	assert_int_equal(xap_db_open(&db, in(*state, "none"), NULL),
			 XAP_NOTFOUND);
	assert_int_equal(mkdir(dir, 0777), 0);
	assert_int_equal(xap_db_open(&db, dir, &e), XAP_NOTFOUND);
	write_file(file, "neither a database nor a stub\n", 30);
	assert_int_not_equal(xap_db_open(&db, file, &e), XAP_OK);
	assert_null(db);

	build(db_path, three, 3);
	write_file(table, "\x0f\x0dXapian", 8);
	assert_int_equal(xap_db_open(&db, db_path, &e), XAP_CORRUPT);
	write_file(table, "", 0);
	assert_int_equal(xap_db_open(&db, db_path, &e), XAP_CORRUPT);
	assert_null(db);
}

static void damaged_table_is_corrupt(void **state)
{
	char block[8192];
	const char *path = in(*state, "db");
	struct xap_error e = { "" };
	struct xap_terms *it = NULL;
	enum xap_status st;
	struct xap_db *db;

	build(path, three, 3);
	memset(block, 0xa5, sizeof block);
	write_file(in(*state, "db/postlist.glass"), block, sizeof block);
	st = xap_db_open(&db, path, &e);
	if (st == XAP_OK)
		st = xap_db_terms(&it, db, NULL, 0, &e);
	assert_int_equal(st, XAP_CORRUPT);
	assert_null(it);
	xap_db_close(db);
}

static void stub_folder_and_stub_file(void **state)
{
	static const char lines[] = "auto seg/000001\nauto seg/000002\n";
	struct xap_error e = { "" };
	struct xap_doc *doc;
	struct xap_db *db;
	struct xap_str s;

	assert_int_equal(mkdir(in(*state, "idx"), 0777), 0);
	assert_int_equal(mkdir(in(*state, "idx/seg"), 0777), 0);
	build(in(*state, "idx/seg/000001"), three, 3);
	build(in(*state, "idx/seg/000002"), more, 2);
	write_file(in(*state, "idx/XAPIANDB"), lines, sizeof lines - 1);

	db = reader(in(*state, "idx"));
	assert_int_equal(xap_db_shards(db), 2);
	assert_int_equal(count(db), 5);
	/* Document 2 of the second shard. */
	assert_string_equal(find(db, term("harbour")), "4 ");
	OK(xap_db_doc(&doc, db, xap_combined_docid(2, 1, 2), &e));
	assert_int_equal(xap_doc_docid(doc), 4);
	OK(xap_doc_data(doc, &s, &e));
	assert_str(s, "2");
	xap_doc_free(doc);
	xap_db_close(db);

	db = reader(in(*state, "idx/XAPIANDB"));
	assert_int_equal(count(db), 5);
	xap_db_close(db);

	write_file(in(*state, "idx/XAPIANDB"), "auto seg/000009\n", 16);
	assert_int_equal(xap_db_open(&db, in(*state, "idx"), &e), XAP_NOTFOUND);
}

static void docids_are_interleaved(void **state)
{
	(void)state;
	for (size_t n = 1; n < 5; n++) {
		for (xap_docid did = 1; did < 50; did++) {
			size_t shard = xap_shard_of(did, n);
			xap_docid local = xap_local_docid(did, n);

			assert_true(shard < n && local >= 1);
			assert_int_equal(xap_combined_docid(local, shard, n),
					 did);
		}
	}
	assert_int_equal(xap_local_docid(UINT32_MAX, 1), UINT32_MAX);
}

static void shards_are_added(void **state)
{
	struct xap_error e = { "" };
	struct xap_db *all, *one, *two_;

	build(in(*state, "a"), three, 3);
	build(in(*state, "b"), more, 2);
	OK(xap_db_new(&all, &e));
	assert_int_equal(xap_db_shards(all), 0);
	assert_int_equal(count(all), 0);
	one = reader(in(*state, "a"));
	two_ = reader(in(*state, "b"));
	assert_int_equal(xap_db_add(all, all, &e), XAP_INVALID);
	OK(xap_db_add(all, one, &e));
	OK(xap_db_add(all, two_, &e));
	xap_db_close(one);
	xap_db_close(two_);
	assert_int_equal(xap_db_shards(all), 2);
	assert_string_equal(find(all, term("ferry")), "1 2 5 ");
	xap_db_close(all);
	xap_db_close(NULL);
}

static void reopen_sees_a_commit(void **state)
{
	const char *path = in(*state, "db");
	struct xap_error e = { "" };
	uint64_t before, after;
	struct xap_writer *w;
	struct xap_db *db;
	bool changed = true;

	build(path, three, 3);
	db = reader(path);
	OK(xap_db_reopen(db, &changed, &e));
	assert_false(changed);
	OK(xap_db_revision(db, &before, &e));
	w = writer(path);
	add(w, "harbour", "4");
	OK(xap_writer_commit(w, &e));
	assert_int_equal(count(db), 3);
	OK(xap_db_reopen(db, &changed, &e));
	assert_true(changed);
	assert_int_equal(count(db), 4);
	OK(xap_db_revision(db, &after, &e));
	assert_true(after > before);
	xap_writer_close(w);
	OK(xap_db_reopen(db, NULL, &e));
	xap_db_close(db);
}

/* Blocks that a reader needs are used again two commits later. */
static void stale_reader(void **state)
{
	const char *path = in(*state, "db");
	struct xap_error e = { "" };
	enum xap_status st = XAP_OK;
	struct xap_writer *w = writer(path);
	struct xap_db *db;

	for (int i = 0; i < 500; i++)
		add(w, "some words for a block or two", NULL);
	OK(xap_writer_commit(w, &e));
	db = reader(path);
	for (int round = 0; round < 4; round++) {
		for (int i = 0; i < 500; i++)
			add(w, "other words for other blocks", NULL);
		OK(xap_writer_commit(w, &e));
	}
	for (xap_docid did = 1; did <= 500 && st == XAP_OK; did++) {
		struct xap_doc *doc;
		struct xap_str s;

		st = xap_db_doc(&doc, db, did, &e);
		if (st == XAP_OK) {
			struct xap_terms *it = NULL;

			st = xap_doc_terms(&it, doc, &e);
			xap_terms_free(it);
		}
		if (st == XAP_OK)
			st = xap_doc_data(doc, &s, &e);
		xap_doc_free(doc);
	}
	assert_int_equal(st, XAP_STALE);
	OK(xap_db_reopen(db, NULL, &e));
	assert_int_equal(count(db), 2500);
	xap_writer_close(w);
	xap_db_close(db);
}

/* ---- look-ups ---------------------------------------------------------- */

static void statistics(void **state)
{
	struct xap_error e = { "" };
	struct xap_term_info t;
	struct xap_info i;
	struct xap_db *db;
	struct xap_str s;
	uint32_t n;

	build(in(*state, "db"), three, 3);
	db = reader(in(*state, "db"));
	OK(xap_db_info(db, &i, &e));
	assert_int_equal(i.doccount, 3);
	assert_int_equal(i.lastdocid, 3);
	assert_int_equal(i.total_length, 9);
	assert_true(i.avlength == 3.0);
	assert_true(i.has_positions);
	assert_true(i.doclength_min <= 3 && i.doclength_max >= 3);
	OK(xap_db_uuid(db, &s, &e));
	assert_int_equal(s.len, 36);
	OK(xap_db_term(db, "ferry", 5, &t, &e));
	assert_int_equal(t.termfreq, 2);
	assert_int_equal(t.collfreq, 3);
	assert_true(t.wdf_max >= 2);
	OK(xap_db_term(db, "nowhere", 7, &t, &e));
	assert_int_equal(t.termfreq + t.collfreq + t.wdf_max, 0);
	OK(xap_db_termfreq(db, "dover", 5, &n, &e));
	assert_int_equal(n, 2);
	OK(xap_db_doclength(db, 3, &n, &e));
	assert_int_equal(n, 3);
	assert_int_equal(xap_db_doclength(db, 9, &n, &e), XAP_NOTFOUND);
	assert_int_equal(xap_db_doclength(db, 0, &n, &e), XAP_NOTFOUND);
	OK(xap_db_unique_terms(db, 1, &n, &e));
	assert_int_equal(n, 3); /* ferry, strike, Q1 */
	assert_int_equal(xap_db_unique_terms(db, 9, &n, &e), XAP_NOTFOUND);
	assert_int_equal(xap_db_unique_terms(db, 0, &n, &e), XAP_NOTFOUND);
	OK(xap_db_keep_alive(db, &e));
	xap_db_close(db);
}

static void missing_documents(void **state)
{
	struct xap_error e = { "" };
	struct xap_positions *p = NULL;
	struct xap_terms *it;
	struct xap_doc *doc;
	struct xap_db *db;

	build(in(*state, "db"), three, 3);
	db = reader(in(*state, "db"));
	assert_int_equal(xap_db_doc(&doc, db, 4, &e), XAP_NOTFOUND);
	assert_null(doc);
	assert_int_equal(xap_db_doc(&doc, db, 0, &e), XAP_NOTFOUND);
	assert_int_equal(xap_db_doc_terms(&it, db, 4, &e), XAP_NOTFOUND);
	assert_null(it);
	OK(xap_db_positions(&p, db, 4, "ferry", 5, &e));
	assert_int_equal(xap_positions_next(p, NULL, &e), XAP_END);
	xap_positions_free(p);
	xap_db_close(db);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		T(what_cannot_be_opened),
		T(damaged_table_is_corrupt),
		T(stub_folder_and_stub_file),
		T(docids_are_interleaved),
		T(shards_are_added),
		T(reopen_sees_a_commit),
		T(stale_reader),
		T(statistics),
		T(missing_documents),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
