/* glass_block.h - blocks of a table, for whoever writes them or reads them
 *
 * For the files glass_*.c alone.
 */
#ifndef NEWSIDX_INDEX_GLASS_BLOCK_H
#define NEWSIDX_INDEX_GLASS_BLOCK_H

#include <stdatomic.h>

#include "lib/index/glass.h"

/* Of what we write there is one commit. */
#define GLASS_REVISION 1

/* A block: revision (4), level (1), largest and total free room (2, 2), end of
 * the directory (2); the directory, of 2 bytes for each item; the free room;
 * the items, of which the first stands last. */
#define GLASS_HEAD 11
#define GLASS_DIR 2

/* An item of a leaf: size, less this head's, and flags (2); length of the key
 * (1); key; number of the part (2, but not with the first); that part of the
 * tag. */
#define GLASS_ITEM 3
#define GLASS_COMPRESSED 0x80
#define GLASS_LAST 0x40
#define GLASS_FIRST 0x20
#define GLASS_PARTS 65535

/* An item above the leaves: the block below (4), then its separator. */
#define GLASS_BRANCH 4

/* libxapian's bound.  The least that a block above the leaves holds is 30. */
#define GLASS_LEVELS 10

/* The number of an item's part of its tag, from 1. */
#define GLASS_PART 2

/* What tells the keys of a block from those before it: length (1), the first
 * bytes of the first key, part. */
#define GLASS_SEPARATOR_MAX (1 + GLASS_KEY_MAX + GLASS_PART)

static inline size_t glass_separator_size(const unsigned char *sep)
{
	return 1 + (size_t)sep[0] + GLASS_PART;
}

static inline void glass_put2(unsigned char *p, unsigned v)
{
	p[0] = (unsigned char)(v >> 8);
	p[1] = (unsigned char)v;
}

static inline unsigned glass_get2(const unsigned char *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static inline uint32_t glass_get4(const unsigned char *p)
{
	return (uint32_t)glass_get2(p) << 16 | glass_get2(p + 2);
}

/* Where a table begins that is in a database, and the database's commit. */
struct glass_place {
	uint32_t block; /* of the root */
	unsigned level;
	bool empty;
	uint32_t revision;
};

/* Find out from the version file of the database in dir.  NX_UNSUPPORTED if the
 * database or the table is of another format than what we write; NX_CORRUPT,
 * and failures of reading. */
enum nx_status glass_version_find(const char *dir, enum glass_id id,
                                  struct glass_place *out, struct nx_err *err);

/* The path of a table's file; the caller's. */
char *glass_path(const char *dir, enum glass_id id);

/* A table's file.  Threads write to it at once. */
struct glass_file {
	int fd;
	char *path;
	_Atomic uint64_t blocks;
};

/* Complete a block whose directory ends at dir and whose items, which are in
 * place, begin at end. */
void glass_block_close(unsigned char *p, unsigned level, unsigned dir,
                       unsigned end);

/* Write n blocks under new numbers, of which the first is in *first. */
enum nx_status glass_file_write(struct glass_file *f, const unsigned char *p,
                                unsigned n, uint32_t *first,
                                struct nx_err *err);

/* The levels above the leaves, each block being written as it fills. */
struct glass_tower;

struct glass_tower *glass_tower_new(struct glass_file *f);

/* Tell of the next leaf, in key order, and what separates it from the one
 * before, which is of no consequence for the first. */
enum nx_status glass_tower_add(struct glass_tower *w, const unsigned char *sep,
                               uint32_t leaf, struct nx_err *err);

/* All leaves, one at least, were told: the root is where *block and *level
 * say. */
enum nx_status glass_tower_end(struct glass_tower *w, uint32_t *block,
                               unsigned *level, struct nx_err *err);
void glass_tower_free(struct glass_tower *w);

#endif
