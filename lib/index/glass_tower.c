/* glass_tower.c - blocks of a table, and the levels above its leaves */
#include <stdlib.h>
#include <string.h>

#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/index/glass_block.h"

static void put4(unsigned char *p, uint32_t v)
{
	glass_put2(p, v >> 16);
	glass_put2(p + 2, v & 0xffff);
}

char *glass_path(const char *dir, enum glass_id id)
{
	static const char *const name[GLASS_TABLES] = {
		[GLASS_POSTLIST] = "postlist", [GLASS_DOCDATA] = "docdata",
		[GLASS_TERMLIST] = "termlist", [GLASS_POSITION] = "position",
		[GLASS_SPELLING] = "spelling", [GLASS_SYNONYM] = "synonym",
	};

	return nx_format("%s/%s.glass", dir, name[id]);
}

void glass_block_close(unsigned char *p, unsigned level, unsigned dir,
                       unsigned end)
{
	put4(p, GLASS_REVISION);
	p[4] = (unsigned char)level;
	glass_put2(p + 5, end - dir);
	glass_put2(p + 7, end - dir);
	glass_put2(p + 9, dir);
	memset(p + dir, 0, end - dir);
}

enum nx_status glass_file_write(struct glass_file *f, const unsigned char *p,
                                unsigned n, uint32_t *first, struct nx_err *err)
{
	uint64_t at = atomic_fetch_add(&f->blocks, n);

	if (at + n > UINT32_MAX)
		return nx_fail(err, NX_BOUND, "%s grew too long", f->path);
	*first = (uint32_t)at;
	if (file_write(f->fd, p, (size_t)n * GLASS_BLOCK,
	               (off_t)(at * GLASS_BLOCK)))
		return NX_OK;
	(void)nx_fail_errno(err, "cannot write %s", f->path);
	return NX_IO;
}

struct branch {
	unsigned char p[GLASS_BLOCK];
	unsigned dir, end; /* dir is 0: none is being filled */
	unsigned char separator[GLASS_SEPARATOR_MAX];
};

struct glass_tower {
	struct glass_file *f;
	struct branch level[GLASS_LEVELS]; /* the first is not used */
	uint32_t leaf;               /* the one told last */
	uint64_t leaves;
};

struct glass_tower *glass_tower_new(struct glass_file *f)
{
	struct glass_tower *w = nx_zalloc(sizeof *w);

	w->f = f;
	return w;
}

void glass_tower_free(struct glass_tower *w)
{
	free(w);
}

static void branch_put(struct branch *b, uint32_t block,
                       const unsigned char *sep)
{
	b->end -= GLASS_BRANCH + (unsigned)glass_separator_size(sep);
	glass_put2(b->p + b->dir, b->end);
	b->dir += GLASS_DIR;
	put4(b->p + b->end, block);
	memcpy(b->p + b->end + GLASS_BRANCH, sep, glass_separator_size(sep));
}

static enum nx_status branch_write(struct glass_tower *w, unsigned level,
                                   uint32_t *block, struct nx_err *err)
{
	struct branch *b = &w->level[level];

	glass_block_close(b->p, level, b->dir, b->end);
	b->dir = 0;
	return glass_file_write(w->f, b->p, 1, block, err);
}

/* Tell a level of a block below.  The first of a block needs no separator; it
 * is kept for the level above. */
static enum nx_status push(struct glass_tower *w, unsigned level,
                           const unsigned char *sep, uint32_t block,
                           struct nx_err *err)
{
	static const unsigned char none[1 + GLASS_PART];
	size_t need = GLASS_DIR + GLASS_BRANCH + glass_separator_size(sep);
	struct branch *b;
	enum nx_status st;
	uint32_t full;

	if (level == GLASS_LEVELS)
		return nx_fail(err, NX_BOUND, "%s grew too high", w->f->path);
	b = &w->level[level];
	if (b->dir != 0 && b->end - b->dir >= need) {
		branch_put(b, block, sep);
		return NX_OK;
	}
	if (b->dir != 0) {
		st = branch_write(w, level, &full, err);
		if (st == NX_OK)
			st = push(w, level + 1, b->separator, full, err);
		if (st != NX_OK)
			return st;
	}
	b->dir = GLASS_HEAD;
	b->end = GLASS_BLOCK;
	memcpy(b->separator, sep, glass_separator_size(sep));
	branch_put(b, block, none);
	return NX_OK;
}

enum nx_status glass_tower_add(struct glass_tower *w, const unsigned char *sep,
                               uint32_t leaf, struct nx_err *err)
{
	w->leaf = leaf;
	w->leaves++;
	return push(w, 1, sep, leaf, err);
}

enum nx_status glass_tower_end(struct glass_tower *w, uint32_t *block,
                               unsigned *level, struct nx_err *err)
{
	enum nx_status st = NX_OK;

	*block = w->leaf;
	*level = 0;
	if (w->leaves == 1)
		return NX_OK;
	/* The first level that has none above it is the root's. */
	do {
		struct branch *b = &w->level[++*level];

		st = branch_write(w, *level, block, err);
		if (st != NX_OK || *level + 1 == GLASS_LEVELS || b[1].dir == 0)
			return st;
		st = push(w, *level + 1, b->separator, *block, err);
	} while (st == NX_OK);
	return st;
}
