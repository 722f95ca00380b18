// postings.cc - iterators over numbers: documents, positions, values
#include "lib/xapian-c/guard.hh"
#include "lib/xapian-c/handles.hh"

using xapc::fail;
using xapc::guard;
using xapc::put;
using xapc::stand;
using xapc::str;

// ---- documents of a term ----------------------------------------------------

enum xap_status xap_db_postings(struct xap_postings **out, struct xap_db *db,
				const char *term, size_t len,
				struct xap_error *err)
{
	*out = nullptr;
	return guard(err, "postings", [&] {
		*out = new xap_postings{ db->db.postlist_begin(
			str(term, len)) };
		return XAP_OK;
	});
}

static enum xap_status arrive(struct xap_postings *it, xap_docid *out)
{
	if (it->it == Xapian::PostingIterator()) {
		it->at = stand::after;
		return XAP_END;
	}
	it->at = stand::on;
	it->did = *it->it;
	if (out != nullptr)
		*out = it->did;
	return XAP_OK;
}

enum xap_status xap_postings_next(struct xap_postings *it, xap_docid *out,
				  struct xap_error *err)
{
	return guard(err, "postings", [&] {
		if (it->at == stand::after)
			return XAP_END;
		if (it->at == stand::on)
			++it->it;
		return arrive(it, out);
	});
}

enum xap_status xap_postings_skip_to(struct xap_postings *it, xap_docid did,
				     xap_docid *out, struct xap_error *err)
{
	return guard(err, "postings", [&] {
		if (it->at == stand::after)
			return XAP_END;
		if (it->at == stand::before && arrive(it, out) == XAP_END)
			return XAP_END;
		if (it->did < did)
			it->it.skip_to(did);
		return arrive(it, out);
	});
}

template <typename Body>
static enum xap_status ask(struct xap_postings *it, struct xap_error *err,
			   Body body)
{
	if (it->at != stand::on)
		return fail(err, XAP_INVALID, "postings", "not at a document");
	return guard(err, "postings", [&] {
		body();
		return XAP_OK;
	});
}

enum xap_status xap_postings_wdf(struct xap_postings *it, uint32_t *out,
				 struct xap_error *err)
{
	return ask(it, err, [&] { *out = it->it.get_wdf(); });
}

enum xap_status xap_postings_doclength(struct xap_postings *it, uint32_t *out,
				       struct xap_error *err)
{
	return ask(it, err, [&] { *out = it->it.get_doclength(); });
}

enum xap_status xap_postings_positions(struct xap_positions **inout,
				       struct xap_postings *it,
				       struct xap_error *err)
{
	return ask(it, err, [&] {
		xapc::aim(inout, [&] { return it->it.positionlist_begin(); });
	});
}

void xap_postings_free(struct xap_postings *it)
{
	(void)guard(nullptr, "postings", [&] {
		delete it;
		return XAP_OK;
	});
}

// ---- positions of a term in a document --------------------------------------

enum xap_status xap_db_positions(struct xap_positions **inout,
				 struct xap_db *db, xap_docid did,
				 const char *term, size_t len,
				 struct xap_error *err)
{
	return guard(err, "positions", [&] {
		xapc::take(db->text, term, len);
		xapc::aim(inout, [&] {
			return db->db.positionlist_begin(did, db->text);
		});
		return XAP_OK;
	});
}

static enum xap_status arrive(struct xap_positions *it, xap_pos *out)
{
	if (it->it == Xapian::PositionIterator()) {
		it->at = stand::after;
		return XAP_END;
	}
	it->at = stand::on;
	it->pos = *it->it;
	if (out != nullptr)
		*out = it->pos;
	return XAP_OK;
}

static enum xap_status step(struct xap_positions *it, xap_pos *out)
{
	if (it->at == stand::after)
		return XAP_END;
	if (it->at == stand::on)
		++it->it;
	return arrive(it, out);
}

enum xap_status xap_positions_next(struct xap_positions *it, xap_pos *out,
				   struct xap_error *err)
{
	return guard(err, "positions", [&] { return step(it, out); });
}

enum xap_status xap_positions_skip_to(struct xap_positions *it, xap_pos pos,
				      xap_pos *out, struct xap_error *err)
{
	return guard(err, "positions", [&] {
		if (it->at == stand::after)
			return XAP_END;
		if (it->at == stand::before && arrive(it, out) == XAP_END)
			return XAP_END;
		if (it->pos < pos)
			it->it.skip_to(pos);
		return arrive(it, out);
	});
}

enum xap_status xap_positions_read(struct xap_positions *it, xap_pos *pos,
				   size_t max, size_t *n, struct xap_error *err)
{
	*n = 0;
	return guard(err, "positions", [&] {
		while (*n < max && step(it, pos + *n) == XAP_OK)
			++*n;
		return *n == 0 && max > 0 ? XAP_END : XAP_OK;
	});
}

void xap_positions_free(struct xap_positions *it)
{
	(void)guard(nullptr, "positions", [&] {
		delete it;
		return XAP_OK;
	});
}

// ---- values -----------------------------------------------------------------

enum xap_status xap_db_values(struct xap_values **out, struct xap_db *db,
			      uint32_t slot, struct xap_error *err)
{
	*out = nullptr;
	return guard(err, "values", [&] {
		*out = new xap_values{ nullptr, db->db.valuestream_begin(slot),
				       false };
		return XAP_OK;
	});
}

static enum xap_status arrive(struct xap_values *it, uint32_t *at,
			      struct xap_str *out)
{
	if (it->it == Xapian::ValueIterator()) {
		it->at = stand::after;
		return XAP_END;
	}
	it->at = stand::on;
	it->key = it->of_doc ? it->it.get_valueno() : it->it.get_docid();
	if (at != nullptr)
		*at = it->key;
	if (out != nullptr) {
		it->text = *it->it;
		put(out, it->text);
	}
	return XAP_OK;
}

enum xap_status xap_values_next(struct xap_values *it, uint32_t *at,
				struct xap_str *out, struct xap_error *err)
{
	return guard(err, "values", [&] {
		if (it->at == stand::after)
			return XAP_END;
		if (it->at == stand::on)
			++it->it;
		return arrive(it, at, out);
	});
}

enum xap_status xap_values_skip_to(struct xap_values *it, uint32_t to,
				   uint32_t *at, struct xap_str *out,
				   struct xap_error *err)
{
	return guard(err, "values", [&] {
		if (it->at == stand::after)
			return XAP_END;
		if (it->at == stand::before &&
		    arrive(it, nullptr, nullptr) == XAP_END)
			return XAP_END;
		if (it->key < to)
			it->it.skip_to(to);
		return arrive(it, at, out);
	});
}

void xap_values_free(struct xap_values *it)
{
	(void)guard(nullptr, "values", [&] {
		delete it;
		return XAP_OK;
	});
}
