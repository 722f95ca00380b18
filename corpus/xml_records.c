#include "corpus/xml_records.h"

#include <string.h>

#include "corpus/charset.h"
#include "lib/base/limits.h"

#define NAME_LOOK 80 /* bytes in which a tag's name ends, or it is none of ours */

enum found {
	FOUND_WHOLE,
	FOUND_CUT,      /* the member ends inside it */
	FOUND_TOO_LONG, /* over LIMIT_RECORD */
	FOUND_NONE,
};

struct scan {
	struct reader *r;
	const char *const *names;
	/* Up to these offsets in the member there is no such end. */
	uint64_t no_cdata_end, no_comment_end;
};

struct tag {
	const char *name; /* which of the names, or NULL */
	bool close;
	size_t len; /* of its beginning, up to the name's end */
};

static bool ends_name(char c)
{
	return c == '>' || c == '/' || c == ' ' || (c >= '\t' && c <= '\r');
}

/* Which record's tag begins at i, if any does. */
static void look(const struct scan *s, size_t i, struct tag *t)
{
	const char *p;
	size_t n = reader_peek(s->r, i + NAME_LOOK, &p), k = i + 1, from;

	*t = (struct tag){ NULL, false, 1 };
	if (k < n && p[k] == '/') {
		t->close = true;
		k++;
	}
	from = k;
	while (k < n && k < i + NAME_LOOK && !ends_name(p[k]) && p[k] != '<') {
		if (p[k] == ':')
			from = k + 1;
		k++;
	}
	if (k == n || k == i + NAME_LOOK || p[k] == '<')
		return;
	for (size_t j = 0; s->names[j] != NULL; j++)
		if (strlen(s->names[j]) == k - from &&
		    memcmp(s->names[j], p + from, k - from) == 0)
			t->name = s->names[j];
	t->len = k - i;
}

/* Behind the comment or CDATA section that begins at i, else i + 1. */
static size_t pass(struct scan *s, size_t i)
{
	const char *p;
	size_t n = reader_peek(s->r, i + 9, &p), end;
	uint64_t *none = NULL;
	const char *with = NULL;
	bool capped;

	if (n >= i + 9 && memcmp(p + i, "<![CDATA[", 9) == 0) {
		with = "]]>";
		none = &s->no_cdata_end;
	} else if (n >= i + 4 && memcmp(p + i, "<!--", 4) == 0) {
		with = "-->";
		none = &s->no_comment_end;
	}
	if (with == NULL || s->r->offset + i < *none)
		return i + 1;
	end = reader_find(s->r, i + 4, with, 3, LIMIT_RECORD, &capped);
	if (end != SIZE_MAX)
		return end + 3;
	*none = capped ? s->r->offset + LIMIT_RECORD : UINT64_MAX;
	return i + 1;
}

/* The next tag of a record, from *i on; *i gets where it begins. */
static bool next_tag(struct scan *s, size_t *i, struct tag *t, bool *capped)
{
	for (;;) {
		size_t at = reader_find(s->r, *i, "<", 1, LIMIT_RECORD, capped);

		if (at == SIZE_MAX)
			return false;
		look(s, at, t);
		if (t->name != NULL) {
			*i = at;
			return true;
		}
		*i = pass(s, at);
	}
}

/* Where the tag at i ends, behind its '>'. */
static size_t tag_end(struct scan *s, size_t i, bool *empty)
{
	const char *p;
	bool capped;
	size_t end = reader_find(s->r, i, ">", 1, LIMIT_RECORD, &capped);

	*empty = false;
	if (end == SIZE_MAX)
		return reader_peek(s->r, 0, &p);
	(void)reader_peek(s->r, end + 1, &p);
	*empty = p[end - 1] == '/';
	return end + 1;
}

/* Drop what is no record's beginning; false at the end of the member. */
static bool to_record(struct scan *s, struct tag *t)
{
	bool capped = true;
	size_t i;

	while (capped) {
		const char *p;
		size_t n;

		i = 0;
		while (next_tag(s, &i, t, &capped)) {
			if (!t->close) {
				reader_take(s->r, i);
				return true;
			}
			i++;
		}
		/* A tag that straddles the bound is not cut in two. */
		n = reader_peek(s->r, 0, &p);
		reader_take(s->r, capped ? LIMIT_RECORD - NAME_LOOK : n);
	}
	return false;
}

/* How long the record is that begins at the unread position. */
static enum found measure(struct scan *s, const struct tag *open, size_t *len)
{
	const char *p;
	struct tag t;
	bool empty, capped;
	size_t i = tag_end(s, 0, &empty);
	unsigned depth = 1;

	*len = i;
	if (empty)
		return FOUND_WHOLE;
	while (next_tag(s, &i, &t, &capped)) {
		bool same = t.name == open->name;

		if (same && t.close && --depth == 0) {
			*len = tag_end(s, i, &empty);
			return FOUND_WHOLE;
		}
		i = tag_end(s, i, &empty);
		if (same && !t.close && !empty)
			depth++;
	}
	*len = reader_peek(s->r, 0, &p);
	if (capped)
		*len = *len < LIMIT_RECORD ? *len : LIMIT_RECORD;
	return capped ? FOUND_TOO_LONG : FOUND_CUT;
}

/* ---- a member -------------------------------------------------------------------- */

struct job {
	const struct xml_kind *kind;
	struct xml head, x;
	struct xml_record rec;
	struct article a;
	struct buf encoding, decoded;
	uint64_t told;
};

static void read_head(struct job *j, struct reader *r, struct scan *s)
{
	const char *p;
	bool capped;
	struct charset_result charset;
	struct tag t;
	size_t i = 0, n;

	do {
		if (!next_tag(s, &i, &t, &capped)) {
			n = reader_peek(r, 0, &p);
			i = n < SNIFF_BYTES ? n : SNIFF_BYTES;
			break;
		}
	} while (t.close && i++ < SNIFF_BYTES);
	(void)reader_peek(r, i, &p);
	(void)xml_encoding(p, i, &j->encoding);
	charset_decode(p, i, j->encoding.len > 0 ? j->encoding.p : NULL,
	               &j->decoded, &charset);
	xml_parse(&j->head, j->decoded.p, j->decoded.len);
	memcpy(j->x.prefix, j->head.prefix, sizeof j->x.prefix);
	j->x.prefixes = j->head.prefixes;
}

static enum nx_status tell(struct job *j, struct sink *sink, const char *p,
                           size_t len, uint64_t offset, enum found how)
{
	struct article *a = &j->a;
	struct charset_result charset;
	const char *why;

	j->told++;
	if (how == FOUND_TOO_LONG)
		return sink->failed(sink, offset, "longer than a record");
	buf_clear(&j->decoded);
	charset_decode(p, len, j->encoding.len > 0 ? j->encoding.p : NULL,
	               &j->decoded, &charset);
	xml_parse(&j->x, j->decoded.p, j->decoded.len);
	article_clear(a);
	j->rec.root = xml_child(&j->x, XML_TOP, NULL);
	j->rec.failed = false;
	if (j->rec.root == XML_NONE)
		return sink->failed(sink, offset, "cut off");
	why = j->kind->fill(&j->rec, a);
	if (why != NULL)
		return j->rec.failed ? sink->failed(sink, offset, why)
		                     : sink->skipped(sink, offset, why);
	a->repairs |= charset.repairs | j->x.repairs;
	a->offset = offset;
	a->size = len;
	if (how == FOUND_CUT) {
		buf_trim(&a->body);
		if (a->body.len == 0 && a->withdrawn == WITHDRAWN_NOT)
			return sink->failed(sink, offset, "cut off");
		a->repairs |= REPAIR_PARTIAL;
	}
	return sink->article(sink, a);
}

static enum nx_status read_records(void *ctx, struct reader *r,
                                   struct sink *sink)
{
	struct job *j = ctx;
	struct scan s = { r, j->kind->names, 0, 0 };
	enum nx_status st = NX_OK;
	struct tag t;

	read_head(j, r, &s);
	while (st == NX_OK && to_record(&s, &t)) {
		const char *p;
		size_t len;
		uint64_t offset = r->offset;
		enum found how = measure(&s, &t, &len);

		(void)reader_peek(r, len, &p);
		st = tell(j, sink, p, len, offset, how);
		reader_take(r, len);
	}
	if (st == NX_OK && j->told == 0)
		st = sink->skipped(sink, 0, "no items in it");
	return st;
}

/* Whether a document that begins so is in UTF-16 or UTF-32: by a byte order
 * mark, or the zeroes in the first tag. */
static bool is_wide(const char *p, size_t len)
{
	return len >= 4 &&
	       (memcmp(p, "\xff\xfe", 2) == 0 || memcmp(p, "\xfe\xff", 2) == 0 ||
	        memchr(p, '\0', 4) != NULL);
}

/* Places in decoded text are none in the member: what passes here has its
 * number instead, from 0, which still tells it from the others. */
struct placeless {
	struct sink sink;
	struct sink *outer;
	uint64_t n;
};

static enum nx_status placeless_article(struct sink *s, struct article *a)
{
	struct placeless *t = (struct placeless *)s;

	a->offset = t->n++;
	a->size = 0;
	return t->outer->article(t->outer, a);
}

static enum nx_status placeless_skipped(struct sink *s, uint64_t offset,
                                        const char *reason)
{
	struct placeless *t = (struct placeless *)s;

	(void)offset;
	return t->outer->skipped(t->outer, t->n++, reason);
}

static enum nx_status placeless_failed(struct sink *s, uint64_t offset,
                                       const char *reason)
{
	struct placeless *t = (struct placeless *)s;

	(void)offset;
	return t->outer->failed(t->outer, t->n++, reason);
}

static void placeless_mended(struct sink *s, enum repair what)
{
	sink_mended(((struct placeless *)s)->outer, what);
}

/* Tags cannot be found in it as it is: it is decoded as a whole. */
static enum nx_status read_wide(struct reader *r, xml_read_fn *read, void *ctx,
                                struct sink *sink, struct nx_err *err)
{
	struct placeless t = {
		.sink = { placeless_article, placeless_skipped,
		          placeless_failed, placeless_mended },
		.outer = sink,
	};
	struct buf all = BUF_INIT;
	struct memory_source src;
	struct charset_result charset;
	struct reader inner;
	const char *p;
	size_t len;
	enum nx_status st, bound = reader_all(r, LIMIT_RECORD, &p, &len);

	charset_decode(p, len, NULL, &all, &charset);
	reader_take(r, len);
	memory_source_init(&src, buf_str(&all), all.len);
	reader_init(&inner, &src.src);
	st = read(ctx, &inner, &t.sink);
	reader_release(&inner);
	buf_release(&all);
	if (st != NX_OK || bound == NX_OK)
		return st;
	return nx_fail(err, NX_BOUND, "longer than a record in UTF-16");
}

enum nx_status xml_read_any(struct reader *r, xml_read_fn *read, void *ctx,
                            struct sink *sink, struct nx_err *err)
{
	const char *p;
	size_t n = reader_peek(r, 4, &p);

	return is_wide(p, n) ? read_wide(r, read, ctx, sink, err)
	                     : read(ctx, r, sink);
}

enum nx_status xml_read(const struct xml_kind *kind, const struct member *m,
                        struct reader *r, struct sink *sink,
                        struct nx_err *err)
{
	struct job j = { .kind = kind };
	enum nx_status st;

	xml_init(&j.head);
	xml_init(&j.x);
	article_init(&j.a);
	j.head.use_prefixes = j.x.use_prefixes = kind->use_prefixes;
	j.rec.member = m;
	j.rec.head = &j.head;
	j.rec.x = &j.x;
	st = xml_read_any(r, read_records, &j, sink, err);
	xml_release(&j.head);
	xml_release(&j.x);
	article_release(&j.a);
	buf_release(&j.rec.a);
	buf_release(&j.rec.b);
	buf_release(&j.encoding);
	buf_release(&j.decoded);
	return st == NX_OK ? reader_status(r, err) : st;
}

/* ---- bids ------------------------------------------------------------------------- */

int xml_bid(const struct sniff *s,
            int (*check)(struct xml_str name, struct xml_str tag,
                         struct xml_str all))
{
	struct buf wide = BUF_INIT;
	struct charset_result charset;
	struct xml_str name, tag, all = { s->p, s->len };
	int bid = BID_NONE;

	if (is_wide(s->p, s->len)) {
		charset_decode(s->p, s->len, NULL, &wide, &charset);
		all = (struct xml_str){ buf_str(&wide), wide.len };
	}
	if (xml_root(all.p, all.len, &name, &tag))
		bid = check(name, tag, all);
	buf_release(&wide);
	return bid;
}

bool xml_local_is(struct xml_str name, const char *word)
{
	return xml_code_is(name, word);
}

bool xml_has(struct xml_str s, const char *part)
{
	return memmem(s.p, s.len, part, strlen(part)) != NULL;
}
