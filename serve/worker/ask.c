#include "serve/worker/ask.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/instant.h"
#include "lib/base/utf8.h"
#include "lib/index/schema.h"
#include "serve/common/html.h"

/* The column of a facet's values; the year is a date. */
static const struct {
	enum facet facet;
	enum column column;
	const char *field; /* of the query language */
} kinds[] = {
	{ FACET_SOURCE, COLUMN_SOURCE, "source" },
	{ FACET_SECTION, COLUMN_SECTION, "section" },
	{ FACET_AUTHOR, COLUMN_AUTHOR, "author" },
	{ FACET_PLACE, COLUMN_PLACE, "place" },
	{ FACET_KEYWORD, COLUMN_KEYWORD, "keyword" },
	{ FACET_LANGUAGE, COLUMN_LANGUAGE, "lang" },
};

#define KINDS (sizeof kinds / sizeof kinds[0])

/* ---- reading ----------------------------------------------------------- */

static enum nx_status refuse(const char *name, const char *why,
                             struct nx_err *err)
{
	return nx_fail(err, NX_USAGE, "the parameter %.60s %s", name, why);
}

static enum nx_status read_number(const struct param *p, uint32_t least,
                                  uint32_t most, uint32_t *out,
                                  struct nx_err *err)
{
	unsigned long v = 0;

	for (const char *c = p->value; *c != '\0' && v <= most; c++) {
		if (*c < '0' || *c > '9')
			return refuse(p->name, "is to be a number", err);
		v = 10 * v + (unsigned long)(*c - '0');
	}
	if (p->value[0] == '\0' || v < least || v > most)
		return nx_fail(err, NX_USAGE,
		               "the parameter %s is to be from %u to %u",
		               p->name, least, most);
	*out = (uint32_t)v;
	return NX_OK;
}

static enum nx_status read_date(const struct param *p, const char **out,
                                struct nx_err *err)
{
	struct instant i;

	*out = p->value;
	if (p->value[0] != '\0' &&
	    (!instant_parse(p->value, strlen(p->value), &i) ||
	     i.precision > INSTANT_DAY))
		return refuse(p->name,
		              "is to be a date: 2019-05-07, 2019-05 or 2019",
		              err);
	return NX_OK;
}

static enum nx_status read_order(struct ask *a, const struct param *p,
                                 struct nx_err *err)
{
	for (const struct order *o = a->form->orders; o->name != NULL; o++)
		if (strcmp(o->name, p->value) == 0) {
			a->order = o;
			return NX_OK;
		}
	return refuse(p->name, "names no order", err);
}

static enum nx_status read_language(struct ask *a, const struct param *p,
                                    struct nx_err *err)
{
	a->lang = p->value;
	if (p->value[0] != '\0' &&
	    language_find(p->value, strlen(p->value)) == NULL)
		return refuse(p->name, "names no language", err);
	return NX_OK;
}

static bool is_other(const struct ask_form *f, const char *name)
{
	for (const char *const *o = f->others; *o != NULL; o++)
		if (strcmp(*o, name) == 0)
			return true;
	return false;
}

/* What page and per, or offset and limit, say. */
struct place {
	uint32_t page, per, offset;
};

#define PAGES_MOST 1000000
#define OFFSET_MOST 1000000000

static enum nx_status read_place(struct ask *a, const struct param *p,
                                 struct place *at, bool *known,
                                 struct nx_err *err)
{
	bool pages = a->form->pages;

	*known = a->form->usual > 0;
	if (!*known)
		return NX_OK;
	if (pages && strcmp(p->name, "page") == 0)
		return read_number(p, 1, PAGES_MOST, &at->page, err);
	if (strcmp(p->name, pages ? "per" : "limit") == 0)
		return read_number(p, pages ? 1 : 0, LIMIT_SERVE_PAGE, &at->per,
		                   err);
	if (!pages && strcmp(p->name, "offset") == 0)
		return read_number(p, 0, OFFSET_MOST, &at->offset, err);
	*known = false;
	return NX_OK;
}

static enum nx_status read_one(struct ask *a, const struct param *p,
                               struct place *at, struct nx_err *err)
{
	enum nx_status st;
	enum facet f;
	bool known;

	if (strcmp(p->name, "q") == 0) {
		a->q = p->value;
		return NX_OK;
	}
	if (strcmp(p->name, "lang") == 0)
		return read_language(a, p, err);
	if (strcmp(p->name, "from") == 0)
		return read_date(p, &a->from, err);
	if (strcmp(p->name, "to") == 0)
		return read_date(p, &a->to, err);
	if (strcmp(p->name, "sort") == 0 && a->form->orders[1].name != NULL)
		return read_order(a, p, err);
	st = read_place(a, p, at, &known, err);
	if (known)
		return st;
	if (facet_named(p->name, strlen(p->name), &f) && f != FACET_YEAR) {
		a->filter[a->n_filter++] = (struct filter){ f, p->value };
		return NX_OK;
	}
	if (!a->form->pages && !is_other(a->form, p->name))
		return refuse(p->name, "is none that there is", err);
	return NX_OK;
}

/* All but facets stand once. */
static bool is_repeated(const struct target *t, size_t i)
{
	enum facet f;

	if (facet_named(t->v[i].name, strlen(t->v[i].name), &f))
		return false;
	for (size_t j = 0; j < i; j++)
		if (strcmp(t->v[j].name, t->v[i].name) == 0)
			return true;
	return false;
}

/* A phrase of the words of a name.  What means something in quotes is no letter
 * of a word, so a space can stand for it. */
static void add_phrase(struct buf *text, const char *field, const char *value)
{
	const char *end = value + strlen(value);

	buf_addf(text, " %s:\"", field);
	for (const char *p = value; p < end;) {
		unsigned n;
		uint32_t c = utf8_decode(p, end, &n);

		if (c < ' ' || c == '"' || c == '*' || c == '?' ||
		    (c >= 0x201c && c <= 0x201f) || c == 0xff02)
			buf_addc(text, ' ');
		else
			buf_add(text, p, n);
		p += n;
	}
	buf_addc(text, '"');
}

static bool has_words(const char *value)
{
	struct analyser *a = analyser_new();
	struct token_list l = TOKEN_LIST_INIT;
	bool has;

	analyser_run(a, value, strlen(value), &l);
	has = l.positions > 0 && l.positions <= LIMIT_PHRASE;
	token_list_release(&l);
	analyser_free(a);
	return has;
}

/* The articles of a filter are some of those of a query, which libxapian finds
 * quickly.  Without it all are looked at. */
static void add_filter(struct buf *text, const struct filter *f)
{
	/* As long as it is not cut: doc.c. */
	if (strlen(f->value) >= VALUE_MAX)
		return;
	if (f->facet == FACET_LANGUAGE) {
		const struct language *l =
			language_find(f->value, strlen(f->value));

		if (l != NULL && strcmp(l->code, f->value) == 0)
			buf_addf(text, " lang:%s", l->code);
		return;
	}
	for (size_t i = 0; i < KINDS; i++)
		if (kinds[i].facet == f->facet && has_words(f->value))
			add_phrase(text, kinds[i].field, f->value);
}

static bool is_blank(const char *s)
{
	return s[strspn(s, " \t\r\n")] == '\0';
}

static void write_text(struct ask *a)
{
	buf_clear(&a->text);
	if (!is_blank(a->q)) {
		buf_addf(&a->text, "( %s )", a->q);
		a->lead = 2;
	}
	for (size_t i = 0; i < a->n_filter; i++)
		add_filter(&a->text, &a->filter[i]);
	if (a->from[0] != '\0' || a->to[0] != '\0')
		buf_addf(&a->text, " date:%s..%s", a->from, a->to);
}

enum nx_status ask_read(struct ask *a, const struct target *t,
                        const struct ask_form *form, struct nx_err *err)
{
	struct place at = { 1, form->usual, 0 };
	enum nx_status st = NX_OK;

	memset(a, 0, sizeof *a);
	a->target = t;
	a->form = form;
	a->q = a->from = a->to = a->lang = "";
	a->order = &form->orders[0];
	for (size_t i = 0; st == NX_OK && i < t->n; i++)
		st = is_repeated(t, i)
		             ? refuse(t->v[i].name, "stands there twice", err)
		             : read_one(a, &t->v[i], &at, err);
	a->max = at.per;
	a->first = form->pages ? (at.page - 1) * at.per : at.offset;
	if (st == NX_OK)
		write_text(a);
	return st;
}

void ask_release(struct ask *a)
{
	columns_close(a->columns);
	buf_release(&a->text);
}

bool ask_is_blank(const struct ask *a)
{
	return is_blank(a->q) && a->n_filter == 0 && a->from[0] == '\0' &&
	       a->to[0] == '\0';
}

struct page ask_page(const struct ask *a)
{
	return (struct page){ a->order->sort, a->first, a->max };
}

/* ---- asking ------------------------------------------------------------ */

static enum nx_status has_value(struct ask *a, const struct filter *f,
                                xap_docid docid, bool *has, struct nx_err *err)
{
	enum column column = COLUMN_SOURCE;
	size_t len = strlen(f->value);
	struct values v;
	enum nx_status st;

	for (size_t i = 0; i < KINDS; i++)
		if (kinds[i].facet == f->facet)
			column = kinds[i].column;
	*has = false;
	st = columns_values(a->columns, column, &docid, 1, &v, err);
	for (uint32_t i = 0; st == NX_OK && i < v.start[1] && !*has; i++) {
		struct slice s = column_name(a->columns, column, v.v[i]);

		*has = s.len == len && memcmp(s.p, f->value, len) == 0;
	}
	return st;
}

static enum nx_status keep(void *ctx, xap_docid docid, bool *out,
                           struct nx_err *err)
{
	struct ask *a = ctx;
	enum nx_status st = NX_OK;

	*out = true;
	for (size_t i = 0; st == NX_OK && *out && i < a->n_filter; i++)
		st = has_value(a, &a->filter[i], docid, out, err);
	return st;
}

/* The column is that of q.  What q does not say was chosen, not written. */
static void locate_fault(struct ask *a, unsigned lead, struct nx_err *err)
{
	size_t len;

	query_refused_before(err, lead);
	a->column = query_refused(err, &len);
}

enum nx_status ask_open(struct ask *a, struct search *s, struct index *x,
                        double timeout, struct nx_err *err)
{
	struct search_options o = { .now = (int64_t)time(NULL),
		                    .timeout = timeout };
	struct parse_options po = { .now = o.now };
	struct query *q = NULL;
	enum nx_status st;

	/* By itself first: an open quote must not reach into what stands behind
	 * it. */
	st = query_parse(&q, a->q, strlen(a->q), &po, err);
	query_free(q);
	if (st != NX_OK) {
		locate_fault(a, 0, err);
		return st;
	}
	if (a->lang[0] != '\0')
		o.language = language_find(a->lang, strlen(a->lang));
	if (a->n_filter > 0) {
		columns_close(a->columns);
		a->columns = columns_open(x);
		o.keep = keep;
		o.keep_ctx = a;
	}
	st = search_open(s, x, buf_str(&a->text), &o, err);
	if (st == NX_USAGE)
		locate_fault(a, a->lead, err);
	return st;
}

/* ---- links ------------------------------------------------------------- */

struct linker {
	FILE *out;
	bool some; /* parameters stand there */
};

static void begin_param(struct linker *k, const char *name)
{
	fprintf(k->out, "%s%s=", k->some ? "&amp;" : "?", name);
	k->some = true;
}

/* Unless it is empty. */
static void put_param(struct linker *k, const char *name, const char *value)
{
	if (value[0] == '\0')
		return;
	begin_param(k, name);
	url_put(k->out, value, strlen(value));
}

static void put_number(struct linker *k, const char *name, uint32_t v)
{
	begin_param(k, name);
	fprintf(k->out, "%u", v);
}

void ask_link(FILE *out, const struct ask *a, const struct link *l)
{
	struct linker k = { out, false };

	fputs(l->page, out);
	put_param(&k, "q", a->q);
	for (size_t i = 0; i < a->n_filter; i++)
		if (!l->dropping || i != l->drop)
			put_param(&k, facet_name(a->filter[i].facet),
			          a->filter[i].value);
	if (l->add != NULL)
		put_param(&k, facet_name(l->add->facet), l->add->value);
	put_param(&k, "from", l->range ? l->from : a->from);
	put_param(&k, "to", l->range ? l->to : a->to);
	put_param(&k, "lang", a->lang);
	if (l->sort && a->order != &a->form->orders[0])
		put_param(&k, "sort", a->order->name);
	if (l->sort && a->max != a->form->usual)
		put_number(&k, "per", a->max);
	if (l->first > 0 && a->max > 0)
		put_number(&k, "page", l->first / a->max + 1);
	if (l->more != NULL)
		fprintf(out, "%s%s", k.some ? "&amp;" : "?", l->more);
}

static void put_hidden(FILE *out, const char *name, const char *value)
{
	if (value[0] == '\0')
		return;
	fprintf(out, "<input type=\"hidden\" name=\"%s\" value=\"", name);
	html_text(out, value);
	fputs("\">\n", out);
}

void ask_hidden(FILE *out, const struct ask *a, bool dates)
{
	for (size_t i = 0; i < a->n_filter; i++)
		put_hidden(out, facet_name(a->filter[i].facet),
		           a->filter[i].value);
	if (dates) {
		put_hidden(out, "from", a->from);
		put_hidden(out, "to", a->to);
	}
	put_hidden(out, "lang", a->lang);
}
