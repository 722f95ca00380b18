#include "corpus/formats/wire.h"

#include <ctype.h>
#include <string.h>

#include "corpus/charset.h"
#include "corpus/formats/sgml.h"
#include "corpus/line.h"
#include "lib/base/limits.h"

/* A head, and a dateline, are shorter. */
#define HEAD_MAX 1024
#define DATELINE_MAX 100

bool wire_next(const char **p, const char *end, struct wire_line *l)
{
	if (!line_take(p, end, &l->p, &l->len))
		return false;
	while (l->len > 0 && isspace((unsigned char)l->p[l->len - 1]))
		l->len--;
	return true;
}

void wire_add(struct article *a, const char *p, size_t len, struct buf *out)
{
	struct charset_result res;

	while (len > 0 && isspace((unsigned char)*p)) {
		p++;
		len--;
	}
	while (len > 0 && isspace((unsigned char)p[len - 1]))
		len--;
	if (len == 0)
		return;
	charset_decode(p, len, "iso-8859-1", out, &res);
	a->repairs |= res.repairs;
}

size_t wire_dateline(struct article *a, const char *p, size_t len)
{
	const char *open, *close;
	struct buf city = BUF_INIT;
	size_t n = len < DATELINE_MAX ? len : DATELINE_MAX, at;

	open = memchr(p, '(', n);
	if (open == NULL || open - p < 3 || open[-1] != ' ' ||
	    (!isupper((unsigned char)p[0]) && (unsigned char)p[0] < 0x80))
		return 0;
	close = memchr(open, ')', (size_t)(p + n - open));
	if (close == NULL)
		return 0;
	at = (size_t)(close - p) + 1;
	if (at + 3 > len || p[at] != ' ' ||
	    (p[at + 1] != '_' && p[at + 1] != '-'))
		return 0;
	wire_add(a, p, (size_t)(open - p) - 1, &city);
	sgml_dateline(buf_str(&city), city.len, &a->places);
	buf_release(&city);
	at += 1 + strspn(p + at + 1, "_- ");
	return at < len ? at : 0;
}

/* ---- stories ------------------------------------------------------------ */

/* What stands between stories. */
static bool is_filler(char c)
{
	return isspace((unsigned char)c) || c == '\x16' || c == '\x7f' ||
	       c == WIRE_EOT || c == '\0';
}

bool wire_begins(const struct sniff *s, struct wire_line *head)
{
	size_t at = 0, n = s->len < HEAD_MAX ? s->len : HEAD_MAX;
	const char *stx;

	while (at < n && is_filler(s->p[at]))
		at++;
	if (at == n || s->p[at] != WIRE_SOH)
		return false;
	at++;
	stx = memchr(s->p + at, WIRE_STX, n - at);
	if (stx == NULL)
		return false;
	head->p = s->p + at;
	head->len = (size_t)(stx - s->p) - at;
	return true;
}

static bool split(const char *p, size_t len, struct wire_story *s)
{
	const char *end = memchr(p, WIRE_EOT, len);
	const char *stx, *etx;

	if (end == NULL)
		end = p + len;
	stx = memchr(p, WIRE_STX, (size_t)(end - p));
	if (stx == NULL)
		return false;
	etx = memchr(stx, WIRE_ETX, (size_t)(end - stx));
	if (etx == NULL)
		etx = end;
	s->head = p;
	s->head_len = (size_t)(stx - p);
	s->text = stx + 1;
	s->text_len = (size_t)(etx - stx) - 1;
	s->tail = etx < end ? etx + 1 : end;
	s->tail_len = (size_t)(end - s->tail);
	return true;
}

/* The bytes up to the next SOH, or the end. */
static size_t find_end(struct reader *r, bool *capped)
{
	static const char soh[] = { WIRE_SOH };
	size_t at = reader_find(r, 0, soh, 1, LIMIT_RECORD, capped);
	const char *p;
	size_t n;

	if (at != SIZE_MAX)
		return at;
	n = reader_peek(r, 0, &p);
	return *capped && n > LIMIT_RECORD ? LIMIT_RECORD : n;
}

static enum nx_status pass(struct reader *r, struct sink *sink, uint64_t offset,
                           size_t len)
{
	bool capped = true;

	while (capped) {
		reader_take(r, len);
		len = find_end(r, &capped);
	}
	reader_take(r, len);
	return sink->failed(sink, offset, "longer than a record");
}

enum nx_status wire_read(struct reader *r, struct sink *sink,
                         const char *(*fill)(const struct wire_story *s,
                                             struct article *a),
                         struct nx_err *err)
{
	enum nx_status st = NX_OK;
	struct article a;
	const char *p, *why;
	bool capped;

	article_init(&a);
	reader_take(r, find_end(r, &capped));
	while (st == NX_OK && reader_peek(r, 1, &p) > 0) {
		uint64_t offset = r->offset;
		struct wire_story s;
		size_t len;

		reader_take(r, 1);
		len = find_end(r, &capped);
		if (capped) {
			st = pass(r, sink, offset, len);
			continue;
		}
		(void)reader_peek(r, len, &p);
		article_clear(&a);
		a.offset = offset;
		a.size = len + 1;
		if (!split(p, len, &s))
			st = sink->failed(sink, offset, "a story without text");
		else if ((why = fill(&s, &a)) != NULL)
			st = sink->skipped(sink, offset, why);
		else
			st = sink->article(sink, &a);
		reader_take(r, len);
	}
	article_release(&a);
	return st == NX_OK ? reader_status(r, err) : st;
}
