/* NITF, the News Industry Text Format (2.5 to 3.6): one article, as agencies
 * and the New York Times Annotated Corpus have it.
 *
 *     id         docdata/doc-id, in regsrc     url     alternate_url, ex-ref
 *     headline   hl1, else title               deck    hl2, abstract
 *     authors    byline                        rights  rights, doc.rights
 *     published  date.publication, date.issue, date.release
 *     source     pubdata, doc.copyright, distributor, regsrc, from-src
 *     section    print_section_name, position.section ...; first subject
 *     keywords   key-list, identified-content, tobject.subject
 *     places     dateline, evloc, identified-content/location
 *     body       body.content: full_text and the correction, or all of it
 */
#include <string.h>
#include <strings.h>

#include "corpus/article.h"
#include "corpus/byline.h"
#include "corpus/date.h"
#include "corpus/format.h"
#include "corpus/formats/nitf.h"
#include "corpus/formats/sgml.h"
#include "corpus/markup.h"
#include "corpus/xml_records.h"

static struct xml_str at(const struct xml *x, uint32_t n, const char *path)
{
	return xml_text(x, xml_at(x, n, path));
}

/* The Times gives the day in New York, and a time that is always midnight. */
static bool set_date(struct instant *out, struct xml_str s)
{
	if (s.len > 9 && memcmp(s.p + s.len - 7, "T000000", 7) == 0)
		s.len -= 7;
	return out->precision == INSTANT_NONE &&
	       date_parse(s.p, s.len, DATE_ORDER_UNKNOWN, out);
}

/* The content of <meta name=...>. */
static struct xml_str meta(const struct xml *x, uint32_t head, const char *name)
{
	uint32_t n = xml_child(x, head, "meta");

	for (; n != XML_NONE; n = xml_next(x, n, "meta"))
		if (xml_str_is(xml_attr(x, n, "name"), name))
			return xml_attr(x, n, "content");
	return (struct xml_str){ "", 0 };
}

/* ---- body.head -------------------------------------------------------------- */

static void set_headline(struct article *a, const struct xml *x, uint32_t head)
{
	uint32_t n = xml_at(x, head, "hedline/hl1");
	bool has_deck = a->deck.len > 0;

	for (; n != XML_NONE; n = xml_next(x, n, "hl1"))
		if (!xml_str_is(xml_attr(x, n, "class"), "online_headline"))
			xml_set(&a->headline, xml_text(x, n));
	n = xml_at(x, head, "hedline/hl2");
	for (; n != XML_NONE; n = xml_next(x, n, "hl2"))
		if (!xml_str_is(xml_attr(x, n, "class"), "online_headline"))
			xml_set(&a->deck, xml_text(x, n));
	if (a->deck.len == a->headline.len &&
	    memcmp(buf_str(&a->deck), buf_str(&a->headline), a->deck.len) == 0)
		buf_clear(&a->deck);
	n = xml_child(x, head, "abstract");
	if (has_deck || xml_text(x, n).len == 0)
		return;
	if (a->deck.len > 0)
		buf_adds(&a->deck, ". ");
	xml_prose(x, n, &a->deck);
}

/* A byline without the title that follows the name: "By ANN LEE<byttl>Business
 * Writer</byttl>". */
static void byline_text(const struct xml *x, uint32_t n, struct buf *out)
{
	uint32_t title = xml_find(x, n, n, "byttl");

	buf_clear(out);
	if (title == XML_NONE)
		xml_prose(x, n, out);
	else
		buf_add(out, x->text.p + x->node[n].from,
		        x->node[title].from - x->node[n].from);
	buf_trim(out);
}

/* A byline that has each person marked; else "By Ann Lee and Bo Ek". */
static void set_authors(struct article *a, const struct xml *x, uint32_t head,
                        struct buf *line)
{
	uint32_t n = xml_child(x, head, "byline"), best = n, p;

	for (; n != XML_NONE; n = xml_next(x, n, "byline"))
		if (xml_str_is(xml_attr(x, n, "class"), "print_byline"))
			best = n;
	if (best == XML_NONE)
		return;
	p = xml_find(x, best, best, "person");
	if (p != XML_NONE) {
		for (; p != XML_NONE; p = xml_find(x, best, p, "person"))
			byline_add(&a->authors, xml_text(x, p).p,
			           xml_text(x, p).len);
		return;
	}
	byline_text(x, best, line);
	byline_add(&a->authors, buf_str(line),
	           byline_without(buf_str(line), line->len, buf_str(&a->source),
	                          a->source.len));
}

static void set_place(struct article *a, const struct xml *x, uint32_t head)
{
	static const char *const parts[] = { "city", "state", "region",
		                             "country" };
	uint32_t line = xml_child(x, head, "dateline");
	uint32_t place = xml_find(x, line, line, "location");
	struct xml_str s;
	bool any = false;

	for (size_t i = 0; place != XML_NONE && i < 4; i++) {
		s = xml_text(x, xml_find(x, place, place, parts[i]));
		strings_add(&a->places, s.p, s.len);
		any |= s.len > 0;
	}
	if (any)
		return;
	s = xml_text(x, place);
	if (s.len > 0)
		strings_add(&a->places, s.p, s.len);
	else if (line != XML_NONE && xml_child(x, line, "story.date") == XML_NONE)
		sgml_dateline(xml_text(x, line).p, xml_text(x, line).len,
		              &a->places);
}

/* ---- body.content ------------------------------------------------------------- */

static uint32_t block_of(const struct xml *x, uint32_t content,
                         const char *class)
{
	uint32_t n = xml_child(x, content, "block");

	for (; n != XML_NONE; n = xml_next(x, n, "block"))
		if (xml_str_is(xml_attr(x, n, "class"), class))
			return n;
	return XML_NONE;
}

/* The lead paragraph stands in the full text again. */
static void set_body(struct article *a, const struct xml *x, uint32_t content)
{
	uint32_t full = block_of(x, content, "full_text");
	struct xml_str s = xml_text(x, content);

	if (full != XML_NONE)
		xml_prose(x, full, &a->body);
	else if (xml_child(x, content, NULL) == XML_NONE && markup_is(s.p, s.len))
		markup_text(s.p, s.len, &a->body);
	else
		xml_prose(x, content, &a->body);
	/* "correction_text" is a part of it that stands apart. */
	full = full != XML_NONE ? block_of(x, content, "correction_text")
	                        : XML_NONE;
	if (full != XML_NONE) {
		buf_adds(&a->body, "\n\n");
		xml_prose(x, full, &a->body);
	}
}

void nitf_body(const struct xml *x, uint32_t nitf, struct buf *line,
               struct article *a)
{
	uint32_t head = xml_at(x, nitf, "body/body.head");

	set_headline(a, x, head);
	xml_set(&a->headline, at(x, nitf, "head/title"));
	if (a->authors.n == 0)
		set_authors(a, x, head, line);
	if (a->places.n == 0)
		set_place(a, x, head);
	set_body(a, x, xml_at(x, nitf, "body/body.content"));
}

/* ---- head ------------------------------------------------------------------------ */

static void add_all(struct strings *s, const struct xml *x, uint32_t top,
                    const char *name, const char *attr)
{
	uint32_t n = top;

	while ((n = xml_find(x, top, n, name)) != XML_NONE) {
		struct xml_str v = attr != NULL ? xml_attr(x, n, attr)
		                                : xml_text(x, n);

		strings_add(s, v.p, v.len);
	}
}

/* Subjects that have a number and no name, as NewsML-G2 writes them. */
static void add_codes(struct article *a, const struct xml *x, uint32_t head)
{
	static const char *const named[] = { "tobject.subject.type",
		                             "tobject.subject.matter",
		                             "tobject.subject.detail" };
	uint32_t n = head;
	char code[16];

	while ((n = xml_find(x, head, n, "tobject.subject")) != XML_NONE) {
		struct xml_str s = xml_attr(x, n, "tobject.subject.refnum");
		size_t names = 0;

		for (size_t i = 0; i < 3; i++)
			names += xml_attr(x, n, named[i]).len;
		if (names > 0 || s.len != 8)
			continue;
		memcpy(code, "subj:", 5);
		memcpy(code + 5, s.p, 8);
		strings_add(&a->keywords, code, 13);
	}
}

static void set_keywords(struct article *a, const struct xml *x, uint32_t head)
{
	uint32_t data = xml_child(x, head, "docdata");
	uint32_t ident = xml_child(x, data, "identified-content"), n = ident;
	uint32_t list = xml_child(x, data, "key-list");

	add_all(&a->keywords, x, list, "keyword", "key");
	add_all(&a->keywords, x, list, "keyword", NULL);
	while ((n = xml_find(x, ident, n, "classifier")) != XML_NONE) {
		struct xml_str s = xml_text(x, n);

		if (s.len == 0)
			s = xml_attr(x, n, "value");
		strings_add(&a->keywords, s.p, s.len);
	}
	add_all(&a->keywords, x, ident, "org", NULL);
	add_all(&a->keywords, x, ident, "person", NULL);
	add_all(&a->keywords, x, ident, "object.title", NULL);
	add_all(&a->keywords, x, head, "tobject.subject",
	        "tobject.subject.type");
	add_all(&a->keywords, x, head, "tobject.subject",
	        "tobject.subject.matter");
	add_all(&a->keywords, x, head, "tobject.subject",
	        "tobject.subject.detail");
	add_codes(a, x, head);
	add_all(&a->places, x, ident, "location", NULL);
	add_all(&a->places, x, data, "evloc", "city");
	add_all(&a->places, x, data, "evloc", "state-prov");
	add_all(&a->places, x, data, "evloc", "iso-cc");
}

static struct xml_str attr_at(const struct xml *x, uint32_t n, const char *path,
                              const char *attr)
{
	return xml_attr(x, xml_at(x, n, path), attr);
}

static void set_dates(struct article *a, const struct xml *x, uint32_t head)
{
	static const char *const parts[] = { "publication_year",
		                             "publication_month",
		                             "publication_day_of_month" };
	struct buf day = BUF_INIT;
	struct xml_str s;

	(void)set_date(&a->published, attr_at(x, head, "pubdata",
	                                      "date.publication"));
	(void)set_date(&a->published, attr_at(x, head, "docdata/date.issue",
	                                      "norm"));
	(void)set_date(&a->published, attr_at(x, head, "docdata/date.release",
	                                      "norm"));
	for (size_t i = 0; i < 3; i++) {
		s = meta(x, head, parts[i]);
		if (s.len == 0)
			break;
		buf_addf(&day, "%s%s%.*s", i > 0 ? "-" : "",
		         s.len == 1 ? "0" : "", (int)s.len, s.p);
	}
	(void)set_date(&a->published, (struct xml_str){ buf_str(&day),
	                                                day.len });
	buf_release(&day);
}

/* "The Press. All rights reserved." */
static struct xml_str without_rights(struct xml_str s)
{
	static const char rights[] = ". All rights reserved";
	const char *at = memmem(s.p, s.len, rights, sizeof rights - 1);

	if (at != NULL)
		s.len = (size_t)(at - s.p);
	return s;
}

/* What an article is for or about, where it has no section: the scope, or its
 * kind unless that is all of them. */
static void set_scope(struct article *a, const struct xml *x, uint32_t head)
{
	struct xml_str kind = attr_at(x, head, "tobject", "tobject.type");

	xml_set(&a->section, attr_at(x, head, "docdata/doc-scope", "scope"));
	if (kind.len != 4 || strncasecmp(kind.p, "news", 4) != 0)
		xml_set(&a->section, kind);
}

static void set_names(struct article *a, const struct xml *x, uint32_t head,
                      uint32_t body)
{
	xml_set(&a->source, attr_at(x, head, "pubdata", "name"));
	xml_set(&a->source, without_rights(attr_at(x, head,
	                                           "docdata/doc.copyright",
	                                           "holder")));
	xml_set(&a->source, at(x, body, "body.head/distributor"));
	xml_set(&a->source, attr_at(x, head, "docdata/doc-id", "regsrc"));
	xml_set(&a->source, attr_at(x, head, "docdata/del-list/from-src",
	                            "src-name"));
	xml_set(&a->rights, at(x, body, "body.head/rights"));
	xml_set(&a->rights, attr_at(x, head, "docdata/doc.rights", "owner"));
	xml_set(&a->section, meta(x, head, "print_section_name"));
	xml_set(&a->section, attr_at(x, head, "pubdata", "position.section"));
	xml_set(&a->section, meta(x, head, "online_sections"));
	xml_set(&a->section, meta(x, head, "dsk"));
	xml_set(&a->section, attr_at(x, head, "tobject/tobject.subject",
	                             "tobject.subject.type"));
	set_scope(a, x, head);
}

static void set_id(struct article *a, const struct xml *x, uint32_t head)
{
	uint32_t id = xml_at(x, head, "docdata/doc-id");
	struct xml_str src = xml_attr(x, id, "regsrc");

	xml_set(&a->id, xml_attr(x, id, "id-string"));
	if (src.len > 0 && a->id.len > 0)
		buf_addf(&a->space, "nitf/%.*s", (int)src.len, src.p);
	xml_set(&a->url, meta(x, head, "alternate_url"));
	xml_set(&a->url, attr_at(x, head, "pubdata", "ex-ref"));
}

static const char *fill(struct xml_record *rec, struct article *a)
{
	const struct xml *x = rec->x;
	uint32_t nitf = rec->root, head = xml_child(x, nitf, "head");
	uint32_t body = xml_child(x, nitf, "body");
	struct xml_str status = attr_at(x, head, "docdata",
	                                "management-status");

	a->withdrawn = withdrawn_by(status.p, status.len);
	set_id(a, x, head);
	set_dates(a, x, head);
	set_names(a, x, head, body);
	nitf_body(x, nitf, &rec->a, a);
	set_keywords(a, x, head);
	xml_set(&a->language, xml_attr(x, nitf, "xml:lang"));
	xml_set(&a->language, xml_attr(x, body, "xml:lang"));
	xml_set(&a->language, xml_attr(x, body, "lang"));
	xml_set(&a->language, xml_attr(x, nitf, "baselang"));
	return NULL;
}

static const char *const names[] = { "nitf", NULL };

static const struct xml_kind kind = { names, false, fill };

static enum nx_status nitf_read(const struct member *m, struct reader *r,
                                struct sink *sink, struct nx_err *err)
{
	return xml_read(&kind, m, r, sink, err);
}

static int check(struct xml_str name, struct xml_str tag, struct xml_str all)
{
	(void)tag;
	(void)all;
	return xml_local_is(name, "nitf") ? BID_CERTAIN : BID_NONE;
}

static int nitf_bid(const struct sniff *s)
{
	return xml_bid(s, check);
}

const struct format format_nitf = {
	.name = "nitf",
	.summary = "NITF articles of agencies and newspapers",
	.flags = FORMAT_PATH_IS_ID,
	.bid = nitf_bid,
	.read = nitf_read,
};
