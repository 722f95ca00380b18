/* query.c - how long answers take, without starting a program for each
 *
 *     query INDEX FILE [ROUNDS]
 *
 * FILE has a query a line.  The index is opened once; a query is read, planned,
 * run for its first ten articles and the exact count, and closed again: once to
 * warm up, then ROUNDS times.  Prints a line for each, parted by tabs:
 * milliseconds of its best round, articles, the query.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "lib/base/buf.h"
#include "lib/index/index.h"
#include "query/search.h"

#define TOP 10

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static enum nx_status ask(struct index *x, const char *text, uint32_t *total,
                          struct nx_err *err)
{
	struct search_options o = { .now = (int64_t)time(NULL) };
	struct results r = { NULL, 0, 0 };
	struct search s;
	enum nx_status st = search_open(&s, x, text, &o, err);

	if (st != NX_OK)
		return st;
	st = search_run(&s, 0, TOP, SORT_RELEVANCE, &r, err);
	*total = r.total;
	results_release(&r);
	search_close(&s);
	return st;
}

static enum nx_status time_one(struct index *x, const char *text, long rounds,
                               struct nx_err *err)
{
	uint32_t total = 0;
	enum nx_status st = ask(x, text, &total, err);
	double best = 1e9;

	for (long i = 0; st == NX_OK && i < rounds; i++) {
		double t = now();

		st = ask(x, text, &total, err);
		t = now() - t;
		if (t < best)
			best = t;
	}
	if (st == NX_OK)
		printf("%.4f\t%lu\t%s\n", best, (unsigned long)total, text);
	return st;
}

static enum nx_status time_all(struct index *x, FILE *f, long rounds,
                               struct nx_err *err)
{
	enum nx_status st = NX_OK;
	char *line = NULL;
	size_t room = 0;
	ssize_t len;

	while (st == NX_OK && (len = getline(&line, &room, f)) > 0) {
		if (line[len - 1] == '\n')
			line[len - 1] = '\0';
		st = time_one(x, line, rounds, err);
		if (st != NX_OK)
			nx_fail_in(err, st, line);
	}
	free(line);
	return st;
}

int main(int argc, char **argv)
{
	long rounds = argc > 3 ? strtol(argv[3], NULL, 10) : 3;
	FILE *f = argc > 2 ? fopen(argv[2], "r") : NULL;
	struct index *x = NULL;
	enum nx_status st;
	struct nx_err err;

	if (f == NULL || rounds < 1) {
		fprintf(stderr, "usage: query INDEX FILE [ROUNDS]\n");
		return 2;
	}
	st = index_open(&x, argv[1], &err);
	if (st == NX_OK)
		st = time_all(x, f, rounds, &err);
	if (st != NX_OK)
		fprintf(stderr, "query: %s\n", err.msg);
	index_close(x);
	fclose(f);
	return st == NX_OK ? 0 : 4;
}
