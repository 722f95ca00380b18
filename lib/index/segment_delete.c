/* segment_delete.c - taking articles out of a finished segment */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/index/bulk.h"
#include "lib/index/xap.h"

/* ---- lists of terms, made again ----------------------------------------- */

struct relist {
	struct xap_db *db;
	struct unpacker *unpacker;
	struct analyser *analyser;
	struct inverter *inverter;
	struct doc doc;
};

/* The document's terms, as when it was indexed: they follow from the record. */
static enum nx_status relist_one(struct relist *k, uint32_t docid,
                                 struct nx_err *err)
{
	struct xap_doc *doc = NULL;
	struct xap_error xe;
	struct xap_str data;
	struct record r;
	uint64_t identity[2];
	enum nx_status st;
	enum xap_status xs = xap_db_doc(&doc, k->db, docid, &xe);

	if (xs == XAP_NOTFOUND)
		return NX_OK;
	if (xs == XAP_OK)
		xs = xap_doc_data(doc, &data, &xe);
	st = nx_from_xap(err, xs, &xe, "reading an article");
	if (st == NX_OK)
		st = unpacker_unpack(k->unpacker, data.data, data.len, &r, err);
	if (st == NX_OK) {
		digest128(r.key.p, r.key.len, 0, identity);
		doc_fill(&k->doc, k->analyser, &r, identity);
		st = inverter_add(k->inverter, docid, &k->doc, NULL, 0, err);
	}
	xap_doc_free(doc);
	return st;
}

static enum nx_status write_lists(struct relist *k, const char *dir,
                                  struct nx_err *err)
{
	const struct inverted_doc **at;
	const struct inverted_doc *doc;
	struct glass_table *t = NULL;
	char *path = nx_format("%s/termlist.glass", dir);
	enum nx_status st;
	size_t n;

	doc = inverter_docs(k->inverter, &n);
	at = nx_alloc((n + 1) * sizeof *at);
	for (size_t i = 0; i < n; i++)
		at[i] = &doc[i];
	st = glass_table_new(&t, dir, GLASS_TERMLIST, 1, err);
	if (st == NX_OK)
		st = bulk_write_termlists(at, n, t, err);
	if (st == NX_OK)
		st = glass_table_finish(t, err);
	if (st == NX_OK)
		st = file_sync(path, err);
	if (st == NX_OK)
		st = glass_version_exchange(dir, GLASS_TERMLIST, t, err);
	glass_table_free(t);
	free(at);
	free(path);
	return st;
}

/* Give the database in dir a table of term lists that has those of the
 * documents of db. */
static enum nx_status relist(const char *dir, struct xap_db *db,
                             const uint32_t *docid, size_t n,
                             struct nx_err *err)
{
	struct relist k = { .db = db };
	enum nx_status st = NX_OK;

	k.unpacker = unpacker_new(segment_dictionary, db);
	k.analyser = analyser_new();
	k.inverter = inverter_new(true);
	doc_init(&k.doc);
	for (size_t i = 0; st == NX_OK && i < n; i++)
		if (i == 0 || docid[i] != docid[i - 1])
			st = relist_one(&k, docid[i], err);
	if (st == NX_OK)
		st = write_lists(&k, dir, err);
	doc_release(&k.doc);
	inverter_free(k.inverter);
	analyser_free(k.analyser);
	unpacker_free(k.unpacker);
	return st;
}

/* ---- the segment's double ------------------------------------------------ */

/* A double is a database of the same tables, by symbolic links, with a version
 * file of its own.  libxapian leaves the blocks of the last revision as they
 * are, so that what it does in the double changes nothing for whoever opens
 * the segment, until the double's version file takes the place of the
 * segment's. */
static const char *const linked[] = { "postlist", "docdata", "position",
	                              "spelling", "synonym" };

static enum nx_status link_table(const char *dir, const char *to,
                                 const char *table, struct nx_err *err)
{
	const char *slash = strrchr(dir, '/');
	char *from = nx_format("%s/%s.glass", dir, table);
	char *link = nx_format("%s/%s.glass", to, table);
	char *target = nx_format("../%s/%s.glass",
	                         slash != NULL ? slash + 1 : dir, table);
	enum nx_status st = NX_OK;

	if (access(from, F_OK) == 0 && symlink(target, link) != 0)
		st = nx_fail_errno(err, "cannot make %s", link);
	free(from);
	free(link);
	free(target);
	return st;
}

/* The same file under another name. */
static enum nx_status share_table(const char *dir, const char *to,
                                  const char *table, struct nx_err *err)
{
	char *from = nx_format("%s/%s.glass", dir, table);
	char *name = nx_format("%s/%s.glass", to, table);
	enum nx_status st = NX_OK;

	if (link(from, name) != 0 && errno != ENOENT) {
		bool never = errno == EPERM || errno == EOPNOTSUPP ||
		             errno == ENOSYS || errno == EMLINK;

		st = nx_fail_errno(err, "cannot link %s", name);
		if (never)
			st = NX_UNSUPPORTED;
	}
	free(from);
	free(name);
	return st;
}

static enum nx_status copy_version(const char *dir, const char *to,
                                   struct nx_err *err)
{
	char *from = nx_format("%s/" SEGMENT_VERSION, dir);
	char *copy = nx_format("%s/" SEGMENT_VERSION, to);
	struct buf b = BUF_INIT;
	enum nx_status st = file_read(from, GLASS_VERSION_MAX, &b, err);

	if (st == NX_OK)
		st = file_replace(copy, b.p, b.len, err);
	buf_release(&b);
	free(from);
	free(copy);
	return st;
}

static enum nx_status make_double(const char *dir, const char *to,
                                  struct nx_err *err)
{
	enum nx_status st = file_remove_flat(to, err);

	if (st == NX_OK)
		st = file_mkdir(to, err);
	for (size_t i = 0; st == NX_OK && i < sizeof linked / sizeof *linked;
	     i++)
		st = link_table(dir, to, linked[i], err);
	return st == NX_OK ? copy_version(dir, to, err) : st;
}

/* Have the segment be what the double is now, but for the lists. */
static enum nx_status take_double(const char *dir, const char *from,
                                  struct nx_err *err)
{
	char *old = nx_format("%s/" SEGMENT_VERSION, from);
	char *new = nx_format("%s/" SEGMENT_VERSION, dir);
	enum nx_status st = glass_version_exchange(from, GLASS_TERMLIST, NULL,
	                                           err);

	if (st == NX_OK && rename(old, new) != 0)
		st = nx_fail_errno(err, "cannot replace %s", new);
	if (st == NX_OK)
		st = file_sync(dir, err);
	free(old);
	free(new);
	return st;
}

/* ---- deleting ------------------------------------------------------------ */

/* Whether a document is there and its list of terms is not. */
static enum nx_status lacks_list(struct xap_db *db, uint32_t docid, bool *out,
                                 struct nx_err *err)
{
	struct xap_doc *doc = NULL;
	struct xap_terms *it = NULL;
	struct xap_error xe;
	struct xap_str term;
	enum xap_status xs = xap_db_doc(&doc, db, docid, &xe);

	*out = false;
	if (xs == XAP_NOTFOUND)
		return NX_OK;
	if (xs == XAP_OK)
		xs = xap_doc_terms(&it, doc, &xe);
	if (xs == XAP_OK)
		xs = xap_terms_next(it, &term, &xe);
	xap_terms_free(it);
	xap_doc_free(doc);
	*out = xs == XAP_NOTFOUND || xs == XAP_END;
	return *out ? NX_OK : nx_from_xap(err, xs, &xe, "reading an article");
}

static enum nx_status delete_all(const char *dir, const uint32_t *docid,
                                 size_t n, struct nx_err *err)
{
	struct xap_writer *w = NULL;
	struct xap_error xe;
	enum xap_status xs = xap_writer_open(&w, dir, XAP_OPEN, 0, &xe);

	for (size_t i = 0; xs == XAP_OK && i < n; i++) {
		xs = xap_writer_delete(w, docid[i], &xe);
		if (xs == XAP_NOTFOUND)
			xs = XAP_OK;
	}
	if (xs == XAP_OK)
		xs = xap_writer_commit(w, &xe);
	xap_writer_close(w);
	return nx_from_xap(err, xs, &xe, "deleting from a segment");
}

static int by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* What is to be deleted from which segment. */
struct deletion {
	const char *dir;
	struct xap_db *db;
	uint32_t *docid; /* ascending */
	size_t n;
	bool lacks; /* lists of terms that are wanted */
};

/* To be given to end_deletion in any case. */
static enum nx_status begin_deletion(struct deletion *d, const char *dir,
                                     const uint32_t *docid, size_t n,
                                     struct nx_err *err)
{
	struct xap_error xe;
	enum nx_status st;

	*d = (struct deletion){ .dir = dir, .n = n };
	d->docid = nx_alloc((n + 1) * sizeof *docid);
	if (n > 0)
		memcpy(d->docid, docid, n * sizeof *docid);
	qsort(d->docid, n, sizeof *docid, by_number);
	st = nx_from_xap(err, xap_db_open(&d->db, dir, &xe), &xe, dir);
	for (size_t i = 0; st == NX_OK && !d->lacks && i < n; i++)
		st = lacks_list(d->db, d->docid[i], &d->lacks, err);
	return st == NX_OK && d->lacks ? glass_known(err) : st;
}

static void end_deletion(struct deletion *d)
{
	xap_db_close(d->db);
	free(d->docid);
}

static enum nx_status delete_by_double(const struct deletion *d,
                                       struct nx_err *err)
{
	char *twin = nx_format("%s.delete", d->dir);
	enum nx_status st = make_double(d->dir, twin, err);

	if (st == NX_OK)
		st = relist(twin, d->db, d->docid, d->n, err);
	if (st == NX_OK)
		st = delete_all(twin, d->docid, d->n, err);
	if (st == NX_OK)
		st = take_double(d->dir, twin, err);
	if (st == NX_OK)
		st = file_remove_flat(twin, err);
	else
		(void)file_remove_flat(twin, NULL);
	free(twin);
	return st;
}

enum nx_status segment_delete(const char *dir, const uint32_t *docid, size_t n,
                              struct nx_err *err)
{
	struct deletion d;
	enum nx_status st = begin_deletion(&d, dir, docid, n, err);

	if (st == NX_OK && d.lacks)
		st = delete_by_double(&d, err);
	else if (st == NX_OK && n > 0)
		st = delete_all(dir, d.docid, n, err);
	end_deletion(&d);
	return st;
}

/* ---- a segment without some ---------------------------------------------- */

/* A database that shares d's tables, but for lists that are made again. */
static enum nx_status share(const struct deletion *d, const char *to,
                            struct nx_err *err)
{
	enum nx_status st = file_mkdir(to, err);

	for (size_t i = 0; st == NX_OK && i < sizeof linked / sizeof *linked;
	     i++)
		st = share_table(d->dir, to, linked[i], err);
	if (st == NX_OK && !d->lacks)
		st = share_table(d->dir, to, "termlist", err);
	return st == NX_OK ? copy_version(d->dir, to, err) : st;
}

/* The lists were there for the deleting.  An empty table stays: of a database
 * without the file libxapian does not give articles. */
static enum nx_status drop_lists(const char *dir, struct nx_err *err)
{
	char *path = nx_format("%s/termlist.glass", dir);
	enum nx_status st = glass_version_exchange(dir, GLASS_TERMLIST, NULL,
	                                           err);

	if (st == NX_OK && truncate(path, 0) != 0)
		st = nx_fail_errno(err, "cannot empty %s", path);
	free(path);
	return st;
}

enum nx_status segment_without(const char *dir, const char *to,
                               const uint32_t *docid, size_t n,
                               struct nx_err *err)
{
	struct deletion d;
	enum nx_status st = begin_deletion(&d, dir, docid, n, err);

	if (st == NX_OK)
		st = share(&d, to, err);
	if (st == NX_OK && d.lacks)
		st = relist(to, d.db, d.docid, n, err);
	if (st == NX_OK)
		st = delete_all(to, d.docid, n, err);
	if (st == NX_OK && d.lacks)
		st = drop_lists(to, err);
	end_deletion(&d);
	return st;
}
