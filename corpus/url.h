/* url.h - URLs as identities and as sources
 *
 * The same article is linked under many spellings of its URL: with http or
 * https, a tracking parameter, a fragment.  The canonical form is one of them,
 * for comparison; it is never shown and need not work in a browser.
 */
#ifndef NEWSIDX_CORPUS_URL_H
#define NEWSIDX_CORPUS_URL_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/buf.h"

/* Append the canonical form to out: scheme https; host in lower case, without
 * user, default port and final dot; path without a '/' at its end, escapes of
 * unreserved characters undone and other escapes in capitals; parameters that
 * only tell where the reader came from dropped and the others sorted; no
 * fragment unless it begins with '!'.
 *
 * False, and out as it was, for what is no absolute http or https URL, and for
 * one that names a site and no page of it. */
bool url_canonical(const char *p, size_t len, struct buf *out);

/* Append the host in lower case, without "www." and port.  False, and out as
 * it was, where there is none. */
bool url_host(const char *p, size_t len, struct buf *out);

/* Whether all of it looks like an absolute http or https URL. */
bool url_is(const char *p, size_t len);

#endif
