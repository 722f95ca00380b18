/* glass_read.h - entries of libxapian's tables, found in one descent
 *
 * libxapian has no call that finds an entry of metadata at or behind a key and
 * gives both key and value: a key is sought, and then its value, down the same
 * tree twice, with a copy of every block on the way.  Positions (posread.h)
 * are read by the thousand in this way, so here it is in one:
 *
 *     glass_reader_open        a table of a database, as it is now
 *       glass_reader_seek ...  any number
 *     glass_reader_close
 *
 * Everything else is asked of libxapian.  The format is that of glass.h; what
 * is of another is NX_UNSUPPORTED, and libxapian's to read.
 *
 * A writer that changes the table leaves what was there in place for one commit;
 * then reading may come upon blocks of later ones, which is told as NX_STALE.
 * Damaged blocks, of whatever bytes, are NX_CORRUPT.  A reader is one thread's.
 */
#ifndef NEWSIDX_INDEX_GLASS_READ_H
#define NEWSIDX_INDEX_GLASS_READ_H

#include "lib/index/record.h"
#include "lib/index/glass.h"

struct glass_reader;

/* Open the table of the database in the folder dir.  On failure *out is NULL:
 * NX_UNSUPPORTED as above, NX_CORRUPT, NX_NOTFOUND, NX_IO. */
enum nx_status glass_reader_open(struct glass_reader **out, const char *dir,
                                 enum glass_id id, struct nx_err *err);

/* NULL is fine. */
void glass_reader_close(struct glass_reader *r);

/* Set *found and *tag to the first entry whose key is not less than that one.
 * They are r's, until the next call.  NX_END: there is none.  err may be left
 * as it is by NX_END alone. */
enum nx_status glass_reader_seek(struct glass_reader *r, const void *key,
                                 size_t len, struct slice *found,
                                 struct slice *tag, struct nx_err *err);

#endif
