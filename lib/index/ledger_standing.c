#include "lib/index/ledger_standing.h"

#include <string.h>

static enum nx_status load(struct ledger *l, const char *text, uint32_t flag,
                           struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	int rc;

	if (sqlite3_prepare_v2(l->db, text, -1, &s, NULL) != SQLITE_OK)
		return ledger_fail(l, err);
	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		uint64_t key[2];

		if (sqlite3_column_bytes(s, 1) != sizeof key)
			continue;
		memcpy(key, sqlite3_column_blob(s, 1), sizeof key);
		identities_set(&l->known, key,
		               (uint32_t)sqlite3_column_int64(s, 0) | flag);
		if (flag != 0)
			l->next_notice = sqlite3_column_int64(s, 0);
	}
	sqlite3_finalize(s);
	return rc == SQLITE_DONE ? NX_OK : ledger_fail(l, err);
}

enum nx_status ledger_load_known(struct ledger *l, struct nx_err *err)
{
	enum nx_status st;

	if (l->loaded || l->updating)
		return NX_OK;
	l->loaded = true;
	l->next_notice = 0;
	st = load(l, "SELECT docid, key FROM article", 0, err);
	if (st == NX_OK)
		st = load(l, "SELECT id, key FROM notice ORDER BY id", NOTICE,
		          err);
	l->next_notice++;
	return st;
}

/* The first column of the only row, 0 where there is none. */
static enum nx_status look_up(struct ledger *l, sqlite3_stmt *s, uint32_t *ref,
                              struct nx_err *err)
{
	int rc = sqlite3_step(s);

	*ref = rc == SQLITE_ROW ? (uint32_t)sqlite3_column_int64(s, 0) : 0;
	sqlite3_reset(s);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? NX_OK
	                                             : ledger_fail(l, err);
}

/* What stands under the identity, 0 for nothing: out of the table in memory,
 * or, for an update, which knows few of many, out of the ledger. */
static enum nx_status find_ref(struct ledger *l, const uint64_t key[2],
                               uint32_t *ref, struct nx_err *err)
{
	enum nx_status st;
	sqlite3_stmt *s;

	*ref = l->updating ? 0 : identities_get(&l->known, key);
	if (!l->updating)
		return NX_OK;
	s = ledger_stmt(l, STMT_FIND, &st, err);
	if (st != NX_OK)
		return st;
	ledger_bind_hash(s, 1, key);
	st = look_up(l, s, ref, err);
	if (st != NX_OK || *ref != 0)
		return st;
	s = ledger_stmt(l, STMT_FIND_NOTICE, &st, err);
	if (st != NX_OK)
		return st;
	ledger_bind_hash(s, 1, key);
	st = look_up(l, s, ref, err);
	if (*ref != 0)
		*ref |= NOTICE;
	return st;
}

/* Whether it was told by an earlier reading of the archive that is being read
 * again, or, in an update, of any that is or that is gone. */
static bool is_earlier(struct ledger *l, const struct standing *there)
{
	enum nx_status st;
	sqlite3_stmt *s;
	bool same;

	if ((!l->again && !l->updating) || there->member >= l->first_member)
		return false;
	s = ledger_stmt(l, STMT_OWNER, &st, NULL);
	if (st != NX_OK)
		return false;
	sqlite3_bind_int64(s, 1, there->member);
	same = sqlite3_step(s) == SQLITE_ROW &&
	       (l->updating ? sqlite3_column_int64(s, 0) == OUTCOME_KEPT
	                    : sqlite3_column_int64(s, 1) == l->archive);
	sqlite3_reset(s);
	return same;
}

static void read_standing(sqlite3_stmt *s, struct standing *out)
{
	if (sqlite3_column_bytes(s, 0) == sizeof out->v.digest)
		memcpy(out->v.digest, sqlite3_column_blob(s, 0),
		       sizeof out->v.digest);
	out->v.revision = (uint32_t)sqlite3_column_int64(s, 1);
	out->v.time = sqlite3_column_int64(s, 2);
	out->v.captured = sqlite3_column_int64(s, 3);
	out->v.size = (uint32_t)sqlite3_column_int64(s, 4);
	out->member = sqlite3_column_int64(s, 5);
	out->v.record = (uint64_t)sqlite3_column_int64(s, 6);
	out->v.offset = (uint64_t)sqlite3_column_int64(s, 8);
	out->v.bytes = (uint64_t)sqlite3_column_int64(s, 9);
}

enum nx_status ledger_standing(struct ledger *l, const uint64_t key[2],
                               struct standing *out, struct nx_err *err)
{
	uint32_t ref;
	enum nx_status st = find_ref(l, key, &ref, err);
	bool notice = (ref & NOTICE) != 0;
	sqlite3_stmt *s;
	int rc;

	if (st == NX_OK && ref == 0)
		return NX_END;
	if (st != NX_OK)
		return st;
	s = ledger_stmt(l, notice ? STMT_GET_NOTICE : STMT_GET, &st, err);
	if (st != NX_OK)
		return st;
	*out = (struct standing){ .ref = ref };
	out->v.withdrawn = notice ? "" : NULL;
	sqlite3_bind_int64(s, 1, ref & ~NOTICE);
	rc = sqlite3_step(s);
	if (rc == SQLITE_ROW)
		read_standing(s, out);
	else
		st = rc == SQLITE_DONE ? nx_fail(err, NX_CORRUPT,
		                                 "ledger: article %u is gone",
		                                 ref & ~NOTICE)
		                       : ledger_fail(l, err);
	sqlite3_reset(s);
	if (st == NX_OK)
		out->earlier = is_earlier(l, out);
	return st;
}

bool ledger_in_place(struct ledger *l, const struct standing *there,
                     const struct ledger_article *a)
{
	enum nx_status st;
	sqlite3_stmt *s;
	bool same;

	if (a->record != there->v.record || a->offset != there->v.offset ||
	    a->bytes != there->v.bytes)
		return false;
	s = ledger_stmt(l, STMT_OWNER, &st, NULL);
	if (st != NX_OK)
		return false;
	sqlite3_bind_int64(s, 1, there->member);
	same = sqlite3_step(s) == SQLITE_ROW &&
	       sqlite3_column_int64(s, 1) == l->archive && a->path != NULL &&
	       strcmp((const char *)sqlite3_column_text(s, 2), a->path) == 0;
	sqlite3_reset(s);
	return same;
}

enum nx_status ledger_in_doubt(struct ledger *l, uint64_t key,
                               const struct standing *there, bool *out,
                               struct nx_err *err)
{
	enum nx_status st;
	sqlite3_stmt *s;
	uint32_t one = 0;

	*out = false;
	if (!l->updating || !there->earlier)
		return NX_OK;
	s = ledger_stmt(l, STMT_IN_DOUBT, &st, err);
	if (st != NX_OK)
		return st;
	ledger_bind_u64(s, 1, key);
	st = look_up(l, s, &one, err);
	*out = one != 0;
	return st;
}

enum nx_status ledger_has_rivals(struct ledger *l, uint64_t key,
                                 uint64_t digest, bool *out, struct nx_err *err)
{
	enum nx_status st;
	sqlite3_stmt *s = ledger_stmt(l, STMT_RIVALS, &st, err);
	uint32_t one;

	*out = true;
	if (st != NX_OK)
		return st;
	ledger_bind_u64(s, 1, key);
	ledger_bind_u64(s, 2, digest);
	st = look_up(l, s, &one, err);
	*out = one != 0;
	return st;
}

enum nx_status ledger_latest(struct ledger *l, const struct ledger_article *a,
                             int64_t *out, struct nx_err *err)
{
	enum nx_status st;
	sqlite3_stmt *s = ledger_stmt(l, STMT_LATEST_COPY, &st, err);

	*out = a->captured;
	if (st != NX_OK)
		return st;
	ledger_bind_u64(s, 1, a->key[0]);
	ledger_bind_u64(s, 2, a->digest[0]);
	if (sqlite3_step(s) == SQLITE_ROW &&
	    sqlite3_column_type(s, 0) == SQLITE_INTEGER &&
	    sqlite3_column_int64(s, 0) > *out)
		*out = sqlite3_column_int64(s, 0);
	sqlite3_reset(s);
	return NX_OK;
}
