/* posblock.h - word positions in blocks
 *
 * The positions of a term in up to POSBLOCK_ARTICLES articles are one entry of
 * a segment's metadata.  libxapian's own table has an entry for each term and
 * article, which is mostly key: 7.5 bytes a position in English news, where a
 * block has 2, keys included.
 *
 * Key
 *     POSBLOCK_PREFIX, the term with 00 written as 00 ff, 00, the last docid of
 *     the block as libxapian's keys have numbers (whose first byte is never
 *     ff): so entries stand by term, then docid, and the first key that is not
 *     less than (term, d) is of the only block that may have d.  libxapian's
 *     compactor merges them like all metadata; nothing inside a block tells of
 *     the segment it is in, so merged segments need not be renumbered.
 *     A term that would make the key too long (POSBLOCK_TERM, which no term
 *     of an article reaches) is cut and ends with a hash of the whole.
 *
 * Value: a stream of bits, the lowest of each byte first
 *     1, then one number in all bits that are left: the block is one article,
 *     which has the term there and nowhere else.  Of an archive's words that
 *     is most.  Otherwise
 *     0
 *     8 bits        articles - 1
 *     gaps          of docids, less 1; articles - 1 of them.  The key has the
 *                   last docid, so the first is not needed
 *     counts        positions of each article, less 1
 *     slacks        of each article: its last position, less (count - 1)
 *     positions     of each article with n + 1 of them, n > 0, all but the
 *                   last: p[i] - i, none less than the one before and none
 *                   more than the slack
 *
 * Each of the first three lists is
 *     6 bits        a width, unless there is no number in it
 *     numbers       the lowest so many bits of each
 * and if it has 16 numbers or more
 *     8 bits        how many of them are misfits, which have more bits
 *     6 bits        how many bits more, at most; if there are any
 *     misfits       of each, 8 bits for its place and so many for its upper
 * part
 *
 * Of an article's positions come first the upper parts, then the lower k bits
 * of each; k is the bit length of the slack less that of n, or 0.  The upper
 * parts are a row of bits: the i-th 1, from 0, has i + upper part bits before
 * it; zeros follow up to the slack's.  So the row has n + (slack >> k) bits,
 * and where each article's positions are is known without reading those before.
 *
 * Sources: P. Elias, "Efficient storage and retrieval by content and address of
 * static files" (1974), and S. Vigna, "Quasi-succinct indices" (2013), for the
 * positions; M. Zukowski, S. Heman, N. Nes and P. Boncz, "Super-scalar RAM-CPU
 * cache compression" (2006), for widths with misfits; A. Moffat and L. Stuiver,
 * "Binary interpolative coding for effective index compression" (2000), for the
 * last position first, which gives each article a parameter for nothing.
 *
 * Tried on 17 million positions of news and of OCR, in bytes a position, keys
 * included: 7 bits a byte 2.4 and 3.4; a bit width for each article 2.1
 * and 3.1; this 1.98 and 2.91; Rice codes in place of the widths 1.90 and 2.87,
 * and of all 1.87 and 2.82, at up to twice the time; interpolative code 1.87
 * and 2.72, at several times the time.  256 articles a block are read as
 * quickly as 128, and take 1 in 100 less; 512 are no better.
 */
#ifndef NEWSIDX_INDEX_POSBLOCK_H
#define NEWSIDX_INDEX_POSBLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/status.h"

#define POSBLOCK_PREFIX "p"

/* Articles of a block at most. */
#define POSBLOCK_ARTICLES 256

/* A block with so many bytes of positions takes no more articles: it stays
 * below 8 KiB unless its last article alone has 1 KiB and more. */
#define POSBLOCK_BYTES 6144

/* Bytes of the term in a key, escaped; the key has then 245, which is what
 * libxapian takes. */
#define POSBLOCK_TERM 238

/* ---- writing ----------------------------------------------------------- */

/* One block being filled; the caller's, for one term after the other:
 *
 *     posblock_writer_init
 *       posblock_add ...      articles of a term, until posblock_full
 *       posblock_take         the block; w is empty, for what comes next
 *     posblock_writer_release
 */
struct posblock_writer {
	uint32_t docid[POSBLOCK_ARTICLES];
	uint32_t count[POSBLOCK_ARTICLES]; /* less 1 */
	uint32_t slack[POSBLOCK_ARTICLES];
	size_t n;
	struct buf positions; /* the last lists; 4 bytes at a time */
	uint64_t bits;        /* and the bits behind them */
	unsigned n_bits;
};

void posblock_writer_init(struct posblock_writer *w);
void posblock_writer_release(struct posblock_writer *w);

/* Add an article.  docid is greater than that of the article before; pos is
 * ascending, each once; n is at least 1.  w is not full. */
void posblock_add(struct posblock_writer *w, uint32_t docid,
                  const uint32_t *pos, size_t n);

static inline bool posblock_empty(const struct posblock_writer *w)
{
	return w->n == 0;
}

static inline bool posblock_full(const struct posblock_writer *w)
{
	return w->n == POSBLOCK_ARTICLES || w->positions.len >= POSBLOCK_BYTES;
}

/* Set key and value to the entry of metadata for the articles added, which are
 * of this term, and empty w.  There is at least one. */
void posblock_take(struct posblock_writer *w, const char *term, size_t len,
                   struct buf *key, struct buf *value);

/* The same for blocks under other names: what is in key already is what such a
 * key begins with. */
void posblock_finish(struct posblock_writer *w, struct buf *key,
                     struct buf *value);

/* ---- keys -------------------------------------------------------------- */

/* Set key to what the keys of all blocks of the term begin with; or with another
 * first letter than POSBLOCK_PREFIX. */
void posblock_prefix(const char *term, size_t len, struct buf *key);
void posblock_prefix_as(const char *letter, const char *term, size_t len,
                        struct buf *key);

/* Append a docid to such a prefix: the key of a block that ends with it. */
void posblock_add_docid(struct buf *key, uint32_t docid);

/* The last docid of the block with this key, whose first prefix bytes are those
 * of posblock_prefix.  NX_END: it is of another term, which begins with this
 * one and a NUL, and all of this one are before it.  NX_CORRUPT: it is no key.
 */
enum nx_status posblock_key_docid(const char *key, size_t len, size_t prefix,
                                  uint32_t *docid);

/* ---- reading ----------------------------------------------------------- */

/* A block that is read:
 *
 *     posblock_init
 *       posblock_load ...             a block, in place of the one before
 *         posblock_find, _positions   any number
 *     posblock_release
 */
struct posblock {
	uint32_t n; /* articles; 0: none is loaded */
	uint32_t docid[POSBLOCK_ARTICLES];
	uint32_t count[POSBLOCK_ARTICLES]; /* of positions */
	uint32_t last[POSBLOCK_ARTICLES];  /* position */

	/* For posblock.c. */
	unsigned char *bytes; /* the value, and zeros behind it */
	size_t cap;
	uint64_t end;       /* of the value, in bits */
	uint64_t positions; /* where they begin, in bits */
	uint32_t at;        /* article whose positions begin ... */
	uint64_t at_bit;    /* ... here */
};

void posblock_init(struct posblock *b);
void posblock_release(struct posblock *b);

/* Read the value of the block that ends with article last (posblock_key_docid).
 * NX_CORRUPT if no writer wrote it, and b is then empty; any bytes are safe. */
enum nx_status posblock_load(struct posblock *b, uint32_t last,
                             const void *value, size_t len);

/* The first article, from number from on, whose docid is not less; b->n if
 * there is none. */
uint32_t posblock_find(const struct posblock *b, uint32_t docid, uint32_t from);

/* Write the b->count[i] positions of article i to pos, ascending.  Quickest for
 * ascending i.  NX_CORRUPT as above; what is in pos then means nothing. */
enum nx_status posblock_positions(struct posblock *b, uint32_t i,
                                  uint32_t *pos);

#endif
