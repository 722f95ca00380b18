#include "lib/index/ledger_update.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/index/ledger_once.h"

/* ---- sources ------------------------------------------------------------- */

enum nx_status ledger_source_add(struct ledger *l, const char *path,
                                 const char *name, const char *options,
                                 struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st =
		prepare(l,
	                "INSERT OR IGNORE INTO source(path, name, options)"
	                " VALUES(?1,?2,?3)",
	                &s, err);

	ledger_bind_text(s, 1, path);
	ledger_bind_text(s, 2, name);
	ledger_bind_text(s, 3, options);
	return step_once(l, s, st, err);
}

enum nx_status ledger_source_remove(struct ledger *l,
                                    const struct ledger_source *src,
                                    struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st = prepare(l,
	                            "UPDATE archive SET state = state | 8 WHERE"
	                            " (root = ?1 OR (root = '' AND path = ?1))"
	                            " AND name = ?2",
	                            &s, err);

	ledger_bind_text(s, 1, src->path);
	ledger_bind_text(s, 2, src->name);
	st = step_once(l, s, st, err);
	s = NULL;
	if (st == NX_OK)
		st = prepare(l, "DELETE FROM source WHERE id = ?1", &s, err);
	sqlite3_bind_int64(s, 1, src->id);
	return step_once(l, s, st, err);
}

enum nx_status ledger_source_gone(struct ledger *l, int64_t id, bool gone,
                                  struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st = prepare(
		l, "UPDATE source SET gone = ?2 WHERE id = ?1", &s, err);

	sqlite3_bind_int64(s, 1, id);
	sqlite3_bind_int(s, 2, gone);
	return step_once(l, s, st, err);
}

enum nx_status ledger_sources(struct ledger *l, ledger_source_fn *fn, void *ctx,
                              struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	int rc = SQLITE_DONE;
	enum nx_status st = prepare(l,
	                            "SELECT id, path, name, options, gone"
	                            " FROM source ORDER BY id",
	                            &s, err);

	while (st == NX_OK && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		const struct ledger_source src = {
			.id = sqlite3_column_int64(s, 0),
			.path = text_at(s, 1),
			.name = text_at(s, 2),
			.options = text_at(s, 3),
			.gone = sqlite3_column_int(s, 4) != 0,
		};

		st = fn(ctx, &src);
	}
	return ledger_ended(l, s, rc, st, err);
}

/* ---- archives ------------------------------------------------------------ */

#define KNOWN                                                            \
	"SELECT a.id, a.path, a.root, a.name, a.size, a.mtime, a.ctime," \
	" a.inode, a.digest, a.state, a.outcome, a.mark FROM archive a"

static void read_known(sqlite3_stmt *s, struct ledger_known *k)
{
	*k = (struct ledger_known){
		.id = sqlite3_column_int64(s, 0),
		.a = { .path = text_at(s, 1),
		       .root = text_at(s, 2),
		       .name = text_at(s, 3),
		       .size = (uint64_t)sqlite3_column_int64(s, 4),
		       .mtime = sqlite3_column_int64(s, 5),
		       .ctime = sqlite3_column_int64(s, 6),
		       .inode = (uint64_t)sqlite3_column_int64(s, 7) },
		.state = (unsigned)sqlite3_column_int(s, 9),
		.outcome = (enum outcome)sqlite3_column_int(s, 10),
		.mark = text_at(s, 11),
	};
	if (sqlite3_column_bytes(s, 8) == LEDGER_SHA256)
		k->digest = sqlite3_column_blob(s, 8);
}

static enum nx_status tell_known(struct ledger *l, sqlite3_stmt *s,
                                 enum nx_status st, ledger_known_fn *fn,
                                 void *ctx, struct nx_err *err)
{
	int rc = SQLITE_DONE;

	while (st == NX_OK && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		struct ledger_known k;

		read_known(s, &k);
		st = fn(ctx, &k);
	}
	return ledger_ended(l, s, rc, st, err);
}

enum nx_status ledger_known_archives(struct ledger *l, ledger_known_fn *fn,
                                     void *ctx, struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st = prepare(l, KNOWN " ORDER BY a.path, a.id", &s, err);

	return tell_known(l, s, st, fn, ctx, err);
}

enum nx_status ledger_archive_records(struct ledger *l, int64_t id, uint64_t *n,
                                      struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st = prepare(l,
	                            "SELECT ifnull(sum(records), 0) FROM member"
	                            " WHERE archive = ?1",
	                            &s, err);
	int rc = SQLITE_DONE;

	*n = 0;
	if (st == NX_OK) {
		sqlite3_bind_int64(s, 1, id);
		rc = sqlite3_step(s);
	}
	if (rc == SQLITE_ROW) {
		*n = (uint64_t)sqlite3_column_int64(s, 0);
		rc = SQLITE_DONE;
	}
	return ledger_ended(l, s, rc, st, err);
}

enum nx_status ledger_archive_same(struct ledger *l, int64_t id,
                                   const struct ledger_archive *a,
                                   unsigned state, struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st = prepare(l,
	                            "UPDATE archive SET size = ?2, mtime = ?3,"
	                            " ctime = ?4, inode = ?5, state = ?6"
	                            " WHERE id = ?1",
	                            &s, err);

	sqlite3_bind_int64(s, 1, id);
	ledger_bind_u64(s, 2, a->size);
	sqlite3_bind_int64(s, 3, a->mtime);
	sqlite3_bind_int64(s, 4, a->ctime);
	ledger_bind_u64(s, 5, a->inode);
	sqlite3_bind_int64(s, 6, state);
	return step_once(l, s, st, err);
}

/* Plain text is told as one member, whose name is the file's without its
 * compression's ending. */
enum nx_status ledger_texts(struct ledger *l, const char *root, bool read,
                            ledger_known_fn *fn, void *ctx, struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st = prepare(
		l,
		KNOWN " JOIN member m ON m.archive = a.id WHERE a.root = ?1"
		      " AND a.inode <> 0 AND m.outcome <> 10 AND CASE WHEN ?2 "
	              "THEN m.format = 'text'"
		      " ELSE m.outcome = 4"
		      " AND m.reason LIKE 'plain text beside%' END"
		      " AND substr(a.path, length(rtrim(a.root, '/')) + 2,"
		      " length(m.path)) = m.path ORDER BY a.path",
		&s, err);

	ledger_bind_text(s, 1, root);
	sqlite3_bind_int(s, 2, read);
	return tell_known(l, s, st, fn, ctx, err);
}

/* ---- rounds -------------------------------------------------------------- */

/* touched: copies of articles that were told by readings that do not count any
 * more.  doubt: identities of which it is not certain what stands; in the next
 * round all that may is read.  again: archives of the next round.  dropped:
 * archives that go. */
enum nx_status ledger_update_begin(struct ledger *l, struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st = ledger_exec(
		l,
		"PRAGMA temp_store = MEMORY;"
		"CREATE INDEX IF NOT EXISTS article_member ON article(member,"
		" record);"
		"CREATE INDEX IF NOT EXISTS article_key ON article(key);"
		"CREATE INDEX IF NOT EXISTS notice_member ON notice(member);"
		"CREATE INDEX IF NOT EXISTS notice_key ON notice(key);"
		"CREATE TEMP TABLE IF NOT EXISTS touched(key INTEGER,"
		" digest INTEGER, PRIMARY KEY(key, digest));"
		"CREATE TEMP TABLE IF NOT EXISTS doubt(key INTEGER PRIMARY"
		" KEY);"
		"CREATE TEMP TABLE IF NOT EXISTS again(archive INTEGER PRIMARY"
		" KEY);"
		"CREATE TEMP TABLE IF NOT EXISTS dropped(archive INTEGER"
		" PRIMARY KEY);"
		"DELETE FROM temp.touched; DELETE FROM temp.doubt;"
		"DELETE FROM temp.again; DELETE FROM temp.dropped",
		err);

	l->updating = true;
	l->replaced = 0;
	if (st == NX_OK)
		st = ledger_next_docid(l, &l->first_docid, err);
	if (st == NX_OK)
		st = prepare(l, "SELECT ifnull(max(id), 0) + 1 FROM notice", &s,
		             err);
	if (st == NX_OK && sqlite3_step(s) == SQLITE_ROW)
		l->next_notice = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return st;
}

enum nx_status ledger_reread(struct ledger *l, int64_t id, struct nx_err *err)
{
	char text[512];
	enum nx_status st;

	sqlite3_snprintf(sizeof text, text,
	                 "INSERT OR IGNORE INTO temp.touched SELECT key, digest"
	                 " FROM record WHERE outcome = 2 AND member IN"
	                 " (SELECT id FROM member WHERE archive = %lld AND"
	                 " id < %lld)",
	                 id, l->first_member);
	st = ledger_exec(l, text, err);
	return st == NX_OK ? ledger_forget_records(l, id, err) : st;
}

enum nx_status ledger_withdraw(struct ledger *l, int64_t id, struct nx_err *err)
{
	char text[128];
	enum nx_status st = ledger_reread(l, id, err);

	sqlite3_snprintf(sizeof text, text,
	                 "INSERT OR IGNORE INTO temp.dropped VALUES(%lld)", id);
	return st == NX_OK ? ledger_exec(l, text, err) : st;
}

struct round {
	struct ledger *l;
	ledger_may_fn *may;
	void *ctx;
	uint64_t *key; /* of what did not come again */
	size_t n, cap;
	struct nx_err *err;
};

static enum nx_status collect(struct round *r, const char *text)
{
	sqlite3_stmt *s = NULL;
	int rc = SQLITE_DONE;
	enum nx_status st = prepare(r->l, text, &s, r->err);

	while (st == NX_OK && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		if (sqlite3_column_bytes(s, 0) < 8)
			continue;
		r->key = NX_GROW(r->key, r->n, &r->cap);
		memcpy(&r->key[r->n++], sqlite3_column_blob(s, 0), 8);
	}
	return ledger_ended(r->l, s, rc, st, r->err);
}

/* Have the archive read in the next round, or by another update. */
static enum nx_status want_archive(struct round *r, int64_t id, bool *can)
{
	sqlite3_stmt *s = NULL;
	struct ledger_known k;
	char text[96];
	enum nx_status st = prepare(r->l, KNOWN " WHERE a.id = ?1", &s, r->err);

	*can = false;
	sqlite3_bind_int64(s, 1, id);
	if (st == NX_OK && sqlite3_step(s) == SQLITE_ROW) {
		read_known(s, &k);
		*can = r->may(r->ctx, &k);
	}
	sqlite3_finalize(s);
	sqlite3_snprintf(sizeof text, text,
	                 *can ? "INSERT OR IGNORE INTO temp.again VALUES(%lld)"
	                      : "UPDATE archive SET state = state | 4"
	                        " WHERE id = %lld",
	                 id);
	return st == NX_OK ? ledger_exec(r->l, text, r->err) : st;
}

/* All archives that have a version of the identity. */
static enum nx_status want_versions(struct round *r, uint64_t key)
{
	int64_t *v = NULL;
	size_t n = 0, cap = 0;
	bool any = false, can;
	char text[96];
	enum nx_status st;
	sqlite3_stmt *s = ledger_stmt(r->l, STMT_CANDIDATES, &st, r->err);

	if (st != NX_OK)
		return st;
	ledger_bind_u64(s, 1, key);
	while (sqlite3_step(s) == SQLITE_ROW) {
		v = NX_GROW(v, n, &cap);
		v[n++] = sqlite3_column_int64(s, 0);
	}
	sqlite3_reset(s);
	for (size_t i = 0; st == NX_OK && i < n; i++) {
		st = want_archive(r, v[i], &can);
		any = any || can;
	}
	free(v);
	sqlite3_snprintf(sizeof text, text,
	                 "INSERT OR IGNORE INTO temp.doubt VALUES(%lld)",
	                 (sqlite3_int64)key);
	return st == NX_OK && any ? ledger_exec(r->l, text, r->err) : st;
}

/* What stands under a key of which the ledger has the first 64 bits. */
struct touched {
	uint64_t key, digest;
	uint32_t docid; /* 0: nothing, or no article of that digest */
	int64_t member, own, captured, latest;
};

static enum nx_status find_touched(struct ledger *l, struct touched *t,
                                   struct nx_err *err)
{
	unsigned char low[16] = { 0 }, high[16];
	sqlite3_stmt *s = NULL;
	enum nx_status st =
		prepare(l,
	                "SELECT docid, member, own, captured, ifnull((SELECT"
	                " max(captured) FROM record WHERE key = ?3 AND digest "
	                "= ?4), own)"
	                " FROM article WHERE key BETWEEN ?1 AND ?2"
	                " AND substr(digest, 1, 8) = ?5",
	                &s, err);

	memset(high, 0xff, sizeof high);
	memcpy(low, &t->key, 8);
	memcpy(high, &t->key, 8);
	sqlite3_bind_blob(s, 1, low, sizeof low, SQLITE_STATIC);
	sqlite3_bind_blob(s, 2, high, sizeof high, SQLITE_STATIC);
	ledger_bind_u64(s, 3, t->key);
	ledger_bind_u64(s, 4, t->digest);
	sqlite3_bind_blob(s, 5, &t->digest, 8, SQLITE_STATIC);
	t->docid = 0;
	if (st == NX_OK && sqlite3_step(s) == SQLITE_ROW) {
		t->docid = (uint32_t)sqlite3_column_int64(s, 0);
		t->member = sqlite3_column_int64(s, 1);
		t->own = sqlite3_column_int64(s, 2);
		t->captured = sqlite3_column_int64(s, 3);
		t->latest = sqlite3_column_int64(s, 4);
	}
	sqlite3_finalize(s);
	if (t->latest < t->own)
		t->latest = t->own;
	return st;
}

/* A copy may be gone by which the article was the newest. */
static enum nx_status judge_touched(struct round *r, struct touched *t)
{
	struct ledger *l = r->l;
	char text[160];
	sqlite3_stmt *s = NULL;
	enum nx_status st = find_touched(l, t, r->err);
	int64_t archive = 0;
	bool rivals = false, can;

	if (st != NX_OK || t->docid == 0 || t->latest >= t->captured)
		return st;
	st = prepare(l,
	             "SELECT 1 FROM record WHERE key = ?1 AND digest IS NOT ?2",
	             &s, r->err);
	ledger_bind_u64(s, 1, t->key);
	ledger_bind_u64(s, 2, t->digest);
	rivals = st == NX_OK && sqlite3_step(s) == SQLITE_ROW;
	sqlite3_finalize(s);
	if (st != NX_OK)
		return st;
	if (!rivals) {
		sqlite3_snprintf(sizeof text, text,
		                 "UPDATE article SET captured = %lld"
		                 " WHERE docid = %u",
		                 t->latest, t->docid);
		return ledger_exec(l, text, r->err);
	}
	s = ledger_stmt(l, STMT_OWNER, &st, r->err);
	if (st != NX_OK)
		return st;
	sqlite3_bind_int64(s, 1, t->member);
	if (sqlite3_step(s) == SQLITE_ROW)
		archive = sqlite3_column_int64(s, 1);
	sqlite3_reset(s);
	st = want_archive(r, archive, &can);
	return st == NX_OK ? want_versions(r, t->key) : st;
}

static enum nx_status judge_all_touched(struct round *r)
{
	struct touched *v = NULL;
	size_t n = 0, cap = 0;
	sqlite3_stmt *s = NULL;
	int rc = SQLITE_DONE;
	enum nx_status st = prepare(
		r->l, "SELECT key, digest FROM temp.touched", &s, r->err);

	while (st == NX_OK && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		v = NX_GROW(v, n, &cap);
		v[n++] = (struct touched){
			.key = (uint64_t)sqlite3_column_int64(s, 0),
			.digest = (uint64_t)sqlite3_column_int64(s, 1),
		};
	}
	st = ledger_ended(r->l, s, rc, st, r->err);
	for (size_t i = 0; st == NX_OK && i < n; i++)
		st = judge_touched(r, &v[i]);
	free(v);
	return st;
}

struct told {
	int64_t *id;
	size_t n, cap;
	ledger_known_fn *fn;
	void *ctx;
};

static enum nx_status tell(void *ctx, const struct ledger_known *k)
{
	struct told *t = ctx;

	t->id = NX_GROW(t->id, t->n, &t->cap);
	t->id[t->n++] = k->id;
	return t->fn(t->ctx, k);
}

/* Tell the archives of the next round, and begin it. */
static enum nx_status next_round(struct ledger *l, ledger_known_fn *fn,
                                 void *ctx, struct nx_err *err)
{
	struct told t = { NULL, 0, 0, fn, ctx };
	sqlite3_stmt *s = NULL;
	enum nx_status st = prepare(
		l, KNOWN " JOIN temp.again g ON g.archive = a.id", &s, err);

	st = tell_known(l, s, st, tell, &t, err);
	l->first_member = l->next_member;
	for (size_t i = 0; st == NX_OK && i < t.n; i++)
		st = ledger_reread(l, t.id[i], err);
	free(t.id);
	return st;
}

enum nx_status ledger_round(struct ledger *l, ledger_may_fn *may,
                            ledger_known_fn *fn, void *ctx, struct nx_err *err)
{
	struct round r = { .l = l, .may = may, .ctx = ctx, .err = err };
	enum nx_status st = ledger_exec(
		l, "DELETE FROM temp.doubt; DELETE FROM temp.again", err);

	if (st == NX_OK)
		st = collect(&r,
		             "SELECT key FROM article WHERE member IN (SELECT"
		             " id FROM member WHERE outcome = 10)");
	if (st == NX_OK)
		st = collect(&r,
		             "SELECT key FROM notice WHERE member IN (SELECT"
		             " id FROM member WHERE outcome = 10)");
	for (size_t i = 0; st == NX_OK && i < r.n; i++)
		st = want_versions(&r, r.key[i]);
	free(r.key);
	if (st == NX_OK)
		st = judge_all_touched(&r);
	if (st == NX_OK)
		st = ledger_exec(l, "DELETE FROM temp.touched", err);
	return st == NX_OK ? next_round(l, fn, ctx, err) : st;
}

static enum nx_status count_changes(struct ledger *l, struct ledger_changes *c,
                                    struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st = prepare(l,
	                            "SELECT (SELECT count(*) FROM article WHERE"
	                            " docid >= ?1), (SELECT count(*) FROM"
	                            " deletion WHERE docid < ?1)",
	                            &s, err);
	uint64_t to = 0, from = 0;

	*c = (struct ledger_changes){ .changed = l->replaced };
	if (st == NX_OK) {
		sqlite3_bind_int64(s, 1, l->first_docid);
		if (sqlite3_step(s) == SQLITE_ROW) {
			to = (uint64_t)sqlite3_column_int64(s, 0);
			from = (uint64_t)sqlite3_column_int64(s, 1);
		}
	}
	sqlite3_finalize(s);
	/* One may have been replaced, and that withdrawn. */
	if (c->changed > to)
		c->changed = to;
	if (c->changed > from)
		c->changed = from;
	c->added = to - c->changed;
	c->withdrawn = from - c->changed;
	return st;
}

enum nx_status ledger_update_end(struct ledger *l, struct ledger_changes *c,
                                 struct nx_err *err)
{
#define EARLIER "IN (SELECT id FROM member WHERE outcome = 10)"
	enum nx_status st =
		ledger_exec(l,
	                    "INSERT OR IGNORE INTO deletion(docid) SELECT "
	                    "docid FROM article"
	                    " WHERE member " EARLIER ";"
	                    "DELETE FROM article WHERE member " EARLIER ";"
	                    "DELETE FROM notice WHERE member " EARLIER ";"
	                    "DELETE FROM member WHERE outcome = 10;"
	                    "DELETE FROM archive WHERE id IN temp.dropped",
	                    err);

	return st == NX_OK ? count_changes(l, c, err) : st;
#undef EARLIER
}
