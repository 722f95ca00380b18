/* Deleting from a segment, whether or not it keeps lists of terms. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/base/digest.h"
#include "lib/index/segment.h"
#include "tests/unit/doc_help.h"
#include "tests/unit/dump_help.h"
#include "tests/unit/scratch.h"

#define N 300

/* ---- articles ------------------------------------------------------------ */

static struct slice slice_in(struct buf *b, const char *s, size_t len)
{
	struct slice at = { b->p + b->len, len };

	buf_add(b, s, len);
	return at;
}

static struct slice sentence(struct buf *b, uint64_t *r, unsigned words)
{
	struct slice s = { b->p + b->len, 0 };
	char word[64];

	for (unsigned i = 0; i < words; i++) {
		buf_add(b, word, doc_word(r, word));
		buf_adds(b, doc_below(r, 9) == 0    ? ". "
		            : doc_below(r, 40) == 0 ? ".\n\n"
		                                    : " ");
	}
	s.len = (size_t)(b->p + b->len - s.p);
	return s;
}

/* Article i, with something in every field now and then. */
static void record_of(size_t i, struct buf *b, struct record *r)
{
	uint64_t seed = i + 1;
	char key[32];
	int n = snprintf(key, sizeof key, "test:%zu", i);

	memset(r, 0, sizeof *r);
	buf_clear(b);
	buf_room(b, 1 << 16);
	r->key = slice_in(b, key, (size_t)n);
	r->part[PART_HEADLINE] = sentence(b, &seed, doc_below(&seed, 8));
	r->part[PART_DECK] = sentence(b, &seed, doc_below(&seed, 3));
	r->part[PART_BODY] = sentence(b, &seed, doc_below(&seed, 400));
	if (i % 2 == 0)
		r->url = slice_in(b, "https://example.org/a", 21);
	if (i % 3 == 0)
		r->source = slice_in(b, "The North Post", 14);
	if (i % 5 == 0)
		r->section = slice_in(b, "World", 5);
	r->language = slice_in(b, "en", 2);
	for (size_t a = 0; a < i % 4; a++)
		r->authors.v[r->authors.n++] = slice_in(b, "A. Writer", 9);
	r->keywords.v[r->keywords.n++] = slice_in(b, "COVID-19", 8);
	if (i % 7 != 0)
		assert_true(instant_parse("2019-05-03", 10, &r->published));
	r->archive = slice_in(b, "in/news.tar", 11);
	r->member = slice_in(b, "a.xml", 5);
}

static void write_segment(const char *dir, bool termlists)
{
	const struct segment_options o = { .dir = dir,
		                           .language = "en",
		                           .positions = POSITIONS_XAPIAN,
		                           .threads = 1,
		                           .termlists = termlists };
	struct analyser *a = analyser_new();
	struct segment_writer *w;
	struct buf b = BUF_INIT;
	struct nx_err err;
	struct record r;
	struct doc d;

	doc_init(&d);
	assert_int_equal(segment_writer_new_bulk(&w, &o, &err), NX_OK);
	for (size_t i = 0; i < N; i++) {
		uint64_t identity[2];

		record_of(i, &b, &r);
		digest128(r.key.p, r.key.len, 0, identity);
		doc_fill(&d, a, &r, identity);
		assert_int_equal(segment_add(w, 0, 10 + (uint32_t)i, &d, &err),
		                 NX_OK);
	}
	assert_int_equal(segment_finish(w, &err), NX_OK);
	segment_free(w);
	doc_release(&d);
	analyser_free(a);
	buf_release(&b);
}

/* ---- looking ------------------------------------------------------------- */

static bool lists_terms(const char *dir, xap_docid did)
{
	struct xap_error xe = { "" };
	struct xap_db *db = NULL;
	struct xap_terms *it = NULL;
	struct xap_doc *doc = NULL;
	struct xap_str term;
	bool lists;

	assert_int_equal(xap_db_open(&db, dir, &xe), XAP_OK);
	assert_int_equal(xap_db_doc(&doc, db, did, &xe), XAP_OK);
	lists = xap_doc_terms(&it, doc, &xe) == XAP_OK &&
	        xap_terms_next(it, &term, &xe) == XAP_OK;
	xap_terms_free(it);
	xap_doc_free(doc);
	xap_db_close(db);
	return lists;
}

static void alike(const char *a, const char *b)
{
	char *x = dump_of_sound(a, true), *y = dump_of_sound(b, true);

	assert_string_equal(x, y);
	free(x);
	free(y);
}

/* ---- promises ------------------------------------------------------------ */

static const uint32_t first[] = { 10, 13, 4711, 12, 13, 309 };
static const uint32_t second[] = { 200, 11, 12 };

static void delete_both(const uint32_t *docid, size_t n)
{
	struct nx_err err = { "" };

	if (segment_delete(scratch("kept"), docid, n, &err) != NX_OK ||
	    segment_delete(scratch("made"), docid, n, &err) != NX_OK)
		fail_msg("%s", err.msg);
	alike(scratch("kept"), scratch("made"));
}

static void lists_are_kept_or_made(void **state)
{
	char *text;

	(void)state;
	write_segment(scratch("kept"), true);
	write_segment(scratch("made"), false);
	assert_true(lists_terms(scratch("kept"), 20));
	assert_false(lists_terms(scratch("made"), 20));
	alike(scratch("kept"), scratch("made"));
	delete_both(first, sizeof first / sizeof *first);
	delete_both(second, sizeof second / sizeof *second);
	delete_both(second, 0);
	assert_true(lists_terms(scratch("kept"), 20));
	assert_false(lists_terms(scratch("made"), 20));
	text = dump_of_sound(scratch("made"), true);
	assert_null(strstr(text, "\ndocument 200 "));
	assert_non_null(strstr(text, "\ndocument 201 "));
	free(text);
}

/* The lists themselves: of every article as libxapian would have it. */
static void made_lists_are_what_kept_ones_are(void **state)
{
	uint32_t all[N];
	char *kept, *none;

	(void)state;
	write_segment(scratch("kept"), true);
	write_segment(scratch("made"), false);
	for (size_t i = 0; i < N; i++)
		all[i] = 10 + (uint32_t)i;
	/* What libxapian deletes by them leaves nothing behind. */
	delete_both(all, N - 1);
	delete_both(all, N);
	kept = dump_of_sound(scratch("kept"), false);
	none = dump_of_sound(scratch("made"), false);
	assert_string_equal(kept, none);
	assert_null(strstr(none, "\nterm "));
	free(kept);
	free(none);
}

/* What a killed process left is removed. */
static void an_old_double_is_removed(void **state)
{
	char path[256];

	(void)state;
	write_segment(scratch("kept"), true);
	write_segment(scratch("made"), false);
	assert_int_equal(mkdir(scratch("made.delete"), 0777), 0);
	(void)snprintf(path, sizeof path, "%s/iamglass",
	               scratch("made.delete"));
	assert_int_equal(symlink("nowhere", path), 0);
	delete_both(first, sizeof first / sizeof *first);
	assert_int_equal(access(scratch("made.delete"), F_OK), -1);
}

/* A disk that is full, at any size of any file: an error, and a segment that
 * is as it was or already without the articles. */
static void failures_leave_it_whole(void **state)
{
	(void)state;
	write_segment(scratch("kept"), true);
	write_segment(scratch("made"), false);
	assert_int_equal(segment_delete(scratch("kept"), first, 6, NULL),
	                 NX_OK);
	for (rlim_t most = 0; most < (rlim_t)1 << 20; most += 24 << 10) {
		pid_t pid = fork();
		int code;

		if (pid == 0) {
			struct rlimit limit = { most, most };

			signal(SIGXFSZ, SIG_IGN);
			if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
				_exit(9);
			_exit(segment_delete(scratch("made"), first, 6, NULL) !=
			      NX_OK);
		}
		assert_int_equal(waitpid(pid, &code, 0), pid);
		assert_true(WIFEXITED(code) && WEXITSTATUS(code) < 9);
		if (most == 0)
			assert_int_equal(WEXITSTATUS(code), 1);
		free(dump_of_sound(scratch("made"), true));
	}
	assert_int_equal(segment_delete(scratch("made"), first, 6, NULL),
	                 NX_OK);
	alike(scratch("kept"), scratch("made"));
}

/* The one that it is made from stays what it is; and another may be made from
 * what was made. */
static void without(bool termlists)
{
	struct nx_err err = { "" };
	char *was, *is;

	write_segment(scratch("kept"), true);
	write_segment(scratch("one"), termlists);
	was = dump_of_sound(scratch("one"), !termlists);
	if (segment_without(scratch("one"), scratch("two"), first, 6, &err) !=
	    NX_OK)
		fail_msg("%s", err.msg);
	is = dump_of_sound(scratch("one"), !termlists);
	assert_string_equal(was, is);
	assert_int_equal(segment_delete(scratch("kept"), first, 6, &err),
	                 NX_OK);
	alike(scratch("kept"), scratch("two"));
	if (segment_without(scratch("two"), scratch("three"), second, 3,
	                    &err) != NX_OK)
		fail_msg("%s", err.msg);
	alike(scratch("kept"), scratch("two"));
	assert_int_equal(segment_delete(scratch("kept"), second, 3, &err),
	                 NX_OK);
	alike(scratch("kept"), scratch("three"));
	assert_int_equal(lists_terms(scratch("three"), 20), termlists);
	free(was);
	free(is);
}

static void without_lists(void **state)
{
	(void)state;
	without(false);
}

static void without_keeping_lists(void **state)
{
	(void)state;
	without(true);
}

/* What was begun and given up is of no consequence. */
static void without_again(void **state)
{
	struct nx_err err = { "" };

	(void)state;
	write_segment(scratch("kept"), true);
	write_segment(scratch("one"), false);
	assert_int_equal(segment_without(scratch("one"), scratch("two"), second,
	                                 3, &err),
	                 NX_OK);
	assert_int_equal(segment_without(scratch("one"), scratch("three"),
	                                 first, 6, &err),
	                 NX_OK);
	alike(scratch("kept"), scratch("one"));
	assert_int_equal(segment_delete(scratch("kept"), first, 6, &err),
	                 NX_OK);
	alike(scratch("kept"), scratch("three"));
}

int main(void)
{
#define IN_SCRATCH(f) \
	cmocka_unit_test_setup_teardown(f, scratch_make, scratch_remove)
	const struct CMUnitTest tests[] = {
		IN_SCRATCH(lists_are_kept_or_made),
		IN_SCRATCH(made_lists_are_what_kept_ones_are),
		IN_SCRATCH(an_old_double_is_removed),
		IN_SCRATCH(failures_leave_it_whole),
		IN_SCRATCH(without_lists),
		IN_SCRATCH(without_keeping_lists),
		IN_SCRATCH(without_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
