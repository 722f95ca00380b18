/* trend.h - counts by period, beside those of all articles
 *
 *     trend_make          asks the questions, and counts
 *       trend_table, trend_csv, trend_json, trend_svg ...
 *     trend_release
 *
 * A series is one question of several, or one value of a field among the
 * articles that one question finds.  Each point of it has how many articles
 * there are in all, in that period: for a value of a field, with that value; so
 * that a source which wrote more is not one that wrote more about it.
 */
#ifndef NEWSIDX_QUERY_TREND_H
#define NEWSIDX_QUERY_TREND_H

#include <stdio.h>

#include "query/output.h"
#include "query/tally.h"

struct trend_options {
	struct search_options search; /* timeout: of each question */
	const char *const *query;
	size_t n_query;        /* one, with a split */
	const enum period *by; /* NULL: what fits */
	/* The first and last day that is wanted, of which the whole periods are
	 * shown; NULL: those of the articles that match. */
	const int32_t *since, *until;
	enum facet split; /* source, section or language; or FACET_NONE */
	size_t top;       /* values of it, the others together; 1 or more */
	bool hits;
};

struct trend_point {
	struct count n;
	uint64_t of; /* all articles of the period, with the series' value */
};

/* What has no point of its own. */
struct trend_rest {
	struct count undated;
	struct count coarse;  /* less is known than the period */
	struct count outside; /* before the first or behind the last */
};

enum trend_kind {
	TREND_QUERY,
	TREND_VALUE,
	TREND_OTHERS, /* all values but those of the other series */
	TREND_NONE,   /* no value */
};

struct trend_series {
	enum trend_kind kind;
	char *name;         /* the question, or the value, as it is written */
	size_t len;         /* of name, which has a NUL behind it */
	struct count total; /* all that match; points and rest add up to it */
	uint64_t of;        /* all that the points are shares of */
	struct trend_rest rest;
	struct trend_point *point; /* trend.n */
};

struct trend {
	enum period by;
	int32_t *day; /* the first of each period */
	size_t n;     /* 0: nothing that matches has a date */
	int32_t end;  /* the day behind the last period */

	struct trend_series *series;
	size_t n_series;
	enum facet split;
	size_t values; /* of the split, that were found */
	bool hits;

	const char *query;     /* the first, the options' */
	struct count total;    /* of the split's question; of the only one */
	uint64_t articles;     /* of the index */
	struct trend_rest all; /* of the index; no hits */
};

/* What a period may be at most: days of some 270 years. */
#define TREND_POINTS 100000

/* NX_USAGE, with the question's column; NX_BOUND: more than TREND_POINTS
 * periods; NX_TIMEOUT, NX_STALE, failures of reading.  t needs trend_release
 * only on success. */
enum nx_status trend_make(struct trend *t, struct index *x,
                          const struct trend_options *o, struct nx_err *err);
void trend_release(struct trend *t);

/* Any article in any series. */
bool trend_some(const struct trend *t);

/* What a point, or all of them, have of all articles, from 0 to 1; false: there
 * are none to have a share of. */
bool trend_share(uint64_t articles, uint64_t of, double *share);

/* What bars are as long as. */
enum trend_measure {
	TREND_ARTICLES,
	TREND_HITS,
	TREND_SHARE,
};

/* For people: a table with bars. */
void trend_table(FILE *out, const struct trend *t, enum trend_measure bars,
                 const struct look *look);

/* A row for each period, with columns for each series; or, if rows, a row for
 * each series and period. */
void trend_csv(FILE *out, const struct trend *t, bool rows);

void trend_json(FILE *out, const struct trend *t);

/* A plot as a file of its own. */
void trend_svg(FILE *out, const struct trend *t);

/* How a series is called on a plot or in a table: tidied. */
void trend_name(const struct trend *t, const struct trend_series *s,
                struct buf *out);

/* The sentences about what is in no period, each for itself; NULL is none. */
#define TREND_NOTES 4
size_t trend_notes(const struct trend *t, struct buf note[TREND_NOTES]);

#endif
