/* stored.h - articles as a segment keeps them, read and compared
 *
 *     stored_open                a segment's folder
 *       stored_next ...          each document, by docid
 *     stored_close
 */
#ifndef NEWSIDX_INDEXER_STORED_H
#define NEWSIDX_INDEXER_STORED_H

#include <stdbool.h>
#include <stdint.h>

#include "corpus/article.h"
#include "lib/base/status.h"
#include "lib/index/record.h"
#include "lib/xapian-c/xapian-c.h"

struct stored {
	struct xap_db *db;
	struct xap_postings *all;
	struct xap_doc *doc;
	struct unpacker *unpacker;
};

enum nx_status stored_open(struct stored *s, const char *dir,
                           struct nx_err *err);
void stored_close(struct stored *s);

/* The next docid that has a document; NX_END behind the last. */
enum nx_status stored_next(struct stored *s, uint32_t *docid,
                           struct nx_err *err);

/* The record of a document; r's slices are valid until the next call.
 * NX_NOTFOUND, NX_CORRUPT ... */
enum nx_status stored_record(struct stored *s, uint32_t docid, struct record *r,
                             struct nx_err *err);

/* The same of a value of the document whose record was read last. */
enum nx_status stored_value(struct stored *s, enum value_slot slot,
                            struct xap_str *out, struct nx_err *err);

/* Set a to what the record was made of, with its digest. */
void article_of_record(struct article *a, const struct record *r);

#endif
