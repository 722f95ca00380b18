/* folder.h - the files of a folder and of the folders in it, by name
 *
 *     struct folder f;
 *     if (folder_open(&f, path, &err) == NX_OK)
 *       while (folder_next(&f, &found)) ...
 *     folder_close(&f);
 *
 * Names come in the order of their bytes, a folder's files where its name
 * stands.  One folder's names are in memory at a time for each level.
 * Symbolic links to files are followed, those to folders are not, so there are
 * no cycles.  Databases of Xapian, an index beside its archives above all, are
 * told and not entered.
 */
#ifndef NEWSIDX_CORPUS_FOLDER_H
#define NEWSIDX_CORPUS_FOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "lib/base/buf.h"
#include "lib/base/limits.h"
#include "lib/base/status.h"

struct folder_level {
	int fd;
	char **names; /* sorted */
	size_t n, at;
	size_t path_len; /* of this folder in struct folder's path */
};

struct folder {
	struct folder_level level[LIMIT_FOLDER_DEPTH];
	size_t depth; /* levels in use */
	struct buf path;
	size_t root_len; /* of the input's path, with its '/' */
	const char *leave_out; /* set by the user: a folder not to enter */
};

enum found_kind {
	FOUND_FILE,
	FOUND_OTHER, /* not to be read; why is a constant */
	FOUND_FAULT, /* could not be looked at; err says why */
};

struct found {
	enum found_kind kind;
	const char *path; /* valid until the next call */
	const char *rel;  /* the part of path below the input */
	struct stat st;   /* of FOUND_FILE */
	const char *why;
	enum nx_status status;
	struct nx_err err;
};

/* NX_OK; NX_NOTFOUND or NX_IO, and f is closed. */
enum nx_status folder_open(struct folder *f, const char *path,
                           struct nx_err *err);

/* The next file; false at the end. */
bool folder_next(struct folder *f, struct found *out);

/* Open the file that folder_next gave last, for reading: a file descriptor, or
 * -1 with errno set. */
int folder_open_file(const struct folder *f);

void folder_close(struct folder *f);

#endif
