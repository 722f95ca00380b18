#include <string.h>

#include "corpus/formats/newsml.h"
#include "corpus/formats/nitf.h"
#include "corpus/markup.h"
#include "corpus/paragraphs.h"

/* The part of a page that is the text: dpa has headline and byline above it
 * again. */
static uint32_t main_part(const struct xml *x, uint32_t body)
{
	uint32_t n = xml_child(x, body, "section");

	for (; n != XML_NONE; n = xml_next(x, n, "section")) {
		struct xml_str class = xml_attr(x, n, "class");

		if (class.len >= 4 && memcmp(class.p, "main", 4) == 0)
			return n;
	}
	return body;
}

bool newsml_markup(const struct xml *x, uint32_t n, struct buf *line,
                   struct article *a)
{
	uint32_t nitf = xml_child(x, n, "nitf");
	uint32_t page = xml_child(x, n, "html");
	uint32_t body = xml_child(x, page, "body");

	if (nitf != XML_NONE) {
		nitf_body(x, nitf, line, a);
	} else if (body != XML_NONE) {
		xml_set(&a->headline, xml_text(x, xml_at(x, page,
		                                         "head/title")));
		xml_prose(x, main_part(x, body), &a->body);
	} else if (xml_find(x, n, n, "p") != XML_NONE) {
		xml_prose(x, n, &a->body);
	} else {
		return false;
	}
	return true;
}

void newsml_data(const struct xml *x, uint32_t n, struct article *a)
{
	struct xml_str s = xml_text(x, n);

	if (markup_is(s.p, s.len))
		markup_text(s.p, s.len, &a->body);
	else
		paragraphs_add(s.p, s.len, &a->body);
}
