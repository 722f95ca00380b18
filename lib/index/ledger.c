#include "lib/index/ledger.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/base/stop.h"
#include "lib/index/ledger_schema.h"
#include "lib/index/ledger_update.h"

/* SQLite's page cache, in KiB: the index of identities is hit at random. */
#define CACHE_KIB "16384"

/* Before a reader tries again. */
#define REOPEN_NS 10000000

enum nx_status ledger_exec(struct ledger *l, const char *text,
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

enum nx_status ledger_step(struct ledger *l, sqlite3_stmt *s,
                           struct nx_err *err)
{
	int rc = sqlite3_step(s);
	enum nx_status st = rc == SQLITE_DONE ? NX_OK : ledger_fail(l, err);

	sqlite3_reset(s);
	sqlite3_clear_bindings(s);
	return st;
}

sqlite3_stmt *ledger_stmt(struct ledger *l, enum ledger_stmt which,
                          enum nx_status *st, struct nx_err *err)
{
	*st = NX_OK;
	if (l->stmt[which] == NULL &&
	    sqlite3_prepare_v3(l->db, ledger_sql[which], -1,
	                       SQLITE_PREPARE_PERSISTENT, &l->stmt[which],
	                       NULL) != SQLITE_OK)
		*st = ledger_fail(l, err);
	return l->stmt[which];
}

enum nx_status ledger_ended(struct ledger *l, sqlite3_stmt *s, int rc,
                            enum nx_status st, struct nx_err *err)
{
	if (st == NX_OK && (rc != SQLITE_DONE || ledger_has_thawed(l)))
		st = ledger_fail(l, err);
	sqlite3_finalize(s);
	return st;
}

void ledger_bind_u64(sqlite3_stmt *s, int i, uint64_t v)
{
	sqlite3_bind_int64(s, i, (sqlite3_int64)v);
}

void ledger_bind_text(sqlite3_stmt *s, int i, const char *text)
{
	sqlite3_bind_text(s, i, text, -1, SQLITE_STATIC);
}

void ledger_bind_hash(sqlite3_stmt *s, int i, const uint64_t h[2])
{
	sqlite3_bind_blob(s, i, h, 2 * sizeof h[0], SQLITE_STATIC);
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
	if (version > 0 && version < LEDGER_FORMAT)
		return nx_fail(err, NX_UNSUPPORTED,
		               "the index has a ledger of format %lld; this "
		               "newsidx reads %d: build the index again, in "
		               "another folder or where this one was",
		               (long long)version, LEDGER_FORMAT);
	if (version == LEDGER_FORMAT)
		return NX_OK;
	if (mode != LEDGER_WRITE)
		return nx_fail(err, NX_NOTFOUND, "the ledger is empty");
	return ledger_exec(l,
	                   "BEGIN;" LEDGER_SQL
	                   "PRAGMA user_version = 4; COMMIT",
	                   err);
}

static enum nx_status connect(struct ledger *l, enum ledger_mode mode,
                              const char *uri, struct nx_err *err)
{
	/* A reader, too, removes the log's files when it is the last. */
	int flags = SQLITE_OPEN_READWRITE;
	enum nx_status st;

	if (mode == LEDGER_WRITE)
		flags |= SQLITE_OPEN_CREATE;
	if (uri != NULL)
		flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
	if (sqlite3_open_v2(uri != NULL ? uri : l->path, &l->db,
	                    flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		return ledger_fail(l, err);
	sqlite3_busy_timeout(l->db, 5000);
	st = ledger_exec(l,
	         mode != LEDGER_WRITE
	                 ? "PRAGMA query_only = 1"
	                 : "PRAGMA journal_mode = WAL;"
	                   "PRAGMA synchronous = FULL;"
	                   "PRAGMA cache_size = -" CACHE_KIB,
	         err);
	return st == NX_OK ? check_format(l, mode, err) : st;
}

/* Connect by that name, in place of an earlier one. */
static enum nx_status connect_as(struct ledger *l, enum ledger_mode mode,
                                 const char *uri, struct nx_err *err)
{
	sqlite3_close(l->db);
	l->db = NULL;
	l->frozen = false;
	if (uri != NULL)
		ledger_freeze(l);
	return connect(l, mode, uri, err);
}

/* Somebody may begin to write, or end, while it is found out how it can be
 * read. */
static enum nx_status connect_reader(struct ledger *l, enum ledger_mode mode,
                                     struct nx_err *err)
{
	const struct timespec pause = { 0, REOPEN_NS };
	enum nx_status st = NX_OK;

	for (int i = 0; i < LIMIT_REOPEN; i++) {
		char *uri = ledger_frozen_uri(l->path, mode == LEDGER_LOOK);

		st = connect_as(l, mode, uri, err);
		if (st == NX_IO && uri == NULL &&
		    (uri = ledger_crowded_uri(l->path)) != NULL)
			st = connect_as(l, mode, uri, err);
		free(uri);
		if (!ledger_may_be_read_later(l, st))
			return st;
		(void)nanosleep(&pause, NULL);
	}
	return ledger_unreadable(l, st, err);
}

enum nx_status ledger_open(struct ledger **out, const char *path,
                           enum ledger_mode mode, struct nx_err *err)
{
	struct ledger *l = nx_zalloc(sizeof *l);
	enum nx_status st;

	l->path = nx_strdup(path);
	l->writes = mode == LEDGER_WRITE;
	st = l->writes ? connect(l, mode, NULL, err)
	               : connect_reader(l, mode, err);
	*out = st == NX_OK ? l : NULL;
	if (st != NX_OK)
		ledger_close(l);
	return st;
}

void ledger_close(struct ledger *l)
{
	if (l == NULL)
		return;
	for (size_t i = 0; i < STMTS; i++)
		sqlite3_finalize(l->stmt[i]);
	sqlite3_close(l->db);
	identities_release(&l->known);
	free(l->path);
	free(l);
}

size_t ledger_memory(const struct ledger *l)
{
	return identities_memory(&l->known);
}

enum nx_status ledger_begin(struct ledger *l, struct nx_err *err)
{
	enum nx_status st = ledger_exec(l, "BEGIN IMMEDIATE", err);

	identities_release(&l->known);
	l->loaded = false;
	l->updating = false;
	if (st == NX_OK)
		st = number(l, "SELECT ifnull(max(id), 0) + 1 FROM member",
		            &l->first_member, err);
	l->next_member = l->first_member;
	return st == NX_OK ? ledger_note_begin(l, err) : st;
}

enum nx_status ledger_commit(struct ledger *l, struct nx_err *err)
{
	enum nx_status st = ledger_note_end(l, err);

	if (st != NX_OK)
		return st;
	stop_too_late();
	st = ledger_exec(l, LEDGER_CHANGED "COMMIT", err);
	if (st == NX_OK)
		return st;
	l->unsure = true;
	return nx_fail_in(err, st,
	                  "committing failed; it may be done or not, the next "
	                  "run sees to that");
}

bool ledger_unsure(const struct ledger *l)
{
	return l->unsure;
}

void ledger_rollback(struct ledger *l)
{
	if (!sqlite3_get_autocommit(l->db))
		(void)ledger_exec(l, "ROLLBACK", NULL);
}

enum nx_status ledger_clear(struct ledger *l, struct nx_err *err)
{
	enum nx_status st = ledger_note_none(l, err);

	if (st != NX_OK)
		return st;
	return ledger_exec(l,
	           "DELETE FROM segment; DELETE FROM archive;"
	           "DELETE FROM member; DELETE FROM article;"
	           "DELETE FROM notice; DELETE FROM record;"
	           "DELETE FROM mended; DELETE FROM deletion;"
	           "DELETE FROM setting; DELETE FROM source;"
	           "DROP INDEX IF EXISTS article_member;"
	           "DROP INDEX IF EXISTS article_key;"
	           "DROP INDEX IF EXISTS notice_member;"
	           "DROP INDEX IF EXISTS notice_key",
	           err);
}

/* ---- segments --------------------------------------------------------- */

enum nx_status ledger_segment_number(struct ledger *l, int64_t *out,
                                     struct nx_err *err)
{
	enum nx_status st;

	st = ledger_exec(l,
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
	return ledger_exec(l, text, err);
}

enum nx_status ledger_segment_remove(struct ledger *l, int64_t number,
                                     struct nx_err *err)
{
	char text[64];

	sqlite3_snprintf(sizeof text, text,
	                 "DELETE FROM segment WHERE number = %lld",
	                 (long long)number);
	return ledger_exec(l, text, err);
}

enum nx_status ledger_segments(struct ledger *l, ledger_segment_fn *fn,
                               void *ctx, struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st = NX_OK;
	int rc = SQLITE_DONE;

	if (sqlite3_prepare_v2(l->db,
	                       "SELECT number, first, last, articles, words,"
	                       " bytes FROM segment"
	                       " ORDER BY first, number",
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

/* Archives are told in some order; a few are read again. */
enum nx_status ledger_find_archive(struct ledger *l,
                                   const struct ledger_archive *a,
                                   struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	int rc;

	l->again = false;
	if (l->first_member == 1)
		return NX_OK;
	if (sqlite3_prepare_v2(l->db, "SELECT id FROM archive WHERE path = ?1"
	                       " AND root = ?2 AND name = ?3",
	                       -1, &s, NULL) != SQLITE_OK)
		return ledger_fail(l, err);
	ledger_bind_text(s, 1, a->path);
	ledger_bind_text(s, 2, a->root);
	ledger_bind_text(s, 3, a->name);
	rc = sqlite3_step(s);
	if (rc == SQLITE_ROW) {
		l->archive = sqlite3_column_int64(s, 0);
		l->again = true;
	}
	sqlite3_finalize(s);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? NX_OK
	                                             : ledger_fail(l, err);
}

enum nx_status ledger_forget_records(struct ledger *l, int64_t archive,
                                     struct nx_err *err)
{
	char text[512];

	sqlite3_snprintf(sizeof text, text,
	                 "DELETE FROM record WHERE member IN (SELECT id FROM"
	                 " member WHERE archive = %lld AND id < %lld);"
	                 "DELETE FROM mended WHERE archive = %lld;"
	                 "UPDATE member SET outcome = 10 WHERE archive = %lld"
	                 " AND id < %lld",
	                 archive, l->first_member, archive, archive,
	                 l->first_member);
	return ledger_exec(l, text, err);
}

static void bind_numbers(sqlite3_stmt *s, int i, const struct ledger_archive *a)
{
	ledger_bind_u64(s, i, a->size);
	sqlite3_bind_int64(s, i + 1, a->mtime);
	sqlite3_bind_int64(s, i + 2, a->ctime);
	ledger_bind_u64(s, i + 3, a->inode);
}

enum nx_status ledger_set_numbers(struct ledger *l,
                                  const struct ledger_archive *a,
                                  struct nx_err *err)
{
	enum nx_status st;
	sqlite3_stmt *s = ledger_stmt(l, STMT_AGAIN, &st, err);

	if (st != NX_OK)
		return st;
	sqlite3_bind_int64(s, 1, l->archive);
	bind_numbers(s, 2, a);
	return ledger_step(l, s, err);
}

enum nx_status ledger_archive_begin(struct ledger *l,
                                    const struct ledger_archive *a,
                                    struct nx_err *err)
{
	enum nx_status st = ledger_find_archive(l, a, err);
	sqlite3_stmt *s;

	if (st == NX_OK && l->again) {
		st = l->updating ? ledger_reread(l, l->archive, err)
		                 : ledger_forget_records(l, l->archive, err);
		return st == NX_OK ? ledger_set_numbers(l, a, err) : st;
	}
	if (st != NX_OK)
		return st;
	s = ledger_stmt(l, STMT_ARCHIVE, &st, err);
	if (st != NX_OK)
		return st;
	ledger_bind_text(s, 1, a->path);
	ledger_bind_text(s, 2, a->root);
	ledger_bind_text(s, 3, a->name);
	bind_numbers(s, 4, a);
	st = ledger_step(l, s, err);
	l->archive = sqlite3_last_insert_rowid(l->db);
	return st;
}

enum nx_status ledger_archive_proof(struct ledger *l,
                                    const unsigned char *digest,
                                    const char *mark, unsigned state,
                                    struct nx_err *err)
{
	enum nx_status st;
	sqlite3_stmt *s = ledger_stmt(l, STMT_PROOF, &st, err);

	if (st != NX_OK)
		return st;
	sqlite3_bind_int64(s, 1, l->archive);
	if (digest != NULL)
		sqlite3_bind_blob(s, 2, digest, LEDGER_SHA256, SQLITE_STATIC);
	sqlite3_bind_int64(s, 3, state);
	ledger_bind_text(s, 4, mark != NULL ? mark : "");
	return ledger_step(l, s, err);
}

enum nx_status ledger_archive_end(struct ledger *l, enum outcome o,
                                  const char *reason, uint64_t listed,
                                  struct nx_err *err)
{
	enum nx_status st;
	sqlite3_stmt *s = ledger_stmt(l, STMT_ARCHIVE_END, &st, err);

	if (st != NX_OK)
		return st;
	sqlite3_bind_int64(s, 1, l->archive);
	sqlite3_bind_int(s, 2, (int)o);
	ledger_bind_text(s, 3, reason);
	ledger_bind_u64(s, 4, listed);
	return ledger_step(l, s, err);
}

int64_t ledger_member_begin(struct ledger *l)
{
	return l->next_member++;
}

enum nx_status ledger_member_end(struct ledger *l, int64_t id,
                                 const struct ledger_member *m,
                                 struct nx_err *err)
{
	enum nx_status st;
	sqlite3_stmt *s = ledger_stmt(l, STMT_MEMBER, &st, err);

	if (st != NX_OK)
		return st;
	sqlite3_bind_int64(s, 1, id);
	sqlite3_bind_int64(s, 2, l->archive);
	ledger_bind_text(s, 3, m->path);
	sqlite3_bind_int(s, 4, (int)m->outcome);
	if (m->format != NULL)
		ledger_bind_text(s, 5, m->format);
	ledger_bind_text(s, 6, m->reason);
	ledger_bind_u64(s, 7, m->bytes);
	ledger_bind_u64(s, 8, m->records);
	ledger_bind_u64(s, 9, m->unchanged);
	ledger_bind_u64(s, 10, m->listed);
	if (m->sha256 != NULL)
		sqlite3_bind_blob(s, 11, m->sha256, LEDGER_SHA256,
		                  SQLITE_STATIC);
	return ledger_step(l, s, err);
}

enum nx_status ledger_mended(struct ledger *l, int64_t member, unsigned what,
                             uint64_t times, struct nx_err *err)
{
	enum nx_status st;
	sqlite3_stmt *s = ledger_stmt(l, STMT_MENDED, &st, err);

	if (st != NX_OK)
		return st;
	sqlite3_bind_int64(s, 1, l->archive);
	sqlite3_bind_int64(s, 2, member);
	sqlite3_bind_int64(s, 3, what);
	ledger_bind_u64(s, 4, times);
	return ledger_step(l, s, err);
}

enum nx_status ledger_settle(struct ledger *l, struct nx_err *err)
{
	/* 10 is OUTCOME_KEPT, set when reading again began. */
	return ledger_exec(
	        l,
	        "UPDATE member SET records = 0, unchanged = 0,"
	        " reason = 'was not found again; its articles are kept'"
	        " WHERE outcome = 10;"
	        "UPDATE member SET records = kept.n FROM (SELECT a.member,"
	        " count(*) AS n FROM article a JOIN member m ON m.id = a.member"
	        " WHERE m.outcome = 10 GROUP BY 1) AS kept"
	        " WHERE member.id = kept.member;"
	        "DELETE FROM member WHERE outcome = 10 AND records = 0;"
	        /* An update is to read those again that something is kept of. */
	        "UPDATE archive SET state = state | 4 WHERE id IN"
	        " (SELECT archive FROM member WHERE outcome = 10)",
	        err);
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
		[OUTCOME_UNCHANGED] = "unchanged",
		[OUTCOME_KEPT] = "kept",
	};

	if ((size_t)o >= sizeof name / sizeof name[0] || name[o] == NULL)
		return "unknown";
	return name[o];
}
