/* dump.h - all that libxapian can tell of a database, in one form
 *
 * Two databases that hold the same give the same dump, whoever wrote them and
 * in how many steps, and whichever form their positions are in.  Left out are
 * the UUID, the form of positions and what blocks things stand in, and, unless raw
 * is asked for, how records are packed: those are unpacked.
 *
 *     struct dumper d;
 *     if (dump(&d, db, &options, out) != NX_OK) ... d.err.msg
 *
 * The dump has sections, a line "# NAME" before each, and a line or more an
 * item.  As digests each section is one line: its name, its number of lines and
 * a digest of them.  Bytes that are not plain stand as \xx.
 */
#ifndef NEWSIDX_TESTS_HELPERS_DUMP_H
#define NEWSIDX_TESTS_HELPERS_DUMP_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/index/record.h"
#include "lib/index/xap.h"
#include "tests/helpers/dump_blocks.h"
#include "tests/helpers/dump_columns.h"
#include "tests/helpers/dump_text.h"

struct dump_options {
	bool raw;    /* document data as it is, and its dictionaries */
	bool digest; /* each section as one line */
	bool unlisted; /* without what lists of terms tell of documents */
};

struct dumper {
	struct dump_options o;
	struct dump_text t;
	struct xap_db *db;
	struct xap_error xe;
	struct nx_err err;

	struct block_list blocks; /* of positions */
	bool sought;              /* that the term has such was asked */
	uint64_t block_keys;
	uint64_t rare_words; /* in articles */
	struct xap_positions *positions;
	struct unpacker *unpacker;
	struct buf record;
};

/* Slots looked at: some more than there are. */
#define DUMP_SLOTS (SLOTS + 8)

/* NX_END at an end. */
static enum nx_status dump_ok(struct dumper *d, enum xap_status xs,
                              const char *doing)
{
	return nx_from_xap(&d->err, xs, &d->xe, doing);
}

/* ---- terms ------------------------------------------------------------- */

/* NX_END: libxapian has none. */
static enum nx_status dump_own_positions(struct dumper *d,
                                         struct xap_postings *it)
{
	xap_pos pos[256];
	size_t n, all = 0;
	enum nx_status st =
		dump_ok(d, xap_postings_positions(&d->positions, it, &d->xe),
	                "positions");

	while (st == NX_OK) {
		st = dump_ok(
			d,
			xap_positions_read(d->positions, pos, 256, &n, &d->xe),
			"positions");
		for (size_t i = 0; st == NX_OK && i < n; i++)
			text_number(&d->t, pos[i]);
		all += st == NX_OK ? n : 0;
	}
	return st == NX_END && all > 0 ? NX_OK : st;
}

static enum nx_status dump_block_positions(struct dumper *d,
                                           struct xap_str term, xap_docid did)
{
	uint32_t n;
	enum nx_status st = NX_OK;

	if (!d->sought)
		st = blocks_begin(&d->blocks, term.data, term.len, &d->err);
	d->sought = true;
	if (st == NX_OK)
		st = blocks_positions(&d->blocks, did, &n, &d->err);
	for (uint32_t i = 0; st == NX_OK && i < n; i++)
		text_number(&d->t, d->blocks.pos[i]);
	return st;
}

static enum nx_status dump_posting(struct dumper *d, struct xap_postings *it,
                                   struct xap_str term, xap_docid did)
{
	uint32_t wdf;
	enum nx_status st =
		dump_ok(d, xap_postings_wdf(it, &wdf, &d->xe), "wdf");

	if (st != NX_OK)
		return st;
	text_word(&d->t, " ");
	text_number(&d->t, did);
	text_number(&d->t, wdf);
	text_word(&d->t, " :");
	st = dump_own_positions(d, it);
	if (st == NX_END)
		st = dump_block_positions(d, term, did);
	text_newline(&d->t);
	return st;
}

static enum nx_status dump_postings(struct dumper *d, struct xap_str term)
{
	struct xap_postings *it = NULL;
	xap_docid did;
	enum nx_status st = dump_ok(
		d, xap_db_postings(&it, d->db, term.data, term.len, &d->xe),
		"postings");

	d->sought = false;
	while (st == NX_OK) {
		st = dump_ok(d, xap_postings_next(it, &did, &d->xe),
		             "postings");
		if (st == NX_OK)
			st = dump_posting(d, it, term, did);
	}
	xap_postings_free(it);
	return st == NX_END ? NX_OK : st;
}

static enum nx_status dump_term(struct dumper *d, struct xap_str term)
{
	struct xap_term_info info;
	enum nx_status st = dump_ok(
		d, xap_db_term(d->db, term.data, term.len, &info, &d->xe),
		"term");

	if (st != NX_OK)
		return st;
	text_word(&d->t, "term");
	text_str(&d->t, term);
	text_number(&d->t, info.termfreq);
	text_number(&d->t, info.collfreq);
	text_number(&d->t, info.wdf_max);
	text_newline(&d->t);
	return dump_postings(d, term);
}

/* ---- documents --------------------------------------------------------- */

static enum nx_status dump_termlist(struct dumper *d, xap_docid did)
{
	struct xap_terms *it = NULL;
	struct xap_str term;
	uint32_t wdf;
	enum nx_status st =
		dump_ok(d, xap_db_doc_terms(&it, d->db, did, &d->xe), "terms");

	while (st == NX_OK) {
		st = dump_ok(d, xap_terms_next(it, &term, &d->xe), "terms");
		if (st == NX_OK)
			st = dump_ok(d, xap_terms_wdf(it, &wdf, &d->xe), "wdf");
		if (st != NX_OK)
			break;
		text_word(&d->t, " has");
		text_str(&d->t, term);
		text_number(&d->t, wdf);
		text_newline(&d->t);
	}
	xap_terms_free(it);
	return st == NX_END ? NX_OK : st;
}

static enum nx_status dump_values(struct dumper *d, struct xap_values *it,
                                  const char *what)
{
	enum nx_status st = NX_OK;
	struct xap_str value;
	uint32_t at;

	while (st == NX_OK) {
		st = dump_ok(d, xap_values_next(it, &at, &value, &d->xe),
		             "values");
		if (st != NX_OK)
			break;
		text_word(&d->t, what);
		text_number(&d->t, at);
		text_str(&d->t, value);
		text_newline(&d->t);
	}
	xap_values_free(it);
	return st == NX_END ? NX_OK : st;
}

static enum nx_status dump_dictionary(void *ctx, uint32_t id, struct buf *out,
                                      struct nx_err *err)
{
	struct dumper *d = ctx;
	struct xap_str value = { "", 0 };
	char key[64];
	enum nx_status st;

	(void)snprintf(key, sizeof key, META_DICTIONARY "%u", id);
	st = nx_from_xap(
		err, xap_db_metadata(d->db, key, strlen(key), &value, &d->xe),
		&d->xe, "dictionary");
	if (st != NX_OK)
		return st;
	if (value.len == 0)
		return nx_fail(err, NX_CORRUPT, "no dictionary %u", id);
	buf_add(out, value.data, value.len);
	return NX_OK;
}

/* Data that newsidx did not write is always put out as it is. */
static enum nx_status dump_data(struct dumper *d, struct xap_doc *doc)
{
	struct xap_str data = { "", 0 };
	struct record r;
	enum nx_status st =
		dump_ok(d, xap_doc_data(doc, &data, &d->xe), "data");

	if (st != NX_OK)
		return st;
	text_word(&d->t, " data");
	if (d->o.raw || data.len == 0 || data.data[0] != 'n') {
		text_str(&d->t, data);
	} else {
		st = unpacker_unpack(d->unpacker, data.data, data.len, &r,
		                     &d->err);
		if (st != NX_OK)
			return st;
		buf_clear(&d->record);
		record_encode(&r, &d->record);
		text_bytes(&d->t, d->record.p, d->record.len);
	}
	text_newline(&d->t);
	return NX_OK;
}

static enum nx_status dump_document(struct dumper *d, xap_docid did)
{
	struct xap_values *values = NULL;
	struct xap_doc *doc = NULL;
	uint32_t length, terms = 0;
	enum nx_status st = dump_ok(
		d, xap_db_doclength(d->db, did, &length, &d->xe), "length");

	if (st == NX_OK && !d->o.unlisted)
		st = dump_ok(d, xap_db_unique_terms(d->db, did, &terms, &d->xe),
		             "number of terms");
	if (st == NX_OK)
		st = dump_ok(d, xap_db_doc(&doc, d->db, did, &d->xe),
		             "document");
	if (st != NX_OK)
		return st;
	text_word(&d->t, "document");
	text_number(&d->t, did);
	text_number(&d->t, length);
	text_number(&d->t, terms);
	text_newline(&d->t);
	if (!d->o.unlisted) {
		st = dump_termlist(d, did);
		if (st == NX_OK)
			st = dump_ok(d, xap_doc_values(&values, doc, &d->xe),
			             "values");
		if (st == NX_OK)
			st = dump_values(d, values, " slot");
	}
	if (st == NX_OK)
		st = dump_data(d, doc);
	xap_doc_free(doc);
	return st;
}

static enum nx_status dump_documents(struct dumper *d)
{
	struct xap_postings *it = NULL;
	xap_docid did;
	enum nx_status st = dump_ok(
		d, xap_db_postings(&it, d->db, NULL, 0, &d->xe), "documents");

	while (st == NX_OK) {
		st = dump_ok(d, xap_postings_next(it, &did, &d->xe),
		             "documents");
		if (st == NX_OK)
			st = dump_document(d, did);
	}
	xap_postings_free(it);
	return st == NX_END ? NX_OK : st;
}

/* ---- the rest ---------------------------------------------------------- */

static enum nx_status dump_totals(struct dumper *d)
{
	struct xap_info i;
	enum nx_status st = dump_ok(d, xap_db_info(d->db, &i, &d->xe), "info");

	if (st != NX_OK)
		return st;
	text_word(&d->t, "documents");
	text_number(&d->t, i.doccount);
	text_word(&d->t, " last");
	text_number(&d->t, i.lastdocid);
	text_word(&d->t, " length");
	text_number(&d->t, i.total_length);
	text_number(&d->t, i.doclength_min);
	text_number(&d->t, i.doclength_max);
	text_newline(&d->t);
	return NX_OK;
}

static enum nx_status dump_slots(struct dumper *d)
{
	enum nx_status st = NX_OK;

	for (uint32_t s = 0; st == NX_OK && s < DUMP_SLOTS; s++) {
		struct xap_values *it = NULL;
		struct xap_str low, high;
		uint32_t n;

		st = dump_ok(
			d,
			xap_db_value_stats(d->db, s, &n, &low, &high, &d->xe),
			"values");
		if (st != NX_OK)
			return st;
		text_word(&d->t, "slot");
		text_number(&d->t, s);
		text_number(&d->t, n);
		text_str(&d->t, low);
		text_str(&d->t, high);
		text_newline(&d->t);
		st = dump_ok(d, xap_db_values(&it, d->db, s, &d->xe), "values");
		if (st == NX_OK)
			st = dump_values(d, it, " in");
	}
	return st;
}

static bool dump_begins(struct xap_str s, const char *with)
{
	size_t len = strlen(with);

	return s.len >= len && memcmp(s.data, with, len) == 0;
}

/* How many words an article's block is of. */
static uint64_t dump_words(struct dumper *d, struct xap_str key)
{
	struct posblock block;
	struct xap_str value;
	uint64_t n = 0;

	/* The last number can be any that is larger than the gaps. */
	posblock_init(&block);
	if (xap_db_metadata(d->db, key.data, key.len, &value, &d->xe) ==
	            XAP_OK &&
	    posblock_load(&block, UINT32_MAX, value.data, value.len) == NX_OK)
		n = block.n;
	posblock_release(&block);
	return n;
}

/* What only says how something else is kept. */
static bool dump_is_form(struct dumper *d, struct xap_str key)
{
	if (dump_begins(key, POSBLOCK_PREFIX)) {
		d->block_keys++;
		return true;
	}
	if (dump_begins(key, POSRARE_PREFIX) ||
	    dump_begins(key, POSRARE_ALONE)) {
		d->rare_words += dump_words(d, key);
		return true;
	}
	if (dump_begins(key, COLBLOCK_PREFIX) ||
	    dump_begins(key, META_POSITIONS) || dump_begins(key, META_RARE))
		return true;
	return !d->o.raw && dump_begins(key, META_DICTIONARY);
}

static enum nx_status dump_metadatum(struct dumper *d, struct xap_str key)
{
	struct xap_str value;
	enum nx_status st;

	if (dump_is_form(d, key))
		return NX_OK;
	st = dump_ok(d,
	             xap_db_metadata(d->db, key.data, key.len, &value, &d->xe),
	             "metadata");
	if (st != NX_OK)
		return st;
	text_word(&d->t, "key");
	text_str(&d->t, key);
	text_str(&d->t, value);
	text_newline(&d->t);
	return NX_OK;
}

static enum nx_status dump_synonym(struct dumper *d, struct xap_str key)
{
	struct xap_terms *it = NULL;
	struct xap_str word;
	enum nx_status st = dump_ok(
		d, xap_db_synonyms(&it, d->db, key.data, key.len, &d->xe),
		"synonyms");

	text_str(&d->t, key);
	while (st == NX_OK) {
		st = dump_ok(d, xap_terms_next(it, &word, &d->xe), "synonyms");
		if (st == NX_OK)
			text_str(&d->t, word);
	}
	text_newline(&d->t);
	xap_terms_free(it);
	return st == NX_END ? NX_OK : st;
}

static enum nx_status dump_spelling(struct dumper *d, struct xap_str word)
{
	text_str(&d->t, word);
	text_newline(&d->t);
	return NX_OK;
}

typedef enum xap_status dump_open(struct xap_terms **out, struct xap_db *db,
                                  const char *prefix, size_t len,
                                  struct xap_error *err);
typedef enum nx_status dump_one(struct dumper *d, struct xap_str s);

static enum xap_status dump_spellings(struct xap_terms **out, struct xap_db *db,
                                      const char *prefix, size_t len,
                                      struct xap_error *err)
{
	(void)prefix;
	(void)len;
	return xap_db_spellings(out, db, err);
}

/* One of each string that open lists. */
static enum nx_status dump_each(struct dumper *d, dump_open *open,
                                dump_one *one)
{
	struct xap_terms *it = NULL;
	struct buf copy = BUF_INIT;
	struct xap_str s;
	enum nx_status st =
		dump_ok(d, open(&it, d->db, "", 0, &d->xe), d->t.section);

	while (st == NX_OK) {
		st = dump_ok(d, xap_terms_next(it, &s, &d->xe), d->t.section);
		if (st != NX_OK)
			break;
		/* It may be used in the very handle that holds it. */
		buf_set(&copy, s.data, s.len);
		st = one(d, (struct xap_str){ copy.p, copy.len });
	}
	buf_release(&copy);
	xap_terms_free(it);
	return st == NX_END ? NX_OK : st;
}

static enum nx_status dump_sections(struct dumper *d)
{
	static const struct {
		const char *name;
		dump_open *open;
		dump_one *one;
	} lists[] = {
		{ "terms", xap_db_terms, dump_term },
		{ "metadata", xap_db_metadata_keys, dump_metadatum },
		{ "synonyms", xap_db_synonym_keys, dump_synonym },
		{ "spellings", dump_spellings, dump_spelling },
	};
	enum nx_status st;

	text_section(&d->t, "totals");
	st = dump_totals(d);
	for (size_t i = 0; st == NX_OK && i < sizeof lists / sizeof lists[0];
	     i++) {
		text_section(&d->t, lists[i].name);
		st = dump_each(d, lists[i].open, lists[i].one);
	}
	if (st == NX_OK) {
		text_section(&d->t, "columns");
		st = columns_dump(&d->t, d->db, &d->err);
	}
	if (st == NX_OK) {
		text_section(&d->t, "documents");
		st = dump_documents(d);
	}
	if (st == NX_OK) {
		text_section(&d->t, "values");
		st = dump_slots(d);
	}
	text_end(&d->t);
	return st;
}

/* Put out all of db, which is of one shard.  What went wrong stands in
 * d->err. */
static enum nx_status dump(struct dumper *d, struct xap_db *db,
                           const struct dump_options *o, FILE *out)
{
	enum nx_status st;

	memset(d, 0, sizeof *d);
	d->o = *o;
	d->t.out = out;
	d->t.as_digest = o->digest;
	d->db = db;
	d->unpacker = unpacker_new(dump_dictionary, d);
	blocks_init(&d->blocks, db);
	st = dump_sections(d);
	unpacker_free(d->unpacker);
	blocks_release(&d->blocks);
	xap_positions_free(d->positions);
	buf_release(&d->record);
	buf_release(&d->t.buf);
	return st;
}

#endif
