/* zip_parts.h - documents that are zip archives: their parts, by name
 *
 * A document of Word, or a book in EPUB, is a zip archive of parts that are
 * nothing without each other.  layer_sniff leaves such an archive to formats
 * (it is a leaf), and a format takes the parts it wants out of it:
 *
 *     struct zip_parts z = ZIP_PARTS_INIT;
 *       zip_parts_read(&z, reader, want, err);
 *       zip_parts_find(&z, "word/document.xml"); ... z.v[i] ...
 *     zip_parts_release(&z);
 */
#ifndef NEWSIDX_CORPUS_ZIP_PARTS_H
#define NEWSIDX_CORPUS_ZIP_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "corpus/reader.h"
#include "lib/base/buf.h"
#include "lib/base/status.h"

enum zip_document {
	ZIP_ARCHIVE,  /* none: an archive of members, or no zip at all */
	ZIP_OFFICE,   /* Word, Excel, PowerPoint: parts that are listed in
	               * "[Content_Types].xml" */
	ZIP_MIMETYPE, /* its first part says what it is: EPUB, OpenDocument */
};

/* What the zip archive is that begins with these bytes.  Only what is packed
 * by its own kind of program is told: by the names that stand first in it. */
enum zip_document zip_document(const char *p, size_t len);

struct zip_part {
	struct buf name, data;
};

struct zip_parts {
	struct zip_part *v; /* in the order of the archive */
	size_t n, cap;
	size_t bytes; /* of all */
	bool cut;     /* there is more: bytes over LIMIT_RECORD, or parts over
	               * LIMIT_PARTS */
};

#define ZIP_PARTS_INIT { NULL, 0, 0, 0, false }

/* Read the parts whose names want accepts.  What could be read is there in any
 * case: NX_OK; NX_DAMAGED or NX_BOUND where something broke off; NX_IO. */
enum nx_status zip_parts_read(struct zip_parts *z, struct reader *r,
                              bool (*want)(const char *name),
                              struct nx_err *err);

/* The part of the name, or NULL. */
const struct zip_part *zip_parts_find(const struct zip_parts *z,
                                      const char *name);

void zip_parts_release(struct zip_parts *z);

#endif
