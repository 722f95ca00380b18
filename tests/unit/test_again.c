/* What a walk tells besides records: digests, what was mended, what archives
 * count; and that a file read again by itself keeps its identities. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "corpus/checksum.h"
#include "tests/unit/pack.h"
#include "tests/unit/scratch.h"

#define FERRY                                                                  \
	"Ferry crews end their strike\n\nThe crews go back to work on "        \
	"Monday, the harbour office said.\n"
#define TRAM                                                                   \
	"Tram line to open in spring\n\nThe line will run from the station "   \
	"to the market.\n"

struct seen {
	struct walk_archive archive[4]; /* with strings of their own */
	size_t n;
	struct buf out;
	uint32_t mended[REPAIRS];
};

static enum nx_status on_archive(void *ctx, const struct walk_archive *a)
{
	struct seen *s = ctx;

	assert_true(s->n < 4);
	s->archive[s->n++] = (struct walk_archive){
		.path = nx_strdup(a->path),
		.root = nx_strdup(a->root),
		.name = nx_strdup(a->name),
	};
	return NX_OK;
}

static enum nx_status on_member(void *ctx, const struct member *m)
{
	(void)ctx;
	(void)m;
	return NX_OK;
}

static enum nx_status on_article(void *ctx, const struct member *m,
                                 uint64_t record, struct article *a)
{
	struct seen *s = ctx;

	(void)record;
	buf_addf(&s->out, "%s %s\n", m->path, a->key.p);
	return NX_OK;
}

static enum nx_status on_record(void *ctx, const struct member *m,
                                uint64_t record, uint64_t offset,
                                const char *reason)
{
	(void)m;
	(void)record;
	(void)offset;
	buf_addf(&((struct seen *)ctx)->out, "no article: %s\n", reason);
	return NX_OK;
}

static void count(struct seen *s, const uint32_t *mended)
{
	for (unsigned i = 0; i < REPAIRS; i++)
		s->mended[i] += mended[i];
}

static enum nx_status on_member_end(void *ctx, const struct member *m,
                                    const struct member_end *e)
{
	struct seen *s = ctx;

	(void)m;
	count(s, e->mended);
	if (e->sha256 != NULL) {
		buf_add_hex(&s->out, e->sha256, CHECKSUM_BYTES);
		buf_addc(&s->out, '\n');
	}
	return NX_OK;
}

static enum nx_status on_archive_end(void *ctx, const char *path,
                                     const struct walk_archive_end *e)
{
	struct seen *s = ctx;

	(void)path;
	count(s, e->mended);
	if (e->status != NX_OK)
		buf_addf(&s->out, "%s\n", e->reason);
	return NX_OK;
}

static void forget(struct seen *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free((void *)(uintptr_t)s->archive[i].path);
		free((void *)(uintptr_t)s->archive[i].root);
		free((void *)(uintptr_t)s->archive[i].name);
	}
	buf_release(&s->out);
	memset(s, 0, sizeof *s);
}

/* Walk the paths, or, if again, those files. */
static void see(struct seen *s, const char *const *paths,
                const struct walk_archive *again, size_t n)
{
	const struct walk_options o = { .readers = told_readers,
		                        .ahead = 2000 };
	const struct walk_events ev = {
		s,         on_archive, on_member,     on_article,
		on_record, on_record,  on_member_end, on_archive_end,
		NULL,
	};

	memset(s, 0, sizeof *s);
	assert_int_equal(again != NULL ? walk_again(again, n, &o, &ev, NULL)
	                               : walk(paths, &o, &ev, NULL),
	                 NX_OK);
}

static void see_bytes(struct seen *s, const char *name, const void *p,
                      size_t len)
{
	const char *const paths[] = { scratch(name), NULL };

	put_file(paths[0], p, len);
	see(s, paths, NULL, 0);
}

static void put_text(const char *name, const char *text)
{
	put_file(scratch(name), text, strlen(text));
}

static void test_identities_stay(void **state)
{
	char *folder = nx_strdup(scratch("in"));
	char *file = nx_strdup(scratch("x.txt"));
	const char *const paths[] = { folder, file, NULL };
	struct buf all = BUF_INIT;
	struct seen first, s;

	(void)state;
	assert_int_equal(mkdir(scratch("in"), 0777), 0);
	assert_int_equal(mkdir(scratch("in/2019"), 0777), 0);
	put_text("in/2019/a.txt", FERRY);
	put_text("in/b.txt", TRAM);
	put_text("x.txt", FERRY);
	see(&first, paths, NULL, 0);
	assert_int_equal(first.n, 3);
	assert_non_null(strstr(first.out.p, "2019/a.txt text/in:2019/a.txt\n"));
	for (size_t i = 0; i < first.n; i++) {
		see(&s, NULL, &first.archive[i], 1);
		buf_adds(&all, buf_str(&s.out));
		assert_int_equal(s.n, 1);
		assert_string_equal(s.archive[0].root, first.archive[i].root);
		assert_string_equal(s.archive[0].name, first.archive[i].name);
		forget(&s);
	}
	assert_string_equal(all.p, first.out.p);
	see(&s, NULL, first.archive, first.n);
	assert_string_equal(s.out.p, first.out.p);
	forget(&s);
	forget(&first);
	buf_release(&all);
	free(folder);
	free(file);
}

/* As sha256sum has it. */
static void test_digest(void **state)
{
	static const struct packed m[] = {
		{ "a.txt", FERRY, 0, NULL },
		{ .name = NULL },
	};
	struct buf b = BUF_INIT;
	struct seen s;

	(void)state;
	pack(&b, "ustar", "gzip", NULL, m);
	see_bytes(&s, "a.tgz", b.p, b.len);
	assert_string_equal(s.out.p,
	                    "a.txt text/a:a.txt\n"
	                    "ffdb87742e5f86cedd4293398af035af"
	                    "0b64f308d6d88a0fee4e1c4a75d9b6b2\n");
	forget(&s);
	/* What is cut off has none. */
	see_bytes(&s, "b.tgz", b.p, b.len / 2);
	assert_null(strstr(buf_str(&s.out), "ffdb8774"));
	forget(&s);
	buf_release(&b);
}

#define MENDED(s, bit) (s).mended[__builtin_ctz(bit)]

static void test_mended(void **state)
{
	static const char json[] =
	        "{\"url\":\"https://x.example/1\",\"title\":\"a\",\"text\":\"b\"}\n"
	        "{no}\n"
	        "{\"url\":\"https://x.example/2\",\"title\":\"a\",\"text\":\"b\"}\n"
	        "{no}\n";
	static const char csv[] =
	        "title,url,text\n"
	        "Nought,https://x.example/0,\"It ends, as the \"\"others\"\"\"\n"
	        "Half,https://x.example/h,\"It ends, as the \"\"others\"\"\"\n"
	        "One,https://x.example/1,\"it never ends\n"
	        "Two,https://x.example/2,It ends.\n";
	static const char warc[] =
	        "WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 9\r\n\r\n"
	        "ab\r\n\r\n"
	        "WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 2\r\n\r\n"
	        "ab\r\n\r\n";
	struct seen s;

	(void)state;
	see_bytes(&s, "a.jsonl", json, sizeof json - 1);
	assert_int_equal(MENDED(s, REPAIR_JSON), 2);
	assert_int_equal(MENDED(s, REPAIR_CSV), 0);
	forget(&s);
	see_bytes(&s, "a.csv", csv, sizeof csv - 1);
	assert_int_equal(MENDED(s, REPAIR_CSV), 1);
	forget(&s);
	see_bytes(&s, "a.warc", warc, sizeof warc - 1);
	assert_int_equal(MENDED(s, REPAIR_WARC), 1);
	forget(&s);
}

static void test_mended_gzip(void **state)
{
	struct buf b = BUF_INIT;
	struct seen s;
	size_t len;

	(void)state;
	pack_bytes(&b, "gzip", FERRY, strlen(FERRY));
	len = b.len;
	see_bytes(&s, "a.txt.gz", b.p, len - 9);
	assert_int_equal(MENDED(s, REPAIR_GZIP), 1);
	forget(&s);
	buf_adds(&b, "rest");
	see_bytes(&s, "b.txt.gz", b.p, b.len);
	assert_int_equal(MENDED(s, REPAIR_GZIP), 0);
	assert_int_equal(MENDED(s, REPAIR_TRAILING), 1);
	forget(&s);
	buf_release(&b);
}

/* The directory of a zip archive says how many members it has. */
static void test_zip_directory(void **state)
{
	static const struct packed two[] = {
		{ "a.txt", FERRY, 0, NULL },
		{ "b.txt", TRAM, 0, NULL },
		{ .name = NULL },
	};
	struct buf b = BUF_INIT;
	struct seen s;
	char *end;

	(void)state;
	pack(&b, "zip", NULL, NULL, two);
	see_bytes(&s, "a.zip", b.p, b.len);
	assert_null(strstr(s.out.p, "damaged"));
	forget(&s);
	end = memmem(b.p, b.len, "PK\005\006", 4);
	assert_non_null(end);
	end[10] = 3;
	see_bytes(&s, "b.zip", b.p, b.len);
	assert_non_null(strstr(s.out.p, "its directory counts 3 members, 2 "
	                                "were found"));
	assert_non_null(strstr(s.out.p, "b.txt text/b:b.txt"));
	forget(&s);
	buf_release(&b);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scratch_make, scratch_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_identities_stay),
		TEST(test_digest),
		TEST(test_mended),
		TEST(test_mended_gzip),
		TEST(test_zip_directory),
	};

	return told_run("again", tests, sizeof tests / sizeof tests[0],
	                NULL, NULL);
}
