/* wire.h - stories as teleprinters got them
 *
 * For formats/wire_anpa.c and wire_iptc.c.  A story stands between SOH and EOT
 * or the next SOH; STX begins its text, ETX ends it.
 */
#ifndef NEWSIDX_CORPUS_FORMATS_WIRE_H
#define NEWSIDX_CORPUS_FORMATS_WIRE_H

#include <stdbool.h>
#include <stddef.h>

#include "corpus/format.h"

#define WIRE_SOH '\x01'
#define WIRE_STX '\x02'
#define WIRE_ETX '\x03'
#define WIRE_EOT '\x04'

/* A story's parts, as they stand in it. */
struct wire_story {
	const char *head, *text, *tail;
	size_t head_len, text_len, tail_len;
};

/* One line of a part, without its end and white space before that. */
struct wire_line {
	const char *p;
	size_t len;
};

/* The next line of *p; false at end. */
bool wire_next(const char **p, const char *end, struct wire_line *l);

/* Append bytes of the wire as UTF-8, without white space at their ends. */
void wire_add(struct article *a, const char *p, size_t len, struct buf *out);

/* Add the city of the dateline that the paragraph begins with ("OSLO (AP) _ ",
 * "Oslo (dpa) - ") to the places.  Returns where the text behind it begins, 0
 * where there is none. */
size_t wire_dateline(struct article *a, const char *p, size_t len);

/* Whether a story's head begins here, white space and SYN before it aside;
 * *head is it. */
bool wire_begins(const struct sniff *s, struct wire_line *head);

/* Read each story with fill, which returns NULL, or why it is no article. */
enum nx_status wire_read(struct reader *r, struct sink *sink,
                         const char *(*fill)(const struct wire_story *s,
                                             struct article *a),
                         struct nx_err *err);

#endif
