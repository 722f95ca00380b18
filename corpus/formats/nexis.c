/* nexis.c - LexisNexis (text of the years up to 2019) and Nexis Uni
 *
 * Classic: an article begins with a line "2 of 10 DOCUMENTS", in the language
 * of the user.  Source and date stand centred, the headline at the margin:
 *
 *                          2 of 10 DOCUMENTS
 *
 *                           Harbour Gazette
 *
 *                       March 7, 2009 Saturday
 *                           Final Edition
 *
 *     The headline
 *
 *     BYLINE: By Ann Lee
 *     LENGTH: 355 words
 *
 *     The text, wrapped.
 *
 *     LOAD-DATE: March 7, 2009
 *     LANGUAGE: ENGLISH
 *                     Copyright 2009 Harbour Gazette
 *
 * Nexis Uni, out of DOCX, RTF or PDF: headline, source, date, a copyright and
 * labels, "Body" before the text, "Load-Date:" behind it, "End of Document".
 * A file of several begins with a cover and a list of headlines.
 *
 * headline: HEADLINE, or the group of lines after the date (Uni: before the
 * source); source: the first group (Uni: the line before the date); published:
 * the date, or else LOAD-DATE; authors: BYLINE; section: SECTION; deck:
 * HIGHLIGHT; places: DATELINE, GEOGRAPHIC and its like; keywords: SUBJECT,
 * PERSON, ORGANIZATION, COMPANY, INDUSTRY; language: LANGUAGE; rights: the
 * copyright.  Edition and length, captions (GRAPHIC) and the address, which is
 * that of the newspaper, are not kept.  There is no identifier.
 */
#include <ctype.h>
#include <string.h>

#include "corpus/byline.h"
#include "corpus/date.h"
#include "corpus/format.h"
#include "corpus/formats/exports.h"
#include "corpus/formats/nexis.h"
#include "lib/base/limits.h"

/* Groups of lines above the labels that are kept: the last ones.  Those of a
 * cover go on for pages. */
#define GROUPS 24

/* Lines among which the first label stands, if there is any. */
#define HEAD_LINES 80

/* A line that is indented more is centred. */
#define CENTRED 8

static enum export_mark nexis_mark(const char *p, size_t len)
{
	struct line l = { p, len };

	if (nexis_is_start(p, len))
		return EXPORT_FIRST;
	return nexis_is_end(&l) ? EXPORT_LAST : EXPORT_PLAIN;
}

/* ---- bidding --------------------------------------------------------- */

static int nexis_bid(const struct sniff *s)
{
	struct lines_at t = export_lines(s);
	bool start = false, body = false, end = false, head = false;
	bool tail = false, cover = false;
	struct line l, v;

	while (export_line(&t, &l)) {
		const struct nexis_label *k = nexis_label(&l, &v);

		start |= nexis_is_start(l.p, l.len);
		end |= body && nexis_is_end(&l);
		body |= nexis_is_body(&l);
		head |= k != NULL && k->place == NEXIS_HEAD &&
		        k->field != NEXIS_BODY &&
		        (start ? nexis_is_capital(&l) : export_is_length(&v));
		tail |= k != NULL && k->field == NEXIS_LOADED &&
		        (start || body);
		cover |= export_label(&l, "Job Number", &v);
		if ((start && (head || tail)) || (body && head) ||
		    (body && end && tail))
			return BID_LIKELY;
	}
	/* The list of headlines of 500 articles is longer than a sniff. */
	return cover && !s->whole ? BID_LIKELY : BID_NONE;
}

/* ---- an article ------------------------------------------------------ */

/* Lines without a blank one between them. */
struct group {
	struct line first;
	const char *end;
	bool centred;
	bool dated;
	struct instant date;
};

struct doc {
	struct article *a;
	struct lines_at t;
	bool uni;      /* in the layout of Nexis Uni */
	bool labelled; /* a label stands above the text */
	bool marked;   /* "Body" does */
	struct group group[GROUPS];
	size_t n;
	struct instant loaded;
};

static struct line whole(const struct group *g)
{
	return (struct line){ g->first.p, (size_t)(g->end - g->first.p) };
}

/* The line without the white space before it: some stand centred. */
static struct line unindented(struct line l)
{
	for (; l.len > 0 && isspace((unsigned char)*l.p); l.len--)
		l.p++;
	return l;
}

/* Take the lines of a label's value, up to a blank line or another label. */
static void take_value(struct doc *d, struct line *value)
{
	struct lines_at peek = d->t;
	struct line l, v;

	while (lines_next(&peek, &l) && l.len > 0 &&
	       nexis_label(&l, &v) == NULL && !nexis_is_body(&l)) {
		struct line at = unindented(l);

		if (export_is_rights(&at))
			return;
		value->len = (size_t)(l.p + l.len - value->p);
		d->t = peek;
	}
}

/* "Ann Lee Highlight: What it is about." has swallowed the next label. */
static void set_authors(struct article *a, struct line *v)
{
	const char *h = memmem(v->p, v->len, " Highlight: ", 12);
	struct buf names = BUF_INIT;

	if (h != NULL) {
		buf_set(&a->deck, h + 12, (size_t)(v->p + v->len - h) - 12);
		v->len = (size_t)(h - v->p);
	}
	/* Lines are wrapped, which does not part names. */
	buf_add(&names, v->p, v->len);
	for (size_t i = 0; i < names.len; i++)
		if (names.p[i] == '\n')
			names.p[i] = ' ';
	byline_add(&a->authors, buf_str(&names), names.len);
	buf_release(&names);
}

static void set_field(struct doc *d, enum nexis_field field, struct line *v)
{
	struct article *a = d->a;

	if (field == NEXIS_AUTHORS)
		set_authors(a, v);
	else if (field == NEXIS_SECTION)
		buf_set(&a->section, v->p, v->len);
	else if (field == NEXIS_HEADLINE)
		buf_set(&a->headline, v->p, v->len);
	else if (field == NEXIS_DECK)
		buf_set(&a->deck, v->p, v->len);
	else if (field == NEXIS_PLACES)
		export_terms(&a->places, v, ";");
	else if (field == NEXIS_KEYWORDS)
		export_terms(&a->keywords, v, ";");
	else if (field == NEXIS_LANGUAGE)
		(void)export_language(&a->language, v);
	else if (field == NEXIS_LOADED)
		(void)date_parse(v->p, v->len, DATE_ORDER_UNKNOWN, &d->loaded);
}

static void add_rights(struct article *a, const struct line *l)
{
	if (a->rights.len > 0 && a->rights.len < LIMIT_FIELD)
		buf_addc(&a->rights, ' ');
	if (a->rights.len < LIMIT_FIELD)
		buf_add(&a->rights, l->p, l->len);
}

static void add_group(struct doc *d, const struct line *l)
{
	struct group *g;

	if (d->n == GROUPS) {
		memmove(d->group, d->group + 1,
		        (GROUPS - 1) * sizeof d->group[0]);
		d->n--;
	}
	g = &d->group[d->n++];
	*g = (struct group){ .first = *l, .end = l->p + l->len };
	for (const char *p = l->p; p < g->end && *p == ' '; p++)
		g->centred = p - l->p > CENTRED;
	while (g->first.len > 0 && isspace((unsigned char)g->first.p[0])) {
		g->first.p++;
		g->first.len--;
	}
	g->dated = export_date(&g->first, &g->date);
}

/* The line of a group that ends at end; false above the first. */
static bool line_before(const struct group *g, const char *end, struct line *l)
{
	const char *nl;

	if (end <= g->first.p)
		return false;
	nl = memrchr(g->first.p, '\n', (size_t)(end - g->first.p));
	l->p = nl != NULL ? nl + 1 : g->first.p;
	l->len = (size_t)(end - l->p);
	return true;
}

/* The last line of the groups that is a date; false where none is. */
static bool find_date(const struct doc *d, size_t *n, struct line *l)
{
	while (*n > 0) {
		const struct group *g = &d->group[--*n];
		const char *end = g->end;

		for (; line_before(g, end, l); end = l->p - 1)
			if (export_date(l, &d->a->published))
				return true;
	}
	*n = d->n;
	return false;
}

/* In Nexis Uni: headline, source, date.  In what comes out of PDF the three
 * may stand without blank lines between them. */
static void place_uni(struct doc *d)
{
	struct buf *source = &d->a->source, *headline = &d->a->headline;
	size_t n = d->n;
	struct line l;

	if (find_date(d, &n, &l) && line_before(&d->group[n], l.p - 1, &l)) {
		const char *from = d->group[n].first.p;

		buf_set(source, l.p, l.len);
		buf_set(headline, from, (size_t)(l.p - from));
		buf_trim(headline);
	}
	while (n-- > 0 && headline->len == 0) {
		struct line w = whole(&d->group[n]);

		buf_set(source->len == 0 && d->n > 1 ? source : headline, w.p,
		        w.len);
	}
}

/* Classic: source, date and headline, which may stand before the date. */
static void place_classic(struct doc *d)
{
	struct article *a = d->a;
	size_t date = d->n, first = d->n, after;

	for (size_t i = d->n; i-- > 0;) {
		if (d->group[i].dated)
			date = i;
		else
			first = i;
	}
	if (date < d->n)
		a->published = d->group[date].date;
	if (first < d->n)
		buf_set(&a->source, d->group[first].first.p,
		        d->group[first].first.len);
	after = date < d->n ? date + 1 : first + 1;
	while (after + 1 < d->n && (d->group[after].centred ||
	                            nexis_is_edition(&d->group[after].first)))
		after++;
	if (after >= d->n && date > first + 1)
		after = first + 1;
	if (a->headline.len == 0 && after < d->n && after != date &&
	    after != first) {
		struct line w = whole(&d->group[after]);

		buf_set(&a->headline, w.p, w.len);
	}
}

/* Look ahead for what stands above the text. */
static void look(struct doc *d)
{
	struct lines_at t = d->t;
	struct line l, v;

	lines_skip_blank(&t);
	d->uni = !export_line(&t, &l) || !nexis_is_start(l.p, l.len);
	for (int i = 0; (d->uni || i < HEAD_LINES) && lines_next(&t, &l); i++) {
		const struct nexis_label *k = nexis_label(&l, &v);

		d->labelled |= k != NULL && k->place == NEXIS_HEAD &&
		               (d->uni || nexis_is_capital(&l));
		d->marked = d->uni && nexis_is_body(&l);
		if (d->marked || (d->labelled && !d->uni))
			return;
	}
}

/* Whether the line is a label of this layout, and no other one's. */
static const struct nexis_label *
own_label(const struct doc *d, const struct line *l, struct line *value)
{
	const struct nexis_label *k = nexis_label(l, value);

	return k != NULL && (d->uni || nexis_is_capital(l)) ? k : NULL;
}

/* The groups of lines above the labels; where there are no labels, those up to
 * the headline, which is the third. */
static void read_groups(struct doc *d)
{
	struct lines_at peek = d->t;
	struct line l, v;
	bool blank = true;

	for (; lines_next(&peek, &l); d->t = peek) {
		struct line at = unindented(l);

		if (own_label(d, &l, &v) != NULL ||
		    (d->uni && nexis_is_body(&l)) ||
		    (!d->uni && !d->labelled && d->n == 3 && blank &&
		     l.len > 0))
			return;
		if (export_is_rights(&at))
			add_rights(d->a, &at);
		else if (l.len > 0 && !nexis_is_start(at.p, at.len)) {
			if (blank)
				add_group(d, &l);
			else
				d->group[d->n - 1].end = l.p + l.len;
			blank = false;
			continue;
		}
		blank = true;
	}
}

/* The labels above the text, which begins behind "Body", or else with the first
 * line that belongs to none. */
static void read_labels(struct doc *d)
{
	struct lines_at peek = d->t;
	struct line l, v;

	for (; lines_next(&peek, &l); peek = d->t) {
		const struct nexis_label *k = own_label(d, &l, &v);

		if (k != NULL && k->field == NEXIS_BODY) {
			d->t.p = v.p;
			return;
		}
		if (d->uni && nexis_is_body(&l)) {
			d->t = peek;
			return;
		}
		if (!d->marked &&
		    (k != NULL ? k->place == NEXIS_TAIL
		               : l.len > 0 && !export_is_rights(&l)))
			return;
		d->t = peek;
		if (k != NULL) {
			take_value(d, &v);
			set_field(d, k->field, &v);
		} else if (export_is_rights(&l)) {
			add_rights(d->a, &l);
		}
	}
}

/* What a text from PDF has at the edges of its pages. */
static bool is_page_edge(const struct doc *d, const struct line *l)
{
	const char *p = l->p, *end = p + l->len;

	if (l->len == d->a->headline.len &&
	    memcmp(l->p, buf_str(&d->a->headline), l->len) == 0)
		return true;
	return l->len < 20 && nexis_take(&p, end, "Page ") &&
	       nexis_take_number(&p, end) && nexis_take(&p, end, " of ") &&
	       nexis_take_number(&p, end) && p == end;
}

/* Whether what is behind the text begins here. */
static bool is_tail(const struct doc *d, const struct line *l, bool blank)
{
	struct line v;
	const struct nexis_label *k = own_label(d, l, &v);

	if (nexis_is_end(l))
		return true;
	if (d->uni)
		return (k != NULL && k->field == NEXIS_LOADED) ||
		       line_is(l, "Classification") ||
		       (blank && line_is(l, "Graphic"));
	return blank && k != NULL && k->place == NEXIS_TAIL;
}

static void read_body(struct doc *d)
{
	struct buf kept = BUF_INIT;
	struct lines_at peek = d->t;
	const char *from = d->t.p;
	bool blank = true, edge = false;
	struct line l;

	for (; lines_next(&peek, &l); d->t = peek) {
		if (is_tail(d, &l, blank))
			break;
		blank = l.len == 0;
		if (!d->uni || blank || !is_page_edge(d, &l))
			continue;
		edge = true;
		buf_add(&kept, from, (size_t)(l.p - from));
		from = peek.p;
	}
	if (edge) {
		buf_add(&kept, from, (size_t)(d->t.p - from));
		export_body(kept.p, kept.len, &d->a->body);
	} else {
		export_body(from, (size_t)(d->t.p - from), &d->a->body);
	}
	buf_release(&kept);
}

static void read_tail(struct doc *d)
{
	struct lines_at peek = d->t;
	struct line l, v;

	for (; lines_next(&peek, &l); peek = d->t) {
		const struct nexis_label *k = own_label(d, &l, &v);
		struct line at = unindented(l);

		d->t = peek;
		if (k != NULL) {
			take_value(d, &v);
			if (k->place == NEXIS_TAIL)
				set_field(d, k->field, &v);
		} else if (export_is_rights(&at)) {
			add_rights(d->a, &at);
		}
	}
}

const char *nexis_fill(const char *p, size_t len, struct article *a)
{
	struct doc d = { .a = a, .t = { p, p + len } };

	if (nexis_is_apology(p, len))
		return "error of the database in place of an article";
	look(&d);
	if (d.uni && !d.labelled && !d.marked)
		return "cover, list of headlines";
	read_groups(&d);
	if (d.uni)
		place_uni(&d);
	else
		place_classic(&d);
	read_labels(&d);
	read_body(&d);
	read_tail(&d);
	if (a->published.precision == INSTANT_NONE)
		a->published = d.loaded;
	return NULL;
}

static enum nx_status nexis_read(const struct member *m, struct reader *r,
                                 struct sink *sink, struct nx_err *err)
{
	static const struct export_kind kind = { nexis_mark, nexis_fill };

	(void)m;
	return export_read(&kind, r, sink, err);
}

const struct format format_nexis = {
	.name = "nexis",
	.summary = "LexisNexis and Nexis Uni, text of their exports",
	.flags = 0,
	.most = BID_LIKELY,
	.bid = nexis_bid,
	.read = nexis_read,
};
