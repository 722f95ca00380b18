/* output_atom.c - entries of Atom feeds (RFC 4287) */
#include <string.h>
#include <time.h>

#include "lib/base/limits.h"
#include "lib/base/utf8.h"
#include "lib/base/xmlout.h"
#include "query/output.h"
#include "query/text.h"

static void add_time(struct buf *out, const char *name, int64_t sec)
{
	time_t t = (time_t)sec;
	char text[40];
	struct tm tm;

	if (gmtime_r(&t, &tm) != NULL &&
	    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm) > 0)
		xml_add_element(out, name, text, strlen(text));
}

/* A day at least: less is no time that a feed can have. */
static void add_published(struct buf *out, const struct record *r)
{
	if (r->published.precision >= INSTANT_DAY)
		add_time(out, "published", r->published.sec);
}

static void tidy(struct buf *out, const char *p, size_t len)
{
	bool space = true;

	buf_clear(out);
	if (len > 0)
		text_tidy(out, p, len, &space);
	buf_trim(out);
}

/* What came of it stands before the headline, since that is all that many
 * readers show. */
static void add_title(struct buf *out, const struct alert_note *n,
                      const struct record *r, struct buf *scratch)
{
	const struct slice *h = &r->part[PART_HEADLINE];
	size_t len;

	tidy(scratch, h->p, h->len);
	len = utf8_cut(buf_str(scratch), scratch->len, LIMIT_ALERT_HEADLINE);
	buf_adds(out, "<title>");
	if (strcmp(n->kind, "changed") == 0)
		buf_adds(out, "Changed: ");
	if (strcmp(n->kind, "withdrawn") == 0)
		buf_adds(out, "Withdrawn: ");
	if (len > 0)
		xml_add(out, scratch->p, len);
	else
		buf_adds(out, "(without headline)");
	buf_addf(out, "%s</title>\n", len < scratch->len ? "…" : "");
}

static void add_authors(struct buf *out, const struct record *r,
                        struct buf *scratch)
{
	for (size_t i = 0; i < r->authors.n; i++) {
		tidy(scratch, r->authors.v[i].p, r->authors.v[i].len);
		if (scratch->len == 0)
			continue;
		buf_adds(out, "<author><name>");
		xml_add(out, scratch->p, scratch->len);
		buf_adds(out, "</name></author>\n");
	}
}

/* Links of other schemes may do anything. */
static bool is_web(struct slice url)
{
	return (url.len > 8 && strncasecmp(url.p, "https://", 8) == 0) ||
	       (url.len > 7 && strncasecmp(url.p, "http://", 7) == 0);
}

static void add_link(struct buf *out, const struct record *r)
{
	if (!is_web(r->url))
		return;
	buf_adds(out, "<link rel=\"alternate\" href=\"");
	xml_add_url(out, r->url.p, r->url.len);
	buf_adds(out, "\"/>\n");
}

/* ---- the passage, as HTML ------------------------------------------------ */

/* The text from start to end, folded as on a terminal. */
static void add_piece(struct buf *html, const char *p, size_t start, size_t end,
                      bool *space)
{
	struct buf piece = BUF_INIT;

	if (end > start)
		text_tidy(&piece, p + start, end - start, space);
	xml_add(html, buf_str(&piece), piece.len);
	buf_release(&piece);
}

static void add_passage(struct buf *html, const struct record *r,
                        const struct findings *f)
{
	const struct passage *g = &f->passage;
	const struct span_list *marks = &f->hits[g->part].mark;
	const char *p = r->part[g->part].p;
	size_t at = g->start;
	bool space = true;

	if (g->end <= g->start)
		return;
	buf_addf(html, "<p>%s", g->more_before ? "… " : "");
	for (size_t i = 0; i < marks->n; i++) {
		const struct span *m = &marks->v[i];
		size_t to = m->end < g->end ? m->end : g->end;

		if (m->start < at)
			continue;
		if (m->start >= g->end)
			break;
		add_piece(html, p, at, m->start, &space);
		buf_adds(html, "<b>");
		add_piece(html, p, m->start, to, &space);
		buf_adds(html, "</b>");
		at = to;
	}
	add_piece(html, p, at, g->end, &space);
	buf_addf(html, "%s</p>", g->more_after ? " …" : "");
}

static void add_origin(struct buf *html, const struct record *r,
                       struct buf *scratch)
{
	char date[INSTANT_TEXT_MAX];

	buf_adds(html, "<p>");
	if (r->published.precision != INSTANT_NONE)
		buf_addf(html, "%s ", instant_text(&r->published, date));
	tidy(scratch, r->source.p, r->source.len);
	xml_add(html, buf_str(scratch), scratch->len);
	buf_adds(html, " [");
	tidy(scratch, r->key.p, r->key.len);
	xml_add(html, buf_str(scratch), scratch->len);
	buf_adds(html, "]</p>");
}

/* ---- the whole ------------------------------------------------------------ */

void print_alert_atom(FILE *out, const struct alert_note *n, int64_t now,
                      const struct record *r, const struct findings *f)
{
	struct buf entry = BUF_INIT, html = BUF_INIT, scratch = BUF_INIT;

	buf_adds(&entry, "<entry>\n");
	xml_add_element(&entry, "id", n->entry, strlen(n->entry));
	add_title(&entry, n, r, &scratch);
	add_time(&entry, "updated", now);
	add_published(&entry, r);
	add_authors(&entry, r, &scratch);
	add_link(&entry, r);
	buf_addf(&entry, "<category term=\"%s\"/>\n", n->kind);
	if (f != NULL)
		add_passage(&html, r, f);
	add_origin(&html, r, &scratch);
	buf_adds(&entry, "<content type=\"html\">");
	xml_add(&entry, html.p, html.len);
	buf_adds(&entry, "</content>\n</entry>\n");
	fwrite(entry.p, 1, entry.len, out);
	buf_release(&entry);
	buf_release(&html);
	buf_release(&scratch);
}
