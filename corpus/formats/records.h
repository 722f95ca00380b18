/* records.h - records with a head and a declared length, which may lie
 *
 * WARC and ARC say before each record how long it is.  Files are cut off,
 * damaged and patched, so a length is believed only if another record or the
 * end follows; otherwise a record ends where the next one begins.
 */
#ifndef NEWSIDX_CORPUS_FORMATS_RECORDS_H
#define NEWSIDX_CORPUS_FORMATS_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "corpus/reader.h"

/* The longest first line of a record that is looked for. */
#define RECORD_LINE 8192

/* Whether a record begins with these n bytes: RECORD_LINE of them, or all that
 * are left. */
typedef bool records_starts(const char *p, size_t n);

/* Pass line ends, then tell whether anything is left; *p and *n are what
 * stands there, RECORD_LINE bytes or all that are left. */
bool records_next(struct reader *r, const char **p, size_t *n);

/* The block of len bytes behind a head of head bytes, which must be at most
 * LIMIT_RECORD together.  Returns the block's length, and *p the record with
 * its head, visible and not taken.  *partial is set where the length was not
 * to be believed, or the block is cut off. */
size_t records_block(struct reader *r, records_starts *starts, size_t head,
                     size_t len, const char **p, bool *partial);

/* Pass bytes up to the next line at which a record starts, at most max. */
void records_pass(struct reader *r, records_starts *starts, uint64_t max);

#endif
