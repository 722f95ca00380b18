/* query.c - how long answers take, without starting a program for each
 *
 *     query BLOCKS XAPIAN FILE [ROUNDS]
 *
 * The same articles as two indexes, with positions in blocks and in libxapian's
 * table; FILE has a query a line.  Each is opened once; a query is read,
 * planned, run and closed again: once to warm up, then ROUNDS times, in several
 * ways that take turns (see way[]):
 *
 *   - as newsidx asks it, of either index, for the first ten articles and the
 *     exact count;
 *   - the same of blocks, with all that is decided on positions decided by
 *     intervals;
 *   - of libxapian's table, only by libxapian's operators, of plain terms and
 *     without the bonus for headlines, where the query is one phrase of plain
 *     words, or =a w/5 =b, or =a pre/5 =b;
 *   - all but the second again, for the first ten alone.
 *
 * Prints a line for each, parted by tabs: milliseconds of the best round of
 * each way, "-" where there is none, articles, the query.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/buf.h"
#include "lib/index/index.h"
#include "lib/index/xap.h"
#include "query/search.h"

#define TOP 10

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* total is exact, or not set if only the first ten are asked for. */
typedef enum nx_status ask_fn(struct index *x, const char *text, bool ten,
                              uint32_t *total, struct nx_err *err);

static enum nx_status ask(struct index *x, const char *text,
                          const struct search_options *o, uint32_t *total,
                          struct nx_err *err)
{
	struct results r = { NULL, 0, 0 };
	struct search s;
	enum nx_status st = search_open(&s, x, text, o, err);

	if (st != NX_OK)
		return st;
	st = search_run(&s, 0, TOP, SORT_RELEVANCE, &r, err);
	if (!o->estimate)
		*total = r.total;
	results_release(&r);
	search_close(&s);
	return st;
}

static enum nx_status ask_newsidx(struct index *x, const char *text, bool ten,
                                  uint32_t *total, struct nx_err *err)
{
	struct search_options o = { .now = (int64_t)time(NULL),
		                    .estimate = ten };

	return ask(x, text, &o, total, err);
}

static enum nx_status ask_intervals(struct index *x, const char *text, bool ten,
                                    uint32_t *total, struct nx_err *err)
{
	struct search_options o = { .now = (int64_t)time(NULL),
		                    .estimate = ten,
		                    .intervals = true };

	return ask(x, text, &o, total, err);
}

/* ---- libxapian alone ---------------------------------------------------- */

#define WORDS 16

struct plain {
	enum xap_op op;
	struct xap_str word[WORDS];
	size_t n;
	uint32_t window;
};

/* Whether the query is one that libxapian has an operator for. */
static bool read_plain(const char *text, struct plain *out)
{
	char a[100], b[100];
	unsigned n;
	int used = 0;

	if (text[0] == '"' && strchr(text + 1, '"') == strchr(text, '\0') - 1) {
		const char *p = text + 1;

		*out = (struct plain){ .op = XAP_PHRASE };
		while (*p != '\0' && out->n < WORDS) {
			size_t len = strcspn(p, " \"");

			out->word[out->n++] = (struct xap_str){ p, len };
			p += len + 1;
		}
		out->window = (uint32_t)out->n;
		return *p == '\0';
	}
	*out = (struct plain){ .op = XAP_NEAR, .n = 2 };
	if (sscanf(text, "=%99[a-z] w/%u =%99[a-z]%n", a, &n, b, &used) < 3) {
		out->op = XAP_PHRASE;
		if (sscanf(text, "=%99[a-z] pre/%u =%99[a-z]%n", a, &n, b,
		           &used) < 3)
			return false;
	}
	if (text[used] != '\0')
		return false;
	out->word[0] = (struct xap_str){ text + 1, strlen(a) };
	out->word[1] = (struct xap_str){ text + used - strlen(b), strlen(b) };
	out->window = n + 1;
	return true;
}

static enum nx_status ask_plain(struct index *x, const char *text, bool ten,
                                uint32_t *total, struct nx_err *err)
{
	struct xap_query *q = NULL;
	struct xap_enquire *e = NULL;
	struct xap_mset *m = NULL;
	struct xap_matches found;
	struct xap_error xe;
	struct plain p;
	enum xap_status xs;

	(void)read_plain(text, &p);
	xs = xap_query_terms(&q, p.op, p.word, p.n, p.window, &xe);
	if (xs == XAP_OK)
		xs = xap_enquire_new(&e, index_db(x), &xe);
	if (xs == XAP_OK)
		xs = xap_enquire_set_query(e, q, 0, &xe);
	if (xs == XAP_OK)
		xs = rank_set(e, &ranking_default, &xe);
	if (xs == XAP_OK)
		xs = xap_enquire_mset(&m, e, 0, TOP, ten ? 0 : UINT32_MAX, NULL,
		                      NULL, &xe);
	if (xs == XAP_OK && !ten) {
		xap_mset_matches(m, &found);
		*total = found.estimated;
	}
	xap_mset_free(m);
	xap_enquire_free(e);
	xap_query_free(q);
	return nx_from_xap(err, xs, &xe, "libxapian");
}

/* ---- measuring ---------------------------------------------------------- */

/* Of which index, and what. */
enum { BLOCKS, XAPIAN, INDEXES };

static const struct way {
	ask_fn *ask;
	int of;
	bool ten;
} way[] = {
	{ ask_newsidx, BLOCKS, false },   { ask_newsidx, XAPIAN, false },
	{ ask_intervals, BLOCKS, false }, { ask_plain, XAPIAN, false },
	{ ask_newsidx, BLOCKS, true },    { ask_newsidx, XAPIAN, true },
	{ ask_plain, XAPIAN, true },
};
#define WAYS ((int)(sizeof way / sizeof way[0]))

static bool is_way(int i, bool plain)
{
	return plain || way[i].ask != ask_plain;
}

static enum nx_status time_round(struct index *const x[INDEXES],
                                 const char *text, bool plain, double *best,
                                 uint32_t *total, struct nx_err *err)
{
	enum nx_status st = NX_OK;

	for (int i = 0; st == NX_OK && i < WAYS; i++) {
		double t = now();

		if (!is_way(i, plain))
			continue;
		st = way[i].ask(x[way[i].of], text, way[i].ten, &total[i], err);
		t = now() - t;
		if (t < best[i])
			best[i] = t;
	}
	return st;
}

static enum nx_status time_one(struct index *const x[INDEXES], const char *text,
                               long rounds, struct nx_err *err)
{
	double best[WAYS], warm[WAYS];
	uint32_t total[WAYS] = { 0 };
	struct plain p;
	bool plain = read_plain(text, &p);
	enum nx_status st;

	for (int i = 0; i < WAYS; i++)
		best[i] = warm[i] = 1e9;
	st = time_round(x, text, plain, warm, total, err);
	for (long i = 0; st == NX_OK && i < rounds; i++)
		st = time_round(x, text, plain, best, total, err);
	if (st != NX_OK)
		return st;
	for (int i = 0; i < WAYS; i++)
		if (!is_way(i, plain))
			printf("-\t");
		else if (way[i].ten || total[i] == total[0])
			printf("%.4f\t", best[i]);
		else
			return nx_fail(err, NX_CORRUPT,
			               "%u articles and %u, by another way",
			               total[0], total[i]);
	printf("%lu\t%s\n", (unsigned long)total[0], text);
	return NX_OK;
}

static enum nx_status time_all(struct index *const x[INDEXES], FILE *f,
                               long rounds, struct nx_err *err)
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
	long rounds = argc > 4 ? strtol(argv[4], NULL, 10) : 3;
	FILE *f = argc > 3 ? fopen(argv[3], "r") : NULL;
	struct index *x[INDEXES] = { NULL, NULL };
	enum nx_status st;
	struct nx_err err;

	if (f == NULL || rounds < 1) {
		fprintf(stderr, "usage: query BLOCKS XAPIAN FILE [ROUNDS]\n");
		return 2;
	}
	st = index_open(&x[BLOCKS], argv[1], &err);
	if (st == NX_OK)
		st = index_open(&x[XAPIAN], argv[2], &err);
	if (st == NX_OK)
		st = time_all(x, f, rounds, &err);
	if (st != NX_OK)
		fprintf(stderr, "query: %s\n", err.msg);
	index_close(x[BLOCKS]);
	index_close(x[XAPIAN]);
	fclose(f);
	return st == NX_OK ? 0 : 4;
}
