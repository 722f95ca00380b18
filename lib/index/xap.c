#include "lib/index/xap.h"

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
