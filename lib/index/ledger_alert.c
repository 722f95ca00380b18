#include "lib/index/ledger_alert.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/limits.h"
#include "lib/base/uuid.h"
#include "lib/index/ledger_once.h"

/* alert:  seen is the number of the last note it was told of; doubt, of those
 *         that it may have been told of.
 * change: a note: in the commit of that number the article came, changed or
 *         went; was is the digest that it had before, NULL if it was not there.
 * told:   articles that an alert was told of.
 * entry:  of feeds. */
#define ALERT_SQL                                                              \
	"CREATE TABLE IF NOT EXISTS alert(id INTEGER PRIMARY KEY,"             \
	" uid TEXT NOT NULL, name TEXT NOT NULL UNIQUE, query TEXT NOT NULL,"  \
	" language TEXT NOT NULL, added INTEGER NOT NULL,"                     \
	" seen INTEGER NOT NULL, doubt INTEGER NOT NULL DEFAULT 0);"           \
	"CREATE TABLE IF NOT EXISTS change(key BLOB NOT NULL,"                 \
	" number INTEGER NOT NULL, was BLOB,"                                  \
	" PRIMARY KEY(key, number)) WITHOUT ROWID;"                            \
	"CREATE INDEX IF NOT EXISTS change_number ON change(number);"          \
	"CREATE TABLE IF NOT EXISTS told(n INTEGER PRIMARY KEY,"               \
	" alert INTEGER NOT NULL, key BLOB NOT NULL, article BLOB NOT NULL,"   \
	" UNIQUE(alert, key));"                                                \
	"CREATE TABLE IF NOT EXISTS entry(n INTEGER PRIMARY KEY,"              \
	" alert INTEGER NOT NULL, key BLOB NOT NULL, what INTEGER NOT NULL,"   \
	" time INTEGER NOT NULL, text TEXT NOT NULL);"                         \
	"CREATE INDEX IF NOT EXISTS entry_key ON entry(alert, key)"

/* The number of the last commit that anything was noted in. */
#define LAST_NUMBER                                                   \
	"(SELECT max(ifnull((SELECT max(number) FROM change), 0),"    \
	" ifnull((SELECT max(seen) FROM alert), 0)))"

/* ---- asking -------------------------------------------------------------- */

/* The number that text gives for a, 0 where there is no row. */
static enum nx_status number(struct ledger *l, const char *text, int64_t a,
                             int64_t *out, struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st = prepare(l, text, &s, err);
	int rc = SQLITE_DONE;

	*out = 0;
	if (st == NX_OK) {
		/* Out of range where there is no such parameter. */
		(void)sqlite3_bind_int64(s, 1, a);
		rc = sqlite3_step(s);
	}
	if (rc == SQLITE_ROW) {
		*out = sqlite3_column_int64(s, 0);
		rc = SQLITE_DONE;
	}
	return ledger_ended(l, s, rc, st, err);
}

/* Run a statement that is about one alert. */
static enum nx_status run_on(struct ledger *l, const char *text, int64_t alert,
                             struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st = prepare(l, text, &s, err);

	sqlite3_bind_int64(s, 1, alert);
	return step_once(l, s, st, err);
}

static bool have_tables(struct ledger *l)
{
	int64_t n;

	return number(l,
	              "SELECT count(*) FROM sqlite_master"
	              " WHERE type = 'table' AND name = 'alert'",
	              0, &n, NULL) == NX_OK &&
	       n > 0;
}

static struct slice blob_at(sqlite3_stmt *s, int i)
{
	struct slice b = { sqlite3_column_blob(s, i), 0 };

	b.len = (size_t)sqlite3_column_bytes(s, i);
	return b;
}

/* ---- noting -------------------------------------------------------------- */

/* gone: articles that were there before this transaction, and what they were,
 * that went in it or have another docid now. */
#define NOTE_BEGIN                                                            \
	"PRAGMA temp_store = MEMORY;"                                         \
	"CREATE INDEX IF NOT EXISTS article_key ON article(key);"             \
	"CREATE TEMP TABLE IF NOT EXISTS gone(key BLOB PRIMARY KEY,"          \
	" digest BLOB NOT NULL) WITHOUT ROWID;"                               \
	"DELETE FROM temp.gone;"                                              \
	"DROP TRIGGER IF EXISTS temp.goes;"                                   \
	"DROP TRIGGER IF EXISTS temp.moves;"                                  \
	"CREATE TEMP TRIGGER goes AFTER DELETE ON main.article"               \
	" WHEN OLD.docid < %u BEGIN"                                          \
	" INSERT OR IGNORE INTO gone VALUES(OLD.key, OLD.digest); END;"       \
	"CREATE TEMP TRIGGER moves AFTER UPDATE OF docid ON main.article"     \
	" WHEN OLD.docid < %u BEGIN"                                          \
	" INSERT OR IGNORE INTO gone VALUES(OLD.key, OLD.digest); END"

enum nx_status ledger_note_begin(struct ledger *l, struct nx_err *err)
{
	char text[1024];
	int64_t any = 0;
	enum nx_status st = NX_OK;

	l->notes = false;
	if (have_tables(l))
		st = number(l, "SELECT count(*) FROM alert", 0, &any, err);
	if (st != NX_OK || any == 0)
		return st;
	st = ledger_next_docid(l, &l->notes_from, err);
	sqlite3_snprintf(sizeof text, text, NOTE_BEGIN, l->notes_from,
	                 l->notes_from);
	if (st == NX_OK)
		st = ledger_exec(l, text, err);
	l->notes = st == NX_OK;
	return st;
}

enum nx_status ledger_note_none(struct ledger *l, struct nx_err *err)
{
	if (!l->notes)
		return NX_OK;
	l->notes = false;
	return ledger_exec(l,
	                   "DROP TRIGGER temp.goes; DROP TRIGGER temp.moves;"
	                   "DELETE FROM temp.gone",
	                   err);
}

/* ?1: the number of this commit; ?2: the last that any alert was told of, or may
 * have been.  Of what is behind that a key has one note, with what it was before the first of
 * its changes; and none if it is that again. */
static const char *const note_end[] = {
	"INSERT INTO change SELECT a.key, ?1, g.digest FROM article a"
	" LEFT JOIN temp.gone g ON g.key = a.key WHERE a.docid >= ?3",
	"INSERT OR IGNORE INTO change SELECT key, ?1, digest FROM temp.gone",
	"UPDATE change SET was = o.was FROM change o WHERE change.number = ?1"
	" AND o.key = change.key AND o.number > ?2 AND o.number < ?1",
	"DELETE FROM change WHERE number > ?2 AND number < ?1"
	" AND key IN (SELECT key FROM change WHERE number = ?1)",
	"DELETE FROM change WHERE number = ?1"
	" AND was IS (SELECT digest FROM article a WHERE a.key = change.key)",
	"DELETE FROM temp.gone",
};

enum nx_status ledger_note_end(struct ledger *l, struct nx_err *err)
{
	int64_t last = 0, seen = 0;
	enum nx_status st;

	if (!l->notes)
		return NX_OK;
	st = number(l, "SELECT " LAST_NUMBER, 0, &last, err);
	if (st == NX_OK)
		st = number(l, "SELECT max(max(seen, doubt)) FROM alert", 0,
		            &seen, err);
	for (size_t i = 0;
	     st == NX_OK && i < sizeof note_end / sizeof note_end[0]; i++) {
		sqlite3_stmt *s = NULL;

		st = prepare(l, note_end[i], &s, err);
		/* Out of range where there is no such parameter. */
		(void)sqlite3_bind_int64(s, 1, last + 1);
		(void)sqlite3_bind_int64(s, 2, seen);
		(void)sqlite3_bind_int64(s, 3, l->notes_from);
		st = step_once(l, s, st, err);
	}
	return st;
}

/* Notes that all alerts were told of. */
static enum nx_status forget_notes(struct ledger *l, struct nx_err *err)
{
	return ledger_exec(l,
	                   "DELETE FROM change WHERE number <= ifnull((SELECT"
	                   " min(seen) FROM alert), number)",
	                   err);
}

/* ---- alerts -------------------------------------------------------------- */

bool ledger_alert_name(const char *name)
{
	static const char may[] = "_.-0123456789abcdefghijklmnopqrstuvwxyz"
				  "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t n = strlen(name);

	return n > 0 && n <= LIMIT_ALERT_NAME && n == strspn(name, may) &&
	       strchr("_.-", name[0]) == NULL;
}

enum nx_status ledger_alert_add(struct ledger *l, const struct ledger_alert *a,
                                struct nx_err *err)
{
	char uid[UUID_TEXT];
	sqlite3_stmt *s = NULL;
	int64_t n = 0;
	enum nx_status st = uuid_new(uid, err);

	if (st == NX_OK)
		st = ledger_exec(l, ALERT_SQL, err);
	if (st == NX_OK)
		st = number(l, "SELECT count(*) FROM alert", 0, &n, err);
	if (st == NX_OK && n >= LIMIT_ALERTS)
		st = nx_fail(err, NX_BOUND, "there are %d alerts, which is "
		             "as many as there can be", LIMIT_ALERTS);
	if (st == NX_OK)
		st = prepare(l,
		             "INSERT INTO alert(uid, name, query, language,"
		             " added, seen) VALUES(?1,?2,?3,?4,?5," LAST_NUMBER
		             ") ON CONFLICT(name) DO NOTHING",
		             &s, err);
	ledger_bind_text(s, 1, uid);
	ledger_bind_text(s, 2, a->name);
	ledger_bind_text(s, 3, a->query);
	ledger_bind_text(s, 4, a->language);
	sqlite3_bind_int64(s, 5, a->added);
	st = step_once(l, s, st, err);
	if (st == NX_OK && sqlite3_changes(l->db) == 0)
		st = nx_fail(err, NX_EXISTS,
		             "there is an alert %s already; 'newsidx alert "
		             "remove %s' first, to have another",
		             a->name, a->name);
	return st;
}

/* The alert's id. */
static enum nx_status find(struct ledger *l, const char *name, int64_t *id,
                           struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st = NX_OK;
	int rc = SQLITE_DONE;

	*id = 0;
	if (have_tables(l))
		st = prepare(l, "SELECT id FROM alert WHERE name = ?1", &s,
		             err);
	if (s != NULL) {
		ledger_bind_text(s, 1, name);
		rc = sqlite3_step(s);
	}
	if (rc == SQLITE_ROW) {
		*id = sqlite3_column_int64(s, 0);
		rc = SQLITE_DONE;
	}
	st = ledger_ended(l, s, rc, st, err);
	if (st == NX_OK && *id == 0)
		st = nx_fail(err, NX_NOTFOUND,
		             "there is no alert %s; 'newsidx alert list' "
		             "tells which there are",
		             name);
	return st;
}

enum nx_status ledger_alert_remove(struct ledger *l, const char *name,
                                   struct nx_err *err)
{
	int64_t id;
	enum nx_status st = find(l, name, &id, err);

	if (st == NX_OK)
		st = run_on(l, "DELETE FROM alert WHERE id = ?1", id, err);
	if (st == NX_OK)
		st = run_on(l, "DELETE FROM told WHERE alert = ?1", id, err);
	if (st == NX_OK)
		st = run_on(l, "DELETE FROM entry WHERE alert = ?1", id, err);
	return st == NX_OK ? forget_notes(l, err) : st;
}

enum nx_status ledger_alerts(struct ledger *l, ledger_alert_fn *fn, void *ctx,
                             struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st;
	int rc = SQLITE_DONE;

	if (!have_tables(l))
		return NX_OK;
	st = prepare(l,
	             "SELECT id, uid, name, query, language, added, EXISTS"
	             " (SELECT 1 FROM change WHERE number > seen)"
	             " FROM alert ORDER BY name",
	             &s, err);
	while (st == NX_OK && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		const struct ledger_alert a = {
			.id = sqlite3_column_int64(s, 0),
			.uid = text_at(s, 1),
			.name = text_at(s, 2),
			.query = text_at(s, 3),
			.language = text_at(s, 4),
			.added = sqlite3_column_int64(s, 5),
			.pending = sqlite3_column_int(s, 6) != 0,
		};

		st = fn(ctx, &a);
	}
	return ledger_ended(l, s, rc, st, err);
}

/* ---- what is pending ----------------------------------------------------- */

const char *change_name(enum change c)
{
	switch (c) {
	case CHANGE_NEW:
		return "new";
	case CHANGE_CHANGED:
		return "changed";
	case CHANGE_WITHDRAWN:
	default:
		return "withdrawn";
	}
}

enum nx_status ledger_alert_pending(struct ledger *l, int64_t alert,
                                    uint64_t *n, struct nx_err *err)
{
	int64_t v;
	enum nx_status st = number(l,
	                           "SELECT count(DISTINCT key) FROM change WHERE"
	                           " number > (SELECT seen FROM alert WHERE id ="
	                           " ?1)",
	                           alert, &v, err);

	*n = (uint64_t)v;
	return st;
}

/* False where there is nothing to be told. */
static bool read_change(sqlite3_stmt *s, struct ledger_change *c)
{
	bool was = sqlite3_column_int(s, 1) != 0;

	*c = (struct ledger_change){
		.docid = (uint32_t)sqlite3_column_int64(s, 2),
		.number = (uint64_t)sqlite3_column_int64(s, 3),
		.again = sqlite3_column_int(s, 4) != 0,
		.what = was ? CHANGE_CHANGED : CHANGE_NEW,
	};
	if (sqlite3_column_bytes(s, 0) != sizeof c->key)
		return false;
	memcpy(c->key, sqlite3_column_blob(s, 0), sizeof c->key);
	if (c->docid > 0)
		return true;
	c->what = CHANGE_WITHDRAWN;
	c->article = blob_at(s, 5);
	return was && c->article.len > 0;
}

enum nx_status ledger_alert_changes(struct ledger *l, int64_t alert,
                                    ledger_change_fn *fn, void *ctx,
                                    struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	int rc = SQLITE_DONE;
	/* was is that of the row with the least number. */
	enum nx_status st = prepare(
		l,
		"SELECT c.key, c.was IS NOT NULL, a.docid, (SELECT max(number)"
		" FROM change d WHERE d.key = c.key), c.first <= w.doubt,"
		" t.article FROM alert w JOIN (SELECT key, was, min(number) AS"
		" first FROM change WHERE number > (SELECT seen FROM alert"
		" WHERE id = ?1) GROUP BY key) c"
		" LEFT JOIN article a ON a.key = c.key"
		" LEFT JOIN told t ON t.alert = ?1 AND t.key = c.key"
		" WHERE w.id = ?1 AND c.was IS NOT a.digest"
		" ORDER BY a.docid IS NULL, a.docid, t.n",
		&s, err);

	sqlite3_bind_int64(s, 1, alert);
	while (st == NX_OK && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		struct ledger_change c;

		if (read_change(s, &c))
			st = fn(ctx, &c);
	}
	return ledger_ended(l, s, rc, st, err);
}

/* ---- telling ------------------------------------------------------------- */

enum nx_status ledger_alert_begun(struct ledger *l, int64_t alert,
                                  struct nx_err *err)
{
	return run_on(l,
	              "UPDATE alert SET doubt = " LAST_NUMBER " WHERE id = ?1",
	              alert, err);
}

enum nx_status ledger_alert_told(struct ledger *l, int64_t alert,
                                 const uint64_t key[2], struct slice article,
                                 struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st = prepare(
		l,
		article.len > 0
			? "INSERT OR REPLACE INTO told(alert, key, article)"
			  " VALUES(?1,?2,?3)"
			: "DELETE FROM told WHERE alert = ?1 AND key = ?2",
		&s, err);

	sqlite3_bind_int64(s, 1, alert);
	ledger_bind_hash(s, 2, key);
	if (article.len > 0)
		sqlite3_bind_blob64(s, 3, article.p, article.len,
		                    SQLITE_STATIC);
	return step_once(l, s, st, err);
}

#define TEXT_OF(number) TEXT(number)
#define TEXT(number) #number

/* All but the last of those rows of a table that are the alert's. */
#define OLDEST(table, keep)                                                   \
	"DELETE FROM " table " WHERE alert = ?1 AND n <= (SELECT n FROM "     \
	table " WHERE alert = ?1 ORDER BY n DESC LIMIT 1 OFFSET "             \
	TEXT_OF(keep) ")"

enum nx_status ledger_alert_done(struct ledger *l, int64_t alert,
                                 struct nx_err *err)
{
	enum nx_status st = run_on(l,
	                           "UPDATE alert SET doubt = 0, seen = "
	                           LAST_NUMBER " WHERE id = ?1",
	                           alert, err);

	if (st == NX_OK)
		st = run_on(l, OLDEST("told", LIMIT_ALERT_TOLD), alert, err);
	if (st == NX_OK)
		st = run_on(l, OLDEST("entry", LIMIT_FEED_ENTRIES), alert, err);
	return st == NX_OK ? forget_notes(l, err) : st;
}

enum nx_status ledger_alert_entry(struct ledger *l, int64_t alert,
                                  const struct ledger_entry *e,
                                  struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st = NX_OK;

	if (e->what == CHANGE_WITHDRAWN) {
		st = prepare(l,
		             "DELETE FROM entry WHERE alert = ?1 AND key = ?2",
		             &s, err);
		sqlite3_bind_int64(s, 1, alert);
		ledger_bind_hash(s, 2, e->key);
		st = step_once(l, s, st, err);
		s = NULL;
	}
	if (st == NX_OK)
		st = prepare(l,
		             "INSERT INTO entry(alert, key, what, time, text)"
		             " VALUES(?1,?2,?3,?4,?5)",
		             &s, err);
	sqlite3_bind_int64(s, 1, alert);
	ledger_bind_hash(s, 2, e->key);
	sqlite3_bind_int(s, 3, (int)e->what);
	sqlite3_bind_int64(s, 4, e->time);
	sqlite3_bind_text64(s, 5, e->text.p, e->text.len, SQLITE_STATIC,
	                    SQLITE_UTF8);
	return step_once(l, s, st, err);
}

enum nx_status ledger_alert_entries(struct ledger *l, int64_t alert,
                                    ledger_entry_fn *fn, void *ctx,
                                    struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	int rc = SQLITE_DONE;
	enum nx_status st = prepare(l,
	                            "SELECT key, what, time, text FROM entry"
	                            " WHERE alert = ?1 ORDER BY n DESC",
	                            &s, err);

	sqlite3_bind_int64(s, 1, alert);
	while (st == NX_OK && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		struct ledger_entry e = {
			.what = (enum change)sqlite3_column_int(s, 1),
			.time = sqlite3_column_int64(s, 2),
			.text = blob_at(s, 3),
		};

		if (sqlite3_column_bytes(s, 0) == sizeof e.key)
			memcpy(e.key, sqlite3_column_blob(s, 0), sizeof e.key);
		st = fn(ctx, &e);
	}
	return ledger_ended(l, s, rc, st, err);
}

/* ---- for a new ledger ----------------------------------------------------- */

enum nx_status ledger_alerts_copy(struct ledger *l, const char *path,
                                  struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	int64_t there = 0;
	enum nx_status st = prepare(l, "ATTACH ?1 AS was", &s, err);

	ledger_bind_text(s, 1, path);
	st = step_once(l, s, st, err);
	if (st != NX_OK)
		return st;
	st = number(l,
	            "SELECT count(*) FROM was.sqlite_master"
	            " WHERE type = 'table' AND name = 'alert'",
	            0, &there, err);
	if (st == NX_OK && there > 0)
		st = ledger_exec(l,
		                 "BEGIN IMMEDIATE;" ALERT_SQL ";"
		                 "INSERT INTO alert SELECT * FROM was.alert;"
		                 "INSERT INTO change SELECT * FROM was.change;"
		                 "INSERT INTO told SELECT * FROM was.told;"
		                 "INSERT INTO entry SELECT * FROM was.entry;"
		                 LEDGER_CHANGED "COMMIT",
		                 err);
	ledger_rollback(l);
	(void)ledger_exec(l, "DETACH was", NULL);
	return st;
}
