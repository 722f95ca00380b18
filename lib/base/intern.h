/* intern.h - strings as small numbers
 *
 *     struct intern t = INTERN_INIT;
 *       intern_add(&t, p, len) ...     0, 1, ... as they are first seen
 *       intern_str(&t, id, &len)
 *     intern_release(&t);
 *
 * The caller's.  It takes the strings and some 20 bytes for each; whoever adds
 * bounds them by what an index can hold.
 */
#ifndef NEWSIDX_BASE_INTERN_H
#define NEWSIDX_BASE_INTERN_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"

struct intern {
	struct intern_slot *slot; /* a power of two of them */
	size_t n_slot;
	size_t *at; /* of each string its place in text; n + 1 of them */
	size_t n, cap;
	struct buf text;
	uint64_t seed;
};

#define INTERN_INIT                              \
	{                                        \
		NULL, 0, NULL, 0, 0, BUF_INIT, 0 \
	}

void intern_release(struct intern *t);

/* Forget all strings, keeping the room. */
void intern_clear(struct intern *t);

/* The number of a string, which may hold any bytes and is copied. */
uint32_t intern_add(struct intern *t, const char *p, size_t len);

#define INTERN_NONE UINT32_MAX

/* The same; INTERN_NONE if it was never added. */
uint32_t intern_find(const struct intern *t, const char *p, size_t len);

/* String number id, not NUL-terminated; valid until the next intern_add. */
const char *intern_str(const struct intern *t, uint32_t id, size_t *len);

#endif
