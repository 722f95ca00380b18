#include "serve/common/wire.h"

#include <string.h>

void wire_add(struct buf *out, enum wire_kind kind, const void *p, size_t len)
{
	const char header[WIRE_HEADER] = { (char)kind, (char)(len >> 24),
		                           (char)(len >> 16), (char)(len >> 8),
		                           (char)len };

	buf_add(out, header, sizeof header);
	buf_add(out, p, len);
}

static void add_text(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s) + 1);
}

void wire_add_ask(struct buf *out, const struct wire_ask *a)
{
	struct buf b = BUF_INIT;

	buf_addc(&b, a->head ? 'H' : 'G');
	add_text(&b, a->target);
	add_text(&b, a->if_none_match);
	wire_add(out, WIRE_ASK, b.p, b.len);
	buf_release(&b);
}

void wire_add_head(struct buf *out, const struct wire_head *h)
{
	struct buf b = BUF_INIT;

	buf_add_varint(&b, h->status);
	buf_addc(&b, h->whole ? 'W' : 'S');
	buf_add_varint(&b, h->size);
	add_text(&b, h->type);
	add_text(&b, h->etag);
	add_text(&b, h->file);
	wire_add(out, WIRE_HEAD, b.p, b.len);
	buf_release(&b);
}

int wire_take(struct frame *f, const char *p, size_t len, size_t most,
              size_t *used)
{
	const unsigned char *u = (const unsigned char *)p;
	size_t size;

	if (len < WIRE_HEADER)
		return 0;
	size = (size_t)u[1] << 24 | (size_t)u[2] << 16 | (size_t)u[3] << 8 |
	       u[4];
	if (strchr("RQHDE", p[0]) == NULL || p[0] == '\0' || size > most)
		return -1;
	if (len - WIRE_HEADER < size)
		return 0;
	*f = (struct frame){ p[0], p + WIRE_HEADER, size };
	*used = WIRE_HEADER + size;
	return 1;
}

/* The text at *p, which moves behind its NUL. */
static bool read_text(const char **p, const char *end, const char **out)
{
	const char *nul =
		*p < end ? memchr(*p, '\0', (size_t)(end - *p)) : NULL;

	if (nul == NULL)
		return false;
	*out = *p;
	*p = nul + 1;
	return true;
}

static bool read_number(const char **p, const char *end, uint64_t *v)
{
	const unsigned char *at = (const unsigned char *)*p;

	if (!varint_read(&at, (const unsigned char *)end, v))
		return false;
	*p = (const char *)at;
	return true;
}

bool wire_read_ask(const struct frame *f, struct wire_ask *a)
{
	const char *p = f->p, *end = f->p + f->len;

	if (f->kind != WIRE_ASK || p == end)
		return false;
	a->head = *p++ == 'H';
	return read_text(&p, end, &a->target) &&
	       read_text(&p, end, &a->if_none_match) && p == end;
}

bool wire_read_head(const struct frame *f, struct wire_head *h)
{
	const char *p = f->p, *end = f->p + f->len;
	uint64_t status;

	if (f->kind != WIRE_HEAD || !read_number(&p, end, &status) ||
	    status < 200 || status > 599 || p == end)
		return false;
	h->status = (unsigned)status;
	h->whole = *p++ == 'W';
	return read_number(&p, end, &h->size) && read_text(&p, end, &h->type) &&
	       read_text(&p, end, &h->etag) && read_text(&p, end, &h->file) &&
	       p == end;
}
