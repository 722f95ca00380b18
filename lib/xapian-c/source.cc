// source.cc - posting sources whose documents C callbacks make up
#include <new>

#include "lib/xapian-c/guard.hh"
#include "lib/xapian-c/handles.hh"

using xapc::guard;
using xapc::refuse;

namespace
{

class Source final : public Xapian::PostingSource
{
	const struct xap_source_ops *ops;
	void *ctx = nullptr;
	struct xap_db shard;
	struct xap_source_bounds bounds = {};
	xap_docid at = 0;    // the current document, or 0 after a failed check
	xap_docid floor = 0; // docids up to here have been passed
	bool ended = false;

	void start(const Xapian::Database &db, std::size_t number);
	bool arrive(enum xap_status st, xap_docid to, xap_docid least,
		    const struct xap_error &err);

      public:
	explicit Source(const struct xap_source_ops *ops_) : ops(ops_)
	{
		shard.lent = true;
	}

	~Source() override
	{
		if (ctx != nullptr && ops->free != nullptr)
			ops->free(ctx);
	}

	void own(void *ctx_)
	{
		ctx = ctx_;
	}

	Xapian::PostingSource *clone() const override
	{
		auto copy = std::make_unique<Source>(ops);

		copy->ctx = ops->clone(ctx);
		if (copy->ctx == nullptr)
			throw std::bad_alloc();
		return copy.release();
	}

	Xapian::doccount get_termfreq_min() const override
	{
		return bounds.min;
	}

	Xapian::doccount get_termfreq_est() const override
	{
		return bounds.est;
	}

	Xapian::doccount get_termfreq_max() const override
	{
		return bounds.max;
	}

	double get_weight() const override
	{
		return ops->weight != nullptr ? ops->weight(ctx) : 0.0;
	}

	Xapian::docid get_docid() const override
	{
		return at;
	}

	bool at_end() const override
	{
		return ended;
	}

	void next(double min_weight) override;
	void skip_to(Xapian::docid did, double min_weight) override;
	bool check(Xapian::docid did, double min_weight) override;

#if XAPIAN_AT_LEAST(1, 5, 0)
	void reset(const Xapian::Database &db,
		   Xapian::doccount shard_index) override
	{
		start(db, shard_index);
	}
#else
	void init(const Xapian::Database &db) override
	{
		start(db, xapc::shard_number(db));
	}
#endif
};

void Source::start(const Xapian::Database &db, std::size_t number)
{
	struct xap_error err = {};
	enum xap_status st;

	shard.db = db;
	at = floor = 0;
	ended = false;
	bounds = {};
	bounds.est = bounds.max = db.get_doccount();

	st = ops->init(ctx, &shard, number, &bounds, &err);
	if (st != XAP_OK)
		refuse(st, err);
	if (bounds.min > bounds.est || bounds.est > bounds.max)
		refuse(XAP_INVALID,
		       { "a posting source's bounds are out of order" });
	set_maxweight(bounds.max_weight);
}

// Stands at to, as a callback said; a source that goes backwards would keep
// the search going for ever.
bool Source::arrive(enum xap_status st, xap_docid to, xap_docid least,
		    const struct xap_error &err)
{
	if (st == XAP_END) {
		ended = true;
		return false;
	}
	if (st != XAP_OK)
		refuse(st, err);
	if (to < least || to == 0)
		refuse(XAP_INVALID, { "a posting source went backwards" });
	at = floor = to;
	return true;
}

void Source::next(double min_weight)
{
	struct xap_error err = {};
	xap_docid to = 0;
	enum xap_status st;

	if (floor == UINT32_MAX) {
		ended = true;
		return;
	}
	st = ops->next(ctx, min_weight, &to, &err);
	arrive(st, to, floor + 1, err);
}

void Source::skip_to(Xapian::docid did, double min_weight)
{
	struct xap_error err = {};
	xap_docid to = 0;
	enum xap_status st;

	if (ended || (at != 0 && at >= did))
		return;
	st = ops->skip_to(ctx, did, min_weight, &to, &err);
	arrive(st, to, did, err);
}

bool Source::check(Xapian::docid did, double min_weight)
{
	struct xap_error err = {};
	xap_docid to = 0;
	enum xap_status st;

	if (ops->check == nullptr) {
		skip_to(did, min_weight);
		return true;
	}
	if (ended || (at != 0 && at >= did))
		return true;
	st = ops->check(ctx, did, min_weight, &to, &err);
	if (st == XAP_OK && to == 0) {
		at = 0;
		floor = did;
		return false;
	}
	arrive(st, to, did, err);
	return true;
}

} // namespace

enum xap_status xap_query_source(struct xap_query **out,
				 const struct xap_source_ops *ops, void *ctx,
				 struct xap_error *err)
{
	*out = nullptr;
	if (ops->clone == nullptr || ops->init == nullptr ||
	    ops->next == nullptr || ops->skip_to == nullptr)
		return xapc::fail(err, XAP_INVALID, "query",
				  "a posting source without its callbacks");
	return guard(err, "query", [&] {
		auto q = std::make_unique<xap_query>();
		auto source = std::make_unique<Source>(ops);
		Source *s = source.get();

		q->q = Xapian::Query(source.release()->release());
		s->own(ctx); // nothing below fails: from now on it is ours
		*out = q.release();
		return XAP_OK;
	});
}
