#include "corpus/markup.h"

#include <string.h>
#include <strings.h>

#include "corpus/entity.h"

enum effect {
	INLINE = 0,
	SPACE,  /* a cell: words on either side are apart */
	LINE,   /* begins a line */
	BLOCK,  /* begins a paragraph */
	HIDDEN, /* its content is not text of the article */
	RAW,    /* the same, and no tags are read in it but its own end */
	PRE,    /* a paragraph whose white space stands */
};

struct element {
	const char *name;
	enum effect effect;
};

static const struct element elements[] = {
	{ "p", BLOCK },          { "br", LINE },       { "div", BLOCK },
	{ "li", LINE },          { "h1", BLOCK },      { "h2", BLOCK },
	{ "h3", BLOCK },         { "h4", BLOCK },      { "h5", BLOCK },
	{ "h6", BLOCK },         { "ul", BLOCK },      { "ol", BLOCK },
	{ "dl", BLOCK },         { "dt", LINE },       { "dd", LINE },
	{ "blockquote", BLOCK }, { "section", BLOCK }, { "article", BLOCK },
	{ "header", BLOCK },     { "footer", BLOCK },  { "aside", BLOCK },
	{ "main", BLOCK },       { "hr", BLOCK },      { "table", BLOCK },
	{ "tr", LINE },          { "td", SPACE },      { "th", SPACE },
	{ "pre", PRE },          { "address", BLOCK }, { "center", BLOCK },
	{ "hl2", BLOCK },        { "block", BLOCK },   { "figcaption", HIDDEN },
	{ "nav", HIDDEN },       { "svg", HIDDEN },    { "iframe", RAW },
	{ "script", RAW },       { "style", RAW },     { "noscript", HIDDEN },
	{ "template", HIDDEN },  { "head", HIDDEN },   { "select", HIDDEN },
	{ "textarea", RAW },     { "title", RAW },     { "figure", BLOCK },
};

struct markup {
	struct buf *out;
	size_t base;  /* where our text begins in out */
	unsigned gap; /* line ends owed before the next word: 0, 1 or 2 */
	bool space;   /* a space is owed */
	unsigned pre; /* open pre elements */
	/* The element whose content is left out, and how many of that name
	 * are open; NULL outside. */
	const struct element *hidden;
	unsigned depth;
};

struct tag {
	const struct element *e; /* NULL for an unknown element */
	bool end;                /* </...> */
	bool empty;              /* <.../> */
	size_t len;              /* from '<' to behind '>' */
};

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_letter(char c)
{
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'z';
}

static const struct element *find_element(const char *p, size_t len)
{
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
		if (strlen(elements[i].name) == len &&
		    strncasecmp(elements[i].name, p, len) == 0)
			return &elements[i];
	return NULL;
}

/* The end of a tag from p[i] on, behind its '>'; 0 if it has none before the
 * next '<'.  What stands in quotes does not count, unless the quote is never
 * closed.  A scan that fails is not long, or its quote ends the next one's: in
 * all, they are linear. */
static size_t tag_end(const char *p, size_t i, size_t len)
{
	size_t first = 0;
	char quote = '\0';

	for (; i < len; i++) {
		char c = p[i];

		if (quote == '\0') {
			if (c == '>')
				return i + 1;
			if (c == '<')
				return 0;
			if ((c == '"' || c == '\'') && p[i - 1] == '=')
				quote = c;
		} else if (c == quote) {
			quote = '\0';
		} else if (c == '>' && first == 0) {
			first = i + 1;
		}
	}
	return first;
}

/* Read the tag, comment or declaration that begins at p; false if none does. */
static bool read_tag(const char *p, size_t len, struct tag *t)
{
	const char *end;
	size_t i = 1, name;

	*t = (struct tag){ NULL, false, false, 0 };
	if (len < 3)
		return false;
	if (len >= 4 && memcmp(p, "<!--", 4) == 0) {
		end = memmem(p + 4, len - 4, "-->", 3);
		t->len = end != NULL ? (size_t)(end + 3 - p) : len;
		return true;
	}
	if (p[1] == '!' || p[1] == '?') {
		t->len = tag_end(p, 2, len);
		return t->len > 0;
	}
	if (p[1] == '/') {
		t->end = true;
		i++;
	}
	if (!is_letter(p[i]))
		return false;
	name = i;
	while (i < len && !is_space(p[i]) && p[i] != '>' && p[i] != '/' &&
	       i - name < 64)
		i++;
	t->e = find_element(p + name, i - name);
	t->len = tag_end(p, i, len);
	if (t->len == 0)
		return false;
	t->empty = p[t->len - 2] == '/';
	return true;
}

static void owe(struct markup *m, unsigned gap)
{
	if (m->gap < gap)
		m->gap = gap;
}

/* Pay what is owed before the next text. */
static void pay(struct markup *m)
{
	if (m->out->len > m->base) {
		if (m->gap > 0)
			buf_add(m->out, "\n\n", m->gap);
		else if (m->space)
			buf_addc(m->out, ' ');
	}
	m->gap = 0;
	m->space = false;
}

static void open_hidden(struct markup *m, const struct tag *t)
{
	if (t->end || t->empty)
		return;
	m->hidden = t->e;
	m->depth = 1;
}

static void inside_hidden(struct markup *m, const struct tag *t)
{
	if (t->e != m->hidden)
		return;
	if (t->end)
		m->depth--;
	else if (!t->empty && m->hidden->effect == HIDDEN)
		m->depth++;
	if (m->depth == 0)
		m->hidden = NULL;
}

static void on_tag(struct markup *m, const struct tag *t)
{
	switch (t->e != NULL ? t->e->effect : INLINE) {
	case INLINE:
		break;
	case SPACE:
		m->space = true;
		break;
	case LINE:
		/* Two line breaks in a row are how many write a paragraph. */
		owe(m, m->gap == 1 && !t->end ? 2 : 1);
		break;
	case PRE:
		if (!t->end)
			m->pre++;
		else if (m->pre > 0)
			m->pre--;
		owe(m, 2);
		break;
	case BLOCK:
		owe(m, 2);
		break;
	case HIDDEN:
	case RAW:
		m->space = true;
		open_hidden(m, t);
		break;
	}
}

/* Text up to the next tag or reference, as one piece. */
static size_t add_text(struct markup *m, const char *p, size_t len)
{
	size_t n = 0;

	if (is_space(*p)) {
		if (m->pre > 0 && *p == '\n')
			owe(m, m->gap + 1 < 2 ? m->gap + 1 : 2);
		m->space = true;
		return 1;
	}
	while (n < len && !is_space(p[n]) &&
	       (n == 0 || (p[n] != '<' && p[n] != '&')))
		n++;
	pay(m);
	buf_add(m->out, p, n);
	return n;
}

static size_t add_reference(struct markup *m, const char *p, size_t len)
{
	size_t from = m->out->len, n;
	bool space;

	n = entity_decode(p, len, m->out);
	if (n == 0)
		return add_text(m, p, len);
	/* A no-break space is as good as a space. */
	space = m->out->len == from + 1
	                ? is_space(m->out->p[from])
	                : m->out->len == from + 2 &&
	                          memcmp(m->out->p + from, "\xc2\xa0", 2) == 0;
	buf_cut(m->out, from);
	if (space) {
		m->space = true;
		return n;
	}
	pay(m);
	(void)entity_decode(p, len, m->out);
	return n;
}

/* How far a piece that is left out goes; at least 1. */
static size_t skip_hidden(const char *p, size_t len)
{
	const char *next = len > 1 ? memchr(p + 1, '<', len - 1) : NULL;

	return next != NULL ? (size_t)(next - p) : len;
}

/* In a script only an end tag is one; p[0] is '<' and not the last byte. */
static bool may_end_raw(const struct markup *m, const char *p)
{
	return m->hidden == NULL || m->hidden->effect != RAW || p[1] == '/';
}

void markup_text(const char *p, size_t len, struct buf *out)
{
	struct markup m = { out, out->len, 0, false, 0, NULL, 0 };
	/* Where no '>' comes any more: later tags need not look for one. */
	const char *last = len > 0 ? memrchr(p, '>', len) : NULL;
	size_t closed = last != NULL ? (size_t)(last - p) + 1 : 0;
	size_t i = 0;

	while (i < len) {
		struct tag t;

		if (p[i] == '<' && i < closed && may_end_raw(&m, p + i) &&
		    read_tag(p + i, len - i, &t)) {
			if (m.hidden != NULL)
				inside_hidden(&m, &t);
			else
				on_tag(&m, &t);
			i += t.len;
		} else if (m.hidden != NULL) {
			i += skip_hidden(p + i, len - i);
		} else if (p[i] == '&') {
			i += add_reference(&m, p + i, len - i);
		} else {
			i += add_text(&m, p + i, len - i);
		}
	}
}

/* Whether a reference with a ';' begins at p. */
static bool is_reference(const char *p, size_t len)
{
	size_t n = 1;

	if (n < len && p[n] == '#')
		n++;
	while (n < len && n < 10 &&
	       (is_letter(p[n]) || (p[n] >= '0' && p[n] <= '9')))
		n++;
	return n > 2 && n < len && p[n] == ';';
}

/* Whether a tag that running text would not have begins at p. */
static bool is_markup_tag(const char *p, size_t len)
{
	static const char *const starts[] = {
		"<p>",  "<p ",  "<br",      "<img", "<a ", "<div",
		"<!--", "<em>", "<strong>", "<b>",  "<i>", "<span",
	};

	if (len > 3 && p[1] == '/' && is_letter(p[2]))
		return true;
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (strlen(starts[i]) < len &&
		    strncasecmp(starts[i], p, strlen(starts[i])) == 0)
			return true;
	return false;
}

bool markup_is(const char *p, size_t len)
{
	const char *end = p + len;

	for (const char *q = p;
	     q < end && (q = memchr(q, '<', (size_t)(end - q))) != NULL; q++)
		if (is_markup_tag(q, (size_t)(end - q)))
			return true;
	for (const char *q = p;
	     q < end && (q = memchr(q, '&', (size_t)(end - q))) != NULL; q++)
		if (is_reference(q, (size_t)(end - q)))
			return true;
	return false;
}
