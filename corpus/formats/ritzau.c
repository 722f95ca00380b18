/* News of Ritzau as its services give them: <RBNews>, alone or in a list.
 *
 *     id         NewsID                        published  PublishDate
 *     headline   headline                      deck       subtitle
 *     authors    byLine                        source     origin ("/ritzau/")
 *     section    section                       places     town
 *     keywords   strapline, SubjectKeyword, IPTCList
 *     revision   version                       withdrawn  Annuleret
 *     body       content, HTML written as text, escaped once or twice
 */
#include <ctype.h>
#include <string.h>

#include "corpus/article.h"
#include "corpus/byline.h"
#include "corpus/date.h"
#include "corpus/entity.h"
#include "corpus/format.h"
#include "corpus/formats/newsml.h"
#include "corpus/xml_records.h"

static struct xml_str text_of(const struct xml *x, uint32_t item,
                              const char *name)
{
	return xml_text(x, xml_child(x, item, name));
}

/* Press releases come escaped once more: "&amp;apos;". */
static void set_unescaped(struct buf *out, struct xml_str s)
{
	buf_clear(out);
	entity_decode_all(s.p, s.len, out);
}

static void set_source(struct article *a, struct xml_str origin)
{
	while (origin.len > 0 && *origin.p == '/') {
		origin.p++;
		origin.len--;
	}
	while (origin.len > 0 && origin.p[origin.len - 1] == '/')
		origin.len--;
	xml_set(&a->source, origin);
}

/* Words, and numbers of IPTC subjects, as NewsML-G2 writes them. */
static void set_keywords(struct article *a, const struct xml *x, uint32_t item)
{
	static const char *const lists[] = { "SubjectKeyword", "IPTCList" };
	struct xml_str s = text_of(x, item, "strapline");
	struct buf code = BUF_INIT;

	strings_add(&a->keywords, s.p, s.len);
	for (size_t i = 0; i < 2; i++) {
		uint32_t list = xml_child(x, item, lists[i]), n;

		for (n = xml_child(x, list, NULL); n != XML_NONE;
		     n = xml_next(x, n, NULL)) {
			s = xml_text(x, n);
			buf_clear(&code);
			if (s.len == 8 && isdigit((unsigned char)*s.p))
				buf_adds(&code, "subj:");
			buf_add(&code, s.p, s.len);
			strings_add(&a->keywords, code.p, code.len);
		}
	}
	buf_release(&code);
}

static void set_body(struct article *a, const struct xml *x, uint32_t item,
                     struct buf *html)
{
	newsml_data(x, xml_child(x, item, "content"), a);
	buf_clear(html);
	entity_decode_all(buf_str(&a->body), a->body.len, html);
	buf_set(&a->body, buf_str(html), html->len);
}

static const char *fill(struct xml_record *rec, struct article *a)
{
	const struct xml *x = rec->x;
	uint32_t item = rec->root;
	struct xml_str s = text_of(x, item, "PublishDate");

	if (xml_str_is(text_of(x, item, "Annuleret"), "true"))
		a->withdrawn = WITHDRAWN_CANCELLED;
	xml_set(&a->id, text_of(x, item, "NewsID"));
	(void)date_parse(s.p, s.len, DATE_ORDER_UNKNOWN, &a->published);
	s = text_of(x, item, "version");
	article_set_revision(a, s.p, s.len);
	set_unescaped(&a->headline, text_of(x, item, "headline"));
	set_unescaped(&a->deck, text_of(x, item, "subtitle"));
	s = text_of(x, item, "byLine");
	byline_add(&a->authors, s.p, s.len);
	set_source(a, text_of(x, item, "origin"));
	xml_set(&a->section, text_of(x, item, "section"));
	s = text_of(x, item, "town");
	strings_add(&a->places, s.p, s.len);
	set_keywords(a, x, item);
	set_body(a, x, item, &rec->a);
	return NULL;
}

static const char *const names[] = { "RBNews", NULL };

static const struct xml_kind kind = { names, false, fill };

static enum nx_status ritzau_read(const struct member *m, struct reader *r,
                                  struct sink *sink, struct nx_err *err)
{
	return xml_read(&kind, m, r, sink, err);
}

static int check(struct xml_str name, struct xml_str tag, struct xml_str all)
{
	(void)tag;
	if (xml_local_is(name, "RBNews"))
		return BID_CERTAIN;
	return xml_has(all, "<ListOfRBNews") ? BID_CERTAIN : BID_NONE;
}

static int ritzau_bid(const struct sniff *s)
{
	return xml_bid(s, check);
}

const struct format format_ritzau = {
	.name = "ritzau",
	.summary = "Ritzau's news services (RBNews)",
	.flags = 0,
	.bid = ritzau_bid,
	.read = ritzau_read,
};
