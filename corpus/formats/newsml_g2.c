/* NewsML-G2: items of agencies, alone or in a message.  Items of text are
 * articles; pictures, packages, concepts and plans are told as such.
 *
 *     id         guid, without the version
 *     headline   headline, itemMeta/title, that of the text
 *     deck       headline of a sub or deck role, description
 *     authors    by, else creator or contributor with a full name
 *     published  firstCreated, contentCreated        updated  versionCreated
 *     source     provider, infoSource, creditline
 *     section    service, genre                      rights   copyrightNotice
 *     keywords   keyword, subject, slugline
 *     places     located and what it is in, subject of a place, dateline
 *     body       inlineXML (HTML, NITF), inlineData
 */
#include <string.h>

#include "corpus/article.h"
#include "corpus/byline.h"
#include "corpus/date.h"
#include "corpus/format.h"
#include "corpus/formats/newsml.h"
#include "corpus/formats/sgml.h"
#include "corpus/markup.h"
#include "corpus/xml_records.h"
#include "lib/base/limits.h"

static bool set_date(struct instant *out, const struct xml *x, uint32_t n,
                     const char *path)
{
	struct xml_str s = xml_text(x, xml_at(x, n, path));

	return out->precision == INSTANT_NONE &&
	       date_parse(s.p, s.len, DATE_ORDER_UNKNOWN, out);
}

/* ---- what an item is --------------------------------------------------------- */

/* Why the item is no article, or NULL. */
static const char *refused(const struct xml *x, uint32_t item, uint32_t meta)
{
	static const struct {
		const char *what, *why;
	} kinds[] = {
		{ "packageItem", "package of other items" },
		{ "conceptItem", "concept, no article" },
		{ "knowledgeItem", "list of concepts, no article" },
		{ "planningItem", "plan of coverage, no article" },
		{ "catalogItem", "catalogue, no article" },
		{ "groupSet", "part of a package" },
		{ "contentMeta", "part of an item, without text" },
	}, classes[] = {
		{ "picture", "picture" },
		{ "graphic", "graphic" },
		{ "video", "video" },
		{ "audio", "audio" },
		{ "animated", "graphic" },
		{ "composite", "package of other items" },
	};
	struct xml_str class = xml_attr(x, xml_child(x, meta, "itemClass"),
	                                "qcode");

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (xml_is(x, item, kinds[i].what))
			return kinds[i].why;
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (xml_code_is(class, classes[i].what))
			return classes[i].why;
	return NULL;
}

/* pubStatus, which revisions have too. */
static void set_status(struct article *a, const struct xml *x, uint32_t item,
                       uint32_t meta)
{
	struct xml_str status = xml_attr(x, xml_child(x, meta, "pubStatus"),
	                                 "qcode");
	struct xml_str version = xml_attr(x, item, "version");
	uint32_t n = xml_child(x, meta, "signal");
	const char *colon;

	article_set_revision(a, version.p, version.len);
	colon = status.len > 0 ? memrchr(status.p, ':', status.len) : NULL;
	if (colon != NULL)
		status = (struct xml_str){ colon + 1, status.len -
			                   (size_t)(colon + 1 - status.p) };
	a->withdrawn = withdrawn_by(status.p, status.len);
	for (; n != XML_NONE; n = xml_next(x, n, "signal"))
		if (xml_code_is(xml_attr(x, n, "qcode"), "kill"))
			a->withdrawn = WITHDRAWN_KILLED;
}

/* ---- names -------------------------------------------------------------------- */

/* The name of a concept as people read it, in the language if there are
 * several: not its mnemonic. */
static struct xml_str name_of(const struct xml *x, uint32_t concept,
                              const struct buf *language)
{
	uint32_t n = xml_child(x, concept, "name"), best = XML_NONE;

	for (; n != XML_NONE; n = xml_next(x, n, "name")) {
		struct xml_str role = xml_attr(x, n, "role");
		struct xml_str lang = xml_attr(x, n, "xml:lang");

		if (xml_code_is(role, "mnemonic") || xml_code_is(role, "short"))
			continue;
		if (best == XML_NONE)
			best = n;
		if (lang.len >= 2 && language->len >= 2 &&
		    memcmp(lang.p, language->p, 2) == 0)
			return xml_text(x, n);
	}
	return xml_text(x, best);
}

static struct xml_str name_or_literal(const struct xml *x, uint32_t n,
                                      const struct buf *language)
{
	struct xml_str s = name_of(x, n, language);

	return s.len > 0 ? s : xml_attr(x, n, "literal");
}

static void set_source(struct article *a, const struct xml *x, uint32_t meta,
                       uint32_t content)
{
	uint32_t provider = xml_child(x, meta, "provider");
	struct xml_str code = xml_attr(x, provider, "qcode");
	const char *colon = code.len > 0 ? memchr(code.p, ':', code.len) : NULL;

	xml_set(&a->source, name_or_literal(x, provider, &a->language));
	xml_set(&a->source, name_or_literal(x, xml_child(x, content,
	                                                 "infoSource"),
	                                    &a->language));
	xml_set(&a->source, xml_text(x, xml_child(x, content, "creditline")));
	if (a->source.len == 0 && colon != NULL)
		buf_set(&a->source, colon + 1,
		        code.len - (size_t)(colon + 1 - code.p));
}

static void set_section(struct article *a, const struct xml *x, uint32_t meta,
                        uint32_t content)
{
	uint32_t n = xml_child(x, meta, "service");

	for (; n != XML_NONE; n = xml_next(x, n, "service"))
		xml_set(&a->section, name_of(x, n, &a->language));
	xml_set(&a->section, name_of(x, xml_child(x, content, "genre"),
	                             &a->language));
}

static bool is_place(const struct xml *x, uint32_t subject)
{
	struct xml_str type = xml_attr(x, subject, "type");

	return xml_str_is(type, "cptType:5") || xml_code_is(type, "geoArea");
}

/* An item whose subjects are read. */
struct subjects {
	struct article *a;
	const struct xml *x;
	uint32_t item;
	unsigned lookups; /* asserts may be looked through so often yet */
};

/* What the item asserts of a concept that is named by its code alone.  STT has
 * the same number under another alias there. */
static uint32_t assert_of(struct subjects *s, uint32_t concept)
{
	const struct xml *x = s->x;
	struct xml_str code = xml_attr(x, concept, "qcode");
	uint32_t n = xml_child(x, s->item, "assert");

	if (code.len == 0 || s->lookups == 0)
		return XML_NONE;
	s->lookups--;
	for (; n != XML_NONE; n = xml_next(x, n, "assert")) {
		struct xml_str c = xml_attr(x, n, "qcode");
		size_t same = 0;

		while (same < c.len && same < code.len &&
		       c.p[c.len - 1 - same] == code.p[code.len - 1 - same])
			same++;
		if ((same == c.len && same == code.len) ||
		    (xml_child(x, n, "geoAreaDetails") != XML_NONE &&
		     same > 1 && memchr(c.p + c.len - same, ':', same)))
			return n;
	}
	return XML_NONE;
}

static void add_name(struct strings *out, struct xml_str s)
{
	if (!xml_str_is(s, "No-Data-Available"))
		strings_add(out, s.p, s.len);
}

/* A place, and what it is in. */
static void add_place(struct subjects *s, uint32_t n)
{
	const struct xml *x = s->x;
	struct article *a = s->a;
	struct xml_str name = name_or_literal(x, n, &a->language);

	if (name.len == 0) {
		uint32_t known = assert_of(s, n);

		if (known != XML_NONE)
			n = known;
		name = name_of(x, n, &a->language);
	}
	add_name(&a->places, name);
	n = xml_child(x, n, "broader");
	for (; n != XML_NONE; n = xml_next(x, n, "broader"))
		add_name(&a->places, name_of(x, n, &a->language));
}

static void add_subject(struct subjects *s, uint32_t n)
{
	struct xml_str name = name_of(s->x, n, &s->a->language);
	struct xml_str code = xml_attr(s->x, n, "qcode");

	if (is_place(s->x, n)) {
		add_place(s, n);
		return;
	}
	if (xml_code_is(xml_attr(s->x, n, "type"), "poi"))
		return;
	if (name.len == 0)
		name = name_of(s->x, xml_child(s->x, n, "mainConcept"),
		               &s->a->language);
	if (name.len == 0)
		name = name_of(s->x, assert_of(s, n), &s->a->language);
	/* Only the codes that are the same at all agencies say something. */
	if (name.len == 0 && code.len > 7 &&
	    (memcmp(code.p, "subj:", 5) == 0 ||
	     memcmp(code.p, "medtop:", 7) == 0))
		name = code;
	add_name(&s->a->keywords, name);
}

static void set_subjects(struct article *a, const struct xml *x, uint32_t item,
                         uint32_t meta, uint32_t content)
{
	struct subjects s = { a, x, item, LIMIT_REPEATS };
	uint32_t n = xml_child(x, content, NULL);
	struct xml_str line = xml_text(x, xml_child(x, content, "dateline"));

	for (; n != XML_NONE; n = xml_next(x, n, NULL)) {
		if (xml_is(x, n, "located"))
			add_place(&s, n);
		else if (xml_is(x, n, "keyword") || xml_is(x, n, "slugline"))
			add_name(&a->keywords, xml_text(x, n));
		else if (xml_is(x, n, "subject"))
			add_subject(&s, n);
	}
	n = xml_child(x, meta, "located");
	if (n != XML_NONE)
		add_place(&s, n);
	/* Reuters has the time there: "2014-07-16 13:00:03 GMT+00:00". */
	if (a->places.n == 0 && line.len > 0 &&
	    (*line.p < '0' || *line.p > '9'))
		sgml_dateline(line.p, line.len, &a->places);
}

/* Who has no byline is in the database by name, or by a login. */
static void set_authors(struct article *a, const struct xml *x,
                        uint32_t content)
{
	static const char *const makers[] = { "creator", "contributor" };
	struct xml_str by, credit = xml_text(x, xml_child(x, content,
	                                                  "creditline"));
	uint32_t n = xml_child(x, content, "by");

	for (; n != XML_NONE; n = xml_next(x, n, "by")) {
		by = xml_text(x, n);
		byline_add(&a->authors, by.p,
		           byline_without(by.p, by.len, credit.p, credit.len));
	}
	for (size_t i = 0; i < 2 && a->authors.n == 0; i++) {
		n = xml_child(x, content, makers[i]);
		for (; n != XML_NONE; n = xml_next(x, n, makers[i])) {
			struct xml_str s = name_of(x, n, &a->language);

			if (s.len > 0 && memchr(s.p, ' ', s.len) != NULL)
				strings_add(&a->authors, s.p, s.len);
		}
	}
}

/* ---- headline and text ------------------------------------------------------------ */

static bool has_role(const struct xml *x, uint32_t n, const char *part)
{
	return xml_has(xml_attr(x, n, "role"), part);
}

static void set_headline(struct article *a, const struct xml *x,
                         uint32_t content)
{
	uint32_t n = xml_child(x, content, "headline");

	for (; n != XML_NONE; n = xml_next(x, n, "headline"))
		xml_set(has_role(x, n, "sub") || has_role(x, n, "deck")
		                ? &a->deck
		                : &a->headline,
		        xml_text(x, n));
	n = xml_child(x, content, "description");
	for (; n != XML_NONE; n = xml_next(x, n, "description"))
		if (!has_role(x, n, "caption"))
			xml_set(&a->deck, xml_text(x, n));
}

/* Text, or HTML written as text. */
static void add_data(struct article *a, const struct xml *x, uint32_t n)
{
	struct xml_str s = xml_text(x, n);
	struct xml_str type = xml_attr(x, n, "contenttype");

	if (xml_attr(x, n, "encoding").len > 0)
		return;
	if (type.len == 0 || xml_has(type, "text/") || markup_is(s.p, s.len))
		newsml_data(x, n, a);
}

static void set_body(struct article *a, const struct xml *x, uint32_t item,
                     struct buf *line)
{
	uint32_t set = xml_is(x, item, "contentSet")
	                       ? item
	                       : xml_child(x, item, "contentSet");
	uint32_t n = xml_child(x, set, "inlineXML");

	for (; n != XML_NONE && a->body.len == 0; n = xml_next(x, n,
	                                                       "inlineXML"))
		(void)newsml_markup(x, n, line, a);
	n = xml_child(x, set, "inlineData");
	for (; n != XML_NONE && a->body.len == 0; n = xml_next(x, n,
	                                                       "inlineData"))
		add_data(a, x, n);
}

/* A flash has its text in the headline; of what is no text (tables of sports)
 * it is all that can be read. */
static bool is_headline_only(struct article *a, const struct xml *x,
                             uint32_t item)
{
	uint32_t n = xml_at(x, item, "contentSet/inlineXML");

	if (n == XML_NONE || a->headline.len == 0)
		return false;
	if (xml_text(x, n).len > 0 || xml_child(x, n, NULL) == XML_NONE)
		a->repairs |= REPAIR_PARTIAL;
	return true;
}

static const char *fill(struct xml_record *rec, struct article *a)
{
	const struct xml *x = rec->x;
	uint32_t item = rec->root, meta = xml_child(x, item, "itemMeta");
	uint32_t content = xml_child(x, item, "contentMeta");
	const char *why = refused(x, item, meta);

	if (why != NULL)
		return why;
	set_status(a, x, item, meta);
	xml_set(&a->id, xml_attr(x, item, "guid"));
	xml_set(&a->language, xml_attr(x, xml_child(x, content, "language"),
	                               "tag"));
	xml_set(&a->language, xml_attr(x, item, "xml:lang"));
	(void)set_date(&a->published, x, meta, "firstCreated");
	(void)set_date(&a->published, x, content, "contentCreated");
	if (set_date(&a->updated, x, meta, "versionCreated") &&
	    a->published.precision == INSTANT_NONE) {
		a->published = a->updated;
		a->updated = (struct instant){ 0 };
	}
	set_source(a, x, meta, content);
	set_section(a, x, meta, content);
	set_headline(a, x, content);
	set_authors(a, x, content);
	set_subjects(a, x, item, meta, content);
	xml_set(&a->rights, xml_text(x, xml_at(x, item,
	                                       "rightsInfo/copyrightNotice")));
	xml_set(&a->headline, xml_text(x, xml_child(x, meta, "title")));
	set_body(a, x, item, &rec->a);
	if (a->body.len > 0 || a->withdrawn != WITHDRAWN_NOT ||
	    is_headline_only(a, x, item))
		return NULL;
	return "item without text of its own";
}

/* The last three are parts of items, that stand alone in manuals. */
static const char *const names[] = {
	"newsItem",     "packageItem", "conceptItem", "knowledgeItem",
	"planningItem", "catalogItem", "contentSet",  "contentMeta",
	"groupSet",     NULL,
};

static const struct xml_kind kind = { names, false, fill };

static enum nx_status g2_read(const struct member *m, struct reader *r,
                              struct sink *sink, struct nx_err *err)
{
	return xml_read(&kind, m, r, sink, err);
}

/* A newsItem of another kind (RCV1 has "newsitem") has not its namespace. */
static int check(struct xml_str name, struct xml_str tag, struct xml_str all)
{
	if (xml_local_is(name, "newsMessage"))
		return BID_CERTAIN;
	if (xml_local_is(name, "contentSet"))
		return xml_has(all, "inlineXML") ? BID_LIKELY : BID_NONE;
	if (xml_local_is(name, "contentMeta") || xml_local_is(name, "groupSet"))
		return xml_has(all, "qcode") || xml_has(all, "itemRef")
		               ? BID_LIKELY
		               : BID_NONE;
	for (size_t i = 0; names[i] != NULL; i++)
		if (xml_local_is(name, names[i]))
			return xml_has(tag, "iptc.org/std/nar") ||
			                       xml_has(all, "itemMeta")
			               ? BID_CERTAIN
			               : BID_NONE;
	return BID_NONE;
}

static int g2_bid(const struct sniff *s)
{
	return xml_bid(s, check);
}

const struct format format_newsml_g2 = {
	.name = "newsml-g2",
	.summary = "NewsML-G2 items and messages of agencies",
	.flags = 0,
	.bid = g2_bid,
	.read = g2_read,
};
