#include "indexer/build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/intake.h"
#include "indexer/series.h"
#include "indexer/settings.h"
#include "indexer/sources.h"
#include "lib/base/file.h"
#include "lib/base/machine.h"
#include "lib/base/mem.h"
#include "lib/base/options.h"
#include "lib/index/store.h"

uint64_t build_default_memory(void)
{
	uint64_t quarter = machine_memory() / 4;

	return quarter < BUILD_MEMORY_MIN   ? BUILD_MEMORY_MIN
	       : quarter > BUILD_MEMORY_MAX ? BUILD_MEMORY_MAX
	                                    : quarter;
}

struct build {
	const struct build_options *o;
	struct build_options now; /* o, and what is read again */
	struct walk_archive *again;
	size_t n_again, cap_again;
	uint64_t gone;
	struct store store;
	struct series series;
	uint32_t next;          /* docid */
	struct ledger *scratch; /* of a dry run */
	bool replaces;          /* there is an index already */
};

/* A dry run keeps its ledger in a nameless temporary file. */
static enum nx_status open_dry(struct build *b, struct ledger **l,
                               struct nx_err *err)
{
	enum nx_status st = ledger_open(&b->scratch, "", LEDGER_WRITE, err);

	*l = b->scratch;
	b->next = 1;
	return st == NX_OK ? ledger_begin(b->scratch, err) : st;
}

/* An index of nothing is none that a build must not replace: a mistyped path
 * makes one. */
static bool holds_articles(struct ledger *l)
{
	struct ledger_totals t;

	return ledger_totals(l, &t, NULL) != NX_OK || t.indexed > 0;
}

/* All segments of an index have their positions in the same form, or they could
 * not be merged. */
static enum nx_status keep_form(struct build *b, struct ledger *l,
                                struct nx_err *err)
{
	struct settings s = SETTINGS_INIT;
	enum nx_status st = settings_get(&s, l, err);

	b->now.positions = s.positions;
	settings_release(&s);
	return st;
}

static enum nx_status open_index(struct build *b, struct ledger **l,
                                 struct nx_err *err)
{
	enum nx_status st =
		store_open_write_wait(&b->store, b->o->index, b->o->wait, err);

	if (st != NX_OK)
		return st;
	*l = b->store.ledger;
	b->replaces = store_has_index(&b->store);
	if (b->o->retry && !b->replaces)
		return nx_fail(err, NX_NOTFOUND, "there is no index at %s",
		               b->o->index);
	if (!b->o->retry && b->replaces && !b->o->force && holds_articles(*l))
		return nx_fail(err, NX_EXISTS,
		               "%s holds an index already; --force replaces it",
		               b->o->index);
	st = ledger_begin(*l, err);
	if (st == NX_OK && !b->o->retry)
		st = ledger_clear(*l, err);
	if (st == NX_OK && !b->o->retry)
		st = b->o->sources != NULL
		             ? sources_put(b->o->sources, *l, err)
		             : sources_register(*l, b->o->paths, &b->o->walk,
		                                err);
	if (st == NX_OK && b->o->retry)
		st = keep_form(b, *l, err);
	if (st == NX_OK)
		st = ledger_next_docid(*l, &b->next, err);
	if (st == NX_OK)
		st = series_open(&b->series, &b->now, &b->store, b->next, err);
	return st;
}

/* ---- what is read again ------------------------------------------------ */

/* Whether path is one of those that were named, or in one of them. */
static bool is_named(const struct build_options *o, const char *path)
{
	if (o->paths == NULL || o->paths[0] == NULL)
		return true;
	for (const char *const *p = o->paths; *p != NULL; p++) {
		size_t n = strlen(*p);

		while (n > 1 && (*p)[n - 1] == '/')
			n--;
		if (strncmp(path, *p, n) == 0 &&
		    (path[n] == '\0' || path[n] == '/'))
			return true;
	}
	return false;
}

static enum nx_status add_again(void *ctx, const struct ledger_archive *a)
{
	struct build *b = ctx;

	if (!is_named(b->o, a->path))
		return NX_OK;
	if (strcmp(a->path, "-") == 0 || access(a->path, F_OK) != 0) {
		b->gone++;
		if (b->o->complaints)
			complain("%s: is not there any more; what the index "
			         "has of it is kept",
			         a->path);
		return NX_OK;
	}
	b->again = NX_GROW(b->again, b->n_again, &b->cap_again);
	b->again[b->n_again++] = (struct walk_archive){
		.path = nx_strdup(a->path),
		.root = nx_strdup(a->root),
		.name = nx_strdup(a->name),
		.size = a->size,
	};
	return NX_OK;
}

static enum nx_status find_again(struct build *b, struct nx_err *err)
{
	enum nx_status st =
		ledger_failed_archives(b->store.ledger, add_again, b, err);

	/* It is what is read, though there may be nothing. */
	if (b->again == NULL)
		b->again = nx_zalloc(sizeof *b->again);
	b->now.again = b->again;
	b->now.n_again = b->n_again;
	return st;
}

static void free_again(struct build *b)
{
	for (size_t i = 0; i < b->n_again; i++) {
		free((void *)(uintptr_t)b->again[i].path);
		free((void *)(uintptr_t)b->again[i].root);
		free((void *)(uintptr_t)b->again[i].name);
	}
	free(b->again);
}

/* ---- publishing -------------------------------------------------------- */

static enum nx_status commit(struct build *b, struct nx_err *err)
{
	enum nx_status st;

	if (!b->o->unseen)
		return store_commit(&b->store, b->o->walk.stop, err);
	st = ledger_commit(b->store.ledger, err);
	return st == NX_OK ? store_publish(&b->store, err) : st;
}

/* Everything up to the commit point, and what follows from it. */
static enum nx_status publish(struct build *b, struct intake *in,
                              struct nx_err *err)
{
	struct ledger *l = b->store.ledger;
	enum nx_status st = NX_OK;

	progress_phase(&in->progress, "finishing the index");
	/* A retry without a new article makes no segment, but may withdraw some. */
	st = series_finish(&b->series, !b->o->retry, err);
	if (st == NX_OK)
		st = b->o->retry ? NX_OK : settings_put(l, b->o, err);
	if (st == NX_OK)
		st = ledger_set(l, "made-by", "newsidx " NEWSIDX_VERSION, err);
	if (st == NX_OK)
		st = commit(b, err);
	progress_clear(&in->progress);
	return st;
}

static enum nx_status amiss(const char *what, uint64_t there, uint64_t told,
                            struct nx_err *err)
{
	return nx_fail(err, NX_CORRUPT,
	               "%s: %llu, but the ledger accounts for %llu; this is a "
	               "fault of newsidx, please report it",
	               what, (unsigned long long)there,
	               (unsigned long long)told);
}

enum nx_status build_account(struct ledger *l, struct ledger_totals *t,
                             struct nx_err *err)
{
	enum nx_status st = ledger_totals(l, t, err);

	if (st != NX_OK)
		return st;
	if (t->listed_members != t->members)
		return amiss("members that the archives list",
		             t->listed_members, t->members, err);
	if (t->listed != t->records)
		return amiss("records that the members count", t->listed,
		             t->records, err);
	return NX_OK;
}

/* And what was told must be as much. */
static enum nx_status account(const struct intake *in, struct ledger *l,
                              struct build_report *rep, struct nx_err *err)
{
	enum nx_status st = build_account(l, &rep->totals, err);
	const struct ledger_totals *t = &rep->totals;

	if (st != NX_OK)
		return st;
	if (!in->o->retry && in->members != t->members)
		return amiss("members read", in->members, t->members, err);
	if (!in->o->retry && in->records != t->records)
		return amiss("records read", in->records, t->records, err);
	return NX_OK;
}

/* A mistyped path must not cost the index that is there. */
static enum nx_status check_worth(const struct build *b,
                                  const struct intake *in, struct nx_err *err)
{
	if (in->articles > 0 || in->faults == 0 || b->o->index == NULL ||
	    !b->replaces || b->o->retry)
		return NX_OK;
	return nx_fail(err, NX_NOTFOUND,
	               "no article was found; %s is as it was", b->o->index);
}

static enum nx_status read_and_publish(struct build *b, struct intake *in,
                                       struct ledger *l,
                                       struct build_report *rep,
                                       struct nx_err *err)
{
	enum nx_status st = intake_run(in, err);

	if (st == NX_OK && b->o->more != NULL)
		st = b->o->more(b->o->more_ctx, in, err);
	if (st == NX_OK && b->o->retry)
		st = ledger_settle(l, err);
	if (st == NX_OK)
		st = account(in, l, rep, err);
	if (st == NX_OK && b->o->format != NULL)
		st = ledger_formats(l, b->o->format, b->o->ctx, err);
	if (st == NX_OK && b->o->reason != NULL)
		st = ledger_reasons(l, b->o->reason, b->o->ctx, err);
	if (st == NX_OK)
		st = check_worth(b, in, err);
	if (st == NX_OK && b->o->index != NULL)
		st = publish(b, in, err);
	return st;
}

static void report(const struct build *b, const struct intake *in,
                   struct build_report *rep)
{
	rep->words = b->series.words;
	rep->text_bytes = in->text_bytes;
	rep->faults = in->faults + b->gone;
	rep->seconds = progress_seconds(&in->progress);
	rep->retried = b->n_again;
	rep->gone = b->gone;
	rep->unchanged = in->all_unchanged;
	rep->added = in->articles;
}

/* Several archives are read at once, as long as each reader has so much of the
 * memory: a decompressor may take 64 MiB for itself. */
#define READER_MEMORY ((uint64_t)128 << 20)

/* Bytes that readers may be ahead, of the memory, and at least and most. */
#define AHEAD_SHARE 32
#define AHEAD_MIN ((size_t)1 << 20)
#define AHEAD_MAX ((size_t)8 << 20)

void build_choose_means(struct build_options *o)
{
	uint64_t ahead, readers;

	if (o->jobs == 0)
		o->jobs = 1;
	if (o->memory == 0)
		o->memory = build_default_memory();
	readers = o->memory / READER_MEMORY;
	if (readers > o->jobs)
		readers = o->jobs;
	if (readers == 0)
		readers = 1;
	o->walk.readers = o->jobs > 1 ? (unsigned)readers : 0;
	ahead = o->memory / AHEAD_SHARE;
	o->walk.ahead = ahead < AHEAD_MIN   ? AHEAD_MIN
	                : ahead > AHEAD_MAX ? AHEAD_MAX
	                                    : (size_t)ahead;
}

enum nx_status build_run(const struct build_options *o,
                         struct build_report *rep, struct nx_err *err)
{
	struct build b = { .o = o, .now = *o, .store = { .lock = -1 } };
	struct intake in;
	struct ledger *l = NULL;
	enum nx_status st;

	memset(rep, 0, sizeof *rep);
	build_choose_means(&b.now);
	b.now.walk.digest = o->index != NULL;
	st = o->index != NULL ? open_index(&b, &l, err) : open_dry(&b, &l, err);
	if (st == NX_OK && o->retry)
		st = find_again(&b, err);
	if (st != NX_OK)
		goto out;
	intake_init(&in, &b.now, l, o->index != NULL ? &b.series : NULL,
	            b.next);
	st = read_and_publish(&b, &in, l, rep, err);
	report(&b, &in, rep);
	intake_release(&in);
out:
	series_close(&b.series);
	if (o->index != NULL)
		store_close(&b.store);
	ledger_close(b.scratch);
	free_again(&b);
	if (st == NX_OK && o->index != NULL)
		rep->index_bytes = file_folder_bytes(o->index);
	return st;
}
