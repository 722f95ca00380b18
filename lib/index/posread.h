/* posread.h - where a term stands in an article, in whichever form the
 * article's segment keeps positions
 *
 *     pos_reader_new
 *       pos_reader_term ...             each term once
 *       pos_reader_article ...          articles, best by ascending docid
 *         pos_count, pos_list ...       of a term in it
 *       pos_articles ...                or the articles of a term, by blocks
 *     pos_reader_free                   and with it the terms
 *
 * A term keeps its place in each segment, with the block of positions (see
 * posblock.h) that it stands in: whoever asks for one article after the other
 * has each block read once.  libxapian's table is looked up anew for every
 * article, for want of an interface that would keep a place in it.
 *
 * Failures are those of reading, and NX_CORRUPT.
 */
#ifndef NEWSIDX_INDEX_POSREAD_H
#define NEWSIDX_INDEX_POSREAD_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/status.h"
#include "lib/index/index.h"
#include "lib/index/metaread.h"

struct pos_reader;
struct pos_term;

/* Of all segments of x, which must outlive it. */
struct pos_reader *pos_reader_new(struct index *x);

/* Of one, which is db, with this metadata; both outlive it. */
struct pos_reader *pos_reader_of(struct xap_db *db, struct meta_reader *meta,
                                 enum positions_form form);

/* NULL is fine. */
void pos_reader_free(struct pos_reader *r);

/* A term to ask about, with its prefix.  r's. */
struct pos_term *pos_reader_term(struct pos_reader *r, const char *term,
                                 size_t len);

/* From now on the article of that docid of the whole index (index.h). */
void pos_reader_article(struct pos_reader *r, xap_docid docid);

/* Copy to docid, which has room for POSBLOCK_ARTICLES (posblock.h), the next
 * articles of a segment that keeps blocks, from that docid of its own on
 * (xap_local_docid), whose positions of the term are there, ascending, and set
 * *n, at least 1.  Some may have been deleted since: blocks are not rewritten
 * for that.  NX_END: there are none. */
enum nx_status pos_articles(struct pos_term *t, size_t segment, uint32_t from,
                            uint32_t *docid, size_t *n, struct nx_err *err);

/* Set *n to how often the term stands in the article; 0 if it does not.  From
 * blocks that takes no more than finding it. */
enum nx_status pos_count(struct pos_term *t, size_t *n, struct nx_err *err);

/* Set *v to the positions, ascending, and *n.  *v is t's until it is asked
 * about another article. */
enum nx_status pos_list(struct pos_term *t, const uint32_t **v, size_t *n,
                        struct nx_err *err);

#endif
