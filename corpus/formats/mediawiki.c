/* MediaWiki's XML: dumps of Wikinews, and of any other wiki.  A page of the
 * main namespace is an article, and its last revision is what is read.
 *
 *     id         page/id, in the space of siteinfo/dbname
 *     revision   revision/id
 *     url        the title, where siteinfo/base is
 *     headline   title              source     siteinfo/sitename
 *     published  {{date}} or {{byline|date=}} in the text, else the first
 *                revision's timestamp
 *     updated    the last revision's timestamp
 *     keywords   [[Category:...]], but for dates and states of the page
 *     places     {{byline|location=}}
 *     language   mediawiki/@xml:lang
 *     body       revision/text without its markup (wikitext.h)
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "corpus/article.h"
#include "corpus/date.h"
#include "corpus/format.h"
#include "corpus/formats/wikitext.h"
#include "corpus/xml_records.h"

static struct xml_str at(const struct xml *x, uint32_t n, const char *path)
{
	return xml_text(x, xml_at(x, n, path));
}

static uint32_t site_of(const struct xml_record *rec)
{
	return xml_at(rec->head, XML_TOP, "mediawiki/siteinfo");
}

/* What the wiki calls the namespace of a number. */
static struct xml_str namespace_of(const struct xml_record *rec,
                                   const char *number)
{
	const struct xml *h = rec->head;
	uint32_t n = xml_at(h, site_of(rec), "namespaces/namespace");

	for (; n != XML_NONE; n = xml_next(h, n, "namespace"))
		if (xml_str_is(xml_attr(h, n, "key"), number))
			return xml_text(h, n);
	return (struct xml_str){ "", 0 };
}

static uint32_t last_revision(const struct xml *x, uint32_t page)
{
	uint32_t n = xml_child(x, page, "revision"), last = n;

	for (; n != XML_NONE; n = xml_next(x, n, "revision"))
		last = n;
	return last;
}

/* "#REDIRECT [[Other page]]", in any language, in dumps that do not mark it. */
static bool is_redirect(struct xml_str s)
{
	size_t n = 1;

	if (s.len < 6 || s.len > 300 || *s.p != '#')
		return false;
	while (n < s.len && n < 60 && !isspace((unsigned char)s.p[n]) &&
	       strchr("[:#*;'{", s.p[n]) == NULL)
		n++;
	if (n == 1)
		return false;
	while (n < s.len && (isspace((unsigned char)s.p[n]) || s.p[n] == ':'))
		n++;
	return n + 1 < s.len && s.p[n] == '[' && s.p[n + 1] == '[';
}

/* Why the page is no article, or NULL. */
static const char *refused(const struct xml *x, uint32_t page, uint32_t rev)
{
	struct xml_str ns = at(x, page, "ns"), model = at(x, rev, "model");

	if (ns.len > 0 && !xml_str_is(ns, "0"))
		return "not of the main namespace";
	if (xml_child(x, page, "redirect") != XML_NONE ||
	    is_redirect(at(x, rev, "text")))
		return "a redirect";
	if (model.len > 0 && !xml_str_is(model, "wikitext"))
		return "not wikitext (model)";
	return at(x, rev, "text").len == 0 ? "no text" : NULL;
}

/* The address of a page: base is that of the main page. */
static void set_url(struct buf *out, struct xml_str base, struct xml_str title)
{
	const char *slash = base.len > 0 ? memrchr(base.p, '/', base.len) : NULL;

	if (slash == NULL)
		return;
	buf_add(out, base.p, (size_t)(slash - base.p) + 1);
	for (size_t i = 0; i < title.len; i++) {
		unsigned char c = (unsigned char)title.p[i];

		if (c == ' ')
			buf_addc(out, '_');
		else if (isalnum(c) || (c != '\0' &&
		                        strchr("-_.~!*'();:@,/", c) != NULL))
			buf_addc(out, (char)c);
		else
			buf_addf(out, "%%%02X", c);
	}
}

/* A day, or how far the page is: "Published", "January 2, 2006". */
static bool is_state(const struct buf *category)
{
	static const char *const states[] = {
		"Published", "Archived", "No publish", "Publish", "Developing",
		"Disputed", "Review", "Original reporting",
	};
	struct instant day;

	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		if (strcasecmp(buf_str(category), states[i]) == 0)
			return true;
	return strpbrk(buf_str(category), "0123456789") != NULL &&
	       category->len < 24 &&
	       date_parse(category->p, category->len, DATE_ORDER_UNKNOWN, &day);
}

static bool set_date(struct instant *out, struct xml_str s)
{
	return out->precision == INSTANT_NONE &&
	       date_parse(s.p, s.len, DATE_ORDER_UNKNOWN, out);
}

static void set_text(struct article *a, const struct wikitext *w)
{
	buf_set(&a->body, buf_str(&w->text), w->text.len);
	for (size_t i = 0; i < w->categories.n; i++)
		if (!is_state(&w->categories.v[i]))
			strings_add(&a->keywords, w->categories.v[i].p,
			            w->categories.v[i].len);
	for (size_t i = 0; i < w->places.n; i++)
		strings_add(&a->places, w->places.v[i].p, w->places.v[i].len);
	a->published = w->date;
}

static const char *fill(struct xml_record *rec, struct article *a)
{
	const struct xml *x = rec->x, *h = rec->head;
	uint32_t page = rec->root, rev = last_revision(x, page);
	uint32_t site = site_of(rec);
	struct wiki_names names = { namespace_of(rec, "6"),
		                    namespace_of(rec, "14") };
	struct xml_str text = at(x, rev, "text"), wiki = at(h, site, "dbname");
	const char *why = refused(x, page, rev);
	struct wikitext w;

	if (why != NULL)
		return why;
	wikitext_init(&w);
	wikitext_read(&w, &names, text.p, text.len);
	set_text(a, &w);
	if (!w.published && (xml_str_is(wiki, "enwikinews") ||
	                     xml_has(at(h, site, "base"), "//en.wikinews.")))
		why = "not published";
	wikitext_release(&w);
	xml_set(&a->id, at(x, page, "id"));
	xml_set(&a->space, wiki);
	article_set_revision(a, at(x, rev, "id").p, at(x, rev, "id").len);
	xml_set(&a->headline, at(x, page, "title"));
	set_url(&a->url, at(h, site, "base"), at(x, page, "title"));
	xml_set(&a->source, at(h, site, "sitename"));
	xml_set(&a->language, xml_attr(h, xml_child(h, XML_TOP, "mediawiki"),
	                               "xml:lang"));
	(void)set_date(&a->published, at(x, page, "revision/timestamp"));
	(void)set_date(&a->updated, at(x, rev, "timestamp"));
	return why;
}

static const char *const names[] = { "page", NULL };

static const struct xml_kind kind = { names, false, fill };

static enum nx_status mediawiki_read(const struct member *m, struct reader *r,
                                     struct sink *sink, struct nx_err *err)
{
	return xml_read(&kind, m, r, sink, err);
}

static int check(struct xml_str name, struct xml_str tag, struct xml_str all)
{
	(void)tag;
	(void)all;
	return xml_local_is(name, "mediawiki") ? BID_CERTAIN : BID_NONE;
}

static int mediawiki_bid(const struct sniff *s)
{
	return xml_bid(s, check);
}

const struct format format_mediawiki = {
	.name = "mediawiki",
	.summary = "dumps of Wikinews and other wikis (MediaWiki's XML)",
	.flags = 0,
	.bid = mediawiki_bid,
	.read = mediawiki_read,
};
