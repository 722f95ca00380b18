/* Pages of American newspapers as text, by OCR: Chronicling America, of the
 * Library of Congress.  A page is an article, whose path says which it is
 * (chronam_page.h):
 *
 *     id         LCCN/YYYY-MM-DD/ed-N/seq-N     url   of the page
 *     headline   LCCN, day, page                source  LCCN
 *     published  the day
 *     body       its lines, in paragraphs (ocr_text.h)
 */
#include <string.h>

#include "corpus/charset.h"
#include "corpus/format.h"
#include "corpus/formats/chronam_page.h"
#include "corpus/formats/ocr_text.h"
#include "lib/base/limits.h"

static int chronam_bid(const struct sniff *s)
{
	struct chronam_page page;
	size_t len = strlen(s->member->path), look = s->len < 512 ? s->len : 512;

	if (s->len == 0 || len < 4 ||
	    memcmp(s->member->path + len - 4, ".txt", 4) != 0 ||
	    memchr(s->p, '\0', look) != NULL)
		return BID_NONE;
	/* What the first line of OCR looks like tells nothing. */
	return chronam_page(s->member, &page) ? BID_LIKELY + 1 : BID_NONE;
}

static enum nx_status tell(const struct member *m, const char *p, size_t len,
                           struct sink *sink)
{
	struct article a;
	struct chronam_page page;
	struct charset_result res;
	struct buf text = BUF_INIT;
	enum nx_status st;

	article_init(&a);
	charset_decode(p, len, NULL, &text, &res);
	a.repairs |= res.repairs;
	a.size = len;
	if (chronam_page(m, &page))
		chronam_identify(&page, &a);
	ocr_paragraphs(buf_str(&text), text.len, &a.body);
	if (a.body.len > 0)
		st = sink->article(sink, &a);
	else
		st = sink->skipped(sink, 0, "page without text");
	buf_release(&text);
	article_release(&a);
	return st;
}

static enum nx_status chronam_read(const struct member *m, struct reader *r,
                                   struct sink *sink, struct nx_err *err)
{
	const char *p;
	size_t len;
	enum nx_status st;

	if (reader_all(r, LIMIT_RECORD, &p, &len) == NX_BOUND) {
		st = sink->failed(sink, 0, "longer than any page");
		return st != NX_OK ? st
		                   : nx_fail(err, NX_BOUND,
		                             "text of more than %zu bytes",
		                             LIMIT_RECORD);
	}
	st = tell(m, p, len, sink);
	if (st != NX_OK)
		return st;
	reader_take(r, len);
	return reader_status(r, err);
}

const struct format format_chronam = {
	.name = "chronam",
	.summary = "newspaper pages of Chronicling America, as text",
	.flags = FORMAT_PATH_IS_ID,
	.bid = chronam_bid,
	.read = chronam_read,
};
