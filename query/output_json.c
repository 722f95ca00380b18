#include "lib/analysis/family.h"
#include "lib/base/json.h"
#include "query/columns.h"
#include "query/output.h"

static void json_slice(struct json *j, const char *name, struct slice s)
{
	if (s.len > 0)
		json_str(j, name, s.p, s.len);
}

static void json_slices(struct json *j, const char *name,
                        const struct slices *s)
{
	if (s->n == 0)
		return;
	json_open(j, name, '[');
	for (size_t i = 0; i < s->n; i++)
		json_str(j, NULL, s->v[i].p, s->v[i].len);
	json_close(j);
}

static void json_instant(struct json *j, const char *name,
                         const struct instant *i)
{
	char text[INSTANT_TEXT_MAX];

	if (i->precision != INSTANT_NONE)
		json_text(j, name, instant_text(i, text));
}

static void json_fields(struct json *j, const struct record *r)
{
	json_slice(j, "id", r->key);
	json_slice(j, "headline", r->part[PART_HEADLINE]);
	json_slice(j, "deck", r->part[PART_DECK]);
	json_instant(j, "published", &r->published);
	json_instant(j, "updated", &r->updated);
	json_instant(j, "captured", &r->captured);
	if (r->revision > 0)
		json_num(j, "revision", r->revision);
	json_slice(j, "source", r->source);
	json_slice(j, "section", r->section);
	json_slice(j, "language", r->language);
	if (language_from_name(r->language_from) != NULL)
		json_text(j, "language_from",
		          language_from_name(r->language_from));
	json_slices(j, "authors", &r->authors);
	json_slices(j, "places", &r->places);
	json_slices(j, "keywords", &r->keywords);
	json_slice(j, "url", r->url);
	json_slice(j, "rights", r->rights);
	json_slice(j, "archive", r->archive);
	json_slice(j, "member", r->member);
	json_num(j, "record", r->number);
	if (r->size > 0) {
		json_num(j, "offset", r->offset);
		json_num(j, "bytes", r->size);
	}
}

/* Marks as byte offsets in the string that stands beside them. */
static void json_marks(struct json *j, const struct span_list *marks,
                       size_t start, size_t end)
{
	json_open(j, "marks", '[');
	for (size_t i = 0; i < marks->n; i++) {
		const struct span *m = &marks->v[i];

		if (m->start < start || m->end > end)
			continue;
		json_open(j, NULL, '[');
		json_num(j, NULL, m->start - start);
		json_num(j, NULL, m->end - start);
		json_close(j);
	}
	json_close(j);
}

static void json_passage(struct json *j, const struct record *r,
                         const struct findings *f)
{
	const struct passage *g = &f->passage;

	if (g->end <= g->start)
		return;
	json_open(j, "passage", '{');
	json_text(j, "part", part_name(g->part));
	json_num(j, "start", g->start);
	json_str(j, "text", r->part[g->part].p + g->start, g->end - g->start);
	json_marks(j, &f->hits[g->part].mark, g->start, g->end);
	json_close(j);
}

void json_result(struct json *j, uint64_t rank, double weight,
                 const struct record *r, const struct findings *f)
{
	json_num(j, "rank", rank);
	if (weight >= 0)
		json_real(j, "score", weight);
	json_fields(j, r);
	json_passage(j, r, f);
}

void print_result_json(FILE *out, uint64_t rank, double weight,
                       const struct record *r, const struct findings *f)
{
	struct json j;

	json_begin(&j, out);
	json_num(&j, "format_version", RESULT_FORMAT);
	json_result(&j, rank, weight, r, f);
	json_end(&j);
}

void print_alert_json(FILE *out, const struct alert_note *n,
                      const struct record *r, const struct findings *f)
{
	struct json j;

	json_begin(&j, out);
	json_num(&j, "format_version", RESULT_FORMAT);
	json_text(&j, "alert", n->alert);
	json_text(&j, "kind", n->kind);
	json_text(&j, "entry", n->entry);
	if (n->again)
		json_bool(&j, "again", true);
	json_fields(&j, r);
	if (f != NULL)
		json_passage(&j, r, f);
	json_end(&j);
}

void json_article(struct json *j, const struct record *r,
                  const struct provenance *p)
{
	json_fields(j, r);
	if (p->sha256.len > 0)
		json_text(j, "sha256", p->sha256.p);
	if (p->n > 0) {
		json_open(j, "also_in", '[');
		for (size_t i = 0; i < p->n; i++) {
			json_open(j, NULL, '{');
			json_text(j, "archive", p->copy[i].archive);
			json_text(j, "member", p->copy[i].member);
			json_num(j, "record", p->copy[i].record);
			json_close(j);
		}
		json_close(j);
	}
	json_slice(j, "body", r->part[PART_BODY]);
}

void print_article_json(FILE *out, const struct record *r,
                        const struct provenance *p)
{
	struct json j;

	json_begin(&j, out);
	json_num(&j, "format_version", RESULT_FORMAT);
	json_article(&j, r, p);
	json_end(&j);
}

void json_hit(struct json *j, const struct hit *h)
{
	json_text(j, "part", part_name(h->part));
	json_num(j, "first", h->first);
	json_num(j, "last", h->last);
	json_num(j, "start", h->start);
	json_num(j, "end", h->end);
	json_num(j, "sentence", h->sentence);
}

void print_hit_json(FILE *out, const struct record *r, const struct hit *h)
{
	struct json j;

	json_begin(&j, out);
	json_num(&j, "format_version", RESULT_FORMAT);
	json_slice(&j, "id", r->key);
	json_hit(&j, h);
	json_end(&j);
}

void json_kwic(struct json *j, const struct row *row)
{
	struct context c = CONTEXT_INIT;
	const struct record *r = row->r;

	context_make(&c, r, row->h, row->columns);
	json_slice(j, "id", r->key);
	json_hit(j, row->h);
	json_str(j, "left", buf_str(&c.left), c.left.len);
	json_str(j, "hit", buf_str(&c.hit), c.hit.len);
	json_str(j, "right", buf_str(&c.right), c.right.len);
	json_instant(j, "published", &r->published);
	json_slice(j, "source", r->source);
	json_slice(j, "headline", r->part[PART_HEADLINE]);
	context_release(&c);
}

void print_kwic_json(FILE *out, const struct row *row)
{
	struct json j;

	json_begin(&j, out);
	json_num(&j, "format_version", RESULT_FORMAT);
	json_kwic(&j, row);
	json_end(&j);
}
