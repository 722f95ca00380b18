/* ledger_once.h - statements of one use
 *
 * Private to lib/index/ledger*.c.
 */
#ifndef NEWSIDX_INDEX_LEDGER_ONCE_H
#define NEWSIDX_INDEX_LEDGER_ONCE_H

#include "lib/index/ledger_schema.h"

static inline enum nx_status prepare(struct ledger *l, const char *text,
                                     sqlite3_stmt **s, struct nx_err *err)
{
	return sqlite3_prepare_v2(l->db, text, -1, s, NULL) == SQLITE_OK
	               ? NX_OK
	               : ledger_fail(l, err);
}

/* Step one that gives no rows, unless st says that it is not to be; it is gone
 * then. */
static inline enum nx_status step_once(struct ledger *l, sqlite3_stmt *s,
                                       enum nx_status st, struct nx_err *err)
{
	if (st == NX_OK)
		st = ledger_step(l, s, err);
	sqlite3_finalize(s);
	return st;
}

/* A column's text, "" for NULL. */
static inline const char *text_at(sqlite3_stmt *s, int i)
{
	const unsigned char *t = sqlite3_column_text(s, i);

	return t != NULL ? (const char *)t : "";
}

#endif
