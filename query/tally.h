/* tally.h - counting all articles that match a question
 *
 *     struct tally t;
 *
 *     search_open(&s, ...)
 *       tally_run(&t, &s, &options, err)     one pass over all that match
 *         tally_values(&t, FACET_AUTHOR, ...)
 *         tally_line(&t, TALLY_ALL, PERIOD_MONTH, ...)
 *       tally_release(&t)
 *     search_close(&s)                       may come before tally_release
 *
 * tally_index counts all articles that there are, for shares of them.
 *
 * Counts are exact.  An article counts once for each value of a field that it
 * has, so that what the authors of an answer have may add up to more articles
 * than there are; and its hits count for each of them.  No stored text is read.
 *
 * Articles are counted by the date on the clock of their own place.  Of some
 * only the month or the year is known: a count by day tells how many there are,
 * and does not guess.
 */
#ifndef NEWSIDX_QUERY_TALLY_H
#define NEWSIDX_QUERY_TALLY_H

#include "lib/index/column.h"
#include "query/period.h"
#include "query/search.h"

/* What articles are counted by, in the order in which it is shown. */
enum facet {
	FACET_SOURCE,
	FACET_SECTION,
	FACET_AUTHOR,
	FACET_PLACE,
	FACET_KEYWORD,
	FACET_LANGUAGE,
	FACET_YEAR,
	FACETS,
};

#define FACET_BIT(f) (1u << (f))
#define FACETS_ALL (FACET_BIT(FACETS) - 1)

/* "source" ...; and back.  False for any other name. */
const char *facet_name(enum facet f);
bool facet_named(const char *name, size_t len, enum facet *out);

struct count {
	uint64_t articles;
	uint64_t hits; /* 0 unless they were asked for */
};

/* No facet, of tally_options.split. */
#define FACET_NONE FACETS

struct tally_options {
	unsigned facets; /* FACET_BIT(...) | ... */
	bool dates;      /* for tally_line, tally_dates */
	/* Dates are counted for each value of this facet apart: one whose
	 * articles have one value at most (source, section, language).
	 * FACET_NONE: not. */
	enum facet split;
	/* Count hits, as "query --hits" lists them.  That takes reading the
	 * positions of the words, as a phrase does. */
	bool hits;
	/* Shared by several tallies, so that their values have the same
	 * numbers, and outliving them; NULL: each has its own. */
	struct columns *columns;
};

/* A value of a facet. */
struct tally_value {
	struct slice name; /* as articles write it; t's */
	uint32_t id;       /* for tally_line */
	struct count n;
};

/* Articles by date, for the whole answer or one value of the split. */
struct tally_dates {
	/* The first days that the earliest and the latest of them may be of;
	 * if none has a date, first > last. */
	int32_t first, last;
	struct count day;     /* whose day is known */
	struct count month;   /* only the month */
	struct count year;    /* only the year */
	struct count undated; /* nothing */
};

struct tally {
	struct count all;

	/* For tally.c. */
	struct columns *columns, *own;
	struct tally_facet {
		struct count *v; /* by id */
		size_t n, cap;
		struct count none;
	} facet[FACETS];
	char (*year)[5];         /* their names */
	struct tally_cell *cell; /* by value of the split and day */
	size_t n_cell, cap_cell;
};

/* Count the articles that s finds.  On failure there is nothing to release:
 * NX_TIMEOUT, NX_STALE, failures of reading. */
enum nx_status tally_run(struct tally *t, struct search *s,
                         const struct tally_options *o, struct nx_err *err);

/* The same of all articles of an index, without a question, and so without
 * hits: some 20 ns for each and what it is counted by.  work may be NULL. */
enum nx_status tally_index(struct tally *t, struct index *x, struct work *work,
                           const struct tally_options *o, struct nx_err *err);

void tally_release(struct tally *t);

/* Set *v to the values of the facet that any article has, which was asked for:
 * those of most articles first, then by bytes; of years the earliest first.
 * *v is an array to be freed, whose names live until tally_release.
 * *none, unless NULL: the articles that have no value. */
void tally_values(const struct tally *t, enum facet f, struct tally_value **v,
                  size_t *n, struct count *none);

/* All values of the split together; and articles that have none. */
#define TALLY_ALL UINT32_MAX
#define TALLY_NO_VALUE (UINT32_MAX - 1)

/* value is TALLY_ALL, or, with a split, the id of one of its values. */
void tally_dates(const struct tally *t, uint32_t value, struct tally_dates *d);

/* One period of a line. */
struct tally_point {
	int32_t day; /* its first: see period_text */
	struct count n;
};

/* Set *v to the periods from that of day first to that of day last, each with
 * what it has, be that nothing: an array to be freed, of *n points.  Articles
 * of which less is known than the period, and those outside, are not in it. */
void tally_line(const struct tally *t, uint32_t value, enum period p,
                int32_t first, int32_t last, struct tally_point **v, size_t *n);

#endif
