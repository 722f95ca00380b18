#include "query/batch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/base/options.h"
#include "lib/base/progress.h"
#include "query/text.h"

/* ---- the file ----------------------------------------------------------- */

static enum nx_status read_stream(int fd, const char *path, struct buf *out,
                                  struct nx_err *err)
{
	for (;;) {
		char *to = buf_room(out, 65536);
		ssize_t n = read(fd, to, 65536);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return nx_fail_errno(err, "%s", path);
		if (n == 0)
			return NX_OK;
		out->len += (size_t)n;
		if (out->len > LIMIT_BATCH_BYTES)
			return nx_fail(err, NX_BOUND,
			               "%s has more than %zu bytes; ask in "
			               "parts",
			               path, LIMIT_BATCH_BYTES);
	}
}

static unsigned characters(const char *from, const char *to)
{
	unsigned n = 0;

	while (from < to) {
		from += glyph_at(from, to).len;
		n++;
	}
	return n;
}

static void trim_end(char *s)
{
	size_t len = strlen(s);

	while (len > 0 && strchr(" \t", s[len - 1]) != NULL)
		len--;
	s[len] = '\0';
}

/* A line, ended by a NUL. */
static void add_line(struct batch *b, size_t number, char *line)
{
	char *tab = strchr(line, '\t'), *text = line;
	char *first = line + strspn(line, " \t");

	if (*first == '\0' || *first == '#')
		return;
	/* A tab before anything else is no name. */
	if (tab != NULL && tab > first) {
		*tab = '\0';
		text = tab + 1;
		b->named = true;
		trim_end(first);
	} else {
		tab = NULL;
	}
	text += strspn(text, " \t");
	trim_end(text);
	b->v = NX_GROW(b->v, b->n, &b->cap);
	b->v[b->n++] = (struct batch_line){
		.line = number,
		.name = tab != NULL ? first : "",
		.text = text,
		.lead = characters(line, text),
	};
}

enum nx_status batch_read(struct batch *b, const char *path, struct nx_err *err)
{
	bool in = strcmp(path, "-") == 0;
	enum nx_status st;
	size_t number = 0;

	memset(b, 0, sizeof *b);
	matrix_init(&b->matrix);
	b->path = nx_strdup(in ? "standard input" : path);
	st = in ? read_stream(STDIN_FILENO, b->path, &b->text, err)
	        : file_read(path, LIMIT_BATCH_BYTES, &b->text, err);
	if (st != NX_OK)
		return st;
	buf_adds(&b->text, "");
	for (size_t i = 0; i < b->text.len; i++)
		if (b->text.p[i] == '\0')
			b->text.p[i] = ' ';
	for (char *p = b->text.p, *end = p + b->text.len; p < end;) {
		char *stop = memchr(p, '\n', (size_t)(end - p));
		char *next = stop != NULL ? stop + 1 : end;

		stop = stop != NULL ? stop : end;
		if (stop > p && stop[-1] == '\r')
			stop--;
		*stop = '\0';
		if (number == 0 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
			p += 3; /* a byte order mark */
		add_line(b, ++number, p);
		p = next;
	}
	if (b->n == 0)
		return nx_fail(err, NX_USAGE, "%s: there is no query in it",
		               b->path);
	return NX_OK;
}

void batch_release(struct batch *b)
{
	free(b->path);
	buf_release(&b->text);
	free(b->v);
	matrix_release(&b->matrix);
	memset(b, 0, sizeof *b);
}

/* ---- complaints --------------------------------------------------------- */

/* "FILE:LINE:COLUMN: " before what is wrong with a question. */
static void place(const struct batch *b, const struct batch_line *l,
                  struct nx_err *err)
{
	struct nx_err was = *err;
	size_t len;
	unsigned column = query_refused(err, &len);

	if (column > 0)
		(void)nx_fail(err, NX_USAGE, "%s:%zu:%u: %.*s", b->path,
		              l->line, column + l->lead, (int)len, was.msg);
	else
		(void)nx_fail(err, NX_USAGE, "%s:%zu: %s", b->path, l->line,
		              was.msg);
}

static void fail(struct batch *b, struct batch_line *l, struct nx_err *err)
{
	place(b, l, err);
	complain("%s", err->msg);
	l->failed = true;
	b->failed++;
}

void batch_check(struct batch *b)
{
	const struct parse_options o = { .now = 0 };
	struct nx_err err;

	for (size_t i = 0; i < b->n; i++) {
		struct batch_line *l = &b->v[i];
		struct query *q = NULL;

		if (query_parse(&q, l->text, strlen(l->text), &o, &err) !=
		    NX_OK)
			fail(b, l, &err);
		query_free(q);
	}
}

/* ---- asking ------------------------------------------------------------- */

struct running {
	struct batch *b;
	struct index *x;
	const struct batch_options *o;
	struct tally_options tally;
};

static void add_periods(struct running *r, struct batch_line *l,
                        const struct tally *t)
{
	enum period p = r->o->by.period;
	char name[PERIOD_TEXT];
	struct tally_dates d;
	struct tally_point *v;
	size_t n;

	tally_dates(t, TALLY_ALL, &d);
	l->undated = d.undated;
	if (p != PERIOD_YEAR)
		l->coarse = d.year;
	if (p < PERIOD_MONTH) {
		l->coarse.articles += d.month.articles;
		l->coarse.hits += d.month.hits;
	}
	if (d.first > d.last)
		return;
	tally_line(t, TALLY_ALL, p, d.first, d.last, &v, &n);
	for (size_t i = 0; i < n; i++) {
		if (v[i].n.articles == 0)
			continue;
		(void)period_text(p, v[i].day, name);
		matrix_add(&r->b->matrix, name, strlen(name), &v[i].n);
		if (v[i].day < r->b->first)
			r->b->first = v[i].day;
		if (v[i].day > r->b->last)
			r->b->last = v[i].day;
	}
	free(v);
}

static void add_values(struct running *r, struct batch_line *l,
                       const struct tally *t)
{
	struct tally_value *v;
	size_t n;

	tally_values(t, r->o->by.facet, &v, &n, &l->without);
	for (size_t i = 0; i < n; i++)
		matrix_add(&r->b->matrix, v[i].name.p, v[i].name.len, &v[i].n);
	free(v);
}

static void take(struct running *r, struct batch_line *l, struct tally *t)
{
	l->all = t->all;
	if (r->o->by.kind == BATCH_PERIOD)
		add_periods(r, l, t);
	else if (r->o->by.kind == BATCH_FACET)
		add_values(r, l, t);
	tally_release(t);
}

static enum nx_status ask(struct running *r, struct batch_line *l,
                          struct nx_err *err)
{
	struct search s;
	struct tally t;
	enum nx_status st;

	watch_begin(r->o->search.timeout);
	st = search_open(&s, r->x, l->text, &r->o->search, err);
	if (st != NX_OK)
		return st;
	st = tally_run(&t, &s, &r->tally, err);
	if (st == NX_OK)
		take(r, l, &t);
	search_close(&s);
	watch_pause();
	return st;
}

static enum nx_status ask_all(struct running *r, struct nx_err *err)
{
	struct tally t;
	enum nx_status st;

	matrix_row(&r->b->matrix);
	r->b->index = (struct batch_line){ .name = "all articles", .text = "" };
	st = tally_index(&t, r->x, NULL, &r->tally, err);
	if (st == NX_OK)
		take(r, &r->b->index, &t);
	return st;
}

/* Whether the next question may be asked all the same. */
static bool is_its_own(enum nx_status st)
{
	return st == NX_USAGE || st == NX_TIMEOUT || st == NX_BOUND;
}

static enum nx_status ask_each(struct running *r, struct progress *p,
                               struct nx_err *err)
{
	struct batch *b = r->b;

	for (size_t i = 0; i < b->n; i++) {
		struct batch_line *l = &b->v[i];
		enum nx_status st;

		matrix_row(&b->matrix);
		progress_count(p, i, "queries");
		if (l->failed)
			continue;
		st = ask(r, l, err);
		if (st == NX_OK)
			continue;
		progress_clear(p);
		if (!is_its_own(st))
			return st;
		if (!r->o->keep_going) {
			place(b, l, err);
			return st;
		}
		fail(b, l, err);
	}
	return NX_OK;
}

enum nx_status batch_run(struct batch *b, struct index *x,
                         const struct batch_options *o, struct nx_err *err)
{
	struct running r = { .b = b, .x = x, .o = o };
	struct progress p;
	enum nx_status st = NX_OK;

	r.tally = (struct tally_options){ .split = FACET_NONE,
		                          .hits = o->hits,
		                          .columns = columns_open(x) };
	if (o->by.kind == BATCH_FACET)
		r.tally.facets = FACET_BIT(o->by.facet);
	r.tally.dates = o->by.kind == BATCH_PERIOD;
	matrix_release(&b->matrix);
	b->first = INT32_MAX;
	b->last = INT32_MIN;
	progress_start(&p, o->progress, b->n);
	if (o->all)
		st = ask_all(&r, err);
	if (st == NX_OK)
		st = ask_each(&r, &p, err);
	progress_clear(&p);
	columns_close(r.tally.columns);
	return st;
}
