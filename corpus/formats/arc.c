/* ARC, the Internet Archive's format of 1996 to 2008: before each record a line
 *
 *     http://example.org/ 192.0.2.1 19970106201500 text/html 1591
 *
 * and in version 2 some more between type and length.  The first record tells
 * of the file.  Addresses may hold spaces.
 */
#include <string.h>

#include "corpus/date.h"
#include "corpus/formats/capture.h"
#include "corpus/formats/records.h"
#include "lib/base/limits.h"

#define OVERLONG_HEAD ((size_t)64 * 1024)

struct line {
	struct piece url, date, type;
	uint64_t length;
	size_t len; /* with its end */
};

static bool is_digits(struct piece v, size_t min, size_t max)
{
	if (v.len < min || v.len > max)
		return false;
	for (size_t i = 0; i < v.len; i++)
		if (v.p[i] < '0' || v.p[i] > '9')
			return false;
	return true;
}

/* The next word at *i; false at the end. */
static bool word(struct piece line, size_t *i, struct piece *w)
{
	size_t from;

	while (*i < line.len && line.p[*i] == ' ')
		++*i;
	from = *i;
	while (*i < line.len && line.p[*i] != ' ')
		++*i;
	*w = (struct piece){ line.p + from, *i - from };
	return w->len > 0;
}

/* Numbers and dots, or those of IPv6. */
static bool is_ip(struct piece v)
{
	if (v.len < 3 || v.len > 45)
		return v.len == 1 && v.p[0] == '-';
	for (size_t i = 0; i < v.len; i++)
		if (v.p[i] == '\0' ||
		    strchr("0123456789abcdefABCDEF.:", v.p[i]) == NULL)
			return false;
	return memchr(v.p, '.', v.len) != NULL ||
	       memchr(v.p, ':', v.len) != NULL;
}

/* The date is the first word of 14 digits behind an IP address: what stands
 * before is the URL, what comes behind the type and last of all the length. */
static bool parse_line(const char *p, size_t n, struct line *l)
{
	const char *nl = memchr(p, '\n', n < RECORD_LINE ? n : RECORD_LINE);
	const char *scheme;
	struct piece line, w, before = { NULL, 0 };
	size_t i = 0;

	if (nl == NULL)
		return false;
	line = piece_trim((struct piece){ p, (size_t)(nl - p) });
	scheme = memchr(line.p, ':', line.len < 16 ? line.len : 16);
	if (scheme == NULL || line.p != p)
		return false;
	*l = (struct line){ .len = (size_t)(nl + 1 - p) };
	while (l->date.p == NULL && word(line, &i, &w)) {
		if (before.p > p && is_ip(before) && is_digits(w, 12, 14))
			l->date = w;
		else
			before = w;
	}
	if (l->date.p == NULL)
		return false;
	l->url = piece_trim((struct piece){ p, (size_t)(before.p - p) });
	w.len = 0;
	while (word(line, &i, &w))
		if (l->type.p == NULL)
			l->type = w;
		else
			before = w;
	if (l->type.p == NULL || before.p < l->type.p ||
	    !is_digits(before, 1, 15))
		return false;
	for (size_t k = 0; k < before.len; k++)
		l->length = l->length * 10 + (uint64_t)(before.p[k] - '0');
	return true;
}

static bool is_start(const char *p, size_t n)
{
	struct line l;

	return parse_line(p, n, &l);
}

static int arc_bid(const struct sniff *s)
{
	struct line l;

	if (s->len < 11 || memcmp(s->p, "filedesc://", 11) != 0)
		return BID_NONE;
	return parse_line(s->p, s->len, &l) ? BID_CERTAIN : BID_NONE;
}

static void set_when(const struct line *l, struct instant *out)
{
	if (date_parse(l->date.p, l->date.len, DATE_ORDER_YMD, out) &&
	    out->precision >= INSTANT_MINUTE)
		out->zone_known = true; /* in UTC, by definition */
}

/* Tell of the record whose line stands at p. */
static enum nx_status tell_record(const struct member *m, const char *p,
                                  size_t n, struct capture *c,
                                  struct sink *sink, struct nx_err *err)
{
	struct line l;

	if (!parse_line(p, n, &l) || piece_begins(l.url, "filedesc:"))
		return sink->skipped(sink, c->offset,
		                     "filedesc: about the file");
	c->url = l.url;
	c->type = l.type;
	c->http = true;
	set_when(&l, &c->when);
	return capture_read(c, m, sink, err);
}

static enum nx_status read_record(const struct member *m, struct reader *r,
                                  const struct line *l, struct sink *sink,
                                  struct nx_err *err)
{
	struct capture c = { .offset = r->offset };
	uint64_t length = l->length;
	size_t head = l->len, n;
	const char *p;
	enum nx_status st;

	if (length > LIMIT_RECORD - head) {
		n = reader_peek(r, head + OVERLONG_HEAD, &p);
		if (n > head + OVERLONG_HEAD)
			n = head + OVERLONG_HEAD;
		c.block = (struct piece){ p + head, n - head };
		c.too_long = true;
		st = tell_record(m, p, head, &c, sink, err);
		reader_take(r, head);
		records_pass(r, is_start, length);
		return st;
	}
	c.block.len = records_block(r, is_start, head, (size_t)length, &p,
	                            &c.partial);
	if (c.partial)
		sink_mended(sink, REPAIR_WARC);
	c.block.p = p + head;
	c.size = head + c.block.len;
	st = tell_record(m, p, head, &c, sink, err);
	reader_take(r, (size_t)c.size);
	return st;
}

static enum nx_status arc_read(const struct member *m, struct reader *r,
                               struct sink *sink, struct nx_err *err)
{
	enum nx_status st = NX_OK;
	struct line l;
	const char *p;
	size_t n;

	while (st == NX_OK && records_next(r, &p, &n)) {
		if (parse_line(p, n, &l)) {
			st = read_record(m, r, &l, sink, err);
		} else {
			sink_mended(sink, REPAIR_WARC);
			st = sink->failed(sink, r->offset,
			                  "no record where one should begin");
			records_pass(r, is_start, UINT64_MAX);
		}
	}
	return st;
}

const struct format format_arc = {
	.name = "arc",
	.summary = "ARC: web crawls before WARC (1996 to 2008)",
	.flags = FORMAT_COLLECTION,
	.bid = arc_bid,
	.read = arc_read,
};
