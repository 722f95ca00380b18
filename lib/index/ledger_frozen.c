/* ledger_frozen.c - a ledger beside which nothing can be written
 *
 * SQLite reads a database with a write-ahead log by way of a file beside it
 * that it has to write to.  Where it may not, or there is no room for it, but
 * nothing is in the log either, nobody is writing and the database can be read
 * as it stands.
 */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/index/ledger_schema.h"

static bool may_write_beside(const char *path)
{
	char *dir = file_folder_of(path);
	bool may = access(dir, W_OK) == 0;

	free(dir);
	return may;
}

static char *uri_of(const char *path)
{
	struct buf b = BUF_INIT;
	char *uri;

	buf_adds(&b, "file:");
	for (const char *p = path; *p != '\0'; p++)
		buf_addf(&b, "%%%02x", (unsigned)(unsigned char)*p);
	uri = nx_format("%s?immutable=1", buf_str(&b));
	buf_release(&b);
	return uri;
}

/* Whether there is no log; or, if that is enough, nothing in it. */
static bool no_log(const char *path, bool empty)
{
	char *log = nx_format("%s-wal", path);
	struct stat st;
	bool none = stat(log, &st) != 0 || (empty && st.st_size == 0);

	free(log);
	return none;
}

/* An empty log is what is left of who had no room; or of a writer, which there
 * is none under the lock. */
char *ledger_frozen_uri(const char *path, bool locked)
{
	bool frozen =
		no_log(path, locked) && (locked || !may_write_beside(path));

	return frozen ? uri_of(path) : NULL;
}

/* A writer would have had room for that file. */
char *ledger_crowded_uri(const char *path)
{
	char *dir = file_folder_of(path);
	bool crowded = no_log(path, true) && file_disk_full(dir);

	free(dir);
	return crowded ? uri_of(path) : NULL;
}

static int64_t mtime_of(const struct stat *st)
{
	return (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

void ledger_freeze(struct ledger *l)
{
	struct stat st;

	l->frozen = stat(l->path, &st) == 0;
	if (!l->frozen)
		return;
	l->frozen_mtime = mtime_of(&st);
	l->frozen_size = (int64_t)st.st_size;
}

bool ledger_has_thawed(const struct ledger *l)
{
	struct stat st;

	return l->frozen &&
	       (stat(l->path, &st) != 0 || mtime_of(&st) != l->frozen_mtime ||
	        (int64_t)st.st_size != l->frozen_size);
}

bool ledger_may_be_read_later(const struct ledger *l, enum nx_status st)
{
	return st == NX_STALE || (st == NX_IO && !may_write_beside(l->path) &&
	                          access(l->path, R_OK) == 0);
}

enum nx_status ledger_unreadable(const struct ledger *l, enum nx_status st,
                                 struct nx_err *err)
{
	if (st != NX_IO || may_write_beside(l->path) || no_log(l->path, true))
		return st;
	return nx_fail(err, st,
	               "the ledger's last changes are in %s-wal, which can be "
	               "read only where that folder can be written to: "
	               "'newsidx ledger' does, once",
	               l->path);
}
