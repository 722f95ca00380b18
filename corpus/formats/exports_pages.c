#include "corpus/formats/exports.h"

#include <string.h>

#include "corpus/charset.h"
#include "lib/base/limits.h"

/* A tag in which a mark stands begins at most so far before it. */
#define TAG_MAX 200

struct pages {
	const struct export_pages *kind;
	struct reader *r;
	struct sink *sink;
	struct article a;
	struct buf text; /* of an article */
};

/* The offset of the next mark from offset from on, or SIZE_MAX. */
static size_t find_mark(const struct pages *s, size_t from, bool *capped)
{
	size_t n = strlen(s->kind->mark);

	for (;;) {
		size_t at = reader_find(s->r, from, s->kind->mark, n,
		                        LIMIT_RECORD, capped);
		const char *p;
		size_t have;

		if (at == SIZE_MAX)
			return at;
		have = reader_peek(s->r, at + EXPORT_MARK_LOOK, &p);
		if (s->kind->is_mark(p + at, have - at))
			return at;
		from = at + n;
	}
}

int export_pages_bid(const struct export_pages *kind, const struct sniff *s)
{
	size_t n = strlen(kind->mark);
	const char *p = s->p, *end = p + s->len;

	while ((p = memmem(p, (size_t)(end - p), kind->mark, n)) != NULL) {
		if (kind->is_mark(p, (size_t)(end - p)))
			return BID_CERTAIN;
		p += n;
	}
	return BID_NONE;
}

/* One article: len bytes from its mark on. */
static enum nx_status tell(struct pages *s, const char *p, size_t len,
                           uint64_t offset)
{
	struct charset_result res;
	const char *why;

	buf_clear(&s->text);
	charset_decode(p, len, NULL, &s->text, &res);
	article_clear(&s->a);
	why = s->kind->fill(buf_str(&s->text), s->text.len, &s->a);
	if (why != NULL)
		return s->sink->skipped(s->sink, offset, why);
	s->a.repairs |= res.repairs;
	s->a.offset = offset;
	s->a.size = len;
	return s->sink->article(s->sink, &s->a);
}

/* What is left before the tag in which the next mark stands. */
static size_t before_tag(const char *p, size_t len)
{
	const char *lt = memrchr(p, '<', len);

	return lt != NULL && len - (size_t)(lt - p) < TAG_MAX ? (size_t)(lt - p)
	                                                      : len;
}

static enum nx_status read_articles(struct pages *s)
{
	enum nx_status st = NX_OK;
	bool capped;
	size_t at = find_mark(s, 0, &capped);

	if (at == SIZE_MAX && !capped)
		return s->sink->skipped(s->sink, 0, "page without articles");
	while (st == NX_OK && (at != SIZE_MAX || capped)) {
		uint64_t offset;
		const char *p;
		size_t end, n;

		if (at == SIZE_MAX) { /* nothing for far too long */
			reader_take(s->r, LIMIT_RECORD - strlen(s->kind->mark));
			at = find_mark(s, 0, &capped);
			continue;
		}
		reader_take(s->r, at);
		offset = s->r->offset;
		end = find_mark(s, strlen(s->kind->mark), &capped);
		n = reader_peek(s->r, 0, &p);
		if (end == SIZE_MAX && capped)
			st = s->sink->failed(s->sink, offset,
			                     "longer than a record");
		else if (end == SIZE_MAX)
			st = tell(s, p, n, offset);
		else
			st = tell(s, p, before_tag(p, end), offset);
		at = end;
	}
	return st;
}

enum nx_status export_pages_read(const struct export_pages *kind,
                                 struct reader *r, struct sink *sink,
                                 struct nx_err *err)
{
	struct pages s = { .kind = kind, .r = r, .sink = sink };
	enum nx_status st;

	article_init(&s.a);
	st = read_articles(&s);
	article_release(&s.a);
	buf_release(&s.text);
	return st == NX_OK ? reader_status(r, err) : st;
}
