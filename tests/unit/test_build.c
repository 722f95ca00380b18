/* What indexer/build.h promises whatever the number of threads and however
 * little the memory: the same index, the same ledger. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/build.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/index/index.h"
#include "lib/index/store.h"
#include "tests/unit/scratch.h"

#define ARTICLES 45

/* Each third has a newer version further on, each fifth stands twice, each
 * seventh is in another language than it says. */
static void write_archive(const char *path)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	for (unsigned i = 0; i < 2 * ARTICLES; i++) {
		unsigned id = i % ARTICLES;

		if (i >= ARTICLES && id % 3 != 0 && id % 5 != 0)
			continue;
		fprintf(f,
		        "{\"url\":\"https://news.example/%u\",\"title\":"
		        "\"Tram %u\",\"published\":\"2019-05-07\","
		        "\"modified\":\"2019-05-%02u\",\"language\":\"%s\","
		        "\"text\":\"Das Wetter wird schlecht, und der Hafen "
		        "ist zu, denn es ist nicht mehr so warm wie es war: "
		        "Tag %u, Brücke%u.\"}\n",
		        id, id, id % 3 == 0 && i >= ARTICLES ? 9 : 8,
		        id % 7 == 0 ? "ru" : "de",
		        id % 3 == 0 && i >= ARTICLES ? id + 1000 : id, id);
	}
	fprintf(f, "{\"url\": no JSON}\n");
	assert_int_equal(fclose(f), 0);
}

/* ---- an index as text --------------------------------------------------- */

static int by_line(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Append the lines of b to out, sorted. */
static void add_sorted(struct buf *out, struct buf *b)
{
	static char *line[4096];
	size_t n = 0;
	char *nl;

	for (char *p = b->p; p != NULL && (nl = strchr(p, '\n')) != NULL;
	     p = nl + 1) {
		*nl = '\0';
		assert_true(n < sizeof line / sizeof line[0]);
		line[n++] = p;
	}
	qsort(line, n, sizeof line[0], by_line);
	for (size_t i = 0; i < n; i++)
		buf_addf(out, "%s\n", line[i]);
	buf_clear(b);
}

static void add_articles(struct index *x, struct buf *out)
{
	struct xap_postings *it = NULL;
	struct buf lines = BUF_INIT;
	struct xap_error xe;
	struct record r;
	xap_docid did;

	assert_int_equal(xap_db_postings(&it, index_db(x), "", 0, &xe),
	                 XAP_OK);
	while (xap_postings_next(it, &did, &xe) == XAP_OK) {
		assert_int_equal(index_record(x, did, &r, NULL), NX_OK);
		buf_addf(&lines, "%05u %.*s %.*s %.*s %.*s %llu %.*s\n",
		         xap_local_docid(did, index_segments(x)),
		         (int)r.key.len, r.key.p, (int)r.language.len,
		         r.language.p, (int)r.archive.len, r.archive.p,
		         (int)r.member.len, r.member.p,
		         (unsigned long long)r.number,
		         (int)r.part[PART_BODY].len, r.part[PART_BODY].p);
	}
	xap_postings_free(it);
	add_sorted(out, &lines);
	buf_release(&lines);
}

static void add_terms(struct index *x, struct buf *out)
{
	struct xap_terms *it = NULL;
	struct xap_error xe;
	struct xap_str s;
	uint32_t n;

	assert_int_equal(xap_db_terms(&it, index_db(x), "", 0, &xe), XAP_OK);
	while (xap_terms_next(it, &s, &xe) == XAP_OK) {
		assert_int_equal(xap_terms_termfreq(it, &n, &xe), XAP_OK);
		if (s.data[0] != 'Q')
			buf_addf(out, "%.*s %u\n", (int)s.len, s.data, n);
	}
	xap_terms_free(it);
}

static enum nx_status add_row(void *ctx, const struct ledger_row *r)
{
	buf_addf(ctx, "%d %s!%s %s %s %llu %llu %llu %llu %x\n", (int)r->kind,
	         r->archive, r->member != NULL ? r->member : "",
	         outcome_name(r->outcome), r->reason,
	         (unsigned long long)r->record, (unsigned long long)r->offset,
	         (unsigned long long)r->bytes, (unsigned long long)r->indexed,
	         r->repairs);
	return NX_OK;
}

static enum nx_status add_segment(void *ctx, const struct ledger_segment *s)
{
	struct ledger_segment *sum = ctx;

	assert_true(sum->last < s->first);
	sum->last = s->last;
	sum->number++;
	sum->articles += s->articles;
	sum->words += s->words;
	sum->bytes += s->bytes;
	return NX_OK;
}

static void add_ledger(const char *path, struct buf *out)
{
	struct ledger_segment sum = { .last = 0 };
	char *name = nx_format("%s/%s", path, STORE_LEDGER);
	struct ledger *l = NULL;
	uint32_t next;

	assert_int_equal(ledger_open(&l, name, LEDGER_READ, NULL), NX_OK);
	for (enum ledger_filter f = LEDGER_ALL; f <= LEDGER_REPAIRED; f++)
		assert_int_equal(ledger_rows(l, f, NULL, add_row, out, NULL),
		                 NX_OK);
	assert_int_equal(ledger_segments(l, add_segment, &sum, NULL), NX_OK);
	assert_true(sum.number >= 1 && sum.number <= LIMIT_SEGMENTS);
	assert_int_equal(ledger_next_docid(l, &next, NULL), NX_OK);
	buf_addf(out, "next %u\n", next);
	/* Those that were replaced count until their segment is written anew. */
	assert_in_range(sum.articles, ARTICLES, 2 * ARTICLES);
	assert_true(sum.words > sum.articles && sum.bytes > sum.words);
	ledger_close(l);
	free(name);
}

/* The number of segments. */
static size_t describe(const char *path, struct buf *out)
{
	struct index *x = NULL;
	size_t n;

	assert_int_equal(index_open(&x, path, NULL), NX_OK);
	n = index_segments(x);
	buf_addf(out, "%s: %s\n", index_language(x), index_languages(x));
	add_articles(x, out);
	add_terms(x, out);
	index_close(x);
	add_ledger(path, out);
	return n;
}

/* ---- the promises -------------------------------------------------------- */

static size_t build(const char *to, const char *archive, unsigned jobs,
                    uint64_t memory, struct buf *out)
{
	const char *const paths[] = { archive, NULL };
	const struct build_options o = {
		.index = to, .paths = paths, .jobs = jobs, .memory = memory
	};
	struct build_report rep;
	struct nx_err err = { "" };

	assert_int_equal(build_run(&o, &rep, &err), NX_OK);
	assert_int_equal(rep.totals.indexed, ARTICLES);
	assert_int_equal(rep.totals.superseded, ARTICLES / 3);
	assert_int_equal(rep.totals.duplicate, ARTICLES / 5 - ARTICLES / 15);
	assert_int_equal(rep.totals.failed, 1);
	buf_addf(out, "%llu words %llu bytes of text\n",
	         (unsigned long long)rep.words,
	         (unsigned long long)rep.text_bytes);
	return describe(to, out);
}

static void test_the_same_index(void **state)
{
	/* 1: a segment for each article, until they are merged; the others
	 * cut after so many words as libxapian takes memory for. */
	static const struct {
		unsigned jobs;
		uint64_t memory;
	} v[] = { { 1, 0 }, { 2, 0 }, { 4, 0 }, { 7, 0 },
		  { 4, 1 }, { 1, 50000 }, { 7, 80000 } };
	struct buf want = BUF_INIT, got = BUF_INIT;
	char *archive = nx_strdup(scratch("news.jsonl"));
	size_t most = 0, some = 0;

	(void)state;
	write_archive(archive);
	for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
		char name[16];
		size_t n;

		(void)snprintf(name, sizeof name, "idx%zu", i);
		buf_clear(&got);
		n = build(scratch(name), archive, v[i].jobs, v[i].memory,
		          &got);
		if (i == 0)
			buf_set(&want, got.p, got.len);
		assert_string_equal(got.p, want.p);
		assert_int_equal(n == 1, v[i].memory == 0);
		most = n > most ? n : most;
		some += n > 1;
	}
	assert_true(most <= LIMIT_SEGMENTS);
	assert_true(some == 3);
	free(archive);
	buf_release(&want);
	buf_release(&got);
}

/* Live segments are merged with new ones, and what a newer version replaced
 * in them is gone. */
static void test_a_retry_merges(void **state)
{
	const char *idx = scratch("idx"), *archive = scratch("again.jsonl");
	const struct build_options o = {
		.index = idx, .retry = true, .jobs = 2, .memory = 1
	};
	struct buf was = BUF_INIT, is = BUF_INIT;
	struct build_report rep;
	size_t n;

	(void)state;
	write_archive(archive);
	(void)build(idx, archive, 1, 1, &was);
	write_archive(archive);
	for (unsigned i = 0; i < 3; i++) {
		FILE *f = fopen(archive, "a");

		assert_non_null(f);
		for (unsigned k = 0; k < 5; k++)
			fprintf(f,
			        "{\"url\":\"https://news.example/%u%u\","
			        "\"title\":\"Boot\",\"text\":\"Es fährt.\"}\n",
			        i + 800, k);
		fprintf(f,
		        "{\"url\":\"https://news.example/1\",\"title\":\"Tram"
		        "\",\"modified\":\"2020-01-0%u\","
		        "\"text\":\"Neu %u.\"}\n",
		        i + 1, i);
		assert_int_equal(fclose(f), 0);
		assert_int_equal(build_run(&o, &rep, NULL), NX_OK);
		assert_int_equal(rep.added, 6);
		buf_clear(&is);
		n = describe(idx, &is);
		assert_true(n > 1 && n <= LIMIT_SEGMENTS);
		assert_null(strstr(is.p, "Tag 1, "));
		assert_non_null(strstr(is.p, "\nboot "));
	}
	assert_non_null(strstr(is.p, "\nboot 15\n"));
	assert_non_null(strstr(is.p, "Neu 2."));
	assert_null(strstr(is.p, "Neu 1."));
	buf_release(&was);
	buf_release(&is);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_the_same_index,
		                                scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(test_a_retry_merges,
		                                scratch_make, scratch_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
