#include "indexer/repair.h"

#include <stdlib.h>
#include <unistd.h>

#include "indexer/verify.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/index/sums.h"

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
		st = settings_get(&r->settings, r->store.ledger, r->err);
	if (st == NX_OK && health_has(h, HEALTH_SEGMENT, 0))
		st = repair_segments(r);
	return st;
}

/* What was mended must be sound.  That it is mended stays so. */
static enum nx_status look_again(struct mending *r)
{
	struct verify_report v;
	enum nx_status st = look(r, &v);

	if (st == NX_OK && v.found.faults > 0)
		st = nx_fail(r->err, NX_CORRUPT, "it is still damaged: %s",
		             v.found.n > 0 ? v.found.v[0].text : "");
	else if (st != NX_OK)
		st = nx_fail_in(r->err, NX_IO,
		                "repairing it is done, but it was not looked "
		                "at again ('newsidx verify' does)");
	verify_release(&v);
	return st;
}

/* Of a repair that was killed. */
static enum nx_status tidy(struct mending *r)
{
	char *new = nx_format("%s/" REPAIR_NEW, r->o.index);
	enum nx_status st = file_remove_tree(new, r->err);

	free(new);
	return st == NX_OK ? repair_aside_tidy(r) : st;
}

static enum nx_status find_and_mend(struct mending *r)
{
	struct verify_report v;
	enum nx_status st = tidy(r);

	if (st != NX_OK)
		return st;
	st = look(r, &v);
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

/* Under the lock again, for another repair may look after such folders. */
static void settle_mended(struct mending *r, enum nx_status st)
{
	if (store_lock(&r->store, r->o.index, NULL) == NX_OK)
		repair_aside_settle(r, st, true);
	store_close(&r->store);
}

enum nx_status repair_run(const struct build_options *o,
                          struct repair_report *rep, struct nx_err *err)
{
	struct mending r = {
		.o = *o, .settings = SETTINGS_INIT, .rep = rep, .err = err
	};
	struct progress p;
	enum nx_status st;
	bool mended;

	*rep = (struct repair_report){ .aside = BUF_INIT };
	progress_start(&p, NULL, 0);
	if (r.o.jobs == 0)
		r.o.jobs = 1;
	if (r.o.memory == 0)
		r.o.memory = build_default_memory();
	st = store_lock(&r.store, o->index, err);
	if (st == NX_OK)
		st = find_and_mend(&r);
	if (st != NX_OK)
		repair_aside_settle(&r, st, false);
	mended = st == NX_OK && rep->found.faults > 0;
	store_close(&r.store);
	if (mended) {
		st = look_again(&r);
		settle_mended(&r, st);
	}
	settings_release(&r.settings);
	free(r.aside);
	free(r.aside_name);
	rep->seconds = progress_seconds(&p);
	return st;
}

void repair_release(struct repair_report *rep)
{
	health_release(&rep->found);
	buf_release(&rep->aside);
}
