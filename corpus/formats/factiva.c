/* factiva.c - Factiva, exported as text
 *
 * With labels ("Full Article plus Indexing"), each alone in its line or in a
 * column to the left of the values:
 *
 *     HD
 *     Ferries stay in port
 *     WC
 *     295 words
 *     ...
 *     AN
 *     Document HGAZ000020111229e7ct000b5
 *
 * and without, where only the order tells:
 *
 *     Ferries stay in port
 *     By Ann Lee
 *     295 words
 *     29 December 2011
 *     05:32
 *     Harbour Gazette
 *     HGAZ
 *     English
 *     Copyright 2011 Harbour Gazette
 *     The text ...
 *     Document HGAZ000020111229e7ct000b5
 *
 * id: AN, in full; headline: HD; authors: BY; published: PD and ET; source: SN;
 * section: SE, or else CLM; language: LA; rights: CY; text: LP and TD;
 * keywords: NS, CO, IN, IPD; places: RE.  Not kept: the length, codes, edition
 * and page, captions (ART), contacts, publisher.
 */
#include "corpus/formats/factiva.h"

#include <ctype.h>
#include <string.h>

#include "corpus/byline.h"
#include "corpus/date.h"
#include "corpus/format.h"
#include "corpus/formats/exports.h"
#include "lib/base/limits.h"

/* Lines in which all that stands above a text without labels must be. */
#define HEAD_LINES 24

static enum export_mark factiva_mark(const char *p, size_t len)
{
	struct line l = { p, len }, an;

	return factiva_is_document(&l, &an) ? EXPORT_LAST : EXPORT_PLAIN;
}

/* ---- bidding ------------------------------------------------------------- */

static int factiva_bid(const struct sniff *s)
{
	struct lines_at t = export_lines(s);
	bool hd = false, wc = false, pd = false, length = false;
	struct line l, v;

	while (export_line(&t, &l)) {
		const struct factiva_label *k = factiva_label(&l, &v);

		if (factiva_is_document(&l, &v) && (length || (hd && pd)))
			return BID_LIKELY;
		length |= export_is_length(&l);
		hd |= k != NULL && k->field == FACTIVA_HEADLINE;
		wc |= k != NULL && memcmp(k->name, "WC", 3) == 0;
		pd |= k != NULL && k->field == FACTIVA_DAY;
		if (hd && wc && pd)
			return BID_LIKELY;
	}
	return BID_NONE;
}

/* ---- values -------------------------------------------------------------- */

struct doc {
	struct article *a;
	struct buf value; /* of a label, its lines trimmed */
	struct buf body;  /* in its own lines */
	struct buf day;   /* PD and ET */
};

/* What stands at the foot of printed pages. */
static bool is_foot(const struct line *l)
{
	return l->len < 120 && memmem(l->p, l->len, "Factiva", 7) != NULL &&
	       (memmem(l->p, l->len, "\xc2\xa9", 2) != NULL ||
	        memmem(l->p, l->len, "(c)", 3) != NULL);
}

/* "gpol : Domestic Politics | gvote : Elections" */
static void add_terms(struct strings *s, const struct buf *v)
{
	for (size_t i = 0, n; i < v->len; i += n + 1) {
		const char *p = v->p + i, *bar, *colon;

		bar = memchr(p, '|', v->len - i);
		n = bar != NULL ? (size_t)(bar - p) : v->len - i;
		colon = memmem(p, n, " : ", 3);
		if (colon != NULL)
			strings_add(s, colon + 3, n - (size_t)(colon + 3 - p));
		else
			strings_add(s, p, n);
	}
}

static void add_day(struct doc *d, const char *p, size_t len)
{
	if (d->day.len > 0)
		buf_addc(&d->day, ' ');
	if (d->day.len < LIMIT_FIELD && len < LIMIT_FIELD)
		buf_add(&d->day, p, len);
}

/* A page's end may stand behind what is one line. */
static bool first_line(struct line *l)
{
	const char *nl = l->len > 0 ? memchr(l->p, '\n', l->len) : NULL;

	if (nl != NULL)
		l->len = (size_t)(nl - l->p);
	return l->len > 0;
}

static void set_field(struct doc *d, enum factiva_field field)
{
	struct article *a = d->a;
	const char *p = buf_str(&d->value);
	struct line l = { p, d->value.len }, an;

	if (field == FACTIVA_HEADLINE)
		buf_set(&a->headline, l.p, l.len);
	else if (field == FACTIVA_SECTION ||
	         (field == FACTIVA_COLUMN && a->section.len == 0))
		buf_set(&a->section, l.p, l.len);
	else if (field == FACTIVA_AUTHORS)
		byline_add(&a->authors, l.p, l.len);
	else if (field == FACTIVA_DAY || field == FACTIVA_TIME)
		add_day(d, l.p, l.len);
	else if (field == FACTIVA_SOURCE)
		buf_set(&a->source, l.p, l.len);
	else if (field == FACTIVA_LANGUAGE)
		(void)export_language(&a->language, &l);
	else if (field == FACTIVA_RIGHTS)
		buf_set(&a->rights, l.p, l.len);
	else if (field == FACTIVA_KEYWORDS)
		add_terms(&a->keywords, &d->value);
	else if (field == FACTIVA_PLACES)
		add_terms(&a->places, &d->value);
	else if (field == FACTIVA_AN && first_line(&l) &&
	         factiva_is_document(&l, &an))
		buf_set(&a->id, an.p, an.len);
	else if (field == FACTIVA_BODY) {
		if (d->body.len > 0)
			buf_adds(&d->body, "\n\n");
		buf_add(&d->body, l.p, l.len);
	}
}

static void add_line(struct buf *out, const struct line *l)
{
	if (out->len > 0)
		buf_addc(out, '\n');
	buf_add(out, l->p, l->len);
}

static void read_labelled(struct doc *d, struct lines_at t)
{
	const struct factiva_label *now = NULL, *k;
	struct line l, v;

	while (export_line(&t, &l)) {
		k = factiva_label(&l, &v);
		if (k == NULL) {
			v = l;
		} else {
			if (now != NULL)
				set_field(d, now->field);
			now = k;
			buf_clear(&d->value);
		}
		if (now != NULL && !is_foot(&v) &&
		    (v.len > 0 || d->value.len > 0))
			add_line(&d->value, &v);
	}
	if (now != NULL) {
		buf_trim(&d->value);
		set_field(d, now->field);
	}
}

/* ---- without labels ------------------------------------------------------ */

/* Lines that are not blank, those above the text. */
struct head {
	struct line l[HEAD_LINES];
	const char *end[HEAD_LINES]; /* where the next line begins */
	size_t n;
};

static void read_head(struct lines_at t, struct head *h)
{
	struct line l, an;

	h->n = 0;
	while (h->n < HEAD_LINES && export_line(&t, &l) &&
	       !factiva_is_document(&l, &an)) {
		if (l.len == 0 || is_foot(&l))
			continue;
		h->l[h->n] = l;
		h->end[h->n++] = t.p;
	}
}

static unsigned words_in(const struct line *l)
{
	unsigned n = 0;

	for (size_t i = 0; i < l->len; i++)
		n += l->p[i] != ' ' && (i == 0 || l->p[i - 1] == ' ');
	return n;
}

/* The headline is known: what stands before it is a section, what stands behind
 * are people. */
static bool read_around_title(struct article *a, const struct head *h, size_t n)
{
	size_t at = 0;

	while (at < n &&
	       (h->l[at].len != a->headline.len ||
	        memcmp(h->l[at].p, buf_str(&a->headline), h->l[at].len) != 0))
		at++;
	if (a->headline.len == 0 || at == n)
		return false;
	if (at > 0)
		buf_set(&a->section, h->l[at - 1].p, h->l[at - 1].len);
	while (++at < n)
		byline_add(&a->authors, h->l[at].p, h->l[at].len);
	return true;
}

/* The n lines above the length: section, headline, byline, of which the first
 * and the last may be missing.  Of two without "By", a few words before many
 * are a section and its headline. */
static void read_title(struct article *a, const struct head *h, size_t n)
{
	const struct line *l = h->l, *last = n > 0 ? &l[n - 1] : l;

	if (read_around_title(a, h, n))
		return;
	if (n > 1 && (n > 2 || byline_is(last->p, last->len) ||
	              words_in(&l[0]) > 3 || words_in(last) < 6)) {
		byline_add(&a->authors, last->p, last->len);
		n--;
	}
	if (n > 1) {
		buf_set(&a->section, l->p, l->len);
		l++;
	}
	if (n > 0)
		buf_set(&a->headline, l->p, l->len);
}

static bool is_time(const struct line *l)
{
	return l->len >= 4 && l->len <= 12 && isdigit((unsigned char)l->p[0]) &&
	       memchr(l->p, ':', l->len) != NULL;
}

static bool has_rights(const struct line *l)
{
	return export_is_rights(l) ||
	       (l->len < 200 && memmem(l->p, l->len, "\xc2\xa9", 2) != NULL);
}

/* The lines from the length on: date, time, source; then codes and numbers up
 * to the language and the copyright.  Returns the first of the text. */
static size_t read_facts(struct doc *d, const struct head *h, size_t i)
{
	struct instant day;
	size_t last;

	if (i < h->n && export_date(&h->l[i], &day)) {
		add_day(d, h->l[i].p, h->l[i].len);
		i++;
	}
	if (i < h->n && is_time(&h->l[i])) {
		add_day(d, h->l[i].p, h->l[i].len);
		i++;
	}
	if (i < h->n) {
		buf_set(&d->a->source, h->l[i].p, h->l[i].len);
		i++;
	}
	last = i;
	for (size_t k = i; k < h->n && k < i + 8; k++) {
		struct buf name = BUF_INIT;

		if (export_language(&name, &h->l[k])) {
			buf_set(&d->a->language, name.p, name.len);
			last = k + 1;
		}
		buf_release(&name);
		if (has_rights(&h->l[k])) {
			buf_set(&d->a->rights, h->l[k].p, h->l[k].len);
			return k + 1;
		}
		if (last > i)
			break;
	}
	if (last > i && last < h->n && has_rights(&h->l[last])) {
		buf_set(&d->a->rights, h->l[last].p, h->l[last].len);
		last++;
	}
	return last;
}

/* From p up to the line with the accession number. */
static void read_text(struct doc *d, const char *p, const char *end)
{
	struct lines_at t = { p, end };
	struct line l, an;

	while (export_line(&t, &l)) {
		if (factiva_is_document(&l, &an)) {
			buf_set(&d->a->id, an.p, an.len);
			return;
		}
		if (!is_foot(&l) && (l.len > 0 || d->body.len > 0))
			add_line(&d->body, &l);
	}
}

static const char *read_plain(struct doc *d, struct lines_at t)
{
	struct line last = { NULL, 0 }, an = { NULL, 0 }, l;
	struct lines_at all = t;
	struct head h;
	size_t n = 0, first;

	read_head(t, &h);
	while (n < h.n && !export_is_length(&h.l[n]))
		n++;
	while (export_line(&all, &l))
		if (l.len > 0)
			last = l;
	if (n == h.n && (last.p == NULL || !factiva_is_document(&last, &an)))
		return "no article: a summary of the search";
	if (n < h.n) {
		read_title(d->a, &h, n);
		first = read_facts(d, &h, n + 1);
	} else { /* the number tells that it is one */
		first = h.n > 0;
		read_title(d->a, &h, first);
	}
	read_text(d, first > 0 ? h.end[first - 1] : t.p, t.end);
	return NULL;
}

/* ---- an article ---------------------------------------------------------- */

static bool is_labelled(struct lines_at t)
{
	unsigned known = 0;
	struct line l, v;

	while (known < 3 && export_line(&t, &l)) {
		const struct factiva_label *k = factiva_label(&l, &v);

		known += k != NULL && k->field != FACTIVA_OTHER;
	}
	return known == 3;
}

const char *factiva_fill(const char *p, size_t len, struct article *a)
{
	struct doc d = { .a = a };
	struct lines_at t = { p, p + len };
	const char *why = NULL;

	if (is_labelled(t))
		read_labelled(&d, t);
	else
		why = read_plain(&d, t);
	if (a->id.len > 0)
		buf_sets(&a->space, "factiva");
	(void)date_parse(buf_str(&d.day), d.day.len, DATE_ORDER_UNKNOWN,
	                 &a->published);
	export_body(buf_str(&d.body), d.body.len, &a->body);
	buf_release(&d.value);
	buf_release(&d.body);
	buf_release(&d.day);
	return why;
}

static enum nx_status factiva_read(const struct member *m, struct reader *r,
                                   struct sink *sink, struct nx_err *err)
{
	static const struct export_kind kind = { factiva_mark, factiva_fill };

	(void)m;
	return export_read(&kind, r, sink, err);
}

const struct format format_factiva = {
	.name = "factiva",
	.summary = "Factiva, text of its exports, with or without labels",
	.flags = 0,
	.most = BID_LIKELY,
	.bid = factiva_bid,
	.read = factiva_read,
};
