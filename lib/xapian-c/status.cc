// status.cc - exceptions graded, and the sentence that goes with each
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <new>
#include <stdexcept>

#include "lib/xapian-c/guard.hh"

namespace xapc
{

void refuse(enum xap_status st, const struct xap_error &err)
{
	callback_failed f{ st, err };

	if (f.err.msg[0] == '\0')
		snprintf(f.err.msg, sizeof f.err.msg, "a callback failed: %s",
			 xap_status_name(st));
	throw f;
}

enum xap_status fail(struct xap_error *err, enum xap_status st,
		     const char *doing, const char *what) noexcept
{
	if (err != nullptr)
		snprintf(err->msg, sizeof err->msg, "%s: %s", doing, what);
	return st;
}

const char *bad_term(const char *term, std::size_t len) noexcept
{
	std::size_t stored = len;

	if (len == 0)
		return "an empty term";
	if (len <= XAP_TERM_MAX)
		for (std::size_t i = 0; i < len; i++)
			stored += term[i] == '\0';
	if (stored > XAP_TERM_MAX)
		return "a term longer than 245 bytes (a NUL counts as two)";
	return nullptr;
}

// The system's reason, where there is one, is not part of Xapian's message.
static enum xap_status say(struct xap_error *err, enum xap_status st,
			   const char *doing, const Xapian::Error &e)
{
	const char *why = e.get_error_string();

	if (err != nullptr)
		snprintf(err->msg, sizeof err->msg, "%s: %s%s%s%s", doing,
			 e.get_msg().c_str(), why ? " (" : "", why ? why : "",
			 why ? ")" : "");
	return st;
}

// Xapian's classes of error have no virtual functions, but they have names.
static const struct {
	const char *type;
	enum xap_status st;
} grades[] = {
	{ "DatabaseLockError", XAP_LOCKED },
	{ "DatabaseModifiedError", XAP_STALE },
	{ "DatabaseCorruptError", XAP_CORRUPT },
	{ "DatabaseVersionError", XAP_VERSION },
	{ "DatabaseNotFoundError", XAP_NOTFOUND },
	{ "DatabaseOpeningError", XAP_NOTFOUND },
	{ "DatabaseCreateError", XAP_INVALID },
	{ "DatabaseClosedError", XAP_IO },
	{ "DatabaseError", XAP_IO },
	{ "DocNotFoundError", XAP_NOTFOUND },
	{ "NetworkError", XAP_NETWORK },
	{ "NetworkTimeoutError", XAP_NETWORK },
	{ "SerialisationError", XAP_NETWORK },
	{ "FeatureUnavailableError", XAP_UNSUPPORTED },
	{ "UnimplementedError", XAP_UNSUPPORTED },
	{ "InternalError", XAP_INTERNAL },
	{ "AssertionError", XAP_INTERNAL },
};

// What could not be opened or made for the system's reasons is one thing, and
// what is not there another.
static enum xap_status grade_open(enum xap_status st, const char *why) noexcept
{
	if (why == nullptr || (st != XAP_NOTFOUND && st != XAP_INVALID))
		return st;
	return strcmp(why, strerror(ENOENT)) == 0 ? XAP_NOTFOUND : XAP_IO;
}

// Whether somebody has the lock, or it cannot be had at all, only the message
// tells.
static bool is_held(const Xapian::Error &e)
{
	return e.get_msg().find("already locked") != std::string::npos;
}

static enum xap_status grade(const Xapian::Error &e)
{
	if (strcmp(e.get_type(), "DatabaseLockError") == 0 && !is_held(e))
		return XAP_IO;
	for (const auto &g : grades)
		if (strcmp(e.get_type(), g.type) == 0)
			return grade_open(g.st, e.get_error_string());
	return XAP_INVALID; // arguments, ranges, wildcards, the wrong moment
}

enum xap_status explain(struct xap_error *err, const char *doing) noexcept
{
	try {
		throw;
	} catch (const callback_failed &f) {
		if (err != nullptr)
			*err = f.err;
		return f.st;
	} catch (const Xapian::Error &e) {
		return say(err, grade(e), doing, e);
	} catch (const std::bad_alloc &) {
		return fail(err, XAP_NOMEM, doing, "out of memory");
	} catch (const std::length_error &) {
		return fail(err, XAP_NOMEM, doing, "too long for memory");
	} catch (const std::exception &e) {
		return fail(err, XAP_INTERNAL, doing, e.what());
	} catch (...) {
		return fail(err, XAP_INTERNAL, doing, "unknown exception");
	}
}

} // namespace xapc

const char *xap_status_name(enum xap_status st)
{
	switch (st) {
	case XAP_OK:
		return "ok";
	case XAP_END:
		return "end";
	case XAP_NOTFOUND:
		return "not found";
	case XAP_INVALID:
		return "invalid";
	case XAP_LOCKED:
		return "locked";
	case XAP_STALE:
		return "stale";
	case XAP_CORRUPT:
		return "corrupt";
	case XAP_VERSION:
		return "version";
	case XAP_UNSUPPORTED:
		return "unsupported";
	case XAP_NETWORK:
		return "network";
	case XAP_IO:
		return "io";
	case XAP_NOMEM:
		return "out of memory";
	case XAP_CALLBACK:
		return "callback";
	case XAP_INTERNAL:
		return "internal";
	}
	return "unknown";
}

const char *xap_version_string(void)
{
	return Xapian::version_string();
}
