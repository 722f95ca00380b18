#include "corpus/reader.h"

#include <string.h>

void reader_init(struct reader *r, struct byte_source *src)
{
	*r = (struct reader){ .src = src, .st = NX_OK };
}

void reader_release(struct reader *r)
{
	buf_release(&r->win);
	*r = (struct reader){ .ended = true, .st = NX_END };
}

/* The next block of the source; false at its end, however it came. */
static bool block(struct reader *r, const char **p, size_t *len)
{
	if (r->ended)
		return false;
	r->st = r->src->next(r->src, p, len, &r->err);
	if (r->st == NX_OK) {
		if (r->sum != NULL)
			checksum_add(r->sum, *p, *len);
		return true;
	}
	r->ended = true;
	return false;
}

void reader_checksum(struct reader *r, struct checksum *sum)
{
	r->sum = sum;
	if (r->win.len > r->at)
		checksum_add(sum, r->win.p + r->at, r->win.len - r->at);
}

/* Drop what was taken from the window's front. */
static void compact(struct reader *r)
{
	if (r->at == 0)
		return;
	memmove(r->win.p, r->win.p + r->at, r->win.len - r->at);
	buf_cut(&r->win, r->win.len - r->at);
	r->at = 0;
}

static size_t unread(const struct reader *r)
{
	return r->win.len - r->at;
}

size_t reader_peek(struct reader *r, size_t want, const char **p)
{
	const char *q;
	size_t len;

	while (unread(r) < want && block(r, &q, &len)) {
		compact(r);
		buf_add(&r->win, q, len);
	}
	*p = buf_str(&r->win) + r->at;
	return unread(r);
}

void reader_take(struct reader *r, size_t n)
{
	if (n > unread(r))
		n = unread(r);
	r->at += n;
	r->offset += n;
}

size_t reader_find(struct reader *r, size_t from, const char *needle,
                   size_t needle_len, size_t max, bool *capped)
{
	const char *p;
	size_t n = reader_peek(r, from + needle_len, &p);

	*capped = false;
	for (;;) {
		size_t end = n < max ? n : max, more;
		const char *hit = NULL;

		if (from < end)
			hit = memmem(p + from, end - from, needle, needle_len);
		if (hit != NULL)
			return (size_t)(hit - p);
		if (n >= max) {
			*capped = true;
			return SIZE_MAX;
		}
		if (end >= needle_len && end - needle_len + 1 > from)
			from = end - needle_len + 1;
		more = reader_peek(r, n + 1, &p);
		if (more == n)
			return SIZE_MAX;
		n = more;
	}
}

/* Pass over the rest of a line whose first keep unread bytes are wanted still:
 * they stay in the window, before what follows the line. */
static void pass_line(struct reader *r, size_t keep)
{
	const char *q, *nl;
	size_t len;

	r->offset += unread(r);
	buf_cut(&r->win, r->at + keep);
	r->at += keep;
	while (block(r, &q, &len)) {
		nl = memchr(q, '\n', len);
		if (nl == NULL) {
			r->offset += len;
			continue;
		}
		r->offset += (size_t)(nl + 1 - q);
		buf_add(&r->win, nl + 1, len - (size_t)(nl + 1 - q));
		return;
	}
}

bool reader_line(struct reader *r, size_t max, const char **p, size_t *len,
                 bool *cut)
{
	bool capped;
	size_t n, begin, line = reader_find(r, 0, "\n", 1, max + 2, &capped);

	*cut = false;
	n = reader_peek(r, 0, p);
	if (line == SIZE_MAX && n == 0)
		return false;
	if (line != SIZE_MAX || !capped) {
		size_t end = line != SIZE_MAX ? line : n;

		reader_take(r, line != SIZE_MAX ? line + 1 : n);
		if (end > 0 && (*p)[end - 1] == '\r')
			end--;
		*cut = end > max;
		*len = *cut ? max : end;
		return true;
	}
	*cut = true;
	*len = max;
	begin = r->at;
	{
		const char *nl = memchr(*p, '\n', n);

		if (nl != NULL)
			reader_take(r, (size_t)(nl + 1 - *p));
		else
			pass_line(r, max);
	}
	*p = r->win.p + begin;
	return true;
}

enum nx_status reader_all(struct reader *r, size_t max, const char **p,
                          size_t *len)
{
	size_t n = reader_peek(r, max + 1, p);

	*len = n > max ? max : n;
	return n > max ? NX_BOUND : NX_OK;
}

enum nx_status reader_status(const struct reader *r, struct nx_err *err)
{
	if (!r->ended || r->st == NX_END)
		return NX_OK;
	if (err != NULL)
		*err = r->err;
	return r->st;
}

static enum nx_status memory_next(struct byte_source *s, const char **p,
                                  size_t *len, struct nx_err *err)
{
	struct memory_source *m = (struct memory_source *)s;

	(void)err;
	if (m->len == 0)
		return NX_END;
	*p = m->p;
	*len = m->len;
	m->len = 0;
	return NX_OK;
}

void memory_source_init(struct memory_source *m, const void *p, size_t len)
{
	*m = (struct memory_source){ { memory_next }, p, len };
}
