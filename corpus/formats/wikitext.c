#include "corpus/formats/wikitext.h"

#include <ctype.h>
#include <string.h>

#include "corpus/charset.h"
#include "corpus/formats/wikitext_scan.h"

#define FOR_EVER 100 /* more than a heading's level can be */

/* Where a run of plain text ends. */
static bool is_special(char c)
{
	switch (c) {
	case '{': case '}': case '[': case ']': case '|': case '\'':
	case '<': case '&': case '\n': case '_':
		return true;
	default:
		return false;
	}
}

/* ---- frames ------------------------------------------------------------- */

/* The element, link or template is none: what was read stays, as text. */
static void pop_literal(struct wiki_scan *s)
{
	size_t at = s->open[--s->depth].at;

	while (at < s->out->len) {
		char *bar = memchr(s->out->p + at, WIKI_BAR, s->out->len - at);

		if (bar == NULL)
			return;
		*bar = '|';
		at = (size_t)(bar - s->out->p) + 1;
	}
}

static bool push(struct wiki_scan *s, enum wiki_kind kind, size_t len)
{
	if (s->depth == WIKI_DEPTH)
		return false;
	s->open[s->depth++] = (struct wiki_frame){ kind, s->out->len };
	s->p += len;
	return true;
}

static bool top_is(const struct wiki_scan *s, enum wiki_kind kind)
{
	return s->depth > 0 && s->open[s->depth - 1].kind == kind;
}

/* Make the innermost frame of the kind the top, if only frames that may be left
 * open are above it. */
static bool uncover(struct wiki_scan *s, enum wiki_kind kind)
{
	size_t n = s->depth;

	while (n > 0 && s->open[n - 1].kind != kind) {
		if (s->open[n - 1].kind == WIKI_TABLE ||
		    (kind == WIKI_LINK && s->open[n - 1].kind == WIKI_TEMPLATE))
			return false;
		n--;
	}
	if (n == 0)
		return false;
	while (s->depth > n)
		pop_literal(s);
	return true;
}

/* Put what is shown of the top frame in its place. */
static void close_frame(struct wiki_scan *s)
{
	struct wiki_frame f = s->open[--s->depth];
	struct buf *out = s->out;
	struct xml_str all = { buf_str(out) + f.at, out->len - f.at }, text;
	bool block = false;
	size_t room;

	text = f.kind == WIKI_LINK ? wiki_link(s->w, s->names, all)
	                      : wiki_template(s->w, all, &block);
	if (text.len == 0) {
		buf_cut(out, f.at);
		return;
	}
	/* A name and a bar stood before the text, if it is part of it. */
	room = block && text.p - all.p >= 2 ? 2 : 0;
	if (text.p < all.p || text.p > all.p + all.len) {
		buf_cut(out, f.at);
		buf_add(out, text.p, text.len);
		return;
	}
	memmove(out->p + f.at + room, text.p, text.len);
	memset(out->p + f.at, '\n', room);
	buf_cut(out, f.at + room + text.len);
	if (block)
		buf_adds(out, "\n\n");
}

/* ---- lines -------------------------------------------------------------- */

/* Begin to read "== Words ==", if the line is one. */
static bool begin_heading(struct wiki_scan *s)
{
	const char *nl = memchr(s->p, '\n', wiki_left(s)), *q = nl ? nl : s->end;
	unsigned n = 0, m = 0;

	/* "== Words == <!-- and a remark -->" */
	if (q - s->p > 3 && q[-1] == '>') {
		const char *remark = memmem(s->p, (size_t)(q - s->p), "<!--", 4);

		q = remark != NULL ? remark : q;
	}
	while (q > s->p && isspace((unsigned char)q[-1]))
		q--;
	while (s->p + n < q && s->p[n] == '=' && n < 6)
		n++;
	while (q - m > s->p + n && q[-1 - (int)m] == '=' && m < 6)
		m++;
	s->level = n < m ? n : m;
	if (s->level == 0 || s->depth > 0 || s->heading_end != NULL)
		return false;
	s->p += s->level;
	s->heading_end = q - s->level;
	buf_adds(s->out, "\n\n");
	s->heading_at = s->out->len;
	return true;
}

static void end_heading(struct wiki_scan *s)
{
	struct xml_str words;
	const char *nl = memchr(s->p, '\n', wiki_left(s));
	size_t at = s->heading_at;
	enum wiki_section kind;

	while (s->depth > 0)
		pop_literal(s);
	words = (struct xml_str){ buf_str(s->out) + at, s->out->len - at };
	kind = wiki_section_of(words);
	if (s->drop_level >= s->level && s->drop_level != FOR_EVER) {
		/* The section before is left out; this one moves up. */
		size_t n = s->out->len - (at - 2);

		memmove(s->out->p + s->drop_at, s->out->p + at - 2, n);
		buf_cut(s->out, s->drop_at + n);
		at = s->drop_at + 2;
		s->drop_level = 0;
	}
	if (s->drop_level == 0 && kind != WIKI_TEXT) {
		s->drop_at = at - 2;
		s->drop_level = kind == WIKI_SOURCES ? FOR_EVER : s->level;
	}
	buf_adds(s->out, "\n\n");
	s->heading_end = NULL;
	s->p = nl != NULL ? nl + 1 : s->end;
	s->line = true;
}

static void take_line_start(struct wiki_scan *s)
{
	s->line = false;
	while (wiki_left(s) > 0 && *s->p != '\0' && strchr("*#:; ", *s->p) != NULL)
		s->p++;
	if (wiki_at(s, "{|")) {
		if (push(s, WIKI_TABLE, 2))
			return;
	} else if (wiki_at(s, "|}") && !wiki_at(s, "|}}") &&
	           uncover(s, WIKI_TABLE)) {
		buf_cut(s->out, s->open[--s->depth].at);
		s->p += 2;
	} else if (wiki_at(s, "----")) {
		while (wiki_left(s) > 0 && *s->p == '-')
			s->p++;
		buf_adds(s->out, "\n\n");
	} else if (wiki_at(s, "=")) {
		(void)begin_heading(s);
	}
}

static void take_newline(struct wiki_scan *s)
{
	while (top_is(s, WIKI_EXTERNAL))
		pop_literal(s);
	s->p++;
	if (wiki_left(s) > 0 && *s->p == '\n')
		while (top_is(s, WIKI_LINK) || top_is(s, WIKI_EXTERNAL))
			pop_literal(s);
	buf_addc(s->out, '\n');
	s->line = true;
}

/* ---- brackets ------------------------------------------------------------ */

static bool is_scheme(const char *p, const char *end)
{
	static const char *const schemes[] = { "http://", "https://", "//",
		                               "ftp://", "mailto:" };

	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if ((size_t)(end - p) > strlen(schemes[i]) &&
		    memcmp(p, schemes[i], strlen(schemes[i])) == 0)
			return true;
	return false;
}

/* "[http://example.org words]": the address is no text. */
static bool take_external(struct wiki_scan *s)
{
	const char *q = s->p + 1;

	if (!is_scheme(q, s->end))
		return false;
	while (q < s->end && strchr(" \t\n]|[{", *q) == NULL)
		q++;
	if (q == s->end || *q == '\n')
		return false;
	if (*q == ']') {
		s->p = q + 1;
		return true;
	}
	while (q < s->end && *q == ' ')
		q++;
	return push(s, WIKI_EXTERNAL, (size_t)(q - s->p));
}

/* Brackets, braces and bars; true if it was one that does something. */
static bool take_bracket(struct wiki_scan *s)
{
	if (wiki_at(s, "{{"))
		return push(s, WIKI_TEMPLATE, 2);
	if (wiki_at(s, "[["))
		return push(s, WIKI_LINK, 2);
	if (wiki_at(s, "}}") && uncover(s, WIKI_TEMPLATE)) {
		close_frame(s);
		s->p += 2;
		return true;
	}
	if (wiki_at(s, "]]") && uncover(s, WIKI_LINK)) {
		close_frame(s);
		s->p += 2;
		return true;
	}
	if (*s->p == '[')
		return take_external(s);
	if (*s->p == ']' && top_is(s, WIKI_EXTERNAL)) {
		s->depth--;
		s->p++;
		return true;
	}
	if (*s->p == '|' && (top_is(s, WIKI_TEMPLATE) || top_is(s, WIKI_LINK))) {
		buf_addc(s->out, WIKI_BAR);
		s->p++;
		return true;
	}
	return false;
}

static void take_special(struct wiki_scan *s)
{
	switch (*s->p) {
	case '\n':
		take_newline(s);
		return;
	case '\'':
		wiki_quotes(s);
		return;
	case '<':
		wiki_tag(s);
		return;
	case '&':
		wiki_reference(s);
		return;
	case '_':
		wiki_switch(s);
		return;
	default:
		if (!take_bracket(s))
			buf_addc(s->out, *s->p++);
	}
}

/* Where something was left out two spaces meet. */
static void squeeze(struct buf *b)
{
	size_t to = 0;

	for (size_t i = 0; i < b->len; i++)
		if (b->p[i] != ' ' || to == 0 ||
		    (b->p[to - 1] != ' ' && b->p[to - 1] != '\n'))
			b->p[to++] = b->p[i];
	if (b->len > 0)
		buf_cut(b, to);
}

void wikitext_read(struct wikitext *w, const struct wiki_names *names,
                   const char *p, size_t len)
{
	struct wiki_scan s = { .w = w, .names = names, .p = p, .end = p + len,
		          .out = &w->text, .line = true };
	unsigned repairs = 0;

	buf_clear(&w->text);
	strings_clear(&w->categories);
	strings_clear(&w->places);
	memset(&w->date, 0, sizeof w->date);
	w->published = false;
	while (s.p < s.end) {
		const char *q = s.p;

		if (s.line) {
			take_line_start(&s);
			continue;
		}
		if (s.heading_end != NULL && s.p >= s.heading_end) {
			end_heading(&s);
			continue;
		}
		while (q < s.end && q != s.heading_end && !is_special(*q))
			q++;
		buf_add(s.out, s.p, (size_t)(q - s.p));
		s.p = q;
		if (q < s.end && q != s.heading_end)
			take_special(&s);
	}
	while (s.depth > 0)
		pop_literal(&s);
	if (s.heading_end != NULL)
		end_heading(&s);
	if (s.drop_level > 0)
		buf_cut(s.out, s.drop_at);
	if (s.high)
		charset_scrub(s.out, &repairs);
	squeeze(s.out);
}

void wikitext_init(struct wikitext *w)
{
	memset(w, 0, sizeof *w);
}

void wikitext_release(struct wikitext *w)
{
	buf_release(&w->text);
	strings_release(&w->categories);
	strings_release(&w->places);
}
