/* cmd_tell.c - what an alert has to tell
 *
 * The half of newsidx that writes runs this, once for each alert, while nobody
 * else can write (indexer/alerts.c).  What it prints are tellings
 * (lib/index/telling.h): nothing is told by it, and nothing noted.
 */
#include <stdlib.h>
#include <string.h>

#include "lib/base/digest.h"
#include "lib/base/exit.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"
#include "lib/index/ledger_alert.h"
#include "lib/index/store.h"
#include "lib/index/telling.h"
#include "query/commands.h"
#include "query/each.h"
#include "query/output.h"

struct tell_cmd {
	const char *index, *color, *as;
	uint64_t now, width;
};

#define AT(member) offsetof(struct tell_cmd, member)

const struct opt tell_opts[] = {
	{ 'i', "index", "FOLDER", OPT_STRING, AT(index), NULL, "the index" },
	{ 0, "as", "FORM", OPT_CHOICE, AT(as), "text json atom",
	  "text, json or atom" },
	{ 0, "now", "SECONDS", OPT_NUMBER, AT(now), NULL, "since 1970" },
	{ 0, "width", "N", OPT_NUMBER, AT(width), NULL,
	  "columns of a line; 0: lines are not broken" },
	{ 0, "color", "WHEN", OPT_CHOICE, AT(color), "auto always never",
	  "auto (on a terminal), always or never" },
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};
const size_t tell_size = sizeof(struct tell_cmd);

struct alert_task {
	const struct tell_cmd *c;
	const char *name;
	struct search_options so;
	struct look look;

	/* as the ledger has it */
	char *uid, *query;
	int64_t id; /* 0: there is none of that name */
	struct ledger_change *v; /* those that are withdrawn have an article of
	                          * their own */
	size_t n, cap;
	const struct ledger_change **by_key;

	/* of one try */
	struct search *s;
	struct findings f;
	uint64_t rank;
};

/* ---- reading the ledger -------------------------------------------------- */

static enum nx_status take_alert(void *ctx, const struct ledger_alert *a)
{
	struct alert_task *t = ctx;

	if (strcmp(a->name, t->name) != 0)
		return NX_OK;
	t->id = a->id;
	t->uid = nx_strdup(a->uid);
	t->query = nx_strdup(a->query);
	if (a->language[0] != '\0')
		t->so.language =
			language_find(a->language, strlen(a->language));
	return NX_OK;
}

static enum nx_status take_change(void *ctx, const struct ledger_change *c)
{
	struct alert_task *t = ctx;
	struct ledger_change *to;

	t->v = NX_GROW(t->v, t->n, &t->cap);
	to = &t->v[t->n++];
	*to = *c;
	if (c->article.len > 0) {
		to->article.p = nx_alloc(c->article.len);
		memcpy((void *)(uintptr_t)to->article.p, c->article.p,
		       c->article.len);
	}
	return NX_OK;
}

static enum nx_status read_ledger(struct alert_task *t, struct nx_err *err)
{
	char *path = nx_format("%s/" STORE_LEDGER, t->c->index);
	struct ledger *l = NULL;
	enum nx_status st = ledger_open(&l, path, LEDGER_READ, err);

	if (st == NX_OK)
		st = ledger_alerts(l, take_alert, t, err);
	if (st == NX_OK && t->id == 0)
		st = nx_fail(err, NX_NOTFOUND, "there is no alert %s", t->name);
	if (st == NX_OK)
		st = ledger_alert_changes(l, t->id, take_change, t, err);
	ledger_close(l);
	free(path);
	return st;
}

/* ---- telling ------------------------------------------------------------- */

/* What the alert keeps, so that it can be told when the article is not there
 * any more. */
static void summarize(const struct record *r, struct buf *out)
{
	struct record s = {
		.key = r->key,
		.url = r->url,
		.source = r->source,
		.section = r->section,
		.published = r->published,
		.part[PART_HEADLINE] = r->part[PART_HEADLINE],
	};
	struct slice *h = &s.part[PART_HEADLINE];

	h->len = h->len > 0 ? utf8_cut(h->p, h->len, LIMIT_ALERT_HEADLINE) : 0;
	record_encode(&s, out);
}

static const char *note_text(const struct alert_note *n,
                             const struct ledger_change *c)
{
	if (!n->again)
		return c->what == CHANGE_NEW ? NULL : n->kind;
	return c->what == CHANGE_NEW       ? "may have been told before"
	       : c->what == CHANGE_CHANGED ? "changed; may have been told before"
	                                   : "withdrawn; may have been told "
	                                     "before";
}

/* f is NULL where the article is withdrawn. */
static void print_as(struct alert_task *t, FILE *out,
                     const struct ledger_change *c, const struct record *r,
                     const struct findings *f)
{
	char entry[TELLING_NAME];
	const struct alert_note n = {
		.alert = t->name,
		.kind = change_name(c->what),
		.entry = entry,
		.again = c->again,
	};

	telling_name(t->uid, c, entry);
	t->rank++;
	if (t->c->as != NULL && strcmp(t->c->as, "json") == 0)
		print_alert_json(out, &n, r, f);
	else if (t->c->as != NULL && strcmp(t->c->as, "atom") == 0)
		print_alert_atom(out, &n, (int64_t)t->c->now, r, f);
	else
		print_result(out, t->rank, note_text(&n, c), r, f, &t->look);
}

static enum nx_status tell(struct alert_task *t, const struct ledger_change *c,
                           const struct record *r, const struct findings *f,
                           struct nx_err *err)
{
	struct buf article = BUF_INIT;
	struct telling told = { .what = c->what };
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	if (out == NULL)
		return nx_fail_errno(err, "out of memory");
	print_as(t, out, c, r, f);
	(void)fclose(out);
	memcpy(told.key, c->key, sizeof told.key);
	if (f != NULL)
		summarize(r, &article);
	told.article = slice_of(&article);
	told.text = (struct slice){ text, len };
	telling_write(stdout, &told);
	free(text);
	buf_release(&article);
	return ferror(stdout) ? nx_fail_errno(err, "cannot write") : NX_OK;
}

static int by_key(const void *a, const void *b)
{
	const struct ledger_change *const *x = a, *const *y = b;

	return memcmp((*x)->key, (*y)->key, sizeof (*x)->key);
}

static void sort_by_key(struct alert_task *t)
{
	t->by_key = nx_alloc((t->n + 1) * sizeof *t->by_key);
	for (size_t i = 0; i < t->n; i++)
		t->by_key[i] = &t->v[i];
	if (t->n > 1)
		qsort(t->by_key, t->n, sizeof *t->by_key, by_key);
}

static const struct ledger_change *change_of(const struct alert_task *t,
                                             const struct record *r)
{
	struct ledger_change key;
	const struct ledger_change *k = &key, **found;

	digest128(r->key.p, r->key.len, 0, key.key);
	found = bsearch(&k, t->by_key, t->n, sizeof k, by_key);
	return found != NULL ? *found : NULL;
}

static enum nx_status put_one(void *ctx, uint64_t rank, double weight,
                              const struct record *r, struct nx_err *err)
{
	struct alert_task *t = ctx;
	const struct ledger_change *c = change_of(t, r);

	(void)rank;
	(void)weight;
	if (c == NULL)
		return nx_fail(err, NX_CORRUPT,
		               "the ledger does not know the article %.*s",
		               (int)r->key.len, r->key.p);
	watch_resume();
	findings_make(&t->f, t->s, r, PASSAGE_WIDTH);
	watch_pause();
	return tell(t, c, r, &t->f, err);
}

static enum nx_status ask(struct index *x, void *ctx, struct nx_err *err)
{
	struct alert_task *t = ctx;
	const struct page all = { SORT_INDEX, 0, ANSWER_MOST };
	xap_docid *v = nx_alloc((t->n + 1) * sizeof *v);
	uint32_t total;
	size_t n = 0;
	struct search s;
	enum nx_status st;

	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].docid > 0)
			v[n++] = t->v[i].docid;
	t->rank = 0;
	t->s = &s;
	watch_begin(t->so.timeout);
	st = search_open(&s, x, t->query, &t->so, err);
	if (st == NX_OK) {
		st = search_only(&s, v, n, err);
		if (st == NX_OK)
			st = search_each(&s, &all, put_one, t, &total, err);
		search_close(&s);
	}
	free(v);
	return st;
}

static enum nx_status tell_withdrawn(struct alert_task *t, struct nx_err *err)
{
	enum nx_status st = NX_OK;

	for (size_t i = 0; st == NX_OK && i < t->n; i++) {
		const struct ledger_change *c = &t->v[i];
		struct record r;

		if (c->what != CHANGE_WITHDRAWN)
			continue;
		st = record_decode(&r, c->article.p, c->article.len, err);
		if (st == NX_OK)
			st = tell(t, c, &r, NULL, err);
	}
	return st;
}

static void release(struct alert_task *t)
{
	for (size_t i = 0; i < t->n; i++)
		free((void *)(uintptr_t)t->v[i].article.p);
	free(t->v);
	free(t->by_key);
	free(t->uid);
	free(t->query);
	findings_release(&t->f);
}

int tell_main(const void *options, const struct operands *o)
{
	struct tell_cmd c = *(const struct tell_cmd *)options;
	struct alert_task t = { .c = &c, .f = FINDINGS_INIT };
	enum nx_status st;
	struct nx_err err;

	c.index = index_named(c.index);
	if (c.index == NULL || o->n != 1 || !timeout_named(NULL, &t.so.timeout))
		return EXIT_USAGE;
	t.name = o->v[0];
	t.so.now = (int64_t)c.now;
	t.look = look_of(stdout, c.color);
	t.look.width = (unsigned)c.width;
	st = read_ledger(&t, &err);
	sort_by_key(&t);
	if (st == NX_OK)
		st = with_index(c.index, ask, &t, &err);
	if (st == NX_OK)
		st = tell_withdrawn(&t, &err);
	release(&t);
	if (st != NX_OK)
		complain("%s", err.msg);
	return (int)exit_code_of(st);
}
