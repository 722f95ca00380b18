#include "query/text.h"

#include <string.h>
#include <wchar.h>

#include "lib/base/utf8.h"

/* What has more columns is no word, and is not kept until it ends. */
#define WORD_MOST 1000

/* Bytes that a column may take: a letter with all its accents. */
#define COLUMN_BYTES 32

/* C0, DEL and C1 controls: what a terminal would obey. */
static bool is_control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == UTF8_BAD;
}

struct glyph glyph_at(const char *p, const char *end)
{
	struct glyph g = { 1, 1, false };
	uint32_t cp = utf8_decode(p, end, &g.len);
	int columns;

	if (cp > ' ' && cp < 0x7f)
		return g;
	g.space = cp == ' ' || cp == 0x3000 || is_control(cp);
	columns = g.space ? 1 : wcwidth((wchar_t)cp);
	if (columns >= 0)
		g.columns = (unsigned)columns;
	return g;
}

void text_tidy(struct buf *out, const char *p, size_t len, bool *space)
{
	for (const char *end = p + len; p < end;) {
		struct glyph g = glyph_at(p, end);

		if (!g.space)
			buf_add(out, p, g.len);
		else if (!*space)
			buf_addc(out, ' ');
		*space = g.space;
		p += g.len;
	}
}

size_t text_columns(const char *p, size_t len)
{
	size_t columns = 0;

	for (const char *end = p + len; p < end;) {
		struct glyph g = glyph_at(p, end);

		columns += g.columns;
		p += g.len;
	}
	return columns;
}

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* The character that ends before at, at > 0. */
static size_t one_back(const char *p, size_t at)
{
	size_t from = at - 1;

	while (from > 0 && at - from < UTF8_MAX && is_continuation(p[from]))
		from--;
	/* What is no UTF-8 is taken byte by byte. */
	return glyph_at(p + from, p + at).len == at - from ? from : at - 1;
}

size_t text_before(const char *p, size_t at, size_t columns)
{
	size_t from = at, most = columns * COLUMN_BYTES, best = at, used = 0;
	bool space = false;

	while (from > 0 && at - from < most) {
		size_t back = one_back(p, from);
		struct glyph g = glyph_at(p + back, p + from);

		/* Tidied, white space is one space. */
		used += g.space && space ? 0 : g.columns;
		space = g.space;
		if (used > columns)
			break;
		from = back;
		/* An accent alone is no beginning. */
		if (g.columns > 0 || from == 0)
			best = from;
	}
	return best;
}

size_t text_behind(const char *p, size_t len, size_t at, size_t columns)
{
	size_t to = at, most = columns * COLUMN_BYTES, used = 0;
	bool space = false;

	while (to < len && to - at < most) {
		struct glyph g = glyph_at(p + to, p + len);

		/* Tidied, white space is one space. */
		used += g.space && space ? 0 : g.columns;
		space = g.space;
		if (used > columns)
			break;
		to += g.len;
	}
	return to;
}

/* ---- flow --------------------------------------------------------------- */

void flow_begin(struct flow *f, FILE *out, unsigned width, unsigned indent,
                unsigned column)
{
	*f = (struct flow){ .out = out,
		            .width = width,
		            .indent = indent,
		            .column = column,
		            .space = true };
}

static void flush(struct flow *f)
{
	unsigned gap = f->gap ? 1 : 0;

	if (f->word.len == 0)
		return;
	if (f->width > 0 && f->column > f->indent &&
	    f->column + gap + f->word_columns > f->width) {
		fprintf(f->out, "\n%*s", (int)f->indent, "");
		f->column = f->indent;
	} else if (f->gap) {
		fputc(' ', f->out);
		f->column++;
	}
	fwrite(f->word.p, 1, f->word.len, f->out);
	f->column += f->word_columns;
	f->word_columns = 0;
	f->gap = f->begun = false;
	buf_clear(&f->word);
}

static void add(struct flow *f, const char *p, const struct glyph *g)
{
	if (g->space) {
		if (!f->space) {
			flush(f);
			f->gap = true;
		}
		f->space = true;
		return;
	}
	if ((g->columns == 2 && f->begun) ||
	    f->word_columns >= WORD_MOST)
		flush(f);
	buf_add(&f->word, p, g->len);
	f->word_columns += g->columns;
	f->begun = true;
	f->space = false;
}

void flow_text(struct flow *f, const char *p, size_t len)
{
	for (const char *end = p + len; p < end;) {
		struct glyph g = glyph_at(p, end);

		add(f, p, &g);
		p += g.len;
	}
}

void flow_code(struct flow *f, const char *s, unsigned columns)
{
	buf_adds(&f->word, s);
	f->word_columns += columns;
}

void flow_end(struct flow *f)
{
	if (!f->begun)
		f->gap = false;
	flush(f);
	buf_release(&f->word);
}
