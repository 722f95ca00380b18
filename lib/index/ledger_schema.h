/* ledger_schema.h - the ledger's tables, as SQLite is told of them
 *
 * Private to lib/index/ledger*.c.
 */
#ifndef NEWSIDX_INDEX_LEDGER_SCHEMA_H
#define NEWSIDX_INDEX_LEDGER_SCHEMA_H

#include <sqlite3.h>

#include "lib/index/identities.h"
#include "lib/index/ledger.h"

#define LEDGER_FORMAT 4

/* Statements that a run repeats are prepared once. */
enum ledger_stmt {
	STMT_GET,
	STMT_GET_NOTICE,
	STMT_ARTICLE,
	STMT_NOTICE,
	STMT_FORGET,
	STMT_FORGET_NOTICE,
	STMT_SUPERSEDE,
	STMT_DELETION,
	STMT_COPIES_SUPERSEDED,
	STMT_COPIES_DUPLICATE,
	STMT_CAPTURED,
	STMT_MOVED,
	STMT_FIND,
	STMT_FIND_NOTICE,
	STMT_RIVALS,
	STMT_IN_DOUBT,
	STMT_CANDIDATES,
	STMT_LATEST_COPY,
	STMT_PROOF,
	STMT_REPAIRED,
	STMT_OWNER,
	STMT_RECORD,
	STMT_ARCHIVE,
	STMT_AGAIN,
	STMT_ARCHIVE_END,
	STMT_MEMBER,
	STMT_MENDED,
	STMTS,
};

struct ledger {
	char *path; /* as it was opened */
	bool writes;
	/* Read as it stands, its file being so. */
	bool frozen;
	int64_t frozen_mtime, frozen_size;
	sqlite3 *db;
	sqlite3_stmt *stmt[STMTS];
	int64_t archive; /* the one that began last */
	bool again;      /* it was read before, and is now read again */
	int64_t first_member, next_member; /* of this run */
	int64_t next_notice;
	bool unsure; /* a commit failed */

	/* What stands for readings that were before this one gives way to what
	 * is read (ledger_update.h). */
	bool updating;
	uint32_t first_docid; /* of this run, if updating */
	uint64_t replaced;    /* articles from before it, by newer versions */

	/* docids of articles, or NOTICE and the id of a withdrawal; not used
	 * while updating. */
	struct identities known;
	bool loaded;

	/* What becomes of articles is noted for alerts; those from this docid
	 * on came in this transaction. */
	bool notes;
	uint32_t notes_from;
};

#define NOTICE 0x80000000u

/* Set err from the database's last error and return the status it means. */
enum nx_status ledger_fail(struct ledger *l, struct nx_err *err);

/* Run statements that give no rows and need no parameters. */
enum nx_status ledger_exec(struct ledger *l, const char *text,
                           struct nx_err *err);

/* The statement, prepared; NULL on failure, with *st and err set. */
sqlite3_stmt *ledger_stmt(struct ledger *l, enum ledger_stmt which,
                          enum nx_status *st, struct nx_err *err);

/* Step a statement that gives no rows, and make it ready for its next use. */
enum nx_status ledger_step(struct ledger *l, sqlite3_stmt *s,
                           struct nx_err *err);

/* What is known of the archive's records; its members of earlier readings stay
 * as OUTCOME_KEPT, with their articles, until it is settled. */
enum nx_status ledger_forget_records(struct ledger *l, int64_t archive,
                                     struct nx_err *err);

/* Find the archive that is going to be told: whether it was read before (again),
 * and then which it is (archive). */
enum nx_status ledger_find_archive(struct ledger *l,
                                   const struct ledger_archive *a,
                                   struct nx_err *err);

/* Set the numbers of the archive that was found. */
enum nx_status ledger_set_numbers(struct ledger *l,
                                  const struct ledger_archive *a,
                                  struct nx_err *err);

/* The end of a loop over rows that ended with rc, or with st from a callback;
 * s is gone. */
enum nx_status ledger_ended(struct ledger *l, sqlite3_stmt *s, int rc,
                            enum nx_status st, struct nx_err *err);

void ledger_bind_u64(sqlite3_stmt *s, int i, uint64_t v);
void ledger_bind_text(sqlite3_stmt *s, int i, const char *text);
void ledger_bind_hash(sqlite3_stmt *s, int i, const uint64_t h[2]);

/* Noting what alerts are to be told of (ledger_alert.c): from the beginning of a
 * transaction, to its end, where there are alerts; but nothing of one that
 * begins anew. */
enum nx_status ledger_note_begin(struct ledger *l, struct nx_err *err);
enum nx_status ledger_note_none(struct ledger *l, struct nx_err *err);
enum nx_status ledger_note_end(struct ledger *l, struct nx_err *err);

/* By what name SQLite opens the ledger at path where it must be read as it
 * stands (ledger_frozen.c), to be freed; NULL where it can be opened as usual.
 * locked: nobody can begin to write.  The second is for where that failed. */
char *ledger_frozen_uri(const char *path, bool locked);
char *ledger_crowded_uri(const char *path);

/* Note what the file is, before it is opened so; and whether it has changed
 * since: then what was read of it may be of two states. */
void ledger_freeze(struct ledger *l);
bool ledger_has_thawed(const struct ledger *l);

/* Whether a reader's failure to open it may be due to a writer that has just
 * begun or ended. */
bool ledger_may_be_read_later(const struct ledger *l, enum nx_status st);

/* What else can be said of why a reader cannot open it; st stays. */
enum nx_status ledger_unreadable(const struct ledger *l, enum nx_status st,
                                 struct nx_err *err);

/* The statements' texts (ledger_sql.c). */
extern const char *const ledger_sql[STMTS];

/* With each change, for whoever compares what it was told with what there is. */
#define LEDGER_CHANGED                                                        \
	"INSERT INTO counter VALUES('change', 1)"                             \
	" ON CONFLICT(name) DO UPDATE SET next = next + 1;"

/* counter: numbers that are never given twice.
 * archive: root and name say how it was found and is known (struct
 *          walk_place), so that it can be read again.
 * member:  listed is what its container counted in it, if it is one; unchanged
 *          how many of its articles stood in the index before its last reading.
 * article: what the index holds.
 * notice:  identities that are withdrawn, and by what.
 * record:  every record that is not simply indexed.  key and digest are the
 *          first 64 bits of its article's, for what is a version of one.
 * mended:  what was mended in a member (0: in the archive itself) and belongs
 *          to no one article.
 * archive, too: inode, ctime and digest say what it was when it was
 *          read; state is of enum archive_state; mark is where reading may go
 *          on when it has grown, as those say who read it.
 * source:  what is walked by an update.
 * article, too: captured is the latest of all its copies, own that of itself.
 * record, too: captured, of copies and versions.
 * deletion: docids to be removed from their segments; a crash between the
 *          commit and the removal leaves them here, and the next writer
 *          applies them. */
#define LEDGER_SQL                                                            \
	"CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL)"    \
	" WITHOUT ROWID;"                                                     \
	"CREATE TABLE counter(name TEXT PRIMARY KEY, next INTEGER NOT NULL)"  \
	" WITHOUT ROWID;"                                                     \
	"CREATE TABLE segment(number INTEGER PRIMARY KEY,"                    \
	" first INTEGER NOT NULL, last INTEGER NOT NULL,"                     \
	" articles INTEGER NOT NULL, words INTEGER NOT NULL,"                 \
	" bytes INTEGER NOT NULL);"                                           \
	"CREATE TABLE archive(id INTEGER PRIMARY KEY, path TEXT NOT NULL,"    \
	" root TEXT NOT NULL, name TEXT NOT NULL,"                            \
	" size INTEGER NOT NULL, mtime INTEGER NOT NULL, outcome INTEGER,"    \
	" reason TEXT NOT NULL DEFAULT '',"                                   \
	" listed INTEGER NOT NULL DEFAULT 0,"                                 \
	" ctime INTEGER NOT NULL, inode INTEGER NOT NULL, digest BLOB,"       \
	" state INTEGER NOT NULL DEFAULT 0,"                                  \
	" mark TEXT NOT NULL DEFAULT '');"                                    \
	"CREATE INDEX archive_path ON archive(path);"                         \
	"CREATE TABLE source(id INTEGER PRIMARY KEY, path TEXT NOT NULL,"     \
	" name TEXT NOT NULL, options TEXT NOT NULL,"                         \
	" gone INTEGER NOT NULL DEFAULT 0, UNIQUE(path, name));"              \
	"CREATE TABLE member(id INTEGER PRIMARY KEY,"                         \
	" archive INTEGER NOT NULL, path TEXT NOT NULL,"                      \
	" outcome INTEGER NOT NULL, format TEXT, reason TEXT NOT NULL,"       \
	" bytes INTEGER NOT NULL, records INTEGER NOT NULL,"                  \
	" unchanged INTEGER NOT NULL, listed INTEGER NOT NULL,"               \
	" sha256 BLOB);"                                                      \
	"CREATE INDEX member_archive ON member(archive);"                     \
	"CREATE INDEX member_kept ON member(outcome) WHERE outcome = 10;"     \
	"CREATE TABLE article(docid INTEGER PRIMARY KEY, key BLOB NOT NULL,"  \
	" digest BLOB NOT NULL, revision INTEGER NOT NULL,"                   \
	" time INTEGER NOT NULL, captured INTEGER NOT NULL,"                  \
	" size INTEGER NOT NULL, member INTEGER NOT NULL,"                    \
	" record INTEGER NOT NULL, offset INTEGER NOT NULL,"                  \
	" bytes INTEGER NOT NULL, repairs INTEGER NOT NULL,"                  \
	" own INTEGER NOT NULL);"                                             \
	"CREATE TABLE notice(id INTEGER PRIMARY KEY, key BLOB NOT NULL,"      \
	" revision INTEGER NOT NULL, time INTEGER NOT NULL,"                  \
	" captured INTEGER NOT NULL, member INTEGER NOT NULL,"                \
	" record INTEGER NOT NULL);"                                          \
	"CREATE TABLE record(member INTEGER NOT NULL,"                        \
	" record INTEGER NOT NULL, offset INTEGER NOT NULL,"                  \
	" bytes INTEGER NOT NULL, outcome INTEGER NOT NULL,"                  \
	" reason TEXT, key INTEGER, digest INTEGER, captured INTEGER,"        \
	" PRIMARY KEY(member, record)) WITHOUT ROWID;"                        \
	"CREATE INDEX record_key ON record(key) WHERE key IS NOT NULL;"       \
	"CREATE TABLE mended(archive INTEGER NOT NULL,"                       \
	" member INTEGER NOT NULL, what INTEGER NOT NULL,"                    \
	" times INTEGER NOT NULL, PRIMARY KEY(archive, member, what))"        \
	" WITHOUT ROWID;"                                                     \
	"CREATE TABLE deletion(docid INTEGER PRIMARY KEY);"

#endif
