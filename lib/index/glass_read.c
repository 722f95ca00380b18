#include "lib/index/glass_read.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/mem.h"
#include "lib/index/glass_block.h"

/* Blocks that are kept, each where its number says: half a megabyte.  The levels
 * above the leaves of a table of 50 MB are 15 blocks. */
#define KEPT 64

struct kept {
	unsigned char *p; /* NULL: nothing was read yet */
	uint32_t number;
};

/* The way to an item: of each level, from the leaves up, the block and the item
 * in it. */
struct way {
	uint32_t block;
	unsigned item;
};

struct glass_reader {
	int fd;
	char *path;
	struct glass_place root;
	struct kept kept[KEPT];
	struct way way[GLASS_LEVELS];
	struct buf key, tag; /* what was found, where it is in several blocks */
};

/* ---- blocks --------------------------------------------------------------- */

static enum nx_status damaged(const struct glass_reader *r, uint32_t block,
                              struct nx_err *err)
{
	return nx_fail(err, NX_CORRUPT, "%s: block %lu is damaged", r->path,
	               (unsigned long)block);
}

static enum nx_status read_block(const struct glass_reader *r, uint32_t number,
                                 unsigned char *p, struct nx_err *err)
{
	for (size_t have = 0; have < GLASS_BLOCK;) {
		ssize_t n = pread(r->fd, p + have, GLASS_BLOCK - have,
		                  (off_t)number * GLASS_BLOCK + (off_t)have);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return nx_fail_errno(err, "cannot read %s", r->path);
		if (n == 0)
			return damaged(r, number, err);
		have += (size_t)n;
	}
	return NX_OK;
}

static unsigned items(const unsigned char *p)
{
	return (glass_get2(p + 9) - GLASS_HEAD) / GLASS_DIR;
}

/* Whether the head of a block is one, of that level. */
static bool is_sound(const unsigned char *p, unsigned level)
{
	unsigned dir = glass_get2(p + 9);

	return p[4] == level && dir >= GLASS_HEAD && dir <= GLASS_BLOCK &&
	       (dir - GLASS_HEAD) % GLASS_DIR == 0;
}

/* *out: the block, until KEPT others were asked for. */
static enum nx_status block_at(struct glass_reader *r, uint32_t number,
                               unsigned level, const unsigned char **out,
                               struct nx_err *err)
{
	struct kept *k = &r->kept[number % KEPT];
	enum nx_status st = NX_OK;

	if (k->p == NULL || k->number != number) {
		if (k->p == NULL)
			k->p = nx_alloc(GLASS_BLOCK);
		k->number = number;
		st = read_block(r, number, k->p, err);
		if (st == NX_OK && glass_get4(k->p) > r->root.revision)
			st = nx_fail(err, NX_STALE, "%s was changed meanwhile",
			             r->path);
		else if (st == NX_OK && !is_sound(k->p, level))
			st = damaged(r, number, err);
		if (st != NX_OK) {
			free(k->p);
			k->p = NULL;
			return st;
		}
	}
	/* It may have been read as one of another level. */
	if (k->p[4] != level)
		return damaged(r, number, err);
	*out = k->p;
	return NX_OK;
}

/* ---- items ---------------------------------------------------------------- */

/* An item of a leaf. */
struct item {
	const unsigned char *key, *tag;
	unsigned klen, tlen, part, flags;
};

/* False: there is no such item in the block. */
static bool item_at(const unsigned char *p, unsigned i, struct item *out)
{
	unsigned at = glass_get2(p + GLASS_HEAD + GLASS_DIR * i), size, head;

	if (at < GLASS_HEAD || at + GLASS_ITEM > GLASS_BLOCK)
		return false;
	size = (glass_get2(p + at) & 0x1fff) + GLASS_ITEM;
	out->flags = p[at];
	out->klen = p[at + 2];
	out->key = p + at + GLASS_ITEM;
	head = GLASS_ITEM + out->klen;
	if ((out->flags & GLASS_FIRST) == 0)
		head += GLASS_PART;
	if (size < head || at + size > GLASS_BLOCK)
		return false;
	out->part = (out->flags & GLASS_FIRST) != 0
	                    ? 1
	                    : glass_get2(out->key + out->klen);
	out->tag = p + at + head;
	out->tlen = size - head;
	return true;
}

static int compare(const unsigned char *a, size_t a_len, unsigned a_part,
                   const unsigned char *b, size_t b_len, unsigned b_part)
{
	size_t min = a_len < b_len ? a_len : b_len;
	int d = min > 0 ? memcmp(a, b, min) : 0;

	if (d == 0)
		d = (a_len > b_len) - (a_len < b_len);
	return d != 0 ? d : (a_part > b_part) - (a_part < b_part);
}

/* The first item of a leaf that is not before the first part of key; false if
 * the leaf is damaged. */
static bool find_in_leaf(const unsigned char *p, const void *key, size_t len,
                         unsigned *out)
{
	unsigned lo = 0, hi = items(p);

	while (lo < hi) {
		unsigned mid = lo + (hi - lo) / 2;
		struct item it;

		if (!item_at(p, mid, &it))
			return false;
		if (compare(it.key, it.klen, it.part, key, len, 1) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	*out = lo;
	return true;
}

/* Item i of a block above the leaves: the block below, and whether its separator
 * is behind the first part of key. */
static bool branch_at(const unsigned char *p, unsigned i, const void *key,
                      size_t len, uint32_t *below, bool *behind)
{
	unsigned at = glass_get2(p + GLASS_HEAD + GLASS_DIR * i);
	const unsigned char *sep = p + at + GLASS_BRANCH;

	if (at < GLASS_HEAD || at + GLASS_BRANCH + 1 + GLASS_PART > GLASS_BLOCK ||
	    at + GLASS_BRANCH + glass_separator_size(sep) > GLASS_BLOCK)
		return false;
	*below = glass_get4(p + at);
	*behind = compare(sep + 1, sep[0], glass_get2(sep + 1 + sep[0]), key,
	                  len, 1) > 0;
	return true;
}

/* The last item whose separator is not behind; the first has none that
 * counts. */
static bool find_in_branch(const unsigned char *p, const void *key, size_t len,
                           unsigned *out)
{
	unsigned lo = 1, hi = items(p);

	if (hi == 0)
		return false;
	while (lo < hi) {
		unsigned mid = lo + (hi - lo) / 2;
		uint32_t below;
		bool behind;

		if (!branch_at(p, mid, key, len, &below, &behind))
			return false;
		if (behind)
			hi = mid;
		else
			lo = mid + 1;
	}
	*out = lo - 1;
	return true;
}

/* ---- ways ----------------------------------------------------------------- */

/* Go down from a level whose way is known to the leaf, to where key belongs, or
 * to the first item if key is NULL. */
static enum nx_status descend(struct glass_reader *r, unsigned level,
                              const void *key, size_t len, struct nx_err *err)
{
	for (;; level--) {
		struct way *w = &r->way[level];
		const unsigned char *p;
		bool behind, good = true;
		enum nx_status st = block_at(r, w->block, level, &p, err);

		if (st != NX_OK)
			return st;
		w->item = 0;
		if (level == 0 && key != NULL)
			good = find_in_leaf(p, key, len, &w->item);
		else if (key != NULL)
			good = find_in_branch(p, key, len, &w->item);
		if (level > 0 && good)
			good = items(p) > 0 &&
			       branch_at(p, w->item, "", 0, &w[-1].block,
			                 &behind);
		if (!good)
			return damaged(r, w->block, err);
		if (level == 0)
			return NX_OK;
	}
}

/* Go on to the leaf behind that of the way. */
static enum nx_status next_leaf(struct glass_reader *r, struct nx_err *err)
{
	for (unsigned level = 1; level <= r->root.level; level++) {
		struct way *w = &r->way[level];
		const unsigned char *p;
		bool behind;
		enum nx_status st = block_at(r, w->block, level, &p, err);

		if (st != NX_OK)
			return st;
		if (++w->item >= items(p))
			continue;
		if (!branch_at(p, w->item, "", 0, &w[-1].block, &behind))
			return damaged(r, w->block, err);
		return descend(r, level - 1, NULL, 0, err);
	}
	return NX_END;
}

/* The item of the way, or the first behind it if the leaf has no more. */
static enum nx_status item_here(struct glass_reader *r, struct item *out,
                                struct nx_err *err)
{
	for (;;) {
		const struct way *w = &r->way[0];
		const unsigned char *p;
		enum nx_status st = block_at(r, w->block, 0, &p, err);

		if (st == NX_OK && w->item < items(p))
			return item_at(p, w->item, out)
			               ? NX_OK
			               : damaged(r, w->block, err);
		if (st == NX_OK)
			st = next_leaf(r, err);
		if (st != NX_OK)
			return st;
	}
}

/* Put together a tag whose first part is it. */
static enum nx_status join(struct glass_reader *r, struct item *it,
                           struct nx_err *err)
{
	buf_set(&r->key, it->key, it->klen);
	buf_set(&r->tag, it->tag, it->tlen);
	for (unsigned part = 2; (it->flags & GLASS_LAST) == 0; part++) {
		enum nx_status st;

		r->way[0].item++;
		st = item_here(r, it, err);
		if (st == NX_END ||
		    (st == NX_OK &&
		     compare(it->key, it->klen, it->part, (void *)r->key.p,
		             r->key.len, part) != 0))
			st = damaged(r, r->way[0].block, err);
		if (st != NX_OK)
			return st;
		buf_add(&r->tag, it->tag, it->tlen);
	}
	return NX_OK;
}

enum nx_status glass_reader_seek(struct glass_reader *r, const void *key,
                                 size_t len, struct slice *found,
                                 struct slice *tag, struct nx_err *err)
{
	enum nx_status st;
	struct item it;

	if (r->root.empty)
		return NX_END;
	r->way[r->root.level].block = r->root.block;
	st = descend(r, r->root.level, key, len, err);
	if (st == NX_OK)
		st = item_here(r, &it, err);
	if (st != NX_OK)
		return st;
	if (it.part != 1 || (it.flags & GLASS_COMPRESSED) != 0)
		return damaged(r, r->way[0].block, err);
	if ((it.flags & GLASS_LAST) != 0) {
		*found = (struct slice){ (const char *)it.key, it.klen };
		*tag = (struct slice){ (const char *)it.tag, it.tlen };
		return NX_OK;
	}
	st = join(r, &it, err);
	*found = slice_of(&r->key);
	*tag = slice_of(&r->tag);
	return st;
}

/* ---- life ----------------------------------------------------------------- */

enum nx_status glass_reader_open(struct glass_reader **out, const char *dir,
                                 enum glass_id id, struct nx_err *err)
{
	struct glass_reader *r = nx_zalloc(sizeof *r);
	enum nx_status st = glass_version_find(dir, id, &r->root, err);

	*out = NULL;
	r->path = glass_path(dir, id);
	r->fd = -1;
	if (st == NX_OK && !r->root.empty) {
		r->fd = open(r->path, O_RDONLY | O_CLOEXEC);
		if (r->fd < 0)
			st = nx_fail_errno(err, "cannot read %s", r->path);
	}
	if (st == NX_OK)
		*out = r;
	else
		glass_reader_close(r);
	return st;
}

void glass_reader_close(struct glass_reader *r)
{
	if (r == NULL)
		return;
	if (r->fd >= 0)
		close(r->fd);
	for (size_t i = 0; i < KEPT; i++)
		free(r->kept[i].p);
	buf_release(&r->key);
	buf_release(&r->tag);
	free(r->path);
	free(r);
}
