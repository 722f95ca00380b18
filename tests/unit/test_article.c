/* Articles: finishing and keys; URLs, bylines, paragraphs, markup. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "corpus/article.h"
#include "corpus/byline.h"
#include "corpus/markup.h"
#include "corpus/paragraphs.h"
#include "corpus/url.h"
#include "lib/base/limits.h"

#define COUNT(t) (sizeof(t) / sizeof *(t))

/* ---- keys --------------------------------------------------------------- */

struct key_case {
	const char *id, *space, *url, *source, *place, *archive, *key;
	uint64_t offset;
};

static const struct key_case keys[] = {
	/* A strong id is one in its format, wherever it was found. */
	{ "ab12cd", "", "http://x.org/1", "", NULL, "a.zip", "fmt:ab12cd", 0 },
	/* A space of its own makes any id strong. */
	{ "7", "reuters", "", "", NULL, "a.zip", "reuters:7", 0 },
	/* An id that is an address, however it is spelt. */
	{ "http://X.org/a/#top", "", "", "", NULL, "a.zip",
	  "url:https://x.org/a", 0 },
	/* Weak ids: the address, or the collection. */
	{ "12345678", "", "http://x.org/1", "S", NULL, "a.zip",
	  "url:https://x.org/1", 0 },
	{ "12345678", "", "", "S", NULL, "d/a.zip", "fmt/S:12345678", 0 },
	{ "12345678", "", "", "", NULL, "d/a.tar.gz", "fmt/a:12345678", 0 },
	{ "12345678", "", "", "", NULL, "d/b.jsonl", "fmt/b:12345678", 0 },
	{ "a1", "", "", "", NULL, "news.2019.zip", "fmt/news.2019:a1", 0 },
	{ "a1", "", "", "", NULL, "-", "fmt/:a1", 0 },
	{ "a1", "", "", "", NULL, NULL, "fmt/:a1", 0 },
	/* The front page is no article's address. */
	{ "", "", "http://x.org/", "", "p/1.txt", "a.zip", "fmt/a:p/1.txt", 0 },
	/* Places: in an archive, in a folder, bare; the second of a member. */
	{ "", "", "", "", "p/1.txt", "d/a.zip", "fmt/a:p/1.txt", 0 },
	{ "", "", "", "", "p/1.txt", "d/n/p/1.txt", "fmt/n:p/1.txt", 0 },
	{ "", "", "", "", "1.txt", "1.txt", "fmt/:1.txt", 0 },
	{ "", "", "", "", "p/1.txt", "a.zip", "fmt/a:p/1.txt@90", 90 },
	/* The content: "||headline|text|". */
	{ "", "", "", "", NULL, "a.zip",
	  "hash:7cd7bf275b07d5f190f83141d1929743", 0 },
};

static void fill(struct article *a, const struct key_case *c)
{
	article_clear(a);
	buf_sets(&a->id, c->id);
	buf_sets(&a->space, c->space);
	buf_sets(&a->url, c->url);
	buf_sets(&a->source, c->source);
	buf_sets(&a->headline, "Headline");
	buf_sets(&a->body, "Text.");
	a->offset = c->offset;
}

static void test_keys(void **state)
{
	struct article a;

	(void)state;
	article_init(&a);
	for (size_t i = 0; i < COUNT(keys); i++) {
		const struct key_case *c = &keys[i];
		struct article_origin o = { "fmt", c->place, c->archive };

		fill(&a, c);
		assert_null(article_finish(&a, &o));
		assert_string_equal(a.key.p, c->key);
	}
	article_release(&a);
}

static void test_long_key(void **state)
{
	static const struct article_origin o = { "fmt", NULL, NULL };
	struct article a;
	struct buf first = BUF_INIT;

	(void)state;
	article_init(&a);
	for (int i = 0; i < 2; i++) {
		article_clear(&a);
		buf_sets(&a.headline, "Headline");
		buf_sets(&a.url, "http://x.org/");
		for (int n = 0; n < LIMIT_FIELD / 3; n++)
			buf_adds(&a.url, "%2f");
		buf_cut(&a.url, LIMIT_FIELD - 1);
		buf_addc(&a.url, i == 0 ? 'a' : 'b');
		assert_null(article_finish(&a, &o));
		assert_true(a.key.len <= LIMIT_FIELD);
		if (i == 0)
			buf_set(&first, a.key.p, a.key.len);
	}
	assert_false(buf_equal(&first, &a.key));
	buf_release(&first);
	article_release(&a);
}

/* ---- finishing ---------------------------------------------------------- */

static const struct article_origin nowhere = { "fmt", NULL, NULL };

static void test_tidy(void **state)
{
	struct article a;

	(void)state;
	article_init(&a);
	buf_sets(&a.headline, "  Two\n lines\tof  it ");
	buf_sets(&a.body, "\r\n  One \t\r\ntwo\r\r\n\n \n\nthree  \n\n");
	buf_sets(&a.deck, "one, two ...");
	assert_null(article_finish(&a, &nowhere));
	assert_string_equal(a.headline.p, "Two lines of it");
	assert_string_equal(a.body.p, "One\ntwo\n\nthree");
	assert_string_equal(buf_str(&a.deck), "");
	assert_true(a.repairs & REPAIR_DATE);
	article_release(&a);
}

static void test_no_text(void **state)
{
	struct article a;

	(void)state;
	article_init(&a);
	assert_string_equal(article_finish(&a, &nowhere), "no text");
	buf_sets(&a.body, " --- \n\n *** ");
	assert_string_equal(article_finish(&a, &nowhere), "no text");
	a.counted = true;
	assert_null(article_finish(&a, &nowhere));
	article_clear(&a);
	assert_string_equal(article_finish(&a, &nowhere), "no text");
	buf_sets(&a.headline, "A headline alone");
	assert_null(article_finish(&a, &nowhere));
	article_release(&a);
}

/* The notice that something is withdrawn needs no text, but must say what. */
static void test_withdrawn(void **state)
{
	const struct article_origin o = { "fmt", NULL, NULL };
	struct article a;

	(void)state;
	article_init(&a);
	a.withdrawn = WITHDRAWN_KILLED;
	assert_string_equal(article_finish(&a, &o),
	                    "withdrawn, but it does not say what");
	buf_sets(&a.id, "wire-1");
	assert_null(article_finish(&a, &o));
	assert_string_equal(a.key.p, "fmt:wire-1");
	assert_string_equal(withdrawn_name(a.withdrawn), "killed");
	article_clear(&a);
	assert_int_equal(a.withdrawn, WITHDRAWN_NOT);
	assert_string_equal(withdrawn_name(a.withdrawn), "");
	article_release(&a);
	assert_int_equal(withdrawn_by("Canceled", 8), WITHDRAWN_CANCELLED);
	assert_int_equal(withdrawn_by("withheld", 8), WITHDRAWN_WITHHELD);
	assert_int_equal(withdrawn_by("Kill", 4), WITHDRAWN_KILLED);
	assert_int_equal(withdrawn_by("usable", 6), WITHDRAWN_NOT);
	assert_int_equal(withdrawn_by("canceled", 5), WITHDRAWN_NOT);
}

static void test_revision(void **state)
{
	struct article a;

	(void)state;
	article_init(&a);
	article_set_revision(&a, "012", 3);
	assert_int_equal(a.revision, 12);
	article_set_revision(&a, "1x", 2);
	article_set_revision(&a, "", 0);
	assert_int_equal(a.revision, 12);
	article_set_revision(&a, "18446744073709551617", 20);
	assert_int_equal(a.revision, UINT32_MAX);
	article_release(&a);
}

static void test_cut(void **state)
{
	struct article a;

	(void)state;
	article_init(&a);
	buf_sets(&a.headline, "x");
	/* Two bytes each, so that the bound falls inside one. */
	while (a.headline.len < 2 * LIMIT_FIELD)
		buf_adds(&a.headline, "\xc3\xa9");
	while (a.body.len <= LIMIT_ARTICLE_TEXT)
		buf_adds(&a.body, "0123456789abcdefghijklmnopqrstuvwxyz ");
	assert_null(article_finish(&a, &nowhere));
	assert_int_equal(a.headline.len, LIMIT_FIELD - 1);
	assert_int_equal(a.body.len, LIMIT_ARTICLE_TEXT);
	assert_true(a.repairs & REPAIR_CUT);
	article_release(&a);
}

static void test_from_url(void **state)
{
	struct article a;

	(void)state;
	article_init(&a);
	buf_sets(&a.headline, "Headline");
	buf_sets(&a.url, "https://www.News.org/2019/03/07/ferry");
	assert_null(article_finish(&a, &nowhere));
	assert_string_equal(a.source.p, "news.org");
	assert_int_equal(a.published.precision, INSTANT_DAY);
	assert_int_equal(a.published.origin, INSTANT_FROM_URL);
	assert_false(a.repairs & REPAIR_DATE);
	article_release(&a);
}

/* The digest is of what is told, and of all of it. */
static void test_digest(void **state)
{
	struct article a, b;
	struct buf *fields[] = { &b.headline, &b.deck,   &b.source, &b.section,
		                 &b.language, &b.rights, &b.body };
	struct strings *lists[] = { &b.authors, &b.places, &b.keywords };

	(void)state;
	article_init(&a);
	article_init(&b);
	buf_sets(&a.headline, "Headline");
	buf_sets(&a.id, "abcdef");
	assert_null(article_finish(&a, &nowhere));
	for (size_t i = 0; i < COUNT(fields) + COUNT(lists) + 1; i++) {
		article_clear(&b);
		buf_sets(&b.headline, "Headline");
		buf_sets(&b.id, "abcdef");
		b.offset = 17;
		if (i < COUNT(fields))
			buf_adds(fields[i], "x");
		else if (i < COUNT(fields) + COUNT(lists))
			strings_add(lists[i - COUNT(fields)], "x", 1);
		assert_null(article_finish(&b, &nowhere));
		if (i < COUNT(fields) + COUNT(lists))
			assert_true(a.digest[0] != b.digest[0]);
		else
			assert_memory_equal(a.digest, b.digest,
			                    sizeof a.digest);
	}
	article_release(&a);
	article_release(&b);
}

static void test_strings(void **state)
{
	struct strings s = { NULL, 0, 0 };
	char name[16];

	(void)state;
	strings_add(&s, " Ann  Lee\n", 10);
	strings_add(&s, "Ann Lee", 7);
	strings_add(&s, "   ", 3);
	assert_int_equal(s.n, 1);
	assert_string_equal(s.v[0].p, "Ann Lee");
	for (int i = 0; i < 2 * LIMIT_REPEATS; i++) {
		int n = snprintf(name, sizeof name, "name %d", i);

		strings_add(&s, name, (size_t)n);
	}
	assert_int_equal(s.n, LIMIT_REPEATS);
	strings_clear(&s);
	assert_int_equal(s.n, 0);
	strings_release(&s);
}

/* ---- tables of a text and what becomes of it ---------------------------- */

static const char *const urls[][2] = {
	{ "HTTP://WWW.Example.COM:80/A%2fb/%7euser/?b=2&a=1#top",
	  "https://www.example.com/A%2Fb/~user?a=1&b=2" },
	{ " https://x.org/a/?utm_source=x&UTM_Medium=y&fbclid=z&id=3\n",
	  "https://x.org/a?id=3" },
	{ "http://x.org:8080/a", "https://x.org:8080/a" },
	{ "https://x.org:443/a", "https://x.org/a" },
	{ "http://user:pw@x.org/a", "https://x.org/a" },
	{ "http://x.org./a", "https://x.org/a" },
	{ "http://x.org/a#!page/2", "https://x.org/a#!page/2" },
	{ "http://x.org/a%zz%4", "https://x.org/a%zz%4" },
	{ "http://x.org/?p=7", "https://x.org?p=7" },
	{ "http://x.org/a?reference=1&via=2", "https://x.org/a?reference=1" },
	{ "http://x.org/", NULL },
	{ "http://x.org/?utm_source=x#y", NULL },
	{ "http://", NULL },
	{ "http:///a", NULL },
	{ "http://x y/a", NULL },
	{ "ftp://x.org/a", NULL },
	{ "/a/b.html", NULL },
	{ "urn:newsml:x", NULL },
	{ "", NULL },
};

static void test_urls(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(urls); i++) {
		const char *want = urls[i][1];

		buf_sets(&b, "<");
		if (url_canonical(urls[i][0], strlen(urls[i][0]), &b) !=
		    (want != NULL))
			fail_msg("%s", urls[i][0]);
		assert_string_equal(b.p + 1, want != NULL ? want : "");
	}
	buf_clear(&b);
	assert_true(url_host("http://WWW.Example.com:8/a", 26, &b));
	assert_string_equal(b.p, "example.com");
	assert_true(url_is("https://x.org", 13));
	assert_false(url_is("https://x.org is down", 21));
	buf_release(&b);
}

static const char *const bylines[][2] = {
	{ "Wire, MAR 04", "Wire" },
	{ "By Ann Lee and Bo Ek, Staff Writers", "Ann Lee|Bo Ek" },
	{ "Ann Lee, Bo Ekman., Cy D. Fox", "Ann Lee|Bo Ekman|Cy D. Fox" },
	{ "Lee, Ann", "Lee, Ann" },
	{ "De Gaulle, Charles", "De Gaulle|Charles" },
	{ "Von Hans Meier und Eva Roth", "Hans Meier|Eva Roth" },
	{ "par Jean Petit; Marie Noir", "Jean Petit|Marie Noir" },
	{ "Ann Lee Jr.", "Ann Lee Jr." },
	{ "by: Ann Lee & Bo Ek", "Ann Lee|Bo Ek" },
	{ "Anders Sand", "Anders Sand" },
	{ "", "" },
	{ " , ;", "" },
};

static void test_bylines(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bylines); i++) {
		struct strings s = { NULL, 0, 0 };
		struct buf got = BUF_INIT;

		byline_add(&s, bylines[i][0], strlen(bylines[i][0]));
		for (size_t k = 0; k < s.n; k++)
			buf_addf(&got, "%s%s", k > 0 ? "|" : "", s.v[k].p);
		assert_string_equal(buf_str(&got), bylines[i][1]);
		buf_release(&got);
		strings_release(&s);
	}
	assert_int_equal(byline_without("Bo Ek, The Press", 16, "THE PRESS", 9),
	                 5);
	assert_int_equal(byline_without("The Press", 9, "The Press", 9), 9);
	assert_int_equal(byline_without("Bo Ek", 5, "", 0), 5);
	assert_true(byline_is("By Ann Lee", 10));
	assert_false(byline_is("By and by", 9));
	assert_false(byline_is("Bystanders saw", 14));
}

static const char *const fragments[][2] = {
	{ "<p>One</p><p>Two</p>", "One\n\nTwo" },
	{ "One<br>two<br/><br>three", "One\ntwo\n\nthree" },
	{ "<div><p>One</p>\n\n<p> Two </p></div>", "One\n\nTwo" },
	{ "a <b>bold</b> word", "a bold word" },
	{ "un<i>bel</i>ievable", "unbelievable" },
	{ "1 < 2 & 3 > 2, AT&T", "1 < 2 & 3 > 2, AT&T" },
	{ "&lt;p&gt; &amp;amp; &eacute;&#8217;&nbsp;x", "<p> &amp; é’ x" },
	{ "<script>if (a<b) x(\"</p>\");</script>One", "One" },
	{ "<!-- no <p> -->One<!-- -->", "One" },
	{ "<style>p{}</style><figure><img alt='>'><figcaption>C <b>d</b>"
	  "</figcaption></figure>One",
	  "One" },
	{ "<td>a</td><td>b</td>", "a b" },
	{ "<ul><li>a<li>b</ul>c", "a\nb\n\nc" },
	{ "<pre>a\n\nb</pre>", "a\n\nb" },
	{ "<p class=\"x>y\">One", "One" },
	{ "<p class=\"x>One", "One" },
	{ "One <unclosed", "One <unclosed" },
	{ "<!-- unclosed >", "" },
	{ "<", "<" },
	{ "&", "&" },
	{ "", "" },
};

static void test_markup(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(fragments); i++) {
		buf_clear(&b);
		markup_text(fragments[i][0], strlen(fragments[i][0]), &b);
		assert_string_equal(buf_str(&b), fragments[i][1]);
	}
	assert_true(markup_is("a<br>b", 6));
	assert_true(markup_is("a&nbsp;b", 8));
	assert_true(markup_is("a</p>", 5));
	assert_false(markup_is("a < b, AT&T; c", 14));
	buf_release(&b);
}

/* Time that grows with the square of these would not end. */
static void test_hostile_markup(void **state)
{
	static const char *const bits[] = {
		"<", "<a", "<a x=\"", "<a x='<b y=\"", "<!",  "<!--",
		"&", "&#", "</",      "<svg>",         "<p>", " ",
	};
	struct buf in = BUF_INIT, out = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(bits); i++) {
		buf_clear(&in);
		while (in.len < 4 << 20)
			buf_adds(&in, bits[i]);
		buf_addc(&in, '>');
		buf_clear(&out);
		(void)markup_is(in.p, in.len);
		markup_text(in.p, in.len, &out);
		assert_true(out.len <= in.len);
	}
	buf_release(&in);
	buf_release(&out);
}

static const char *const texts[][2] = {
	{ "One.\nTwo.\nThree.", "One.\n\nTwo.\n\nThree." },
	{ "a word\nanother\n\nmore words\nand more",
	  "a word\nanother\n\nmore words\nand more" },
	{ "wrapped at\nsome margin\nor other\nwith no end",
	  "wrapped at\nsome margin\nor other\nwith no end" },
	{ "One line", "One line" },
	{ "", "" },
};

static void test_paragraphs(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		buf_clear(&b);
		paragraphs_add(texts[i][0], strlen(texts[i][0]), &b);
		assert_string_equal(buf_str(&b), texts[i][1]);
	}
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_long_key),
		cmocka_unit_test(test_tidy),
		cmocka_unit_test(test_no_text),
		cmocka_unit_test(test_withdrawn),
		cmocka_unit_test(test_revision),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_from_url),
		cmocka_unit_test(test_digest),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_urls),
		cmocka_unit_test(test_bylines),
		cmocka_unit_test(test_markup),
		cmocka_unit_test(test_hostile_markup),
		cmocka_unit_test(test_paragraphs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
