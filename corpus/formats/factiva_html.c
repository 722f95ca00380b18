/* factiva_html.c - Factiva, saved as pages
 *
 *     <div class="article enArticle"> ... </div>
 *
 * for each article, with labels in bold in the first cells of a table, or
 * without.  The language in the class is that of the article.  It is made text
 * and read as such (factiva.c).  Newer pages list each article twice: the
 * second is the same by its number.
 */
#include <string.h>

#include "corpus/charset.h"
#include "corpus/format.h"
#include "corpus/formats/factiva.h"
#include "corpus/markup.h"
#include "lib/base/limits.h"

#define MARK "class=\"article "
#define MARK_LEN 15
#define TAIL "Article\""
#define TAIL_LEN 8

/* Whether at p, where MARK begins, an article does: a language and "Article"
 * follow. */
static bool is_mark(const char *p, size_t len)
{
	return len >= MARK_LEN + 2 + TAIL_LEN &&
	       memcmp(p + MARK_LEN + 2, TAIL, TAIL_LEN) == 0;
}

static int factiva_html_bid(const struct sniff *s)
{
	const char *p = s->p, *end = p + s->len;

	while ((p = memmem(p, (size_t)(end - p), MARK, MARK_LEN)) != NULL) {
		if (is_mark(p, (size_t)(end - p)))
			return BID_CERTAIN;
		p += MARK_LEN;
	}
	return BID_NONE;
}

/* The offset of the next article's mark from offset from on. */
static size_t find_mark(struct reader *r, size_t from, bool *capped)
{
	for (;;) {
		size_t at = reader_find(r, from, MARK, MARK_LEN, LIMIT_RECORD,
		                        capped);
		const char *p;
		size_t n;

		if (at == SIZE_MAX)
			return at;
		n = reader_peek(r, at + MARK_LEN + 2 + TAIL_LEN, &p);
		if (is_mark(p + at, n - at))
			return at;
		from = at + MARK_LEN;
	}
}

struct work {
	struct sink *sink;
	struct article a;
	struct buf text, lined, plain;
};

static const char *pass_space(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || (*p >= '\t' && *p <= '\r')))
		p++;
	if (end - p >= 6 && memcmp(p, "&nbsp;", 6) == 0)
		p += 6;
	return p;
}

/* Whether what stands in "<b>" is a label: alone between other tags. */
static bool is_bold_label(const char *b, const char *lt, const char *end)
{
	const char *next;

	if (lt == NULL || end - lt < 4 || memcmp(lt, "</b>", 4) != 0 ||
	    b[-1] != '>' || !factiva_is_label(b + 3, (size_t)(lt - b) - 3))
		return false;
	next = pass_space(lt + 4, end);
	return next < end && *next == '<';
}

/* Labels in bold get lines of their own. */
static void set_lines(const struct buf *in, struct buf *out)
{
	const char *start = buf_str(in), *p = start, *end = p + in->len, *b;

	while ((b = memmem(p, (size_t)(end - p), "<b>", 3)) != NULL) {
		const char *lt = memchr(b, '/', (size_t)(end - b));

		lt = lt != NULL && lt[-1] == '<' ? lt - 1 : NULL;
		buf_add(out, p, (size_t)(b - p));
		p = b + 3;
		if (b > start && is_bold_label(b, lt, end)) {
			buf_adds(out, "</p><p>");
			buf_add(out, p, (size_t)(lt - p));
			buf_adds(out, "</p><p>");
			p = lt;
		}
	}
	buf_add(out, p, (size_t)(end - p));
}

/* One article: len bytes from behind its mark. */
static enum nx_status tell(struct work *w, const char *p, size_t len,
                           uint64_t offset)
{
	struct charset_result res;
	const char *gt = memchr(p, '>', len), *why;
	char language[2];

	memcpy(language, p + MARK_LEN, sizeof language);
	buf_clear(&w->text);
	buf_clear(&w->lined);
	buf_clear(&w->plain);
	if (gt != NULL)
		charset_decode(gt + 1, (size_t)(p + len - gt) - 1, NULL,
		               &w->text, &res);
	else
		res.repairs = 0;
	set_lines(&w->text, &w->lined);
	markup_text(buf_str(&w->lined), w->lined.len, &w->plain);
	article_clear(&w->a);
	why = factiva_fill(buf_str(&w->plain), w->plain.len, &w->a);
	if (why != NULL)
		return w->sink->skipped(w->sink, offset, why);
	buf_set(&w->a.language, language, sizeof language);
	w->a.repairs |= res.repairs;
	w->a.offset = offset;
	w->a.size = len;
	return w->sink->article(w->sink, &w->a);
}

/* What is left before the tag in which the next mark stands. */
static size_t before_tag(const char *p, size_t len)
{
	const char *lt = memrchr(p, '<', len);

	return lt != NULL && len - (size_t)(lt - p) < 64 ? (size_t)(lt - p)
	                                                 : len;
}

static enum nx_status read_articles(struct work *w, struct reader *r)
{
	enum nx_status st = NX_OK;
	bool capped;
	const char *p;
	size_t at = find_mark(r, 0, &capped);

	while (st == NX_OK && (at != SIZE_MAX || capped)) {
		uint64_t offset;
		size_t end, n;

		if (at == SIZE_MAX) { /* nothing for far too long */
			reader_take(r, LIMIT_RECORD - MARK_LEN);
			at = find_mark(r, 0, &capped);
			continue;
		}
		reader_take(r, at);
		offset = r->offset;
		end = find_mark(r, MARK_LEN, &capped);
		n = reader_peek(r, 0, &p);
		if (end == SIZE_MAX && capped)
			st = w->sink->failed(w->sink, offset,
			                     "longer than a record");
		else if (end == SIZE_MAX)
			st = tell(w, p, n, offset);
		else
			st = tell(w, p, before_tag(p, end), offset);
		at = end;
	}
	return st;
}

static enum nx_status factiva_html_read(const struct member *m,
                                        struct reader *r, struct sink *sink,
                                        struct nx_err *err)
{
	struct work w = { .sink = sink };
	enum nx_status st;

	(void)m;
	article_init(&w.a);
	st = read_articles(&w, r);
	article_release(&w.a);
	buf_release(&w.text);
	buf_release(&w.lined);
	buf_release(&w.plain);
	return st == NX_OK ? reader_status(r, err) : st;
}

const struct format format_factiva_html = {
	.name = "factiva_html",
	.summary = "Factiva, saved pages of articles",
	.flags = 0,
	.bid = factiva_html_bid,
	.read = factiva_html_read,
};
