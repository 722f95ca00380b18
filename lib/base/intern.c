#include "lib/base/intern.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/hash.h"
#include "lib/base/mem.h"

#define SLOTS_FIRST 64

struct intern_slot {
	uint32_t hash;
	uint32_t id; /* plus 1; 0: free */
};

void intern_release(struct intern *t)
{
	free(t->slot);
	free(t->at);
	buf_release(&t->text);
	*t = (struct intern)INTERN_INIT;
}

void intern_clear(struct intern *t)
{
	if (t->n == 0)
		return;
	memset(t->slot, 0, t->n_slot * sizeof *t->slot);
	t->n = 0;
	buf_clear(&t->text);
}

const char *intern_str(const struct intern *t, uint32_t id, size_t *len)
{
	*len = t->at[id + 1] - t->at[id];
	return t->text.p + t->at[id];
}

/* The slot of the string, or the free one where it belongs. */
static struct intern_slot *look(const struct intern *t, uint32_t hash,
                                const char *p, size_t len)
{
	size_t mask = t->n_slot - 1, at = hash & mask, n;

	for (; t->slot[at].id != 0; at = (at + 1) & mask) {
		const char *s;

		if (t->slot[at].hash != hash)
			continue;
		s = intern_str(t, t->slot[at].id - 1, &n);
		if (n == len && (len == 0 || memcmp(s, p, len) == 0))
			break;
	}
	return &t->slot[at];
}

static void grow(struct intern *t)
{
	struct intern_slot *old = t->slot;
	size_t n = t->n_slot;

	t->n_slot = n == 0 ? SLOTS_FIRST : 2 * n;
	t->slot = nx_zalloc(t->n_slot * sizeof *t->slot);
	for (size_t i = 0; i < n; i++) {
		size_t at = old[i].hash & (t->n_slot - 1);

		if (old[i].id == 0)
			continue;
		while (t->slot[at].id != 0)
			at = (at + 1) & (t->n_slot - 1);
		t->slot[at] = old[i];
	}
	free(old);
}

static void begin(struct intern *t)
{
	t->seed = hash_seed();
	grow(t);
	t->at = NX_GROW(t->at, 0, &t->cap);
	t->at[0] = 0;
	(void)buf_room(&t->text, 0);
}

uint32_t intern_add(struct intern *t, const char *p, size_t len)
{
	struct intern_slot *s;
	uint32_t hash;

	if (t->n_slot == 0)
		begin(t);
	if (2 * t->n >= t->n_slot)
		grow(t);
	hash = hash_bytes(t->seed, p, len);
	s = look(t, hash, p, len);
	if (s->id != 0)
		return s->id - 1;
	buf_add(&t->text, p, len);
	t->at = NX_GROW(t->at, t->n + 1, &t->cap);
	t->at[++t->n] = t->text.len;
	*s = (struct intern_slot){ hash, (uint32_t)t->n };
	return s->id - 1;
}

uint32_t intern_find(const struct intern *t, const char *p, size_t len)
{
	const struct intern_slot *s;

	if (t->n_slot == 0)
		return INTERN_NONE;
	s = look(t, hash_bytes(t->seed, p, len), p, len);
	return s->id != 0 ? s->id - 1 : INTERN_NONE;
}
