/* store_lock.h - the lock of an index, and whose folder it may be
 *
 * Private to lib/index/store*.c.
 */
#ifndef NEWSIDX_INDEX_STORE_LOCK_H
#define NEWSIDX_INDEX_STORE_LOCK_H

#include "lib/index/store.h"

/* Take the lock of the folder, which is there, as w says (NULL: without
 * waiting).  Not a byte is written.  NX_LOCKED, NX_INTERRUPTED, NX_IO. */
enum nx_status store_lock_take(struct store *s, const struct store_wait *w,
                               struct nx_err *err);

/* Whether the folder is empty or an index: nothing else may become one.
 * NX_EXISTS. */
enum nx_status store_check_folder(const struct store *s, struct nx_err *err);

/* The stub that is about to be replaced, as a descriptor for
 * store_wait_for_readers; -1 if there is none. */
int store_replaces(const char *stub);

/* Wait until nobody holds (store_hold) the stub that was replaced, or for
 * LIMIT_READERS_MS, or until *stop, which may be NULL, is set; and close it. */
void store_wait_for_readers(int replaced, const atomic_int *stop);

/* Write there who holds it: for people only, the lock itself is the kernel's. */
enum nx_status store_lock_say(const struct store *s, struct nx_err *err);

#endif
