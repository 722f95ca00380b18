#include "corpus/formats/wxr.h"

#include <ctype.h>
#include <string.h>

#include "corpus/markup.h"

/* Names of shortcodes that close, in one post: real ones have five or so. */
#define CODES 32
#define CODE_MAX 40

/* Bytes of one tag, with its attributes. */
#define TAG_MAX 2048

static struct xml_str at(const struct xml *x, uint32_t n, const char *name)
{
	return xml_text(x, xml_child(x, n, name));
}

bool wxr_is(const struct xml *x, uint32_t item)
{
	return xml_child(x, item, "wp:post_type") != XML_NONE;
}

/* Sites may have types of their own for their articles ("news_article");
 * pages, menus, styles and attachments are types too. */
static bool is_post(struct xml_str type)
{
	static const char *const parts[] = {
		"post",   "news",   "article",   "story",   "stories", "blog",
		"column", "opinion", "interview", "release", "reportage",
	};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (memmem(type.p, type.len, parts[i], strlen(parts[i])))
			return true;
	return false;
}

const char *wxr_refused(const struct xml *x, uint32_t item)
{
	struct xml_str type = at(x, item, "wp:post_type");
	struct xml_str status = at(x, item, "wp:status");

	if (type.len > 0 && !is_post(type))
		return "not a post (wp:post_type)";
	if (status.len > 0 && !xml_str_is(status, "publish") &&
	    !xml_str_is(status, "inherit"))
		return "not published (wp:status)";
	return NULL;
}

struct xml_str wxr_author(const struct xml *head, uint32_t channel,
                          struct xml_str login)
{
	uint32_t n = xml_child(head, channel, "wp:author");

	for (; n != XML_NONE; n = xml_next(head, n, "wp:author")) {
		struct xml_str s = at(head, n, "wp:author_login");
		struct xml_str name = at(head, n, "wp:author_display_name");

		if (s.len == login.len && memcmp(s.p, login.p, s.len) == 0)
			return name.len > 0 ? name : login;
	}
	return login;
}

/* ---- shortcodes ------------------------------------------------------------- */

/* A word in brackets that is closed somewhere: [dropcap]M[/dropcap]. */
struct code {
	struct xml_str name;
	const char *last; /* where its last end tag begins */
};

struct codes {
	struct code v[CODES];
	size_t n;
};

/* These need no end, and where they have one, what is in them is no text of
 * the article. */
static const char *const media[] = {
	"gallery", "embed", "audio", "video", "playlist", "caption", "youtube",
};

static bool is_media(struct xml_str s)
{
	for (size_t i = 0; i < sizeof media / sizeof *media; i++)
		if (xml_str_is(s, media[i]))
			return true;
	return false;
}

/* The name behind "[" or "[/", length 0 where there is none. */
static struct xml_str code_at(const char *p, const char *end)
{
	struct xml_str s = { p, 0 };

	while (p + s.len < end && s.len < CODE_MAX &&
	       (isalnum((unsigned char)p[s.len]) || p[s.len] == '_' ||
	        p[s.len] == '-'))
		s.len++;
	if (s.len == CODE_MAX || p + s.len == end)
		s.len = 0;
	return s;
}

static struct code *find_code(struct codes *c, struct xml_str s)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].name.len == s.len &&
		    memcmp(c->v[i].name.p, s.p, s.len) == 0)
			return &c->v[i];
	return NULL;
}

static void find_codes(struct xml_str s, struct codes *c)
{
	const char *p = s.p, *end = s.p + s.len;

	c->n = 0;
	while ((p = memmem(p, (size_t)(end - p), "[/", 2)) != NULL) {
		struct xml_str name = code_at(p + 2, end);
		struct code *code = find_code(c, name);

		if (code == NULL && c->n < CODES && name.len > 0 &&
		    name.p[name.len] == ']') {
			code = &c->v[c->n++];
			code->name = name;
		}
		if (code != NULL)
			code->last = p;
		p += 2;
	}
}

/* A line that is nothing but a tag of two words: [contact_form], [my-ad id=1].
 * The text begins at begin. */
static bool is_line(const char *begin, const char *p, const char *end,
                    struct xml_str name)
{
	const char *close = memchr(p, ']', (size_t)(end - p));

	return close != NULL && (p == begin || p[-1] == '\n') &&
	       (close + 1 == end || close[1] == '\n' || close[1] == '\r') &&
	       memchr(p, '\n', (size_t)(close - p)) == NULL &&
	       (memchr(name.p, '_', name.len) != NULL ||
	        memchr(name.p, '-', name.len) != NULL);
}

/* Behind the tag at p, and behind all that is hidden by it; p itself where no
 * shortcode is.  The text begins at begin. */
static const char *pass_code(struct codes *c, const char *begin, const char *p,
                             const char *end)
{
	bool ends = p + 1 < end && p[1] == '/';
	struct xml_str name = code_at(p + 1 + ends, end);
	struct code *code = find_code(c, name);
	size_t room = (size_t)(end - p) < TAG_MAX ? (size_t)(end - p) : TAG_MAX;
	const char *close;

	if (name.len == 0 || (code == NULL && !is_media(name) &&
	                      !is_line(begin, p, p + room, name)))
		return p;
	close = memchr(p, ']', room);
	if (close == NULL)
		return p;
	if (!ends && code != NULL && code->last > close && is_media(name)) {
		/* Its end comes, so it is found. */
		while ((p = memmem(close, (size_t)(end - close), "[/", 2)) &&
		       find_code(c, code_at(p + 2, end)) != code)
			close = p + 2;
		p = p != NULL ? memchr(p, ']', (size_t)(end - p)) : NULL;
		return p != NULL ? p + 1 : end;
	}
	return close + 1;
}

/* Append all but the shortcodes. */
static void drop_codes(struct buf *out, struct xml_str s)
{
	const char *p = s.p, *end = s.p + s.len;
	struct codes codes;

	find_codes(s, &codes);
	while (p < end) {
		const char *open = memchr(p, '[', (size_t)(end - p)), *q;

		if (open == NULL)
			open = end;
		buf_add(out, p, (size_t)(open - p));
		if (open == end)
			return;
		q = pass_code(&codes, s.p, open, end);
		if (q == open)
			buf_addc(out, *q++);
		p = q;
	}
}

void wxr_text(struct buf *out, struct xml_str s)
{
	struct buf text = BUF_INIT, html = BUF_INIT;
	const char *p, *end, *nl;

	drop_codes(&text, s);
	p = buf_str(&text);
	end = p + text.len;
	if (memmem(p, text.len, "<p>", 3) || memmem(p, text.len, "<p ", 3)) {
		markup_text(p, text.len, out);
	} else {
		while ((nl = memmem(p, (size_t)(end - p), "\n\n", 2)) != NULL) {
			buf_add(&html, p, (size_t)(nl - p));
			buf_adds(&html, "<p>");
			p = nl + 2;
		}
		buf_add(&html, p, (size_t)(end - p));
		markup_text(buf_str(&html), html.len, out);
	}
	buf_release(&text);
	buf_release(&html);
}
