#include "lib/index/term_sort.h"

#include <stdbool.h>

#define DIGITS 8
#define FEW 48

struct by_whole {
	term_of_fn *of;
	const void *ctx;
};

static int compare(const struct by_whole *b, const struct term_ref *x,
                   const struct term_ref *y)
{
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return term_compare(b->of(b->ctx, x->term), b->of(b->ctx, y->term));
}

static void insertion_sort(struct term_ref *v, size_t n,
                           const struct by_whole *b)
{
	for (size_t i = 1; i < n; i++) {
		struct term_ref x = v[i];
		size_t j = i;

		for (; j > 0 && compare(b, &x, &v[j - 1]) < 0; j--)
			v[j] = v[j - 1];
		v[j] = x;
	}
}

/* For runs of equal keys, which may be long: addresses all begin alike. */
static void merge_sort(struct term_ref *v, struct term_ref *room, size_t n,
                       const struct by_whole *b)
{
	size_t half = n / 2, i = 0, j = half, k = 0;

	if (n <= FEW / 4) {
		insertion_sort(v, n, b);
		return;
	}
	merge_sort(v, room, half, b);
	merge_sort(v + half, room, n - half, b);
	memcpy(room, v, half * sizeof *v);
	while (i < half && j < n)
		v[k++] = compare(b, &v[j], &room[i]) < 0 ? v[j++] : room[i++];
	memcpy(v + k, room + i, (half - i) * sizeof *v);
}

static void sort_runs(struct term_ref *v, struct term_ref *room, size_t n,
                      const struct by_whole *b)
{
	for (size_t i = 0; i < n;) {
		size_t j = i + 1;

		while (j < n && v[j].key == v[i].key)
			j++;
		if (j - i > 1)
			merge_sort(v + i, room, j - i, b);
		i = j;
	}
}

/* Sort by one byte of the keys; false if all have the same there. */
static bool pass(const struct term_ref *from, struct term_ref *to, size_t n,
                 const uint32_t count[256], unsigned shift)
{
	uint32_t at[256], sum = 0;

	if (count[from[0].key >> shift & 0xff] == n)
		return false;
	for (unsigned i = 0; i < 256; i++) {
		at[i] = sum;
		sum += count[i];
	}
	for (size_t i = 0; i < n; i++)
		to[at[from[i].key >> shift & 0xff]++] = from[i];
	return true;
}

void term_sort(struct term_ref *v, struct term_ref *room, size_t n,
               term_of_fn *of, const void *ctx)
{
	const struct by_whole b = { of, ctx };
	uint32_t count[DIGITS][256];
	struct term_ref *from = v, *to = room;

	if (n <= FEW) {
		insertion_sort(v, n, &b);
		return;
	}
	memset(count, 0, sizeof count);
	for (size_t i = 0; i < n; i++)
		for (unsigned d = 0; d < DIGITS; d++)
			count[d][v[i].key >> (8 * d) & 0xff]++;
	for (unsigned d = 0; d < DIGITS; d++)
		if (pass(from, to, n, count[d], 8 * d)) {
			struct term_ref *was = from;

			from = to;
			to = was;
		}
	if (from != v)
		memcpy(v, from, n * sizeof *v);
	sort_runs(v, room, n, &b);
}
