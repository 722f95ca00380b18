/* NewsML 1.0 to 1.2: agencies' items of news, one or several in a file.
 *
 * An item is a tree of components; each has lines, metadata and contents of
 * its own, or those of the components around it.
 *
 *     id         PublicIdentifier without the revision at its end
 *     headline   NewsLines/HeadLine            deck    NewsLines/SubHeadLine
 *     authors    NewsLines/ByLine              rights  NewsLines/CopyrightLine
 *     published  NewsManagement/FirstCreated   updated ThisRevisionCreated
 *     source     AdministrativeMetadata/Provider, Source; CreditLine
 *     section    DescriptiveMetadata/Genre     language  Language
 *     keywords   Property "Keyword", KeywordLine, SlugLine, SubjectCode
 *     places     Location/Property "City" ...; DateLine
 *     body       ContentItem/DataContent: NITF, HTML, paragraphs, plain text
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "corpus/article.h"
#include "corpus/byline.h"
#include "corpus/date.h"
#include "corpus/format.h"
#include "corpus/formats/newsml.h"
#include "corpus/formats/sgml.h"
#include "corpus/xml_records.h"
#include "lib/base/limits.h"

/* Start of a text by which it is known again. */
#define SAME_BYTES 80

/* Contents of an item that are looked at, and its codes.  Items of all media
 * have some twenty; each look may pass over all of a large item. */
#define CONTENTS_MAX 256

static struct xml_str formal(const struct xml *x, uint32_t n)
{
	return xml_attr(x, n, "FormalName");
}

static bool str_is(struct xml_str s, const char *word)
{
	return s.len == strlen(word) && strncasecmp(s.p, word, s.len) == 0;
}

/* The first element that the path leads to, in the component that n stands in
 * or in one around it; else in any of the item. */
static uint32_t around(const struct xml *x, uint32_t item, uint32_t n,
                       const char *path)
{
	uint32_t at;

	for (; n != item && n != XML_NONE; n = x->node[n].parent) {
		at = xml_is(x, n, "NewsComponent") ? xml_at(x, n, path)
		                                   : XML_NONE;
		if (at != XML_NONE)
			return at;
	}
	for (n = item; (n = xml_find(x, item, n, "NewsComponent")) != XML_NONE;)
		if ((at = xml_at(x, n, path)) != XML_NONE)
			return at;
	return XML_NONE;
}

static struct xml_str text_around(const struct xml *x, uint32_t item,
                                  uint32_t n, const char *path)
{
	return xml_text(x, around(x, item, n, path));
}

/* ---- contents ------------------------------------------------------------ */

static bool is_text(const struct xml *x, uint32_t content)
{
	struct xml_str type = formal(x, xml_child(x, content, "MediaType"));

	return xml_child(x, content, "DataContent") != XML_NONE &&
	       (type.len == 0 || str_is(type, "Text") ||
	        str_is(type, "ComplexData"));
}

static uint32_t component_of(const struct xml *x, uint32_t n)
{
	while (n != XML_NONE && !xml_is(x, n, "NewsComponent"))
		n = x->node[n].parent;
	return n;
}

/* What the content's component is in the one around it. */
static struct xml_str role_of(const struct xml *x, uint32_t content)
{
	uint32_t n = component_of(x, content);

	return formal(x, xml_child(x, n, "Role"));
}

static bool is_beside(const struct xml *x, uint32_t content)
{
	static const char *const roles[] = {
		"Caption", "Legend", "Title", "Abstract", "Summary", "Headline",
		"Thumbnail", "Byline", "Credit", "Keyword", "Keywords",
	};
	struct xml_str role = role_of(x, content);

	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
		if (str_is(role, roles[i]))
			return true;
	return false;
}

/* The next content behind n that is text and not beside another. */
static uint32_t next_text(const struct xml *x, uint32_t item, uint32_t n,
                          unsigned *left)
{
	while (*left > 0 &&
	       (n = xml_find(x, item, n, "ContentItem")) != XML_NONE) {
		(*left)--;
		if (is_text(x, n) && !is_beside(x, n))
			return n;
	}
	return XML_NONE;
}

/* The text of the item: one whose role is to be the main one, or the first. */
static uint32_t main_content(const struct xml *x, uint32_t item)
{
	unsigned left = CONTENTS_MAX;
	uint32_t first = next_text(x, item, item, &left), n = first;

	for (; n != XML_NONE; n = next_text(x, item, n, &left))
		if (str_is(role_of(x, n), "Main"))
			return n;
	return first;
}

/* Whether the content is another form of one before it. */
static bool is_equivalent(const struct xml *x, uint32_t content)
{
	uint32_t n = component_of(x, content), child = content;

	for (; n != XML_NONE; child = n, n = component_of(x, x->node[n].parent))
		if (str_is(xml_attr(x, n, "EquivalentsList"), "yes") &&
		    xml_child(x, n, x->node[child].name) != child)
			return true;
	return false;
}

static void add_content(struct article *a, const struct xml *x,
                        uint32_t content, struct buf *line)
{
	uint32_t data = xml_child(x, content, "DataContent");
	uint32_t body = xml_child(x, data, "body");

	if (newsml_markup(x, data, line, a))
		return;
	if (body != XML_NONE || xml_child(x, data, NULL) != XML_NONE)
		xml_prose(x, body != XML_NONE ? body : data, &a->body);
	else
		newsml_data(x, data, a);
}

static bool is_repeated(const struct buf *body, const struct buf *other)
{
	size_t n = other->len < SAME_BYTES ? other->len : SAME_BYTES;

	return n == 0 ||
	       memmem(buf_str(body), body->len, other->p, n) != NULL;
}

/* The texts that stand beside the main one in the item, under headlines of
 * their own. */
static void add_others(struct article *a, const struct xml *x, uint32_t item,
                       uint32_t main, struct buf *line)
{
	struct article other;
	unsigned left = CONTENTS_MAX;
	uint32_t n = item;

	article_init(&other);
	while ((n = next_text(x, item, n, &left)) != XML_NONE) {
		struct xml_str head;

		if (n == main || is_equivalent(x, n))
			continue;
		article_clear(&other);
		add_content(&other, x, n, line);
		if (is_repeated(&a->body, &other.body))
			continue;
		head = xml_text(x, xml_at(x, component_of(x, n),
		                          "NewsLines/HeadLine"));
		buf_adds(&a->body, "\n\n");
		buf_add(&a->body, head.p, head.len);
		buf_adds(&a->body, "\n\n");
		buf_add(&a->body, other.body.p, other.body.len);
	}
	if (left == 0)
		a->repairs |= REPAIR_CUT;
	article_release(&other);
}

/* Why an item without text is no article. */
static const char *without_text(const struct xml *x, uint32_t item)
{
	static const struct {
		const char *type, *why;
	} kinds[] = {
		{ "Photo", "picture" }, { "Graphic", "graphic" },
		{ "Video", "video" },   { "Audio", "audio" },
		{ "Image", "picture" },
	};
	uint32_t n = item;

	while ((n = xml_find(x, item, n, "MediaType")) != XML_NONE)
		for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
			if (str_is(formal(x, n), kinds[i].type))
				return kinds[i].why;
	if (xml_find(x, item, item, "NewsItemRef") != XML_NONE)
		return "package of other items";
	if (xml_child(x, item, "TopicSet") != XML_NONE)
		return "list of concepts, no article";
	return "item without text of its own";
}

/* ---- identity ------------------------------------------------------------ */

/* How long the revision at the end of a public identifier is, with its colon:
 * ":12N". */
static size_t revision_len(struct xml_str id)
{
	const char *colon = id.len > 0 ? memrchr(id.p, ':', id.len) : NULL;
	const char *p = colon, *end = id.p + id.len;
	unsigned colons = 0;

	for (size_t i = 0; i < id.len; i++)
		colons += id.p[i] == ':';
	/* urn:newsml:provider:date:item:revision */
	if (colons < 5)
		return 0;
	if (end[-1] == 'N' || end[-1] == 'U' || end[-1] == 'A')
		end--;
	for (p++; p < end; p++)
		if (!isdigit((unsigned char)*p))
			return 0;
	return end > colon + 1 ? (size_t)(id.p + id.len - colon) : 0;
}

/* "12", or "12N" at the end of an identifier. */
static void set_revision(struct article *a, struct xml_str s)
{
	if (s.len > 1 && !isdigit((unsigned char)s.p[s.len - 1]))
		s.len--;
	article_set_revision(a, s.p, s.len);
}

static void set_id(struct article *a, const struct xml *x, uint32_t item)
{
	static const char *const parts[] = { "ProviderId", "DateId",
		                             "NewsItemId" };
	uint32_t n = xml_at(x, item, "Identification/NewsIdentifier");
	struct xml_str s = xml_text(x, xml_child(x, n, "PublicIdentifier"));
	struct xml_str revision = xml_text(x, xml_child(x, n, "RevisionId"));
	size_t tail = revision_len(s);

	s.len -= tail;
	if (tail > 1)
		set_revision(a, (struct xml_str){ s.p + s.len + 1, tail - 1 });
	set_revision(a, revision);
	xml_set(&a->id, s);
	if (a->id.len > 0 || xml_child(x, n, "NewsItemId") == XML_NONE)
		return;
	buf_adds(&a->id, "urn:newsml");
	for (size_t i = 0; i < 3; i++) {
		s = xml_text(x, xml_child(x, n, parts[i]));
		buf_addc(&a->id, ':');
		buf_add(&a->id, s.p, s.len);
	}
}

static bool set_date(struct instant *out, struct xml_str s)
{
	return out->precision == INSTANT_NONE &&
	       date_parse(s.p, s.len, DATE_ORDER_UNKNOWN, out);
}

static void set_dates(struct article *a, const struct xml *x, uint32_t item)
{
	uint32_t n = xml_child(x, item, "NewsManagement");

	(void)set_date(&a->published, xml_text(x, xml_child(x, n,
	                                                    "FirstCreated")));
	if (set_date(&a->updated,
	             xml_text(x, xml_child(x, n, "ThisRevisionCreated"))) &&
	    a->published.precision == INSTANT_NONE) {
		a->published = a->updated;
		a->updated = (struct instant){ 0 };
	}
}

/* ---- names --------------------------------------------------------------- */

static void set_names(struct article *a, const struct xml *x, uint32_t item,
                      uint32_t n)
{
	static const char *const paths[] = {
		"AdministrativeMetadata/Provider/Party",
		"AdministrativeMetadata/Source/Party",
	};
	struct xml_str s = text_around(x, item, n, "NewsLines/ByLine");

	byline_add(&a->authors, s.p, s.len);
	for (size_t i = 0; i < 2; i++)
		xml_set(&a->source, formal(x, around(x, item, n, paths[i])));
	xml_set(&a->source, text_around(x, item, n, "NewsLines/CreditLine"));
	xml_set(&a->source, xml_text(x, xml_at(x, item, "Identification/"
	                                                "NewsIdentifier/"
	                                                "ProviderId")));
	xml_set(&a->rights, text_around(x, item, n, "NewsLines/CopyrightLine"));
	xml_set(&a->section, formal(x, around(x, item, n,
	                                      "DescriptiveMetadata/Genre")));
	xml_set(&a->language, formal(x, around(x, item, n,
	                                       "DescriptiveMetadata/"
	                                       "Language")));
	xml_set(&a->language, xml_attr(x, item, "xml:lang"));
	xml_set(&a->language, xml_attr(x, around(x, item, n,
	                                         "NewsLines/HeadLine"),
	                               "xml:lang"));
}

/* What a topic set of the item calls the code, in its language if it can. */
static struct xml_str topic_name(const struct xml *x, uint32_t item,
                                 struct xml_str code, const struct buf *lang)
{
	uint32_t n = item, best = XML_NONE;

	while ((n = xml_find(x, item, n, "Topic")) != XML_NONE) {
		struct xml_str s = xml_text(x, xml_child(x, n, "FormalName"));
		uint32_t d = xml_child(x, n, "Description");

		if (s.len != code.len || memcmp(s.p, code.p, s.len) != 0)
			continue;
		for (; d != XML_NONE; d = xml_next(x, d, "Description")) {
			struct xml_str l = xml_attr(x, d, "xml:lang");

			if (str_is(xml_attr(x, d, "Variant"), "Category"))
				continue;
			if (best == XML_NONE)
				best = d;
			if (l.len >= 2 && lang->len >= 2 &&
			    strncasecmp(l.p, lang->p, 2) == 0)
				return xml_text(x, d);
		}
	}
	return xml_text(x, best);
}

static void add_subject(struct article *a, const struct xml *x, uint32_t item,
                        uint32_t n, struct buf *line)
{
	struct xml_str code = formal(x, n), s;

	if (strncmp(x->node[n].name, "Subject", 7) != 0 || code.len == 0)
		return;
	s = topic_name(x, item, code, &a->language);
	buf_clear(line);
	if (s.len == 0) {
		/* As in NewsML-G2. */
		buf_adds(line, isdigit((unsigned char)*code.p) ? "subj:" : "");
		s = code;
	}
	buf_add(line, s.p, s.len);
	strings_add(&a->keywords, line->p, line->len);
}

static void add_properties(struct strings *out, const struct xml *x,
                           uint32_t parent, const char *name)
{
	uint32_t n = xml_child(x, parent, "Property");

	for (; n != XML_NONE; n = xml_next(x, n, "Property")) {
		struct xml_str s = xml_attr(x, n, "Value");

		if (str_is(formal(x, n), name))
			strings_add(out, s.p, s.len);
	}
}

static void set_subjects(struct article *a, const struct xml *x, uint32_t item,
                         uint32_t content, struct buf *line)
{
	uint32_t meta = around(x, item, content, "DescriptiveMetadata");
	uint32_t code = xml_child(x, meta, "SubjectCode"), n;
	unsigned left = CONTENTS_MAX;

	add_properties(&a->keywords, x, meta, "Keyword");
	for (; code != XML_NONE; code = xml_next(x, code, "SubjectCode"))
		for (n = xml_child(x, code, NULL); n != XML_NONE && left > 0;
		     n = xml_next(x, n, NULL), left--)
			add_subject(a, x, item, n, line);
	n = around(x, item, content, "NewsLines/KeywordLine");
	for (; n != XML_NONE; n = xml_next(x, n, "KeywordLine"))
		strings_add(&a->keywords, xml_text(x, n).p, xml_text(x, n).len);
	n = around(x, item, content, "NewsLines/SlugLine");
	strings_add(&a->keywords, xml_text(x, n).p, xml_text(x, n).len);
}

static void set_places(struct article *a, const struct xml *x, uint32_t item,
                       uint32_t content)
{
	static const char *const parts[] = { "City", "CountryArea", "Region",
		                             "Country", "WorldRegion" };
	uint32_t meta = around(x, item, content, "DescriptiveMetadata"), n;
	struct xml_str s = text_around(x, item, content, "NewsLines/DateLine");

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		n = xml_child(x, meta, "Location");
		for (; n != XML_NONE; n = xml_next(x, n, "Location"))
			add_properties(&a->places, x, n, parts[i]);
		add_properties(&a->places, x, meta, parts[i]);
	}
	/* "4/4/2018" has no place in it. */
	if (a->places.n == 0 && s.len > 0 && !isdigit((unsigned char)*s.p))
		sgml_dateline(s.p, s.len, &a->places);
}

/* ---- an item ------------------------------------------------------------- */

static const char *fill(struct xml_record *rec, struct article *a)
{
	const struct xml *x = rec->x;
	uint32_t item = rec->root, content = main_content(x, item);
	struct xml_str status =
	        formal(x, xml_at(x, item, "NewsManagement/Status"));

	a->withdrawn = withdrawn_by(status.p, status.len);
	if (content == XML_NONE && a->withdrawn == WITHDRAWN_NOT)
		return without_text(x, item);
	set_id(a, x, item);
	set_dates(a, x, item);
	if (a->withdrawn != WITHDRAWN_NOT)
		return NULL;
	set_names(a, x, item, content);
	set_subjects(a, x, item, content, &rec->a);
	set_places(a, x, item, content);
	xml_set(&a->headline, text_around(x, item, content,
	                                  "NewsLines/HeadLine"));
	xml_set(&a->deck, text_around(x, item, content,
	                              "NewsLines/SubHeadLine"));
	add_content(a, x, content, &rec->a);
	add_others(a, x, item, content, &rec->a);
	if (a->body.len == 0)
		return without_text(x, item);
	return NULL;
}

static const char *const names[] = { "NewsItem", NULL };

static const struct xml_kind kind = { names, false, fill };

static enum nx_status newsml_read(const struct member *m, struct reader *r,
                                  struct sink *sink, struct nx_err *err)
{
	return xml_read(&kind, m, r, sink, err);
}

static int check(struct xml_str name, struct xml_str tag, struct xml_str all)
{
	(void)tag;
	(void)all;
	return xml_local_is(name, "NewsML") ? BID_CERTAIN : BID_NONE;
}

static int newsml_bid(const struct sniff *s)
{
	return xml_bid(s, check);
}

const struct format format_newsml_1 = {
	.name = "newsml-1",
	.summary = "NewsML 1.0 to 1.2 items of agencies",
	.flags = 0,
	.bid = newsml_bid,
	.read = newsml_read,
};
