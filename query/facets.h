/* facets.h - what the articles of an answer have in common: printing counts by
 * source, author and the like (tally.h) */
#ifndef NEWSIDX_QUERY_FACETS_H
#define NEWSIDX_QUERY_FACETS_H

#include <stdio.h>

#include "query/output.h"
#include "query/tally.h"

struct facets_form {
	unsigned facets; /* FACET_BIT(...), those that t was counted by */
	size_t most;     /* values of each: those of most articles */
	bool hits;
};

/* The facets that "source,author" names; NX_USAGE, saying which there are. */
enum nx_status facets_named(const char *text, unsigned *out,
                            struct nx_err *err);

/* For people: a list with bars for each. */
void facets_print(FILE *out, const struct tally *t,
                  const struct facets_form *form, const struct look *look);

/* A row for each value; one without a value, for articles that have none. */
void facets_csv(FILE *out, const struct tally *t,
                const struct facets_form *form);

/* The facets as an array "facets" of the object that is open. */
void facets_json(struct json *j, const struct tally *t,
                 const struct facets_form *form);

#endif
