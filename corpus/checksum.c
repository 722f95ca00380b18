#include "corpus/checksum.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/base/mem.h"

#define BLOCK ((size_t)128 * 1024)

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

bool checksum_file(int fd, const atomic_int *stop,
                   unsigned char out[CHECKSUM_BYTES])
{
	char *block = nx_alloc(BLOCK);
	struct checksum c;
	off_t at = 0;
	ssize_t n;

	checksum_init(&c);
	for (;;) {
		n = pread(fd, block, BLOCK, at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0 || (stop != NULL && *stop != 0))
			break;
		checksum_add(&c, block, (size_t)n);
		at += n;
	}
	free(block);
	checksum_end(&c, out);
	return n == 0;
}
