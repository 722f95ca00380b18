#include "lib/index/identities.h"

#include <stdlib.h>

#include "lib/base/mem.h"

#define FIRST_CAP 1024

/* Where the identity is, or the empty place where it would be. */
static struct identity *place_of(const struct identities *t, uint64_t key,
                                 uint32_t more)
{
	size_t mask = t->cap - 1, i = (size_t)key & mask;

	while (t->v[i].ref != 0 && (t->v[i].key != key || t->v[i].more != more))
		i = (i + 1) & mask;
	return &t->v[i];
}

static void grow(struct identities *t)
{
	struct identities bigger = { NULL, t->n, t->cap * 2 };

	if (bigger.cap == 0)
		bigger.cap = FIRST_CAP;
	bigger.v = nx_zalloc(bigger.cap * sizeof *bigger.v);
	for (size_t i = 0; i < t->cap; i++)
		if (t->v[i].ref != 0)
			*place_of(&bigger, t->v[i].key, t->v[i].more) =
			        t->v[i];
	free(t->v);
	*t = bigger;
}

uint32_t identities_get(const struct identities *t, const uint64_t key[2])
{
	return t->cap == 0 ? 0 : place_of(t, key[0], (uint32_t)key[1])->ref;
}

void identities_set(struct identities *t, const uint64_t key[2], uint32_t ref)
{
	struct identity *at;

	if (t->n >= t->cap / 4 * 3)
		grow(t);
	at = place_of(t, key[0], (uint32_t)key[1]);
	if (at->ref == 0)
		t->n++;
	*at = (struct identity){ key[0], (uint32_t)key[1], ref };
}

size_t identities_memory(const struct identities *t)
{
	return t->cap * sizeof *t->v;
}

void identities_release(struct identities *t)
{
	free(t->v);
	*t = (struct identities){ NULL, 0, 0 };
}
