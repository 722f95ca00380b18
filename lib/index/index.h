/* index.h - an index, open for reading
 *
 * Whoever asks questions holds one of these:
 *
 *     index_open
 *       index_db ...         ask libxapian, over all segments at once
 *       index_record ...     get an article back
 *     index_close
 *
 * It sees the index as of one commit, for as long as it is open.  A writer that
 * replaces what it reads waits a while, as long as it is held: from index_open
 * on until index_let_go, and from index_hold on.  Otherwise, or where it takes
 * too long, functions return NX_STALE (or some other failure), index_outdated
 * says so, and it is to be opened again.
 *
 * docid here is libxapian's combined docid of that set of segments: good until
 * index_close, and not to be stored.
 */
#ifndef NEWSIDX_INDEX_INDEX_H
#define NEWSIDX_INDEX_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/analysis/family.h"
#include "lib/base/buf.h"
#include "lib/base/status.h"
#include "lib/index/metaread.h"
#include "lib/index/record.h"
#include "lib/index/schema.h"
#include "lib/xapian-c/xapian-c.h"

struct index;

/* NX_NOTFOUND if there is no index at path, NX_UNSUPPORTED if it is of a later
 * format, NX_STALE if it was replaced while it was being opened, NX_CORRUPT,
 * NX_IO. */
enum nx_status index_open(struct index **out, const char *path,
                          struct nx_err *err);
void index_close(struct index *x);

/* Whether a writer has published since x was opened. */
bool index_outdated(const struct index *x);

/* Have no writer wait for x, which stays open; and hold it again, to be followed
 * by a look whether it is outdated. */
void index_let_go(struct index *x);
void index_hold(struct index *x);

const char *index_path(const struct index *x);

/* All segments as one database.  x's. */
struct xap_db *index_db(struct index *x);

size_t index_segments(const struct index *x);

/* Segment i alone, from 0, with docids of its own (xap_local_docid).  x's. */
struct xap_db *index_segment(struct index *x, size_t i);

/* Its metadata.  x's. */
struct meta_reader *index_metadata(struct index *x, size_t i);

/* How segment i keeps positions; and whether any has blocks, so that libxapian
 * itself cannot decide on them. */
enum positions_form index_positions(const struct index *x, size_t i);
bool index_has_blocks(const struct index *x);

/* The default language of queries: what the builder was told, else what most
 * articles are in: "en". */
const char *index_language(const struct index *x);

/* Whether the docids of a segment are other than 1, 2, 3 ... : all but those of
 * the first segment, and where articles were deleted.
 *
 * A term that all articles of such a segment have must not be iterated without
 * a weight that looks at its wdf: libxapian then takes the list of all articles
 * for it, under the term's name, and fails at the end of that list's first
 * chunk (LocalSubMatch::open_post_list, set_term). */
bool index_has_gaps(const struct index *x);

/* The languages that have families, separated by blanks: the default, then
 * those with most articles. */
const char *index_languages(const struct index *x);

/* The article of that docid; r's slices are valid until the next call. */
enum nx_status index_record(struct index *x, xap_docid docid, struct record *r,
                            struct nx_err *err);

/* The docid of the article with that identity ("space:id").  NX_NOTFOUND. */
enum nx_status index_find(struct index *x, const char *key, size_t len,
                          xap_docid *docid, struct nx_err *err);

/* Each word of the index that is of form's family in language l, form itself
 * included if the index has it, in no particular order and each once.  A form
 * in letters that l is not written in has the family that it has in the first
 * of index_languages that is; in a language without families a form is alone.  fn
 * returns other than NX_OK to end with that status. */
typedef enum nx_status index_word_fn(void *ctx, const char *word, size_t len);
enum nx_status index_family(struct index *x, const struct language *l,
                            const char *form, size_t len, index_word_fn *fn,
                            void *ctx, struct nx_err *err);

#endif
