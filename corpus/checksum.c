#include "corpus/checksum.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
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

bool checksum_add_file(struct checksum *c, int fd, uint64_t from, uint64_t to,
                       const atomic_int *stop)
{
	char *block = nx_alloc(BLOCK);

	while (from < to && (stop == NULL || *stop == 0)) {
		size_t want = to - from < BLOCK ? (size_t)(to - from) : BLOCK;
		ssize_t n = pread(fd, block, want, (off_t)from);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		checksum_add(c, block, (size_t)n);
		from += (uint64_t)n;
	}
	free(block);
	return from >= to;
}

bool checksum_file(int fd, uint64_t size, const atomic_int *stop,
                   unsigned char out[CHECKSUM_BYTES])
{
	struct checksum c;
	bool all;

	checksum_init(&c);
	all = checksum_add_file(&c, fd, 0, size, stop);
	checksum_end(&c, out);
	return all;
}

/* ---- as text ---------------------------------------------------------------
 */

#define STATE_WORDS (SHA256_DIGEST_SIZE / 4)

/* Numbers, each in hexadecimal digits: the words of the state, the blocks that
 * it is of, the bytes behind these; and those bytes. */
void checksum_write(const struct checksum *c, struct buf *out)
{
	const struct sha256_ctx *s = &c->sha;

	for (size_t i = 0; i < STATE_WORDS; i++)
		buf_addf(out, "%08lx", (unsigned long)s->state[i]);
	buf_addf(out, "%016llx%02x", (unsigned long long)s->count, s->index);
	buf_add_hex(out, s->block, s->index);
}

/* The number that n digits at *p make; false where they are none. */
static bool take(const char **p, int n, unsigned long long *out)
{
	*out = 0;
	for (; n > 0; n--, ++*p) {
		static const char digits[] = "0123456789abcdef";
		const char *d = **p != '\0' ? strchr(digits, **p) : NULL;

		if (d == NULL)
			return false;
		*out = *out << 4 | (unsigned long long)(d - digits);
	}
	return true;
}

bool checksum_read(struct checksum *c, const char *text)
{
	struct sha256_ctx *s = &c->sha;
	unsigned long long v;

	checksum_init(c);
	for (size_t i = 0; i < STATE_WORDS; i++) {
		if (!take(&text, 8, &v))
			return false;
		s->state[i] = (uint32_t)v;
	}
	if (!take(&text, 16, &v))
		return false;
	s->count = v;
	if (!take(&text, 2, &v) || v >= SHA256_BLOCK_SIZE)
		return false;
	s->index = (unsigned)v;
	for (size_t i = 0; i < s->index; i++) {
		if (!take(&text, 2, &v))
			return false;
		s->block[i] = (uint8_t)v;
	}
	return *text == '\0';
}
