/* store.h - the folder that is an index
 *
 *     INDEX/
 *       XAPIANDB     Xapian stub: a line "auto seg/NNNNNN" per live segment
 *       ledger.db    SQLite: what was read, which segments are live
 *       ledger.sum   its checksum as of a change (sums.h)
 *       lock         held by the one writer; holds its process number
 *       seg/NNNNNN/  glass databases, written once, with their checksums
 *
 * A writer's life:
 *
 *     store_open_write         takes the lock, finishes or discards what a
 *                              killed writer left
 *       store_segment_new ...  a new segment's number and folder
 *       store_segment_renew    a live segment without what is replaced
 *     store_commit             the commit point, and what follows from it:
 *     store_publish            makes the ledger's live segments visible
 *     store_close              gives the lock back
 *
 * The commit point is the ledger's transaction (ledger.h).  store_publish comes
 * after it and can be repeated: whoever opens the index to write next does what
 * a killed writer left undone.  So at every instant the index is as of its last
 * commit, and readers, who look only at XAPIANDB, see that or the one before.
 */
#ifndef NEWSIDX_INDEX_STORE_H
#define NEWSIDX_INDEX_STORE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/status.h"
#include "lib/index/ledger.h"

#define STORE_STUB "XAPIANDB"
#define STORE_LEDGER "ledger.db"
#define STORE_LEDGER_SUM "ledger.sum"
#define STORE_LOCK "lock"
#define STORE_BACKUP "backup" /* in a backup: what it is one of */
#define STORE_SEGMENTS "seg"

/* A stub has some dozen lines of 16 bytes; ours, anyway. */
#define STORE_STUB_MAX 65536

struct store {
	char *path;
	struct ledger *ledger;
	int lock; /* descriptor, -1 when not locked */
	bool looks; /* store_open_look */
};

/* Open the index at path to write to it, creating the folder if need be.
 *
 * On success s is open, to be given to store_close.  On failure it needs
 * nothing.  NX_LOCKED if another process is writing (err names it), NX_EXISTS
 * if path is a folder that holds something else, NX_UNSUPPORTED for an index
 * of a later format, NX_CORRUPT, NX_IO. */
enum nx_status store_open_write(struct store *s, const char *path,
                                struct nx_err *err);

/* The same in steps, for whoever mends an index: the lock of a folder that is
 * there, then the ledger, and finishing or discarding what a killed writer left.
 * Damaged, that is left out: it is for store_publish, when all is mended.  s is
 * to be given to store_close unless store_lock failed. */
enum nx_status store_lock(struct store *s, const char *path,
                          struct nx_err *err);
enum nx_status store_open_locked(struct store *s, struct nx_err *err);
enum nx_status store_open_damaged(struct store *s, struct nx_err *err);
/* The same, waiting for the lock for so many seconds at most, negative for
 * ever.  stop, which may be NULL, ends the waiting (NX_INTERRUPTED); waits, if
 * not NULL, is called before it begins, with what is said without waiting. */
struct store_wait {
	double seconds;
	const atomic_int *stop;
	void (*waits)(const char *why);
};
enum nx_status store_open_write_wait(struct store *s, const char *path,
                                     const struct store_wait *w,
                                     struct nx_err *err);

/* Take the lock, and open the ledger to read it, without writing a byte: for
 * whoever looks whether there is something to write.  NX_NOTFOUND if there is
 * no index.  To be followed by store_close, or by store_go_on to write, which
 * is then as after store_open_write; on failure s needs nothing. */
enum nx_status store_open_look(struct store *s, const char *path,
                               const struct store_wait *w, struct nx_err *err);
enum nx_status store_go_on(struct store *s, struct nx_err *err);

/* Whether nothing is left to be done of what was committed. */
bool store_is_settled(const struct store *s);

/* Whether something was ever committed. */
bool store_has_index(const struct store *s);

/* A new segment: *number, and its folder's path in dir (it does not exist
 * yet).  It is discarded unless the ledger makes it live. */
enum nx_status store_segment_new(struct store *s, int64_t *number,
                                 struct buf *dir, struct nx_err *err);

/* The folder of a segment. */
void store_segment_path(const struct store *s, int64_t number,
                        struct buf *dir);

/* Make a finished segment's files and its folder's entry durable. */
enum nx_status store_segment_sync(const struct store *s, int64_t number,
                                  struct nx_err *err);

/* Delete from the segment in dir what the ledger notes for deletion between
 * first and last, and forget that. */
enum nx_status store_delete(const struct store *s, const char *dir,
                            uint32_t first, uint32_t last, struct nx_err *err);

/* Have a new segment take the place of seg, if the ledger notes any of seg's
 * articles for deletion: it has all the others, and once it is committed and
 * published the deleted ones are gone at the same instant as the rest of the
 * commit comes.  seg is then what stands in the ledger.  It is not yet synced.
 * gone, if not NULL, says that seg may just go, and then whether it does: where
 * none of its articles is left.
 * Where the file system has no hard links nothing is done: they are deleted when
 * the index is published. */
enum nx_status store_segment_renew(struct store *s, struct ledger_segment *seg,
                                   bool *gone, struct nx_err *err);

/* Write the checksums of a segment that was just made; and of one that was
 * changed, if they are not there and that costs little (LIMIT_SUM_AGAIN). */
enum nx_status store_sum_new(const char *dir, struct nx_err *err);
enum nx_status store_sum_segment(const char *dir, struct nx_err *err);

/* Write the checksum of the ledger of the index at path, whose last change has
 * this number, unless it is there or the ledger is open. */
enum nx_status store_sum_ledger(const char *path, uint64_t change,
                                struct nx_err *err);
bool store_has_ledger_sum(const char *path, uint64_t change);

/* Whether the ledger is, after its checksum, one of our format, whatever format
 * it says it is of. */
bool store_is_of_our_format(const char *path);

/* Write XAPIANDB after the ledger's live segments, durably; delete from them the
 * articles that the ledger notes for deletion; remove the folders of all
 * others.  NX_CORRUPT, and nothing done, where a live segment is missing.  Not
 * to be called inside a transaction. */
enum nx_status store_publish(struct store *s, struct nx_err *err);

/* Commit the ledger's transaction, unless *stop, which may be NULL, is set
 * (NX_INTERRUPTED), and publish.  Where it is only publishing that fails, err
 * says that the rest is done. */
enum nx_status store_commit(struct store *s, const atomic_int *stop,
                            struct nx_err *err);

/* Roll back what is not committed, remove its segments, give the lock back.  After
 * a commit that failed (ledger_unsure) all segments stay for the next writer to
 * decide about. */
void store_close(struct store *s);

/* Hold the index at path as it is now: a writer that replaces it waits a while
 * (LIMIT_READERS_MS) before it removes or writes over what is read by it.  To be
 * given to store_let_go, soon.  -1, and nothing is held, where there is no index
 * or the file system has no locks. */
int store_hold(const char *path);
void store_let_go(int held);

/* Read path/XAPIANDB: the segments' paths (relative to the index), appended
 * one after the other, each with its NUL.  NX_NOTFOUND if there is no index
 * at path, NX_CORRUPT if the file is not one of ours. */
enum nx_status store_read_stub(const char *path, struct buf *names, size_t *n,
                               struct nx_err *err);

#endif
