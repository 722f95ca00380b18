/* What an article is found and counted by is compared with what it has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/verify_words.h"
#include "lib/index/colblock.h"
#include "lib/index/column_row.h"
#include "tests/unit/index_help.h"

static struct slice text(const char *s)
{
	return (struct slice){ s, strlen(s) };
}

static void record_of(uint32_t i, struct record *r)
{
	r->key = text(i == 1 ? "v:1" : "v:2");
	r->part[PART_BODY] = text("The ferry sailed.");
	r->source = text(i == 1 ? "Courier" : "Herald");
	r->authors.v[0] = text("Ada Byron");
	r->authors.n = 1;
	r->published = (struct instant){ .precision = INSTANT_DAY };
}

/* The status of article i as the segment has it now. */
static enum nx_status compare(const char *dir, uint32_t i, struct nx_err *err)
{
	struct words_check *c;
	struct xap_db *db = NULL;
	struct record r;
	uint64_t key[2];
	enum nx_status st;

	memset(&r, 0, sizeof r);
	record_of(i, &r);
	digest128(r.key.p, r.key.len, 0, key);
	assert_int_equal(xap_db_open(&db, dir, NULL), XAP_OK);
	c = words_check_new(dir, db);
	st = words_compare(c, i, &r, key, err);
	words_check_free(c);
	xap_db_close(db);
	return st;
}

/* Have the block of sources tell the same of both articles. */
static void change(const char *dir)
{
	struct colblock_writer *w = nx_alloc(sizeof *w);
	struct buf key = BUF_INIT, value = BUF_INIT;
	struct xap_writer *to = NULL;

	colblock_writer_init(w);
	for (uint32_t docid = 1; docid <= 2; docid++) {
		colblock_add(w, docid);
		colblock_name(w, "Courier", 7);
	}
	assert_true(
		colblock_take(w, column_letter(COLUMN_SOURCE), &key, &value));
	assert_int_equal(xap_writer_open(&to, dir, XAP_OPEN, 0, NULL), XAP_OK);
	assert_int_equal(xap_writer_set_metadata(to, key.p, key.len, value.p,
	                                         value.len, NULL),
	                 XAP_OK);
	assert_int_equal(xap_writer_commit(to, NULL), XAP_OK);
	xap_writer_close(to);
	colblock_writer_release(w);
	free(w);
	buf_release(&key);
	buf_release(&value);
}

static void test_columns(void **state)
{
	const struct index_recipe recipe = { .record = record_of,
		                             .articles = 2 };
	const char *dir = scratch("i/seg/000001");
	struct nx_err err = { "" };

	(void)state;
	index_close(index_made(&recipe));
	assert_int_equal(compare(dir, 1, &err), NX_OK);
	assert_int_equal(compare(dir, 2, &err), NX_OK);
	change(dir);
	assert_int_equal(compare(dir, 1, &err), NX_OK);
	assert_int_equal(compare(dir, 2, &err), NX_CORRUPT);
	assert_non_null(strstr(err.msg, "counted by"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_columns, scratch_make,
		                                scratch_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
