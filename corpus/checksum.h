/* checksum.h - the SHA-256 of a member, while it is read
 *
 * Anybody can compute it again from the archive and so prove where an article
 * comes from.  nettle computes it: libarchive brings that along, and it uses
 * what the processor has for the purpose.
 */
#ifndef NEWSIDX_CORPUS_CHECKSUM_H
#define NEWSIDX_CORPUS_CHECKSUM_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nettle/sha2.h>

#include "lib/base/buf.h"

#define CHECKSUM_BYTES SHA256_DIGEST_SIZE

struct checksum {
	struct sha256_ctx sha;
};

void checksum_init(struct checksum *c);
void checksum_add(struct checksum *c, const void *p, size_t len);

/* The digest of all that was added; c begins anew. */
void checksum_end(struct checksum *c, unsigned char out[CHECKSUM_BYTES]);

/* Add the bytes of a file from from up to to, whatever its position, which
 * stays; false where they are not all there or cannot be read, or stop (which
 * may be NULL) is set meanwhile. */
bool checksum_add_file(struct checksum *c, int fd, uint64_t from, uint64_t to,
                       const atomic_int *stop);

/* The digest of a file of that size, likewise. */
bool checksum_file(int fd, uint64_t size, const atomic_int *stop,
                   unsigned char out[CHECKSUM_BYTES]);

/* What was added so far, as text, so that more can be added another day. */
void checksum_write(const struct checksum *c, struct buf *out);

/* The reverse; false where the text is none such. */
bool checksum_read(struct checksum *c, const char *text);

#endif
