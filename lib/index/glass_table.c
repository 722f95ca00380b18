/* glass_table.c - one B-tree table, written from the leaves up
 *
 * A piece fills its leaves one after the other and writes RUN of them at once,
 * under block numbers that it takes only then, so that every block that was
 * numbered is written.  Of each leaf it keeps the number and the separator: as
 * much of its first key as tells it from the key before.  When all pieces are
 * done, the levels above grow from those, each block of a level being written
 * as it fills and told to the level above.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/index/glass_block.h"

/* libxapian wants to find four items in a block, or at least parts of tags that
 * are no longer. */
#define ITEM_MAX ((GLASS_BLOCK - GLASS_HEAD - 4 * GLASS_DIR) / 4)

/* A part of a tag shorter than this is not worth another item; nor another
 * block to read, if the tag could have a single item. */
#define PART_MIN 32
#define FILL_MIN 256

/* Blocks written at once: less waiting for the file's lock, and what is read
 * together stands together. */
#define RUN 16

struct key {
	unsigned len;
	unsigned char p[GLASS_KEY_MAX];
};

struct piece {
	unsigned char *run;  /* RUN blocks; NULL before and after */
	unsigned char *leaf; /* the one in run that is being filled, or NULL */
	unsigned dir, end; /* in it: where directory ends, where items begin */
	uint64_t entries;
	struct key first, last;
	uint32_t *block; /* of each leaf */
	size_t blocks, cap;
	struct buf separators; /* of each leaf but the first */
	bool fill, done;
};

struct glass_table {
	struct glass_file file;
	enum glass_id id;
	unsigned pieces;
	struct piece *piece;
	struct glass_root root;
	const atomic_int *stop;
};

/* ---- leaves ------------------------------------------------------------- */

/* How much of key is a separator behind the key prev. */
static unsigned cut(const struct key *prev, const unsigned char *key,
                    unsigned len)
{
	unsigned min = len < prev->len ? len : prev->len, i = 0;

	while (i < min && prev->p[i] == key[i])
		i++;
	return i < len ? i + 1 : i;
}

static size_t separator(unsigned char *out, const struct key *prev,
                        const unsigned char *key, unsigned len, unsigned part)
{
	unsigned n = cut(prev, key, len);

	out[0] = (unsigned char)n;
	memcpy(out + 1, key, n);
	glass_put2(out + 1 + n, part);
	return 1 + n + GLASS_PART;
}

/* Write what the run holds, up to the leaf that was closed last. */
static enum nx_status flush(struct glass_table *t, struct piece *p,
                            struct nx_err *err)
{
	unsigned n = (unsigned)((p->leaf - p->run) / GLASS_BLOCK) + 1;
	uint32_t first = 0;
	enum nx_status st = glass_file_write(&t->file, p->run, n, &first, err);

	for (unsigned i = 0; st == NX_OK && i < n; i++) {
		p->block = NX_GROW(p->block, p->blocks, &p->cap);
		p->block[p->blocks++] = first + i;
	}
	return st;
}

/* Room for an item of size bytes, counting from the end of the block. */
static unsigned char *put_head(struct piece *p, unsigned size, unsigned flags)
{
	unsigned char *to;

	p->end -= size;
	glass_put2(p->leaf + p->dir, p->end);
	p->dir += GLASS_DIR;
	to = p->leaf + p->end;
	glass_put2(to, (size - GLASS_ITEM) | flags << 8);
	return to;
}

static void leaf_open(struct piece *p, unsigned char *leaf)
{
	p->leaf = leaf;
	p->dir = GLASS_HEAD;
	p->end = GLASS_BLOCK;
}

/* The entry without key and tag that each table begins with. */
static void put_null(struct piece *p)
{
	put_head(p, GLASS_ITEM, GLASS_FIRST | GLASS_LAST)[2] = 0;
}

/* Go on to a new leaf, whose first item has this key and part. */
static enum nx_status next_leaf(struct glass_table *t, struct piece *p,
                                const unsigned char *key, unsigned klen,
                                unsigned part, struct nx_err *err)
{
	unsigned char sep[GLASS_SEPARATOR_MAX], *next;
	enum nx_status st = NX_OK;

	if (t->stop != NULL && *t->stop != 0)
		return nx_fail(err, NX_INTERRUPTED, "interrupted");
	if (p->leaf == NULL) {
		p->run = nx_alloc((size_t)RUN * GLASS_BLOCK);
		p->first.len = klen;
		memcpy(p->first.p, key, klen);
		leaf_open(p, p->run);
		if (p == t->piece)
			put_null(p);
		return NX_OK;
	}
	glass_block_close(p->leaf, 0, p->dir, p->end);
	buf_add(&p->separators, sep, separator(sep, &p->last, key, klen, part));
	next = p->leaf + GLASS_BLOCK;
	if (next == p->run + (size_t)RUN * GLASS_BLOCK) {
		st = flush(t, p, err);
		next = p->run;
	}
	leaf_open(p, next);
	return st;
}

/* A tag that may have several items: what is left of the leaf is filled, and so
 * are the next ones. */
static enum nx_status add_parts(struct glass_table *t, struct piece *p,
                                const unsigned char *key, unsigned klen,
                                const unsigned char *tag, size_t tlen,
                                unsigned flags, struct nx_err *err)
{
	unsigned head = GLASS_ITEM + klen;
	unsigned min = head + tlen <= ITEM_MAX ? FILL_MIN : PART_MIN;

	for (unsigned part = 1;; part++) {
		unsigned char *to;
		unsigned n;

		if (part > GLASS_PARTS)
			return nx_fail(err, NX_BOUND,
			               "too long an entry for %s",
			               t->file.path);
		if (p->end - p->dir < head + min + GLASS_DIR) {
			enum nx_status st =
				next_leaf(t, p, key, klen, part, err);

			if (st != NX_OK)
				return st;
		}
		n = p->end - p->dir - GLASS_DIR;
		n = (n < ITEM_MAX ? n : ITEM_MAX) - head;
		if (n > tlen)
			n = (unsigned)tlen;
		to = put_head(p, head + n,
		              flags | (part == 1 ? GLASS_FIRST : 0) |
		                      (n == tlen ? GLASS_LAST : 0));
		to[2] = (unsigned char)klen;
		memcpy(to + GLASS_ITEM, key, klen);
		if (part > 1)
			glass_put2(to + GLASS_ITEM + klen, part);
		if (n > 0)
			memcpy(to + head, tag, n);
		/* The next leaf's separator is told from this one's key. */
		if (part == 1) {
			p->last.len = klen;
			memcpy(p->last.p, key, klen);
			head += GLASS_PART;
		}
		tag += n;
		tlen -= n;
		if (tlen == 0)
			return NX_OK;
	}
}

static bool ascending(const struct key *prev, const unsigned char *key,
                      unsigned len)
{
	int diff = memcmp(prev->p, key, prev->len < len ? prev->len : len);

	return diff < 0 || (diff == 0 && prev->len < len);
}

void glass_table_stop(struct glass_table *t, const atomic_int *stop)
{
	t->stop = stop;
}

void glass_piece_fill(struct glass_table *t, unsigned piece)
{
	t->piece[piece].fill = true;
}

enum nx_status glass_add(struct glass_table *t, unsigned piece, const void *key,
                         size_t klen, const void *tag, size_t tlen,
                         bool compressed, struct nx_err *err)
{
	struct piece *p = &t->piece[piece];
	unsigned k = (unsigned)klen, flags = compressed ? GLASS_COMPRESSED : 0;
	size_t size = GLASS_ITEM + klen + tlen;
	size_t room = p->end - p->dir;
	enum nx_status st = NX_OK;
	unsigned char *to;

	if (klen == 0 || klen > GLASS_KEY_MAX)
		return nx_fail(err, NX_BOUND, "a key of %zu bytes for %s", klen,
		               t->file.path);
	if (!ascending(&p->last, key, k) || p->done)
		return nx_fail(err, NX_CORRUPT, "keys out of order for %s",
		               t->file.path);
	p->entries++;
	if (size > ITEM_MAX || (p->fill && room < size + GLASS_DIR))
		return add_parts(t, p, key, k, tag, tlen, flags, err);
	if (room < size + GLASS_DIR)
		st = next_leaf(t, p, key, k, 1, err);
	if (st != NX_OK)
		return st;
	to = put_head(p, (unsigned)size, flags | GLASS_FIRST | GLASS_LAST);
	to[2] = (unsigned char)k;
	memcpy(to + GLASS_ITEM, key, klen);
	if (tlen > 0)
		memcpy(to + GLASS_ITEM + klen, tag, tlen);
	p->last.len = k;
	memcpy(p->last.p, key, klen);
	return NX_OK;
}

enum nx_status glass_piece_done(struct glass_table *t, unsigned piece,
                                struct nx_err *err)
{
	struct piece *p = &t->piece[piece];
	enum nx_status st = NX_OK;

	if (p->leaf != NULL) {
		glass_block_close(p->leaf, 0, p->dir, p->end);
		st = flush(t, p, err);
	}
	free(p->run);
	p->run = p->leaf = NULL;
	p->dir = p->end = 0;
	p->done = true;
	return st;
}

/* ---- the table ---------------------------------------------------------- */

enum nx_status glass_table_new(struct glass_table **out, const char *dir,
                               enum glass_id id, unsigned pieces,
                               struct nx_err *err)
{
	struct glass_table *t = nx_zalloc(sizeof *t);

	*out = NULL;
	t->id = id;
	t->file.path = glass_path(dir, id);
	t->file.fd = open(t->file.path,
	                  O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (t->file.fd < 0) {
		(void)nx_fail_errno(err, "cannot create %s", t->file.path);
		glass_table_free(t);
		return NX_IO;
	}
	t->pieces = pieces;
	t->piece = nx_zalloc(pieces * sizeof *t->piece);
	*out = t;
	return NX_OK;
}

/* Tell the tower of the leaves of a piece, whose first one is separated from
 * the key before by sep. */
static enum nx_status push_piece(struct glass_tower *w, const struct piece *p,
                                 const unsigned char *sep, struct nx_err *err)
{
	const unsigned char *next = (const unsigned char *)p->separators.p;

	for (size_t i = 0; i < p->blocks; i++) {
		enum nx_status st = glass_tower_add(w, sep, p->block[i], err);

		if (st != NX_OK)
			return st;
		sep = next;
		if (i + 1 < p->blocks)
			next += glass_separator_size(next);
	}
	return NX_OK;
}

static enum nx_status write_tower(struct glass_table *t, struct nx_err *err)
{
	struct glass_tower *w = glass_tower_new(&t->file);
	unsigned char sep[GLASS_SEPARATOR_MAX] = { 0 };
	const struct piece *prev = NULL;
	enum nx_status st = NX_OK;

	for (unsigned i = 0; st == NX_OK && i < t->pieces; i++) {
		const struct piece *p = &t->piece[i];

		if (p->blocks == 0)
			continue;
		if (prev != NULL)
			separator(sep, &prev->last, p->first.p, p->first.len,
			          1);
		st = push_piece(w, p, sep, err);
		prev = p;
	}
	if (st == NX_OK)
		st = glass_tower_end(w, &t->root.block, &t->root.level, err);
	glass_tower_free(w);
	return st;
}

/* Whether the pieces are in order, and their leaves in the file too. */
static bool in_order(struct glass_table *t)
{
	const struct piece *prev = NULL;
	uint32_t block = 0;

	t->root.sequential = true;
	for (unsigned i = 0; i < t->pieces; i++) {
		const struct piece *p = &t->piece[i];

		for (size_t b = 0; b < p->blocks; b++) {
			if (p->block[b] < block)
				t->root.sequential = false;
			block = p->block[b];
		}
		if (p->entries == 0)
			continue;
		if (prev != NULL &&
		    !ascending(&prev->last, p->first.p, p->first.len))
			return false;
		prev = p;
	}
	return true;
}

static enum nx_status close_file(struct glass_table *t, struct nx_err *err)
{
	int fd = t->file.fd;

	t->file.fd = -1;
	if (close(fd) != 0) {
		(void)nx_fail_errno(err, "cannot write %s", t->file.path);
		return NX_IO;
	}
	if (t->root.entries == 0 && t->id != GLASS_POSTLIST &&
	    t->id != GLASS_TERMLIST && unlink(t->file.path) != 0) {
		(void)nx_fail_errno(err, "cannot remove %s", t->file.path);
		return NX_IO;
	}
	return NX_OK;
}

/* If the first piece is empty, the entry that each table begins with has a leaf
 * of its own. */
static enum nx_status finish_pieces(struct glass_table *t, struct nx_err *err)
{
	struct piece *p = t->piece;

	for (unsigned i = 0; i < t->pieces; i++) {
		enum nx_status st = NX_OK;

		if (!t->piece[i].done)
			st = glass_piece_done(t, i, err);
		if (st != NX_OK)
			return st;
		t->root.entries += t->piece[i].entries;
	}
	if (p->entries > 0 || t->root.entries == 0)
		return NX_OK;
	p->run = nx_alloc(GLASS_BLOCK);
	leaf_open(p, p->run);
	put_null(p);
	return glass_piece_done(t, 0, err);
}

enum nx_status glass_table_finish(struct glass_table *t, struct nx_err *err)
{
	enum nx_status st = finish_pieces(t, err);

	if (st == NX_OK && !in_order(t))
		st = nx_fail(err, NX_CORRUPT, "pieces out of order for %s",
		             t->file.path);
	if (st == NX_OK && t->root.entries > 0)
		st = write_tower(t, err);
	t->root.blocks = (uint32_t)t->file.blocks;
	return st == NX_OK ? close_file(t, err) : st;
}

void glass_table_root(const struct glass_table *t, struct glass_root *out)
{
	*out = t->root;
}

void glass_table_free(struct glass_table *t)
{
	if (t == NULL)
		return;
	for (unsigned i = 0; i < t->pieces; i++) {
		free(t->piece[i].run);
		free(t->piece[i].block);
		buf_release(&t->piece[i].separators);
	}
	if (t->file.fd >= 0)
		(void)close(t->file.fd);
	free(t->piece);
	free(t->file.path);
	free(t);
}
