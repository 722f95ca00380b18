/* posrare.h - positions of rare words, by article
 *
 * Half of an archive's words stand in one article, and of a text read by
 * machine more. A block (posblock.h) of such a word is nearly all key. So the
 * words that few articles of a segment have are kept by article instead, in
 * blocks whose articles are words: one entry of 3 bytes a word, where a block of
 * its own takes 20.
 *
 * Key
 *     POSRARE_PREFIX, the article's docid as libxapian's keys have numbers, a
 *     byte W, the last number of the block, likewise. W is the same for
 *     all blocks of an article.
 *
 * Value
 *     As that of a position block, whose docids are the words' numbers: the
 *     highest W of the 31 bits of a word's hash, and 1. W is the least by which
 *     the article's words differ. Words whose whole hashes are the same have
 *     none; each has an entry under POSRARE_ALONE, like the block of one article
 *     of a common word; and then W is 31, so that no other word is taken for
 *     them.
 *
 * A word's number says where its positions are, not whether it is in the article:
 * the list of postings knows that. Within what one writer wrote, a word is
 * either rare, and has no blocks, or all its articles are in blocks. So what is
 * rare and stands somewhere without positions, like an identity, has there the
 * one position POSRARE_NONE; and what is not rare and has no position anywhere,
 * like a language, has a block of that, with the last of its articles. META_RARE
 * says which docids were written so; libxapian's compactor keeps one entry for each
 * segment that it merges. What has no such entry has blocks alone.
 */
#ifndef NEWSIDX_INDEX_POSRARE_H
#define NEWSIDX_INDEX_POSRARE_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/status.h"
#include "lib/index/posblock.h"

#define POSRARE_PREFIX "r"
#define POSRARE_ALONE "s"

/* A word of more articles is not rare; nor is one of more than this share of
 * the segment, so that what is merged from many small segments can still be
 * searched by blocks. */
#define POSRARE_MOST 8
#define POSRARE_SHARE 256

static inline uint32_t posrare_most(size_t articles)
{
	size_t n = articles / POSRARE_SHARE;

	return n < POSRARE_MOST ? (uint32_t)n : POSRARE_MOST;
}

/* No position: those of words are from 1. */
#define POSRARE_NONE 0

static inline bool posrare_is_none(const struct posblock *b, uint32_t i)
{
	return b->count[i] == 1 && b->last[i] == POSRARE_NONE;
}

#define POSRARE_BITS 31

/* The hash, of POSRARE_BITS bits. */
uint32_t posrare_hash(const char *term, size_t len);

/* The least width by which two hashes differ, which are not the same. */
unsigned posrare_width(uint32_t a, uint32_t b);

static inline uint32_t posrare_number(uint32_t hash, unsigned width)
{
	return (hash >> (POSRARE_BITS - width)) + 1;
}

/* Set key to what the keys of all blocks of the article begin with. */
void posrare_prefix(uint32_t docid, struct buf *key);

/* Read width and last number from a key that begins with such a prefix.
 * NX_CORRUPT: it is no key. */
enum nx_status posrare_key(const char *key, size_t len, size_t prefix,
                           unsigned *width, uint32_t *last);

/* ---- META_RARE ------------------------------------------------------------ */

/* Set key and value to the entry for articles first to last. */
void posrare_range(uint32_t first, uint32_t last, struct buf *key,
                   struct buf *value);

/* Read it.  NX_END: the key is of something else.  NX_CORRUPT. */
enum nx_status posrare_read_range(const char *key, size_t len,
                                  const char *value, size_t value_len,
                                  uint32_t *first, uint32_t *last);

#endif
