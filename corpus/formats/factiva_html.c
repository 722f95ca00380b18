/* factiva_html.c - Factiva, saved as pages
 *
 *     <div class="article enArticle"> ... </div>
 *
 * for each article, with labels in bold in the first cells of a table, or
 * without.  The language in the class is that of the article.  It is made text
 * and read as such (factiva.c).  Newer pages list each article twice: the
 * second is the same by its number.
 */
#include <ctype.h>
#include <string.h>

#include "corpus/format.h"
#include "corpus/formats/exports.h"
#include "corpus/formats/factiva.h"
#include "corpus/markup.h"

#define MARK "class=\"article "
#define MARK_LEN 15
#define TAIL "Article\""
#define TAIL_LEN 8

/* Whether at p, where MARK begins, an article does: a language and "Article"
 * follow. */
static bool is_mark(const char *p, size_t len)
{
	return len >= MARK_LEN + 2 + TAIL_LEN &&
	       islower((unsigned char)p[MARK_LEN]) &&
	       islower((unsigned char)p[MARK_LEN + 1]) &&
	       memcmp(p + MARK_LEN + 2, TAIL, TAIL_LEN) == 0;
}

static const char *pass_space(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || (*p >= '\t' && *p <= '\r')))
		p++;
	if (end - p >= 6 && memcmp(p, "&nbsp;", 6) == 0)
		p += 6;
	return p;
}

/* The end of a label behind the "<b>" at b, if one stands there alone between
 * other tags; or NULL. */
static const char *bold_label(const char *b, const char *end)
{
	const char *p = b + 3, *lt, *next;
	size_t near = end - p < 8 ? (size_t)(end - p) : 8;

	lt = memmem(p, near, "</b>", 4);
	if (lt == NULL || b[-1] != '>' ||
	    !factiva_is_label(p, (size_t)(lt - p)))
		return NULL;
	next = pass_space(lt + 4, end);
	return next < end && *next == '<' ? lt : NULL;
}

/* Labels in bold get lines of their own. */
static void set_lines(const char *start, size_t len, struct buf *out)
{
	const char *p = start, *end = p + len, *b;

	while ((b = memmem(p, (size_t)(end - p), "<b>", 3)) != NULL) {
		const char *lt = b > start ? bold_label(b, end) : NULL;

		buf_add(out, p, (size_t)(b - p));
		p = b + 3;
		if (lt != NULL) {
			buf_adds(out, "</p><p>");
			buf_add(out, p, (size_t)(lt - p));
			buf_adds(out, "</p><p>");
			p = lt;
		}
	}
	buf_add(out, p, (size_t)(end - p));
}

/* What stands in the element of the class "enHeadline", on one line. */
static void set_headline(const char *p, size_t len, struct buf *out)
{
	const char *end = p + len, *at = memmem(p, len, "Headline", 8), *lt;

	while (at != NULL && at - p > 9 && memcmp(at - 9, "class=", 6) != 0)
		at = memmem(at + 1, (size_t)(end - at) - 1, "Headline", 8);
	at = at != NULL ? memchr(at, '>', (size_t)(end - at)) : NULL;
	lt = at != NULL ? memmem(at, (size_t)(end - at), "</", 2) : NULL;
	if (lt != NULL)
		markup_text(at + 1, (size_t)(lt - at) - 1, out);
	for (size_t i = 0; i < out->len; i++)
		if (out->p[i] == '\n')
			out->p[i] = ' ';
}

static const char *fill(const char *p, size_t len, struct article *a)
{
	const char *gt = memchr(p, '>', len), *why;
	struct buf lined = BUF_INIT, plain = BUF_INIT;

	set_headline(p, len, &a->headline);
	if (gt != NULL)
		set_lines(gt + 1, (size_t)(p + len - gt) - 1, &lined);
	markup_text(buf_str(&lined), lined.len, &plain);
	why = factiva_fill(buf_str(&plain), plain.len, a);
	buf_set(&a->language, p + MARK_LEN, 2);
	buf_release(&lined);
	buf_release(&plain);
	return why;
}

static const struct export_pages kind = { MARK, is_mark, fill };

/* The first article often stands behind more styles than a sniff has. */
static int factiva_html_bid(const struct sniff *s)
{
	int bid = export_pages_bid(&kind, s);

	if (bid == BID_NONE && !s->whole &&
	    memmem(s->p, s->len, "<title>Factiva", 14) != NULL)
		return BID_CERTAIN;
	return bid;
}

static enum nx_status factiva_html_read(const struct member *m,
                                        struct reader *r, struct sink *sink,
                                        struct nx_err *err)
{
	(void)m;
	return export_pages_read(&kind, r, sink, err);
}

const struct format format_factiva_html = {
	.name = "factiva-html",
	.summary = "Factiva, saved pages of articles",
	.flags = 0,
	.bid = factiva_html_bid,
	.read = factiva_html_read,
};
