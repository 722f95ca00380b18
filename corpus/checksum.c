#include "corpus/checksum.h"

void checksum_init(struct checksum *c)
{
	sha256_init(&c->sha);
}

void checksum_add(struct checksum *c, const void *p, size_t len)
{
	sha256_update(&c->sha, len, p);
}

void checksum_end(struct checksum *c, unsigned char out[CHECKSUM_BYTES])
{
	sha256_digest(&c->sha, CHECKSUM_BYTES, out);
}
