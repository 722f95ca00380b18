// search.cc - running a search, with a C callback to decide
#include "lib/xapian-c/guard.hh"
#include "lib/xapian-c/handles.hh"

using xapc::guard;
using Xapian::Query;

thread_local const Xapian::Database *xapc::searched = nullptr;

std::size_t xapc::shard_number(const Xapian::Database &db) noexcept
{
#if !XAPIAN_AT_LEAST(1, 5, 0)
	if (searched != nullptr && db.internal.size() == 1) {
		const auto &all = searched->internal;

		for (std::size_t i = 0; i < all.size(); i++)
			if (all[i].get() == db.internal[0].get())
				return i;
	}
#else
	(void)db;
#endif
	return 0;
}

namespace
{

// Xapian asks a match decider about documents of one shard after another, and
// tells it the shard's own docid but not the shard.  So where there are several
// a marker is added to the query, which notes in each shard that it has begun.
//
// Before 1.5 it is an empty list under OR, which Xapian drops for good when it
// has looked once; thus it costs nothing, and counts nowhere.  Later versions
// drop such a list too early: there it is a list of all documents under FILTER.
class Marker final : public Xapian::PostingSource
{
	std::size_t *current; // the shard that the search is in
	std::size_t number = 0;
	Xapian::doccount size = 0;
	Xapian::docid at = 0, last = 0;

	void move(Xapian::docid did)
	{
		*current = number;
		at = did;
	}

      public:
	explicit Marker(std::size_t *current_) : current(current_)
	{
	}

	Xapian::PostingSource *clone() const override
	{
		return new Marker(current);
	}

	Xapian::doccount get_termfreq_min() const override
	{
		return size;
	}

	Xapian::doccount get_termfreq_est() const override
	{
		return size;
	}

	Xapian::doccount get_termfreq_max() const override
	{
		return size;
	}

	Xapian::docid get_docid() const override
	{
		return at;
	}

	bool at_end() const override
	{
		return at > last || size == 0;
	}

	void next(double) override
	{
		move(at + 1);
	}

	void skip_to(Xapian::docid did, double) override
	{
		move(did);
	}

#if XAPIAN_AT_LEAST(1, 5, 0)
	void reset(const Xapian::Database &db,
		   Xapian::doccount shard_index) override
	{
		number = shard_index;
		size = db.get_doccount();
		last = db.get_lastdocid();
		at = 0;
	}
#else
	void init(const Xapian::Database &db) override
	{
		number = xapc::shard_number(db);
	}
#endif
};

Query marked(const Query &q, std::size_t *current)
{
	Query marker((new Marker(current))->release());

#if XAPIAN_AT_LEAST(1, 5, 0)
	return Query(Query::OP_FILTER, q, marker);
#else
	return Query(Query::OP_OR, q, Query(0.0, marker));
#endif
}

class Decider final : public Xapian::MatchDecider
{
	xap_decide_fn fn;
	void *ctx;
	std::size_t shards;
	mutable struct xap_doc doc;

      public:
	std::size_t current = 0;

	Decider(xap_decide_fn fn_, void *ctx_, std::size_t shards_)
	    : fn(fn_), ctx(ctx_), shards(shards_)
	{
	}

	bool operator()(const Xapian::Document &d) const override
	{
		struct xap_error err;
		bool accept = true;
		enum xap_status st;

		err.msg[0] = '\0';
		doc.lent = &d;
		doc.did = xap_combined_docid(d.get_docid(), current, shards);
		st = fn(ctx, doc.did, &doc, &accept, &err);
		if (st != XAP_OK)
			xapc::refuse(st, err);
		return accept;
	}
};

// What an enquire, and the posting sources of its query, are lent for one
// search is taken back however that ends.
class Running
{
	struct xap_enquire *e;
	const Xapian::Database *outer;

      public:
	explicit Running(struct xap_enquire *e_) : e(e_), outer(xapc::searched)
	{
		xapc::searched = &e->db;
	}

	void count(const struct xap_mset *m)
	{
		for (const auto &c : m->counts)
			e->enquire.add_matchspy(c.second.get());
	}

	void mark(std::size_t *current)
	{
		e->enquire.set_query(marked(e->query, current),
				     e->qlen ? e->qlen : e->query.get_length());
	}

	~Running()
	{
		xapc::searched = outer;
		(void)guard(nullptr, "search", [&] {
			e->enquire.clear_matchspies();
			e->enquire.set_query(e->query, e->qlen);
			return XAP_OK;
		});
	}

	Running(const Running &) = delete;
	Running &operator=(const Running &) = delete;
};

} // namespace

enum xap_status xap_enquire_mset(struct xap_mset **out, struct xap_enquire *e,
				 uint32_t first, uint32_t max,
				 uint32_t check_at_least, xap_decide_fn decide,
				 void *ctx, struct xap_error *err)
{
	*out = nullptr;
	return guard(err, "search", [&] {
		auto m = std::make_unique<xap_mset>();

		for (Xapian::valueno slot : e->counted)
			m->counts.emplace_back(
				slot,
				std::make_unique<Xapian::ValueCountMatchSpy>(
					slot));

		const std::size_t shards = e->db.size();
		Decider decider(decide, ctx, shards);
		Running running(e);

		running.count(m.get());
		if (decide != nullptr && shards > 1)
			running.mark(&decider.current);
		m->m = e->enquire.get_mset(first, max, check_at_least, nullptr,
					   decide ? &decider : nullptr);
		*out = m.release();
		return XAP_OK;
	});
}
