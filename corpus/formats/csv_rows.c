#include "corpus/formats/csv_rows.h"

#include <string.h>

/* Scanning in vain is bounded by what was read, and this. */
#define WASTED_MAX ((uint64_t)64 << 20)

void csv_row_clear(struct csv_row *row)
{
	row->n = row->len = row->at = row->start = 0;
	row->multi = row->open = row->in_quotes = row->closed = false;
}

static void end_field(struct csv_row *row, size_t end)
{
	if (row->n < LIMIT_COLUMNS) {
		struct csv_field *f = &row->f[row->n];

		f->quoted = row->closed;
		f->at = row->start + row->closed;
		f->len = end - row->closed - f->at;
	}
	row->n++;
	row->closed = false;
}

/* Whether the quote at i has an odd number of backslashes before it. */
static bool is_escaped(const char *p, size_t from, size_t i)
{
	size_t n = 0;

	while (i > from && p[i - 1] == '\\') {
		i--;
		n++;
	}
	return n % 2 == 1;
}

/* Go on inside quotes to behind the one that closes them.  False when that is
 * not there yet. */
static bool pass_quoted(struct csv_row *row, const struct csv_dialect *d,
                        const char *p, size_t len, bool whole)
{
	while (row->at < len) {
		const char *q = memchr(p + row->at, d->quote, len - row->at);
		size_t i = q != NULL ? (size_t)(q - p) : len;

		row->multi = row->multi ||
		             memchr(p + row->at, '\n', i - row->at) != NULL;
		row->at = i;
		if (q == NULL || (i + 1 == len && !whole))
			break;
		row->at = i + 1;
		if (d->quoting == CSV_BACKSLASH &&
		    is_escaped(p, row->start + 1, i))
			continue;
		if (i + 1 < len && p[i + 1] == d->quote) {
			row->at = i + 2;
		} else if (i + 1 == len || p[i + 1] == d->sep ||
		           p[i + 1] == '\n' || p[i + 1] == '\r') {
			row->in_quotes = false;
			row->closed = true;
			return true;
		}
	}
	return false;
}

static void end_row(struct csv_row *row, const char *p, size_t end)
{
	row->len = end < row->at ? row->at : end;
	if (end > row->start && p[end - 1] == '\r')
		end--;
	end_field(row, end);
}

bool csv_scan(struct csv_row *row, const struct csv_dialect *d, const char *p,
              size_t len, bool whole)
{
	row->open = false;
	while (row->at < len) {
		if (row->at == row->start && p[row->at] == d->quote &&
		    d->quoting != CSV_LITERAL && !row->closed) {
			row->in_quotes = true;
			row->at++;
		}
		if (row->in_quotes && !pass_quoted(row, d, p, len, whole))
			break;
		while (row->at < len && p[row->at] != d->sep &&
		       p[row->at] != '\n')
			row->at++;
		if (row->at == len)
			break;
		row->at++;
		if (p[row->at - 1] == '\n') {
			end_row(row, p, row->at - 1);
			return true;
		}
		end_field(row, row->at - 1);
		row->start = row->at;
	}
	row->open = row->in_quotes;
	if (!whole)
		return false;
	end_row(row, p, len);
	return true;
}

void csv_value(const struct csv_row *row, size_t i, const struct csv_dialect *d,
               const char *p, struct buf *out)
{
	const struct csv_field *f = &row->f[i];
	size_t at = f->at, len = f->len, from = out->len, kept;
	bool quoted = f->quoted;

	/* Without quoting, what has quotes around it was quoted even so. */
	if (d->quoting == CSV_LITERAL && len > 1 && p[at] == d->quote &&
	    p[at + len - 1] == d->quote) {
		at++;
		len -= 2;
		quoted = true;
	}
	for (size_t end = at + len; at < end;) {
		const char *q = quoted ? memchr(p + at, d->quote, end - at)
		                       : NULL;
		size_t n = q != NULL ? (size_t)(q - p) - at + 1 : end - at;

		if (q != NULL && d->quoting == CSV_BACKSLASH && n > 1 &&
		    q[-1] == '\\') {
			buf_add(out, p + at, n - 2);
			buf_addc(out, d->quote);
		} else {
			buf_add(out, p + at, n);
			if (q != NULL && at + n < end && q[1] == d->quote)
				n++;
		}
		at += n;
	}
	if (out->len == from || memchr(out->p + from, '\0', out->len - from) == NULL)
		return;
	kept = from;
	for (size_t k = from; k < out->len; k++)
		if (out->p[k] != '\0')
			out->p[kept++] = out->p[k];
	buf_cut(out, kept);
}

/* Scan one row in d, reading as much as it takes. */
static void scan_row(struct csv_rows *c, struct reader *r,
                     const struct csv_dialect *d)
{
	size_t seen = 0, n;
	bool done;

	csv_row_clear(&c->row);
	do {
		n = reader_peek(r, seen + 1, &c->p);
		done = csv_scan(&c->row, d, c->p, n, n <= seen);
		seen = n;
		/* A field, or a row, that does not end. */
		if (!done && (seen - c->row.start > LIMIT_QUOTED ||
		              seen > LIMIT_RECORD)) {
			done = csv_scan(&c->row, d, c->p, seen, true);
			c->row.open = true;
		}
	} while (!done);
	c->as = *d;
}

bool csv_rows_next(struct csv_rows *c, struct reader *r)
{
	struct csv_dialect plain = c->d;
	bool literal;

	reader_take(r, c->pending);
	c->pending = 0;
	c->offset = r->offset;
	c->again = false;
	if (reader_peek(r, 1, &c->p) == 0)
		return false;
	plain.quoting = CSV_LITERAL;
	literal = c->wasted > WASTED_MAX + r->offset;
	scan_row(c, r, literal ? &plain : &c->d);
	if (!literal && (c->row.open ||
	                 (c->row.multi && c->row.n != c->columns))) {
		c->wasted += c->row.len;
		c->again = true;
		scan_row(c, r, &plain);
	}
	c->pending = c->row.len;
	return true;
}
