/* csv.c - tables of separated values
 *
 * A row is an article.  Its columns are known by their titles, or by the look
 * of the rows where a known set has none (csv_plan.c); a row becomes the JSON
 * object that its titles and fields are, and is mapped as such.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cjson/cJSON.h>

#include "corpus/charset.h"
#include "corpus/format.h"
#include "corpus/formats/csv_plan.h"
#include "corpus/formats/csv_rows.h"
#include "corpus/formats/json_map.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"

/* How much of a table is looked at to find how it is quoted. */
#define PLAN_BYTES ((size_t)1 << 20)

struct csv {
	struct reader *r;
	struct sink *sink;
	struct csv_plan plan;
	struct csv_rows rows;
	struct article a;
	cJSON *record;
	cJSON *cell[LIMIT_COLUMNS]; /* in record; NULL for no name */
	size_t at[LIMIT_COLUMNS];   /* its value in text */
	size_t columns;
	struct buf text, raw; /* values of a row; one of them undecoded */
	const char *charset;  /* of rows that are not UTF-8 */
	bool ag_news;
	bool lost;            /* behind a broken row, until one is good */
};

/* ---- bidding ------------------------------------------------------------ */

static bool ends_in(const char *path, const char *ending)
{
	size_t len = strlen(path), n = strlen(ending);

	return len > n && strcasecmp(path + len - n, ending) == 0;
}

/* Markup: asked first, for scanning it as a table takes longer than all else
 * that is done to choose its format. */
static bool is_markup(const char *p, size_t len)
{
	while (len > 0 && (unsigned char)*p <= ' ') {
		p++;
		len--;
	}
	return len > 0 && *p == '<';
}

static int csv_bid(const struct sniff *s)
{
	bool named = ends_in(s->member->path, ".csv") ||
	             ends_in(s->member->path, ".tsv");
	struct csv_plan plan;

	if (s->len == 0 || memchr(s->p, '\0', s->len < 512 ? s->len : 512) ||
	    (!named && is_markup(s->p, s->len)) ||
	    !csv_plan(s->p, s->len, s->whole, &plan))
		return BID_NONE;
	if ((plan.header && plan.has_text && plan.good > plan.bad &&
	     (plan.good > 1 || named)) || plan.set != NULL)
		return BID_LIKELY;
	return named ? BID_NAME : BID_NONE;
}

/* ---- columns ------------------------------------------------------------ */

static void add_column(struct csv *c, const char *name)
{
	size_t i = c->columns++;

	c->cell[i] = NULL;
	if (name[0] == '\0' || strcmp(name, "-") == 0 ||
	    cJSON_GetObjectItem(c->record, name) != NULL)
		return;
	c->cell[i] = cJSON_CreateStringReference("");
	if (c->cell[i] != NULL)
		cJSON_AddItemToObject(c->record, name, c->cell[i]);
}

/* Titles that only tables have give their columns the generic name, unless
 * another column has that. */
static void rename_columns(struct csv *c)
{
	for (size_t i = 0; i < c->columns; i++) {
		const char *other = c->cell[i] != NULL
		                            ? csv_other_name(c->cell[i]->string)
		                            : NULL;

		if (other == NULL || cJSON_GetObjectItem(c->record, other))
			continue;
		c->cell[i] = cJSON_DetachItemViaPointer(c->record, c->cell[i]);
		if (c->cell[i] != NULL)
			cJSON_AddItemToObject(c->record, other, c->cell[i]);
	}
}

static cJSON *column(const struct csv *c, const char *name)
{
	return cJSON_GetObjectItem(c->record, name);
}

/* AG News with titles has its text in a column called description. */
static void find_ag_news(struct csv *c)
{
	cJSON *text = column(c, "description");

	if (c->columns != 3 || text == NULL || !column(c, "class_index"))
		return;
	c->ag_news = true;
	cJSON_DetachItemViaPointer(c->record, text);
	cJSON_AddItemToObject(c->record, "text", text);
}

static void columns_of_header(struct csv *c)
{
	const struct csv_row *row = &c->rows.row;

	for (size_t i = 0; i < row->n && i < LIMIT_COLUMNS; i++) {
		buf_clear(&c->text);
		csv_value(row, i, &c->rows.as, c->rows.p, &c->text);
		csv_name(&c->text);
		add_column(c, buf_str(&c->text));
	}
	find_ag_news(c);
	rename_columns(c);
}

static void columns_of_set(struct csv *c)
{
	const char *p = c->plan.set->names;

	c->ag_news = c->plan.set->ag_news;
	while (*p != '\0') {
		size_t n = strcspn(p, " ");

		buf_set(&c->text, p, n);
		add_column(c, c->text.p);
		p += n + (p[n] == ' ');
	}
}

/* ---- rows --------------------------------------------------------------- */

/* "1" to "World", and what is left of "&#39;" where the '&' was lost. */
static void mend_ag_news(struct buf *b, size_t from)
{
	static const char *const classes[] = { "World", "Sports", "Business",
		                               "Sci/Tech" };
	static const struct {
		const char *from, *to;
	} remains[] = {
		{ " #39;", "'" }, { " quot;", "\"" }, { " amp;", "&" },
		{ "#36;", "$" },  { "\\", " " },
	};
	size_t to = from;

	if (b->len - from == 1 && b->p[from] >= '1' && b->p[from] <= '4') {
		const char *name = classes[b->p[from] - '1'];

		buf_cut(b, from);
		buf_adds(b, name);
		return;
	}
	for (size_t i = from; i < b->len;) {
		size_t k, n = 0;

		for (k = 0; k < sizeof remains / sizeof *remains; k++) {
			n = strlen(remains[k].from);
			if (n <= b->len - i &&
			    memcmp(b->p + i, remains[k].from, n) == 0)
				break;
		}
		if (k < sizeof remains / sizeof *remains) {
			b->p[to++] = remains[k].to[0];
			i += n;
		} else {
			b->p[to++] = b->p[i++];
		}
	}
	buf_cut(b, to);
}

/* Append a field's value as UTF-8. */
static void add_value(struct csv *c, size_t i, bool utf8)
{
	const struct csv_rows *rows = &c->rows;
	size_t from = c->text.len;

	if (utf8) {
		csv_value(&rows->row, i, &rows->as, rows->p, &c->text);
	} else {
		struct charset_result res;

		buf_clear(&c->raw);
		csv_value(&rows->row, i, &rows->as, rows->p, &c->raw);
		if (c->raw.len > 0)
			charset_decode(c->raw.p, c->raw.len, c->charset,
			               &c->text, &res);
		if (c->raw.len > 0)
			c->a.repairs |= res.repairs;
	}
	if (c->ag_news && c->text.len > from)
		mend_ag_news(&c->text, from);
	buf_addc(&c->text, '\0');
}

/* Give the record's cells the values of the row. */
static void fill_record(struct csv *c)
{
	const struct csv_rows *rows = &c->rows;
	bool utf8 = utf8_valid(rows->p, rows->row.len);
	size_t n = rows->row.n < c->columns ? rows->row.n : c->columns;

	buf_clear(&c->text);
	for (size_t i = 0; i < n; i++) {
		c->at[i] = c->text.len;
		if (c->cell[i] != NULL)
			add_value(c, i, utf8);
	}
	buf_addc(&c->text, '\0');
	for (size_t i = 0; i < c->columns; i++)
		if (c->cell[i] != NULL)
			c->cell[i]->valuestring =
			        c->text.p + (i < n ? c->at[i] : c->text.len - 1);
}

static enum nx_status tell_row(struct csv *c)
{
	const struct csv_rows *rows = &c->rows;
	const char *why;

	article_clear(&c->a);
	fill_record(c);
	why = json_map(c->record, &c->a);
	/* A row that has an identifier is counted, though its text be lost. */
	if (why != NULL && c->plan.has_text && c->a.id.len > 0) {
		c->a.counted = true;
		c->a.repairs |= REPAIR_PARTIAL;
	} else if (why != NULL) {
		return c->sink->skipped(c->sink, rows->offset, why);
	}
	c->a.offset = rows->offset;
	c->a.size = rows->row.len;
	return c->sink->article(c->sink, &c->a);
}

/* The line that some databases draw under the titles: "----,----". */
static bool is_rule(const struct csv_row *row, const char *p)
{
	size_t dashes = 0;

	for (size_t i = 0; i < row->len; i++)
		if (p[i] == '-')
			dashes++;
		else if (strchr(",;|\t\r\n \"", p[i]) == NULL)
			return false;
	return dashes > 0;
}

static bool is_blank(const struct csv_row *row, const char *p)
{
	return row->n == 1 && row->f[0].len == strspn(p, " \t\r");
}

/* Whether the row's columns are those of the table.  The last ones, if empty,
 * may have been left out; never next to a broken row, whose rest looks so. */
static bool is_whole(const struct csv *c)
{
	size_t n = c->rows.row.n;

	return n == c->columns || (!c->lost && n > 1 && n < c->columns);
}

static enum nx_status read_row(struct csv *c)
{
	if (is_blank(&c->rows.row, c->rows.p))
		return NX_OK;
	if (is_whole(c)) {
		c->lost = false;
		return tell_row(c);
	}
	/* What follows a broken row, as long as it is no row, is its rest. */
	if (c->lost)
		return NX_OK;
	c->lost = true;
	return c->sink->failed(c->sink, c->rows.offset,
	                       c->rows.row.n > c->columns
	                               ? "more fields than columns"
	                               : "fewer fields than columns");
}

static enum nx_status read_rows(struct csv *c)
{
	enum nx_status st = NX_OK;
	size_t n = 0;

	if (!c->plan.header && c->plan.set == NULL)
		return c->sink->skipped(c->sink, 0,
		                        "a table, without columns of "
		                        "headlines or texts");
	if (c->plan.set != NULL)
		columns_of_set(c);
	while (st == NX_OK && csv_rows_next(&c->rows, c->r)) {
		n++;
		if (c->rows.again)
			sink_mended(c->sink, REPAIR_CSV);
		if (c->plan.header && n == 1)
			columns_of_header(c);
		else if (!c->plan.header || n > 2 ||
		         !is_rule(&c->rows.row, c->rows.p))
			st = read_row(c);
	}
	return st;
}

/* What rows that are not UTF-8 are in. */
static void find_charset(struct csv *c, const char *p, size_t len)
{
	struct charset_result res;

	if (utf8_valid(p, utf8_cut(p, len, len)))
		return;
	charset_decode(p, len, NULL, &c->raw, &res);
	if (strcmp(res.name, "UTF-8") != 0)
		c->charset = res.name;
	buf_clear(&c->raw);
}

static enum nx_status csv_read(const struct member *m, struct reader *r,
                               struct sink *sink, struct nx_err *err)
{
	struct csv *c = nx_zalloc(sizeof *c);
	const char *p;
	size_t len = reader_peek(r, PLAN_BYTES, &p);
	bool whole = len < PLAN_BYTES;
	enum nx_status st;

	(void)m;
	c->r = r;
	c->sink = sink;
	article_init(&c->a);
	c->record = cJSON_CreateObject();
	if (len > 0 && csv_plan(p, len, whole, &c->plan))
		find_charset(c, p, len);
	c->rows.d = c->plan.d;
	c->rows.columns = c->plan.columns;
	reader_take(r, c->plan.skip);
	st = len > 0 ? read_rows(c) : NX_OK;
	cJSON_Delete(c->record);
	article_release(&c->a);
	buf_release(&c->text);
	buf_release(&c->raw);
	free(c);
	return st == NX_OK ? reader_status(r, err) : st;
}

const struct format format_csv = {
	.name = "csv",
	.summary = "CSV and TSV, with known column titles or of a known set",
	.flags = 0,
	.bid = csv_bid,
	.read = csv_read,
};
