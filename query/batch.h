/* batch.h - many questions, a line of a file each
 *
 *     struct batch b;
 *
 *     batch_read         the lines
 *       batch_check      do they parse?
 *       batch_run        asks them, of one state of an index
 *         batch_csv, batch_json
 *     batch_release
 *
 * A line is a question, or a name, a tab, and a question.  Blank lines, and
 * those whose first character is '#', are passed over.
 */
#ifndef NEWSIDX_QUERY_BATCH_H
#define NEWSIDX_QUERY_BATCH_H

#include <stdio.h>

#include "query/matrix.h"

/* What questions are counted by. */
struct batch_by {
	enum { BATCH_TOTAL, BATCH_PERIOD, BATCH_FACET } kind;
	enum period period;
	enum facet facet;
};

struct batch_line {
	size_t line;      /* in the file, from 1 */
	const char *name; /* "" where there is none; b's */
	const char *text;
	unsigned lead; /* characters of the line before the text */

	bool failed;
	struct count all, undated, coarse, without;
};

struct batch {
	char *path; /* as it is called in messages */
	struct buf text;
	struct batch_line *v;
	size_t n, cap;
	bool named; /* any line has a name */
	size_t failed;
	struct batch_line index; /* all articles, if they are asked for */
	struct matrix matrix;    /* their row, then one for each line */
	int32_t first, last;     /* days of periods; none: first > last */
};

/* Read the file at path; "-": standard input.  NX_USAGE: there is no question
 * in it; NX_BOUND, NX_NOTFOUND, NX_IO.  b needs batch_release in any case. */
enum nx_status batch_read(struct batch *b, const char *path,
                          struct nx_err *err);
void batch_release(struct batch *b);

/* Complain of each line that does not parse, naming file, line and column.
 * These are failed, and are not asked. */
void batch_check(struct batch *b);

struct batch_options {
	struct search_options search; /* timeout: of each question */
	struct batch_by by;
	bool hits;
	bool all;        /* first a row of all articles of the index */
	bool keep_going; /* a question that fails is complained of, and is
	                  * failed; otherwise the status is its */
	FILE *progress;  /* where it is shown, if that is a terminal; or NULL */
};

/* Ask all.  May be called again, and begins anew then.  NX_TIMEOUT, NX_USAGE;
 * NX_STALE and failures of reading in any case. */
enum nx_status batch_run(struct batch *b, struct index *x,
                         const struct batch_options *o, struct nx_err *err);

/* A row for each question, columns of all values; or, if rows, a row for each
 * value that a question has. */
void batch_csv(FILE *out, struct batch *b, const struct batch_options *o,
               bool rows);

/* An object a line for each question. */
void batch_json(FILE *out, const struct batch *b,
                const struct batch_options *o);

#endif
