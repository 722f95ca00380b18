/* Values of fields: names, dates, numbers. */
#include <inttypes.h>
#include <string.h>

#include "lib/analysis/family.h"
#include "lib/base/instant.h"
#include "query/parser.h"

#define DAY 86400

/* Beyond this no article has words; it keeps sums far from overflow. */
#define NUMBER_MAX 1000000000

struct range {
	int64_t lo, hi;
};

/* One end of a range: from its first second to its last. */
static bool read_date(const char *s, size_t len, struct range *out)
{
	struct instant i;

	if (!instant_parse(s, len, &i))
		return false;
	out->lo = i.sec;
	out->hi = instant_last(&i);
	return true;
}

static bool read_number(const char *s, size_t len, struct range *out)
{
	int64_t n = 0;

	if (len == 0)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		n = n * 10 + (s[i] - '0');
		if (n > NUMBER_MAX)
			return false;
	}
	out->lo = out->hi = n;
	return true;
}

typedef bool read_fn(const char *s, size_t len, struct range *out);

static const char *find_dots(const char *s, size_t len)
{
	return memmem(s, len, "..", 2);
}

/* "a..b", "a..", "..b"; nothing at all is no range. */
static bool read_span(read_fn *read, const char *s, size_t len,
                      const char *dots, struct range *out)
{
	size_t n = (size_t)(dots - s), m = len - n - 2;
	struct range a, b;

	if (n == 0 && m == 0)
		return false;
	out->lo = RANGE_OPEN_LO;
	out->hi = RANGE_OPEN_HI;
	if (n > 0) {
		if (!read(s, n, &a))
			return false;
		out->lo = a.lo;
	}
	if (m > 0) {
		if (!read(dots + 2, m, &b))
			return false;
		out->hi = b.hi;
	}
	return true;
}

static void compare_range(enum compare cmp, struct range *r)
{
	switch (cmp) {
	case CMP_LT:
		r->hi = r->lo - 1;
		r->lo = RANGE_OPEN_LO;
		break;
	case CMP_LE:
		r->lo = RANGE_OPEN_LO;
		break;
	case CMP_GT:
		r->lo = r->hi + 1;
		r->hi = RANGE_OPEN_HI;
		break;
	case CMP_GE:
		r->hi = RANGE_OPEN_HI;
		break;
	case CMP_IS:
		break;
	}
}

/* The day so many months before that of days, or the last of its month where
 * that month is shorter. */
static int64_t months_before(int64_t days, int64_t n)
{
	int year;
	unsigned month, day;
	int64_t m, last;

	civil_date(days, &year, &month, &day);
	m = (int64_t)year * 12 + (month - 1) - n;
	year = (int)(m / 12);
	month = (unsigned)(m % 12) + 1;
	last = month == 12 ? civil_days(year + 1, 1, 1)
	                   : civil_days(year, month + 1, 1);
	days = civil_days(year, month, day);
	return days < last ? days : last - 1;
}

/* "30d": from the beginning of the day so long before now's, to the end of
 * now's, so that a query asked twice on a day is the same query. */
static bool read_ago(const char *s, size_t len, int64_t now, struct range *out)
{
	struct range n;
	int64_t today = now / DAY;

	if (len < 2 || len > 5 || !read_number(s, len - 1, &n) || n.lo == 0)
		return false;
	out->hi = (today + 1) * DAY - 1;
	switch (s[len - 1] | 0x20) {
	case 'd':
		out->lo = (today - n.lo) * DAY;
		return true;
	case 'w':
		out->lo = (today - 7 * n.lo) * DAY;
		return true;
	case 'm':
		out->lo = months_before(today, n.lo) * DAY;
		return true;
	case 'y':
		if (n.lo > 1000)
			return false;
		out->lo = months_before(today, 12 * n.lo) * DAY;
		return true;
	default:
		return false;
	}
}

static bool read_range(const struct parser *p, const struct lexeme *field,
                       const struct lexeme *v, struct range *out)
{
	bool number = field->field->value == VALUE_NUMBER;
	read_fn *read = number ? read_number : read_date;
	enum compare cmp = field->compare;
	const char *dots = find_dots(v->text, v->len);

	if (field->field->value == VALUE_AGO)
		return read_ago(v->text, v->len, p->opt->now, out);
	if (field->field->field == FIELD_AFTER)
		cmp = CMP_GT;
	if (field->field->field == FIELD_BEFORE)
		cmp = CMP_LT;
	if (dots != NULL)
		return cmp == CMP_IS &&
		       read_span(read, v->text, v->len, dots, out);
	if (!read(v->text, v->len, out))
		return false;
	compare_range(cmp, out);
	return true;
}

static struct node *range_node(struct parser *p, const struct lexeme *field,
                               const struct lexeme *v)
{
	const struct field_entry *f = field->field;
	struct node *node;
	struct range r;

	if (!read_range(p, field, v, &r)) {
		query_refuse(p->q, v->start, p->err,
		             "\"%.*s\" is no %s; after %s: write %s",
		             excerpt(v->text, v->len), v->text,
		             f->value == VALUE_NUMBER ? "number"
		             : f->value == VALUE_AGO  ? "length of time"
		                                      : "date",
		             f->name, f->example);
		return NULL;
	}
	if (r.lo > r.hi) {
		query_refuse(p->q, v->start, p->err,
		             "\"%.*s\" ends before it begins; write the "
		             "smaller first",
		             excerpt(v->text, v->len), v->text);
		return NULL;
	}
	node = node_new(p->q,
	                f->value == VALUE_NUMBER ? NODE_LENGTH : NODE_DATE,
	                field->start, v->end);
	node->lo = r.lo;
	node->hi = r.hi;
	return node;
}

/* A value taken as it stands; a '*' in it is a wildcard unless it is in
 * quotes.  A '?' is not: addresses have them. */
static struct node *verbatim(struct parser *p, const struct lexeme *v)
{
	struct node *w = node_new(p->q, NODE_WORD, v->start, v->end);

	w->text = v->text;
	w->len = v->len;
	if (v->kind == LEX_WORD && memchr(v->text, '*', v->len) != NULL)
		w->flags |= WORD_WILD;
	if (v->len != 0)
		return w;
	query_refuse(p->q, v->start, p->err,
	             "there is nothing between these quotes");
	return NULL;
}

/* Only languages that an article can be in. */
static bool check_language(struct parser *p, const struct node *w)
{
	if ((w->flags & WORD_WILD) || language_find(w->text, w->len) != NULL)
		return true;
	query_refuse(p->q, w->start, p->err,
	             "there is no language \"%.*s\"; write a code such as en, "
	             "or an English name such as german",
	             excerpt(w->text, w->len), w->text);
	return false;
}

/* A name is asked for by its words.  What means more elsewhere is not to mean
 * nothing here. */
static bool check_name(struct parser *p, const struct field_entry *f,
                       const struct node *kid)
{
	if (kid->kind == NODE_WORD && kid->text[0] == '-') {
		query_refuse(p->q, kid->start, p->err,
		             "the '-' stands before the field: -%s:%.*s",
		             f->name, excerpt(kid->text + 1, kid->len - 1),
		             kid->text + 1);
		return false;
	}
	if (kid->flags & WORD_FUZZY) {
		query_refuse(p->q, kid->start, p->err,
		             "'~' does not go with %s: ; a '*' does", f->name);
		return false;
	}
	for (size_t i = 0; i < kid->n_kid; i++) {
		const struct node *word = kid->kid[i];

		if (word->kind == NODE_WORD && !(word->flags & WORD_WILD))
			continue;
		query_refuse(p->q, word->start, p->err,
		             "no wildcard stands in quotes after %s: ; put the "
		             "words in parentheses instead",
		             f->name);
		return false;
	}
	return true;
}

struct node *parse_value(struct parser *p, const struct lexeme *field,
                         const struct lexeme *value)
{
	const struct field_entry *f = field->field;
	struct node *node, *kid;

	if (f->value >= VALUE_DATE)
		return parser_count(p, field->start)
		               ? range_node(p, field, value)
		               : NULL;
	if (f->value == VALUE_VERBATIM)
		kid = parser_count(p, value->start) ? verbatim(p, value) : NULL;
	else if (value->kind == LEX_PHRASE)
		kid = parse_phrase(p, value);
	else
		kid = parse_word(p, value);
	if (kid == NULL ||
	    (f->field == FIELD_LANG && !check_language(p, kid)) ||
	    (f->value == VALUE_NAME && !check_name(p, f, kid)))
		return NULL;
	node = node_new(p->q, NODE_FIELD, field->start, value->end);
	node->field = f->field;
	node_append(p->q, node, kid);
	return node;
}
