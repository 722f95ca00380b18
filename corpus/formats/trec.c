/* The SGML of TREC and the LDC, and of corpora made after their example:
 *
 *     <DOC>
 *     <DOCNO> AP880212-0001 </DOCNO>
 *     <HEAD>...</HEAD> <DATELINE>TOKYO (AP) </DATELINE>
 *     <TEXT> ... </TEXT>
 *     </DOC>
 *
 * Every newspaper on those disks has tags of its own; a table says what each
 * is.  Tags need not be closed, nor be in capitals, nor on lines of their own.
 */
#include <string.h>
#include <strings.h>

#include "corpus/article.h"
#include "corpus/byline.h"
#include "corpus/charset.h"
#include "corpus/charset_parts.h"
#include "corpus/date.h"
#include "corpus/entity.h"
#include "corpus/format.h"
#include "corpus/formats/sgml.h"
#include "corpus/formats/trec_id.h"
#include "corpus/formats/trec_tags.h"
#include "corpus/markup.h"
#include "corpus/paragraphs.h"
#include "lib/base/limits.h"

#define INDENT 2 /* spaces that begin a paragraph */
#define WRAPPED_MAX 200 /* bytes of a line that is wrapped at a margin */
#define BYLINE_LINES 20 /* between tags, where a byline may be */

/* One record while it is read. */
struct doc {
	struct article *a;
	struct buf field[TREC_ROLES];
	struct buf attr_id;
	bool in_text, has_text, has_paragraphs, skip;
	const char *web; /* where the page begins, behind </DOCHDR> */
};

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void add_plain(const char *p, size_t len, struct buf *out,
                      unsigned *repairs)
{
	size_t at = out->len;

	entity_decode_all(p, len, out);
	if (out->len - at != len)
		charset_scrub_from(out, at, repairs);
}

/* ---- a record's fields --------------------------------------------------- */

static void copy_attr(struct doc *d, const struct sgml_token *t,
                      const char *name, struct buf *out)
{
	const char *v;
	size_t len;

	if (out->len == 0 && sgml_attr(t, name, &v, &len))
		add_plain(v, len, out, &d->a->repairs);
}

static void open_record(struct doc *d, const struct sgml_token *t)
{
	const char *v;
	size_t len;

	copy_attr(d, t, "ID", &d->attr_id);
	copy_attr(d, t, "DOCID", &d->attr_id);
	copy_attr(d, t, "URL", &d->a->url);
	copy_attr(d, t, "TITLE", &d->a->headline);
	copy_attr(d, t, "DATE", &d->field[TREC_DATE]);
	d->skip = sgml_attr(t, "TYPE", &v, &len) && len == 5 &&
	          strncasecmp(v, "advis", 5) == 0;
}

static bool is_blank(const char *p, size_t len)
{
	for (size_t k = 0; k < len; k++)
		if (!is_space(p[k]))
			return false;
	return true;
}

/* The element that a tag opens: a second headline is a deck.  Once the text
 * has begun, a table or a title in it is a part of it. */
static enum trec_role open_role(struct doc *d, enum trec_role role)
{
	struct buf *b;

	if (d->in_text && role != TREC_TEXT && d->has_text)
		return TREC_TEXT;
	if (role == TREC_TEXT)
		d->in_text = true;
	if (role == TREC_HEADLINE && d->field[TREC_HEADLINE].len > 0)
		role = TREC_DECK;
	b = &d->field[role];
	if (b->len > 0)
		buf_adds(b, role == TREC_TEXT ? "\n\n" : "\n");
	return role;
}

static bool ends_paragraph(const char *name)
{
	return strcmp(name, "P") == 0 || strcmp(name, "BR") == 0;
}

static void add_break(struct doc *d, enum trec_role role, const char *name)
{
	struct buf *b = &d->field[role];

	if (ends_paragraph(name)) {
		if (role == TREC_TEXT && name[0] == 'P')
			d->has_paragraphs = true;
		buf_adds(b, name[0] == 'P' ? "\n\n" : "\n");
	} else if (b->len > 0 && !is_space(b->p[b->len - 1]) &&
	           !trec_is_inline(name)) {
		buf_addc(b, ' ');
	}
}

static void read_doc(struct doc *d, const char *p, size_t len)
{
	struct sgml tags = { p, p + len, false };
	struct sgml_token t;
	enum trec_role role = TREC_LOOSE, found;

	while (d->web == NULL && sgml_next(&tags, &t)) {
		if (!t.tag) {
			add_plain(t.p, t.len, &d->field[role], &d->a->repairs);
			if (role == TREC_TEXT && !d->has_text)
				d->has_text = !is_blank(t.p, t.len);
		} else if (strcmp(t.name, "DOC") == 0) {
			if (!t.close)
				open_record(d, &t);
		} else if (!trec_role(t.name, &found)) {
			add_break(d, role, t.name);
		} else if (!t.close) {
			role = open_role(d, found);
		} else {
			if (found == TREC_WEBHEAD)
				d->web = tags.p;
			if (found == TREC_TEXT)
				d->in_text = false;
			role = d->in_text ? TREC_TEXT : TREC_LOOSE;
		}
	}
}

/* ---- fields to the article ------------------------------------------------ */

/* Call add for each part of the field between the marks, without what is in
 * parentheses at its end: "OHIO (OH)". */
static void add_parts(struct strings *s, const struct buf *b, const char *marks)
{
	const char *p = buf_str(b), *end = p + b->len;

	while (p < end) {
		const char *q = p, *stop;

		while (q < end && strchr(marks, *q) == NULL)
			q++;
		stop = memchr(p, '(', (size_t)(q - p));
		strings_add(s, p, (size_t)((stop != NULL ? stop : q) - p));
		p = q + 1;
	}
}

/* The first of the field's lines that is a date; "Correction Appended" and
 * page numbers stand beside it. */
static bool first_date(const struct buf *b, enum date_order order,
                       struct instant *out)
{
	const char *p = buf_str(b), *end = p + b->len;

	while (p < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		size_t len = (size_t)((nl != NULL ? nl : end) - p);
		const char *q = p;

		p += len + 1;
		while (len > 0 && is_space(*q)) {
			q++;
			len--;
		}
		while (len > 0 && is_space(q[len - 1]))
			len--;
		if (date_parse(q, len, len == 6 ? DATE_ORDER_YMD : order, out))
			return true;
	}
	return false;
}

static bool same_day(const struct instant *i, const struct instant *day)
{
	return i->sec >= day->sec && i->sec <= instant_last(day);
}

/* The number settles which is the day and which the month, and stands in for
 * a date that is missing. */
static void set_date(struct doc *d)
{
	struct instant id, swapped;
	struct article *a = d->a;
	const struct buf *b = &d->field[TREC_DATE];

	(void)first_date(b, DATE_ORDER_UNKNOWN, &a->published);
	if ((a->published.precision >= INSTANT_DAY && !a->published.ambiguous) ||
	    !trec_id_date(buf_str(&a->id), a->id.len, &id))
		return;
	(void)first_date(b, DATE_ORDER_MDY, &swapped);
	if (a->published.precision < INSTANT_DAY)
		a->published = id;
	else if (same_day(&a->published, &id))
		a->published.ambiguous = false;
	else if (same_day(&swapped, &id))
		a->published = swapped;
}

/* "FT  14 MAY 91 / Title" */
static void set_headline(struct doc *d)
{
	struct buf *b = &d->field[TREC_HEADLINE];
	const char *p, *slash;

	buf_trim(b);
	p = buf_str(b);
	slash = b->len > 20 ? memmem(p, 20, " / ", 3) : NULL;
	if (slash != NULL && memcmp(p, "FT ", 3) == 0)
		p = slash + 3;
	if (d->a->headline.len == 0)
		buf_adds(&d->a->headline, p);
}

static void set_source(struct doc *d)
{
	struct buf *b = &d->field[TREC_SOURCE];
	const char *known = trec_id_source(buf_str(&d->a->id), d->a->id.len);
	const char *p = buf_str(b), *stop;

	if (known != NULL) {
		buf_sets(&d->a->source, known);
		return;
	}
	/* "WALL STREET JOURNAL (J), PAGE 16" */
	stop = b->len > 0 ? memchr(p, '(', b->len) : NULL;
	buf_add(&d->a->source, p, stop != NULL ? (size_t)(stop - p) : b->len);
}

/* FBIS begins its texts with "Language: English" and "Article Type:BFN". */
static const char *skip_labels(const char *p, const char *end)
{
	static const char *const label[] = { "Language:", "Article Type:",
		                             "Document Type:" };

	for (size_t k = 0; k < sizeof label / sizeof label[0]; k++) {
		size_t n = strlen(label[k]);
		const char *q = p;

		while (q < end && is_space(*q))
			q++;
		if ((size_t)(end - q) > n &&
		    strncasecmp(q, label[k], n) == 0) {
			q = memchr(q, '\n', (size_t)(end - q));
			p = q != NULL ? q + 1 : end;
		}
	}
	return p;
}

/* Whether some lines are indented, some are not, and none is longer than lines
 * of a margin are: paragraphs as AP and the Wall Street Journal set them. */
static bool has_indents(const char *p, const char *end)
{
	size_t lines = 0, indented = 0;

	while (p < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		size_t len = (size_t)((nl != NULL ? nl : end) - p);

		if (len > WRAPPED_MAX)
			return false;
		if (!is_blank(p, len)) {
			lines++;
			indented += *p == '\t' ||
			            (len > 2 && is_blank(p, INDENT));
		}
		p += len + 1;
	}
	return indented > 0 && indented < lines;
}

/* Agencies put the byline between the headline and the text. */
static void find_byline(struct doc *d)
{
	const char *p = buf_str(&d->field[TREC_LOOSE]);
	const char *end = p + d->field[TREC_LOOSE].len;

	for (int k = 0; k < BYLINE_LINES && p < end; k++) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		size_t len = (size_t)((nl != NULL ? nl : end) - p);

		if (byline_is(p, len)) {
			byline_add(&d->a->authors, p, len);
			return;
		}
		p += len + 1;
	}
}

static void set_body(struct doc *d)
{
	struct buf *text = &d->field[TREC_TEXT];
	const char *p, *end;

	if (d->web != NULL)
		return;
	if (!d->has_text)
		text = &d->field[TREC_LOOSE];
	p = buf_str(text);
	end = p + text->len;
	p = skip_labels(p, end);
	if (d->has_paragraphs)
		sgml_paragraphs(p, (size_t)(end - p), SGML_NO_INDENT,
		                &d->a->body);
	else if (has_indents(p, end))
		sgml_paragraphs(p, (size_t)(end - p), INDENT, &d->a->body);
	else
		paragraphs_add(p, (size_t)(end - p), &d->a->body);
}

/* A page of the web collections: all behind the header is HTML. */
static void set_page(struct doc *d, const char *end)
{
	struct sgml tags = { d->web, end, false };
	struct sgml_token t;
	struct buf *head = &d->field[TREC_WEBHEAD];
	bool title = false;

	while (sgml_next(&tags, &t)) {
		if (t.tag)
			title = strcmp(t.name, "TITLE") == 0 && !t.close;
		else if (title && d->a->headline.len == 0)
			add_plain(t.p, t.len, &d->a->headline, &d->a->repairs);
	}
	markup_text(d->web, (size_t)(end - d->web), &d->a->body);
	buf_trim(head);
	if (head->len > 4 && strncasecmp(head->p, "http", 4) == 0)
		buf_add(&d->a->url, head->p, strcspn(head->p, " \n"));
}

static void fill(struct doc *d, const char *end)
{
	struct article *a = d->a;
	struct buf *f = d->field;

	if (f[TREC_ID].len > 0)
		buf_add(&a->id, f[TREC_ID].p, f[TREC_ID].len);
	else if (d->attr_id.len > 0)
		buf_add(&a->id, d->attr_id.p, d->attr_id.len);
	else
		buf_add(&a->id, buf_str(&f[TREC_ID2]), f[TREC_ID2].len);
	buf_trim(&a->id);
	/* A mere number is known in its own collection only. */
	if (strspn(buf_str(&a->id), "0123456789") < a->id.len)
		buf_sets(&a->space, "trec");
	set_headline(d);
	set_date(d);
	set_source(d);
	buf_add(&a->deck, buf_str(&f[TREC_DECK]), f[TREC_DECK].len);
	buf_add(&a->url, buf_str(&f[TREC_URL]), f[TREC_URL].len);
	buf_add(&a->rights, buf_str(&f[TREC_RIGHTS]), f[TREC_RIGHTS].len);
	/* "Metro; Part B; Page 1" */
	buf_trim(&f[TREC_SECTION]);
	buf_add(&a->section, buf_str(&f[TREC_SECTION]),
	        strcspn(buf_str(&f[TREC_SECTION]), ";"));
	buf_trim(&f[TREC_BYLINE]);
	byline_add(&a->authors, buf_str(&f[TREC_BYLINE]), f[TREC_BYLINE].len);
	if (a->authors.n == 0 && d->has_text)
		find_byline(d);
	buf_trim(&f[TREC_DATELINE]);
	sgml_dateline(buf_str(&f[TREC_DATELINE]), f[TREC_DATELINE].len, &a->places);
	add_parts(&a->places, &f[TREC_PLACES], "\n;");
	add_parts(&a->keywords, &f[TREC_KEYWORDS], "\n;");
	set_body(d);
	if (d->web != NULL)
		set_page(d, end);
}

/* ---- the format ----------------------------------------------------------- */

static void doc_clear(struct doc *d)
{
	article_clear(d->a);
	for (int k = 0; k < TREC_ROLES; k++)
		buf_clear(&d->field[k]);
	buf_clear(&d->attr_id);
	d->in_text = d->has_text = false;
	d->has_paragraphs = d->skip = false;
	d->web = NULL;
}

static enum nx_status tell(struct sink *sink, struct doc *d,
                           const struct sgml_record *rec, struct buf *decoded)
{
	struct article *a = d->a;
	struct charset_result charset;

	if (rec->end == SGML_TOO_LONG)
		return sink->failed(sink, rec->offset, "longer than a record");
	buf_clear(decoded);
	charset_decode(rec->p, rec->len, NULL, decoded, &charset);
	doc_clear(d);
	read_doc(d, decoded->p, decoded->len);
	fill(d, decoded->p + decoded->len);
	a->offset = rec->offset;
	a->size = rec->len;
	a->repairs |= charset.repairs;
	if (d->skip)
		return sink->skipped(sink, rec->offset, "type=advis");
	if (rec->end == SGML_CUT) {
		buf_trim(&a->body);
		if (a->body.len == 0)
			return sink->failed(sink, rec->offset, "cut off");
		a->repairs |= REPAIR_PARTIAL;
	}
	return sink->article(sink, a);
}

static enum nx_status trec_read(const struct member *m, struct reader *r,
                                struct sink *sink, struct nx_err *err)
{
	struct article a;
	struct doc d = { .a = &a };
	struct buf decoded = BUF_INIT;
	struct sgml_record rec;
	enum nx_status st = NX_OK;

	(void)m;
	article_init(&a);
	while (st == NX_OK && sgml_record(r, "DOC", &rec))
		st = tell(sink, &d, &rec, &decoded);
	article_release(&a);
	for (int k = 0; k < TREC_ROLES; k++)
		buf_release(&d.field[k]);
	buf_release(&d.attr_id);
	buf_release(&decoded);
	return st == NX_OK ? reader_status(r, err) : st;
}

/* A <DOC> first of all tags, or at the start of a line near the start; with a
 * DOCNO, DOCID or TEXT behind it or an id in it. */
static int trec_bid(const struct sniff *s)
{
	struct sgml tags = { s->p, s->p + s->len, false };
	struct sgml_token t;
	const char *v;
	size_t len;
	bool open = false;

	for (int k = 0; k < 40 && sgml_next(&tags, &t); k++) {
		if (!t.tag || t.close)
			continue;
		if (open && (strcmp(t.name, "DOCNO") == 0 ||
		             strcmp(t.name, "DOCID") == 0 ||
		             strcmp(t.name, "TEXT") == 0))
			return BID_CERTAIN;
		if (strcmp(t.name, "HTML") == 0 || strcmp(t.name, "RSS") == 0)
			return BID_NONE;
		if (strcmp(t.name, "DOC") != 0)
			continue;
		open = true;
		if (sgml_attr(&t, "ID", &v, &len) ||
		    sgml_attr(&t, "DOCID", &v, &len))
			return BID_CERTAIN;
	}
	return BID_NONE;
}

const struct format format_trec = {
	.name = "trec",
	.summary = "TREC and LDC collections: <DOC>s in SGML",
	.flags = FORMAT_COLLECTION,
	.bid = trec_bid,
	.read = trec_read,
};
