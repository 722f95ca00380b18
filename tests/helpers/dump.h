/* dump.h - all that libxapian can tell of a database, in one form
 *
 * Two databases that hold the same give the same dump, whoever wrote them and
 * in how many steps, and whichever form their positions are in.  Left out are
 * the UUID, the form of positions and the blocks that are one, and, unless raw
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

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/digest.h"
#include "lib/index/record.h"
#include "lib/index/xap.h"

struct dump_options {
	bool raw;    /* document data as it is, and its dictionaries */
	bool digest; /* each section as one line */
	bool unlisted; /* without what lists of terms tell of documents */
};

struct dumper {
	struct dump_options o;
	FILE *out;
	struct xap_db *db;
	struct xap_error xe;
	struct nx_err err;

	const char *section;
	struct buf text; /* of the section, not put out yet */
	uint64_t lines, digest[2];

	struct xap_positions *positions;
	struct unpacker *unpacker;
	struct buf record;
};

/* Enough that a call of the digest counts for little. */
#define DUMP_PIECE ((size_t)1 << 16)

/* Slots looked at: some more than there are. */
#define DUMP_SLOTS (SLOTS + 8)

/* ---- putting out ------------------------------------------------------- */

static void dump_flush(struct dumper *d)
{
	uint64_t piece[2];

	if (d->o.digest && d->text.len > 0) {
		digest128(d->text.p, d->text.len, d->digest[0] ^ d->lines,
		          piece);
		d->digest[0] = d->digest[0] * 31 + piece[0];
		d->digest[1] = d->digest[1] * 31 + piece[1];
	} else if (d->text.len > 0) {
		(void)fwrite(d->text.p, 1, d->text.len, d->out);
	}
	buf_clear(&d->text);
}

static void dump_end(struct dumper *d)
{
	dump_flush(d);
	if (d->o.digest && d->section != NULL)
		fprintf(d->out, "%s %" PRIu64 " %016" PRIx64 "%016" PRIx64 "\n",
		        d->section, d->lines, d->digest[0], d->digest[1]);
}

static void dump_section(struct dumper *d, const char *name)
{
	dump_end(d);
	d->section = name;
	d->lines = d->digest[0] = d->digest[1] = 0;
	if (!d->o.digest)
		fprintf(d->out, "# %s\n", name);
}

static void dump_newline(struct dumper *d)
{
	buf_addc(&d->text, '\n');
	d->lines++;
	if (d->text.len >= DUMP_PIECE)
		dump_flush(d);
}

static void dump_number(struct dumper *d, uint64_t n)
{
	char digits[24];
	size_t at = sizeof digits;

	do {
		digits[--at] = (char)('0' + n % 10);
		n /= 10;
	} while (n > 0);
	digits[--at] = ' ';
	buf_add(&d->text, digits + at, sizeof digits - at);
}

static void dump_bytes(struct dumper *d, const char *p, size_t len)
{
	static const char hex[] = "0123456789abcdef";

	buf_addc(&d->text, ' ');
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)p[i];

		if (c > ' ' && c < 0x7f && c != '\\') {
			buf_addc(&d->text, p[i]);
			continue;
		}
		buf_addc(&d->text, '\\');
		buf_addc(&d->text, hex[c >> 4]);
		buf_addc(&d->text, hex[c & 15]);
	}
}

static void dump_str(struct dumper *d, struct xap_str s)
{
	dump_bytes(d, s.data, s.len);
}

/* NX_END at an end. */
static enum nx_status dump_ok(struct dumper *d, enum xap_status xs,
                              const char *doing)
{
	return nx_from_xap(&d->err, xs, &d->xe, doing);
}

/* ---- terms ------------------------------------------------------------- */

static enum nx_status dump_positions(struct dumper *d, struct xap_postings *it)
{
	xap_pos pos[256];
	size_t n;
	enum nx_status st =
		dump_ok(d, xap_postings_positions(&d->positions, it, &d->xe),
	                "positions");

	while (st == NX_OK) {
		st = dump_ok(
			d,
			xap_positions_read(d->positions, pos, 256, &n, &d->xe),
			"positions");
		for (size_t i = 0; st == NX_OK && i < n; i++)
			dump_number(d, pos[i]);
	}
	return st == NX_END ? NX_OK : st;
}

static enum nx_status dump_postings(struct dumper *d, struct xap_str term)
{
	struct xap_postings *it = NULL;
	xap_docid did;
	uint32_t wdf;
	enum nx_status st = dump_ok(
		d, xap_db_postings(&it, d->db, term.data, term.len, &d->xe),
		"postings");

	while (st == NX_OK) {
		st = dump_ok(d, xap_postings_next(it, &did, &d->xe),
		             "postings");
		if (st == NX_OK)
			st = dump_ok(d, xap_postings_wdf(it, &wdf, &d->xe),
			             "wdf");
		if (st != NX_OK)
			break;
		buf_addc(&d->text, ' ');
		dump_number(d, did);
		dump_number(d, wdf);
		buf_adds(&d->text, " :");
		st = dump_positions(d, it);
		dump_newline(d);
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
	buf_adds(&d->text, "term");
	dump_str(d, term);
	dump_number(d, info.termfreq);
	dump_number(d, info.collfreq);
	dump_number(d, info.wdf_max);
	dump_newline(d);
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
		buf_adds(&d->text, " has");
		dump_str(d, term);
		dump_number(d, wdf);
		dump_newline(d);
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
		buf_adds(&d->text, what);
		dump_number(d, at);
		dump_str(d, value);
		dump_newline(d);
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
	buf_adds(&d->text, " data");
	if (d->o.raw || data.len == 0 || data.data[0] != 'n') {
		dump_str(d, data);
	} else {
		st = unpacker_unpack(d->unpacker, data.data, data.len, &r,
		                     &d->err);
		if (st != NX_OK)
			return st;
		buf_clear(&d->record);
		record_encode(&r, &d->record);
		dump_bytes(d, d->record.p, d->record.len);
	}
	dump_newline(d);
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
	buf_adds(&d->text, "document");
	dump_number(d, did);
	dump_number(d, length);
	dump_number(d, terms);
	dump_newline(d);
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
	buf_adds(&d->text, "documents");
	dump_number(d, i.doccount);
	buf_adds(&d->text, " last");
	dump_number(d, i.lastdocid);
	buf_adds(&d->text, " length");
	dump_number(d, i.total_length);
	dump_number(d, i.doclength_min);
	dump_number(d, i.doclength_max);
	dump_newline(d);
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
		buf_adds(&d->text, "slot");
		dump_number(d, s);
		dump_number(d, n);
		dump_str(d, low);
		dump_str(d, high);
		dump_newline(d);
		st = dump_ok(d, xap_db_values(&it, d->db, s, &d->xe), "values");
		if (st == NX_OK)
			st = dump_values(d, it, " in");
	}
	return st;
}

/* What only says how something else is kept. */
static bool dump_is_form(const struct dumper *d, struct xap_str key)
{
	static const char dictionary[] = META_DICTIONARY;

	return !d->o.raw && key.len >= sizeof dictionary - 1 &&
	       memcmp(key.data, dictionary, sizeof dictionary - 1) == 0;
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
	buf_adds(&d->text, "key");
	dump_str(d, key);
	dump_str(d, value);
	dump_newline(d);
	return NX_OK;
}

static enum nx_status dump_synonym(struct dumper *d, struct xap_str key)
{
	struct xap_terms *it = NULL;
	struct xap_str word;
	enum nx_status st = dump_ok(
		d, xap_db_synonyms(&it, d->db, key.data, key.len, &d->xe),
		"synonyms");

	dump_str(d, key);
	while (st == NX_OK) {
		st = dump_ok(d, xap_terms_next(it, &word, &d->xe), "synonyms");
		if (st == NX_OK)
			dump_str(d, word);
	}
	dump_newline(d);
	xap_terms_free(it);
	return st == NX_END ? NX_OK : st;
}

static enum nx_status dump_spelling(struct dumper *d, struct xap_str word)
{
	dump_str(d, word);
	dump_newline(d);
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
		dump_ok(d, open(&it, d->db, "", 0, &d->xe), d->section);

	while (st == NX_OK) {
		st = dump_ok(d, xap_terms_next(it, &s, &d->xe), d->section);
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

	dump_section(d, "totals");
	st = dump_totals(d);
	for (size_t i = 0; st == NX_OK && i < sizeof lists / sizeof lists[0];
	     i++) {
		dump_section(d, lists[i].name);
		st = dump_each(d, lists[i].open, lists[i].one);
	}
	if (st == NX_OK) {
		dump_section(d, "documents");
		st = dump_documents(d);
	}
	if (st == NX_OK) {
		dump_section(d, "values");
		st = dump_slots(d);
	}
	dump_end(d);
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
	d->out = out;
	d->db = db;
	d->unpacker = unpacker_new(dump_dictionary, d);
	st = dump_sections(d);
	unpacker_free(d->unpacker);
	xap_positions_free(d->positions);
	buf_release(&d->record);
	buf_release(&d->text);
	return st;
}

#endif
