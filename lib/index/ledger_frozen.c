/* ledger_frozen.c - a ledger in a folder that may not be written
 *
 * SQLite reads a database with a write-ahead log by way of a file beside it
 * that it has to write to.  Where it may not, but there is no log either,
 * nobody is writing and the database can be read as it stands.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/mem.h"
#include "lib/index/ledger_schema.h"

static bool may_write_beside(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash == NULL
	                    ? nx_strdup(".")
	                    : nx_strndup(path, (size_t)(slash - path) + 1);
	bool may = access(dir, W_OK) == 0;

	free(dir);
	return may;
}

char *ledger_frozen_uri(const char *path, bool locked)
{
	char *log = nx_format("%s-wal", path), *uri;
	bool frozen =
		access(log, F_OK) != 0 && (locked || !may_write_beside(path));
	struct buf b = BUF_INIT;

	free(log);
	if (!frozen)
		return NULL;
	buf_adds(&b, "file:");
	for (const char *p = path; *p != '\0'; p++)
		buf_addf(&b, "%%%02x", (unsigned)(unsigned char)*p);
	uri = nx_format("%s?immutable=1", buf_str(&b));
	buf_release(&b);
	return uri;
}
