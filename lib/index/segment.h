/* segment.h - writing a segment
 *
 * A segment is one Xapian database, written once.  How it is written is behind
 * this interface; the tests hold every implementation to the first, which goes
 * through libxapian's own API and is the reference.
 *
 *     segment_writer_new_...
 *       segment_add ...           articles
 *       segment_finish            the folder is complete (not yet synced)
 *     segment_free                unfinished: the folder is to be discarded
 *
 * Several threads may add at once, each under a number of its own; what one
 * adds has ascending docids, and no docid comes twice.  What is written does
 * not depend on which thread added what.  Everything else is one thread's.
 */
#ifndef NEWSIDX_INDEX_SEGMENT_H
#define NEWSIDX_INDEX_SEGMENT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/status.h"
#include "lib/index/doc.h"

/* libxapian's version file: where it is, there is a segment. */
#define SEGMENT_VERSION "iamglass"

struct segment_options {
	const char *dir;      /* the segment's folder; must not exist */
	/* Default language of queries: "en".  NULL: the one that most of the
	 * articles are in (languages_main). */
	const char *language;
	enum positions_form positions;
	/* Once it is set, finishing may end with NX_INTERRUPTED, soon; or NULL. */
	const atomic_int *stop;
	unsigned threads; /* that add; 0 is 1.  segment_finish has as many */
	/* Keep each article's list of terms, so that other Xapian tools can
	 * delete articles, or look into them.  segment_delete does not need
	 * them: it makes those lists again that it wants. */
	bool termlists;
};

struct segment_writer {
	const struct segment_writer_ops *ops;
};

struct segment_writer_ops {
	enum nx_status (*add)(struct segment_writer *w, unsigned thread,
	                      uint32_t docid, const struct doc *d,
	                      struct nx_err *err);
	size_t (*memory)(const struct segment_writer *w);
	enum nx_status (*finish)(struct segment_writer *w, struct nx_err *err);
	void (*free)(struct segment_writer *w);
};

/* The reference writer; threads wait for each other.  NX_IO and the like; *out
 * is NULL then. */
enum nx_status segment_writer_new_xapian(struct segment_writer **out,
                                         const struct segment_options *o,
                                         struct nx_err *err);

/* The bulk writer: inverts in memory and writes libxapian's tables itself.
 * NX_UNSUPPORTED if it does not know this libxapian's. */
enum nx_status segment_writer_new_bulk(struct segment_writer **out,
                                       const struct segment_options *o,
                                       struct nx_err *err);

/* Add an article, as thread number 0 .. threads - 1.  On failure the segment
 * is lost. */
static inline enum nx_status segment_add(struct segment_writer *w,
                                         unsigned thread, uint32_t docid,
                                         const struct doc *d,
                                         struct nx_err *err)
{
	return w->ops->add(w, thread, docid, d, err);
}

/* Bytes of memory that the writer has and finishing will take, about.  Any
 * thread may ask. */
static inline size_t segment_memory(const struct segment_writer *w)
{
	return w->ops->memory(w);
}

static inline enum nx_status segment_finish(struct segment_writer *w,
                                            struct nx_err *err)
{
	return w->ops->finish(w, err);
}

/* NULL is fine. */
static inline void segment_free(struct segment_writer *w)
{
	if (w != NULL)
		w->ops->free(w);
}

/* Delete documents from a finished segment, by libxapian; ones that it does
 * not have are fine.  Readers may have the segment open.  A process killed
 * meanwhile leaves a segment that is as good, and the call is to be repeated.
 *
 * libxapian wants the deleted documents' lists of terms.  Where the segment does
 * not keep them they are made again, by analysing the stored text, for a double
 * of the segment (dir.delete, removed afterwards).  NX_UNSUPPORTED where that would
 * be needed and libxapian's tables are not known (glass.h). */
enum nx_status segment_delete(const char *dir, const uint32_t *docid, size_t n,
                              struct nx_err *err);

/* Make a segment at to, which must not exist, that is the one at dir without
 * the documents.  The two share their tables, by hard links, and what is
 * written for the new one does not change what the old one is: whoever has it
 * open goes on reading it, and where this fails, or to is discarded, it is as
 * it was.  Nothing may be deleted from the segment at dir afterwards while
 * there is the one at to.  NX_UNSUPPORTED where there are no hard links, or as
 * segment_delete. */
enum nx_status segment_without(const char *dir, const char *to,
                               const uint32_t *docid, size_t n,
                               struct nx_err *err);

/* Write one segment at to, which must not exist, with everything that the n
 * segments at dirs hold; their ranges of docids do not overlap, and each
 * article keeps its docid.  NX_UNSUPPORTED where the segments have positions in
 * different forms, NX_INTERRUPTED where stop is set meanwhile, NX_IO
 * and the like: to is to be discarded then. */
enum nx_status segment_merge(const char *const *dirs, size_t n, const char *to,
                             const atomic_int *stop, struct nx_err *err);

#endif
