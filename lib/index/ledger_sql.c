/* ledger_sql.c - the statements that a run repeats */
#include "lib/index/ledger_schema.h"

const char *const ledger_sql[STMTS] = {
	[STMT_GET] = "SELECT digest, revision, time, captured, size, member,"
		     " record, own, offset, bytes FROM article"
		     " WHERE docid = ?1",
	[STMT_GET_NOTICE] = "SELECT NULL, revision, time, captured, 0, member,"
			    " record, captured, 0, 0 FROM notice"
			    " WHERE id = ?1",
	[STMT_ARTICLE] = "INSERT INTO article VALUES(?1,?2,?3,?4,?5,?6,?7,?8,"
			 "?9,?10,?11,?12,?13)",
	[STMT_NOTICE] = "INSERT INTO notice VALUES(?1,?2,?3,?4,?5,?6,?7)",
	[STMT_FORGET] = "DELETE FROM article WHERE docid = ?1",
	[STMT_FORGET_NOTICE] = "DELETE FROM notice WHERE id = ?1",
	[STMT_SUPERSEDE] = "INSERT OR REPLACE INTO record SELECT member,"
			   " record, offset, bytes, 3, ?2, ?3, ?4, own"
			   " FROM article"
			   " WHERE docid = ?1",
	[STMT_DELETION] = "INSERT OR IGNORE INTO deletion(docid) VALUES(?1)",
	/* Copies of the version before are of an older version now, and all of
	 * them for the reason of the version that stays; copies of that one
	 * may have come before it. */
	[STMT_COPIES_SUPERSEDED] = "UPDATE record SET outcome = 3, reason = ?2"
				   " WHERE key = ?1 AND outcome IN (2, 3)",
	[STMT_COPIES_DUPLICATE] =
		"UPDATE record SET outcome = 2, reason = NULL"
		" WHERE key = ?1 AND digest = ?2 AND outcome = 3",
	[STMT_CAPTURED] = "UPDATE article SET captured = ?2 WHERE docid = ?1",
	[STMT_MOVED] = "UPDATE article SET member = ?2, record = ?3,"
		       " offset = ?4, bytes = ?5,"
		       " repairs = repairs & ?9 | ?6,"
		       " captured = ?7, own = ?8 WHERE docid = ?1",
	[STMT_FIND] = "SELECT docid FROM article WHERE key = ?1",
	[STMT_FIND_NOTICE] = "SELECT id FROM notice WHERE key = ?1",
	/* Versions that are not the same, and notices. */
	[STMT_RIVALS] = "SELECT 1 FROM record WHERE key = ?1"
			" AND digest IS NOT ?2 LIMIT 1",
	[STMT_IN_DOUBT] = "SELECT 1 FROM temp.doubt WHERE key = ?1",
	[STMT_CANDIDATES] = "SELECT DISTINCT m.archive FROM record r"
			    " JOIN member m ON m.id = r.member"
			    " WHERE r.key = ?1",
	[STMT_LATEST_COPY] = "SELECT max(captured) FROM record"
			     " WHERE key = ?1 AND digest = ?2",
	[STMT_PROOF] = "UPDATE archive SET digest = ?2, state = ?3,"
		       " mark = ?4 WHERE id = ?1",
	[STMT_REPAIRED] = "UPDATE article SET repairs = repairs | ?2"
			  " WHERE docid = ?1",
	[STMT_OWNER] = "SELECT outcome, archive, path FROM member"
		       " WHERE id = ?1",
	[STMT_RECORD] = "INSERT OR REPLACE INTO record VALUES(?1,?2,?3,?4,?5,"
			"?6,?7,?8,?9)",
	[STMT_ARCHIVE] = "INSERT INTO archive(path, root, name, size, mtime,"
			 " ctime, inode) VALUES(?1,?2,?3,?4,?5,?6,?7)",
	[STMT_AGAIN] = "UPDATE archive SET size = ?2, mtime = ?3, ctime = ?4,"
		       " inode = ?5 WHERE id = ?1",
	[STMT_ARCHIVE_END] = "UPDATE archive SET outcome = ?2, reason = ?3,"
			     " listed = ?4 WHERE id = ?1",
	/* One that goes on is there already. */
	[STMT_MEMBER] = "INSERT OR REPLACE INTO member VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,"
			"?10,?11)",
	[STMT_MENDED] = "INSERT INTO mended VALUES(?1,?2,?3,?4)"
			" ON CONFLICT DO UPDATE SET times = times + ?4",
};
