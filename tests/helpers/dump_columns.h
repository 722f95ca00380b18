/* dump_columns.h - what articles are counted by, article after article, however
 * it stands in blocks */
#ifndef NEWSIDX_TESTS_HELPERS_DUMP_COLUMNS_H
#define NEWSIDX_TESTS_HELPERS_DUMP_COLUMNS_H

#include "lib/index/colblock.h"
#include "lib/index/column_row.h"
#include "lib/index/posblock.h"
#include "lib/index/xap.h"
#include "tests/helpers/dump_text.h"

/* The articles of a block that db still has. */
static inline void columns_dump_block(struct dump_text *t, struct xap_db *db,
                                      struct colblock *b)
{
	uint32_t i, from, n, length;

	for (uint64_t docid = b->first; docid <= b->last; docid++) {
		if (!colblock_find(b, (uint32_t)docid, &i) ||
		    xap_db_doclength(db, (uint32_t)docid, &length, NULL) !=
		            XAP_OK)
			continue;
		colblock_values(b, i, &from, &n);
		if (n == 0)
			continue;
		text_word(t, " in");
		text_number(t, docid);
		for (uint32_t k = from; k < from + n; k++) {
			int64_t v = colblock_value(b, k);

			if (b->names > 0) {
				struct slice s =
					colblock_get_name(b, (uint32_t)v);

				text_str(t, (struct xap_str){ s.p, s.len });
			} else {
				text_number(t, (uint64_t)v);
			}
		}
		text_newline(t);
	}
}

static inline enum nx_status columns_dump_one(struct dump_text *t,
                                              struct xap_db *db, enum column c,
                                              struct nx_err *err)
{
	struct colblock b = COLBLOCK_INIT;
	struct xap_terms *it = NULL;
	struct buf prefix = BUF_INIT;
	struct xap_str key, value;
	struct xap_error xe;
	uint32_t last;
	enum xap_status xs;
	enum nx_status st;

	colblock_prefix(column_letter(c), &prefix);
	xs = xap_db_metadata_keys(&it, db, prefix.p, prefix.len, &xe);
	st = nx_from_xap(err, xs, &xe, "columns");
	while (st == NX_OK) {
		st = nx_from_xap(err, xap_terms_next(it, &key, &xe), &xe,
		                 "columns");
		if (st == NX_OK)
			st = posblock_key_docid(key.data, key.len, prefix.len,
			                        &last);
		if (st == NX_OK)
			st = nx_from_xap(err,
			                 xap_db_metadata(db, key.data, key.len,
			                                 &value, &xe),
			                 &xe, "columns");
		if (st == NX_OK)
			st = colblock_load(&b, last, value.data, value.len);
		if (st == NX_OK)
			columns_dump_block(t, db, &b);
	}
	xap_terms_free(it);
	colblock_release(&b);
	buf_release(&prefix);
	return st == NX_END ? NX_OK : st;
}

static inline enum nx_status columns_dump(struct dump_text *t,
                                          struct xap_db *db, struct nx_err *err)
{
	enum nx_status st = NX_OK;

	for (int c = 0; st == NX_OK && c < COLUMNS; c++) {
		char name[] = { column_letter((enum column)c), '\0' };

		text_word(t, "column ");
		text_word(t, name);
		text_newline(t);
		st = columns_dump_one(t, db, (enum column)c, err);
	}
	return st;
}

#endif
