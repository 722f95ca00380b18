/* text_lines.h - lines of a text in memory, and what a path tells
 *
 * For formats/text.c.  Nothing here owns memory: a line points into the text.
 */
#ifndef NEWSIDX_CORPUS_FORMATS_TEXT_LINES_H
#define NEWSIDX_CORPUS_FORMATS_TEXT_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "corpus/format.h"
#include "lib/base/buf.h"
#include "lib/base/instant.h"

struct lines_at {
	const char *p, *end;
};

struct line {
	const char *p;
	size_t len;
};

/* The next line without white space at its end (so that a blank one has no
 * length), taken from t.  False at the end. */
bool lines_next(struct lines_at *t, struct line *l);
void lines_skip_blank(struct lines_at *t);

/* Whether nothing but white space is left. */
bool lines_ended(const struct lines_at *t);

bool line_is(const struct line *l, const char *s);
size_t line_columns(const struct line *l);

/* Whether a line can be a headline: at most max characters, no full stop at
 * its end, two words of letters or a run of CJK, and mostly letters, which
 * noise of OCR is not. */
bool line_is_headline(const struct line *l, size_t max);

/* An ISO date inside the line. */
bool line_find_date(const struct line *l, struct instant *out);

/* Take a block of "Name: value" lines, if two of the first ten have names that
 * are known, with the empty line behind it. */
void lines_take_headers(struct lines_at *t, struct article *a);

/* The last component of a member's path. */
const char *path_name(const char *path);

/* Set out to the folder of the member where its name can be that of a section:
 * letters, not a word such as "data", not the archive's own name. */
void path_section(const struct member *m, struct buf *out);

#endif
