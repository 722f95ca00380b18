/* WARC and ARC: the tables tests/cases/warc.case and arc.case, what is packed,
 * and crawls of gzip members with damage between them. */
#include "tests/unit/corpus_help.h"

#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>

#include "corpus/container.h"
#include "lib/base/limits.h"

extern const struct format format_warc;
extern const struct format format_arc;

#define STR(s) (s), sizeof(s) - 1
#define STORY "Ferry strike enters third day\n\nCrews stayed ashore.\n"

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_warc, "tests/cases/warc.case", 17);
	check_cases(&format_arc, "tests/cases/arc.case", 5);
}

static void test_bids(void **state)
{
	const struct format *w = &format_warc, *a = &format_arc;

	(void)state;
	assert_int_equal(bid_on(w, "a", STR("WARC/1.0\r\n")), BID_CERTAIN);
	assert_int_equal(bid_on(w, "a", STR("WARC/0.18\n")), BID_CERTAIN);
	assert_int_equal(bid_on(w, "a", STR("WARC/1.0 is a format")), BID_NONE);
	assert_int_equal(bid_on(w, "a", STR("WARC/1.")), BID_NONE);
	assert_int_equal(bid_on(w, "a", STR("")), BID_NONE);
	assert_int_equal(bid_on(a, "a",
	                        STR("filedesc://a.arc 0.0.0.0 20010911140000 "
	                            "text/plain 76\n")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(a, "a", STR("filedesc://a.arc\n")), BID_NONE);
	assert_int_equal(bid_on(a, "a", STR("")), BID_NONE);
}

/* Append the bytes as gzip or zstd has them. */
static void pack_bytes(struct buf *b, const char *filter, const char *p,
                       size_t len)
{
	struct archive *a = archive_write_new();
	struct archive_entry *e = archive_entry_new();
	size_t room = len + len / 8 + 65536, used = 0;

	archive_write_set_format_raw(a);
	archive_write_add_filter_by_name(a, filter);
	archive_write_set_bytes_in_last_block(a, 1);
	archive_write_open_memory(a, buf_room(b, room), room, &used);
	archive_entry_set_filetype(e, AE_IFREG);
	assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
	assert_int_equal(archive_write_data(a, p, len), len);
	assert_int_equal(archive_write_close(a), ARCHIVE_OK);
	b->len += used;
	archive_entry_free(e);
	archive_write_free(a);
}

/* A response number n, with CR LF, its body packed as encoding says. */
static void add_response(struct buf *b, unsigned n, const char *encoding,
                         const void *body, size_t len)
{
	struct buf block = BUF_INIT;

	buf_addf(&block,
	         "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
	         "Content-Encoding: %s\r\n\r\n",
	         encoding);
	buf_add(&block, body, len);
	buf_addf(b,
	         "WARC/1.0\r\nWARC-Type: response\r\n"
	         "WARC-Target-URI: http://north.example/n%u\r\n"
	         "WARC-Date: 2019-03-08T11:20:00Z\r\n"
	         "Content-Type: application/http; msgtype=response\r\n"
	         "Content-Length: %zu\r\n\r\n",
	         n, block.len);
	buf_add(b, block.p, block.len);
	buf_adds(b, "\r\n\r\n");
	buf_release(&block);
}

/* STORY as Brotli has it. */
static const unsigned char brotli[] = {
	0x1b, 0x33, 0x00, 0x00, 0x44, 0x37, 0xd7, 0x2d, 0x69, 0x21, 0xbd,
	0x94, 0xc3, 0x4b, 0x17, 0x1c, 0x5c, 0xde, 0xa6, 0x70, 0x6c, 0x4d,
	0x46, 0x19, 0x48, 0x22, 0xb5, 0x9d, 0x7d, 0x28, 0x0d, 0xaa, 0x95,
	0x8f, 0x70, 0x9e, 0x42, 0xdf, 0x54, 0x20, 0x7c, 0xcc, 0xb6, 0xf8,
	0x0b, 0x3c, 0x19, 0xf0, 0x5e, 0x00, 0x97, 0x01,
};

static void test_packed_bodies(void **state)
{
	struct buf b = BUF_INIT, z = BUF_INIT, zz = BUF_INIT;
	unsigned char out[512];
	uLongf n = sizeof out;
	struct told t;

	(void)state;
	pack_bytes(&z, "gzip", STORY, strlen(STORY));
	add_response(&b, 1, "gzip", z.p, z.len);
	pack_bytes(&zz, "gzip", z.p, z.len);
	add_response(&b, 2, "gzip, gzip", zz.p, zz.len);
	buf_clear(&zz);
	pack_bytes(&zz, "zstd", STORY, strlen(STORY));
	add_response(&b, 3, "zstd", zz.p, zz.len);
	assert_int_equal(
		compress(out, &n, (const Bytef *)STORY, (uLong)strlen(STORY)),
		Z_OK);
	add_response(&b, 4, "deflate", out, n);
	add_response(&b, 5, "deflate", out + 2, n - 6);
	add_response(&b, 6, "br", brotli, sizeof brotli);
	add_response(&b, 7, "gzip", z.p, z.len - 12);
	(void)tell(&t, &format_warc, "a.warc", b.p, b.len, 4096);
	assert_int_equal(t.articles, 7);
	for (char *p = t.out.p; (p = strstr(p, "  headline: ")) != NULL; p++)
		assert_int_equal(
			strncmp(p, "  headline: Ferry strike enters", 31), 0);
	assert_non_null(strstr(t.out.p, "partial"));
	buf_release(&t.out);
	buf_release(&b);
	buf_release(&z);
	buf_release(&zz);
}

/* ---- members ---------------------------------------------------------- */

#define RECORDS 40

/* Records that do not pack well, one a member; at[] gets where they begin. */
static void pack_crawl(struct buf *b, size_t *at, bool single)
{
	struct buf all = BUF_INIT;
	unsigned seed = 7;

	for (unsigned n = 0; n < RECORDS; n++) {
		struct buf body = BUF_INIT;

		buf_adds(&body, STORY);
		for (int k = 0; k < 600; k++) {
			seed = seed * 1103515245u + 12345u;
			buf_addf(&body, "%s%x", k % 9 == 0 ? "\n" : " ",
			         seed >> 8);
		}
		at[n] = b->len;
		add_response(&all, n, "identity", body.p, body.len);
		if (!single) {
			pack_bytes(b, "gzip", all.p, all.len);
			buf_clear(&all);
		}
		buf_release(&body);
	}
	at[RECORDS] = b->len;
	if (single)
		pack_bytes(b, "gzip", all.p, all.len);
	buf_release(&all);
}

/* Unpack and read it; how the unpacking ended. */
static enum nx_status read_packed(const struct buf *b, struct told *t)
{
	struct memory_source m;
	struct flow flow = { .in = b->len };
	struct filter *f;
	struct reader r;
	const char *p;
	size_t n;
	enum nx_status st;
	struct buf plain = BUF_INIT;

	memory_source_init(&m, b->p, b->len);
	f = filter_open(layer_sniff(b->p, b->len), &m.src, &flow);
	reader_init(&r, filter_source(f));
	while ((n = reader_peek(&r, 1, &p)) > 0) {
		buf_add(&plain, p, n);
		reader_take(&r, n);
	}
	st = reader_status(&r, NULL);
	reader_release(&r);
	filter_close(f);
	(void)tell(t, &format_warc, "a.warc", buf_str(&plain), plain.len, 9999);
	buf_release(&plain);
	return st;
}

static bool has(const struct told *t, unsigned n)
{
	char line[64];

	(void)snprintf(line, sizeof line, "url: http://north.example/n%u\n", n);
	return strstr(buf_str(&t->out), line) != NULL;
}

static void test_members(void **state)
{
	struct buf b = BUF_INIT;
	size_t at[RECORDS + 1];
	struct told t;

	(void)state;
	for (int single = 0; single < 2; single++) {
		buf_clear(&b);
		pack_crawl(&b, at, single == 1);
		assert_int_equal(read_packed(&b, &t), NX_OK);
		assert_int_equal(t.articles, RECORDS);
		assert_int_equal(t.skipped + t.failed, 0);
		buf_release(&t.out);
	}
	buf_release(&b);
}

/* Wherever a member is damaged, all others are read. */
/* A server may name a charset for what has none: the bytes of a document stay
 * as they are. */
static void test_document(void **state)
{
	static const char body[] = "HTTP/1.1 200 OK\nContent-Type: application"
				   "/rtf;charset=ISO-8859-1\n\n{\\rtf1\\ansi"
				   "\\ansicpg1251 Ferry\\par \xcf\xe0\xf0\xee\xec"
				   "\\par}";
	struct buf b = BUF_INIT;
	struct told t;

	(void)state;
	buf_addf(&b,
	         "WARC/1.0\nWARC-Type: response\nWARC-Target-URI: "
	         "http://north.example/a\nContent-Length: %zu\n\n",
	         sizeof body - 1);
	buf_add(&b, body, sizeof body - 1);
	buf_adds(&b, "\n\n");
	assert_int_equal(tell(&t, &format_warc, "a", b.p, b.len, SIZE_MAX),
	                 NX_OK);
	if (strstr(buf_str(&t.out), "\u041f\u0430\u0440\u043e\u043c") == NULL)
		fail_msg("%s", buf_str(&t.out));
	buf_release(&t.out);
	buf_release(&b);
}

static void test_damage_within(void **state)
{
	struct buf good = BUF_INIT;
	size_t at[RECORDS + 1];

	(void)state;
	pack_crawl(&good, at, false);
	for (unsigned k = 0; k < 60; k++) {
		unsigned hit = 1 + k % (RECORDS - 2);
		size_t len = at[hit + 1] - at[hit];
		struct buf b = BUF_INIT;
		struct told t;

		buf_add(&b, good.p, good.len);
		memset(b.p + at[hit] + 20 + len * k / 64, 0xa5 + (int)k,
		       k % 3 == 0 ? 1 : 16);
		assert_int_equal(read_packed(&b, &t), NX_DAMAGED);
		for (unsigned n = 0; n < RECORDS; n++)
			if (n != hit && !has(&t, n))
				fail_msg("damage %u in %u costs %u", k, hit, n);
		buf_release(&t.out);
		buf_release(&b);
	}
	buf_release(&good);
}

/* Bytes that are gone, or others between members, cost what they hit. */
static void test_damage_between(void **state)
{
	struct buf good = BUF_INIT, b = BUF_INIT;
	size_t at[RECORDS + 1];
	struct told t;

	(void)state;
	pack_crawl(&good, at, false);
	buf_add(&b, good.p, at[3] + 100);
	buf_add(&b, good.p + at[6] - 50, at[9] - at[6] + 50);
	buf_adds(&b, "what the disk held here");
	buf_add(&b, good.p + at[9], good.len - at[9]);
	assert_int_equal(read_packed(&b, &t), NX_DAMAGED);
	for (unsigned n = 0; n < RECORDS; n++)
		if ((n < 3 || n > 5) && !has(&t, n))
			fail_msg("%u is lost", n);
	assert_false(has(&t, 4));
	buf_release(&t.out);
	buf_cut(&good, at[RECORDS - 1] + 200);
	assert_int_equal(read_packed(&good, &t), NX_DAMAGED);
	assert_true(has(&t, RECORDS - 2));
	buf_release(&t.out);
	buf_release(&good);
	buf_release(&b);
}

/* What is longer than a record may be is passed, and the next one read. */
static void test_overlong(void **state)
{
	struct buf b = BUF_INIT;
	struct told t;

	(void)state;
	buf_adds(&b, "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: "
	             "999999999999\r\n\r\nHTTP/1.1 200 OK\r\n"
	             "Content-Type: text/plain\r\n\r\nwords\r\n\r\n");
	add_response(&b, 2, "identity", STR(STORY));
	(void)tell(&t, &format_warc, "a.warc", b.p, b.len, SIZE_MAX);
	assert_int_equal(t.articles, 1);
	assert_non_null(strstr(t.out.p, "failed longer than a record may be"));
	buf_release(&t.out);
	buf_release(&b);
}

static unsigned seed = 5;

static unsigned roll(unsigned n)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % n;
}

/* The cases with bytes of them changed, lost and doubled. */
static void mutate(const struct format *f, const char *path)
{
	static const char marks[] = "<>/&;:019 W\n\r\xff";
	char *all = read_cases(path);
	size_t len = strlen(all);

	for (int k = 0; k < 300; k++) {
		struct buf b = BUF_INIT;
		struct told t;
		size_t from = roll((unsigned)len), to = from;

		to += roll((unsigned)(len - from)) / (1 + roll(20));
		buf_add(&b, all, from);
		buf_add(&b, all + to, len - to);
		for (unsigned n = roll(40); n > 0 && b.len > 0; n--)
			b.p[roll((unsigned)b.len)] =
				marks[roll(sizeof marks - 1)];
		(void)tell(&t, f, "a", buf_str(&b), b.len, 1 + roll(5000));
		buf_release(&t.out);
		buf_release(&b);
	}
	free(all);
}

static void test_mutations(void **state)
{
	(void)state;
	mutate(&format_warc, "tests/cases/warc.case");
	mutate(&format_arc, "tests/cases/arc.case");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_packed_bodies),
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_document),
		cmocka_unit_test(test_damage_within),
		cmocka_unit_test(test_damage_between),
		cmocka_unit_test(test_overlong),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
