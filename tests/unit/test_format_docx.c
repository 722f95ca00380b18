/* Documents of Word: the table tests/cases/docx.case, packed; archives that are
 * documents and such that are none; damage. */
#include "tests/unit/corpus_help.h"
#include "tests/unit/mutate.h"
#include "tests/unit/packing.h"

#include "corpus/container.h"
#include "corpus/zip_parts.h"

extern const struct format format_docx;

#define TYPES "[Content_Types].xml"
#define BODY \
	"<w:document><w:p><w:r><w:t>A ferry.</w:t></w:r></w:p></w:document>"

static const char core[] =
	"<cp:coreProperties xmlns:cp='c' xmlns:dc='d'><dc:title>Of the "
	"properties</dc:title><dc:creator>Ann Lee</dc:creator>"
	"<dcterms:created>2019-03-07T14:05:00Z</dcterms:created>"
	"</cp:coreProperties>";

static void pack_docx(struct buf *out, const char *body, size_t len)
{
	const struct packed m[] = {
		{ TYPES, "<Types/>", 0, NULL },
		{ "_rels/.rels", "<Relationships/>", 0, NULL },
		{ "docProps/core.xml", core, 0, NULL },
		{ "word/document.xml", body, len, NULL },
		{ "word/footnotes.xml", BODY, 0, NULL },
		{ .name = NULL },
	};

	pack(out, "zip", NULL, NULL, m);
}

/* Packs what it is given and reads that, so that cases can be XML. */
static enum nx_status packed_read(const struct member *m, struct reader *r,
                                  struct sink *sink, struct nx_err *err)
{
	struct buf zip = BUF_INIT;
	struct memory_source src;
	struct reader inner;
	enum nx_status st;
	const char *p;
	size_t len;

	assert_int_equal(reader_all(r, 1 << 20, &p, &len), NX_OK);
	pack_docx(&zip, p, len);
	memory_source_init(&src, zip.p, zip.len);
	reader_init(&inner, &src.src);
	st = format_docx.read(m, &inner, sink, err);
	reader_release(&inner);
	buf_release(&zip);
	return st;
}

static int packed_bid(const struct sniff *s)
{
	(void)s;
	return BID_NONE;
}

static const struct format packed = {
	.name = "docx",
	.bid = packed_bid,
	.read = packed_read,
};

static void test_cases(void **state)
{
	(void)state;
	check_cases(&packed, "tests/cases/docx.case", 4);
}

/* Of an archive whose members are named so: what it is, and who reads it. */
static void check_names(const char *first, const char *second,
                        enum zip_document kind, int bid)
{
	const struct packed m[] = { { first, "x", 0, NULL },
		                    { second, BODY, 0, NULL },
		                    { .name = NULL } };
	struct buf zip = BUF_INIT;

	pack(&zip, "zip", NULL, NULL, m);
	assert_int_equal(zip_document(zip.p, zip.len), kind);
	assert_int_equal(layer_sniff(zip.p, zip.len) == NULL,
	                 kind != ZIP_ARCHIVE);
	assert_int_equal(bid_on(&format_docx, "a.docx", zip.p, zip.len), bid);
	buf_release(&zip);
}

static void test_bids(void **state)
{
	(void)state;
	check_names(TYPES, "word/document.xml", ZIP_OFFICE, BID_CERTAIN);
	check_names("_rels/.rels", "word/document2.xml", ZIP_OFFICE,
	            BID_CERTAIN);
	check_names("word/document.xml", TYPES, ZIP_OFFICE, BID_CERTAIN);
	check_names(TYPES, "xl/workbook.xml", ZIP_OFFICE, BID_NONE);
	check_names("mimetype", "content.xml", ZIP_MIMETYPE, BID_NONE);
	check_names("word/one.txt", "word/two.txt", ZIP_ARCHIVE, BID_NONE);
	check_names("one.docx", "two.docx", ZIP_ARCHIVE, BID_NONE);
	assert_int_equal(bid_on(&format_docx, "a.docx", "word/", 5), BID_NONE);
	assert_int_equal(bid_on(&format_docx, "a.docx", "", 0), BID_NONE);
}

/* Cut off and changed: never more than what is there. */
static void test_damage(void **state)
{
	struct buf zip = BUF_INIT, bad = BUF_INIT;
	struct told t;

	(void)state;
	pack_docx(&zip, BODY, sizeof BODY - 1);
	for (size_t n = 0; n < zip.len; n++) {
		(void)tell(&t, &format_docx, "a.docx", zip.p, n, 4096);
		assert_true(t.articles <= 1);
		buf_release(&t.out);
	}
	for (int i = 0; i < 3000; i++) {
		buf_set(&bad, zip.p, zip.len);
		for (unsigned k = 1 + mutate_roll(8); k > 0; k--)
			bad.p[mutate_roll(bad.len)] = (char)mutate_roll(256);
		(void)bid_on(&format_docx, "a.docx", bad.p, bad.len);
		(void)tell(&t, &format_docx, "a.docx", bad.p, bad.len, 4096);
		buf_release(&t.out);
	}
	buf_release(&bad);
	buf_release(&zip);
}

static void test_mutations(void **state)
{
	(void)state;
	mutate(&packed, "tests/cases/docx.case", "<>/&;\"wpt:= \xff", 100);
}

/* A document inside a document's name, and one of another kind. */
static void test_other(void **state)
{
	const struct packed m[] = { { TYPES, "<Types/>", 0, NULL },
		                    { "xl/workbook.xml", BODY, 0, NULL },
		                    { .name = NULL } };
	struct buf zip = BUF_INIT;
	struct told t;

	(void)state;
	pack(&zip, "zip", NULL, NULL, m);
	assert_int_equal(tell(&t, &format_docx, "a", zip.p, zip.len, 4096),
	                 NX_OK);
	assert_string_equal(t.out.p, "skipped Office document without a text: "
	                             "a table, slides\n");
	buf_release(&t.out);
	buf_release(&zip);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),  cmocka_unit_test(test_bids),
		cmocka_unit_test(test_damage), cmocka_unit_test(test_mutations),
		cmocka_unit_test(test_other),
	};

	return cmocka_run_group_tests_name("docx", tests, NULL, NULL);
}
