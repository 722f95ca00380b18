/* csv.h - fields of comma-separated values (RFC 4180)
 *
 * Rows end with CSV_END; whoever writes them puts the commas.
 */
#ifndef NEWSIDX_QUERY_CSV_H
#define NEWSIDX_QUERY_CSV_H

#include <stddef.h>
#include <stdio.h>

#define CSV_END "\r\n"

/* In quotes where that is needed. */
void csv_field(FILE *out, const char *p, size_t len);

/* The same, tidied (text.h): on one line and without control characters. */
void csv_tidy(FILE *out, const char *p, size_t len);

#endif
