#include "lib/base/edits.h"

#include "lib/base/utf8.h"

bool chars_read(struct chars *c, const char *p, size_t len)
{
	const char *end = p + len;
	unsigned n;

	for (c->n = 0; p < end; p += n) {
		if (c->n == CHARS_MAX)
			return false;
		c->v[c->n++] = utf8_decode(p, end, &n);
	}
	return true;
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

unsigned chars_edits(const struct chars *a, const struct chars *b, unsigned max)
{
	unsigned row[3][CHARS_MAX + 1];
	unsigned *before = row[0], *last = row[1], *now = row[2];

	if (a->n > b->n + max || b->n > a->n + max)
		return max + 1;
	for (size_t j = 0; j <= b->n; j++)
		last[j] = (unsigned)j;
	for (size_t i = 1; i <= a->n; i++) {
		unsigned row_least = now[0] = (unsigned)i, *t;

		for (size_t j = 1; j <= b->n; j++) {
			unsigned d = last[j - 1] + (a->v[i - 1] != b->v[j - 1]);

			d = least(d, least(last[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && a->v[i - 1] == b->v[j - 2] &&
			    a->v[i - 2] == b->v[j - 1])
				d = least(d, before[j - 2] + 1);
			now[j] = d;
			row_least = least(row_least, d);
		}
		if (row_least > max)
			return max + 1;
		t = before;
		before = last;
		last = now;
		now = t;
	}
	return least(last[b->n], max + 1);
}
