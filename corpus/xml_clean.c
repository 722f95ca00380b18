#include <string.h>

#include "corpus/entity.h"
#include "corpus/xml.h"
#include "lib/base/limits.h"

#define NAME_MAX_BYTES 200

struct name {
	const char *p;
	size_t len;
};

struct clean {
	const char *p, *end;
	struct buf *out;
	struct buf ref; /* one reference, replaced */
	struct name open[LIMIT_MARKUP_DEPTH];
	size_t depth;
	size_t over; /* open tags that were left out behind the last of open */
	bool high;   /* a reference stood for more than ASCII */
};

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_name_start(char c)
{
	char lower = (char)(c | 0x20);

	return (lower >= 'a' && lower <= 'z') || c == '_';
}

static bool is_name(char c)
{
	return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' ||
	       c == '.' || c == ':';
}

static size_t name_len(const char *p, const char *end)
{
	const char *q = p;

	if (q == end || !is_name_start(*q))
		return 0;
	while (q < end && is_name(*q))
		q++;
	if ((size_t)(q - p) > NAME_MAX_BYTES || q[-1] == ':')
		return 0;
	return (size_t)(q - p);
}

/* Text or a value as XML has to have it. */
static void add_escaped(struct clean *c, const char *p, size_t len)
{
	const char *end = p + len;

	for (const char *q = p; q < end; q++) {
		const char *with = *q == '&'   ? "&amp;"
		                   : *q == '<' ? "&lt;"
		                   : *q == '>' ? "&gt;"
		                   : *q == '"' ? "&quot;"
		                               : NULL;

		if (with == NULL)
			continue;
		buf_add(c->out, p, (size_t)(q - p));
		buf_adds(c->out, with);
		p = q + 1;
	}
	buf_add(c->out, p, (size_t)(end - p));
}

/* Text or a value with its references replaced. */
static void add_text(struct clean *c, const char *p, size_t len)
{
	const char *end = p + len;

	while (p < end) {
		const char *amp = memchr(p, '&', (size_t)(end - p));
		size_t n;

		add_escaped(c, p, (size_t)((amp != NULL ? amp : end) - p));
		if (amp == NULL)
			return;
		buf_clear(&c->ref);
		n = entity_decode(amp, (size_t)(end - amp), &c->ref);
		if (n == 0)
			buf_adds(c->out, "&amp;");
		else
			add_escaped(c, c->ref.p, c->ref.len);
		if (c->ref.len > 0 && (c->ref.p[0] & 0x80) != 0)
			c->high = true;
		p = amp + (n > 0 ? n : 1);
	}
}

/* ---- tags ------------------------------------------------------------------ */

/* The value behind '=' at p, in quotes or not, as far as it goes.  A quote that
 * is not closed before the next '<' ends there or at '>'.  All values together
 * take linear time: a later one with the same quote begins behind the quote
 * found here. */
static const char *read_value(const char *p, const char *end, struct name *v)
{
	const char *q;

	while (p < end && is_space(*p))
		p++;
	if (p < end && (*p == '"' || *p == '\'')) {
		q = memchr(p + 1, *p, (size_t)(end - p - 1));
		if (q != NULL &&
		    memchr(p + 1, '<', (size_t)(q - p - 1)) == NULL) {
			*v = (struct name){ p + 1, (size_t)(q - p - 1) };
			return q + 1;
		}
		p++;
	}
	q = p;
	while (q < end && !is_space(*q) && *q != '>' && *q != '<')
		q++;
	*v = (struct name){ p, (size_t)(q - p) };
	return q;
}

static bool is_known(const struct name *seen, size_t n, const char *p,
                     size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (seen[i].len == len && memcmp(seen[i].p, p, len) == 0)
			return true;
	return false;
}

/* The attributes from p on, to behind the tag's '>'.  *empty: it was "/>". */
static const char *read_attributes(struct clean *c, const char *p, bool *empty)
{
	struct name seen[LIMIT_ATTRIBUTES], v;
	size_t n = 0;

	*empty = false;
	while (p < c->end && *p != '>' && *p != '<') {
		size_t len = name_len(p, c->end);
		const char *name = p;

		if (len == 0) {
			*empty = *p == '/';
			p++;
			continue;
		}
		*empty = false;
		p += len;
		while (p < c->end && is_space(*p))
			p++;
		v = (struct name){ p, 0 };
		if (p < c->end && *p == '=')
			p = read_value(p + 1, c->end, &v);
		if (n == LIMIT_ATTRIBUTES || is_known(seen, n, name, len))
			continue;
		seen[n++] = (struct name){ name, len };
		buf_addc(c->out, ' ');
		buf_add(c->out, name, len);
		buf_adds(c->out, "=\"");
		add_text(c, v.p, v.len);
		buf_addc(c->out, '"');
	}
	return p < c->end && *p == '>' ? p + 1 : p;
}

static void close_one(struct clean *c)
{
	const struct name *n = &c->open[--c->depth];

	buf_adds(c->out, "</");
	buf_add(c->out, n->p, n->len);
	buf_addc(c->out, '>');
}

/* An end tag closes what is open in the element of its name; one that has none
 * closes nothing. */
static void end_tag(struct clean *c, const char *p, size_t len)
{
	size_t d = c->depth;

	if (c->over > 0) {
		c->over--;
		return;
	}
	while (d > 0 && !is_known(&c->open[d - 1], 1, p, len))
		d--;
	if (d == 0)
		return;
	while (c->depth >= d)
		close_one(c);
}

static const char *start_tag(struct clean *c, const char *p, size_t len)
{
	const struct name name = { p, len };
	size_t at = c->out->len;
	bool empty;

	buf_addc(c->out, '<');
	buf_add(c->out, p, len);
	p = read_attributes(c, p + len, &empty);
	if (c->depth == LIMIT_MARKUP_DEPTH) {
		buf_cut(c->out, at);
		c->over += !empty;
	} else if (empty) {
		buf_adds(c->out, "/>");
	} else {
		buf_addc(c->out, '>');
		c->open[c->depth++] = name;
	}
	return p;
}

/* ---- declarations ----------------------------------------------------------- */

static bool starts(const char *p, const char *end, const char *with)
{
	size_t n = strlen(with);

	return (size_t)(end - p) >= n && memcmp(p, with, n) == 0;
}

/* Behind the next with, or end. */
static const char *behind(const char *p, const char *end, const char *with)
{
	size_t n = strlen(with);
	const char *q = memmem(p, (size_t)(end - p), with, n);

	return q != NULL ? q + n : end;
}

/* Behind <!DOCTYPE ...>, with its subset in brackets if it has one. */
static const char *skip_doctype(const char *p, const char *end)
{
	while (p < end && *p != '>' && *p != '[')
		p++;
	if (p < end && *p == '[') {
		const char *q = behind(p, end, "]>");

		/* "] >" */
		if (q == end)
			q = behind(p, end, "]");
		p = q;
		if (p < end && p[-1] != '>')
			p = behind(p, end, ">");
		return p;
	}
	return p < end ? p + 1 : end;
}

/* Behind a comment, an instruction or a declaration at p; NULL if none is. */
static const char *skip_other(const char *p, const char *end)
{
	if (starts(p, end, "<!--"))
		return behind(p + 4, end, "-->");
	if (starts(p, end, "<?"))
		return behind(p + 2, end, "?>");
	if (starts(p, end, "<!DOCTYPE") || starts(p, end, "<!doctype"))
		return skip_doctype(p + 9, end);
	if (starts(p, end, "<!") && (size_t)(end - p) > 2 &&
	    is_name_start(p[2]))
		return behind(p, end, ">");
	return NULL;
}

/* What begins with the '<' at c->p. */
static void markup(struct clean *c)
{
	static const char cdata[] = "<![CDATA[";
	const char *p = c->p, *q;
	size_t len;

	if (starts(p, c->end, cdata)) {
		p += sizeof cdata - 1;
		q = memmem(p, (size_t)(c->end - p), "]]>", 3);
		add_escaped(c, p, (size_t)((q != NULL ? q : c->end) - p));
		c->p = q != NULL ? q + 3 : c->end;
		return;
	}
	q = skip_other(p, c->end);
	if (q != NULL) {
		c->p = q;
		return;
	}
	q = p + 1 + (c->end - p > 1 && p[1] == '/');
	len = name_len(q, c->end);
	if (len == 0 || (q + len < c->end && !is_space(q[len]) &&
	                 q[len] != '>' && q[len] != '/' && q[len] != '<')) {
		buf_adds(c->out, "&lt;");
		c->p++;
	} else if (p[1] == '/') {
		end_tag(c, q, len);
		q = memchr(q, '>', (size_t)(c->end - q));
		c->p = q != NULL ? q + 1 : c->end;
	} else {
		c->p = start_tag(c, q, len);
	}
}

bool xml_clean(const char *p, size_t len, struct buf *out)
{
	struct clean c = { .p = p, .end = p + len, .out = out,
		           .ref = BUF_INIT };

	buf_adds(out, "<x>");
	while (c.p < c.end) {
		const char *lt = memchr(c.p, '<', (size_t)(c.end - c.p));

		add_text(&c, c.p, (size_t)((lt != NULL ? lt : c.end) - c.p));
		c.p = lt != NULL ? lt : c.end;
		if (lt != NULL)
			markup(&c);
	}
	while (c.depth > 0)
		close_one(&c);
	buf_adds(out, "</x>");
	buf_release(&c.ref);
	return c.high;
}

/* ---- the beginning of a document --------------------------------------------- */

static const char *skip_space(const char *p, const char *end)
{
	if (starts(p, end, "\xef\xbb\xbf"))
		p += 3;
	while (p < end && is_space(*p))
		p++;
	return p;
}

bool xml_root(const char *p, size_t len, struct xml_str *name,
              struct xml_str *tag)
{
	const char *end = p + len, *q;

	p = skip_space(p, end);
	while (p < end && *p == '<' && (q = skip_other(p, end)) != NULL)
		p = skip_space(q, end);
	if (p == end || *p != '<')
		return false;
	p++;
	*name = (struct xml_str){ p, name_len(p, end) };
	q = memchr(p, '>', (size_t)(end - p));
	*tag = (struct xml_str){ p, (size_t)((q != NULL ? q : end) - p) };
	return name->len > 0;
}

bool xml_encoding(const char *p, size_t len, struct buf *out)
{
	static const char word[] = "encoding";
	const char *end = p + len, *q;
	struct name v;

	p = skip_space(p, end);
	if (!starts(p, end, "<?xml"))
		return false;
	end = behind(p, end, "?>");
	q = memmem(p, (size_t)(end - p), word, sizeof word - 1);
	if (q == NULL)
		return false;
	q += sizeof word - 1;
	while (q < end && is_space(*q))
		q++;
	if (q == end || *q != '=')
		return false;
	(void)read_value(q + 1, end, &v);
	buf_set(out, v.p, v.len);
	return v.len > 0;
}
