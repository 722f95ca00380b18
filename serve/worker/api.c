#include <stdlib.h>
#include <string.h>

#include "query/columns.h"
#include "query/locate.h"
#include "query/output.h"
#include "query/provenance.h"
#include "serve/worker/concordance.h"
#include "serve/worker/find.h"

#define RESULTS 20
#define HITS 50
#define CONTEXT 60
#define CONTEXT_MOST 1000

/* ---- lists of objects -------------------------------------------------- */

/* Objects that stand on a line each, as the array of that name. */
static void put_lines(struct json *j, const char *name, const char *text,
                      size_t len)
{
	const char *end = text + len;
	bool some = false;

	json_open(j, name, '[');
	while (text < end) {
		const char *nl = memchr(text, '\n', (size_t)(end - text));
		size_t n =
			nl != NULL ? (size_t)(nl - text) : (size_t)(end - text);

		fputs(some ? ",\n" : "\n", j->out);
		fwrite(text, 1, n, j->out);
		some = true;
		text += n + 1;
	}
	json_close(j);
}

static void begin(struct json *j, FILE *out, const struct ask *a)
{
	json_begin(j, out);
	json_num(j, "format_version", RESULT_FORMAT);
	json_text(j, "query", a->q);
}

static void put_page_of(struct json *j, const struct ask *a)
{
	json_text(j, "sort", a->order->name);
	json_num(j, "offset", a->first);
	json_num(j, "limit", a->max);
}

/* ---- search ------------------------------------------------------------ */

static const char *const none[] = { NULL };

static const struct order search_orders[] = {
	{ "relevance", NULL, SORT_RELEVANCE, 0 },
	{ "-date", NULL, SORT_NEWEST, 0 },
	{ "date", NULL, SORT_OLDEST, 0 },
	{ "source", NULL, SORT_SOURCE, 0 },
	{ NULL, NULL, SORT_INDEX, 0 },
};
static const struct ask_form search_form = {
	.page = "",
	.orders = search_orders,
	.usual = RESULTS,
	.others = none,
};

static void put_result(FILE *out, const struct ask *a, uint64_t rank,
                       double weight, const struct record *r,
                       const struct findings *f)
{
	struct json j;

	(void)a;
	json_begin(&j, out);
	json_result(&j, rank, weight, r, f);
	json_end(&j);
}

static void put_found(FILE *out, const struct ask *a, const struct found *f)
{
	struct buf read = BUF_INIT;
	struct json j;

	begin(&j, out, a);
	tree_print(f->s.query->root, &read);
	json_text(&j, "read_as", buf_str(&read));
	json_num(&j, "total", f->total);
	put_page_of(&j, a);
	put_lines(&j, "results", f->text, f->len);
	json_open(&j, "unknown_words", '[');
	for (size_t i = 0; i < f->unknown.n; i++) {
		json_open(&j, NULL, '{');
		json_suggestion(&j, &f->unknown.v[i]);
		json_close(&j);
	}
	json_end(&j);
	buf_release(&read);
}

enum nx_status api_search(struct worker *w, struct answer *a,
                          const struct target *t, struct nx_err *err)
{
	struct found f = { .open = false };
	struct ask ask;
	enum nx_status st = ask_read(&ask, t, &search_form, err);

	if (st == NX_OK)
		st = find_page(&f, w, &ask, put_result, err);
	if (st == NX_OK)
		put_found(a->out, &ask, &f);
	found_release(&f);
	ask_release(&ask);
	return st;
}

/* ---- hits -------------------------------------------------------------- */

static const struct order kwic_orders[] = {
	{ "index", NULL, SORT_INDEX, HITS_AS_FOUND },
	{ "left", NULL, SORT_INDEX, HITS_BY_LEFT },
	{ "right", NULL, SORT_INDEX, HITS_BY_RIGHT },
	{ "-date", NULL, SORT_NEWEST, HITS_AS_FOUND },
	{ "date", NULL, SORT_OLDEST, HITS_AS_FOUND },
	{ "source", NULL, SORT_SOURCE, HITS_AS_FOUND },
	{ NULL, NULL, SORT_INDEX, 0 },
};
static const char *const kwic_others[] = { "width", NULL };
static const struct ask_form kwic_form = {
	.page = "",
	.orders = kwic_orders,
	.usual = HITS,
	.others = kwic_others,
};

static void put_hit(void *ctx, FILE *out, const struct row *row, uint32_t n)
{
	struct json j;

	(void)ctx;
	json_begin(&j, out);
	json_num(&j, "number", n);
	json_kwic(&j, row);
	json_end(&j);
}

/* Of a parameter that is a number, or what it is without it. */
static enum nx_status number_of(const struct target *t, const char *name,
                                unsigned usual, unsigned most, unsigned *out,
                                struct nx_err *err)
{
	const char *s = target_get(t, name);
	char *end;
	unsigned long v;

	*out = usual;
	if (s == NULL)
		return NX_OK;
	v = strtoul(s, &end, 10);
	if (*s < '0' || *s > '9' || *end != '\0' || v > most)
		return nx_fail(err, NX_USAGE,
		               "the parameter %s is to be a number up to %u",
		               name, most);
	*out = (unsigned)v;
	return NX_OK;
}

enum nx_status api_kwic(struct worker *w, struct answer *a,
                        const struct target *t, struct nx_err *err)
{
	struct concordance c = { .text = NULL };
	unsigned width;
	struct ask ask;
	struct json j;
	enum nx_status st = ask_read(&ask, t, &kwic_form, err);

	if (st == NX_OK)
		st = number_of(t, "width", CONTEXT, CONTEXT_MOST, &width, err);
	if (st == NX_OK)
		st = concordance_find(&c, w, &ask, width, put_hit, NULL, err);
	if (st == NX_OK) {
		begin(&j, a->out, &ask);
		if (c.counted)
			json_num(&j, "total", c.seen);
		put_page_of(&j, &ask);
		json_bool(&j, "more",
		          c.counted ? c.seen > (uint64_t)ask.first + ask.max
		                    : c.more);
		put_lines(&j, "hits", c.text, c.len);
		json_end(&j);
	}
	concordance_release(&c);
	ask_release(&ask);
	return st;
}

/* ---- an article -------------------------------------------------------- */

static const struct order no_orders[] = {
	{ "index", NULL, SORT_INDEX, 0 },
	{ NULL, NULL, SORT_INDEX, 0 },
};
static const char *const article_others[] = { "id", NULL };
static const struct ask_form article_form = {
	.page = "",
	.orders = no_orders,
	.usual = 0,
	.others = article_others,
};

static enum nx_status put_place(void *ctx, const struct hit *h,
                                struct nx_err *err)
{
	struct json *j = ctx;

	(void)err;
	json_open(j, NULL, '{');
	json_hit(j, h);
	json_close(j);
	return NX_OK;
}

static enum nx_status put_hits(struct json *j, struct worker *w,
                               struct ask *ask, const struct record *r,
                               struct nx_err *err)
{
	struct locator l = LOCATOR_INIT;
	struct search s;
	enum nx_status st = ask_open(ask, &s, w->x, worker_rest(w), err);

	if (st != NX_OK)
		return st;
	json_open(j, "hits", '[');
	st = locate(&l, &s, r, put_place, j, err);
	json_close(j);
	locator_release(&l);
	search_close(&s);
	return st;
}

static enum nx_status put_article(struct worker *w, FILE *out, struct ask *ask,
                                  const char *id, struct nx_err *err)
{
	struct provenance p;
	struct record r;
	xap_docid docid;
	struct json j;
	enum nx_status st = index_find(w->x, id, strlen(id), &docid, err);

	/* The index is as it was: there is no such article. */
	if (st == NX_NOTFOUND && !index_outdated(w->x))
		return nx_fail(err, NX_END, "there is no such article");
	if (st == NX_OK)
		st = index_record(w->x, docid, &r, err);
	if (st != NX_OK)
		return st;
	provenance_read(&p, w->x, docid);
	json_begin(&j, out);
	json_num(&j, "format_version", RESULT_FORMAT);
	json_article(&j, &r, &p);
	if (ask->q[0] != '\0')
		st = put_hits(&j, w, ask, &r, err);
	json_end(&j);
	provenance_release(&p);
	return st;
}

enum nx_status api_article(struct worker *w, struct answer *a,
                           const struct target *t, struct nx_err *err)
{
	const char *id = target_get(t, "id");
	struct ask ask;
	enum nx_status st = ask_read(&ask, t, &article_form, err);

	if (st == NX_OK && id == NULL)
		st = nx_fail(err, NX_USAGE, "the parameter id is missing");
	if (st == NX_OK)
		st = put_article(w, a->out, &ask, id, err);
	ask_release(&ask);
	return st;
}

/* ---- the index --------------------------------------------------------- */

enum nx_status api_info(struct worker *w, struct answer *a,
                        const struct target *t, struct nx_err *err)
{
	const struct facts *f;
	struct json j;
	enum nx_status st = NX_OK;

	if (t->n > 0)
		return nx_fail(err, NX_USAGE, "info takes no parameters");
	st = worker_facts(w, &f, err);
	if (st != NX_OK)
		return st;
	json_begin(&j, a->out);
	json_num(&j, "format_version", RESULT_FORMAT);
	json_text(&j, "name", w->name);
	json_text(&j, "version", NEWSIDX_VERSION);
	json_facts(&j, f, w->x);
	json_end(&j);
	return NX_OK;
}
