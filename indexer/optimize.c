#include "indexer/optimize.h"

#include <stdio.h>
#include <string.h>

#include "indexer/series.h"
#include "indexer/settings.h"
#include "lib/base/file.h"
#include "lib/base/progress.h"
#include "lib/index/store.h"

static enum nx_status count(void *ctx, const struct ledger_segment *s)
{
	struct optimize_report *rep = ctx;

	(void)s;
	rep->segments++;
	return NX_OK;
}

static enum nx_status merge(struct store *s, const atomic_int *stop,
                            bool *merged, struct nx_err *err)
{
	struct build_options o = { .walk = { .stop = stop },
		                   .memory = build_default_memory() };
	struct settings settings = SETTINGS_INIT;
	enum nx_status st = settings_get(&settings, s->ledger, err);

	settings_use(&settings, &o);
	if (st == NX_OK)
		st = ledger_begin(s->ledger, err);
	if (st == NX_OK)
		st = series_merge_all(s, &o, merged, err);
	if (st == NX_OK && *merged)
		st = store_commit(s, stop, err);
	settings_release(&settings);
	return st;
}

enum nx_status optimize_run(const char *index, const atomic_int *stop,
                            struct optimize_report *rep, struct nx_err *err)
{
	struct progress p;
	struct store s;
	struct buf stub = BUF_INIT;
	size_t n;
	enum nx_status st = store_read_stub(index, &stub, &n, err);

	memset(rep, 0, sizeof *rep);
	buf_release(&stub);
	progress_start(&p, NULL, 0);
	rep->bytes_before = file_folder_bytes(index);
	if (st == NX_OK)
		st = store_open_write(&s, index, err);
	if (st != NX_OK)
		return st;
	st = ledger_segments(s.ledger, count, rep, err);
	if (st == NX_OK && rep->segments > 0)
		st = merge(&s, stop, &rep->merged, err);
	store_close(&s);
	rep->bytes_after = file_folder_bytes(index);
	rep->seconds = progress_seconds(&p);
	return st;
}
