/* bulk.h - the parts of the bulk writer (segment_bulk.c)
 *
 * Each thread that adds has an inverter.  Finishing is a number of tasks that
 * share what the inverters hold and write different tables, or different
 * pieces of one (glass.h):
 *
 *     bulk_terms.c     terms of a range: postings, positions, families
 *     bulk_rare.c      positions of rare words, by article
 *     bulk_docs.c      lengths, values, document data, lists of terms
 *     bulk_families.c  word families, the synonym table
 *
 * The table of postings has, in the order of its keys, these pieces: metadata
 * that has a name; blocks of positions, a piece for each range of terms; those of
 * rare words; values and lengths; postings, a piece for each range.
 */
#ifndef NEWSIDX_INDEX_BULK_H
#define NEWSIDX_INDEX_BULK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/status.h"
#include "lib/index/glass.h"
#include "lib/index/inverter.h"
#include "lib/index/languages.h"
#include "lib/index/record.h"
#include "lib/index/segment.h"

struct family {
	struct slice word; /* an inverter's */
	uint32_t stem;     /* offset in families.stems */
	uint32_t stem_len;
};

/* Of one language, words of one range of terms, in their order. */
struct families {
	struct family *v;
	size_t n, cap;
	struct buf stems;
};

/* A rare word in an article (posrare.h): which word of whose inverter, and its
 * position, or where in the list's the first of several is. */
struct rare_word {
	uint32_t docid, hash, n, pos;
	uint32_t thread;
	size_t term;
};

struct rare_list {
	struct rare_word *v;
	size_t n, cap;
	struct buf pos; /* of uint32_t */
};

/* Add a word with its w->n positions. */
void rare_add(struct rare_list *r, const struct rare_word *w,
              const uint32_t *pos);
void rare_release(struct rare_list *r);

struct bulk_range {
	uint32_t wdf_max;
	struct rare_list rare;
	struct families of[FAMILIES_MAX]; /* by language */
};

struct bulk_thread {
	struct inverter *inverter;
	struct packer *packer;
	struct languages languages;
	struct buf data;
};

struct bulk_writer {
	struct segment_writer base;
	char *dir;
	char *language; /* default, or NULL */
	enum positions_form positions;
	bool termlists;
	const atomic_int *stop; /* or NULL */
	struct dictionary *dictionary;
	struct bulk_thread *thread;
	unsigned threads;

	/* When finishing. */
	struct glass_table *table[GLASS_TABLES];
	const struct inverted_doc **doc; /* all, by docid */
	size_t n_doc;
	uint32_t rare_most; /* articles of a rare word; 0: there is none */
	size_t ranges;
	size_t *cut; /* of range r, thread t: first term at r * threads + t */
	struct bulk_range *range;
	const struct language *families[FAMILIES_MAX];
	size_t n_families;
};

/* Pieces of the table of postings. */
static inline unsigned piece_names(void)
{
	return 0;
}

static inline unsigned piece_blocks(size_t range)
{
	return 1 + (unsigned)range;
}

static inline unsigned piece_rare(const struct bulk_writer *b)
{
	return 1 + (unsigned)b->ranges;
}

static inline unsigned piece_values(const struct bulk_writer *b)
{
	return 2 + (unsigned)b->ranges;
}

static inline unsigned piece_postings(const struct bulk_writer *b, size_t range)
{
	return 3 + (unsigned)(b->ranges + range);
}

static inline unsigned pieces(const struct bulk_writer *b)
{
	return 3 + 2 * (unsigned)b->ranges;
}

/* ---- the terms of a range, from all inverters --------------------------- */

/*
 *     struct term_merge m;
 *     term_merge_init(&m, b, range);
 *       while (term_merge_next(&m)) ...
 *     term_merge_release(&m);
 */
struct term_merge {
	const struct bulk_writer *b;
	struct term_cursor {
		size_t at, end;
		uint64_t key;
		struct slice term;
	} *cursor; /* of each thread */

	/* The term, and which threads have it, as what. */
	struct slice term;
	struct term_source {
		unsigned thread;
		size_t at;
	} *with;
	size_t n_with;
};

/* Divide the terms into b->ranges ranges. */
void bulk_cut(struct bulk_writer *b);
void term_merge_init(struct term_merge *m, const struct bulk_writer *b,
                     size_t range);
bool term_merge_next(struct term_merge *m);
void term_merge_release(struct term_merge *m);

/* ---- posting lists ------------------------------------------------------ */

/* A posting list in libxapian's chunks, in memory until it is written. */
struct posting_chunks {
	struct buf bytes;
	struct posting_chunk {
		uint32_t first, last;
		size_t start;
	} *v;
	size_t n, cap;
	struct buf key, tag;
};

/* Empty; for a zeroed one, too. */
void posting_chunks_clear(struct posting_chunks *c);
void posting_chunks_release(struct posting_chunks *c);
void posting_chunks_add(struct posting_chunks *c, uint32_t docid, uint32_t wdf);

/* Write the list, if there is anything in it: of a term, or, where term is
 * empty, of all documents' lengths. */
enum nx_status posting_chunks_write(struct posting_chunks *c, struct slice term,
                                    uint32_t tf, uint64_t cf,
                                    struct glass_table *t, unsigned piece,
                                    struct nx_err *err);

/* ---- tasks --------------------------------------------------------------- */

enum nx_status bulk_write_terms(struct bulk_writer *b, size_t range,
                                struct nx_err *err);
enum nx_status bulk_write_data(struct bulk_writer *b, struct nx_err *err);
enum nx_status bulk_write_termlists(const struct inverted_doc *const *doc,
                                    size_t n, struct glass_table *t,
                                    struct nx_err *err);
/* Values and lengths. */
enum nx_status bulk_write_values(struct bulk_writer *b, struct nx_err *err);

/* What the ranges have in rare, when all are done. */
enum nx_status bulk_write_rare(struct bulk_writer *b, struct nx_err *err);

/* The families of all ranges' words. */
enum nx_status bulk_write_families(struct bulk_writer *b, struct nx_err *err);
void families_release(struct families *f);

/* Finds the families of a range's words, while their terms are written. */
struct family_finder {
	const struct bulk_writer *b;
	struct families *of;
	struct xap_stem *stemmer[FAMILIES_MAX];
	struct buf key;
};

/* On failure, too, k is to be released. */
enum nx_status family_finder_init(struct family_finder *k,
                                  const struct bulk_writer *b, size_t range,
                                  struct nx_err *err);
enum nx_status family_finder_add(struct family_finder *k, struct slice term,
                                 struct nx_err *err);
void family_finder_release(struct family_finder *k);

/* Put an entry into the metadata; names ascend. */
enum nx_status bulk_put_metadata(struct bulk_writer *b, unsigned piece,
                                 const void *name, size_t name_len,
                                 const void *value, size_t len,
                                 struct buf *key, struct nx_err *err);

#endif
