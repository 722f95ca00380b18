// mset.cc - the results of a search
#include "lib/xapian-c/guard.hh"
#include "lib/xapian-c/handles.hh"

using xapc::fail;
using xapc::guard;
using xapc::put;
using xapc::str;

void xap_mset_free(struct xap_mset *m)
{
	(void)guard(nullptr, "results", [&] {
		delete m;
		return XAP_OK;
	});
}

void xap_mset_matches(const struct xap_mset *m, struct xap_matches *out)
{
	out->size = m->m.size();
	out->lower = m->m.get_matches_lower_bound();
	out->estimated = m->m.get_matches_estimated();
	out->upper = m->m.get_matches_upper_bound();
	out->uncollapsed_lower = m->m.get_uncollapsed_matches_lower_bound();
	out->uncollapsed_estimated = m->m.get_uncollapsed_matches_estimated();
	out->uncollapsed_upper = m->m.get_uncollapsed_matches_upper_bound();
	out->max_possible = m->m.get_max_possible();
	out->max_attained = m->m.get_max_attained();
}

template <typename Body>
static enum xap_status at(struct xap_mset *m, uint32_t i, struct xap_error *err,
			  Body body)
{
	if (i >= m->m.size())
		return fail(err, XAP_INVALID, "results",
			    "there are not so many");
	return guard(err, "results", [&] {
		body(m->m[i]);
		return XAP_OK;
	});
}

enum xap_status xap_mset_hit(struct xap_mset *m, uint32_t i,
			     struct xap_hit *out, struct xap_error *err)
{
	return at(m, i, err, [&](const Xapian::MSetIterator &it) {
		out->did = *it;
		out->rank = it.get_rank();
		out->weight = it.get_weight();
		out->percent = it.get_percent();
		out->collapsed_count = it.get_collapse_count();
	});
}

enum xap_status xap_mset_doc(struct xap_doc **out, struct xap_mset *m,
			     uint32_t i, struct xap_error *err)
{
	*out = nullptr;
	return at(m, i, err, [&](const Xapian::MSetIterator &it) {
		auto doc = std::make_unique<xap_doc>();

		doc->own = it.get_document();
		doc->did = *it;
		*out = doc.release();
	});
}

enum xap_status xap_mset_collapse_key(struct xap_mset *m, uint32_t i,
				      struct xap_str *out,
				      struct xap_error *err)
{
	return at(m, i, err, [&](const Xapian::MSetIterator &it) {
		m->text = it.get_collapse_key();
		put(out, m->text);
	});
}

enum xap_status xap_mset_fetch(struct xap_mset *m, struct xap_error *err)
{
	return guard(err, "results", [&] {
		m->m.fetch();
		return XAP_OK;
	});
}

enum xap_status xap_mset_termfreq(struct xap_mset *m, const char *term,
				  size_t len, uint32_t *out,
				  struct xap_error *err)
{
	return guard(err, "results", [&] {
		*out = m->m.get_termfreq(str(term, len));
		return XAP_OK;
	});
}

enum xap_status xap_mset_counts(struct xap_terms **out, struct xap_mset *m,
				uint32_t slot, size_t top, uint32_t *considered,
				struct xap_error *err)
{
	*out = nullptr;
	for (const auto &c : m->counts) {
		const auto &spy = *c.second;

		if (c.first != slot)
			continue;
		if (considered != nullptr)
			*considered = static_cast<uint32_t>(spy.get_total());
		return guard(err, "results", [&] {
			return xapc::give_terms(out,
						top ? spy.top_values_begin(top)
						    : spy.values_begin(),
						xapc::HAS_FREQ);
		});
	}
	return fail(err, XAP_NOTFOUND, "results", "this slot was not counted");
}
