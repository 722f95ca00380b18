/* Atom 1.0 and 0.3: an entry is an article.
 *
 *     id         id, unless it is the address
 *     url        feedburner:origLink, link of rel alternate, id
 *     headline   title                 deck       summary beside content
 *     authors    author/name, or the feed's
 *     published  published, issued, created, dc:date, or else updated
 *     updated    updated, modified
 *     source     source/title, the feed's title
 *     keywords   category, media:keywords
 *     language, rights                 the entry's, or the feed's
 *     body       content, or else summary, which below FEED_TEASER is partial
 */
#include <string.h>

#include "corpus/article.h"
#include "corpus/charset.h"
#include "corpus/format.h"
#include "corpus/formats/feed.h"
#include "corpus/url.h"
#include "corpus/xml_records.h"

static struct xml_str at(const struct xml *x, uint32_t n, const char *path)
{
	return xml_text(x, xml_at(x, n, path));
}

static uint32_t feed_of(const struct xml_record *rec)
{
	return xml_child(rec->head, XML_TOP, "feed");
}

/* ---- links ---------------------------------------------------------------------- */

/* The link to the page of an entry or a feed. */
static struct xml_str link_of(const struct xml *x, uint32_t n)
{
	struct xml_str best = { "", 0 };

	for (n = xml_child(x, n, "link"); n != XML_NONE;
	     n = xml_next(x, n, "link")) {
		struct xml_str rel = xml_attr(x, n, "rel");
		struct xml_str type = xml_attr(x, n, "type");
		struct xml_str href = xml_attr(x, n, "href");

		if (href.len == 0 ||
		    (rel.len > 0 && !xml_str_is(rel, "alternate")))
			continue;
		if (type.len == 0 || xml_has(type, "html"))
			return href;
		if (best.len == 0)
			best = href;
	}
	return best;
}

static void set_id(struct xml_record *rec, struct article *a)
{
	const struct xml *x = rec->x;
	uint32_t feed = feed_of(rec);
	struct xml_str base = feed_base(rec, feed);
	struct xml_str id = at(x, rec->root, "id");

	if (base.len == 0)
		base = link_of(rec->head, feed);
	xml_set(&a->url, at(x, rec->root, "feedburner:origLink"));
	feed_url(&a->url, link_of(x, rec->root), base);
	if (a->url.len == 0 && url_is(id.p, id.len))
		xml_set(&a->url, id);
	else if (id.len != a->url.len ||
	         memcmp(id.p, buf_str(&a->url), id.len) != 0)
		feed_id(a, id, "atom", base);
}

/* ---- an entry --------------------------------------------------------------------- */

static void add_authors(struct article *a, const struct xml *x, uint32_t n)
{
	for (n = xml_child(x, n, "author"); n != XML_NONE;
	     n = xml_next(x, n, "author")) {
		struct xml_str s = at(x, n, "name");

		strings_add(&a->authors, s.p, s.len);
	}
}

static void set_feed(struct xml_record *rec, struct article *a)
{
	const struct xml *x = rec->x, *h = rec->head;
	uint32_t feed = feed_of(rec);

	feed_line(&a->source, x, xml_at(x, rec->root, "source/title"));
	feed_line(&a->source, h, xml_child(h, feed, "title"));
	add_authors(a, x, rec->root);
	if (a->authors.n == 0)
		add_authors(a, x, xml_child(x, rec->root, "source"));
	if (a->authors.n == 0)
		add_authors(a, h, feed);
	xml_set(&a->language, xml_attr(x, rec->root, "xml:lang"));
	xml_set(&a->language, xml_attr(x, xml_child(x, rec->root, "content"),
	                               "xml:lang"));
	xml_set(&a->language, xml_attr(h, feed, "xml:lang"));
	feed_line(&a->rights, x, xml_child(x, rec->root, "rights"));
	feed_line(&a->rights, h, xml_child(h, feed, "rights"));
}

static void set_keywords(struct article *a, const struct xml *x, uint32_t entry)
{
	uint32_t n = xml_child(x, entry, "category");

	for (; n != XML_NONE; n = xml_next(x, n, "category")) {
		struct xml_str s = xml_attr(x, n, "label");

		if (s.len == 0)
			s = xml_attr(x, n, "term");
		strings_add(&a->keywords, s.p, s.len);
	}
	feed_list(&a->keywords, at(x, entry, "media:keywords"));
}

/* Whether an element's text is base64: of mode "base64" in Atom 0.3, and what
 * has a type that is none of text in Atom 1.0. */
static bool is_base64(const struct xml *x, uint32_t n)
{
	struct xml_str type = xml_attr(x, n, "type");

	return xml_str_is(xml_attr(x, n, "mode"), "base64") ||
	       xml_str_is(type, "application/octet-stream");
}

/* Whether content is text: that of an image is not. */
static bool is_text(const struct xml *x, uint32_t n)
{
	static const char *const others[] = { "image/", "audio/", "video/",
		                              "application/" };
	struct xml_str type = xml_attr(x, n, "type");

	if (xml_has(type, "html") || xml_has(type, "xml") ||
	    xml_has(type, "octet-stream"))
		return true;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (xml_has(type, others[i]))
			return false;
	return true;
}

static int value_of(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmn"
				     "opqrstuvwxyz0123456789+/";
	const char *at = c != '\0' ? strchr(digits, c) : NULL;

	return at != NULL ? (int)(at - digits) : -1;
}

/* Append what the base64 stands for, if it is text. */
static void add_base64(struct buf *out, struct xml_str s)
{
	struct buf raw = BUF_INIT;
	unsigned bits = 0, n = 0;
	struct charset_result res;

	for (size_t i = 0; i < s.len; i++) {
		int v = value_of(s.p[i]);

		if (v < 0)
			continue;
		bits = (bits << 6 | (unsigned)v) & 0xffff;
		n += 6;
		if (n >= 8)
			buf_addc(&raw, (char)(bits >> (n -= 8) & 0xff));
	}
	if (raw.len > 0 && memchr(raw.p, '\0', raw.len) == NULL) {
		struct buf text = BUF_INIT;

		charset_decode(raw.p, raw.len, NULL, &text, &res);
		if (strcmp(res.name, "UTF-8") == 0)
			feed_string(out, (struct xml_str){ buf_str(&text),
			                                   text.len });
		buf_release(&text);
	}
	buf_release(&raw);
}

static void add_text(struct buf *out, const struct xml *x, uint32_t n)
{
	if (n == XML_NONE || out->len > 0)
		return;
	if (is_base64(x, n))
		add_base64(out, xml_text(x, n));
	else
		feed_text(out, x, n);
}

static const char *fill(struct xml_record *rec, struct article *a)
{
	const struct xml *x = rec->x;
	uint32_t entry = rec->root;
	uint32_t content = xml_child(x, entry, "content");
	bool whole;

	set_id(rec, a);
	add_text(&a->headline, x, xml_child(x, entry, "title"));
	add_text(&a->headline, x, xml_child(x, entry, "media:title"));
	feed_date(&a->published, at(x, entry, "published"));
	feed_date(&a->published, at(x, entry, "issued"));
	feed_date(&a->published, at(x, entry, "created"));
	feed_date(&a->updated, at(x, entry, "updated"));
	feed_date(&a->updated, at(x, entry, "modified"));
	feed_date(&a->published, at(x, entry, "dc:date"));
	set_feed(rec, a);
	set_keywords(a, x, entry);
	if (is_text(x, content))
		add_text(&a->body, x, content);
	whole = a->body.len > 0;
	add_text(whole ? &a->deck : &a->body, x, xml_child(x, entry, "summary"));
	if (!whole)
		add_text(&a->body, x, xml_at(x, entry,
		                             "media:group/media:description"));
	feed_mark(a, whole);
	return NULL;
}

static const char *const names[] = { "entry", NULL };

static const struct xml_kind kind = { names, true, fill };

static enum nx_status atom_read(const struct member *m, struct reader *r,
                                struct sink *sink, struct nx_err *err)
{
	return xml_read(&kind, m, r, sink, err);
}

static int check(struct xml_str name, struct xml_str tag, struct xml_str all)
{
	if (!xml_local_is(name, "feed") && !xml_local_is(name, "entry"))
		return BID_NONE;
	return xml_has(tag, "w3.org/2005/Atom") ||
	                       xml_has(tag, "purl.org/atom/") ||
	                       (xml_local_is(name, "feed") &&
	                        xml_has(all, "<entry"))
	               ? BID_CERTAIN
	               : BID_NONE;
}

static int atom_bid(const struct sniff *s)
{
	return xml_bid(s, check);
}

const struct format format_atom = {
	.name = "atom",
	.summary = "Atom feeds",
	.flags = 0,
	.bid = atom_bid,
	.read = atom_read,
};
