/* docx.c - documents of Word (DOCX)
 *
 * Their text, in its last form: what was deleted, instructions of fields and
 * what stands in drawings is left out.  Headers, footers and notes are parts
 * of their own, and are not read.  A paragraph stays one; tabs are spaces, line
 * breaks line ends, cells of tables paragraphs.  What the text is, is decided
 * by document.c; the title, creator and day of creation fill what an article
 * by itself does not say.
 */
#include <libxml/parser.h>
#include <string.h>

#include "corpus/charset.h"
#include "corpus/date.h"
#include "corpus/format.h"
#include "corpus/formats/document.h"
#include "corpus/xml.h"
#include "corpus/zip_parts.h"
#include "lib/base/limits.h"

static int docx_bid(const struct sniff *s)
{
	if (zip_document(s->p, s->len) != ZIP_OFFICE)
		return BID_NONE;
	if (memmem(s->p, s->len, "word/", 5) != NULL)
		return BID_CERTAIN;
	/* A picture may stand before the parts that tell. */
	return memmem(s->p, s->len, "xl/", 3) == NULL &&
	                       memmem(s->p, s->len, "ppt/", 4) == NULL &&
	                       !s->whole
	               ? BID_LIKELY
	               : BID_NONE;
}

/* ---- text ---------------------------------------------------------------- */

struct body {
	struct buf *out;
	size_t start;     /* of the paragraph in out */
	unsigned in_text; /* open elements that hold text */
	unsigned dropped; /* open elements that are left out */
};

enum effect { NONE, PARAGRAPH, TEXT, SPACE, LINE, HYPHEN, DROP };

static enum effect effect_of(const xmlChar *name)
{
	static const struct {
		const char *name;
		enum effect effect;
	} effects[] = {
		{ "p", PARAGRAPH },   { "t", TEXT },
		{ "tab", SPACE },     { "br", LINE },
		{ "cr", LINE },       { "noBreakHyphen", HYPHEN },
		{ "del", DROP },      { "moveFrom", DROP },
		{ "Fallback", DROP }, { "drawing", NONE },
		{ "pPr", DROP },      { "rPr", DROP },
	};
	const char *s = (const char *)name, *colon = strchr(s, ':');
	size_t prefix = colon != NULL ? (size_t)(colon - s) : 0;

	/* Formulas and drawings have texts of other kinds. */
	if (prefix == 1 && (s[0] == 'a' || s[0] == 'm'))
		return NONE;
	if (colon != NULL)
		s = colon + 1;
	for (size_t i = 0; i < sizeof effects / sizeof *effects; i++)
		if (strcmp(effects[i].name, s) == 0)
			return effects[i].effect;
	return NONE;
}

static void end_paragraph(struct body *b)
{
	if (b->out->len > b->start)
		buf_adds(b->out, "\n\n");
	b->start = b->out->len;
}

static void on_start(void *user, const xmlChar *name, const xmlChar **atts)
{
	struct body *b = user;
	enum effect e = effect_of(name);

	(void)atts;
	if (b->dropped > 0 || e == DROP) {
		b->dropped += e == DROP;
		return;
	}
	if (e == PARAGRAPH)
		end_paragraph(b);
	else if (e == TEXT)
		b->in_text++;
	else if (e == SPACE)
		buf_addc(b->out, ' ');
	else if (e == LINE)
		buf_addc(b->out, '\n');
	else if (e == HYPHEN)
		buf_addc(b->out, '-');
}

static void on_end(void *user, const xmlChar *name)
{
	struct body *b = user;
	enum effect e = effect_of(name);

	if (e == DROP)
		b->dropped -= b->dropped > 0;
	else if (b->dropped == 0 && e == PARAGRAPH)
		end_paragraph(b);
	else if (b->dropped == 0 && e == TEXT && b->in_text > 0)
		b->in_text--;
}

static void on_text(void *user, const xmlChar *p, int len)
{
	struct body *b = user;

	if (b->in_text > 0 && b->dropped == 0)
		buf_add(b->out, p, (size_t)len);
}

/* The text of the document's main part. */
static void read_body(const struct buf *xml, struct document *d)
{
	struct buf decoded = BUF_INIT, clean = BUF_INIT;
	struct body b = { .out = &d->text };
	struct charset_result res;
	xmlParserCtxtPtr c = xmlNewParserCtxt();

	charset_decode(buf_str(xml), xml->len, NULL, &decoded, &res);
	d->repairs |= res.repairs;
	(void)xml_clean(buf_str(&decoded), decoded.len, &clean);
	buf_release(&decoded);
	if (c != NULL && clean.len < INT32_MAX) {
		memset(c->sax, 0, sizeof *c->sax);
		c->sax->startElement = on_start;
		c->sax->endElement = on_end;
		c->sax->characters = on_text;
		c->sax->ignorableWhitespace = on_text;
		c->userData = &b;
		xmlFreeDoc(xmlCtxtReadMemory(
			c, clean.p, (int)clean.len, NULL, "UTF-8",
			XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOENT |
				XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
	}
	xmlFreeParserCtxt(c);
	buf_release(&clean);
}

static void read_properties(const struct buf *xml, struct document *d)
{
	struct xml_str s;
	struct xml x;

	xml_init(&x);
	xml_parse(&x, buf_str(xml), xml->len);
	xml_set(&d->title,
	        xml_text(&x, xml_find(&x, XML_TOP, XML_TOP, "title")));
	xml_set(&d->author,
	        xml_text(&x, xml_find(&x, XML_TOP, XML_TOP, "creator")));
	s = xml_text(&x, xml_find(&x, XML_TOP, XML_TOP, "created"));
	(void)date_parse(s.p, s.len, DATE_ORDER_UNKNOWN, &d->created);
	xml_release(&x);
}

/* ---- parts --------------------------------------------------------------- */

/* "word/document.xml", or "word/document2.xml" as some services write. */
static bool is_body(const char *name)
{
	size_t n = strlen(name);

	return strncmp(name, "word/document", 13) == 0 && n <= 20 &&
	       strcmp(name + n - 4, ".xml") == 0;
}

static bool want(const char *name)
{
	return is_body(name) || strcmp(name, "docProps/core.xml") == 0;
}

static enum nx_status docx_read(const struct member *m, struct reader *r,
                                struct sink *sink, struct nx_err *err)
{
	struct zip_parts z = ZIP_PARTS_INIT;
	struct document d = DOCUMENT_INIT;
	const struct zip_part *core;
	const char *empty = "Office document without a text: a table, slides";
	enum nx_status st = zip_parts_read(&z, r, want, err), told;

	core = zip_parts_find(&z, "docProps/core.xml");
	if (core != NULL)
		read_properties(&core->data, &d);
	for (size_t i = 0; i < z.n; i++)
		if (is_body(buf_str(&z.v[i].name))) {
			read_body(&z.v[i].data, &d);
			empty = "document without text";
		}
	d.repairs |= z.cut ? REPAIR_CUT : 0;
	d.repairs |= st != NX_OK ? REPAIR_PARTIAL : 0;
	told = st != NX_OK && d.text.len == 0
	               ? NX_OK
	               : document_tell(&d, m, empty, sink, NULL);
	zip_parts_release(&z);
	document_release(&d);
	return told != NX_OK ? told : st;
}

const struct format format_docx = {
	.name = "docx",
	.summary = "documents of Word (DOCX)",
	.flags = 0,
	.bid = docx_bid,
	.read = docx_read,
};
