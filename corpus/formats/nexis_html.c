/* nexis_html.c - LexisNexis, exported as a page (up to 2019)
 *
 *     <A NAME="DOC_ID_0_0"></A> ... <P>1 of 49 DOCUMENTS</P> ...
 *
 * for each article, behind a cover.  It is made text and read as such
 * (nexis.c), in which what is centred can no longer be told.
 */
#include <string.h>

#include "corpus/charset.h"
#include "corpus/format.h"
#include "corpus/formats/exports.h"
#include "corpus/formats/nexis.h"
#include "corpus/markup.h"

/* Behind NAME or name; links to it have a '#'. */
#define MARK "=\"DOC_ID_"

static bool is_mark(const char *p, size_t len)
{
	return len > sizeof MARK && p[sizeof MARK - 1] >= '0' &&
	       p[sizeof MARK - 1] <= '9';
}

static const char *fill(const char *p, size_t len, struct article *a)
{
	const char *gt = memchr(p, '>', len), *why;
	struct buf text = BUF_INIT;

	if (gt != NULL)
		markup_text(gt + 1, (size_t)(p + len - gt) - 1, &text);
	charset_scrub(&text, &a->repairs);
	why = nexis_fill(buf_str(&text), text.len, a);
	buf_release(&text);
	return why;
}

static const struct export_pages kind = { MARK, is_mark, fill };

static int nexis_html_bid(const struct sniff *s)
{
	return export_pages_bid(&kind, s);
}

static enum nx_status nexis_html_read(const struct member *m, struct reader *r,
                                      struct sink *sink, struct nx_err *err)
{
	(void)m;
	return export_pages_read(&kind, r, sink, err);
}

const struct format format_nexis_html = {
	.name = "nexis-html",
	.summary = "LexisNexis, pages of their exports",
	.flags = 0,
	.bid = nexis_html_bid,
	.read = nexis_html_read,
};
