/* json.c - JSON: lists, lines, single documents, and lists inside documents
 *
 * Values are taken one by one, whatever stands between them: line ends,
 * commas, the record separators of RFC 7464, nothing.  A list is entered, be
 * it the whole member or a member of an object ("articles": [...]), and each
 * of its elements is a record.  A record that is broken costs itself: reading
 * goes on at the next line, or the next element.
 */
#include <string.h>
#include <strings.h>

#include <cjson/cJSON.h>

#include "corpus/charset.h"
#include "corpus/format.h"
#include "corpus/formats/json_map.h"
#include "corpus/formats/json_scan.h"
#include "lib/base/limits.h"
#include "lib/base/utf8.h"

/* What is looked at first; a record longer than it is looked at in windows of
 * twice the size each time. */
#define WINDOW ((size_t)64 << 10)

/* Bytes of an object before its list that are looked at; feeds have 500. */
#define HEAD_MAX ((size_t)64 << 10)

/* First bytes that are looked at for the mark of a list of pages. */
#define PAGE_LIST_WITHIN 256

/* Bytes that may be checked in vain before resuming behind an error, and no
 * more at the line end before it. */
#define WASTE_MAX (4 * LIMIT_RECORD)

struct json_in {
	struct reader *r;
	struct sink *sink;
	struct article a;
	struct article head; /* what holds for all of the list, or clear */
	struct buf mended;
	bool in_list;
	unsigned outer;  /* objects open around the list */
	bool failing;    /* since the last good record */
	bool cut;        /* the last failure was the end */
	bool plain_told; /* a value that is no object was told of this list */
	size_t wasted;
};

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* ---- bidding ------------------------------------------------------------ */

static bool has_ending(const char *path, const char *ending)
{
	size_t n = strlen(path), e = strlen(ending);

	return n > e && strcasecmp(path + n - e, ending) == 0;
}

static size_t skip_space(const char *p, size_t i, size_t len)
{
	while (i < len && (is_space(p[i]) || p[i] == 0x1e))
		i++;
	return i;
}

static int json_bid(const struct sniff *s)
{
	const char *path = s->member->path;
	size_t i = 0;

	if (s->len >= 3 && memcmp(s->p, "\xef\xbb\xbf", 3) == 0)
		i = 3;
	i = skip_space(s->p, i, s->len);
	if (i < s->len && s->p[i] == '[')
		i = skip_space(s->p, i + 1, s->len);
	if (i >= s->len || s->p[i] != '{')
		return BID_NONE;
	i = skip_space(s->p, i + 1, s->len);
	if (i >= s->len || (s->p[i] != '"' && s->p[i] != '}'))
		return BID_NONE;
	if (has_ending(path, ".json") || has_ending(path, ".jsonl") ||
	    has_ending(path, ".ndjson") || has_ending(path, ".jl"))
		return BID_LIKELY + 10;
	return BID_LIKELY;
}

/* ---- one record --------------------------------------------------------- */

/* The bytes in a form that cJSON takes as they are meant: *p and *len. */
static void prepare(struct json_in *in, const char **p, size_t *len, bool mend)
{
	struct buf *b = &in->mended;

	buf_clear(b);
	if (!utf8_valid(*p, *len)) {
		struct buf raw = BUF_INIT;
		struct charset_result res;

		if (mend)
			json_mend(*p, *len, &raw);
		else
			buf_add(&raw, *p, *len);
		charset_decode(raw.p, raw.len, NULL, b, &res);
		in->a.repairs |= res.repairs;
		buf_release(&raw);
	} else if (mend) {
		json_mend(*p, *len, b);
	} else {
		return;
	}
	*p = b->p;
	*len = b->len;
}

static enum nx_status tell_failed(struct json_in *in, uint64_t at,
                                  const char *reason)
{
	bool told = in->failing;

	if (!told)
		sink_mended(in->sink, REPAIR_JSON);
	in->failing = true;
	return told ? NX_OK : in->sink->failed(in->sink, at, reason);
}

/* A record that the scan found whole: len bytes at p, shown by the reader. */
static enum nx_status parse_record(struct json_in *in, const char *p,
                                   size_t len, bool mend)
{
	struct article *a = &in->a;
	uint64_t at = in->r->offset;
	const char *why;
	enum nx_status st;
	cJSON *o;

	article_clear(a);
	a->offset = at;
	a->size = len;
	prepare(in, &p, &len, mend);
	o = cJSON_ParseWithLength(p, len);
	if (o == NULL)
		return tell_failed(in, at, "not well-formed JSON");
	in->failing = in->cut = false;
	why = json_map(o, a);
	if (in->in_list)
		json_feed_apply(&in->head, a);
	if (why != NULL)
		st = in->sink->skipped(in->sink, at, why);
	else
		st = in->sink->article(in->sink, a);
	cJSON_Delete(o);
	return st;
}

/* ---- what cannot be read ------------------------------------------------ */

/* Take bytes up to the end of the value in which depth braces and brackets are
 * open, without keeping any: a value that is too long, or what follows a list
 * in its object. */
static void skip_value(struct json_in *in, unsigned depth)
{
	bool string = false, escaped = false;
	uint64_t open = depth;
	const char *p;
	size_t n;

	while ((n = reader_peek(in->r, WINDOW, &p)) > 0) {
		for (size_t i = 0; i < n; i++) {
			char c = p[i];

			if (escaped)
				escaped = false;
			else if (string && c == '\\')
				escaped = true;
			else if (c == '"')
				string = !string;
			else if (!string && (c == '{' || c == '['))
				open++;
			else if (!string && (c == '}' || c == ']') &&
			         --open == 0) {
				reader_take(in->r, i + 1);
				return;
			}
		}
		reader_take(in->r, n);
	}
}

/* Where the next record may begin in these bytes: behind a line end, or, in a
 * list, behind "},"; SIZE_MAX where it does not. */
static size_t find_resume(const struct json_in *in, const char *p, size_t from,
                          size_t len)
{
	for (size_t i = from; i < len; i++) {
		size_t j;

		if (p[i] == '\n')
			return i + 1;
		if (!in->in_list || p[i] != '}')
			continue;
		for (j = i + 1; j < len && j < i + 64 && is_space(p[j]); j++)
			;
		if (j < len && p[j] == ',')
			return j + 1;
	}
	return SIZE_MAX;
}

/* Go on behind what is broken: the record began here, and is well-formed for
 * good bytes. */
static void resume(struct json_in *in, size_t good)
{
	size_t from = 1, n, at;
	const char *p;

	in->wasted += good < WASTE_MAX ? good : WASTE_MAX;
	if (in->wasted > WASTE_MAX && good > 0)
		from = good;
	while ((n = reader_peek(in->r, from + WINDOW, &p)) > 0) {
		at = find_resume(in, p, from < n ? from : n, n);
		reader_take(in->r, at < n ? at : n);
		if (at != SIZE_MAX)
			return;
		from = 0;
	}
}

/* ---- values, one after the other ----------------------------------------- */

/* Scan the value at the unread position, reading as much as that takes.  *p
 * and *n are what is then visible; *ended, that there is no more. */
static enum json_scanned scan_value(struct json_in *in, struct json_scan *s,
                                    const char **p, bool *ended)
{
	size_t want = WINDOW;

	json_scan_init(s);
	*ended = false;
	for (;;) {
		size_t n = reader_peek(in->r, want, p);
		enum json_scanned res;

		res = json_scan_run(s, *p, n < LIMIT_RECORD ? n : LIMIT_RECORD);
		if (res != JSON_MORE || n >= LIMIT_RECORD)
			return res;
		if (n < want) {
			*ended = true;
			return JSON_MORE;
		}
		want = n < LIMIT_RECORD / 2 ? 2 * n : LIMIT_RECORD;
	}
}

/* The members of an object before its list, which begins behind len bytes. */
static void read_head(struct json_in *in, const char *p, size_t len)
{
	cJSON *o;

	article_clear(&in->head);
	if (len > HEAD_MAX)
		return;
	prepare(in, &p, &len, true);
	buf_adds(&in->mended, "[]}");
	o = cJSON_ParseWithLength(in->mended.p, in->mended.len);
	if (o != NULL)
		json_feed_head(o, &in->head);
	cJSON_Delete(o);
}

static enum nx_status enter_list(struct json_in *in, size_t at, unsigned outer)
{
	reader_take(in->r, at + 1);
	in->in_list = true;
	in->outer = outer;
	in->plain_told = false;
	return NX_OK;
}

static void leave_list(struct json_in *in)
{
	reader_take(in->r, 1);
	in->in_list = false;
	if (in->outer > 0)
		skip_value(in, in->outer);
	in->outer = 0;
	article_clear(&in->head);
}

static enum nx_status read_object(struct json_in *in)
{
	struct json_scan s;
	const char *p;
	bool ended;
	uint64_t at = in->r->offset;
	enum json_scanned res = scan_value(in, &s, &p, &ended);
	enum nx_status st;

	/* Of a document that is not all there, what its list holds is. */
	if (s.list_at > 0 && !s.has_text && !in->in_list) {
		read_head(in, p, s.list_at);
		return enter_list(in, s.list_at, s.list_depth);
	}
	switch (res) {
	case JSON_DONE:
		st = parse_record(in, p, s.at, s.mend);
		reader_take(in->r, s.at);
		return st;
	case JSON_MORE:
		if (!ended) {
			st = tell_failed(in, at, "longer than a record may be");
			skip_value(in, 0);
			return st;
		}
		in->cut = true;
		st = tell_failed(in, at, "ends in the middle");
		break;
	case JSON_DEEP:
		st = tell_failed(in, at, "nested too deep");
		break;
	case JSON_RICH:
		st = tell_failed(in, at, "too many values in one record");
		skip_value(in, 0);
		return st;
	case JSON_BAD:
	default:
		st = tell_failed(in, at, "not well-formed JSON");
		break;
	}
	resume(in, s.at);
	return st;
}

/* A number, a string or a list in a list of records. */
static enum nx_status pass_plain(struct json_in *in)
{
	struct json_scan s;
	const char *p;
	bool ended;
	uint64_t at = in->r->offset;
	enum json_scanned res = scan_value(in, &s, &p, &ended);

	if (res != JSON_DONE) {
		enum nx_status st = tell_failed(in, at, "not well-formed JSON");

		resume(in, s.at);
		return st;
	}
	reader_take(in->r, s.at);
	if (in->plain_told)
		return NX_OK;
	in->plain_told = true;
	return in->sink->skipped(in->sink, at, "not an object");
}

/* The next byte that matters, not taken; -1 at the end. */
static int next_byte(struct json_in *in)
{
	const char *p;
	size_t n, i;

	while ((n = reader_peek(in->r, 1, &p)) > 0) {
		for (i = 0; i < n; i++)
			if (!is_space(p[i]) && p[i] != ',' && p[i] != 0x1e)
				break;
		reader_take(in->r, i);
		if (i < n)
			return (unsigned char)p[i];
	}
	return -1;
}

/* The same, of records.  Between values that were read well nothing is kept
 * but that; what the member is, its first bytes have told by then. */
static int next_value(struct json_in *in)
{
	int c = next_byte(in);

	if (!in->in_list && !in->failing && in->wasted == 0 &&
	    in->r->offset >= PAGE_LIST_WITHIN)
		sink_safe(in->sink, in->r->offset);
	return c;
}

static enum nx_status read_values(struct json_in *in)
{
	enum nx_status st = NX_OK;
	int c;

	while (st == NX_OK && (c = next_value(in)) >= 0) {
		if (c == '{') {
			st = read_object(in);
		} else if (c == '[' && !in->in_list) {
			st = enter_list(in, 0, 0);
		} else if (c == ']' && in->in_list) {
			leave_list(in);
		} else if (in->in_list && !in->failing && c != '}') {
			st = pass_plain(in);
		} else {
			st = tell_failed(in, in->r->offset,
			                 "not well-formed JSON");
			resume(in, 0);
		}
	}
	return st;
}

/* The pages that a crawl went to are listed beside it, as the first line says
 * (WACZ 1.1.1, pages.jsonl); they are read from the crawl itself. */
static bool is_page_list(struct reader *r)
{
	static const char mark[] = "\"json-pages-1.";
	const char *p;
	size_t n = reader_peek(r, PAGE_LIST_WITHIN, &p);
	const char *nl = memchr(p, '\n', n);

	return memmem(p, nl != NULL ? (size_t)(nl - p) : n, mark,
	              sizeof mark - 1) != NULL;
}

static enum nx_status pass_page_list(struct reader *r, struct sink *sink,
                                     struct nx_err *err)
{
	enum nx_status st = sink->skipped(sink, 0, "list of a crawl's pages");
	const char *p;
	size_t n;

	while ((n = reader_peek(r, 1, &p)) > 0)
		reader_take(r, n);
	return st == NX_OK ? reader_status(r, err) : st;
}

static enum nx_status json_read(const struct member *m, struct reader *r,
                                struct sink *sink, struct nx_err *err)
{
	struct json_in in = { .r = r, .sink = sink };
	enum nx_status st;
	const char *p;

	(void)m;
	if (r->offset == 0 && is_page_list(r))
		return pass_page_list(r, sink, err);
	article_init(&in.a);
	article_init(&in.head);
	if (r->offset == 0 && reader_peek(r, 3, &p) >= 3 &&
	    memcmp(p, "\xef\xbb\xbf", 3) == 0)
		reader_take(r, 3);
	st = read_values(&in);
	article_release(&in.a);
	article_release(&in.head);
	buf_release(&in.mended);
	if (st != NX_OK)
		return st;
	st = reader_status(r, err);
	if (st == NX_OK && in.cut && in.failing)
		st = nx_fail(err, NX_DAMAGED, "ends inside a record");
	return st;
}

const struct format format_json = {
	.name = "json",
	.summary = "JSON and JSON lines, as news APIs and dumps have it",
	.flags = FORMAT_GOES_ON,
	.bid = json_bid,
	.read = json_read,
};
