#include "indexer/update.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "indexer/intake.h"
#include "indexer/series.h"
#include "lib/analysis/family.h"
#include "lib/base/mem.h"

/* ---- walking ----------------------------------------------------------------
 */

enum nx_status update_walk(struct update *u, update_walk_fn *fn,
                           struct nx_err *err)
{
	struct sources *s = &u->sources;
	const char **paths = nx_zalloc((s->n + 1) * sizeof *paths);
	const char **names = nx_zalloc((s->n + 1) * sizeof *names);
	enum nx_status st = NX_OK;

	for (size_t i = 0, end; st == NX_OK && i < s->n; i = end) {
		struct walk_options o = u->b.walk;
		struct source_walk w;
		size_t n = 0;

		for (end = i; end < s->n &&
		              strcmp(s->v[end].options, s->v[i].options) == 0;
		     end++) {
			if (!s->v[end].walked)
				continue;
			paths[n] = s->v[end].path;
			names[n++] = s->v[end].name;
		}
		paths[n] = NULL;
		o.names = names;
		st = source_walk_parse(&w, s->v[i].options, &o, err);
		u->walking = &o;
		if (st == NX_OK && n > 0)
			st = fn(u, paths, &o, err);
		u->walking = NULL;
		source_walk_release(&w);
	}
	free(paths);
	free(names);
	return st;
}

/* ---- what is looked at
 * -------------------------------------------------------- */

/* Sources that have to do with the paths that were named; each path must be in
 * one. */
static enum nx_status choose_sources(struct update *u, const char *here,
                                     struct nx_err *err)
{
	size_t n = 0;

	while (u->o->paths != NULL && u->o->paths[n] != NULL)
		n++;
	if (n > 0)
		u->scope = nx_zalloc((n + 1) * sizeof *u->scope);
	for (size_t i = 0; i < n; i++)
		u->scope[i] = path_absolute(here, u->o->paths[i]);
	for (size_t i = 0; i < u->sources.n; i++)
		u->sources.v[i].walked = n == 0;
	for (size_t k = 0; k < n; k++) {
		bool any = false;

		for (size_t i = 0; i < u->sources.n; i++) {
			struct source *s = &u->sources.v[i];
			char *all =
				path_absolute(u->sources.directory, s->path);

			if (path_is_in(u->scope[k], all) ||
			    path_is_in(all, u->scope[k])) {
				s->walked = true;
				any = true;
			}
			free(all);
		}
		if (!any)
			return nx_fail(err, NX_USAGE,
			               "%s is in no source of the index; "
			               "'newsidx source add' makes it one",
			               u->o->paths[k]);
	}
	return NX_OK;
}

/* What the build was told that holds for all segments. */
static enum nx_status read_settings(struct update *u, struct nx_err *err)
{
	struct ledger *ledger = u->store.ledger;
	struct buf v = BUF_INIT;
	enum nx_status st = ledger_get(ledger, "language", &v, err);
	const struct language *l = language_find(buf_str(&v), v.len);

	u->b.language = l != NULL ? l->code : NULL;
	if (st == NX_OK)
		st = ledger_get(ledger, "positions", &v, err);
	if (st == NX_OK && v.len > 0 &&
	    !positions_named(v.p, v.len, &u->b.positions))
		st = nx_fail(err, NX_UNSUPPORTED,
		             "the index keeps positions in a form that this "
		             "newsidx does not know");
	buf_release(&v);
	return st;
}

static enum nx_status prepare(struct update *u, struct nx_err *err)
{
	char *here = working_folder(err);
	enum nx_status st = here != NULL ? NX_OK : NX_IO;

	if (st == NX_OK)
		st = sources_load(&u->sources, u->store.ledger, err);
	if (st == NX_OK)
		st = choose_sources(u, here, err);
	if (st == NX_OK)
		st = read_settings(u, err);
	/* Where that folder is gone, so is what is in it. */
	if (st == NX_OK && chdir(u->sources.directory) != 0 && chdir("/") != 0)
		st = nx_fail_errno(err, "cannot go to %s",
		                   u->sources.directory);
	free(here);
	return st;
}

/* ---- writing
 * ------------------------------------------------------------------ */

static enum nx_status write_all(struct update *u, struct series *s,
                                struct nx_err *err)
{
	struct ledger *l = u->store.ledger;
	struct ledger_totals t;
	struct intake in;
	uint32_t next;
	enum nx_status st = ledger_begin(l, err);

	if (st == NX_OK)
		st = ledger_next_docid(l, &next, err);
	if (st == NX_OK)
		st = series_open(s, &u->b, &u->store, next, err);
	if (st != NX_OK)
		return st;
	u->b.expected = u->bytes + 1;
	intake_init(&in, &u->b, l, s, next);
	/* What is told of archives was seen before that. */
	in.began = u->began;
	u->in = &in;
	st = update_read(u, err);
	u->rep->faults += in.faults;
	u->rep->unchanged = in.all_unchanged;
	u->rep->continued = in.gone_on;
	if (st == NX_OK)
		st = build_account(l, &t, err);
	progress_phase(&in.progress, "finishing the index");
	if (st == NX_OK)
		st = series_finish(s, false, err);
	if (st == NX_OK)
		st = ledger_set(l, "made-by", "newsidx " NEWSIDX_VERSION, err);
	if (st == NX_OK)
		st = store_commit(&u->store, u->b.walk.stop, err);
	if (st == NX_OK)
		u->rep->total = t.indexed;
	progress_clear(&in.progress);
	intake_release(&in);
	return st;
}

static enum nx_status look_and_write(struct update *u, struct nx_err *err)
{
	struct series s = { .dir = BUF_INIT };
	enum nx_status st = update_look(u, err);
	bool settled;

	if (st != NX_OK)
		return st;
	settled = store_is_settled(&u->store);
	if (settled && u->planned == 0 && u->n_want == 0)
		return NX_OK;
	u->rep->wrote = true;
	st = store_go_on(&u->store, err);
	if (st != NX_OK || (u->planned == 0 && u->n_want == 0))
		return st;
	st = write_all(u, &s, err);
	series_close(&s);
	return st;
}

static enum nx_status tell_alerts(struct update *u, struct nx_err *err)
{
	const struct alerts_options o = {
		.index = u->b.index,
		.feeds = u->feeds,
		.json = u->o->json,
		.stop = u->o->stop,
	};
	struct alerts_report *rep = &u->rep->alerts;
	enum nx_status st;

	u->rep->done = true;
	if (!u->o->alerts)
		return NX_OK;
	st = alerts_tell(&u->store, &o, rep, err);
	u->rep->faults += rep->failed;
	u->rep->wrote = u->rep->wrote || rep->wrote;
	return st;
}

/* ---- life
 * ---------------------------------------------------------------------- */

static void release(struct update *u)
{
	for (size_t i = 0; i < u->n_known; i++) {
		struct ledger_known *k = &u->known[i].k;

		free((void *)(uintptr_t)k->a.path);
		free((void *)(uintptr_t)k->a.root);
		free((void *)(uintptr_t)k->a.name);
		free((void *)(uintptr_t)k->digest);
		free((void *)(uintptr_t)k->mark);
	}
	update_forget_grown(u);
	free(u->known);
	for (size_t i = 0; i < u->n_want; i++) {
		free(u->want[i].path);
		free(u->want[i].root);
	}
	free(u->want);
	for (char **p = u->scope; p != NULL && *p != NULL; p++)
		free(*p);
	free(u->scope);
	free(u->feeds);
	sources_release(&u->sources);
}

enum nx_status update_run(const struct update_options *o,
                          struct update_report *rep, struct nx_err *err)
{
	struct update u = { .o = o, .rep = rep, .sources = SOURCES_INIT };
	char *here = working_folder(err), *index;
	enum nx_status st = here != NULL ? NX_OK : NX_IO;

	memset(rep, 0, sizeof *rep);
	if (st != NX_OK)
		return st;
	u.began = now_ns();
	/* This process goes to another folder. */
	index = o->index[0] == '/' ? nx_strdup(o->index)
	                           : nx_format("%s/%s", here, o->index);
	if (o->feeds != NULL)
		u.feeds = path_absolute(here, o->feeds);
	u.b = (struct build_options){
		.index = index,
		.jobs = o->jobs,
		.memory = o->memory,
		.progress = o->progress,
		.complaints = true,
		.walk = { .stop = o->stop, .leave_out = index },
	};
	build_choose_means(&u.b);
	st = store_open_look(&u.store, index, o->wait, err);
	if (st == NX_OK) {
		st = prepare(&u, err);
		if (st == NX_OK)
			st = look_and_write(&u, err);
		if (st == NX_OK)
			st = tell_alerts(&u, err);
		store_close(&u.store);
	}
	rep->seconds = (double)(now_ns() - u.began) / 1e9;
	release(&u);
	free(index);
	free(here);
	return st;
}
