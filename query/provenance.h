/* provenance.h - where an article stands, besides where it was read
 *
 * The ledger knows the digest of the member that an article was read from, and
 * where copies of it stand.  An index without its ledger can be searched all
 * the same: then nothing is known of this.
 *
 *     struct provenance p;
 *     provenance_read(&p, index, docid);
 *     provenance_release(&p);
 */
#ifndef NEWSIDX_QUERY_PROVENANCE_H
#define NEWSIDX_QUERY_PROVENANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/index/index.h"

struct place {
	char *archive, *member;
	uint64_t record; /* in the member, from 1 */
};

struct provenance {
	struct buf sha256; /* of the member, in hexadecimal; "" if unknown */
	struct place *copy;
	size_t n, cap;
	size_t more; /* copies that are not in the list */
};

/* docid as index_find gives it. */
void provenance_read(struct provenance *p, struct index *x, xap_docid docid);
void provenance_release(struct provenance *p);

#endif
