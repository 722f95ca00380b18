#include "lib/index/index.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/analysis/analysis.h"
#include "lib/base/digest.h"
#include "lib/base/mem.h"
#include "lib/index/doc.h"
#include "lib/index/languages.h"
#include "lib/index/segment.h"
#include "lib/index/store.h"
#include "lib/index/votes.h"
#include "lib/index/xap.h"

struct segment {
	char *path;
	struct xap_db *db;
	struct meta_reader *metadata; /* NULL: nobody has asked for it */
	struct unpacker *unpacker;
	enum positions_form positions;
};

struct index {
	char *path;
	struct buf stub; /* as store_read_stub gives it */
	int held; /* by store_hold */
	struct segment *seg;
	size_t n;
	struct xap_db *all;
	struct xap_doc *doc; /* holds the last record's data */
	struct buf language, languages;
};

static enum nx_status metadata(struct xap_db *db, const char *key,
                               struct buf *out, struct nx_err *err)
{
	struct xap_error xe;
	struct xap_str v;
	enum xap_status xs = xap_db_metadata(db, key, strlen(key), &v, &xe);

	if (xs != XAP_OK)
		return nx_from_xap(err, xs, &xe, "reading metadata");
	buf_set(out, v.data, v.len);
	return NX_OK;
}

/* Refuse what a later newsidx made, or what it cannot have made. */
static enum nx_status check_version(struct xap_db *db, const char *key,
                                    long mine, const char *what,
                                    struct nx_err *err)
{
	struct buf v = BUF_INIT;
	enum nx_status st = metadata(db, key, &v, err);
	long have = strtol(buf_str(&v), NULL, 10);

	if (st == NX_OK && have == 0)
		st = nx_fail(err, NX_CORRUPT, "a segment does not say its %s",
		             what);
	else if (st == NX_OK && have != mine)
		st = nx_fail(err, NX_UNSUPPORTED,
		             "the index has %s %ld and this newsidx reads %ld: "
		             "build it again, or use the newsidx that made it",
		             what, have, mine);
	buf_release(&v);
	return st;
}

static enum nx_status read_positions_form(struct segment *s, struct nx_err *err)
{
	struct buf v = BUF_INIT;
	enum nx_status st = metadata(s->db, META_POSITIONS, &v, err);

	if (st == NX_OK && !positions_named(buf_str(&v), v.len, &s->positions))
		st = nx_fail(err, NX_CORRUPT,
		             "a segment keeps positions in no form that there "
		             "is");
	buf_release(&v);
	return st;
}

static enum nx_status open_segment(struct index *x, const char *name,
                                   struct nx_err *err)
{
	struct segment *s = &x->seg[x->n];
	struct xap_error xe;
	enum nx_status st;

	s->path = nx_format("%s/%s", x->path, name);
	st = nx_from_xap(err, xap_db_open(&s->db, s->path, &xe), &xe, s->path);
	if (st != NX_OK) {
		free(s->path);
		return st;
	}
	x->n++;
	s->unpacker = unpacker_new(segment_dictionary, s->db);
	st = check_version(s->db, META_FORMAT, INDEX_FORMAT, "format", err);
	if (st == NX_OK)
		st = check_version(s->db, META_ANALYSIS, ANALYSIS_VERSION,
		                   "rules for words of version", err);
	if (st == NX_OK)
		st = read_positions_form(s, err);
	if (st == NX_OK)
		st = nx_from_xap(err, xap_db_add(x->all, s->db, &xe), &xe,
		                 "opening the index");
	return st;
}

static enum nx_status add_up_languages(struct index *x, struct nx_err *err)
{
	struct buf main = BUF_INIT, families = BUF_INIT;
	struct votes v = { .n = 0 };
	enum nx_status st = NX_OK;
	struct xap_info info;
	struct xap_error xe;

	for (size_t i = 0; st == NX_OK && i < x->n; i++) {
		struct xap_db *db = x->seg[i].db;

		st = metadata(db, META_LANGUAGE, &main, err);
		if (st == NX_OK)
			st = metadata(db, META_LANGUAGES, &families, err);
		if (st == NX_OK)
			st = nx_from_xap(err, xap_db_info(db, &info, &xe), &xe,
			                 "opening the index");
		if (st == NX_OK)
			votes_add(&v, buf_str(&main), main.len,
			          buf_str(&families), families.len,
			          info.doccount);
	}
	buf_sets(&x->language, votes_main(&v));
	votes_list(&v, &x->languages);
	buf_release(&main);
	buf_release(&families);
	return st;
}

static enum nx_status open_all(struct index *x, struct nx_err *err)
{
	struct xap_error xe;
	enum nx_status st;
	const char *name;
	size_t n;

	st = store_read_stub(x->path, &x->stub, &n, err);
	if (st == NX_OK && n == 0)
		st = nx_fail(err, NX_CORRUPT, "%s names no segment", x->path);
	if (st == NX_OK)
		st = nx_from_xap(err, xap_db_new(&x->all, &xe), &xe,
		                 "opening the index");
	if (st != NX_OK)
		return st;
	x->seg = nx_zalloc(n * sizeof *x->seg);
	name = x->stub.p;
	for (size_t i = 0; st == NX_OK && i < n; i++) {
		st = open_segment(x, name, err);
		name += strlen(name) + 1;
	}
	return st == NX_OK ? add_up_languages(x, err) : st;
}

/* Whether a writer has begun to remove a segment: first goes what is looked for
 * here. */
static bool is_going(const struct index *x)
{
	bool there = true;

	for (size_t i = 0; there && i < x->n; i++) {
		char *name = nx_format("%s/" SEGMENT_VERSION, x->seg[i].path);
		/* Not access: over a network, only opening asks again. */
		int fd = open(name, O_RDONLY | O_CLOEXEC);

		there = fd >= 0;
		if (there)
			close(fd);
		free(name);
	}
	return !there;
}

enum nx_status index_open(struct index **out, const char *path,
                          struct nx_err *err)
{
	struct index *x = nx_zalloc(sizeof *x);
	enum nx_status st;

	*out = NULL;
	x->path = nx_strdup(path);
	x->held = store_hold(path);
	st = open_all(x, err);
	/* A segment that is gone was there when the stub was read: a writer
	 * came between.  Of one that was going libxapian may have found the
	 * tables that it needs and not those that it can do without, as if it
	 * had no positions. */
	if (x->stub.len > 0 && (st != NX_OK ? index_outdated(x) : is_going(x)))
		st = nx_fail(err, NX_STALE, "%s was replaced meanwhile", path);
	else if (st == NX_NOTFOUND && x->stub.len > 0)
		st = NX_CORRUPT;
	if (st != NX_OK) {
		index_close(x);
		return st;
	}
	*out = x;
	return NX_OK;
}

void index_close(struct index *x)
{
	if (x == NULL)
		return;
	store_let_go(x->held);
	xap_doc_free(x->doc);
	xap_db_close(x->all);
	for (size_t i = 0; i < x->n; i++) {
		unpacker_free(x->seg[i].unpacker);
		meta_reader_free(x->seg[i].metadata);
		xap_db_close(x->seg[i].db);
		free(x->seg[i].path);
	}
	free(x->seg);
	buf_release(&x->stub);
	buf_release(&x->language);
	buf_release(&x->languages);
	free(x->path);
	free(x);
}

bool index_outdated(const struct index *x)
{
	struct buf now = BUF_INIT;
	size_t n;
	bool out = store_read_stub(x->path, &now, &n, NULL) != NX_OK ||
	           !buf_equal(&now, &x->stub);

	buf_release(&now);
	return out;
}

void index_let_go(struct index *x)
{
	store_let_go(x->held);
	x->held = -1;
}

void index_hold(struct index *x)
{
	index_let_go(x);
	x->held = store_hold(x->path);
}

const char *index_path(const struct index *x)
{
	return x->path;
}

struct xap_db *index_db(struct index *x)
{
	return x->all;
}

size_t index_segments(const struct index *x)
{
	return x->n;
}

struct xap_db *index_segment(struct index *x, size_t i)
{
	return x->seg[i].db;
}

struct meta_reader *index_metadata(struct index *x, size_t i)
{
	struct segment *s = &x->seg[i];

	if (s->metadata == NULL)
		s->metadata = meta_reader_new(s->path, s->db);
	return s->metadata;
}

enum positions_form index_positions(const struct index *x, size_t i)
{
	return x->seg[i].positions;
}

bool index_has_blocks(const struct index *x)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->seg[i].positions == POSITIONS_BLOCKS)
			return true;
	return false;
}

bool index_has_gaps(const struct index *x)
{
	for (size_t i = 0; i < x->n; i++) {
		struct xap_info info;

		if (xap_db_info(x->seg[i].db, &info, NULL) != XAP_OK ||
		    info.doccount != info.lastdocid)
			return true;
	}
	return false;
}

const char *index_language(const struct index *x)
{
	return buf_str(&x->language);
}

const char *index_languages(const struct index *x)
{
	return buf_str(&x->languages);
}

enum nx_status index_record(struct index *x, xap_docid docid, struct record *r,
                            struct nx_err *err)
{
	struct segment *s = &x->seg[xap_shard_of(docid, x->n)];
	struct xap_error xe;
	struct xap_str data;
	enum xap_status xs;

	xap_doc_free(x->doc);
	x->doc = NULL;
	xs = xap_db_doc(&x->doc, s->db, xap_local_docid(docid, x->n), &xe);
	if (xs == XAP_OK)
		xs = xap_doc_data(x->doc, &data, &xe);
	if (xs != XAP_OK)
		return nx_from_xap(err, xs, &xe, "reading an article");
	return unpacker_unpack(s->unpacker, data.data, data.len, r, err);
}

enum nx_status index_find(struct index *x, const char *key, size_t len,
                          xap_docid *docid, struct nx_err *err)
{
	struct xap_postings *it = NULL;
	struct buf term = BUF_INIT;
	struct xap_error xe;
	uint64_t identity[2];
	enum xap_status xs;

	digest128(key, len, 0, identity);
	doc_identity_term((struct slice){ key, len }, identity, &term);
	xs = xap_db_postings(&it, x->all, term.p, term.len, &xe);
	if (xs == XAP_OK)
		xs = xap_postings_next(it, docid, &xe);
	xap_postings_free(it);
	buf_release(&term);
	if (xs == XAP_END)
		return nx_fail(err, NX_NOTFOUND,
		               "there is no article %.*s in %s", (int)len, key,
		               x->path);
	return nx_from_xap(err, xs, &xe, "looking for an article");
}

/* ---- families --------------------------------------------------------- */

/* Give the word to fn if the index has it. */
static enum nx_status give(struct index *x, const char *word, size_t len,
                           index_word_fn *fn, void *ctx, struct nx_err *err)
{
	struct xap_error xe;
	uint32_t freq;
	enum xap_status xs = xap_db_termfreq(x->all, word, len, &freq, &xe);

	if (xs != XAP_OK)
		return nx_from_xap(err, xs, &xe, "looking for a word");
	return freq > 0 ? fn(ctx, word, len) : NX_OK;
}

/* The words that the synonym table lists under a stem, and the stem itself if
 * it is its own stem. */
static enum nx_status members(struct index *x, const struct language *l,
                              struct xap_stem *stemmer, struct slice stem,
                              index_word_fn *fn, void *ctx, struct nx_err *err)
{
	struct buf key = BUF_INIT;
	struct xap_terms *it = NULL;
	struct xap_error xe;
	struct xap_str s;
	enum nx_status st = NX_OK;
	enum xap_status xs = xap_stem_word(stemmer, stem.p, stem.len, &s, &xe);

	if (xs == XAP_OK && s.len == stem.len &&
	    memcmp(s.data, stem.p, s.len) == 0)
		st = give(x, stem.p, stem.len, fn, ctx, err);
	family_key(l, stem.p, stem.len, &key);
	if (xs == XAP_OK)
		xs = xap_db_synonyms(&it, x->all, key.p, key.len, &xe);
	while (st == NX_OK && xs == XAP_OK) {
		xs = xap_terms_next(it, &s, &xe);
		/* A word whose last article was withdrawn is still listed. */
		if (xs == XAP_OK)
			st = give(x, s.data, s.len, fn, ctx, err);
	}
	if (st == NX_OK && xs != XAP_END)
		st = nx_from_xap(err, xs, &xe, "reading word families");
	xap_terms_free(it);
	buf_release(&key);
	return st;
}

/* The language in which the form has a family, or NULL.  One that has no
 * families in l because nothing has is not given those of another. */
static const struct language *language_of_form(const struct index *x,
                                               const struct language *l,
                                               const char *form, size_t len)
{
	const char *p = index_languages(x);

	if (l == NULL || l->stemmer == NULL || family_eligible(l, form, len))
		return l;
	while (*p != '\0') {
		size_t n = strcspn(p, " ");

		l = language_find(p, n);
		if (family_eligible(l, form, len))
			return l;
		p += n + (p[n] == ' ');
	}
	return NULL;
}

enum nx_status index_family(struct index *x, const struct language *l,
                            const char *form, size_t len, index_word_fn *fn,
                            void *ctx, struct nx_err *err)
{
	struct xap_stem *stemmer = NULL;
	struct buf stem = BUF_INIT;
	struct xap_error xe;
	struct xap_str s;
	enum xap_status xs;
	enum nx_status st;

	l = language_of_form(x, l, form, len);
	if (!family_eligible(l, form, len))
		return give(x, form, len, fn, ctx, err);
	xs = xap_stem_new(&stemmer, l->stemmer, &xe);
	if (xs == XAP_OK)
		xs = xap_stem_word(stemmer, form, len, &s, &xe);
	st = nx_from_xap(err, xs, &xe, "stemming");
	if (st == NX_OK) {
		buf_set(&stem, s.data, s.len);
		st = members(x, l, stemmer, slice_of(&stem), fn, ctx, err);
	}
	buf_release(&stem);
	xap_stem_free(stemmer);
	return st;
}
