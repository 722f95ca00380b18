#include "query/output.h"

#include <string.h>

#include "lib/analysis/family.h"
#include "lib/base/utf8.h"

#define BOLD "\033[1m"
#define DIM "\033[2m"
#define MARK "\033[1;31m"
#define PLAIN "\033[0m"

static void put(FILE *out, const char *s, bool really)
{
	if (really)
		fputs(s, out);
}

/* C0, DEL and C1 controls: what a terminal would obey. */
static bool is_control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == UTF8_BAD;
}

/* One character of text, white space folded. */
static unsigned put_char(FILE *out, const char *p, const char *end, bool *space)
{
	unsigned n;
	uint32_t cp = utf8_decode(p, end, &n);

	if (cp == ' ' || cp == 0x3000 || is_control(cp)) {
		if (!*space)
			fputc(' ', out);
		*space = true;
		return n;
	}
	*space = false;
	fwrite(p, 1, n, out);
	return n;
}

/* print_text in a style that marks interrupt. */
static void put_styled(FILE *out, const char *p, size_t start, size_t end,
                       const struct span_list *marks, const char *style,
                       bool color)
{
	size_t next = 0, at = start;
	bool inside = false, space = true;

	put(out, style, color);
	while (at < end) {
		while (marks != NULL && next < marks->n &&
		       marks->v[next].end <= at) {
			if (inside) {
				fputs(color ? PLAIN : "**", out);
				put(out, style, color);
			}
			inside = false;
			next++;
		}
		if (marks != NULL && next < marks->n && !inside &&
		    marks->v[next].start <= at) {
			fputs(color ? MARK : "**", out);
			inside = true;
		}
		at += put_char(out, p + at, p + end, &space);
	}
	if (inside && !color)
		fputs("**", out);
	put(out, PLAIN, color);
}

void print_text(FILE *out, const char *p, size_t start, size_t end,
                const struct span_list *marks, bool color)
{
	put_styled(out, p, start, end, marks, "", color);
}

static void put_slice(FILE *out, struct slice s)
{
	if (s.len > 0)
		print_text(out, s.p, 0, s.len, NULL, false);
}

/* ---- a result --------------------------------------------------------- */

static void put_headline(FILE *out, const struct record *r,
                         const struct findings *f, bool color)
{
	const struct slice *h = &r->part[PART_HEADLINE];

	if (h->len > 0)
		put_styled(out, h->p, 0, h->len,
		           f != NULL ? &f->hits[PART_HEADLINE].mark : NULL,
		           BOLD, color);
	else
		fputs("(without headline)", out);
	fputc('\n', out);
}

/* Date, source, section, id: what there is of them. */
static void put_origin(FILE *out, const struct record *r, bool color)
{
	char date[INSTANT_TEXT_MAX];
	const char *gap = "";

	put(out, DIM, color);
	if (r->published.precision != INSTANT_NONE) {
		fputs(instant_text(&r->published, date), out);
		gap = "  ";
	}
	if (r->source.len > 0) {
		fputs(gap, out);
		put_slice(out, r->source);
		gap = "  ";
	}
	if (r->section.len > 0) {
		fputs(gap, out);
		put_slice(out, r->section);
		gap = "  ";
	}
	fputs(gap, out);
	fputc('[', out);
	put_slice(out, r->key);
	fputc(']', out);
	put(out, PLAIN, color);
	fputc('\n', out);
}

void print_heading(FILE *out, const struct record *r, bool color)
{
	put_headline(out, r, NULL, color);
	put_origin(out, r, color);
}

/* Bytes of text around a hit. */
#define HIT_CONTEXT 120

void print_hit(FILE *out, const struct record *r, const struct hit *h,
               bool color)
{
	struct span span = { h->first, h->last, h->start, h->end };
	struct span_list mark = { &span, 1, 1 };
	const struct slice *text = &r->part[h->part];
	struct passage g;

	passage_around(&g, *text, &span, HIT_CONTEXT);
	put(out, DIM, color);
	fprintf(out, "  %s, sentence %u, word %u", part_name(h->part),
	        h->sentence, h->first);
	if (h->last > h->first)
		fprintf(out, "-%u", h->last);
	fputs(": ", out);
	put(out, PLAIN, color);
	fputs(g.more_before ? "… " : "", out);
	print_text(out, text->p, g.start, g.end, &mark, color);
	fputs(g.more_after ? " …\n" : "\n", out);
}

void print_result(FILE *out, uint64_t rank, const struct record *r,
                  const struct findings *f, bool color)
{
	const struct passage *g = &f->passage;

	fprintf(out, "%3llu. ", (unsigned long long)rank);
	put_headline(out, r, f, color);
	fputs("     ", out);
	put_origin(out, r, color);
	if (g->end > g->start) {
		fputs(g->more_before ? "     … " : "     ", out);
		print_text(out, r->part[g->part].p, g->start, g->end,
		           &f->hits[g->part].mark, color);
		fputs(g->more_after ? " …\n" : "\n", out);
	}
	fputc('\n', out);
}

/* ---- an article ------------------------------------------------------- */

static void put_field(FILE *out, const char *name, struct slice s, bool color)
{
	if (s.len == 0)
		return;
	put(out, DIM, color);
	fprintf(out, "%-10s ", name);
	put(out, PLAIN, color);
	put_slice(out, s);
	fputc('\n', out);
}

static void put_fields(FILE *out, const char *name, const struct slices *s,
                       bool color)
{
	for (size_t i = 0; i < s->n; i++)
		put_field(out, i == 0 ? name : "", s->v[i], color);
}

static void put_date(FILE *out, const char *name, const struct instant *i,
                     bool color)
{
	char text[INSTANT_TEXT_MAX];

	if (i->precision != INSTANT_NONE) {
		instant_text(i, text);
		put_field(out, name, (struct slice){ text, strlen(text) },
		          color);
	}
}

static void put_language(FILE *out, const struct record *r, bool color)
{
	const char *from = language_from_name(r->language_from);
	struct buf b = BUF_INIT;

	buf_add(&b, r->language.p, r->language.len);
	if (from != NULL)
		buf_addf(&b, " (%s)", from);
	put_field(out, "language", slice_of(&b), color);
	buf_release(&b);
}

/* The body with its line ends, but nothing else that a terminal obeys. */
static void put_body(FILE *out, struct slice s)
{
	const char *p = s.p, *end = s.p + s.len;

	while (p < end) {
		size_t n = strcspn(p, "\n");
		size_t left = (size_t)(end - p);

		if (n > left)
			n = left;
		print_text(out, p, 0, n, NULL, false);
		fputc('\n', out);
		p += n < left ? n + 1 : n;
	}
}

/* The record, where there are several in its member, and its bytes. */
static void put_place(FILE *out, const struct record *r, bool color)
{
	struct buf b = BUF_INIT;

	put_field(out, "archive", r->archive, color);
	put_field(out, "member", r->member, color);
	buf_addf(&b, "%llu", (unsigned long long)r->number);
	if (r->size > 0)
		buf_addf(&b, ", %llu bytes from %llu",
		         (unsigned long long)r->size,
		         (unsigned long long)r->offset);
	put_field(out, "record", slice_of(&b), color);
	buf_release(&b);
}

static void put_provenance(FILE *out, const struct provenance *p, bool color)
{
	struct buf b = BUF_INIT;

	put_field(out, "sha256", slice_of(&p->sha256), color);
	for (size_t i = 0; i < p->n; i++) {
		const struct place *c = &p->copy[i];

		buf_clear(&b);
		buf_addf(&b, "%s!%s record %llu", c->archive, c->member,
		         (unsigned long long)c->record);
		put_field(out, i == 0 ? "also in" : "", slice_of(&b), color);
	}
	if (p->more > 0) {
		buf_clear(&b);
		buf_addf(&b, "and %zu more", p->more);
		put_field(out, "", slice_of(&b), color);
	}
	buf_release(&b);
}

void print_article(FILE *out, const struct record *r,
                   const struct provenance *p, bool color)
{
	char revision[16];

	put_headline(out, r, NULL, color);
	if (r->part[PART_DECK].len > 0) {
		put_slice(out, r->part[PART_DECK]);
		fputc('\n', out);
	}
	fputc('\n', out);
	put_date(out, "published", &r->published, color);
	put_date(out, "updated", &r->updated, color);
	put_date(out, "captured", &r->captured, color);
	(void)snprintf(revision, sizeof revision, "%u", r->revision);
	if (r->revision > 0)
		put_field(out, "revision",
		          (struct slice){ revision, strlen(revision) }, color);
	put_fields(out, "author", &r->authors, color);
	put_field(out, "source", r->source, color);
	put_field(out, "section", r->section, color);
	put_fields(out, "place", &r->places, color);
	put_fields(out, "keyword", &r->keywords, color);
	put_language(out, r, color);
	put_field(out, "url", r->url, color);
	put_field(out, "rights", r->rights, color);
	put_field(out, "id", r->key, color);
	put_place(out, r, color);
	put_provenance(out, p, color);
	if (r->part[PART_BODY].len > 0) {
		fputc('\n', out);
		put_body(out, r->part[PART_BODY]);
	}
}
