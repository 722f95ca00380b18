/* uuid.h - identifiers that nothing else in the world has (RFC 9562) */
#ifndef NEWSIDX_BASE_UUID_H
#define NEWSIDX_BASE_UUID_H

#include <stddef.h>

#include "lib/base/status.h"

/* "01234567-89ab-cdef-0123-456789abcdef" and its NUL. */
#define UUID_TEXT 37

/* A new one, by chance (version 4).  NX_IO where the system has none to give. */
enum nx_status uuid_new(char out[UUID_TEXT], struct nx_err *err);

/* The one that these bytes have, always the same (version 8: by a digest of
 * ours). */
void uuid_of(const void *p, size_t len, char out[UUID_TEXT]);

#endif
