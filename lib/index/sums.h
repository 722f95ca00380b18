/* sums.h - checksums of files that do not change
 *
 * libxapian's tables have no checksums: a flipped bit in one may give another
 * answer and no complaint.  So the files of a finished segment stand, with
 * their sizes and CRC-32s, in a file SUMS_FILE beside them, and the ledger's in
 * one beside it:
 *
 *     newsidx sums XXXXXXXX NUMBER     CRC-32 of all lines below
 *     XXXXXXXX SIZE NAME               for each file, by name
 *
 * Whoever changes the files of a segment removes that file before
 * (sums_forget) and writes it when all is durable (sums_write).
 */
#ifndef NEWSIDX_INDEX_SUMS_H
#define NEWSIDX_INDEX_SUMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/status.h"

#define SUMS_FILE "sums"

/* Read a file to its end, or to size bytes if that is less. */
enum nx_status sums_of_file(const char *path, uint32_t *crc, uint64_t *size,
                            struct nx_err *err);

/* As sums_of_file of the file as it were with these bytes, len of them from its
 * offset at, in place of its own. */
struct sums_part {
	uint64_t at;
	const char *bytes;
	size_t len;
};
enum nx_status sums_of_file_with(const char *path, const struct sums_part *part,
                                 uint32_t *crc, uint64_t *size,
                                 struct nx_err *err);

/* As sums_of_file of what is given piece by piece; crc is 0 before the first.
 */
uint32_t sums_add(uint32_t crc, const void *p, size_t len);

/* Write the sums of all other files in the folder dir, durably. */
enum nx_status sums_write(const char *dir, struct nx_err *err);

/* Remove them, durably; that there are none is fine. */
enum nx_status sums_forget(const char *dir, struct nx_err *err);

bool sums_there(const char *dir);

/* Sums as they were read. */
struct sum {
	uint32_t crc;
	uint64_t size;
	const char *name; /* in struct sums' text */
};

struct sums {
	struct buf text;
	uint64_t number;
	struct sum *v;
	size_t n, cap;
};

#define SUMS_INIT                       \
	{                               \
		BUF_INIT, 0, NULL, 0, 0 \
	}

/* Read the file of sums at path.  NX_NOTFOUND, NX_CORRUPT, NX_IO. */
enum nx_status sums_read(struct sums *s, const char *path, struct nx_err *err);

/* The same of the files in dir as they are. */
enum nx_status sums_of_folder(struct sums *s, const char *dir,
                              struct nx_err *err);
void sums_release(struct sums *s);
const struct sum *sums_find(const struct sums *s, const char *name);

/* The text of such a file; lines are those of struct sum, sorted by name. */
void sums_print(const struct sum *v, size_t n, uint64_t number,
                struct buf *out);

/* Compare the files in dir with its sums; each that differs, is missing or is
 * not among them is told to fn.  NX_NOTFOUND where there are none, NX_CORRUPT
 * where they are damaged themselves. */
typedef enum nx_status sums_fault_fn(void *ctx, const char *file,
                                     const char *fault);
enum nx_status sums_check(const char *dir, sums_fault_fn *fn, void *ctx,
                          struct nx_err *err);

#endif
