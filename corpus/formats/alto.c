/* ALTO 1 to 4: pages that OCR read, with the place of each word on the page.
 *
 * A page is an article.  Files are thirty times their text, all of it in
 * attributes, so they are read tag by tag, as they come; nothing is kept of a
 * page but its text.
 *
 *     id         the path; for Chronicling America LCCN, day and page
 *                (chronam_page.h), the same as its plain text has
 *     published  of the path
 *     language   language, LANG of the page or the first block that has one
 *     keywords   "OCR 80%": the mean of the words' WC, in tens
 *     body       String/@CONTENT; a TextBlock is a paragraph.  Words parted at
 *                a line's end whole from @SUBS_CONTENT, else with their HYP
 */
#include <string.h>

#include "corpus/charset.h"
#include "corpus/date.h"
#include "corpus/entity.h"
#include "corpus/format.h"
#include "corpus/formats/chronam_page.h"
#include "corpus/xml.h"
#include "corpus/xml_records.h"
#include "lib/base/limits.h"
#include "lib/base/utf8.h"

/* Bytes of a tag at most: a String with its place and its letters' confidence
 * has 300. */
#define TAG_MAX ((size_t)64 << 10)

/* What stands between two words. */
enum gap { GAP_NONE, GAP_GUESS, GAP_SPACE, GAP_LINE, GAP_PARAGRAPH };

struct alto {
	const struct member *m;
	struct sink *sink;
	uint64_t at;        /* of the window in the member */
	const char *inside; /* the end of the comment or CDATA we are in */
	struct buf encoding, raw, value;
	/* the page */
	struct article a;
	bool open;
	uint64_t offset;
	unsigned pages;
	enum gap gap;
	bool whole;  /* the last part of a word was given with all of it */
	uint64_t confidence; /* of words, in thousandths */
	uint64_t words;
};

/* ---- text ---------------------------------------------------------------- */

static bool is_ascii(struct xml_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

/* An attribute's value as UTF-8, its references replaced. */
static struct xml_str decoded(struct alto *t, struct xml_str s)
{
	struct charset_result res;

	if (!is_ascii(s) && !utf8_valid(s.p, s.len)) {
		buf_clear(&t->raw);
		charset_decode(s.p, s.len,
		               t->encoding.len > 0 ? t->encoding.p : NULL,
		               &t->raw, &res);
		t->a.repairs |= res.repairs;
		s = (struct xml_str){ buf_str(&t->raw), t->raw.len };
	}
	if (s.len > 0 && memchr(s.p, '&', s.len) != NULL) {
		buf_clear(&t->value);
		entity_decode_all(s.p, s.len, &t->value);
		s = (struct xml_str){ buf_str(&t->value), t->value.len };
	}
	return s;
}

/* Chinese and Japanese have no spaces, and a String for each character: from
 * U+3000 to U+9FFF. */
static bool is_cjk(const char *p)
{
	return (unsigned char)*p >= 0xe3 && (unsigned char)*p <= 0xe9;
}

static void owe(struct alto *t, enum gap gap)
{
	if (t->gap < gap)
		t->gap = gap;
}

static void add_word(struct alto *t, struct xml_str s)
{
	static const char *const gaps[] = { "", " ", " ", "\n", "\n\n" };
	struct buf *body = &t->a.body;

	s = decoded(t, s);
	if (s.len == 0)
		return;
	if (body->len > LIMIT_ARTICLE_TEXT) {
		t->a.repairs |= REPAIR_CUT;
		return;
	}
	if (t->gap == GAP_GUESS && body->len >= 3 && is_cjk(s.p) &&
	    is_cjk(body->p + body->len - 3))
		t->gap = GAP_NONE;
	if (body->len > 0)
		buf_adds(body, gaps[t->gap]);
	buf_add(body, s.p, s.len);
	t->gap = GAP_GUESS;
}

/* ---- tags ---------------------------------------------------------------- */

struct attribute {
	struct xml_str name, value;
};

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static const char *skip_space(const char *p, const char *end)
{
	while (p < end && is_space(*p))
		p++;
	return p;
}

enum next { NEXT_ATTRIBUTE, NEXT_TAG_ENDS, NEXT_CUT };

/* The next attribute of a tag at *p, which is moved behind it; or its end. */
static enum next next_attribute(const char **p, const char *end,
                                struct attribute *a)
{
	const char *q = *p, *close;

	while (q < end && (is_space(*q) || *q == '/' || *q == '?'))
		q++;
	if (q == end)
		return NEXT_CUT;
	*p = *q == '>' ? q + 1 : q;
	if (*q == '>' || *q == '<')
		return NEXT_TAG_ENDS;
	a->name.p = q;
	while (q < end && *q != '=' && *q != '>' && *q != '<' && !is_space(*q))
		q++;
	a->name.len = (size_t)(q - a->name.p);
	q = skip_space(q, end);
	a->value = (struct xml_str){ q, 0 };
	if (q == end)
		return NEXT_CUT;
	*p = q;
	if (*q != '=')
		return NEXT_ATTRIBUTE;
	q = skip_space(q + 1, end);
	*p = q;
	if (q == end)
		return NEXT_CUT;
	if (*q != '"' && *q != '\'')
		return NEXT_ATTRIBUTE; /* its value is taken for a name */
	close = memchr(q + 1, *q, (size_t)(end - q - 1));
	if (close == NULL)
		return NEXT_CUT;
	a->value = (struct xml_str){ q + 1, (size_t)(close - q - 1) };
	*p = close + 1;
	return NEXT_ATTRIBUTE;
}

/* What a tag says that is asked for. */
struct tag {
	struct xml_str content, subs_type, subs_content, wc, language;
};

static void keep(struct tag *tag, const struct attribute *a)
{
	struct xml_str n = a->name;

	switch (n.len) {
	case 2:
		if (xml_str_is(n, "WC"))
			tag->wc = a->value;
		break;
	case 7:
		if (xml_str_is(n, "CONTENT"))
			tag->content = a->value;
		break;
	case 9:
		if (xml_str_is(n, "SUBS_TYPE"))
			tag->subs_type = a->value;
		break;
	case 12:
		if (xml_str_is(n, "SUBS_CONTENT"))
			tag->subs_content = a->value;
		break;
	case 4:
	case 8:
		if (xml_str_is(n, "LANG") || xml_str_is(n, "language") ||
		    xml_str_is(n, "xml:lang"))
			tag->language = a->value;
		break;
	default:
		break;
	}
}

/* ---- elements ------------------------------------------------------------ */

/* "0.87", "1", "1.0": in thousandths. */
static void add_confidence(struct alto *t, struct xml_str wc)
{
	unsigned v = 0, unit = 1000;
	bool point = false;

	for (size_t i = 0; i < wc.len && unit > 0; i++) {
		if (wc.p[i] == '.' || wc.p[i] == ',')
			point = true;
		else if (wc.p[i] < '0' || wc.p[i] > '9')
			return;
		else if (point)
			v += (unsigned)(wc.p[i] - '0') * (unit /= 10);
		else
			v = (unsigned)(wc.p[i] - '0') * 1000;
	}
	if (wc.len == 0 || v > 1000)
		return;
	t->confidence += v;
	t->words++;
}

static void on_string(struct alto *t, const struct tag *tag)
{
	bool first = xml_str_is(tag->subs_type, "HypPart1");
	bool later = xml_str_is(tag->subs_type, "HypPart2");

	add_confidence(t, tag->wc);
	if (later && t->whole)
		return;
	/* The first part of a second one may be on the page before. */
	t->whole = (first || later) && tag->subs_content.len > 0;
	add_word(t, t->whole ? tag->subs_content : tag->content);
}

static void on_hyphen(struct alto *t, const struct tag *tag)
{
	struct buf *body = &t->a.body;
	struct xml_str s = { "-", 1 };

	if (t->whole || body->len == 0 || t->gap > GAP_GUESS)
		return;
	if (tag->content.len > 0)
		s = decoded(t, tag->content);
	if (body->len < s.len ||
	    memcmp(body->p + body->len - s.len, s.p, s.len) != 0)
		buf_add(body, s.p, s.len);
}

static void identify(struct alto *t)
{
	struct chronam_page page;
	struct article *a = &t->a;

	a->offset = t->pages > 1 ? t->offset : 0;
	if (t->pages == 1 && chronam_page(t->m, &page))
		chronam_identify(&page, a);
	else if (date_from_path(t->m->path, strlen(t->m->path), &a->published))
		a->published.origin = INSTANT_FROM_PATH;
	if (t->words > 0) {
		struct buf *b = &t->raw;

		buf_clear(b);
		buf_addf(b, "OCR %u%%", (unsigned)(t->confidence / t->words /
		                                   100 * 10));
		strings_add(&a->keywords, b->p, b->len);
	}
}

static enum nx_status end_page(struct alto *t)
{
	if (!t->open)
		return NX_OK;
	t->open = false;
	t->pages++;
	if (t->a.body.len == 0)
		return t->sink->skipped(t->sink, t->offset, "page without text");
	charset_scrub(&t->a.body, &t->a.repairs);
	identify(t);
	return t->sink->article(t->sink, &t->a);
}

static enum nx_status begin_page(struct alto *t, uint64_t offset)
{
	enum nx_status st = end_page(t);

	article_clear(&t->a);
	t->open = true;
	t->offset = offset;
	t->gap = GAP_NONE;
	t->whole = false;
	t->confidence = t->words = 0;
	return st;
}

/* The element whose tag it is; name without its prefix. */
static enum nx_status on_element(struct alto *t, struct xml_str name,
                                 const struct tag *tag, uint64_t offset)
{
	enum nx_status st = NX_OK;

	if (xml_str_is(name, "Page"))
		st = begin_page(t, offset);
	if (st != NX_OK || !t->open)
		return st;
	if (tag->language.len > 0 && t->a.language.len == 0) {
		xml_set(&t->a.language, decoded(t, tag->language));
		charset_scrub(&t->a.language, &t->a.repairs);
	}
	if (xml_str_is(name, "String"))
		on_string(t, tag);
	else if (xml_str_is(name, "SP"))
		owe(t, GAP_SPACE);
	else if (xml_str_is(name, "HYP"))
		on_hyphen(t, tag);
	else if (xml_str_is(name, "TextLine"))
		owe(t, GAP_LINE);
	else if (xml_str_is(name, "TextBlock"))
		owe(t, GAP_PARAGRAPH);
	return NX_OK;
}

static bool is_asked(struct xml_str name)
{
	static const char *const names[] = { "String", "SP", "HYP", "TextLine",
		                             "TextBlock", "Page" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (xml_str_is(name, names[i]))
			return true;
	return false;
}

/* ---- the scan ------------------------------------------------------------ */

/* What is between "<" and the name's end; *p is moved behind it. */
static struct xml_str take_name(const char **p, const char *end, bool *close)
{
	const char *q = *p + 1, *from;

	*close = q < end && *q == '/';
	if (*close)
		q++;
	for (from = q; q < end && *q != '>' && *q != '/' && *q != '<' &&
	               !is_space(*q);
	     q++)
		if (*q == ':')
			from = q + 1;
	*p = q;
	return (struct xml_str){ from, (size_t)(q - from) };
}

/* Whether a comment or CDATA section begins at p. */
static bool enter(struct alto *t, const char *p, const char *end)
{
	if (end - p >= 4 && memcmp(p, "<!--", 4) == 0)
		t->inside = "-->";
	else if (end - p >= 9 && memcmp(p, "<![CDATA[", 9) == 0)
		t->inside = "]]>";
	return t->inside != NULL;
}

/* Read the tag at *p.  False if it is cut off at end, and *p as it was. */
static bool read_tag(struct alto *t, const char **p, const char *end,
                     uint64_t offset, enum nx_status *st)
{
	const char *q = *p;
	bool close;
	struct xml_str name = take_name(&q, end, &close);
	struct tag tag = { 0 };
	struct attribute a;
	enum next next = NEXT_TAG_ENDS;

	if (q == end)
		return false;
	if (!is_asked(name)) {
		*p = q;
		return true;
	}
	while (!close &&
	       (next = next_attribute(&q, end, &a)) == NEXT_ATTRIBUTE)
		keep(&tag, &a);
	if (next == NEXT_CUT)
		return false;
	*p = q;
	if (close && xml_str_is(name, "Page"))
		*st = end_page(t);
	else if (!close || name.len > 6)
		*st = on_element(t, name, &tag, offset);
	return true;
}

/* Read the tags of n bytes at p; how many bytes are done with.  Some must be,
 * if they are all there is, or the longest that a tag may be. */
static size_t read_tags(struct alto *t, const char *p, size_t n, bool last,
                        enum nx_status *st)
{
	const char *at = p, *end = p + n;

	while (*st == NX_OK && at < end) {
		const char *found;

		if (t->inside != NULL) {
			found = memmem(at, (size_t)(end - at), t->inside, 3);
			if (found == NULL)
				return last || n < 3 ? n : n - 2;
			t->inside = NULL;
			at = found + 3;
			continue;
		}
		found = memchr(at, '<', (size_t)(end - at));
		if (found == NULL)
			return n;
		if (!last && found > p && end - found < 16)
			return (size_t)(found - p);
		at = found;
		if (enter(t, at, end)) {
			at += 4;
			continue;
		}
		if (read_tag(t, &at, end, t->at + (uint64_t)(at - p), st))
			continue;
		if (!last && at > p)
			return (size_t)(at - p);
		if (!last)
			t->a.repairs |= REPAIR_CUT;
		at++;
	}
	return (size_t)(at - p);
}

static enum nx_status read_pages(void *ctx, struct reader *r,
                                 struct sink *sink)
{
	struct alto *t = ctx;
	enum nx_status st = NX_OK;
	const char *p;
	size_t n = reader_peek(r, TAG_MAX, &p);

	t->sink = sink;
	(void)xml_encoding(p, n, &t->encoding);
	while (st == NX_OK && (n = reader_peek(r, TAG_MAX, &p)) > 0) {
		bool last = n < TAG_MAX;

		t->at = r->offset;
		n = read_tags(t, p, last ? n : TAG_MAX, last, &st);
		reader_take(r, n);
	}
	if (t->open)
		t->a.repairs |= REPAIR_PARTIAL;
	if (st == NX_OK)
		st = end_page(t);
	if (st == NX_OK && t->pages == 0)
		st = t->sink->skipped(t->sink, 0, "no pages in it");
	return st;
}

static enum nx_status alto_read(const struct member *m, struct reader *r,
                                struct sink *sink, struct nx_err *err)
{
	struct alto t = { .m = m };
	enum nx_status st;

	article_init(&t.a);
	st = xml_read_any(r, read_pages, &t, sink, err);
	article_release(&t.a);
	buf_release(&t.encoding);
	buf_release(&t.raw);
	buf_release(&t.value);
	return st == NX_OK ? reader_status(r, err) : st;
}

static int check(struct xml_str name, struct xml_str tag, struct xml_str all)
{
	(void)tag;
	(void)all;
	return xml_local_is(name, "alto") ? BID_CERTAIN : BID_NONE;
}

static int alto_bid(const struct sniff *s)
{
	return xml_bid(s, check);
}

const struct format format_alto = {
	.name = "alto",
	.summary = "pages of newspapers by OCR, in ALTO",
	.flags = FORMAT_PATH_IS_ID,
	.bid = alto_bid,
	.read = alto_read,
};
