/* xml.h - one record of XML as a tree that is cheap to ask
 *
 * News XML is often broken: names of HTML entities without a DTD, tags that
 * are not closed, '&' and '<' in running text.  xml_parse takes any bytes.  What
 * it hands to libxml2 has been set right before (xml_clean.c), so that the
 * parser never sees a DTD, an entity but the predefined ones, or an element
 * too many; nothing is ever loaded from anywhere.
 *
 *     struct xml x;
 *     xml_init(&x);
 *       xml_parse(&x, p, len); xml_at(&x, XML_TOP, "head/title"); ...
 *     xml_release(&x);
 *
 * Nodes are numbers, in the order of the document; an element's descendants
 * are those up to its end.  The text of all elements stands in one buffer in
 * the same order, so the text of an element is a piece of it.  All of it is
 * valid until the next xml_parse.
 */
#ifndef NEWSIDX_CORPUS_XML_H
#define NEWSIDX_CORPUS_XML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"

#define XML_TOP 0u          /* the document; its elements are the children */
#define XML_NONE UINT32_MAX /* no such node */

struct xml_str {
	const char *p;
	size_t len;
};

struct xml_attr {
	const char *name; /* as written: "xml:lang" */
	uint32_t from, to;
};

struct xml_node {
	const char *name;   /* without its prefix */
	uint32_t parent, end;
	uint32_t from, to;  /* its text */
	uint32_t attr, attrs;
	uint8_t space;      /* enum xml_space */
};

/* Namespaces that name elements apart; all others count as none. */
enum xml_space {
	XML_PLAIN = 0, /* none, the root's own, or one that is not known */
	XML_CONTENT, XML_DC, XML_MEDIA, XML_ITUNES, XML_WP, XML_EXCERPT,
	XML_FEEDBURNER, XML_ATOM,
	XML_FOREIGN, /* a prefix, but none of these */
	XML_SPACES
};

#define XML_PREFIXES 64

/* A prefix as declared, in this document or one before it. */
struct xml_prefix {
	char name[32];
	enum xml_space space;
};

struct xml {
	struct xml_node *node;
	struct xml_attr *attr;
	size_t nodes, attrs, node_cap, attr_cap;
	struct buf text, values, clean;
	void *parser; /* libxml2's, reused */
	uint32_t open; /* where the parser is */
	uint32_t dropped; /* open elements that got no node */
	struct xml_prefix prefix[XML_PREFIXES];
	size_t prefixes;
	struct xml_str own; /* the prefix of the outermost element */
	/* Set by the user: prefixes tell elements apart.  Otherwise they are
	 * passed over. */
	bool use_prefixes;
	unsigned repairs; /* REPAIR_CUT: elements over the bound were dropped;
	                   * REPAIR_CHARSET */
};

void xml_init(struct xml *x);
void xml_release(struct xml *x);

/* Make the tree of the len bytes of UTF-8 at p.  Whatever they are, there is a
 * tree afterwards, if only one of XML_TOP with the text. */
void xml_parse(struct xml *x, const char *p, size_t len);

/* Names below are local names; where use_prefixes is set, a name "dc:date" asks
 * for the namespace that is usually called so, and a name without a prefix for
 * XML_PLAIN.  XML_NONE as the node gives XML_NONE. */

/* The first child of the name, or of any if NULL; the next sibling of it. */
uint32_t xml_child(const struct xml *x, uint32_t n, const char *name);
uint32_t xml_next(const struct xml *x, uint32_t n, const char *name);

/* The first node that the path "head/docdata/doc-id" leads to. */
uint32_t xml_at(const struct xml *x, uint32_t n, const char *path);

/* The first descendant of top behind the node after (top itself to begin). */
uint32_t xml_find(const struct xml *x, uint32_t top, uint32_t after,
                  const char *name);

bool xml_is(const struct xml *x, uint32_t n, const char *name);

/* All text in the node, its descendants' too, without white space at its
 * ends. */
struct xml_str xml_text(const struct xml *x, uint32_t n);

/* An attribute's value, trimmed; length 0 where there is none. */
struct xml_str xml_attr(const struct xml *x, uint32_t n, const char *name);

/* Whether s is the word, or is it behind the last ':' of a QCode. */
bool xml_str_is(struct xml_str s, const char *word);
bool xml_code_is(struct xml_str s, const char *word);

/* Set out, if it is empty, to the text or value. */
void xml_set(struct buf *out, struct xml_str s);

/* Append the text of a node as people read it (xml_prose.c): blocks of HTML
 * and NITF are paragraphs, rows and list items lines; captions and other
 * matter beside the text is left out. */
void xml_prose(const struct xml *x, uint32_t n, struct buf *out);

/* ---- before libxml2 (xml_clean.c) ---------------------------------------- */

/* Append to out well-formed XML, with a root of its own, that has the elements,
 * attributes and text of the len bytes at p: references replaced, CDATA as
 * text; comments, instructions and declarations left out; elements closed that
 * were not, end tags dropped that close nothing; elements deeper than
 * LIMIT_MARKUP_DEPTH left out, but not their text.  Whether references of
 * characters beyond ASCII were replaced. */
bool xml_clean(const char *p, size_t len, struct buf *out);

/* The root element of a document whose beginning the len bytes at p are.  False
 * if it is none.  tag gets the tag's inside: name and attributes. */
bool xml_root(const char *p, size_t len, struct xml_str *name,
              struct xml_str *tag);

/* The encoding that the declaration at p names, as a string in out; false
 * where there is none. */
bool xml_encoding(const char *p, size_t len, struct buf *out);

#endif
