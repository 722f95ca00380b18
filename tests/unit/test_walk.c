/* A walk tells every file and every member, in order, whatever they are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/base/limits.h"
#include "tests/unit/pack.h"
#include "tests/unit/scratch.h"

#define FERRY                                                                  \
	"Ferry crews end their strike\n\nThe crews go back to work on "        \
	"Monday, the harbour office said.\n"
#define TRAM                                                                   \
	"Tram line to open in spring\n\nThe line will run from the station "   \
	"to the market.\n"
#define REUTERS                                                                \
	"<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n"                              \
	"<REUTERS TOPICS=\"YES\" LEWISSPLIT=\"TRAIN\" CGISPLIT=\"TRAINING-"    \
	"SET\" OLDID=\"5544\" NEWID=\"1\">\n"                                  \
	"<DATE>26-FEB-1987 15:01:01.79</DATE>\n"                               \
	"<TEXT>&#2;\n<TITLE>WHEAT HARVEST BEGINS</TITLE>\n"                    \
	"<BODY>Farmers began to bring in wheat on Thursday.\n&#3;</BODY>"      \
	"</TEXT>\n</REUTERS>\n"

static const struct packed two[] = {
	{ "a.txt", FERRY, 0, NULL },
	{ "b.txt", TRAM, 0, NULL },
	{ .name = NULL },
};

/* Walk the paths (up to two) and compare what is told, files' folders and
 * sizes left out. */
static void check_with(const char *want, const struct walk_options *o,
                       const char *path, const char *path2)
{
	const char *const paths[] = { path, path2, NULL };
	struct told t = { .out = BUF_INIT };

	assert_int_equal(told_walk(&t, paths, o), NX_OK);
	assert_string_equal(buf_str(&t.out), want);
	buf_release(&t.out);
}

static void check(const char *want, const char *path)
{
	check_with(want, NULL, path, NULL);
}

static const char *put(const char *name, const struct buf *b)
{
	put_file(scratch(name), b->p, b->len);
	return scratch(name);
}

static const char *put_text(const char *name, const char *text)
{
	put_file(scratch(name), text, strlen(text));
	return scratch(name);
}

/* Pack into a file of the test's folder. */
static const char *put_packed(const char *name, const char *format,
                              const char *filter, const struct packed *m)
{
	struct buf b = BUF_INIT;

	pack(&b, format, filter, NULL, m);
	put_file(scratch(name), b.p, b.len);
	buf_release(&b);
	return scratch(name);
}

static void test_plain_and_compressed_files(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	check("[f.txt\n(f.txt\n*text/:f.txt\n)\n]\n",
	      put_text("f.txt", FERRY));
	pack_bytes(&b, "gzip", FERRY, strlen(FERRY));
	check("[g.txt.gz\n(g.txt\n*text/:g.txt\n)\n]\n", put("g.txt.gz", &b));
	buf_release(&b);
	check("[digits\n(digits\n*text/:digits\n)\n]\n",
	      put_text("digits", "070707 was the number\n\nThey dialled it "
	                         "again and again.\n"));
}

#define MEMBERS_OF(x)                                                          \
	"(a.txt\n*text/" x ":a.txt\n)\n(b.txt\n*text/" x ":b.txt\n)\n"

static void test_archives(void **state)
{
	static const struct {
		const char *name, *format, *filter;
	} cases[] = {
		{ "t.tar", "ustar", NULL },  { "t.tgz", "pax", "gzip" },
		{ "t.tbz", "ustar", "bzip2" }, { "t.cpio", "newc", NULL },
		{ "t.zip", "zip", NULL },    { "t.7z", "7zip", NULL },
		{ "t.zst", "gnutar", "zstd" }, { "t.iso", "iso9660", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf want = BUF_INIT;

		buf_addf(&want, "[%s\n%s]\n", cases[i].name, MEMBERS_OF("t"));
		check(want.p, put_packed(cases[i].name, cases[i].format,
		                         cases[i].filter, two));
		buf_release(&want);
	}
}

static void test_two_tars_in_a_row(void **state)
{
	static const struct packed first[] = { { "a.txt", FERRY, 0, NULL },
		                               { .name = NULL } };
	static const struct packed second[] = { { "b.txt", TRAM, 0, NULL },
		                                { .name = NULL } };
	struct buf b = BUF_INIT;

	(void)state;
	pack(&b, "ustar", NULL, NULL, first);
	pack(&b, "ustar", NULL, NULL, second);
	check("[tt.tar\n" MEMBERS_OF("tt") "]\n", put("tt.tar", &b));
	buf_release(&b);
}

static void test_nested(void **state)
{
	struct buf in = BUF_INIT, mid = BUF_INIT;
	struct packed m[] = { { "in.tgz", NULL, 0, NULL },
		              { "c.txt", FERRY, 0, NULL },
		              { .name = NULL } };
	struct packed o[] = { { "mid.tgz", NULL, 0, NULL }, { .name = NULL } };

	(void)state;
	pack(&in, "ustar", "gzip", NULL, two);
	m[0].text = in.p;
	m[0].len = in.len;
	pack(&mid, "ustar", "gzip", NULL, m);
	o[0].text = mid.p;
	o[0].len = mid.len;
	check("[n.zip\n(mid.tgz\n(mid.tgz!in.tgz\n(mid.tgz!in.tgz!a.txt\n"
	      "*text/n:mid.tgz!in.tgz!a.txt\n)\n(mid.tgz!in.tgz!b.txt\n"
	      "*text/n:mid.tgz!in.tgz!b.txt\n)\n)container\n(mid.tgz!c.txt\n"
	      "*text/n:mid.tgz!c.txt\n)\n)container\n]\n",
	      put_packed("n.zip", "zip", NULL, o));
	/* A seekable one inside a stream. */
	buf_clear(&in);
	pack(&in, "zip", NULL, NULL, two);
	o[0] = (struct packed){ "in.zip", in.p, in.len, NULL };
	check("[z.tgz\n(in.zip\n(in.zip!a.txt\n*text/z:in.zip!a.txt\n)\n"
	      "(in.zip!b.txt\n*text/z:in.zip!b.txt\n)\n)container\n]\n",
	      put_packed("z.tgz", "ustar", "gzip", o));
	buf_release(&in);
	buf_release(&mid);
}

static void test_nesting_is_bounded(void **state)
{
	struct packed m[] = { { "in.zip", NULL, 0, NULL }, { .name = NULL } };
	const char *const paths[] = { scratch("deep.zip"), NULL };
	struct buf b = BUF_INIT;
	struct told t = { .out = BUF_INIT };

	(void)state;
	pack(&b, "zip", NULL, NULL, two);
	for (int i = 0; i < LIMIT_NESTING; i++) {
		struct buf o = BUF_INIT;

		m[0].text = b.p;
		m[0].len = b.len;
		pack(&o, "zip", NULL, NULL, m);
		buf_release(&b);
		b = o;
	}
	put_file(paths[0], b.p, b.len);
	assert_int_equal(told_walk(&t, paths, NULL), NX_OK);
	assert_non_null(strstr(t.out.p, ")failed over a bound: nested more "
	                                "than 6 deep\n"));
	assert_int_equal(t.articles, 0);
	buf_release(&b);
	buf_release(&t.out);
}

static void test_what_comes_before_the_damage_is_kept(void **state)
{
	static char noise[200000];
	static const struct packed three[] = {
		{ "a.txt", FERRY, 0, NULL },
		{ "b.txt", TRAM, 0, NULL },
		{ "noise.bin", noise, sizeof noise, NULL },
		{ .name = NULL },
	};
	struct buf b = BUF_INIT;
	uint32_t x = 1;

	(void)state;
	for (size_t i = 0; i < sizeof noise; i++) {
		x = x * 1664525 + 1013904223;
		noise[i] = (char)(x >> 24);
	}
	pack(&b, "ustar", "gzip", NULL, three);
	buf_cut(&b, b.len / 2);
	check("[cut.tgz\n" MEMBERS_OF("cut") "(noise.bin\n)failed unsupported: "
	      "no known format: binary data\n]damaged: gzip data cut off\n",
	      put("cut.tgz", &b));
	buf_clear(&b);
	pack(&b, "ustar", "xz", NULL, three);
	buf_cut(&b, b.len * 3 / 4);
	check("[cut.txz\n" MEMBERS_OF("cut") "(noise.bin\n)failed "
	      "unsupported: no known format: binary data\n]damaged: xz data cut "
	      "off or damaged: Lzma library error:  No progress is possible\n",
	      put("cut.txz", &b));
	buf_clear(&b);
	pack(&b, "zip", NULL, NULL, two);
	buf_cut(&b, b.len - 30);
	check("[cut.zip\n" MEMBERS_OF("cut") "]damaged: zip archive cut off: "
	      "its directory is missing\n",
	      put("cut.zip", &b));
	buf_release(&b);
}

static void test_empty_and_unknown_files(void **state)
{
	static char zeros[300000], noise[70000];
	struct buf b = BUF_INIT;
	uint32_t x = 7;

	(void)state;
	for (size_t i = 0; i < sizeof noise; i++) {
		x = x * 1664525 + 1013904223;
		noise[i] = (char)(x >> 24);
	}
	check("[none\n(none\n)skipped end: empty\n]\n", put_text("none", ""));
	pack_bytes(&b, "gzip", "", 0);
	check("[none.gz\n(none\n)skipped end: empty\n]\n", put("none.gz", &b));
	buf_set(&b, zeros, 10240);
	check("[none.tar\n(none.tar\n)skipped end: empty\n]\n",
	      put("none.tar", &b));
	buf_set(&b, zeros, sizeof zeros);
	check("[zeros\n(zeros\n)failed unsupported: no known format: only zero "
	      "bytes\n]unsupported: no known format: only zero bytes\n",
	      put("zeros", &b));
	buf_set(&b, noise, sizeof noise);
	check("[noise\n(noise\n)failed unsupported: no known format: binary "
	      "data\n]unsupported: no known format: binary data\n",
	      put("noise", &b));
	check("[gone\n]not found: cannot open: No such file or directory\n",
	      scratch("gone"));
	buf_release(&b);
}

/* A zip archive that is a document is no archive, also inside one. */
static void test_documents(void **state)
{
	static const struct packed parts[] = {
		{ "[Content_Types].xml", "<Types/>", 0, NULL },
		{ "word/document.xml",
		  "<w:document><w:p><w:r><w:t>A ferry.</w:t></w:r></w:p>"
		  "</w:document>",
		  0, NULL },
		{ .name = NULL },
	};
	struct packed files[] = { { "d/one.docx", NULL, 0, NULL },
		                  { "d/two.rtf", "{\\rtf1 A tram.}", 0, NULL },
		                  { .name = NULL } };
	struct buf docx = BUF_INIT, zip = BUF_INIT;

	(void)state;
	pack(&docx, "zip", NULL, NULL, parts);
	files[0].text = docx.p;
	files[0].len = docx.len;
	pack(&zip, "zip", NULL, NULL, files);
	check("[one.docx\n(one.docx\n*docx/:one.docx\n)\n]\n",
	      put("one.docx", &docx));
	check("[all.zip\n(d/one.docx\n*docx/all:d/one.docx\n)\n(d/two.rtf\n"
	      "*rtf/all:d/two.rtf\n)\n]\n",
	      put("all.zip", &zip));
	buf_release(&zip);
	buf_release(&docx);
}

static void test_members_that_are_not_read(void **state)
{
	static const struct packed m[] = {
		{ "link.txt", NULL, 0, "a.txt" },
		{ "README", "What this is.\n", 0, NULL },
		{ "p.pdf", "%PDF-1.4\n%...\n", 0, NULL },
		{ "t.parquet", "PAR1....", 0, NULL },
		{ "o.doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", 0, NULL },
		{ "i.png", "\x89PNG\r\n\x1a\n....", 0, NULL },
		{ "empty.txt", "", 0, NULL },
		{ "a.txt", FERRY, 0, NULL },
		{ .name = NULL },
	};
	struct buf b = BUF_INIT;
	char *path = getenv("PATH"), *kept = path != NULL ? strdup(path) : NULL;

	(void)state;
	/* There is no pdftotext. */
	assert_int_equal(setenv("PATH", "", 1), 0);
	check("[m.tar\n(link.txt\n)skipped: symbolic link\n(README\n)skipped: "
	      "README of the archive\n(p.pdf\n)skipped: PDF document: install "
	      "pdftotext (poppler-utils) to read it\n(t.parquet\n)skipped: "
	      "Parquet table: convert it to JSONL first (DuckDB, pandas)\n"
	      "(o.doc\n)skipped: old Office document: convert it to DOCX first "
	      "(LibreOffice)\n(i.png\n)skipped: image\n(empty.txt\n)skipped end: "
	      "empty\n(a.txt\n*text/m:a.txt\n)\n]\n",
	      put_packed("m.tar", "ustar", NULL, m));
	if (kept != NULL)
		assert_int_equal(setenv("PATH", kept, 1), 0);
	free(kept);
	pack(&b, "zip", NULL, "encryption=traditional", two);
	check("[secret.zip\n(a.txt\n)failed unsupported: encrypted\n(b.txt\n)"
	      "failed unsupported: encrypted\n]\n",
	      put("secret.zip", &b));
	buf_release(&b);
}

#define COMPANION                                                              \
	")skipped: plain text beside a collection (companion); --include to "  \
	"read it\n"

static void test_companions(void **state)
{
	static const struct packed before[] = {
		{ "lists.txt", "earn\nacq\n", 0, NULL },
		{ "i.png", "\x89PNG\r\n\x1a\n....", 0, NULL },
		{ "reut.sgm", REUTERS, 0, NULL },
		{ "more.txt", TRAM, 0, NULL },
		{ .name = NULL },
	};
	static const char want[] =
	        "[c.tar\n(lists.txt\n" COMPANION "(i.png\n)skipped: image\n"
	        "(reut.sgm\n*reuters21578:1\n)\n(more.txt\n" COMPANION "]\n";
	const char *const include[] = { "more.txt", NULL };
	const struct walk_options o = { .include = include };

	(void)state;
	check(want, put_packed("c.tar", "ustar", NULL, before));
	check_with("[c.tar\n(lists.txt\n)skipped: not among those to include\n"
	           "(i.png\n)skipped: not among those to include\n(reut.sgm\n)"
	           "skipped: not among those to include\n(more.txt\n"
	           "*text/c:more.txt\n)\n]\n",
	           &o, scratch("c.tar"), NULL);
}

/* With more texts than are held back, they are taken for articles. */
static void test_many_texts_are_a_collection(void **state)
{
	struct packed m[LIMIT_HELD_MEMBERS + 3];
	static char names[LIMIT_HELD_MEMBERS + 1][16];
	const char *const paths[] = { scratch("many.tar"), NULL };
	struct told t = { .out = BUF_INIT };
	size_t i;

	(void)state;
	for (i = 0; i <= LIMIT_HELD_MEMBERS; i++) {
		(void)snprintf(names[i], sizeof names[i], "%03zu.txt", i);
		m[i] = (struct packed){ names[i], FERRY, 0, NULL };
	}
	m[i++] = (struct packed){ "reut.sgm", REUTERS, 0, NULL };
	m[i] = (struct packed){ .name = NULL };
	put_packed("many.tar", "ustar", NULL, m);
	assert_int_equal(told_walk(&t, paths, NULL), NX_OK);
	assert_int_equal(t.articles, LIMIT_HELD_MEMBERS + 2);
	buf_release(&t.out);
}

static void test_folder(void **state)
{
	char dir[300];

	(void)state;
	(void)snprintf(dir, sizeof dir, "%s", scratch("news"));
	assert_int_equal(mkdir(dir, 0755), 0);
	assert_int_equal(mkdir(scratch("news/b"), 0755), 0);
	assert_int_equal(mkdir(scratch("news/.git"), 0755), 0);
	put_text("news/.git/x", "x");
	put_text("news/b/z.txt", FERRY);
	put_text("news/c.txt", TRAM);
	put_text("news/.hidden", "x");
	put_text("news/Readme.md", "x");
	assert_int_equal(symlink("c.txt", scratch("news/l.txt")), 0);
	assert_int_equal(symlink("..", scratch("news/loop")), 0);
	assert_int_equal(symlink("nowhere", scratch("news/lost")), 0);
	assert_int_equal(mkfifo(scratch("news/pipe"), 0644), 0);
	put_packed("news/t.tgz", "ustar", "gzip", two);
	check("[\n(.git/\n)skipped: hidden folder, not entered\n]\n"
	      "[.hidden\n(.hidden\n)skipped: hidden file\n]\n"
	      "[Readme.md\n(Readme.md\n)skipped: README of the archive\n]\n"
	      "[z.txt\n(b/z.txt\n*text/news:b/z.txt\n)\n]\n"
	      "[c.txt\n(c.txt\n*text/news:c.txt\n)\n]\n"
	      "[l.txt\n(l.txt\n*text/news:l.txt\n)\n]\n"
	      "[loop\n(loop\n)skipped: symbolic link to a folder\n]\n"
	      "[lost\n(lost\n)skipped: symbolic link that leads nowhere\n]\n"
	      "[pipe\n(pipe\n)skipped: named pipe\n]\n"
	      "[t.tgz\n" MEMBERS_OF("news:t") "]\n",
	      dir);
	/* A collection among a folder's files makes its texts companions. */
	assert_int_equal(mkdir(scratch("mixed"), 0755), 0);
	put_text("mixed/a.txt", "earn\nacq\n");
	put_text("mixed/r.sgm", REUTERS);
	check("[a.txt\n(a.txt\n" COMPANION "]\n[r.sgm\n(r.sgm\n"
	      "*reuters21578:1\n)\n]\n",
	      scratch("mixed"));
}

/* Behind more files than are looked at to find a collection, one decides by
 * being read; and what is told does not depend on which is read first. */
static void test_many_files(void **state)
{
	struct told one = { .out = BUF_INIT }, more = { .out = BUF_INIT };
	char *dir = nx_strdup(scratch("many"));
	const char *const paths[] = { dir, NULL };
	const unsigned readers = told_readers;
	char name[64];

	(void)state;
	(void)mkdir(dir, 0755);
	for (unsigned i = 0; i < 400; i++) {
		(void)snprintf(name, sizeof name, "many/%03u.%s", i,
		               i < 300 ? "html" : i % 9 == 0 ? "sgm" : "txt");
		put_text(name, i < 300      ? "<html><title>Tram</title><p>It "
		                              "ran into the rain again.</html>"
		               : i % 9 == 0 ? REUTERS
		                            : FERRY);
	}
	told_readers = 0;
	assert_int_equal(told_walk(&one, paths, NULL), NX_OK);
	told_readers = readers;
	assert_int_equal(told_walk(&more, paths, NULL), NX_OK);
	assert_string_equal(one.out.p, more.out.p);
	/* The first sgm is 306. */
	assert_non_null(strstr(one.out.p, "[305.txt\n(305.txt\n*text/"));
	free(dir);
	buf_release(&one.out);
	buf_release(&more.out);
}

static void test_include_and_exclude(void **state)
{
	const char *const a[] = { "a.*", NULL };
	const char *const whole[] = { "*s.tgz!b.txt", NULL };
	struct walk_options o = { .include = a };

	(void)state;
	put_packed("s.tgz", "ustar", "gzip", two);
	check_with("[s.tgz\n(a.txt\n*text/s:a.txt\n)\n(b.txt\n)skipped: not "
	           "among those to include\n]\n",
	           &o, scratch("s.tgz"), NULL);
	o = (struct walk_options){ .exclude = whole };
	check_with("[s.tgz\n(a.txt\n*text/s:a.txt\n)\n(b.txt\n)skipped: "
	           "excluded\n]\n",
	           &o, scratch("s.tgz"), NULL);
}

/* Articles known by their place only must not replace one another. */
static void test_archives_of_one_name(void **state)
{
	struct told t = { .out = BUF_INIT };
	const char *paths[] = { NULL, NULL, NULL };
	const char *first, *second;

	(void)state;
	assert_int_equal(mkdir(scratch("y1"), 0755), 0);
	assert_int_equal(mkdir(scratch("y2"), 0755), 0);
	put_packed("y1/01.tgz", "ustar", "gzip", two);
	put_packed("y2/01.tgz", "ustar", "gzip", two);
	paths[0] = scratch("y1/01.tgz");
	paths[1] = scratch("y2/01.tgz");
	assert_int_equal(told_walk(&t, paths, NULL), NX_OK);
	first = strstr(t.out.p, "y1:01:a.txt\n");
	second = strstr(t.out.p, "y2:01:a.txt\n");
	assert_non_null(first);
	assert_non_null(second);
	assert_int_equal(t.articles, 4);
	buf_release(&t.out);
}

/* A zip archive that comes through a pipe, and names in the C locale. */
static void test_zip_from_a_pipe(void **state)
{
	static const struct packed m[] = {
		{ "\xc3\xbcn/\xe6\x96\xb0.txt", FERRY, 0, NULL },
		{ .name = NULL },
	};
	struct buf b = BUF_INIT;
	char path[40];
	int fd[2];

	(void)state;
	pack(&b, "zip", NULL, NULL, m);
	assert_int_equal(pipe(fd), 0);
	assert_int_equal(write(fd[1], b.p, b.len), (ssize_t)b.len);
	assert_int_equal(close(fd[1]), 0);
	(void)snprintf(path, sizeof path, "/dev/fd/%d", fd[0]);
	{
		const char *const paths[] = { path, NULL };
		struct told t = { .out = BUF_INIT };

		assert_int_equal(told_walk(&t, paths, NULL), NX_OK);
		assert_int_equal(t.articles, 1);
		assert_non_null(
		        strstr(t.out.p, "(\xc3\xbcn/\xe6\x96\xb0.txt\n"));
		buf_release(&t.out);
	}
	assert_int_equal(close(fd[0]), 0);
	buf_release(&b);
}

static void test_a_walk_can_be_stopped(void **state)
{
	struct told t = { .out = BUF_INIT, .stop_after = 1 };
	const char *const paths[] = { scratch("s2.tgz"), scratch("s2.tgz"),
		                      NULL };

	(void)state;
	put_packed("s2.tgz", "ustar", "gzip", two);
	assert_int_equal(told_walk(&t, paths, NULL), NX_INTERRUPTED);
	assert_int_equal(t.articles, 1);
	buf_release(&t.out);
	t = (struct told){ .out = BUF_INIT, .refuse = NX_LOCKED };
	assert_int_equal(told_walk(&t, paths, NULL), NX_LOCKED);
	assert_int_equal(t.articles, 1);
	buf_release(&t.out);
}

static void test_progress_ends_where_the_measure_said(void **state)
{
	const char *const paths[] = { scratch("p.zip"), scratch("p.tgz"), NULL };
	struct told t = { .out = BUF_INIT };
	uint64_t files, bytes;

	(void)state;
	put_packed("p.zip", "zip", NULL, two);
	put_packed("p.tgz", "ustar", "gzip", two);
	walk_measure(paths, &files, &bytes);
	assert_int_equal(files, 2);
	assert_int_equal(told_walk(&t, paths, NULL), NX_OK);
	assert_int_equal(t.consumed, bytes);
	buf_release(&t.out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain_and_compressed_files),
		cmocka_unit_test(test_archives),
		cmocka_unit_test(test_two_tars_in_a_row),
		cmocka_unit_test(test_nested),
		cmocka_unit_test(test_nesting_is_bounded),
		cmocka_unit_test(test_what_comes_before_the_damage_is_kept),
		cmocka_unit_test(test_empty_and_unknown_files),
		cmocka_unit_test(test_documents),
		cmocka_unit_test(test_members_that_are_not_read),
		cmocka_unit_test(test_companions),
		cmocka_unit_test(test_many_texts_are_a_collection),
		cmocka_unit_test(test_folder),
		cmocka_unit_test(test_many_files),
		cmocka_unit_test(test_include_and_exclude),
		cmocka_unit_test(test_archives_of_one_name),
		cmocka_unit_test(test_zip_from_a_pipe),
		cmocka_unit_test(test_a_walk_can_be_stopped),
		cmocka_unit_test(test_progress_ends_where_the_measure_said),
	};

	return told_run("walk", tests, sizeof tests / sizeof tests[0],
	                scratch_make, scratch_remove);
}
