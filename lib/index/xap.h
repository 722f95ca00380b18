/* xap.h - the binding's statuses, and what it reads, as ours */
#ifndef NEWSIDX_INDEX_XAP_H
#define NEWSIDX_INDEX_XAP_H

#include "lib/base/buf.h"
#include "lib/base/status.h"
#include "lib/xapian-c/xapian-c.h"

/* NX_OK for XAP_OK, NX_END for XAP_END; otherwise the status that st means
 * here, with "doing: " and xe's sentence in err. */
enum nx_status nx_from_xap(struct nx_err *err, enum xap_status st,
                           const struct xap_error *xe, const char *doing);

/* An unpacker_source (record.h): the dictionary out of a segment's metadata;
 * ctx is a struct xap_db. */
enum nx_status segment_dictionary(void *ctx, uint32_t id, struct buf *out,
                                  struct nx_err *err);

#endif
