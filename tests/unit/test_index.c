/* What lib/index promises of an index from its making to its reading. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/base/digest.h"
#include "lib/base/limits.h"
#include "lib/index/index.h"
#include "lib/index/posread.h"
#include "lib/index/languages.h"
#include "lib/index/segment.h"
#include "lib/index/store.h"
#include "tests/unit/scratch.h"

static struct slice text(const char *s)
{
	return (struct slice){ s, strlen(s) };
}

static const struct {
	const char *key, *headline, *body, *language;
} articles[] = {
	{ "g:1", "Ferry strike", "Sanctions bite. The U.S. sanctioned two.",
	  "en" },
	{ "g:2", "", "A sanction.\n\nPost-war sanctions.", "en" },
	{ "g:3", "Stille", "Die Häuser am Hafen.", "de" },
	{ "g:4", "Мост", "Мосты города.", "ru" },
};
#define N (sizeof articles / sizeof articles[0])

static void record_of(size_t i, struct record *r)
{
	memset(r, 0, sizeof *r);
	r->key = text(articles[i].key);
	r->part[PART_HEADLINE] = text(articles[i].headline);
	r->part[PART_BODY] = text(articles[i].body);
	r->language = text(articles[i].language);
	r->archive = text("in/news.tar");
	r->published.precision = INSTANT_MONTH;
	assert_true(instant_parse("2019-05", 7, &r->published));
}

/* Write the articles as one segment; its number. */
static int64_t write_segment(struct store *s)
{
	struct segment_options o = { .language = "en" };
	struct segment_writer *w = NULL;
	struct analyser *a = analyser_new();
	struct buf dir = BUF_INIT;
	struct nx_err err = { "" };
	struct record r;
	struct doc d;
	int64_t number;

	doc_init(&d);
	assert_int_equal(store_segment_new(s, &number, &dir, &err), NX_OK);
	o.dir = dir.p;
	assert_int_equal(segment_writer_new_xapian(&w, &o, &err), NX_OK);
	for (size_t i = 0; i < N; i++) {
		uint64_t identity[2];

		record_of(i, &r);
		digest128(r.key.p, r.key.len, 0, identity);
		doc_fill(&d, a, &r, identity);
		assert_int_equal(segment_add(w, 0, (uint32_t)i + 1, &d, &err),
		                 NX_OK);
	}
	assert_int_equal(segment_finish(w, &err), NX_OK);
	segment_free(w);
	assert_int_equal(store_segment_sync(s, number, &err), NX_OK);
	doc_release(&d);
	analyser_free(a);
	buf_release(&dir);
	return number;
}

static void make_index(void)
{
	struct ledger_segment seg = { .first = 1, .last = N };
	struct nx_err err = { "" };
	struct store s;

	assert_int_equal(store_open_write(&s, scratch("i"), &err), NX_OK);
	assert_false(store_has_index(&s));
	assert_int_equal(ledger_begin(s.ledger, &err), NX_OK);
	seg.number = write_segment(&s);
	assert_int_equal(ledger_segment_add(s.ledger, &seg, &err), NX_OK);
	assert_int_equal(ledger_commit(s.ledger, &err), NX_OK);
	assert_int_equal(store_publish(&s, &err), NX_OK);
	assert_true(store_has_index(&s));
	store_close(&s);
}

static struct index *open_made(void)
{
	struct index *x = NULL;
	struct nx_err err = { "" };

	make_index();
	assert_int_equal(index_open(&x, scratch("i"), &err), NX_OK);
	return x;
}

static void test_articles_come_back(void **state)
{
	struct index *x = open_made();
	struct nx_err err = { "" };
	struct record r;
	xap_docid docid;

	(void)state;
	for (size_t i = 0; i < N; i++) {
		assert_int_equal(index_find(x, articles[i].key, 3, &docid, &err),
		                 NX_OK);
		assert_int_equal(index_record(x, docid, &r, &err), NX_OK);
		assert_int_equal(r.part[PART_BODY].len,
		                 strlen(articles[i].body));
		assert_memory_equal(r.part[PART_BODY].p, articles[i].body,
		                    r.part[PART_BODY].len);
	}
	assert_int_equal(index_find(x, "g:9", 3, &docid, &err), NX_NOTFOUND);
	assert_string_equal(index_language(x), "en");
	index_close(x);
}

static void assert_positions(struct index *x, xap_docid docid,
                             const char *term, size_t n, const xap_pos *want)
{
	struct pos_reader *r = pos_reader_new(x);
	struct nx_err err = { "" };
	const uint32_t *v;
	size_t got;

	pos_reader_article(r, docid);
	assert_int_equal(pos_list(pos_reader_term(r, term, strlen(term)), &v,
	                          &got, &err),
	                 NX_OK);
	assert_int_equal(got, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(v[i], want[i]);
	pos_reader_free(r);
}

#define AT(...) (sizeof((xap_pos[]){ __VA_ARGS__ }) / sizeof(xap_pos)), \
	        (const xap_pos[]){ __VA_ARGS__ }

/* Headline at 1, body SEGMENT_GAP behind it; without a headline, at 1. */
static void test_positions(void **state)
{
	struct index *x = open_made();

	(void)state;
	assert_positions(x, 1, "strike", AT(2));
	assert_positions(x, 1, PREFIX_TITLE "strike", AT(2));
	assert_positions(x, 1, "sanctions", AT(2 + SEGMENT_GAP + 1));
	assert_positions(x, 1, "us", AT(2 + SEGMENT_GAP + 4));
	assert_positions(x, 1, PREFIX_CAPS "us", AT(2 + SEGMENT_GAP + 4));
	assert_positions(x, 1, TERM_SENTENCES,
	                 AT(2, 2 + SEGMENT_GAP + 2, 2 + SEGMENT_GAP + 6));
	assert_positions(x, 2, "sanction", AT(2));
	assert_positions(x, 2, PREFIX_JOINED "postwar", AT(3));
	assert_positions(x, 2, TERM_PARAGRAPHS, AT(2, 5));
	index_close(x);
}

struct family {
	char words[256];
	size_t n;
};

static enum nx_status add_word(void *ctx, const char *word, size_t len)
{
	struct family *f = ctx;

	(void)snprintf(f->words + strlen(f->words),
	               sizeof f->words - strlen(f->words), "%.*s ", (int)len,
	               word);
	f->n++;
	return NX_OK;
}

static void assert_family(struct index *x, const char *language,
                          const char *word, size_t n, const char *has)
{
	struct family f = { "", 0 };
	const struct language *l = language_find(language, strlen(language));

	assert_int_equal(index_family(x, l, word, strlen(word), add_word, &f,
	                              NULL),
	                 NX_OK);
	assert_int_equal(f.n, n);
	assert_non_null(strstr(f.words, has));
}

static void test_families(void **state)
{
	struct index *x = open_made();

	(void)state;
	assert_family(x, "en", "sanction", 3, "sanctioned");
	assert_family(x, "en", "sanctions", 3, "sanction ");
	assert_family(x, "en", "sanctioning", 3, "sanctions");
	assert_family(x, "de", "haus", 1, "hauser");
	assert_family(x, "en", "nowhere", 0, "");
	/* Letters that English is not written in: the family in Russian. */
	assert_family(x, "en", "мост", 2, "мосты");
	assert_family(x, "ru", "sanctions", 3, "sanctioned");
	/* Czech has no families, and is not given English ones. */
	assert_family(x, "cs", "sanctions", 1, "sanctions");
	index_close(x);
}

static void count(struct languages *s, const char *code, unsigned n)
{
	while (n-- > 0)
		languages_count(s, text(code));
}

static void test_main_language(void **state)
{
	struct languages s = { .n = 0 };

	(void)state;
	assert_string_equal(languages_main(&s), "en");
	count(&s, "fr", 2);
	assert_string_equal(languages_main(&s), "fr");
	count(&s, "de", 3);
	assert_string_equal(languages_main(&s), "de");
	/* As many: the first by its code. */
	count(&s, "sv", 3);
	assert_string_equal(languages_main(&s), "de");
	/* Words have no families in Japanese. */
	count(&s, "ja", 4);
	assert_string_equal(languages_main(&s), "de");
	/* Under a quarter. */
	count(&s, "", 1);
	assert_string_equal(languages_main(&s), "en");
}

/* A second writer is told who holds the lock, and readers are not disturbed. */
static void test_one_writer(void **state)
{
	struct nx_err err = { "" };
	struct index *x = NULL;
	struct store s;
	int code;
	pid_t pid;

	(void)state;
	make_index();
	assert_int_equal(store_open_write(&s, scratch("i"), &err), NX_OK);
	pid = fork();
	if (pid == 0) {
		struct store other;
		char mine[32];

		(void)snprintf(mine, sizeof mine, "process %ld",
		               (long)getppid());
		_exit(store_open_write(&other, scratch("i"), &err) ==
		                      NX_LOCKED &&
		              strstr(err.msg, mine) != NULL
		              ? 0
		              : 1);
	}
	assert_int_equal(waitpid(pid, &code, 0), pid);
	assert_int_equal(code, 0);
	assert_int_equal(index_open(&x, scratch("i"), &err), NX_OK);
	index_close(x);
	store_close(&s);
}

static bool exists(const char *name)
{
	struct stat st;

	return stat(scratch(name), &st) == 0;
}

/* What a writer leaves that is killed before its commit is swept away; the
 * index is as it was. */
static void test_uncommitted_segment_goes(void **state)
{
	struct nx_err err = { "" };
	struct index *x = NULL;
	struct store s;
	pid_t pid;
	int code;

	(void)state;
	make_index();
	pid = fork();
	if (pid == 0) {
		if (store_open_write(&s, scratch("i"), &err) != NX_OK ||
		    ledger_begin(s.ledger, &err) != NX_OK)
			_exit(1);
		(void)write_segment(&s);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &code, 0), pid);
	assert_int_equal(code, 0);
	assert_true(exists("i/seg/000002"));
	assert_int_equal(index_open(&x, scratch("i"), &err), NX_OK);
	assert_int_equal(index_segments(x), 1);
	index_close(x);
	assert_int_equal(store_open_write(&s, scratch("i"), &err), NX_OK);
	assert_false(exists("i/seg/000002"));
	assert_true(exists("i/seg/000001"));
	store_close(&s);
}

/* Killed between the commit and the stub: the next writer finishes it. */
static void test_publishing_is_repeated(void **state)
{
	struct ledger_segment seg = { .first = 4, .last = 6 };
	struct nx_err err = { "" };
	struct index *x = NULL;
	struct store s;
	pid_t pid;
	int code;

	(void)state;
	make_index();
	pid = fork();
	if (pid == 0) {
		if (store_open_write(&s, scratch("i"), &err) != NX_OK ||
		    ledger_begin(s.ledger, &err) != NX_OK ||
		    ledger_clear(s.ledger, &err) != NX_OK)
			_exit(1);
		seg.number = write_segment(&s);
		_exit(ledger_segment_add(s.ledger, &seg, &err) != NX_OK ||
		      ledger_commit(s.ledger, &err) != NX_OK);
	}
	assert_int_equal(waitpid(pid, &code, 0), pid);
	assert_int_equal(code, 0);
	assert_int_equal(index_open(&x, scratch("i"), &err), NX_OK);
	assert_false(index_outdated(x));
	assert_int_equal(store_open_write(&s, scratch("i"), &err), NX_OK);
	store_close(&s);
	assert_true(index_outdated(x));
	index_close(x);
	assert_false(exists("i/seg/000001"));
	assert_int_equal(index_open(&x, scratch("i"), &err), NX_OK);
	index_close(x);
}

static void test_other_folders_are_refused(void **state)
{
	struct nx_err err = { "" };
	struct index *x = NULL;
	struct store s;
	FILE *f;

	(void)state;
	f = fopen(scratch("thesis.txt"), "w");
	assert_non_null(f);
	fclose(f);
	assert_int_equal(store_open_write(&s, scratch_dir, &err), NX_EXISTS);
	assert_non_null(strstr(err.msg, "thesis.txt"));
	assert_true(exists("thesis.txt"));
	assert_int_equal(index_open(&x, scratch_dir, &err), NX_NOTFOUND);
	assert_null(x);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scratch_make, scratch_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_articles_come_back),
		TEST(test_positions),
		TEST(test_families),
		TEST(test_main_language),
		TEST(test_one_writer),
		TEST(test_uncommitted_segment_goes),
		TEST(test_publishing_is_repeated),
		TEST(test_other_folders_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
