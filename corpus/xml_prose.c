#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "corpus/markup.h"
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
	unsigned tags; /* escaped ones that were passed and not ended */
};

/* How far behind an escaped tag its end is looked for. */
#define TAG_REACH 200

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

/* The length of an escaped tag in the text, "<dash>" or "</dash>", that has an
 * end and a beginning; 0 for "a <b" and for "<b>" in a text about tags. */
static size_t tag_len(struct prose *t, const char *p, const char *end)
{
	bool ends = p + 1 < end && p[1] == '/';
	size_t n = 1 + ends, reach;
	char close[24] = "</";

	while (p + n < end && n < 20 && isalpha((unsigned char)p[n]))
		n++;
	if (n < 3U + ends || p + n == end || p[n] != '>')
		return 0;
	n++;
	if (ends) {
		if (t->tags == 0)
			return 0;
		t->tags--;
		return n;
	}
	memcpy(close + 2, p + 1, n - 1);
	reach = (size_t)(end - p) < TAG_REACH ? (size_t)(end - p) : TAG_REACH;
	if (memmem(p, reach, close, n + 1) == NULL)
		return 0;
	t->tags++;
	return n;
}

static void add_text(struct prose *t, const char *p, const char *end)
{
	size_t tag;

	while (p < end) {
		const char *q = p;

		if (is_space(*p)) {
			if (t->pre > 0 && *p == '\n' && t->gap < 2)
				t->gap++;
			t->space = true;
			p++;
			continue;
		}
		if (*p == '<' && (tag = tag_len(t, p, end)) > 0) {
			p += tag;
			continue;
		}
		while (q < end && !is_space(*q) && (q == p || *q != '<'))
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

/* A paragraph that is nothing but tags of HTML, escaped: a box of another site,
 * which has a text or none.  Whether it is one. */
static bool add_markup(struct prose *t, struct xml_str s)
{
	struct buf text = BUF_INIT;

	if (s.len < 3 || s.p[0] != '<' || !isalpha((unsigned char)s.p[1]) ||
	    s.p[s.len - 1] != '>' || !markup_is(s.p, s.len))
		return false;
	markup_text(s.p, s.len, &text);
	buf_trim(&text);
	if (text.len > 0) {
		pay(t);
		buf_add(t->out, text.p, text.len);
	}
	buf_release(&text);
	return true;
}

void xml_prose(const struct xml *x, uint32_t top, struct buf *out)
{
	struct prose t = { out, out->len, 0, false, 0, 0 };
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
		if (e != HIDDEN)
			owe(&t, e, false);
		if (e == HIDDEN || (e == BLOCK && x->node[n].end == n + 1 &&
		                    add_markup(&t, xml_text(x, n)))) {
			at = x->node[n].to;
			n = x->node[n].end;
			t.space = true;
			continue;
		}
		at = x->node[n].from;
		open = n++;
	}
}
