/* inverter.h - articles inverted in memory, by one thread
 *
 * An inverter takes articles with ascending docids and keeps, until it is freed,
 *
 *   - for each term, the articles it is in, as a stream of bytes that grows
 *     at its end (struct postings reads it back);
 *   - for each article, its length, values, document data, and its list of
 *     terms as libxapian's table has it.
 *
 *     inverter_new
 *       inverter_add ...
 *     inverter_sort              then terms can be read in order
 *       inverter_term ... postings_open, postings_next ...
 *     inverter_free
 *
 * In-memory inversion with a hash table of terms and streams in chunks of
 * growing size: Heinz and Zobel, "Efficient single-pass index construction for
 * text databases" (JASIST 54, 2003); chunk lists: Büttcher, Clarke and Cormack,
 * "Information Retrieval" (2010), section 4.5.1.
 */
#ifndef NEWSIDX_INDEX_INVERTER_H
#define NEWSIDX_INDEX_INVERTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/status.h"
#include "lib/index/doc.h"
#include "lib/index/term_sort.h"

/* An article as the tables want it.  The bytes are the inverter's. */
struct inverted_doc {
	uint32_t docid;
	uint32_t length;        /* sum of all wdf */
	const char *termlist;   /* the tag of libxapian's table */
	const char *data;       /* document data */
	const char *values;     /* for each: slot (1), varint length, bytes */
	const char *columns;    /* column_row.h */
	uint32_t termlist_len, data_len, values_len, columns_len;
	bool termlist_deflated; /* raw deflate; otherwise as it is */
};

struct inverter;

/* lists: keep each article's list of terms; otherwise it is empty. */
struct inverter *inverter_new(bool lists);
void inverter_free(struct inverter *v);

/* Add an article whose document data is data.  docid is larger than any
 * before.  NX_BOUND when the inverter is full (INVERTER_MAX). */
enum nx_status inverter_add(struct inverter *v, uint32_t docid,
                            const struct doc *d, const void *data,
                            size_t data_len, struct nx_err *err);

/* Bytes in use.  Other threads may ask while one adds. */
size_t inverter_memory(const struct inverter *v);

/* Offsets have 32 bits; whoever adds is to stop before this. */
#define INVERTER_MAX ((size_t)3 << 30)

/* The articles, by docid. */
const struct inverted_doc *inverter_docs(const struct inverter *v, size_t *n);

/* Sort the terms by their bytes.  Nothing is to be added afterwards. */
void inverter_sort(struct inverter *v);

/* ---- reading, after inverter_sort ------------------------------------- */

size_t inverter_terms(const struct inverter *v);

/* The i-th term, and its first eight bytes as a number (term_sort.h). */
struct slice inverter_term(const struct inverter *v, size_t i, uint64_t *key);

/* The terms after the i-th will be read soon: have their memory come. */
void inverter_expect(const struct inverter *v, size_t i);

/* In how many articles the i-th term is. */
uint32_t inverter_termfreq(const struct inverter *v, size_t i);

/* The articles of a term:
 *
 *     struct postings p;
 *     postings_init(&p);
 *       postings_open; while (postings_next(&p)) ...     any number
 *     postings_release(&p);
 */
struct postings {
	uint32_t docid, wdf;
	uint32_t *pos; /* ascending, each once */
	size_t n_pos;

	/* private */
	const unsigned char *arena, *p, *end;
	uint32_t link, last_link, tail, room;
	uint64_t code; /* of the next article's first occurrence */
	bool more;     /* there is one */
	size_t cap_pos;
};

void postings_init(struct postings *p);
void postings_release(struct postings *p);
void postings_open(struct postings *p, const struct inverter *v, size_t i);

/* The next article; false after the last. */
bool postings_next(struct postings *p);

#endif
