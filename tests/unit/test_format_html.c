/* Web pages: the table tests/cases/html.case, bids, and hostile pages. */
#include "tests/unit/corpus_help.h"

#include "corpus/formats/html_names.h"
#include "lib/base/limits.h"

extern const struct format format_html;

#define STR(s) (s), sizeof(s) - 1

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_html, "tests/cases/html.case", 30);
}

static void test_bids(void **state)
{
	const struct format *f = &format_html;

	(void)state;
	assert_int_equal(bid_on(f, "a", STR(" \n<!DOCTYPE HTML PUBLIC x>")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("\xef\xbb\xbf<html>")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("<!-- saved --><html>")),
	                 BID_LIKELY);
	assert_int_equal(bid_on(f, "a", STR("<body><p>")), BID_LIKELY);
	assert_int_equal(bid_on(f, "a.htm", STR("<p>x</p>")), BID_NAME);
	assert_int_equal(bid_on(f, "a.xml", STR("<p>x</p>")), BID_NONE);
	assert_int_equal(bid_on(f, "a.html", STR("A text about <html>")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a.html", STR("<?xml version='1.0'?><r/>")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("")), BID_NONE);
}

/* The name in html_names that s is taken for, or "". */
static const char *name_in(const char *s)
{
	struct html_found f = { .beside = html_names_n };

	html_names_find(s, &f);
	return f.beside < html_names_n ? html_names[f.beside].name : "";
}

static void test_names(void **state)
{
	(void)state;
	assert_string_equal(name_in("site-nav"), "nav");
	assert_string_equal(name_in("siteNav x"), "nav");
	assert_string_equal(name_in("nav2"), "nav");
	assert_string_equal(name_in("x side_bar"), "sidebar");
	assert_string_equal(name_in("post-meta"), "postmeta");
	assert_string_equal(name_in("navy"), "");
	assert_string_equal(name_in("unav"), "");
	assert_string_equal(name_in("side x bar"), "");
	assert_string_equal(name_in("side bar"), "");
	assert_string_equal(name_in(""), "");
	assert_string_equal(name_in(NULL), "");
}

/* A page tells how it is laid out, or in which state it is. */
static void test_names_about(void **state)
{
	(void)state;
	assert_string_equal(name_in("layout-no-sidebar"), "");
	assert_string_equal(name_in("withComments"), "");
	assert_string_equal(name_in("with comments"), "comments");
	assert_string_equal(name_in("with-comments"), "");
	assert_string_equal(name_in("label-hidden"), "");
	assert_string_equal(name_in("label hidden"), "hidden");
	assert_string_equal(name_in("hidden"), "hidden");
}

static void test_names_body(void **state)
{
	struct html_found f = { .beside = html_names_n };

	(void)state;
	html_names_find("article x body", &f);
	assert_false(f.body);
	html_names_find("x article-bodyText", &f);
	assert_true(f.body);
	assert_int_equal(f.beside, html_names_n);
}

static void test_names_sorted(void **state)
{
	(void)state;
	assert_true(html_names_n <= HTML_NAMES_MAX);
	for (size_t i = 1; i < html_names_n; i++)
		assert_true(strcmp(html_names[i - 1].name,
		                   html_names[i].name) < 0);
	for (size_t i = 0; i < html_names_n; i++) {
		struct html_found f = { .beside = html_names_n };

		html_names_find(html_names[i].name, &f);
		assert_true(f.body || f.author || f.date || f.beside == i);
	}
}

/* p, n times. */
static void many(struct buf *b, const char *p, size_t n)
{
	while (n-- > 0)
		buf_adds(b, p);
}

/* Each costs a bounded time, and leaves what stands before it. */
static void test_hostile(void **state)
{
	static const char *const floods[] = {
		"<div>", "<a>", "<b><p>", "<!--", "<script>", "</x>", "<x a='",
		"<a b=\"", "<table><tr><td>", "&amp;", "&#", "<br>", "<",
		"<script type=\"application/ld+json\">[</script>",
		"<meta name=a content=b>", "<p class=\"aA-aA-aA-aA-aA\">x",
		"<article><h1>", "<figure><tr>", "<header>", "<h2>Read more",
	};
	(void)state;
	for (size_t k = 0; k < sizeof floods / sizeof *floods; k++) {
		struct buf b = BUF_INIT;
		struct told t;

		buf_adds(&b, "<html><head><meta property=og:type "
			     "content=article><title>Ferry</title><body>"
			     "<p>The ferry sails on Monday.</p>\n");
		many(&b, floods[k], 400000 / strlen(floods[k]));
		assert_int_equal(tell(&t, &format_html, "a", b.p, b.len, 65536),
		                 NX_OK);
		if (t.articles != 1 ||
		    strstr(t.out.p, "The ferry sails") == NULL)
			fail_msg("lost in a flood of %s: %.200s", floods[k],
			         buf_str(&t.out));
		buf_release(&t.out);
		buf_release(&b);
	}
}

/* More attributes than the parser could compare with each other, a quote that
 * is not closed in them, and an image inside a tag: the text stays. */
static void test_long_tags(void **state)
{
	for (int kind = 0; kind < 3; kind++) {
		struct buf b = BUF_INIT;
		struct told t;

		(void)state;
		buf_adds(&b, "<html><head><meta property=og:type "
			     "content=article><title>Ferry</title><body><p ");
		for (int i = 0; kind < 2 && i < 300000; i++)
			buf_addf(&b, kind == 0 ? "a%d=\"1 > 2\" " : "a%d='1 ",
			         i);
		if (kind == 2) {
			buf_adds(&b, "><img alt=x src=\"data:image/png,");
			many(&b, "<0123>", 30000);
			buf_adds(&b, "\"");
		}
		buf_adds(&b, "'><p>The ferry sails on Monday.</p>\n");
		assert_int_equal(tell(&t, &format_html, "a", b.p, b.len, 65536),
		                 NX_OK);
		if (t.articles != 1 ||
		    strstr(t.out.p, "The ferry sails") == NULL)
			fail_msg("lost behind long tag %d: %.200s", kind,
			         buf_str(&t.out));
		buf_release(&t.out);
		buf_release(&b);
	}
}

/* What is nested too deep is left out, and said. */
static void test_too_deep(void **state)
{
	struct buf b = BUF_INIT;
	struct told t;

	(void)state;
	buf_adds(&b, "<html><head><meta property=og:type content=article>"
		     "<title>Ferry</title><body><p>The ferry sails.</p>");
	many(&b, "<div>", LIMIT_PAGE_DEPTH + 10);
	buf_adds(&b, "<p>Too deep.</p>");
	assert_int_equal(tell(&t, &format_html, "a", b.p, b.len, 65536), NX_OK);
	assert_int_equal(t.articles, 1);
	assert_non_null(strstr(t.out.p, "The ferry sails."));
	assert_non_null(strstr(t.out.p, "repairs: cut deep"));
	buf_release(&t.out);
	buf_release(&b);
}

static void test_too_long(void **state)
{
	struct buf b = BUF_INIT;
	struct told t;

	(void)state;
	buf_adds(&b, "<html><head><meta property=og:type content=article>"
		     "<title>Ferry</title><body><p>The ferry sails.</p>");
	many(&b, "<script>0123456789012345678901234567890</script>",
	     LIMIT_PAGE / 48 + 100);
	assert_int_equal(tell(&t, &format_html, "a", b.p, b.len, 65536),
	                 NX_BOUND);
	assert_int_equal(t.articles, 1);
	assert_non_null(strstr(t.out.p, "repairs: cut"));
	buf_release(&t.out);
	buf_release(&b);
}

static unsigned seed = 5;

static unsigned roll(unsigned n)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % n;
}

/* The cases with bytes of them changed and lost: whatever is told, nothing is
 * read that is not there. */
static void test_mutations(void **state)
{
	static const char marks[] = "<>/&;\"'=-!{}[],: \n\xff\0\x1b";
	char *all = read_cases("tests/cases/html.case");
	unsigned len = (unsigned)strlen(all);

	(void)state;
	for (int k = 0; k < 400; k++) {
		struct buf b = BUF_INIT;
		struct told t;
		unsigned from = roll(len), n = 1 + roll(6000);

		if (n > len - from)
			n = len - from;
		buf_add(&b, all + from, n);
		for (n = roll(60); n > 0; n--)
			b.p[roll((unsigned)b.len)] =
			        marks[roll(sizeof marks - 1)];
		(void)tell(&t, &format_html, "a", buf_str(&b), b.len,
		           1 + roll(5000));
		buf_release(&t.out);
		buf_release(&b);
	}
	free(all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_names_about),
		cmocka_unit_test(test_names_body),
		cmocka_unit_test(test_names_sorted),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_long_tags),
		cmocka_unit_test(test_too_deep),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
