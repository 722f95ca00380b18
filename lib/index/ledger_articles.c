/* ledger_articles.c - which version of an article stays */
#include <stdio.h>
#include <string.h>

#include "lib/index/ledger_check.h"
#include "lib/index/ledger_schema.h"

/* What stands under an identity: an article, or a notice. */
struct standing {
	uint32_t ref;
	int64_t member;
	struct ledger_article v; /* as far as versions are compared */
};

/* ---- what is known ------------------------------------------------------ */

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

static enum nx_status load_known(struct ledger *l, struct nx_err *err)
{
	enum nx_status st;

	if (l->loaded)
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

/* NX_END where nothing stands under the identity. */
static enum nx_status find(struct ledger *l, const uint64_t key[2],
                           struct standing *out, struct nx_err *err)
{
	uint32_t ref = identities_get(&l->known, key);
	bool notice = (ref & NOTICE) != 0;
	enum nx_status st;
	sqlite3_stmt *s;
	int rc;

	if (ref == 0)
		return NX_END;
	s = ledger_stmt(l, notice ? STMT_GET_NOTICE : STMT_GET, &st, err);
	if (st != NX_OK)
		return st;
	*out = (struct standing){ .ref = ref };
	out->v.withdrawn = notice ? "" : NULL;
	sqlite3_bind_int64(s, 1, ref & ~NOTICE);
	rc = sqlite3_step(s);
	if (rc == SQLITE_ROW) {
		if (sqlite3_column_bytes(s, 0) == sizeof out->v.digest)
			memcpy(out->v.digest, sqlite3_column_blob(s, 0),
			       sizeof out->v.digest);
		out->v.revision = (uint32_t)sqlite3_column_int64(s, 1);
		out->v.time = sqlite3_column_int64(s, 2);
		out->v.captured = sqlite3_column_int64(s, 3);
		out->v.size = (uint32_t)sqlite3_column_int64(s, 4);
		out->member = sqlite3_column_int64(s, 5);
		out->v.record = (uint64_t)sqlite3_column_int64(s, 6);
	} else {
		st = rc == SQLITE_DONE ? nx_fail(err, NX_CORRUPT,
		                                 "ledger: article %u is gone",
		                                 ref & ~NOTICE)
		                       : ledger_fail(l, err);
	}
	sqlite3_reset(s);
	return st;
}

enum nx_status ledger_find(struct ledger *l, const uint64_t key[2],
                           uint32_t *docid, uint64_t digest[2],
                           struct nx_err *err)
{
	struct standing there;
	enum nx_status st = load_known(l, err);

	if (st == NX_OK)
		st = find(l, key, &there, err);
	if (st == NX_END)
		return nx_fail(err, NX_NOTFOUND, "there is no such article");
	if (st == NX_OK && there.v.withdrawn != NULL)
		return nx_fail(err, NX_END, "the article is withdrawn");
	if (st != NX_OK)
		return st;
	*docid = there.ref;
	memcpy(digest, there.v.digest, sizeof there.v.digest);
	return NX_OK;
}

/* Whether it was told by an earlier reading of the archive that is being read
 * again. */
static bool is_earlier(struct ledger *l, const struct standing *there)
{
	enum nx_status st;
	sqlite3_stmt *s;
	bool same;

	if (!l->again || there->member >= l->first_member)
		return false;
	s = ledger_stmt(l, STMT_OWNER, &st, NULL);
	if (st != NX_OK)
		return false;
	sqlite3_bind_int64(s, 1, there->member);
	same = sqlite3_step(s) == SQLITE_ROW &&
	       sqlite3_column_int64(s, 0) == l->archive;
	sqlite3_reset(s);
	return same;
}

static int order(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* Whether a is the newer version (ledger.h). */
static bool is_newer(const struct ledger_article *a,
                     const struct ledger_article *b)
{
	int c = order(a->revision, b->revision);

	if (c == 0)
		c = order(a->time, b->time);
	if (c == 0)
		c = order(a->captured, b->captured);
	if (c == 0)
		c = order(a->withdrawn != NULL, b->withdrawn != NULL);
	if (c == 0)
		c = order(a->size, b->size);
	if (c == 0)
		c = memcmp(a->digest, b->digest, sizeof a->digest);
	return c > 0;
}

/* ---- writing ------------------------------------------------------------ */

static enum nx_status put_record(struct ledger *l, int64_t member,
                                 const struct ledger_article *a, enum outcome o,
                                 const char *reason, struct nx_err *err)
{
	enum nx_status st;
	sqlite3_stmt *s = ledger_stmt(l, STMT_RECORD, &st, err);

	if (st != NX_OK)
		return st;
	sqlite3_bind_int64(s, 1, member);
	ledger_bind_u64(s, 2, a->record);
	ledger_bind_u64(s, 3, a->offset);
	ledger_bind_u64(s, 4, a->bytes);
	sqlite3_bind_int(s, 5, (int)o);
	if (reason != NULL)
		ledger_bind_text(s, 6, reason);
	if (o == OUTCOME_DUPLICATE || o == OUTCOME_SUPERSEDED) {
		ledger_bind_u64(s, 7, a->key[0]);
		ledger_bind_u64(s, 8, a->digest[0]);
	}
	return ledger_step(l, s, err);
}

enum nx_status ledger_record(struct ledger *l, int64_t member, uint64_t record,
                             uint64_t offset, enum outcome o,
                             const char *reason, struct nx_err *err)
{
	struct ledger_article a = { .record = record, .offset = offset };

	return put_record(l, member, &a, o, reason, err);
}

static enum nx_status run_on(struct ledger *l, enum ledger_stmt which,
                             uint64_t id, struct nx_err *err)
{
	enum nx_status st;
	sqlite3_stmt *s = ledger_stmt(l, which, &st, err);

	if (st != NX_OK)
		return st;
	ledger_bind_u64(s, 1, id);
	return ledger_step(l, s, err);
}

/* Run a statement whose parameters are a key, and a digest or a reason. */
static enum nx_status run_on_copies(struct ledger *l, enum ledger_stmt which,
                                    uint64_t key, const char *reason,
                                    uint64_t digest, struct nx_err *err)
{
	enum nx_status st;
	sqlite3_stmt *s = ledger_stmt(l, which, &st, err);

	if (st != NX_OK)
		return st;
	ledger_bind_u64(s, 1, key);
	if (which == STMT_COPIES_DUPLICATE)
		ledger_bind_u64(s, 2, digest);
	else if (reason != NULL)
		ledger_bind_text(s, 2, reason);
	return ledger_step(l, s, err);
}

/* What stood there becomes a record like others. */
static enum nx_status keep_as_record(struct ledger *l,
                                     const struct standing *there,
                                     uint64_t key, const char *reason,
                                     struct nx_err *err)
{
	enum nx_status st;
	sqlite3_stmt *s = ledger_stmt(l, STMT_SUPERSEDE, &st, err);

	if (st != NX_OK)
		return st;
	sqlite3_bind_int64(s, 1, there->ref);
	if (reason != NULL)
		ledger_bind_text(s, 2, reason);
	ledger_bind_u64(s, 3, key);
	ledger_bind_u64(s, 4, there->v.digest[0]);
	return ledger_step(l, s, err);
}

/* Take away what a newer version replaces. */
static enum nx_status take_away(struct ledger *l, const struct standing *there,
                                uint64_t key, const char *reason,
                                struct nx_err *err)
{
	enum nx_status st = NX_OK;

	if (there->v.withdrawn != NULL) {
		st = run_on(l, STMT_FORGET_NOTICE, there->ref & ~NOTICE, err);
	} else {
		if (!is_earlier(l, there))
			st = keep_as_record(l, there, key, reason, err);
		if (st == NX_OK)
			st = run_on(l, STMT_FORGET, there->ref, err);
		if (st == NX_OK)
			st = run_on(l, STMT_DELETION, there->ref, err);
	}
	if (st == NX_OK)
		st = run_on_copies(l, STMT_COPIES_SUPERSEDED, key, reason, 0,
		                   err);
	return st;
}

static enum nx_status put_article(struct ledger *l, int64_t member,
                                  const struct ledger_article *a,
                                  struct nx_err *err)
{
	enum nx_status st;
	sqlite3_stmt *s = ledger_stmt(l, STMT_ARTICLE, &st, err);

	if (st == NX_OK && a->docid >= NOTICE)
		st = nx_fail(err, NX_BOUND,
		             "more articles than an index may hold");
	if (st != NX_OK)
		return st;
	sqlite3_bind_int64(s, 1, a->docid);
	ledger_bind_hash(s, 2, a->key);
	ledger_bind_hash(s, 3, a->digest);
	sqlite3_bind_int64(s, 4, a->revision);
	sqlite3_bind_int64(s, 5, a->time);
	sqlite3_bind_int64(s, 6, a->captured);
	sqlite3_bind_int64(s, 7, a->size);
	sqlite3_bind_int64(s, 8, member);
	ledger_bind_u64(s, 9, a->record);
	ledger_bind_u64(s, 10, a->offset);
	ledger_bind_u64(s, 11, a->bytes);
	sqlite3_bind_int64(s, 12, a->repairs);
	identities_set(&l->known, a->key, a->docid);
	return ledger_step(l, s, err);
}

static enum nx_status put_notice(struct ledger *l, int64_t member,
                                 const struct ledger_article *a,
                                 struct nx_err *err)
{
	int64_t id = l->next_notice++;
	enum nx_status st;
	sqlite3_stmt *s = ledger_stmt(l, STMT_NOTICE, &st, err);

	if (st != NX_OK)
		return st;
	sqlite3_bind_int64(s, 1, id);
	ledger_bind_hash(s, 2, a->key);
	sqlite3_bind_int64(s, 3, a->revision);
	sqlite3_bind_int64(s, 4, a->time);
	sqlite3_bind_int64(s, 5, a->captured);
	sqlite3_bind_int64(s, 6, member);
	ledger_bind_u64(s, 7, a->record);
	identities_set(&l->known, a->key, (uint32_t)id | NOTICE);
	return ledger_step(l, s, err);
}

static const char withdrawn_since[] = "was withdrawn since";

/* ---- versions ----------------------------------------------------------- */

/* Set one number of an article. */
static enum nx_status set_number(struct ledger *l, enum ledger_stmt which,
                                 uint32_t docid, int64_t v, struct nx_err *err)
{
	enum nx_status st;
	sqlite3_stmt *s = ledger_stmt(l, which, &st, err);

	if (st != NX_OK)
		return st;
	sqlite3_bind_int64(s, 1, docid);
	sqlite3_bind_int64(s, 2, v);
	return ledger_step(l, s, err);
}

enum nx_status ledger_repaired(struct ledger *l, uint32_t docid,
                               unsigned repairs, struct nx_err *err)
{
	return set_number(l, STMT_REPAIRED, docid, repairs, err);
}

/* The same article again: from the place where it stood, or from another. */
static enum nx_status offer_same(struct ledger *l, int64_t member,
                                 const struct ledger_article *a,
                                 const struct standing *there, enum outcome *o,
                                 struct nx_err *err)
{
	enum nx_status st = NX_OK;
	sqlite3_stmt *s;

	if (a->captured > there->v.captured)
		st = set_number(l, STMT_CAPTURED, there->ref, a->captured,
		                err);
	if (st != NX_OK)
		return st;
	if (!is_earlier(l, there)) {
		*o = OUTCOME_DUPLICATE;
		return put_record(l, member, a, *o, NULL, err);
	}
	*o = OUTCOME_UNCHANGED;
	s = ledger_stmt(l, STMT_MOVED, &st, err);
	if (st != NX_OK)
		return st;
	sqlite3_bind_int64(s, 1, there->ref);
	sqlite3_bind_int64(s, 2, member);
	ledger_bind_u64(s, 3, a->record);
	ledger_bind_u64(s, 4, a->offset);
	ledger_bind_u64(s, 5, a->bytes);
	sqlite3_bind_int64(s, 6, a->repairs);
	return ledger_step(l, s, err);
}

static enum nx_status offer_notice(struct ledger *l, int64_t member,
                                   const struct ledger_article *a,
                                   const struct standing *there,
                                   struct nx_err *err)
{
	char why[64];
	enum nx_status st;

	(void)snprintf(why, sizeof why, "withdrawn: %s", a->withdrawn);
	st = put_record(l, member, a, OUTCOME_SKIPPED, why, err);
	if (there != NULL && !is_newer(a, &there->v))
		return st;
	if (st == NX_OK && there != NULL)
		st = take_away(l, there, a->key[0], withdrawn_since, err);
	return st == NX_OK ? put_notice(l, member, a, err) : st;
}

static enum nx_status offer_version(struct ledger *l, int64_t member,
                                    const struct ledger_article *a,
                                    const struct standing *there,
                                    enum outcome *o, struct nx_err *err)
{
	bool gone = there->v.withdrawn != NULL;
	enum nx_status st;

	if (!gone && memcmp(a->digest, there->v.digest, sizeof a->digest) == 0)
		return offer_same(l, member, a, there, o, err);
	if (!is_newer(a, &there->v)) {
		*o = OUTCOME_SUPERSEDED;
		return put_record(l, member, a, *o,
		                  gone ? withdrawn_since : NULL, err);
	}
	st = take_away(l, there, a->key[0], NULL, err);
	if (st == NX_OK)
		st = run_on_copies(l, STMT_COPIES_DUPLICATE, a->key[0], NULL,
		                   a->digest[0], err);
	return st == NX_OK ? put_article(l, member, a, err) : st;
}

enum nx_status ledger_offer(struct ledger *l, int64_t member,
                            const struct ledger_article *a, enum outcome *o,
                            struct nx_err *err)
{
	enum nx_status st = load_known(l, err);
	struct standing there;

	if (st != NX_OK)
		return st;
	st = find(l, a->key, &there, err);
	if (st != NX_OK && st != NX_END)
		return st;
	if (a->withdrawn != NULL) {
		*o = OUTCOME_SKIPPED;
		return offer_notice(l, member, a, st == NX_OK ? &there : NULL,
		                    err);
	}
	*o = OUTCOME_INDEXED;
	return st == NX_END ? put_article(l, member, a, err)
	                    : offer_version(l, member, a, &there, o, err);
}
