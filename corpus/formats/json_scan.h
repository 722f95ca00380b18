/* json_scan.h - where a JSON value ends, before it is parsed
 *
 * A value is checked token by token as its bytes come in, so that a broken
 * record is found where it breaks, and not after it has swallowed the next
 * one; so that nothing too deep or too rich reaches the parser; and so that a
 * list of records inside an object is found without holding all of it.
 *
 *     struct json_scan s;
 *     json_scan_init(&s);
 *       json_scan_run(&s, p, len) while it says JSON_MORE, with more bytes
 *
 * A plain value; nothing to release.
 */
#ifndef NEWSIDX_CORPUS_FORMATS_JSON_SCAN_H
#define NEWSIDX_CORPUS_FORMATS_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/limits.h"

enum json_scanned {
	JSON_MORE, /* the value does not end in these bytes */
	JSON_DONE, /* it ends at at */
	JSON_BAD,  /* no JSON, from at on */
	JSON_DEEP, /* deeper than LIMIT_MARKUP_DEPTH */
	JSON_RICH, /* more than LIMIT_JSON_VALUES values */
};

struct json_scan {
	size_t at; /* bytes of the value that were checked */
	bool mend; /* it has what json_mend mends */
	/* A member of the value, or of a member, that may hold records: where
	 * its '[' is, and how many objects are open there.  0 for none. */
	size_t list_at;
	unsigned list_depth;
	bool has_text; /* the value itself has a member that is a text */

	/* Private. */
	unsigned depth;
	unsigned char state;
	uint32_t values;
	size_t key, key_len; /* the member's name, in its quotes */
	size_t list_maybe;   /* a '[' whose first element is yet to come */
	unsigned char kind[LIMIT_MARKUP_DEPTH + 1]; /* '{' or '[' */
};

void json_scan_init(struct json_scan *s);

/* Check on from where the last call ended.  p is where the value begins, with
 * all len bytes of it that there are. */
enum json_scanned json_scan_run(struct json_scan *s, const char *p, size_t len);

/* Append to out the value of len bytes at p, which the scan found done, with
 * what cJSON would refuse or lose mended: NaN and Infinity to null; lone
 * surrogates to U+FFFD; NULs to a space; unknown escapes to what they escape;
 * integers of more than 15 digits to strings. */
void json_mend(const char *p, size_t len, struct buf *out);

#endif
