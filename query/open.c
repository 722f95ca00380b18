#include <stdlib.h>

#include "lib/base/limits.h"
#include "query/commands.h"

const char *index_named(const char *given)
{
	const char *name = given != NULL ? given : getenv("NEWSIDX_INDEX");

	if (name == NULL)
		complain("which index? Give -i FOLDER or set NEWSIDX_INDEX");
	return name;
}

enum nx_status with_index(const char *path, index_task *ask, void *ctx,
                          struct nx_err *err)
{
	enum nx_status st = NX_STALE;

	for (int i = 0; st == NX_STALE && i < LIMIT_REOPEN; i++) {
		struct index *x = NULL;

		st = index_open(&x, path, err);
		if (st != NX_OK)
			continue;
		st = ask(x, ctx, err);
		/* A fault of an index that was replaced is no fault. */
		if ((st == NX_IO || st == NX_CORRUPT || st == NX_NOTFOUND) &&
		    index_outdated(x))
			st = NX_STALE;
		index_close(x);
	}
	return st;
}
