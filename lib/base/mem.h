/* mem.h - memory that is there, or the program is not
 *
 * An allocation of ours is small and bounded (lib/base/limits.h): when one
 * fails there is nothing sensible left to try.  So these never return NULL:
 * they say "out of memory" on stderr and end the process with exit code 4.
 * That is as safe as a kill at that instant, which an index survives by
 * design.  lib/xapian-c, a library for others too, does not use this: it
 * returns a status.
 *
 * What they return is freed with free().
 */
#ifndef NEWSIDX_BASE_MEM_H
#define NEWSIDX_BASE_MEM_H

#include <stddef.h>

void *nx_alloc(size_t size) __attribute__((malloc, returns_nonnull));
void *nx_zalloc(size_t size) __attribute__((malloc, returns_nonnull));
void *nx_realloc(void *p, size_t size) __attribute__((returns_nonnull));

/* p grown or shrunk to n elements; n * size that overflows counts as out of
 * memory. */
void *nx_realloc_array(void *p, size_t n, size_t size)
        __attribute__((returns_nonnull));

char *nx_strdup(const char *s) __attribute__((malloc, returns_nonnull));

/* A NUL-terminated copy of len bytes. */
char *nx_strndup(const char *s, size_t len)
        __attribute__((malloc, returns_nonnull));

/* A formatted string of its own. */
char *nx_format(const char *fmt, ...)
        __attribute__((format(printf, 1, 2), returns_nonnull));

/* Room for one more element in a growing array: when n == *cap, the array is
 * moved to at least twice the room.  Use as: v = NX_GROW(v, n, &cap). */
#define NX_GROW(v, n, cap) nx_grow((v), (n), (cap), sizeof *(v))
void *nx_grow(void *v, size_t n, size_t *cap, size_t size)
        __attribute__((returns_nonnull));

#endif
