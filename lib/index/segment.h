/* segment.h - writing a segment
 *
 * A segment is one Xapian database, written once.  How it is written is behind
 * this interface; the tests hold every implementation to the first, which goes
 * through libxapian's own API and is the reference.
 *
 *     segment_writer_new_xapian
 *       segment_add ...           articles, docids ascending
 *       segment_finish            the folder is complete (not yet synced)
 *     segment_free                unfinished: the folder is to be discarded
 */
#ifndef NEWSIDX_INDEX_SEGMENT_H
#define NEWSIDX_INDEX_SEGMENT_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/status.h"
#include "lib/index/doc.h"

struct segment_options {
	const char *dir;      /* the segment's folder; must not exist */
	/* Default language of queries: "en".  NULL: the one that most of the
	 * articles are in (languages_main). */
	const char *language;
};

struct segment_writer {
	const struct segment_writer_ops *ops;
};

struct segment_writer_ops {
	enum nx_status (*add)(struct segment_writer *w, uint32_t docid,
	                      const struct doc *d, struct nx_err *err);
	enum nx_status (*finish)(struct segment_writer *w, struct nx_err *err);
	void (*free)(struct segment_writer *w);
};

/* The reference writer.  NX_IO and the like; *out is NULL then. */
enum nx_status segment_writer_new_xapian(struct segment_writer **out,
                                         const struct segment_options *o,
                                         struct nx_err *err);

/* Add an article.  On failure the segment is lost. */
static inline enum nx_status segment_add(struct segment_writer *w,
                                         uint32_t docid, const struct doc *d,
                                         struct nx_err *err)
{
	return w->ops->add(w, docid, d, err);
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
 * not have are fine. */
enum nx_status segment_delete(const char *dir, const uint32_t *docid, size_t n,
                              struct nx_err *err);

#endif
