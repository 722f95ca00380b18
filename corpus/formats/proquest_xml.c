/* proquest_xml.c - ProQuest, one Record of XML an article
 *
 * As it is delivered for text mining (historical newspapers), and as it stands
 * in TDM Studio, where the root is RECORD and the fields lie deeper.
 *
 * id: GOID or RecordID; url: URLDocView; headline: RecordTitle, Obj/TitleAtt;
 * authors: Contributor; published: NumericPubDate, AlphaPubDate; source:
 * Publication/Title, PubFrosting/Title; language: LanguageCode, Language;
 * deck: Abstract; keywords: ObjectType; text: FullText, which is OCR wrapped
 * at its columns, or TextInfo/Text, which may be HTML.  Not kept: pages,
 * publisher, place of publication, product names.
 */
#include <string.h>

#include "corpus/date.h"
#include "corpus/format.h"
#include "corpus/formats/exports.h"
#include "corpus/markup.h"
#include "corpus/xml_records.h"

static int check(struct xml_str name, struct xml_str tag, struct xml_str all)
{
	(void)tag;
	if (!xml_local_is(name, "Record") && !xml_local_is(name, "RECORD") &&
	    !xml_local_is(name, "Records"))
		return BID_NONE;
	return (xml_has(all, "<RecordID>") && xml_has(all, "<RecordTitle>")) ||
	                       xml_has(all, "<GOID>")
	               ? BID_CERTAIN
	               : BID_NONE;
}

static int proquest_xml_bid(const struct sniff *s)
{
	return xml_bid(s, check);
}

/* The text at the first of the paths that has any. */
static struct xml_str first_of(const struct xml_record *rec,
                               const char *const *paths)
{
	struct xml_str s = { "", 0 };

	for (; *paths != NULL && s.len == 0; paths++)
		s = xml_text(rec->x, xml_at(rec->x, rec->root, *paths));
	return s;
}

#define FIRST_OF(rec, ...) \
	first_of(rec, (const char *const[]){ __VA_ARGS__, NULL })

static void add_authors(const struct xml_record *rec, struct article *a)
{
	static const char *const forms[] = {
		"OriginalForm", "PersonName",       "NormalizedDisplayForm",
		"LastName",     "OrganizationName", NULL
	};
	const struct xml *x = rec->x;
	uint32_t n = rec->root;

	while ((n = xml_find(x, rec->root, n, "Contributor")) != XML_NONE) {
		struct xml_str s = { "", 0 };

		for (size_t i = 0; forms[i] != NULL && s.len == 0; i++)
			s = xml_text(x, xml_child(x, n, forms[i]));
		strings_add(&a->authors, s.p, s.len);
	}
}

static void set_date(struct article *a, struct xml_str s)
{
	if (a->published.precision == INSTANT_NONE)
		(void)date_parse(s.p, s.len, DATE_ORDER_UNKNOWN, &a->published);
}

static void set_body(struct article *a, struct xml_str s)
{
	if (markup_is(s.p, s.len))
		markup_text(s.p, s.len, &a->body);
	else
		export_body(s.p, s.len, &a->body);
}

static const char *fill(struct xml_record *rec, struct article *a)
{
	struct xml_str s;
	struct line l;

	xml_set(&a->id, FIRST_OF(rec, "GOID", "RecordID"));
	xml_set(&a->url, FIRST_OF(rec, "URLDocView"));
	xml_set(&a->headline,
	        FIRST_OF(rec, "RecordTitle", "Obj/TitleAtt/Title"));
	xml_set(&a->source,
	        FIRST_OF(rec, "Publication/Title", "DFS/PubFrosting/Title"));
	xml_set(&a->deck, FIRST_OF(rec, "Abstract", "Obj/Abstract/AbsText"));
	set_date(a, FIRST_OF(rec, "NumericPubDate", "Obj/NumericDate"));
	set_date(a, FIRST_OF(rec, "AlphaPubDate", "Obj/AlphaDate"));
	s = FIRST_OF(rec, "LanguageCode", "Obj/Language/ISO/ISOCode",
	             "Obj/Language/RawLang");
	l = (struct line){ s.p, s.len };
	(void)export_language(&a->language, &l);
	for (uint32_t n = xml_at(rec->x, rec->root, "ObjectType");
	     n != XML_NONE; n = xml_next(rec->x, n, "ObjectType")) {
		s = xml_text(rec->x, n);
		strings_add(&a->keywords, s.p, s.len);
	}
	add_authors(rec, a);
	set_body(a, FIRST_OF(rec, "FullText", "TextInfo/Text",
	                     "TextInfo/FullText"));
	if (a->id.len > 0)
		buf_sets(&a->space, "proquest");
	s = FIRST_OF(rec, "ActionCode");
	if (xml_str_is(s, "delete") || xml_str_is(s, "del"))
		a->withdrawn = WITHDRAWN_CANCELLED;
	if (a->withdrawn != WITHDRAWN_NOT)
		return NULL;
	return a->body.len == 0 && a->deck.len == 0 ? "record without its text"
	                                            : NULL;
}

static enum nx_status proquest_xml_read(const struct member *m,
                                        struct reader *r, struct sink *sink,
                                        struct nx_err *err)
{
	static const char *const names[] = { "Record", "RECORD", NULL };
	static const struct xml_kind kind = { .names = names, .fill = fill };

	return xml_read(&kind, m, r, sink, err);
}

const struct format format_proquest_xml = {
	.name = "proquest-xml",
	.summary = "ProQuest, records of XML for text mining",
	.flags = 0,
	.bid = proquest_xml_bid,
	.read = proquest_xml_read,
};
