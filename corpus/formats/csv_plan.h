/* csv_plan.h - what a table of separated values is, from its first bytes
 *
 * For formats/csv.c.  Columns have the names of JSON members, so that one
 * mapping (json_map.h) serves both.
 */
#ifndef NEWSIDX_CORPUS_FORMATS_CSV_PLAN_H
#define NEWSIDX_CORPUS_FORMATS_CSV_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "corpus/formats/csv_rows.h"

/* A collection whose files have no header, known by the look of its rows. */
struct csv_set {
	char sep, quote;
	/* One letter for each column: see csv_plan.c. */
	const char *shape;
	const char *names; /* separated by ' '; '-' for none */
	bool ag_news;      /* classes by number, remains of markup */
};

struct csv_plan {
	struct csv_dialect d;
	size_t skip;    /* bytes before the first row: a mark, "sep=;" */
	size_t columns;
	bool header;    /* the first row has names that are known */
	bool has_text;  /* one of them a headline's or a text's */
	const struct csv_set *set; /* or NULL */
	unsigned good, bad; /* rows with as many columns, and others */
};

/* Find out what the table is whose first len bytes are at p; whole: these are
 * all.  False where they are no table at all. */
bool csv_plan(const char *p, size_t len, bool whole, struct csv_plan *plan);

/* Make a column's title, in place, the name it has in JSON: in lower case, a
 * '_' for anything but letters and digits. */
void csv_name(struct buf *title);

/* What the generic mapping calls the column that is known here as name, or
 * NULL where it is called so there, or unknown. */
const char *csv_other_name(const char *name);

#endif
