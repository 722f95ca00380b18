/* ledger_schema.h - the ledger's tables, as SQLite is told of them
 *
 * Private to lib/index/ledger*.c.
 */
#ifndef NEWSIDX_INDEX_LEDGER_SCHEMA_H
#define NEWSIDX_INDEX_LEDGER_SCHEMA_H

#include <sqlite3.h>

#include "lib/index/ledger.h"

#define LEDGER_FORMAT 1

/* Statements that a run repeats are prepared once. */
enum ledger_stmt {
	STMT_FIND,
	STMT_ARTICLE,
	STMT_SUPERSEDE,
	STMT_DELETION,
	STMT_RECORD,
	STMT_ARCHIVE,
	STMT_ARCHIVE_END,
	STMT_MEMBER,
	STMT_MEMBER_END,
	STMTS,
};

struct ledger {
	sqlite3 *db;
	sqlite3_stmt *stmt[STMTS];
	int64_t archive; /* the one that began last */
};

/* Set err from the database's last error and return the status it means. */
enum nx_status ledger_fail(struct ledger *l, struct nx_err *err);

/* By what name SQLite opens the ledger at path where it must be read as it
 * stands (ledger_frozen.c), to be freed; NULL where it can be opened as usual. */
char *ledger_frozen_uri(const char *path);

/* counter: numbers that are never given twice.
 * article: what the index holds, by identity; a replaced version's row moves
 *          to record.
 * record:  every record that is not simply indexed.
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
	" size INTEGER NOT NULL, mtime INTEGER NOT NULL, outcome INTEGER,"    \
	" reason TEXT NOT NULL DEFAULT '');"                                  \
	"CREATE TABLE member(id INTEGER PRIMARY KEY,"                         \
	" archive INTEGER NOT NULL, path TEXT NOT NULL, outcome INTEGER,"     \
	" format TEXT, reason TEXT NOT NULL DEFAULT '',"                      \
	" bytes INTEGER NOT NULL DEFAULT 0,"                                  \
	" records INTEGER NOT NULL DEFAULT 0);"                               \
	"CREATE INDEX member_archive ON member(archive);"                     \
	"CREATE TABLE article(key BLOB PRIMARY KEY, digest BLOB NOT NULL,"    \
	" version INTEGER NOT NULL, size INTEGER NOT NULL,"                   \
	" docid INTEGER NOT NULL, member INTEGER NOT NULL,"                   \
	" record INTEGER NOT NULL, offset INTEGER NOT NULL,"                  \
	" bytes INTEGER NOT NULL, repairs INTEGER NOT NULL) WITHOUT ROWID;"   \
	"CREATE TABLE record(member INTEGER NOT NULL,"                        \
	" record INTEGER NOT NULL, offset INTEGER NOT NULL,"                  \
	" outcome INTEGER NOT NULL, reason TEXT NOT NULL,"                    \
	" PRIMARY KEY(member, record)) WITHOUT ROWID;"                        \
	"CREATE TABLE deletion(docid INTEGER PRIMARY KEY);"

#endif
