#include <string.h>

#include "corpus/formats/newsml.h"
#include "corpus/formats/nitf.h"
#include "corpus/formats/sgml.h"
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

/* Lines of a wire's text, which are not looked at beyond this. */
#define LINES_LOOKED 200

/* Whether the body is one paragraph that holds a story as a wire had it: lines
 * that are wrapped at its margin, and indented where a paragraph begins. */
static bool is_wire(const struct xml *x, uint32_t body)
{
	uint32_t p = xml_child(x, body, NULL);
	struct xml_str s = xml_text(x, body);
	const char *end = s.p + s.len;
	unsigned lines = 0, wrapped = 0;

	if (p != XML_NONE && (!xml_is(x, p, "p") || p + 1 < x->node[p].end ||
	                      x->node[p].end < x->node[body].end))
		return false;
	while (lines < LINES_LOOKED && s.p < end) {
		const char *nl = memchr(s.p, '\n', (size_t)(end - s.p));

		if (nl == NULL || nl + 1 >= end)
			break;
		lines++;
		wrapped += nl[1] != ' ' && nl[1] != '\t' && nl[1] != '\n';
		s.p = nl + 1;
	}
	return lines >= 3 && wrapped > 0;
}

/* Columns by which a wire's paragraph is indented: three or four. */
#define INDENT 2

static void add_page(const struct xml *x, uint32_t body, struct buf *out)
{
	struct xml_str s = xml_text(x, body);

	if (is_wire(x, body))
		sgml_paragraphs(s.p, s.len, INDENT, out);
	else
		xml_prose(x, main_part(x, body), out);
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
		add_page(x, body, &a->body);
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
