#include "indexer/repair.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "indexer/verify.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/index/sums.h"

/* ---- what was damaged -----------------------------------------------------
 */

/* The folder appears when something is put into it. */
static enum nx_status make_aside(struct mending *r)
{
	char when[32];
	time_t now = time(NULL);
	struct tm tm;

	if (r->aside != NULL)
		return NX_OK;
	strftime(when, sizeof when, "%Y%m%d-%H%M%S", gmtime_r(&now, &tm));
	r->aside = nx_format("%s/damaged-%s", r->o.index, when);
	return file_mkdir(r->aside, r->err);
}

/* By a second name where that can be. */
static enum nx_status keep(struct mending *r, const char *from, const char *to)
{
	uint64_t size;
	uint32_t crc;

	if (access(from, F_OK) != 0 || link(from, to) == 0)
		return NX_OK;
	return file_copy(from, to, NULL, &crc, &size, r->err);
}

enum nx_status repair_keep(struct mending *r, const char *name)
{
	enum nx_status st = make_aside(r);
	char *from, *to;

	if (st != NX_OK)
		return st;
	from = nx_format("%s/%s", r->o.index, name);
	to = nx_format("%s/%s", r->aside, name);
	st = keep(r, from, to);
	free(from);
	free(to);
	return st;
}

enum nx_status repair_keep_segment(struct mending *r, const char *number)
{
	char *from = nx_format("%s/" STORE_SEGMENTS "/%s", r->o.index, number);
	enum nx_status st = make_aside(r);
	char *to = nx_format("%s/%s", r->aside != NULL ? r->aside : "", number);
	DIR *d = opendir(from);
	struct dirent *e;

	if (st == NX_OK && d != NULL)
		st = file_mkdir(to, r->err);
	while (st == NX_OK && d != NULL && (e = readdir(d)) != NULL) {
		char *a, *b;

		if (e->d_name[0] == '.')
			continue;
		a = nx_format("%s/%s", from, e->d_name);
		b = nx_format("%s/%s", to, e->d_name);
		st = keep(r, a, b);
		free(a);
		free(b);
	}
	if (d != NULL)
		closedir(d);
	free(from);
	free(to);
	return st;
}

/* It stays only if something in it could not be had again. */
static void settle_aside(struct mending *r, bool failed)
{
	if (r->aside == NULL)
		return;
	if (!failed && r->rep->lost == 0 && r->rep->strays == 0)
		(void)file_remove_tree(r->aside, NULL);
	else
		buf_sets(&r->rep->aside, r->aside);
}

/* ---- small things ---------------------------------------------------------
 */

/* Nothing but the stub and checksums is wrong: publishing writes them. */
static void forget_sums(struct mending *r)
{
	const struct health *h = &r->rep->found;
	char *ledger = nx_format("%s/" STORE_LEDGER_SUM, r->o.index);

	for (size_t i = 0; i < h->n; i++) {
		char *dir;

		if (h->v[i].kind != HEALTH_SUMS)
			continue;
		r->rep->sums = true;
		if (h->v[i].segment == 0)
			(void)unlink(ledger);
		dir = nx_format("%s/" STORE_SEGMENTS "/%06lld", r->o.index,
		                (long long)h->v[i].segment);
		(void)sums_forget(dir, NULL);
		free(dir);
	}
	free(ledger);
}

/* ---- the whole ------------------------------------------------------------
 */

static enum nx_status look(struct mending *r, struct verify_report *v)
{
	const struct verify_options o = {
		.index = r->o.index,
		.alone = true,
		.progress = r->o.progress,
		.stop = r->o.walk.stop,
	};

	return verify_run(&o, v, r->err);
}

static enum nx_status mend(struct mending *r)
{
	const struct health *h = &r->rep->found;
	enum nx_status st;

	if (health_has(h, HEALTH_LEDGER, 0))
		return repair_all(r);
	forget_sums(r);
	r->rep->stub = health_has(h, HEALTH_STUB, 0);
	st = health_has(h, HEALTH_SEGMENT, 0)
	             ? store_open_damaged(&r->store, r->err)
	             : store_open_locked(&r->store, r->err);
	if (st == NX_OK)
		settings_get(&r->settings, r->store.ledger);
	if (st == NX_OK && health_has(h, HEALTH_SEGMENT, 0))
		st = repair_segments(r);
	return st;
}

/* What was mended must be sound. */
static enum nx_status look_again(struct mending *r)
{
	struct verify_report v;
	enum nx_status st = look(r, &v);

	if (st == NX_OK && v.found.faults > 0)
		st = nx_fail(r->err, NX_CORRUPT, "it is still damaged: %s",
		             v.found.n > 0 ? v.found.v[0].text : "");
	verify_release(&v);
	return st;
}

static enum nx_status find_and_mend(struct mending *r)
{
	struct verify_report v;
	enum nx_status st = look(r, &v);

	r->rep->found = v.found;
	v.found = (struct health){ .v = NULL };
	verify_release(&v);
	if (st != NX_OK)
		return st;
	if (r->rep->found.faults == 0) {
		/* What a killed writer left to do is done. */
		return store_open_locked(&r->store, r->err);
	}
	return mend(r);
}

enum nx_status repair_run(const struct build_options *o,
                          struct repair_report *rep, struct nx_err *err)
{
	struct mending r = {
		.o = *o, .settings = SETTINGS_INIT, .rep = rep, .err = err
	};
	struct progress p;
	enum nx_status st;

	*rep = (struct repair_report){ .aside = BUF_INIT };
	progress_start(&p, NULL, 0);
	if (r.o.jobs == 0)
		r.o.jobs = 1;
	if (r.o.memory == 0)
		r.o.memory = build_default_memory();
	st = store_lock(&r.store, o->index, err);
	if (st == NX_OK)
		st = find_and_mend(&r);
	store_close(&r.store);
	if (st == NX_OK && rep->found.faults > 0)
		st = look_again(&r);
	settle_aside(&r, st != NX_OK);
	settings_release(&r.settings);
	free(r.aside);
	rep->seconds = progress_seconds(&p);
	return st;
}

void repair_release(struct repair_report *rep)
{
	health_release(&rep->found);
	buf_release(&rep->aside);
}
