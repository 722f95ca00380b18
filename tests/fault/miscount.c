/* miscount.c - something that is counted goes missing
 *
 * Built by the stories that need it and put before a program:
 *
 *     cc -shared -fPIC -o miscount.so miscount.c -ldl
 *     LD_PRELOAD=$PWD/miscount.so MISCOUNT=record newsidx build ...
 *
 * MISCOUNT=listed   libarchive counts one member more than there are
 * MISCOUNT=member   SQLite forgets the first member it is told of
 * MISCOUNT=record   SQLite forgets the first record that is no article
 * MISCOUNT=article  SQLite forgets the first article
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <archive.h>
#include <sqlite3.h>

static bool is(const char *what)
{
	const char *m = getenv("MISCOUNT");

	return m != NULL && strcmp(m, what) == 0;
}

int archive_file_count(struct archive *a)
{
	static int (*next)(struct archive *);

	if (next == NULL)
		next = (__typeof__(next))dlsym(RTLD_NEXT, "archive_file_count");
	return next(a) + is("listed");
}

/* Whether a row is put into the table for the first time. */
static bool forget(sqlite3_stmt *s, const char *what, const char *into)
{
	static bool done;
	const char *text = sqlite3_sql(s);

	if (done || !is(what) || text == NULL || strstr(text, into) == NULL)
		return false;
	done = true;
	return true;
}

int sqlite3_step(sqlite3_stmt *s)
{
	static int (*next)(sqlite3_stmt *);

	if (next == NULL)
		next = (__typeof__(next))dlsym(RTLD_NEXT, "sqlite3_step");
	if (forget(s, "member", "INTO member VALUES") ||
	    forget(s, "record", "INTO record VALUES") ||
	    forget(s, "article", "INTO article VALUES"))
		return SQLITE_DONE;
	return next(s);
}
