/* posgather.h - positions that come by article and are wanted by term
 *
 *     pos_gatherer_new
 *       pos_gatherer_add ...      in any order
 *       pos_gatherer_each         everything, by term and docid
 *     pos_gatherer_free
 *
 * What does not fit into memory is sorted into nameless files and merged.  For
 * the reference writer: simple rather than fast.
 */
#ifndef NEWSIDX_INDEX_POSGATHER_H
#define NEWSIDX_INDEX_POSGATHER_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/status.h"

struct pos_gatherer;

/* memory: bytes to take before a file is written. */
struct pos_gatherer *pos_gatherer_new(size_t memory);

/* NULL is fine. */
void pos_gatherer_free(struct pos_gatherer *g);

/* The n positions, at least one and ascending, of the term in the article.  The
 * term has at most 65,535 bytes. */
enum nx_status pos_gatherer_add(struct pos_gatherer *g, const char *term,
                                size_t len, uint32_t docid, const uint32_t *pos,
                                size_t n, struct nx_err *err);

/* Call fn for each that was added, by the bytes of the terms, then by docid.
 * Whatever fn returns but NX_OK ends it and is returned.  Nothing may be added
 * after that. */
typedef enum nx_status pos_gathered_fn(void *ctx, const char *term, size_t len,
                                       uint32_t docid, const uint32_t *pos,
                                       size_t n, struct nx_err *err);
enum nx_status pos_gatherer_each(struct pos_gatherer *g, pos_gathered_fn *fn,
                                 void *ctx, struct nx_err *err);

#endif
