/* select.h - which members are read, by their names and signatures */
#ifndef NEWSIDX_CORPUS_SELECT_H
#define NEWSIDX_CORPUS_SELECT_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/buf.h"

/* Whether one of the NULL-terminated fnmatch patterns matches the path or its
 * last component.  False for a NULL list. */
bool select_matches(const char *const *patterns, const char *path);

/* Why a member of this name is no article in any archive, or NULL: what
 * describes an archive (README, LICENSE, checksums, schemas), what operating
 * systems and version control leave behind.  Only whole names count, with or
 * without an ending for documents: "readme.txt" is one, "readme-of-the-week-
 * story.txt" is not. */
const char *select_by_name(const char *path);

/* What kind of file it is whose first bytes these are, for kinds that hold no
 * text for us to read ("image", "Parquet table: convert it to JSONL first"); NULL for
 * an unknown one. */
const char *select_signature(const char *p, size_t len);

/* Cut a compression's ending (".gz", ".0z") from a name. */
void select_strip_ending(struct buf *path);

#endif
