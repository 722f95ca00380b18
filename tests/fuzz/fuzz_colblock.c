/* A block of a column of any bytes, its last docid before it: what can be read
 * is the same after it was written again. */
#include <string.h>

#include "lib/base/mem.h"
#include "lib/index/colblock.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

/* The docid of article i: gaps may be as large as docids. */
static uint32_t docid_of(const struct colblock *b, uint32_t i)
{
	return b->gaps ? b->docid[i] : b->first + i;
}

static void copy(struct colblock *b, struct colblock_writer *w)
{
	uint32_t from, n;

	for (uint32_t i = 0; i < b->n; i++) {
		colblock_add(w, docid_of(b, i));
		colblock_values(b, i, &from, &n);
		for (uint32_t k = from; k < from + n; k++) {
			int64_t v = colblock_value(b, k);
			struct slice s;

			if (b->names == 0) {
				colblock_number(w, v);
				continue;
			}
			s = colblock_get_name(b, (uint32_t)v);
			colblock_name(w, s.p, s.len);
		}
	}
}

static void compare(struct colblock *a, struct colblock *b)
{
	uint32_t at, from, n, from2, n2;

	PROMISE(a->n == b->n, "as many articles");
	for (uint32_t i = 0; i < a->n; i++) {
		PROMISE(colblock_find(b, docid_of(a, i), &at) && at == i,
		        "the same articles");
		colblock_values(a, i, &from, &n);
		colblock_values(b, i, &from2, &n2);
		PROMISE(n == n2, "as many values");
		for (uint32_t k = 0; k < n; k++) {
			int64_t v = colblock_value(a, from + k);
			int64_t u = colblock_value(b, from2 + k);
			struct slice s, t;

			if (a->names == 0) {
				PROMISE(v == u, "the same numbers");
				continue;
			}
			s = colblock_get_name(a, (uint32_t)v);
			t = colblock_get_name(b, (uint32_t)u);
			PROMISE(s.len == t.len && memcmp(s.p, t.p, s.len) == 0,
			        "the same names");
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf key = BUF_INIT, value = BUF_INIT;
	struct colblock_writer *w;
	struct colblock a = COLBLOCK_INIT, b = COLBLOCK_INIT;
	uint32_t last;

	if (size < sizeof last)
		return 0;
	memcpy(&last, data, sizeof last);
	w = nx_alloc(sizeof *w);
	colblock_writer_init(w);
	if (colblock_load(&a, last, data + sizeof last, size - sizeof last) ==
	    NX_OK) {
		copy(&a, w);
		if (colblock_take(w, 'a', &key, &value)) {
			PROMISE(colblock_load(&b, last, value.p, value.len) ==
			                NX_OK,
			        "what is written can be read");
			compare(&a, &b);
		}
	}
	colblock_writer_release(w);
	free(w);
	colblock_release(&a);
	colblock_release(&b);
	buf_release(&key);
	buf_release(&value);
	return 0;
}
