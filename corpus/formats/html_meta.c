#include <string.h>
#include <strings.h>
#include <time.h>

#include "corpus/byline.h"
#include "corpus/date.h"
#include "corpus/formats/html_facts.h"
#include "corpus/url.h"
#include "lib/base/limits.h"

enum field {
	FIELD_HEADLINE,
	FIELD_DECK,
	FIELD_AUTHOR,
	FIELD_PUBLISHED,
	FIELD_UPDATED,
	FIELD_SOURCE,
	FIELD_SECTION,
	FIELD_KEYWORDS,
	FIELD_LANGUAGE,
	FIELD_PLACE,
	FIELD_RIGHTS,
};

/* Names of meta elements; of those for one field the first that is there
 * counts. */
static const struct {
	const char *name;
	enum field field;
} names[] = {
	{ "og:title", FIELD_HEADLINE },
	{ "twitter:title", FIELD_HEADLINE },
	{ "citation_title", FIELD_HEADLINE },
	{ "dc.title", FIELD_HEADLINE },
	{ "og:description", FIELD_DECK },
	{ "description", FIELD_DECK },
	{ "author", FIELD_AUTHOR },
	{ "article:author", FIELD_AUTHOR },
	{ "article:author_name", FIELD_AUTHOR },
	{ "byl", FIELD_AUTHOR },
	{ "parsely-author", FIELD_AUTHOR },
	{ "sailthru.author", FIELD_AUTHOR },
	{ "dc.creator", FIELD_AUTHOR },
	{ "citation_author", FIELD_AUTHOR },
	{ "article:published_time", FIELD_PUBLISHED },
	{ "og:published_time", FIELD_PUBLISHED },
	{ "article.published", FIELD_PUBLISHED },
	{ "datepublished", FIELD_PUBLISHED },
	{ "date_published", FIELD_PUBLISHED },
	{ "dc.date.issued", FIELD_PUBLISHED },
	{ "dcterms.created", FIELD_PUBLISHED },
	{ "parsely-pub-date", FIELD_PUBLISHED },
	{ "sailthru.date", FIELD_PUBLISHED },
	{ "pubdate", FIELD_PUBLISHED },
	{ "publishdate", FIELD_PUBLISHED },
	{ "publish-date", FIELD_PUBLISHED },
	{ "published-date", FIELD_PUBLISHED },
	{ "article.created", FIELD_PUBLISHED },
	{ "article_date_original", FIELD_PUBLISHED },
	{ "cxenseparse:recs:publishtime", FIELD_PUBLISHED },
	{ "bt:pubdate", FIELD_PUBLISHED },
	{ "citation_publication_date", FIELD_PUBLISHED },
	{ "dcterms.date", FIELD_PUBLISHED },
	{ "dc.date", FIELD_PUBLISHED },
	{ "date", FIELD_PUBLISHED },
	{ "datecreated", FIELD_PUBLISHED },
	{ "timestamp", FIELD_PUBLISHED },
	{ "article:modified_time", FIELD_UPDATED },
	{ "og:updated_time", FIELD_UPDATED },
	{ "datemodified", FIELD_UPDATED },
	{ "og:site_name", FIELD_SOURCE },
	{ "publisher", FIELD_SOURCE },
	{ "dc.publisher", FIELD_SOURCE },
	{ "application-name", FIELD_SOURCE },
	{ "article:section", FIELD_SECTION },
	{ "parsely-section", FIELD_SECTION },
	{ "news_keywords", FIELD_KEYWORDS },
	{ "article:tag", FIELD_KEYWORDS },
	{ "keywords", FIELD_KEYWORDS },
	{ "og:locale", FIELD_LANGUAGE },
	{ "geo.placename", FIELD_PLACE },
	{ "copyright", FIELD_RIGHTS },
};

/* More meta elements than any page has. */
#define METAS 500

struct meta {
	const char *name, *content;
};

bool html_date_is(const struct instant *i)
{
	return i->precision != INSTANT_NONE &&
	       i->sec < (int64_t)time(NULL) + 2 * 86400;
}

static void set(struct buf *b, const char *s)
{
	size_t n = strnlen(s, (size_t)4 * LIMIT_FIELD);

	if (b->len > 0)
		return;
	buf_add(b, s, n);
	buf_trim(b);
}

static void set_date(struct instant *i, const char *s)
{
	struct instant got;

	if (i->precision == INSTANT_NONE &&
	    date_parse(s, strnlen(s, 200), DATE_ORDER_UNKNOWN, &got) &&
	    html_date_is(&got))
		*i = got;
}

static void add_keywords(struct strings *s, const char *p)
{
	while (*p != '\0') {
		size_t n = strcspn(p, ",;");

		strings_add(s, p, n);
		p += n + (p[n] != '\0');
	}
}

static void add_author(struct article *a, const char *s)
{
	size_t n = strnlen(s, LIMIT_FIELD);

	/* Often the address of a page about the author. */
	if (strncasecmp(s, "http", 4) != 0 && memchr(s, '@', n) == NULL)
		byline_add(&a->authors, s, n);
}

static void set_field(struct article *a, enum field f, const char *s)
{
	switch (f) {
	case FIELD_HEADLINE:
		set(&a->headline, s);
		break;
	case FIELD_DECK:
		set(&a->deck, s);
		break;
	case FIELD_AUTHOR:
		add_author(a, s);
		break;
	case FIELD_PUBLISHED:
		set_date(&a->published, s);
		break;
	case FIELD_UPDATED:
		set_date(&a->updated, s);
		break;
	case FIELD_SOURCE:
		set(&a->source, s);
		break;
	case FIELD_SECTION:
		if (strncasecmp(s, "http", 4) != 0)
			set(&a->section, s);
		break;
	case FIELD_KEYWORDS:
		add_keywords(&a->keywords, s);
		break;
	case FIELD_LANGUAGE:
		set(&a->language, s);
		break;
	case FIELD_PLACE:
		strings_add(&a->places, s, strlen(s));
		break;
	case FIELD_RIGHTS:
		set(&a->rights, s);
		break;
	}
}

static bool is_set(const struct article *a, enum field f)
{
	if (f == FIELD_AUTHOR)
		return a->authors.n > 0;
	return f == FIELD_KEYWORDS && a->keywords.n > 0;
}

static size_t find_metas(const struct html_page *g, struct meta *v)
{
	size_t n = 0;

	for (uint32_t i = 1; i < g->n && n < METAS; i++) {
		if (g->nodes[i].tag != HTML_META)
			continue;
		v[n].name = html_attr(g, i, HTML_PROPERTY);
		if (v[n].name == NULL)
			v[n].name = html_attr(g, i, HTML_NAME);
		if (v[n].name == NULL)
			v[n].name = html_attr(g, i, HTML_ITEMPROP);
		v[n].content = html_attr(g, i, HTML_CONTENT);
		if (v[n].name != NULL && v[n].content != NULL &&
		    v[n].content[0] != '\0')
			n++;
	}
	return n;
}

bool html_meta(const struct html_page *g, struct article *a)
{
	struct meta v[METAS];
	size_t n = find_metas(g, v);
	const char *lang;
	bool article = false;

	for (uint32_t i = 1; i < g->n && i < 4; i++)
		if (g->nodes[i].tag == HTML_HTML &&
		    (lang = html_attr(g, i, HTML_LANG)) != NULL)
			set(&a->language, lang);
	for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
		if (is_set(a, names[k].field))
			continue;
		for (size_t i = 0; i < n; i++)
			if (strcasecmp(v[i].name, names[k].name) == 0)
				set_field(a, names[k].field, v[i].content);
	}
	for (size_t i = 0; i < n; i++)
		if (strcasecmp(v[i].name, "og:type") == 0)
			article |= strcasecmp(v[i].content, "article") == 0;
	return article;
}

void html_url(const struct html_page *g, struct article *a)
{
	for (uint32_t i = 1; i < g->n; i++) {
		const char *name = NULL, *v = NULL;

		if (g->nodes[i].tag == HTML_LINK) {
			name = html_attr(g, i, HTML_REL);
			v = html_attr(g, i, HTML_HREF);
			if (name == NULL || strcasecmp(name, "canonical") != 0)
				continue;
		} else if (g->nodes[i].tag == HTML_META) {
			name = html_attr(g, i, HTML_PROPERTY);
			v = html_attr(g, i, HTML_CONTENT);
			if (name == NULL || strcasecmp(name, "og:url") != 0 ||
			    a->url.len > 0)
				continue;
		}
		if (v == NULL || !url_is(v, strnlen(v, LIMIT_FIELD)))
			continue;
		buf_sets(&a->url, v);
		if (g->nodes[i].tag == HTML_LINK)
			return;
	}
}

/* ---- elements ----------------------------------------------------------- */

/* A page's title without the site's name behind the last separator. */
static void set_title(struct buf *out, const struct buf *title)
{
	static const char *const by[] = {
		" - ", " | ", " \xe2\x80\x93 ", " \xe2\x80\x94 ",
		" \xc2\xb7 ", " \xe2\x80\xa2 ", " \xc2\xbb ", " :: ",
	};
	size_t len = title->len, cut = 0;

	for (size_t k = 0; k < sizeof by / sizeof *by; k++) {
		const char *p = buf_str(title), *at;

		while ((at = strstr(p, by[k])) != NULL) {
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

/* "Ferry returns | The Harbour": the site's own name is no part of it. */
static void drop_source(struct buf *headline, const struct buf *source)
{
	size_t at;

	if (source->len == 0 || headline->len < source->len + 4)
		return;
	at = headline->len - source->len;
	if (strncasecmp(headline->p + at, source->p, source->len) != 0)
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

static void take_element(const struct html_page *g, uint32_t i,
                         struct article *a, struct buf *text)
{
	const char *prop = html_attr(g, i, HTML_ITEMPROP);
	const char *rel = html_attr(g, i, HTML_REL), *v;

	if (prop != NULL && strcasecmp(prop, "datePublished") == 0 &&
	    a->published.precision == INSTANT_NONE) {
		v = html_attr(g, i, HTML_DATETIME);
		if (v == NULL)
			v = html_attr(g, i, HTML_CONTENT);
		take_text(g, i, text);
		set_date(&a->published, v != NULL ? v : buf_str(text));
	}
	if (a->authors.n == 0 &&
	    ((prop != NULL && strcasecmp(prop, "author") == 0) ||
	     (rel != NULL && strcasecmp(rel, "author") == 0))) {
		take_text(g, i, text);
		if (text->len < 120)
			add_author(a, buf_str(text));
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

static void take_time(const struct html_page *g, uint32_t from, uint32_t end,
                      struct article *a)
{
	for (uint32_t i = from; i < end; i++)
		if (g->nodes[i].tag == HTML_TIME &&
		    html_attr(g, i, HTML_DATETIME) != NULL)
			set_date(&a->published,
			         html_attr(g, i, HTML_DATETIME));
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
	drop_source(&a->headline, &a->source);
	/* The first in the article; beside it stand those of others. */
	for (uint32_t i = root; i != 0; i = g->nodes[i].parent)
		if (g->nodes[i].tag == HTML_ARTICLE ||
		    g->nodes[i].tag == HTML_MAIN) {
			take_time(g, i, g->nodes[i].end, a);
			break;
		}
	buf_release(&text);
}
