// terms.cc - iterators over strings: terms, keys, synonyms, words
#include "lib/xapian-c/guard.hh"
#include "lib/xapian-c/handles.hh"

using xapc::fail;
using xapc::guard;
using xapc::put;
using xapc::stand;
using xapc::str;

enum xap_status xapc::give_terms(struct xap_terms **out,
				 Xapian::TermIterator it, unsigned has)
{
	*out = new xap_terms{ nullptr, std::move(it), has };
	return XAP_OK;
}

enum xap_status xap_db_terms(struct xap_terms **out, struct xap_db *db,
			     const char *prefix, size_t len,
			     struct xap_error *err)
{
	*out = nullptr;
	return guard(err, "terms", [&] {
		return xapc::give_terms(out,
					db->db.allterms_begin(str(prefix, len)),
					xapc::HAS_FREQ);
	});
}

enum xap_status xap_db_doc_terms(struct xap_terms **out, struct xap_db *db,
				 xap_docid did, struct xap_error *err)
{
	*out = nullptr;
	if (did == 0)
		return fail(err, XAP_NOTFOUND, "terms", "docid 0");
	return guard(err, "terms", [&] {
		return xapc::give_terms(out, db->db.termlist_begin(did),
					xapc::HAS_FREQ | xapc::HAS_WDF);
	});
}

enum xap_status xap_db_metadata_keys(struct xap_terms **out, struct xap_db *db,
				     const char *prefix, size_t len,
				     struct xap_error *err)
{
	*out = nullptr;
	return guard(err, "metadata", [&] {
		return xapc::give_terms(
			out, db->db.metadata_keys_begin(str(prefix, len)), 0);
	});
}

enum xap_status xap_db_synonym_keys(struct xap_terms **out, struct xap_db *db,
				    const char *prefix, size_t len,
				    struct xap_error *err)
{
	*out = nullptr;
	return guard(err, "synonyms", [&] {
		return xapc::give_terms(
			out, db->db.synonym_keys_begin(str(prefix, len)), 0);
	});
}

enum xap_status xap_db_synonyms(struct xap_terms **out, struct xap_db *db,
				const char *term, size_t len,
				struct xap_error *err)
{
	*out = nullptr;
	return guard(err, "synonyms", [&] {
		return xapc::give_terms(
			out, db->db.synonyms_begin(str(term, len)), 0);
	});
}

enum xap_status xap_db_spellings(struct xap_terms **out, struct xap_db *db,
				 struct xap_error *err)
{
	*out = nullptr;
	return guard(err, "spelling", [&] {
		return xapc::give_terms(out, db->db.spellings_begin(),
					xapc::HAS_FREQ);
	});
}

static enum xap_status arrive(struct xap_terms *it, struct xap_str *out)
{
	if (it->it == Xapian::TermIterator()) {
		it->at = stand::after;
		return XAP_END;
	}
	it->at = stand::on;
	it->text = *it->it;
	if (out != nullptr)
		put(out, it->text);
	return XAP_OK;
}

enum xap_status xap_terms_next(struct xap_terms *it, struct xap_str *out,
			       struct xap_error *err)
{
	return guard(err, "terms", [&] {
		if (it->at == stand::after)
			return XAP_END;
		if (it->at == stand::on)
			++it->it;
		return arrive(it, out);
	});
}

enum xap_status xap_terms_skip_to(struct xap_terms *it, const char *term,
				  size_t len, struct xap_str *out,
				  struct xap_error *err)
{
	return guard(err, "terms", [&] {
		const std::string to = str(term, len);

		if (it->at == stand::after)
			return XAP_END;
		if (it->at == stand::before && arrive(it, out) == XAP_END)
			return XAP_END;
		// Xapian's own would for some lists move backwards.
		if (it->text < to)
			it->it.skip_to(to);
		return arrive(it, out);
	});
}

template <typename Body>
static enum xap_status ask(struct xap_terms *it, unsigned has,
			   struct xap_error *err, Body body)
{
	if (it->at != stand::on)
		return fail(err, XAP_INVALID, "terms", "not at a term");
	if ((it->has & has) != has)
		return fail(err, XAP_INVALID, "terms",
			    "this list has no such thing");
	return guard(err, "terms", [&] {
		body();
		return XAP_OK;
	});
}

enum xap_status xap_terms_termfreq(struct xap_terms *it, uint32_t *out,
				   struct xap_error *err)
{
	return ask(it, xapc::HAS_FREQ, err,
		   [&] { *out = it->it.get_termfreq(); });
}

enum xap_status xap_terms_wdf(struct xap_terms *it, uint32_t *out,
			      struct xap_error *err)
{
	return ask(it, xapc::HAS_WDF, err, [&] { *out = it->it.get_wdf(); });
}

enum xap_status xap_terms_positions(struct xap_positions **inout,
				    struct xap_terms *it, struct xap_error *err)
{
	return ask(it, xapc::HAS_WDF, err, [&] {
		xapc::aim(inout, [&] { return it->it.positionlist_begin(); });
	});
}

void xap_terms_free(struct xap_terms *it)
{
	(void)guard(nullptr, "terms", [&] {
		delete it;
		return XAP_OK;
	});
}
