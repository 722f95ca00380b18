/* RSS 0.9 to 2.0, RSS 1.0 (RDF), and WXR, which WordPress exports: an item is
 * an article.
 *
 *     id         guid, unless it is the address
 *     url        feedburner:origLink, link, guid, rdf:about
 *     headline   title, media:title, dc:title
 *     deck       excerpt:encoded, or description beside content:encoded
 *     authors    dc:creator (in WXR the name of a login), author,
 *                itunes:author, atom:author
 *     published  pubDate, dc:date, wp:post_date_gmt, wp:post_date,
 *                atom:published, or else updated
 *     updated    atom:updated, dc:modified
 *     source     source, the channel's title
 *     section    category of the domain "category" (WXR)
 *     keywords   category, dc:subject, media:keywords, itunes:keywords
 *     language, rights   the item's, or the channel's
 *     body       content:encoded, or else atom:content, description,
 *                itunes:summary, dc:description, media:description; what is
 *                not of the first two and below FEED_TEASER is partial
 */
#include <string.h>

#include "corpus/article.h"
#include "corpus/byline.h"
#include "corpus/format.h"
#include "corpus/formats/feed.h"
#include "corpus/formats/wxr.h"
#include "corpus/url.h"
#include "corpus/xml_records.h"

static struct xml_str at(const struct xml *x, uint32_t n, const char *name)
{
	return xml_text(x, xml_child(x, n, name));
}

static uint32_t channel_of(const struct xml_record *rec)
{
	return xml_find(rec->head, XML_TOP, XML_TOP, "channel");
}

/* ---- an item --------------------------------------------------------------------- */

static const char *const full[] = { "content:encoded", "encoded",
	                            "atom:content", NULL };
static const char *const brief[] = { "description", "itunes:summary",
	                             "dc:description", "atom:summary",
	                             "media:description", NULL };

/* Append the text of the first of the elements that has any. */
static void add_first(struct buf *out, const struct xml *x, uint32_t item,
                      const char *const *names)
{
	for (; *names != NULL && out->len == 0; names++)
		feed_text(out, x, xml_child(x, item, *names));
}

static void set_body(struct xml_record *rec, struct article *a)
{
	const struct xml *x = rec->x;
	uint32_t item = rec->root;
	bool whole = true;

	if (wxr_is(x, item))
		wxr_text(&a->body, at(x, item, "content:encoded"));
	else
		add_first(&a->body, x, item, full);
	if (a->body.len > 0) {
		feed_line(&a->deck, x, xml_child(x, item, "excerpt:encoded"));
		add_first(&a->deck, x, item, brief);
	} else {
		add_first(&a->body, x, item, brief);
		whole = wxr_is(x, item);
	}
	feed_mark(a, whole);
}

static bool is_false(struct xml_str s)
{
	return xml_str_is(s, "false") || xml_str_is(s, "False");
}

/* A guid that is no permanent link is the id; one that is stands for the
 * link. */
static void set_id(struct xml_record *rec, struct article *a)
{
	const struct xml *x = rec->x;
	uint32_t item = rec->root, link = xml_child(x, item, "link");
	uint32_t guid = xml_child(x, item, "guid");
	struct xml_str s = xml_text(x, guid);
	struct xml_str site = at(rec->head, channel_of(rec), "link");
	struct xml_str base = feed_base(rec, channel_of(rec));

	if (base.len == 0)
		base = site;
	xml_set(&a->url, at(x, item, "feedburner:origLink"));
	for (; link != XML_NONE; link = xml_next(x, link, "link"))
		feed_url(&a->url, xml_text(x, link), base);
	feed_url(&a->url, xml_attr(x, xml_child(x, item, "atom:link"), "href"),
	         base);
	if (url_is(s.p, s.len) && !is_false(xml_attr(x, guid, "isPermaLink")))
		xml_set(&a->url, s);
	else if (s.len > 0)
		feed_id(a, s, "rss", site);
	xml_set(&a->url, xml_attr(x, item, "rdf:about"));
}

static bool is_mail(const char *p, const char *end)
{
	return memchr(p, '@', (size_t)(end - p)) != NULL;
}

/* "ann@example.org (Ann Lee)", "Ann Lee <ann@example.org>" */
static void add_author(struct article *a, struct xml_str s)
{
	const char *end = s.p + s.len, *open = s.p;

	while (open < end && *open != '(' && *open != '<')
		open++;
	if (s.len == 0)
		return;
	if (open < end && (end[-1] == ')' || end[-1] == '>')) {
		if (is_mail(open, end))
			end = open;
		else if (is_mail(s.p, open)) {
			s.p = open + 1;
			end--;
		}
	}
	if (!is_mail(s.p, end))
		byline_add(&a->authors, s.p, (size_t)(end - s.p));
}

static void set_authors(struct xml_record *rec, struct article *a)
{
	static const char *const names[] = { "dc:creator", "author",
		                             "itunes:author", "atom:author",
		                             "dc:author" };
	const struct xml *x = rec->x;

	for (size_t i = 0; i < 5 && a->authors.n == 0; i++) {
		uint32_t n = xml_child(x, rec->root, names[i]);

		for (; n != XML_NONE; n = xml_next(x, n, names[i])) {
			uint32_t name = xml_child(x, n, "atom:name");
			struct xml_str s = xml_text(x, name != XML_NONE ? name
			                                                : n);

			if (i == 0)
				s = wxr_author(rec->head, channel_of(rec), s);
			add_author(a, s);
		}
	}
}

static void set_keywords(struct xml_record *rec, struct article *a)
{
	static const char *const names[] = { "category", "dc:subject" };
	const struct xml *x = rec->x;
	uint32_t item = rec->root;
	uint32_t n;

	for (size_t i = 0; i < 2; i++)
		for (n = xml_child(x, item, names[i]); n != XML_NONE;
		     n = xml_next(x, n, names[i])) {
			buf_clear(&rec->a);
			feed_text(&rec->a, x, n);
			if (xml_str_is(xml_attr(x, n, "domain"), "category") &&
			    a->section.len == 0)
				buf_sets(&a->section, buf_str(&rec->a));
			strings_add(&a->keywords, buf_str(&rec->a),
			            rec->a.len);
		}
	feed_list(&a->keywords, at(x, item, "media:keywords"));
	feed_list(&a->keywords, at(x, item, "itunes:keywords"));
}

static void set_feed(struct xml_record *rec, struct article *a)
{
	const struct xml *h = rec->head;
	uint32_t channel = channel_of(rec);

	feed_line(&a->source, rec->x, xml_child(rec->x, rec->root, "source"));
	feed_line(&a->source, h, xml_child(h, channel, "title"));
	xml_set(&a->language, xml_attr(rec->x, rec->root, "xml:lang"));
	xml_set(&a->language, at(rec->x, rec->root, "dc:language"));
	xml_set(&a->language, at(h, channel, "language"));
	xml_set(&a->language, at(h, channel, "dc:language"));
	xml_set(&a->language, xml_attr(h, xml_child(h, XML_TOP, NULL),
	                               "xml:lang"));
	xml_set(&a->rights, at(rec->x, rec->root, "dc:rights"));
	xml_set(&a->rights, at(h, channel, "copyright"));
}

/* "2013-07-29 16:03:54", which is in UTC. */
static void feed_gmt(struct instant *out, struct xml_str s)
{
	if (out->precision != INSTANT_NONE)
		return;
	feed_date(out, s);
	out->zone_known = out->precision >= INSTANT_MINUTE;
}

static const char *fill(struct xml_record *rec, struct article *a)
{
	const struct xml *x = rec->x;
	uint32_t item = rec->root;
	const char *why = wxr_refused(x, item);

	if (why != NULL)
		return why;
	set_id(rec, a);
	feed_line(&a->headline, x, xml_child(x, item, "title"));
	feed_line(&a->headline, x, xml_child(x, item, "media:title"));
	feed_line(&a->headline, x, xml_child(x, item, "dc:title"));
	feed_date(&a->published, at(x, item, "pubDate"));
	feed_date(&a->published, at(x, item, "dc:date"));
	feed_gmt(&a->published, at(x, item, "wp:post_date_gmt"));
	feed_date(&a->published, at(x, item, "wp:post_date"));
	feed_date(&a->published, at(x, item, "atom:published"));
	feed_date(&a->updated, at(x, item, "atom:updated"));
	feed_date(&a->updated, at(x, item, "dc:modified"));
	set_feed(rec, a);
	set_authors(rec, a);
	set_keywords(rec, a);
	set_body(rec, a);
	return NULL;
}

static const char *const names[] = { "item", NULL };

static const struct xml_kind kind = { names, true, fill };

static enum nx_status rss_read(const struct member *m, struct reader *r,
                               struct sink *sink, struct nx_err *err)
{
	return xml_read(&kind, m, r, sink, err);
}

/* RDF without a channel is something else. */
static int check(struct xml_str name, struct xml_str tag, struct xml_str all)
{
	if (xml_local_is(name, "rss") || xml_local_is(name, "RSS"))
		return BID_CERTAIN;
	if (xml_local_is(name, "RDF") &&
	    (xml_has(tag, "purl.org/rss/") || xml_has(tag, "netscape.com/rdf") ||
	     xml_has(tag, "channel.netscape.com") || xml_has(all, "<channel")))
		return BID_CERTAIN;
	return BID_NONE;
}

static int rss_bid(const struct sniff *s)
{
	return xml_bid(s, check);
}

const struct format format_rss = {
	.name = "rss",
	.summary = "RSS 0.9 to 2.0, and the exports of WordPress (WXR)",
	.flags = 0,
	.bid = rss_bid,
	.read = rss_read,
};
