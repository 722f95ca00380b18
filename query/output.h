/* output.h - results, for people and for programs */
#ifndef NEWSIDX_QUERY_OUTPUT_H
#define NEWSIDX_QUERY_OUTPUT_H

#include <stdint.h>
#include <stdio.h>

#include "lib/base/json.h"
#include "query/locate.h"
#include "query/passage.h"
#include "query/provenance.h"

/* The shape of JSON output; raised when a field changes its meaning. */
#define RESULT_FORMAT 1

/* What begins and ends a hit in colour. */
#define LOOK_MARK "\033[1;31m"
#define LOOK_PLAIN "\033[0m"

struct look {
	bool color;
	unsigned width; /* columns of a line; 0: text is not broken */
};

/* That of a terminal, if out is one; when as for use_color. */
struct look look_of(FILE *out, const char *when);

/* One result for people: headline, date, source, id, the passage.  note comes
 * before the date, unless NULL. */
void print_result(FILE *out, uint64_t rank, const char *note,
                  const struct record *r, const struct findings *f,
                  const struct look *look);

/* One result as a JSON line. */
void print_result_json(FILE *out, uint64_t rank, double weight,
                       const struct record *r, const struct findings *f);

/* What an alert tells of an article. */
struct alert_note {
	const char *alert, *kind; /* its name; "new", "changed", "withdrawn" */
	const char *entry;        /* what this telling is known by */
	bool again;               /* it may have been told before */
};

/* It as a JSON line; f is NULL where the article is withdrawn. */
void print_alert_json(FILE *out, const struct alert_note *n,
                      const struct record *r, const struct findings *f);

/* And as an entry of an Atom feed, made at that time (seconds since 1970). */
void print_alert_atom(FILE *out, const struct alert_note *n, int64_t now,
                      const struct record *r, const struct findings *f);

/* The headline, and date, source, section, id. */
void print_heading(FILE *out, const struct record *r, const struct look *look);

/* A hit for people: its place, the text around it. */
void print_hit(FILE *out, const struct record *r, const struct hit *h,
               const struct look *look);
void print_hit_json(FILE *out, const struct record *r, const struct hit *h);

struct row; /* columns.h: a hit */

/* A hit as a line of a concordance: the day, the text before it up to the same
 * column in each, the hit, the text behind it; with the article's id at the
 * end if ids.  On a terminal it ends where the line does. */
void print_kwic(FILE *out, const struct row *row, bool ids,
                const struct look *look);
void print_kwic_json(FILE *out, const struct row *row);

/* A whole article. */
void print_article(FILE *out, const struct record *r,
                   const struct provenance *p, const struct look *look);
void print_article_json(FILE *out, const struct record *r,
                        const struct provenance *p);

/* The same as members of an object that is open, but for format_version; and a
 * hit's place. */
void json_result(struct json *j, uint64_t rank, double weight,
                 const struct record *r, const struct findings *f);
void json_article(struct json *j, const struct record *r,
                  const struct provenance *p);
void json_kwic(struct json *j, const struct row *row);
void json_hit(struct json *j, const struct hit *h);

/* Text of an article on one line, safe for a terminal: no control characters,
 * white space folded; parts of it in marks highlighted. */
void print_text(FILE *out, const char *p, size_t start, size_t end,
                const struct span_list *marks, bool color);

#endif
