/* pack.h - archives made in memory (packing.h), and events of a walk as text */
#ifndef NEWSIDX_TESTS_UNIT_PACK_H
#define NEWSIDX_TESTS_UNIT_PACK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "corpus/walk.h"
#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "tests/unit/packing.h"

/* ---- what a walk tells ---- */

/* An event a line: "[name" begins a file, "(path" a member; "*key" is an
 * article, "-reason" and "!reason" records skipped and failed; ")..." ends a
 * member, "]..." a file, with kind, status and reason where they are not the
 * usual ones.  A file whose archives count other members than are told says
 * so. */
struct told {
	struct buf out;
	enum nx_status refuse; /* what article() returns */
	uint64_t consumed;
	atomic_int stop;
	unsigned stop_after; /* articles, then stop is set */
	unsigned articles;
	uint64_t members, listed; /* of a file: told, and counted by archives */
};

static inline enum nx_status told_archive(void *ctx,
                                          const struct walk_archive *a)
{
	const char *slash = strrchr(a->path, '/');
	struct told *t = ctx;

	t->members = t->listed = 0;
	buf_addf(&t->out, "[%s\n", slash != NULL ? slash + 1 : a->path);
	return NX_OK;
}

static inline enum nx_status told_member(void *ctx, const struct member *m)
{
	((struct told *)ctx)->members++;
	buf_addf(ctx, "(%s\n", m->path);
	return NX_OK;
}

static inline enum nx_status told_article(void *ctx, const struct member *m,
                                          uint64_t record, struct article *a)
{
	struct told *t = ctx;

	(void)m;
	(void)record;
	buf_addf(&t->out, "*%s\n", buf_str(&a->key));
	if (++t->articles == t->stop_after)
		t->stop = 1;
	return t->refuse;
}

static inline enum nx_status told_skipped(void *ctx, const struct member *m,
                                          uint64_t record, uint64_t offset,
                                          const char *reason)
{
	(void)m;
	(void)record;
	(void)offset;
	buf_addf(ctx, "-%s\n", reason);
	return NX_OK;
}

static inline enum nx_status told_failed(void *ctx, const struct member *m,
                                         uint64_t record, uint64_t offset,
                                         const char *reason)
{
	(void)m;
	(void)record;
	(void)offset;
	buf_addf(ctx, "!%s\n", reason);
	return NX_OK;
}

static inline enum nx_status told_end(void *ctx, const struct member *m,
                                      const struct member_end *e)
{
	static const char *const kind[] = { "", "container", "skipped",
		                            "failed" };
	struct buf *out = ctx;

	(void)m;
	((struct told *)ctx)->listed += e->listed;
	buf_addf(out, ")%s", kind[e->kind]);
	if (e->status != NX_OK)
		buf_addf(out, " %s", nx_status_name(e->status));
	if (e->reason[0] != '\0')
		buf_addf(out, ": %s", e->reason);
	buf_addc(out, '\n');
	return NX_OK;
}

static inline enum nx_status told_archive_end(void *ctx, const char *path,
                                              const struct walk_archive_end *e)
{
	struct told *t = ctx;
	struct buf *out = &t->out;

	(void)path;
	t->listed += e->listed;
	buf_addf(out, "]%s", e->status != NX_OK ? nx_status_name(e->status) : "");
	if (e->reason[0] != '\0')
		buf_addf(out, ": %s", e->reason);
	if (t->members != t->listed)
		buf_addf(out, " (%llu members listed, %llu told)",
		         (unsigned long long)t->listed,
		         (unsigned long long)t->members);
	buf_addc(out, '\n');
	return NX_OK;
}

static inline void told_consumed(void *ctx, uint64_t bytes)
{
	struct told *t = ctx;

	if (bytes < t->consumed)
		abort();
	t->consumed = bytes;
}

/* How the next walks read: walk_options.readers. */
static unsigned told_readers;

static inline enum nx_status told_walk(struct told *t,
                                       const char *const *paths,
                                       const struct walk_options *o)
{
	const struct walk_options none = { .stop = &t->stop };
	const struct walk_events ev = {
		t,           told_archive, told_member, told_article,
		told_skipped, told_failed, told_end,    told_archive_end,
		told_consumed,
	};
	struct walk_options how = o != NULL ? *o : none;
	struct nx_err err;

	how.readers = told_readers;
	how.ahead = 2000;
	return walk(paths, &how, &ev, &err);
}

struct told_how {
	unsigned readers;
	CMFixtureFunction setup;
};

static inline int told_setup(void **state)
{
	const struct told_how *how = *state;

	told_readers = how->readers;
	*state = NULL;
	return how->setup != NULL ? how->setup(state) : 0;
}

/* Run the n tests with no reader, with one and with three; setup and teardown
 * are those of a test that has none of its own. */
static inline int told_run(const char *name, const struct CMUnitTest *tests,
                           size_t n, CMFixtureFunction setup,
                           CMFixtureFunction teardown)
{
	static const unsigned readers[] = { 0, 1, 3 };
	struct CMUnitTest *all = nx_zalloc(3 * n * sizeof *all);
	struct told_how *how = nx_zalloc(3 * n * sizeof *how);
	int failed;

	for (size_t i = 0; i < 3 * n; i++) {
		all[i] = tests[i % n];
		how[i].readers = readers[i / n];
		how[i].setup = all[i].setup_func;
		if (how[i].setup == NULL) {
			how[i].setup = setup;
			all[i].teardown_func = teardown;
		}
		all[i].setup_func = told_setup;
		all[i].initial_state = &how[i];
	}
	failed = _cmocka_run_group_tests(name, all, 3 * n, NULL, NULL);
	free(all);
	free(how);
	return failed;
}

#endif
