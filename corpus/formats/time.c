/* time.c - TIME, the test collection of 423 articles of 1963
 *
 *     *TEXT 017 01/04/63 PAGE 020
 *
 *     THE ALLIES AFTER NASSAU IN DECEMBER 1960, ...
 *
 *     *TEXT 020 01/04/63 PAGE 021
 *     ...
 *     *STOP
 *
 * All of it is in capitals, and without headlines.  Most copies have an empty
 * line behind each line.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "corpus/charset.h"
#include "corpus/format.h"
#include "corpus/formats/text_lines.h"
#include "lib/base/limits.h"

#define MARK "*TEXT "
#define MARK_LEN 6
#define STOP "*STOP"

struct head {
	const char *id;
	size_t id_len;
	bool dated;
	unsigned month, day, year;
};

/* At most max digits. */
static bool take_number(const char **p, const char *end, size_t max,
                        unsigned *v)
{
	size_t n = 0;

	*v = 0;
	while (n < max && *p < end && isdigit((unsigned char)**p)) {
		*v = *v * 10 + (unsigned)(*(*p)++ - '0');
		n++;
	}
	return n > 0;
}

/* One has "08/30 63"; some have many spaces. */
static bool take_slash(const char **p, const char *end)
{
	const char *from = *p;

	while (*p < end && (**p == '/' || **p == ' '))
		(*p)++;
	return *p > from;
}

/* Read the line "*TEXT 017 01/04/63 PAGE 020", or the start of it. */
static bool read_head(const char *p, size_t len, struct head *h)
{
	const char *end = p + len;
	unsigned number;

	if (len < MARK_LEN || memcmp(p, MARK, MARK_LEN) != 0)
		return false;
	p += MARK_LEN;
	h->id = p;
	if (!take_number(&p, end, 6, &number))
		return false;
	h->id_len = (size_t)(p - h->id);
	h->dated = take_slash(&p, end) && take_number(&p, end, 2, &h->month) &&
	           take_slash(&p, end) && take_number(&p, end, 2, &h->day) &&
	           take_slash(&p, end) && take_number(&p, end, 2, &h->year);
	return true;
}

static int time_bid(const struct sniff *s)
{
	struct lines_at t = { s->p, s->p + s->len };
	struct line l;
	struct head h;

	lines_skip_blank(&t);
	return lines_next(&t, &l) && read_head(l.p, l.len, &h) && h.dated
	               ? BID_CERTAIN
	               : BID_NONE;
}

/* Whether no line follows another without an empty one between them. */
static bool is_spaced(struct lines_at t)
{
	bool before = false;
	size_t lines = 0;
	struct line l;

	while (lines_next(&t, &l)) {
		if (before && l.len > 0)
			return false;
		before = l.len > 0;
		lines += before;
	}
	return lines > 1;
}

static void add_body(struct lines_at t, struct buf *out)
{
	size_t blank = 0, spacing = is_spaced(t);
	struct line l;

	while (lines_next(&t, &l)) {
		if (l.len == 0) {
			blank++;
			continue;
		}
		if (out->len > 0)
			buf_adds(out, blank > spacing ? "\n\n" : "\n");
		buf_add(out, l.p, l.len);
		blank = 0;
	}
}

static void set_date(const struct head *h, struct instant *out)
{
	char text[16];
	int n = snprintf(text, sizeof text, "19%02u-%02u-%02u", h->year % 100,
	                 h->month, h->day);

	(void)instant_parse(text, (size_t)n, out);
}

static enum nx_status tell(struct sink *sink, struct article *a, const char *p,
                           size_t len, uint64_t offset, struct buf *text)
{
	struct charset_result res;
	struct lines_at t;
	struct line l;
	struct head h;

	buf_clear(text);
	charset_decode(p, len, NULL, text, &res);
	t = (struct lines_at){ text->p, text->p + text->len };
	if (!lines_next(&t, &l) || !read_head(l.p, l.len, &h))
		return sink->failed(sink, offset, "no number");
	article_clear(a);
	a->repairs |= res.repairs;
	a->offset = offset;
	a->size = len;
	a->counted = true;
	buf_sets(&a->space, "time");
	buf_set(&a->id, h.id, h.id_len);
	buf_sets(&a->source, "TIME");
	if (h.dated)
		set_date(&h, &a->published);
	add_body(t, &a->body);
	return sink->article(sink, a);
}

/* The offset of the next line that begins with '*', behind the one that the
 * reader stands on, or of the end. */
static size_t find_end(struct reader *r, bool *capped)
{
	size_t nl = reader_find(r, 0, "\n*", 2, LIMIT_RECORD, capped), n;
	const char *p;

	while (nl != SIZE_MAX) {
		n = reader_peek(r, nl + 1 + MARK_LEN, &p) - nl - 1;
		p += nl + 1;
		if ((n >= MARK_LEN && memcmp(p, MARK, MARK_LEN) == 0) ||
		    (n >= 5 && memcmp(p, STOP, 5) == 0))
			return nl + 1;
		nl = reader_find(r, nl + 1, "\n*", 2, LIMIT_RECORD, capped);
	}
	n = reader_peek(r, 0, &p);
	return *capped && n > LIMIT_RECORD ? LIMIT_RECORD : n;
}

static enum nx_status read_record(struct reader *r, struct sink *sink,
                                  struct article *a, struct buf *text)
{
	uint64_t offset = r->offset;
	enum nx_status st;
	const char *p;
	bool capped;
	size_t len = find_end(r, &capped);

	(void)reader_peek(r, len, &p);
	if (!capped && len >= 5 && memcmp(p, STOP, 5) == 0) {
		reader_take(r, len);
		return NX_OK;
	}
	if (!capped) {
		st = tell(sink, a, p, len, offset, text);
		reader_take(r, len);
		return st;
	}
	st = sink->failed(sink, offset, "longer than a record");
	while (capped) {
		/* A mark may begin at the end of what was seen. */
		reader_take(r, len - MARK_LEN);
		len = find_end(r, &capped);
	}
	reader_take(r, len);
	return st;
}

static enum nx_status time_read(const struct member *m, struct reader *r,
                                struct sink *sink, struct nx_err *err)
{
	struct buf text = BUF_INIT;
	struct article a;
	enum nx_status st = NX_OK;
	const char *p;

	(void)m;
	article_init(&a);
	while (reader_peek(r, 1, &p) > 0 && isspace((unsigned char)*p))
		reader_take(r, 1);
	while (st == NX_OK && reader_peek(r, 1, &p) > 0)
		st = read_record(r, sink, &a, &text);
	article_release(&a);
	buf_release(&text);
	return st == NX_OK ? reader_status(r, err) : st;
}

const struct format format_time = {
	.name = "time",
	.summary = "TIME, the test collection of 1963",
	.flags = FORMAT_COLLECTION,
	.bid = time_bid,
	.read = time_read,
};
