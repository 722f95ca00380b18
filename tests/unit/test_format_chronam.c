/* Chronicling America: the table tests/cases/chronam.case, paths, bids, and the
 * lines of pages. */
#include "tests/unit/corpus_help.h"
#include "tests/unit/mutate.h"

#include "corpus/formats/chronam_page.h"
#include "corpus/formats/ocr_text.h"

extern const struct format format_chronam;

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_chronam, "tests/cases/chronam.case", 4);
}

static const struct {
	const char *archive, *path;
	const char *id; /* NULL where no page is named */
} paths[] = {
	{ "a.tar.bz2", "19160101/sn83030214-ed-1_seq-1.txt",
	  "sn83030214/1916-01-01/ed-1/seq-1" },
	{ "a.tar.bz2", "x/y/19160101/2010218519-ed-11_seq-104.txt",
	  "2010218519/1916-01-01/ed-11/seq-104" },
	{ "a.tar", "b.tgz!19160101/46032385-ed-1_seq-1.txt",
	  "46032385/1916-01-01/ed-1/seq-1" },
	{ "a.tar", "sn83030214/1916/01/31/ed-1/seq-2/ocr.txt",
	  "sn83030214/1916-01-31/ed-1/seq-2" },
	{ "a.tar", "b!sn83030214/1916/01/31/ed-1/seq-2/ocr.xml",
	  "sn83030214/1916-01-31/ed-1/seq-2" },
	{ "/data/sn83030214/1916/01/31/ed-1/seq-2/ocr.txt", "seq-2/ocr.txt",
	  "sn83030214/1916-01-31/ed-1/seq-2" },
	{ "a.tar", "data/sn83030214/00175039223/1916010102/0005.xml",
	  "sn83030214/1916-01-01/ed-2/image-5" },
	{ "a.tar", "19160101/sn83030214-ed-1_seq-.txt", NULL },
	{ "a.tar", "19160101/sn83030214-ed-1_seq-1", NULL },
	{ "a.tar", "19161301/sn83030214-ed-1_seq-1.txt", NULL },
	{ "a.tar", "1916010/sn83030214-ed-1_seq-1.txt", NULL },
	{ "a.tar", "19160101/sn8303021-ed-1_seq-1.txt", NULL },
	{ "a.tar", "19160101/snxx83030214-ed-1_seq-1.txt", NULL },
	{ "a.tar", "sn83030214-ed-1_seq-1.txt", NULL },
	{ "a.tar", "sn83030214/1916/1/31/ed-1/seq-2/ocr.txt", NULL },
	{ "a.tar", "1916/01/31/ed-1/seq-2/ocr.txt", NULL },
	{ "a.tar", "sn83030214/1916/01/31/ed-0/seq-2/ocr.txt", NULL },
	{ "a.tar", "sn83030214/1916/01/31/ed-1/seq-9999999/ocr.txt", NULL },
	{ "a.tar", "sn83030214/1916/02/31/ed-1/seq-2/ocr.txt", NULL },
	{ "a.tar", "", NULL },
	{ NULL, "////", NULL },
};

static void test_paths(void **state)
{
	struct chronam_page page;
	struct article a;

	(void)state;
	article_init(&a);
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		struct member m = { paths[i].archive, paths[i].path, 0 };
		bool found = chronam_page(&m, &page);

		if (found != (paths[i].id != NULL))
			fail_msg("%s", paths[i].path);
		if (!found)
			continue;
		article_clear(&a);
		chronam_identify(&page, &a);
		assert_string_equal(paths[i].id, a.id.p);
	}
	article_release(&a);
}

static void test_bids(void **state)
{
	const struct format *f = &format_chronam;
	const char *path = "19160101/sn83030214-ed-1_seq-1.txt";

	(void)state;
	assert_true(bid_on(f, path, "WARC, or so it reads", 20) > BID_LIKELY);
	assert_true(bid_on(f, path, "a\0b", 3) == BID_NONE);
	assert_true(bid_on(f, path, "", 0) == BID_NONE);
	assert_true(bid_on(f, "19160101/a.txt", "text", 4) == BID_NONE);
	assert_true(bid_on(f, "sn83030214/1916/01/31/ed-1/seq-2/ocr.xml", "<a",
	                   2) == BID_NONE);
}

/* Words of all lines are remembered up to a bound, and found in linear time. */
static void test_many_words(void **state)
{
	struct buf in = BUF_INIT, out = BUF_INIT;

	(void)state;
	buf_adds(&in, "the whole telephone here\n");
	for (int i = 0; i < 700000; i++) {
		buf_adds(&in, "x ");
		for (int k = i; k > 0; k /= 26)
			buf_addc(&in, (char)('a' + k % 26));
		buf_adds(&in, " x\n");
	}
	buf_adds(&in, "and a tele\nphone there");
	ocr_paragraphs(in.p, in.len, &out);
	assert_non_null(strstr(out.p + out.len - 40, "a tele-\nphone there"));
	buf_release(&in);
	buf_release(&out);
}

static void test_mutations(void **state)
{
	(void)state;
	mutate(&format_chronam, "tests/cases/chronam.case", "\n\n-. aZ\xff", 600);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_many_words),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests_name("chronam", tests, NULL, NULL);
}
