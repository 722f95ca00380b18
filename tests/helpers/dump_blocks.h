/* dump_blocks.h - a term's positions in blocks, article after article */
#ifndef NEWSIDX_TESTS_HELPERS_DUMP_BLOCKS_H
#define NEWSIDX_TESTS_HELPERS_DUMP_BLOCKS_H

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/index/posblock.h"
#include "lib/index/rareread.h"
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
	struct meta_reader *meta;
	struct rare_reader *rare;
	struct buf term;
	uint64_t rare_found; /* words in articles */
};

static inline void blocks_init(struct block_list *b, struct xap_db *db)
{
	memset(b, 0, sizeof *b);
	b->db = db;
	posblock_init(&b->block);
	b->meta = meta_reader_new(NULL, db);
	b->rare = rare_reader_new(db, b->meta);
}

static inline void blocks_release(struct block_list *b)
{
	xap_terms_free(b->keys);
	buf_release(&b->prefix);
	posblock_release(&b->block);
	rare_reader_free(b->rare);
	meta_reader_free(b->meta);
	buf_release(&b->term);
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
	buf_set(&b->term, term, len);
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

static inline enum nx_status blocks_copy(struct block_list *b,
                                         struct posblock *block, uint32_t i,
                                         uint32_t *n, struct nx_err *err)
{
	enum nx_status st;

	if (posrare_is_none(block, i))
		return NX_OK;
	*n = block->count[i];
	b->pos = nx_realloc_array(b->pos, *n, sizeof *b->pos);
	st = posblock_positions(block, i, b->pos);
	return st == NX_OK ? st : nx_fail(err, st, "a block is damaged");
}

/* Whether the term has a block in that span. */
static inline bool blocks_any(struct block_list *b, const struct rare_span *s)
{
	struct buf key = BUF_INIT;
	struct slice found, value;
	uint32_t last = 0;
	bool any;

	buf_set(&key, b->prefix.p, b->prefix.len);
	posblock_add_docid(&key, s->first);
	any = meta_reader_seek(b->meta, key.p, key.len, &found, &value, NULL) ==
	              NX_OK &&
	      found.len > b->prefix.len &&
	      memcmp(found.p, key.p, b->prefix.len) == 0 &&
	      posblock_key_docid(found.p, found.len, b->prefix.len, &last) ==
	              NX_OK &&
	      last <= s->last;
	buf_release(&key);
	return any;
}

/* The positions of a rare word, or of a term that has none. */
static inline enum nx_status blocks_rare(struct block_list *b, uint32_t docid,
                                         uint32_t *n, struct nx_err *err)
{
	struct posblock *block;
	struct rare_span span;
	uint32_t i;
	enum nx_status st = rare_span(b->rare, docid, &span, err);

	if (st != NX_OK || !span.rare || blocks_any(b, &span))
		return st;
	b->rare_found++;
	st = rare_find(b->rare, docid, b->term.p, b->term.len,
	               posrare_hash(b->term.p, b->term.len), &block, &i, err);
	if (st == NX_END)
		return NX_OK;
	if (st != NX_OK)
		return nx_fail(err, st, "'%s' is in no block", b->term.p);
	return blocks_copy(b, block, i, n, err);
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
	while (st == NX_OK && b->keys != NULL && b->last < docid)
		st = blocks_next(b, err);
	if (st == NX_END) {
		xap_terms_free(b->keys);
		b->keys = NULL;
		st = NX_OK;
	}
	if (st != NX_OK)
		return st;
	i = b->last < docid ? b->block.n
	                    : posblock_find(&b->block, docid, b->at);
	b->at = i;
	if (i == b->block.n || b->block.docid[i] != docid)
		return blocks_rare(b, docid, n, err);
	return blocks_copy(b, &b->block, i, n, err);
}

#endif
