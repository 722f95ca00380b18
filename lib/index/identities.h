/* identities.h - which identities are known, in memory
 *
 * A run asks of each article whether there is one of its identity already.
 * That is a hash table here and not a look into SQLite, whose tree of random
 * keys cost more than the reading of the archives.  16 bytes an identity, so
 * some 250 MB for ten million.
 *
 *     struct identities t = { NULL, 0, 0 };
 *       identities_set, identities_get ...
 *     identities_release(&t);
 *
 * Of the 128 bits of an identity's digest 96 are kept: among a hundred million
 * identities two are taken for one with a chance of 1 in 10^13.
 */
#ifndef NEWSIDX_INDEX_IDENTITIES_H
#define NEWSIDX_INDEX_IDENTITIES_H

#include <stddef.h>
#include <stdint.h>

struct identity {
	uint64_t key;
	uint32_t more;
	uint32_t ref; /* 0: an empty place */
};

struct identities {
	struct identity *v;
	size_t n, cap; /* cap is a power of two, or 0 */
};

/* What was set for the identity; 0 if nothing was. */
uint32_t identities_get(const struct identities *t, const uint64_t key[2]);

/* ref is not 0. */
void identities_set(struct identities *t, const uint64_t key[2], uint32_t ref);

/* Bytes that it takes. */
size_t identities_memory(const struct identities *t);

void identities_release(struct identities *t);

#endif
