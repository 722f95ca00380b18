#include <string.h>

#include "query/columns.h"
#include "query/output.h"
#include "query/text.h"

/* Columns of a day, and between it and the text. */
#define DAY 10
#define GAP 2

static void put_day(FILE *out, const struct record *r)
{
	char text[INSTANT_TEXT_MAX] = "";

	if (r->published.precision != INSTANT_NONE)
		instant_text(&r->published, text);
	fprintf(out, "%-*.*s%*s", DAY, DAY, text, GAP, "");
}

static void put_buf(FILE *out, const struct buf *b)
{
	fwrite(buf_str(b), 1, b->len, out);
}

static void pad(FILE *out, size_t columns, size_t wanted)
{
	if (columns < wanted)
		fprintf(out, "%*s", (int)(wanted - columns), "");
}

/* How many columns of the text behind the hit are shown, of those it has. */
static size_t room(const struct row *row, const struct buf *hit, bool ids,
                   const struct look *look)
{
	size_t used = DAY + GAP + row->columns + text_columns(hit->p, hit->len);

	if (!look->color)
		used += 2 * strlen("**");
	if (look->width == 0 || ids)
		return row->columns;
	return used < look->width ? look->width - used : 0;
}

void print_kwic(FILE *out, const struct row *row, bool ids,
                const struct look *look)
{
	struct context c = CONTEXT_INIT;
	size_t most, shown;

	context_make(&c, row->r, row->h, row->columns);
	most = room(row, &c.hit, ids, look);
	if (most < row->columns)
		buf_cut(&c.right, text_behind(buf_str(&c.right), c.right.len,
		                              0, most));
	shown = text_columns(buf_str(&c.right), c.right.len);
	put_day(out, row->r);
	pad(out, text_columns(buf_str(&c.left), c.left.len), row->columns);
	put_buf(out, &c.left);
	fputs(look->color ? LOOK_MARK : "**", out);
	put_buf(out, &c.hit);
	fputs(look->color ? LOOK_PLAIN : "**", out);
	put_buf(out, &c.right);
	if (ids) {
		pad(out, shown, row->columns);
		fprintf(out, "%*s", GAP, "");
		print_text(out, row->r->key.p, 0, row->r->key.len, NULL, false);
	}
	fputc('\n', out);
	context_release(&c);
}
