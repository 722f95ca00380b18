/* What elements of a page are, or are called, where nothing else said it. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "corpus/byline.h"
#include "corpus/charset.h"
#include "corpus/date.h"
#include "corpus/formats/html_body.h"
#include "corpus/formats/html_facts.h"
#include "lib/base/limits.h"

/* What parts a headline from the name of its site. */
static const char *const separators[] = {
	" - ", " | ", " \xe2\x80\x93 ", " \xe2\x80\x94 ",
	" \xc2\xb7 ", " \xe2\x80\xa2 ", " \xc2\xbb ", " :: ",
};

#define SEPARATORS (sizeof separators / sizeof *separators)

/* A page's title without the site's name behind the last separator. */
static void set_title(struct buf *out, const struct buf *title)
{
	size_t len = title->len, cut = 0;

	for (size_t k = 0; k < SEPARATORS; k++) {
		const char *p = buf_str(title), *at;

		while ((at = strstr(p, separators[k])) != NULL) {
			if ((size_t)(at - title->p) > cut)
				cut = (size_t)(at - title->p);
			p = at + 1;
		}
	}
	/* A site is called more shortly than its stories. */
	if (cut > len / 2)
		len = cut;
	buf_add(out, buf_str(title), len);
}

/* Whether a text ends with name, blanks in either or not: where that begins. */
static bool ends_with_name(const struct buf *text, const struct buf *name,
                           size_t *at)
{
	size_t i = text->len, k = name->len;

	while (k > 0) {
		if (name->p[k - 1] == ' ') {
			k--;
		} else if (i == 0) {
			return false;
		} else if (text->p[i - 1] == ' ') {
			i--;
		} else if (tolower((unsigned char)text->p[i - 1]) ==
		           tolower((unsigned char)name->p[k - 1])) {
			i--;
			k--;
		} else {
			return false;
		}
	}
	*at = i;
	return name->len > 0;
}

/* "Ferry returns | The Harbour": the site's own name is no part of it. */
static void drop_source(struct buf *headline, const struct buf *source)
{
	size_t at;

	if (!ends_with_name(headline, source, &at))
		return;
	/* The separator, of one to three bytes, between blanks. */
	while (at > 0 && headline->p[at - 1] == ' ')
		at--;
	for (int n = 0; at > 0 && headline->p[at - 1] != ' '; n++, at--)
		if (n == 3)
			return;
	if (at > 0) {
		buf_cut(headline, at);
		buf_trim(headline);
	}
}

static void take_text(const struct html_page *g, uint32_t i, struct buf *out)
{
	buf_clear(out);
	html_text_of(g, i, out);
	buf_trim(out);
}

/* One ' ' for all blanks in a row, of whatever kind. */
static void squeeze(struct buf *b)
{
	unsigned repairs = 0;
	size_t n = 0;

	charset_scrub(b, &repairs); /* no-break spaces, and what is not seen */
	for (size_t i = 0; i < b->len; i++) {
		char c = b->p[i];

		if (c == '\t' || c == '\n' || c == '\r')
			c = ' ';
		if (c != ' ' || (n > 0 && b->p[n - 1] != ' '))
			b->p[n++] = c;
	}
	if (n < b->len)
		buf_cut(b, n);
	buf_trim(b);
}

/* Whether whole is part, and something else behind or before a separator. */
static bool is_parted(const struct buf *whole, const struct buf *part)
{
	size_t more = whole->len - part->len;

	for (size_t k = 0; k < SEPARATORS; k++) {
		const char *by = separators[k];
		size_t n = strlen(by);

		if (n >= more)
			continue;
		if (memcmp(whole->p, part->p, part->len) == 0 &&
		    memcmp(whole->p + part->len, by, n) == 0)
			return true;
		if (memcmp(whole->p + more, part->p, part->len) == 0 &&
		    memcmp(whole->p + more - n, by, n) == 0)
			return true;
	}
	return false;
}

/* "Ferry returns - Harbour Online" in the meta elements, and "Ferry returns" as
 * the heading of the page: that is the headline. */
static void prefer_h1(const struct html_page *g, struct article *a,
                      struct buf *text)
{
	struct buf *h = &a->headline;

	if (h->len == 0)
		return;
	squeeze(h);
	for (uint32_t i = 1; i < g->n; i++) {
		if (g->nodes[i].tag != HTML_H1)
			continue;
		take_text(g, i, text);
		squeeze(text);
		/* A shorter one can be that of the site. */
		if (text->len < h->len && text->len > h->len / 2 &&
		    is_parted(h, text)) {
			buf_set(h, text->p, text->len);
			return;
		}
	}
}

/* "Ann Lee, The Harbour 3:53 p.m. January 25": without the time behind it. */
static void cut_time(struct buf *text)
{
	size_t n = strcspn(buf_str(text), "0123456789");

	if (n > 0 && n < text->len && text->p[n - 1] == ' ')
		buf_cut(text, n);
}

/* What says by microdata or RDFa that it is the day of publication. */
static bool is_published(const struct html_page *g, uint32_t i)
{
	const char *prop = html_attr(g, i, HTML_ITEMPROP);
	const char *rdf = html_attr(g, i, HTML_PROPERTY);

	return (prop != NULL && strcasecmp(prop, "datePublished") == 0) ||
	       (rdf != NULL && (strcasecmp(rdf, "dc:date") == 0 ||
	                        strcasecmp(rdf, "dcterms:date") == 0 ||
	                        strcasecmp(rdf, "dc:created") == 0 ||
	                        strcasecmp(rdf, "dcterms:created") == 0));
}

static void take_element(const struct html_page *g, uint32_t i,
                         struct article *a, struct buf *text)
{
	const char *prop = html_attr(g, i, HTML_ITEMPROP);
	const char *rel = html_attr(g, i, HTML_REL), *v;

	if (a->published.precision <= INSTANT_DAY && is_published(g, i)) {
		v = html_attr(g, i, HTML_DATETIME);
		if (v == NULL)
			v = html_attr(g, i, HTML_CONTENT);
		take_text(g, i, text);
		(void)html_set_date(&a->published, v != NULL ? v : buf_str(text));
	}
	if (a->authors.n == 0 &&
	    ((prop != NULL && strcasecmp(prop, "author") == 0) ||
	     (rel != NULL && strcasecmp(rel, "author") == 0))) {
		take_text(g, i, text);
		cut_time(text);
		if (text->len < 120)
			html_add_author(a, buf_str(text));
	}
}

static void take_h1(const struct html_page *g, uint32_t from, uint32_t end,
                    struct article *a, struct buf *text)
{
	for (uint32_t i = from; i < end && a->headline.len == 0; i++)
		if (g->nodes[i].tag == HTML_H1) {
			take_text(g, i, text);
			buf_add(&a->headline, buf_str(text), text->len);
		}
}

/* What microformats have instead of <time>. */
static void take_abbr(const struct html_page *g, uint32_t i, struct article *a)
{
	const char *v = html_attr(g, i, HTML_DATETIME);

	if (v != NULL)
		(void)html_set_date(&a->published, v);
}

static void take_time(const struct html_page *g, uint32_t from, uint32_t end,
                      struct article *a, struct buf *text)
{
	for (uint32_t i = from; i < end; i++) {
		const char *v;

		if (g->nodes[i].tag != HTML_TIME)
			continue;
		v = html_attr(g, i, HTML_DATETIME);
		if (v == NULL) {
			take_text(g, i, text);
			v = buf_str(text);
		}
		(void)html_set_date(&a->published, v);
	}
}

/* "Published 10:02 AM EST Nov 19, 2019": without the words before it. */
static void take_date(struct article *a, const char *s)
{
	for (int words = 0; words < 4 && *s != '\0'; words++) {
		size_t n = strcspn(s, " ");

		if (strlen(s) > 100 || html_set_date(&a->published, s) ||
		    strcspn(s, "0123456789") < n)
			return;
		s += n;
		s += strspn(s, " ");
	}
}

/* Two to eight words that begin with a capital, or are as short as "and" and
 * "van". */
static bool is_name(const struct buf *text)
{
	unsigned words = 0;

	for (const char *p = buf_str(text); *p != '\0'; p += strcspn(p, " ")) {
		p += strspn(p, " ");
		if (*p == '\0')
			break;
		if (islower((unsigned char)*p) && strcspn(p, " ") > 3)
			return false;
		words++;
	}
	return words >= 2 && words <= 8;
}

/* Elements that are called what they hold.  Bylines of comments are none. */
static void take_called(const struct html_page *g, uint32_t i,
                        struct article *a, struct buf *text)
{
	struct html_found f = html_called(g, i);

	if ((!f.author && !f.date) ||
	    (f.beside < html_names_n &&
	     html_names[f.beside].kind == HTML_NAME_TALK))
		return;
	take_text(g, i, text);
	if (f.date && a->published.precision <= INSTANT_DAY)
		take_date(a, buf_str(text));
	if (f.author && a->authors.n == 0 && text->len < 120 &&
	    strpbrk(buf_str(text), "0123456789") == NULL &&
	    (byline_is(buf_str(text), text->len) || is_name(text)))
		html_add_author(a, buf_str(text));
}

/* Where what belongs to the article begins: at an element around root, or at
 * the headline. */
static uint32_t begins(const struct html_page *g, uint32_t root)
{
	for (uint32_t i = root; i != 0; i = g->nodes[i].parent)
		if (g->nodes[i].tag == HTML_ARTICLE ||
		    g->nodes[i].tag == HTML_MAIN)
			return i;
	for (uint32_t i = root; i > 0; i--)
		if (g->nodes[i].tag == HTML_H1)
			return i;
	return root;
}

void html_elements(const struct html_page *g, uint32_t root, struct article *a)
{
	struct buf text = BUF_INIT;

	for (uint32_t i = 1; i < g->n; i++)
		if (g->nodes[i].n_attrs > 0 && g->nodes[i].tag != HTML_META)
			take_element(g, i, a, &text);
	take_h1(g, root, g->nodes[root].end, a, &text);
	take_h1(g, 1, (uint32_t)g->n, a, &text);
	for (uint32_t i = 1; i < g->n && a->headline.len == 0; i++)
		if (g->nodes[i].tag == HTML_TITLE) {
			take_text(g, i, &text);
			set_title(&a->headline, &text);
		}
	prefer_h1(g, a, &text);
	drop_source(&a->headline, &a->source);
	for (uint32_t i = begins(g, root); i < g->nodes[root].end; i++) {
		if (g->nodes[i].tag == HTML_ABBR)
			take_abbr(g, i, a);
		if ((a->authors.n == 0 ||
		     a->published.precision <= INSTANT_DAY) &&
		    g->nodes[i].n_attrs > 0)
			take_called(g, i, a, &text);
	}
	if (buf_equal(&a->deck, &a->source))
		buf_clear(&a->deck);
	/* The first in the article; beside it stand those of others. */
	for (uint32_t i = root; i != 0; i = g->nodes[i].parent)
		if (g->nodes[i].tag == HTML_ARTICLE ||
		    g->nodes[i].tag == HTML_MAIN) {
			take_time(g, i, g->nodes[i].end, a, &text);
			break;
		}
	buf_release(&text);
}
