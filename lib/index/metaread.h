/* metaread.h - the metadata of a segment, searched by name
 *
 *     meta_reader_new
 *       meta_reader_seek ...   any number
 *     meta_reader_free
 *
 * By glass_read.h where the segment has tables of that format, else by
 * libxapian's own calls, which take several times as long.
 */
#ifndef NEWSIDX_INDEX_METAREAD_H
#define NEWSIDX_INDEX_METAREAD_H

#include "lib/base/status.h"
#include "lib/index/record.h"
#include "lib/xapian-c/xapian-c.h"

struct meta_reader;

/* Of the segment that db is, in the folder dir; NULL: by libxapian's calls in any
 * case.  db outlives it. */
struct meta_reader *meta_reader_new(const char *dir, struct xap_db *db);

/* NULL is fine. */
void meta_reader_free(struct meta_reader *m);

/* Set *found and *value to the first entry whose name is not less than that one.
 * They are m's, until the next call.  NX_END: there is none.  Other failures
 * are those of reading, NX_CORRUPT, and NX_STALE (index.h). */
enum nx_status meta_reader_seek(struct meta_reader *m, const char *name,
                                size_t len, struct slice *found,
                                struct slice *value, struct nx_err *err);

#endif
