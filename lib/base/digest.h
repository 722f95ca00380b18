/* digest.h - 128-bit digests of content and identity
 *
 * SipHash-2-4 with 128 bits of output (Aumasson and Bernstein 2012), under a
 * fixed key: good for telling things apart, not for secrets.
 */
#ifndef NEWSIDX_BASE_DIGEST_H
#define NEWSIDX_BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

/* Hash len bytes; another seed gives another hash. */
void digest128(const void *p, size_t len, uint64_t seed, uint64_t out[2]);

#endif
