#include "corpus/xml.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libxml/parser.h>

#include "corpus/article.h"
#include "corpus/charset.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"

/* Names that the parser keeps for reuse before it is made anew. */
#define NAMES_KEPT 20000

static const struct {
	const char *uri; /* how it begins */
	enum xml_space space;
} known[] = {
	{ "http://purl.org/rss/1.0/modules/content", XML_CONTENT },
	{ "http://purl.org/dc/", XML_DC },
	{ "http://search.yahoo.com/mrss", XML_MEDIA },
	{ "http://www.itunes.com/dtds/", XML_ITUNES },
	{ "http://www.w3.org/2005/Atom", XML_ATOM },
	{ "http://purl.org/atom/ns", XML_ATOM },
	{ "http://rssnamespace.org/feedburner/", XML_FEEDBURNER },
};

static const char *const usual[XML_SPACES] = {
	[XML_CONTENT] = "content", [XML_DC] = "dc",
	[XML_MEDIA] = "media",     [XML_ITUNES] = "itunes",
	[XML_WP] = "wp",           [XML_EXCERPT] = "excerpt",
	[XML_ATOM] = "atom",       [XML_FEEDBURNER] = "feedburner",
};

static enum xml_space space_of_uri(const char *uri)
{
	if (strncmp(uri, "http://wordpress.org/export/", 28) == 0)
		return strstr(uri, "excerpt") != NULL ? XML_EXCERPT : XML_WP;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strncasecmp(uri, known[i].uri, strlen(known[i].uri)) == 0)
			return known[i].space;
	return XML_FOREIGN;
}

static enum xml_space space_of_name(const char *p, size_t len)
{
	for (int k = XML_PLAIN + 1; k < XML_SPACES; k++)
		if (usual[k] != NULL && strlen(usual[k]) == len &&
		    memcmp(usual[k], p, len) == 0)
			return (enum xml_space)k;
	return XML_FOREIGN;
}

static struct xml_prefix *find_prefix(struct xml *x, const char *p, size_t len)
{
	for (size_t i = 0; i < x->prefixes; i++)
		if (strlen(x->prefix[i].name) == len &&
		    memcmp(x->prefix[i].name, p, len) == 0)
			return &x->prefix[i];
	return NULL;
}

static void declare(struct xml *x, const char *name, enum xml_space space)
{
	size_t len = strlen(name);
	struct xml_prefix *at = find_prefix(x, name, len);

	if (at == NULL) {
		if (x->prefixes == XML_PREFIXES || len >= sizeof at->name)
			return;
		at = &x->prefix[x->prefixes++];
		memcpy(at->name, name, len + 1);
	}
	at->space = space;
}

/* ---- what libxml2 tells ------------------------------------------------------- */

static void add_attributes(struct xml *x, struct xml_node *n,
                           const xmlChar **atts)
{
	n->attr = (uint32_t)x->attrs;
	for (; atts != NULL && atts[0] != NULL; atts += 2) {
		const char *name = (const char *)atts[0];
		const char *value = (const char *)(atts[1] != NULL ? atts[1]
		                                                   : atts[0]);
		struct xml_attr *a;

		if (x->use_prefixes && strncmp(name, "xmlns:", 6) == 0)
			declare(x, name + 6, space_of_uri(value));
		x->attr = NX_GROW(x->attr, x->attrs, &x->attr_cap);
		a = &x->attr[x->attrs++];
		a->name = name;
		a->from = (uint32_t)x->values.len;
		buf_adds(&x->values, value);
		a->to = (uint32_t)x->values.len;
		n->attrs++;
	}
}

static void set_name(struct xml *x, struct xml_node *n, const char *name)
{
	const char *colon = strchr(name, ':');
	const struct xml_prefix *prefix;
	size_t len;

	n->name = colon != NULL ? colon + 1 : name;
	if (colon == NULL || !x->use_prefixes)
		return;
	len = (size_t)(colon - name);
	if (x->nodes == 1)
		x->own = (struct xml_str){ name, len };
	if (x->own.len == len && memcmp(x->own.p, name, len) == 0)
		return;
	prefix = find_prefix(x, name, len);
	n->space = (uint8_t)(prefix != NULL ? prefix->space
	                                    : space_of_name(name, len));
}

/* The wrapper that xml_clean puts around everything is XML_TOP. */
static void on_start(void *user, const xmlChar *name, const xmlChar **atts)
{
	struct xml *x = user;
	struct xml_node n = { .parent = x->open };

	if (x->dropped > 0 || x->nodes == LIMIT_XML_NODES ||
	    x->attrs >= LIMIT_XML_NODES) {
		x->dropped++;
		x->repairs |= REPAIR_CUT;
		return;
	}
	add_attributes(x, &n, atts);
	set_name(x, &n, (const char *)name);
	n.from = (uint32_t)x->text.len;
	x->node = NX_GROW(x->node, x->nodes, &x->node_cap);
	x->open = (uint32_t)x->nodes;
	x->node[x->nodes++] = n;
}

static void close_node(struct xml *x)
{
	struct xml_node *n = &x->node[x->open];

	n->to = (uint32_t)x->text.len;
	n->end = (uint32_t)x->nodes;
	x->open = n->parent;
}

static void on_end(void *user, const xmlChar *name)
{
	struct xml *x = user;

	(void)name;
	if (x->dropped > 0)
		x->dropped--;
	else if (x->open != XML_NONE)
		close_node(x);
}

static void on_text(void *user, const xmlChar *p, int len)
{
	struct xml *x = user;

	buf_add(&x->text, p, (size_t)len);
}

/* ---- the parser ----------------------------------------------------------------- */

/* Without the second interface of SAX the parser leaves namespaces alone, whose
 * declarations it would search one by one for each element. */
static void *new_parser(void)
{
	xmlParserCtxtPtr c = xmlNewParserCtxt();

	if (c == NULL)
		abort();
	memset(c->sax, 0, sizeof *c->sax);
	c->sax->startElement = on_start;
	c->sax->endElement = on_end;
	c->sax->characters = on_text;
	c->sax->ignorableWhitespace = on_text;
	return c;
}

static void run_parser(struct xml *x)
{
	xmlParserCtxtPtr c = x->parser;

	if (c != NULL && xmlDictSize(c->dict) > NAMES_KEPT) {
		xmlFreeParserCtxt(c);
		c = NULL;
	}
	if (c == NULL)
		c = x->parser = new_parser();
	c->userData = x;
	xmlFreeDoc(xmlCtxtReadMemory(c, x->clean.p, (int)x->clean.len, NULL,
	                             "UTF-8",
	                             XML_PARSE_RECOVER | XML_PARSE_NONET |
	                                     XML_PARSE_NOENT |
	                                     XML_PARSE_NOERROR |
	                                     XML_PARSE_NOWARNING));
}

void xml_parse(struct xml *x, const char *p, size_t len)
{
	x->nodes = x->attrs = 0;
	x->repairs = 0;
	x->dropped = 0;
	x->own.len = 0;
	x->open = XML_NONE;
	buf_clear(&x->text);
	buf_clear(&x->values);
	buf_clear(&x->clean);
	if (xml_clean(p, len, &x->clean))
		charset_scrub(&x->clean, &x->repairs);
	if (x->clean.len < INT32_MAX)
		run_parser(x);
	if (x->nodes == 0) {
		x->node = NX_GROW(x->node, x->nodes, &x->node_cap);
		x->node[x->nodes++] = (struct xml_node){ .name = "x" };
		x->open = XML_TOP;
		x->node[0].parent = XML_NONE;
	}
	while (x->open != XML_NONE)
		close_node(x);
	buf_add(&x->text, "", 0);
	buf_add(&x->values, "", 0);
}

void xml_init(struct xml *x)
{
	memset(x, 0, sizeof *x);
}

void xml_release(struct xml *x)
{
	if (x->parser != NULL)
		xmlFreeParserCtxt(x->parser);
	free(x->node);
	free(x->attr);
	buf_release(&x->text);
	buf_release(&x->values);
	buf_release(&x->clean);
	memset(x, 0, sizeof *x);
}

/* ---- asking ----------------------------------------------------------------------- */

bool xml_is(const struct xml *x, uint32_t n, const char *name)
{
	const char *colon;
	enum xml_space space = XML_PLAIN;

	if (n == XML_NONE)
		return false;
	if (x->use_prefixes) {
		colon = strchr(name, ':');
		if (colon != NULL) {
			space = space_of_name(name, (size_t)(colon - name));
			name = colon + 1;
		}
		if (x->node[n].space != space)
			return false;
	}
	return strcmp(x->node[n].name, name) == 0;
}

static uint32_t sibling(const struct xml *x, uint32_t n, uint32_t stop,
                        const char *name)
{
	for (; n < stop; n = x->node[n].end)
		if (name == NULL || xml_is(x, n, name))
			return n;
	return XML_NONE;
}

uint32_t xml_child(const struct xml *x, uint32_t n, const char *name)
{
	if (n == XML_NONE)
		return XML_NONE;
	return sibling(x, n + 1, x->node[n].end, name);
}

uint32_t xml_next(const struct xml *x, uint32_t n, const char *name)
{
	uint32_t parent;

	if (n == XML_NONE || (parent = x->node[n].parent) == XML_NONE)
		return XML_NONE;
	return sibling(x, x->node[n].end, x->node[parent].end, name);
}

/* At most so many names are in a path, each no longer than a prefix. */
#define STEPS 8
#define STEP_MAX 32

static size_t split_path(const char *path, char step[STEPS][STEP_MAX])
{
	size_t n = 0;

	while (*path != '\0' && n < STEPS) {
		size_t len = strcspn(path, "/");

		if (len >= STEP_MAX)
			return 0;
		memcpy(step[n], path, len);
		step[n++][len] = '\0';
		path += len + (path[len] == '/');
	}
	return n;
}

uint32_t xml_at(const struct xml *x, uint32_t n, const char *path)
{
	char step[STEPS][STEP_MAX];
	size_t steps = split_path(path, step), k = 0;
	uint32_t at[STEPS];

	if (n == XML_NONE || steps == 0)
		return XML_NONE;
	at[0] = xml_child(x, n, step[0]);
	/* Where a path ends too early, the next element of the name above it
	 * is tried. */
	for (;;) {
		if (at[k] == XML_NONE) {
			if (k == 0)
				return XML_NONE;
			k--;
			at[k] = xml_next(x, at[k], step[k]);
		} else if (k + 1 == steps) {
			return at[k];
		} else {
			at[k + 1] = xml_child(x, at[k], step[k + 1]);
			k++;
		}
	}
}

uint32_t xml_find(const struct xml *x, uint32_t top, uint32_t after,
                  const char *name)
{
	if (top == XML_NONE)
		return XML_NONE;
	for (uint32_t n = after + 1; n < x->node[top].end; n++)
		if (xml_is(x, n, name))
			return n;
	return XML_NONE;
}

static struct xml_str trimmed(const char *p, size_t len)
{
	while (len > 0 && (*p == ' ' || (*p >= '\t' && *p <= '\r'))) {
		p++;
		len--;
	}
	while (len > 0 && (p[len - 1] == ' ' ||
	                   (p[len - 1] >= '\t' && p[len - 1] <= '\r')))
		len--;
	return (struct xml_str){ p, len };
}

struct xml_str xml_text(const struct xml *x, uint32_t n)
{
	if (n == XML_NONE)
		return (struct xml_str){ "", 0 };
	return trimmed(x->text.p + x->node[n].from,
	               x->node[n].to - x->node[n].from);
}

struct xml_str xml_attr(const struct xml *x, uint32_t n, const char *name)
{
	if (n == XML_NONE)
		return (struct xml_str){ "", 0 };
	for (uint32_t i = 0; i < x->node[n].attrs; i++) {
		const struct xml_attr *a = &x->attr[x->node[n].attr + i];

		if (strcmp(a->name, name) == 0)
			return trimmed(x->values.p + a->from, a->to - a->from);
	}
	return (struct xml_str){ "", 0 };
}

bool xml_str_is(struct xml_str s, const char *word)
{
	return strlen(word) == s.len && memcmp(word, s.p, s.len) == 0;
}

bool xml_code_is(struct xml_str s, const char *word)
{
	const char *colon = s.len > 0 ? memrchr(s.p, ':', s.len) : NULL;

	if (colon != NULL) {
		s.len -= (size_t)(colon + 1 - s.p);
		s.p = colon + 1;
	}
	return xml_str_is(s, word);
}

void xml_set(struct buf *out, struct xml_str s)
{
	if (out->len == 0)
		buf_set(out, s.p, s.len);
}
