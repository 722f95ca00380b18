#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "query/locate.h"
#include "query/passage.h"
#include "query/provenance.h"
#include "serve/worker/show.h"

/* Hits of which the page has a list of links; all are marked. */
#define LINKS 200

/* Hits that can be gone to.  Longer lists are of a comma, or of "the". */
#define MOST 10000

static const char *const others[] = { "id", NULL };
static const struct order orders[] = {
	{ "relevance", "", SORT_RELEVANCE, 0 },
	{ "-date", "", SORT_NEWEST, 0 },
	{ "date", "", SORT_OLDEST, 0 },
	{ "source", "", SORT_SOURCE, 0 },
	{ NULL, NULL, SORT_INDEX, 0 },
};
static const struct ask_form form = {
	.page = "./",
	.orders = orders,
	.usual = 20,
	.pages = true,
	.others = others,
};

/* ---- hits -------------------------------------------------------------- */

struct start {
	enum part part;
	uint32_t start; /* bytes of the part */
};

struct starts {
	struct start *v;
	size_t n, cap;
};

static enum nx_status add_hit(void *ctx, const struct hit *h,
                              struct nx_err *err)
{
	struct starts *l = ctx;

	(void)err;
	if (l->n == MOST)
		return NX_END;
	l->v = NX_GROW(l->v, l->n, &l->cap);
	l->v[l->n++] = (struct start){ h->part, h->start };
	return NX_OK;
}

struct view {
	const struct record *r;
	struct findings f;
	struct starts hits;
	size_t next; /* the first hit that has no anchor yet */
	struct ask *ask;
	bool faulty; /* the query cannot be read: err says why */
	struct nx_err err;
};

static enum nx_status find_hits(struct view *v, struct worker *w,
                                struct nx_err *err)
{
	struct locator l = LOCATOR_INIT;
	struct search s;
	enum nx_status st = ask_open(v->ask, &s, w->x, worker_rest(w), &v->err);

	if (st == NX_USAGE) {
		v->faulty = true;
		return NX_OK;
	}
	if (st != NX_OK)
		return nx_fail(err, st, "%s", v->err.msg);
	findings_make(&v->f, &s, v->r, 0);
	st = locate(&l, &s, v->r, add_hit, &v->hits, err);
	locator_release(&l);
	search_close(&s);
	return st == NX_END ? NX_OK : st;
}

/* ---- text with anchors ------------------------------------------------- */

/* A part's text as it is written out. */
struct writer {
	FILE *out;
	struct view *v;
	enum part part;
	struct slice text;
	const struct span_list *marks;
	size_t mark; /* the first one that does not end before at */
};

static bool hit_is_at(const struct writer *k, size_t upto)
{
	const struct view *v = k->v;

	return v->next < v->hits.n && v->hits.v[v->next].part == k->part &&
	       v->hits.v[v->next].start <= upto;
}

/* Anchors for the hits that begin up to there, each by itself. */
static void put_anchors(struct writer *k, size_t upto)
{
	while (hit_is_at(k, upto))
		fprintf(k->out, "<span id=\"hit-%zu\" tabindex=\"-1\"></span>",
		        ++k->v->next);
}

/* Text from one byte to another, with its marks and anchors. */
static void put_stretch(struct writer *k, size_t from, size_t to)
{
	size_t at = from;

	while (at < to) {
		const struct span *m =
			k->mark < k->marks->n ? &k->marks->v[k->mark] : NULL;
		size_t end = to;

		if (m != NULL && m->end <= at) {
			k->mark++;
			continue;
		}
		if (m != NULL && m->start > at) {
			end = m->start < to ? m->start : to;
			html_put(k->out, k->text.p + at, end - at);
		} else if (m == NULL) {
			html_put(k->out, k->text.p + at, end - at);
		} else {
			end = m->end < to ? m->end : to;
			fputs("<mark", k->out);
			if (hit_is_at(k, m->start))
				fprintf(k->out,
				        " id=\"hit-%zu\" tabindex=\"-1\"",
				        ++k->v->next);
			fputc('>', k->out);
			put_anchors(k, m->start);
			html_put(k->out, k->text.p + at, end - at);
			fputs("</mark>", k->out);
		}
		at = end;
	}
	put_anchors(k, to > 0 ? to - 1 : 0);
}

static struct writer writer_for(FILE *out, struct view *v, enum part part)
{
	return (struct writer){
		out, v, part, v->r->part[part], &v->f.hits[part].mark, 0
	};
}

/* Where the paragraph that begins at at ends: at a line with nothing on it. */
static size_t paragraph_end(struct slice text, size_t at)
{
	const char *p = text.p + at, *end = text.p + text.len;

	while ((p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		const char *q = p + 1;

		while (q < end && (*q == ' ' || *q == '\t'))
			q++;
		if (q == end || *q == '\n')
			return (size_t)(p - text.p);
		p = q;
	}
	return text.len;
}

/* Lines of a paragraph that was broken to some width, in bytes: they are not to
 * be kept. */
#define WIDTH_LEAST 40
#define WIDTH_MOST 110

static bool is_wrapped(const char *p, const char *end)
{
	const char *first = p, *nl;
	size_t broken = 0, whole = 0;

	while ((nl = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		/* A place and a date may have stood in the first one. */
		bool shorter = p == first && nl - p < WIDTH_LEAST;

		if (!shorter && (nl - p < WIDTH_LEAST || nl - p > WIDTH_MOST))
			return false;
		broken++;
		whole += !shorter;
		p = nl + 1;
	}
	return broken == 0 || whole > 0;
}

static void put_body(FILE *out, struct view *v)
{
	struct writer k = writer_for(out, v, PART_BODY);
	size_t at = 0;

	show_open(out, "div class=\"body\"", v->r);
	fputc('\n', out);
	while (at < k.text.len) {
		size_t end;

		if (k.text.p[at] == ' ' || k.text.p[at] == '\t' ||
		    k.text.p[at] == '\n') {
			at++;
			continue;
		}
		end = paragraph_end(k.text, at);
		if (end > at) {
			fputs(is_wrapped(k.text.p + at, k.text.p + end)
			              ? "<p>"
			              : "<p class=\"lines\">",
			      out);
			put_stretch(&k, at, end);
			fputs("</p>\n", out);
		}
		at = end + 1;
	}
	fputs("</div>\n", out);
}

static void put_head(FILE *out, struct view *v)
{
	struct writer headline = writer_for(out, v, PART_HEADLINE);
	struct writer deck = writer_for(out, v, PART_DECK);

	show_open(out, "h1", v->r);
	if (headline.text.len > 0)
		put_stretch(&headline, 0, headline.text.len);
	else
		fputs("(without headline)", out);
	fputs("</h1>\n", out);
	if (deck.text.len > 0) {
		show_open(out, "p class=\"deck\"", v->r);
		put_stretch(&deck, 0, deck.text.len);
		fputs("</p>\n", out);
	}
}

/* ---- what is known of it ----------------------------------------------- */

static void put_term(FILE *out, const char *name)
{
	fprintf(out, "<dt>%s</dt>\n", name);
}

static void put_value(FILE *out, struct slice s)
{
	fputs("<dd>", out);
	show_name(out, s);
	fputs("</dd>\n", out);
}

static void put_field(FILE *out, const char *name, struct slice s)
{
	if (s.len == 0)
		return;
	put_term(out, name);
	put_value(out, s);
}

static void put_fields(FILE *out, const char *name, const struct slices *s)
{
	if (s->n > 0)
		put_term(out, name);
	for (size_t i = 0; i < s->n; i++)
		put_value(out, s->v[i]);
}

static void put_date(FILE *out, const char *name, const struct instant *i)
{
	if (i->precision == INSTANT_NONE)
		return;
	put_term(out, name);
	fputs("<dd>", out);
	show_date(out, i, false);
	fputs("</dd>\n", out);
}

/* A link only for what surely is one of the web. */
static void put_url(FILE *out, struct slice s)
{
	bool web = (s.len > 8 && memcmp(s.p, "https://", 8) == 0) ||
	           (s.len > 7 && memcmp(s.p, "http://", 7) == 0);

	if (s.len == 0)
		return;
	put_term(out, "Address");
	fputs("<dd>", out);
	if (web) {
		fputs("<a rel=\"external noopener noreferrer\" href=\"", out);
		show_slice(out, s);
		fputs("\">", out);
	}
	show_name(out, s);
	fputs(web ? "</a></dd>\n" : "</dd>\n", out);
}

static void put_language(FILE *out, const struct record *r)
{
	const struct language *l = language_find(
		r->language.p != NULL ? r->language.p : "", r->language.len);
	const char *from = language_from_name(r->language_from);

	if (r->language.len == 0)
		return;
	put_term(out, "Language");
	fputs("<dd>", out);
	if (l != NULL)
		html_text(out, l->name);
	else
		show_name(out, r->language);
	if (from != NULL)
		fprintf(out, " <small>(%s)</small>", from);
	fputs("</dd>\n", out);
}

static void put_place(FILE *out, const char *archive, size_t alen,
                      const char *member, size_t mlen, uint64_t record)
{
	fputs("<dd><bdi>", out);
	html_put(out, archive, alen);
	if (mlen > 0) {
		fputs("</bdi>, <bdi>", out);
		html_put(out, member, mlen);
	}
	fprintf(out, "</bdi>, record %llu</dd>\n", (unsigned long long)record);
}

static void put_provenance(FILE *out, const struct record *r,
                           const struct provenance *p)
{
	put_term(out, "Read from");
	put_place(out, r->archive.len > 0 ? r->archive.p : "", r->archive.len,
	          r->member.len > 0 ? r->member.p : "", r->member.len,
	          r->number);
	if (p->sha256.len > 0)
		put_field(out, "SHA-256", slice_of(&p->sha256));
	if (p->n > 0)
		put_term(out, "Also in");
	for (size_t i = 0; i < p->n && i < 20; i++)
		put_place(out, p->copy[i].archive, strlen(p->copy[i].archive),
		          p->copy[i].member, strlen(p->copy[i].member),
		          p->copy[i].record);
	if (p->n > 20 || p->more > 0)
		fprintf(out, "<dd>and %zu more</dd>\n",
		        p->n - (p->n > 20 ? 20 : p->n) + p->more);
}

static void put_facts(FILE *out, const struct record *r,
                      const struct provenance *p)
{
	fputs("<dl class=\"facts\">\n", out);
	put_date(out, "Published", &r->published);
	put_date(out, "Updated", &r->updated);
	put_fields(out, "By", &r->authors);
	put_field(out, "Source", r->source);
	put_field(out, "Section", r->section);
	fputs("</dl>\n<details class=\"facts\">\n<summary>More about this "
	      "article</summary>\n<dl>\n",
	      out);
	put_date(out, "Captured", &r->captured);
	put_fields(out, "Place", &r->places);
	put_fields(out, "Keywords", &r->keywords);
	put_language(out, r);
	put_url(out, r->url);
	put_field(out, "Rights", r->rights);
	put_field(out, "Id", r->key);
	put_provenance(out, r, p);
	fputs("</dl>\n</details>\n", out);
}

/* ---- the page ---------------------------------------------------------- */

static void put_hit_links(FILE *out, const struct view *v)
{
	const struct ask *a = v->ask;
	const struct link back = { .page = "./",
		                   .sort = true,
		                   .first = a->first };

	fputs("<nav class=\"hits\" aria-label=\"Hits\">\n", out);
	if (!ask_is_blank(a)) {
		fputs("<a class=\"back\" href=\"", out);
		ask_link(out, a, &back);
		fputs("\">\xe2\x86\x90 Results</a>\n", out);
	}
	if (v->hits.n > 0) {
		fprintf(out, "<span id=\"hit-count\" data-hits=\"%zu\">",
		        v->hits.n);
		show_count(out, v->hits.n, "hit", "hits");
		fputs("</span>\n<ol>\n", out);
		for (size_t i = 1; i <= v->hits.n && i <= LINKS; i++)
			fprintf(out,
			        "<li><a href=\"#hit-%zu\"><span "
			        "class=\"unseen\">Hit </span>%zu</a></li>\n",
			        i, i);
		fputs("</ol>\n", out);
	}
	fputs("</nav>\n", out);
}

static void put_page(struct worker *w, struct answer *a, struct view *v,
                     const struct provenance *p)
{
	struct buf title = BUF_INIT;

	buf_add(&title, v->r->part[PART_HEADLINE].p,
	        v->r->part[PART_HEADLINE].len);
	show_begin(a->out, w, v->ask, buf_str(&title), "reading");
	buf_release(&title);
	if (v->faulty)
		show_query_error(a->out, v->ask, &v->err);
	put_hit_links(a->out, v);
	fputs("<article class=\"whole\">\n", a->out);
	put_head(a->out, v);
	put_facts(a->out, v->r, p);
	put_body(a->out, v);
	fputs("</article>\n", a->out);
	show_end(a->out);
}

static enum nx_status show_one(struct worker *w, struct answer *a,
                               struct ask *ask, const char *id,
                               struct nx_err *err)
{
	struct view v = { .f = FINDINGS_INIT, .ask = ask };
	struct provenance p;
	struct record r;
	xap_docid docid;
	enum nx_status st = index_find(w->x, id, strlen(id), &docid, err);

	/* The index is as it was: there is no such article. */
	if (st == NX_NOTFOUND && !index_outdated(w->x))
		return nx_fail(err, NX_END, "there is no such article");
	if (st == NX_OK)
		st = index_record(w->x, docid, &r, err);
	if (st != NX_OK)
		return st;
	v.r = &r;
	if (ask->q[0] != '\0')
		st = find_hits(&v, w, err);
	if (st == NX_OK) {
		provenance_read(&p, w->x, docid);
		put_page(w, a, &v, &p);
		provenance_release(&p);
	}
	findings_release(&v.f);
	free(v.hits.v);
	return st;
}

enum nx_status page_article(struct worker *w, struct answer *a,
                            const struct target *t, struct nx_err *err)
{
	const char *id = target_get(t, "id");
	struct ask ask;
	enum nx_status st = ask_read(&ask, t, &form, err);

	if (st == NX_OK && (id == NULL || id[0] == '\0'))
		st = nx_fail(err, NX_USAGE, "which article? Its id is missing");
	if (st == NX_OK)
		st = show_one(w, a, &ask, id, err);
	ask_release(&ask);
	return st;
}
