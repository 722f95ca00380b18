/* WARC 0.17, 0.18, 1.0 and 1.1 (ISO 28500), as crawlers write it and as it is
 * found:
 *
 *     WARC/1.0
 *     WARC-Type: response
 *     WARC-Target-URI: http://example.org/2019/03/07/ferry.html
 *     WARC-Date: 2019-03-07T11:20:00Z
 *     Content-Type: application/http; msgtype=response
 *     Content-Length: 12345
 *
 *     HTTP/1.1 200 OK ...
 *
 * Line ends may be "\n" alone, addresses may stand in <>, and Content-Length
 * may be wrong.  Responses, resources and conversions are read (capture.h).
 */
#include <string.h>
#include <strings.h>

#include "corpus/formats/capture.h"
#include "corpus/formats/records.h"
#include "lib/base/limits.h"

#define OVERLONG_HEAD ((size_t)64 * 1024)

/* "WARC/1.0" and a line end. */
static bool is_start(const char *p, size_t n)
{
	size_t i = 7;

	if (n < 9 || memcmp(p, "WARC/", 5) != 0 ||
	    (p[5] != '0' && p[5] != '1') || p[6] != '.')
		return false;
	while (i < n && i < 10 && p[i] >= '0' && p[i] <= '9')
		i++;
	while (i < n && i < 16 && (p[i] == ' ' || p[i] == '\r'))
		i++;
	return i > 7 && i < n && p[i] == '\n';
}

static int warc_bid(const struct sniff *s)
{
	return is_start(s->p, s->len) ? BID_CERTAIN : BID_NONE;
}

/* ---- the head -------------------------------------------------------------
 */

struct head {
	size_t len; /* of the head with its empty line */
	struct piece type, url, date, content_type, identified;
	bool truncated, has_length;
	uint64_t length;
};

/* The head's length up to and with its empty line; 0 where that does not
 * come. */
static size_t head_length(struct reader *r)
{
	size_t n = 4096;

	for (;;) {
		const char *p;
		size_t got = reader_peek(r, n, &p), end = got < n ? got : n;
		const char *nl = p;

		while ((nl = memchr(nl, '\n', (size_t)(p + end - nl))) !=
		       NULL) {
			nl++;
			if (nl < p + end && *nl == '\n')
				return (size_t)(nl + 1 - p);
			if (nl + 1 < p + end && nl[0] == '\r' && nl[1] == '\n')
				return (size_t)(nl + 2 - p);
		}
		if (got < n || n >= LIMIT_HEADERS)
			return 0;
		n *= 2;
	}
}

static bool named(struct piece name, const char *want)
{
	return name.len == strlen(want) &&
	       strncasecmp(name.p, want, name.len) == 0;
}

static void set_length(struct head *h, struct piece v)
{
	uint64_t n = 0;
	size_t i = 0;

	while (i < v.len && v.p[i] >= '0' && v.p[i] <= '9' &&
	       n < UINT64_MAX / 100)
		n = n * 10 + (uint64_t)(v.p[i++] - '0');
	h->has_length = i > 0 && i == v.len;
	h->length = n;
}

static struct piece without_brackets(struct piece v)
{
	if (v.len >= 2 && v.p[0] == '<' && v.p[v.len - 1] == '>')
		v = (struct piece){ v.p + 1, v.len - 2 };
	return v;
}

static void parse_head(const char *p, size_t len, struct head *h)
{
	const char *end = p + len, *at = memchr(p, '\n', len);
	struct piece name, v;

	*h = (struct head){ .len = len };
	if (at == NULL)
		return;
	at++;
	while (header_next(&at, end, &name, &v)) {
		if (named(name, "WARC-Type"))
			h->type = v;
		else if (named(name, "WARC-Target-URI"))
			h->url = without_brackets(v);
		else if (named(name, "WARC-Date"))
			h->date = v;
		else if (named(name, "Content-Type"))
			h->content_type = v;
		else if (named(name, "WARC-Identified-Payload-Type"))
			h->identified = v;
		else if (named(name, "WARC-Truncated"))
			h->truncated = v.len > 0;
		else if (named(name, "Content-Length"))
			set_length(h, v);
	}
}

/* ---- records --------------------------------------------------------------
 */

/* Why records of a type are no articles. */
static const char *type_reason(struct piece type)
{
	static const struct {
		const char *type, *why;
	} types[] = {
		{ "response", NULL },
		{ "resource", NULL },
		{ "conversion", NULL },
		{ "warcinfo", "warcinfo: about the file" },
		{ "request", "request" },
		{ "metadata", "metadata" },
		{ "revisit", "revisit: as it was at an earlier visit" },
		{ "continuation", "continuation of a segmented record" },
	};

	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (named(type, types[i].type))
			return types[i].why;
	return "of an unknown type";
}

struct warc {
	const struct member *m;
	struct reader *r;
	struct sink *sink;
	struct nx_err *err;
	bool sure; /* what is appended does not change what was told last */
};

static enum nx_status tell_record(struct warc *w, const struct head *h,
                                  struct capture *c)
{
	const char *why = type_reason(h->type);

	if (why != NULL)
		return w->sink->skipped(w->sink, c->offset, why);
	c->url = h->url;
	(void)instant_parse(h->date.p != NULL ? h->date.p : "", h->date.len,
	                    &c->when);
	c->identified = h->identified;
	c->type = h->content_type;
	c->http = piece_begins(h->content_type, "application/http") ||
	          h->content_type.len == 0;
	c->partial |= h->truncated;
	return capture_read(c, w->m, w->sink, w->err);
}

/* What is longer than a record may be is passed over, with a look at its first
 * bytes to say what it was. */
static enum nx_status read_overlong(struct warc *w, struct head *h,
                                    struct capture *c)
{
	const char *p;
	size_t n = reader_peek(w->r, h->len + OVERLONG_HEAD, &p);
	enum nx_status st;

	parse_head(p, h->len, h);
	n = n < h->len + OVERLONG_HEAD ? n : h->len + OVERLONG_HEAD;
	c->block = (struct piece){ p + h->len, n - h->len };
	c->too_long = true;
	st = tell_record(w, h, c);
	reader_take(w->r, h->len);
	records_pass(w->r, is_start, h->length);
	return st;
}

static enum nx_status read_record(struct warc *w)
{
	struct capture c = { .offset = w->r->offset };
	size_t len = head_length(w->r);
	struct head h;
	const char *p;
	enum nx_status st;

	(void)reader_peek(w->r, 0, &p);
	w->sure = false;
	if (len > 0)
		parse_head(p, len, &h);
	if (len == 0 || !h.has_length) {
		st = w->sink->failed(w->sink, c.offset,
		                     len == 0 ? "a head without an end"
		                              : "no Content-Length");
		reader_take(w->r, len > 0 ? len - 1 : 5);
		records_pass(w->r, is_start, UINT64_MAX);
		return st;
	}
	if (h.length > LIMIT_RECORD - len)
		return read_overlong(w, &h, &c);
	c.block.len = records_block(w->r, is_start, len, (size_t)h.length, &p,
	                            &c.partial);
	w->sure = true;
	if (c.partial)
		sink_mended(w->sink, REPAIR_WARC);
	parse_head(p, len, &h); /* what it points to may have moved */
	c.block.p = p + len;
	c.size = len + c.block.len;
	st = tell_record(w, &h, &c);
	reader_take(w->r, (size_t)c.size);
	return st;
}

/* The end is as safe as a record's start, if what is appended begins with
 * another record (warc_goes_on). */
static bool next_record(struct warc *w, const char **p, size_t *n)
{
	bool more = records_next(w->r, p, n);

	if (w->sure)
		sink_safe(w->sink, w->r->offset);
	return more;
}

static bool warc_goes_on(const char *p, size_t len)
{
	while (len > 0 && (*p == '\n' || *p == '\r')) {
		p++;
		len--;
	}
	return len == 0 || is_start(p, len);
}

static enum nx_status warc_read(const struct member *m, struct reader *r,
                                struct sink *sink, struct nx_err *err)
{
	struct warc w = { m, r, sink, err, true };
	enum nx_status st = NX_OK;
	const char *p;
	size_t n;

	while (st == NX_OK && next_record(&w, &p, &n)) {
		if (is_start(p, n)) {
			st = read_record(&w);
		} else {
			sink_mended(sink, REPAIR_WARC);
			st = sink->failed(sink, r->offset,
			                  "no record where one should begin");
			records_pass(r, is_start, UINT64_MAX);
		}
	}
	return st;
}

const struct format format_warc = {
	.name = "warc",
	.summary = "WARC: web crawls (CC-NEWS, Heritrix, wget, Webrecorder)",
	.flags = FORMAT_COLLECTION | FORMAT_GOES_ON,
	.bid = warc_bid,
	.goes_on = warc_goes_on,
	.read = warc_read,
};
