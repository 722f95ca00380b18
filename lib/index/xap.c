#include "lib/index/xap.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lib/index/schema.h"

static enum nx_status status_of(enum xap_status st)
{
	switch (st) {
	case XAP_OK:
		return NX_OK;
	case XAP_END:
		return NX_END;
	case XAP_NOTFOUND:
		return NX_NOTFOUND;
	case XAP_LOCKED:
		return NX_LOCKED;
	case XAP_STALE:
		return NX_STALE;
	case XAP_CORRUPT:
		return NX_CORRUPT;
	case XAP_VERSION:
	case XAP_UNSUPPORTED:
		return NX_UNSUPPORTED;
	case XAP_NOMEM:
		return NX_NOMEM;
	default:
		return NX_IO;
	}
}

enum nx_status nx_from_xap(struct nx_err *err, enum xap_status st,
                           const struct xap_error *xe, const char *doing)
{
	if (st == XAP_OK || st == XAP_END)
		return status_of(st);
	return nx_fail(err, status_of(st), "%s: %s", doing, xe->msg);
}

enum nx_status segment_dictionary(void *ctx, uint32_t id, struct buf *out,
                                         struct nx_err *err)
{
	struct xap_error xe;
	struct xap_str v;
	char key[64];
	enum xap_status xs;

	(void)snprintf(key, sizeof key, META_DICTIONARY "%" PRIu32, id);
	xs = xap_db_metadata(ctx, key, strlen(key), &v, &xe);
	if (xs != XAP_OK)
		return nx_from_xap(err, xs, &xe, "reading a dictionary");
	if (v.len == 0)
		return nx_fail(err, NX_CORRUPT,
		               "dictionary %" PRIu32 " is missing", id);
	buf_add(out, v.data, v.len);
	return NX_OK;
}
