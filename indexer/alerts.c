#include "indexer/alerts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "indexer/asking.h"
#include "indexer/feed.h"
#include "lib/base/exit.h"
#include "lib/base/file.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/base/options.h"
#include "lib/base/progress.h"
#include "lib/base/terminal.h"
#include "lib/index/ledger_alert.h"
#include "lib/index/telling.h"

struct alert {
	struct ledger_alert a; /* with strings of its own */
	bool asked;
	off_t from, to; /* its tellings, in the spool */
	uint64_t n[CHANGE_WITHDRAWN + 1]; /* of them, by kind */
	uint64_t told;
};

struct telling_run {
	struct store *store;
	const struct alerts_options *o;
	struct alerts_report *rep;
	struct alert *v;
	size_t n, cap;
	int spool;  /* what is to be told, alert by alert */
	FILE *read; /* the same */
	int64_t now;
	struct buf scratch;
	struct nx_err *err;
};

static enum nx_status take_alert(void *ctx, const struct ledger_alert *a)
{
	struct telling_run *r = ctx;
	struct alert *to;

	r->v = NX_GROW(r->v, r->n, &r->cap);
	to = &r->v[r->n++];
	*to = (struct alert){ .a = *a };
	to->a.uid = nx_strdup(a->uid);
	to->a.name = nx_strdup(a->name);
	to->a.query = nx_strdup(a->query);
	to->a.language = nx_strdup(a->language);
	r->rep->alerts++;
	return NX_OK;
}

static bool is_any_pending(const struct telling_run *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].a.pending)
			return true;
	return false;
}

/* ---- asking --------------------------------------------------------------- */

static const char *form(const struct alerts_options *o)
{
	return o->feeds != NULL ? "atom" : o->json ? "json" : "text";
}

/* What it has to tell goes to the end of the spool.  One that cannot be asked
 * leaves nothing there. */
static enum nx_status ask(struct telling_run *r, struct alert *a)
{
	char now[32], width[16];
	const char *color = use_color(NULL, stdout) ? "always" : "never";
	const char *argv[] = {
		"alert-tell", "-i",      r->o->index, "--as", form(r->o),
		"--now",      now,       "--width",   width,  "--color",
		color,        a->a.name, NULL,
	};
	int code;

	if (r->o->stop != NULL && *r->o->stop != 0)
		return nx_fail(r->err, NX_INTERRUPTED, "interrupted");
	(void)snprintf(now, sizeof now, "%lld", (long long)r->now);
	(void)snprintf(width, sizeof width, "%u", terminal_width(stdout));
	a->from = lseek(r->spool, 0, SEEK_END);
	code = asking_run(argv, r->spool, r->o->stop);
	a->to = lseek(r->spool, 0, SEEK_END);
	if (r->o->stop != NULL && *r->o->stop != 0)
		return nx_fail(r->err, NX_INTERRUPTED, "interrupted");
	if (a->from < 0 || a->to < 0)
		return nx_fail_errno(r->err, "a temporary file");
	a->asked = code == EXIT_DONE;
	if (a->asked)
		return NX_OK;
	r->rep->failed++;
	complain("alert %s could not be asked; what came for it is kept until "
	         "it can",
	         a->a.name);
	if (ftruncate(r->spool, a->from) != 0)
		return nx_fail_errno(r->err, "a temporary file");
	return NX_OK;
}

typedef enum nx_status telling_fn(struct telling_run *r, struct alert *a,
                                  const struct telling *t);

static enum nx_status each_telling(struct telling_run *r, struct alert *a,
                                   telling_fn *fn)
{
	enum nx_status st = NX_OK;
	struct telling t;

	if (!a->asked || a->to == a->from)
		return NX_OK;
	if (fseeko(r->read, a->from, SEEK_SET) != 0)
		return nx_fail_errno(r->err, "a temporary file");
	while (st == NX_OK && ftello(r->read) < a->to) {
		st = telling_read(r->read, &r->scratch, &t, r->err);
		if (st == NX_OK)
			st = fn(r, a, &t);
	}
	return st;
}

static enum nx_status count(struct telling_run *r, struct alert *a,
                            const struct telling *t)
{
	a->n[t->what]++;
	a->told++;
	r->rep->articles++;
	return NX_OK;
}

static enum nx_status ask_all(struct telling_run *r)
{
	enum nx_status st = NX_OK;

	r->spool = file_nameless(r->err);
	if (r->spool < 0)
		return NX_IO;
	for (size_t i = 0; st == NX_OK && i < r->n; i++)
		if (r->v[i].a.pending)
			st = ask(r, &r->v[i]);
	r->read = st == NX_OK ? fdopen(r->spool, "r") : NULL;
	if (st == NX_OK && r->read == NULL)
		st = nx_fail_errno(r->err, "a temporary file");
	for (size_t i = 0; st == NX_OK && i < r->n; i++) {
		st = each_telling(r, &r->v[i], count);
		r->rep->telling += r->v[i].told > 0;
	}
	return st;
}

/* ---- noting --------------------------------------------------------------- */

static enum nx_status note(struct telling_run *r, struct alert *a,
                           const struct telling *t)
{
	struct ledger *l = r->store->ledger;
	const struct ledger_entry e = {
		.key = { t->key[0], t->key[1] },
		.what = t->what,
		.time = r->now,
		.text = t->text,
	};
	enum nx_status st =
		ledger_alert_told(l, a->a.id, t->key, t->article, r->err);

	return st == NX_OK && r->o->feeds != NULL
	               ? ledger_alert_entry(l, a->a.id, &e, r->err)
	               : st;
}

static enum nx_status note_begun(struct telling_run *r, struct alert *a)
{
	return a->told > 0 ? ledger_alert_begun(r->store->ledger, a->a.id,
	                                        r->err)
	                   : NX_OK;
}

static enum nx_status note_done(struct telling_run *r, struct alert *a)
{
	enum nx_status st = each_telling(r, a, note);

	return st == NX_OK && a->asked ? ledger_alert_done(r->store->ledger,
	                                                   a->a.id, r->err)
	                               : st;
}

/* In one transaction, of all alerts. */
static enum nx_status note_all(struct telling_run *r,
                               enum nx_status (*fn)(struct telling_run *r,
                                                    struct alert *a))
{
	struct ledger *l = r->store->ledger;
	enum nx_status st = ledger_begin(l, r->err);

	for (size_t i = 0; st == NX_OK && i < r->n; i++)
		st = fn(r, &r->v[i]);
	if (st == NX_OK)
		st = ledger_commit(l, r->err);
	else
		ledger_rollback(l);
	return st;
}

/* ---- standard output ------------------------------------------------------ */

static enum nx_status print_telling(struct telling_run *r, struct alert *a,
                                    const struct telling *t)
{
	(void)a;
	if (t->text.len > 0 &&
	    fwrite(t->text.p, 1, t->text.len, stdout) != t->text.len)
		return nx_fail_errno(r->err, "cannot write the output");
	return NX_OK;
}

/* "Alert ferries: 2 new articles, 1 changed." */
static void print_heading(const struct alert *a)
{
	const char *lead = " ", *article = " article";
	char n[PROGRESS_TEXT];

	printf("Alert %s:", a->a.name);
	for (unsigned i = CHANGE_NEW; i <= CHANGE_WITHDRAWN; i++) {
		if (a->n[i] == 0)
			continue;
		printf("%s%s %s%s%s", lead, text_count(a->n[i], n),
		       change_name(i), article,
		       *article != '\0' && a->n[i] != 1 ? "s" : "");
		lead = ", ";
		article = "";
	}
	printf(".\n\n");
}

/* As durably as what it goes to has it. */
static enum nx_status flush(struct telling_run *r)
{
	if (fflush(stdout) != 0 || ferror(stdout))
		return nx_fail_errno(r->err, "cannot write the output");
	if (fsync(STDOUT_FILENO) != 0 && errno != EINVAL && errno != EROFS)
		return nx_fail_errno(r->err, "cannot write the output");
	return NX_OK;
}

static enum nx_status print_all(struct telling_run *r)
{
	enum nx_status st = NX_OK;

	for (size_t i = 0; st == NX_OK && i < r->n; i++) {
		if (r->v[i].told > 0 && !r->o->json)
			print_heading(&r->v[i]);
		st = each_telling(r, &r->v[i], print_telling);
	}
	return st == NX_OK ? flush(r) : st;
}

static enum nx_status tell_output(struct telling_run *r)
{
	enum nx_status st = NX_OK;

	if (r->rep->articles > 0)
		st = note_all(r, note_begun);
	if (st == NX_OK && r->rep->articles > 0)
		st = print_all(r);
	return st == NX_OK ? note_all(r, note_done) : st;
}

/* ---- feeds ---------------------------------------------------------------- */

/* Whether or not there is something new: a run may have been killed before it
 * came to this. */
static enum nx_status write_feeds(struct telling_run *r)
{
	enum nx_status st = file_mkdir(r->o->feeds, r->err);

	for (size_t i = 0; st == NX_OK && i < r->n; i++) {
		const struct alert *a = &r->v[i];

		if (a->told > LIMIT_FEED_ENTRIES)
			complain("alert %s: of %llu articles its feed has the "
			         "last %d",
			         a->a.name, (unsigned long long)a->told,
			         LIMIT_FEED_ENTRIES);
		st = feed_write(r->store->ledger, &a->a, r->o->feeds, r->err);
	}
	return st;
}

/* ---- the whole ------------------------------------------------------------ */

static enum nx_status tell(struct telling_run *r)
{
	enum nx_status st = NX_OK;

	if (r->store->looks) {
		r->rep->wrote = true;
		st = store_go_on(r->store, r->err);
	}
	if (st == NX_OK)
		st = ask_all(r);
	if (st != NX_OK)
		return st;
	return r->o->feeds != NULL ? note_all(r, note_done) : tell_output(r);
}

enum nx_status alerts_tell(struct store *s, const struct alerts_options *o,
                           struct alerts_report *rep, struct nx_err *err)
{
	struct telling_run r = {
		.store = s,
		.o = o,
		.rep = rep,
		.spool = -1,
		.now = (int64_t)time(NULL),
		.err = err,
	};
	enum nx_status st;

	*rep = (struct alerts_report){ .alerts = 0 };
	st = ledger_alerts(s->ledger, take_alert, &r, err);
	if (st == NX_OK && is_any_pending(&r))
		st = tell(&r);
	if (st == NX_OK && o->feeds != NULL)
		st = write_feeds(&r);
	if (r.read != NULL)
		(void)fclose(r.read);
	else if (r.spool >= 0)
		(void)close(r.spool);
	for (size_t i = 0; i < r.n; i++) {
		const struct ledger_alert *a = &r.v[i].a;

		free((void *)(uintptr_t)a->uid);
		free((void *)(uintptr_t)a->name);
		free((void *)(uintptr_t)a->query);
		free((void *)(uintptr_t)a->language);
	}
	free(r.v);
	buf_release(&r.scratch);
	return st;
}
