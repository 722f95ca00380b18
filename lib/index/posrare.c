#include "lib/index/posrare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/digest.h"
#include "lib/index/posblock.h"
#include "lib/index/schema.h"

uint32_t posrare_hash(const char *term, size_t len)
{
	uint64_t hash[2];

	digest128(term, len, 0, hash);
	return (uint32_t)(hash[0] >> (64 - POSRARE_BITS));
}

unsigned posrare_width(uint32_t a, uint32_t b)
{
	/* The first of 31 bits is the second of a number. */
	return (unsigned)__builtin_clz(a ^ b) - (32 - POSRARE_BITS) + 1;
}

void posrare_prefix(uint32_t docid, struct buf *key)
{
	buf_sets(key, POSRARE_PREFIX);
	posblock_add_docid(key, docid);
}

enum nx_status posrare_key(const char *key, size_t len, size_t prefix,
                           unsigned *width, uint32_t *last)
{
	if (len <= prefix)
		return NX_CORRUPT;
	*width = (unsigned char)key[prefix];
	if (*width < 1 || *width > POSRARE_BITS)
		return NX_CORRUPT;
	return posblock_key_docid(key, len, prefix + 1, last) == NX_OK
	               ? NX_OK
	               : NX_CORRUPT;
}

/* ---- META_RARE ------------------------------------------------------------ */

void posrare_range(uint32_t first, uint32_t last, struct buf *key,
                   struct buf *value)
{
	buf_clear(key);
	buf_addf(key, META_RARE "%010lu", (unsigned long)first);
	buf_clear(value);
	buf_addf(value, "%lu", (unsigned long)last);
}

static bool read_number(const char *p, size_t len, uint32_t *out)
{
	uint64_t v = 0;

	if (len == 0 || len > 10)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (p[i] < '0' || p[i] > '9')
			return false;
		v = v * 10 + (uint64_t)(p[i] - '0');
	}
	*out = (uint32_t)v;
	return v > 0 && v <= UINT32_MAX;
}

enum nx_status posrare_read_range(const char *key, size_t len,
                                  const char *value, size_t value_len,
                                  uint32_t *first, uint32_t *last)
{
	size_t prefix = sizeof META_RARE - 1;

	if (len < prefix || memcmp(key, META_RARE, prefix) != 0)
		return NX_END;
	return read_number(key + prefix, len - prefix, first) &&
	                       read_number(value, value_len, last) &&
	                       *first <= *last
	               ? NX_OK
	               : NX_CORRUPT;
}
