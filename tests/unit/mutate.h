/* mutate.h - the bytes of case files, changed, lost and doubled */
#ifndef NEWSIDX_TESTS_UNIT_MUTATE_H
#define NEWSIDX_TESTS_UNIT_MUTATE_H

#include "tests/unit/corpus_help.h"

static unsigned mutate_seed = 3;

static unsigned mutate_roll(size_t n)
{
	mutate_seed = mutate_seed * 1103515245u + 12345u;
	return n == 0 ? 0 : (mutate_seed >> 8) % (unsigned)n;
}

/* Read one damaged copy of the bytes between from and to. */
static void mutate_one(const struct format *format, const char *p, size_t len,
                       const char *marks)
{
	struct buf b = BUF_INIT;
	struct told t;
	size_t from = mutate_roll(len), to = from + mutate_roll(len - from);

	/* Now and then only a few bytes are changed. */
	if (mutate_roll(3) == 0)
		to = from;
	buf_add(&b, p, from);
	buf_add(&b, p + to, len - to);
	for (unsigned n = mutate_roll(40); n > 0 && b.len > 0; n--)
		b.p[mutate_roll(b.len)] = marks[mutate_roll(strlen(marks))];
	if (b.len > 0 && mutate_roll(2) == 0)
		buf_cut(&b, mutate_roll(b.len));
	(void)bid_on(format, "a", buf_str(&b), b.len);
	(void)tell(&t, format, "a", buf_str(&b), b.len,
	           1 + mutate_roll(5000));
	buf_release(&t.out);
	buf_release(&b);
}

/* Each case of the file, times over, damaged with bytes of marks: whatever is
 * told, nothing is read that is not there. */
static void mutate(const struct format *format, const char *path,
                   const char *marks, int times)
{
	char *all = read_cases(path);

	for (int k = 0; k < times; k++) {
		char *p = strstr(all, "\n== ");

		while (p != NULL) {
			char *body = strchr(p + 1, '\n');
			char *end = body ? strstr(body, "\n--\n") : NULL;

			if (end == NULL)
				break;
			mutate_one(format, body + 1, (size_t)(end - body - 1),
			           marks);
			p = strstr(end, "\n== ");
		}
	}
	free(all);
}

#endif
