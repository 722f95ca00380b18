#include <string.h>
#include <strings.h>
#include <time.h>

#include "corpus/byline.h"
#include "corpus/charset.h"
#include "corpus/date.h"
#include "corpus/entity.h"
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
	{ "article:published", FIELD_PUBLISHED },
	{ "article.published", FIELD_PUBLISHED },
	{ "datepublished", FIELD_PUBLISHED },
	{ "date_published", FIELD_PUBLISHED },
	{ "dc.date.issued", FIELD_PUBLISHED },
	{ "dcterms.created", FIELD_PUBLISHED },
	{ "parsely-pub-date", FIELD_PUBLISHED },
	{ "sailthru.date", FIELD_PUBLISHED },
	{ "pubdate", FIELD_PUBLISHED },
	{ "publishdate", FIELD_PUBLISHED },
	{ "publish_date", FIELD_PUBLISHED },
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
	{ "article:modified", FIELD_UPDATED },
	{ "article.updated", FIELD_UPDATED },
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

/* The same, and what was escaped twice ("&amp;nbsp;") is read once more. */
static void set_text(struct buf *b, const char *s)
{
	struct buf once = BUF_INIT;
	unsigned repairs = 0;

	if (b->len > 0)
		return;
	set(&once, s);
	entity_decode_all(buf_str(&once), once.len, b);
	charset_scrub(b, &repairs); /* no-break spaces */
	buf_release(&once);
}

/* A time on the day that is known already says more. */
static bool says_more(const struct instant *got, const struct instant *i)
{
	int64_t sec = got->sec + got->offset;

	return i->precision == INSTANT_NONE ||
	       (i->precision == INSTANT_DAY && !i->ambiguous &&
	        got->precision > INSTANT_DAY && sec >= i->sec &&
	        sec < i->sec + 86400);
}

bool html_set_date(struct instant *i, const char *s)
{
	struct instant got;

	if (i->precision > INSTANT_DAY ||
	    !date_parse(s, strnlen(s, 200), DATE_ORDER_UNKNOWN, &got) ||
	    !html_date_is(&got) || !says_more(&got, i))
		return false;
	*i = got;
	return true;
}

static void add_keywords(struct strings *s, const char *p)
{
	while (*p != '\0') {
		size_t n = strcspn(p, ",;");

		strings_add(s, p, n);
		p += n + (p[n] != '\0');
	}
}

void html_add_author(struct article *a, const char *s)
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
		set_text(&a->headline, s);
		break;
	case FIELD_DECK:
		set_text(&a->deck, s);
		break;
	case FIELD_AUTHOR:
		html_add_author(a, s);
		break;
	case FIELD_PUBLISHED:
		(void)html_set_date(&a->published, s);
		break;
	case FIELD_UPDATED:
		(void)html_set_date(&a->updated, s);
		break;
	case FIELD_SOURCE:
		if (strncasecmp(s, "http", 4) != 0)
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
