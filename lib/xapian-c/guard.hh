// guard.hh - where C++ exceptions stop
//
// Every extern "C" function that can throw is one call to guard(), which is
// noexcept and turns whatever is thrown into a status and a sentence.
#pragma once

#include <string>

#include <xapian.h>

#include "lib/xapian-c/xapian-c.h"

namespace xapc
{

// A callback's refusal, on its way through Xapian to the guard.
struct callback_failed {
	enum xap_status st;
	struct xap_error err;
};

// Throws the refusal of a callback that returned st, with the sentence in err.
[[noreturn]] void refuse(enum xap_status st, const struct xap_error &err);

// Sets err's sentence to "doing: what" and returns st.
enum xap_status fail(struct xap_error *err, enum xap_status st,
		     const char *doing, const char *what) noexcept;

// The same for the exception that is being handled.
enum xap_status explain(struct xap_error *err, const char *doing) noexcept;

template <typename Body>
enum xap_status guard(struct xap_error *err, const char *doing,
		      Body body) noexcept
try {
	return body();
} catch (...) {
	return explain(err, doing);
}

// Pointer and length, where the pointer of nothing may be NULL.
inline std::string str(const char *s, std::size_t len)
{
	return len ? std::string(s, len) : std::string();
}

// The same into a string whose room is used again.
inline const std::string &take(std::string &to, const char *s, std::size_t len)
{
	return to.assign(len ? s : "", len);
}

inline void put(struct xap_str *out, const std::string &s)
{
	out->data = s.data();
	out->len = s.size();
}

// Why a term cannot be stored, or nullptr.
const char *bad_term(const char *term, std::size_t len) noexcept;

} // namespace xapc
