/* problem.h - what went wrong, for programs (RFC 9457) and for people */
#ifndef NEWSIDX_SERVE_COMMON_PROBLEM_H
#define NEWSIDX_SERVE_COMMON_PROBLEM_H

#include <stdbool.h>
#include <stdio.h>

#define PROBLEM_TYPE "application/problem+json"
#define HTML_TYPE "text/html; charset=utf-8"

struct problem {
	unsigned status;    /* of HTTP */
	const char *detail; /* a sentence, without a point at its end */
	unsigned column;    /* of the query, from 1; 0: not of one */
};

/* Whether a path is one of the API, so that a program reads the answer. */
bool problem_for_program(const char *path);

/* What the status is called. */
const char *problem_title(unsigned status);

void problem_json(FILE *out, const struct problem *p);

/* As a page of its own; name is that of the archive. */
void problem_page(FILE *out, const struct problem *p, const char *path,
                  const char *name);

/* What leads from a page of that path to the root: "", "../" ... */
const char *path_up(const char *path);

#endif
