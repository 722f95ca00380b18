#include "query/output.h"

#include <string.h>

#include "lib/analysis/family.h"
#include "lib/base/options.h"
#include "lib/base/terminal.h"
#include "query/text.h"

#define BOLD "\033[1m"
#define DIM "\033[2m"

static void put(FILE *out, const char *s, bool really)
{
	if (really)
		fputs(s, out);
}

struct look look_of(FILE *out, const char *when)
{
	return (struct look){ use_color(when, out), terminal_width(out) };
}

/* Text in a style that marks interrupt. */
static void flow_marked(struct flow *f, const char *p, size_t start, size_t end,
                        const struct span_list *marks, const char *style,
                        bool color)
{
	size_t at = start;

	flow_code(f, color ? style : "", 0);
	for (size_t i = 0; marks != NULL && i < marks->n; i++) {
		const struct span *m = &marks->v[i];
		size_t to = m->end < end ? m->end : end;

		if (m->end <= at)
			continue;
		if (m->start >= end)
			break;
		if (m->start > at) {
			flow_text(f, p + at, m->start - at);
			at = m->start;
		}
		flow_code(f, color ? LOOK_MARK : "**", color ? 0 : 2);
		flow_text(f, p + at, to - at);
		flow_code(f, color ? LOOK_PLAIN : "**", color ? 0 : 2);
		flow_code(f, color ? style : "", 0);
		at = to;
	}
	flow_text(f, p + at, end - at);
	flow_code(f, color && *style != '\0' ? LOOK_PLAIN : "", 0);
}

static void put_styled(FILE *out, const char *p, size_t start, size_t end,
                       const struct span_list *marks, const char *style,
                       const struct look *look, unsigned indent)
{
	struct flow f;

	flow_begin(&f, out, look->width, indent, indent);
	flow_marked(&f, p, start, end, marks, style, look->color);
	flow_end(&f);
}

void print_text(FILE *out, const char *p, size_t start, size_t end,
                const struct span_list *marks, bool color)
{
	const struct look look = { color, 0 };

	put_styled(out, p, start, end, marks, "", &look, 0);
}

static void put_slice(FILE *out, struct slice s)
{
	if (s.len > 0)
		print_text(out, s.p, 0, s.len, NULL, false);
}

/* ---- a result --------------------------------------------------------- */

static void put_headline(FILE *out, const struct record *r,
                         const struct findings *f, const struct look *look,
                         unsigned indent)
{
	const struct slice *h = &r->part[PART_HEADLINE];

	if (h->len > 0)
		put_styled(out, h->p, 0, h->len,
		           f != NULL ? &f->hits[PART_HEADLINE].mark : NULL,
		           BOLD, look, indent);
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
	put(out, LOOK_PLAIN, color);
	fputc('\n', out);
}

void print_heading(FILE *out, const struct record *r, const struct look *look)
{
	put_headline(out, r, NULL, look, 0);
	put_origin(out, r, look->color);
}

/* Bytes of text around a hit. */
#define HIT_CONTEXT 120

static void put_passage(FILE *out, const char *lead, unsigned indent,
                        struct slice text, const struct passage *g,
                        const struct span_list *marks, const struct look *look)
{
	struct flow f;

	flow_begin(&f, out, look->width, indent, 0);
	flow_code(&f, lead, (unsigned)text_columns(lead, strlen(lead)));
	if (g->more_before)
		flow_text(&f, "… ", strlen("… "));
	flow_marked(&f, text.p, g->start, g->end, marks, "", look->color);
	if (g->more_after)
		flow_text(&f, " …", strlen(" …"));
	flow_end(&f);
	fputc('\n', out);
}

void print_hit(FILE *out, const struct record *r, const struct hit *h,
               const struct look *look)
{
	struct span span = { h->first, h->last, h->start, h->end, 0 };
	struct span_list mark = { &span, 1, 1 };
	const struct slice *text = &r->part[h->part];
	struct passage g;

	passage_around(&g, *text, &span, HIT_CONTEXT);
	fprintf(out, "  %s, sentence %u, word %u", part_name(h->part),
	        h->sentence, h->first);
	if (h->last > h->first)
		fprintf(out, "-%u", h->last);
	fputs(":\n", out);
	put_passage(out, "    ", 4, *text, &g, &mark, look);
}

void print_result(FILE *out, uint64_t rank, const char *note,
                  const struct record *r, const struct findings *f,
                  const struct look *look)
{
	const struct passage *g = f != NULL ? &f->passage : NULL;

	fprintf(out, "%3llu. ", (unsigned long long)rank);
	put_headline(out, r, f, look, 5);
	fputs("     ", out);
	if (note != NULL)
		fprintf(out, "%s  ", note);
	put_origin(out, r, look->color);
	if (g != NULL && g->end > g->start)
		put_passage(out, "     ", 5, r->part[g->part], g,
		            &f->hits[g->part].mark, look);
	fputc('\n', out);
}

/* ---- an article ------------------------------------------------------- */

static void put_field(FILE *out, const char *name, struct slice s, bool color)
{
	if (s.len == 0)
		return;
	put(out, DIM, color);
	fprintf(out, "%-10s ", name);
	put(out, LOOK_PLAIN, color);
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
static void put_body(FILE *out, struct slice s, const struct look *look)
{
	const char *p = s.p, *end = s.p + s.len;

	while (p < end) {
		size_t n = strcspn(p, "\n");
		size_t left = (size_t)(end - p);

		if (n > left)
			n = left;
		put_styled(out, p, 0, n, NULL, "", look, 0);
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
                   const struct provenance *p, const struct look *look)
{
	bool color = look->color;
	char revision[16];

	put_headline(out, r, NULL, look, 0);
	if (r->part[PART_DECK].len > 0) {
		put_styled(out, r->part[PART_DECK].p, 0, r->part[PART_DECK].len,
		           NULL, "", look, 0);
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
		put_body(out, r->part[PART_BODY], look);
	}
}
