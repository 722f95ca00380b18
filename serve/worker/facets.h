/* facets.h - what an answer can be narrowed down by, and when its articles are
 * of */
#ifndef NEWSIDX_SERVE_WORKER_FACETS_H
#define NEWSIDX_SERVE_WORKER_FACETS_H

#include "query/tally.h"
#include "serve/worker/ask.h"
#include "serve/worker/worker.h"

struct narrowing {
	struct tally tally;
	enum facet more; /* of which all values are shown; FACETS: of none */
	struct tally_dates dates;
	enum period period; /* that divides them well */
	struct tally_point *point;
	size_t n;
};

/* Count what s, which was run, finds.  n needs narrowing_release also after a
 * failure. */
enum nx_status narrowing_find(struct narrowing *n, struct worker *w,
                              const struct ask *a, struct search *s,
                              struct nx_err *err);
void narrowing_release(struct narrowing *n);

/* The dates as bars, and a form to choose some. */
void show_timeline(FILE *out, const struct ask *a, const struct narrowing *n);

/* The facets as lists of links. */
void show_facets(FILE *out, const struct ask *a, const struct narrowing *n);

/* What the index holds, and how to begin. */
void show_facts(FILE *out, const struct facts *f);

/* The dates that a period is from and to, as a request has them. */
#define PERIOD_DATE 16
void period_range(enum period p, int32_t day, char from[PERIOD_DATE],
                  char to[PERIOD_DATE]);

#endif
