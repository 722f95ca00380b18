#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/exit.h"
#include "lib/base/limits.h"
#include "query/commands.h"

const char *index_named(const char *given)
{
	const char *name = given != NULL ? given : getenv("NEWSIDX_INDEX");

	if (name == NULL)
		complain("which index? Give -i FOLDER or set NEWSIDX_INDEX");
	return name;
}

char *query_of(const struct operands *o)
{
	struct buf b = BUF_INIT;

	if (o->n == 0) {
		complain("what is to be found? 'newsidx query --help' tells "
		         "how to ask");
		return NULL;
	}
	buf_adds(&b, "");
	for (size_t i = 0; i < o->n; i++)
		buf_addf(&b, "%s%s", i > 0 ? " " : "", o->v[i]);
	return b.p;
}

bool language_named(const char *name, const struct language **l)
{
	*l = NULL;
	if (name == NULL)
		return true;
	*l = language_find(name, strlen(name));
	if (*l == NULL)
		complain("unknown language '%s'; give a code such as en, de, "
		         "fr",
		         name);
	return *l != NULL;
}

/* Seconds after which a query is given up.  What people ask takes milliseconds,
 * on a large index from a cold disk some seconds. */
#define TIMEOUT 30

/* The longest that may be asked for: a day. */
#define TIMEOUT_MOST 86400

bool timeout_named(const char *text, double *out)
{
	char *end;

	*out = TIMEOUT;
	if (text == NULL)
		return true;
	*out = strtod(text, &end);
	if (end != text && *end == '\0' && *out >= 0 && *out <= TIMEOUT_MOST)
		return true;
	complain("--timeout=%s: give seconds, such as 10 or 0.5, or 0 for no "
	         "limit",
	         text);
	return false;
}

/* A fault of an index that was replaced is no fault. */
static bool is_stale(const struct index *x, enum nx_status st)
{
	return st == NX_STALE ||
	       ((st == NX_IO || st == NX_CORRUPT || st == NX_NOTFOUND) &&
	        index_outdated(x));
}

enum nx_status with_kept_index(struct index **kept, const char *path,
                               index_task *ask, void *ctx, struct nx_err *err)
{
	enum nx_status st = NX_STALE;

	for (int i = 0; st == NX_STALE && i < LIMIT_REOPEN; i++) {
		if (*kept != NULL)
			index_hold(*kept);
		if (*kept != NULL && index_outdated(*kept)) {
			index_close(*kept);
			*kept = NULL;
		}
		st = NX_OK;
		if (*kept == NULL)
			st = index_open(kept, path, err);
		if (st != NX_OK)
			continue;
		st = ask(*kept, ctx, err);
		if (!is_stale(*kept, st))
			break;
		st = NX_STALE;
		index_close(*kept);
		*kept = NULL;
	}
	if (*kept != NULL)
		index_let_go(*kept);
	return st;
}

enum nx_status with_index(const char *path, index_task *ask, void *ctx,
                          struct nx_err *err)
{
	struct index *x = NULL;
	enum nx_status st = with_kept_index(&x, path, ask, ctx, err);

	index_close(x);
	return st;
}

int answer_code(enum nx_status st, const struct nx_err *err, bool found)
{
	if (st == NX_OK)
		return found ? EXIT_DONE : EXIT_NOMATCH;
	complain("%s", err->msg);
	return (int)exit_code_of(st);
}
