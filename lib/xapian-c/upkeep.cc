// upkeep.cc - compacting and checking
#include <ostream>
#include <streambuf>

#include "lib/xapian-c/guard.hh"
#include "lib/xapian-c/handles.hh"

using xapc::fail;
using xapc::guard;
using xapc::put;
using xapc::refuse;

using Xapian::Compactor;

static_assert(XAP_COMPACT_STANDARD == int{ Compactor::STANDARD } &&
		      XAP_COMPACT_FULL == int{ Compactor::FULL } &&
		      XAP_COMPACT_FULLER == int{ Compactor::FULLER } &&
		      XAP_COMPACT_NO_RENUMBER ==
			      Xapian::DBCOMPACT_NO_RENUMBER &&
		      XAP_COMPACT_MULTIPASS == Xapian::DBCOMPACT_MULTIPASS &&
		      XAP_COMPACT_SINGLE_FILE ==
			      Xapian::DBCOMPACT_SINGLE_FILE &&
		      XAP_CHECK_STATS == Xapian::DBCHECK_SHOW_STATS &&
		      XAP_CHECK_FIX == Xapian::DBCHECK_FIX,
	      "enum xap_compact and xap_check are passed on as they are");

namespace
{

class Compacting final : public Compactor
{
	const struct xap_compact_ops *ops;
	void *ctx;

      public:
	Compacting(const struct xap_compact_ops *ops_, void *ctx_)
	    : ops(ops_), ctx(ctx_)
	{
	}

	void set_status(const std::string &table,
			const std::string &status) override;
	std::string
	resolve_duplicate_metadata(const std::string &key, size_t n,
				   const std::string tag[]) override;
};

void Compacting::set_status(const std::string &table, const std::string &status)
{
	struct xap_error err = {};
	enum xap_status st;

	if (ops == nullptr || ops->progress == nullptr)
		return;
	st = ops->progress(ctx, table.c_str(), status.c_str(), &err);
	if (st != XAP_OK)
		refuse(st, err);
}

std::string Compacting::resolve_duplicate_metadata(const std::string &key,
						   size_t n,
						   const std::string tag[])
{
	struct xap_error err = {};
	struct xap_str name, keep = { "", 0 };
	std::vector<struct xap_str> value(n);
	enum xap_status st;

	if (ops == nullptr || ops->resolve == nullptr)
		return n > 0 ? tag[0] : std::string();
	// The glass backend gives its own key, which has two bytes before ours.
	put(&name, key);
	if (key.compare(0, 2, "\0\xc0", 2) == 0) {
		name.data += 2;
		name.len -= 2;
	}
	for (size_t i = 0; i < n; i++)
		put(&value[i], tag[i]);
	st = ops->resolve(ctx, &name, value.data(), n, &keep, &err);
	if (st != XAP_OK)
		refuse(st, err);
	return xapc::str(keep.data, keep.len);
}

// A stream that reports to a callback, and breaks when that refuses.
class Report final : public std::streambuf
{
	xap_report_fn fn;
	void *ctx;

	std::streamsize xsputn(const char *s, std::streamsize n) override
	{
		struct xap_error err = {};
		enum xap_status st;

		if (fn == nullptr || n <= 0)
			return n;
		st = fn(ctx, s, static_cast<size_t>(n), &err);
		if (st != XAP_OK)
			refuse(st, err);
		return n;
	}

	int_type overflow(int_type c) override
	{
		const char ch = traits_type::to_char_type(c);

		if (!traits_type::eq_int_type(c, traits_type::eof()))
			xsputn(&ch, 1);
		return traits_type::not_eof(c);
	}

      public:
	Report(xap_report_fn fn_, void *ctx_) : fn(fn_), ctx(ctx_)
	{
	}
};

} // namespace

enum xap_status xap_compact(struct xap_db *db, const char *dest, unsigned flags,
			    unsigned block_size,
			    const struct xap_compact_ops *ops, void *ctx,
			    struct xap_error *err)
{
	if (flags > 31 || (flags & 3) == 3)
		return fail(err, XAP_INVALID, dest, "bad flags");
	return guard(err, dest, [&] {
		Compacting compactor(ops, ctx);

		db->db.compact(dest, flags, static_cast<int>(block_size),
			       compactor);
		return XAP_OK;
	});
}

enum xap_status xap_check(const char *path, unsigned flags,
			  xap_report_fn report, void *ctx, size_t *errors,
			  struct xap_error *err)
{
	if (flags & ~static_cast<unsigned>(XAP_CHECK_STATS | XAP_CHECK_FIX))
		return fail(err, XAP_INVALID, path, "bad flags");
	return guard(err, path, [&] {
		Report buf(report, ctx);
		std::ostream os(&buf);

		// So that the callback's refusal comes out as it is.
		os.exceptions(std::ios::badbit);
		*errors = Xapian::Database::check(path, static_cast<int>(flags),
						  report ? &os : nullptr);
		return XAP_OK;
	});
}
