/* verify_words.h - whether a segment has the words of its articles
 *
 * Some of a segment's articles are analysed again, as when they were indexed,
 * and each of their terms is looked up: that it is there, as often, and at the
 * same positions; and what they are counted by is compared.
 */
#ifndef NEWSIDX_INDEXER_VERIFY_WORDS_H
#define NEWSIDX_INDEXER_VERIFY_WORDS_H

#include <stdint.h>

#include "lib/base/status.h"
#include "lib/index/record.h"
#include "lib/xapian-c/xapian-c.h"

/* Articles of a segment that are analysed again, at least; they stand at equal
 * distances.  Each takes a millisecond or two. */
#define WORDS_SAMPLE 1000

struct words_check;

/* Of the segment in the folder dir, open as db, which must outlive it. */
struct words_check *words_check_new(const char *dir, struct xap_db *db);
void words_check_free(struct words_check *c);

/* The next article, by docid; key is the digest of its identity.  Most calls
 * do nothing.  NX_CORRUPT with a sentence to follow "article N ". */
enum nx_status words_compare(struct words_check *c, uint32_t docid,
                             const struct record *r, const uint64_t key[2],
                             struct nx_err *err);

/* How many were analysed. */
uint64_t words_check_count(const struct words_check *c);

#endif
