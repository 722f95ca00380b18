/* doc.h - an article as terms, positions and values
 *
 * What an article becomes in an index is decided here, once, for whatever
 * writes it (segment.h) and for whatever compares (the tests).
 *
 *     struct doc d;
 *     doc_init(&d);
 *       doc_fill(&d, analyser, &record, ...); write it     any number
 *     doc_release(&d);
 *
 * Unprefixed words stay in the analyser's token lists, one for each part of
 * the article; token t of part p has position d.base[p] + t->pos.  Everything
 * else is in extra[]: the headline's words again, names, forms in capitals,
 * joined forms, marker terms, boolean terms.
 */
#ifndef NEWSIDX_INDEX_DOC_H
#define NEWSIDX_INDEX_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/analysis/analysis.h"
#include "lib/base/buf.h"
#include "lib/index/record.h"
#include "lib/index/schema.h"

/* A prefixed term: once for each of its positions. */
struct extra {
	uint32_t term; /* offset in doc.forms */
	uint32_t pos;  /* 0: none */
	uint16_t len;
	uint16_t wdf; /* what it adds to its wdf, and so to the length */
};

struct doc {
	const struct record *record; /* borrowed from doc_fill's caller */
	struct token_list part[PARTS];
	uint32_t base[PARTS];
	uint32_t words; /* in all parts */

	struct extra *extra;
	size_t n_extra, cap_extra;
	struct buf forms;

	struct buf value[SLOTS]; /* empty: none */
	struct buf columns;      /* what it is counted by: column_row.h */

	struct token_list scratch;
};

void doc_init(struct doc *d);
void doc_release(struct doc *d);

/* Analyse r, which must outlive the use of d.  identity is the digest of its
 * key. */
void doc_fill(struct doc *d, struct analyser *a, const struct record *r,
              const uint64_t identity[2]);

/* What is added to a token's position in each part, given the parts' numbers
 * of words (of SLOT_PARTS). */
void doc_bases(const uint32_t words[PARTS], uint32_t base[PARTS]);

/* Append the identity term of a key: PREFIX_IDENTITY and the key, whose tail
 * gives way to a hash where it is too long for a term. */
void doc_identity_term(struct slice key, const uint64_t identity[2],
                       struct buf *out);

#endif
