/* index_help.h - a small index of records that a test makes up
 *
 *     struct index_recipe r = { .record = fill, .articles = 10 };
 *     struct index *x = index_made(&r);      in scratch("i")
 */
#ifndef NEWSIDX_TESTS_UNIT_INDEX_HELP_H
#define NEWSIDX_TESTS_UNIT_INDEX_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base/digest.h"
#include "lib/base/mem.h"
#include "lib/index/index.h"
#include "lib/index/segment.h"
#include "lib/index/store.h"
#include "tests/unit/scratch.h"

struct index_recipe {
	/* Set *r, which is zeroed, to article i, from 1; what it points to is
	 * good until the next call. */
	void (*record)(uint32_t i, struct record *r);
	uint32_t articles;
	unsigned segments; /* 0 is 1: as many articles in each */
	enum positions_form positions;
	/* Of the first segment; NULL: none is deleted. */
	bool (*deleted)(uint32_t i);
};

/* Articles first .. last but those that but, which may be NULL, says. */
static inline void segment_filled(struct segment_writer *w,
                                  const struct index_recipe *recipe,
                                  uint32_t first, uint32_t last,
                                  bool (*but)(uint32_t i))
{
	struct analyser *a = analyser_new();
	struct doc d;

	doc_init(&d);
	for (uint32_t i = first; i <= last; i++) {
		uint64_t identity[2];
		struct record r;

		if (but != NULL && but(i))
			continue;
		memset(&r, 0, sizeof r);
		recipe->record(i, &r);
		digest128(r.key.p, r.key.len, 0, identity);
		doc_fill(&d, a, &r, identity);
		assert_int_equal(segment_add(w, 0, i, &d, NULL), NX_OK);
	}
	assert_int_equal(segment_finish(w, NULL), NX_OK);
	doc_release(&d);
	analyser_free(a);
}

static inline int64_t index_segment_made(struct store *s,
                                         const struct index_recipe *recipe,
                                         uint32_t first, uint32_t last)
{
	struct segment_options o = { .language = "en",
		                     .positions = recipe->positions };
	struct segment_writer *w = NULL;
	struct buf dir = BUF_INIT;
	int64_t number;

	assert_int_equal(store_segment_new(s, &number, &dir, NULL), NX_OK);
	o.dir = dir.p;
	assert_int_equal(segment_writer_new_bulk(&w, &o, NULL), NX_OK);
	segment_filled(w, recipe, first, last, NULL);
	segment_free(w);
	assert_int_equal(store_segment_sync(s, number, NULL), NX_OK);
	buf_release(&dir);
	return number;
}

static inline void index_delete(const struct store *s, int64_t number,
                                const struct index_recipe *r, uint32_t last)
{
	uint32_t *docid = nx_alloc(last * sizeof *docid);
	struct buf dir = BUF_INIT;
	size_t n = 0;

	for (uint32_t i = 1; i <= last; i++)
		if (r->deleted(i))
			docid[n++] = i;
	store_segment_path(s, number, &dir);
	assert_int_equal(segment_delete(dir.p, docid, n, NULL), NX_OK);
	buf_release(&dir);
	free(docid);
}

/* To be given to index_close. */
static inline struct index *index_made(const struct index_recipe *r)
{
	unsigned segments = r->segments > 0 ? r->segments : 1;
	uint32_t each = r->articles / segments;
	struct index *x = NULL;
	struct store s;

	assert_int_equal(store_open_write(&s, scratch("i"), NULL), NX_OK);
	assert_int_equal(ledger_begin(s.ledger, NULL), NX_OK);
	for (uint32_t k = 0; k < segments; k++) {
		struct ledger_segment seg = { .first = k * each + 1,
			                      .last = (k + 1) * each,
			                      .articles = each };

		seg.number = index_segment_made(&s, r, (uint32_t)seg.first,
		                                (uint32_t)seg.last);
		assert_int_equal(ledger_segment_add(s.ledger, &seg, NULL),
		                 NX_OK);
		if (k == 0 && r->deleted != NULL)
			index_delete(&s, seg.number, r, each);
	}
	assert_int_equal(ledger_commit(s.ledger, NULL), NX_OK);
	assert_int_equal(store_publish(&s, NULL), NX_OK);
	store_close(&s);
	assert_int_equal(index_open(&x, scratch("i"), NULL), NX_OK);
	return x;
}

#endif
