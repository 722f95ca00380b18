#include "lib/index/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/index/ledger_schema.h"

/* SQLite's page cache, in KiB: the index of identities is hit at random. */
#define CACHE_KIB "16384"

static const char *const sql[STMTS] = {
	[STMT_FIND] = "SELECT digest, version, size, docid FROM article"
	              " WHERE key = ?1",
	[STMT_ARTICLE] = "INSERT OR REPLACE INTO article(key, digest, version,"
	                 " size, docid, member, record, offset, bytes, repairs)"
	                 " VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)",
	[STMT_SUPERSEDE] =
	        "INSERT OR REPLACE INTO record(member, record, offset,"
	        " outcome, reason) SELECT member, record, offset, 3,"
	        " 'a newer version stands elsewhere' FROM article"
	        " WHERE key = ?1",
	[STMT_DELETION] = "INSERT OR IGNORE INTO deletion(docid)"
	                  " SELECT docid FROM article WHERE key = ?1",
	[STMT_RECORD] = "INSERT OR REPLACE INTO record(member, record, offset,"
	                " outcome, reason) VALUES(?1,?2,?3,?4,?5)",
	[STMT_ARCHIVE] =
	        "INSERT INTO archive(path, size, mtime) VALUES(?1,?2,?3)",
	[STMT_ARCHIVE_END] =
	        "UPDATE archive SET outcome = ?2, reason = ?3 WHERE id = ?1",
	[STMT_MEMBER] = "INSERT INTO member(archive, path) VALUES(?1,?2)",
	[STMT_MEMBER_END] = "UPDATE member SET outcome = ?2, format = ?3,"
	                    " reason = ?4, bytes = ?5, records = ?6"
	                    " WHERE id = ?1",
};

enum nx_status ledger_fail(struct ledger *l, struct nx_err *err)
{
	int rc = sqlite3_errcode(l->db);
	enum nx_status st = NX_IO;

	switch (rc & 0xff) {
	case SQLITE_NOMEM:
		st = NX_NOMEM;
		break;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		st = NX_CORRUPT;
		break;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		st = NX_LOCKED;
		break;
	case SQLITE_CANTOPEN:
		st = NX_NOTFOUND;
		break;
	default:
		break;
	}
	return nx_fail(err, st, "ledger: %s", sqlite3_errmsg(l->db));
}

static enum nx_status run(struct ledger *l, const char *text,
                          struct nx_err *err)
{
	if (sqlite3_exec(l->db, text, NULL, NULL, NULL) != SQLITE_OK)
		return ledger_fail(l, err);
	return NX_OK;
}

/* The number that a query gives in its first row, 0 where there is no row. */
static enum nx_status number(struct ledger *l, const char *text, int64_t *v,
                             struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	int rc;

	*v = 0;
	if (sqlite3_prepare_v2(l->db, text, -1, &s, NULL) != SQLITE_OK)
		return ledger_fail(l, err);
	rc = sqlite3_step(s);
	if (rc == SQLITE_ROW)
		*v = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? NX_OK
	                                             : ledger_fail(l, err);
}

/* Step a statement that gives no rows. */
static enum nx_status step(struct ledger *l, sqlite3_stmt *s,
                           struct nx_err *err)
{
	int rc = sqlite3_step(s);
	enum nx_status st = rc == SQLITE_DONE ? NX_OK : ledger_fail(l, err);

	sqlite3_reset(s);
	sqlite3_clear_bindings(s);
	return st;
}

static enum nx_status prepared(struct ledger *l, enum ledger_stmt which,
                               sqlite3_stmt **out, struct nx_err *err)
{
	*out = NULL;
	if (l->stmt[which] == NULL &&
	    sqlite3_prepare_v3(l->db, sql[which], -1, SQLITE_PREPARE_PERSISTENT,
	                       &l->stmt[which], NULL) != SQLITE_OK)
		return ledger_fail(l, err);
	*out = l->stmt[which];
	return NX_OK;
}

static enum nx_status check_format(struct ledger *l, enum ledger_mode mode,
                                   struct nx_err *err)
{
	int64_t version;
	enum nx_status st = number(l, "PRAGMA user_version", &version, err);

	if (st != NX_OK)
		return st;
	if (version > LEDGER_FORMAT)
		return nx_fail(err, NX_UNSUPPORTED,
		               "the index has a ledger of format %lld; this "
		               "newsidx reads %d: use a newer one",
		               (long long)version, LEDGER_FORMAT);
	if (version == LEDGER_FORMAT)
		return NX_OK;
	if (mode == LEDGER_READ)
		return nx_fail(err, NX_NOTFOUND, "the ledger is empty");
	return run(l, "BEGIN;" LEDGER_SQL "PRAGMA user_version = 1; COMMIT",
	           err);
}

enum nx_status ledger_open(struct ledger **out, const char *path,
                           enum ledger_mode mode, struct nx_err *err)
{
	struct ledger *l = nx_zalloc(sizeof *l);
	/* A reader, too, removes the log's files when it is the last. */
	int flags = SQLITE_OPEN_READWRITE;
	char *uri = mode == LEDGER_READ ? ledger_frozen_uri(path) : NULL;
	enum nx_status st;

	*out = NULL;
	if (mode == LEDGER_WRITE)
		flags |= SQLITE_OPEN_CREATE;
	if (uri != NULL)
		flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
	if (sqlite3_open_v2(uri != NULL ? uri : path, &l->db,
	                    flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
		st = ledger_fail(l, err);
		goto out;
	}
	sqlite3_busy_timeout(l->db, 5000);
	st = run(l,
	         mode == LEDGER_READ
	                 ? "PRAGMA query_only = 1"
	                 : "PRAGMA journal_mode = WAL;"
	                   "PRAGMA synchronous = FULL;"
	                   "PRAGMA cache_size = -" CACHE_KIB,
	         err);
	if (st == NX_OK)
		st = check_format(l, mode, err);
	if (st != NX_OK)
		goto out;
	*out = l;
	l = NULL;
out:
	ledger_close(l);
	free(uri);
	return st;
}

void ledger_close(struct ledger *l)
{
	if (l == NULL)
		return;
	for (size_t i = 0; i < STMTS; i++)
		sqlite3_finalize(l->stmt[i]);
	sqlite3_close(l->db);
	free(l);
}

enum nx_status ledger_begin(struct ledger *l, struct nx_err *err)
{
	return run(l, "BEGIN IMMEDIATE", err);
}

enum nx_status ledger_commit(struct ledger *l, struct nx_err *err)
{
	return run(l, "COMMIT", err);
}

void ledger_rollback(struct ledger *l)
{
	if (!sqlite3_get_autocommit(l->db))
		(void)run(l, "ROLLBACK", NULL);
}

enum nx_status ledger_clear(struct ledger *l, struct nx_err *err)
{
	return run(l,
	           "DELETE FROM segment; DELETE FROM archive;"
	           "DELETE FROM member; DELETE FROM article;"
	           "DELETE FROM record; DELETE FROM deletion;"
	           "DELETE FROM setting",
	           err);
}

/* ---- segments --------------------------------------------------------- */

enum nx_status ledger_segment_number(struct ledger *l, int64_t *out,
                                     struct nx_err *err)
{
	enum nx_status st;

	st = run(l,
	         "INSERT INTO counter VALUES('segment', 2)"
	         " ON CONFLICT(name) DO UPDATE SET next = next + 1",
	         err);
	if (st == NX_OK)
		st = number(l,
		            "SELECT next - 1 FROM counter"
		            " WHERE name = 'segment'",
		            out, err);
	return st;
}

enum nx_status ledger_next_docid(struct ledger *l, uint32_t *docid,
                                 struct nx_err *err)
{
	int64_t v;
	enum nx_status st = number(
	        l, "SELECT next FROM counter WHERE name = 'docid'", &v, err);

	*docid = v < 1 ? 1 : (uint32_t)v;
	return st;
}

enum nx_status ledger_segment_add(struct ledger *l,
                                  const struct ledger_segment *s,
                                  struct nx_err *err)
{
	char text[512];

	sqlite3_snprintf(
	        sizeof text, text,
	        "INSERT INTO segment VALUES(%lld,%u,%u,%llu,%llu,%llu);"
	        "INSERT INTO counter VALUES('docid',%llu) ON CONFLICT(name)"
	        " DO UPDATE SET next = max(next, excluded.next)",
	        (long long)s->number, s->first, s->last,
	        (unsigned long long)s->articles, (unsigned long long)s->words,
	        (unsigned long long)s->bytes,
	        (unsigned long long)s->last + 1);
	return run(l, text, err);
}

enum nx_status ledger_segments(struct ledger *l, ledger_segment_fn *fn,
                               void *ctx, struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st = NX_OK;
	int rc = SQLITE_DONE;

	if (sqlite3_prepare_v2(l->db,
	                       "SELECT number, first, last, articles, words,"
	                       " bytes FROM segment ORDER BY number",
	                       -1, &s, NULL) != SQLITE_OK)
		return ledger_fail(l, err);
	while (st == NX_OK && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		struct ledger_segment seg = {
			.number = sqlite3_column_int64(s, 0),
			.first = (uint32_t)sqlite3_column_int64(s, 1),
			.last = (uint32_t)sqlite3_column_int64(s, 2),
			.articles = (uint64_t)sqlite3_column_int64(s, 3),
			.words = (uint64_t)sqlite3_column_int64(s, 4),
			.bytes = (uint64_t)sqlite3_column_int64(s, 5),
		};

		st = fn(ctx, &seg);
	}
	if (st == NX_OK && rc != SQLITE_DONE)
		st = ledger_fail(l, err);
	sqlite3_finalize(s);
	return st;
}

/* ---- what was read ---------------------------------------------------- */

static void bind_text(sqlite3_stmt *s, int i, const char *text)
{
	sqlite3_bind_text(s, i, text, -1, SQLITE_STATIC);
}

static void bind_u64(sqlite3_stmt *s, int i, uint64_t v)
{
	sqlite3_bind_int64(s, i, (sqlite3_int64)v);
}

static void bind_hash(sqlite3_stmt *s, int i, const uint64_t h[2])
{
	sqlite3_bind_blob(s, i, h, 2 * sizeof h[0], SQLITE_STATIC);
}

enum nx_status ledger_archive_begin(struct ledger *l, const char *path,
                                    uint64_t size, int64_t mtime,
                                    struct nx_err *err)
{
	sqlite3_stmt *s;
	enum nx_status st = prepared(l, STMT_ARCHIVE, &s, err);

	if (st != NX_OK)
		return st;
	bind_text(s, 1, path);
	bind_u64(s, 2, size);
	sqlite3_bind_int64(s, 3, mtime);
	st = step(l, s, err);
	l->archive = sqlite3_last_insert_rowid(l->db);
	return st;
}

enum nx_status ledger_archive_end(struct ledger *l, enum outcome o,
                                  const char *reason, struct nx_err *err)
{
	sqlite3_stmt *s;
	enum nx_status st = prepared(l, STMT_ARCHIVE_END, &s, err);

	if (st != NX_OK)
		return st;
	sqlite3_bind_int64(s, 1, l->archive);
	sqlite3_bind_int(s, 2, (int)o);
	bind_text(s, 3, reason);
	return step(l, s, err);
}

enum nx_status ledger_member_begin(struct ledger *l, const char *path,
                                   int64_t *id, struct nx_err *err)
{
	sqlite3_stmt *s;
	enum nx_status st = prepared(l, STMT_MEMBER, &s, err);

	if (st != NX_OK)
		return st;
	sqlite3_bind_int64(s, 1, l->archive);
	bind_text(s, 2, path);
	st = step(l, s, err);
	*id = sqlite3_last_insert_rowid(l->db);
	return st;
}

enum nx_status ledger_member_end(struct ledger *l, int64_t id,
                                 const struct ledger_member *m,
                                 struct nx_err *err)
{
	sqlite3_stmt *s;
	enum nx_status st = prepared(l, STMT_MEMBER_END, &s, err);

	if (st != NX_OK)
		return st;
	sqlite3_bind_int64(s, 1, id);
	sqlite3_bind_int(s, 2, (int)m->outcome);
	if (m->format != NULL)
		bind_text(s, 3, m->format);
	bind_text(s, 4, m->reason);
	bind_u64(s, 5, m->bytes);
	bind_u64(s, 6, m->records);
	return step(l, s, err);
}

enum nx_status ledger_find(struct ledger *l, const uint64_t key[2],
                           struct ledger_article *out, struct nx_err *err)
{
	sqlite3_stmt *s;
	enum nx_status st = prepared(l, STMT_FIND, &s, err);
	int rc;

	if (st != NX_OK)
		return st;
	memset(out, 0, sizeof *out);
	bind_hash(s, 1, key);
	rc = sqlite3_step(s);
	if (rc == SQLITE_ROW && sqlite3_column_bytes(s, 0) == 16) {
		memcpy(out->key, key, sizeof out->key);
		memcpy(out->digest, sqlite3_column_blob(s, 0), 16);
		out->version = sqlite3_column_int64(s, 1);
		out->size = (uint32_t)sqlite3_column_int64(s, 2);
		out->docid = (uint32_t)sqlite3_column_int64(s, 3);
	} else if (rc == SQLITE_ROW) {
		st = nx_fail(err, NX_CORRUPT, "ledger: a digest is damaged");
	} else {
		st = rc == SQLITE_DONE ? NX_END : ledger_fail(l, err);
	}
	sqlite3_reset(s);
	return st;
}

/* Run one of the statements whose only parameter is an identity. */
static enum nx_status run_on_key(struct ledger *l, enum ledger_stmt which,
                                 const uint64_t key[2], struct nx_err *err)
{
	sqlite3_stmt *s;
	enum nx_status st = prepared(l, which, &s, err);

	if (st != NX_OK)
		return st;
	bind_hash(s, 1, key);
	return step(l, s, err);
}

enum nx_status ledger_article_put(struct ledger *l, int64_t member,
                                  const struct ledger_article *a,
                                  struct nx_err *err)
{
	sqlite3_stmt *s;
	enum nx_status st = run_on_key(l, STMT_SUPERSEDE, a->key, err);

	if (st == NX_OK)
		st = run_on_key(l, STMT_DELETION, a->key, err);
	if (st == NX_OK)
		st = prepared(l, STMT_ARTICLE, &s, err);
	if (st != NX_OK)
		return st;
	bind_hash(s, 1, a->key);
	bind_hash(s, 2, a->digest);
	sqlite3_bind_int64(s, 3, a->version);
	sqlite3_bind_int64(s, 4, a->size);
	sqlite3_bind_int64(s, 5, a->docid);
	sqlite3_bind_int64(s, 6, member);
	bind_u64(s, 7, a->record);
	bind_u64(s, 8, a->offset);
	bind_u64(s, 9, a->bytes);
	sqlite3_bind_int64(s, 10, a->repairs);
	return step(l, s, err);
}

enum nx_status ledger_record(struct ledger *l, int64_t member, uint64_t record,
                             uint64_t offset, enum outcome o,
                             const char *reason, struct nx_err *err)
{
	sqlite3_stmt *s;
	enum nx_status st = prepared(l, STMT_RECORD, &s, err);

	if (st != NX_OK)
		return st;
	sqlite3_bind_int64(s, 1, member);
	bind_u64(s, 2, record);
	bind_u64(s, 3, offset);
	sqlite3_bind_int(s, 4, (int)o);
	bind_text(s, 5, reason);
	return step(l, s, err);
}

enum nx_status ledger_deletions(struct ledger *l, ledger_docid_fn *fn,
                                void *ctx, struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st = NX_OK;
	int rc = SQLITE_DONE;

	if (sqlite3_prepare_v2(l->db,
	                       "SELECT docid FROM deletion ORDER BY docid", -1,
	                       &s, NULL) != SQLITE_OK)
		return ledger_fail(l, err);
	while (st == NX_OK && (rc = sqlite3_step(s)) == SQLITE_ROW)
		st = fn(ctx, (uint32_t)sqlite3_column_int64(s, 0));
	if (st == NX_OK && rc != SQLITE_DONE)
		st = ledger_fail(l, err);
	sqlite3_finalize(s);
	return st;
}

enum nx_status ledger_deletions_clear(struct ledger *l, struct nx_err *err)
{
	return run(l, "DELETE FROM deletion", err);
}

const char *outcome_name(enum outcome o)
{
	static const char *const name[] = {
		[OUTCOME_INDEXED] = "indexed",
		[OUTCOME_DUPLICATE] = "duplicate",
		[OUTCOME_SUPERSEDED] = "superseded",
		[OUTCOME_SKIPPED] = "skipped",
		[OUTCOME_FAILED] = "failed",
		[OUTCOME_CONTAINER] = "archive",
		[OUTCOME_READ] = "read",
		[OUTCOME_DAMAGED] = "damaged",
	};

	if ((size_t)o >= sizeof name / sizeof name[0] || name[o] == NULL)
		return "unknown";
	return name[o];
}
