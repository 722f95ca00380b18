#include "corpus/formats/sgml.h"

#include <string.h>
#include <strings.h>

#include "corpus/date.h"
#include "lib/base/limits.h"

/* Bytes of a tag with its attributes.  Longer is text with a stray '<'; the
 * bound keeps looking for the '>' from costs that grow with the text. */
#define TAG_MAX 1024

/* Bytes that are looked at in one go. */
#define STEP 65536

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

/* ---- records ----------------------------------------------------------- */

struct finder {
	const char *name;
	size_t len;
	bool inside; /* an open tag counts at the start of a line only */
};

enum hit { HIT_NONE, HIT_OPEN, HIT_CLOSE };

/* What the '<' at p begins, where n bytes can be seen. */
static enum hit hit_at(const struct finder *f, const char *p, size_t n,
                       bool line_start)
{
	bool close = n > 1 && p[1] == '/';
	size_t at = close ? 2 : 1;

	if (n <= at + f->len || strncasecmp(p + at, f->name, f->len) != 0)
		return HIT_NONE;
	if (p[at + f->len] != '>' && !is_space(p[at + f->len]))
		return HIT_NONE;
	if (close)
		return HIT_CLOSE;
	return !f->inside || line_start ? HIT_OPEN : HIT_NONE;
}

/* Look through p[from .. n); *at gets where the hit is, or without one how far
 * it is certain that there is none. */
static enum hit find_hit(const struct finder *f, const char *p, size_t from,
                         size_t n, size_t *at)
{
	const char *q = p + from, *end = p + n;
	size_t tail = f->len + 3; /* "</name>" */

	while (q < end && (q = memchr(q, '<', (size_t)(end - q))) != NULL) {
		enum hit h = hit_at(f, q, (size_t)(end - q),
		                    q > p && q[-1] == '\n');

		*at = (size_t)(q - p);
		if (h != HIT_NONE)
			return h;
		q++;
	}
	*at = n - from > tail ? n - tail : from;
	return HIT_NONE;
}

/* Pass over everything up to the next open tag. */
static bool seek_open(struct reader *r, struct finder *f)
{
	const char *p;
	size_t at, from = 0, seen = 0;

	f->inside = false;
	for (;;) {
		size_t n = reader_peek(r, seen + 1, &p);
		enum hit h;

		if (n <= seen)
			return false;
		h = find_hit(f, p, from, n, &at);
		reader_take(r, at);
		if (h == HIT_OPEN)
			return true;
		seen = n - at;
		from = 0;
		if (h == HIT_CLOSE) {
			/* A stray one. */
			reader_take(r, 1);
			seen = 0;
		}
	}
}

/* The bytes of the record at the unread position: to behind its end tag. */
static size_t find_end(struct reader *r, struct finder *f, enum sgml_end *end)
{
	const char *p;
	size_t at, from = 1, n = 0;

	f->inside = true;
	for (;;) {
		size_t more = reader_peek(r, n + STEP, &p);
		enum hit h;

		*end = SGML_WHOLE;
		h = find_hit(f, p, from, more, &at);
		if (h == HIT_OPEN)
			return at;
		if (h == HIT_CLOSE) {
			at += f->len + 2;
			while (at < more && is_space(p[at]))
				at++;
			return at + (at < more && p[at] == '>');
		}
		if (more <= n) {
			*end = SGML_CUT;
			return more;
		}
		if (more > LIMIT_RECORD) {
			*end = SGML_TOO_LONG;
			return at;
		}
		from = at;
		n = more;
	}
}

/* Pass over the rest of a record that is too long. */
static void pass_record(struct reader *r, struct finder *f)
{
	const char *p;
	size_t at, seen = 0;

	for (;;) {
		size_t n = reader_peek(r, seen + 1, &p);
		enum hit h;

		if (n <= seen)
			return;
		h = find_hit(f, p, 0, n, &at);
		/* One more byte stays, to know the start of a line. */
		if (h == HIT_NONE && at > 0)
			at--;
		reader_take(r, at);
		if (h == HIT_OPEN)
			return;
		if (h == HIT_CLOSE) {
			reader_take(r, 1);
			return;
		}
		seen = n - at;
	}
}

/* A record that is cut off, without the tag that it ends in. */
static size_t without_half_tag(const char *p, size_t len)
{
	size_t n = len;

	while (n > 0 && len - n < TAG_MAX && p[n - 1] != '<' && p[n - 1] != '>')
		n--;
	return n > 0 && p[n - 1] == '<' ? n - 1 : len;
}

bool sgml_record(struct reader *r, const char *name, struct sgml_record *rec)
{
	struct finder f = { name, strlen(name), false };

	if (!seek_open(r, &f))
		return false;
	rec->offset = r->offset;
	rec->len = find_end(r, &f, &rec->end);
	(void)reader_peek(r, 0, &rec->p);
	reader_take(r, rec->len);
	if (rec->end == SGML_CUT)
		rec->len = without_half_tag(rec->p, rec->len);
	if (rec->end == SGML_TOO_LONG) {
		rec->p = NULL;
		pass_record(r, &f);
	}
	return true;
}

/* ---- tags -------------------------------------------------------------- */

/* The end of the tag at p ("<" seen), or NULL where none begins. */
static const char *tag_end(const char *p, const char *end)
{
	const char *gt, *lt;
	size_t n = (size_t)(end - p);

	if (n > TAG_MAX)
		n = TAG_MAX;
	gt = memchr(p, '>', n);
	if (gt == NULL)
		return NULL;
	lt = memchr(p + 1, '<', (size_t)(gt - p) - 1);
	return lt == NULL ? gt : NULL;
}

/* Behind the comment or declaration at p, or NULL where there is none. */
static const char *skip_markup(struct sgml *s, const char *p)
{
	const char *q;

	if (s->end - p < 2 || (p[1] != '!' && p[1] != '?'))
		return NULL;
	if (s->end - p >= 4 && memcmp(p, "<!--", 4) == 0) {
		if (s->no_comment_end)
			return NULL;
		q = memmem(p + 4, (size_t)(s->end - p) - 4, "-->", 3);
		s->no_comment_end = q == NULL;
		return q != NULL ? q + 3 : NULL;
	}
	q = tag_end(p, s->end);
	return q != NULL ? q + 1 : NULL;
}

static bool read_tag(struct sgml *s, const char *p, struct sgml_token *t)
{
	const char *gt = NULL, *q = p + 1;
	size_t n = 0;
	bool close;

	close = q < s->end && *q == '/';
	q += close;
	if (q < s->end && is_alnum(*q))
		gt = tag_end(p, s->end);
	if (gt == NULL)
		return false;
	t->tag = true;
	t->close = close;
	for (; is_alnum(*q) || *q == '_' || *q == '-'; q++)
		if (n < SGML_NAME_MAX - 1)
			t->name[n++] = *q >= 'a' && *q <= 'z' ?
			                       (char)(*q - 0x20) :
			                       *q;
	t->name[n] = '\0';
	t->p = q;
	t->len = (size_t)(gt - q);
	s->p = gt + 1;
	return is_space(*q) || *q == '>' || *q == '/';
}

bool sgml_next(struct sgml *s, struct sgml_token *t)
{
	const char *from = s->p, *lt = from;

	*t = (struct sgml_token){ .tag = false };
	while (lt < s->end &&
	       (lt = memchr(lt, '<', (size_t)(s->end - lt))) != NULL) {
		struct sgml ahead = *s;
		const char *behind = skip_markup(s, lt);

		if (behind == NULL && !read_tag(&ahead, lt, t)) {
			*t = (struct sgml_token){ .tag = false };
			lt++;
			continue;
		}
		if (lt > from)
			break; /* the text first */
		if (behind == NULL) {
			s->p = ahead.p;
			return true;
		}
		s->p = from = lt = behind;
	}
	if (lt == NULL || lt > s->end)
		lt = s->end;
	if (lt == from)
		return false;
	*t = (struct sgml_token){ .p = from, .len = (size_t)(lt - from) };
	s->p = lt;
	return true;
}

bool sgml_attr(const struct sgml_token *t, const char *name, const char **v,
               size_t *len)
{
	const char *p = t->p, *end = t->p + t->len;
	size_t want = strlen(name);

	while (p < end) {
		const char *key, *eq;
		char quote = ' ';
		bool hit;

		while (p < end && !is_alnum(*p))
			p++;
		for (key = p; p < end && *p != '=' && !is_space(*p); p++)
			;
		hit = (size_t)(p - key) == want &&
		      strncasecmp(key, name, want) == 0;
		for (eq = p; eq < end && is_space(*eq); eq++)
			;
		if (eq == end || *eq != '=')
			continue;
		for (p = eq + 1; p < end && is_space(*p); p++)
			;
		if (p < end && (*p == '"' || *p == '\''))
			quote = *p++;
		for (*v = p; p < end && *p != quote &&
		             !(quote == ' ' && is_space(*p));
		     p++)
			;
		*len = (size_t)(p - *v);
		if (hit)
			return true;
	}
	return false;
}

/* ---- text -------------------------------------------------------------- */

void sgml_paragraphs(const char *p, size_t len, size_t indent, struct buf *out)
{
	const char *end = p + len;
	bool first = true;

	while (p < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		const char *line_end = nl != NULL ? nl : end;
		size_t columns = 0;

		for (; p < line_end && is_space(*p); p++)
			columns += *p == '\t' ? 8 : 1;
		if (!first)
			buf_adds(out, columns >= indent ? "\n\n" : "\n");
		buf_add(out, p, (size_t)(line_end - p));
		first = false;
		p = line_end + 1;
	}
}

/* ---- datelines --------------------------------------------------------- */

#define CITY_MAX 60 /* bytes; the longest is Llanfairpwllgwyngyll... */

static bool at_dash(const char *p, const char *end)
{
	return *p == '-' || *p == '_' ||
	       (end - p >= 3 && memcmp(p, "\xe2\x80", 2) == 0 &&
	        ((unsigned char)p[2] & 0xfe) == 0x94);
}

/* Where the city ends, if a day is at q: "SYDNEY March 22 AAP", "PARIS 4 avr".
 * q itself if none is. */
static const char *before_day(const char *p, const char *q, const char *end)
{
	const char *last = q, *word, *next = q;

	while (last > p && is_space(last[-1]))
		last--;
	for (word = last; word > p && !is_space(word[-1]);)
		word--;
	if (date_is_month(word, (size_t)(last - word)))
		return word;
	while (next < end && !is_space(*next))
		next++;
	return date_is_month(next, (size_t)(end - next)) ? last : q;
}

/* How far a city goes that begins at p. */
static const char *city_end(const char *p, const char *end)
{
	const char *q;

	for (q = p; q < end && q - p <= CITY_MAX &&
	            strchr(",(/\n;:", *q) == NULL;
	     q++) {
		bool first = q > p && is_space(q[-1]);

		if (first && at_dash(q, end))
			break;
		if (first && *q >= '0' && *q <= '9') {
			const char *day = before_day(p, q, end);

			if (day != q)
				return day;
		}
	}
	return q;
}

void sgml_dateline(const char *p, size_t len, struct strings *s)
{
	const char *end = p + len;

	while (p < end && (is_space(*p) || *p == '/'))
		p++;
	while (p < end) {
		const char *q = city_end(p, end);

		if (q == p || (size_t)(q - p) > CITY_MAX ||
		    (*p >= '0' && *p <= '9'))
			return;
		strings_add(s, p, (size_t)(q - p));
		if (q == end || *q != '/')
			return;
		p = q + 1;
	}
}
