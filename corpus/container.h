/* container.h - what is packed, and what is in it
 *
 * A stream is looked at (layer_sniff) and is one of three things: a filter
 * around one other stream (gzip), an archive of members (tar), or neither: a
 * leaf, for a format to read.  Filters and archives read from a byte_source
 * and give byte_sources, so they nest by being put one on the other.
 *
 * gzip is unpacked here, member by member, so that everything before damage
 * comes out; the other filters and the archives are libarchive's, one format
 * enabled at a time.
 */
#ifndef NEWSIDX_CORPUS_CONTAINER_H
#define NEWSIDX_CORPUS_CONTAINER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "corpus/flow.h"
#include "corpus/reader.h"
#include "lib/base/buf.h"
#include "lib/base/status.h"

struct archive;

struct layer {
	const char *name; /* "gzip", "tar" */
	bool filter;      /* one stream inside, otherwise members */
	bool seeks;       /* must be read from a file or from memory */
	/* Prepare libarchive for it; NULL where it is not libarchive's. */
	int (*enable)(struct archive *a);
};

/* For what reads a zip archive that is no container (zip_parts.h), and what
 * goes on in files that have grown (grown.h). */
extern const struct layer layer_zip, layer_tar, layer_gzip;

/* What the stream is that begins with these bytes (SNIFF_BYTES of them, or all
 * there are); NULL for a leaf.  Headers are verified, so that a text which
 * begins with a magic number is a leaf. */
const struct layer *layer_sniff(const char *p, size_t len);

/* ---- filters ---- */

struct filter;

/* Unpack under, which stays the caller's, as does flow. */
struct filter *filter_open(const struct layer *l, struct byte_source *under,
                           struct flow *flow);

/* The unpacked stream.  Where the packed one is damaged or cut off, all that
 * came out before is given first, then NX_DAMAGED. */
struct byte_source *filter_source(struct filter *f);

/* What was passed over without being a fault (bytes behind the end), or "". */
const char *filter_note(const struct filter *f);

/* Of gzip: begin where under stands behind so many bytes, as a first reading
 * would that came there, which had whole members only; they gave out bytes.
 * crawl: these began with "WARC/". */
void filter_go_on(struct filter *f, uint64_t in, uint64_t out, bool crawl);

/* Whether all that is packed was read to its end, and nothing was amiss or
 * passed over; of gzip only, else false. */
bool filter_is_whole(const struct filter *f);

/* NULL is fine. */
void filter_close(struct filter *f);

/* ---- archives ---- */

enum entry_kind {
	ENTRY_FILE,
	ENTRY_FOLDER,
	ENTRY_OTHER, /* why says what: link, device ... */
};

struct entry {
	enum entry_kind kind;
	/* Displayable UTF-8, "/" between, no leading "./"; "#3" for the third
	 * entry where the archive has no name for it.  Valid until the next
	 * call of container_next. */
	const char *path;
	uint64_t size;   /* 0 if unknown */
	bool encrypted;
	const char *why; /* of ENTRY_OTHER, a constant */
};

struct container;

/* Open an archive that begins where under stands.  fd is the same bytes as a
 * seekable file, or -1.  Where the archive needs to seek and fd is -1, under
 * is read into memory or into a temporary file first.  All stay the caller's.
 * On failure *out is NULL: NX_DAMAGED, NX_BOUND, NX_IO, NX_INTERRUPTED. */
enum nx_status container_open(struct container **out, const struct layer *l,
                              struct byte_source *under, int fd,
                              struct flow *flow, struct nx_err *err);

/* The next entry: NX_OK, NX_END, or NX_DAMAGED, NX_BOUND, NX_IO,
 * NX_INTERRUPTED, after which nothing more comes. */
enum nx_status container_next(struct container *c, struct entry *e,
                              struct nx_err *err);

/* How many entries that are no folders libarchive counts so far: not what
 * container_next gave, but its own number. */
uint64_t container_listed(const struct container *c);

/* How many entries there were, of any kind; and have it count on, before the
 * first, from so many, of which it listed some. */
uint64_t container_entries(const struct container *c);
void container_count_on(struct container *c, uint64_t entries,
                        uint64_t listed);

/* Bytes, of those that under gave, before what container_next read last: at
 * the end, those of all entries. */
uint64_t container_position(const struct container *c);

/* The current entry's bytes, to be read until the next container_next. */
struct byte_source *container_data(struct container *c);

/* NULL is fine. */
void container_close(struct container *c);

/* ---- shared by the two that read through libarchive ---- */

/* libarchive's sentence, or a general one. */
const char *layer_error(struct archive *a);

/* ---- names ---- */

/* Set out to the name as it can be shown: UTF-8 kept, other bytes read as
 * Latin-1, control characters as U+FFFD, cut at LIMIT_NAME. */
void name_display(const char *raw, struct buf *out);

#endif
