/* ledger_articles.c - which version of an article stays */
#include <stdio.h>
#include <string.h>

#include "lib/index/ledger_check.h"
#include "lib/index/ledger_standing.h"

enum nx_status ledger_find(struct ledger *l, const uint64_t key[2],
                           uint32_t *docid, uint64_t digest[2],
                           struct nx_err *err)
{
	struct standing there;
	enum nx_status st = ledger_load_known(l, err);

	if (st == NX_OK)
		st = ledger_standing(l, key, &there, err);
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
		ledger_bind_u64(s, 8, a->digest[0]);
		sqlite3_bind_int64(s, 9, a->captured);
	}
	if (o == OUTCOME_DUPLICATE || o == OUTCOME_SUPERSEDED ||
	    a->withdrawn != NULL)
		ledger_bind_u64(s, 7, a->key[0]);
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
                                     const struct standing *there, uint64_t key,
                                     const char *reason, struct nx_err *err)
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
		if (!there->earlier)
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

/* captured is the latest of its copies. */
static enum nx_status put_article(struct ledger *l, int64_t member,
                                  const struct ledger_article *a,
                                  int64_t captured, struct nx_err *err)
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
	sqlite3_bind_int64(s, 6, captured);
	sqlite3_bind_int64(s, 7, a->size);
	sqlite3_bind_int64(s, 8, member);
	ledger_bind_u64(s, 9, a->record);
	ledger_bind_u64(s, 10, a->offset);
	ledger_bind_u64(s, 11, a->bytes);
	sqlite3_bind_int64(s, 12, a->repairs);
	sqlite3_bind_int64(s, 13, a->captured);
	if (!l->updating)
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
	if (!l->updating)
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

/* It was indexed from this place before. */
static enum nx_status stay(struct ledger *l, int64_t member,
                           const struct ledger_article *a,
                           const struct standing *there, int64_t captured,
                           struct nx_err *err)
{
	enum nx_status st;
	sqlite3_stmt *s = ledger_stmt(l, STMT_MOVED, &st, err);

	if (st != NX_OK)
		return st;
	sqlite3_bind_int64(s, 1, there->ref);
	sqlite3_bind_int64(s, 2, member);
	ledger_bind_u64(s, 3, a->record);
	ledger_bind_u64(s, 4, a->offset);
	ledger_bind_u64(s, 5, a->bytes);
	sqlite3_bind_int64(s, 6, a->repairs);
	sqlite3_bind_int64(s, 7, captured);
	sqlite3_bind_int64(s, 8, a->captured);
	sqlite3_bind_int64(s, 9, a->later);
	return ledger_step(l, s, err);
}

/* The version takes the place of what stands there. */
static enum nx_status replace(struct ledger *l, int64_t member,
                              const struct ledger_article *a,
                              const struct standing *there, struct nx_err *err)
{
	enum nx_status st = take_away(l, there, a->key[0], NULL, err);
	int64_t captured = a->captured;

	if (there->v.withdrawn == NULL && there->ref < l->first_docid)
		l->replaced++;
	if (st == NX_OK)
		st = run_on_copies(l, STMT_COPIES_DUPLICATE, a->key[0], NULL,
		                   a->digest[0], err);
	if (st == NX_OK && l->updating)
		st = ledger_latest(l, a, &captured, err);
	return st == NX_OK ? put_article(l, member, a, captured, err) : st;
}

/* What an update reads again, the same as before.  It may stand elsewhere now;
 * and if it has become older, for a copy of it was later, then others may be
 * newer, whom it cannot be compared with: it is not taken for what stood there,
 * and all of them will be read (ledger_round). */
static enum nx_status offer_again(struct ledger *l, int64_t member,
                                  const struct ledger_article *a,
                                  const struct standing *there, enum outcome *o,
                                  struct nx_err *err)
{
	bool rivals = false, doubt = false;
	int64_t captured;
	enum nx_status st = ledger_latest(l, a, &captured, err);

	if (st == NX_OK)
		st = ledger_in_doubt(l, a->key[0], there, &doubt, err);
	if (st == NX_OK && !doubt && captured < there->v.captured)
		st = ledger_has_rivals(l, a->key[0], a->digest[0], &rivals,
		                       err);
	if (st != NX_OK)
		return st;
	if (rivals) {
		*o = OUTCOME_SUPERSEDED;
		return put_record(l, member, a, *o, NULL, err);
	}
	if (!ledger_in_place(l, there, a))
		return replace(l, member, a, there, err);
	*o = OUTCOME_UNCHANGED;
	/* A copy may have been taken for older, before this one came. */
	st = run_on_copies(l, STMT_COPIES_DUPLICATE, a->key[0], NULL,
	                   a->digest[0], err);
	return st == NX_OK ? stay(l, member, a, there, captured, err) : st;
}

/* The same article again: from the place where it stood, or from another. */
static enum nx_status offer_same(struct ledger *l, int64_t member,
                                 const struct ledger_article *a,
                                 const struct standing *there, enum outcome *o,
                                 struct nx_err *err)
{
	int64_t captured = there->v.captured;
	enum nx_status st = NX_OK;

	if (l->updating && there->earlier)
		return offer_again(l, member, a, there, o, err);
	if (a->captured > captured)
		captured = a->captured;
	if (there->earlier) {
		*o = OUTCOME_UNCHANGED;
		return stay(l, member, a, there, captured, err);
	}
	if (captured > there->v.captured)
		st = set_number(l, STMT_CAPTURED, there->ref, captured, err);
	*o = OUTCOME_DUPLICATE;
	return st == NX_OK ? put_record(l, member, a, *o, NULL, err) : st;
}

static enum nx_status offer_notice(struct ledger *l, int64_t member,
                                   const struct ledger_article *a,
                                   const struct standing *there,
                                   struct nx_err *err)
{
	bool takes = there == NULL || is_newer(a, &there->v);
	char why[64];
	enum nx_status st = NX_OK;

	/* The same notice again: it stands here now. */
	if (!takes && there->earlier && there->v.withdrawn != NULL &&
	    a->revision == there->v.revision && a->time == there->v.time &&
	    a->captured == there->v.captured)
		takes = true;
	if (!takes)
		st = ledger_in_doubt(l, a->key[0], there, &takes, err);
	(void)snprintf(why, sizeof why, "withdrawn: %s", a->withdrawn);
	if (st == NX_OK)
		st = put_record(l, member, a, OUTCOME_SKIPPED, why, err);
	if (st == NX_OK && takes && there != NULL)
		st = take_away(l, there, a->key[0], withdrawn_since, err);
	return st == NX_OK && takes ? put_notice(l, member, a, err) : st;
}

static enum nx_status offer_version(struct ledger *l, int64_t member,
                                    const struct ledger_article *a,
                                    const struct standing *there,
                                    enum outcome *o, struct nx_err *err)
{
	bool gone = there->v.withdrawn != NULL;
	bool takes = true;
	enum nx_status st = NX_OK;

	if (!gone && memcmp(a->digest, there->v.digest, sizeof a->digest) == 0)
		return offer_same(l, member, a, there, o, err);
	if (!is_newer(a, &there->v))
		st = ledger_in_doubt(l, a->key[0], there, &takes, err);
	if (st != NX_OK)
		return st;
	if (takes)
		return replace(l, member, a, there, err);
	*o = OUTCOME_SUPERSEDED;
	return put_record(l, member, a, *o, gone ? withdrawn_since : NULL, err);
}

enum nx_status ledger_offer(struct ledger *l, int64_t member,
                            const struct ledger_article *a, enum outcome *o,
                            struct nx_err *err)
{
	enum nx_status st = ledger_load_known(l, err);
	struct standing there;

	if (st != NX_OK)
		return st;
	st = ledger_standing(l, a->key, &there, err);
	if (st != NX_OK && st != NX_END)
		return st;
	if (a->withdrawn != NULL) {
		*o = OUTCOME_SKIPPED;
		return offer_notice(l, member, a, st == NX_OK ? &there : NULL,
		                    err);
	}
	*o = OUTCOME_INDEXED;
	return st == NX_END ? put_article(l, member, a, a->captured, err)
	                    : offer_version(l, member, a, &there, o, err);
}
