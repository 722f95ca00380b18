/* Positions of rare words: what the reader finds is what went in, in segments of
 * one writer and of several, also for words whose hashes are the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "lib/base/mem.h"
#include "lib/index/posrare.h"
#include "lib/index/posread.h"
#include "lib/index/segment.h"
#include "tests/unit/doc_help.h"
#include "tests/unit/scratch.h"

#define WORD 16
#define PAIRS 4

/* A word stands in an article at up to 3 positions. */
struct standing {
	char word[WORD];
	uint32_t docid, n, pos[3];
};

struct model {
	struct standing *v;
	size_t n, cap;
	uint32_t last; /* docid */
	uint64_t seed;
	bool deleted; /* some are, and may still be in blocks */
};

static uint32_t any(struct model *m, uint32_t below)
{
	m->seed = m->seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((m->seed >> 32) * below >> 32);
}

/* ---- words with one hash -------------------------------------------------- */

struct hashed {
	uint32_t hash, number;
};

static int by_hash(const void *a, const void *b)
{
	const struct hashed *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static void name_of(uint32_t number, char word[WORD])
{
	(void)snprintf(word, WORD, "zz%u", number);
}

/* Pairs of words that have the same hash, n of them at pair[2i], pair[2i + 1]. */
static void find_pairs(char pair[][WORD], size_t n)
{
	enum { TRIED = 300000 };
	struct hashed *v = malloc(TRIED * sizeof *v);
	size_t found = 0;

	assert_non_null(v);
	for (uint32_t i = 0; i < TRIED; i++) {
		char word[WORD];

		name_of(i, word);
		v[i] = (struct hashed){ posrare_hash(word, strlen(word)), i };
	}
	qsort(v, TRIED, sizeof *v, by_hash);
	for (size_t i = 1; i < TRIED && found < n; i++)
		if (v[i].hash == v[i - 1].hash) {
			name_of(v[i - 1].number, pair[2 * found]);
			name_of(v[i].number, pair[2 * found + 1]);
			found++;
		}
	free(v);
	assert_int_equal(found, n);
}

/* ---- articles ------------------------------------------------------------- */

static void stands(struct model *m, struct doc *d, uint32_t docid,
                   const char *word)
{
	struct standing *s;
	uint32_t pos = 1;

	m->v = NX_GROW(m->v, m->n, &m->cap);
	s = &m->v[m->n++];
	(void)snprintf(s->word, WORD, "%s", word);
	s->docid = docid;
	s->n = 1 + any(m, 3);
	for (uint32_t i = 0; i < s->n; i++) {
		pos += 1 + any(m, 5000);
		s->pos[i] = pos;
		doc_extra(d, word, strlen(word), pos, 1);
	}
}

/* Article number i of n: common words, words that a few have, one of its own,
 * and what has no positions. */
static void fill(struct model *m, struct doc *d, size_t i, uint32_t docid,
                 char pair[][WORD])
{
	char word[WORD];

	doc_release(d);
	doc_init(d);
	stands(m, d, docid, "all");
	if (i % 3 == 0)
		stands(m, d, docid, "third");
	for (size_t share = 50; share < 200; share += 10) {
		(void)snprintf(word, sizeof word, "n%zu", share);
		if (i % share == 7)
			stands(m, d, docid, word);
	}
	(void)snprintf(word, sizeof word, "own%u", docid);
	stands(m, d, docid, word);
	/* More than one block. */
	for (size_t k = 0; i % 100 == 5 && k < 700; k++) {
		(void)snprintf(word, sizeof word, "m%ux%zu", docid, k);
		stands(m, d, docid, word);
	}
	/* Those of one hash: both in two articles, and one of them in one. */
	for (size_t k = 0; k < PAIRS; k++) {
		if (i != 20 + k && i != 30 && (k > 0 || i != 10))
			continue;
		stands(m, d, docid, pair[2 * k]);
		if (i != 10)
			stands(m, d, docid, pair[2 * k + 1]);
	}
	(void)snprintf(word, sizeof word, "Q%u", docid);
	doc_extra(d, word, strlen(word), 0, 0);
	doc_extra(d, "Len", 3, 0, 0);
}

static void write_segment(struct model *m, const char *dir, size_t n,
                          bool reference, char pair[][WORD])
{
	const struct segment_options o = { .dir = dir,
		                           .language = "en",
		                           .positions = POSITIONS_BLOCKS,
		                           .threads = 1,
		                           .termlists = true };
	struct record r = { .key = { "test:0", 6 } };
	struct segment_writer *w = NULL;
	struct nx_err err = { "" };
	struct doc d;

	doc_init(&d);
	d.record = &r;
	if ((reference ? segment_writer_new_xapian : segment_writer_new_bulk)(
		    &w, &o, &err) != NX_OK)
		fail_msg("%s", err.msg);
	for (size_t i = 0; i < n; i++) {
		m->last += 1 + any(m, 2);
		fill(m, &d, i, m->last, pair);
		d.record = &r;
		if (segment_add(w, 0, m->last, &d, &err) != NX_OK)
			fail_msg("%s", err.msg);
	}
	if (segment_finish(w, &err) != NX_OK)
		fail_msg("%s", err.msg);
	segment_free(w);
	doc_release(&d);
	m->last += any(m, 3);
}

/* ---- reading -------------------------------------------------------------- */

static int by_word(const void *a, const void *b)
{
	const struct standing *x = a, *y = b;
	int c = strcmp(x->word, y->word);

	return c != 0 ? c : (x->docid > y->docid) - (x->docid < y->docid);
}

static void check_article(struct pos_reader *r, struct pos_term *t,
                          uint32_t docid, const struct standing *s)
{
	const uint32_t *v;
	size_t n = 99, count = 99;
	struct nx_err err = { "" };

	pos_reader_article(r, docid);
	if (docid % 2 == 0) {
		assert_int_equal(pos_count(t, &count, &err), NX_OK);
		assert_int_equal(count, s != NULL ? s->n : 0);
	}
	if (pos_list(t, &v, &n, &err) != NX_OK)
		fail_msg("%s", err.msg);
	assert_int_equal(n, s != NULL ? s->n : 0);
	if (s != NULL)
		assert_memory_equal(v, s->pos, n * sizeof *v);
}

static void check_articles(struct pos_term *t, const struct model *m,
                           const struct standing *s, size_t n)
{
	uint32_t docid[POSBLOCK_ARTICLES], from = 1;
	struct nx_err err = { "" };
	size_t got, at = 0;

	while (pos_articles(t, 0, from, docid, &got, &err) == NX_OK) {
		assert_true(got > 0);
		for (size_t i = 0; i < got; i++) {
			if (m->deleted &&
			    (at == n || docid[i] != s[at].docid))
				continue;
			assert_true(at < n);
			assert_int_equal(docid[i], s[at++].docid);
		}
		from = docid[got - 1] + 1;
	}
	assert_int_equal(at, n);
}

/* A word that stands in s[0 .. n - 1]. */
static void check_word(struct pos_reader *r, struct model *m,
                       const struct standing *s, size_t n)
{
	struct pos_term *t = pos_reader_term(r, s->word, strlen(s->word));

	check_articles(t, m, s, n);
	for (size_t i = 0; i < n; i++) {
		check_article(r, t, s[i].docid, &s[i]);
		if (!m->deleted &&
		    s[i].docid + 1 < (i + 1 < n ? s[i + 1].docid : UINT32_MAX))
			check_article(r, t, s[i].docid + 1, NULL);
	}
	for (int i = 0; i < 5; i++) {
		size_t k = any(m, (uint32_t)n);

		check_article(r, t, s[k].docid, &s[k]);
	}
}

static void check_without(struct pos_reader *r, struct model *m,
                          const char *word)
{
	struct pos_term *t = pos_reader_term(r, word, strlen(word));

	for (uint32_t d = 1; d <= m->last; d += 2)
		check_article(r, t, d, NULL);
}

static void check_by(struct model *m, struct xap_db *db, const char *dir)
{
	struct meta_reader *meta = meta_reader_new(dir, db);
	struct pos_reader *r = pos_reader_of(db, meta, POSITIONS_BLOCKS);
	char word[WORD];

	for (size_t i = 0, n; i < m->n; i += n) {
		for (n = 1; i + n < m->n &&
		            strcmp(m->v[i + n].word, m->v[i].word) == 0;
		     n++)
			;
		check_word(r, m, &m->v[i], n);
	}
	check_without(r, m, "Len");
	check_without(r, m, "nowhere");
	(void)snprintf(word, sizeof word, "Q%u", m->v[0].docid);
	check_without(r, m, word);
	pos_reader_free(r);
	meta_reader_free(meta);
}

static void check(struct model *m, const char *dir)
{
	struct xap_error xe = { "" };
	struct xap_db *db = NULL;
	size_t errors = 1;

	assert_int_equal(xap_check(dir, 0, NULL, NULL, &errors, &xe), XAP_OK);
	assert_int_equal(errors, 0);
	assert_int_equal(xap_db_open(&db, dir, &xe), XAP_OK);
	qsort(m->v, m->n, sizeof *m->v, by_word);
	check_by(m, db, dir);
	check_by(m, db, NULL);
	xap_db_close(db);
}

/* How many entries by article there are. */
static size_t entries(const char *dir)
{
	struct xap_error xe = { "" };
	struct xap_terms *it = NULL;
	struct xap_db *db = NULL;
	size_t n = 0;

	assert_int_equal(xap_db_open(&db, dir, &xe), XAP_OK);
	assert_int_equal(xap_db_metadata_keys(&it, db, POSRARE_PREFIX, 1, &xe),
	                 XAP_OK);
	while (xap_terms_next(it, NULL, &xe) == XAP_OK)
		n++;
	xap_terms_free(it);
	assert_int_equal(xap_db_metadata_keys(&it, db, POSRARE_ALONE, 1, &xe),
	                 XAP_OK);
	while (xap_terms_next(it, NULL, &xe) == XAP_OK)
		n += 1000000;
	xap_terms_free(it);
	xap_db_close(db);
	return n;
}

/* ---- promises ------------------------------------------------------------- */

static void test_one(void **state)
{
	static const size_t n[] = { 1, 255, 256, 700, 3000 };
	char pair[2 * PAIRS][WORD];

	(void)state;
	find_pairs(pair, PAIRS);
	for (size_t i = 0; i < sizeof n / sizeof n[0]; i++) {
		struct model m = { .seed = n[i] };
		char name[8];
		size_t kept;

		(void)snprintf(name, sizeof name, "%zu", n[i]);
		write_segment(&m, scratch(name), n[i], false, pair);
		check(&m, scratch(name));
		kept = entries(scratch(name));
		if (n[i] < POSRARE_SHARE)
			assert_int_equal(kept, 0);
		else
			assert_true(kept % 1000000 >= n[i]);
		/* Words alone are under test. */
		if (n[i] >= 700)
			assert_true(kept >= 1000000);
		free(m.v);
	}
}

static void merge(const char *const *dir, size_t n, const char *into)
{
	struct xap_error xe = { "" };
	struct xap_db *db = NULL;

	assert_int_equal(xap_db_open(&db, dir[0], &xe), XAP_OK);
	for (size_t i = 1; i < n; i++) {
		struct xap_db *other = NULL;

		assert_int_equal(xap_db_open(&other, dir[i], &xe), XAP_OK);
		assert_int_equal(xap_db_add(db, other, &xe), XAP_OK);
		xap_db_close(other);
	}
	if (xap_compact(db, into, XAP_COMPACT_FULL | XAP_COMPACT_NO_RENUMBER, 0,
	                NULL, NULL, &xe) != XAP_OK)
		fail_msg("%s", xe.msg);
	xap_db_close(db);
}

/* Segments with rare words and without, as libxapian merges them. */
static void test_merged(void **state)
{
	static const struct {
		size_t n;
		bool reference;
	} some[] = { { 600, false }, { 40, false },  { 300, true },
		     { 1, false },   { 1000, false }, { 260, false } };
	enum { SOME = sizeof some / sizeof some[0] };
	char pair[2 * PAIRS][WORD], path[SOME][256];
	const char *dir[SOME];
	struct model m = { .seed = 7 };

	(void)state;
	find_pairs(pair, PAIRS);
	for (size_t i = 0; i < SOME; i++) {
		char name[8];

		(void)snprintf(name, sizeof name, "s%zu", i);
		(void)snprintf(path[i], sizeof path[i], "%s", scratch(name));
		dir[i] = path[i];
		write_segment(&m, dir[i], some[i].n, some[i].reference, pair);
	}
	merge(dir, SOME, scratch("merged"));
	check(&m, scratch("merged"));
	free(m.v);
}

/* Every third article is deleted, so that some words are in fewer articles than
 * rare ones may be. */
static void test_deleted(void **state)
{
	char pair[2 * PAIRS][WORD];
	struct model m = { .seed = 9, .deleted = true };
	const char *dir = scratch("d");
	struct xap_writer *w = NULL;
	struct xap_error xe = { "" };
	size_t kept = 0;

	(void)state;
	find_pairs(pair, PAIRS);
	write_segment(&m, dir, 900, false, pair);
	assert_int_equal(xap_writer_open(&w, dir, XAP_OPEN, 0, &xe), XAP_OK);
	for (size_t i = 0; i < m.n; i++) {
		uint32_t docid = m.v[i].docid;
		enum xap_status xs = XAP_OK;

		if (docid % 3 != 0)
			m.v[kept++] = m.v[i];
		else if (i + 1 == m.n || m.v[i + 1].docid != docid)
			xs = xap_writer_delete(w, docid, &xe);
		if (xs != XAP_OK)
			fail_msg("%s", xe.msg);
	}
	m.n = kept;
	assert_int_equal(xap_writer_commit(w, &xe), XAP_OK);
	xap_writer_close(w);
	check(&m, dir);
	free(m.v);
}

static void test_widths(void **state)
{
	(void)state;
	assert_int_equal(posrare_width(0, 0x40000000), 1);
	assert_int_equal(posrare_width(0x40000000, 0x7fffffff), 2);
	assert_int_equal(posrare_width(6, 7), 31);
	assert_int_equal(posrare_number(0x7fffffff, 31), 0x80000000);
	assert_int_equal(posrare_number(0x7fffffff, 1), 2);
	assert_int_equal(posrare_number(0, 1), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_widths),
		cmocka_unit_test_setup_teardown(test_one, scratch_make,
		                                scratch_remove),
		cmocka_unit_test_setup_teardown(test_merged, scratch_make,
		                                scratch_remove),
		cmocka_unit_test_setup_teardown(test_deleted, scratch_make,
		                                scratch_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
