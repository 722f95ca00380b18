#include "query/facets.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/base/progress.h"
#include "query/csv.h"
#include "query/plot.h"
#include "query/text.h"

enum nx_status facets_named(const char *text, unsigned *out, struct nx_err *err)
{
	*out = 0;
	for (const char *s = text; s != NULL;) {
		size_t len = strcspn(s, ",");
		enum facet f;

		if (!facet_named(s, len, &f))
			return nx_fail(err, NX_USAGE,
			               "--by=%s: give some of source, section, "
			               "author, place, keyword, language and "
			               "year, with commas between",
			               text);
		*out |= FACET_BIT(f);
		s = s[len] == ',' ? s + len + 1 : NULL;
	}
	return NX_OK;
}

/* ---- values --------------------------------------------------------------
 */

struct shown {
	struct tally_value *v;
	size_t n;         /* of them that are shown */
	size_t different; /* in all */
	struct count none;
};

static int most_first(const void *a, const void *b)
{
	const struct tally_value *x = a, *y = b;

	if (x->n.articles != y->n.articles)
		return x->n.articles < y->n.articles ? 1 : -1;
	return (x->id > y->id) - (x->id < y->id);
}

static int by_id(const void *a, const void *b)
{
	const struct tally_value *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

/* Of years too those of most articles are shown, but in their order. */
static void shown_make(struct shown *s, const struct tally *t, enum facet f,
                       size_t most)
{
	tally_values(t, f, &s->v, &s->different, &s->none);
	s->n = s->different < most ? s->different : most;
	if (f != FACET_YEAR || s->n == s->different)
		return;
	qsort(s->v, s->different, sizeof *s->v, most_first);
	qsort(s->v, s->n, sizeof *s->v, by_id);
}

static bool is_wanted(const struct facets_form *form, int f)
{
	return (form->facets & FACET_BIT(f)) != 0;
}

static double share_of(const struct tally *t, const struct count *n)
{
	return t->all.articles > 0
	               ? (double)n->articles / (double)t->all.articles
	               : 0;
}

/* ---- for people -----------------------------------------------------------
 */

/* Columns of a line where there is no terminal; of a name, of a bar. */
#define WIDTH 80
#define NAME_LEAST 12
#define NAME_MOST 40
#define BAR_LEAST 6
#define BAR_MOST 30
#define GAP 2

#define BOLD "\033[1m"
#define BAR "\033[36m"

struct listing {
	FILE *out;
	const struct tally *t;
	const struct facets_form *form;
	const struct look *look;
	unsigned name, articles, hits, bar; /* columns */
	double most, most_share;
	struct buf b;
};

static void set_name(struct listing *l, enum facet f, struct slice name)
{
	const struct language *of = NULL;
	bool space = true;

	buf_clear(&l->b);
	if (f == FACET_LANGUAGE)
		of = language_find(name.p, name.len);
	if (of != NULL)
		buf_adds(&l->b, of->name);
	else
		text_tidy(&l->b, name.p, name.len, &space);
	if (text_columns(buf_str(&l->b), l->b.len) > NAME_MOST) {
		buf_cut(&l->b, text_behind(l->b.p, l->b.len, 0, NAME_MOST - 1));
		buf_adds(&l->b, "…");
	}
}

static unsigned digits(uint64_t n)
{
	char text[PROGRESS_TEXT];

	return (unsigned)strlen(text_count(n, text));
}

/* All facets stand in the same columns. */
static void measure(struct listing *l)
{
	unsigned width = l->look->width > 0 ? l->look->width : WIDTH, taken;

	l->name = NAME_LEAST;
	l->articles = digits(l->t->all.articles);
	l->hits = l->form->hits ? digits(l->t->all.hits) : 0;
	for (int f = 0; f < FACETS; f++) {
		struct shown s;

		if (!is_wanted(l->form, f))
			continue;
		shown_make(&s, l->t, (enum facet)f, l->form->most);
		for (size_t i = 0; i < s.n; i++) {
			unsigned columns;

			set_name(l, (enum facet)f, s.v[i].name);
			columns = (unsigned)text_columns(buf_str(&l->b),
			                                 l->b.len);
			l->name = columns > l->name ? columns : l->name;
			if (share_of(l->t, &s.v[i].n) > l->most_share)
				l->most_share = share_of(l->t, &s.v[i].n);
		}
		free(s.v);
	}
	taken = 2 + l->name + GAP + l->articles +
	        (l->hits > 0 ? GAP + l->hits + 5 : 0) + GAP + 6 + GAP;
	l->bar = width > taken + BAR_LEAST ? width - taken : 0;
	l->bar = l->bar > BAR_MOST ? BAR_MOST : l->bar;
}

/* With a bar, unless most is 0. */
static void put_value(struct listing *l, const struct count *n, double most)
{
	struct buf bar = BUF_INIT;
	char text[SCALE_TEXT];
	double share = share_of(l->t, n);

	fprintf(l->out, "  %s%*s", buf_str(&l->b),
	        (int)(l->name - text_columns(buf_str(&l->b), l->b.len)), "");
	fprintf(l->out, "%*s%*s", GAP, "", (int)l->articles,
	        text_count(n->articles, text));
	if (l->hits > 0)
		fprintf(l->out, "%*s%*s hit%s", GAP, "", (int)l->hits,
		        text_count(n->hits, text), n->hits == 1 ? " " : "s");
	fprintf(l->out, "%*s%6s", GAP, "",
	        percent_text(share, l->most_share, text));
	if (most > 0 && bar_add(&bar, share / most, l->bar) > 0)
		fprintf(l->out, "%*s%s%s%s", GAP, "", l->look->color ? BAR : "",
		        bar.p, l->look->color ? LOOK_PLAIN : "");
	fputc('\n', l->out);
	buf_release(&bar);
}

static void put_plain(struct listing *l, const char *name)
{
	buf_clear(&l->b);
	buf_adds(&l->b, name);
}

static void put_facet(struct listing *l, enum facet f)
{
	char n[PROGRESS_TEXT];
	struct shown s;
	double most = 0;

	shown_make(&s, l->t, f, l->form->most);
	for (size_t i = 0; i < s.n; i++)
		if (share_of(l->t, &s.v[i].n) > most)
			most = share_of(l->t, &s.v[i].n);
	fprintf(l->out, "\n%s%s%s", l->look->color ? BOLD : "", facet_name(f),
	        l->look->color ? LOOK_PLAIN : "");
	if (s.different == 0)
		fputs(": no article has one\n", l->out);
	else if (s.n < s.different)
		fprintf(l->out, ": %zu of %s\n", s.n,
		        text_count(s.different, n));
	else
		fprintf(l->out, ": %s\n", text_count(s.different, n));
	for (size_t i = 0; i < s.n; i++) {
		set_name(l, f, s.v[i].name);
		put_value(l, &s.v[i].n, most);
	}
	if (s.none.articles > 0 && s.different > 0) {
		put_plain(l, "(none)");
		put_value(l, &s.none, 0);
	}
	free(s.v);
}

void facets_print(FILE *out, const struct tally *t,
                  const struct facets_form *form, const struct look *look)
{
	struct listing l = {
		.out = out, .t = t, .form = form, .look = look, .b = BUF_INIT
	};
	char n[PROGRESS_TEXT];

	fprintf(out, "%s article%s", text_count(t->all.articles, n),
	        t->all.articles == 1 ? "" : "s");
	if (form->hits)
		fprintf(out, ", %s hit%s", text_count(t->all.hits, n),
		        t->all.hits == 1 ? "" : "s");
	fputs(".\n", out);
	if (t->all.articles == 0)
		return;
	measure(&l);
	for (int f = 0; f < FACETS; f++)
		if (is_wanted(form, f))
			put_facet(&l, (enum facet)f);
	buf_release(&l.b);
}

/* ---- for programs ---------------------------------------------------------
 */

static void csv_value(FILE *out, const struct tally *t, enum facet f,
                      struct slice name, const struct count *n, bool hits)
{
	fprintf(out, "%s,", facet_name(f));
	csv_tidy(out, name.p, name.len);
	fprintf(out, ",%llu", (unsigned long long)n->articles);
	if (hits)
		fprintf(out, ",%llu", (unsigned long long)n->hits);
	fprintf(out, ",%.6g" CSV_END, share_of(t, n));
}

void facets_csv(FILE *out, const struct tally *t,
                const struct facets_form *form)
{
	static const struct slice nothing = { "", 0 };

	fprintf(out, "facet,value,articles%s,share" CSV_END,
	        form->hits ? ",hits" : "");
	for (int f = 0; f < FACETS; f++) {
		struct shown s;

		if (!is_wanted(form, f))
			continue;
		shown_make(&s, t, (enum facet)f, form->most);
		for (size_t i = 0; i < s.n; i++)
			csv_value(out, t, (enum facet)f, s.v[i].name, &s.v[i].n,
			          form->hits);
		if (s.none.articles > 0)
			csv_value(out, t, (enum facet)f, nothing, &s.none,
			          form->hits);
		free(s.v);
	}
}

static void json_count(struct json *j, const struct tally *t,
                       const struct count *n, bool hits)
{
	json_num(j, "articles", n->articles);
	if (hits)
		json_num(j, "hits", n->hits);
	json_real(j, "share", share_of(t, n));
}

static void json_facet(struct json *j, const struct tally *t, enum facet f,
                       const struct facets_form *form)
{
	struct shown s;

	shown_make(&s, t, f, form->most);
	json_open(j, NULL, '{');
	json_text(j, "name", facet_name(f));
	json_num(j, "different", s.different);
	json_num(j, "without", s.none.articles);
	json_open(j, "values", '[');
	for (size_t i = 0; i < s.n; i++) {
		json_open(j, NULL, '{');
		json_str(j, "value", s.v[i].name.p, s.v[i].name.len);
		json_count(j, t, &s.v[i].n, form->hits);
		json_close(j);
	}
	json_close(j);
	json_close(j);
	free(s.v);
}

void facets_json(struct json *j, const struct tally *t,
                 const struct facets_form *form)
{
	json_open(j, "facets", '[');
	for (int f = 0; f < FACETS; f++)
		if (is_wanted(form, f))
			json_facet(j, t, (enum facet)f, form);
	json_close(j);
}
