// document.cc - documents, and numbers as values
#include <cmath>
#include <cstring>

#include "lib/xapian-c/guard.hh"
#include "lib/xapian-c/handles.hh"

using xapc::fail;
using xapc::guard;
using xapc::put;
using xapc::str;

enum xap_status xap_doc_new(struct xap_doc **out, struct xap_error *err)
{
	*out = nullptr;
	return guard(err, "new document", [&] {
		*out = new xap_doc();
		return XAP_OK;
	});
}

void xap_doc_free(struct xap_doc *doc)
{
	if (doc == nullptr || doc->lent != nullptr)
		return;
	(void)guard(nullptr, "document", [&] {
		delete doc;
		return XAP_OK;
	});
}

// Every change goes through here: a lent document belongs to the search.
template <typename Body>
static enum xap_status change(struct xap_doc *doc, struct xap_error *err,
			      Body body)
{
	if (doc->lent != nullptr)
		return fail(err, XAP_INVALID, "document",
			    "lent by a search, and only to be read");
	return guard(err, "document", [&] {
		body();
		return XAP_OK;
	});
}

template <typename Body>
static enum xap_status change_term(struct xap_doc *doc, const char *term,
				   size_t len, struct xap_error *err, Body body)
{
	const char *why = xapc::bad_term(term, len);

	if (why != nullptr)
		return fail(err, XAP_INVALID, "document", why);
	return change(doc, err, [&] {
		doc->text.assign(term, len);
		body();
	});
}

enum xap_status xap_doc_clear(struct xap_doc *doc, struct xap_error *err)
{
	return change(doc, err, [&] {
		doc->own = Xapian::Document();
		doc->did = 0;
	});
}

enum xap_status xap_doc_set_data(struct xap_doc *doc, const char *data,
				 size_t len, struct xap_error *err)
{
	return change(doc, err, [&] { doc->own.set_data(str(data, len)); });
}

enum xap_status xap_doc_set_value(struct xap_doc *doc, uint32_t slot,
				  const char *value, size_t len,
				  struct xap_error *err)
{
	if (slot > XAP_SLOT_MAX)
		return fail(err, XAP_INVALID, "document", "no such slot");
	return change(doc, err, [&] {
		// An empty value removes one; there need not be any.
		doc->own.add_value(slot, str(value, len));
	});
}

enum xap_status xap_doc_add_posting(struct xap_doc *doc, const char *term,
				    size_t len, xap_pos pos, uint32_t wdfinc,
				    struct xap_error *err)
{
	return change_term(doc, term, len, err, [&] {
		doc->own.add_posting(doc->text, pos, wdfinc);
	});
}

enum xap_status xap_doc_add_postings(struct xap_doc *doc, const char *term,
				     size_t len, const xap_pos *pos, size_t n,
				     uint32_t wdfinc, struct xap_error *err)
{
	return change_term(doc, term, len, err, [&] {
		for (size_t i = 0; i < n; i++)
			doc->own.add_posting(doc->text, pos[i], wdfinc);
	});
}

enum xap_status xap_doc_add_term(struct xap_doc *doc, const char *term,
				 size_t len, uint32_t wdfinc,
				 struct xap_error *err)
{
	return change_term(doc, term, len, err,
			   [&] { doc->own.add_term(doc->text, wdfinc); });
}

enum xap_status xap_doc_remove_term(struct xap_doc *doc, const char *term,
				    size_t len, struct xap_error *err)
{
	bool there = true;
	enum xap_status st = change_term(doc, term, len, err, [&] {
		try {
			doc->own.remove_term(doc->text);
		} catch (const Xapian::InvalidArgumentError &) {
			there = false;
		}
	});

	if (st == XAP_OK && !there)
		return fail(err, XAP_NOTFOUND, "document", "has no such term");
	return st;
}

xap_docid xap_doc_docid(const struct xap_doc *doc)
{
	return doc->did;
}

enum xap_status xap_doc_data(struct xap_doc *doc, struct xap_str *out,
			     struct xap_error *err)
{
	return guard(err, "document", [&] {
		doc->text = doc->get().get_data();
		put(out, doc->text);
		return XAP_OK;
	});
}

enum xap_status xap_doc_value(struct xap_doc *doc, uint32_t slot,
			      struct xap_str *out, struct xap_error *err)
{
	return guard(err, "document", [&] {
		doc->text = doc->get().get_value(slot);
		put(out, doc->text);
		return XAP_OK;
	});
}

enum xap_status xap_doc_terms(struct xap_terms **out, struct xap_doc *doc,
			      struct xap_error *err)
{
	*out = nullptr;
	return guard(err, "document", [&] {
		unsigned has = xapc::HAS_WDF;
		auto keep = std::make_unique<Xapian::Document>(doc->get());

		if (doc->did != 0)
			has |= xapc::HAS_FREQ;
		*out = new xap_terms{ nullptr, keep->termlist_begin(), has };
		(*out)->keep = std::move(keep);
		return XAP_OK;
	});
}

enum xap_status xap_doc_values(struct xap_values **out, struct xap_doc *doc,
			       struct xap_error *err)
{
	*out = nullptr;
	return guard(err, "document", [&] {
		auto keep = std::make_unique<Xapian::Document>(doc->get());

		*out = new xap_values{ nullptr, keep->values_begin(), true };
		(*out)->keep = std::move(keep);
		return XAP_OK;
	});
}

size_t xap_sortable(double number, char buf[XAP_SORTABLE_MAX])
{
	const std::string s =
		Xapian::sortable_serialise(std::isnan(number) ? 0.0 : number);

	memcpy(buf, s.data(), s.size());
	return s.size();
}

double xap_unsortable(const char *value, size_t len)
{
	// More bytes than were ever written do not make another number; so few
	// never leave std::string's own buffer, and nothing is thrown.
	return Xapian::sortable_unserialise(
		str(value, len > XAP_SORTABLE_MAX ? XAP_SORTABLE_MAX : len));
}
