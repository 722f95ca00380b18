#include "corpus/formats/csv_plan.h"

#include <ctype.h>
#include <string.h>

#include "corpus/formats/json_map.h"
#include "corpus/url.h"
#include "lib/base/instant.h"

/* A column's title is shorter, and rarely has so many words. */
#define TITLE_MAX 48
#define TITLE_WORDS 5

/* Rows that are looked at for the shape of a set. */
#define SET_ROWS 4

/* Shapes of fields:
 *     1  one digit, a class          d  digits
 *     N  "N" and digits              w  a word or a few
 *     c  one of b t e m              t  a text, maybe short
 *     T  a text of an article        u  an address
 *     h  a host's name               e  a list in brackets
 *     D  a date with the time
 *     *  anything */
static const struct csv_set sets[] = {
	/* AG News */
	{ ',', '"', "1tt", "section headline text", true },
	/* The whole of the AG corpus */
	{ '\t', '"', "wut*wt*t*", "source url headline - section text - date -",
	  true },
	/* MIND */
	{ '\t', '"', "Nwwt*uee",
	  "id section keywords headline description url - -", false },
	/* UCI News Aggregator */
	{ '\t', '"', "dtu*cwhd",
	  "id headline url source section - - timestamp", false },
	/* TRC2, Reuters 2008 and 2009 */
	{ ',', '"', "DtT", "date headline text", false },
	/* A label and a text: 10kGNAD */
	{ ';', '\'', "wT", "section text", false },
	{ ',', '"', "wT", "section text", false },
	{ '\t', '"', "wT", "section text", false },
};

static const struct {
	const char *name, *generic;
} others[] = {
	{ "article_title", "title" },   { "headline_text", "title" },
	{ "news_title", "title" },      { "headlines", "headline" },
	{ "story_id", "id" },           { "stories_id", "id" },
	{ "news_id", "id" },            { "newsid", "id" },
	{ "publish_date", "date" },     { "published_on", "date" },
	{ "date_time", "date" },        { "datetime", "date" },
	{ "news_date", "date" },        { "media_name", "source" },
	{ "news_source", "source" },    { "publication_name", "source" },
	{ "label", "section" },         { "class", "section" },
	{ "class_index", "section" },   { "category_name", "section" },
	{ "section_name", "section" },  { "news_category", "section" },
	{ "article_url", "url" },       { "news_url", "url" },
	{ "story_url", "url" },         { "article_text", "text" },
	{ "article_content", "text" },  { "article_body", "text" },
	{ "news_text", "text" },        { "news_body", "text" },
	{ "full_content", "text" },     { "full_article", "text" },
	{ "ctext", "text" },            { "author_name", "author" },
	{ "reporter", "author" },       { "stock_symbol", "keywords" },
	{ "article_summary", "summary" },
};

const char *csv_other_name(const char *name)
{
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (strcmp(others[i].name, name) == 0)
			return others[i].generic;
	return NULL;
}

void csv_name(struct buf *title)
{
	size_t n = 0;

	for (size_t i = 0; i < title->len; i++) {
		unsigned char c = (unsigned char)title->p[i];

		if (isalnum(c) || c >= 0x80)
			title->p[n++] = (char)tolower(c);
		else if (n > 0 && title->p[n - 1] != '_')
			title->p[n++] = '_';
	}
	while (n > 0 && title->p[n - 1] == '_')
		n--;
	if (title->p != NULL)
		buf_cut(title, n);
}

/* ---- the header --------------------------------------------------------- */

/* Whether it can be a column's title; an empty one can. */
static bool is_title(const struct buf *b)
{
	size_t words = 1;

	if (b->len > TITLE_MAX)
		return false;
	for (size_t i = 0; i < b->len; i++) {
		unsigned char c = (unsigned char)b->p[i];

		words += c == ' ';
		if (c < ' ' || (!isalnum(c) && c < 0x80 &&
		                strchr(" _-.:/()#@", c) == NULL))
			return false;
	}
	return words <= TITLE_WORDS && (b->len == 0 || !isdigit(b->p[0]));
}

static bool is_known(const struct buf *title, enum json_field *f)
{
	const char *other = csv_other_name(buf_str(title));

	return title->len > 0 && json_field_known(other != NULL ? other
	                                                        : title->p, f);
}

/* How many titles of the first row are known; 0 if one of them is none. */
static unsigned count_known(const struct csv_row *row, const char *p,
                            const struct csv_dialect *d, bool *has_text)
{
	struct buf title = BUF_INIT;
	unsigned known = 0;
	enum json_field f;

	*has_text = false;
	for (size_t i = 0; i < row->n && i < LIMIT_COLUMNS; i++) {
		buf_clear(&title);
		csv_value(row, i, d, p, &title);
		buf_trim(&title);
		if (!is_title(&title)) {
			known = 0;
			break;
		}
		csv_name(&title);
		if (!is_known(&title, &f))
			continue;
		known++;
		*has_text |= f == JSON_BODY || f == JSON_HEADLINE;
	}
	buf_release(&title);
	return known;
}

/* The separator under which the first row has most names that are known. */
static unsigned find_header(const char *p, size_t len, bool whole,
                            struct csv_plan *plan)
{
	static const char seps[] = ",\t;|";
	unsigned most = 0;

	for (size_t i = 0; i < sizeof seps - 1; i++) {
		struct csv_dialect d = { seps[i], '"', CSV_DOUBLED };
		struct csv_row row;
		unsigned known;
		bool has_text;

		csv_row_clear(&row);
		if (!csv_scan(&row, &d, p, len, whole) || row.open ||
		    row.n < 2)
			continue;
		known = count_known(&row, p, &d, &has_text);
		if (known > most) {
			most = known;
			plan->d = d;
			plan->columns = row.n;
			plan->has_text = has_text;
		}
	}
	return most;
}

/* ---- quoting ------------------------------------------------------------ */

static bool is_blank(const struct csv_row *row)
{
	return row->n == 1 && row->f[0].len == 0;
}

/* Count the rows that have as many columns. */
static void count_rows(const char *p, size_t len, bool whole,
                       const struct csv_dialect *d, struct csv_plan *plan)
{
	struct csv_row row;

	plan->good = plan->bad = 0;
	for (size_t at = 0; at < len; at += row.len) {
		csv_row_clear(&row);
		if (!csv_scan(&row, d, p + at, len - at, whole)) {
			/* A quote that does not close looks so too. */
			plan->bad += at == 0 || row.open;
			break;
		}
		if (is_blank(&row))
			continue;
		if (row.n == plan->columns && !row.open)
			plan->good++;
		else
			plan->bad++;
	}
}

/* The quoting under which the fewest rows are wrong; where tabs separate, quotes
 * are most often just written. */
static void choose_quoting(const char *p, size_t len, bool whole,
                           struct csv_plan *plan)
{
	static const enum csv_quoting usual[] = { CSV_DOUBLED, CSV_BACKSLASH,
		                                  CSV_LITERAL };
	static const enum csv_quoting tabs[] = { CSV_LITERAL, CSV_DOUBLED,
		                                 CSV_BACKSLASH };
	const enum csv_quoting *order = plan->d.sep == '\t' ? tabs : usual;
	struct csv_plan best = { .good = 0 };

	for (int i = 0; i < 3; i++) {
		struct csv_plan try = *plan;

		try.d.quoting = order[i];
		count_rows(p, len, whole, &try.d, &try);
		if (i == 0 || (uint64_t)try.bad * (best.good + best.bad) <
		                      (uint64_t)best.bad * (try.good + try.bad))
			best = try;
		/* One in a hundred may be broken. */
		if ((uint64_t)best.bad * 100 <= best.good + best.bad)
			break;
	}
	*plan = best;
}

/* ---- sets without a header ---------------------------------------------- */

static bool all_digits(const struct buf *b, size_t from)
{
	for (size_t i = from; i < b->len; i++)
		if (!isdigit((unsigned char)b->p[i]))
			return false;
	return b->len > from && b->len < 20;
}

/* A few words, and nothing that text has: a label. */
static bool is_label(const struct buf *b)
{
	size_t spaces = 0;

	for (size_t i = 0; i < b->len; i++) {
		unsigned char c = (unsigned char)b->p[i];

		spaces += c == ' ';
		if (c < ' ' || (c < 0x80 && !isalnum(c) &&
		                strchr(" _-&/", c) == NULL))
			return false;
	}
	return b->len > 0 && b->len <= 40 && spaces <= 3 &&
	       !isdigit((unsigned char)b->p[0]);
}

static bool has_shape(char shape, const struct buf *b)
{
	struct instant when;

	switch (shape) {
	case '1':
		return b->len == 1 && b->p[0] >= '1' && b->p[0] <= '9';
	case 'd':
		return all_digits(b, 0);
	case 'N':
		return b->len > 1 && b->p[0] == 'N' && all_digits(b, 1);
	case 'w':
		return is_label(b) || (b->len > 8 && !memchr(b->p, ' ', b->len));
	case 'c':
		return b->len == 1 && strchr("btem", b->p[0]) != NULL;
	case 't':
		return b->len >= 8;
	case 'T':
		return b->len >= 100 && memchr(b->p, ' ', b->len) != NULL;
	case 'u':
		return url_is(buf_str(b), b->len);
	case 'h':
		return b->len > 3 && memchr(b->p, '.', b->len) != NULL &&
		       memchr(b->p, ' ', b->len) == NULL;
	case 'D':
		return instant_parse(buf_str(b), b->len, &when) &&
		       when.precision >= INSTANT_SECOND;
	case 'e':
		return b->len >= 2 && b->p[0] == '[' && b->p[b->len - 1] == ']';
	default:
		return true;
	}
}

static bool row_has_shape(const struct csv_row *row, const char *p,
                          const struct csv_dialect *d, const char *shape)
{
	struct buf b = BUF_INIT;
	bool ok = row->n == strlen(shape);

	for (size_t i = 0; ok && i < row->n; i++) {
		buf_clear(&b);
		csv_value(row, i, d, p, &b);
		/* A label is strictly one where it alone tells. */
		ok = has_shape(shape[i], &b) &&
		     (shape[i] != 'w' || shape[1] != 'T' || is_label(&b));
	}
	buf_release(&b);
	return ok;
}

static bool is_set(const char *p, size_t len, bool whole,
                   const struct csv_set *set)
{
	struct csv_dialect d = { set->sep, set->quote,
		                 set->sep == '\t' ? CSV_LITERAL : CSV_DOUBLED };
	size_t at = 0, rows = 0;
	struct csv_row row;

	for (; at < len && rows < SET_ROWS; at += row.len) {
		csv_row_clear(&row);
		if (!csv_scan(&row, &d, p + at, len - at, whole))
			break;
		if (is_blank(&row))
			continue;
		if (!row_has_shape(&row, p + at, &d, set->shape))
			return false;
		rows++;
	}
	return rows >= 2 || (rows == 1 && whole);
}

static const struct csv_set *find_set(const char *p, size_t len, bool whole)
{
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
		if (is_set(p, len, whole, &sets[i]))
			return &sets[i];
	return NULL;
}

/* ---- all of it ---------------------------------------------------------- */

/* Excel's byte order mark, and its line that names the separator. */
static size_t find_start(const char *p, size_t len)
{
	size_t at = 0;

	if (len >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		at = 3;
	if (len - at > 6 && memcmp(p + at, "sep=", 4) == 0) {
		if (p[at + 5] == '\n')
			at += 6;
		else if (p[at + 5] == '\r' && p[at + 6] == '\n')
			at += 7;
	}
	return at;
}

/* A table of anything: all rows have as many columns. */
static bool find_table(const char *p, size_t len, bool whole,
                       struct csv_plan *plan)
{
	static const char seps[] = ",\t;|";

	for (size_t i = 0; i < sizeof seps - 1; i++) {
		struct csv_row row;

		plan->d = (struct csv_dialect){ seps[i], '"', CSV_DOUBLED };
		csv_row_clear(&row);
		if (!csv_scan(&row, &plan->d, p, len, whole) || row.n < 2)
			continue;
		plan->columns = row.n;
		choose_quoting(p, len, whole, plan);
		if (plan->good >= 9 * plan->bad)
			return true;
	}
	return false;
}

bool csv_plan(const char *p, size_t len, bool whole, struct csv_plan *plan)
{
	*plan = (struct csv_plan){ .skip = find_start(p, len) };
	p += plan->skip;
	len -= plan->skip;
	if (len == 0)
		return false;
	if (find_header(p, len, whole, plan) >= 2) {
		plan->header = true;
		choose_quoting(p, len, whole, plan);
		return true;
	}
	plan->has_text = false;
	plan->set = find_set(p, len, whole);
	if (plan->set == NULL)
		return find_table(p, len, whole, plan);
	plan->d = (struct csv_dialect){ plan->set->sep, plan->set->quote,
		                        CSV_DOUBLED };
	plan->columns = strlen(plan->set->shape);
	plan->has_text = true;
	choose_quoting(p, len, whole, plan);
	return true;
}
