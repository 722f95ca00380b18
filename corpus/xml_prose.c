#include <string.h>
#include <strings.h>

#include "corpus/xml.h"

enum effect {
	INLINE = 0,
	SPACE,
	LINE,
	BREAK,
	BLOCK,
	PRE,
	HIDDEN,
};

static const struct {
	const char *name;
	enum effect effect;
} elements[] = {
	{ "p", BLOCK },          { "br", BREAK },       { "div", BLOCK },
	{ "li", LINE },          { "ul", BLOCK },       { "ol", BLOCK },
	{ "dl", BLOCK },         { "dt", LINE },        { "dd", LINE },
	{ "h1", BLOCK },         { "h2", BLOCK },       { "h3", BLOCK },
	{ "h4", BLOCK },         { "h5", BLOCK },       { "h6", BLOCK },
	{ "hl1", BLOCK },        { "hl2", BLOCK },      { "block", BLOCK },
	{ "bq", BLOCK },         { "blockquote", BLOCK }, { "credit", LINE },
	{ "section", BLOCK },    { "article", BLOCK },  { "header", BLOCK },
	{ "footer", BLOCK },     { "aside", BLOCK },    { "main", BLOCK },
	{ "fn", BLOCK },         { "hr", BLOCK },       { "note", HIDDEN },
	{ "table", BLOCK },      { "tr", LINE },        { "caption", LINE },
	{ "nitf-table", BLOCK }, { "td", SPACE },       { "th", SPACE },
	{ "pre", PRE },          { "address", BLOCK },  { "center", BLOCK },
	{ "head", HIDDEN },      { "script", HIDDEN },  { "style", HIDDEN },
	{ "media", HIDDEN },     { "iframe", HIDDEN },  { "svg", HIDDEN },
	{ "nav", HIDDEN },       { "figcaption", HIDDEN }, { "select", HIDDEN },
	{ "template", HIDDEN },  { "noscript", HIDDEN }, { "textarea", HIDDEN },
	{ "nitf-table-metadata", HIDDEN },
};

struct prose {
	struct buf *out;
	size_t base;
	unsigned gap; /* line ends owed before the next word */
	bool space;
	unsigned pre; /* open elements whose line ends stand */
};

static enum effect effect_of(const char *name)
{
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
		if (strcasecmp(elements[i].name, name) == 0)
			return elements[i].effect;
	return INLINE;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void pay(struct prose *t)
{
	if (t->out->len > t->base) {
		if (t->gap > 0)
			buf_add(t->out, "\n\n", t->gap);
		else if (t->space)
			buf_addc(t->out, ' ');
	}
	t->gap = 0;
	t->space = false;
}

static void add_text(struct prose *t, const char *p, const char *end)
{
	while (p < end) {
		const char *q = p;

		if (is_space(*p)) {
			if (t->pre > 0 && *p == '\n' && t->gap < 2)
				t->gap++;
			t->space = true;
			p++;
			continue;
		}
		while (q < end && !is_space(*q))
			q++;
		pay(t);
		buf_add(t->out, p, (size_t)(q - p));
		p = q;
	}
}

static void owe(struct prose *t, enum effect e, bool end)
{
	unsigned gap = e == BLOCK || e == PRE ? 2 : e >= LINE ? 1 : 0;

	/* Two line breaks in a row are how many write a paragraph. */
	if (e == BREAK && !end && t->gap == 1)
		gap = 2;
	if (e == SPACE)
		t->space = true;
	if (t->gap < gap)
		t->gap = gap;
	if (e == PRE)
		t->pre = end ? t->pre - 1 : t->pre + 1;
}

void xml_prose(const struct xml *x, uint32_t top, struct buf *out)
{
	struct prose t = { out, out->len, 0, false, 0 };
	const char *text = x->text.p;
	uint32_t n, at, open = top;

	if (top == XML_NONE)
		return;
	at = x->node[top].from;
	/* open is the element that at stands in; n the next one to begin. */
	for (n = top + 1;;) {
		const struct xml_node *o = &x->node[open];
		enum effect e;

		if (n == o->end) {
			add_text(&t, text + at, text + o->to);
			at = o->to;
			if (open == top)
				return;
			owe(&t, effect_of(o->name), true);
			open = o->parent;
			continue;
		}
		add_text(&t, text + at, text + x->node[n].from);
		e = effect_of(x->node[n].name);
		if (e == HIDDEN) {
			at = x->node[n].to;
			n = x->node[n].end;
			t.space = true;
			continue;
		}
		owe(&t, e, false);
		at = x->node[n].from;
		open = n++;
	}
}
