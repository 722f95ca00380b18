/* verify_archives.c - the archives, read again beside the index
 *
 * They are read as a dry run reads them, into a ledger of their own; then the
 * two ledgers are compared, article by article.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/archives.h"
#include "indexer/intake.h"
#include "indexer/settings.h"
#include "indexer/verify.h"

struct compare {
	struct verify *v;
	struct ledger *again;
};

static enum nx_status read_again(struct verify *v, const struct archives *a,
                                 struct ledger *to)
{
	struct settings s = SETTINGS_INIT;
	struct build_options b = {
		.again = a->v,
		.n_again = a->n,
		.walk = { .stop = v->o->stop },
		.progress = v->o->progress,
	};
	struct intake in;
	enum nx_status st = ledger_begin(to, v->err);

	if (st != NX_OK)
		return st;
	st = settings_get(&s, v->ledger, v->err);
	if (st == NX_OK) {
		settings_use(&s, &b);
		intake_init(&in, &b, to, NULL, 1);
		st = intake_run(&in, v->err);
		v->rep->again = in.articles;
		intake_release(&in);
	}
	settings_release(&s);
	return st;
}

static void tell(struct verify *v, const struct ledger_stored *a,
                 const char *what)
{
	health_add(v->h, HEALTH_ARCHIVE, 0, "%s!%s, record %llu %s", a->archive,
	           a->member, (unsigned long long)a->record, what);
}

static enum nx_status on_indexed(void *ctx, const struct ledger_stored *a)
{
	struct compare *c = ctx;
	uint64_t digest[2];
	uint32_t docid;

	if (!archives_readable(a->archive))
		return NX_OK;
	if (ledger_find(c->again, a->key, &docid, digest, NULL) != NX_OK)
		tell(c->v, a, "is in the index, and not there any more");
	else if (memcmp(digest, a->digest, sizeof digest) != 0)
		tell(c->v, a, "is another text or version now");
	return NX_OK;
}

static enum nx_status on_read(void *ctx, const struct ledger_stored *a)
{
	struct compare *c = ctx;
	struct ledger *l = c->v->ledger;
	uint64_t digest[2];
	uint32_t docid;

	/* What the build was told to pass over it says so. */
	if (ledger_find(l, a->key, &docid, digest, NULL) == NX_NOTFOUND &&
	    !ledger_was_skipped(l, a->archive, a->member))
		tell(c->v, a, "is not in the index");
	return NX_OK;
}

enum nx_status verify_archives(struct verify *v)
{
	struct compare c = { .v = v };
	struct archives a = { .v = NULL };
	enum nx_status st = archives_of_ledger(&a, v->ledger, v->err);

	for (size_t i = 0; st == NX_OK && i < a.n_gone; i++)
		health_add(v->h, HEALTH_NOTE, 0,
		           "%s is not there any more, and was not compared",
		           a.gone[i]);
	v->rep->archives = a.n;
	v->rep->unread = a.n_gone;
	if (st == NX_OK)
		st = ledger_open(&c.again, "", LEDGER_WRITE, v->err);
	if (st == NX_OK)
		st = read_again(v, &a, c.again);
	if (st == NX_OK)
		st = ledger_stored(v->ledger, 0, UINT32_MAX, on_indexed, &c,
		                   v->err);
	if (st == NX_OK)
		st = ledger_stored(c.again, 0, UINT32_MAX, on_read, &c, v->err);
	ledger_close(c.again);
	archives_release(&a);
	return st;
}
