/* ledger_grown.c - archives that go on from where an earlier reading came to */
#include <stdio.h>

#include "lib/index/ledger_schema.h"
#include "lib/index/ledger_update.h"

static enum nx_status ask(struct ledger *l, const char *text, int64_t id,
                          sqlite3_stmt **s, struct nx_err *err)
{
	if (sqlite3_prepare_v2(l->db, text, -1, s, NULL) != SQLITE_OK)
		return ledger_fail(l, err);
	sqlite3_bind_int64(*s, 1, id);
	return NX_OK;
}

/* The archive's one member and its records; false where there are more, or none,
 * or it was not read. */
static bool find_member(struct ledger *l, int64_t archive, int64_t *member,
                        uint64_t *records)
{
	sqlite3_stmt *s = NULL;
	bool one = ask(l,
	               "SELECT count(*), id, records, outcome FROM member"
	               " WHERE archive = ?1",
	               archive, &s, NULL) == NX_OK &&
	           sqlite3_step(s) == SQLITE_ROW &&
	           sqlite3_column_int64(s, 0) == 1 &&
	           (sqlite3_column_int(s, 3) == OUTCOME_READ ||
	            sqlite3_column_int(s, 3) == OUTCOME_DAMAGED);

	if (one) {
		*member = sqlite3_column_int64(s, 1);
		*records = (uint64_t)sqlite3_column_int64(s, 2);
	}
	sqlite3_finalize(s);
	return one;
}

bool ledger_may_go_on(struct ledger *l, int64_t id, uint64_t records)
{
	int64_t member;
	uint64_t there;

	return find_member(l, id, &member, &there) && records <= there;
}

/* What was told of records behind so many becomes that of a member of its own,
 * of an earlier reading, whose number is the member's, negative. */
static enum nx_status part_member(struct ledger *l, int64_t member,
                                  uint64_t records, struct nx_err *err)
{
	char behind[96], text[1200];

	(void)snprintf(behind, sizeof behind,
	               "WHERE member = %lld AND record > %llu",
	               (long long)member, (unsigned long long)records);
	(void)snprintf(text, sizeof text,
	               "INSERT OR IGNORE INTO temp.touched SELECT key, digest"
	               " FROM record %s AND outcome = 2;"
	               "DELETE FROM record %s;"
	               "INSERT INTO member SELECT -id, archive, path, 10,"
	               " format, reason, 0, 0, 0, 0, NULL FROM member"
	               " WHERE id = %lld;"
	               "UPDATE article SET member = -member %s;"
	               "UPDATE notice SET member = -member %s;"
	               "DELETE FROM mended WHERE archive = %lld",
	               behind, behind, (long long)member, behind, behind,
	               (long long)l->archive);
	return ledger_exec(l, text, err);
}

static enum nx_status count(struct ledger *l, const char *text, int64_t id,
                            uint64_t *n, struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st = ask(l, text, id, &s, err);
	int rc = SQLITE_DONE;

	*n = 0;
	if (st == NX_OK && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		*n = (uint64_t)sqlite3_column_int64(s, 0);
		rc = SQLITE_DONE;
	}
	return ledger_ended(l, s, rc, st, err);
}

enum nx_status ledger_archive_go_on(struct ledger *l,
                                    const struct ledger_archive *a,
                                    const uint64_t *records,
                                    struct ledger_kept *kept,
                                    struct nx_err *err)
{
	enum nx_status st = ledger_find_archive(l, a, err);
	uint64_t there;

	*kept = (struct ledger_kept){ .records = records != NULL ? *records
	                                                         : 0 };
	if (st == NX_OK &&
	    (!l->again ||
	     (records != NULL &&
	      (!find_member(l, l->archive, &kept->member, &there) ||
	       *records > there))))
		st = nx_fail(err, NX_CORRUPT,
		             "%s: the ledger does not have what it goes on "
		             "from; this is a fault of newsidx, please report "
		             "it",
		             a->path);
	if (st == NX_OK)
		st = ledger_set_numbers(l, a, err);
	if (st != NX_OK)
		return st;
	if (records == NULL) {
		st = ledger_archive_records(l, l->archive, &kept->records,
		                            err);
		return st == NX_OK
		               ? count(l,
		                       "SELECT count(*) FROM article WHERE"
		                       " member IN (SELECT id FROM member"
		                       " WHERE archive = ?1)",
		                       l->archive, &kept->articles, err)
		               : st;
	}
	st = part_member(l, kept->member, *records, err);
	return st == NX_OK ? count(l,
	                           "SELECT count(*) FROM article"
	                           " WHERE member = ?1",
	                           kept->member, &kept->articles, err)
	                   : st;
}
