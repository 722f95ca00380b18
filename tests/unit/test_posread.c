/* Reading positions: the same from blocks and from libxapian's table, in
 * whatever order articles are asked for, at the edges of blocks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/index/posblock.h"
#include "lib/index/posread.h"
#include "tests/unit/scratch.h"

/* Article i of a term, from 0, has this docid, and a position more than the one
 * before it, up to 5. */
static uint32_t docid_of(size_t i)
{
	return (uint32_t)(3 + 2 * i + i / 100 * 50);
}

static size_t positions_of(size_t i, uint32_t *pos)
{
	size_t n = 1 + i % 5;

	for (size_t k = 0; k < n; k++)
		pos[k] = (uint32_t)(i + 1 + k * k * 7);
	return n;
}

/* ---- writing ------------------------------------------------------------ */

static void put_block(struct xap_writer *w, struct posblock_writer *b,
                      const char *term, size_t len)
{
	struct buf key = BUF_INIT, value = BUF_INIT;

	posblock_take(b, term, len, &key, &value);
	assert_int_equal(xap_writer_set_metadata(w, key.p, key.len, value.p,
	                                         value.len, NULL),
	                 XAP_OK);
	buf_release(&key);
	buf_release(&value);
}

static void put_blocks(struct xap_writer *w, const char *term, size_t len,
                       size_t n)
{
	struct posblock_writer b;
	uint32_t pos[5];

	posblock_writer_init(&b);
	for (size_t i = 0; i < n; i++) {
		size_t k = positions_of(i, pos);

		posblock_add(&b, docid_of(i), pos, k);
		if (posblock_full(&b) || i + 1 == n)
			put_block(w, &b, term, len);
	}
	posblock_writer_release(&b);
}

static void put_postings(struct xap_writer *w, const char *term, size_t len,
                         size_t n)
{
	struct xap_doc *doc = NULL;
	uint32_t pos[5];

	for (size_t i = 0; i < n; i++) {
		size_t k = positions_of(i, pos);

		assert_int_equal(xap_doc_new(&doc, NULL), XAP_OK);
		assert_int_equal(
			xap_doc_add_postings(doc, term, len, pos, k, 1, NULL),
			XAP_OK);
		assert_int_equal(xap_writer_replace(w, docid_of(i), doc, NULL),
		                 XAP_OK);
		xap_doc_free(doc);
	}
}

static struct xap_db *written(enum positions_form form, const char *term,
                              size_t len, size_t n)
{
	const char *path = scratch(positions_name(form));
	struct xap_writer *w = NULL;
	struct xap_db *db = NULL;

	assert_int_equal(
		xap_writer_open(&w, path, XAP_CREATE_OR_OVERWRITE, 0, NULL),
		XAP_OK);
	if (form == POSITIONS_XAPIAN) {
		put_postings(w, term, len, n);
	} else {
		/* Neighbours, by their keys. */
		put_blocks(w, "a", 1, 3);
		put_blocks(w, "b\0b", 3, 300);
		put_blocks(w, "c", 1, 300);
		put_blocks(w, term, len, n);
	}
	assert_int_equal(xap_writer_commit(w, NULL), XAP_OK);
	xap_writer_close(w);
	assert_int_equal(xap_db_open(&db, path, NULL), XAP_OK);
	return db;
}

/* ---- reading ------------------------------------------------------------ */

/* The article after i - 1, if its docid is docid. */
static void check_at(struct pos_reader *r, struct pos_term *t, uint32_t docid,
                     size_t n)
{
	uint32_t want[5];
	const uint32_t *v;
	size_t i = 0, k = 0, got, count;
	struct nx_err err = { "" };

	while (i < n && docid_of(i) < docid)
		i++;
	if (i < n && docid_of(i) == docid)
		k = positions_of(i, want);
	pos_reader_article(r, docid);
	if (docid % 3 != 0) {
		assert_int_equal(pos_count(t, &count, &err), NX_OK);
		assert_int_equal(count, k);
	}
	assert_int_equal(pos_list(t, &v, &got, &err), NX_OK);
	assert_int_equal(got, k);
	if (k > 0)
		assert_memory_equal(v, want, k * sizeof *v);
	assert_int_equal(pos_count(t, &count, &err), NX_OK);
	assert_int_equal(count, k);
}

static void check_by(struct xap_db *db, enum positions_form form,
                     const char *dir, const char *term, size_t len, size_t n)
{
	struct meta_reader *m = meta_reader_new(dir, db);
	struct pos_reader *r = pos_reader_of(db, m, form);
	struct pos_term *t = pos_reader_term(r, term, len);
	struct pos_term *none = pos_reader_term(r, "bb", 2);
	uint32_t last = n > 0 ? docid_of(n - 1) + 3 : 3, at = 1;

	for (uint32_t d = 1; d <= last; d++)
		check_at(r, t, d, n);
	for (uint32_t d = last; d > 0; d--)
		check_at(r, t, d, n);
	for (int i = 0; i < 1000; i++) {
		at = (at * 7919 + 13) % last;
		check_at(r, t, at + 1, n);
		check_at(r, none, at + 1, 0);
	}
	pos_reader_free(r);
	meta_reader_free(m);
}

static void check_all(enum positions_form form, const char *term, size_t len,
                      size_t n)
{
	struct xap_db *db = written(form, term, len, n);

	check_by(db, form, scratch(positions_name(form)), term, len, n);
	check_by(db, form, NULL, term, len, n);
	xap_db_close(db);
}

static void test_edges(void **state)
{
	static const size_t n[] = { 0,
		                    1,
		                    2,
		                    POSBLOCK_ARTICLES - 1,
		                    POSBLOCK_ARTICLES,
		                    POSBLOCK_ARTICLES + 1,
		                    2 * POSBLOCK_ARTICLES,
		                    2 * POSBLOCK_ARTICLES + 1 };

	(void)state;
	for (size_t i = 0; i < sizeof n / sizeof n[0]; i++) {
		check_all(POSITIONS_BLOCKS, "b", 1, n[i]);
		check_all(POSITIONS_XAPIAN, "b", 1, n[i]);
	}
}

/* A term with a NUL, and one that begins so. */
static void test_nul(void **state)
{
	(void)state;
	check_all(POSITIONS_BLOCKS, "b\0", 2, 300);
	check_all(POSITIONS_XAPIAN, "b\0", 2, 300);
}

/* More terms than places are kept for. */
static void test_many_terms(void **state)
{
	struct xap_db *db = written(POSITIONS_BLOCKS, "b", 1, 600);
	struct meta_reader *m =
		meta_reader_new(scratch(positions_name(POSITIONS_BLOCKS)), db);
	struct pos_reader *r = pos_reader_of(db, m, POSITIONS_BLOCKS);
	struct pos_term *t[6000];

	(void)state;
	for (size_t i = 0; i < 6000; i++)
		t[i] = pos_reader_term(r, "b", 1);
	for (uint32_t d = 1; d < 1000; d += 97)
		for (size_t i = 0; i < 6000; i++)
			check_at(r, t[i], d, 600);
	pos_reader_free(r);
	meta_reader_free(m);
	xap_db_close(db);
}

static void put_value(struct xap_writer *w, const char *key, size_t len,
                      const char *value)
{
	assert_int_equal(xap_writer_set_metadata(w, key, len, value,
	                                         strlen(value), NULL),
	                 XAP_OK);
}

/* What no writer wrote is told, and what is beside it can be read. */
static void test_damaged(void **state)
{
	const char *path = scratch("damaged");
	struct xap_writer *w = NULL;
	struct xap_db *db = NULL;
	struct meta_reader *m;
	struct pos_reader *r;
	struct pos_term *good, *value, *key;
	struct nx_err err = { "" };
	size_t n;

	(void)state;
	assert_int_equal(
		xap_writer_open(&w, path, XAP_CREATE_OR_OVERWRITE, 0, NULL),
		XAP_OK);
	put_blocks(w, "good", 4, 3);
	put_value(w, "pvalue\0\0\7", 9, "\2");
	put_value(w, "pkey\0\7", 6, "\3");
	assert_int_equal(xap_writer_commit(w, NULL), XAP_OK);
	xap_writer_close(w);
	assert_int_equal(xap_db_open(&db, path, NULL), XAP_OK);
	m = meta_reader_new(path, db);
	r = pos_reader_of(db, m, POSITIONS_BLOCKS);
	good = pos_reader_term(r, "good", 4);
	value = pos_reader_term(r, "value", 5);
	key = pos_reader_term(r, "key", 3);
	for (uint32_t d = 5; d > 0; d--) {
		pos_reader_article(r, d);
		assert_int_equal(pos_count(value, &n, &err), NX_CORRUPT);
		assert_int_equal(n, 0);
		assert_string_equal(err.msg,
		                    "the positions of 'value' are damaged");
		assert_int_equal(pos_count(key, &n, &err), NX_CORRUPT);
		check_at(r, good, d, 3);
	}
	pos_reader_free(r);
	meta_reader_free(m);
	xap_db_close(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_edges, scratch_make,
		                                scratch_remove),
		cmocka_unit_test_setup_teardown(test_nul, scratch_make,
		                                scratch_remove),
		cmocka_unit_test_setup_teardown(test_many_terms, scratch_make,
		                                scratch_remove),
		cmocka_unit_test_setup_teardown(test_damaged, scratch_make,
		                                scratch_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
