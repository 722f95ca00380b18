/* europresse.c - Europresse, saved as pages: an element <article> for each
 *
 * id: the number at its end, "news·20090307·LC·0012"; headline: titreArticle;
 * source: DocPublicationName, without the number of the issue; published:
 * the date in DocHeader, or else in the number; section: what stands before
 * that date; authors: docAuthors, or what stands below the title; text:
 * docOcurrContainer, DocText, or the section.  Not
 * kept: pages, notes on rights, which are those of the database.
 */
#include <string.h>

#include "corpus/byline.h"
#include "corpus/charset.h"
#include "corpus/date.h"
#include "corpus/format.h"
#include "corpus/formats/exports.h"
#include "corpus/formats/html_page.h"
#include "corpus/markup.h"

#define MARK "<article"
#define MARK_LEN 8

/* Bytes of an article in which its first class stands. */
#define CLASS_WITHIN 1024

/* "<article>" and "<article class=...", in which an export's classes come
 * soon. */
static bool is_mark(const char *p, size_t len)
{
	return len > MARK_LEN && strchr("> \t\r\n", p[MARK_LEN]) != NULL &&
	       memmem(p, len < CLASS_WITHIN ? len : CLASS_WITHIN,
	              "DocPublicationName", 18) != NULL;
}

static bool has_class(const struct html_page *g, uint32_t n, const char *name)
{
	const char *class = html_attr(g, n, HTML_CLASS);

	return class != NULL && strcasestr(class, name) != NULL;
}

/* The first element of the class; 0 if there is none. */
static uint32_t find_class(const struct html_page *g, const char *name)
{
	for (uint32_t n = 1; n < g->n; n++)
		if (has_class(g, n, name))
			return n;
	return 0;
}

static void set_text(const struct html_page *g, uint32_t n, struct buf *out)
{
	if (n != 0 && out->len == 0)
		html_text_of(g, n, out);
}

/* "Le Courrier, no. 1234" */
static void cut_issue(struct buf *source)
{
	static const char *const marks[] = { ", no. ", ", no ", ", n\xc2\xb0" };

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		const char *at = strstr(buf_str(source), marks[i]);

		if (at != NULL)
			buf_cut(source, (size_t)(at - source->p));
	}
}

/* "Économie, samedi 7 mars 2009, p. 5": a section, a date, a page. */
static void read_header(struct article *a, const struct buf *text)
{
	const char *p = buf_str(text), *end = p + text->len, *from = p;

	while (from < end && a->published.precision == INSTANT_NONE) {
		const char *comma = memchr(from, ',', (size_t)(end - from));

		if (date_parse(from, (size_t)(end - from), DATE_ORDER_UNKNOWN,
		               &a->published) &&
		    a->published.precision >= INSTANT_DAY) {
			while (from > p && strchr(", ", from[-1]) != NULL)
				from--;
			buf_set(&a->section, p, (size_t)(from - p));
			return;
		}
		a->published = (struct instant){ 0 };
		if (comma == NULL)
			return;
		from = comma + 1;
	}
}

/* The number, "news·20090307·LC·0012", and the day in it: the last one that
 * stands in the texts. */
static void read_number(struct article *a, const struct buf *all)
{
	const char *p = buf_str(all), *end = p + all->len, *at = NULL;
	size_t n = 0;

	while ((p = memmem(p, (size_t)(end - p), "news\xc2\xb7", 6)) != NULL)
		at = p++;
	if (at == NULL)
		return;
	while (at + n < end && (unsigned char)at[n] > ' ')
		n++;
	if (n < 15 || n > 80)
		return;
	buf_set(&a->id, at, n);
	buf_sets(&a->space, "europresse");
	if (a->published.precision == INSTANT_NONE)
		(void)date_parse(at + 6, 8, DATE_ORDER_UNKNOWN, &a->published);
}

/* A run of text; its own line ends are spaces, of which none begins a line. */
static void add_run(const char *p, size_t len, struct buf *out)
{
	while (len > 0 && strchr(" \t\n", *p) != NULL &&
	       (out->len == 0 || out->p[out->len - 1] == '\n')) {
		p++;
		len--;
	}
	for (size_t i = 0; i < len; i++)
		buf_addc(out, p[i] == '\n' || p[i] == '\t' ? ' ' : p[i]);
}

/* All text in the element, its blocks as paragraphs. */
static void add_body(const struct html_page *g, uint32_t root, struct buf *out)
{
	for (uint32_t n = root; n != 0 && n < g->nodes[root].end; n++) {
		const struct html_node *d = &g->nodes[n];

		if (d->tag == HTML_TEXT)
			add_run(g->text.p + d->at, d->len, out);
		else if (d->tag == HTML_BR)
			buf_addc(out, '\n');
		else if (d->block)
			buf_adds(out, "\n\n");
	}
}

/* People without a class stand below the title, at the end of the header. */
static void add_people(const struct html_page *g, uint32_t title,
                       struct article *a)
{
	uint32_t header = title;
	struct buf text = BUF_INIT;

	while (header != 0 && g->nodes[header].tag != HTML_HEADER)
		header = g->nodes[header].parent;
	for (uint32_t n = g->nodes[title].end;
	     header != 0 && text.len == 0 && n < g->nodes[header].end; n++)
		if (g->nodes[n].block) {
			html_text_of(g, n, &text);
			buf_trim(&text);
		}
	if (title != 0 && text.len < 200)
		byline_add(&a->authors, buf_str(&text), text.len);
	buf_release(&text);
}

static void fill_from(const struct html_page *g, struct article *a)
{
	struct buf header = BUF_INIT;
	uint32_t body = find_class(g, "docOcurrContainer");

	set_text(g, find_class(g, "titreArticleVisu"), &a->headline);
	set_text(g, find_class(g, "titreArticle"), &a->headline);
	set_text(g, find_class(g, "DocPublicationName"), &a->source);
	cut_issue(&a->source);
	set_text(g, find_class(g, "DocHeader"), &header);
	read_header(a, &header);
	buf_clear(&header);
	set_text(g, find_class(g, "docAuthors"), &header);
	byline_add(&a->authors, buf_str(&header), header.len);
	if (a->authors.n == 0)
		add_people(g, find_class(g, "titreArticle"), a);
	read_number(a, &g->text);
	add_body(g, body != 0 ? body : find_class(g, "DocText"), &a->body);
	if (g->cut)
		a->repairs |= REPAIR_CUT;
	/* The parser has replaced references since the text was clean. */
	charset_scrub(&a->headline, &a->repairs);
	charset_scrub(&a->source, &a->repairs);
	charset_scrub(&a->body, &a->repairs);
	buf_release(&header);
}

/* Some have no element of a class around their text. */
static void add_section(const char *p, size_t len, struct article *a)
{
	static const char *const ends[] = { "<aside", "<footer", "</article" };
	const char *end = p + len, *at = memmem(p, len, "<section", 8), *hit;

	if (at == NULL)
		return;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		hit = memmem(at, (size_t)(end - at), ends[i], strlen(ends[i]));
		if (hit != NULL)
			end = hit;
	}
	markup_text(at, (size_t)(end - at), &a->body);
	charset_scrub(&a->body, &a->repairs);
}

static const char *fill(const char *p, size_t len, struct article *a)
{
	const char *end = memmem(p, len, "</article>", 10);
	struct html_page *g = html_page_new();

	html_page_read(g, p, end != NULL ? (size_t)(end - p) : len);
	fill_from(g, a);
	html_page_free(g);
	if (a->body.len == 0)
		add_section(p, len, a);
	return a->headline.len == 0 && a->body.len == 0 ? "no text" : NULL;
}

static const struct export_pages kind = { MARK, is_mark, fill };

static int europresse_bid(const struct sniff *s)
{
	return export_pages_bid(&kind, s);
}

static enum nx_status europresse_read(const struct member *m, struct reader *r,
                                      struct sink *sink, struct nx_err *err)
{
	(void)m;
	return export_pages_read(&kind, r, sink, err);
}

const struct format format_europresse = {
	.name = "europresse",
	.summary = "Europresse, saved pages of articles",
	.flags = 0,
	.bid = europresse_bid,
	.read = europresse_read,
};
