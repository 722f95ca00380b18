/* xap.h - the binding's statuses as ours */
#ifndef NEWSIDX_INDEX_XAP_H
#define NEWSIDX_INDEX_XAP_H

#include "lib/base/status.h"
#include "lib/xapian-c/xapian-c.h"

/* NX_OK for XAP_OK, NX_END for XAP_END; otherwise the status that st means
 * here, with "doing: " and xe's sentence in err. */
enum nx_status nx_from_xap(struct nx_err *err, enum xap_status st,
                           const struct xap_error *xe, const char *doing);

#endif
