/* posblock.h - word positions in blocks
 *
 * The positions of a term in up to POSBLOCK_ARTICLES articles are one entry of
 * a segment's metadata.  libxapian's own table has an entry for each term and
 * article, which is mostly key: 7.5 bytes a position in English news, where a
 * block has 1.9, keys included.
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
 *     7 bits        articles - 1
 *     3 times 5     parameters of the three lists that follow; without the
 *                   first of them if there is one article
 *     gaps          of docids, less 1; articles - 1 of them.  The key has the
 *                   last docid, so the first is not needed
 *     counts        positions of each article, less 1
 *     slacks        of each article: its last position, less (count - 1)
 *     positions     of each article with several, a list: the first, then the
 *                   gaps between them, less 1, up to the last but one.  Its
 *                   parameter is floor(log2(slack / count)), or 0
 *
 * A list of parameter k is the upper parts of its numbers in unary (v >> k
 * times 0, and a 1), then the lower k bits of each: a Rice code whose parts
 * stand apart, so that reading does not wait for the length of each, and what
 * is not asked for is passed over by counting bits.  In the first three lists
 * 24 zeros and a 1 are followed by all 32 bits of an upper part of 24 or more,
 * which a misfit has.
 *
 * Sources: R. F. Rice, "Some practical universal noiseless coding techniques"
 * (1979); A. Moffat and A. Turpin, "Compression and Coding Algorithms" (2002),
 * on choosing the parameter; A. Moffat and L. Stuiver, "Binary interpolative
 * coding for effective index compression" (2000), whose idea to code the last
 * position first gives each article a parameter of its own for nothing;
 * S. Vigna, "Quasi-succinct indices" (2013), on keeping upper and lower parts
 * apart.
 * Tried on 17 million positions of news and of OCR, in bytes a position, keys
 * included: 7 bits a byte 2.4 and 3.4; a bit width for each article 2.1
 * and 3.1; this 1.9 and 2.7; interpolative code 1.9 and 2.7, at several times
 * the time. Of 64, 128 and 256 articles a block the last saves 0.01 over the
 * middle.
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
#define POSBLOCK_ARTICLES 128

/* A block with so many bytes of positions takes no more articles: it stays
 * below 8 KiB unless its last article alone has 3 KiB and more. */
#define POSBLOCK_BYTES 4096

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

/* ---- keys -------------------------------------------------------------- */

/* Set key to what the keys of all blocks of the term begin with. */
void posblock_prefix(const char *term, size_t len, struct buf *key);

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
