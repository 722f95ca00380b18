/* ledger_error.c - why SQLite failed, as far as it can be found out */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/index/ledger_schema.h"

/* SQLite does not always keep the system's reason. */
static bool disk_is_full(const struct ledger *l)
{
	char *dir = file_folder_of(l->path);
	bool full = file_disk_full(dir);

	free(dir);
	return full;
}

/* Where it could not create a file, it tried to open it after all, and what the
 * system says then is that there is none. */
static enum nx_status cannot_open(const struct ledger *l, struct nx_err *err)
{
	bool missing = access(l->path, F_OK) != 0 && errno == ENOENT;
	char *dir = file_folder_of(l->path);
	int reason = access(dir, l->writes ? W_OK : F_OK) != 0
	                     ? errno
	                     : sqlite3_system_errno(l->db);

	free(dir);
	if (l->writes && missing && reason == ENOENT)
		return nx_fail(err, NX_IO, "ledger: cannot create %s", l->path);
	return nx_fail(err, missing && !l->writes ? NX_NOTFOUND : NX_IO,
	               "ledger: %s%s%s", sqlite3_errmsg(l->db),
	               reason != 0 ? ": " : "",
	               reason != 0 ? strerror(reason) : "");
}

enum nx_status ledger_fail(struct ledger *l, struct nx_err *err)
{
	int rc = sqlite3_errcode(l->db) & 0xff, reason;
	bool refused = rc == SQLITE_IOERR || rc == SQLITE_CANTOPEN ||
	               rc == SQLITE_READONLY;
	enum nx_status st = NX_IO;

	if (refused && disk_is_full(l))
		return nx_fail(err, NX_IO,
		               "ledger: no space left on the disk (%s)",
		               sqlite3_errmsg(l->db));
	if (rc == SQLITE_CANTOPEN)
		return cannot_open(l, err);
	if (rc == SQLITE_NOMEM)
		st = NX_NOMEM;
	else if (rc == SQLITE_CORRUPT || rc == SQLITE_NOTADB)
		st = NX_CORRUPT;
	else if (rc == SQLITE_BUSY || rc == SQLITE_LOCKED)
		st = NX_LOCKED;
	/* Of the system's refusals SQLite has one sentence for all. */
	reason = rc == SQLITE_IOERR ? sqlite3_system_errno(l->db) : 0;
	return nx_fail(err, st, "ledger: %s%s%s", sqlite3_errmsg(l->db),
	               reason != 0 ? ": " : "",
	               reason != 0 ? strerror(reason) : "");
}
