/* text.h - text of an article on its way to a reader
 *
 * An article's text may hold anything.  What is printed of it is tidied: no
 * control characters, which a terminal would obey, and white space folded to
 * one space each.
 *
 * A flow also breaks lines between words (and between characters of Chinese and
 * Japanese), never inside one:
 *
 *     flow_begin(&f, stdout, 80, 5, 0);
 *       flow_text, flow_code ...       any number
 *     flow_end(&f);
 */
#ifndef NEWSIDX_QUERY_TEXT_H
#define NEWSIDX_QUERY_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "lib/base/buf.h"

/* A character as it is shown. */
struct glyph {
	unsigned len;     /* bytes it has in the text */
	unsigned columns; /* 0 to 2; 1 for white space */
	bool space;       /* white space, or a control character */
};

/* The one at p, p < end. */
struct glyph glyph_at(const char *p, const char *end);

/* Append text, tidied; *space tells whether white space stands before it
 * already, and then whether it does at its end. */
void text_tidy(struct buf *out, const char *p, size_t len, bool *space);

/* Columns that tidied text takes. */
size_t text_columns(const char *p, size_t len);

/* Where, before at and behind it, so many columns of text begin and end: never
 * inside a character, nor between one and an accent that stands on it. */
size_t text_before(const char *p, size_t at, size_t columns);
size_t text_behind(const char *p, size_t len, size_t at, size_t columns);

struct flow {
	FILE *out;
	unsigned width;  /* of a line; 0: lines do not end */
	unsigned indent; /* columns left free before each but the first line */
	unsigned column; /* where the next word comes */
	struct buf word; /* begun, not printed */
	unsigned word_columns;
	bool begun; /* it has a character */
	bool gap;   /* a space is to come before it */
	bool space; /* white space was last */
};

/* column: what stands on the line already. */
void flow_begin(struct flow *f, FILE *out, unsigned width, unsigned indent,
                unsigned column);
void flow_text(struct flow *f, const char *p, size_t len);

/* Something that belongs to what comes next, and takes so many columns. */
void flow_code(struct flow *f, const char *s, unsigned columns);
void flow_end(struct flow *f);

#endif
