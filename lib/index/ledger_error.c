/* ledger_error.c - why SQLite failed, as far as it can be found out */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/index/ledger_check.h"
#include "lib/index/ledger_schema.h"
#include "lib/index/sums.h"

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

static enum nx_status status_of(int rc)
{
	switch (rc) {
	case SQLITE_NOMEM:
		return NX_NOMEM;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return NX_LOCKED;
	case SQLITE_IOERR:
	case SQLITE_FULL:
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_PROTOCOL:
	case SQLITE_INTERRUPT:
		return NX_IO;
	default:
		/* Our statements are right: it is not our ledger any more. */
		return NX_CORRUPT;
	}
}

enum nx_status ledger_fail(struct ledger *l, struct nx_err *err)
{
	int rc = sqlite3_errcode(l->db) & 0xff, reason;
	bool refused = rc == SQLITE_IOERR || rc == SQLITE_CANTOPEN ||
	               rc == SQLITE_READONLY;

	if (ledger_has_thawed(l))
		return nx_fail(err, NX_STALE,
		               "the ledger is being written to: try again");
	if (refused && disk_is_full(l))
		return nx_fail(err, NX_IO,
		               "ledger: no space left on the disk (%s)",
		               sqlite3_errmsg(l->db));
	if (rc == SQLITE_CANTOPEN)
		return cannot_open(l, err);
	/* Of the system's refusals SQLite has one sentence for all. */
	reason = rc == SQLITE_IOERR ? sqlite3_system_errno(l->db) : 0;
	return nx_fail(err, status_of(rc), "ledger: %s%s%s",
	               sqlite3_errmsg(l->db), reason != 0 ? ": " : "",
	               reason != 0 ? strerror(reason) : "");
}

bool ledger_is_damaged(const char *path, enum nx_status st)
{
	uint64_t size;
	uint32_t crc;

	return st == NX_CORRUPT || st == NX_NOTFOUND ||
	       sums_of_file(path, &crc, &size, NULL) != NX_OK;
}

const struct sums_part *ledger_format_mark(void)
{
	/* https://www.sqlite.org/fileformat.html: the user version, 4 bytes,
	 * the highest first. */
	static const char bytes[4] = { 0, 0, 0, LEDGER_FORMAT };
	static const struct sums_part mark = { 60, bytes, sizeof bytes };

	return &mark;
}
