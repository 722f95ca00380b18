/* RCV1 and RCV2: Reuters Corpus, 1996-97, in English and in thirteen other
 * languages.  A day is a zip file, an article a <newsitem>.
 *
 *     id         itemid: in RCV2 unique within its language only
 *     headline   headline, else title (the same behind a country's name)
 *     published  date, a day                   source   Reuters
 *     authors    byline                        rights   copyright
 *     section    the root of its topics: CCAT, ECAT, GCAT or MCAT
 *     keywords   codes of topics and industries
 *     places     dc.creator.location, else dateline; codes of countries
 *     body       text/p
 */
#include <string.h>

#include "corpus/article.h"
#include "corpus/byline.h"
#include "corpus/date.h"
#include "corpus/format.h"
#include "corpus/formats/sgml.h"
#include "corpus/xml_records.h"

/* What one of the dc elements says. */
static struct xml_str dc_value(const struct xml *x, uint32_t meta,
                               const char *element)
{
	uint32_t n = xml_child(x, meta, "dc");

	for (; n != XML_NONE; n = xml_next(x, n, "dc"))
		if (xml_str_is(xml_attr(x, n, "element"), element))
			return xml_attr(x, n, "value");
	return (struct xml_str){ "", 0 };
}

/* "C151" is below "C15", and both below "CCAT"; the root is among the codes,
 * but for the first versions of the corpus. */
static void set_section(struct article *a, struct xml_str topic)
{
	if (topic.len == 4 && memcmp(topic.p + 1, "CAT", 3) == 0)
		xml_set(&a->section, topic);
	else if (a->section.len == 0 && topic.len > 0 &&
	         memchr("CEGM", topic.p[0], 4) != NULL)
		buf_addf(&a->section, "%cCAT", topic.p[0]);
}

static void set_codes(struct article *a, const struct xml *x, uint32_t meta)
{
	uint32_t n = xml_child(x, meta, "codes"), code;

	for (; n != XML_NONE; n = xml_next(x, n, "codes")) {
		struct xml_str class = xml_attr(x, n, "class");
		bool countries = xml_has(class, ":countries:");

		code = xml_child(x, n, "code");
		for (; code != XML_NONE; code = xml_next(x, code, "code")) {
			struct xml_str s = xml_attr(x, code, "code");

			strings_add(countries ? &a->places : &a->keywords, s.p,
			            s.len);
			if (xml_has(class, ":topics:"))
				set_section(a, s);
		}
	}
}

static void set_place(struct article *a, const struct xml *x, uint32_t item,
                      uint32_t meta)
{
	struct xml_str s = dc_value(x, meta, "dc.creator.location");
	struct xml_str line = xml_text(x, xml_child(x, item, "dateline"));
	struct xml_str day = xml_attr(x, item, "date");

	strings_add(&a->places, s.p, s.len);
	/* "OSLO 1996-08-20" */
	if (line.len > day.len && day.len > 0 &&
	    memcmp(line.p + line.len - day.len, day.p, day.len) == 0)
		line.len -= day.len;
	if (s.len == 0 && line.len > 0)
		sgml_dateline(line.p, line.len, &a->places);
	s = dc_value(x, meta, "dc.creator.location.country.name");
	strings_add(&a->places, s.p, s.len);
}

static const char *fill(struct xml_record *rec, struct article *a)
{
	const struct xml *x = rec->x;
	uint32_t item = rec->root, meta = xml_child(x, item, "metadata");
	struct xml_str s = xml_attr(x, item, "date");

	xml_set(&a->id, xml_attr(x, item, "itemid"));
	xml_set(&a->language, xml_attr(x, item, "xml:lang"));
	if (a->language.len == 0 || strcmp(a->language.p, "en") == 0)
		buf_sets(&a->space, "rcv1");
	else
		buf_addf(&a->space, "rcv2/%s", a->language.p);
	if (s.len == 0)
		s = dc_value(x, meta, "dc.date.published");
	(void)date_parse(s.p, s.len, DATE_ORDER_UNKNOWN, &a->published);
	xml_set(&a->headline, xml_text(x, xml_child(x, item, "headline")));
	xml_set(&a->headline, xml_text(x, xml_child(x, item, "title")));
	s = xml_text(x, xml_child(x, item, "byline"));
	byline_add(&a->authors, s.p, s.len);
	buf_sets(&a->source, "Reuters");
	xml_set(&a->rights, xml_text(x, xml_child(x, item, "copyright")));
	set_place(a, x, item, meta);
	set_codes(a, x, meta);
	xml_prose(x, xml_child(x, item, "text"), &a->body);
	return NULL;
}

static const char *const names[] = { "newsitem", NULL };

static const struct xml_kind kind = { names, false, fill };

static enum nx_status rcv1_read(const struct member *m, struct reader *r,
                                struct sink *sink, struct nx_err *err)
{
	return xml_read(&kind, m, r, sink, err);
}

static int check(struct xml_str name, struct xml_str tag, struct xml_str all)
{
	(void)all;
	return xml_local_is(name, "newsitem") && xml_has(tag, "itemid")
	               ? BID_CERTAIN
	               : BID_NONE;
}

static int rcv1_bid(const struct sniff *s)
{
	return xml_bid(s, check);
}

const struct format format_rcv1 = {
	.name = "rcv1",
	.summary = "Reuters Corpus volumes 1 and 2 (RCV1, RCV2)",
	.flags = FORMAT_COLLECTION,
	.bid = rcv1_bid,
	.read = rcv1_read,
};
