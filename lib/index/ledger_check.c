#include "lib/index/ledger_check.h"

#include <stdio.h>
#include <string.h>

#include "lib/index/ledger_once.h"

/* Faults that are told of one ledger: more say nothing new. */
#define FAULTS_MAX "20"

static enum nx_status ask(struct ledger *l, const char *text, sqlite3_stmt **s,
                          struct nx_err *err)
{
	return sqlite3_prepare_v2(l->db, text, -1, s, NULL) == SQLITE_OK
	               ? NX_OK
	               : ledger_fail(l, err);
}

static void hash_at(sqlite3_stmt *s, int i, uint64_t out[2])
{
	out[0] = out[1] = 0;
	if (sqlite3_column_bytes(s, i) == 2 * sizeof out[0])
		memcpy(out, sqlite3_column_blob(s, i), 2 * sizeof out[0]);
}

enum nx_status ledger_view(struct ledger *l, struct nx_err *err)
{
	/* The first reading is what fixes the view. */
	return ledger_exec(l, "BEGIN; SELECT count(*) FROM segment", err);
}

enum nx_status ledger_change(struct ledger *l, uint64_t *out,
                             struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st = ask(
		l, "SELECT next FROM counter WHERE name = 'change'", &s, err);
	int rc = SQLITE_DONE;

	*out = 0;
	if (st == NX_OK && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		*out = (uint64_t)sqlite3_column_int64(s, 0);
		rc = SQLITE_DONE;
	}
	return ledger_ended(l, s, rc, st, err);
}

static enum nx_status tell(struct ledger *l, const char *text, const char *but,
                           ledger_fault_fn *fn, void *ctx, struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st = ask(l, text, &s, err);
	int rc = SQLITE_DONE;

	while (st == NX_OK && (rc = sqlite3_step(s)) == SQLITE_ROW)
		if (strcmp(text_at(s, 0), but) != 0)
			st = fn(ctx, text_at(s, 0));
	return ledger_ended(l, s, rc, st, err);
}

enum nx_status ledger_integrity(struct ledger *l, ledger_fault_fn *fn,
                                void *ctx, struct nx_err *err)
{
	return tell(l, "PRAGMA integrity_check(" FAULTS_MAX ")", "ok", fn, ctx,
	            err);
}

enum nx_status ledger_rules(struct ledger *l, ledger_fault_fn *fn, void *ctx,
                            struct nx_err *err)
{
	static const char *const rule[] = {
		"SELECT 'article ' || docid || ' is of no segment'"
		" FROM article WHERE NOT EXISTS (SELECT 1 FROM segment"
		" WHERE docid BETWEEN first AND last) LIMIT " FAULTS_MAX,
		"SELECT 'article ' || docid || ' is of no member' FROM article"
		" WHERE member NOT IN (SELECT id FROM member)"
		" LIMIT " FAULTS_MAX,
		"SELECT 'article ' || docid || ' is to be deleted'"
		" FROM article JOIN deletion USING (docid) LIMIT " FAULTS_MAX,
		"SELECT 'member ' || id || ' is of no archive' FROM member"
		" WHERE archive NOT IN (SELECT id FROM archive)"
		" LIMIT " FAULTS_MAX,
		"SELECT 'record ' || record || ' is of no member ' || member"
		" FROM record WHERE member NOT IN (SELECT id FROM member)"
		" LIMIT " FAULTS_MAX,
		"SELECT 'segments ' || a.number || ' and ' || b.number ||"
		" ' overlap' FROM segment a JOIN segment b"
		" ON a.number < b.number AND a.first <= b.last"
		" AND b.first <= a.last",
		"SELECT 'two articles have one identity' FROM article"
		" GROUP BY key HAVING count(*) > 1 LIMIT 1",
	};
	enum nx_status st = NX_OK;

	for (size_t i = 0; st == NX_OK && i < sizeof rule / sizeof *rule; i++)
		st = tell(l, rule[i], "", fn, ctx, err);
	return st;
}

enum nx_status ledger_stored(struct ledger *l, uint32_t first, uint32_t last,
                             ledger_stored_fn *fn, void *ctx,
                             struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	int rc = SQLITE_DONE;
	enum nx_status st =
		ask(l,
	            "SELECT t.docid, t.key, t.digest, t.revision, t.size,"
	            " t.time, t.record, a.path, m.path, a.id FROM article t"
	            " LEFT JOIN member m ON m.id = t.member"
	            " LEFT JOIN archive a ON a.id = m.archive"
	            " WHERE t.docid BETWEEN ?1 AND ?2 ORDER BY t.docid",
	            &s, err);

	if (st == NX_OK) {
		sqlite3_bind_int64(s, 1, first);
		sqlite3_bind_int64(s, 2, last);
	}
	while (st == NX_OK && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		struct ledger_stored a = {
			.docid = (uint32_t)sqlite3_column_int64(s, 0),
			.revision = (uint32_t)sqlite3_column_int64(s, 3),
			.size = (uint32_t)sqlite3_column_int64(s, 4),
			.time = sqlite3_column_int64(s, 5),
			.record = (uint64_t)sqlite3_column_int64(s, 6),
			.archive = text_at(s, 7),
			.member = text_at(s, 8),
			.archive_id = sqlite3_column_int64(s, 9),
		};

		hash_at(s, 1, a.key);
		hash_at(s, 2, a.digest);
		st = fn(ctx, &a);
	}
	return ledger_ended(l, s, rc, st, err);
}

enum nx_status ledger_count(struct ledger *l, uint32_t first, uint32_t last,
                            uint64_t *articles, uint64_t *deletions,
                            struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	int rc = SQLITE_DONE;
	enum nx_status st =
		ask(l,
	            "SELECT (SELECT count(*) FROM article WHERE docid"
	            " BETWEEN ?1 AND ?2), (SELECT count(*) FROM deletion"
	            " WHERE docid BETWEEN ?1 AND ?2)",
	            &s, err);

	*articles = *deletions = 0;
	if (st == NX_OK) {
		sqlite3_bind_int64(s, 1, first);
		sqlite3_bind_int64(s, 2, last);
		rc = sqlite3_step(s);
	}
	if (rc == SQLITE_ROW) {
		*articles = (uint64_t)sqlite3_column_int64(s, 0);
		*deletions = (uint64_t)sqlite3_column_int64(s, 1);
		rc = SQLITE_DONE;
	}
	return ledger_ended(l, s, rc, st, err);
}

bool ledger_is_doomed(struct ledger *l, uint32_t docid)
{
	uint64_t articles, deletions;

	return ledger_count(l, docid, docid, &articles, &deletions, NULL) ==
	               NX_OK &&
	       deletions > 0;
}

static enum nx_status each_archive(struct ledger *l, sqlite3_stmt *s,
                                   enum nx_status st, ledger_archive_fn *fn,
                                   void *ctx, struct nx_err *err)
{
	int rc = SQLITE_DONE;

	while (st == NX_OK && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		struct ledger_archive a = {
			.path = text_at(s, 0),
			.root = text_at(s, 1),
			.name = text_at(s, 2),
			.size = (uint64_t)sqlite3_column_int64(s, 3),
			.mtime = sqlite3_column_int64(s, 4),
		};

		st = fn(ctx, &a);
	}
	return ledger_ended(l, s, rc, st, err);
}

enum nx_status ledger_archives(struct ledger *l, ledger_archive_fn *fn,
                               void *ctx, struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st = ask(l,
	                        "SELECT path, root, name, size, mtime"
	                        " FROM archive ORDER BY id",
	                        &s, err);

	return each_archive(l, s, st, fn, ctx, err);
}

enum nx_status ledger_archives_of(struct ledger *l, uint32_t first,
                                  uint32_t last, ledger_archive_fn *fn,
                                  void *ctx, struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st =
		ask(l,
	            "SELECT path, root, name, size, mtime FROM archive"
	            " WHERE id IN (SELECT m.archive FROM article t"
	            " JOIN member m ON m.id = t.member"
	            " WHERE t.docid BETWEEN ?1 AND ?2) ORDER BY id",
	            &s, err);

	if (st == NX_OK) {
		sqlite3_bind_int64(s, 1, first);
		sqlite3_bind_int64(s, 2, last);
	}
	return each_archive(l, s, st, fn, ctx, err);
}

bool ledger_was_skipped(struct ledger *l, const char *archive,
                        const char *member)
{
	sqlite3_stmt *s = NULL;
	bool skipped = false;

	if (ask(l,
	        "SELECT 1 FROM member m JOIN archive a ON a.id = m.archive"
	        " WHERE a.path = ?1 AND m.path = ?2 AND m.outcome = 4",
	        &s, NULL) == NX_OK) {
		ledger_bind_text(s, 1, archive);
		ledger_bind_text(s, 2, member);
		skipped = sqlite3_step(s) == SQLITE_ROW;
	}
	sqlite3_finalize(s);
	return skipped;
}

/* ---- repairing ---------------------------------------------------------- */

/* Its archive is to be read again, should it come back as it was. */
static enum nx_status want_archive_of(struct ledger *l, uint32_t docid,
                                      struct nx_err *err)
{
	char text[256];

	/* 4 is ARCHIVE_AGAIN. */
	(void)snprintf(text, sizeof text,
	               "UPDATE archive SET state = state | 4 WHERE id IN"
	               " (SELECT m.archive FROM article a JOIN member m"
	               " ON m.id = a.member WHERE a.docid = %u)",
	               docid);
	return ledger_exec(l, text, err);
}

enum nx_status ledger_lose(struct ledger *l, uint32_t docid, const char *reason,
                           struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	/* 5 is OUTCOME_FAILED. */
	enum nx_status st =
		ask(l,
	            "INSERT OR REPLACE INTO record(member, record, offset,"
	            " bytes, outcome, reason) SELECT member, record, offset,"
	            " bytes, 5, ?2 FROM article WHERE docid = ?1",
	            &s, err);

	if (st == NX_OK) {
		sqlite3_bind_int64(s, 1, docid);
		ledger_bind_text(s, 2, reason);
		st = ledger_step(l, s, err);
	}
	sqlite3_finalize(s);
	if (st == NX_OK)
		st = want_archive_of(l, docid, err);
	s = st == NX_OK ? ledger_stmt(l, STMT_FORGET, &st, err) : NULL;
	if (st != NX_OK)
		return st;
	sqlite3_bind_int64(s, 1, docid);
	return ledger_step(l, s, err);
}

enum nx_status ledger_renumber(struct ledger *l, uint32_t docid, uint32_t to,
                               struct nx_err *err)
{
	char text[96];

	(void)snprintf(text, sizeof text,
	               "UPDATE article SET docid = %u WHERE docid = %u", to,
	               docid);
	return ledger_exec(l, text, err);
}

enum nx_status ledger_number_from(struct ledger *l, int64_t number,
                                  struct nx_err *err)
{
	char text[160];

	(void)snprintf(text, sizeof text,
	               "INSERT INTO counter VALUES('segment', %lld)"
	               " ON CONFLICT(name) DO UPDATE"
	               " SET next = max(next, excluded.next)",
	               (long long)number);
	return ledger_exec(l, text, err);
}

enum nx_status ledger_fold(const char *path, struct nx_err *err)
{
	struct ledger *l = NULL;
	enum nx_status st = ledger_open(&l, path, LEDGER_WRITE, err);

	if (st == NX_OK)
		st = ledger_exec(l, "PRAGMA wal_checkpoint(TRUNCATE)", err);
	ledger_close(l);
	return st;
}

enum nx_status ledger_copy(struct ledger *l, const char *path,
                           struct nx_err *err)
{
	struct ledger to = { .path = (char *)(uintptr_t)path, .writes = true };
	sqlite3_backup *b = NULL;
	enum nx_status st = NX_OK;
	int rc;

	if (sqlite3_open_v2(path, &to.db,
	                    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
	                            SQLITE_OPEN_NOMUTEX,
	                    NULL) == SQLITE_OK)
		b = sqlite3_backup_init(to.db, "main", l->db, "main");
	if (b == NULL) {
		st = ledger_fail(&to, err);
		goto out;
	}
	/* All at once: other writers do not disturb it. */
	rc = sqlite3_backup_step(b, -1);
	if (sqlite3_backup_finish(b) != SQLITE_OK || rc != SQLITE_DONE)
		st = ledger_fail(&to, err);
out:
	sqlite3_close(to.db);
	return st;
}
