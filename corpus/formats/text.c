/* text.c - plain text: whatever the first lines tell, and paragraphs
 *
 * One file is one article, unless form feeds part it.  What stands above the
 * body is recognised line by line: a URL, a date, a block of "Name: value"
 * lines, a headline, a byline, a deck; none of them need be there.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "corpus/byline.h"
#include "corpus/charset.h"
#include "corpus/date.h"
#include "corpus/format.h"
#include "corpus/formats/text_lines.h"
#include "corpus/paragraphs.h"
#include "corpus/url.h"
#include "lib/base/limits.h"

/* A headline, and a deck, have at most so many characters. */
#define HEADLINE_MAX 200
#define DECK_MAX 300

/* ---- bidding ------------------------------------------------------------ */

/* Whether the NULs are those of UTF-16: nearly all at even or at odd places,
 * as in text that is mostly ASCII.  A byte order mark says so by itself. */
static bool is_utf16(const char *p, size_t len)
{
	size_t nul[2] = { 0, 0 };

	if (len >= 2 &&
	    (memcmp(p, "\xff\xfe", 2) == 0 || memcmp(p, "\xfe\xff", 2) == 0))
		return true;
	for (size_t i = 0; i < len; i++)
		nul[i & 1] += p[i] == '\0';
	return (nul[0] * 20 < nul[1] && nul[1] * 4 > len) ||
	       (nul[1] * 20 < nul[0] && nul[0] * 4 > len);
}

static bool is_binary(const char *p, size_t len)
{
	size_t controls = 0;

	if (memchr(p, '\0', len) != NULL)
		return !is_utf16(p, len);
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)p[i];

		controls += (c < ' ' && (c < '\t' || c > '\r') && c != 0x1b) ||
		            c == 0x7f;
	}
	return controls * 10 > len;
}

/* Whether what begins with '<' is markup: a declaration, or a tag.  OCR has
 * begun pages with "<?Ut%i". */
static bool is_markup(const char *p, size_t len)
{
	size_t i = 1;

	if (p[1] == '!' || p[1] == '?')
		return len > 2 &&
		       (isalpha((unsigned char)p[2]) || p[2] == '-') &&
		       (p[1] == '!' || islower((unsigned char)p[2]));
	while (i < len && i < 64 && isalnum((unsigned char)p[i]))
		i++;
	return i > 1 && i < len && strchr(" \t\r\n>/:-_", p[i]) != NULL &&
	       memchr(p, '>', len) != NULL;
}

/* What is for other readers, or for none. */
static bool is_other(const char *p, size_t len)
{
	if (len >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
		p += 3;
		len -= 3;
	}
	while (len > 0 && isspace((unsigned char)*p)) {
		p++;
		len--;
	}
	if (len < 2)
		return len == 0;
	if (p[0] == '<')
		return is_markup(p, len);
	return (p[0] == '{' && (p[1] == '"' || p[1] == '\\')) ||
	       (len >= 5 && memcmp(p, "%PDF-", 5) == 0) ||
	       (len >= 4 && memcmp(p, "%!PS", 4) == 0);
}

static bool is_code(const char *path)
{
	static const char *const endings[] = {
		".c",     ".h",   ".cc",   ".cpp",  ".py",   ".js",
		".css",   ".sh",  ".pl",   ".rb",   ".java", ".go",
		".rs",    ".r",   ".sql",  ".dtd",  ".xsl",  ".xsd",
		".ipynb", ".yml", ".yaml", ".toml", ".ini",
	};
	size_t len = strlen(path);

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		size_t n = strlen(endings[i]);

		if (len > n && strcasecmp(path + len - n, endings[i]) == 0)
			return true;
	}
	return false;
}

static int text_bid(const struct sniff *s)
{
	if (s->len == 0 || is_binary(s->p, s->len) || is_other(s->p, s->len) ||
	    is_code(s->member->path))
		return BID_NONE;
	return BID_LAST;
}

/* ---- what stands above the body ----------------------------------------- */

/* A line that is a date and nothing else. */
static bool is_date_line(const struct line *l, struct instant *out)
{
	size_t digits = 0;

	for (size_t i = 0; i < l->len; i++)
		digits += isdigit((unsigned char)l->p[i]) != 0;
	return l->len <= 40 && digits >= 4 &&
	       date_parse(l->p, l->len, DATE_ORDER_UNKNOWN, out);
}

/* Lines before the headline: the address, the date.  True if there were. */
static bool take_preamble(struct lines_at *t, struct article *a)
{
	struct lines_at peek = *t;
	struct line l;
	bool any = false;

	while (lines_next(&peek, &l)) {
		if (a->url.len == 0 && url_is(l.p, l.len))
			buf_set(&a->url, l.p, l.len);
		else if (a->published.precision == INSTANT_NONE &&
		         is_date_line(&l, &a->published))
			a->published.origin = INSTANT_FROM_TEXT;
		else if (l.len > 0)
			break;
		any |= l.len > 0;
		*t = peek;
	}
	return any;
}

/* Bylines and dates under the headline, among the first four lines. */
static void take_byline(struct lines_at *t, struct article *a)
{
	struct lines_at peek = *t;
	struct line l;

	for (int i = 0; i < 4 && lines_next(&peek, &l); i++) {
		if (l.len == 0)
			continue;
		if (a->authors.n == 0 && byline_is(l.p, l.len))
			byline_add(&a->authors, l.p, l.len);
		else if (a->published.precision == INSTANT_NONE &&
		         is_date_line(&l, &a->published))
			a->published.origin = INSTANT_FROM_TEXT;
		else
			return;
		*t = peek;
	}
}

/* Whether the line goes on in the next one: prose wrapped at a margin. */
static bool goes_on(struct lines_at t)
{
	struct line next;

	return lines_next(&t, &next) && next.len > 0 &&
	       islower((unsigned char)next.p[0]);
}

static void take_headline(struct lines_at *t, struct article *a, bool trusted)
{
	struct lines_at peek = *t;
	struct line l;

	lines_skip_blank(&peek);
	if (!lines_next(&peek, &l) || lines_ended(&peek))
		return;
	if (trusted ? l.len > LIMIT_FIELD
	            : !line_is_headline(&l, HEADLINE_MAX) || goes_on(peek))
		return;
	buf_set(&a->headline, l.p, l.len);
	*t = peek;
}

/* Whether a line is a paragraph: three sentences, or two in CJK, whose full
 * stop ends a sentence wherever it stands. */
static bool is_paragraph(const struct line *l)
{
	size_t ends = 0;

	for (size_t i = 0; i + 1 < l->len; i++)
		ends += memchr(".?!", l->p[i], 3) != NULL && l->p[i + 1] == ' ';
	for (size_t i = 0; i + 3 <= l->len; i++)
		ends += memcmp(l->p + i, "\xe3\x80\x82", 3) == 0;
	return ends > 1;
}

/* A line directly under the headline, with an empty one behind it. */
static void take_deck(struct lines_at *t, struct article *a)
{
	struct lines_at peek = *t;
	struct line l, after;

	if (!lines_next(&peek, &l) || l.len == 0 ||
	    line_columns(&l) > DECK_MAX || is_paragraph(&l) ||
	    !lines_next(&peek, &after) || after.len > 0 || lines_ended(&peek))
		return;
	buf_set(&a->deck, l.p, l.len);
	*t = peek;
}

/* An ISO date somewhere in the first lines. */
static void find_date(struct lines_at t, struct article *a)
{
	struct line l;

	for (int i = 0; i < 5 && lines_next(&t, &l); i++)
		if (line_find_date(&l, &a->published)) {
			a->published.origin = INSTANT_FROM_TEXT;
			return;
		}
}

/* ---- reading ------------------------------------------------------------ */

/* The lines behind each "@highlight", as one deck. */
static void add_highlights(struct article *a, const char *p, size_t len)
{
	struct lines_at t = { p, p + len };
	struct line l;

	while (lines_next(&t, &l)) {
		if (l.len == 0 || line_is(&l, "@highlight"))
			continue;
		if (a->deck.len > 0)
			buf_adds(&a->deck, ". ");
		if (a->deck.len < LIMIT_FIELD)
			buf_add(&a->deck, l.p, l.len);
	}
}

static void read_story(const struct member *m, const char *p, size_t len,
                       const char *mark, struct article *a)
{
	const char *name = path_name(m->path);
	const char *dot = strrchr(name, '.');
	size_t n = dot != NULL ? (size_t)(dot - name) : strlen(name);

	/* The name is a hash of the address: 40 hexadecimal digits. */
	if (n == 40 && strspn(name, "0123456789abcdef") >= 40)
		buf_set(&a->id, name, n);
	paragraphs_add(p, (size_t)(mark - p), &a->body);
	add_highlights(a, mark, (size_t)(p + len - mark));
}

static void read_plain(const char *p, size_t len, struct article *a)
{
	struct lines_at t = { p, p + len };
	bool trusted; /* address, headline, body: all in their lines */

	lines_skip_blank(&t);
	trusted = take_preamble(&t, a) && a->url.len > 0;
	lines_take_headers(&t, a);
	if (a->headline.len == 0) {
		take_headline(&t, a, trusted);
		take_byline(&t, a);
		if (a->headline.len > 0 && !trusted)
			take_deck(&t, a);
	}
	take_byline(&t, a);
	if (a->published.precision == INSTANT_NONE)
		find_date(t, a);
	paragraphs_add(t.p, (size_t)(t.end - t.p), &a->body);
}

/* One article of len bytes at p, which begin at offset in the member. */
static enum nx_status read_one(const struct member *m, const char *p,
                               size_t len, uint64_t offset, struct article *a,
                               struct sink *sink)
{
	struct buf text = BUF_INIT;
	struct charset_result res;
	const char *mark;
	enum nx_status st;

	article_clear(a);
	charset_decode(p, len, NULL, &text, &res);
	a->repairs |= res.repairs;
	a->offset = offset;
	a->size = len;
	buf_room(&text, 0)[0] = '\0';
	mark = memmem(text.p, text.len, "\n@highlight\n", 12);
	if (mark != NULL)
		read_story(m, text.p, text.len, mark, a);
	else
		read_plain(text.p, text.len, a);
	if (a->published.precision == INSTANT_NONE &&
	    date_from_path(m->path, strlen(m->path), &a->published))
		a->published.origin = INSTANT_FROM_PATH;
	if (a->section.len == 0)
		path_section(m, &a->section);
	st = sink->article(sink, a);
	buf_release(&text);
	return st;
}

/* Whether form feeds part articles, not pages: a headline behind each. */
static bool is_parted(const char *p, size_t len)
{
	const char *end = p + len, *ff;

	if (memchr(p, '\0', len) != NULL || memchr(p, '\f', len) == NULL)
		return false;
	for (; p < end; p = ff + 1) {
		struct lines_at t;
		struct line l;

		ff = memchr(p, '\f', (size_t)(end - p));
		if (ff == NULL)
			ff = end;
		t = (struct lines_at){ p, ff };
		lines_skip_blank(&t);
		if (lines_next(&t, &l) && !line_is_headline(&l, HEADLINE_MAX))
			return false;
	}
	return true;
}

static enum nx_status read_parts(const struct member *m, const char *p,
                                 size_t len, struct article *a,
                                 struct sink *sink)
{
	enum nx_status st = NX_OK;

	for (size_t i = 0, n; i < len && st == NX_OK; i += n + 1) {
		const char *ff = memchr(p + i, '\f', len - i);
		struct lines_at t;

		n = ff != NULL ? (size_t)(ff - p) - i : len - i;
		t = (struct lines_at){ p + i, p + i + n };
		lines_skip_blank(&t);
		if (!lines_ended(&t))
			st = read_one(m, p + i, n, i, a, sink);
	}
	return st;
}

static enum nx_status text_read(const struct member *m, struct reader *r,
                                struct sink *sink, struct nx_err *err)
{
	struct article a;
	const char *p;
	size_t len;
	enum nx_status st;

	if (reader_all(r, LIMIT_RECORD, &p, &len) == NX_BOUND) {
		st = sink->failed(sink, 0, "longer than any article");
		return st != NX_OK ? st
		                   : nx_fail(err, NX_BOUND,
		                             "text of more than %zu bytes",
		                             LIMIT_RECORD);
	}
	article_init(&a);
	st = is_parted(p, len) ? read_parts(m, p, len, &a, sink)
	                       : read_one(m, p, len, 0, &a, sink);
	article_release(&a);
	if (st != NX_OK)
		return st;
	reader_take(r, len);
	return reader_status(r, err);
}

const struct format format_text = {
	.name = "text",
	.summary = "plain text, one article a file",
	.flags = FORMAT_LAST_RESORT | FORMAT_PATH_IS_ID,
	.bid = text_bid,
	.read = text_read,
};
