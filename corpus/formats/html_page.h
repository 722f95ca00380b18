/* html_page.h - a web page as a list of nodes
 *
 * libxml2's HTML parser reads the page; what it tells is kept in one array, in
 * the order of the page, so that the subtree of node i is i .. end - 1 and
 * every walk is a loop: a child stands behind its parent, and a pass from the
 * end to the start meets children first.
 *
 *     struct html_page *g = html_page_new();
 *       html_page_read(g, ...); ... g->nodes ...     any number
 *     html_page_free(g);
 */
#ifndef NEWSIDX_CORPUS_FORMATS_HTML_PAGE_H
#define NEWSIDX_CORPUS_FORMATS_HTML_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"

enum html_tag {
	HTML_TEXT, /* a run of text: no element */
	HTML_INLINE, /* an element that is part of a line: b, span ... */
	HTML_BLOCK, /* one that is not, and has no name below */
	HTML_A,
	HTML_ABBR,
	HTML_ARTICLE,
	HTML_BLOCKQUOTE,
	HTML_BODY,
	HTML_BR,
	HTML_CELL, /* td, th */
	HTML_DROP, /* has no text of an article: form, nav, button ... */
	HTML_FIGURE,
	HTML_H1,
	HTML_HEADING, /* h2 to h6 */
	HTML_HEADER,
	HTML_HTML,
	HTML_LI,
	HTML_LINK,
	HTML_MAIN,
	HTML_META,
	HTML_P,
	HTML_PRE,
	HTML_TIME,
	HTML_TITLE,
	HTML_TR,
};

enum html_attr {
	HTML_CLASS,
	HTML_ID,
	HTML_ITEMPROP,
	HTML_REL,
	HTML_HREF,
	HTML_NAME,
	HTML_PROPERTY,
	HTML_CONTENT,
	HTML_DATETIME,
	HTML_HIDDEN,
	HTML_ARIA_HIDDEN,
	HTML_STYLE,
	HTML_LANG,
	HTML_ATTRS,
};

struct html_node {
	uint32_t parent;
	uint32_t end;     /* behind the last node in it */
	uint32_t at, len; /* of a text, in page->text */
	uint32_t home;    /* the block it is in: itself, or the nearest above */
	uint32_t attrs;   /* of an element, its first in page->attrs */
	uint16_t n_attrs;
	uint8_t tag;      /* enum html_tag */
	bool block;       /* it parts paragraphs */
	bool link;        /* it is in an a */
	bool gone;        /* it, and all in it, is no text of the article */
	uint16_t beside;  /* its name in html_names, for html_discard */
};

struct html_value {
	uint32_t name; /* enum html_attr */
	uint32_t at;   /* in page->text, NUL-terminated */
};

struct html_page {
	struct html_node *nodes; /* nodes[0] holds everything */
	size_t n, cap;
	struct html_value *attrs;
	size_t n_attrs, cap_attrs;
	struct buf text;
	bool cut; /* a bound was reached: what stands behind it is not here */
	bool deep; /* and that of nesting */

	/* Private. */
	struct _xmlParserCtxt *parser;
	uint32_t open;
	unsigned depth;
};

struct html_page *html_page_new(void);
void html_page_free(struct html_page *g);

/* Replace what g holds by the page of len bytes at p, which are UTF-8. */
void html_page_read(struct html_page *g, const char *p, size_t len);

/* The attribute's value, or NULL.  Valid until the next page is read. */
const char *html_attr(const struct html_page *g, uint32_t node,
                      enum html_attr name);

/* Append the text in a node, on one line; what is gone counts too. */
void html_text_of(const struct html_page *g, uint32_t node, struct buf *out);

/* html_strip.c: append the page without what has no text (scripts, styles,
 * drawings, comments), and behind it each block of JSON-LD after
 * HTML_LD_MARK. */
#define HTML_LD_MARK "<!--ld-->"
void html_strip(const char *p, size_t len, struct buf *out);

#endif
