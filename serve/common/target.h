/* target.h - what a request asks for: "/path?name=value&..."
 *
 *     struct target t;
 *
 *     target_parse(&t, raw, &err)
 *       t.path, target_get ...
 *     target_release(&t);
 *
 * Everything is decoded once, is UTF-8 and has no NUL in it; what is not is
 * refused.
 */
#ifndef NEWSIDX_SERVE_COMMON_TARGET_H
#define NEWSIDX_SERVE_COMMON_TARGET_H

#include <stddef.h>
#include <stdio.h>

#include "lib/base/limits.h"
#include "lib/base/status.h"

struct param {
	char *name, *value;
};

struct target {
	char *path; /* begins with '/' */
	struct param v[LIMIT_SERVE_PARAMS];
	size_t n;
	char *text; /* what all of these are in */
};

/* NX_USAGE, with a sentence; t needs nothing then. */
enum nx_status target_parse(struct target *t, const char *raw,
                            struct nx_err *err);

/* "name=value&..." alone, as a form has it. */
enum nx_status target_parse_form(struct target *t, const char *raw,
                                 struct nx_err *err);
void target_release(struct target *t);

/* The value of the first parameter of that name, NULL if there is none. */
const char *target_get(const struct target *t, const char *name);

/* Write s so that it can stand in a target: all but letters, digits and "-._~"
 * as %XX, a space as '+'. */
void url_put(FILE *out, const char *s, size_t len);

#endif
