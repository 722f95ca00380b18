/* relevance.c - how well answers are ranked, by people's judgements
 *
 *     relevance INDEX FILE K1 B HEADLINE
 *
 * FILE has a query a line, parted by tabs: its number, the query, the ids of
 * the articles that are relevant, parted by blanks.  K1, B and HEADLINE are the
 * values to try of struct ranking, parted by commas; all combinations are.
 * Prints a line for each combination and query, parted by tabs: k1, b,
 * headline, number, average precision, P@10, nDCG@10.
 *
 * The measures are trec_eval's (map, P_10, ndcg_cut_10): of the first 1000
 * articles; what nobody judged is not relevant; articles of the same weight, as
 * a float, stand by their ids, the greatest first.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/index/index.h"
#include "query/search.h"

#define DEPTH 1000
#define TOP 10
#define VALUES 64

struct values {
	double v[VALUES];
	size_t n;
};

static bool read_values(const char *s, struct values *out)
{
	char *end;

	for (out->n = 0; out->n < VALUES; s = end + 1) {
		out->v[out->n++] = strtod(s, &end);
		if (end == s || (*end != ',' && *end != '\0'))
			return false;
		if (*end == '\0')
			return true;
	}
	return false;
}

/* ---- measures ----------------------------------------------------------- */

struct found {
	char *id;
	float weight;
	bool relevant;
};

static int by_rank(const void *a, const void *b)
{
	const struct found *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return strcmp(y->id, x->id);
}

/* Whether ids, which are parted by blanks, have this one. */
static bool lists(const char *ids, const char *id)
{
	size_t len = strlen(id);

	for (const char *p = ids; (p = strstr(p, id)) != NULL; p += len)
		if ((p == ids || p[-1] == ' ') &&
		    (p[len] == ' ' || p[len] == '\0'))
			return true;
	return false;
}

static size_t count_ids(const char *ids)
{
	size_t n = *ids != '\0';

	for (; *ids != '\0'; ids++)
		n += *ids == ' ';
	return n;
}

static void measure(const struct found *f, size_t n, size_t relevant)
{
	double ap = 0, p = 0, dcg = 0, ideal = 0;
	size_t hits = 0;

	for (size_t i = 0; i < n; i++) {
		if (!f[i].relevant)
			continue;
		ap += (double)++hits / (double)(i + 1);
		if (i < TOP) {
			p++;
			dcg += 1 / log2((double)i + 2);
		}
	}
	for (size_t i = 0; i < TOP && i < relevant; i++)
		ideal += 1 / log2((double)i + 2);
	printf("%.4f\t%.4f\t%.4f\n", ap / (double)relevant, p / TOP,
	       dcg / ideal);
}

/* ---- asking ------------------------------------------------------------- */

static enum nx_status rank(struct index *x, const char *text,
                           const struct ranking *r, const char *relevant,
                           struct nx_err *err)
{
	struct search_options o = { .now = (int64_t)time(NULL), .ranking = r };
	struct results res = { NULL, 0, 0 };
	struct found *f = NULL;
	struct record rec;
	struct search s;
	size_t n = 0;
	enum nx_status st = search_open(&s, x, text, &o, err);

	if (st != NX_OK)
		return st;
	st = search_run(&s, 0, DEPTH, SORT_RELEVANCE, &res, err);
	f = nx_zalloc((res.n + 1) * sizeof *f);
	for (size_t i = 0; st == NX_OK && i < res.n; i++) {
		st = index_record(x, res.v[i].docid, &rec, err);
		if (st != NX_OK)
			break;
		f[n].id = nx_strndup(rec.key.p, rec.key.len);
		f[n].weight = (float)res.v[i].weight;
		f[n].relevant = lists(relevant, f[n].id);
		n++;
	}
	qsort(f, n, sizeof *f, by_rank);
	if (st == NX_OK)
		measure(f, n, count_ids(relevant));
	for (size_t i = 0; i < n; i++)
		free(f[i].id);
	free(f);
	results_release(&res);
	search_close(&s);
	return st;
}

static enum nx_status try_all(struct index *x, char *line,
                              const struct values *v, struct nx_err *err)
{
	const char *number = strsep(&line, "\t"), *text = strsep(&line, "\t");
	enum nx_status st = NX_OK;

	if (text == NULL || line == NULL || *line == '\0')
		return nx_fail(err, NX_USAGE, "a line without three fields");
	for (size_t i = 0; i < v[0].n * v[1].n * v[2].n && st == NX_OK; i++) {
		struct ranking r = { v[0].v[i / v[2].n / v[1].n],
			             v[1].v[i / v[2].n % v[1].n],
			             v[2].v[i % v[2].n] };

		printf("%g\t%g\t%g\t%s\t", r.k1, r.b, r.headline, number);
		st = rank(x, text, &r, line, err);
	}
	return st;
}

static enum nx_status try_file(struct index *x, FILE *f,
                               const struct values *v, struct nx_err *err)
{
	enum nx_status st = NX_OK;
	char *line = NULL;
	size_t room = 0;
	ssize_t len;

	while (st == NX_OK && (len = getline(&line, &room, f)) > 0) {
		if (line[len - 1] == '\n')
			line[len - 1] = '\0';
		st = try_all(x, line, v, err);
	}
	free(line);
	return st;
}

int main(int argc, char **argv)
{
	FILE *f = argc == 6 ? fopen(argv[2], "r") : NULL;
	struct index *x = NULL;
	struct values v[3];
	enum nx_status st;
	struct nx_err err;

	if (f == NULL || !read_values(argv[3], &v[0]) ||
	    !read_values(argv[4], &v[1]) || !read_values(argv[5], &v[2])) {
		fprintf(stderr,
		        "usage: relevance INDEX FILE K1 B HEADLINE\n");
		return 2;
	}
	st = index_open(&x, argv[1], &err);
	if (st == NX_OK)
		st = try_file(x, f, v, &err);
	if (st != NX_OK)
		fprintf(stderr, "relevance: %s\n", err.msg);
	index_close(x);
	fclose(f);
	return st == NX_OK ? 0 : 4;
}
