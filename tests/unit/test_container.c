/* What is packed is known by its header, and comes out as far as it is there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "corpus/container.h"
#include "corpus/select.h"
#include "tests/unit/pack.h"

static const char *sniffed(const struct buf *b)
{
	const struct layer *l = layer_sniff(buf_str(b), b->len);

	return l != NULL ? l->name : "leaf";
}

static const struct packed two[] = {
	{ "a.txt", "first\n", 0, NULL },
	{ "b.txt", "second\n", 0, NULL },
	{ .name = NULL },
};

static void test_archives_are_known(void **state)
{
	static const struct {
		const char *format, *name;
	} cases[] = {
		{ "ustar", "tar" }, { "pax", "tar" },  { "gnutar", "tar" },
		{ "v7tar", "tar" }, { "cpio", "cpio" }, { "newc", "cpio" },
		{ "bin", "cpio" },  { "zip", "zip" },   { "7zip", "7z" },
		{ "arbsd", "ar" },  { "iso9660", "iso9660" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf b = BUF_INIT;

		pack(&b, cases[i].format, NULL, NULL, two);
		assert_string_equal(sniffed(&b), cases[i].name);
		b.p[strcmp(cases[i].name, "iso9660") == 0 ? 32769 : 0] ^= 0x20;
		assert_string_equal(sniffed(&b), "leaf");
		buf_release(&b);
	}
}

/* As a machine wrote it whose shorts begin with their high byte. */
static void test_old_cpio(void **state)
{
	static const char header[] = "\x71\xc7\0\1\0\2\x81\xa4\0\0\0\0"
	                             "\0\1\0\0\0\0\0\0\0\6\0\0\0\0"
	                             "a.txt";
	struct buf b = BUF_INIT;

	(void)state;
	buf_set(&b, header, sizeof header);
	assert_string_equal(sniffed(&b), "cpio");
	b.p[6] = '\xf1'; /* no kind of file */
	assert_string_equal(sniffed(&b), "leaf");
	b.p[6] = '\x81';
	b.p[28] = '\0'; /* a name that ends too early */
	assert_string_equal(sniffed(&b), "leaf");
	b.p[28] = 't';
	b.p[21] = 7; /* and one that does not end */
	assert_string_equal(sniffed(&b), "leaf");
	b.len = 27;
	assert_string_equal(sniffed(&b), "leaf");
	buf_release(&b);
}

static const char *const filters[] = { "gzip", "bzip2", "xz",  "lzma",
	                               "lzip", "zstd",  "lz4", "compress" };

static struct byte_source *unpack(struct filter **f, struct memory_source *m,
                                  struct flow *flow, const struct buf *b)
{
	const struct layer *l = layer_sniff(b->p, b->len);

	*flow = (struct flow){ .in = b->len };
	memory_source_init(m, b->p, b->len);
	assert_non_null(l);
	assert_true(l->filter);
	*f = filter_open(l, &m->src, flow);
	return filter_source(*f);
}

/* How many bytes come out that are those of want, and how it ends. */
static size_t give(struct byte_source *src, const char *want, size_t len,
                   enum nx_status *end, struct nx_err *err)
{
	size_t got = 0, n;
	const char *p;

	while ((*end = src->next(src, &p, &n, err)) == NX_OK) {
		assert_true(n > 0 && got + n <= len);
		assert_memory_equal(p, want + got, n);
		got += n;
	}
	return got;
}

/* Text that does not shrink to nothing. */
static char *long_text(size_t len)
{
	char *p = nx_alloc(len);
	uint32_t x = 12345;

	for (size_t i = 0; i < len; i++) {
		x = x * 1664525 + 1013904223;
		p[i] = (char)('a' + (x >> 28));
	}
	return p;
}

#define LONG ((size_t)1 << 20)

static void test_filters_unpack(void **state)
{
	char *text = long_text(LONG);

	(void)state;
	for (size_t i = 0; i < sizeof filters / sizeof filters[0]; i++) {
		struct buf b = BUF_INIT;
		struct memory_source m;
		struct filter *f;
		struct flow flow;
		struct nx_err err = { "" };
		enum nx_status end;
		struct byte_source *src;

		pack_bytes(&b, filters[i], text, LONG);
		assert_string_equal(sniffed(&b), filters[i]);
		src = unpack(&f, &m, &flow, &b);
		assert_int_equal(give(src, text, LONG, &end, &err), LONG);
		assert_int_equal(end, NX_END);
		assert_int_equal(flow.out, LONG);
		filter_close(f);
		buf_release(&b);
	}
	free(text);
}

static void test_cut_streams_give_what_came_before(void **state)
{
	char *text = long_text(LONG);

	(void)state;
	for (size_t i = 0; i < sizeof filters / sizeof filters[0]; i++) {
		struct buf b = BUF_INIT;
		struct memory_source m;
		struct filter *f;
		struct flow flow;
		struct nx_err err = { "" };
		enum nx_status end;
		struct byte_source *src;
		size_t got;

		/* A .Z stream has neither a length nor an end. */
		if (strcmp(filters[i], "compress") == 0)
			continue;
		pack_bytes(&b, filters[i], text, LONG);
		buf_cut(&b, b.len * 3 / 4);
		src = unpack(&f, &m, &flow, &b);
		got = give(src, text, LONG, &end, &err);
		assert_int_equal(end, NX_DAMAGED);
		assert_true(err.msg[0] != '\0');
		/* The blocks of the other two are larger than the text. */
		if (strcmp(filters[i], "bzip2") != 0 &&
		    strcmp(filters[i], "lz4") != 0)
			assert_true(got > LONG / 2);
		filter_close(f);
		buf_release(&b);
	}
	free(text);
}

static void check_gzip(const struct buf *b, const char *want, enum nx_status st,
                       const char *note)
{
	struct memory_source m;
	struct filter *f;
	struct flow flow;
	struct nx_err err = { "" };
	enum nx_status end;
	struct byte_source *src = unpack(&f, &m, &flow, b);

	assert_int_equal(give(src, want, strlen(want), &end, &err),
	                 strlen(want));
	assert_int_equal(end, st);
	assert_string_equal(filter_note(f), note);
	assert_int_equal(err.msg[0] != '\0', st == NX_DAMAGED);
	filter_close(f);
}

#define NOTE "bytes behind the end of the gzip data were ignored"

static void test_gzip_members_and_what_follows_them(void **state)
{
	struct buf b = BUF_INIT;
	size_t one, both;

	(void)state;
	pack_bytes(&b, "gzip", "one ", 4);
	one = b.len;
	pack_bytes(&b, "gzip", "two", 3);
	both = b.len;
	check_gzip(&b, "one two", NX_END, "");
	buf_add(&b, "\0\0\0\0", 4);
	check_gzip(&b, "one two", NX_END, "");
	buf_adds(&b, "left over");
	check_gzip(&b, "one two", NX_END, NOTE);
	buf_cut(&b, both);
	buf_adds(&b, "\x1f\x8c is no gzip");
	check_gzip(&b, "one two", NX_END, NOTE);
	buf_cut(&b, both - 3);
	check_gzip(&b, "one two", NX_DAMAGED, "");
	b.p[one - 7] ^= 1; /* the first member's checksum */
	check_gzip(&b, "one ", NX_DAMAGED, "");
	buf_release(&b);
}

static void test_empty_gzip(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	pack_bytes(&b, "gzip", "", 0);
	check_gzip(&b, "", NX_END, "");
	buf_release(&b);
}

static void test_ratio_is_bounded(void **state)
{
	const size_t len = (size_t)80 << 20;
	char *zeros = nx_zalloc(len);
	struct buf b = BUF_INIT, c = BUF_INIT;
	struct memory_source m;
	struct filter *f, *g;
	struct flow flow;
	struct nx_err err = { "" };
	enum nx_status end;

	(void)state;
	pack_bytes(&b, "gzip", zeros, len);
	pack_bytes(&c, "gzip", b.p, b.len);
	(void)unpack(&f, &m, &flow, &c);
	g = filter_open(layer_sniff(b.p, b.len), filter_source(f), &flow);
	assert_true(give(filter_source(g), zeros, len, &end, &err) <
	            ((size_t)65 << 20));
	assert_int_equal(end, NX_BOUND);
	filter_close(g);
	filter_close(f);
	buf_release(&b);
	buf_release(&c);
	free(zeros);
}

/* Headers that only look like one. */
static void test_leaves(void **state)
{
	static const struct {
		const char *p;
		size_t len;
	} cases[] = {
		{ "", 0 },
		{ "\x1f\x8b\x08", 3 },
		{ "\x1f\x8b\x08\xff ....", 8 },
		{ "BZh9 is a postcode", 18 },
		{ "070707 was the number that they gave to the police in a "
		  "call which came in late at night, and nobody answered it",
		  110 },
		{ "PK is short for it", 18 },
		{ "!<arch> is not", 14 },
		{ "LZIP is a tool", 14 },
		{ "\x1f\x9d", 2 },
	};
	char zeros[1024] = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_null(layer_sniff(cases[i].p, cases[i].len));
	assert_null(layer_sniff(zeros, sizeof zeros));
}

static void check_name(const char *raw, const char *want)
{
	struct buf b = BUF_INIT;

	name_display(raw, &b);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

static void test_names_can_be_shown(void **state)
{
	(void)state;
	check_name("plain.txt", "plain.txt");
	check_name("\xc3\xa9.txt", "\xc3\xa9.txt");
	check_name("\xe9t\xe9.txt", "\xc3\xa9t\xc3\xa9.txt");
	check_name("a\nb\x1b[1m", "a\xef\xbf\xbd"
	                          "b\xef\xbf\xbd[1m");
}

static void test_names_that_are_no_articles(void **state)
{
	static const char *const no[] = {
		"README",          "readme.txt",      "a/b/ReadMe.md",
		"README.fr.txt",   "README-data",     "LICENSE",
		"Licence.html",    "LICENSE-MIT",     "COPYING.LESSER",
		"CHANGES.txt",     "ChangeLog",       "NOTICE",
		"AUTHORS.rst",     "MANIFEST",        "x/SOURCES.md",
		"lewis.dtd",       "news.XSD",        "x.rng",
		"MD5SUMS",         "sha256sums.txt",  "a.tar.sha1",
		"__MACOSX/a.txt",  "a/._b.txt",       ".DS_Store",
		"x/Thumbs.db",     "~$report.docx",   ".git/config",
		"a/.svn/b.txt",    "DTDS/news.txt",   "in.zip!README",
	};
	static const char *const yes[] = {
		"readme-of-the-week-story.txt", "license-plate.txt",
		"changes-at-the-top.txt",       "a.txt",
		"notices.txt",                  "authors-strike.html",
		"cr/a.txt",                     "news.md",
		"manifesto.txt",                "../a.txt",
		"READMENOT.txt",                "sources.txt",
	};

	(void)state;
	for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
		if (select_by_name(no[i]) == NULL)
			fail_msg("%s would be read", no[i]);
	for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
		if (select_by_name(yes[i]) != NULL)
			fail_msg("%s would be skipped", yes[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_archives_are_known),
		cmocka_unit_test(test_old_cpio),
		cmocka_unit_test(test_filters_unpack),
		cmocka_unit_test(test_cut_streams_give_what_came_before),
		cmocka_unit_test(test_gzip_members_and_what_follows_them),
		cmocka_unit_test(test_empty_gzip),
		cmocka_unit_test(test_ratio_is_bounded),
		cmocka_unit_test(test_leaves),
		cmocka_unit_test(test_names_can_be_shown),
		cmocka_unit_test(test_names_that_are_no_articles),
	};

	return cmocka_run_group_tests_name("container", tests, NULL, NULL);
}
