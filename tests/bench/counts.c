/* counts.c - how long counts take beside the plain answer, without starting a
 * program for each
 *
 *     counts INDEX FILE [ROUNDS]
 *
 * FILE has a query a line.  Each is asked once to warm up and then ROUNDS times
 * (3), in several ways that take turns: how many articles match; the best ten,
 * as "newsidx query" asks; all that match, by every facet; by month and as a
 * share of all articles of the index; the two again with hits (+).  Prints a
 * table of the milliseconds of the best round.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/index/index.h"
#include "query/trend.h"

#define TOP 10

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

typedef enum nx_status ask_fn(struct index *x, const char *text,
                              uint64_t *articles, struct nx_err *err);

static enum nx_status run(struct index *x, const char *text, uint32_t max,
                          uint64_t *articles, struct nx_err *err)
{
	struct search_options o = { .now = (int64_t)time(NULL) };
	struct results r = { NULL, 0, 0 };
	struct search s;
	enum nx_status st = search_open(&s, x, text, &o, err);

	if (st != NX_OK)
		return st;
	st = search_run(&s, 0, max, SORT_RELEVANCE, &r, err);
	*articles = r.total;
	results_release(&r);
	search_close(&s);
	return st;
}

static enum nx_status ask_count(struct index *x, const char *text,
                                uint64_t *articles, struct nx_err *err)
{
	return run(x, text, 0, articles, err);
}

static enum nx_status ask_ten(struct index *x, const char *text,
                              uint64_t *articles, struct nx_err *err)
{
	return run(x, text, TOP, articles, err);
}

static enum nx_status facets(struct index *x, const char *text, bool hits,
                             uint64_t *articles, struct nx_err *err)
{
	const struct tally_options to = { .facets = FACETS_ALL,
		                          .split = FACET_NONE,
		                          .hits = hits };
	struct search_options o = { .now = (int64_t)time(NULL) };
	struct search s;
	struct tally t;
	enum nx_status st = search_open(&s, x, text, &o, err);

	if (st != NX_OK)
		return st;
	st = tally_run(&t, &s, &to, err);
	search_close(&s);
	if (st != NX_OK)
		return st;
	*articles = t.all.articles;
	tally_release(&t);
	return NX_OK;
}

static enum nx_status trend(struct index *x, const char *text, bool hits,
                            uint64_t *articles, struct nx_err *err)
{
	static const enum period month = PERIOD_MONTH;
	const char *const query[] = { text };
	const struct trend_options o = {
		.search = { .now = (int64_t)time(NULL) },
		.query = query,
		.n_query = 1,
		.by = &month,
		.split = FACET_NONE,
		.top = 1,
		.hits = hits,
	};
	struct trend t;
	enum nx_status st = trend_make(&t, x, &o, err);

	if (st != NX_OK)
		return st;
	*articles = t.total.articles;
	trend_release(&t);
	return NX_OK;
}

static enum nx_status ask_facets(struct index *x, const char *text,
                                 uint64_t *articles, struct nx_err *err)
{
	return facets(x, text, false, articles, err);
}

static enum nx_status ask_trend(struct index *x, const char *text,
                                uint64_t *articles, struct nx_err *err)
{
	return trend(x, text, false, articles, err);
}

static enum nx_status ask_facets_hits(struct index *x, const char *text,
                                      uint64_t *articles, struct nx_err *err)
{
	return facets(x, text, true, articles, err);
}

static enum nx_status ask_trend_hits(struct index *x, const char *text,
                                     uint64_t *articles, struct nx_err *err)
{
	return trend(x, text, true, articles, err);
}

static const struct {
	const char *name;
	ask_fn *ask;
} way[] = {
	{ "count", ask_count },         { "best 10", ask_ten },
	{ "facets", ask_facets },       { "trend", ask_trend },
	{ "facets+", ask_facets_hits }, { "trend+", ask_trend_hits },
};
#define WAYS ((int)(sizeof way / sizeof way[0]))

/* All ways must find as many. */
static void ask_all(struct index *x, const char *text, double *best)
{
	uint64_t first = 0, articles = 0;
	struct nx_err err;

	for (int i = 0; i < WAYS; i++) {
		double t = now();

		if (way[i].ask(x, text, &articles, &err) != NX_OK) {
			fprintf(stderr, "counts: %s: %s\n", text, err.msg);
			exit(4);
		}
		t = now() - t;
		best[i] = t < best[i] ? t : best[i];
		first = i == 0 ? articles : first;
		if (articles != first) {
			fprintf(stderr, "counts: %s: %s has %llu, not %llu\n",
			        text, way[i].name, (unsigned long long)articles,
			        (unsigned long long)first);
			exit(4);
		}
	}
}

static void measure(struct index *x, const char *text, int rounds)
{
	uint64_t articles = 0;
	double best[WAYS];
	struct nx_err err;

	for (int round = 0; round <= rounds; round++) {
		/* The first is to warm up. */
		for (int i = 0; round <= 1 && i < WAYS; i++)
			best[i] = 1e9;
		ask_all(x, text, best);
	}
	(void)ask_count(x, text, &articles, &err);
	printf("%9llu", (unsigned long long)articles);
	for (int i = 0; i < WAYS; i++)
		printf(" %8.2f", best[i]);
	printf("   %s\n", text);
}

int main(int argc, char **argv)
{
	struct index *x = NULL;
	struct nx_err err;
	char line[4096];
	int rounds = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 3;
	FILE *f;

	if (argc < 3 || (f = fopen(argv[2], "r")) == NULL ||
	    index_open(&x, argv[1], &err) != NX_OK) {
		fprintf(stderr, "counts INDEX FILE [ROUNDS]\n");
		return 2;
	}
	printf("%9s", "articles");
	for (int i = 0; i < WAYS; i++)
		printf(" %8s", way[i].name);
	printf("   ms\n");
	while (fgets(line, sizeof line, f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		measure(x, line, rounds);
	}
	fclose(f);
	index_close(x);
	return 0;
}
