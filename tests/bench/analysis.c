/* analysis.c - how fast the analyser is
 *
 *     analysis FILE [ROUNDS]
 *
 * FILE holds texts, each ended by a NUL byte (jq -j '.body + "\u0000"' makes
 * one of JSON lines).  All are analysed ROUNDS times over; says MB/s of the
 * best round on one core, and what came of it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/analysis/analysis.h"
#include "lib/base/buf.h"
#include "lib/base/limits.h"

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool read_file(const char *path, struct buf *b)
{
	FILE *f = fopen(path, "rb");
	size_t got;

	if (f == NULL)
		return false;
	while ((got = fread(buf_room(b, 1 << 20), 1, 1 << 20, f)) > 0)
		b->len += got;
	fclose(f);
	return true;
}

static size_t analyse_all(struct analyser *a, const struct buf *b,
                          struct token_list *l)
{
	const char *p = b->p, *end = b->p + b->len;
	size_t tokens = 0;

	while (p < end) {
		const char *nul = memchr(p, '\0', (size_t)(end - p));
		size_t len = (size_t)((nul != NULL ? nul : end) - p);

		if (len > LIMIT_ARTICLE_TEXT)
			len = LIMIT_ARTICLE_TEXT;
		analyser_run(a, p, len, l);
		tokens += l->n;
		p += len + 1;
	}
	return tokens;
}

int main(int argc, char **argv)
{
	struct buf b = BUF_INIT;
	struct token_list l = TOKEN_LIST_INIT;
	struct analyser *a = analyser_new();
	long rounds = argc > 2 ? strtol(argv[2], NULL, 10) : 5;
	double best = 1e9;
	size_t tokens = 0;

	if (argc < 2 || !read_file(argv[1], &b) || b.len == 0) {
		fprintf(stderr, "usage: analysis FILE [ROUNDS]\n");
		return 2;
	}
	for (long i = 0; i < rounds; i++) {
		double t = now();

		tokens = analyse_all(a, &b, &l);
		t = now() - t;
		if (t < best)
			best = t;
	}
	printf("%.1f MB, %zu tokens, %.0f MB/s, %.1f ns a token\n",
	       (double)b.len / 1e6, tokens, (double)b.len / 1e6 / best,
	       best * 1e9 / (double)tokens);
	analyser_free(a);
	token_list_release(&l);
	buf_release(&b);
	return 0;
}
