// enquire.cc - asking: what to search for, and how to rank
#include "lib/xapian-c/guard.hh"
#include "lib/xapian-c/handles.hh"

using xapc::fail;
using xapc::guard;
using Xapian::Enquire;

enum xap_status xap_enquire_new(struct xap_enquire **out,
				const struct xap_db *db, struct xap_error *err)
{
	*out = nullptr;
	return guard(err, "search", [&] {
		*out = new xap_enquire{ db->db, Enquire(db->db), {}, 0, {} };
		return XAP_OK;
	});
}

void xap_enquire_free(struct xap_enquire *e)
{
	(void)guard(nullptr, "search", [&] {
		delete e;
		return XAP_OK;
	});
}

template <typename Body>
static enum xap_status set(struct xap_error *err, Body body)
{
	return guard(err, "search", [&] {
		body();
		return XAP_OK;
	});
}

enum xap_status xap_enquire_set_query(struct xap_enquire *e,
				      const struct xap_query *q, uint32_t qlen,
				      struct xap_error *err)
{
	return set(err, [&] {
		e->enquire.set_query(q->q, qlen);
		e->query = q->q;
		e->qlen = qlen;
	});
}

enum xap_status xap_enquire_set_weight(struct xap_enquire *e,
				       const struct xap_weight *w,
				       struct xap_error *err)
{
	return guard(err, "search", [&] {
		switch (w->scheme) {
		case XAP_BM25:
			e->enquire.set_weighting_scheme(Xapian::BM25Weight(
				w->k1, w->k2, w->k3, w->b, w->min_normlen));
			return XAP_OK;
		case XAP_BM25PLUS:
			e->enquire.set_weighting_scheme(Xapian::BM25PlusWeight(
				w->k1, w->k2, w->k3, w->b, w->min_normlen,
				w->delta));
			return XAP_OK;
		case XAP_TRAD: // by definition
			e->enquire.set_weighting_scheme(
				Xapian::BM25Weight(w->k1, 0, 0, 1, 0));
			return XAP_OK;
		case XAP_BOOL:
			e->enquire.set_weighting_scheme(Xapian::BoolWeight());
			return XAP_OK;
		}
		return fail(err, XAP_INVALID, "search", "unknown weighting");
	});
}

enum xap_status xap_enquire_set_sort(struct xap_enquire *e, enum xap_sort sort,
				     uint32_t slot, bool reverse,
				     struct xap_error *err)
{
	return guard(err, "search", [&] {
		switch (sort) {
		case XAP_BY_RELEVANCE:
			e->enquire.set_sort_by_relevance();
			return XAP_OK;
		case XAP_BY_VALUE:
			e->enquire.set_sort_by_value(slot, reverse);
			return XAP_OK;
		case XAP_BY_VALUE_RELEVANCE:
			e->enquire.set_sort_by_value_then_relevance(slot,
								    reverse);
			return XAP_OK;
		case XAP_BY_RELEVANCE_VALUE:
			e->enquire.set_sort_by_relevance_then_value(slot,
								    reverse);
			return XAP_OK;
		}
		return fail(err, XAP_INVALID, "search", "unknown order");
	});
}

enum xap_status xap_enquire_set_docid_order(struct xap_enquire *e,
					    enum xap_order order,
					    struct xap_error *err)
{
	static const Enquire::docid_order is[] = { Enquire::ASCENDING,
						   Enquire::DESCENDING,
						   Enquire::DONT_CARE };

	if (static_cast<size_t>(order) > 2)
		return fail(err, XAP_INVALID, "search", "unknown order");
	return set(err, [&] { e->enquire.set_docid_order(is[order]); });
}

enum xap_status xap_enquire_set_cutoff(struct xap_enquire *e, int percent,
				       double weight, struct xap_error *err)
{
	return set(err, [&] { e->enquire.set_cutoff(percent, weight); });
}

enum xap_status xap_enquire_set_collapse(struct xap_enquire *e, uint32_t slot,
					 uint32_t max, struct xap_error *err)
{
	return set(err, [&] {
		e->enquire.set_collapse_key(max ? slot : Xapian::BAD_VALUENO,
					    max);
	});
}

enum xap_status xap_enquire_set_time_limit(struct xap_enquire *e,
					   double seconds,
					   struct xap_error *err)
{
	return set(err, [&] { e->enquire.set_time_limit(seconds); });
}

enum xap_status xap_enquire_count_values(struct xap_enquire *e, uint32_t slot,
					 struct xap_error *err)
{
	return set(err, [&] {
		for (Xapian::valueno s : e->counted)
			if (s == slot)
				return;
		e->counted.push_back(slot);
	});
}

enum xap_status xap_enquire_count_none(struct xap_enquire *e,
				       struct xap_error *err)
{
	return set(err, [&] { e->counted.clear(); });
}

enum xap_status xap_enquire_matching_terms(struct xap_terms **out,
					   struct xap_enquire *e, xap_docid did,
					   struct xap_error *err)
{
	*out = nullptr;
	if (did == 0)
		return fail(err, XAP_NOTFOUND, "search", "docid 0");
	return guard(err, "search", [&] {
		return xapc::give_terms(
			out, e->enquire.get_matching_terms_begin(did), 0);
	});
}
