/* pdf.c - PDF, by pdftotext (poppler-utils) where it is installed
 *
 * pdftotext gives the text in its reading order, pdfinfo what the document says
 * of itself; both are other programs (child.h).  Without pdftotext no PDF is
 * read, and select.c says what to install.  What the text is, is decided by
 * document.c; title, author and the day of creation fill what an article by
 * itself does not say.  A document without text, scanned pages, is skipped.
 */
#include <ctype.h>
#include <string.h>

#include "corpus/child.h"
#include "corpus/date.h"
#include "corpus/format.h"
#include "corpus/formats/document.h"
#include "corpus/formats/exports.h"
#include "lib/base/limits.h"

static int pdf_bid(const struct sniff *s)
{
	struct buf path = BUF_INIT;
	const char *p = s->p, *end = p + s->len;
	bool found;

	if (s->len >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	while (p < end && isspace((unsigned char)*p))
		p++;
	if (end - p < 5 || memcmp(p, "%PDF-", 5) != 0)
		return BID_NONE;
	found = child_find("pdftotext", &path);
	buf_release(&path);
	return found ? BID_CERTAIN : BID_NONE;
}

/* Run one of poppler's programs; out gets what it says. */
static enum child_end run(const char *program, const char *option,
                          const char *target, const char *p, size_t len,
                          struct buf *out)
{
	struct buf path = BUF_INIT;
	enum child_end end = CHILD_NONE;

	if (child_find(program, &path)) {
		const char *const argv[] = { path.p, "-enc", "UTF-8", option,
			                     "-",    target, NULL };

		end = child_run(argv, p, len, &child_usual, out);
	}
	buf_release(&path);
	return end;
}

static void read_info(struct document *d, const char *p, size_t len)
{
	struct buf info = BUF_INIT;
	struct lines_at t;
	struct line l, v;

	(void)run("pdfinfo", "-isodates", NULL, p, len, &info);
	t = (struct lines_at){ buf_str(&info), buf_str(&info) + info.len };
	while (export_line(&t, &l)) {
		if (export_label(&l, "Title", &v) && d->title.len == 0)
			buf_set(&d->title, v.p, v.len);
		else if (export_label(&l, "Author", &v) && d->author.len == 0)
			buf_set(&d->author, v.p, v.len);
		else if (export_label(&l, "CreationDate", &v))
			(void)date_parse(v.p, v.len, DATE_ORDER_UNKNOWN,
			                 &d->created);
	}
	buf_release(&info);
}

/* Why there is no text. */
static const char *reason(enum child_end end, const char *p, size_t len)
{
	if (end == CHILD_NONE)
		return "pdftotext cannot be started";
	if (end == CHILD_BOUND)
		return "PDF document that takes too long to read, or too much";
	if (memmem(p, len, "/Encrypt", 8) != NULL)
		return "encrypted PDF document";
	return "PDF document that pdftotext cannot read";
}

static enum nx_status tell(const struct member *m, const char *p, size_t len,
                           bool whole, struct sink *sink, struct nx_err *err)
{
	struct document d = DOCUMENT_INIT;
	enum child_end end = run("pdftotext", "-nopgbrk", "-", p, len, &d.text);
	enum nx_status st;

	if (end != CHILD_DONE && d.text.len == 0) {
		document_release(&d);
		return sink->failed(sink, 0, reason(end, p, len));
	}
	read_info(&d, p, len);
	d.repairs |= end == CHILD_BOUND ? REPAIR_CUT : 0;
	d.repairs |= !whole || end == CHILD_FAILED ? REPAIR_PARTIAL : 0;
	st = document_tell(&d, m, "PDF document without text: scanned pages",
	                   sink, err);
	document_release(&d);
	return st;
}

static enum nx_status pdf_read(const struct member *m, struct reader *r,
                               struct sink *sink, struct nx_err *err)
{
	enum nx_status all, st;
	const char *p;
	size_t len;

	all = reader_all(r, LIMIT_PDF, &p, &len);
	if (all == NX_BOUND)
		return nx_fail(err, NX_BOUND,
		               "PDF document of more than %zu bytes",
		               LIMIT_PDF);
	st = tell(m, p, len, reader_status(r, NULL) == NX_OK, sink, err);
	reader_take(r, len);
	return st == NX_OK ? reader_status(r, err) : st;
}

const struct format format_pdf = {
	.name = "pdf",
	.summary = "PDF, by pdftotext where it is installed",
	.flags = 0,
	.bid = pdf_bid,
	.read = pdf_read,
};
