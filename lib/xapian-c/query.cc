// query.cc - trees of queries
#include <cmath>

#include "lib/xapian-c/guard.hh"
#include "lib/xapian-c/handles.hh"

using xapc::fail;
using xapc::guard;
using xapc::str;
using Xapian::Query;

static const struct {
	enum xap_op op;
	Query::op is;
} ops[] = {
	{ XAP_AND, Query::OP_AND },
	{ XAP_OR, Query::OP_OR },
	{ XAP_XOR, Query::OP_XOR },
	{ XAP_AND_NOT, Query::OP_AND_NOT },
	{ XAP_AND_MAYBE, Query::OP_AND_MAYBE },
	{ XAP_FILTER, Query::OP_FILTER },
	{ XAP_NEAR, Query::OP_NEAR },
	{ XAP_PHRASE, Query::OP_PHRASE },
	{ XAP_SYNONYM, Query::OP_SYNONYM },
	{ XAP_MAX, Query::OP_MAX },
};

static bool known(enum xap_op op, Query::op *is)
{
	for (const auto &o : ops) {
		if (o.op == op) {
			*is = o.is;
			return true;
		}
	}
	return false;
}

// Only NEAR and PHRASE take a window; Xapian would take another's for the size
// of an elite set.
static Xapian::termcount window_of(Query::op op, uint32_t window)
{
	return op == Query::OP_NEAR || op == Query::OP_PHRASE ? window : 0;
}

static enum xap_status give(struct xap_query **out, Query q)
{
	*out = new xap_query{ std::move(q) };
	return XAP_OK;
}

enum xap_status xap_query_term(struct xap_query **out, const char *term,
			       size_t len, uint32_t wqf, xap_pos pos,
			       struct xap_error *err)
{
	*out = nullptr;
	if (len == 0)
		return fail(err, XAP_INVALID, "query", "an empty term");
	return guard(err, "query", [&] {
		return give(out, Query(std::string(term, len), wqf, pos));
	});
}

enum xap_status xap_query_all(struct xap_query **out, struct xap_error *err)
{
	*out = nullptr;
	return guard(err, "query",
		     [&] { return give(out, Query(std::string())); });
}

enum xap_status xap_query_none(struct xap_query **out, struct xap_error *err)
{
	*out = nullptr;
	return guard(err, "query", [&] { return give(out, Query()); });
}

static enum xap_status combine(struct xap_query **out, Query::op op,
			       const std::vector<Query> &all, uint32_t window)
{
	return give(out,
		    Query(op, all.begin(), all.end(), window_of(op, window)));
}

enum xap_status xap_query_combine(struct xap_query **out, enum xap_op op,
				  const struct xap_query *const *sub, size_t n,
				  uint32_t window, struct xap_error *err)
{
	Query::op is;

	*out = nullptr;
	if (!known(op, &is))
		return fail(err, XAP_INVALID, "query", "unknown operator");
	return guard(err, "query", [&] {
		std::vector<Query> all;

		all.reserve(n);
		for (size_t i = 0; i < n; i++)
			all.push_back(sub[i]->q);
		return combine(out, is, all, window);
	});
}

enum xap_status xap_query_terms(struct xap_query **out, enum xap_op op,
				const struct xap_str *term, size_t n,
				uint32_t window, struct xap_error *err)
{
	Query::op is;

	*out = nullptr;
	if (!known(op, &is))
		return fail(err, XAP_INVALID, "query", "unknown operator");
	for (size_t i = 0; i < n; i++)
		if (term[i].len == 0)
			return fail(err, XAP_INVALID, "query", "an empty term");
	return guard(err, "query", [&] {
		std::vector<Query> all;

		all.reserve(n);
		for (size_t i = 0; i < n; i++)
			all.emplace_back(str(term[i].data, term[i].len));
		return combine(out, is, all, window);
	});
}

enum xap_status xap_query_scale(struct xap_query **out,
				const struct xap_query *sub, double factor,
				struct xap_error *err)
{
	*out = nullptr;
	if (!std::isfinite(factor))
		return fail(err, XAP_INVALID, "query", "factor is no number");
	return guard(err, "query",
		     [&] { return give(out, Query(factor, sub->q)); });
}

enum xap_status xap_query_value_range(struct xap_query **out, uint32_t slot,
				      const char *lo, size_t lolen,
				      const char *hi, size_t hilen,
				      struct xap_error *err)
{
	*out = nullptr;
	return guard(err, "query", [&] {
		return give(out, Query(Query::OP_VALUE_RANGE, slot,
				       str(lo, lolen), str(hi, hilen)));
	});
}

enum xap_status xap_query_value_ge(struct xap_query **out, uint32_t slot,
				   const char *lo, size_t lolen,
				   struct xap_error *err)
{
	*out = nullptr;
	return guard(err, "query", [&] {
		return give(out,
			    Query(Query::OP_VALUE_GE, slot, str(lo, lolen)));
	});
}

enum xap_status xap_query_value_le(struct xap_query **out, uint32_t slot,
				   const char *hi, size_t hilen,
				   struct xap_error *err)
{
	*out = nullptr;
	return guard(err, "query", [&] {
		return give(out,
			    Query(Query::OP_VALUE_LE, slot, str(hi, hilen)));
	});
}

enum xap_status xap_query_wildcard(struct xap_query **out, const char *prefix,
				   size_t len, uint32_t max,
				   enum xap_wildcard limit, enum xap_op how,
				   struct xap_error *err)
{
	static const int limits[] = { Query::WILDCARD_LIMIT_ERROR,
				      Query::WILDCARD_LIMIT_FIRST,
				      Query::WILDCARD_LIMIT_MOST_FREQUENT };
	Query::op is;

	*out = nullptr;
	if (len == 0 || static_cast<size_t>(limit) > 2 ||
	    (how != XAP_OR && how != XAP_SYNONYM && how != XAP_MAX) ||
	    !known(how, &is))
		return fail(err, XAP_INVALID, "query", "not such a wildcard");
	return guard(err, "query", [&] {
		return give(out,
			    Query(Query::OP_WILDCARD, std::string(prefix, len),
				  max, limits[limit], is));
	});
}

size_t xap_query_length(const struct xap_query *q)
{
	return q->q.get_length();
}

enum xap_status xap_query_describe(struct xap_query *q, struct xap_str *out,
				   struct xap_error *err)
{
	return guard(err, "query", [&] {
		q->text = q->q.get_description();
		xapc::put(out, q->text);
		return XAP_OK;
	});
}

void xap_query_free(struct xap_query *q)
{
	(void)guard(nullptr, "query", [&] {
		delete q;
		return XAP_OK;
	});
}
