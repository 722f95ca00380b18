/* segment_merge.c - several segments into one, by libxapian's compactor */
#include <stdbool.h>
#include <string.h>

#include "lib/base/file.h"
#include "lib/index/segment.h"
#include "lib/index/votes.h"
#include "lib/index/xap.h"

struct merge {
	const atomic_int *stop;
	struct votes votes;
	struct buf families;
	struct buf form; /* of positions, of the first segment */
	bool mixed;      /* another has another */
};

static enum xap_status interrupted(void *ctx, const char *table,
                                   const char *status, struct xap_error *err)
{
	const struct merge *m = ctx;

	(void)table;
	(void)status;
	(void)err;
	return m->stop != NULL && *m->stop != 0 ? XAP_INVALID : XAP_OK;
}

static bool is_key(const struct xap_str *key, const char *name)
{
	return key->len == strlen(name) && memcmp(key->data, name, key->len) == 0;
}

/* Dictionaries have keys of their own; format and analysis are the same in
 * all; so only the languages remain. */
static enum xap_status resolve(void *ctx, const struct xap_str *key,
                               const struct xap_str *value, size_t n,
                               struct xap_str *out, struct xap_error *err)
{
	struct merge *m = ctx;

	(void)n;
	(void)err;
	*out = value[0];
	if (is_key(key, META_LANGUAGE)) {
		out->data = votes_main(&m->votes);
		out->len = strlen(out->data);
	} else if (is_key(key, META_LANGUAGES)) {
		out->data = buf_str(&m->families);
		out->len = m->families.len;
	}
	return XAP_OK;
}

/* Open a segment, add it to all and hear what languages it has. */
static enum xap_status take(struct merge *m, const char *dir,
                            struct xap_db *all, struct xap_error *xe)
{
	struct xap_db *db = NULL;
	struct buf main = BUF_INIT;
	struct xap_info info;
	struct xap_str v;
	enum xap_status xs = xap_db_open(&db, dir, xe);

	if (xs == XAP_OK)
		xs = xap_db_info(db, &info, xe);
	if (xs == XAP_OK)
		xs = xap_db_metadata(db, META_LANGUAGE, strlen(META_LANGUAGE),
		                     &v, xe);
	if (xs == XAP_OK)
		buf_set(&main, v.data, v.len);
	if (xs == XAP_OK)
		xs = xap_db_metadata(db, META_LANGUAGES,
		                     strlen(META_LANGUAGES), &v, xe);
	if (xs == XAP_OK)
		votes_add(&m->votes, buf_str(&main), main.len, v.data, v.len,
		          info.doccount);
	if (xs == XAP_OK)
		xs = xap_db_metadata(db, META_POSITIONS, strlen(META_POSITIONS),
		                     &v, xe);
	if (xs == XAP_OK && m->form.len == 0)
		buf_set(&m->form, v.data, v.len);
	if (xs == XAP_OK && (v.len != m->form.len ||
	                     memcmp(v.data, m->form.p, v.len) != 0))
		m->mixed = true;
	if (xs == XAP_OK)
		xs = xap_db_add(all, db, xe);
	xap_db_close(db);
	buf_release(&main);
	return xs;
}

enum nx_status segment_merge(const char *const *dirs, size_t n, const char *to,
                             const atomic_int *stop, struct nx_err *err)
{
	static const struct xap_compact_ops ops = { interrupted, resolve };
	struct merge m = { .stop = stop, .families = BUF_INIT };
	struct xap_db *all = NULL;
	struct xap_error xe;
	enum xap_status xs = xap_db_new(&all, &xe);

	for (size_t i = 0; xs == XAP_OK && i < n; i++)
		xs = take(&m, dirs[i], all, &xe);
	votes_list(&m.votes, &m.families);
	if (xs == XAP_OK && !m.mixed)
		xs = xap_compact(all, to, XAP_COMPACT_NO_RENUMBER, 0, &ops, &m,
		                 &xe);
	xap_db_close(all);
	buf_release(&m.families);
	buf_release(&m.form);
	if (xs == XAP_OK && m.mixed)
		return nx_fail(err, NX_UNSUPPORTED,
		               "some segments have positions in blocks and some "
		               "in libxapian's table, and cannot be merged: "
		               "build the index anew");
	if (xs != XAP_OK && stop != NULL && *stop != 0)
		return nx_fail(err, NX_INTERRUPTED, "interrupted");
	if (xs != XAP_OK && file_disk_full(to))
		return nx_fail(err, NX_IO, "merging segments: no space left "
		                           "for %s",
		               to);
	return nx_from_xap(err, xs, &xe, "merging segments");
}
