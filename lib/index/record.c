#include "lib/index/record.h"

#include <string.h>

#include "lib/base/limits.h"

_Static_assert(RECORD_REPEATS == LIMIT_REPEATS, "records keep all of them");

enum tag {
	TAG_KEY = 1,
	TAG_URL,
	TAG_SOURCE,
	TAG_SECTION,
	TAG_LANGUAGE,
	TAG_RIGHTS,
	TAG_HEADLINE,
	TAG_DECK,
	TAG_BODY,
	TAG_AUTHOR,
	TAG_PLACE,
	TAG_KEYWORD,
	TAG_PUBLISHED,
	TAG_UPDATED,
	TAG_ARCHIVE,
	TAG_MEMBER,
	TAG_NUMBER,
	TAG_OFFSET,
	TAG_SIZE,
	TAG_LANGUAGE_FROM,
	TAG_CAPTURED,
	TAG_REVISION,
	TAG_DECLARED,
};

static void put(struct buf *out, enum tag tag, struct slice s)
{
	if (s.len == 0)
		return;
	buf_add_varint(out, (uint64_t)tag);
	buf_add_varint(out, s.len);
	buf_add(out, s.p, s.len);
}

static void put_all(struct buf *out, enum tag tag, const struct slices *s)
{
	for (size_t i = 0; i < s->n; i++)
		put(out, tag, s->v[i]);
}

static void put_number(struct buf *out, enum tag tag, uint64_t v)
{
	struct buf b = BUF_INIT;

	if (v == 0)
		return;
	buf_add_varint(&b, v);
	put(out, tag, slice_of(&b));
	buf_release(&b);
}

static uint64_t zigzag(int64_t v)
{
	return v < 0 ? ~((uint64_t)v << 1) : (uint64_t)v << 1;
}

static int64_t unzigzag(uint64_t v)
{
	return (v & 1) != 0 ? (int64_t)~(v >> 1) : (int64_t)(v >> 1);
}

/* seconds and zone as zigzag varints, precision, flags, origin as bytes. */
static void put_instant(struct buf *out, enum tag tag, const struct instant *i)
{
	struct buf b = BUF_INIT;

	if (i->precision == INSTANT_NONE)
		return;
	buf_add_varint(&b, zigzag(i->sec));
	buf_add_varint(&b, zigzag(i->offset));
	buf_addc(&b, (char)i->precision);
	buf_addc(&b, (char)((i->zone_known ? 1 : 0) | (i->ambiguous ? 2 : 0)));
	buf_addc(&b, (char)i->origin);
	put(out, tag, slice_of(&b));
	buf_release(&b);
}

void record_encode(const struct record *r, struct buf *out)
{
	put(out, TAG_KEY, r->key);
	put(out, TAG_URL, r->url);
	put(out, TAG_SOURCE, r->source);
	put(out, TAG_SECTION, r->section);
	put(out, TAG_LANGUAGE, r->language);
	put_number(out, TAG_LANGUAGE_FROM, r->language_from);
	put(out, TAG_DECLARED, r->declared);
	put(out, TAG_RIGHTS, r->rights);
	put_all(out, TAG_AUTHOR, &r->authors);
	put_all(out, TAG_PLACE, &r->places);
	put_all(out, TAG_KEYWORD, &r->keywords);
	put_instant(out, TAG_PUBLISHED, &r->published);
	put_instant(out, TAG_UPDATED, &r->updated);
	put_instant(out, TAG_CAPTURED, &r->captured);
	put_number(out, TAG_REVISION, r->revision);
	put(out, TAG_ARCHIVE, r->archive);
	put(out, TAG_MEMBER, r->member);
	put_number(out, TAG_NUMBER, r->number);
	put_number(out, TAG_OFFSET, r->offset);
	put_number(out, TAG_SIZE, r->size);
	put(out, TAG_HEADLINE, r->part[PART_HEADLINE]);
	put(out, TAG_DECK, r->part[PART_DECK]);
	put(out, TAG_BODY, r->part[PART_BODY]);
}

/* ---- reading ---------------------------------------------------------- */

static void get_one(struct slices *to, struct slice s)
{
	if (to->n < RECORD_REPEATS)
		to->v[to->n++] = s;
}

static bool get_number(uint64_t *to, struct slice s)
{
	const unsigned char *p = (const unsigned char *)s.p;

	return varint_read(&p, p + s.len, to);
}

static bool get_u32(uint32_t *to, struct slice s)
{
	uint64_t v;

	if (!get_number(&v, s) || v > UINT32_MAX)
		return false;
	*to = (uint32_t)v;
	return true;
}

static bool get_instant(struct instant *to, struct slice s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	const unsigned char *end = p + s.len;
	uint64_t sec, offset;

	if (!varint_read(&p, end, &sec) || !varint_read(&p, end, &offset) ||
	    end - p < 3)
		return false;
	to->sec = unzigzag(sec);
	to->offset = (int32_t)unzigzag(offset);
	to->precision = p[0];
	to->zone_known = (p[1] & 1) != 0;
	to->ambiguous = (p[1] & 2) != 0;
	to->origin = p[2];
	return true;
}

/* Where a plain slice of that tag goes, or NULL. */
static struct slice *slice_at(struct record *r, uint64_t tag)
{
	switch (tag) {
	case TAG_KEY:
		return &r->key;
	case TAG_URL:
		return &r->url;
	case TAG_SOURCE:
		return &r->source;
	case TAG_SECTION:
		return &r->section;
	case TAG_LANGUAGE:
		return &r->language;
	case TAG_DECLARED:
		return &r->declared;
	case TAG_RIGHTS:
		return &r->rights;
	case TAG_HEADLINE:
		return &r->part[PART_HEADLINE];
	case TAG_DECK:
		return &r->part[PART_DECK];
	case TAG_BODY:
		return &r->part[PART_BODY];
	case TAG_ARCHIVE:
		return &r->archive;
	case TAG_MEMBER:
		return &r->member;
	default:
		return NULL;
	}
}

static bool get(struct record *r, uint64_t tag, struct slice s)
{
	struct slice *plain = slice_at(r, tag);

	if (plain != NULL) {
		*plain = s;
		return true;
	}
	switch (tag) {
	case TAG_AUTHOR:
		get_one(&r->authors, s);
		return true;
	case TAG_PLACE:
		get_one(&r->places, s);
		return true;
	case TAG_KEYWORD:
		get_one(&r->keywords, s);
		return true;
	case TAG_PUBLISHED:
		return get_instant(&r->published, s);
	case TAG_UPDATED:
		return get_instant(&r->updated, s);
	case TAG_CAPTURED:
		return get_instant(&r->captured, s);
	case TAG_REVISION:
		return get_u32(&r->revision, s);
	case TAG_LANGUAGE_FROM:
		return get_number(&r->language_from, s);
	case TAG_NUMBER:
		return get_number(&r->number, s);
	case TAG_OFFSET:
		return get_number(&r->offset, s);
	case TAG_SIZE:
		return get_number(&r->size, s);
	default:
		return true;
	}
}

enum nx_status record_decode(struct record *r, const char *p, size_t len,
                             struct nx_err *err)
{
	const unsigned char *at = (const unsigned char *)p;
	const unsigned char *end = at + len;

	memset(r, 0, sizeof *r);
	while (at < end) {
		uint64_t tag, n;
		struct slice s;

		if (!varint_read(&at, end, &tag) ||
		    !varint_read(&at, end, &n) || n > (uint64_t)(end - at))
			goto bad;
		s = (struct slice){ (const char *)at, (size_t)n };
		if (!get(r, tag, s))
			goto bad;
		at += n;
	}
	return NX_OK;
bad:
	memset(r, 0, sizeof *r);
	return nx_fail(err, NX_CORRUPT, "an article's record is damaged");
}
