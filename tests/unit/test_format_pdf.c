/* PDF, by pdftotext: the table tests/cases/pdf.case, damage; and what happens
 * where that is not installed. */
#include "tests/unit/corpus_help.h"

#include "corpus/child.h"

extern const struct format format_pdf;

#define STR(s) (s), sizeof(s) - 1

static void add_object(struct buf *out, size_t *at, int n, const char *text)
{
	at[n] = out->len;
	buf_addf(out, "%d 0 obj\n%s\nendobj\n", n, text);
}

/* A document of one page with these lines; blank ones part paragraphs. */
static void make_pdf(struct buf *out, const char *text, size_t len)
{
	struct buf page = BUF_INIT, object = BUF_INIT;
	size_t at[7], xref, n;

	buf_adds(&page, "BT /F1 12 Tf 72 740 Td 14 TL\n");
	for (size_t i = 0; i < len; i += n + 1) {
		const char *nl = memchr(text + i, '\n', len - i);

		n = nl != NULL ? (size_t)(nl - text) - i : len - i;
		buf_addf(&page, n > 0 ? "(%.*s) Tj T*\n" : "T* T*%.*s\n",
		         (int)n, text + i);
	}
	buf_adds(&page, "ET");
	buf_addf(&object, "<</Length %zu>>stream\n%s\nendstream", page.len,
	         page.p);
	buf_adds(out, "%PDF-1.4\n");
	add_object(out, at, 1, "<</Type/Catalog/Pages 2 0 R>>");
	add_object(out, at, 2, "<</Type/Pages/Kids[3 0 R]/Count 1>>");
	add_object(out, at, 3,
	           "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 "
	           "0 R/Resources<</Font<</F1 5 0 R>>>>>>");
	add_object(out, at, 4, object.p);
	add_object(out, at, 5,
	           "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding"
	           "/WinAnsiEncoding>>");
	add_object(out, at, 6,
	           "<</Title(Of the properties)/Author(Ann Lee)"
	           "/CreationDate(D:20190307140500+01'00')>>");
	xref = out->len;
	buf_adds(out, "xref\n0 7\n0000000000 65535 f \n");
	for (int i = 1; i < 7; i++)
		buf_addf(out, "%010zu 00000 n \n", at[i]);
	buf_addf(out,
	         "trailer<</Size 7/Root 1 0 R/Info 6 0 R>>\nstartxref\n%zu\n"
	         "%%%%EOF\n",
	         xref);
	buf_release(&object);
	buf_release(&page);
}

/* A row of numbers, the same each time. */
static unsigned roll(unsigned n)
{
	static unsigned seed = 3;

	seed = seed * 1103515245u + 12345u;
	return (seed >> 8) % n;
}

/* Whether the tests can be made here. */
static void need_pdftotext(void)
{
	struct buf path = BUF_INIT;
	bool found = child_find("pdftotext", &path);

	buf_release(&path);
	if (!found)
		skip();
}

/* Makes a PDF of the lines it is given and reads that, so that cases can be
 * text. */
static enum nx_status made_read(const struct member *m, struct reader *r,
                                struct sink *sink, struct nx_err *err)
{
	struct buf pdf = BUF_INIT;
	struct memory_source src;
	struct reader inner;
	enum nx_status st;
	const char *p;
	size_t len;

	assert_int_equal(reader_all(r, 1 << 20, &p, &len), NX_OK);
	make_pdf(&pdf, p, len);
	assert_int_equal(bid_on(&format_pdf, "a", pdf.p, pdf.len), BID_CERTAIN);
	memory_source_init(&src, pdf.p, pdf.len);
	reader_init(&inner, &src.src);
	st = format_pdf.read(m, &inner, sink, err);
	reader_release(&inner);
	buf_release(&pdf);
	return st;
}

static const struct format made = { .name = "pdf", .read = made_read };

static void test_cases(void **state)
{
	(void)state;
	need_pdftotext();
	check_cases(&made, "tests/cases/pdf.case", 3);
}

static void test_unreadable(void **state)
{
	struct told t;

	(void)state;
	need_pdftotext();
	(void)tell(&t, &format_pdf, "a", STR("%PDF-1.4\nnothing\n"), 65536);
	assert_string_equal(t.out.p,
	                    "failed PDF document that pdftotext cannot read\n");
	buf_release(&t.out);
	(void)tell(&t, &format_pdf, "a", STR("%PDF-1.4\n/Encrypt\n"), 65536);
	assert_string_equal(t.out.p, "failed encrypted PDF document\n");
	buf_release(&t.out);
}

/* Some damage; each takes two programs. */
static void test_damage(void **state)
{
	struct buf pdf = BUF_INIT;
	struct told t;

	(void)state;
	need_pdftotext();
	make_pdf(&pdf, STR("A ferry"));
	for (size_t n = pdf.len / 8; n < pdf.len; n += pdf.len / 8) {
		(void)tell(&t, &format_pdf, "a", pdf.p, n, 65536);
		assert_int_equal(t.articles + t.skipped + t.failed, 1);
		buf_release(&t.out);
	}
	for (int i = 0; i < 8; i++) {
		for (int k = 0; k < 8; k++)
			pdf.p[roll((unsigned)pdf.len)] = (char)roll(256);
		(void)tell(&t, &format_pdf, "a", pdf.p, pdf.len, 65536);
		assert_int_equal(t.articles + t.skipped + t.failed, 1);
		buf_release(&t.out);
	}
	buf_release(&pdf);
}

/* Without pdftotext no format bids, and the reason says what to install. */
static void test_not_installed(void **state)
{
	const char pdf[] = "%PDF-1.4\n";
	struct member m = { "a", "a.pdf", 0 };
	struct sniff s = { &m, pdf, sizeof pdf - 1, true };
	const char *why = NULL;
	char *was = getenv("PATH"), *kept = was != NULL ? strdup(was) : NULL;

	(void)state;
	assert_int_equal(setenv("PATH", "", 1), 0);
	assert_int_equal(bid_on(&format_pdf, "a.pdf", STR(pdf)), BID_NONE);
	assert_null(format_choose(&s, &why));
	assert_string_equal(why, "PDF document: install pdftotext "
	                         "(poppler-utils) to read it");
	if (kept != NULL)
		assert_int_equal(setenv("PATH", kept, 1), 0);
	free(kept);
	assert_int_equal(bid_on(&format_pdf, "a", STR("A %PDF-1.4\n")),
	                 BID_NONE);
	assert_int_equal(bid_on(&format_pdf, "a", STR("")), BID_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_unreadable),
		cmocka_unit_test(test_damage),
		cmocka_unit_test(test_not_installed),
	};

	return cmocka_run_group_tests_name("pdf", tests, NULL, NULL);
}
