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

#include <nettle/sha2.h>

#define CHECKSUM_BYTES SHA256_DIGEST_SIZE

struct checksum {
	struct sha256_ctx sha;
};

void checksum_init(struct checksum *c);
void checksum_add(struct checksum *c, const void *p, size_t len);

/* The digest of all that was added; c begins anew. */
void checksum_end(struct checksum *c, unsigned char out[CHECKSUM_BYTES]);

/* The digest of a whole file, whatever its position, which stays; false where it
 * cannot be read, or stop (which may be NULL) is set meanwhile. */
bool checksum_file(int fd, const atomic_int *stop,
                   unsigned char out[CHECKSUM_BYTES]);

#endif
