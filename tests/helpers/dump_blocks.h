/* dump_blocks.h - a term's positions in blocks, article after article */
#ifndef NEWSIDX_TESTS_HELPERS_DUMP_BLOCKS_H
#define NEWSIDX_TESTS_HELPERS_DUMP_BLOCKS_H

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/index/posblock.h"
#include "lib/index/xap.h"

struct block_list {
	struct xap_db *db;
	struct xap_terms *keys; /* NULL: none are left */
	struct buf prefix;
	struct posblock block;
	uint32_t last; /* docid of the block; 0: none is loaded */
	uint32_t at;   /* article of the block */
	uint32_t *pos;
	uint64_t loaded; /* blocks, of all terms */
};

static inline void blocks_init(struct block_list *b, struct xap_db *db)
{
	memset(b, 0, sizeof *b);
	b->db = db;
	posblock_init(&b->block);
}

static inline void blocks_release(struct block_list *b)
{
	xap_terms_free(b->keys);
	buf_release(&b->prefix);
	posblock_release(&b->block);
	free(b->pos);
}

/* Stand before the first block of a term. */
static inline enum nx_status blocks_begin(struct block_list *b,
                                          const char *term, size_t len,
                                          struct nx_err *err)
{
	struct xap_error xe;

	xap_terms_free(b->keys);
	b->keys = NULL;
	b->last = 0;
	posblock_prefix(term, len, &b->prefix);
	return nx_from_xap(err,
	                   xap_db_metadata_keys(&b->keys, b->db, b->prefix.p,
	                                        b->prefix.len, &xe),
	                   &xe, "blocks");
}

/* NX_END: there is none. */
static inline enum nx_status blocks_next(struct block_list *b,
                                         struct nx_err *err)
{
	struct xap_error xe;
	struct xap_str key, value;
	uint32_t last;
	enum nx_status st = nx_from_xap(err, xap_terms_next(b->keys, &key, &xe),
	                                &xe, "blocks");

	if (st == NX_OK)
		st = posblock_key_docid(key.data, key.len, b->prefix.len,
		                        &last);
	if (st != NX_OK)
		return st;
	if (last <= b->last)
		return nx_fail(err, NX_CORRUPT, "blocks are out of order");
	st = nx_from_xap(err,
	                 xap_db_metadata(b->db, key.data, key.len, &value, &xe),
	                 &xe, "blocks");
	if (st == NX_OK)
		st = posblock_load(&b->block, last, value.data, value.len);
	b->last = last;
	b->at = 0;
	b->loaded++;
	return st;
}

/* The positions of article docid; docids ascend.  *n is 0 if it has none.  What
 * blocks have of articles in between was deleted. */
static inline enum nx_status blocks_positions(struct block_list *b,
                                              uint32_t docid, uint32_t *n,
                                              struct nx_err *err)
{
	enum nx_status st = NX_OK;
	uint32_t i;

	*n = 0;
	while (st == NX_OK && b->last < docid)
		st = blocks_next(b, err);
	if (st != NX_OK)
		return st == NX_END ? NX_OK : st;
	i = posblock_find(&b->block, docid, b->at);
	b->at = i;
	if (i == b->block.n || b->block.docid[i] != docid)
		return NX_OK;
	*n = b->block.count[i];
	b->pos = nx_realloc_array(b->pos, *n, sizeof *b->pos);
	st = posblock_positions(&b->block, i, b->pos);
	return st == NX_OK ? st : nx_fail(err, st, "a block is damaged");
}

#endif
