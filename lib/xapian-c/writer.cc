// writer.cc - changing a database
#include "lib/xapian-c/guard.hh"
#include "lib/xapian-c/handles.hh"

using xapc::bad_term;
using xapc::fail;
using xapc::guard;
using xapc::str;

static_assert(XAP_CREATE_OR_OPEN == Xapian::DB_CREATE_OR_OPEN &&
		      XAP_CREATE_OR_OVERWRITE ==
			      Xapian::DB_CREATE_OR_OVERWRITE &&
		      XAP_CREATE == Xapian::DB_CREATE &&
		      XAP_OPEN == Xapian::DB_OPEN &&
		      XAP_NO_SYNC == Xapian::DB_NO_SYNC &&
		      XAP_FULL_SYNC == Xapian::DB_FULL_SYNC &&
		      XAP_DANGEROUS == Xapian::DB_DANGEROUS &&
		      XAP_NO_TERMLIST == Xapian::DB_NO_TERMLIST &&
		      XAP_RETRY_LOCK == Xapian::DB_RETRY_LOCK,
	      "enum xap_open is passed on as it is");

static const unsigned ALL_FLAGS = 2 * XAP_IN_MEMORY - 1;

static Xapian::WritableDatabase open_writable(const char *path, unsigned flags,
					      unsigned block_size)
{
	if (flags & XAP_IN_MEMORY)
		return Xapian::WritableDatabase(std::string(),
						Xapian::DB_BACKEND_INMEMORY);
	return Xapian::WritableDatabase(path, static_cast<int>(flags),
					static_cast<int>(block_size));
}

static bool good_block_size(unsigned size)
{
	return size == 0 ||
	       (size >= 2048 && size <= 65536 && (size & (size - 1)) == 0);
}

enum xap_status xap_writer_open(struct xap_writer **out, const char *path,
				unsigned flags, unsigned block_size,
				struct xap_error *err)
{
	*out = nullptr;
	if (flags > ALL_FLAGS || !good_block_size(block_size))
		return fail(err, XAP_INVALID, "open",
			    "bad flags or block size");
	return guard(err, flags & XAP_IN_MEMORY ? "memory" : path, [&] {
		auto w = std::make_unique<xap_writer>();

		w->db = open_writable(path, flags, block_size);
		w->transactions = !(flags & (XAP_DANGEROUS | XAP_IN_MEMORY));

		// Xapian's destructor commits what is pending unless a
		// transaction is open.  One always is, so that closing
		// discards.
		if (w->transactions)
			w->db.begin_transaction();
		w->view.db = w->db;
		w->view.lent = true;
		*out = w.release();
		return XAP_OK;
	});
}

void xap_writer_close(struct xap_writer *w)
{
	if (w == nullptr)
		return;
	if (w->transactions)
		(void)guard(nullptr, "close", [&] {
			w->db.cancel_transaction();
			return XAP_OK;
		});
	// Others may still hold references: only close() surely unlocks.
	(void)guard(nullptr, "close", [&] {
		w->db.close();
		return XAP_OK;
	});
	(void)guard(nullptr, "close", [&] {
		delete w;
		return XAP_OK;
	});
}

// Every change goes through here: Xapian drops all that is pending when one
// fails, and would go on as if nothing had happened.
template <typename Body>
static enum xap_status change(struct xap_writer *w, const char *doing,
			      struct xap_error *err, Body body)
{
	enum xap_status st;

	if (w->broken)
		return fail(err, XAP_INVALID, doing,
			    "the writer failed before, and lost its batch");
	st = guard(err, doing, [&] {
		body();
		return XAP_OK;
	});
	if (st != XAP_OK && st != XAP_NOTFOUND && st != XAP_INVALID)
		w->broken = true;
	return st;
}

// The same where a document is stored.  Its terms were checked when they were
// added; only one from a database of another kind can have others, which
// Xapian refuses after dropping what is pending.
template <typename Body>
static enum xap_status store(struct xap_writer *w, struct xap_error *err,
			     Body body)
{
	return change(w, "store document", err, [&] {
		try {
			body();
		} catch (const Xapian::InvalidArgumentError &e) {
			throw Xapian::UnimplementedError(e.get_msg());
		}
	});
}

enum xap_status xap_writer_commit(struct xap_writer *w, struct xap_error *err)
{
	return change(w, "commit", err, [&] {
		if (!w->transactions) {
			w->db.commit();
			return;
		}
		w->db.commit_transaction();
		w->db.begin_transaction();
	});
}

enum xap_status xap_writer_cancel(struct xap_writer *w, struct xap_error *err)
{
	if (!w->transactions)
		return fail(err, XAP_UNSUPPORTED, "cancel",
			    "changes to this database cannot be undone");
	return change(w, "cancel", err, [&] {
		w->db.cancel_transaction();
		w->db.begin_transaction();
	});
}

struct xap_db *xap_writer_db(struct xap_writer *w)
{
	return &w->view;
}

enum xap_status xap_writer_add(struct xap_writer *w, const struct xap_doc *doc,
			       xap_docid *did, struct xap_error *err)
{
	return store(w, err, [&] {
		const xap_docid at = w->db.add_document(doc->get());

		if (did != nullptr)
			*did = at;
	});
}

enum xap_status xap_writer_replace(struct xap_writer *w, xap_docid did,
				   const struct xap_doc *doc,
				   struct xap_error *err)
{
	if (did == 0)
		return fail(err, XAP_INVALID, "store document", "docid 0");
	return store(w, err, [&] { w->db.replace_document(did, doc->get()); });
}

enum xap_status xap_writer_replace_term(struct xap_writer *w, const char *term,
					size_t len, const struct xap_doc *doc,
					xap_docid *did, struct xap_error *err)
{
	const char *why = bad_term(term, len);

	if (why != nullptr)
		return fail(err, XAP_INVALID, "store document", why);
	return store(w, err, [&] {
		const xap_docid at = w->db.replace_document(
			std::string(term, len), doc->get());

		if (did != nullptr)
			*did = at;
	});
}

enum xap_status xap_writer_delete(struct xap_writer *w, xap_docid did,
				  struct xap_error *err)
{
	if (did == 0)
		return fail(err, XAP_NOTFOUND, "delete", "docid 0");
	return change(w, "delete", err, [&] { w->db.delete_document(did); });
}

enum xap_status xap_writer_delete_term(struct xap_writer *w, const char *term,
				       size_t len, struct xap_error *err)
{
	const char *why = bad_term(term, len);

	if (why != nullptr)
		return fail(err, XAP_INVALID, "delete", why);
	return change(w, "delete", err,
		      [&] { w->db.delete_document(std::string(term, len)); });
}

// Unlike a term, a key of these tables is stored as it is; one that is too
// long would be found out at commit, with the batch lost.
static bool good_key(size_t len)
{
	return len >= 1 && len <= XAP_TERM_MAX;
}

enum xap_status xap_writer_set_metadata(struct xap_writer *w, const char *key,
					size_t klen, const char *value,
					size_t vlen, struct xap_error *err)
{
	if (!good_key(klen))
		return fail(err, XAP_INVALID, "metadata", "key of bad length");
	return change(w, "metadata", err, [&] {
		w->db.set_metadata(std::string(key, klen), str(value, vlen));
	});
}

enum xap_status xap_writer_add_synonym(struct xap_writer *w, const char *term,
				       size_t tlen, const char *syn,
				       size_t slen, struct xap_error *err)
{
	if (!good_key(tlen) || !good_key(slen))
		return fail(err, XAP_INVALID, "synonym", "word of bad length");
	return change(w, "synonym", err, [&] {
		w->db.add_synonym(std::string(term, tlen),
				  std::string(syn, slen));
	});
}

enum xap_status xap_writer_remove_synonym(struct xap_writer *w,
					  const char *term, size_t tlen,
					  const char *syn, size_t slen,
					  struct xap_error *err)
{
	if (!good_key(tlen) || !good_key(slen))
		return fail(err, XAP_INVALID, "synonym", "word of bad length");
	return change(w, "synonym", err, [&] {
		w->db.remove_synonym(std::string(term, tlen),
				     std::string(syn, slen));
	});
}

enum xap_status xap_writer_clear_synonyms(struct xap_writer *w,
					  const char *term, size_t tlen,
					  struct xap_error *err)
{
	if (!good_key(tlen))
		return fail(err, XAP_INVALID, "synonym", "word of bad length");
	return change(w, "synonym", err,
		      [&] { w->db.clear_synonyms(std::string(term, tlen)); });
}

enum xap_status xap_writer_add_spelling(struct xap_writer *w, const char *word,
					size_t len, uint32_t freq,
					struct xap_error *err)
{
	if (!good_key(len))
		return fail(err, XAP_INVALID, "spelling", "word of bad length");
	return change(w, "spelling", err, [&] {
		w->db.add_spelling(std::string(word, len), freq);
	});
}

enum xap_status xap_writer_remove_spelling(struct xap_writer *w,
					   const char *word, size_t len,
					   uint32_t freq, struct xap_error *err)
{
	if (!good_key(len))
		return fail(err, XAP_INVALID, "spelling", "word of bad length");
	return change(w, "spelling", err, [&] {
		w->db.remove_spelling(std::string(word, len), freq);
	});
}
