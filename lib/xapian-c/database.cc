// database.cc - reading a database: opening, statistics, single look-ups
#include "lib/xapian-c/guard.hh"
#include "lib/xapian-c/handles.hh"

using xapc::fail;
using xapc::guard;
using xapc::put;
using xapc::str;

enum xap_status xap_db_open(struct xap_db **out, const char *path,
			    struct xap_error *err)
{
	*out = nullptr;
	return guard(err, path, [&] {
		auto db = std::make_unique<xap_db>();

		db->db = Xapian::Database(path);
		*out = db.release();
		return XAP_OK;
	});
}

enum xap_status xap_db_open_remote(struct xap_db **out, const char *host,
				   unsigned port, unsigned timeout_ms,
				   unsigned connect_timeout_ms,
				   struct xap_error *err)
{
	*out = nullptr;
	return guard(
		err, host, [&]() -> enum xap_status {
#ifdef XAPIAN_HAS_REMOTE_BACKEND
			auto db = std::make_unique<xap_db>();

			db->db = Xapian::Remote::open(host, port, timeout_ms,
						      connect_timeout_ms);
			*out = db.release();
			return XAP_OK;
#else
		(void)port, (void)timeout_ms, (void)connect_timeout_ms;
		return fail(err, XAP_UNSUPPORTED, host,
		            "this Xapian has no remote databases");
#endif
		});
}

enum xap_status xap_db_new(struct xap_db **out, struct xap_error *err)
{
	*out = nullptr;
	return guard(err, "new database", [&] {
		*out = new xap_db();
		return XAP_OK;
	});
}

enum xap_status xap_db_add(struct xap_db *db, const struct xap_db *other,
			   struct xap_error *err)
{
	return guard(err, "add database", [&] {
		if (db->lent || db == other)
			return fail(err, XAP_INVALID, "add database",
				    "this handle takes no shards");
		db->db.add_database(other->db);
		return XAP_OK;
	});
}

enum xap_status xap_db_reopen(struct xap_db *db, bool *changed,
			      struct xap_error *err)
{
	return guard(err, "reopen", [&] {
		const bool moved = db->db.reopen();

		if (changed != nullptr)
			*changed = moved;
		return XAP_OK;
	});
}

void xap_db_close(struct xap_db *db)
{
	if (db == nullptr || db->lent)
		return;
	(void)guard(nullptr, "close", [&] {
		delete db;
		return XAP_OK;
	});
}

size_t xap_db_shards(const struct xap_db *db)
{
	return db->db.size();
}

enum xap_status xap_db_info(struct xap_db *db, struct xap_info *out,
			    struct xap_error *err)
{
	return guard(err, "statistics", [&] {
		struct xap_info i = {};

		i.doccount = db->db.get_doccount();
		i.lastdocid = db->db.get_lastdocid();
		i.total_length = db->db.get_total_length();
		i.avlength = db->db.get_average_length();
		i.doclength_min = db->db.get_doclength_lower_bound();
		i.doclength_max = db->db.get_doclength_upper_bound();
		i.has_positions = db->db.has_positions();
		*out = i;
		return XAP_OK;
	});
}

enum xap_status xap_db_uuid(struct xap_db *db, struct xap_str *out,
			    struct xap_error *err)
{
	return guard(err, "uuid", [&] {
		db->text = db->db.get_uuid();
		put(out, db->text);
		return XAP_OK;
	});
}

enum xap_status xap_db_revision(struct xap_db *db, uint64_t *out,
				struct xap_error *err)
{
	return guard(err, "revision", [&] {
		*out = db->db.get_revision();
		return XAP_OK;
	});
}

enum xap_status xap_db_locked(struct xap_db *db, bool *out,
			      struct xap_error *err)
{
	return guard(err, "lock", [&] {
		*out = db->db.locked();
		return XAP_OK;
	});
}

enum xap_status xap_db_keep_alive(struct xap_db *db, struct xap_error *err)
{
	return guard(err, "keep-alive", [&] {
		db->db.keep_alive();
		return XAP_OK;
	});
}

enum xap_status xap_db_term(struct xap_db *db, const char *term, size_t len,
			    struct xap_term_info *out, struct xap_error *err)
{
	return guard(err, "term", [&] {
		struct xap_term_info i = {};

		xapc::take(db->text, term, len);
		i.termfreq = db->db.get_termfreq(db->text);
		if (i.termfreq > 0) {
			i.collfreq = db->db.get_collection_freq(db->text);
			i.wdf_max = db->db.get_wdf_upper_bound(db->text);
		}
		*out = i;
		return XAP_OK;
	});
}

enum xap_status xap_db_termfreq(struct xap_db *db, const char *term, size_t len,
				uint32_t *out, struct xap_error *err)
{
	return guard(err, "term", [&] {
		*out = db->db.get_termfreq(xapc::take(db->text, term, len));
		return XAP_OK;
	});
}

// Xapian takes docid 0 for a mistake; here it is a document that is not there.
static void check_did(xap_docid did)
{
	if (did == 0)
		throw Xapian::DocNotFoundError("Document 0 not found");
}

enum xap_status xap_db_doclength(struct xap_db *db, xap_docid did,
				 uint32_t *out, struct xap_error *err)
{
	return guard(err, "document", [&] {
		check_did(did);
		*out = db->db.get_doclength(did);
		return XAP_OK;
	});
}

enum xap_status xap_db_unique_terms(struct xap_db *db, xap_docid did,
				    uint32_t *out, struct xap_error *err)
{
	return guard(err, "document", [&] {
		check_did(did);
		*out = db->db.get_unique_terms(did);
		return XAP_OK;
	});
}

enum xap_status xap_db_value_stats(struct xap_db *db, uint32_t slot,
				   uint32_t *freq, struct xap_str *lower,
				   struct xap_str *upper, struct xap_error *err)
{
	return guard(err, "values", [&] {
		const uint32_t n = db->db.get_value_freq(slot);

		db->text = db->db.get_value_lower_bound(slot);
		db->text2 = db->db.get_value_upper_bound(slot);
		if (freq != nullptr)
			*freq = n;
		if (lower != nullptr)
			put(lower, db->text);
		if (upper != nullptr)
			put(upper, db->text2);
		return XAP_OK;
	});
}

enum xap_status xap_db_metadata(struct xap_db *db, const char *key, size_t len,
				struct xap_str *out, struct xap_error *err)
{
	return guard(err, "metadata", [&] {
		db->text = db->db.get_metadata(str(key, len));
		put(out, db->text);
		return XAP_OK;
	});
}

enum xap_status xap_db_suggest(struct xap_db *db, const char *word, size_t len,
			       unsigned max_edits, struct xap_str *out,
			       struct xap_error *err)
{
	return guard(err, "spelling", [&] {
		db->text = db->db.get_spelling_suggestion(str(word, len),
							  max_edits);
		put(out, db->text);
		return XAP_OK;
	});
}

enum xap_status xap_db_doc(struct xap_doc **out, struct xap_db *db,
			   xap_docid did, struct xap_error *err)
{
	*out = nullptr;
	return guard(err, "document", [&] {
		check_did(did);

		auto doc = std::make_unique<xap_doc>();

		doc->own = db->db.get_document(did);
		doc->did = did;
		*out = doc.release();
		return XAP_OK;
	});
}
