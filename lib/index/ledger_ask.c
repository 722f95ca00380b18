/* ledger_ask.c - single questions to the ledger: copies of an article, what is
 * to be read again, what is to be deleted, counts by format and by reason */
#include <stdio.h>
#include <string.h>

#include "lib/index/ledger_once.h"

static uint64_t number_at(sqlite3_stmt *s, int i)
{
	return (uint64_t)sqlite3_column_int64(s, i);
}

/* Prepare text and bind up to two numbers. */
static enum nx_status ask(struct ledger *l, const char *text, int64_t a,
                          int64_t b, sqlite3_stmt **s, struct nx_err *err)
{
	if (sqlite3_prepare_v2(l->db, text, -1, s, NULL) != SQLITE_OK)
		return ledger_fail(l, err);
	/* Out of range where there is no such parameter, and no matter. */
	(void)sqlite3_bind_int64(*s, 1, a);
	(void)sqlite3_bind_int64(*s, 2, b);
	return NX_OK;
}

/* ---- deletions ---------------------------------------------------------- */

enum nx_status ledger_deletions(struct ledger *l, uint32_t first,
                                uint32_t last, ledger_docid_fn *fn, void *ctx,
                                struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	int rc = SQLITE_DONE;
	enum nx_status st = ask(l,
	                        "SELECT docid FROM deletion"
	                        " WHERE docid BETWEEN ?1 AND ?2"
	                        " ORDER BY docid",
	                        first, last, &s, err);

	while (st == NX_OK && (rc = sqlite3_step(s)) == SQLITE_ROW)
		st = fn(ctx, (uint32_t)sqlite3_column_int64(s, 0));
	return ledger_ended(l, s, rc, st, err);
}

enum nx_status ledger_deletions_clear(struct ledger *l, uint32_t first,
                                      uint32_t last, struct nx_err *err)
{
	char text[256];

	(void)snprintf(text, sizeof text,
	               "SAVEPOINT d; DELETE FROM deletion"
	               " WHERE docid BETWEEN %u AND %u;" LEDGER_CHANGED
	               "RELEASE d",
	               first, last);
	return ledger_exec(l, text, err);
}

/* ---- copies ------------------------------------------------------------- */

/* The first 64 bits of an article's key and digest. */
static bool key_and_digest(struct ledger *l, uint32_t docid, uint64_t out[2])
{
	sqlite3_stmt *s = NULL;
	bool found = false;

	if (ask(l, "SELECT key, digest FROM article WHERE docid = ?1", docid,
	        0, &s, NULL) == NX_OK &&
	    sqlite3_step(s) == SQLITE_ROW && sqlite3_column_bytes(s, 0) >= 8 &&
	    sqlite3_column_bytes(s, 1) >= 8) {
		memcpy(&out[0], sqlite3_column_blob(s, 0), sizeof out[0]);
		memcpy(&out[1], sqlite3_column_blob(s, 1), sizeof out[1]);
		found = true;
	}
	sqlite3_finalize(s);
	return found;
}

enum nx_status ledger_copies(struct ledger *l, uint32_t docid,
                             ledger_place_fn *fn, void *ctx,
                             struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	uint64_t h[2];
	int rc = SQLITE_DONE;
	enum nx_status st;

	if (!key_and_digest(l, docid, h))
		return NX_OK;
	st = ask(l,
	         "SELECT a.path, m.path, r.record FROM record r"
	         " JOIN member m ON m.id = r.member"
	         " JOIN archive a ON a.id = m.archive"
	         " WHERE r.key = ?1 AND r.digest = ?2"
	         " ORDER BY a.id, m.id, r.record",
	         (int64_t)h[0], (int64_t)h[1], &s, err);
	while (st == NX_OK && (rc = sqlite3_step(s)) == SQLITE_ROW)
		st = fn(ctx, text_at(s, 0), text_at(s, 1), number_at(s, 2));
	return ledger_ended(l, s, rc, st, err);
}

bool ledger_sha256(struct ledger *l, uint32_t docid,
                   unsigned char out[LEDGER_SHA256])
{
	sqlite3_stmt *s = NULL;
	bool found = false;

	if (ask(l,
	        "SELECT m.sha256 FROM article a JOIN member m"
	        " ON m.id = a.member WHERE a.docid = ?1",
	        docid, 0, &s, NULL) == NX_OK &&
	    sqlite3_step(s) == SQLITE_ROW &&
	    sqlite3_column_bytes(s, 0) == LEDGER_SHA256) {
		memcpy(out, sqlite3_column_blob(s, 0), LEDGER_SHA256);
		found = true;
	}
	sqlite3_finalize(s);
	return found;
}

/* ---- what is to be read again -------------------------------------------- */

enum nx_status ledger_failed_archives(struct ledger *l, ledger_archive_fn *fn,
                                      void *ctx, struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	int rc = SQLITE_DONE;
	enum nx_status st =
	        ask(l,
	            "SELECT path, root, name, size, mtime FROM archive a"
	            " WHERE outcome IN (5, 8) OR EXISTS (SELECT 1 FROM member m"
	            " WHERE m.archive = a.id AND (m.outcome IN (5, 8)"
	            " OR EXISTS (SELECT 1 FROM record r WHERE r.member = m.id"
	            " AND r.outcome = 5))) ORDER BY id",
	            0, 0, &s, err);

	while (st == NX_OK && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		struct ledger_archive a = {
			.path = text_at(s, 0),
			.root = text_at(s, 1),
			.name = text_at(s, 2),
			.size = number_at(s, 3),
			.mtime = sqlite3_column_int64(s, 4),
		};

		st = fn(ctx, &a);
	}
	return ledger_ended(l, s, rc, st, err);
}

/* ---- counts --------------------------------------------------------------- */

enum nx_status ledger_formats(struct ledger *l, ledger_format_fn *fn,
                              void *ctx, struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	int rc = SQLITE_DONE;
	enum nx_status st = ask(
	        l,
	        "WITH n AS (SELECT m.format AS f, sum(r.outcome = 2) AS d,"
	        " sum(r.outcome = 3) AS o, sum(r.outcome = 4) AS s,"
	        " sum(r.outcome = 5) AS x FROM record r"
	        " JOIN member m ON m.id = r.member GROUP BY 1)"
	        " SELECT CASE WHEN outcome = 6 OR (outcome = 8"
	        " AND format IS NULL) THEN '-'"
	        " ELSE ifnull(format, '') END, count(*), sum(bytes),"
	        " sum(records), ifnull(d, 0), ifnull(o, 0), ifnull(s, 0),"
	        " ifnull(x, 0), sum(outcome = 4), sum(outcome = 5)"
	        " FROM member LEFT JOIN n ON f IS format AND outcome <> 6"
	        " GROUP BY 1 ORDER BY 1 = '', 1 = '-', 4 DESC, 1",
	        0, 0, &s, err);

	while (st == NX_OK && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		struct ledger_format f = {
			.format = text_at(s, 0),
			.members = number_at(s, 1),
			.bytes = number_at(s, 2),
			.records = number_at(s, 3),
			.duplicate = number_at(s, 4),
			.superseded = number_at(s, 5),
			.skipped = number_at(s, 6) + number_at(s, 8),
			.failed = number_at(s, 7) + number_at(s, 9),
		};

		f.indexed = f.records - f.duplicate - f.superseded -
		            number_at(s, 6) - number_at(s, 7);
		st = fn(ctx, &f);
	}
	return ledger_ended(l, s, rc, st, err);
}

enum nx_status ledger_reasons(struct ledger *l, ledger_reason_fn *fn,
                              void *ctx, struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	int rc = SQLITE_DONE;
	enum nx_status st =
	        ask(l,
	            "SELECT reason, sum(r), sum(m) FROM (SELECT reason,"
	            " count(*) AS r, 0 AS m FROM record WHERE outcome = 4"
	            " GROUP BY 1 UNION ALL SELECT reason, 0, count(*)"
	            " FROM member WHERE outcome = 4 GROUP BY 1)"
	            " GROUP BY 1 ORDER BY sum(r) + sum(m) DESC, 1",
	            0, 0, &s, err);

	while (st == NX_OK && (rc = sqlite3_step(s)) == SQLITE_ROW)
		st = fn(ctx, text_at(s, 0), number_at(s, 1), number_at(s, 2));
	return ledger_ended(l, s, rc, st, err);
}
