/* columns.h - what can be said of a result, by name: CSV and --format
 *
 * A row is an article, or one hit in an article.  As CSV (RFC 4180) it has the
 * columns of its kind in a fixed order, under a row of their names.  A template
 * is text with names of columns in braces, which each row replaces by its
 * values: "{id}: {headline}\n".  \n, \t, \0, \\, \{ and \} are what they are in
 * C, or the character itself.
 */
#ifndef NEWSIDX_QUERY_COLUMNS_H
#define NEWSIDX_QUERY_COLUMNS_H

#include <stdint.h>
#include <stdio.h>

#include "lib/base/status.h"
#include "query/locate.h"
#include "query/passage.h"

enum row_kind {
	ROW_ARTICLE = 1 << 0,
	ROW_HIT = 1 << 1,
};

struct row {
	enum row_kind kind;
	const struct record *r;

	/* ROW_ARTICLE */
	uint64_t rank;
	const struct findings *f;

	/* ROW_HIT */
	const struct hit *h;
	unsigned columns; /* of text on each side of the hit */
};

/* The row of names. */
void csv_header(FILE *out, enum row_kind kind);
void csv_row(FILE *out, const struct row *row);

/* Whether the template can be used for such rows: NX_USAGE, with what is
 * wrong, if not. */
enum nx_status template_check(const char *t, enum row_kind kind,
                              struct nx_err *err);

/* Print a row by a template that was checked, and end its line unless the
 * template ends with \n or \0.  No value has a line end in it. */
void template_print(FILE *out, const char *t, const struct row *row);

/* The text of a hit, and beside it: tidied, left + hit + right is how it
 * stands there. */
struct context {
	struct buf left, hit, right;
};

#define CONTEXT_INIT { BUF_INIT, BUF_INIT, BUF_INIT }

void context_make(struct context *c, const struct record *r,
                  const struct hit *h, size_t columns);
void context_release(struct context *c);

#endif
