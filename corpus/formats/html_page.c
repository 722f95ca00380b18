#include "corpus/formats/html_page.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libxml/HTMLparser.h>

#include "lib/base/limits.h"
#include "lib/base/mem.h"

struct element {
	const char *name;
	uint8_t tag;
	bool block;
};

/* Sorted by name.  What is not here parts no paragraphs. */
static const struct element elements[] = {
	{ "a", HTML_A, false },
	{ "abbr", HTML_ABBR, false },
	{ "address", HTML_BLOCK, true },
	{ "article", HTML_ARTICLE, true },
	{ "aside", HTML_DROP, true },
	{ "audio", HTML_DROP, true },
	{ "blockquote", HTML_BLOCKQUOTE, true },
	{ "body", HTML_BODY, true },
	{ "br", HTML_BR, false },
	{ "button", HTML_DROP, true },
	{ "canvas", HTML_DROP, true },
	{ "caption", HTML_BLOCK, true },
	{ "center", HTML_BLOCK, true },
	{ "dd", HTML_LI, true },
	{ "details", HTML_BLOCK, true },
	{ "dialog", HTML_DROP, true },
	{ "div", HTML_BLOCK, true },
	{ "dl", HTML_BLOCK, true },
	{ "dt", HTML_LI, true },
	{ "fieldset", HTML_BLOCK, true },
	{ "figcaption", HTML_DROP, true },
	{ "figure", HTML_FIGURE, true },
	{ "footer", HTML_DROP, true },
	{ "form", HTML_BLOCK, true },
	{ "h1", HTML_H1, true },
	{ "h2", HTML_HEADING, true },
	{ "h3", HTML_HEADING, true },
	{ "h4", HTML_HEADING, true },
	{ "h5", HTML_HEADING, true },
	{ "h6", HTML_HEADING, true },
	{ "head", HTML_BLOCK, true },
	{ "header", HTML_HEADER, true },
	{ "hr", HTML_BLOCK, true },
	{ "html", HTML_HTML, true },
	{ "iframe", HTML_DROP, true },
	{ "input", HTML_DROP, false },
	{ "label", HTML_BLOCK, true },
	{ "li", HTML_LI, true },
	{ "link", HTML_LINK, false },
	{ "main", HTML_MAIN, true },
	{ "meta", HTML_META, false },
	{ "nav", HTML_DROP, true },
	{ "noscript", HTML_DROP, true },
	{ "object", HTML_DROP, true },
	{ "ol", HTML_BLOCK, true },
	{ "option", HTML_DROP, true },
	{ "p", HTML_P, true },
	{ "pre", HTML_PRE, true },
	{ "script", HTML_DROP, true },
	{ "section", HTML_BLOCK, true },
	{ "select", HTML_DROP, true },
	{ "style", HTML_DROP, true },
	{ "summary", HTML_BLOCK, true },
	{ "svg", HTML_DROP, false },
	{ "table", HTML_BLOCK, true },
	{ "tbody", HTML_BLOCK, true },
	{ "td", HTML_CELL, false },
	{ "template", HTML_DROP, true },
	{ "textarea", HTML_DROP, true },
	{ "th", HTML_CELL, false },
	{ "thead", HTML_BLOCK, true },
	{ "time", HTML_TIME, false },
	{ "title", HTML_TITLE, true },
	{ "tr", HTML_TR, true },
	{ "ul", HTML_BLOCK, true },
	{ "video", HTML_DROP, true },
};

static const struct {
	const char *name;
	enum html_attr attr;
} attr_names[] = {
	{ "class", HTML_CLASS },
	{ "id", HTML_ID },
	{ "itemprop", HTML_ITEMPROP },
	{ "rel", HTML_REL },
	{ "href", HTML_HREF },
	{ "name", HTML_NAME },
	{ "property", HTML_PROPERTY },
	{ "content", HTML_CONTENT },
	{ "datetime", HTML_DATETIME },
	{ "hidden", HTML_HIDDEN },
	{ "aria-hidden", HTML_ARIA_HIDDEN },
	{ "style", HTML_STYLE },
	{ "lang", HTML_LANG },
};

static int by_name(const void *key, const void *element)
{
	return strcmp(key, ((const struct element *)element)->name);
}

/* ---- what the parser tells ---------------------------------------------- */

/* Stop reading.  The page is as if it ended here. */
static void stop(struct html_page *g)
{
	g->cut = true;
	xmlStopParser(g->parser);
}

static struct html_node *add_node(struct html_page *g, enum html_tag tag)
{
	struct html_node *d;

	g->nodes = NX_GROW(g->nodes, g->n, &g->cap);
	d = &g->nodes[g->n++];
	*d = (struct html_node){ .parent = g->open, .tag = (uint8_t)tag };
	d->end = (uint32_t)g->n;
	if (g->n > 1) {
		const struct html_node *up = &g->nodes[g->open];

		d->home = up->home;
		d->link = up->link || tag == HTML_A;
	}
	return d;
}

static void add_attr(struct html_page *g, struct html_node *d, const char *name,
                     const char *value)
{
	struct html_value *v;

	/* What microformats wrote before there was <time datetime>. */
	if (d->tag == HTML_ABBR && strcmp(name, "title") == 0)
		name = "datetime";
	for (size_t k = 0; k < sizeof attr_names / sizeof *attr_names; k++) {
		if (attr_names[k].name[0] != name[0] ||
		    strcmp(attr_names[k].name, name) != 0)
			continue;
		g->attrs = NX_GROW(g->attrs, g->n_attrs, &g->cap_attrs);
		v = &g->attrs[g->n_attrs++];
		v->name = attr_names[k].attr;
		v->at = (uint32_t)g->text.len;
		buf_adds(&g->text, value != NULL ? value : "");
		buf_addc(&g->text, '\0');
		d->n_attrs++;
		return;
	}
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar **atts)
{
	struct html_page *g = ctx;
	const struct element *e = NULL;
	struct html_node *d;

	if (g->cut)
		return;
	if (g->n >= LIMIT_PAGE_NODES || g->depth >= LIMIT_PAGE_DEPTH) {
		g->deep = g->depth >= LIMIT_PAGE_DEPTH;
		stop(g);
		return;
	}
	e = bsearch(name, elements, sizeof elements / sizeof *elements,
	            sizeof *elements, by_name);
	d = add_node(g, e != NULL ? e->tag : HTML_INLINE);
	d->block = e != NULL && e->block;
	if (d->block)
		d->home = (uint32_t)g->n - 1;
	d->attrs = (uint32_t)g->n_attrs;
	for (; atts != NULL && atts[0] != NULL; atts += 2)
		if (d->n_attrs < HTML_ATTRS)
			add_attr(g, d, (const char *)atts[0],
			         (const char *)atts[1]);
	g->open = (uint32_t)g->n - 1;
	g->depth++;
}

static void on_end(void *ctx, const xmlChar *name)
{
	struct html_page *g = ctx;

	(void)name;
	if (g->cut || g->open == 0)
		return;
	g->nodes[g->open].end = (uint32_t)g->n;
	g->open = g->nodes[g->open].parent;
	g->depth--;
}

static void on_text(void *ctx, const xmlChar *p, int len)
{
	struct html_page *g = ctx;
	struct html_node *d;

	if (g->cut || len <= 0)
		return;
	if (g->n >= LIMIT_PAGE_NODES) {
		stop(g);
		return;
	}
	d = &g->nodes[g->n - 1];
	/* A long run comes in pieces. */
	if (d->tag != HTML_TEXT || d->parent != g->open ||
	    d->at + d->len != g->text.len) {
		d = add_node(g, HTML_TEXT);
		d->at = (uint32_t)g->text.len;
	}
	buf_add(&g->text, p, (size_t)len);
	d->len += (uint32_t)len;
}

/* ---- a page ------------------------------------------------------------- */

static void no_error(void *ctx, const char *msg, ...)
{
	(void)ctx;
	(void)msg;
}

struct html_page *html_page_new(void)
{
	struct html_page *g = nx_zalloc(sizeof *g);
	htmlSAXHandler *sax;

	g->parser = htmlNewParserCtxt();
	if (g->parser == NULL)
		nx_alloc(SIZE_MAX);
	sax = g->parser->sax;
	memset(sax, 0, sizeof *sax);
	sax->startElement = on_start;
	sax->endElement = on_end;
	sax->characters = on_text;
	sax->ignorableWhitespace = on_text;
	sax->warning = no_error;
	sax->error = no_error;
	return g;
}

void html_page_free(struct html_page *g)
{
	if (g == NULL)
		return;
	htmlFreeParserCtxt(g->parser);
	free(g->nodes);
	free(g->attrs);
	buf_release(&g->text);
	free(g);
}

void html_page_read(struct html_page *g, const char *p, size_t len)
{
	htmlDocPtr doc;

	g->n = g->n_attrs = 0;
	g->open = 0;
	g->depth = 0;
	g->cut = g->deep = false;
	buf_clear(&g->text);
	add_node(g, HTML_BLOCK)->block = true;
	htmlCtxtReset(g->parser);
	if (len > 0) {
		g->parser->userData = g;
		doc = htmlCtxtReadMemory(g->parser, p, (int)len, NULL, "UTF-8",
		                         XML_PARSE_HUGE | HTML_PARSE_NOERROR |
		                                 HTML_PARSE_NOWARNING |
		                                 HTML_PARSE_NONET);
		xmlFreeDoc(doc);
	}
	for (; g->open != 0; g->open = g->nodes[g->open].parent)
		g->nodes[g->open].end = (uint32_t)g->n;
	g->nodes[0].end = (uint32_t)g->n;
	buf_add(&g->text, "", 0);
}

/* ---- asking ------------------------------------------------------------- */

const char *html_attr(const struct html_page *g, uint32_t node,
                      enum html_attr name)
{
	const struct html_node *d = &g->nodes[node];

	for (size_t k = 0; k < d->n_attrs; k++)
		if (g->attrs[d->attrs + k].name == name)
			return g->text.p + g->attrs[d->attrs + k].at;
	return NULL;
}

void html_text_of(const struct html_page *g, uint32_t node, struct buf *out)
{
	for (uint32_t i = node; i < g->nodes[node].end; i++) {
		const struct html_node *d = &g->nodes[i];

		if (d->tag == HTML_TEXT)
			buf_add(out, g->text.p + d->at, d->len);
		else if (d->block || d->tag == HTML_BR || d->tag == HTML_CELL)
			buf_addc(out, ' ');
		if (out->len > (size_t)LIMIT_FIELD * 4)
			return;
	}
}
