#include "query/columns.h"

#include <string.h>

#include "query/csv.h"
#include "query/text.h"

/* ---- the text around a hit ---------------------------------------------- */

void context_make(struct context *c, const struct record *r,
                  const struct hit *h, size_t columns)
{
	const struct slice *t = &r->part[h->part];
	size_t from = text_before(t->p, h->start, columns);
	size_t to = text_behind(t->p, t->len, h->end, columns);
	bool space = true;

	buf_clear(&c->left);
	buf_clear(&c->hit);
	buf_clear(&c->right);
	text_tidy(&c->left, t->p + from, h->start - from, &space);
	space = false;
	text_tidy(&c->hit, t->p + h->start, h->end - h->start, &space);
	text_tidy(&c->right, t->p + h->end, to - h->end, &space);
}

void context_release(struct context *c)
{
	buf_release(&c->left);
	buf_release(&c->hit);
	buf_release(&c->right);
}

/* ---- values ------------------------------------------------------------- */

static void tidy(struct buf *out, struct slice s)
{
	bool space = true;

	if (s.len > 0)
		text_tidy(out, s.p, s.len, &space);
	if (space && out->len > 0)
		buf_cut(out, out->len - 1);
}

static void tidy_all(struct buf *out, const struct slices *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct buf one = BUF_INIT;

		tidy(&one, s->v[i]);
		buf_addf(out, "%s%s", i > 0 ? "; " : "", buf_str(&one));
		buf_release(&one);
	}
}

static void instant(struct buf *out, const struct instant *i)
{
	char text[INSTANT_TEXT_MAX];

	if (i->precision != INSTANT_NONE)
		buf_adds(out, instant_text(i, text));
}

static void number(struct buf *out, uint64_t n)
{
	buf_addf(out, "%llu", (unsigned long long)n);
}

/* How a value is found: what stands at the column's offset of the record, or of
 * the hit, or is made of the row. */
enum how {
	OF_SLICE,
	OF_SLICES,
	OF_INSTANT,
	OF_DAY,
	OF_NUMBER,
	OF_HIT, /* a number of the hit */
	ROW_RANK,
	ROW_PASSAGE,
	ROW_PART,
	ROW_LEFT,
	ROW_TEXT,
	ROW_RIGHT,
};

#define BOTH (ROW_ARTICLE | ROW_HIT)
#define REC(member) offsetof(struct record, member)
#define HIT(member) offsetof(struct hit, member)

static const struct column {
	const char *name;
	unsigned kinds; /* rows that have it */
	unsigned csv;   /* rows that have it as CSV */
	enum how how;
	size_t offset;
} table[] = {
	{ "rank", ROW_ARTICLE, ROW_ARTICLE, ROW_RANK, 0 },
	{ "id", BOTH, BOTH, OF_SLICE, REC(key) },
	{ "published", BOTH, BOTH, OF_INSTANT, REC(published) },
	{ "date", BOTH, 0, OF_DAY, REC(published) },
	{ "headline", BOTH, BOTH, OF_SLICE, REC(part[PART_HEADLINE]) },
	{ "source", BOTH, BOTH, OF_SLICE, REC(source) },
	{ "section", BOTH, ROW_ARTICLE, OF_SLICE, REC(section) },
	{ "authors", BOTH, ROW_ARTICLE, OF_SLICES, REC(authors) },
	{ "language", BOTH, ROW_ARTICLE, OF_SLICE, REC(language) },
	{ "url", BOTH, ROW_ARTICLE, OF_SLICE, REC(url) },
	{ "passage", ROW_ARTICLE, ROW_ARTICLE, ROW_PASSAGE, 0 },
	{ "part", ROW_HIT, ROW_HIT, ROW_PART, 0 },
	{ "sentence", ROW_HIT, ROW_HIT, OF_HIT, HIT(sentence) },
	{ "first", ROW_HIT, ROW_HIT, OF_HIT, HIT(first) },
	{ "last", ROW_HIT, ROW_HIT, OF_HIT, HIT(last) },
	{ "start", ROW_HIT, ROW_HIT, OF_HIT, HIT(start) },
	{ "end", ROW_HIT, ROW_HIT, OF_HIT, HIT(end) },
	{ "left", ROW_HIT, ROW_HIT, ROW_LEFT, 0 },
	{ "hit", ROW_HIT, ROW_HIT, ROW_TEXT, 0 },
	{ "right", ROW_HIT, ROW_HIT, ROW_RIGHT, 0 },
	{ "deck", BOTH, 0, OF_SLICE, REC(part[PART_DECK]) },
	{ "body", BOTH, 0, OF_SLICE, REC(part[PART_BODY]) },
	{ "updated", BOTH, 0, OF_INSTANT, REC(updated) },
	{ "places", BOTH, 0, OF_SLICES, REC(places) },
	{ "keywords", BOTH, 0, OF_SLICES, REC(keywords) },
	{ "rights", BOTH, 0, OF_SLICE, REC(rights) },
	{ "archive", BOTH, 0, OF_SLICE, REC(archive) },
	{ "member", BOTH, 0, OF_SLICE, REC(member) },
	{ "record", BOTH, 0, OF_NUMBER, REC(number) },
};

#define COLUMNS (sizeof table / sizeof table[0])

static void day(struct buf *out, const struct instant *i)
{
	instant(out, i);
	if (out->len > strlen("2025-03-11"))
		buf_cut(out, strlen("2025-03-11"));
}

static void passage(struct buf *out, const struct row *row)
{
	const struct passage *g = &row->f->passage;

	if (g->end > g->start)
		tidy(out, (struct slice){ row->r->part[g->part].p + g->start,
		                          g->end - g->start });
}

static void context(struct buf *out, enum how how, const struct row *row)
{
	struct context c = CONTEXT_INIT;
	const struct buf *b = &c.hit;

	context_make(&c, row->r, row->h, row->columns);
	if (how == ROW_LEFT)
		b = &c.left;
	else if (how == ROW_RIGHT)
		b = &c.right;
	buf_add(out, buf_str(b), b->len);
	context_release(&c);
}

static void value(struct buf *out, const struct column *c,
                  const struct row *row)
{
	const void *of = (const char *)row->r + c->offset;

	buf_clear(out);
	switch (c->how) {
	case OF_SLICE:
		tidy(out, *(const struct slice *)of);
		break;
	case OF_SLICES:
		tidy_all(out, of);
		break;
	case OF_INSTANT:
		instant(out, of);
		break;
	case OF_DAY:
		day(out, of);
		break;
	case OF_NUMBER:
		number(out, *(const uint64_t *)of);
		break;
	case OF_HIT:
		of = (const char *)row->h + c->offset;
		number(out, *(const uint32_t *)of);
		break;
	case ROW_RANK:
		number(out, row->rank);
		break;
	case ROW_PASSAGE:
		passage(out, row);
		break;
	case ROW_PART:
		buf_adds(out, part_name(row->h->part));
		break;
	case ROW_LEFT:
	case ROW_TEXT:
	case ROW_RIGHT:
		context(out, c->how, row);
		break;
	}
}

/* ---- CSV ---------------------------------------------------------------- */

void csv_header(FILE *out, enum row_kind kind)
{
	const char *comma = "";

	for (size_t i = 0; i < COLUMNS; i++) {
		if ((table[i].csv & kind) == 0)
			continue;
		fprintf(out, "%s%s", comma, table[i].name);
		comma = ",";
	}
	fputs(CSV_END, out);
}

void csv_row(FILE *out, const struct row *row)
{
	struct buf b = BUF_INIT;
	const char *comma = "";

	for (size_t i = 0; i < COLUMNS; i++) {
		if ((table[i].csv & row->kind) == 0)
			continue;
		value(&b, &table[i], row);
		fputs(comma, out);
		csv_field(out, buf_str(&b), b.len);
		comma = ",";
	}
	fputs(CSV_END, out);
	buf_release(&b);
}

/* ---- templates ---------------------------------------------------------- */

static const struct column *find(const char *name, size_t len, unsigned kind)
{
	for (size_t i = 0; i < COLUMNS; i++)
		if ((table[i].kinds & kind) != 0 &&
		    strlen(table[i].name) == len &&
		    memcmp(table[i].name, name, len) == 0)
			return &table[i];
	return NULL;
}

static enum nx_status refuse(const char *name, size_t len, unsigned kind,
                             struct nx_err *err)
{
	struct buf b = BUF_INIT;

	if (name[len] != '}')
		return nx_fail(err, NX_USAGE,
		               "--format: a '{' is not closed; \\{ is the "
		               "character itself");
	for (size_t i = 0; i < COLUMNS; i++)
		if ((table[i].kinds & kind) != 0)
			buf_addf(&b, " {%s}", table[i].name);
	nx_fail(err, NX_USAGE, "--format: there is no {%.*s}; there are%s",
	        (int)(len < 80 ? len : 80), name, b.p);
	buf_release(&b);
	return NX_USAGE;
}

/* One piece of a template at *t, which moves behind it: a column, or, if that
 * is NULL, the byte *c.  False for a name that is none, from *t to *end. */
static bool piece(const char **t, unsigned kind, const struct column **column,
                  char *c, const char **end)
{
	static const char escapes[] = "n\nt\t0\0\\\\{{}}";
	const char *p = *t;

	*column = NULL;
	*c = *p;
	*t = p + 1;
	if (*p == '\\' && p[1] != '\0') {
		for (size_t i = 0; i + 1 < sizeof escapes; i += 2)
			if (escapes[i] == p[1]) {
				*c = escapes[i + 1];
				*t = p + 2;
			}
		return true;
	}
	if (*p != '{')
		return true;
	*end = p + 1 + strcspn(p + 1, "{}");
	*column = find(p + 1, (size_t)(*end - p) - 1, kind);
	if (**end != '}' || *column == NULL) {
		*t = p + 1;
		return false;
	}
	*t = *end + 1;
	return true;
}

enum nx_status template_check(const char *t, enum row_kind kind,
                              struct nx_err *err)
{
	const struct column *column;
	const char *end;
	char c;

	while (*t != '\0')
		if (!piece(&t, kind, &column, &c, &end))
			return refuse(t, (size_t)(end - t), kind, err);
	return NX_OK;
}

void template_print(FILE *out, const char *t, const struct row *row)
{
	const struct column *column;
	struct buf b = BUF_INIT;
	const char *end;
	char c = ' ';

	while (*t != '\0') {
		(void)piece(&t, row->kind, &column, &c, &end);
		if (column == NULL) {
			fputc(c, out);
			continue;
		}
		value(&b, column, row);
		fwrite(buf_str(&b), 1, b.len, out);
		c = ' ';
	}
	if (c != '\n' && c != '\0')
		fputc('\n', out);
	buf_release(&b);
}

