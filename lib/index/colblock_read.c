/* colblock_read.c - reading a block of a column, of any bytes */
#include <stdlib.h>

#include "lib/base/mem.h"
#include "lib/index/bits.h"
#include "lib/index/colblock.h"
#include "lib/index/colblock_layout.h"

void colblock_release(struct colblock *b)
{
	buf_release(&b->bytes);
	free(b->docid);
	free(b->start);
	free(b->name);
	*b = (struct colblock)COLBLOCK_INIT;
}

static const unsigned char *bytes(const struct colblock *b)
{
	return (const unsigned char *)b->bytes.p;
}

static uint32_t *room(uint32_t *v, size_t n, size_t *cap)
{
	if (*cap >= n)
		return v;
	*cap = n;
	return nx_realloc_array(v, n, sizeof *v);
}

/* Pass over the names, which are looked at once somebody wants one. */
static bool pass_names(const unsigned char **p, const unsigned char *end,
                       uint64_t n)
{
	for (; n > 0; n--) {
		uint64_t len;

		if (!varint_read(p, end, &len) || len > (uint64_t)(end - *p))
			return false;
		*p += len;
	}
	return true;
}

static bool load_head(struct colblock *b, size_t len, uint64_t *least)
{
	const unsigned char *p = bytes(b), *end = p + len;
	uint64_t n, flags, names, base;

	if (!varint_read(&p, end, &n) || !varint_read(&p, end, &flags) ||
	    !varint_read(&p, end, &names) || !varint_read(&p, end, least) ||
	    !varint_read(&p, end, &base))
		return false;
	b->names_at = (size_t)(p - bytes(b));
	if (n == 0 || n > COLBLOCK_ARTICLES || flags > COLBLOCK_GAPS ||
	    names > UINT32_MAX || (names > 0 && base != 0) ||
	    base > (uint64_t)1 << 62 || !pass_names(&p, end, names))
		return false;
	b->n = (uint32_t)n;
	b->gaps = flags == COLBLOCK_GAPS;
	b->names = (uint32_t)names;
	b->base = (int64_t)(base / 2);
	if (base % 2 == 1)
		b->base = -b->base - 1;
	b->names_end = (size_t)(p - bytes(b));
	return true;
}

/* Begin a list of n: its width; false if the bytes do not hold it. */
static bool begin_list(struct bit_reader *s, uint64_t n, unsigned *width)
{
	*width = (unsigned)bits_get(s, LIST_WIDTH_BITS);
	return *width <= 32 && s->at <= s->end &&
	       (*width == 0 || n <= (s->end - s->at) / *width);
}

static uint32_t number_at(const struct bit_reader *s, unsigned width,
                          uint64_t i)
{
	const struct bit_reader at = { s->p, s->at + i * width, s->end };

	return (uint32_t)(bits_window(&at) & (((uint64_t)1 << width) - 1));
}

static bool load_docids(struct colblock *b, struct bit_reader *s)
{
	uint64_t before = 0;
	unsigned width;

	b->first = b->last - (b->n - 1);
	if (!b->gaps)
		return b->last >= b->n;
	if (!begin_list(s, b->n - 1, &width))
		return false;
	b->docid = room(b->docid, b->n, &b->cap_docid);
	b->docid[0] = 0;
	for (uint32_t i = 1; i < b->n; i++) {
		before += (uint64_t)number_at(s, width, i - 1) + 1;
		b->docid[i] = (uint32_t)before;
	}
	s->at += (uint64_t)width * (b->n - 1);
	if (before >= b->last)
		return false;
	b->first = b->last - (uint32_t)before;
	for (uint32_t i = 0; i < b->n; i++)
		b->docid[i] += b->first;
	return true;
}

#define VALUES_MOST ((uint64_t)COLBLOCK_ARTICLES * RECORD_REPEATS)

static bool load_counts(struct colblock *b, struct bit_reader *s,
                        uint64_t least)
{
	uint64_t sum = 0;
	unsigned width;

	if (least > VALUES_MOST || !begin_list(s, b->n, &width))
		return false;
	b->start = room(b->start, (size_t)b->n + 1, &b->cap_start);
	for (uint32_t i = 0; i < b->n; i++) {
		b->start[i] = (uint32_t)sum;
		sum += least + (width > 0 ? number_at(s, width, i) : 0);
		if (sum > VALUES_MOST)
			return false;
	}
	b->start[b->n] = (uint32_t)sum;
	s->at += (uint64_t)width * b->n;
	return true;
}

static bool load(struct colblock *b, size_t len)
{
	struct bit_reader s = { bytes(b), 0, 8 * (uint64_t)len };
	uint64_t least;

	if (!load_head(b, len, &least))
		return false;
	s.at = 8 * (uint64_t)b->names_end;
	if (!load_docids(b, &s) || !load_counts(b, &s, least) ||
	    !begin_list(&s, b->start[b->n], &b->width))
		return false;
	b->bits = s.at;
	b->mask = (uint32_t)(((uint64_t)1 << b->width) - 1);
	return true;
}

enum nx_status colblock_load(struct colblock *b, uint32_t last,
                             const void *value, size_t len)
{
	static const char padding[BITS_PADDING];

	b->n = 0;
	b->at = 0;
	b->last = last;
	b->named = false;
	buf_set(&b->bytes, value, len);
	buf_add(&b->bytes, padding, sizeof padding);
	if (load(b, len))
		return NX_OK;
	b->n = 0;
	return NX_CORRUPT;
}

bool colblock_search(struct colblock *b, uint32_t docid, uint32_t *i)
{
	uint32_t lo = b->docid[b->at] <= docid ? b->at : 0, hi = b->n;

	/* Mostly it is near. */
	for (uint32_t k = 0; k < 4 && lo < hi && b->docid[lo] < docid; k++)
		lo++;
	while (lo < hi && b->docid[lo] < docid) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (b->docid[mid] < docid)
			lo = mid + 1;
		else
			hi = mid;
	}
	*i = b->at = lo < b->n ? lo : 0;
	return b->docid[*i] == docid;
}

static void find_names(struct colblock *b)
{
	const unsigned char *p = bytes(b) + b->names_at;
	const unsigned char *end = bytes(b) + b->names_end;

	if (b->cap_name < b->names) {
		b->cap_name = b->names;
		b->name = nx_realloc_array(b->name, b->names, sizeof *b->name);
	}
	for (uint32_t i = 0; i < b->names; i++) {
		uint64_t len = 0;

		(void)varint_read(&p, end, &len);
		b->name[i] = (struct slice){ (const char *)p, (size_t)len };
		p += len;
	}
	b->named = true;
}

struct slice colblock_get_name(struct colblock *b, uint32_t i)
{
	if (!b->named)
		find_names(b);
	return b->name[i];
}
