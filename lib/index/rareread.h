/* rareread.h - the rare words of a segment (posrare.h), read
 *
 *     rare_reader_new
 *       rare_span ...        whether words may be rare there
 *       rare_articles ...    the articles of such a word
 *       rare_find ...        and where it stands in one of them
 *     rare_reader_free
 *
 * For posread.c.  Failures are those of reading, and NX_CORRUPT.
 */
#ifndef NEWSIDX_INDEX_RAREREAD_H
#define NEWSIDX_INDEX_RAREREAD_H

#include <stdbool.h>

#include "lib/index/metaread.h"
#include "lib/index/posblock.h"
#include "lib/index/posrare.h"

struct rare_reader;

/* Of the segment db with that metadata; both outlive it. */
struct rare_reader *rare_reader_new(struct xap_db *db,
                                    struct meta_reader *meta);

/* NULL is fine. */
void rare_reader_free(struct rare_reader *r);

/* Articles, by docid, that were written together: of each word either all are in
 * blocks or, if rare is set, it may be rare. */
struct rare_span {
	uint32_t first, last;
	bool rare;
	bool more; /* behind last there are others where rare is set */
};

/* The span that docid, which is not 0, is in. */
enum nx_status rare_span(struct rare_reader *r, uint32_t docid,
                         struct rare_span *out, struct nx_err *err);

/* The articles of a word which is rare in a span, by the list of postings.
 * NX_CORRUPT, without a sentence: it is not rare. */
struct rare_articles {
	uint32_t docid[POSRARE_MOST];
	unsigned n;
	uint32_t next; /* the first article of the word behind the span, or 0 */
};

enum nx_status rare_articles(struct rare_reader *r, const char *term,
                             size_t len, const struct rare_span *span,
                             struct rare_articles *out, struct nx_err *err);

/* The first article of the word from docid on, by the list of postings; 0 if
 * there is none. */
enum nx_status rare_next(struct rare_reader *r, const char *term, size_t len,
                         uint32_t docid, uint32_t *out, struct nx_err *err);

/* Set *block and *i to the block, and which of its articles, that has the
 * positions of the word in one of its articles.  hash is posrare_hash's.  The
 * block is r's, until the next call.  NX_END: it has no positions there.
 * NX_CORRUPT, without a sentence, if they are nowhere. */
enum nx_status rare_find(struct rare_reader *r, uint32_t docid,
                         const char *term, size_t len, uint32_t hash,
                         struct posblock **block, uint32_t *i,
                         struct nx_err *err);

#endif
