/* colblock.h - what articles are counted by, in blocks
 *
 * What the source, the authors ... of up to COLBLOCK_ARTICLES articles are is
 * one entry of a segment's metadata for each such column.  So counting an
 * answer by them takes a few nanoseconds an article, where libxapian's values
 * take 30 and the stored article 3,000; and what is stored of a name is stored
 * once a block.
 *
 * Key
 *     COLBLOCK_PREFIX, the column's letter, the last docid of the block as in
 *     posblock.h.  Nothing inside a block tells of the segment it is in: merged
 *     segments keep their blocks.  An article that is deleted stays in its
 * block; nobody asks for it.  Where no article has a value there may be no
 * block.
 *
 * Value: varints (buf.h)
 *     articles
 *     flags         COLBLOCK_GAPS: docids do not all follow one another
 *     names         how many there are, 0 where values are numbers
 *     least         number of values that an article has
 *     base          the least value, if that is a number: v * 2, or -v * 2 - 1
 *     length and bytes of each name
 * and then a stream of bits (bits.h)
 *     gaps          of docids, less 1, articles - 1 of them; if there are any
 *     counts        of values of each article, less the least
 *     values        of all articles: which name, from 0; or the number less
 * base of which each is 6 bits for a width, and so many bits for each number.
 */
#ifndef NEWSIDX_INDEX_COLBLOCK_H
#define NEWSIDX_INDEX_COLBLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/intern.h"
#include "lib/base/status.h"
#include "lib/index/bits.h"
#include "lib/index/record.h"

#define COLBLOCK_PREFIX "c"

/* Articles of a block at most.  More are no quicker to read, and more to read
 * where an answer has few articles. */
#define COLBLOCK_ARTICLES 4096

/* A block with so many bytes of names takes no more articles. */
#define COLBLOCK_NAMES ((size_t)256 << 10)

#define COLBLOCK_GAPS 1

/* ---- writing ----------------------------------------------------------- */

/* One block being filled; the caller's, for one block after the other:
 *
 *     colblock_writer_init
 *       colblock_add                    an article, until colblock_full
 *         colblock_name ..., _number    each of its values, once
 *       colblock_take                   the block; w is empty again
 *     colblock_writer_release
 */
struct colblock_writer {
	uint32_t docid[COLBLOCK_ARTICLES];
	uint32_t count[COLBLOCK_ARTICLES];
	size_t n;
	struct intern names;
	int64_t *value;
	size_t n_value, cap_value;
};

void colblock_writer_init(struct colblock_writer *w);
void colblock_writer_release(struct colblock_writer *w);

/* docid is greater than that of the article before; w is not full. */
void colblock_add(struct colblock_writer *w, uint32_t docid);

/* A value of the article added last.  A block has names or numbers, and
 * numbers no further apart than 2^32. */
void colblock_name(struct colblock_writer *w, const char *p, size_t len);
void colblock_number(struct colblock_writer *w, int64_t v);

static inline bool colblock_full(const struct colblock_writer *w)
{
	return w->n == COLBLOCK_ARTICLES || w->names.text.len >= COLBLOCK_NAMES;
}

/* Set key and value to the entry of metadata for the articles added, and empty
 * w.  False, and nothing is set: none of them has a value. */
bool colblock_take(struct colblock_writer *w, char letter, struct buf *key,
                   struct buf *value);

/* What the keys of a column's blocks begin with. */
void colblock_prefix(char letter, struct buf *key);

/* ---- reading ----------------------------------------------------------- */

/* A block that is read:
 *
 *     struct colblock b = COLBLOCK_INIT;
 *       colblock_load ...                     a block, in place of the one
 * before colblock_find, _values, _name ...   any number colblock_release
 */
struct colblock {
	uint32_t n; /* articles; 0: none is loaded */
	uint32_t first, last;
	uint32_t names;
	int64_t base;

	/* For colblock_read.c. */
	struct buf bytes;   /* the value, and padding */
	uint32_t *docid;    /* with gaps: of each article */
	uint32_t *start;    /* of each article its first value; n + 1 */
	struct slice *name; /* once they were asked for */
	size_t cap_docid, cap_start, cap_name;
	bool gaps, named;
	uint32_t at; /* article that was found last */
	size_t names_at, names_end;
	uint64_t bits; /* where the values begin */
	unsigned width;
	uint32_t mask; /* of as many bits */
};

#define COLBLOCK_INIT  \
	{              \
		.n = 0 \
	}

void colblock_release(struct colblock *b);

/* Read the value of the block that ends with article last.  NX_CORRUPT if no
 * writer wrote it, and b is then empty; any bytes are safe. */
enum nx_status colblock_load(struct colblock *b, uint32_t last,
                             const void *value, size_t len);

/* For colblock_find, where there are gaps. */
bool colblock_search(struct colblock *b, uint32_t docid, uint32_t *i);

/* Set *i to the number of the article; false if the block does not have it.
 * Quickest for ascending docids. */
static inline bool colblock_find(struct colblock *b, uint32_t docid,
                                 uint32_t *i)
{
	if (b->n == 0 || docid < b->first || docid > b->last)
		return false;
	*i = docid - b->first;
	return !b->gaps || colblock_search(b, docid, i);
}

/* The values of article i are those from *from on, *n of them. */
static inline void colblock_values(const struct colblock *b, uint32_t i,
                                   uint32_t *from, uint32_t *n)
{
	*from = b->start[i];
	*n = b->start[i + 1] - b->start[i];
}

/* Value number k of the block: which name, less than names; or a number. */
static inline int64_t colblock_value(const struct colblock *b, uint32_t k)
{
	const struct bit_reader s = { (const unsigned char *)b->bytes.p,
		                      b->bits + (uint64_t)k * b->width, 0 };
	uint32_t v = (uint32_t)bits_window(&s) & b->mask;

	/* Of bytes that no writer wrote. */
	if (b->names > 0 && v >= b->names)
		v = 0;
	return b->base + v;
}

/* b's until the next colblock_load. */
struct slice colblock_get_name(struct colblock *b, uint32_t i);

#endif
