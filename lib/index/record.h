/* record.h - an article as an index keeps it, to be shown again
 *
 * A record is a view: its slices point into memory that somebody else owns
 * (the article being indexed, or the buffer that record_decode filled).
 *
 * In the document data of a segment it stands as
 *
 *     'n'  version (1)  varint dictionary id (0: none)  one zstd frame
 *
 * The frame has a checksum and holds fields one after the other: varint tag,
 * varint length, bytes.  Unknown tags are passed over, so that fields can be
 * added.
 */
#ifndef NEWSIDX_INDEX_RECORD_H
#define NEWSIDX_INDEX_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/instant.h"
#include "lib/base/status.h"
#include "lib/index/schema.h"

struct slice {
	const char *p; /* not NUL-terminated; NULL where len is 0 */
	size_t len;
};

static inline struct slice slice_of(const struct buf *b)
{
	return (struct slice){ b->p, b->len };
}

#define RECORD_REPEATS 256 /* LIMIT_REPEATS: authors and the like */

struct slices {
	struct slice v[RECORD_REPEATS];
	size_t n;
};

struct record {
	struct slice key; /* identity, "space:id" */
	struct slice url, source, section, language, rights;
	struct slice part[PARTS]; /* headline, deck, body */
	uint64_t language_from; /* enum language_from; 0 in old indexes */
	/* How its source calls its language, where that is not the code that
	 * it is declared by. */
	struct slice declared;
	struct slices authors, places, keywords;
	struct instant published, updated;
	struct instant captured; /* when a crawler took it */
	uint32_t revision;       /* 0: its source does not count them */
	struct slice archive, member; /* where it came from */
	uint64_t number;              /* of the record in its member, from 1 */
	uint64_t offset, size;        /* its bytes there, 0 if unknown */
};

/* Append r's fields, uncompressed. */
void record_encode(const struct record *r, struct buf *out);

/* Read what record_encode wrote; r's slices point into p.  NX_CORRUPT if the
 * bytes are no record. */
enum nx_status record_decode(struct record *r, const char *p, size_t len,
                             struct nx_err *err);

/* ---- packing ---------------------------------------------------------- */

/* Compress records for a segment: a packer for each thread, and one dictionary
 * for them all, made out of the first records.
 *
 *     dictionary_new
 *       packer_new
 *         packer_pack ...     each record
 *       packer_free
 *       dictionary_get        to be stored as META_DICTIONARY + id
 *     dictionary_free
 *
 * Records packed before there were enough of them to train on go without a
 * dictionary, and say so; a small segment has none at all. */
struct dictionary;
struct packer;

struct dictionary *dictionary_new(void);
void dictionary_free(struct dictionary *d);

/* The dictionary and its id (never 0), valid until dictionary_free; false while
 * there is none.  Any thread may ask. */
bool dictionary_get(struct dictionary *d, uint32_t *id, const void **dict,
                    size_t *len);

/* d is used until packer_free, by other packers too. */
struct packer *packer_new(struct dictionary *d);
void packer_free(struct packer *p);

/* Replace out by the packed form of r. */
enum nx_status packer_pack(struct packer *p, const struct record *r,
                           struct buf *out, struct nx_err *err);

/* Unpacks the records of one segment; it holds the segment's dictionaries. */
struct unpacker;

/* Gives the dictionary with that id: appends it to out, or returns
 * NX_CORRUPT where the segment has none such. */
typedef enum nx_status unpacker_source(void *ctx, uint32_t id, struct buf *out,
                                       struct nx_err *err);

struct unpacker *unpacker_new(unpacker_source *source, void *ctx);
void unpacker_free(struct unpacker *u);

/* Unpack document data.  r's slices point into memory of u, valid until its
 * next use.  NX_CORRUPT for what is no packed record, NX_UNSUPPORTED for a
 * later version. */
enum nx_status unpacker_unpack(struct unpacker *u, const void *data, size_t len,
                               struct record *r, struct nx_err *err);

#endif
