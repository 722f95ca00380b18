/* ledger_report.c - what the ledger tells: settings, totals, listings */
#include <fnmatch.h>
#include <string.h>

#include "lib/index/ledger_once.h"

/* ---- settings --------------------------------------------------------- */

enum nx_status ledger_get(struct ledger *l, const char *name, struct buf *out,
                          struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	int rc;

	buf_clear(out);
	if (sqlite3_prepare_v2(l->db,
	                       "SELECT value FROM setting WHERE name = ?1", -1,
	                       &s, NULL) != SQLITE_OK)
		return ledger_fail(l, err);
	sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC);
	rc = sqlite3_step(s);
	if (rc == SQLITE_ROW)
		buf_add(out, sqlite3_column_text(s, 0),
		        (size_t)sqlite3_column_bytes(s, 0));
	sqlite3_finalize(s);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? NX_OK
	                                             : ledger_fail(l, err);
}

enum nx_status ledger_set(struct ledger *l, const char *name,
                          const char *value, struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	int rc;

	if (sqlite3_prepare_v2(l->db,
	                       "INSERT OR REPLACE INTO setting VALUES(?1,?2)",
	                       -1, &s, NULL) != SQLITE_OK)
		return ledger_fail(l, err);
	sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 2, value, -1, SQLITE_STATIC);
	rc = sqlite3_step(s);
	sqlite3_finalize(s);
	return rc == SQLITE_DONE ? NX_OK : ledger_fail(l, err);
}

/* ---- totals ----------------------------------------------------------- */

/* Call fn for each row of a query of two integer columns. */
static enum nx_status pairs(struct ledger *l, const char *text,
                            void (*fn)(struct ledger_totals *, int64_t,
                                       uint64_t),
                            struct ledger_totals *t, struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	int rc;

	if (sqlite3_prepare_v2(l->db, text, -1, &s, NULL) != SQLITE_OK)
		return ledger_fail(l, err);
	while ((rc = sqlite3_step(s)) == SQLITE_ROW)
		fn(t, sqlite3_column_int64(s, 0),
		   (uint64_t)sqlite3_column_int64(s, 1));
	return ledger_ended(l, s, rc, NX_OK, err);
}

static void count_archives(struct ledger_totals *t, int64_t o, uint64_t n)
{
	t->archives += n;
	if (o == OUTCOME_DAMAGED || o == OUTCOME_FAILED)
		t->archives_damaged += n;
}

static void count_members(struct ledger_totals *t, int64_t o, uint64_t n)
{
	t->members += n;
	if (o == OUTCOME_SKIPPED)
		t->members_skipped += n;
	else if (o == OUTCOME_FAILED)
		t->members_failed += n;
	else if (o == OUTCOME_DAMAGED)
		t->members_damaged += n;
	else if (o == OUTCOME_CONTAINER)
		t->containers += n;
}

static void count_records(struct ledger_totals *t, int64_t o, uint64_t n)
{
	t->records += n;
	switch (o) {
	case OUTCOME_INDEXED:
		t->indexed += n;
		break;
	case OUTCOME_DUPLICATE:
		t->duplicate += n;
		break;
	case OUTCOME_SUPERSEDED:
		t->superseded += n;
		break;
	case OUTCOME_SKIPPED:
		t->skipped += n;
		break;
	default:
		t->failed += n;
		break;
	}
}

static void count_listed(struct ledger_totals *t, int64_t o, uint64_t n)
{
	if (o == OUTCOME_READ || o == OUTCOME_DAMAGED || o == OUTCOME_KEPT)
		t->listed += n;
}

static void count_listed_members(struct ledger_totals *t, int64_t o, uint64_t n)
{
	(void)o;
	t->listed_members += n;
}

static void count_mended(struct ledger_totals *t, int64_t bit, uint64_t n)
{
	if (bit >= 0 && bit < LEDGER_REPAIRS)
		t->mended[bit] += n;
}

static void count_repairs(struct ledger_totals *t, int64_t bits, uint64_t n)
{
	for (unsigned i = 0; i < LEDGER_REPAIRS; i++)
		if ((bits >> i & 1) != 0)
			t->repaired[i] += n;
}

enum nx_status ledger_totals(struct ledger *l, struct ledger_totals *t,
                             struct nx_err *err)
{
	static const struct {
		const char *sql;
		void (*count)(struct ledger_totals *, int64_t, uint64_t);
	} v[] = {
		{ "SELECT outcome, count(*) FROM archive GROUP BY 1",
		  count_archives },
		{ "SELECT outcome, count(*) FROM member GROUP BY 1",
		  count_members },
		{ "SELECT outcome, sum(records) FROM member GROUP BY 1",
		  count_listed },
		{ "SELECT 0, sum(listed) FROM archive UNION ALL"
		  " SELECT 0, sum(listed) FROM member UNION ALL"
		  " SELECT 0, count(*) FROM member WHERE outcome = 10",
		  count_listed_members },
		{ "SELECT 1, count(*) FROM article", count_records },
		{ "SELECT outcome, count(*) FROM record GROUP BY 1",
		  count_records },
		{ "SELECT repairs, count(*) FROM article WHERE repairs <> 0"
		  " GROUP BY 1",
		  count_repairs },
		{ "SELECT what, sum(times) FROM mended GROUP BY 1",
		  count_mended },
	};
	enum nx_status st = NX_OK;

	memset(t, 0, sizeof *t);
	for (size_t i = 0; st == NX_OK && i < sizeof v / sizeof v[0]; i++)
		st = pairs(l, v[i].sql, v[i].count, t, err);
	return st;
}

/* ---- listings --------------------------------------------------------- */

/* Columns: 0 kind, 1 archive's id, 2 archive, 3 member, 4 outcome, 5 format,
 * 6 reason, 7 record, 8 offset, 9 bytes, 10 records, 11 indexed, 12 repairs,
 * 13 member's id, 14 unchanged, 15 what was mended, 16 how often, 17 digest:
 * the order of reading is that of the ids. */
#define ARCHIVES                                                              \
	"SELECT 0, a.id, a.path, NULL, a.outcome, '', a.reason, 0, 0, 0, 0,"  \
	" 0, 0, 0, 0, 0, 0, NULL FROM archive a"
#define MEMBERS                                                               \
	"SELECT 1, a.id, a.path, m.path, m.outcome, ifnull(m.format, ''),"    \
	" m.reason, 0, 0, m.bytes, m.records, m.records -"                    \
	" (SELECT count(*) FROM record r WHERE r.member = m.id), 0, m.id,"    \
	" m.unchanged, 0, 0, m.sha256"                                        \
	" FROM member m JOIN archive a ON a.id = m.archive"
#define RECORDS                                                               \
	"SELECT 2, a.id, a.path, m.path, r.outcome, ifnull(m.format, ''),"    \
	" ifnull(r.reason, CASE r.outcome"                                    \
	" WHEN 2 THEN 'the same article stands elsewhere'"                    \
	" ELSE 'a newer version stands elsewhere' END), r.record,"            \
	" r.offset, r.bytes, 0, 0, 0, m.id, 0, 0, 0, NULL FROM record r"      \
	" JOIN member m ON m.id = r.member JOIN archive a ON a.id = m.archive"
#define REPAIRED                                                              \
	"SELECT 2, a.id, a.path, m.path, 1, ifnull(m.format, ''), '',"        \
	" t.record, t.offset, t.bytes, 0, 0, t.repairs, m.id, 0, 0, 0, NULL"  \
	" FROM article t JOIN member m ON m.id = t.member"                    \
	" JOIN archive a ON a.id = m.archive"
#define MENDED                                                                \
	"SELECT 3, a.id, a.path, m.path, ifnull(m.outcome, a.outcome),"       \
	" ifnull(m.format, ''), '', 0, 0, 0, 0, 0, 0, d.member, 0, d.what,"   \
	" d.times, NULL FROM mended d JOIN archive a ON a.id = d.archive"     \
	" LEFT JOIN member m ON m.id = d.member"
#define ORDER " ORDER BY 2, 14, 1, 8, 16"
#define BOTH " UNION ALL "

static const char *const listing[] = {
	[LEDGER_ALL] = ARCHIVES BOTH MEMBERS ORDER,
	[LEDGER_RECORDS] = ARCHIVES BOTH MEMBERS BOTH RECORDS ORDER,
	[LEDGER_SKIPPED] = MEMBERS " WHERE m.outcome = 4" BOTH RECORDS
	                           " WHERE r.outcome = 4" ORDER,
	[LEDGER_FAILED] = ARCHIVES " WHERE a.outcome IN (5, 8)" BOTH MEMBERS
	                           " WHERE m.outcome IN (5, 8)" BOTH RECORDS
	                           " WHERE r.outcome = 5" ORDER,
	[LEDGER_REPAIRED] = REPAIRED " WHERE t.repairs <> 0" BOTH MENDED ORDER,
};

static void row_read(sqlite3_stmt *s, struct ledger_row *r)
{
	static const int kind[] = { ROW_ARCHIVE, ROW_MEMBER, ROW_RECORD,
		                    ROW_MENDED };
	int k = sqlite3_column_int(s, 0);

	memset(r, 0, sizeof *r);
	r->kind = kind[k];
	r->archive = text_at(s, 2);
	r->member = k == 0 ? NULL : text_at(s, 3);
	r->outcome = (enum outcome)sqlite3_column_int(s, 4);
	r->format = text_at(s, 5);
	r->reason = text_at(s, 6);
	r->record = (uint64_t)sqlite3_column_int64(s, 7);
	r->offset = (uint64_t)sqlite3_column_int64(s, 8);
	r->bytes = (uint64_t)sqlite3_column_int64(s, 9);
	r->records = (uint64_t)sqlite3_column_int64(s, 10);
	r->indexed = (uint64_t)sqlite3_column_int64(s, 11);
	r->repairs = (unsigned)sqlite3_column_int64(s, 12);
	r->unchanged = (uint64_t)sqlite3_column_int64(s, 14);
	r->what = (unsigned)sqlite3_column_int64(s, 15);
	r->times = (uint64_t)sqlite3_column_int64(s, 16);
	if (sqlite3_column_bytes(s, 17) == LEDGER_SHA256)
		r->sha256 = sqlite3_column_blob(s, 17);
}

static bool archive_matches(const char *glob, const char *path)
{
	const char *slash = strrchr(path, '/');

	return glob == NULL || fnmatch(glob, path, 0) == 0 ||
	       (slash != NULL && fnmatch(glob, slash + 1, 0) == 0);
}

enum nx_status ledger_rows(struct ledger *l, enum ledger_filter f,
                           const char *archive, ledger_row_fn *fn, void *ctx,
                           struct nx_err *err)
{
	sqlite3_stmt *s = NULL;
	enum nx_status st = NX_OK;
	int rc = SQLITE_DONE;

	if (sqlite3_prepare_v2(l->db, listing[f], -1, &s, NULL) != SQLITE_OK)
		return ledger_fail(l, err);
	while (st == NX_OK && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		struct ledger_row r;

		row_read(s, &r);
		if (archive_matches(archive, r.archive))
			st = fn(ctx, &r);
	}
	return ledger_ended(l, s, rc, st, err);
}
