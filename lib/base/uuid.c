#include "lib/base/uuid.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "lib/base/digest.h"

static void put(unsigned char b[16], unsigned version, char out[UUID_TEXT])
{
	size_t n = 0;

	b[6] = (unsigned char)((b[6] & 0x0f) | version << 4);
	b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
	for (size_t i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			out[n++] = '-';
		(void)snprintf(out + n, 3, "%02x", b[i]);
		n += 2;
	}
}

enum nx_status uuid_new(char out[UUID_TEXT], struct nx_err *err)
{
	unsigned char b[16];

	if (getrandom(b, sizeof b, 0) != (ssize_t)sizeof b)
		return nx_fail_errno(err, "no random numbers");
	put(b, 4, out);
	return NX_OK;
}

void uuid_of(const void *p, size_t len, char out[UUID_TEXT])
{
	unsigned char b[16];
	uint64_t h[2];

	digest128(p, len, 0, h);
	for (size_t i = 0; i < 16; i++)
		b[i] = (unsigned char)(h[i / 8] >> 8 * (7 - i % 8));
	put(b, 8, out);
}
