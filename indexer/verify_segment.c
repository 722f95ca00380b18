/* verify_segment.c - one segment: its files, its tables, its articles */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/apart.h"
#include "indexer/stored.h"
#include "indexer/verify.h"
#include "indexer/verify_words.h"
#include "lib/analysis/analysis.h"
#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/index/doc.h"
#include "lib/index/store.h"
#include "lib/index/sums.h"
#include "lib/index/xap.h"

struct look {
	struct verify *v;
	int64_t number;
	const struct ledger_segment *row;
	char *dir;
	struct stored stored;
	struct article article;    /* what a record was made of */
	struct words_check *words; /* NULL: they are not compared */
	uint32_t at; /* the docid of the next document; 0 behind the last */
	uint64_t documents, looked_at, article_words;
	bool broken; /* nothing more can be read of it */
};

static void amiss(struct look *k, const char *what)
{
	health_add(k->v->h, HEALTH_SEGMENT, k->number, "%s", what);
}

/* ---- files and tables --------------------------------------------------- */

static enum nx_status on_sum(void *ctx, const char *file, const char *fault)
{
	struct look *k = ctx;

	health_add(k->v->h, HEALTH_SEGMENT, k->number, "%s %s", file, fault);
	return NX_OK;
}

/* Damaged tables can be the end of the process that reads them. */
static int open_there(void *ctx)
{
	const struct look *k = ctx;
	struct xap_error xe;
	size_t errors = 0;
	struct stored s;
	int code = stored_open(&s, k->dir, NULL) == NX_OK ? 0 : 1;

	if (code == 0 && access(k->dir, W_OK) == 0)
		(void)xap_check(k->dir, 0, NULL, NULL, &errors, &xe);
	stored_close(&s);
	return code;
}

static void check_sums(struct look *k)
{
	struct verify *v = k->v;
	uint64_t faults = v->h->faults;
	struct nx_err err;
	enum nx_status st = sums_check(k->dir, on_sum, k, &err);

	k->broken = v->h->faults > faults;
	/* A writer takes them away before it changes anything. */
	if (!sums_there(k->dir))
		v->unsummed = true;
	if (st == NX_OK)
		return;
	health_add(v->h, st == NX_NOTFOUND ? HEALTH_NOTE : HEALTH_SEGMENT,
	           k->number, "%s",
	           st == NX_NOTFOUND ? "there are no checksums" : err.msg);
	if (apart_run(open_there, k) != 0) {
		amiss(k, "libxapian cannot open it");
		k->broken = true;
	}
}

/* libxapian opens them as if to write. */
static bool may_check(const struct look *k)
{
	char *table = nx_format("%s/docdata.glass", k->dir);
	bool may = access(table, W_OK) == 0;

	free(table);
	return may;
}

static void check_tables(struct look *k)
{
	struct xap_error xe;
	size_t errors = 0;
	enum xap_status xs;

	if (!may_check(k)) {
		health_add(k->v->h, HEALTH_NOTE, k->number,
		           "xapian-check wants tables that can be written to, "
		           "and was left out");
		return;
	}
	xs = xap_check(k->dir, 0, NULL, NULL, &errors, &xe);
	if (xs != XAP_OK)
		health_add(k->v->h, HEALTH_SEGMENT, k->number,
		           "its tables are damaged: %s", xe.msg);
	else if (errors > 0)
		health_add(k->v->h, HEALTH_SEGMENT, k->number,
		           "its tables are damaged: xapian-check finds %zu "
		           "fault%s",
		           errors, errors == 1 ? "" : "s");
}

static void check_number(struct look *k, const char *key, long want,
                         const char *what)
{
	struct xap_error xe;
	struct xap_str s;
	char have[32] = "";

	if (xap_db_metadata(k->stored.db, key, strlen(key), &s, &xe) !=
	            XAP_OK ||
	    s.len >= sizeof have) {
		amiss(k, "its metadata cannot be read");
		return;
	}
	memcpy(have, s.data, s.len);
	if (strtol(have, NULL, 10) != want)
		health_add(k->v->h, HEALTH_SEGMENT, k->number,
		           "its %s is %s, and should be %ld", what,
		           have[0] != '\0' ? have : "missing", want);
}

/* ---- articles ----------------------------------------------------------- */

static void article_amiss(struct look *k, uint32_t docid, const char *what)
{
	health_add(k->v->h, HEALTH_SEGMENT, k->number, "article %u %s", docid,
	           what);
}

static void next(struct look *k)
{
	struct nx_err err;
	enum nx_status st = stored_next(&k->stored, &k->at, &err);

	if (st == NX_OK) {
		k->documents++;
		return;
	}
	k->at = 0;
	if (st != NX_END) {
		k->broken = true;
		amiss(k, err.msg);
	}
}

static bool is_doomed(struct look *k, uint32_t docid)
{
	if (k->v->ledger == NULL || !ledger_is_doomed(k->v->ledger, docid))
		return false;
	k->v->rep->pending++;
	return true;
}

static void check_identity(struct look *k, uint32_t docid,
                           const struct record *r, const uint64_t key[2])
{
	struct xap_postings *it = NULL;
	struct buf term = BUF_INIT;
	struct xap_error xe;
	struct xap_str v;
	uint32_t found = 0;

	doc_identity_term(r->key, key, &term);
	if (xap_db_postings(&it, k->stored.db, term.p, term.len, &xe) !=
	            XAP_OK ||
	    xap_postings_skip_to(it, docid, &found, &xe) != XAP_OK ||
	    found != docid)
		article_amiss(k, docid, "is not found by its identity");
	xap_postings_free(it);
	buf_release(&term);
	if (stored_value(&k->stored, SLOT_IDENTITY, &v, NULL) != NX_OK ||
	    v.len != 16 || memcmp(v.data, key, 16) != 0)
		article_amiss(k, docid, "has another identity as its value");
	if (stored_value(&k->stored, SLOT_WORDS, &v, NULL) == NX_OK)
		k->article_words += (uint64_t)xap_unsortable(v.data, v.len);
}

static void compare(struct look *k, const struct ledger_stored *a,
                    const struct record *r, const uint64_t key[2])
{
	const struct article *made = &k->article;

	if (memcmp(key, a->key, sizeof a->key) != 0) {
		article_amiss(k, a->docid,
		              "has another identity than in the "
		              "ledger");
		return;
	}
	article_of_record(&k->article, r);
	if (memcmp(made->digest, a->digest, sizeof a->digest) != 0)
		article_amiss(k, a->docid,
		              "has another content than in the ledger");
	if (a->size != r->part[PART_BODY].len || a->revision != r->revision ||
	    r->archive.len != strlen(a->archive) ||
	    memcmp(r->archive.p, a->archive, r->archive.len) != 0)
		health_add(k->v->h, HEALTH_LEDGER, 0,
		           "article %u is told otherwise than it is stored",
		           a->docid);
}

/* a is NULL where there is no ledger. */
static void check_article(struct look *k, uint32_t docid,
                          const struct ledger_stored *a)
{
	struct record r;
	struct nx_err err;
	uint64_t key[2];

	if (stored_record(&k->stored, docid, &r, &err) != NX_OK) {
		article_amiss(k, docid, err.msg);
		return;
	}
	k->looked_at++;
	digest128(r.key.p, r.key.len, 0, key);
	check_identity(k, docid, &r, key);
	if (a != NULL)
		compare(k, a, &r, key);
	if (k->words != NULL &&
	    words_compare(k->words, docid, &r, key, &err) != NX_OK)
		article_amiss(k, docid, err.msg);
}

/* Documents before that of the next row, which no row tells of. */
static void pass_untold(struct look *k, uint32_t docid)
{
	for (; k->at != 0 && k->at < docid; next(k))
		if (!is_doomed(k, k->at))
			article_amiss(k, k->at, "is not in the ledger");
}

static enum nx_status on_row(void *ctx, const struct ledger_stored *a)
{
	struct look *k = ctx;
	struct verify *v = k->v;

	if (v->o->stop != NULL && *v->o->stop != 0)
		return nx_fail(v->err, NX_INTERRUPTED, "interrupted");
	if (k->broken)
		return NX_END;
	pass_untold(k, a->docid);
	if (k->at != a->docid) {
		article_amiss(k, a->docid, "is in the ledger alone");
		return NX_OK;
	}
	check_article(k, a->docid, a);
	v->rep->articles++;
	progress_set(&v->progress, 0, v->rep->articles, 0, k->dir);
	next(k);
	return NX_OK;
}

static enum nx_status check_articles(struct look *k)
{
	struct verify *v = k->v;
	enum nx_status st = NX_OK;

	next(k);
	if (k->row == NULL) {
		for (; k->at != 0; next(k), v->rep->articles++)
			check_article(k, k->at, NULL);
		return NX_OK;
	}
	st = ledger_stored(v->ledger, k->row->first, k->row->last, on_row, k,
	                   v->err);
	if (st == NX_END)
		st = NX_OK;
	if (st == NX_OK && !k->broken)
		pass_untold(k, UINT32_MAX);
	return st;
}

static void check_counts(struct look *k)
{
	const struct ledger_segment *row = k->row;
	struct xap_info info;
	struct xap_error xe;

	if (xap_db_info(k->stored.db, &info, &xe) != XAP_OK) {
		amiss(k, xe.msg);
		return;
	}
	if (info.doccount != k->documents)
		amiss(k, "it counts other articles than it has");
	if (row == NULL)
		return;
	if (k->documents > row->articles || k->article_words > row->words ||
	    (k->looked_at == row->articles && k->article_words != row->words))
		health_add(k->v->h, HEALTH_SEGMENT, k->number,
		           "it has %llu articles of %llu words, the ledger "
		           "says %llu of %llu",
		           (unsigned long long)k->documents,
		           (unsigned long long)k->article_words,
		           (unsigned long long)row->articles,
		           (unsigned long long)row->words);
}

static enum nx_status check_content(struct look *k)
{
	enum nx_status st;
	struct nx_err err;

	if (stored_open(&k->stored, k->dir, &err) != NX_OK) {
		amiss(k, err.msg);
		stored_close(&k->stored);
		return NX_OK;
	}
	check_number(k, META_FORMAT, INDEX_FORMAT, "format");
	check_number(k, META_ANALYSIS, ANALYSIS_VERSION,
	             "version of the rules for words");
	if (k->v->o->deep)
		k->words = words_check_new(k->dir, k->stored.db);
	st = check_articles(k);
	if (st == NX_OK && !k->broken)
		check_counts(k);
	if (k->words != NULL)
		k->v->rep->analysed += words_check_count(k->words);
	words_check_free(k->words);
	k->v->rep->words += k->article_words;
	stored_close(&k->stored);
	return st;
}

enum nx_status verify_segment(struct verify *v, int64_t number,
                              const struct ledger_segment *row)
{
	struct look k = { .v = v, .number = number, .row = row };
	enum nx_status st = NX_OK;

	k.dir = nx_format("%s/" STORE_SEGMENTS "/%06lld", v->o->index,
	                  (long long)number);
	article_init(&k.article);
	progress_phase(&v->progress, k.dir);
	v->rep->segments++;
	v->rep->bytes += file_folder_bytes(k.dir);
	check_sums(&k);
	/* What is not as it was written need not be looked at further. */
	if (!k.broken) {
		check_tables(&k);
		st = check_content(&k);
	}
	article_release(&k.article);
	free(k.dir);
	return st;
}
