/* file.h - files and folders, durably
 *
 * Paths are NUL-terminated.  Everything returns NX_OK or what nx_fail_errno
 * makes of errno, with the path in the sentence.
 */
#ifndef NEWSIDX_BASE_FILE_H
#define NEWSIDX_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "lib/base/buf.h"
#include "lib/base/status.h"

/* Create a folder, durably; one that is there already is fine. */
enum nx_status file_mkdir(const char *path, struct nx_err *err);

/* Append the whole of a file, at most max bytes; a longer one is NX_BOUND. */
enum nx_status file_read(const char *path, size_t max, struct buf *out,
                         struct nx_err *err);

/* Write all of len bytes where the file stands or, if at is not negative, at
 * that offset, however often the system is interrupted or writes a part only.
 * On failure false, with errno set; some may have been written. */
bool file_write(int fd, const void *p, size_t len, off_t at);

/* Put len bytes under path in one step: whoever opens it sees the old content
 * or the new, also after a crash.  Writes path.tmp, syncs, renames, syncs the
 * folder. */
enum nx_status file_replace(const char *path, const void *p, size_t len,
                            struct nx_err *err);

/* Make a file's content, or a folder's list of names, durable. */
enum nx_status file_sync(const char *path, struct nx_err *err);

/* Remove a folder with the files in it, which must hold no folder.  One that
 * is not there is fine. */
enum nx_status file_remove_flat(const char *path, struct nx_err *err);

/* Remove a folder with all that is in it, links but not what they point to.  One
 * that is not there is fine. */
enum nx_status file_remove_tree(const char *path, struct nx_err *err);

/* The path of the folder that path is in, to be freed. */
char *file_folder_of(const char *path);

/* Make the name of path in its folder durable. */
enum nx_status file_sync_parent(const char *path, struct nx_err *err);

/* Copy a file to a new one at to, durably but for its name.  sum, which may be
 * NULL, is given what was *crc before (0 at first) and the next piece. */
typedef uint32_t file_sum_fn(uint32_t crc, const void *p, size_t len);
enum nx_status file_copy(const char *from, const char *to, file_sum_fn *sum,
                         uint32_t *crc, uint64_t *size, struct nx_err *err);

/* Sum of the sizes of a folder's files, itself and two levels below; 0 for what
 * cannot be read. */
unsigned long long file_folder_bytes(const char *path);

/* Whether the file system that path is on has no room left for us, or has as many
 * files as it can: for saying
 * why something failed, where whoever failed does not. */
bool file_disk_full(const char *path);

/* A file without a name in $TMPDIR, or /tmp: nothing is left behind, however
 * the process ends.  The caller closes it; -1 with err on failure. */
int file_nameless(struct nx_err *err);

#endif
