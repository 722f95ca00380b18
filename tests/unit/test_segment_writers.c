/* Every writer of segments makes of the same articles what the first makes of
 * them, as far as libxapian can tell. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "lib/index/segment.h"
#include "tests/unit/doc_help.h"
#include "tests/unit/dump_help.h"
#include "tests/unit/scratch.h"

typedef enum nx_status writer_new(struct segment_writer **out,
                                  const struct segment_options *o,
                                  struct nx_err *err);

static const struct writer {
	const char *name;
	writer_new *make;
	enum positions_form positions;
	unsigned threads;
	const char *flush; /* articles between libxapian's own flushes */
} writers[] = {
	{ "reference", segment_writer_new_xapian, POSITIONS_XAPIAN, 1, NULL },
	{ "small batches", segment_writer_new_xapian, POSITIONS_XAPIAN, 1,
	  "37" },
	{ "bulk", segment_writer_new_bulk, POSITIONS_XAPIAN, 1, NULL },
	{ "bulk, two threads", segment_writer_new_bulk, POSITIONS_XAPIAN, 2,
	  NULL },
	{ "bulk, three threads", segment_writer_new_bulk, POSITIONS_XAPIAN, 3,
	  NULL },
	{ "blocks", segment_writer_new_bulk, POSITIONS_BLOCKS, 1, NULL },
	{ "blocks, three threads", segment_writer_new_bulk, POSITIONS_BLOCKS, 3,
	  NULL },
	{ "blocks, reference", segment_writer_new_xapian, POSITIONS_BLOCKS, 1,
	  NULL },
	{ "blocks, reference, two threads", segment_writer_new_xapian,
	  POSITIONS_BLOCKS, 2, NULL },
};
#define WRITERS (sizeof writers / sizeof writers[0])

#define THREADS_MAX 3

/* Other articles, for who wants to try more: NEWSIDX_SEED=2 and so on. */
static uint64_t seeded(uint64_t seed)
{
	const char *more = getenv("NEWSIDX_SEED");

	return more != NULL ? seed + 1000 * strtoull(more, NULL, 10) : seed;
}

/* ---- writing ----------------------------------------------------------- */

struct hand {
	pthread_t thread;
	struct segment_writer *w;
	const struct doc_set *set;
	size_t first, end; /* articles */
	unsigned number, threads;
	enum nx_status st;
	struct nx_err err;
};

/* Who adds article i: anybody, now and then the same for a long while. */
static unsigned hand_of(size_t i, unsigned threads)
{
	uint64_t r = i < 200 ? i : 1000 + i / 100;

	return doc_below(&r, threads);
}

static void *add_some(void *arg)
{
	struct hand *h = arg;
	struct doc_maker m;

	doc_maker_init(&m);
	for (size_t i = h->first; h->st == NX_OK && i < h->end; i++) {
		if (hand_of(i, h->threads) != h->number)
			continue;
		doc_make(&m, h->set, i);
		h->st = segment_add(h->w, h->number, h->set->docid[i], &m.doc,
		                    &h->err);
	}
	doc_maker_release(&m);
	return NULL;
}

static void add_all(struct segment_writer *w, const struct doc_set *set,
                    size_t first, size_t end, unsigned threads)
{
	struct hand hand[THREADS_MAX];

	for (unsigned t = 0; t < threads; t++) {
		hand[t] = (struct hand){ .w = w,
			                 .set = set,
			                 .first = first,
			                 .end = end,
			                 .number = t,
			                 .threads = threads };
		assert_int_equal(pthread_create(&hand[t].thread, NULL, add_some,
		                                &hand[t]),
		                 0);
	}
	for (unsigned t = 0; t < threads; t++) {
		assert_int_equal(pthread_join(hand[t].thread, NULL), 0);
		if (hand[t].st != NX_OK)
			fail_msg("%s", hand[t].err.msg);
	}
}

static void is_sound(const char *dir)
{
	struct xap_error xe = { "" };
	size_t errors = 1;

	if (xap_check(dir, 0, NULL, NULL, &errors, &xe) != XAP_OK)
		fail_msg("%s: %s", dir, xe.msg);
	assert_int_equal(errors, 0);
}

static struct xap_db *opened(const char *dir)
{
	struct xap_error xe = { "" };
	struct xap_db *db = NULL;

	if (xap_db_open(&db, dir, &xe) != XAP_OK)
		fail_msg("%s: %s", dir, xe.msg);
	return db;
}

/* Otherwise writers with blocks would be held to nothing. */
static void is_of_form(const char *dir, enum positions_form form)
{
	struct xap_db *db = opened(dir);
	struct xap_error xe;
	struct xap_info i;

	assert_int_equal(xap_db_info(db, &i, &xe), XAP_OK);
	if (form == POSITIONS_BLOCKS)
		assert_false(i.has_positions);
	xap_db_close(db);
}

/* Articles first .. end - 1 as a segment. */
static void write_some(const struct writer *by, const char *dir,
                       const struct doc_set *set, size_t first, size_t end)
{
	const struct segment_options o = { .dir = dir,
		                           .language = "en",
		                           .positions = by->positions,
		                           .threads = by->threads,
		                           .termlists = true };
	struct segment_writer *w = NULL;
	struct nx_err err = { "" };

	if (by->flush != NULL)
		setenv("XAPIAN_FLUSH_THRESHOLD", by->flush, 1);
	if (by->make(&w, &o, &err) != NX_OK)
		fail_msg("%s", err.msg);
	add_all(w, set, first, end, by->threads);
	if (segment_finish(w, &err) != NX_OK)
		fail_msg("%s", err.msg);
	segment_free(w);
	unsetenv("XAPIAN_FLUSH_THRESHOLD");
	is_sound(dir);
	is_of_form(dir, by->positions);
}

/* ---- comparing --------------------------------------------------------- */

/* What no posting stands for is only there where something was deleted. */
static char *dump_of(const char *dir, bool deleted)
{
	const struct dump_options o = { .raw = false };
	struct dumper d;
	char *text = dump_text(dir, &o, &d);

	if (!deleted) {
		assert_int_equal(d.blocks.loaded, d.block_keys);
		assert_int_equal(d.blocks.rare_found, d.rare_words);
	}
	return text;
}

/* Fails, with the first line that differs, unless dir dumps as wanted. */
static void dumps_as(const char *dir, const char *wanted, const char *name,
                     bool deleted)
{
	char *got = dump_of(dir, deleted);
	size_t i = 0, line = 0;

	if (strcmp(got, wanted) == 0) {
		free(got);
		return;
	}
	for (; got[i] == wanted[i]; i++)
		if (got[i] == '\n')
			line = i + 1;
	fail_msg("%s: dumped\n  %.*s\ninstead of\n  %.*s", name,
	         (int)strcspn(got + line, "\n"), got + line,
	         (int)strcspn(wanted + line, "\n"), wanted + line);
}

/* ---- seeking ----------------------------------------------------------- */

/* Seek docids in a list that a walk found to have n, from the start. */
static void seeks(struct xap_db *db, const char *term, const xap_docid *did,
                  size_t n)
{
	uint64_t r = n;

	for (int i = 0; i < 300; i++) {
		xap_docid to = 1 + doc_below(&r, did[n - 1]), at;
		struct xap_postings *it = NULL;
		struct xap_error xe;
		size_t k = 0;

		while (did[k] < to)
			k++;
		assert_int_equal(
			xap_db_postings(&it, db, term, strlen(term), &xe),
			XAP_OK);
		assert_int_equal(xap_postings_skip_to(it, to, &at, &xe),
		                 XAP_OK);
		assert_int_equal(at, did[k]);
		if (++k < n) {
			assert_int_equal(xap_postings_next(it, &at, &xe),
			                 XAP_OK);
			assert_int_equal(at, did[k]);
		}
		xap_postings_free(it);
	}
}

static void seek_in(struct xap_db *db, const char *term)
{
	struct xap_postings *it = NULL;
	struct xap_error xe = { "" };
	xap_docid *did = NULL, at;
	size_t n = 0, cap = 0;

	assert_int_equal(xap_db_postings(&it, db, term, strlen(term), &xe),
	                 XAP_OK);
	while (xap_postings_next(it, &at, &xe) == XAP_OK) {
		did = NX_GROW(did, n, &cap);
		did[n++] = at;
	}
	xap_postings_free(it);
	assert_true(n > 10);
	seeks(db, term, did, n);
	free(did);
}

static void seek_everywhere(const char *dir)
{
	struct xap_db *db = opened(dir);

	seek_in(db, "all");
	seek_in(db, "most");
	seek_in(db, "few");
	seek_in(db, ""); /* all documents */
	xap_db_close(db);
}

/* ---- promises ---------------------------------------------------------- */

/* All writers on the same set. */
static void all_alike(enum doc_kind kind, size_t n, uint64_t seed)
{
	struct doc_set set;
	char *wanted = NULL;

	doc_set_init(&set, kind, n, seeded(seed));
	for (size_t i = 0; i < WRITERS; i++) {
		const char *dir = scratch(writers[i].name);

		write_some(&writers[i], dir, &set, 0, n);
		if (i == 0)
			wanted = dump_of(dir, false);
		else
			dumps_as(dir, wanted, writers[i].name, false);
		if (kind == DOCS_SMALL)
			seek_everywhere(dir);
	}
	free(wanted);
	doc_set_release(&set);
}

static void of_any_articles(void **state)
{
	(void)state;
	all_alike(DOCS_MIXED, 700, 1);
}

/* Lists of postings and of values that go over many chunks. */
static void of_many_articles(void **state)
{
	(void)state;
	all_alike(DOCS_SMALL, 12000, 2);
}

static void of_few_articles(void **state)
{
	(void)state;
	for (size_t n = 0; n < 6; n++) {
		all_alike(DOCS_MIXED, n, 10 + n);
		assert_int_equal(scratch_remove(NULL), 0);
		assert_int_equal(scratch_make(NULL), 0);
	}
}

static void of_repeated_terms(void **state)
{
	(void)state;
	all_alike(DOCS_TWICE, 50, 3);
}

/* Without this all could be alike, and wrong. */
static void a_dump_is_of_what_went_in(void **state)
{
	static const char want[] =
		"# totals\ndocuments 1 last 7 length 8 8 8\n"
		"# terms\n"
		"term Xy\\00\\ff 1 5 5\n  7 5 : 3 300\n"
		"term ferry 1 2 2\n  7 2 : 1 4\n"
		"term strike 1 1 1\n  7 1 : 2\n"
		"# metadata\n"
		"key newsidx:analysis 1\nkey newsidx:format 5\n"
		"key newsidx:language de\nkey newsidx:languages de\n"
		"# synonyms\n"
		" de:strik strike\n"
		"# spellings\n"
		"# columns\n"
		"column a\ncolumn d\n in 7 3\ncolumn k\ncolumn l\n"
		"column p\ncolumn r\ncolumn s\n in 7 Herald\n"
		"# documents\n"
		"document 7 8 3\n has Xy\\00\\ff 5\n has ferry 2\n"
		" has strike 1\n slot 3 a\\00\n data \\01\\06test:0\n"
		"# values\nslot 0 0  \nslot 1 0  \nslot 2 0  \n"
		"slot 3 1 a\\00 a\\00\n in 7 a\\00\nslot 4 0  \n";
	const struct segment_options o = { .dir = scratch("a"),
		                           .language = "de",
		                           .positions = POSITIONS_XAPIAN };
	struct record r = { .key = { "test:0", 6 } };
	struct record by = { .published = { .precision = INSTANT_DAY },
		             .source = { "Herald", 6 } };
	struct segment_writer *w;
	struct nx_err err;
	struct doc d;
	char *got;

	(void)state;
	doc_init(&d);
	d.record = &r;
	column_row_make(&by, &d.columns);
	d.words = 3;
	doc_token(&d, PART_HEADLINE, "ferry", 5, 1);
	doc_token(&d, PART_HEADLINE, "strike", 6, 2);
	doc_token(&d, PART_BODY, "ferry", 5, 1);
	d.base[PART_BODY] = 3;
	doc_extra(&d, "Xy\0\xff", 4, 3, 2);
	doc_extra(&d, "Xy\0\xff", 4, 300, 3);
	buf_set(&d.value[3], "a", 2);
	assert_int_equal(segment_writer_new_xapian(&w, &o, &err), NX_OK);
	assert_int_equal(segment_add(w, 0, 7, &d, &err), NX_OK);
	assert_int_equal(segment_finish(w, &err), NX_OK);
	segment_free(w);
	got = dump_of(o.dir, false);
	got[sizeof want - 1] = '\0';
	assert_string_equal(got, want);
	free(got);
	doc_release(&d);
}

/* ---- afterwards -------------------------------------------------------- */

/* What libxapian's users may do to any database. */
static void write_on(const char *dir, const struct doc_set *set)
{
	struct xap_error xe = { "" };
	struct xap_writer *w = NULL;
	struct xap_doc *doc = NULL;

	assert_int_equal(xap_writer_open(&w, dir, XAP_OPEN, 0, &xe), XAP_OK);
	assert_int_equal(xap_doc_new(&doc, &xe), XAP_OK);
	for (xap_pos pos = 1; pos < 400; pos += 7)
		assert_int_equal(
			xap_doc_add_posting(doc, "ban", 3, pos, 1, &xe),
			XAP_OK);
	xap_doc_set_data(doc, "by hand", 7, &xe);
	xap_doc_set_value(doc, 2, "\xff\xff", 2, &xe);
	for (size_t i = 0; i < set->n; i++) {
		enum xap_status xs = XAP_OK;

		if (i % 5 == 0)
			xs = xap_writer_delete(w, set->docid[i], &xe);
		else if (i % 17 == 0)
			xs = xap_writer_replace(w, set->docid[i], doc, &xe);
		if (xs != XAP_OK)
			fail_msg("%s", xe.msg);
	}
	assert_int_equal(xap_writer_add(w, doc, NULL, &xe), XAP_OK);
	assert_int_equal(xap_writer_commit(w, &xe), XAP_OK);
	xap_doc_free(doc);
	xap_writer_close(w);
	is_sound(dir);
}

static void libxapian_deletes_and_replaces(void **state)
{
	struct doc_set set;
	char *wanted = NULL;

	(void)state;
	doc_set_init(&set, DOCS_MIXED, 600, seeded(4));
	for (size_t i = 0; i < WRITERS; i++) {
		const char *dir = scratch(writers[i].name);

		write_some(&writers[i], dir, &set, 0, set.n);
		write_on(dir, &set);
		if (i == 0)
			wanted = dump_of(dir, true);
		else
			dumps_as(dir, wanted, writers[i].name, true);
	}
	free(wanted);
	doc_set_release(&set);
}

static void merge(const char *a, const char *b, const char *into)
{
	struct xap_error xe = { "" };
	struct xap_db *db = opened(a), *other = opened(b);

	assert_int_equal(xap_db_add(db, other, &xe), XAP_OK);
	if (xap_compact(db, into, XAP_COMPACT_FULL | XAP_COMPACT_NO_RENUMBER, 0,
	                NULL, NULL, &xe) != XAP_OK)
		fail_msg("%s", xe.msg);
	xap_db_close(db);
	xap_db_close(other);
	is_sound(into);
}

/* Two segments merged are what one of all their articles is. */
static void merged(enum doc_kind kind, size_t n, uint64_t seed)
{
	struct doc_set set;
	char *wanted;

	doc_set_init(&set, kind, n, seeded(seed));
	write_some(&writers[0], scratch("whole"), &set, 0, n);
	wanted = dump_of(scratch("whole"), false);
	for (size_t i = 0; i < WRITERS; i++) {
		const struct writer *by = &writers[i];
		/* Also the halves are of different writers. */
		const struct writer *next = &writers[(i + 1) % WRITERS];

		write_some(by, scratch("first"), &set, 0, n / 3);
		write_some(next, scratch("second"), &set, n / 3, n);
		merge(scratch("first"), scratch("second"), scratch("both"));
		dumps_as(scratch("both"), wanted, by->name, false);
		assert_int_equal(scratch_remove(NULL), 0);
		assert_int_equal(scratch_make(NULL), 0);
	}
	free(wanted);
	doc_set_release(&set);
}

static void libxapian_merges(void **state)
{
	(void)state;
	merged(DOCS_MIXED, 200, 5);
	merged(DOCS_SMALL, 3000, 6);
}

#define T(f) cmocka_unit_test_setup_teardown(f, scratch_make, scratch_remove)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		T(a_dump_is_of_what_went_in),
		T(of_any_articles),
		T(of_many_articles),
		T(of_few_articles),
		T(of_repeated_terms),
		T(libxapian_deletes_and_replaces),
		T(libxapian_merges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
