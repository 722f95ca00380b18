/* Reuters-21578: SGML files of a thousand articles of 1987.
 *
 *     <REUTERS TOPICS="YES" ... NEWID="1">
 *     <DATE>26-FEB-1987 15:01:01.79</DATE>
 *     <TOPICS><D>cocoa</D></TOPICS><PLACES><D>usa</D></PLACES> ...
 *     <TEXT TYPE="BRIEF|UNPROC">
 *     <TITLE> <AUTHOR> <DATELINE> <BODY> ... </TEXT></REUTERS>
 *
 * A BRIEF has a title and no body, an UNPROC its text in TEXT itself.
 * Paragraphs begin with four spaces.
 */
#include <string.h>
#include <strings.h>

#include "corpus/article.h"
#include "corpus/byline.h"
#include "corpus/charset.h"
#include "corpus/charset_parts.h"
#include "corpus/date.h"
#include "corpus/entity.h"
#include "corpus/format.h"
#include "corpus/formats/sgml.h"
#include "lib/base/limits.h"

#define INDENT 3 /* spaces that begin a paragraph */

enum part {
	PART_NONE,
	PART_DATE,
	PART_KEYWORD, /* D in TOPICS, PEOPLE, ORGS, EXCHANGES, COMPANIES */
	PART_PLACE,   /* D in PLACES */
	PART_TEXT,
	PART_TITLE,
	PART_AUTHOR,
	PART_DATELINE,
	PART_BODY,
};

static const struct {
	const char *name;
	enum part part;
} parts[] = {
	{ "DATE", PART_DATE },         { "TOPICS", PART_KEYWORD },
	{ "PLACES", PART_PLACE },      { "PEOPLE", PART_KEYWORD },
	{ "ORGS", PART_KEYWORD },      { "EXCHANGES", PART_KEYWORD },
	{ "COMPANIES", PART_KEYWORD }, { "TEXT", PART_TEXT },
	{ "TITLE", PART_TITLE },       { "AUTHOR", PART_AUTHOR },
	{ "DATELINE", PART_DATELINE }, { "BODY", PART_BODY },
	{ "UNKNOWN", PART_NONE },      { "MKNOTE", PART_NONE },
};

/* One record while it is read. */
struct story {
	struct article *a;
	struct buf text, line; /* scratch */
	bool in_text, unproc;
};

static bool find_part(const char *name, enum part *part)
{
	for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++)
		if (strcmp(parts[k].name, name) == 0) {
			*part = parts[k].part;
			return true;
		}
	return false;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void plain(const char *p, size_t len, struct buf *out, unsigned *repairs)
{
	size_t at = out->len;

	entity_decode_all(p, len, out);
	if (out->len - at != len)
		charset_scrub_from(out, at, repairs);
}

/* "by Ann Lee, Reuters": the agency is no author. */
static void add_author(struct story *s)
{
	const char *p = buf_str(&s->line);
	size_t len = s->line.len;

	while (len > 0 && (is_space(p[len - 1]) || p[len - 1] == '.'))
		len--;
	if (len > 7 && strncasecmp(p + len - 7, "reuters", 7) == 0)
		len -= 7;
	else if (len > 6 && strncasecmp(p + len - 6, "reuter", 6) == 0)
		len -= 6;
	while (len > 0 && (is_space(p[len - 1]) || p[len - 1] == ','))
		len--;
	while (len > 0 && is_space(*p)) {
		p++;
		len--;
	}
	byline_add(&s->a->authors, p, len);
}

static void add_text(struct story *s, enum part part, const char *p, size_t len)
{
	struct article *a = s->a;

	buf_clear(&s->line);
	switch (part) {
	case PART_BODY:
		plain(p, len, &s->text, &a->repairs);
		return;
	case PART_TEXT:
		if (s->unproc)
			plain(p, len, &s->text, &a->repairs);
		return;
	case PART_TITLE:
		plain(p, len, &a->headline, &a->repairs);
		return;
	default:
		break;
	}
	plain(p, len, &s->line, &a->repairs);
	if (part == PART_DATE && a->published.precision == INSTANT_NONE)
		(void)date_parse(s->line.p, s->line.len, DATE_ORDER_DMY,
		                 &a->published);
	else if (part == PART_KEYWORD)
		strings_add(&a->keywords, s->line.p, s->line.len);
	else if (part == PART_PLACE)
		strings_add(&a->places, s->line.p, s->line.len);
	else if (part == PART_AUTHOR)
		add_author(s);
	else if (part == PART_DATELINE)
		sgml_dateline(s->line.p, s->line.len, &a->places);
}

/* The last lines that only say "Reuter", and empty ones. */
static size_t without_signature(const char *p, size_t len)
{
	for (;;) {
		size_t from, n;

		while (len > 0 && is_space(p[len - 1]))
			len--;
		for (from = len; from > 0 && p[from - 1] != '\n';)
			from--;
		while (from < len && is_space(p[from]))
			from++;
		n = len - from;
		if ((n != 6 && n != 7) || strncasecmp(p + from, "reuters", n))
			return len;
		len = from;
	}
}

static void open_record(struct story *s, const struct sgml_token *t)
{
	const char *v;
	size_t len;

	if (sgml_attr(t, "NEWID", &v, &len))
		buf_set(&s->a->id, v, len);
}

static void open_text(struct story *s, const struct sgml_token *t)
{
	const char *v;
	size_t len;

	s->in_text = true;
	s->unproc = !sgml_attr(t, "TYPE", &v, &len) ||
	            (len == 6 && strncasecmp(v, "UNPROC", 6) == 0);
}

static void read_story(struct story *s, const char *p, size_t len)
{
	struct sgml tags = { p, p + len, false };
	struct sgml_token t;
	enum part part = PART_NONE, found;
	const char *text;

	while (sgml_next(&tags, &t)) {
		if (!t.tag) {
			add_text(s, part, t.p, t.len);
		} else if (strcmp(t.name, "REUTERS") == 0) {
			if (!t.close)
				open_record(s, &t);
		} else if (find_part(t.name, &found)) {
			if (found == PART_TEXT && !t.close)
				open_text(s, &t);
			else if (found == PART_TEXT)
				s->in_text = false;
			/* A body belongs to TEXT even without it. */
			part = !t.close    ? found :
			       s->in_text ? PART_TEXT :
			                    PART_NONE;
			/* What stands before a body is no text of it. */
			if (found == PART_BODY && !t.close)
				buf_clear(&s->text);
		}
	}
	text = buf_str(&s->text);
	sgml_paragraphs(text, without_signature(text, s->text.len), INDENT,
	                &s->a->body);
	buf_sets(&s->a->space, "reuters21578");
	/* One of the 21,578 has a date and nothing else. */
	s->a->counted = true;
	buf_sets(&s->a->source, "Reuters");
}

static enum nx_status tell(struct sink *sink, struct story *s,
                           const struct sgml_record *rec, struct buf *decoded)
{
	struct article *a = s->a;
	struct charset_result charset;

	if (rec->end == SGML_TOO_LONG)
		return sink->failed(sink, rec->offset, "longer than a record");
	buf_clear(decoded);
	charset_decode(rec->p, rec->len, NULL, decoded, &charset);
	article_clear(a);
	buf_clear(&s->text);
	s->in_text = s->unproc = false;
	read_story(s, decoded->p, decoded->len);
	a->offset = rec->offset;
	a->size = rec->len;
	a->repairs |= charset.repairs;
	if (rec->end == SGML_CUT) {
		if (a->body.len == 0)
			return sink->failed(sink, rec->offset, "cut off");
		a->repairs |= REPAIR_PARTIAL;
	}
	return sink->article(sink, a);
}

static enum nx_status reuters_read(const struct member *m, struct reader *r,
                                   struct sink *sink, struct nx_err *err)
{
	struct article a;
	struct story s = { .a = &a };
	struct buf decoded = BUF_INIT;
	struct sgml_record rec;
	enum nx_status st = NX_OK;

	(void)m;
	article_init(&a);
	while (st == NX_OK && sgml_record(r, "REUTERS", &rec))
		st = tell(sink, &s, &rec, &decoded);
	article_release(&a);
	buf_release(&s.text);
	buf_release(&s.line);
	buf_release(&decoded);
	return st == NX_OK ? reader_status(r, err) : st;
}

static int reuters_bid(const struct sniff *s)
{
	size_t n = s->len < 4096 ? s->len : 4096;

	if (memmem(s->p, n, "<!DOCTYPE lewis", 15) != NULL)
		return BID_CERTAIN;
	return memmem(s->p, n, "<REUTERS ", 9) != NULL &&
	                       memmem(s->p, n, "NEWID=", 6) != NULL ?
	               BID_CERTAIN :
	               BID_NONE;
}

const struct format format_reuters21578 = {
	.name = "reuters21578",
	.summary = "Reuters-21578, the newswire of 1987 in SGML",
	.flags = FORMAT_COLLECTION,
	.bid = reuters_bid,
	.read = reuters_read,
};
