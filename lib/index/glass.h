/* glass.h - writing libxapian's tables in bulk
 *
 * libxapian keeps a database in B-tree tables, "glass".  Whoever has a whole
 * table in key order may write it at once, without libxapian:
 *
 *     glass_known                 is this libxapian one whose tables we know?
 *     glass_table_new             for each table; its file is created
 *       glass_add ...             entries, in key order within a piece
 *       glass_piece_done          what the piece needed is freed; optional
 *     glass_table_finish          the table is complete (not synced)
 *     glass_version_write         the folder is a database (not synced)
 *     glass_table_free            unfinished: the folder is to be discarded
 *
 * Pieces.  A table is filled in any number of pieces: each key of a piece is
 * less than each key of the next one.  A piece is one thread's at a time, and
 * different threads fill different pieces at once, without waiting for each
 * other; everything else is done by one thread, alone.  A piece that was begun
 * takes 130 kB until it is done, and then about 20 bytes for each 8 kB of the
 * table, until the table is freed.
 *
 * The format is that of 2016-03-14, of all releases 1.4; lib/index/README.md
 * describes it.  What is written passes libxapian's own check, and libxapian
 * goes on to change, merge and replicate it as its own.
 *
 * A failure is NX_IO with the file's name, and after it the table can only be
 * freed.
 */
#ifndef NEWSIDX_INDEX_GLASS_H
#define NEWSIDX_INDEX_GLASS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/status.h"

#define GLASS_BLOCK 8192
#define GLASS_KEY_MAX 255

enum glass_id {
	GLASS_POSTLIST,
	GLASS_DOCDATA,
	GLASS_TERMLIST,
	GLASS_POSITION,
	GLASS_SPELLING,
	GLASS_SYNONYM,
	GLASS_TABLES,
};

struct glass_table;

/* Whether a libxapian of this version ("1.4.22") has the tables we write. */
bool glass_version_known(const char *version);

/* The same of the libxapian that runs: NX_UNSUPPORTED, with a sentence that
 * says what to do, if it has not. */
enum nx_status glass_known(struct nx_err *err);

/* Create the table's file in the folder dir, which is there, and replace one
 * that was.  pieces >= 1.  On failure *out is NULL. */
enum nx_status glass_table_new(struct glass_table **out, const char *dir,
                               enum glass_id id, unsigned pieces,
                               struct nx_err *err);

/* From now on whoever adds to the table gets NX_INTERRUPTED, a few entries after
 * *stop is set.  NULL: never. */
void glass_table_stop(struct glass_table *t, const atomic_int *stop);

/* Have tags of a piece, which is empty, cut to fill each leaf, at the end of
 * which there would be half a tag's room: a tenth of all where tags have a
 * kilobyte.  Some are read from two leaves then. */
void glass_piece_fill(struct glass_table *t, unsigned piece);

/* Add an entry to a piece.  Keys of a piece ascend strictly, byte by byte, and
 * have 1 to GLASS_KEY_MAX bytes; a tag may be empty, and have 100 MB.
 * compressed: the tag is a raw deflate stream, which libxapian will inflate.
 * NX_BOUND: too long.  NX_CORRUPT: out of order. */
enum nx_status glass_add(struct glass_table *t, unsigned piece, const void *key,
                         size_t klen, const void *tag, size_t tlen,
                         bool compressed, struct nx_err *err);

/* Write what is left of a piece, by the thread that filled it.  Nothing is
 * added to it any more. */
enum nx_status glass_piece_done(struct glass_table *t, unsigned piece,
                                struct nx_err *err);

/* Write what is left of all pieces, and the levels above the leaves, and close
 * the file.  A table without entries has an empty file if it is one of
 * postings or term lists, and else none, as in libxapian.  NX_CORRUPT: the
 * pieces are out of order. */
enum nx_status glass_table_finish(struct glass_table *t, struct nx_err *err);

/* NULL is fine. */
void glass_table_free(struct glass_table *t);

/* A finished table, as the version file describes it. */
struct glass_root {
	uint32_t block;   /* of the root */
	uint32_t blocks;  /* in the file */
	unsigned level;   /* of the root; leaves are 0 */
	uint64_t entries; /* 0: there is no root */
	bool sequential;  /* the leaves stand in the file in key order */
};

void glass_table_root(const struct glass_table *t, struct glass_root *out);

/* About all documents of a database; 0 where there are none. */
struct glass_stats {
	uint32_t documents;
	uint32_t last_docid;   /* >= documents */
	uint32_t length_min;   /* shortest length that is not 0 */
	uint32_t length_max;   /* longest; >= wdf_max */
	uint32_t wdf_max;      /* largest of any term in any document */
	uint64_t total_length; /* sum of all lengths */
	uint32_t spelling_max; /* largest frequency in the spelling table */
};

/* Write what makes of dir a database, under a new UUID: iamglass, flintlock,
 * and an empty file of postings if there are none.  The tables are finished
 * ones; t[i] may be NULL for one that is not there.  Without the table of term
 * lists libxapian reads a database, but deletes nothing from it. */
enum nx_status glass_version_write(const char *dir,
                                   struct glass_table *const t[GLASS_TABLES],
                                   const struct glass_stats *s,
                                   struct nx_err *err);

/* Longest version file: some hundred bytes are usual. */
#define GLASS_VERSION_MAX ((size_t)1 << 16)

/* Have the database in dir take t, a finished table, for the one that it has of
 * that kind, or, where t is NULL, have none: in one step, durably, as far as
 * that is a matter of the version file.  The file of a table that it had must
 * not have been overwritten for those who read it.  NX_CORRUPT if the version file is not one. */
enum nx_status glass_version_exchange(const char *dir, enum glass_id id,
                                      const struct glass_table *t,
                                      struct nx_err *err);

/* ---- encodings: each appends to b ----------------------------------------
 */

/* 7 bits a byte, low first. */
static inline void glass_uint(struct buf *b, uint64_t v)
{
	if (v < 0x80)
		buf_addc(b, (char)v);
	else
		buf_add_varint(b, v);
}

/* A string behind its length. */
void glass_str(struct buf *b, const void *p, size_t len);

/* A number, a string, such that the bytes sort as they do.  A string is ended
 * by a NUL unless it is the last thing of its key; a number may follow it. */
void glass_sortuint(struct buf *b, uint64_t v);
void glass_sortstr(struct buf *b, const void *p, size_t len, bool last);

/* The tag of a table of positions: n >= 1 of them, ascending, from 1 up. */
void glass_positions(struct buf *b, const uint32_t *pos, size_t n);

#endif
