/* What xapian-c.h promises of metadata, synonyms and spellings. */
#include "tests/unit/xapian_help.h"

static void metadata(void **state)
{
	char key[XAP_TERM_MAX + 1];
	const char *path = in(*state, "db");
	struct xap_error e = { "" };
	struct xap_writer *w = writer(path);
	struct xap_terms *it;
	struct xap_db *db;
	struct xap_str s;

	memset(key, 'k', sizeof key);
	assert_int_equal(xap_writer_set_metadata(w, "", 0, "v", 1, &e),
			 XAP_INVALID);
	assert_int_equal(
		xap_writer_set_metadata(w, key, sizeof key, "v", 1, &e),
		XAP_INVALID);
	OK(xap_writer_set_metadata(w, key, XAP_TERM_MAX, "long", 4, &e));
	OK(xap_writer_set_metadata(w, "a.1", 3, "one", 3, &e));
	OK(xap_writer_set_metadata(w, "a.2", 3, "two", 3, &e));
	OK(xap_writer_set_metadata(w, "a.2", 3, NULL, 0, &e));
	OK(xap_writer_set_metadata(w, "a.3", 3, "th\0ree", 6, &e));
	OK(xap_writer_commit(w, &e));
	xap_writer_close(w);

	db = reader(path);
	OK(xap_db_metadata(db, key, XAP_TERM_MAX, &s, &e));
	assert_str(s, "long");
	OK(xap_db_metadata(db, "a.3", 3, &s, &e));
	assert_int_equal(s.len, 6);
	OK(xap_db_metadata(db, "none", 4, &s, &e));
	assert_str(s, "");
	assert_int_equal(xap_db_metadata(db, "", 0, &s, &e), XAP_INVALID);
	OK(xap_db_metadata_keys(&it, db, "a.", 2, &e));
	OK(xap_terms_next(it, &s, &e));
	assert_str(s, "a.1");
	OK(xap_terms_next(it, &s, &e));
	assert_str(s, "a.3");
	assert_int_equal(xap_terms_next(it, &s, &e), XAP_END);
	assert_int_equal(xap_terms_next(it, &s, &e), XAP_END);
	xap_terms_free(it);
	xap_db_close(db);
}

static void expect_strings(struct xap_terms *it, const char *want)
{
	struct xap_error e = { "" };
	char got[256] = "";
	struct xap_str s;
	size_t at = 0;

	while (xap_terms_next(it, &s, &e) == XAP_OK)
		at += (size_t)snprintf(got + at, sizeof got - at, "%s ",
				       s.data);
	assert_string_equal(got, want);
	xap_terms_free(it);
}

static void synonyms(void **state)
{
	char word[XAP_TERM_MAX + 1];
	const char *path = in(*state, "db");
	struct xap_error e = { "" };
	struct xap_writer *w = writer(path);
	struct xap_terms *it;
	struct xap_db *db;

	memset(word, 'w', sizeof word);
	assert_int_equal(xap_writer_add_synonym(w, "a", 1, "", 0, &e),
			 XAP_INVALID);
	assert_int_equal(
		xap_writer_add_synonym(w, "a", 1, word, sizeof word, &e),
		XAP_INVALID);
	OK(xap_writer_add_synonym(w, word, XAP_TERM_MAX, word, XAP_TERM_MAX,
				  &e));
	OK(xap_writer_add_synonym(w, "boat", 4, "ship", 4, &e));
	OK(xap_writer_add_synonym(w, "boat", 4, "ferry", 5, &e));
	OK(xap_writer_add_synonym(w, "boat", 4, "car", 3, &e));
	OK(xap_writer_remove_synonym(w, "boat", 4, "car", 3, &e));
	OK(xap_writer_add_synonym(w, "bus", 3, "coach", 5, &e));
	OK(xap_writer_clear_synonyms(w, "bus", 3, &e));
	OK(xap_writer_commit(w, &e));
	xap_writer_close(w);

	db = reader(path);
	OK(xap_db_synonyms(&it, db, "boat", 4, &e));
	expect_strings(it, "ferry ship ");
	OK(xap_db_synonym_keys(&it, db, "b", 1, &e));
	expect_strings(it, "boat ");
	xap_db_close(db);
}

static void spelling(void **state)
{
	const char *path = in(*state, "db");
	struct xap_error e = { "" };
	struct xap_writer *w = writer(path);
	char word[XAP_TERM_MAX];
	struct xap_terms *it;
	struct xap_db *db;
	struct xap_str s;
	uint32_t n;

	memset(word, 'w', sizeof word);
	OK(xap_writer_add_spelling(w, word, sizeof word, 1, &e));
	OK(xap_writer_remove_spelling(w, word, sizeof word, 1, &e));
	OK(xap_writer_add_spelling(w, "ferry", 5, 3, &e));
	OK(xap_writer_add_spelling(w, "dover", 5, 1, &e));
	OK(xap_writer_remove_spelling(w, "dover", 5, 1, &e));
	OK(xap_writer_commit(w, &e));
	OK(xap_writer_add_spelling(w, word, sizeof word, 1, &e));
	OK(xap_writer_commit(w, &e));
	OK(xap_writer_remove_spelling(w, word, sizeof word, 1, &e));
	OK(xap_writer_commit(w, &e));
	xap_writer_close(w);

	db = reader(path);
	OK(xap_db_suggest(db, "fery", 4, 2, &s, &e));
	assert_str(s, "ferry");
	OK(xap_db_suggest(db, "hovercraft", 10, 2, &s, &e));
	assert_str(s, "");
	OK(xap_db_spellings(&it, db, &e));
	OK(xap_terms_next(it, &s, &e));
	assert_str(s, "ferry");
	OK(xap_terms_termfreq(it, &n, &e));
	assert_int_equal(n, 3);
	assert_int_equal(xap_terms_next(it, NULL, &e), XAP_END);
	xap_terms_free(it);
	xap_db_close(db);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		T(metadata),
		T(synonyms),
		T(spelling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
