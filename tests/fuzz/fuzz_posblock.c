/* A position block of any bytes, its last docid before it: what can be read is
 * ascending, and the same after it was written again. */
#include <string.h>

#include "lib/base/mem.h"
#include "lib/index/posblock.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

/* Whether all of b can be read, and so was written to w. */
static bool copy(struct posblock *b, struct posblock_writer *w)
{
	bool good = true;

	for (uint32_t i = 0; good && i < b->n; i++) {
		uint32_t *pos = nx_alloc(b->count[i] * sizeof *pos);

		good = posblock_positions(b, i, pos) == NX_OK;
		for (uint32_t j = 1; good && j < b->count[i]; j++)
			PROMISE(pos[j - 1] < pos[j], "positions ascend");
		if (good)
			posblock_add(w, b->docid[i], pos, b->count[i]);
		free(pos);
	}
	return good;
}

static void compare(struct posblock *a, struct posblock *b)
{
	PROMISE(a->n == b->n, "as many articles");
	for (uint32_t i = 0; i < a->n; i++) {
		size_t size = a->count[i] * sizeof(uint32_t);
		uint32_t *p = nx_alloc(size), *q = nx_alloc(size);

		PROMISE(a->docid[i] == b->docid[i], "the same articles");
		PROMISE(a->count[i] == b->count[i], "as often in each");
		PROMISE(posblock_positions(a, i, p) == NX_OK &&
		                posblock_positions(b, i, q) == NX_OK &&
		                memcmp(p, q, size) == 0,
		        "at the same places");
		free(p);
		free(q);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf key = BUF_INIT, value = BUF_INIT;
	struct posblock_writer w;
	struct posblock a, b;
	uint32_t last;

	if (size < sizeof last)
		return 0;
	memcpy(&last, data, sizeof last);
	data += sizeof last;
	size -= sizeof last;
	posblock_init(&a);
	posblock_init(&b);
	posblock_writer_init(&w);
	if (posblock_load(&a, last, data, size) == NX_OK && copy(&a, &w)) {
		posblock_take(&w, "a", 1, &key, &value);
		PROMISE(posblock_load(&b, last, value.p, value.len) == NX_OK,
		        "what is written can be read");
		compare(&a, &b);
	}
	posblock_writer_release(&w);
	posblock_release(&a);
	posblock_release(&b);
	buf_release(&key);
	buf_release(&value);
	return 0;
}
