#include "lib/index/colblock.h"

#include <assert.h>
#include <stdlib.h>

#include "lib/base/mem.h"
#include "lib/index/bits.h"
#include "lib/index/colblock_layout.h"
#include "lib/index/posblock.h"

void colblock_writer_init(struct colblock_writer *w)
{
	w->n = 0;
	w->names = (struct intern)INTERN_INIT;
	w->value = NULL;
	w->n_value = w->cap_value = 0;
}

void colblock_writer_release(struct colblock_writer *w)
{
	intern_release(&w->names);
	free(w->value);
	colblock_writer_init(w);
}

void colblock_add(struct colblock_writer *w, uint32_t docid)
{
	assert(w->n < COLBLOCK_ARTICLES);
	w->docid[w->n] = docid;
	w->count[w->n++] = 0;
}

void colblock_number(struct colblock_writer *w, int64_t v)
{
	w->value = NX_GROW(w->value, w->n_value, &w->cap_value);
	w->value[w->n_value++] = v;
	w->count[w->n - 1]++;
}

void colblock_name(struct colblock_writer *w, const char *p, size_t len)
{
	colblock_number(w, intern_add(&w->names, p, len));
}

static bool has_gaps(const struct colblock_writer *w)
{
	return w->docid[w->n - 1] - w->docid[0] != w->n - 1;
}

static uint32_t least_count(const struct colblock_writer *w)
{
	uint32_t least = w->count[0];

	for (size_t i = 1; i < w->n; i++)
		least = w->count[i] < least ? w->count[i] : least;
	return least;
}

static int64_t least_value(const struct colblock_writer *w)
{
	int64_t least = w->value[0];

	for (size_t i = 1; i < w->n_value; i++)
		least = w->value[i] < least ? w->value[i] : least;
	return least;
}

static void put_head(const struct colblock_writer *w, uint32_t least,
                     int64_t base, struct buf *out)
{
	buf_add_varint(out, w->n);
	buf_add_varint(out, has_gaps(w) ? COLBLOCK_GAPS : 0);
	buf_add_varint(out, w->names.n);
	buf_add_varint(out, least);
	buf_add_varint(out,
	               base < 0 ? (uint64_t)-base * 2 - 1 : (uint64_t)base * 2);
	for (uint32_t i = 0; i < w->names.n; i++) {
		size_t len;
		const char *name = intern_str(&w->names, i, &len);

		buf_add_varint(out, len);
		buf_add(out, name, len);
	}
}

static void put_list(struct bit_writer *b, const uint32_t *v, size_t n)
{
	unsigned width = 0;

	for (size_t i = 0; i < n; i++)
		width = bit_length(v[i]) > width ? bit_length(v[i]) : width;
	bits_put(b, width, LIST_WIDTH_BITS);
	for (size_t i = 0; i < n; i++)
		bits_put(b, v[i], width);
}

static void put_lists(const struct colblock_writer *w, uint32_t least,
                      int64_t base, struct buf *out)
{
	size_t size = w->n_value > w->n ? w->n_value : w->n;
	uint32_t *v = nx_alloc(size * sizeof *v);
	struct bit_writer b = { out, 0, 0 };

	for (size_t i = 1; i < w->n; i++)
		v[i - 1] = w->docid[i] - w->docid[i - 1] - 1;
	if (has_gaps(w))
		put_list(&b, v, w->n - 1);
	for (size_t i = 0; i < w->n; i++)
		v[i] = w->count[i] - least;
	put_list(&b, v, w->n);
	for (size_t i = 0; i < w->n_value; i++)
		v[i] = (uint32_t)(w->value[i] - base);
	put_list(&b, v, w->n_value);
	bits_put_end(&b);
	free(v);
}

void colblock_prefix(char letter, struct buf *key)
{
	buf_sets(key, COLBLOCK_PREFIX);
	buf_addc(key, letter);
}

bool colblock_take(struct colblock_writer *w, char letter, struct buf *key,
                   struct buf *value)
{
	bool some = w->n_value > 0;

	if (some) {
		uint32_t least = least_count(w);
		int64_t base = w->names.n > 0 ? 0 : least_value(w);

		colblock_prefix(letter, key);
		posblock_add_docid(key, w->docid[w->n - 1]);
		buf_clear(value);
		put_head(w, least, base, value);
		put_lists(w, least, base, value);
	}
	intern_clear(&w->names);
	w->n = w->n_value = 0;
	return some;
}
