/* inverter_parts.h - what an inverter is, for the files that are one
 *
 * inverter.c adds, inverter_read.c reads.
 */
#ifndef NEWSIDX_INDEX_INVERTER_PARTS_H
#define NEWSIDX_INDEX_INVERTER_PARTS_H

#include <libdeflate.h>
#include <stdatomic.h>

#include "lib/index/inverter.h"

/* Bytes of a stream's first chunk and of its longest; each is twice the one
 * before.  Behind them stands where the next chunk is.  Half of all terms come
 * once and need 4 to 6 bytes. */
#define CHUNK_FIRST 8
#define CHUNK_LONGEST 512
#define LINK sizeof(uint32_t)

/* In terms.p, aligned to 4, the bytes of the term behind it.  Offsets into
 * streams.p. */
struct term {
	uint32_t head; /* first chunk */
	uint32_t tail; /* where the next byte goes */
	uint32_t end;  /* of the chunk that tail is in; its link is there */
	uint32_t doc;  /* the last article */
	uint32_t pos;  /* the last position in it */
	uint32_t wdf;  /* in it */
	uint32_t tf;
	uint16_t len;
	uint16_t room; /* of the chunk */
	char form[];
};

struct slot {
	uint32_t hash;
	uint32_t term; /* 0: empty */
};

struct arena {
	unsigned char *p;
	size_t len, cap;
};

/* An occurrence on its way. */
struct token_ref {
	const char *form;
	uint32_t hash, term, pos;
	uint16_t len, wdf;
};

/* Occurrences go in groups, step by step, so that the memory that the next
 * step needs is on its way meanwhile: of a large table each look is one that
 * no cache holds.  This halves the time (Chen et al., "Improving hash join
 * performance through prefetching", ICDE 2004). */
#define GROUP 64

struct inverter {
	uint64_t seed;
	struct token_ref group[GROUP];
	size_t n_group;
	struct slot *slot;
	size_t n_slot; /* a power of two */
	size_t n_term;
	struct arena terms, streams;

	uint32_t docid;
	uint32_t *touched; /* terms of the article being added */
	size_t n_touched, cap_touched;
	struct term_ref *ref; /* the same, to be sorted; room for as many */
	size_t cap_ref;
	struct buf list, packed;
	struct libdeflate_compressor *deflate; /* NULL: no lists */

	struct inverted_doc *doc;
	size_t n_doc, cap_doc;
	char **block;
	size_t n_block, cap_block;
	size_t block_len, block_cap; /* of the last */
	size_t blob_bytes;

	struct term_ref *sorted;
	_Atomic size_t memory;
};

static inline struct term *term_at(const struct inverter *v, uint32_t at)
{
	return (struct term *)(void *)(v->terms.p + at);
}

static inline struct slice inverter_form(const void *ctx, uint32_t at)
{
	const struct term *t = term_at(ctx, at);

	return (struct slice){ t->form, t->len };
}

static inline unsigned next_room(unsigned room)
{
	return room < CHUNK_LONGEST ? room * 2 : room;
}

/* An occurrence in a stream is
 *
 *     varint  position, less the one before it in the article (modulo 2^32;
 *             0: none), times 4, plus FRESH and ODD_WDF
 *     FRESH:    varint, docid less the one before it in the stream
 *     ODD_WDF:  varint, what it adds to the wdf; otherwise that is 1
 */
#define FRESH 1 /* first of the term in its article */
#define ODD_WDF 2

#endif
