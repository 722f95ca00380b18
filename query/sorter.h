/* sorter.h - sorting more than is to be held in memory
 *
 *     sorter_new
 *       sorter_add ...         a key and a text each
 *       sorter_each            the texts in the order of their keys
 *     sorter_free
 *
 * Keys are compared byte by byte; texts of equal keys stay in the order in
 * which they were added.  What goes beyond the memory given is put, sorted, into
 * temporary files, which are merged at the end.
 */
#ifndef NEWSIDX_QUERY_SORTER_H
#define NEWSIDX_QUERY_SORTER_H

#include <stddef.h>

#include "lib/base/status.h"

struct sorter;

/* Never NULL.  memory: bytes, of which a text and its key must take fewer. */
struct sorter *sorter_new(size_t memory);
void sorter_free(struct sorter *s);

/* NX_BOUND beyond LIMIT_SORT_RUNS files; NX_IO. */
enum nx_status sorter_add(struct sorter *s, const void *key, size_t key_len,
                          const void *text, size_t len, struct nx_err *err);

/* Nothing can be added afterwards.  Whatever fn returns but NX_OK ends it and
 * is returned. */
typedef enum nx_status sorter_fn(void *ctx, const char *text, size_t len,
                                 struct nx_err *err);
enum nx_status sorter_each(struct sorter *s, sorter_fn *fn, void *ctx,
                           struct nx_err *err);

#endif
