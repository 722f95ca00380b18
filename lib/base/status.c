#include "lib/base/status.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/utf8.h"

/* Make msg fit for one line of a terminal: whole characters, no controls. */
static void tidy(char *msg)
{
	size_t len = strlen(msg);

	len = utf8_cut(msg, len, len);
	msg[len] = '\0';
	utf8_tidy(msg);
}

enum nx_status nx_fail(struct nx_err *err, enum nx_status st, const char *fmt,
                       ...)
{
	va_list ap;

	if (err == NULL)
		return st;
	va_start(ap, fmt);
	if (vsnprintf(err->msg, sizeof err->msg, fmt, ap) < 0)
		err->msg[0] = '\0';
	va_end(ap);
	tidy(err->msg);
	return st;
}

static enum nx_status status_of_errno(int e)
{
	switch (e) {
	case ENOMEM:
		return NX_NOMEM;
	case ENOENT:
	case ENOTDIR:
		return NX_NOTFOUND;
	default:
		return NX_IO;
	}
}

enum nx_status nx_fail_errno(struct nx_err *err, const char *fmt, ...)
{
	int e = errno;
	char what[NX_ERR_MAX];
	va_list ap;

	if (err == NULL)
		return status_of_errno(e);
	va_start(ap, fmt);
	if (vsnprintf(what, sizeof what, fmt, ap) < 0)
		what[0] = '\0';
	va_end(ap);
	return nx_fail(err, status_of_errno(e), "%.*s: %s", NX_ERR_MAX - 128,
	               what, strerror(e));
}

enum nx_status nx_fail_in(struct nx_err *err, enum nx_status st,
                          const char *prefix)
{
	char was[NX_ERR_MAX];

	if (err == NULL)
		return st;
	memcpy(was, err->msg, sizeof was);
	was[sizeof was - 1] = '\0';
	return nx_fail(err, st, "%s: %s", prefix, was);
}

const char *nx_status_name(enum nx_status st)
{
	static const char *const name[] = {
		[NX_OK] = "ok",
		[NX_END] = "end",
		[NX_BADDOC] = "bad article",
		[NX_DAMAGED] = "damaged",
		[NX_BOUND] = "over a bound",
		[NX_USAGE] = "usage",
		[NX_EXISTS] = "exists",
		[NX_NOTFOUND] = "not found",
		[NX_LOCKED] = "locked",
		[NX_STALE] = "stale",
		[NX_CORRUPT] = "corrupt",
		[NX_UNSUPPORTED] = "unsupported",
		[NX_INTERRUPTED] = "interrupted",
		[NX_TIMEOUT] = "timeout",
		[NX_IO] = "input or output",
		[NX_NOMEM] = "out of memory",
	};

	if ((size_t)st >= sizeof name / sizeof name[0] || name[st] == NULL)
		return "unknown";
	return name[st];
}
