/* output.h - results, for people and for programs */
#ifndef NEWSIDX_QUERY_OUTPUT_H
#define NEWSIDX_QUERY_OUTPUT_H

#include <stdint.h>
#include <stdio.h>

#include "query/locate.h"
#include "query/passage.h"
#include "query/provenance.h"

/* The shape of JSON output; raised when a field changes its meaning. */
#define RESULT_FORMAT 1

/* One result for people: headline, date, source, id, the passage. */
void print_result(FILE *out, uint64_t rank, const struct record *r,
                  const struct findings *f, bool color);

/* One result as a JSON line. */
void print_result_json(FILE *out, uint64_t rank, double weight,
                       const struct record *r, const struct findings *f);

/* The headline, and date, source, section, id. */
void print_heading(FILE *out, const struct record *r, bool color);

/* A hit for people, on one line: its place, the text around it. */
void print_hit(FILE *out, const struct record *r, const struct hit *h,
               bool color);
void print_hit_json(FILE *out, const struct record *r, const struct hit *h);

/* A whole article. */
void print_article(FILE *out, const struct record *r,
                   const struct provenance *p, bool color);
void print_article_json(FILE *out, const struct record *r,
                        const struct provenance *p);

/* Text of an article on one line, safe for a terminal: no control characters,
 * white space folded; parts of it in marks highlighted. */
void print_text(FILE *out, const char *p, size_t start, size_t end,
                const struct span_list *marks, bool color);

#endif
